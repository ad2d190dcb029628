/* SPDX-License-Identifier: Apache-2.0 */

/* A first map for a sheet that we have never seen: what its columns are called, in the languages
 * that observers of flights write in, and what kind of thing stands in them. It is a proposal, each
 * guess with its ground as a comment; the person corrects it, and the corrected map is what is kept
 * beside the sheet. Of the cells nothing is in it but the first and the last day. */
#include "base/csv.h"
#include "base/figure.h"
#include "base/fold.h"
#include "base/utc.h"
#include "ingest/ingest.h"
#include "ingest/plan.h"
#include "ingest/shut.h"
#include "ingest/table.h"
#include "pack/pack.h"

#include <inttypes.h>
#include <stdlib.h>

#define SAMPLE 100000 /* rows looked at */
#define TITLES                                                                                     \
    30 /* lines among which the header is looked for: a title and a remark may stand above it */

enum role {
    ROLE_NONE,
    ROLE_PRIVATE,
    ROLE_DATE,
    ROLE_FLIGHT,
    ROLE_REGISTRATION,
    ROLE_TYPE,
    ROLE_STATE,
    ROLE_DEP,
    ROLE_ARR,
    ROLE_NOTE,
    ROLE_FROM,
    ROLE_TO,
    ROLE_METHOD,
    ROLE_WAITING, /* from here on counts */
    ROLE_BOARDING,
    ROLE_ABOARD,
    ROLE_LEAVING,
    ROLE_EVERYBODY,
};

/** Folded words; a header has the role when one of them is among its words, or for `~` anywhere in
 * it. The first match holds. */
static const struct {
    enum role role;
    const char *words;
} synonyms[] = {
    {ROLE_DATE, "date day fecha datum jour дата ~날짜 ~일자 ~日期 ~日付"},
    {ROLE_FLIGHT, "flight flight_no flight_number flightno callsign call_sign vuelo vol flug "
                  "flugnummer рейс ~편명 ~航班"},
    {ROLE_REGISTRATION,
     "tail tail_number registration reg matricula immatriculation kennzeichen ~борт ~등록 ~机号"},
    {ROLE_TYPE,
     "aircraft aircraft_type actype type_of_aircraft avion flugzeug ~самолет ~기종 ~机型"},
    {ROLE_STATE, "status state estado statut stand zustand статус ~상태 ~状态"},
    {ROLE_METHOD,
     "method methode metodo how_counted count_method counting_method count_type ~метод ~방법"},
    {ROLE_FROM, "from origin orig from_airport departure_airport dep_airport origen origine "
                "herkunft откуда ~출발지 ~出发地"},
    {ROLE_TO, "to dest destination to_airport arrival_airport arr_airport destino ziel куда "
              "~도착지 ~目的地"},
    {ROLE_DEP, "dep_time departure_time std etd dep_local salida abflug вылет ~출발 ~起飞"},
    {ROLE_ARR,
     "arr_time arrival_time landing_time sta eta arr_local llegada ankunft прилет ~도착 ~到达"},
    {ROLE_DEP, "time hora heure uhrzeit время ~시간"},
    {ROLE_NOTE,
     "note notes remark remarks comment comments nota notas bemerkung примечание ~비고 ~备注"},
    {ROLE_WAITING, "waiting queue esperando warteten ~ожида ~대기"},
    {ROLE_BOARDING,
     "on boarded boarding embarked pickup pickups suben embarcados einstieg ~посад ~탑승"},
    {ROLE_LEAVING,
     "off deplaned disembarked dropoff dropoffs bajan desembarcados ausstieg ~высад ~하차"},
    {ROLE_EVERYBODY, "passengers pax pasajeros passagers passagiere пассажиры ~승객"},
    {ROLE_ABOARD, "people persons returnees deportees detainees migrants count headcount aboard "
                  "total personas personnes personen "
                  "anzahl люди людей человек ~인원 ~人数"},
};

struct guessed {
    const char *name; /* as the map must write it: with #2 on a repeat */
    size_t number;    /* from 1 */
    enum role role;
    const char *what; /* ROLE_PRIVATE: what it names */
    size_t filled, figures, times, places, dates[4], bad_dmy, bad_mdy;
    struct {
        int32_t first, last, before;
        size_t n;
        int64_t
            steps; /* days from row to row, summed: read the wrong way round a log leaps from month to month */
    } days[4]; /* by style */
};

static bool word_in(struct arena *a, struct span header, struct span word) {
    bool anywhere = word.p[0] == '~';

    if (anywhere) word.p++, word.n--;
    word = fold_name(a, word);
    for (size_t i = 0; word.n && i + word.n <= header.n; i++) {
        size_t end = i + word.n;

        if (memcmp(header.p + i, word.p, word.n) != 0) continue;
        if (anywhere ||
            ((i == 0 || header.p[i - 1] == '_') && (end == header.n || header.p[end] == '_')))
            return true;
    }
    return false;
}

static enum role role_of(struct arena *a, struct span header) {
    struct span folded = fold_name(a, header);

    for (size_t i = 0; i < sizeof synonyms / sizeof synonyms[0]; i++)
        for (const char *p = synonyms[i].words; *p;) {
            size_t n = strcspn(p, " ");

            if (word_in(a, folded, (struct span){p, n})) return synonyms[i].role;
            p += n + (p[n] == ' ');
        }
    return ROLE_NONE;
}

/** Three numbers with / . or - between: what speaks against day first, and against month first. */
static void look_at_numbers(struct span s, struct guessed *g) {
    int part[3] = {0}, k = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9' && part[k] < 1000)
            part[k] = part[k] * 10 + (s.p[i] - '0');
        else if (k < 2)
            k++;
        else
            return;
    }
    if (k != 2 || part[2] < 1900) return;
    g->dates[DATES_DMY]++;
    g->dates[DATES_MDY]++;
    if (part[1] > 12) g->bad_dmy++;
    if (part[0] > 12) g->bad_mdy++;
}

static void look_at_days(struct arena *a, struct span cell, struct guessed *g) {
    struct err e;
    int32_t day;

    for (int style = 0; style < 4; style++) {
        if (plan_day(a, (enum plan_dates)style, cell, &day, &e) < 0) continue;
        if (!g->days[style].n || day < g->days[style].first) g->days[style].first = day;
        if (!g->days[style].n || day > g->days[style].last) g->days[style].last = day;
        if (g->days[style].n++) g->days[style].steps += labs((long)day - g->days[style].before);
        g->days[style].before = day;
    }
}

static void look(struct arena *a, struct span cell, struct guessed *g) {
    struct err e;
    int32_t day;
    size_t commas = 0, blanks = 0, digits = 0;
    struct figure figure;

    cell = span_trim(cell);
    if (sheet_missing(cell)) return;
    g->filled++;
    for (size_t i = 0; i < cell.n; i++) {
        commas += cell.p[i] == ',', blanks += cell.p[i] == ' ';
        digits += cell.p[i] >= '0' && cell.p[i] <= '9';
    }
    g->figures += figure_read(cell, &figure, &e) == 0;
    g->times += digits >= 3 && cell.n <= 11 && memchr(cell.p, ':', cell.n) != NULL;
    g->places += !digits && cell.n >= 3 && cell.n <= 60;
    if (g->role == ROLE_DATE || g->role == ROLE_NONE) look_at_days(a, cell, g);
    if (utc_date_read(cell, &day, &e) == 0)
        g->dates[DATES_ISO]++;
    else if (commas && blanks >= 2 && cell.n < 40)
        g->dates[DATES_WORDS]++;
    else if (cell.n <= 10)
        look_at_numbers(cell, g);
}

static struct guessed *first(struct guessed *g, size_t n, enum role role) {
    for (size_t i = 0; i < n; i++)
        if (g[i].role == role) return &g[i];
    return NULL;
}

static enum plan_dates style_of(const struct guessed *g, const char **ground) {
    *ground = "as its cells have them";
    if (g->dates[DATES_ISO] * 2 >= g->filled) return DATES_ISO;
    if (g->dates[DATES_WORDS] * 2 >= g->filled) return DATES_WORDS;
    if (g->bad_dmy > g->bad_mdy) return DATES_MDY;
    if (g->bad_mdy > 0) return DATES_DMY;
    *ground = "CHECK: no cell says whether day or month comes first";
    if (g->days[DATES_DMY].steps == g->days[DATES_MDY].steps) return DATES_DMY;
    *ground = "CHECK: no cell says whether day or month comes first; this way the rows follow each "
              "other sooner";
    return g->days[DATES_MDY].steps < g->days[DATES_DMY].steps ? DATES_MDY : DATES_DMY;
}

/** A word of theirs, quoted so that YAML takes it as it is: JSON's quoting is a part of YAML's. */
static void quoted(struct buf *b, const char *s) {
    json_t *v = json_string(s);
    char *text = v ? json_dumps(v, JSON_ENCODE_ANY) : NULL;

    buf_puts(b, text ? text : "\"\"");
    free(text);
    json_decref(v);
}

static void column_line(struct buf *b, const char *ours, const struct guessed *g) {
    if (!g) return;
    buf_printf(b, "      %s: ", ours);
    quoted(b, g->name);
    buf_printf(b, "  # column %zu\n", g->number);
}

static void write_head(struct buf *b, const struct table *t, int64_t header,
                       const struct guessed *date, struct guessed *g, size_t n) {
    static const char *const styles[] = {"iso", "dmy", "mdy", "words"};
    const char *ground = "no column of dates was found";
    enum plan_dates style = date ? style_of(date, &ground) : DATES_ISO;
    size_t listed = 0;

    buf_puts(
        b,
        "# A map proposed from the header and first rows of a sheet. Check every line, mend it, "
        "and give it with --map.\n"
        "# Columns that no line names are not read. docs/FORMATS.md, \"Maps\", has the language.\n"
        "map: 1\nfile:\n");
    if (!t->book)
        buf_printf(b, "  separator: \"%s\"\n", t->sep == '\t' ? "tab" : (char[]){t->sep, 0});
    buf_printf(b, "  header: %" PRId64 "\n  dates: %s  # %s\n", header, styles[style], ground);
    buf_puts(b, "ignore:  # never read: they name persons, contacts or devices\n");
    for (size_t i = 0; i < n; i++) {
        if (g[i].role != ROLE_PRIVATE) continue;
        buf_puts(b, "  - ");
        quoted(b, g[i].name);
        buf_printf(b, "  # column %zu: %s\n", g[i].number, g[i].what);
        listed++;
    }
    if (!listed) buf_puts(b, "  []\n");
}

/** A column that a template can name: `{name}`. */
static bool nameable(const struct guessed *g) {
    return g && !strpbrk(g->name, "{}|");
}

static bool is_place(const struct guessed *g) {
    return nameable(g) && g->places && g->places * 2 >= g->filled;
}

/** Both ends of a flight, where the sheet has columns for them: each pair is a corridor. */
struct ends {
    const char *from, *to; /* names of columns, or both NULL */
};

static struct ends ends_of(struct guessed *g, size_t n) {
    const struct guessed *from = first(g, n, ROLE_FROM), *to = first(g, n, ROLE_TO);

    return is_place(from) && is_place(to) ? (struct ends){from->name, to->name}
                                          : (struct ends){NULL, NULL};
}

/** `ours: "{theirs|filter}"`. */
static void template_line(struct buf *b, const char *ours, const char *theirs, const char *filter) {
    struct buf text = {0};

    buf_printf(&text, "{%s%s%s}", theirs, *filter ? "|" : "", filter);
    buf_printf(b, "      %s: ", ours);
    quoted(b, text.p);
    buf_puts(b, "\n");
    buf_fini(&text);
}

/** Which corridor a row is of: `ours` is the column of our sheet. */
static void corridor_line(struct buf *b, const char *ours, struct ends ends) {
    struct buf name = {0};

    if (ends.from) buf_printf(&name, "{%s|slug}-{%s|slug}", ends.from, ends.to);
    buf_printf(b, "      %s: ", ours);
    quoted(b, ends.from ? name.p : "CORRIDOR");
    buf_puts(b, "\n");
    buf_fini(&name);
}

/** Constants that the sheet does not hold: said in full, to be replaced; and the corridors, of its columns where it has both ends. */
static void write_corridors(struct buf *b, struct guessed *g, size_t n,
                            const struct guessed *date) {
    const char *ground;
    enum plan_dates style = style_of(date, &ground);
    struct ends ends = ends_of(g, n);

    buf_puts(b, "once:  # rows that the sheet does not have; replace what stands here\n"
                "  - sheet: sources\n    set: {id: sheet, label: \"the sheet's author, under a "
                "pseudonym\", kind: observer}\n");
    if (ends.from) buf_puts(b, "emit:\n");
    buf_puts(b, "  - sheet: corridors\n    set:\n");
    corridor_line(b, "id", ends);
    if (ends.from) {
        template_line(b, "origin", ends.from, "");
        template_line(b, "destination", ends.to, "");
    } else {
        buf_puts(b, "      origin: ORIGIN\n      destination: DESTINATION\n");
    }
    buf_puts(b, "      direction: outbound  # CHECK: outbound or inbound\n");
    if (date->days[style].n)
        buf_printf(b,
                   "      from: %s  # CHECK: the first day in the sheet, and the last: the "
                   "estimate is of the days between\n"
                   "      to: %s\n",
                   utc_date_text(date->days[style].first).s,
                   utc_date_text(date->days[style].last).s);
    else
        buf_puts(b, "      from: 2000-01-01  # CHECK: the period that is asked about\n      to: "
                    "2099-12-31\n");
    if (!ends.from) buf_puts(b, "emit:\n");
}

static const struct guessed *times_of(struct guessed *g, size_t n, enum role role) {
    for (size_t i = 0; i < n; i++)
        if (g[i].role == role && g[i].times && g[i].times * 2 >= g[i].filled) return &g[i];
    return NULL;
}

static void write_flight(struct buf *b, struct guessed *g, size_t n, const struct guessed *date) {
    const struct guessed *state = first(g, n, ROLE_STATE);

    buf_puts(b, "  - sheet: flights\n    set:\n");
    corridor_line(b, "corridor", ends_of(g, n));
    buf_puts(b, "      source: sheet\n");
    if (!state) buf_puts(b, "      state: seen  # CHECK: no column says whether it flew\n");
    if (!state && first(g, n, ROLE_REGISTRATION))
        buf_puts(b,
                 "      seen_what: aircraft  # CHECK: aircraft, boarding, or board: a board alone "
                 "shows no flight\n");
    buf_puts(b, "    columns:\n");
    column_line(b, "date", date);
    column_line(b, "flight", first(g, n, ROLE_FLIGHT));
    column_line(b, "registration", first(g, n, ROLE_REGISTRATION));
    column_line(b, "type", first(g, n, ROLE_TYPE));
    column_line(b, "dep_time", times_of(g, n, ROLE_DEP));
    column_line(b, "arr_time", times_of(g, n, ROLE_ARR));
    column_line(b, "note", first(g, n, ROLE_NOTE));
    column_line(b, "state", state);
    if (state)
        buf_puts(
            b, "    values:\n      state: {flown: operated, departed: operated, landed: operated, "
               "scheduled: announced,\n"
               "        canceled: cancelled, planned: announced}  # CHECK: their words to ours\n");
}

/** The number of a count: taken apart, since observers write ranges and words into one cell. */
static void figure_lines(struct buf *b, const struct guessed *c) {
    static const char *const parts[] = {"low", "best", "high", "wording"};

    for (size_t i = 0; i < 4; i++) template_line(b, parts[i], c->name, parts[i]);
}

static bool is_count(const struct guessed *g) {
    return g->role >= ROLE_WAITING && g->figures && g->figures * 2 >= g->filled;
}

/* How observers call their methods; the first that fits. */
#define METHODS                                                                                    \
    "    values:\n      method: {\"*partial*\": partial, \"*at least*\": partial, \"*vehicle*\": " \
    "proxy, \"*convoy*\": proxy,\n"                                                                \
    "        \"*bus*\": proxy, \"*van*\": proxy, \"*average*\": neighbour, \"*similar*\": "        \
    "neighbour, \"*manifest*\": manifest,\n"                                                       \
    "        \"*list*\": manifest, \"*official*\": official, \"*eye*\": eye, \"*visual*\": eye, "  \
    "\"*estimate*\": eye, \"*guess*\": eye,\n"                                                     \
    "        \"*count*\": counted}  # CHECK: their words to ours\n"

static void write_count(struct buf *b, struct guessed *g, size_t n, const struct guessed *date,
                        const struct guessed *c) {
    static const char *const stages[] = {"waiting", "boarding", "aboard", "leaving", "aboard"};
    const struct guessed *method = first(g, n, ROLE_METHOD), *twin = first(g, n, c->role);

    buf_puts(b, "  - sheet: counts\n    when: {");
    quoted(b, c->name);
    buf_puts(b, ": present}  # empty is unknown, never 0\n    set:\n");
    corridor_line(b, "corridor", ends_of(g, n));
    buf_puts(b, "      source: sheet\n");
    if (!method)
        buf_puts(b, "      method: counted  # CHECK: counted, partial, eye, proxy, official or "
                    "manifest?\n");
    buf_printf(
        b, "      of: %s  # CHECK: concern, the people of concern only, or all who were there\n",
        c->role == ROLE_EVERYBODY ? "all" : "concern");
    buf_printf(b, "      stage: %s  # from the name of column %zu", stages[c->role - ROLE_WAITING],
               c->number);
    if (is_count(twin) && twin != c)
        buf_printf(b, "; CHECK: column %zu says the same: keep one of the two", twin->number);
    buf_putc(b, '\n');
    if (nameable(c)) figure_lines(b, c);
    buf_puts(b, "    columns:\n");
    column_line(b, "date", date);
    column_line(b, "flight", first(g, n, ROLE_FLIGHT));
    if (!nameable(c)) column_line(b, "best", c);
    column_line(b, "method", method);
    if (method) buf_puts(b, METHODS);
}

static struct guessed *read_header(struct arena *a, const struct table *t) {
    struct guessed *g = ARENA_ARRAY(a, struct guessed, t->n);

    for (size_t i = 0; i < t->n; i++) {
        struct span name = arena_span(a, span_trim(t->cell[i])), folded = fold_name(a, name);
        size_t nth = 1;

        for (size_t k = 0; k < i && t->n <= 256; k++)
            nth += span_eq(fold_name(a, span_of(g[k].name)), folded);
        g[i] = (struct guessed){.name = name.p, .number = i + 1, .what = sheet_private(a, name)};
        if (nth > 1 && nth < 10) g[i].name = arena_printf(a, "%s#%zu", name.p, nth);
        g[i].role = !folded.n ? ROLE_NONE : g[i].what ? ROLE_PRIVATE : role_of(a, name);
    }
    return g;
}

/** The table of a file: a CSV, or the first sheet of a workbook. */
static int open_table(struct arena *a, const char *path, struct table *t, struct err *e) {
    static const struct pack_limits limits = {.members = 4096,
                                              .member_bytes = (size_t)256 << 20,
                                              .total_bytes = (size_t)256 << 20,
                                              .ratio = 200};
    struct xlsx_book *book = ARENA_NEW(a, struct xlsx_book);
    struct span bytes;
    int rc;

    if ((rc = pack_file(a, path, CSV_FILE_BYTES, &bytes, e)) < 0) return rc;
    if (bytes.n < 4 || memcmp(bytes.p, "PK\x03\x04", 4) != 0) {
        return shut_csv(a, bytes, 0, SAMPLE + 1, t, e);
    }
    if ((rc = shut_book(a, bytes, &limits, book, e)) < 0) return rc;
    if (!book->n) return err_set(e, RC_SYNTAX, "has no sheet");
    table_xlsx(t, a, &book->sheet[0]);
    return 0;
}

static void write_map(struct buf *b, const struct table *t, int64_t header, struct guessed *g,
                      size_t n, const struct guessed *date) {
    write_head(b, t, header, date, g, n);
    write_corridors(b, g, n, date);
    write_flight(b, g, n, date);
    for (size_t i = 0; i < n; i++)
        if (is_count(&g[i])) write_count(b, g, n, date, &g[i]);
    for (size_t i = 0; i < n; i++)
        if (g[i].role == ROLE_NONE && *g[i].name)
            buf_printf(b, "# column %zu is not used\n", g[i].number);
}

/** The column of dates: of those that are called so the one of which most cells are dates, else one of nothing but dates in our own style. */
static struct guessed *date_column(struct guessed *g, size_t n) {
    struct guessed *best = NULL;
    size_t most = 0;

    for (size_t i = 0; i < n; i++) {
        bool iso = g[i].filled && g[i].dates[DATES_ISO] == g[i].filled;
        size_t dates = iso ? g[i].filled + 1 : 0; /* before one of the same days in words */

        for (int style = 0; style < 4; style++)
            if (g[i].days[style].n > dates) dates = g[i].days[style].n;
        if (g[i].role != ROLE_DATE && (best || !iso)) continue;
        if (best && best->role == ROLE_DATE && (g[i].role != ROLE_DATE || dates <= most)) continue;
        best = &g[i], most = dates;
    }
    if (best) best->role = ROLE_DATE;
    return best;
}

/** How many columns of a row are called something that we know, if one of them is a date: 0 no header. */
static size_t known_columns(const struct guessed *g, size_t n) {
    size_t known = 0;
    bool date = false;

    for (size_t i = 0; i < n; i++) known += g[i].role != ROLE_NONE, date |= g[i].role == ROLE_DATE;
    return date ? known : 0;
}

/** The line of the header: of the first lines the one with most columns that we know, else the first.
 *  @return 0; RC_SEALED: a row for each person; else as the table. */
static int header_line(struct arena *a, struct table *t, int64_t *line, struct err *e) {
    size_t best = 0, known;
    int rc;

    *line = 0;
    for (size_t i = 0; i < TITLES && (rc = table_next(t, e)) != 0; i++) {
        if (rc < 0 && i == 0) return rc;
        if (rc < 0) continue;
        if (sheet_per_person(a, t->cell, t->n))
            return err_set(e, RC_SEALED, "has a row for each person: it is not read at all");
        known = known_columns(read_header(a, t), t->n);
        if (i == 0 || known > best) *line = t->line, best = known;
    }
    return *line ? 0 : err_set(e, RC_SYNTAX, "is empty");
}

/** Opens the table and leaves it behind its header, *g what the columns are called.
 *  @return as open_table and header_line. */
static int find_header(struct arena *a, const char *path, struct table *t, struct guessed **g,
                       struct err *e) {
    int64_t line;
    int rc;

    if ((rc = open_table(a, path, t, e)) < 0 || (rc = header_line(a, t, &line, e)) < 0 ||
        (rc = open_table(a, path, t, e)) < 0)
        return rc;
    do {
        if ((rc = table_next(t, e)) == 0) return err_set(e, RC_SYNTAX, "is empty");
    } while (rc < 0 || t->line != line);
    *g = read_header(a, t);
    return 0;
}

int ingest_map_guess(struct arena *a, const char *path, struct span *yaml, struct err *e) {
    struct guessed *g = NULL, *date;
    struct buf b = {0};
    struct arena work;
    struct table t;
    int64_t header = 1;
    size_t n = 0;
    int rc;

    arena_init(&work, (size_t)4 << 30);
    if ((rc = find_header(&work, path, &t, &g, e)) < 0) goto out;
    header = t.line;
    n = t.n;
    for (size_t rows = 0; rows < SAMPLE && (rc = table_next(&t, e)) != 0; rows++)
        for (size_t i = 0; rc > 0 && i < t.n && i < n; i++)
            if (g[i].role != ROLE_PRIVATE) look(&work, t.cell[i], &g[i]);
    date = date_column(g, n);
    if (!date) {
        rc = err_set(e, RC_SYNTAX,
                     "no column of dates was found: write the map by hand (docs/FORMATS.md, Maps)");
        goto out;
    }
    write_map(&b, &t, header, g, n, date);
    *yaml = arena_span(a, buf_span(&b));
    rc = 0;
out:
    buf_fini(&b);
    arena_fini(&work);
    return rc;
}
