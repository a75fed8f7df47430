-- 0008-past.sql - what figures are made from, without a replay
-- SPDX-License-Identifier: Apache-2.0

-- Derived: the acts of a request with their days, where each of them left it
-- and with whom, how it and its parts stand, and what it says that figures are
-- grouped by.  All durations between two events or in a state follow from it;
-- it is one row for each request, since figures read all of them at once.
CREATE TABLE past (
	request INTEGER PRIMARY KEY REFERENCES request (id), -- which request
	text TEXT NOT NULL -- lines of fields with tabs between: see past.h
) STRICT;

UPDATE derived SET whole = NOT EXISTS (SELECT 1 FROM request);
