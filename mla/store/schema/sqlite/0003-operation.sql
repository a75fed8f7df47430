-- 0003-operation.sql - investigations that group requests, and links
-- SPDX-License-Identifier: Apache-2.0

-- An investigation that groups requests.
CREATE TABLE operation (
	id INTEGER PRIMARY KEY, -- inside this register only
	reference TEXT NOT NULL UNIQUE COLLATE NOCASE, -- OP-2026-0001
	name TEXT NOT NULL, -- as the office calls it
	made TEXT NOT NULL -- recorded, moment in UTC
) STRICT;

-- Derived: which requests belong to it, by the journal.
CREATE TABLE operation_request (
	operation INTEGER NOT NULL REFERENCES operation (id), -- to which one
	request INTEGER NOT NULL REFERENCES request (id), -- which request
	PRIMARY KEY (operation, request)
) STRICT, WITHOUT ROWID;
CREATE INDEX operation_request_request ON operation_request (request);

-- Derived: what a request has to do with another one, by the journal.
CREATE TABLE link (
	request INTEGER NOT NULL REFERENCES request (id), -- which request
	relation TEXT NOT NULL, -- what it is to the other one, a code
	other INTEGER NOT NULL REFERENCES request (id), -- the other one
	PRIMARY KEY (request, relation, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_other ON link (other);
