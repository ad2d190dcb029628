/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/map.h"
#include "cli/secret.h"

#include <unistd.h>

static void add_tally(struct arena *a, struct ingest_tally *all, const struct ingest_tally *t) {
    all->files += t->files;
    all->files_known += t->files_known;
    all->rows += t->rows;
    all->rows_known += t->rows_known;
    all->superseded += t->superseded;
    all->withdrawn += t->withdrawn;
    all->refused += t->refused;
    for (size_t i = 0; i < t->bad.n; i++) *vec_push(a, &all->bad) = t->bad.v[i];
    for (size_t i = 0; i < t->notices.n; i++) *vec_push(a, &all->notices) = t->notices.v[i];
}

static json_t *tally_json(struct cli *x, const struct ingest_tally *t) {
    static const struct term utf8 = {.utf8 = true, .width = TERM_WIDTH};
    json_t *bad = json_array(), *notices = json_array();

    for (size_t i = 0; i < t->notices.n; i++)
        json_array_append_new(
            notices, json_string(term_string(&utf8, x->a, arena_dup(x->a, t->notices.v[i]))));
    for (size_t i = 0; i < t->bad.n; i++) {
        const struct ingest_bad *b = &t->bad.v[i];
        const struct span part[] = {b->file, b->sheet, b->column, b->reason, b->cell};
        static const char *const key[] = {"file", "sheet", "column", "reason", "cell"};
        json_t *one = json_pack("{s:I}", "line", (json_int_t)b->line);

        if (b->tab > 1) json_object_set_new(one, "tab", json_integer((json_int_t)b->tab));

        for (size_t k = 0; k < sizeof part / sizeof *part; k++)
            json_object_set_new(one, key[k],
                                json_string(term_string(&utf8, x->a, arena_dup(x->a, part[k]))));
        json_array_append_new(bad, one);
    }
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o}", "files",
                     (json_int_t)t->files, "files_known", (json_int_t)t->files_known, "rows",
                     (json_int_t)t->rows, "rows_known", (json_int_t)t->rows_known, "superseded",
                     (json_int_t)t->superseded, "withdrawn", (json_int_t)t->withdrawn, "refused",
                     (json_int_t)t->refused, "bad_rows", (json_int_t)t->bad.n, "bad", bad,
                     "notices", notices);
}

static void say(struct cli *x, const struct ingest_tally *t) {
    struct buf b = {0};

    buf_printf(&b, "%zu row%s added", t->rows, t->rows == 1 ? "" : "s");
    if (t->superseded) buf_printf(&b, ", %zu of them in place of earlier ones", t->superseded);
    if (t->withdrawn) buf_printf(&b, ", %zu withdrawn", t->withdrawn);
    if (t->rows_known) buf_printf(&b, ", %zu known already", t->rows_known);
    if (t->files_known)
        buf_printf(&b, "; %zu file%s known already", t->files_known,
                   t->files_known == 1 ? " was" : "s were");
    if (t->refused)
        buf_printf(&b, "; %zu file%s refused", t->refused, t->refused == 1 ? " was" : "s were");
    buf_putc(&b, '\n');
    (void)x;
    cmd_write(&b);
}

/* Sheets in files of their own are read in the order in which they refer to each other, however they were typed; what may hold
 * anything stays in its place among them. */
static const char **in_order(struct cli *x, const struct ingest_options *o) {
    const char **path = ARENA_ARRAY(x->a, const char *, x->v.n);
    size_t *place = ARENA_ARRAY(x->a, size_t, x->v.n);

    for (size_t i = 1, k; i < x->v.n; i++) {
        size_t p = ingest_place(x->a, x->v.arg[i], o);

        for (k = i; k > 1 && p != INGEST_ANY && place[k - 1] != INGEST_ANY && place[k - 1] > p; k--)
            path[k] = path[k - 1], place[k] = place[k - 1];
        path[k] = x->v.arg[i];
        place[k] = p;
    }
    return path;
}

static int import_all(struct cli *x, struct store *st, const struct ingest_options *o,
                      struct ingest_tally *all, struct err *e) {
    const char **path = in_order(x, o);

    for (size_t i = 1; i < x->v.n; i++) {
        struct ingest_tally one = {0};
        int rc = ingest_path(st, x->a, path[i], o, &one, e);

        term_progress_end();
        add_tally(x->a, all, &one);
        if (rc < 0) return rc;
    }
    return 0;
}

/* UTC, or hours and minutes east of it. */
static int zone_of(const char *s, int32_t *minutes, struct err *e) {
    struct span at = {s + 1, strlen(s) - 1};

    *minutes = 0;
    if (strcmp(s, "UTC") == 0 || strcmp(s, "Z") == 0) return 0;
    if ((s[0] != '+' && s[0] != '-') || utc_minute_read(at, minutes, e) < 0 || *minutes > 14 * 60)
        return err_set(e, RC_SYNTAX, "--zone: is UTC, or hours east of it such as +09:00");
    if (s[0] == '-') *minutes = -*minutes;
    return 0;
}

static int signal_options(const struct cli *x, struct ingest_options *o, struct err *e) {
    const char *zone = opt_value(&x->v, "zone"), *start = opt_value(&x->v, "start");

    o->source = opt_value(&x->v, "source");
    o->dense = opt_value(&x->v, "dense") != NULL;
    o->zone_given = zone != NULL;
    o->start_given = start != NULL;
    if (zone && (!*zone || zone_of(zone, &o->zone_minutes, e) < 0)) return CMD_USAGE;
    if (start && utc_instant_read(span_of(start), &o->start_ms, e) < 0) {
        err_at(e, "--start");
        return CMD_USAGE;
    }
    return 0;
}

size_t cmd_jobs(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n < 1 ? 1 : n > CMD_JOBS ? CMD_JOBS : (size_t)n;
}

static int run(struct cli *x, struct err *e) {
    const char *map = opt_value(&x->v, "map");
    struct ingest_options o = {
        .now = x->now, .as = opt_value(&x->v, "as"), .jobs = cmd_jobs(), .progress = term_progress};
    struct ingest_tally all = {0};
    struct store *st = NULL;
    struct err later;
    int rc, again;

    if (map_is_guess(map)) return map_guess(x, &x->v.arg[1], x->v.n - 1, e);
    if ((rc = signal_options(x, &o, e))) return rc;
    if ((o.map = map) && (rc = map_show(x, map, e)) < 0) return rc;
    if ((rc = store_open(&st, x->v.arg[0], STORE_WRITE, e)) < 0) return rc;
    if ((rc = secret_warn(x, st, e)) == 0) rc = import_all(x, st, &o, &all, e);
    again = pipe_refresh(st, &later); /* also after a refusal: the files before it are in */
    store_close(st);
    if (rc == 0 && again < 0) {
        *e = later;
        rc = again;
    }
    cmd_tally(x, &all);
    if (opt_value(&x->v, "json")) {
        json_t *tally = tally_json(x, &all);

        cmd_json(tally);
        json_decref(tally);
    } else if (rc == 0) {
        say(x, &all);
    }
    return rc;
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL, "the case"},
    {"PATH", OPT_FILE, false, true, NULL,
     "a folder of CSV sheets, a CSV file, a workbook; or flight signals: a file, archive or "
     "folder"},
    {0},
};
static const struct opt options[] = {
    MAP_OPTION,
    {"as", 0, OPT_TEXT, "SHEET", NULL,
     "the sheet that a file holds, when it is not called after it"},
    {"source", 0, OPT_TEXT, "ID", NULL,
     "id of the source of flight signals, legs, schedules or watch-lists (else adsb, ssim, none)"},
    {"zone", 0, OPT_TEXT, "ZONE", NULL,
     "of SBS lines, which do not say it: UTC, or hours east of it as +09:00"},
    {"start", 0, OPT_TEXT, "TIME", NULL,
     "when a recording without UTC begins: 2023-10-30T02:20:11Z"},
    {"dense", 0, OPT_FLAG, NULL, NULL,
     "receivers are many where the signals are from, so a silence says more"},
    CMD_JSON,
    {0},
};
const struct cmd cmd_import = {
    .opt = {.name = "import",
            .group = "Put in",
            .summary = "put sheets and flight signals into a case",
            .about = "Each row becomes an entry. A file that was imported before adds nothing; an "
                     "edited one supersedes the rows that "
                     "changed. Sheets in files of their own may be given in any order. Rows that "
                     "cannot be read are kept with place and reason, without "
                     "their text. Columns of persons, contacts "
                     "and devices are refused, and so is a sheet with a row for each person.\n\n"
                     "Files of flight signals (traces and archives of readsb, Beast, AVR, SBS, "
                     "OpenSky), of schedules (SSIM) and watch-lists are told by their content. Of "
                     "signals the aircraft are kept that are on the sheet aircraft, or fly to or "
                     "from an end of a corridor, and which days an archive covers.",
            .example = "headcount import vladivostok.hc counts.csv flights.csv",
            .args = args,
            .options = options},
    .run = run,
};
