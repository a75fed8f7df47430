-- 0009-practice.sql - a register whose requests are made up
-- SPDX-License-Identifier: Apache-2.0

-- 1: for training and demonstrations; nothing of it is real.
ALTER TABLE office ADD COLUMN practice INTEGER NOT NULL DEFAULT 0
	CHECK (practice IN (0, 1));
