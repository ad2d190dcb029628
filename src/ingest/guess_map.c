/* SPDX-License-Identifier: Apache-2.0 */

/* The map that was guessed, written with the ground of each line as a comment. */
#include "base/utc.h"
#include "ingest/guess_in.h"

#include <inttypes.h>
#include <stdlib.h>

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

/** Which tabs: said where the first is not all of them. */
static void write_tabs(struct buf *b, const struct guess *q) {
    if (q->of < 2) return;
    buf_puts(b, "  tabs: [");
    for (size_t i = 0; i < q->ntabs; i++) {
        buf_puts(b, i ? ", " : "");
        quoted(b, q->tab[i]);
    }
    buf_printf(b,
               "]  # CHECK: of %zu tabs those with this header; flights that stand in two of them "
               "count twice\n",
               q->of);
}

static void write_head(struct buf *b, const struct guess *q) {
    static const char *const styles[] = {"iso", "dmy", "mdy", "words"};
    const char *ground;
    enum plan_dates style = style_of(q->date, &ground);
    size_t listed = 0;

    buf_puts(
        b,
        "# A map proposed from the header and first rows of a sheet. Check every line, mend it, "
        "and give it with --map.\n"
        "# Columns that no line names are not read. docs/FORMATS.md, \"Maps\", has the language.\n"
        "map: 1\nfile:\n");
    if (q->sep)
        buf_printf(b, "  separator: \"%s\"\n", q->sep == '\t' ? "tab" : (char[]){q->sep, 0});
    write_tabs(b, q);
    buf_printf(b, "  header: %" PRId64 "\n  dates: %s  # %s\n", q->header, styles[style], ground);
    buf_puts(b, "ignore:  # never read: they name persons, contacts or devices\n");
    for (size_t i = 0; i < q->n; i++) {
        if (q->column[i].role != ROLE_PRIVATE) continue;
        buf_puts(b, "  - ");
        quoted(b, q->column[i].name);
        buf_printf(b, "  # column %zu: %s\n", q->column[i].number, q->column[i].what);
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

static bool is_count(const struct guessed *g) {
    return g->role >= ROLE_WAITING && g->figures && g->figures * 2 >= g->filled;
}

static bool counts(const struct guess *q, enum role role) {
    for (size_t i = 0; i < q->n; i++)
        if (q->column[i].role == role && is_count(&q->column[i])) return true;
    return false;
}

/** A sheet kept at one field, of those who leave an aircraft and those who board it: each stop is a flight in and a flight out. */
static bool is_of_stops(const struct guess *q) {
    return !ends_of(q->column, q->n).from && counts(q, ROLE_BOARDING) && counts(q, ROLE_LEAVING);
}

/** Which corridor a row is of: `ours` is the column of our sheet. */
static void corridor_line(struct buf *b, const char *ours, const struct guess *q, bool in) {
    struct ends ends = ends_of(q->column, q->n);
    struct buf name = {0};

    if (ends.from)
        buf_printf(&name, "{%s|slug}-{%s|slug}", ends.from, ends.to);
    else
        buf_puts(&name, !is_of_stops(q) ? "CORRIDOR" : in ? "IN" : "OUT");
    buf_printf(b, "      %s: ", ours);
    quoted(b, name.p);
    buf_puts(b, "\n");
    buf_fini(&name);
}

static void write_corridor(struct buf *b, const struct guess *q, bool in) {
    const char *ground;
    enum plan_dates style = style_of(q->date, &ground);
    struct ends ends = ends_of(q->column, q->n);
    bool stops = is_of_stops(q);

    buf_puts(b, "  - sheet: corridors\n    set:\n");
    corridor_line(b, "id", q, in);
    if (ends.from) {
        template_line(b, "origin", ends.from, "");
        template_line(b, "destination", ends.to, "");
    } else {
        buf_printf(b, "      origin: %s\n      destination: %s\n", stops && !in ? "HERE" : "ORIGIN",
                   in ? "HERE" : "DESTINATION");
    }
    buf_printf(b, "      direction: %s\n",
               in      ? "inbound"
               : stops ? "outbound"
                       : "outbound  # CHECK: outbound or inbound");
    if (q->date->days[style].n)
        buf_printf(b,
                   "      from: %s  # CHECK: the first day in the sheet, and the last: the "
                   "estimate is of the days between\n"
                   "      to: %s\n",
                   utc_date_text(q->date->days[style].first).s,
                   utc_date_text(q->date->days[style].last).s);
    else
        buf_puts(b, "      from: 2000-01-01  # CHECK: the period that is asked about\n      to: "
                    "2099-12-31\n");
}

/** Columns that count at the same stage: each may be another's count of the same people. */
static size_t twins(const struct guess *q, const struct guessed *c) {
    size_t n = 0;

    for (size_t i = 0; i < q->n; i++) n += q->column[i].role == c->role && is_count(&q->column[i]);
    return n;
}

/** Constants that the sheet does not hold: said in full, to be replaced; and the corridors, of its columns where it has both ends. */
static void write_once(struct buf *b, const struct guess *q) {
    bool ends = ends_of(q->column, q->n).from;

    buf_puts(b, "once:  # rows that the sheet does not have; replace what stands here\n"
                "  - sheet: sources\n    set: {id: sheet, label: \"the sheet's author, under a "
                "pseudonym\", kind: observer}\n");
    for (size_t i = 0; i < q->n; i++) {
        const struct guessed *c = &q->column[i];

        if (!is_count(c) || twins(q, c) < 2) continue;
        buf_printf(b, "  - sheet: sources\n    set: {id: column-%zu, label: ", c->number);
        quoted(b, c->name);
        buf_puts(b, ", kind: observer}  # CHECK: who counted; the same people: one source\n");
    }
    if (ends) buf_puts(b, "emit:\n");
    if (is_of_stops(q)) buf_puts(b, "  # a stop of an aircraft is a flight in and a flight out\n");
    write_corridor(b, q, false);
    if (is_of_stops(q)) write_corridor(b, q, true);
    if (!ends) buf_puts(b, "emit:\n");
}

static const struct guessed *times_of(struct guessed *g, size_t n, enum role role) {
    for (size_t i = 0; i < n; i++)
        if (g[i].role == role && g[i].times && g[i].times * 2 >= g[i].filled) return &g[i];
    return NULL;
}

/** A column of remarks, and not of figures that are called so. */
static const struct guessed *remarks(struct guessed *g, size_t n) {
    const struct guessed *note = first(g, n, ROLE_NOTE);

    return note && note->figures * 2 < note->filled ? note : NULL;
}

static void write_flight(struct buf *b, const struct guess *q, bool in) {
    struct guessed *g = q->column;
    size_t n = q->n;
    const struct guessed *state = first(g, n, ROLE_STATE);

    buf_puts(b, "  - sheet: flights\n    set:\n");
    corridor_line(b, "corridor", q, in);
    buf_puts(b, "      source: sheet\n");
    if (!state) buf_puts(b, "      state: seen  # CHECK: no column says whether it flew\n");
    if (!state && first(g, n, ROLE_REGISTRATION))
        buf_puts(b,
                 "      seen_what: aircraft  # CHECK: aircraft, boarding, or board: a board alone "
                 "shows no flight\n");
    buf_puts(b, "    columns:\n");
    column_line(b, "date", q->date);
    column_line(b, "flight", first(g, n, ROLE_FLIGHT));
    column_line(b, "registration", first(g, n, ROLE_REGISTRATION));
    column_line(b, "type", first(g, n, ROLE_TYPE));
    column_line(b, "dep_time", times_of(g, n, ROLE_DEP));
    column_line(b, "arr_time", times_of(g, n, ROLE_ARR));
    column_line(b, "note", remarks(g, n));
    column_line(b, "state", state);
    if (state)
        buf_puts(
            b, "    values:\n      state: {flown: operated, departed: operated, landed: operated, "
               "scheduled: announced,\n"
               "        canceled: cancelled, planned: announced, arrived: operated, completed: "
               "operated, expected: announced}  # CHECK: their words to ours\n");
}

/** The number of a count: taken apart, since observers write ranges and words into one cell. */
static void figure_lines(struct buf *b, const struct guessed *c) {
    static const char *const parts[] = {"low", "best", "high", "wording"};

    for (size_t i = 0; i < 4; i++) template_line(b, parts[i], c->name, parts[i]);
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

static void write_count(struct buf *b, const struct guess *q, const struct guessed *c) {
    static const char *const stages[] = {"waiting", "boarding", "aboard", "leaving", "aboard"};
    const struct guessed *method = first(q->column, q->n, ROLE_METHOD);
    size_t same = twins(q, c);

    buf_puts(b, "  - sheet: counts\n    when: {");
    quoted(b, c->name);
    buf_puts(b, ": present}  # empty is unknown, never 0\n    set:\n");
    corridor_line(b, "corridor", q, c->role == ROLE_LEAVING);
    if (same > 1)
        buf_printf(
            b,
            "      source: column-%zu  # CHECK: of %zu columns for one stage each is a voice "
            "of its own; of parts and their total keep the total\n",
            c->number, same);
    else
        buf_puts(b, "      source: sheet\n");
    if (!method)
        buf_puts(b, "      method: counted  # CHECK: counted, partial, eye, proxy, official or "
                    "manifest?\n");
    buf_printf(
        b, "      of: %s  # CHECK: concern, the people of concern only, or all who were there\n",
        c->role == ROLE_EVERYBODY ? "all" : "concern");
    buf_printf(b, "      stage: %s  # from the name of column %zu\n",
               stages[c->role - ROLE_WAITING], c->number);
    if (nameable(c)) figure_lines(b, c);
    buf_puts(b, "    columns:\n");
    column_line(b, "date", q->date);
    column_line(b, "flight", first(q->column, q->n, ROLE_FLIGHT));
    if (!nameable(c)) column_line(b, "best", c);
    column_line(b, "method", method);
    if (method) buf_puts(b, METHODS);
}

void guess_write(struct buf *b, const struct guess *q) {
    write_head(b, q);
    write_once(b, q);
    write_flight(b, q, false);
    if (is_of_stops(q)) write_flight(b, q, true);
    for (size_t i = 0; i < q->n; i++)
        if (is_count(&q->column[i])) write_count(b, q, &q->column[i]);
    for (size_t i = 0; i < q->n; i++)
        if (q->column[i].role == ROLE_NONE && *q->column[i].name)
            buf_printf(b, "# column %zu is not used\n", q->column[i].number);
}
