/* SPDX-License-Identifier: Apache-2.0 */
/* Schedules, watch-lists, and OpenSky's flights.
 *
 * Of a schedule file the flights between the ends of a corridor are taken, non-stop, as announced.
 * Of a watch-list the aircraft are: address, registration, type, operator. Tags, categories and links
 * are the list maker's judgement and are not taken; nor is the owner that a register names, who is
 * often a person. Of flights all are: their ends are conclusions of OpenSky's, airports the nearest to the first and last point. */
#include "ingest/lists.h"

#include "base/fold.h"
#include "format/opensky.h"
#include "format/ssim.h"
#include "geo/place.h"
#include "ingest/shut.h"
#include "ingest/signals.h"

#include <stdlib.h>

/* ---- telling ---- */

static struct span first_line(struct span s) {
    const char *lf;

    s = span_unmarked(s);
    lf = s.n ? memchr(s.p, '\n', s.n) : NULL;
    if (lf) s.n = (size_t)(lf - s.p);
    if (s.n && s.p[s.n - 1] == '\r') s.n--;
    return s;
}

static bool has(struct span s, const char *word) {
    return s.n && memmem(s.p, s.n, word, strlen(word)) != NULL;
}

static bool begins(struct span s, const char *with) {
    return s.n >= strlen(with) && memcmp(s.p, with, strlen(with)) == 0;
}

/** `[{"icao24": "738043", "firstSeen": 1572773290, ...`, in whatever order. */
static bool is_flights(struct span begin) {
    struct span s = span_trim(span_unmarked(begin));

    return s.n && s.p[0] == '[' && has(s, "\"icao24\"") && has(s, "\"firstSeen\"");
}

/** `004002;Z-WPA;B732;00;BOEING 737-200`. */
static bool is_register(struct span s) {
    size_t semicolons = 0;

    for (size_t i = 0; i < 6; i++)
        if (s.n < 7 || !s.p[i] || !strchr("0123456789abcdefABCDEF", s.p[i])) return false;
    for (size_t i = 0; i < s.n; i++) semicolons += s.p[i] == ';';
    return s.p[6] == ';' && semicolons >= 3;
}

enum lists_kind lists_tell(struct span begin) {
    struct span s = first_line(begin);

    if (begins(s, "1AIRLINE STANDARD SCHEDULE")) return LISTS_SSIM;
    if (s.n == SSIM_COLUMNS_WIDE && strchr("123", s.p[0]) && s.p[0]) return LISTS_SSIM;
    if (begins(s, "$ICAO,") || begins(s, "\"$ICAO\",")) return LISTS_WATCH;
    if (begins(s, "icao;") && has(s, ";registration;")) return LISTS_REGISTER;
    if (is_register(s)) return LISTS_REGISTER;
    if (is_flights(begin)) return LISTS_FLIGHTS;
    if (has(s, "icao24") && has(s, "off_utc") && has(s, "on_utc")) return LISTS_LEGS;
    return LISTS_NONE;
}

bool lists_told(struct span begin) {
    return lists_tell(begin) != LISTS_NONE;
}

/* ---- rows ---- */

/** One row of a sheet from texts of cells, [s->n]; NULL or "" is unknown. A cell that is wrong makes it
 * a bad row. */
static void add_row(struct import *im, const struct sheet *s, const struct span *cell, size_t file,
                    int64_t line) {
    const struct sheet_column *blame = NULL;
    json_t *object = json_object();
    const char *kind = "row";
    struct err e;
    int rc = 0;

    for (size_t i = 0; i < s->n && rc == 0; i++) {
        json_t *v = NULL;

        blame = &s->columns[i];
        kind = sheet_kind_of(cell[i]);
        rc = sheet_cell(blame, cell[i], &v, &e);
        if (rc == 0 && !v && blame->required) rc = err_set(&e, RC_SYNTAX, "is empty, and required");
        if (v) json_object_set_new(object, blame->name, v);
    }
    if (rc == 0 && (rc = row_check(s, object, &blame, &e)) < 0) kind = "row";
    if (rc < 0) {
        rows_bad(im->a, &im->rows,
                 &(struct row_bad){.sheet = s,
                                   .column = blame,
                                   .file = file,
                                   .line = line,
                                   .reason = span_of(e.text),
                                   .kind = kind});
    } else {
        struct row *r = vec_push(im->a, &im->rows.row);

        *r = (struct row){.file = file, .line = line};
        row_make(im->a, s, object, r);
    }
    json_decref(object);
}

/* ---- schedules ---- */

struct pair {
    const char *id, *from, *to; /* of the corridor; stations */
    int32_t last;               /* day */
};
struct pairs {
    VEC(struct pair) pair;
    size_t corridors;
};

static const char *station(const json_t *row, const char *end) {
    const char *code = json_string_value(json_object_get(row, end));
    const struct place *p = code ? place_find(span_of(code)) : NULL;

    return p && p->iata[0] ? p->iata : NULL;
}

static void add_pair(struct import *im, struct span body, struct pairs *all) {
    json_t *row = NULL;
    struct pair p = {0};
    const char *id, *to;
    struct err e;

    if (canon_read(body, &row, &e) < 0) return;
    id = json_string_value(json_object_get(row, "id"));
    to = json_string_value(json_object_get(row, "to"));
    p.from = station(row, "origin");
    p.to = station(row, "destination");
    all->corridors++;
    if (id && to && p.from && p.to && utc_date_read(span_of(to), &p.last, &e) == 0) {
        p.id = arena_dup(im->a, span_of(id));
        for (size_t i = 0; i < all->pair.n; i++)
            if (strcmp(all->pair.v[i].id, p.id) == 0) p.id = NULL; /* a newer version came first */
        if (p.id) *vec_push(im->a, &all->pair) = p;
    }
    json_decref(row);
}

/** The corridors between two stations; those of this import before those that are recorded. */
static struct pairs pairs_of(struct import *im) {
    size_t sheet = row_sheet(sheet_find(SPAN("corridors")));
    struct pairs all = {0};

    for (size_t i = 0; i < im->rows.row.n; i++)
        if (row_sheet(im->rows.row.v[i].sheet) == sheet) add_pair(im, im->rows.row.v[i].body, &all);
    for (size_t i = 0; i < im->known.row.n; i++)
        if (im->known.row.v[i].active && im->known.row.v[i].sheet == sheet)
            add_pair(im, im->known.row.v[i].body, &all);
    return all;
}

/** Records that were refused: the first few by their line, the rest as a number. */
static void bad_records(struct import *im, const struct shut_ssim *s, size_t file) {
    for (int r = 0; r < SSIM_REFUSALS; r++) {
        const struct ssim_told *t = &s->refused[r];
        size_t n = t->n < SSIM_FIRST ? t->n : SSIM_FIRST;

        for (size_t i = 0; i < n; i++)
            rows_bad(im->a, &im->rows,
                     &(struct row_bad){.sheet = sheet_find(SPAN("schedules")),
                                       .file = file,
                                       .line = t->line[i],
                                       .kind = "row",
                                       .reason = span_of(ssim_refusal_text((enum ssim_refusal)r))});
        if (t->n > n)
            import_notice(im, "schedules: %zu more records: %s", t->n - n,
                          ssim_refusal_text((enum ssim_refusal)r));
    }
    for (int w = 0; w < SSIM_WARNINGS; w++)
        if (s->warned[w].n)
            import_notice(im, "schedules: %s (%zu time%s, first on line %lld)",
                          ssim_warning_text((enum ssim_warning)w), s->warned[w].n,
                          s->warned[w].n == 1 ? "" : "s", (long long)s->warned[w].line[0]);
}

static void tell_left(struct import *im, const char *corridor, const struct ssim_left *l) {
    const struct {
        size_t n;
        const char *why;
    } left[] = {{l->duplicate, "is there already"},
                {l->no_people, "carries no people"},
                {l->codeshare, "is flown under another number that has a row"},
                {l->no_period, "has no period"},
                {l->no_local, "is in UTC without the difference to local time"},
                {l->exceptions, "has more exceptions than a cell holds"}};

    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (left[i].n)
            import_notice(im, "schedules: %s: %zu leg%s left out, since it %s", corridor, left[i].n,
                          left[i].n == 1 ? "" : "s", left[i].why);
}

static int read_ssim(struct import *im, struct span bytes, size_t file,
                     const struct ingest_options *o, struct err *e) {
    const struct sheet *sheet = sheet_find(SPAN("schedules"));
    const char *source = o->source ? o->source : "ssim";
    struct pairs all = pairs_of(im);
    struct ssim_want *want = ARENA_ARRAY(im->a, struct ssim_want, all.pair.n);
    struct shut_ssim s;
    size_t rows = 0;
    int rc;

    if (!all.pair.n)
        return err_set(e, RC_NOTFOUND, "%s: which of its flights are asked for is not known",
                       all.corridors ? "no corridor lies between two airports with IATA codes"
                                     : "the case has no corridor yet");
    for (size_t i = 0; i < all.pair.n; i++) {
        const struct pair *p = &all.pair.v[i];

        want[i] = (struct ssim_want){p->from, p->to, p->id, source, p->last};
    }
    if ((rc = shut_ssim(im->a, bytes, want, all.pair.n, &s, e)) < 0) return rc;
    if ((rc = signals_source(im, file, source, e)) < 0) return rc;
    im->file.v[file].sheet[row_sheet(sheet)] = true;
    bad_records(im, &s, file);
    for (size_t i = 0; i < all.pair.n; i++) {
        const struct shut_want *w = &s.want[i];

        for (size_t k = 0; k < w->n; k++) {
            struct span cell[SSIM_CELLS];

            for (size_t c = 0; c < SSIM_CELLS; c++) cell[c] = span_of(w->row[k].cell[c]);
            add_row(im, sheet, cell, file, w->row[k].line);
        }
        rows += w->n;
        tell_left(im, all.pair.v[i].id, &w->left);
    }
    import_notice(im, "schedules: %zu of %zu legs are of a corridor of the case", rows, s.nlegs);
    return 0;
}

/* ---- watch-lists ---- */

/** Where the columns of a list are, or SIZE_MAX. */
struct columns {
    size_t icao, registration, type, model, operator_;
    size_t n; /* of the header */
};

static size_t find(struct arena *a, const struct table *t, const char *name) {
    for (size_t i = 0; i < t->n; i++)
        if (span_is(fold_name(a, t->cell[i]), name)) return i;
    return SIZE_MAX;
}

static struct columns columns_of(struct arena *a, const struct table *t, enum lists_kind kind,
                                 bool header) {
    if (!header) return (struct columns){0, 1, 2, SIZE_MAX, SIZE_MAX, t->n};
    if (kind == LISTS_REGISTER)
        return (struct columns){find(a, t, "icao"), find(a, t, "registration"),
                                find(a, t, "type"), SIZE_MAX,
                                SIZE_MAX,           t->n};
    return (struct columns){find(a, t, "icao"), find(a, t, "registration"), find(a, t, "icao_type"),
                            find(a, t, "type"), find(a, t, "operator"),     t->n};
}

static struct span cell_at(const struct table *t, size_t at) {
    return at < t->n ? span_trim(t->cell[at]) : SPAN("");
}

static void add_aircraft(struct import *im, const struct table *t, const struct columns *c,
                         const char *source, size_t file) {
    const struct sheet *s = sheet_find(SPAN("aircraft"));
    struct span *cell = ARENA_ARRAY(im->a, struct span, s->n), type = cell_at(t, c->type);

    if (!type.n) type = cell_at(t, c->model);
    for (size_t i = 0; i < s->n; i++) {
        const char *name = s->columns[i].name;

        cell[i] = SPAN("");
        if (strcmp(name, "registration") == 0) cell[i] = cell_at(t, c->registration);
        if (strcmp(name, "icao24") == 0) cell[i] = cell_at(t, c->icao);
        if (strcmp(name, "type") == 0) cell[i] = type;
        if (strcmp(name, "operator") == 0) cell[i] = cell_at(t, c->operator_);
        if (strcmp(name, "source") == 0) cell[i] = span_of(source);
    }
    add_row(im, s, cell, file, t->line);
}

static int read_aircraft(struct import *im, enum lists_kind kind, struct span bytes, size_t file,
                         const struct ingest_options *o, struct err *e) {
    bool header = kind == LISTS_WATCH || begins(first_line(bytes), "icao;");
    const char *source = o->source ? o->source : "";
    struct columns c = {0};
    struct table t;
    size_t n = 0;
    int rc;

    if (*source && (rc = signals_source(im, file, source, e)) < 0) return rc;
    if ((rc = shut_csv(im->a, bytes, kind == LISTS_WATCH ? ',' : ';', 0, &t, e)) < 0) return rc;
    im->file.v[file].sheet[row_sheet(sheet_find(SPAN("aircraft")))] = true;
    while ((rc = table_next(&t, e)) != 0) {
        if (rc < 0 && t.last) return rc;
        if (rc < 0) {
            rows_bad(im->a, &im->rows,
                     &(struct row_bad){.sheet = sheet_find(SPAN("aircraft")),
                                       .file = file,
                                       .line = t.line,
                                       .kind = "row",
                                       .reason = SPAN("cannot be read")});
            continue;
        }
        if (!c.n) {
            c = columns_of(im->a, &t, kind, header);
            if (header) continue;
        }
        if (++n > LISTS_AIRCRAFT)
            return err_set(e, RC_LIMIT,
                           "more than %zu aircraft: a whole register is no watch-list, cut it to "
                           "those of interest",
                           LISTS_AIRCRAFT);
        add_aircraft(im, &t, &c, source, file);
    }
    import_notice(im,
                  "aircraft: %zu of a list: address, registration, type%s; tags, categories, "
                  "owners and links are not taken",
                  n, kind == LISTS_WATCH ? ", operator" : "");
    return 0;
}

/* ---- flights ---- */

/* The nearest airport to the end of a track is the right one for 875 in 1,000 (OPDI's benchmark, formats 2.4). */
#define NEAREST "0.87"

static struct span instant(struct arena *a, int64_t ms) {
    return ms == INT64_MIN ? SPAN("") : span_of(arena_printf(a, "%s", utc_instant_text(ms).s));
}

static const char *near_ends(struct arena *a, const struct opensky_flight *f) {
    return arena_printf(a, "%s%s%s%s%s%s", f->from[0] ? "off " : "", f->from,
                        f->from[0] ? ":" NEAREST : "", f->to[0] ? f->from[0] ? "; on " : "on " : "",
                        f->to, f->to[0] ? ":" NEAREST : "");
}

static void add_flight(struct import *im, const struct opensky_flight *f, size_t file,
                       int64_t number) {
    const struct sheet *s = sheet_find(SPAN("legs"));
    struct span *cell = ARENA_ARRAY(im->a, struct span, s->n);
    const struct {
        const char *name;
        struct span text;
    } said[] = {{"icao24", span_of(arena_printf(im->a, "%06x", (unsigned)f->hex))},
                {"callsign", span_of(f->callsign)},
                {"off_utc", instant(im->a, f->first_ms)},
                {"off_airport", span_of(f->from)},
                {"off_status", f->from[0] ? SPAN("inferred") : SPAN("lost")},
                {"on_utc", instant(im->a, f->last_ms)},
                {"on_airport", span_of(f->to)},
                {"on_status", f->to[0] ? SPAN("inferred") : SPAN("lost")},
                {"candidates", span_of(near_ends(im->a, f))}};

    for (size_t i = 0; i < s->n; i++) {
        cell[i] = SPAN("");
        for (size_t k = 0; k < sizeof said / sizeof *said; k++)
            if (strcmp(s->columns[i].name, said[k].name) == 0) cell[i] = said[k].text;
    }
    add_row(im, s, cell, file, number);
}

static int read_flights(struct import *im, struct span bytes, size_t file, struct err *e) {
    struct opensky o;
    size_t n = 0;
    int rc = opensky_read(im->a, bytes, &o, e);

    if (rc < 0) return rc;
    im->file.v[file].sheet[row_sheet(sheet_find(SPAN("legs")))] = true;
    for (size_t i = 0; i < o.nflights; i++)
        if (!o.flight[i].of_rows) add_flight(im, &o.flight[i], file, (int64_t)++n);
    for (int r = 0; r < OPENSKY_REASONS; r++)
        for (size_t i = 0; i < o.refused[r].n && i < OPENSKY_FIRST; i++)
            rows_bad(
                im->a, &im->rows,
                &(struct row_bad){.sheet = sheet_find(SPAN("legs")),
                                  .file = file,
                                  .line = (int64_t)o.refused[r].place[i],
                                  .kind = "row",
                                  .reason = span_of(opensky_reason_text((enum opensky_reason)r))});
    if (o.broken) import_notice(im, "legs: the list breaks off: %s", o.broken);
    import_notice(
        im, "legs: %zu flight%s of OpenSky; their ends are its conclusions (inferred), not seen", n,
        n == 1 ? "" : "s");
    return 0;
}

int lists_read(struct import *im, enum lists_kind kind, struct span bytes, size_t file,
               const struct ingest_options *o, struct err *e) {
    if (kind == LISTS_SSIM) return read_ssim(im, bytes, file, o, e);
    if (kind == LISTS_FLIGHTS) return read_flights(im, bytes, file, e);
    return read_aircraft(im, kind, bytes, file, o, e);
}
