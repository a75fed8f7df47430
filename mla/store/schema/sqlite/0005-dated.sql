-- 0005-dated.sql - what came with one date is found whatever else is known
-- SPDX-License-Identifier: Apache-2.0

-- Letters of the same date are proposed as duplicates: "dated=YYYY-MM-DD".
DROP INDEX event_dated;
CREATE INDEX event_dated ON event (substr(codes, instr(codes, 'dated='), 16))
	WHERE instr(codes, 'dated=') > 0;
