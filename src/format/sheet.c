/* SPDX-License-Identifier: Apache-2.0 */

/* The sheets, as one table.
 *
 * Everything that shows, reads or writes a sheet walks this table: the importer, the empty workbook
 * with its drop-downs, the exports, the page, and docs/FORMATS.md, which a test compares with it. A
 * new column is one line here.
 *
 * What is missing on purpose: a column for a person's name, contact, device or exact stand. Whoever
 * saw something is a row of `sources` under a pseudonym; who that is does not belong into a case
 * (docs/SECURITY.md).
 *
 * `key` says which rows are versions of one another. Where a row has an `id`, the id alone is its
 * key, except that a key which itself names `id` is taken whole: an aircraft is listed once for
 * each source that gives it seats. */
#include "format/sheet.h"

#include <stdint.h>

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define MUST_HAVE .required = true
#define COLUMNS(array) .columns = (array), .n = sizeof(array) / sizeof(array)[0]

#define PEOPLE_MAX                                                                                 \
    100000 /* on one flight or in one period; above it a figure is a typing error or a claim */
#define CLAIM_MAX 1000000000

static const struct sheet_column sources[] = {
    {"id", CELL_ID, MUST_HAVE, .help = "short name of the source; a pseudonym when it is a person"},
    {"label", CELL_TEXT, MUST_HAVE, .help = "what the reader of a report may know of it"},
    {"kind", CELL_CHOICE, MUST_HAVE,
     .choices = WORDS("video", "photo", "press", "official", "observer", "timetable", "database",
                      "analyst", "expert"),
     .help = "what sort of source it is"},
    {"root", CELL_ID, .refers = "sources",
     .help = "the source where this information began; empty: it began here. Ten reposts of one "
             "clip have one root"},
    {"reliability", CELL_CHOICE, .choices = WORDS("A", "B", "C", "D", "E", "F"),
     .help = "Admiralty code of the source: A completely reliable ... E unreliable, F cannot be "
             "judged"},
    {"link", CELL_LINK, .help = "web address, or a word for where it is kept; never fetched"},
    {"published", CELL_DATE, .help = "date of publication"},
    {"language", CELL_TEXT, .help = "language of the original: ko, ru, en"},
    {"note", CELL_TEXT, .help = "anything else, without names of persons"},
};
static const char *const id_key[] = {"id", NULL};

static const struct sheet_column corridors[] = {
    {"id", CELL_ID, MUST_HAVE, .help = "short name, such as VVO-FNJ"},
    {"origin", CELL_PLACE, MUST_HAVE, .help = "where flights leave: ICAO or IATA code, or a name"},
    {"destination", CELL_PLACE, MUST_HAVE,
     .help = "where they arrive: ICAO or IATA code, or a name"},
    {"direction", CELL_CHOICE, MUST_HAVE, .choices = WORDS("outbound", "inbound"),
     .help = "as seen from where the people of concern stay: outbound takes them away"},
    {"group", CELL_TEXT, .help = "who the people of concern are, in general words: workers"},
    {"from", CELL_DATE, MUST_HAVE, .help = "first day that the case asks about"},
    {"to", CELL_DATE, MUST_HAVE, .help = "last day that the case asks about, included"},
    {"note", CELL_TEXT, .help = "anything else, without names of persons"},
};

static const struct sheet_column aircraft[] = {
    {"id", CELL_ID, .help = "short name; the same on each row of one aircraft"},
    {"registration", CELL_ID, .help = "as painted on it: P-632"},
    {"icao24", CELL_HEX,
     .help =
         "six hex digits of its address. Format the cells as text: a spreadsheet damages 4E1234"},
    {"type", CELL_TEXT, MUST_HAVE, .help = "type, as in the flights sheet: Tu-204"},
    {"operator", CELL_TEXT, .help = "airline or authority"},
    {"seats", CELL_INT, .lo = 0, .hi = 1000,
     .help = "seats by this source; the lower figure when it gives two"},
    {"seats_high", CELL_INT, .lo = 0, .hi = 1000, .help = "the higher figure when it gives two"},
    {"source", CELL_ID, .refers = "sources",
     .help = "who says so. One row for each source that differs"},
    {"note", CELL_TEXT, .help = "anything else, without names of persons"},
};
static const char *const aircraft_key[] = {"id",       "registration", "icao24", "type",
                                           "operator", "source",       NULL};

static const struct sheet_column schedules[] = {
    {"id", CELL_ID, .help = "short name, when the line needs one"},
    {"corridor", CELL_ID, MUST_HAVE, .refers = "corridors", .help = "which corridor it serves"},
    {"flight", CELL_ID, .help = "flight number: JS272"},
    {"days", CELL_DAYS, MUST_HAVE,
     .help = "days of operation at the departure place: Mon Fri, 15, 1...5.. or daily"},
    {"dep_time", CELL_TIME, .help = "departure, local time of the origin, HH:MM"},
    {"arr_time", CELL_TIME, .help = "arrival, local time of the destination, HH:MM"},
    {"from", CELL_DATE, MUST_HAVE, .help = "first day of validity"},
    {"to", CELL_DATE, MUST_HAVE, .help = "last day of validity, included"},
    {"except", CELL_DATES, .help = "days on which it does not run, apart by ; or blanks"},
    {"type", CELL_TEXT, .help = "aircraft type announced"},
    {"operator", CELL_TEXT, .help = "airline or authority"},
    {"seats", CELL_INT, .lo = 0, .hi = 1000, .help = "seats announced"},
    {"source", CELL_ID, .refers = "sources", .help = "who announces it"},
    {"note", CELL_TEXT, .help = "anything else, without names of persons"},
};
static const char *const schedules_key[] = {"corridor", "flight", "days", "from",
                                            "to",       "source", NULL};

static const struct sheet_column flights[] = {
    {"id", CELL_ID, .help = "short name, when the row needs one"},
    {"corridor", CELL_ID, MUST_HAVE, .refers = "corridors", .help = "which corridor"},
    {"date", CELL_DATE, MUST_HAVE, .help = "local date of departure"},
    {"flight", CELL_ID, .help = "flight number: JS272"},
    {"registration", CELL_ID, .help = "of the aircraft"},
    {"type", CELL_TEXT, .help = "aircraft type: Tu-204"},
    {"state", CELL_CHOICE, MUST_HAVE,
     .choices = WORDS("announced", "seen", "tracked", "operated", "cancelled", "unknown"),
     .help = "what this source says. One row for each state that holds: a board is not a flight"},
    {"seen_what", CELL_CHOICE, .choices = WORDS("board", "aircraft", "boarding"),
     .help = "for state seen: what was seen. A board proves the announcement only"},
    {"dep_time", CELL_TIME, .help = "departure, local time of the origin, HH:MM"},
    {"arr_time", CELL_TIME, .help = "arrival, local time of the destination, HH:MM"},
    {"reason", CELL_CHOICE,
     .choices = WORDS("not_watched", "source_down", "blocked", "refused", "watched_nothing"),
     .help = "for state unknown: why it is not known. watched_nothing: someone watched and saw no "
             "flight"},
    {"source", CELL_ID, MUST_HAVE, .refers = "sources", .help = "who says so"},
    {"note", CELL_TEXT, .help = "anything else, without names of persons"},
};
static const char *const flights_key[] = {"corridor",  "date",   "flight", "state",
                                          "seen_what", "source", NULL};

static const struct sheet_column counts[] = {
    {"id", CELL_ID, .help = "short name, when the row needs one"},
    {"corridor", CELL_ID, MUST_HAVE, .refers = "corridors", .help = "which corridor"},
    {"date", CELL_DATE, .help = "local date of departure of the flight counted; or from and to"},
    {"from", CELL_DATE, .help = "first day, for a figure over a period"},
    {"to", CELL_DATE, .help = "last day, included"},
    {"flight", CELL_ID, .help = "flight number, where several fly on that day"},
    {"method", CELL_CHOICE, MUST_HAVE,
     .choices = WORDS("counted", "partial", "eye", "proxy", "official", "manifest", "seats",
                      "neighbour", "claimed"),
     .help = "how the number came about. eye: a group judged at a glance; partial: only a part was "
             "visible"},
    {"low", CELL_INT, .lo = 0, .hi = PEOPLE_MAX, .help = "lowest number that the source allows"},
    {"best", CELL_INT, .lo = 0, .hi = PEOPLE_MAX,
     .help = "best number. Empty is unknown; 0 means: looked, and nobody"},
    {"high", CELL_INT, .lo = 0, .hi = PEOPLE_MAX, .help = "highest number that the source allows"},
    {"of", CELL_CHOICE, .choices = WORDS("all", "concern"),
     .help = "everybody, or the people of concern only. Empty: taken as all"},
    {"stage", CELL_CHOICE, .choices = WORDS("waiting", "boarding", "aboard", "leaving"),
     .help = "where they were: people waiting are not people boarding"},
    {"wording", CELL_CHOICE, .choices = WORDS("exact", "about", "at_least", "at_most"),
     .help = "how the source puts it"},
    {"visible", CELL_SHARE, .help = "share of the group that could be seen, 0 to 1 or in %"},
    {"men", CELL_INT, .lo = 0, .hi = PEOPLE_MAX,
     .help = "how many of them were men, when the source says so: a total, never a row for each"},
    {"women", CELL_INT, .lo = 0, .hi = PEOPLE_MAX, .help = "how many of them were women"},
    {"reason", CELL_CHOICE,
     .choices = WORDS("not_watched", "source_down", "blocked", "refused", "not_applicable"),
     .help = "why there is no number"},
    {"source", CELL_ID, MUST_HAVE, .refers = "sources", .help = "who says so"},
    {"note", CELL_TEXT, .help = "anything else, without names of persons"},
};
static const char *const counts_key[] = {"corridor", "date", "from",  "to",     "flight",
                                         "method",   "of",   "stage", "source", NULL};

static const struct sheet_column claims[] = {
    {"id", CELL_ID, MUST_HAVE, .help = "short name"},
    {"speaker", CELL_TEXT, MUST_HAVE,
     .help = "office or pseudonym of who says it; a public person may be named"},
    {"source", CELL_ID, MUST_HAVE, .refers = "sources", .help = "where it can be read"},
    {"channel", CELL_TEXT,
     .help = "how it came to the source: interview, statement, unnamed official"},
    {"made_on", CELL_DATE, MUST_HAVE, .help = "date on which it was said"},
    {"from", CELL_DATE, .help = "first day of the period that it speaks of"},
    {"to", CELL_DATE, .help = "last day of that period, included"},
    {"corridor", CELL_ID, .refers = "corridors", .help = "the corridor that it speaks of, if one"},
    {"flight", CELL_ID, .help = "flight number that it names"},
    {"mode", CELL_CHOICE, .choices = WORDS("air", "rail", "sea", "road", "all"),
     .help = "by what way people move in it; empty: by air"},
    {"low", CELL_INT, .lo = 0, .hi = CLAIM_MAX, .help = "lowest quantity claimed"},
    {"quantity", CELL_INT, .lo = 0, .hi = CLAIM_MAX,
     .help = "quantity claimed; a share in percent"},
    {"high", CELL_INT, .lo = 0, .hi = CLAIM_MAX, .help = "highest quantity claimed"},
    {"unit", CELL_CHOICE,
     .choices = WORDS("person-movements", "people", "flights", "seats", "share"),
     .help =
         "of what. The same person may fly twice: then two person-movements, one of the people"},
    {"measures", CELL_CHOICE, .choices = WORDS("one_way", "both_ways", "net", "stock"),
     .help = "one_way: all who left in one direction; both_ways: both added; net: less those who "
             "came back; stock: how many are somewhere on a day"},
    {"basis", CELL_TEXT,
     .help = "what it was computed from: ids of counts, claims and timetable lines, apart by "
             "blanks. Empty: not said, or not computed"},
    {"hedge", CELL_TEXT, .help = "the words of doubt: reportedly, may, is estimated"},
    {"text", CELL_TEXT, MUST_HAVE, .help = "the statement, short, in its own words"},
    {"credibility", CELL_CHOICE, .choices = WORDS("1", "2", "3", "4", "5", "6"),
     .help = "Admiralty code of the item: 1 confirmed ... 5 improbable, 6 cannot be judged"},
    {"status", CELL_CHOICE, .choices = WORDS("standing", "disputed", "retracted"),
     .help = "empty: standing"},
    {"about", CELL_ID, .refers = "claims", .help = "another claim that it has to do with"},
    {"relation", CELL_CHOICE,
     .choices = WORDS("translates", "repeats", "supports", "contradicts", "revises", "part_of"),
     .help = "what it does to that claim"},
    {"note", CELL_TEXT, .help = "anything else, without names of persons"},
};

static const struct sheet_column rules[] = {
    {"id", CELL_ID, MUST_HAVE, .help = "short name: UNSCR2397-8"},
    {"document", CELL_TEXT, MUST_HAVE, .help = "resolution, law or contract"},
    {"paragraph", CELL_TEXT, .help = "where in it"},
    {"text", CELL_TEXT, MUST_HAVE, .help = "what it demands, in its own words"},
    {"from", CELL_DATE, .help = "first day in force"},
    {"until", CELL_DATE, .help = "deadline, or last day in force"},
    {"who", CELL_TEXT, MUST_HAVE, .help = "whom it binds"},
    {"exemptions", CELL_TEXT, .help = "what it exempts"},
    {"protects", CELL_CHOICE, .choices = WORDS("exempts", "forbids"),
     .help = "exempts: a duty to return people leaves out those whose return is prohibited, "
             "refugees among them; forbids: it forbids returns itself. Empty: neither is recorded"},
    {"evidence", CELL_TEXT,
     .help = "what counts as evidence, apart by ; : stock, flights, movements, or in words what "
             "would. Empty: all that the case has"},
    {"source", CELL_ID, .refers = "sources", .help = "where it can be read"},
    {"sourced", CELL_CHOICE, .choices = WORDS("yes", "copy", "no"),
     .help = "yes: checked against the document; copy: against a copy; no: from memory"},
    {"note", CELL_TEXT, .help = "anything else, without names of persons"},
};

static const struct sheet_column hypotheses[] = {
    {"id", CELL_ID, MUST_HAVE, .help = "short name"},
    {"text", CELL_TEXT, MUST_HAVE, .help = "the explanation, as one sentence that may be wrong"},
    {"prior", CELL_SHARE,
     .help = "how likely it is before this evidence, 0.01 to 0.99; only together with those of the "
             "others. Empty: all alike"},
    {"note", CELL_TEXT, .help = "anything else, without names of persons"},
};

static const struct sheet_column weighs[] = {
    {"hypothesis", CELL_ID, MUST_HAVE, .refers = "hypotheses", .help = "which explanation"},
    {"evidence", CELL_TEXT, MUST_HAVE,
     .help = "id of a row (claims:k-100 where two sheets have the same id), a row name of 12 hex "
             "digits, or finding: and the id of a check"},
    {"absent", CELL_CHOICE, .choices = WORDS("yes"),
     .help = "yes: the evidence is that this was looked for, and is missing"},
    {"mark", CELL_CHOICE, MUST_HAVE, .choices = WORDS("CC", "C", "N", "I", "II", "NA"),
     .help =
         "if the explanation were true, the evidence is: CC very consistent, C consistent, N "
         "neutral, I inconsistent, II very inconsistent, NA not applicable. No row: not judged"},
    {"likelihood", CELL_SHARE,
     .help = "how likely this evidence would be if the explanation were true, 0.01 to 0.99"},
    {"by", CELL_TEXT, .help = "who judges: a pseudonym or office"},
    {"note", CELL_TEXT, .help = "why, with the rows that say so; without names of persons"},
};
static const char *const weighs_key[] = {"hypothesis", "evidence", "absent", "by", NULL};

static const struct sheet_column coverage[] = {
    {"id", CELL_ID, .help = "short name, when the row needs one"},
    {"corridor", CELL_ID, .refers = "corridors", .help = "which corridor; empty: all"},
    {"source", CELL_ID, MUST_HAVE, .refers = "sources", .help = "who watched"},
    {"from", CELL_DATE, MUST_HAVE, .help = "first day, UTC"},
    {"to", CELL_DATE, MUST_HAVE, .help = "last day, UTC, included"},
    {"state", CELL_CHOICE, MUST_HAVE,
     .choices = WORDS("complete", "partial", "suspect", "absent", "failed", "not_fetched",
                      "watching", "kept_away"),
     .help = "how well. Only complete (an archive that is all there) and watching (somebody was "
             "there all the time) let a flight that was not seen count as not flown"},
    {"what", CELL_CHOICE, MUST_HAVE, .choices = WORDS("adsb", "board", "apron", "gate"),
     .help = "what was watched: signals of aircraft, the board, the apron, the gate"},
    {"note", CELL_TEXT, .help = "why it is not complete; without names of persons"},
};
static const char *const coverage_key[] = {"corridor", "source", "from", "to", "what", NULL};

static const struct sheet_column legs[] = {
    {"icao24", CELL_HEX, MUST_HAVE, .help = "six hex digits of the aircraft's address"},
    {"registration", CELL_ID, .help = "as painted on it: P-632"},
    {"type", CELL_TEXT, .help = "type designator: T204"},
    {"callsign", CELL_ID, .help = "as sent: KOR272"},
    {"off_utc", CELL_INSTANT, .help = "take-off, UTC, 2023-10-30T02:20:11Z; empty: not known"},
    {"off_airport", CELL_PLACE, .help = "where from: ICAO code; empty: not known"},
    {"off_status", CELL_CHOICE, MUST_HAVE, .choices = WORDS("seen", "inferred", "lost", "edge"),
     .help = "how it is known. lost: it came into view in the air; edge: there the data begin"},
    {"on_utc", CELL_INSTANT, .help = "landing, UTC; empty: not known"},
    {"on_airport", CELL_PLACE, .help = "where to: ICAO code; empty: not known"},
    {"on_status", CELL_CHOICE, MUST_HAVE, .choices = WORDS("seen", "inferred", "lost", "edge"),
     .help = "how it is known. lost: it went out of view in the air; edge: there the data end"},
    {"confidence", CELL_SHARE, .help = "0 to 1 that it is one flight, and the whole of it"},
    {"candidates", CELL_TEXT,
     .help =
         "airports that an end may have been at, with weights; @ and where a lost end was heard"},
    {"points", CELL_INT, .lo = 0, .hi = CLAIM_MAX, .help = "positions that it rests on"},
    {"gap_max_s", CELL_INT, .lo = 0, .hi = CLAIM_MAX, .help = "longest silence in it, seconds"},
    {"source", CELL_ID, .loose = true, .refers = "sources",
     .help = "who heard it; empty, or no id of a source: that of the import"},
    {"flags", CELL_TEXT,
     .help =
         "what else is to be said of it: doubts, touch-and-go, silences by class, a possible stop"},
};
static const char *const legs_key[] = {"icao24", "off_utc", "on_utc", NULL};

static const struct sheet_column tracks[] = {
    {"file", CELL_TEXT, MUST_HAVE, .help = "SHA-256 of the file, or of the list of a folder"},
    {"blob", CELL_TEXT, MUST_HAVE, .help = "SHA-256 of the points (docs/FORMATS.md, Points)"},
    {"format", CELL_TEXT, .help = "of the file"},
    {"source", CELL_ID, MUST_HAVE, .refers = "sources", .help = "who heard it"},
    {"icao24", CELL_TEXT, MUST_HAVE, .help = "address, with ~ before one that is not ICAO's"},
    {"registration", CELL_TEXT, .help = "as the file has it"},
    {"type", CELL_TEXT, .help = "as the file has it"},
    {"points", CELL_INT, MUST_HAVE, .lo = 0, .hi = CLAIM_MAX, .help = "how many"},
    {"from_ms", CELL_INT, .lo = INT64_MIN, .hi = INT64_MAX, .help = "first point, UTC ms"},
    {"to_ms", CELL_INT, .lo = INT64_MIN, .hi = INT64_MAX, .help = "last point, UTC ms"},
    {"cover_from_ms", CELL_INT, .lo = INT64_MIN, .hi = INT64_MAX,
     .help = "from when on the file would have it; empty: not known"},
    {"cover_to_ms", CELL_INT, .lo = INT64_MIN, .hi = INT64_MAX,
     .help = "until when the file would have it; empty: not known"},
    {"dense", CELL_INT, .lo = 0, .hi = 1, .help = "1: the receivers there are many"},
};
static const char *const tracks_key[] = {"file", "icao24", "from_ms", NULL};

const struct sheet sheet_all[] = {
    {"sources", "Who or what says something. One row a source; persons under a pseudonym.",
     COLUMNS(sources), .key = id_key},
    {"corridors", "Ordered pairs of places, with the period that the case asks about.",
     COLUMNS(corridors), .key = id_key},
    {"aircraft",
     "Aircraft and types with their seats. One row for each source that gives a figure; figures "
     "that "
     "differ make a range. A flight has the seats of its aircraft, by a leg or by the registration "
     "in its row; else those announced; else those of its type.",
     COLUMNS(aircraft), .key = aircraft_key},
    {"schedules", "Timetable lines. Each makes announced flights, not flights.", COLUMNS(schedules),
     .key = schedules_key},
    {"flights", "Single flights and what is known of them, one row for each state and source.",
     COLUMNS(flights), .key = flights_key},
    {"counts",
     "People counted or estimated on a flight or over a period. Empty is unknown, never 0.",
     COLUMNS(counts), .key = counts_key},
    {"claims", "Statements with a speaker and usually a quantity. Never added to what was counted.",
     COLUMNS(claims), .key = id_key},
    {"rules", "Obligations with dates and exemptions.", COLUMNS(rules), .key = id_key},
    {"hypotheses", "Rival explanations. One row each; what speaks against them is in weighs.",
     COLUMNS(hypotheses), .key = id_key},
    {"weighs",
     "How consistent each piece of evidence is with each explanation, worked across: one row a "
     "pair.",
     COLUMNS(weighs), .key = weighs_key},
    {"coverage",
     "Which days a source watched, and how well. Without it nobody can say that no flight was "
     "seen.",
     COLUMNS(coverage), .key = coverage_key},
    {"legs", "Flights that aircraft were heard to make, as `headcount legs --csv` writes them.",
     COLUMNS(legs), .key = legs_key},
    {"tracks", "Positions of aircraft taken from files of flight signals.", COLUMNS(tracks),
     .hidden = true, .key = tracks_key},
};
const size_t sheet_count = sizeof sheet_all / sizeof sheet_all[0];
const size_t sheet_shown = sizeof sheet_all / sizeof sheet_all[0] - 1;

const struct sheet *sheet_find(struct span name) {
    for (size_t i = 0; i < sheet_count; i++)
        if (span_is(name, sheet_all[i].name)) return &sheet_all[i];
    return NULL;
}

const struct sheet *sheet_find_shown(struct span name) {
    const struct sheet *s = sheet_find(name);

    return s && !s->hidden ? s : NULL;
}

const struct sheet_column *sheet_column(const struct sheet *s, struct span name) {
    for (size_t i = 0; i < s->n; i++)
        if (span_is(name, s->columns[i].name)) return &s->columns[i];
    return NULL;
}
