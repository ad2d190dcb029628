/* SPDX-License-Identifier: Apache-2.0 */
/* calibrate: the acceptance table on real data. Exit status 0 all rows pass, 1 one falls short, 2 usage, 3 a failure, 77 no data. */
#include "base/num.h"
#include "cal.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct row {
    const char *name;
    int (*run)(struct cal *c, struct err *e);
} rows[] = {
    {"yakima", cal_yakima}, {"frontex", cal_frontex},   {"monitored", cal_monitored},
    {"arts", cal_arts},     {"releases", cal_releases}, {"flock", cal_flock},
    {"stakes", cal_stakes},
};
#define ROWS (sizeof rows / sizeof *rows)

/* ---- infer_options by name ---- */

enum kind { REAL, WHOLE, BOOL };
#define FIELD(name, kind)                                                                          \
    { #name, kind, offsetof(struct infer_options, name) }
static const struct field {
    const char *name;
    enum kind kind;
    size_t at;
} fields[] = {
    FIELD(interval, REAL),
    FIELD(completion_a, REAL),
    FIELD(completion_b, REAL),
    FIELD(boarding_a, REAL),
    FIELD(boarding_b, REAL),
    FIELD(concern_a, REAL),
    FIELD(concern_b, REAL),
    FIELD(selection_scale, REAL),
    FIELD(seats_unknown_lo, WHOLE),
    FIELD(seats_unknown_hi, WHOLE),
    FIELD(fix_completion, REAL),
    FIELD(fix_load, REAL),
    FIELD(fix_concern, REAL),
    FIELD(fix_boarding, REAL),
    FIELD(fix_detection, REAL),
    FIELD(fix_selection, REAL),
    FIELD(detection_a, REAL),
    FIELD(detection_b, REAL),
    FIELD(unlisted_a, REAL),
    FIELD(unlisted_b, REAL),
    FIELD(drift, REAL),
    FIELD(groups, BOOL),
    FIELD(light, BOOL),
    FIELD(tails, BOOL),
    FIELD(regimes, BOOL),
    FIELD(seats_scale, REAL),
    FIELD(eye_scale, REAL),
    FIELD(stock_lo, REAL),
    FIELD(stock_hi, REAL),
    FIELD(inbound_none, BOOL),
    FIELD(draws, WHOLE),
    FIELD(waiting_odds, REAL),
};

static bool set_option(struct infer_options *o, const char *name, double v) {
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        void *p = (char *)o + fields[i].at;

        if (strcmp(fields[i].name, name) != 0) continue;
        if (fields[i].kind == REAL) *(double *)p = v;
        if (fields[i].kind == WHOLE) *(int *)p = (int)v;
        if (fields[i].kind == BOOL) *(bool *)p = v != 0;
        return true;
    }
    return false;
}

/* key=value,key=value */
static bool set_options(struct infer_options *o, char *text) {
    char *save = NULL;

    for (char *s = strtok_r(text, ",", &save); s; s = strtok_r(NULL, ",", &save)) {
        char *eq = strchr(s, '='), *end;
        double v;

        if (!eq) return fprintf(stderr, "calibrate: %s: key=value is asked for\n", s), false;
        *eq = 0;
        v = strtod(eq + 1, &end);
        if (*end || end == eq + 1 || !set_option(o, s, v)) {
            fprintf(stderr, "calibrate: %s: no such option, or not a number\n", s);
            return false;
        }
    }
    return true;
}

/* ---- the table ---- */

static void figure(double x, int width, int places) {
    if (isnan(x))
        printf(" %*s", width, "-");
    else
        printf(" %*.*f", width, places, x);
}

static void show(const struct cal_line *l) {
    printf("%-10s %-24s %6zu", l->row, l->what, l->n);
    figure(l->covered, 6, 3);
    printf(" +-");
    figure(l->se, 5, 3);
    figure(l->score, 9, 1);
    figure(l->width, 9, 1);
    printf("  ");
    for (size_t i = 0; i < l->npeer; i++)
        printf("%s%s %.2f/%.2f (%.3f)", i ? ", " : "", l->peer[i].name, l->peer[i].score_ratio,
               l->peer[i].width_ratio, l->peer[i].covered);
    if (l->target) printf("%s%s: %s", l->npeer ? "  " : "", l->target, l->pass ? "pass" : "SHORT");
    printf("\n");
    if (l->note) printf("%-10s   %s\n", "", l->note);
}

static double now_s(void) {
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int run_row(struct cal *c, const struct row *r, int *asked, int *passed) {
    size_t at = c->line.n;
    double t = now_s();
    struct err e = {0};
    int n = 0, ok = 0;

    if (r->run(c, &e) < 0) {
        fprintf(stderr, "calibrate: %s: %s\n", r->name, e.text);
        return -1;
    }
    for (; at < c->line.n; at++) {
        show(&c->line.v[at]);
        n += c->line.v[at].target != NULL;
        ok += c->line.v[at].target && c->line.v[at].pass;
    }
    printf("%-10s %d of %d pass\n\n", r->name, ok, n);
    fflush(stdout);
    fprintf(stderr, "%s: %.1f s\n", r->name, now_s() - t);
    *asked += n;
    *passed += ok;
    return 0;
}

/* ---- the command line ---- */

static const char usage[] =
    "usage: calibrate [--row NAME]... [--replicates N] [--jobs N] [--half dev|test] [--seats N]\n"
    "                 [--options key=value,...] [--checks DIR] [--data DIR]\n";

struct asked {
    bool row[ROWS], any;
};

static bool ask_row(struct asked *q, const char *name) {
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(rows[i].name, name) == 0) return q->row[i] = q->any = true;
    fprintf(stderr, "calibrate: %s: no such row\n", name);
    return false;
}

static bool read_half(struct cal *c, const char *s) {
    c->half = strcmp(s, "test") == 0 ? CAL_TEST : CAL_DEV;
    return strcmp(s, "test") == 0 || strcmp(s, "dev") == 0;
}

#define SEATS_MOST 1000 /* no aircraft has more */

/* -1: unknown. */
static bool read_seats(struct cal *c, const char *s) {
    int64_t n = 0;
    struct err e;

    if (num_int(span_of(s), -1, SEATS_MOST, &n, &e) < 0) return false;
    c->seats = (int)n;
    return n != 0;
}

static bool read_args(struct cal *c, struct asked *q, int argc, char **argv) {
    static const struct option list[] = {
        {"row", required_argument, NULL, 'r'},
        {"replicates", required_argument, NULL, 'n'},
        {"jobs", required_argument, NULL, 'j'},
        {"half", required_argument, NULL, 'h'},
        {"seats", required_argument, NULL, 's'},
        {"options", required_argument, NULL, 'o'},
        {"checks", required_argument, NULL, 'c'},
        {"data", required_argument, NULL, 'd'},
        {NULL, 0, NULL, 0},
    };
    bool ok = true;
    int k;

    while (ok && (k = getopt_long(argc, argv, "", list, NULL)) != -1) {
        if (k == 'r') ok = ask_row(q, optarg);
        if (k == 'n') ok = (c->replicates = (int)strtol(optarg, NULL, 10)) > 0;
        if (k == 'j') ok = (c->jobs = (int)strtol(optarg, NULL, 10)) > 0;
        if (k == 's') ok = read_seats(c, optarg);
        if (k == 'h') ok = read_half(c, optarg);
        if (k == 'o') ok = set_options(&c->o, optarg);
        if (k == 'c') c->checks = optarg;
        if (k == 'd') c->dir = optarg;
        if (k == '?') ok = false;
    }
    if (!ok || optind < argc) fputs(usage, stderr);
    return ok && optind == argc;
}

int main(int argc, char **argv) {
    const char *dir = getenv("HEADCOUNT_SHARED");
    struct asked q = {0};
    struct arena a;
    struct cal c;
    int asked = 0, passed = 0, rc = 0;

    arena_init(&a, (size_t)4 << 30);
    cal_begin(&c, &a, dir && *dir ? dir : "../shared/data");
    if (!read_args(&c, &q, argc, argv)) return 2;
    if (access(c.dir, R_OK) != 0) {
        fprintf(stderr, "calibrate: the shared data is not at %s: nothing was tested\n", c.dir);
        return 77;
    }
    printf("%-10s %-24s %6s %6s    %5s %9s %9s   %s\n", "row", "condition", "n", "covers", "se",
           "score", "width", "peer score/width ratio (covers)");
    for (size_t i = 0; i < ROWS && rc == 0; i++)
        if (!q.any || q.row[i]) rc = run_row(&c, &rows[i], &asked, &passed);
    if (rc == 0) printf("%d of %d pass\n", passed, asked);
    arena_fini(&a);
    return rc < 0 ? 3 : passed == asked ? 0 : 1;
}
