/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"
#include "cli/cmd.h"
#include "cli/past.h"
#include "cli/shut_in.h"
#include "infer/score.h"

#include <math.h>

#define COARSE 20  /* fewer quantiles than these give a coarse CRPS, and it is said */
#define LEAST 3    /* fewer give none */
#define FEW 36     /* below, even all inside would not show that intervals of 90 % are too wide */
#define LEVEL 0.95 /* of the interval of the coverage */

/* One interval, judged. */
struct mark {
    const struct past *of;
    bool inside;
    double score, crps, place; /* NaN: too few quantiles */
    int beyond;                /* the truth is below (-1) or above (1) every quantile */
};
struct marks {
    struct mark *v;
    size_t n, inside, ncrps, least; /* least: the fewest quantiles behind a CRPS */
    double level, score, crps;      /* means */
    double lo, hi; /* of the coverage; NaN where the intervals are not trials of their own */
    bool one_truth;
};

static struct mark judge(const struct past *b) {
    struct mark m = {.of = b,
                     .inside = b->lo <= b->truth && b->truth <= b->hi,
                     .score = score_interval(b->lo, b->hi, b->level, b->truth),
                     .crps = (double)NAN};

    m.place = b->n < LEAST ? (double)NAN : score_place(b->p, b->q, b->n, b->truth, &m.beyond);
    if (b->n >= LEAST) m.crps = score_crps_quantiles(b->p, b->q, b->n, b->truth);
    return m;
}

static struct marks judge_all(struct arena *a, const struct pasts *s, bool one_truth) {
    struct marks k = {.n = s->item.n, .one_truth = one_truth && s->item.n > 1, .least = SIZE_MAX};

    k.v = ARENA_ARRAY(a, struct mark, k.n);
    for (size_t i = 0; i < k.n; i++) {
        struct mark *m = &k.v[i];

        *m = judge(&s->item.v[i]);
        k.inside += m->inside;
        k.level += m->of->level / (double)k.n;
        k.score += m->score / (double)k.n;
        if (isnan(m->crps)) continue;
        k.ncrps++;
        k.crps += m->crps;
        if (m->of->n < k.least) k.least = m->of->n;
    }
    k.crps = k.ncrps ? k.crps / (double)k.ncrps : (double)NAN;
    k.lo = k.hi = (double)NAN;
    if (!k.one_truth && k.n) score_binomial(k.inside, k.n, LEVEL, &k.lo, &k.hi);
    return k;
}

/* ---- JSON ---- */

static json_t *real(double x) {
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *mark_json(const struct mark *m) {
    const struct past *b = m->of;

    return json_pack("{s:s, s:f, s:f, s:f, s:f, s:b, s:f, s:o, s:o, s:i, s:i}", "name", b->name,
                     "truth", b->truth, "lo", b->lo, "hi", b->hi, "level", b->level, "inside",
                     (int)m->inside, "interval_score", m->score, "crps", real(m->crps),
                     "percentile", real(round(m->place * 10000) / 100), "beyond", m->beyond,
                     "quantiles", (int)b->n);
}

static void print_json(const struct marks *k, const struct pasts *s) {
    json_t *list = json_array(), *o, *coverage;

    for (size_t i = 0; i < k->n; i++) json_array_append_new(list, mark_json(&k->v[i]));
    coverage = json_pack("{s:I, s:I, s:f, s:f, s:f, s:o, s:o}", "inside", (json_int_t)k->inside,
                         "of", (json_int_t)k->n, "share", (double)k->inside / (double)k->n,
                         "nominal", k->level, "level", LEVEL, "lo", real(k->lo), "hi", real(k->hi));
    o = json_pack("{s:o, s:o, s:b, s:f, s:o, s:I, s:I, s:I}", "items", list, "coverage", coverage,
                  "one_truth", (int)k->one_truth, "mean_interval_score", k->score, "mean_crps",
                  real(k->crps), "crps_of", (json_int_t)k->ncrps, "no_truth",
                  (json_int_t)s->no_truth, "no_interval", (json_int_t)s->no_interval);
    cmd_json(o);
    json_decref(o);
}

/* ---- for a person ---- */

/* "4,400"; "12.5" where that matters. */
static const char *amount(struct arena *a, double x) {
    struct buf b = {0};
    const char *s;

    if (isnan(x)) return "unknown";
    if (fabs(x) < 1000 && x != round(x))
        num_fixed(&b, x, 1);
    else if (fabs(x) < 9e15)
        num_people(&b, llround(x));
    else
        buf_printf(&b, "%.3g", x);
    s = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static const char *percent(struct arena *a, double x) {
    return arena_printf(a, "%.*f %%", fabs(x * 100 - round(x * 100)) < 1e-6 ? 0 : 1, x * 100);
}

static const char *place(struct arena *a, const struct mark *m) {
    if (isnan(m->place)) return "unknown";
    return arena_printf(a, "%s%.3g",
                        m->beyond < 0   ? "below "
                        : m->beyond > 0 ? "above "
                                        : "",
                        m->place * 100);
}

static void print_table(struct cli *x, struct buf *out, const struct marks *k) {
    static const struct term_column column[] = {
        {"interval of", false, true}, {"between", true, false},    {"level", true, false},
        {"truth", true, false},       {"", false, false},          {"score", true, false},
        {"CRPS", true, false},        {"percentile", true, false},
    };
    enum { N = sizeof column / sizeof *column };
    const char **cell = ARENA_ARRAY(x->a, const char *, N * k->n);

    for (size_t i = 0; i < k->n; i++) {
        const struct mark *m = &k->v[i];
        const struct past *b = m->of;
        const char *row[N] = {
            b->name,
            arena_printf(x->a, "%s to %s", amount(x->a, b->lo), amount(x->a, b->hi)),
            percent(x->a, b->level),
            amount(x->a, b->truth),
            m->inside          ? "inside"
            : b->truth < b->lo ? "OUTSIDE, below"
                               : "OUTSIDE, above",
            amount(x->a, m->score),
            amount(x->a, m->crps),
            place(x->a, m)};

        memcpy(cell + N * i, row, sizeof row);
    }
    term_table(out, &x->term, column, N, cell, k->n);
}

static const char *verdict(const struct marks *k) {
    if (k->level < k->lo) return "they hold the truth more often than they say: too wide";
    if (k->level > k->hi) return "they hold the truth less often than they say: too narrow";
    if (k->n < FEW) return "too few to tell whether they are too narrow or too wide";
    return "no sign that they are too narrow or too wide";
}

static void say(struct cli *x, struct buf *out, const char *text) {
    term_wrap(out, &x->term, "", text);
}

static void print_coverage(struct cli *x, struct buf *out, const struct marks *k) {
    const char *of =
        arena_printf(x->a, "%zu of %zu inside (%s, where %s is promised)", k->inside, k->n,
                     percent(x->a, (double)k->inside / (double)k->n), percent(x->a, k->level));

    if (k->one_truth)
        say(x, out,
            arena_printf(
                x->a,
                "%s. All have one truth, so they are not as many trials, and say little of "
                "how often such intervals are right.",
                of));
    else
        say(x, out,
            arena_printf(x->a,
                         "%s; the share in the long run is between %.1f and %.1f %% (exact "
                         "binomial interval, 95 %%): %s.",
                         of, k->lo * 100, k->hi * 100, verdict(k)));
}

static void print_text(struct cli *x, const struct marks *k, const struct pasts *s) {
    struct buf b = {0};

    print_table(x, &b, k);
    buf_putc(&b, '\n');
    print_coverage(x, &b, k);
    say(x, &b,
        arena_printf(
            x->a, "Mean interval score %s%s. Less is better; both are in people.",
            amount(x->a, k->score),
            k->ncrps
                ? arena_printf(x->a, ", mean CRPS %s%s", amount(x->a, k->crps),
                               k->ncrps < k->n ? arena_printf(x->a, " (of %zu)", k->ncrps) : "")
                : ""));
    if (k->ncrps && k->least < COARSE)
        say(x, &b, arena_printf(x->a, "CRPS from as few as %zu quantiles: coarse.", k->least));
    if (s->no_truth)
        say(x, &b, arena_printf(x->a, "Left out, as no truth is known: %zu.", s->no_truth));
    if (s->no_interval)
        say(x, &b, arena_printf(x->a, "Left out, as nothing was estimated: %zu.", s->no_interval));
    say(x, &b,
        "The truth is taken as exact. Official figures err too: look at a near miss from "
        "both sides.");
    cmd_write(&b);
}

/* ---- the command ---- */

static int day(const struct cli *x, const char *name, int32_t *out, struct err *e) {
    const char *s = opt_value(&x->v, name);

    *out = UTC_NONE;
    if (!s || utc_date_read(span_of(s), out, e) == 0) return 0;
    err_at(e, "--%s", name);
    return CMD_USAGE;
}

static int real_option(const struct cli *x, const char *name, double lo, double hi, double *out,
                       struct err *e) {
    const char *s = opt_value(&x->v, name);

    if (!s || num_real(span_of(s), lo, hi, out, e) == 0) return 0;
    err_at(e, "--%s", name);
    return CMD_USAGE;
}

static int options_of(const struct cli *x, struct past_options *o, struct err *e) {
    int rc;

    *o = (struct past_options){
        .corridor = opt_value(&x->v, "corridor"), .truth = (double)NAN, .level = 0.9};
    if ((rc = day(x, "from", &o->from, e)) || (rc = day(x, "to", &o->to, e)) ||
        (rc = real_option(x, "truth", 0, 1e12, &o->truth, e)) ||
        (rc = real_option(x, "level", 0.001, 0.999, &o->level, e)))
        return rc;
    if (opt_value(&x->v, "truth") && opt_value(&x->v, "truths")) {
        err_put(e, RC_SYNTAX, "--truth and --truths: one of the two");
        return CMD_USAGE;
    }
    return 0;
}

static int nothing(const struct pasts *s, struct err *e) {
    if (s->no_truth && isnan(s->o.truth) && !s->truth.n)
        return err_set(e, RC_NOTFOUND,
                       "no truth to score against: --truth N, --truths FILE, or a column truth");
    if (s->no_truth)
        return err_set(e, RC_NOTFOUND, "nothing to score: no truth is known for any of %zu",
                       s->no_truth);
    return err_set(e, RC_NOTFOUND, "nothing to score: no interval");
}

/* What was given and not used, on standard error. */
static void notices(struct cli *x, const struct pasts *s) {
    struct term t = term_of(stderr);
    struct buf b = {0};
    size_t n = 0;

    for (size_t i = 0; i < s->unused.n; i++)
        term_wrap(&b, &t, "note: ", arena_printf(x->a, "column %s is not used", s->unused.v[i]));
    for (size_t i = 0; i < s->truth.n; i++) n += !s->truth.v[i].used;
    if (n)
        term_wrap(&b, &t, "note: ",
                  arena_printf(x->a, "%zu truth%s of --truths belong%s to nothing here", n,
                               n == 1 ? "" : "s", n == 1 ? "s" : ""));
    if (b.n) fwrite(b.p, 1, b.n, stderr);
    buf_fini(&b);
}

static int run(struct cli *x, struct err *e) {
    struct pasts s = {.a = x->a};
    const char *truths = opt_value(&x->v, "truths");
    struct marks k;
    int rc = options_of(x, &s.o, e);

    if (rc || (rc = shut_in(x, truths, NULL, e)) < 0) return rc;
    if (truths && (rc = past_truths(&s, truths, e)) < 0) return rc;
    for (size_t i = 0; i < x->v.n; i++)
        if ((rc = past_read(&s, x->v.arg[i], e)) < 0) return rc;
    notices(x, &s);
    if (s.item.n == 0) return nothing(&s, e);
    k = judge_all(x->a, &s, !isnan(s.o.truth));
    if (opt_value(&x->v, "json"))
        print_json(&k, &s);
    else
        print_text(x, &k, &s);
    return 0;
}

static const struct opt_arg args[] = {
    {"FILE", OPT_FILE, false, true, NULL,
     "answers or lines of sweep (JSON), or tables (CSV); - is standard input"},
    {0}};
static const struct opt options[] = {
    {"truth", 0, OPT_TEXT, "N", NULL, "the figure that is known now"},
    {"truths", 0, OPT_FILE, "FILE", NULL,
     "figures for many: a table of series (or name) and truth"},
    {"from", 0, OPT_TEXT, "DATE", NULL, "the first day that the figure is of (else: the answer's)"},
    {"to", 0, OPT_TEXT, "DATE", NULL, "the last day that the figure is of (else: the answer's)"},
    {"corridor", 0, OPT_TEXT, "ID", NULL, "which corridor of an answer with several"},
    {"level", 0, OPT_TEXT, "P", NULL, "of intervals, where a file does not say (else 0.9)"},
    CMD_JSON,
    {0}};
const struct cmd cmd_score = {
    .opt = {.name = "score",
            .group = "Think",
            .summary = "how earlier intervals did, now that an official figure is known",
            .about =
                "Takes answers as run --json and estimate --json print them, lines of sweep, or a "
                "table with columns name, lo, hi, level, truth, and if there are any median and "
                "quantiles (q0.05, q0.25...).\n\n"
                "For each: whether the truth is inside, the interval score, the continuous ranked "
                "probability score, and where among the quantiles the truth lies. Then how many of "
                "all are inside against how many should be. docs/SCORE.md explains the scores.",
            .example = "headcount score 2024-03.json 2024-06.json --truth 4210",
            .args = args,
            .options = options},
    .run = run,
};
