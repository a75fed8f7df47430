-- 0006-verified.sql - was a term compared with the official text?
-- SPDX-License-Identifier: Apache-2.0

-- 1: yes, or there is no text to compare it with; 0: not yet.
ALTER TABLE deadline ADD COLUMN verified INTEGER NOT NULL DEFAULT 1
	CHECK (verified IN (0, 1));

UPDATE derived SET whole = NOT EXISTS (SELECT 1 FROM request);
