-- 0004-deadline.sql - what is due, on whom, under which rule
-- SPDX-License-Identifier: Apache-2.0

-- Derived: the time limits that run, and the next action of each request.
-- What the date was computed from stands beside it, so that it can be
-- computed again when a calendar changes.
CREATE TABLE deadline (
	request INTEGER NOT NULL REFERENCES request (id), -- which request
	part TEXT NOT NULL, -- id of a part, '' for the whole
	name TEXT NOT NULL, -- limit of the workflow, '' for the next action
	clock TEXT NOT NULL
		CHECK (clock IN ('law', 'asked', 'ours', 'contract')), -- whose
	who TEXT NOT NULL CHECK (who IN ('us', 'them', '')), -- who has to act
	due TEXT NOT NULL, -- day or moment by which to act
	latest TEXT NOT NULL, -- where the law leaves doubt: not later than
	basis TEXT NOT NULL, -- articles, as they are shown
	rule TEXT NOT NULL, -- how the period is counted, '' where a day is named
	state TEXT NOT NULL, -- whose calendar, '' for none
	within TEXT NOT NULL, -- the period, '' where a day is named
	start TEXT NOT NULL, -- day or moment of the event that started it
	held TEXT NOT NULL, -- days on which it did not run, "from/to" each
	moved TEXT NOT NULL, -- day to which its end was moved, ''
	PRIMARY KEY (request, part, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX deadline_due ON deadline (due, request);

UPDATE derived SET whole = NOT EXISTS (SELECT 1 FROM request);
