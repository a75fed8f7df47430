-- 0007-exchange.sql - messages have a number, and some have to wait
-- SPDX-License-Identifier: Apache-2.0

-- The sender's running number of the messages about a request, from 1.  NULL:
-- it was sent by a program that did not number them.
ALTER TABLE message ADD COLUMN number INTEGER;
-- Numbers of earlier ones that did not arrive, and in whose place it stands.
ALTER TABLE message ADD COLUMN instead TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX message_number ON message (request, direction, number);

-- Bundles that came, lie in parked/ and are not in the journal (yet).
CREATE TABLE parked (
	manifest TEXT PRIMARY KEY, -- SHA-256 of manifest-sha256.txt; the file's name
	uid TEXT NOT NULL, -- urn:uuid of the message
	about TEXT NOT NULL, -- urn:uuid of the request, known here or not
	sender TEXT NOT NULL, -- authority that sent it
	type TEXT NOT NULL, -- message type of the workflow
	number INTEGER NOT NULL, -- the sender's number, 0 if it has none
	reached TEXT NOT NULL, -- day on which it reached us
	-- early: an earlier one is missing; refused: our history does not allow
	-- it; other: it contradicts one that was received; aside: somebody
	-- decided that it is not recorded
	why TEXT NOT NULL CHECK (why IN ('early', 'refused', 'other', 'aside')),
	what TEXT NOT NULL -- why, as a sentence
) STRICT, WITHOUT ROWID;
CREATE INDEX parked_about ON parked (about, number);
