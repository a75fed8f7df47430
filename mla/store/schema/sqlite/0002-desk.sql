-- 0002-desk.sql - rules that requests share, what is next, words to find
-- SPDX-License-Identifier: Apache-2.0

-- A set of rules; requests that were made with the same rules share it.
CREATE TABLE ruleset (
	id INTEGER PRIMARY KEY, -- inside this register only
	key BLOB NOT NULL UNIQUE -- hash of its list; random for old requests
) STRICT;

-- What is in a set of rules.
CREATE TABLE ruleset_resource (
	ruleset INTEGER NOT NULL REFERENCES ruleset (id), -- of which set
	kind TEXT NOT NULL, -- workflow, part, form, code, law ...
	name TEXT NOT NULL, -- of the file, without extension
	hash BLOB NOT NULL REFERENCES resource (hash), -- which bytes
	PRIMARY KEY (ruleset, kind, name)
) STRICT, WITHOUT ROWID;

INSERT INTO ruleset (id, key)
	SELECT request, randomblob(32)
	FROM (SELECT DISTINCT request FROM request_resource);
INSERT INTO ruleset_resource (ruleset, kind, name, hash)
	SELECT request, kind, name, hash FROM request_resource;
-- The rules by which a request goes; none before they were kept.
ALTER TABLE request ADD COLUMN ruleset INTEGER REFERENCES ruleset (id);
UPDATE request SET ruleset = id
	WHERE id IN (SELECT request FROM request_resource);
DROP TABLE request_resource;

-- A reference is found in any case.
CREATE INDEX request_reference ON request (reference COLLATE NOCASE);

-- Letters of the same date are proposed as duplicates.
CREATE INDEX event_dated ON event (codes) WHERE instr(codes, 'dated=') > 0;

-- Derived: where each request stands. Dropped and rebuilt from the journal.
ALTER TABLE request_now RENAME TO request_was;
DROP INDEX request_now_open;
CREATE TABLE request_now (
	request INTEGER PRIMARY KEY REFERENCES request (id), -- which request
	state TEXT NOT NULL, -- state that counts
	holder TEXT NOT NULL, -- holder code, '' if nobody
	waiting TEXT NOT NULL CHECK (waiting IN ('us', 'them', '')), -- on whom
	outcome TEXT NOT NULL, -- outcome code, '' while open
	closed INTEGER NOT NULL CHECK (closed IN (0, 1)), -- in a final state
	since TEXT NOT NULL, -- day: in this state since
	last TEXT NOT NULL, -- day of the last event
	subject TEXT NOT NULL, -- first words about it
	theirs TEXT NOT NULL, -- the partner's reference, '' if not known
	assignee TEXT NOT NULL, -- who has it on the desk, '' if nobody
	next TEXT NOT NULL, -- day of the next action, '' if none
	action TEXT NOT NULL, -- the next action as the officer put it, or ''
	seq INTEGER NOT NULL -- journal number it was derived from
) STRICT;
INSERT INTO request_now SELECT request, state, holder, waiting, outcome,
	closed, since, last, subject, '', '', '', '', seq FROM request_was;
DROP TABLE request_was;
CREATE INDEX request_now_open ON request_now (closed, waiting);
CREATE INDEX request_now_next ON request_now (closed, next);

-- Derived: words of documents, references and notes, by journal number.
CREATE VIRTUAL TABLE search USING fts5 (
	words, -- texts of the entry
	request UNINDEXED, -- which request
	tokenize = 'unicode61 remove_diacritics 2'
);

-- Are the derived tables whole? One row; 0 after an upgrade that needs it.
CREATE TABLE derived (
	id INTEGER PRIMARY KEY CHECK (id = 1), -- always 1
	whole INTEGER NOT NULL CHECK (whole IN (0, 1)) -- 0: rebuild them
) STRICT;
INSERT INTO derived (id, whole)
	VALUES (1, NOT EXISTS (SELECT 1 FROM request));
