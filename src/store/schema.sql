-- SPDX-License-Identifier: Apache-2.0
-- The case file. Two halves: the enduring tables, which nothing can make again, and the derived ones, which `headcount rebuild` drops
-- and makes again from them. Every change of either half raises user_version; migrations concern the enduring half only.
--
-- On opening, the text of every object in the file is compared with this one, so no trigger or view of a stranger ever runs.
--
-- Keys are 32 bytes: an author is an Ed25519 public key once the case signs, and random before. Hashes are SHA-256, 32 bytes in BLOB
-- columns, 64 lower-case hex digits in TEXT columns. Unknown is NULL, never 0. Dates are 2023-10-30, times 09:05, both local to the place
-- that the column names; instants are UTC milliseconds and end in _ms.

PRAGMA application_id = 0x68636e74; -- "hcnt"
PRAGMA user_version = 3;

-- ENDURING

-- The ledger (docs/LEDGER.md). Without rowid and without a second index, so that there is one copy of each entry and no index that could
-- tell another story than the table.
CREATE TABLE entry (
    author BLOB NOT NULL CHECK (length(author) = 32),   -- whose chain
    seq INTEGER NOT NULL CHECK (seq >= 1),              -- place in that chain, from 1 without gaps
    kind TEXT NOT NULL CHECK (kind <> ''),              -- case, file, row, bad, refused, withdraw, map
    body TEXT NOT NULL,                                 -- canonical JSON object, at most 1 MiB
    prev BLOB NOT NULL CHECK (length(prev) = 32),       -- hash of the entry before; zeros for the first
    hash BLOB NOT NULL CHECK (length(hash) = 32),       -- over author, seq, prev, kind, body
    PRIMARY KEY (author, seq)
) STRICT, WITHOUT ROWID;

-- Guards against our own mistakes. (Against an enemy the hashes stand: whoever has the file can drop a trigger.)
CREATE TRIGGER entry_follows BEFORE INSERT ON entry
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM entry WHERE author = NEW.author), 0)
BEGIN SELECT RAISE(ABORT, 'an entry comes after the last one of its chain'); END;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;

-- One signature over the head of a chain for each transaction.
CREATE TABLE seal (
    author BLOB NOT NULL,                               -- whose chain, and the key that verifies
    seq INTEGER NOT NULL,                               -- the head: every entry up to here is signed
    head BLOB NOT NULL CHECK (length(head) = 32),       -- hash of that entry
    signature BLOB NOT NULL CHECK (length(signature) = 64), -- Ed25519
    PRIMARY KEY (author, seq),
    FOREIGN KEY (author, seq) REFERENCES entry (author, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER seal_stays BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'a seal is never changed'); END;
CREATE TRIGGER seal_kept BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'a seal is never deleted'); END;

-- Attachments by content. What must stay readable for custodians only is kept as a box in the vault, not here.
CREATE TABLE blob (
    sha256 BLOB NOT NULL PRIMARY KEY CHECK (length(sha256) = 32), -- of the bytes
    bytes INTEGER NOT NULL CHECK (bytes >= 0),          -- how many
    media TEXT,                                         -- type by content: image/jpeg
    data BLOB CHECK (data IS NULL OR length(data) = bytes), -- the bytes, when kept inside (at most 16 MiB) ...
    path TEXT,                                          -- ... or where they are, relative to the case file's folder
    CHECK ((data IS NULL) <> (path IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER blob_stays BEFORE UPDATE OF sha256, bytes ON blob BEGIN SELECT RAISE(ABORT, 'a blob is named by its content'); END;
CREATE TRIGGER blob_kept BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'a blob is never deleted'); END;

-- What can be forgotten: the only enduring table whose rows may be deleted. The body of an entry holds the commitment; without salt and
-- box it says nothing, and the chain still verifies.
CREATE TABLE vault (
    commitment BLOB NOT NULL PRIMARY KEY CHECK (length(commitment) = 32), -- SHA-256(salt || box)
    salt BLOB NOT NULL CHECK (length(salt) = 32),       -- random
    box BLOB NOT NULL,                                  -- the value, padded to its bucket, readable for the custodians only
    bucket INTEGER NOT NULL CHECK (bucket > 0),         -- padded size of the value in bytes, so that its length does not show
    custodians BLOB NOT NULL CHECK (length(custodians) >= 32 AND length(custodians) % 32 = 0), -- their public keys, one after another
    author BLOB NOT NULL,                               -- the entry that holds the commitment: chain ...
    seq INTEGER NOT NULL,                               -- ... and place
    FOREIGN KEY (author, seq) REFERENCES entry (author, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER vault_stays BEFORE UPDATE ON vault BEGIN SELECT RAISE(ABORT, 'a box is never changed'); END;

-- Of this copy of the case; never merged.
CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,                      -- author: the chain that this copy appends to (64 hex digits)
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- DERIVED

DROP TABLE IF EXISTS estimate;
DROP TABLE IF EXISTS finding;
DROP TABLE IF EXISTS observation;
DROP TABLE IF EXISTS leg;
DROP TABLE IF EXISTS slot;
DROP TABLE IF EXISTS track;
DROP TABLE IF EXISTS legs_given;
DROP TABLE IF EXISTS coverage;
DROP TABLE IF EXISTS weigh;
DROP TABLE IF EXISTS hypothesis;
DROP TABLE IF EXISTS rule;
DROP TABLE IF EXISTS claim;
DROP TABLE IF EXISTS count;
DROP TABLE IF EXISTS flight;
DROP TABLE IF EXISTS schedule;
DROP TABLE IF EXISTS aircraft;
DROP TABLE IF EXISTS corridor;
DROP TABLE IF EXISTS source;
DROP TABLE IF EXISTS line;

-- The rows in force: of each key the latest, unless it was withdrawn.
CREATE TABLE line (
    row_id TEXT NOT NULL PRIMARY KEY CHECK (length(row_id) = 64), -- SHA-256 of sheet and row: the row's name
    sheet TEXT NOT NULL,                                -- sources, corridors, aircraft, schedules, flights, counts, claims, rules, hypotheses, weighs, coverage, legs, tracks
    key TEXT NOT NULL UNIQUE,                           -- rows of one key are versions of one another
    body TEXT NOT NULL,                                 -- the cells: canonical JSON {column: value ...}
    line INTEGER,                                       -- line in its file, header is 1
    author BLOB NOT NULL,                               -- the entry that holds it: chain ...
    seq INTEGER NOT NULL                                -- ... and place
) STRICT, WITHOUT ROWID;

-- One typed table for each sheet. row_id, author and seq name the entry of each row.

CREATE TABLE source (
    row_id TEXT NOT NULL PRIMARY KEY REFERENCES line,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,                                   -- short name; a pseudonym when it is a person
    label TEXT NOT NULL,                                -- what the reader of a report may know of it
    kind TEXT NOT NULL CHECK (kind IN ('video', 'photo', 'press', 'official', 'observer', 'timetable', 'database', 'analyst', 'expert')),
    root TEXT,                                          -- id of the source where the information began; NULL: here
    reliability TEXT CHECK (reliability IN ('A', 'B', 'C', 'D', 'E', 'F')), -- Admiralty code; F cannot be judged
    link TEXT,                                          -- web address, or a word for where it is kept; never fetched
    published TEXT,                                     -- date
    language TEXT,                                      -- of the original
    note TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE corridor (
    row_id TEXT NOT NULL PRIMARY KEY REFERENCES line,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,                                   -- short name: VVO-FNJ
    origin TEXT NOT NULL,                               -- ICAO or IATA code, or a place's name
    destination TEXT NOT NULL,                          -- the same
    direction TEXT NOT NULL CHECK (direction IN ('outbound', 'inbound')), -- outbound takes the people of concern away
    "group" TEXT,                                       -- who they are, in general words
    "from" TEXT NOT NULL,                               -- first day that the case asks about
    "to" TEXT NOT NULL,                                 -- last day, included
    note TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE aircraft (
    row_id TEXT NOT NULL PRIMARY KEY REFERENCES line,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT,                                            -- the same on each row of one aircraft
    registration TEXT,                                  -- as painted on it
    icao24 TEXT,                                        -- six upper-case hex digits of its address
    type TEXT NOT NULL,                                 -- Tu-204
    operator TEXT,
    seats INTEGER CHECK (seats >= 0),                   -- by this source; the lower figure of two
    seats_high INTEGER CHECK (seats_high >= 0),         -- the higher figure, when it gives two
    source TEXT,                                        -- id of the source
    note TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE schedule (
    row_id TEXT NOT NULL PRIMARY KEY REFERENCES line,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT,
    corridor TEXT NOT NULL,                             -- id of the corridor
    flight TEXT,                                        -- flight number
    days TEXT NOT NULL,                                 -- days of operation at the origin, ascending digits, 1 Monday: 15
    dep_time TEXT,                                      -- local time of the origin
    arr_time TEXT,                                      -- local time of the destination
    "from" TEXT NOT NULL,                               -- first day of validity
    "to" TEXT NOT NULL,                                 -- last day, included
    "except" TEXT,                                      -- days on which it does not run: JSON array of dates
    type TEXT,                                          -- aircraft type announced
    operator TEXT,
    seats INTEGER CHECK (seats >= 0),                   -- announced
    source TEXT,                                        -- id of the source
    note TEXT
) STRICT, WITHOUT ROWID;

-- What a source says of one flight. Several rows speak of the same one; each state holds for itself.
CREATE TABLE flight (
    row_id TEXT NOT NULL PRIMARY KEY REFERENCES line,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT,
    corridor TEXT NOT NULL,                             -- id of the corridor
    date TEXT NOT NULL,                                 -- local date of departure
    flight TEXT,                                        -- flight number
    registration TEXT,                                  -- of the aircraft
    type TEXT,                                          -- aircraft type
    state TEXT NOT NULL CHECK (state IN ('announced', 'seen', 'tracked', 'operated', 'cancelled', 'unknown')),
    seen_what TEXT CHECK (seen_what IN ('board', 'aircraft', 'boarding')), -- for seen; a board proves the announcement only
    dep_time TEXT,                                      -- local time of the origin
    arr_time TEXT,                                      -- local time of the destination
    reason TEXT CHECK (reason IN ('not_watched', 'source_down', 'blocked', 'refused', 'watched_nothing')), -- for unknown: why
    source TEXT NOT NULL,                               -- id of the source
    note TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE count (
    row_id TEXT NOT NULL PRIMARY KEY REFERENCES line,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT,
    corridor TEXT NOT NULL,                             -- id of the corridor
    date TEXT,                                          -- local date of departure of the flight counted ...
    "from" TEXT,                                        -- ... or first day of a period ...
    "to" TEXT,                                          -- ... and its last, included
    flight TEXT,                                        -- flight number
    method TEXT NOT NULL CHECK (method IN ('counted', 'partial', 'eye', 'proxy', 'official', 'manifest', 'seats', 'neighbour', 'claimed')),
    low INTEGER CHECK (low >= 0),                       -- people
    best INTEGER CHECK (best >= 0),                     -- people; 0: somebody looked, and there was nobody
    high INTEGER CHECK (high >= 0),                     -- people
    "of" TEXT CHECK ("of" IN ('all', 'concern')),       -- everybody, or the people of concern only
    stage TEXT CHECK (stage IN ('waiting', 'boarding', 'aboard', 'leaving')),
    wording TEXT CHECK (wording IN ('exact', 'about', 'at_least', 'at_most')), -- how the source puts it
    visible INTEGER CHECK (visible BETWEEN 0 AND 1000), -- share of the group that could be seen, in thousandths
    reason TEXT CHECK (reason IN ('not_watched', 'source_down', 'blocked', 'refused', 'not_applicable')), -- why there is no number
    source TEXT NOT NULL,                               -- id of the source
    note TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
    row_id TEXT NOT NULL PRIMARY KEY REFERENCES line,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    speaker TEXT NOT NULL,                              -- office or pseudonym of who says it
    source TEXT NOT NULL,                               -- id of the source where it can be read
    channel TEXT,                                       -- how it came to the source
    made_on TEXT NOT NULL,                              -- date on which it was said
    "from" TEXT,                                        -- first day of the period that it speaks of
    "to" TEXT,                                          -- last day, included
    corridor TEXT,                                      -- id of the corridor that it speaks of
    low INTEGER,                                        -- quantity claimed, in the unit; a share in percent
    quantity INTEGER,
    high INTEGER,
    unit TEXT CHECK (unit IN ('person-movements', 'people', 'flights', 'seats', 'share')),
    hedge TEXT,                                         -- the words of doubt
    text TEXT NOT NULL,                                 -- the statement, short
    credibility TEXT CHECK (credibility IN ('1', '2', '3', '4', '5', '6')), -- Admiralty code; 6 cannot be judged
    status TEXT CHECK (status IN ('standing', 'disputed', 'retracted')), -- NULL: standing
    note TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE rule (
    row_id TEXT NOT NULL PRIMARY KEY REFERENCES line,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,                                   -- UNSCR2397-8
    document TEXT NOT NULL,                             -- resolution, law or contract
    paragraph TEXT,                                     -- where in it
    text TEXT NOT NULL,                                 -- what it demands, in its own words
    "from" TEXT,                                        -- first day in force
    "until" TEXT,                                       -- deadline, or last day in force
    who TEXT NOT NULL,                                  -- whom it binds
    exemptions TEXT,
    source TEXT,                                        -- id of the source
    sourced TEXT CHECK (sourced IN ('yes', 'copy', 'no')), -- checked against the document, a copy, or from memory
    note TEXT
) STRICT, WITHOUT ROWID;

-- Rival explanations, and how consistent evidence is with each.
CREATE TABLE hypothesis (
    row_id TEXT NOT NULL PRIMARY KEY REFERENCES line,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    prior INTEGER CHECK (prior BETWEEN 0 AND 1000),     -- before this evidence, in thousandths; NULL: all alike
    note TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE weigh (
    row_id TEXT NOT NULL PRIMARY KEY REFERENCES line,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    hypothesis TEXT NOT NULL,                           -- id
    evidence TEXT NOT NULL,                             -- id of a row, SHEET:ID, a row name, finding:ID
    absent TEXT CHECK (absent IN ('yes')),              -- yes: it was looked for and is missing
    mark TEXT NOT NULL CHECK (mark IN ('CC', 'C', 'N', 'I', 'II', 'NA')),
    likelihood INTEGER CHECK (likelihood BETWEEN 0 AND 1000), -- of the evidence if it were true, in thousandths
    "by" TEXT,                                          -- who judges
    note TEXT
) STRICT, WITHOUT ROWID;

-- Which days somebody watched. Only complete and watching support "not seen".
CREATE TABLE coverage (
    row_id TEXT NOT NULL PRIMARY KEY REFERENCES line,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT,
    corridor TEXT,                                      -- id of the corridor; NULL: all
    source TEXT NOT NULL,                               -- id of the source
    "from" TEXT NOT NULL,                               -- first day, UTC
    "to" TEXT NOT NULL,                                 -- last day, included
    state TEXT NOT NULL CHECK (state IN ('complete', 'partial', 'suspect', 'absent', 'failed', 'not_fetched', 'watching', 'kept_away')),
    what TEXT NOT NULL CHECK (what IN ('adsb', 'board', 'apron', 'gate')),
    note TEXT
) STRICT, WITHOUT ROWID;

-- Legs that somebody brought. What came of them stands in `leg`.
CREATE TABLE legs_given (
    row_id TEXT NOT NULL PRIMARY KEY REFERENCES line,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    icao24 TEXT NOT NULL,                               -- six upper-case hex digits
    registration TEXT,
    type TEXT,                                          -- designator
    callsign TEXT,                                      -- as sent
    off_utc TEXT,                                       -- take-off: 2023-10-30T02:20:11Z
    off_airport TEXT,                                   -- code or name
    off_status TEXT NOT NULL CHECK (off_status IN ('seen', 'inferred', 'lost', 'edge')),
    on_utc TEXT,                                        -- landing
    on_airport TEXT,
    on_status TEXT NOT NULL CHECK (on_status IN ('seen', 'inferred', 'lost', 'edge')),
    confidence INTEGER CHECK (confidence BETWEEN 0 AND 1000), -- thousandths
    candidates TEXT,                                    -- other airports, in words
    points INTEGER CHECK (points >= 0),
    gap_max_s INTEGER CHECK (gap_max_s >= 0),
    source TEXT                                         -- id of the source
) STRICT, WITHOUT ROWID;

-- Positions of one airframe from one file; the points are a blob (docs/FORMATS.md, "Points"). A long track is in several rows.
CREATE TABLE track (
    row_id TEXT NOT NULL PRIMARY KEY REFERENCES line,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    file TEXT NOT NULL CHECK (length(file) = 64),       -- SHA-256 of the file, or of the list of a folder
    blob TEXT NOT NULL CHECK (length(blob) = 64),       -- SHA-256 of the points
    format TEXT,                                        -- of the file
    source TEXT NOT NULL,                               -- id of the source
    icao24 TEXT NOT NULL,                               -- six upper-case hex digits, with ~ before an address that is not ICAO's
    registration TEXT,
    type TEXT,                                          -- designator
    points INTEGER NOT NULL CHECK (points >= 0),
    from_ms INTEGER,                                    -- first point, UTC milliseconds
    to_ms INTEGER,                                      -- last point
    cover_from_ms INTEGER,                              -- from when on the file would have it; NULL: not known
    cover_to_ms INTEGER,                                -- until when
    dense INTEGER CHECK (dense IN (0, 1))               -- 1: the receivers there are many
) STRICT, WITHOUT ROWID;

-- What the modules to the right of the ledger find out. `rows` is a JSON array of the row_ids that a row rests on, ascending.

CREATE TABLE slot (
    id TEXT NOT NULL PRIMARY KEY,                       -- VVO-FNJ 2023-10-30 JS272
    corridor TEXT NOT NULL,                             -- id of the corridor
    date TEXT NOT NULL,                                 -- local date of departure
    flight TEXT,                                        -- flight number
    schedule TEXT REFERENCES line,                      -- row_id of the timetable line; NULL: nobody announced it
    dep_ms INTEGER,                                     -- scheduled departure, UTC milliseconds
    clock TEXT NOT NULL CHECK (clock IN ('ok', 'unknown', 'twice', 'never')), -- what the local clock did at that time
    state TEXT NOT NULL CHECK (state IN ('announced', 'seen', 'tracked', 'operated', 'cancelled', 'unknown')),
    rows TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Flights of aircraft, from `track` and `legs_given`.
CREATE TABLE leg (
    id TEXT NOT NULL PRIMARY KEY,                       -- "L" and 12 hex digits of SHA-256 of the canonical {"icao24", "off_ms", "on_ms"}
    icao24 TEXT NOT NULL,                               -- six upper-case hex digits, with ~ before an address that is not ICAO's
    registration TEXT,
    type TEXT,                                          -- designator
    callsign TEXT,                                      -- as sent
    off_ms INTEGER,                                     -- take-off, UTC milliseconds
    on_ms INTEGER,                                      -- landing
    off_airport TEXT,                                   -- ICAO code
    on_airport TEXT,
    off_status TEXT NOT NULL CHECK (off_status IN ('seen', 'inferred', 'lost', 'edge')),
    on_status TEXT NOT NULL CHECK (on_status IN ('seen', 'inferred', 'lost', 'edge')),
    confidence REAL,                                    -- that it is one flight, and one at all
    points INTEGER,                                     -- positions in the air that it rests on
    gap_max_s INTEGER,                                  -- longest silence in it
    corridor TEXT,                                      -- id of the corridor that it flew
    slot TEXT REFERENCES slot,                          -- the chance that it was; NULL: none
    cost REAL,                                          -- of that match
    rows TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which row speaks of which slot.
CREATE TABLE observation (
    slot TEXT NOT NULL REFERENCES slot,
    row_id TEXT NOT NULL REFERENCES line,               -- of flights or counts
    alternatives INTEGER NOT NULL CHECK (alternatives >= 0), -- how many other slots it could have meant
    PRIMARY KEY (slot, row_id)
) STRICT, WITHOUT ROWID;

-- What does not add up, and which rule applies.
CREATE TABLE finding (
    id TEXT NOT NULL PRIMARY KEY,                       -- the check and what it is about
    level TEXT NOT NULL CHECK (level IN ('note', 'warning', 'error')),
    text TEXT NOT NULL,                                 -- one sentence
    rows TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE estimate (
    corridor TEXT NOT NULL,                             -- id of the corridor
    part TEXT NOT NULL,                                 -- total, a month 2023-10, or the id of a slot
    median INTEGER NOT NULL,                            -- person-movements
    mean REAL NOT NULL,
    lo INTEGER NOT NULL,                                -- ends of the interval
    hi INTEGER NOT NULL,
    level REAL NOT NULL CHECK (level > 0 AND level < 1), -- of the interval
    inputs TEXT NOT NULL,                               -- SHA-256 of the rows in force that it was made from
    rows TEXT NOT NULL,
    PRIMARY KEY (corridor, part)
) STRICT, WITHOUT ROWID;
