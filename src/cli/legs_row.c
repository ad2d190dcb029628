/* SPDX-License-Identifier: Apache-2.0 */
/* A leg as a line: of CSV, of JSON, or the cells of a table. Lines wait, formatted, until all are
 * there: 60,000 aircraft have 100,000 legs, about 200 bytes each. */
#include "base/csv.h"
#include "base/num.h"
#include "cli/legs.h"
#include "flight/stash.h"
#include "geo/place.h"

#include <math.h>
#include <stdlib.h>

#define CELL "\x1f" /* between the cells of a table */
#define SHOWN 0.05  /* candidates below this weight are counted, not shown */

void legs_string(struct buf *b, const char *s) {
    if (!s) {
        buf_puts(b, "null");
        return;
    }
    buf_putc(b, '"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        if (c == '"' || c == '\\') {
            buf_putc(b, '\\');
            buf_putc(b, (char)c);
        } else if (c < 0x20 || c == 0x7f) {
            buf_printf(b, "\\u%04x", c);
        } else {
            buf_putc(b, (char)c);
        }
    }
    buf_putc(b, '"');
}

/* ---- what both have */

static const char *callsign_of(const struct leg *l) {
    size_t best = 0;

    for (size_t i = 1; i < l->ncallsign; i++)
        if (l->callsign[i].n > l->callsign[best].n) best = i;
    return l->ncallsign ? l->callsign[best].text : "";
}

static const char *airport_of(const struct leg_end *e) {
    if (e->place >= 0) return place_at((size_t)e->place)->icao;
    return e->off_field ? "unknown place" : "";
}

static void degrees(struct buf *b, double deg) {
    buf_putc(b, deg < 0 ? '-' : '+');
    num_fixed(b, fabs(deg), 3);
}

void legs_heard(struct buf *b, const char *which, bool any, double lat_deg, double lon_deg) {
    buf_printf(b, "%s%s@", any ? " " : b->n ? "; " : "", any ? "" : which);
    degrees(b, lat_deg);
    degrees(b, lon_deg);
}

static void candidates_of(struct buf *b, const char *which, const struct leg_end *e) {
    bool open = e->status == END_LOST || e->status == END_EDGE;
    size_t others = e->others;
    bool any = false;

    for (size_t i = 0; i < e->ncandidate; i++) {
        if (e->candidate[i].weight < SHOWN) {
            others++;
            continue;
        }
        buf_printf(b, "%s%s%s:",
                   any    ? " "
                   : b->n ? "; "
                          : "",
                   any ? "" : which, place_at((size_t)e->candidate[i].place)->icao);
        num_fixed(b, e->candidate[i].weight, 2);
        any = true;
    }
    if (any && others) buf_printf(b, " +%zu", others);
    if (open && e->lat != TRACK_NONE) legs_heard(b, which, any, e->lat * 1e-6, e->lon * 1e-6);
}

static struct utc_text utc(int64_t ms) {
    struct utc_text none = {""};

    return ms == CLEAN_NO_MS ? none : utc_instant_text(ms);
}

/* Bits of enum leg_flag. */
static const char *const flag_word[] = {"unseen",
                                        "integrity 0",
                                        "teleports",
                                        "jammed",
                                        "no ADS-B",
                                        "few points",
                                        "two aircraft at once on this address"};

/* ---- CSV */

static void cell(struct buf *b, const char *s) {
    csv_put_text(b, span_of(s));
    buf_putc(b, ',');
}

static void csv(struct buf *b, const struct line *c, const struct leg *l) {
    struct buf some = {0};

    buf_printf(b, "%s%06x,", c->track.other ? "~" : "", (unsigned)c->track.hex);
    cell(b, c->track.registration);
    cell(b, c->track.type);
    cell(b, callsign_of(l));
    cell(b, utc(l->from.ms).s);
    cell(b, airport_of(&l->from));
    cell(b, end_status_word(l->from.status));
    cell(b, utc(l->to.ms).s);
    cell(b, airport_of(&l->to));
    cell(b, end_status_word(l->to.status));
    num_fixed(b, l->confidence, 2);
    buf_putc(b, ',');
    candidates_of(&some, "off ", &l->from);
    candidates_of(&some, "on ", &l->to);
    cell(b, some.p ? some.p : "");
    buf_printf(b, "%zu,", l->n);
    num_fixed(b, l->longest_gap_s, 0);
    buf_putc(b, ',');
    buf_fini(&some);
}

static void item(struct buf *b, const char *what, const char *value) {
    buf_printf(b, "%s%s%s", b->n ? "; " : "", what, value);
}

/* What else is to be said of a leg, in words. */
static void flags_csv(struct buf *b, const struct leg *l) {
    size_t silence[GAP_UNKNOWN + 1] = {0};
    double stop = 0;

    for (size_t i = 0; i < sizeof flag_word / sizeof *flag_word; i++)
        if (l->flags >> i & 1) item(b, flag_word[i], "");
    if (l->ntouch) {
        item(b, "touch-and-go ", "");
        buf_printf(b, "%zu", l->ntouch);
    }
    for (size_t i = 0; i < l->ngap; i++) silence[l->gap[i].class]++;
    for (size_t i = GAP_NONE + 1; i <= GAP_UNKNOWN; i++) {
        if (!silence[i]) continue;
        item(b, "silence ", gap_word((enum gap_class)i));
        buf_printf(b, " %zu", silence[i]);
    }
    for (size_t i = 0; i < l->nstop; i++) stop = fmax(stop, l->stop[i].weight);
    if (l->nstop) {
        item(b, "stop possible ", "");
        num_fixed(b, stop, 2);
    }
    if (l->from.silence != GAP_NONE) item(b, "silence before: ", gap_word(l->from.silence));
    if (l->to.silence != GAP_NONE) item(b, "silence after: ", gap_word(l->to.silence));
}

/* Behind the source: the flags, and the end of the line. Few sets of words are most of all: one that a row shortly before has is kept once.
 * The last of the rows is the new one. */
static const char *tail_csv(struct legs_rows *rows, const struct leg *l) {
    const struct legs_row *row = rows->row.v;
    struct buf words = {0}, b = {0};
    const char *out = NULL;

    flags_csv(&words, l);
    buf_putc(&b, ',');
    csv_put_text(&b, buf_span(&words));
    buf_puts(&b, CSV_END);
    for (size_t i = rows->row.n - 1; i > 0 && i + 16 > rows->row.n && !out; i--)
        if (strcmp(row[i - 1].tail, b.p) == 0) out = row[i - 1].tail;
    if (!out) out = arena_dup(&rows->a, buf_span(&b));
    buf_fini(&words);
    buf_fini(&b);
    return out;
}

/* ---- JSON */

static void number(struct buf *b, const char *key, double x, int places) {
    buf_printf(b, ", \"%s\": ", key);
    if (isfinite(x))
        num_fixed(b, x, places);
    else
        buf_puts(b, "null");
}

static void text(struct buf *b, const char *key, const char *s) {
    buf_printf(b, ", \"%s\": ", key);
    legs_string(b, s && *s ? s : NULL);
}

static void flags(struct buf *b, unsigned set, const char *const *word, size_t n) {
    bool any = false;

    buf_putc(b, '[');
    for (size_t i = 0; i < n; i++)
        if (set >> i & 1) {
            buf_puts(b, any ? ", " : "");
            legs_string(b, word[i]);
            any = true;
        }
    buf_putc(b, ']');
}

static void end_json(struct buf *b, const char *key, const struct leg_end *e) {
    static const char *const reason[] = {"nearest", "glide",     "ahead", "behind",   "no service",
                                         "short",   "other end", "route", "schedule", "on ground"};

    buf_printf(b, ", \"%s\": {\"status\": \"%s\"", key, end_status_word(e->status));
    text(b, "utc", utc(e->ms).s);
    text(b, "low", utc(e->ms_low).s);
    text(b, "high", utc(e->ms_high).s);
    text(b, "airport", e->place >= 0 ? airport_of(e) : NULL);
    buf_printf(b, ", \"off_field\": %s", e->off_field ? "true" : "false");
    number(b, "confidence", e->confidence, 3);
    number(b, "p_ended", e->p_ended, 3);
    number(b, "lat", e->lat == TRACK_NONE ? (double)NAN : e->lat * 1e-6, 6);
    number(b, "lon", e->lon == TRACK_NONE ? (double)NAN : e->lon * 1e-6, 6);
    number(b, "alt_ft", e->alt_ft == TRACK_NONE ? (double)NAN : e->alt_ft, 0);
    text(b, "silence", gap_word(e->silence));
    number(b, "silence_s", e->silence_s, 0);
    buf_puts(b, ", \"candidates\": [");
    for (size_t i = 0; i < e->ncandidate; i++) {
        const struct end_candidate *c = &e->candidate[i];

        buf_printf(b, "%s{\"airport\": \"%s\"", i ? ", " : "", place_at((size_t)c->place)->icao);
        number(b, "weight", c->weight, 3);
        number(b, "distance_m", c->distance_m, 0);
        number(b, "height_ft", c->height_ft, 0);
        buf_puts(b, ", \"reasons\": ");
        flags(b, c->reason, reason, sizeof reason / sizeof *reason);
        buf_putc(b, '}');
    }
    buf_printf(b, "], \"others\": %zu", e->others);
    number(b, "unlisted", e->unlisted, 3);
    buf_putc(b, '}');
}

static void gaps_json(struct buf *b, const struct line *c, const struct leg *l) {
    buf_puts(b, ", \"gaps\": [");
    for (size_t i = 0; i < l->ngap; i++) {
        const struct gap *g = &l->gap[i];

        buf_printf(b, "%s{\"from\": \"%s\"", i ? ", " : "",
                   utc_instant_text(c->track.point[g->before].ms).s);
        text(b, "to", utc_instant_text(c->track.point[g->after].ms).s);
        text(b, "class", gap_word(g->class));
        number(b, "p_stop", g->p_stop, 3);
        number(b, "distance_m", g->distance_m, 0);
        number(b, "implied_kt", g->implied_kt, 0);
        buf_putc(b, '}');
    }
    buf_puts(b, "], \"stops\": [");
    for (size_t i = 0; i < l->nstop; i++) {
        bool any = false;

        buf_printf(b, "%s{\"gap\": %zu", i ? ", " : "", l->stop[i].gap);
        number(b, "p", l->stop[i].weight, 3);
        buf_puts(b, ", \"airports\": [");
        for (int k = 0; k < 3; k++)
            if (l->stop[i].place[k] >= 0) {
                buf_printf(b, "%s\"%s\"", any ? ", " : "",
                           place_at((size_t)l->stop[i].place[k])->icao);
                any = true;
            }
        buf_puts(b, "]}");
    }
    buf_putc(b, ']');
}

static void json(struct buf *b, const struct line *c, const struct leg *l) {
    size_t aside[NCLEAN];

    buf_printf(b, "{\"icao24\": \"%s%06x\"", c->track.other ? "~" : "", (unsigned)c->track.hex);
    text(b, "registration", c->track.registration);
    text(b, "type", c->track.type);
    text(b, "callsign", callsign_of(l));
    buf_puts(b, ", \"callsigns\": [");
    for (size_t i = 0; i < l->ncallsign; i++) {
        buf_puts(b, i ? ", " : "");
        legs_string(b, l->callsign[i].text);
    }
    buf_putc(b, ']');
    end_json(b, "off", &l->from);
    end_json(b, "on", &l->to);
    number(b, "confidence", l->confidence, 3);
    buf_printf(b, ", \"points\": %zu, \"adsb\": %zu, \"mlat\": %zu", l->n, l->nadsb, l->nmlat);
    number(b, "gap_max_s", l->longest_gap_s, 0);
    number(b, "top_kt", l->top_kt < 0 ? (double)NAN : l->top_kt, 1);
    number(b, "top_ft", l->top_ft < 0 ? (double)NAN : l->top_ft, 0);
    gaps_json(b, c, l);
    buf_printf(b, ", \"touches\": %zu, \"flags\": ", l->ntouch);
    flags(b, l->flags, flag_word, sizeof flag_word / sizeof *flag_word);
    legs_aside_count(c, l->first, l->last, aside);
    buf_puts(b, ", \"set_aside\": ");
    legs_aside_json(b, aside);
    buf_puts(b, ", \"source\": ");
}

/* ---- table */

static void end_cell(struct buf *b, const struct leg_end *e) {
    const char *name = airport_of(e);

    buf_printf(b, "%s%s%s%s", *name ? name : "?", CELL, end_status_word(e->status), CELL);
}

static void table(struct buf *b, const struct line *c, const struct leg *l) {
    buf_printf(b, "%s%06x" CELL "%s" CELL "%s" CELL "%.16s" CELL, c->track.other ? "~" : "",
               (unsigned)c->track.hex, c->track.registration, callsign_of(l), utc(l->from.ms).s);
    end_cell(b, &l->from);
    buf_printf(b, "%.16s" CELL, utc(l->to.ms).s);
    end_cell(b, &l->to);
    num_fixed(b, l->confidence, 2);
    buf_puts(b, CELL);
    if (l->longest_gap_s > 0) {
        num_fixed(b, l->longest_gap_s / 60, 0);
        buf_puts(b, " min");
    }
}

/* ---- rows */

void legs_add(struct legs_rows *rows, enum legs_form form, const struct flight_craft *c,
              size_t line, size_t i) {
    const struct line *of = &c->line[line];
    const struct leg *l = &of->legs.leg[i];
    struct legs_row *r = vec_push(&rows->a, &rows->row);
    size_t *source = ARENA_ARRAY(&rows->a, size_t, c->nsource);
    struct buf b = {0};

    if (form == LEGS_CSV)
        csv(&b, of, l);
    else if (form == LEGS_JSON)
        json(&b, of, l);
    else
        table(&b, of, l);
    if (c->nsource) memcpy(source, c->source, c->nsource * sizeof *source);
    *r = (struct legs_row){.key = stash_key(c->track->hex, c->track->other),
                           .ms = l->from.ms,
                           .line = line,
                           .number = i,
                           .source = source,
                           .nsource = c->nsource,
                           .text = arena_dup(&rows->a, buf_span(&b)),
                           .tail = form == LEGS_CSV    ? tail_csv(rows, l)
                                   : form == LEGS_JSON ? "}\n"
                                                       : CSV_END};
    buf_fini(&b);
}

static int by_craft(const void *x, const void *y) {
    const struct legs_row *a = x, *b = y;

    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number); /* in order of time */
}

static struct legs_row *sorted(struct cli *x, struct legs_rows *rows, size_t jobs, size_t *n) {
    struct legs_row *all;

    *n = 0;
    for (size_t i = 0; i < jobs; i++) *n += rows[i].row.n;
    all = ARENA_ARRAY(x->a, struct legs_row, *n);
    for (size_t i = 0, k = 0; i < jobs; k += rows[i].row.n, i++)
        if (rows[i].row.n) memcpy(all + k, rows[i].row.v, rows[i].row.n * sizeof *all);
    if (*n) qsort(all, *n, sizeof *all, by_craft);
    return all;
}

/* Last parts of their paths, each once, by bytes. */
static int by_text(const void *x, const void *y) {
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static const char *source_of(struct arena *a, const struct legs_row *r,
                             const struct flight_sum *sum) {
    const char **name = ARENA_ARRAY(a, const char *, r->nsource);
    struct buf b = {0};
    const char *text;

    for (size_t i = 0; i < r->nsource; i++) {
        struct span s = span_of(sum->source[r->source[i]].path);
        const char *slash;

        while (s.n > 1 && s.p[s.n - 1] == '/') s.n--;
        slash = memrchr(s.p, '/', s.n);
        if (slash && s.n > 1) s = (struct span){slash + 1, s.n - (size_t)(slash + 1 - s.p)};
        name[i] = span_is(s, "-") ? "stdin" : arena_dup(a, s);
    }
    if (r->nsource) qsort(name, r->nsource, sizeof *name, by_text);
    for (size_t i = 0; i < r->nsource; i++)
        if (!i || strcmp(name[i], name[i - 1]) != 0)
            buf_printf(&b, "%s%s", b.n ? " + " : "", name[i]);
    text = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return text;
}

static void print_table(struct cli *x, const struct legs_row *row, size_t n) {
    static const struct term_column column[] = {
        {"icao24", false, false},  {"reg", false, false},       {"callsign", false, false},
        {"off UTC", false, false}, {"from", false, false},      {"", false, false},
        {"on UTC", false, false},  {"to", false, false},        {"", false, false},
        {"sure", true, false},     {"longest gap", true, false}};
    enum { N = sizeof column / sizeof *column };
    const char **cells = ARENA_ARRAY(x->a, const char *, n *N);
    struct buf b = {0};

    for (size_t r = 0; r < n; r++) {
        char *p = arena_dup(x->a, span_of(row[r].text));

        for (size_t k = 0; k < N; k++) {
            char *sep = strchr(p, CELL[0]);

            cells[r * N + k] = p;
            if (k == 3 || k == 6)
                for (char *t = p; *t && t != sep; t++)
                    if (*t == 'T') *t = ' ';
            if (!sep) break;
            *sep = '\0';
            p = sep + 1;
        }
    }
    if (n) term_table(&b, &x->term, column, N, cells, n);
    buf_printf(&b, "%s%zu leg%s\n", n ? "\n" : "", n, n == 1 ? "" : "s");
    cmd_write(&b);
}

void legs_print(struct cli *x, enum legs_form form, struct legs_rows *rows, size_t jobs,
                const struct flight_sum *sum, const struct legs_filter *f) {
    size_t n;
    const struct legs_row *row = sorted(x, rows, jobs, &n), *before = NULL;
    const char *source = "";

    if (form == LEGS_TABLE) {
        print_table(x, row, n);
        return;
    }
    if (form == LEGS_CSV)
        fputs("icao24,registration,type,callsign,off_utc,off_airport,off_status,on_utc,on_airport,"
              "on_status,confidence,candidates,points,gap_max_s,source,flags" CSV_END,
              stdout);
    for (size_t i = 0; i < n; i++) {
        struct buf b = {0};

        if (!before || before->nsource != row[i].nsource ||
            memcmp(before->source, row[i].source, row[i].nsource * sizeof *row[i].source) != 0)
            source = source_of(x->a, &row[i], sum);
        before = &row[i];
        if (form == LEGS_CSV) {
            cell(&b, source);
            b.n--; /* its comma */
        } else {
            legs_string(&b, source);
        }
        fputs(row[i].text, stdout);
        fwrite(b.p, 1, b.n, stdout);
        fputs(row[i].tail, stdout);
        buf_fini(&b);
    }
    if (form == LEGS_JSON) legs_coverage(x, rows, jobs, sum, f);
}
