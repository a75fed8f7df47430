-- 0001-register.sql - the first register: office, requests, journal
-- SPDX-License-Identifier: Apache-2.0

-- Whose register this is; one row.
CREATE TABLE office (
	id INTEGER PRIMARY KEY CHECK (id = 1), -- always 1
	uid TEXT NOT NULL, -- urn:uuid of the register
	authority TEXT NOT NULL, -- name of the authority, as it signs
	country TEXT NOT NULL CHECK (length(country) = 2), -- its State
	code TEXT NOT NULL, -- its short code in references
	made TEXT NOT NULL -- moment of making, UTC
) STRICT;

-- Last number given to a reference.
CREATE TABLE counter (
	direction TEXT NOT NULL CHECK (direction IN ('O', 'I')), -- out, in
	year INTEGER NOT NULL, -- of the reference
	last INTEGER NOT NULL, -- number given last
	PRIMARY KEY (direction, year)
) STRICT, WITHOUT ROWID;

-- A request, sent or received.
CREATE TABLE request (
	id INTEGER PRIMARY KEY, -- inside this register only
	uid TEXT NOT NULL UNIQUE, -- urn:uuid, the same on both sides
	reference TEXT NOT NULL UNIQUE, -- our own
	kind TEXT NOT NULL, -- forms/kind
	side TEXT NOT NULL CHECK (side IN ('out', 'in')), -- sent, received
	partner TEXT NOT NULL, -- the other State
	made TEXT NOT NULL -- recorded, moment in UTC
) STRICT;
CREATE INDEX request_partner ON request (partner);

-- Further references of a request and whose they are.
CREATE TABLE reference (
	request INTEGER NOT NULL REFERENCES request (id), -- of which request
	owner TEXT NOT NULL, -- partner, court, ministry ...
	value TEXT NOT NULL, -- as the owner writes it
	PRIMARY KEY (request, owner, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX reference_value ON reference (value COLLATE NOCASE);

-- Bytes of rules (machine, form, code list, law) by their hash.
CREATE TABLE resource (
	hash BLOB PRIMARY KEY CHECK (length(hash) = 32), -- SHA-256
	bytes BLOB NOT NULL -- the file
) STRICT, WITHOUT ROWID;

-- The rules that a request was made with.
CREATE TABLE request_resource (
	request INTEGER NOT NULL REFERENCES request (id), -- of which request
	kind TEXT NOT NULL, -- workflow, part, form, code, law ...
	name TEXT NOT NULL, -- of the file, without extension
	hash BLOB NOT NULL REFERENCES resource (hash), -- which bytes
	PRIMARY KEY (request, kind, name)
) STRICT, WITHOUT ROWID;

-- The journal: what happened, append-only, chained by hashes.
CREATE TABLE event (
	seq INTEGER PRIMARY KEY, -- order of recording, from 1 without gaps
	request INTEGER NOT NULL REFERENCES request (id), -- of which request
	part TEXT, -- id of a measure or transmission; NULL: the whole
	name TEXT NOT NULL, -- of the event in the machine
	side TEXT NOT NULL CHECK (side IN ('us', 'them')), -- whose act
	happened TEXT NOT NULL, -- day or moment, as the law counts
	recorded TEXT NOT NULL, -- moment in UTC, as the audit counts
	codes TEXT NOT NULL, -- coded fields, "name=code" lines, sorted
	prev BLOB NOT NULL CHECK (length(prev) = 32), -- hash of seq - 1
	hash BLOB NOT NULL CHECK (length(hash) = 32) -- over all of this
) STRICT;
CREATE INDEX event_request ON event (request, seq);

-- What an event is committed to: a hash over a salt and the payload.
CREATE TABLE commitment (
	seq INTEGER NOT NULL REFERENCES event (seq), -- of which event
	ord INTEGER NOT NULL, -- order within the event, from 1
	what TEXT NOT NULL, -- event, document, exhibit
	hash BLOB NOT NULL CHECK (length(hash) = 32), -- salted SHA-256
	PRIMARY KEY (seq, ord)
) STRICT, WITHOUT ROWID;

-- The bytes that may name a person; a missing row was erased.
CREATE TABLE payload (
	seq INTEGER NOT NULL, -- of which commitment
	ord INTEGER NOT NULL, -- of which commitment
	salt BLOB NOT NULL CHECK (length(salt) = 32), -- random, its own
	bytes BLOB NOT NULL, -- XML: event, request or exhibit
	PRIMARY KEY (seq, ord),
	FOREIGN KEY (seq, ord) REFERENCES commitment (seq, ord)
) STRICT;

-- Revisions of the request's XML; the bytes are a payload.
CREATE TABLE document (
	request INTEGER NOT NULL REFERENCES request (id), -- of which request
	revision INTEGER NOT NULL, -- from 1
	seq INTEGER NOT NULL, -- event that brought it
	ord INTEGER NOT NULL, -- commitment of that event
	PRIMARY KEY (request, revision),
	FOREIGN KEY (seq, ord) REFERENCES commitment (seq, ord)
) STRICT, WITHOUT ROWID;

-- Files in exhibits/; title and name are a payload.
CREATE TABLE exhibit (
	request INTEGER NOT NULL REFERENCES request (id), -- of which request
	id TEXT NOT NULL, -- E-0001
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64), -- and file name
	sha512 TEXT NOT NULL CHECK (length(sha512) = 128), -- of the same
	bytes INTEGER NOT NULL, -- size
	seq INTEGER NOT NULL, -- event that brought it
	ord INTEGER NOT NULL, -- commitment of that event
	PRIMARY KEY (request, id),
	FOREIGN KEY (seq, ord) REFERENCES commitment (seq, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX exhibit_sha256 ON exhibit (sha256);

-- Bundles that went out or came in.
CREATE TABLE message (
	uid TEXT PRIMARY KEY, -- urn:uuid of the message
	request INTEGER NOT NULL REFERENCES request (id), -- of which request
	direction TEXT NOT NULL CHECK (direction IN ('out', 'in')), -- which way
	type TEXT NOT NULL, -- message type of the workflow
	manifest TEXT NOT NULL, -- SHA-256 of manifest-sha256.txt
	seq INTEGER NOT NULL REFERENCES event (seq) -- event that recorded it
) STRICT, WITHOUT ROWID;

-- Derived: where each request stands. Dropped and rebuilt from the journal.
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
	seq INTEGER NOT NULL -- journal number it was derived from
) STRICT;
CREATE INDEX request_now_open ON request_now (closed, waiting);

CREATE TRIGGER event_keep BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_stay BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER commitment_keep BEFORE UPDATE ON commitment
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER commitment_stay BEFORE DELETE ON commitment
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER payload_keep BEFORE UPDATE ON payload
BEGIN SELECT raise(ABORT, 'a payload is erased or kept, never changed'); END;
