/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"
#include "cli/cmd.h"
#include "cli/part.h"
#include "cli/shut_in.h"
#include "cli/sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <unistd.h>

/* --- options --- */

static int whole(const struct cli *x, const char *name, int64_t lo, int64_t hi, int64_t *out,
                 struct err *e) {
    const char *s = opt_value(&x->v, name);

    if (!s || num_int(span_of(s), lo, hi, out, e) == 0) return 0;
    err_at(e, "--%s", name);
    return CMD_USAGE;
}

static int real(const struct cli *x, const char *name, double lo, double hi, double *out,
                struct err *e) {
    const char *s = opt_value(&x->v, name);

    if (!s || num_real(span_of(s), lo, hi, out, e) == 0) return 0;
    err_at(e, "--%s", name);
    return CMD_USAGE;
}

static int cores(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n < 1 ? 1 : n > SWEEP_JOBS_MOST ? SWEEP_JOBS_MOST : (int)n;
}

static int options_of(const struct cli *x, struct sweep_options *o, struct err *e) {
    int64_t seed = 1, seats = 0, jobs = cores();
    int rc;

    *o = (struct sweep_options){.interval = 0.9, .selection = (double)NAN};
    if ((rc = real(x, "interval", 0.5, 0.99, &o->interval, e))) return rc;
    if ((rc = real(x, "selection", 0, 2, &o->selection, e))) return rc;
    if ((rc = whole(x, "seed", 0, INT32_MAX, &seed, e))) return rc;
    if ((rc = whole(x, "seats", 1, SWEEP_PEOPLE, &seats, e))) return rc;
    if ((rc = whole(x, "jobs", 1, SWEEP_JOBS_MOST, &jobs, e))) return rc;
    o->seed = (uint64_t)seed, o->seats = (int)seats, o->jobs = (int)jobs;
    return 0;
}

/* --- files --- */

static int table_open(const char *path, struct err *e) {
    int fd;

    if (strcmp(path, "-") == 0) return STDIN_FILENO;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) return fd;
    return errno == ENOENT || errno == ENOTDIR ? err_set(e, RC_NOTFOUND, "no such file")
                                               : err_set(e, RC_IO, "%s", strerrordesc_np(errno));
}

static int sweep_path(const char *path, const struct sweep_options *o, FILE *out, FILE *draws,
                      struct err *e) {
    int fd = table_open(path, e);
    int rc = fd < 0 ? fd : sweep_run(fd, o, out, draws, stderr, e);

    if (fd > STDIN_FILENO) close(fd);
    if (rc < 0) err_at(e, "%s", strcmp(path, "-") == 0 ? "standard input" : path);
    return rc;
}

static int run(struct cli *x, struct err *e) {
    const char *output = opt_value(&x->v, "output"), *draws = opt_value(&x->v, "draws");
    struct part out = {0}, drawn = {0};
    struct sweep_options o;
    int rc = options_of(x, &o, e);

    const char *made[3] = {output ? output : draws, output ? draws : NULL};

    if (rc) return rc;
    if (output && strcmp(output, "-") != 0) rc = part_open(&out, &x->v, output, e);
    if (rc == 0 && draws) rc = part_open(&drawn, &x->v, draws, e);
    if (rc == 0) rc = shut_in(x, NULL, made, e); /* what is there is looked at before */
    if (rc == 0) rc = sweep_path(x->v.arg[0], &o, out.f ? out.f : stdout, drawn.f, e);
    rc = part_close(&drawn, rc, e);
    return part_close(&out, rc, e);
}

static const struct opt_arg args[] = {
    {"TABLE", OPT_FILE, false, false, NULL, "a CSV table (- is standard input)"}, {0}};
static const struct opt options[] = {
    CMD_INTERVAL,
    CMD_SEED,
    {"seats", 0, OPT_TEXT, "N", NULL, "assumed where a series has no seat figure (else 60 to 240)"},
    {"selection", 0, OPT_TEXT, "X", NULL,
     "how far flights that nobody counted may differ, log scale (else 0.24; 0: not at all)"},
    {"jobs", 'j', OPT_TEXT, "N", NULL, "series at a time (else one for each processor)"},
    {"draws", 0, OPT_OUT, "FILE", NULL, "write the draws of each total as CSV"},
    {"output", 'o', OPT_OUT, "FILE", NULL, "where the lines go (else: standard output)"},
    {0},
};
const struct cmd cmd_sweep = {
    .opt = {.name = "sweep",
            .group = "In bulk",
            .summary = "estimate every series of a flat flight log, a line of JSON for each",
            .about =
                "The columns are series, date, slot, group, seats, status, method, count, low, "
                "high, root, and if need be of, stage, wording; any order, and only date must be "
                "there. Rows with one date and slot speak of one flight. A status is announced, "
                "operated, cancelled or unknown; an empty count is unknown, not zero.\n\n"
                "The lines are sorted by series and do not depend on the order of rows or the "
                "number of jobs. Rows that cannot be read are named and left out; a series that "
                "cannot be answered has a line with its error. No case is made and nothing is "
                "kept.",
            .example = "headcount sweep log.csv --draws draws.csv >answers.jsonl",
            .args = args,
            .options = options},
    .run = run,
};
