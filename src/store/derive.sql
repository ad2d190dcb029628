-- SPDX-License-Identifier: Apache-2.0
-- From entries to the rows in force, and from those to the typed tables. Everything is inserted in order of row_id, so that the same entries
-- give the same tables.

-- "Latest" is the larger clock and, between chains of one clock, the larger author: an order that does not depend on who merged what first.
-- The clock of an entry is its seq, and what the joins before it in its chain add (docs/LEDGER.md, "Chains of several authors"). A row is in
-- force when it is the latest of its key and nothing later withdrew it. An older version does not come back when the newer one is withdrawn.
--
-- A source that was withdrawn (`forget`, docs/LEDGER.md) stays so, whatever a later import or a merge brings: no row that names it is in
-- force, and of its own rows only the one that its tombstone names.
INSERT INTO line (row_id, sheet, key, body, line, author, seq)
WITH joined AS MATERIALIZED (
    SELECT author, seq, max(body ->> '$.after', 0) AS after FROM entry WHERE kind = 'join'
), forgotten (source, row_id) AS MATERIALIZED (
    SELECT body ->> '$.source', coalesce(body ->> '$.row_id', '') FROM entry WHERE kind = 'forget'
)
SELECT row_id, sheet, key, cells, line, author, seq
FROM (
    SELECT author, seq, kind, body ->> '$.row_id' AS row_id, body ->> '$.sheet' AS sheet, body ->> '$.key' AS key,
        body -> '$.row' AS cells, body ->> '$.line' AS line,
        row_number() OVER (PARTITION BY body ->> '$.row_id' ORDER BY clock DESC, author DESC) AS nth_of_row,
        row_number() OVER (PARTITION BY kind, body ->> '$.key' ORDER BY clock DESC, author DESC) AS nth_of_key
    FROM (
        SELECT author, seq, kind, body,
            seq + coalesce((SELECT max(after) FROM joined AS j WHERE j.author = e.author AND j.seq < e.seq), 0) AS clock
        FROM entry AS e
        WHERE kind IN ('row', 'withdraw') AND (NOT EXISTS (SELECT 1 FROM forgotten)
            OR (coalesce(body ->> '$.row.source', '') NOT IN (SELECT source FROM forgotten)
                AND (body ->> '$.sheet' <> 'sources' OR coalesce(body ->> '$.row.id', '') NOT IN (SELECT source FROM forgotten)
                    OR body ->> '$.row_id' IN (SELECT row_id FROM forgotten))))
    )
)
WHERE kind = 'row' AND nth_of_row = 1 AND nth_of_key = 1
ORDER BY row_id;

INSERT INTO source (row_id, author, seq, id, label, kind, root, reliability, link, published, language, note)
SELECT row_id, author, seq, body ->> '$.id', body ->> '$.label', body ->> '$.kind', body ->> '$.root', body ->> '$.reliability',
    body ->> '$.link', body ->> '$.published', body ->> '$.language', body ->> '$.note'
FROM line WHERE sheet = 'sources' ORDER BY row_id;

INSERT INTO corridor (row_id, author, seq, id, origin, destination, direction, "group", "from", "to", note)
SELECT row_id, author, seq, body ->> '$.id', body ->> '$.origin', body ->> '$.destination', body ->> '$.direction', body ->> '$.group',
    body ->> '$.from', body ->> '$.to', body ->> '$.note'
FROM line WHERE sheet = 'corridors' ORDER BY row_id;

INSERT INTO aircraft (row_id, author, seq, id, registration, icao24, type, operator, seats, seats_high, source, note)
SELECT row_id, author, seq, body ->> '$.id', body ->> '$.registration', body ->> '$.icao24', body ->> '$.type', body ->> '$.operator',
    body ->> '$.seats', body ->> '$.seats_high', body ->> '$.source', body ->> '$.note'
FROM line WHERE sheet = 'aircraft' ORDER BY row_id;

INSERT INTO schedule (row_id, author, seq, id, corridor, flight, days, dep_time, arr_time, "from", "to", "except", type, operator, seats,
    source, note)
SELECT row_id, author, seq, body ->> '$.id', body ->> '$.corridor', body ->> '$.flight', body ->> '$.days', body ->> '$.dep_time',
    body ->> '$.arr_time', body ->> '$.from', body ->> '$.to', body -> '$.except', body ->> '$.type', body ->> '$.operator',
    body ->> '$.seats', body ->> '$.source', body ->> '$.note'
FROM line WHERE sheet = 'schedules' ORDER BY row_id;

INSERT INTO flight (row_id, author, seq, id, corridor, date, flight, registration, type, state, seen_what, dep_time, arr_time, reason,
    source, note)
SELECT row_id, author, seq, body ->> '$.id', body ->> '$.corridor', body ->> '$.date', body ->> '$.flight', body ->> '$.registration',
    body ->> '$.type', body ->> '$.state', body ->> '$.seen_what', body ->> '$.dep_time', body ->> '$.arr_time', body ->> '$.reason',
    body ->> '$.source', body ->> '$.note'
FROM line WHERE sheet = 'flights' ORDER BY row_id;

INSERT INTO count (row_id, author, seq, id, corridor, date, "from", "to", flight, method, low, best, high, "of", stage, wording, visible,
    reason, source, note)
SELECT row_id, author, seq, body ->> '$.id', body ->> '$.corridor', body ->> '$.date', body ->> '$.from', body ->> '$.to',
    body ->> '$.flight', body ->> '$.method', body ->> '$.low', body ->> '$.best', body ->> '$.high', body ->> '$.of', body ->> '$.stage',
    body ->> '$.wording', body ->> '$.visible', body ->> '$.reason', body ->> '$.source', body ->> '$.note'
FROM line WHERE sheet = 'counts' ORDER BY row_id;

INSERT INTO claim (row_id, author, seq, id, speaker, source, channel, made_on, "from", "to", corridor, low, quantity, high, unit, hedge,
    text, credibility, status, note)
SELECT row_id, author, seq, body ->> '$.id', body ->> '$.speaker', body ->> '$.source', body ->> '$.channel', body ->> '$.made_on',
    body ->> '$.from', body ->> '$.to', body ->> '$.corridor', body ->> '$.low', body ->> '$.quantity', body ->> '$.high',
    body ->> '$.unit', body ->> '$.hedge', body ->> '$.text', body ->> '$.credibility', body ->> '$.status', body ->> '$.note'
FROM line WHERE sheet = 'claims' ORDER BY row_id;

INSERT INTO rule (row_id, author, seq, id, document, paragraph, text, "from", "until", who, exemptions, source, sourced, note)
SELECT row_id, author, seq, body ->> '$.id', body ->> '$.document', body ->> '$.paragraph', body ->> '$.text', body ->> '$.from',
    body ->> '$.until', body ->> '$.who', body ->> '$.exemptions', body ->> '$.source', body ->> '$.sourced', body ->> '$.note'
FROM line WHERE sheet = 'rules' ORDER BY row_id;

INSERT INTO hypothesis (row_id, author, seq, id, text, prior, note)
SELECT row_id, author, seq, body ->> '$.id', body ->> '$.text', body ->> '$.prior', body ->> '$.note'
FROM line WHERE sheet = 'hypotheses' ORDER BY row_id;

INSERT INTO weigh (row_id, author, seq, hypothesis, evidence, absent, mark, likelihood, "by", note)
SELECT row_id, author, seq, body ->> '$.hypothesis', body ->> '$.evidence', body ->> '$.absent', body ->> '$.mark',
    body ->> '$.likelihood', body ->> '$.by', body ->> '$.note'
FROM line WHERE sheet = 'weighs' ORDER BY row_id;

INSERT INTO coverage (row_id, author, seq, id, corridor, source, "from", "to", state, what, note)
SELECT row_id, author, seq, body ->> '$.id', body ->> '$.corridor', body ->> '$.source', body ->> '$.from', body ->> '$.to',
    body ->> '$.state', body ->> '$.what', body ->> '$.note'
FROM line WHERE sheet = 'coverage' ORDER BY row_id;

INSERT INTO legs_given (row_id, author, seq, icao24, registration, type, callsign, off_utc, off_airport, off_status, on_utc, on_airport,
    on_status, confidence, candidates, points, gap_max_s, source)
SELECT row_id, author, seq, body ->> '$.icao24', body ->> '$.registration', body ->> '$.type', body ->> '$.callsign',
    body ->> '$.off_utc', body ->> '$.off_airport', body ->> '$.off_status', body ->> '$.on_utc', body ->> '$.on_airport',
    body ->> '$.on_status', body ->> '$.confidence', body ->> '$.candidates', body ->> '$.points', body ->> '$.gap_max_s',
    body ->> '$.source'
FROM line WHERE sheet = 'legs' ORDER BY row_id;

INSERT INTO track (row_id, author, seq, file, blob, format, source, icao24, registration, type, points, from_ms, to_ms, cover_from_ms,
    cover_to_ms, dense)
SELECT row_id, author, seq, body ->> '$.file', body ->> '$.blob', body ->> '$.format', body ->> '$.source', body ->> '$.icao24',
    body ->> '$.registration', body ->> '$.type', body ->> '$.points', body ->> '$.from_ms', body ->> '$.to_ms',
    body ->> '$.cover_from_ms', body ->> '$.cover_to_ms', body ->> '$.dense'
FROM line WHERE sheet = 'tracks' ORDER BY row_id;
