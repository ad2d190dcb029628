/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of people are read here, compared and forgotten: nothing of an entry is stored, printed, or named in a complaint. */
#include "base/csv.h"
#include "base/fold.h"
#include "base/num.h"
#include "cli/cmd.h"
#include "cli/shut_in.h"
#include "infer/twolist.h"
#include "pack/pack.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#define LISTS 32
#define LEVEL 0.95 /* of the interval that is computed and not shown */

struct list {
    const char *name; /* of a column; of a file: "list 1", never the file's */
    int entries, repeated;
};
struct watch {
    struct list list[LISTS];
    size_t n;
    int both[LISTS][LISTS];
    int seen; /* on any */
};

/* One person, or one row: on which lists. */
static void take(struct watch *w, const bool *on) {
    bool any = false;

    for (size_t i = 0; i < w->n; i++) {
        if (!on[i]) continue;
        any = true;
        w->list[i].entries++;
        for (size_t k = i + 1; k < w->n; k++) w->both[i][k] += on[k];
    }
    w->seen += any;
}

/* ---- lists in files ---- */

struct entry {
    struct span key; /* as people would match it: case, accents and punctuation off */
    size_t list;
};
typedef VEC(struct entry) entries;

static int by_key(const void *x, const void *y) {
    return span_cmp(((const struct entry *)x)->key, ((const struct entry *)y)->key);
}

static int add(struct cli *x, entries *v, size_t list, struct span text, int64_t line,
               struct err *e) {
    struct span s = span_trim(text), key;

    if (s.n == 0) return 0;
    key = fold_name(x->a, s);
    if (key.n == 0)
        return err_set(e, RC_SYNTAX, "line %" PRId64 ": no letter or digit, or not UTF-8", line);
    if (v->n == CSV_ROWS) return err_set(e, RC_LIMIT, "more than %zu entries", CSV_ROWS);
    *vec_push(x->a, v) = (struct entry){key, list};
    return 0;
}

/* A first line that is a heading would be a person on every list. */
static bool heading(struct cli *x, struct span line) {
    static const char *const words[] = {"name", "names", "id", "person", "no", "number"};
    struct span s = fold_name(x->a, span_trim(line));

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(s, words[i])) return true;
    return false;
}

static int read_lines(struct cli *x, struct span text, size_t list, entries *v, struct err *e) {
    int64_t line = 1;
    int rc = 0;

    for (; text.n && rc == 0; line++) {
        const char *end = memchr(text.p, '\n', text.n);
        struct span s = {text.p, end ? (size_t)(end - text.p) : text.n};

        if (line > 1 || !heading(x, s)) rc = add(x, v, list, s, line, e);
        text.p += s.n + (end != NULL);
        text.n -= s.n + (end != NULL);
    }
    return rc;
}

/* @return the column's place, or RC_NOTFOUND. */
static int column_at(struct cli *x, const struct csv *c, struct span name, struct err *e) {
    struct span want = fold_name(x->a, name);

    for (size_t i = 0; i < c->n; i++)
        if (want.n && span_eq(fold_name(x->a, c->cell[i]), want)) return (int)i;
    return err_set(e, RC_NOTFOUND, "no column %.*s", SPAN_ARG(name));
}

static int head(struct cli *x, struct csv *c, struct span text, struct err *e) {
    int rc;

    csv_begin(c, x->a, text, 0);
    rc = csv_next(c, e);
    return rc == 0 ? err_set(e, RC_SYNTAX, "no heading: the file is empty") : rc;
}

static int read_column(struct cli *x, struct span text, const char *column, size_t list, entries *v,
                       struct err *e) {
    struct csv c;
    int rc = head(x, &c, text, e), at;

    if (rc < 0) return rc;
    if ((at = column_at(x, &c, span_of(column), e)) < 0) return at;
    while ((rc = csv_next(&c, e)) > 0)
        if ((size_t)at < c.n && (rc = add(x, v, list, c.cell[at], c.line, e)) < 0) return rc;
    return rc;
}

static int text_of(struct cli *x, const char *path, struct span *text, struct err *e) {
    struct span bytes;
    int rc = pack_file(x->a, path, CSV_FILE_BYTES, &bytes, e);

    if (rc == 0) rc = csv_text(x->a, bytes, text, e);
    if (rc < 0) err_at(e, "%s", path);
    return rc;
}

static void compare(struct watch *w, entries *v) {
    if (v->n) qsort(v->v, v->n, sizeof *v->v, by_key);
    for (size_t i = 0, end; i < v->n; i = end) {
        bool on[LISTS] = {false};

        for (end = i; end < v->n && span_eq(v->v[end].key, v->v[i].key); end++) {
            w->list[v->v[end].list].repeated += on[v->v[end].list];
            on[v->v[end].list] = true;
        }
        take(w, on);
    }
}

static int from_files(struct cli *x, struct watch *w, struct err *e) {
    const char *column = opt_value(&x->v, "column");
    entries v = {0};
    int rc = shut_in(x, NULL, NULL, e);

    w->n = x->v.n;
    for (size_t i = 0; i < w->n && rc == 0; i++) {
        struct span text = {0};

        w->list[i].name = arena_printf(x->a, "list %zu", i + 1);
        if ((rc = text_of(x, x->v.arg[i], &text, e)) < 0) return rc;
        rc = column ? read_column(x, text, column, i, &v, e) : read_lines(x, text, i, &v, e);
        if (rc < 0) err_at(e, "%s", x->v.arg[i]);
    }
    if (rc == 0) compare(w, &v);
    return rc;
}

/* ---- columns of one table ---- */

static int seen_cell(struct span cell, bool *out) {
    static const char *const yes[] = {"1", "yes", "true"}, *const no[] = {"0", "no", "false"};
    struct span s = span_trim(cell);

    for (size_t i = 0; i < 3; i++) {
        *out = span_is_nocase(s, yes[i]);
        if (*out || span_is_nocase(s, no[i])) return 0;
    }
    return -1;
}

static int read_row(struct watch *w, const struct csv *c, const int *at, struct err *e) {
    bool on[LISTS];

    for (size_t i = 0; i < w->n; i++)
        if ((size_t)at[i] >= c->n || seen_cell(c->cell[at[i]], &on[i]) < 0)
            return err_set(e, RC_SYNTAX,
                           "line %" PRId64 ", column %s: neither 1 (seen) nor 0 (not seen)",
                           c->line, w->list[i].name);
    take(w, on);
    return 0;
}

static int read_table(struct cli *x, struct watch *w, struct span text, struct err *e) {
    int at[LISTS] = {0}, rc;
    struct csv c;

    if ((rc = head(x, &c, text, e)) < 0) return rc;
    for (size_t i = 0; i < w->n; i++) {
        if ((at[i] = column_at(x, &c, span_of(w->list[i].name), e)) < 0) return at[i];
        for (size_t k = 0; k < i; k++)
            if (at[k] == at[i])
                return err_set(e, RC_SYNTAX, "column %s is named twice", w->list[i].name);
    }
    while ((rc = csv_next(&c, e)) > 0)
        if ((rc = read_row(w, &c, at, e)) < 0) return rc;
    return rc;
}

/* The parts of "a,b,c", trimmed. @return how many; more than max: max + 1. */
static size_t parts(const char *s, struct span *out, size_t max) {
    size_t n = 0;

    for (;; s++) {
        size_t len = strcspn(s, ",");

        if (n == max) return max + 1;
        out[n++] = span_trim((struct span){s, len});
        s += len;
        if (!*s) return n;
    }
}

static int from_table(struct cli *x, struct watch *w, struct err *e) {
    struct span name[LISTS], text = {0};
    size_t n = parts(opt_value(&x->v, "columns"), name, LISTS);
    int rc;

    if (x->v.n != 1 || n < 2 || n > LISTS) {
        err_put(e, RC_SYNTAX, "--columns takes one table and the names of 2 to %d of its columns",
                LISTS);
        return CMD_USAGE;
    }
    w->n = n;
    for (size_t i = 0; i < n; i++) w->list[i].name = arena_dup(x->a, name[i]);
    if ((rc = text_of(x, x->v.arg[0], &text, e)) < 0) return rc;
    if ((rc = read_table(x, w, text, e)) < 0) err_at(e, "%s", x->v.arg[0]);
    return rc;
}

static int from_counts(struct cli *x, struct watch *w, struct err *e) {
    struct span part[3];
    int64_t v[3] = {0};
    bool ok = x->v.n == 0 && parts(opt_value(&x->v, "counts"), part, 3) == 3;

    for (size_t i = 0; i < 3 && ok; i++) ok = num_int(part[i], 0, 1000000000, &v[i], e) == 0;
    if (!ok) {
        err_put(e, RC_SYNTAX,
                "--counts takes three whole numbers and no file: on the first list, on the second, "
                "on both");
        return CMD_USAGE;
    }
    w->n = 2;
    w->list[0] = (struct list){"list 1", (int)v[0], 0};
    w->list[1] = (struct list){"list 2", (int)v[1], 0};
    w->both[0][1] = (int)v[2];
    w->seen = (int)(v[0] + v[1] - v[2]);
    return 0;
}

/* ---- what is said ---- */

struct pair {
    size_t a, b;
    struct twolist t;
};
typedef VEC(struct pair) pairs;

static int all_pairs(struct cli *x, const struct watch *w, pairs *v, struct err *e) {
    for (size_t i = 0; i < w->n; i++)
        for (size_t k = i + 1; k < w->n; k++) {
            struct pair p = {.a = i, .b = k};
            int rc =
                twolist_run(w->list[i].entries, w->list[k].entries, w->both[i][k], LEVEL, &p.t, e);

            if (rc < 0) return rc;
            *vec_push(x->a, v) = p;
        }
    return 0;
}

/* Without anybody on both lists the figure is (first + 1)(second + 1) - 1, whatever the truth. */
static bool has_chapman(const struct twolist *t) {
    return t->both > 0;
}

/* Of a pair that has a figure, else of any. */
static const char *why(const pairs *v) {
    const char *s = "";

    for (size_t i = 0; i < v->n; i++) {
        s = v->v[i].t.why;
        if (has_chapman(&v->v[i].t)) break;
    }
    return s;
}

static void print_json(const struct watch *w, const pairs *v) {
    json_t *lists = json_array(), *list = json_array(), *o;

    for (size_t i = 0; i < w->n; i++)
        json_array_append_new(lists,
                              json_pack("{s:s, s:i, s:i}", "name", w->list[i].name, "entries",
                                        w->list[i].entries, "repeated", w->list[i].repeated));
    for (size_t i = 0; i < v->n; i++) {
        const struct pair *p = &v->v[i];
        json_t *chapman =
            has_chapman(&p->t) ? json_real(round(p->t.chapman * 10) / 10) : json_null();

        json_array_append_new(list, json_pack("{s:[s,s], s:i, s:i, s:i, s:i, s:o}", "lists",
                                              w->list[p->a].name, w->list[p->b].name, "first",
                                              p->t.first, "second", p->t.second, "both", p->t.both,
                                              "seen", p->t.seen, "chapman", chapman));
    }
    o = json_pack("{s:i, s:o, s:o, s:n, s:s}", "at_least", w->seen, "lists", lists, "pairs", list,
                  "interval", "why", why(v));
    cmd_json(o);
    json_decref(o);
}

static const char *people(struct cli *x, int64_t n) {
    struct buf b = {0};
    const char *s;

    num_people(&b, n);
    s = arena_dup(x->a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static const char *chapman(struct cli *x, const struct twolist *t) {
    return has_chapman(t) ? arena_printf(x->a, "%.1f", t->chapman) : "unknown";
}

static void print_table(struct cli *x, struct buf *b, const struct watch *w, const pairs *v) {
    static const struct term_column column[] = {{"first", false, true},  {"second", false, true},
                                                {"on it", true, false},  {"on it", true, false},
                                                {"both", true, false},   {"either", true, false},
                                                {"Chapman", true, false}};
    const char **cell = ARENA_ARRAY(x->a, const char *, 7 * v->n);

    for (size_t i = 0; i < v->n; i++) {
        const struct pair *p = &v->v[i];
        const char *row[] = {w->list[p->a].name,     w->list[p->b].name,   people(x, p->t.first),
                             people(x, p->t.second), people(x, p->t.both), people(x, p->t.seen),
                             chapman(x, &p->t)};

        memcpy(cell + 7 * i, row, sizeof row);
    }
    term_table(b, &x->term, column, 7, cell, v->n);
}

/* "Chapman's figure is 169.2", or their spread over the pairs. */
static const char *figures(struct cli *x, const pairs *v) {
    double lo = (double)INFINITY, hi = 0, sum = 0, n = 0;

    for (size_t i = 0; i < v->n; i++) {
        if (!has_chapman(&v->v[i].t)) continue;
        lo = fmin(lo, v->v[i].t.chapman), hi = fmax(hi, v->v[i].t.chapman);
        sum += v->v[i].t.chapman, n++;
    }
    if (n == 0) return NULL;
    if (v->n == 1)
        return arena_printf(x->a,
                            "Chapman's figure is %.1f: a lower bound too, where some are harder to "
                            "see than others.",
                            lo);
    return arena_printf(x->a,
                        "Chapman's figures of %.0f pairs go from %.1f to %.1f, mean %.1f: lower "
                        "bounds too, where some are harder to see than others.",
                        n, lo, hi, sum / n);
}

static void print_text(struct cli *x, const struct watch *w, const pairs *v) {
    const char *s = figures(x, v);
    struct buf b = {0};
    int repeated = 0;

    for (size_t i = 0; i < w->n; i++) repeated += w->list[i].repeated;
    buf_printf(&b, "%sAt least %s%s: on %s.\n\n", term_style(&x->term, TERM_BOLD),
               people(x, w->seen), term_style(&x->term, TERM_PLAIN),
               w->n == 2 ? "one list or the other" : "one list or another");
    print_table(x, &b, w, v);
    buf_putc(&b, '\n');
    if (s) term_wrap(&b, &x->term, "", s);
    term_wrap(&b, &x->term, "", arena_printf(x->a, "No interval: %s.", why(v)));
    if (repeated)
        term_wrap(
            &b, &x->term, "",
            arena_printf(x->a, "Written more than once on a list and counted once: %d.", repeated));
    cmd_write(&b);
}

static int read_all(struct cli *x, struct watch *w, struct err *e) {
    bool columns = opt_value(&x->v, "columns"), column = opt_value(&x->v, "column");
    bool counts = opt_value(&x->v, "counts");

    if (columns + column + counts > 1)
        err_put(e, RC_SYNTAX, "--column, --columns and --counts: one of the three");
    else if (counts)
        return from_counts(x, w, e);
    else if (columns)
        return from_table(x, w, e);
    else if (x->v.n == 1)
        err_put(e, RC_SYNTAX, "one file: a second list, or --columns of this one");
    else if (x->v.n < 1 || x->v.n > LISTS)
        err_put(e, RC_SYNTAX, "2 to %d lists, or --counts", LISTS);
    else
        return from_files(x, w, e);
    return CMD_USAGE;
}

static int run(struct cli *x, struct err *e) {
    struct watch *w = ARENA_NEW(x->a, struct watch);
    pairs v = {0};
    int rc = read_all(x, w, e);

    if (rc) return rc;
    if ((rc = all_pairs(x, w, &v, e)) < 0) return rc;
    if (opt_value(&x->v, "json"))
        print_json(w, &v);
    else
        print_text(x, w, &v);
    return 0;
}

static const struct opt_arg args[] = {{"LIST", OPT_FILE, true, true, NULL,
                                       "files with a name or number a line, one for each observer"},
                                      {0}};
static const struct opt options[] = {
    {"column", 0, OPT_TEXT, "NAME", NULL, "the files are CSV, and this column has the entries"},
    {"columns", 0, OPT_TEXT, "A,B", NULL,
     "one CSV file, with a column of 1 and 0 for each observer"},
    {"counts", 0, OPT_TEXT, "F,S,B", NULL, "on the first list, on the second, on both"},
    CMD_JSON,
    {0}};
const struct cmd cmd_twolist = {
    .opt = {.name = "twolist",
            .group = "Think",
            .summary = "two observers' lists: at least how many there were",
            .about =
                "Compares lists that observers made of the same people, each without the other's. "
                "Nothing of a list is stored or printed but how many are on it. Case, accents and "
                "punctuation do not matter; whoever is spelled in two ways counts twice.\n\n"
                "More lists than two are compared pair by pair. docs/SCORE.md says why no interval "
                "is given.",
            .example = "headcount twolist observers.csv --columns Obs1,Obs2",
            .args = args,
            .options = options},
    .run = run,
};
