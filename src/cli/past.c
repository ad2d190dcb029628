/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/past.h"

#include "base/csv.h"
#include "base/fold.h"
#include "base/num.h"
#include "base/utc.h"
#include "cli/look.h"
#include "pack/pack.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#define QUANTILES 1000
#define PEOPLE 1e12 /* the largest number that is read */

/* ---- one interval ---- */

static void add_quantile(struct past *b, double p, double q) {
    size_t i = b->n;

    if (isnan(q)) return;
    for (size_t k = 0; k < b->n; k++)
        if (fabs(b->p[k] - p) < 1e-9) return;
    for (; i && b->p[i - 1] > p; i--) b->p[i] = b->p[i - 1], b->q[i] = b->q[i - 1];
    b->p[i] = p;
    b->q[i] = q;
    b->n++;
}

static void room(struct pasts *s, struct past *b, size_t n) {
    b->p = ARENA_ARRAY(s->a, double, n + 3); /* and the median and the two ends */
    b->q = ARENA_ARRAY(s->a, double, n + 3);
}

static int by_name(const void *x, const void *y) {
    return span_cmp(((const struct past_truth *)x)->name, ((const struct past_truth *)y)->name);
}

static double truth_of(struct pasts *s, const char *name) {
    struct past_truth key = {.name = span_of(name)}, *t = NULL;

    if (s->truth.n) t = bsearch(&key, s->truth.v, s->truth.n, sizeof key, by_name);
    if (!t) return s->o.truth;
    t->used = true;
    return t->people;
}

static int people(double truth, struct err *e) {
    return truth < 0 ? err_set(e, RC_RANGE, "a truth below 0: it is a number of people") : 0;
}

/* Checked, given its truth if it has none, and kept or counted as left out. */
static int keep(struct pasts *s, struct past *b, double median, struct err *e) {
    if (isnan(b->truth)) b->truth = truth_of(s, b->name);
    if (people(b->truth, e) < 0) return RC_RANGE;
    if (isnan(b->lo) || isnan(b->hi)) {
        s->no_interval++;
        return 0;
    }
    if (b->lo > b->hi) return err_set(e, RC_RANGE, "the interval's low end is above its high end");
    if (!(b->level > 0 && b->level < 1))
        return err_set(e, RC_RANGE, "a level is between 0 and 1: 0.9 for 90 %%");
    if (!b->p) room(s, b, 0);
    add_quantile(b, (1 - b->level) / 2, b->lo);
    add_quantile(b, (1 + b->level) / 2, b->hi);
    add_quantile(b, 0.5, median);
    for (size_t k = 1; k < b->n; k++)
        if (b->q[k] < b->q[k - 1])
            return err_set(e, RC_RANGE, "the quantile at %.4g is below the one at %.4g", b->p[k],
                           b->p[k - 1]);
    if (isnan(b->truth))
        s->no_truth++;
    else
        *vec_push(s->a, &s->item) = *b;
    return 0;
}

/* ---- answers and lines of sweep ---- */

/* {"0.05": 12, ...} */
static int json_quantiles(struct pasts *s, const json_t *from, struct past *b, struct err *e) {
    const char *key;
    json_t *v;
    double p;

    if (json_object_size(from) > QUANTILES)
        return err_set(e, RC_LIMIT, "more than %d quantiles", QUANTILES);
    room(s, b, json_object_size(from));
    json_object_foreach((json_t *)(uintptr_t)from, key, v) {
        if (num_real(span_of(key), 1e-9, 1 - 1e-9, &p, e) < 0) {
            err_at(e, "quantiles");
            return RC_SYNTAX;
        }
        if (json_is_number(v)) add_quantile(b, p, json_number_value(v));
    }
    return 0;
}

static const json_t *corridor_of(struct pasts *s, const json_t *answer, struct err *e) {
    const json_t *list = json_object_get(answer, "corridors");
    size_t n = json_array_size(list);
    const char *ids = "";

    for (size_t i = 0; i < n; i++) {
        const json_t *k = json_array_get(list, i);
        const char *id = look_text(k, "id");

        if (id && (s->o.corridor ? strcmp(id, s->o.corridor) == 0 : n == 1)) return k;
        if (i < 8)
            ids = arena_printf(s->a, "%s%s%s", ids, i ? ", " : "", id ? id : "one without an id");
    }
    if (n == 0)
        err_put(e, RC_NOTFOUND, "the answer has no corridor");
    else if (s->o.corridor)
        err_put(e, RC_NOTFOUND, "no corridor %s; the answer has %s", s->o.corridor, ids);
    else
        err_put(e, RC_NOTFOUND, "%zu corridors: --corridor is one of %s%s", n, ids,
                n > 8 ? "..." : "");
    return NULL;
}

static int32_t day_of(const json_t *o, const char *key) {
    const char *s = look_text(o, key);
    int32_t day;
    struct err e;

    return s && utc_date_read(span_of(s), &day, &e) == 0 ? day : UTC_NONE;
}

/* The first day of the next month. */
static int32_t month_end(int32_t day) {
    struct utc_civil c = utc_civil(day);

    c.day = 1;
    c.month = c.month % 12 + 1;
    c.year += c.month == 1;
    return utc_day(c) - 1;
}

/* One month of the answer, or of what of it lies in the corridor's period. @return 1, 0: not a month. */
static int one_month(const json_t *k, struct past *b, int32_t from, int32_t to, double *median) {
    struct utc_text month = utc_month_text(from);
    struct utc_civil c = utc_civil(from);
    int32_t first = day_of(k, "from"), last = day_of(k, "to");
    json_t *m;
    size_t i;

    if (c.day != 1 && from != first) return 0;
    if (to != month_end(from) && !(to == last && to < month_end(from))) return 0;
    json_array_foreach(json_object_get(k, "by_month"), i, m) {
        if (!look_text(m, "month") || strcmp(look_text(m, "month"), month.s) != 0) continue;
        b->lo = look_number(m, "lo");
        b->hi = look_number(m, "hi");
        *median = look_number(m, "median");
        return 1;
    }
    return 0;
}

/* From the corridor's first day to another: the curve after the flights of that day. */
static int so_far(struct pasts *s, const json_t *k, struct past *b, int32_t to) {
    static const char *const key[] = {"q05", "q25", "q50", "q75", "q95"};
    static const double p[] = {0.05, 0.25, 0.5, 0.75, 0.95};
    const json_t *at = NULL, *point;
    size_t i;

    json_array_foreach(json_object_get(k, "cumulative"), i, point) {
        int32_t day = day_of(point, "date");

        if (day != UTC_NONE && day <= to) at = point;
    }
    if (!at) return 0;
    room(s, b, 5);
    for (i = 0; i < 5; i++) add_quantile(b, p[i], look_number(at, key[i]));
    b->lo = look_number(at, "q05");
    b->hi = look_number(at, "q95");
    b->level = 0.9;
    return 1;
}

static int whole(struct pasts *s, const json_t *k, struct past *b, double *median, struct err *e) {
    const json_t *total = json_object_get(k, "estimated");

    b->lo = look_number(total, "lo");
    b->hi = look_number(total, "hi");
    *median = look_number(total, "median");
    return json_quantiles(s, json_object_get(k, "quantiles"), b, e);
}

/* The figures of the days that the truth is of. */
static int of_period(struct pasts *s, const json_t *k, struct past *b, double *median,
                     struct err *e) {
    int32_t first = day_of(k, "from"), last = day_of(k, "to");
    int32_t from = s->o.from == UTC_NONE ? first : s->o.from,
            to = s->o.to == UTC_NONE ? last : s->o.to;

    if (from == first && to == last) return whole(s, k, b, median, e);
    if (first == UTC_NONE || last == UTC_NONE)
        return err_set(e, RC_NOTFOUND,
                       "the answer does not say its period; leave --from and --to out");
    if (from > to) return err_set(e, RC_RANGE, "--from is after --to");
    if (from < first || to > last)
        return err_set(e, RC_NOTFOUND,
                       "the truth is of %s to %s, the answer only of %s to %s: not the same people",
                       utc_date_text(from).s, utc_date_text(to).s, utc_date_text(first).s,
                       utc_date_text(last).s);
    b->name =
        arena_printf(s->a, "%s, %s to %s", b->name, utc_date_text(from).s, utc_date_text(to).s);
    if (one_month(k, b, from, to, median)) return 0;
    if (from == first && so_far(s, k, b, to)) return 0;
    return err_set(e, RC_NOTFOUND,
                   "an answer has no sum of %s to %s: only of all its days, of one month, or from "
                   "its first day (%s) on",
                   utc_date_text(from).s, utc_date_text(to).s, utc_date_text(first).s);
}

static int read_answer(struct pasts *s, const json_t *answer, struct err *e) {
    const json_t *k = corridor_of(s, answer, e);
    struct past b = {.truth = (double)NAN, .level = look_number(answer, "interval")};
    double median = (double)NAN;
    const char *id, *as_of = look_text(answer, "as_of");
    int rc;

    if (!k) return RC_NOTFOUND;
    id = look_text(k, "id");
    if (isnan(b.level)) b.level = s->o.level;
    b.truth = truth_of(s, id ? id : "");
    b.name = arena_printf(s->a, "%s%s%s", id ? id : "a corridor", as_of ? ", as of " : "",
                          as_of ? as_of : "");
    if ((rc = of_period(s, k, &b, &median, e)) < 0) return rc;
    return keep(s, &b, median, e);
}

static int read_series(struct pasts *s, const json_t *line, struct err *e) {
    const json_t *name = json_object_get(line, "series"),
                 *total = json_object_get(line, "estimated");
    struct past b = {.truth = (double)NAN,
                     .level = look_number(line, "interval"),
                     .lo = look_number(total, "lo"),
                     .hi = look_number(total, "hi")};
    int rc;

    if (isnan(b.level)) b.level = s->o.level;
    if (json_is_string(name))
        b.name = arena_dup(s->a, span_of(json_string_value(name)));
    else
        b.name = arena_printf(s->a, "%" JSON_INTEGER_FORMAT, json_integer_value(name));
    if ((rc = json_quantiles(s, json_object_get(line, "quantiles"), &b, e)) < 0) return rc;
    return keep(s, &b, look_number(total, "median"), e);
}

static int read_value(struct pasts *s, const json_t *v, struct err *e) {
    if (json_is_array(json_object_get(v, "corridors"))) return read_answer(s, v, e);
    if (json_object_get(v, "series")) return read_series(s, v, e);
    return err_set(e, RC_SYNTAX, "neither an answer (docs/ANSWER.md) nor a line of sweep");
}

/* One value after another: an answer, or a line for each series. */
static int read_json(struct pasts *s, struct span text, struct err *e) {
    int64_t line = 1;
    int rc = 0;

    while (rc == 0) {
        json_error_t je;
        json_t *v;

        while (text.n && strchr(" \t\r\n", *text.p)) line += *text.p == '\n', text.p++, text.n--;
        if (!text.n) return 0;
        v = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &je);
        if (!v)
            return err_set(e, RC_SYNTAX, "line %" PRId64 ": not JSON: %s", line + je.line - 1,
                           je.text);
        rc = read_value(s, v, e);
        if (rc < 0 && (line > 1 || json_object_get(v, "series"))) err_at(e, "line %" PRId64, line);
        json_decref(v);
        for (int i = 0; i < je.position; i++) line += text.p[i] == '\n';
        text.p += je.position;
        text.n -= (size_t)je.position;
    }
    return rc;
}

/* ---- tables ---- */

#define COLUMNS 256
enum column { NONE, NAME, LO, HI, LEVEL, TRUTH, MEDIAN, QUANTILE };
struct head {
    size_t n;
    enum column is[COLUMNS];
    double p[COLUMNS];
    size_t nq;
};

/* "q0.05"; as a spreadsheet may have it, "q05" or "q975". */
static bool quantile_name(struct span s, double *p) {
    struct err e;

    s = span_trim(s);
    if (s.n < 3 || (s.p[0] != 'q' && s.p[0] != 'Q')) return false;
    s.p++, s.n--;
    if (!memchr(s.p, '.', s.n)) {
        char text[16] = "0.";

        if (s.n > 4) return false;
        memcpy(text + 2, s.p, s.n);
        return num_real(span_of(text), 1e-9, 1 - 1e-9, p, &e) == 0;
    }
    return num_real(s, 1e-9, 1 - 1e-9, p, &e) == 0;
}

static enum column column_of(struct pasts *s, struct span cell, double *p) {
    static const struct {
        const char *name;
        enum column is;
    } names[] = {{"name", NAME},   {"series", NAME},  {"lo", LO},       {"low", LO},
                 {"hi", HI},       {"high", HI},      {"level", LEVEL}, {"interval", LEVEL},
                 {"truth", TRUTH}, {"median", MEDIAN}};
    struct span name = fold_name(s->a, cell);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_is(name, names[i].name)) return names[i].is;
    return quantile_name(cell, p) ? QUANTILE : NONE;
}

static bool has(const struct head *h, enum column c) {
    for (size_t i = 0; i < h->n; i++)
        if (h->is[i] == c) return true;
    return false;
}

static int read_head(struct pasts *s, const struct csv *c, struct head *h, struct err *e) {
    if (c->n > COLUMNS) return err_set(e, RC_LIMIT, "more than %d columns", COLUMNS);
    for (size_t i = 0; i < c->n; i++) {
        enum column is = column_of(s, c->cell[i], &h->p[i]);

        if (is != NONE && is != QUANTILE && has(h, is))
            return err_set(e, RC_SYNTAX, "two columns say the same as %.*s", SPAN_ARG(c->cell[i]));
        h->is[h->n++] = is;
        h->nq += is == QUANTILE;
        if (is == NONE && csv_utf8(c->cell[i]))
            *vec_push(s->a, &s->unused) = arena_dup(s->a, c->cell[i]);
    }
    return 0;
}

/* Empty is unknown. */
static int number(struct span cell, double *out, struct err *e) {
    struct span s = span_trim(cell);

    *out = (double)NAN;
    return s.n ? num_real(s, -PEOPLE, PEOPLE, out, e) : 0;
}

static int read_cell(struct pasts *s, struct past *b, double *median, enum column is, double p,
                     struct span cell, struct err *e) {
    double x = 0;
    int rc;

    if (is == NAME) b->name = arena_dup(s->a, span_trim(cell));
    if (is == NONE || is == NAME) return 0;
    if ((rc = number(cell, &x, e)) < 0) return rc;
    if (is == LO) b->lo = x;
    if (is == HI) b->hi = x;
    if (is == LEVEL && !isnan(x)) b->level = x;
    if (is == TRUTH) b->truth = x;
    if (is == MEDIAN) *median = x;
    if (is == QUANTILE) add_quantile(b, p, x);
    return 0;
}

static int read_row(struct pasts *s, const struct csv *c, const struct head *h, struct err *e) {
    struct past b = {.name = "", .lo = (double)NAN, .hi = (double)NAN, .truth = (double)NAN};
    double median = (double)NAN;
    int rc;

    b.level = s->o.level;
    room(s, &b, h->nq);
    for (size_t i = 0; i < c->n && i < h->n; i++)
        if ((rc = read_cell(s, &b, &median, h->is[i], h->p[i], c->cell[i], e)) < 0) {
            err_at(e, "column %zu", i + 1);
            return rc;
        }
    if (!*b.name) b.name = arena_printf(s->a, "line %" PRId64, c->line);
    return keep(s, &b, median, e);
}

static int read_table(struct pasts *s, struct span text, struct err *e) {
    struct head h = {0};
    struct csv c;
    int rc;

    csv_begin(&c, s->a, text, 0);
    if ((rc = csv_next(&c, e)) < 0) return rc;
    if (rc == 0) return err_set(e, RC_SYNTAX, "the file is empty");
    if ((rc = read_head(s, &c, &h, e)) < 0) return rc;
    if (!has(&h, LO) || !has(&h, HI))
        return err_set(e, RC_NOTFOUND,
                       "no column %s: a table has name, lo, hi, level and truth; anything else is "
                       "the JSON of an answer or of sweep",
                       has(&h, LO) ? "hi" : "lo");
    if (!has(&h, TRUTH) && isnan(s->o.truth) && !s->truth.n)
        return err_set(e, RC_NOTFOUND, "no column truth, and no --truth or --truths");
    while ((rc = csv_next(&c, e)) > 0)
        if ((rc = read_row(s, &c, &h, e)) < 0) {
            err_at(e, "line %" PRId64, c.line);
            return rc;
        }
    return rc;
}

static const char *place_of(const char *path) {
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

static int text_of(struct pasts *s, const char *path, struct span *text, struct err *e) {
    struct span bytes;
    int rc = pack_file_or_input(s->a, path, CSV_FILE_BYTES, &bytes, e);

    if (rc == 0) rc = csv_text(s->a, bytes, text, e);
    if (rc < 0) err_at(e, "%s", place_of(path));
    return rc;
}

int past_read(struct pasts *s, const char *path, struct err *e) {
    struct span text = {0}, begin;
    int rc = text_of(s, path, &text, e);

    if (rc < 0) return rc;
    begin = span_trim(text);
    rc = begin.n && *begin.p == '{' ? read_json(s, text, e) : read_table(s, text, e);
    if (rc < 0) err_at(e, "%s", place_of(path));
    return rc;
}

/* ---- truths ---- */

static int truth_rows(struct pasts *s, struct csv *c, size_t name, size_t truth, struct err *e) {
    int rc;

    while ((rc = csv_next(c, e)) > 0) {
        struct past_truth t = {0};

        if (name >= c->n || truth >= c->n || !span_trim(c->cell[truth]).n) continue;
        rc = number(c->cell[truth], &t.people, e);
        if (rc == 0) rc = people(t.people, e);
        if (rc < 0) {
            err_at(e, "line %" PRId64 ", truth", c->line);
            return rc;
        }
        t.name = arena_span(s->a, span_trim(c->cell[name]));
        *vec_push(s->a, &s->truth) = t;
    }
    return rc;
}

static int read_truths(struct pasts *s, struct span text, struct err *e) {
    struct head h = {0};
    size_t name = 0, truth = 0;
    struct csv c;
    int rc;

    csv_begin(&c, s->a, text, 0);
    if ((rc = csv_next(&c, e)) < 0) return rc;
    if ((rc = read_head(s, &c, &h, e)) < 0) return rc;
    if (!has(&h, NAME) || !has(&h, TRUTH))
        return err_set(e, RC_NOTFOUND, "no column %s", has(&h, NAME) ? "truth" : "series");
    while (h.is[name] != NAME) name++;
    while (h.is[truth] != TRUTH) truth++;
    if ((rc = truth_rows(s, &c, name, truth, e)) < 0) return rc;
    if (s->truth.n) qsort(s->truth.v, s->truth.n, sizeof *s->truth.v, by_name);
    for (size_t i = 1; i < s->truth.n; i++)
        if (span_eq(s->truth.v[i - 1].name, s->truth.v[i].name))
            return err_set(e, RC_CONFLICT, "two truths for %.*s", SPAN_ARG(s->truth.v[i].name));
    return 0;
}

int past_truths(struct pasts *s, const char *path, struct err *e) {
    struct span text = {0};
    int rc = text_of(s, path, &text, e);

    if (rc == 0 && (rc = read_truths(s, text, e)) < 0) err_at(e, "%s", place_of(path));
    s->unused.n = 0; /* a list of truths may have columns for its own readers */
    return rc;
}
