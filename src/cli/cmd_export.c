/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/age.h"
#include "cli/cmd.h"
#include "cli/part.h"
#include "cli/whole.h"
#include "pack/pack.h"
#include "report/export.h"

#define WHOLE_BOOK_BYTES ((size_t)1 << 30)

/* The one option among csv, xlsx and the formats of maps that was given; NULL: none, or several. */
static const char *chosen(const struct cli *x) {
    const char *found = opt_value(&x->v, "csv") ? "csv" : NULL;
    size_t n = found != NULL;

    if (opt_value(&x->v, "xlsx")) found = "xlsx", n++;
    for (size_t i = 0; export_maps[i]; i++)
        if (opt_value(&x->v, export_maps[i])) found = export_maps[i], n++;
    return n == 1 ? found : NULL;
}

static int check(struct cli *x, struct err *e) {
    const char *format = chosen(x);
    bool csv = format && strcmp(format, "csv") == 0, table = opt_value(&x->v, "table");

    if (!format)
        err_put(e, RC_SYNTAX, "--csv, --xlsx, --geojson, --kml or --gpx, with a FILE: one of them");
    else if (csv && !table)
        err_put(e, RC_SYNTAX, "--csv holds one table; --table says which");
    else if (!csv && table)
        err_put(e, RC_SYNTAX, "--table goes with --csv; --%s holds %s", format,
                strcmp(format, "xlsx") == 0 ? "all tables" : "tracks");
    else if (strcmp(format, "xlsx") == 0 && opt_value(&x->v, "age"))
        err_put(e, RC_SYNTAX, "--age goes with text: a workbook is made on the disk first");
    else
        return 0;
    return CMD_USAGE;
}

static int text_of(const json_t *answer, const char *table, const char *format, bool whole,
                   struct buf *b, struct err *e) {
    if (table)
        return whole ? export_csv_whole(answer, table, b, e) : export_csv(answer, table, b, e);
    return whole ? export_legs_whole(answer, format, b, e) : export_legs(answer, format, b, e);
}

/* A table or tracks, as text. */
static int write_text(struct cli *x, const json_t *answer, const char *format, bool whole,
                      struct err *e) {
    const char *table = opt_value(&x->v, "table"), *path = opt_value(&x->v, format),
               *age = opt_value(&x->v, "age");
    struct buf b = {0};
    int rc = text_of(answer, table, format, whole, &b, e);

    if (rc == 0 && whole)
        rc = whole_enter(x, x->v.arg[0],
                         table ? arena_printf(x->a, "table %s", table)
                               : arena_printf(x->a, "tracks %s", format),
                         buf_span(&b), e);
    if (rc == 0 && age)
        rc = age_file(x, age, buf_span(&b), path, e);
    else if (rc == 0 && strcmp(path, "-") == 0)
        cmd_write(&b);
    else if (rc == 0)
        rc = cmd_file(x, path, buf_span(&b), e);
    buf_fini(&b);
    return rc;
}

/* A workbook is made on the disk, by its library: it waits there under another name until it is entered. */
static int write_xlsx(struct cli *x, const json_t *answer, bool whole, struct err *e) {
    struct span bytes = {0};
    struct part p = {0};
    int rc = part_name(&p, &x->v, opt_value(&x->v, "xlsx"), e);

    if (rc < 0) return rc;
    rc = whole ? export_xlsx_whole(answer, p.name.p, e) : export_xlsx(answer, p.name.p, e);
    if (rc == 0 && whole) rc = pack_file(x->a, p.name.p, WHOLE_BOOK_BYTES, &bytes, e);
    if (rc == 0 && whole) rc = whole_enter(x, x->v.arg[0], "workbook", bytes, e);
    return part_close(&p, rc, e);
}

static int run(struct cli *x, struct err *e) {
    const char *format = chosen(x);
    json_t *answer = NULL;
    int rc = check(x, e), whole;

    if (rc) return rc;
    if ((whole = whole_asked(x, e)) < 0) return whole;
    if ((rc = cmd_answer(x, x->v.arg[0], &answer, e))) return rc;
    if (strcmp(format, "xlsx") != 0)
        rc = write_text(x, answer, format, whole, e);
    else
        rc = write_xlsx(x, answer, whole, e);
    if (rc == 0) whole_warn(x, answer);
    json_decref(answer);
    return rc;
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {
    {"table", 0, OPT_WORD, "T", export_tables, "which table"},
    {"csv", 0, OPT_OUT, "FILE", NULL, "write one table as CSV (- is standard output)"},
    {"xlsx", 0, OPT_OUT, "FILE", NULL, "write all tables as a workbook"},
    {"geojson", 0, OPT_OUT, "FILE", NULL, "write the tracks as GeoJSON (- is standard output)"},
    {"kml", 0, OPT_OUT, "FILE", NULL, "write the tracks as KML"},
    {"gpx", 0, OPT_OUT, "FILE", NULL, "write the tracks as GPX"},
    {"age", 0, OPT_TEXT, "RECIPIENT", NULL,
     "readable for this recipient only (the program age); not with --xlsx"},
    CMD_ESTIMATE,
    WHOLE_OPTIONS,
    {0},
};
const struct cmd cmd_export = {
    .opt = {.name = "export",
            .group = "Show",
            .summary = "write tables and tracks for other programs",
            .about = "Only columns of a fixed list go out. Cells that a spreadsheet would run as a "
                     "formula are made harmless. In tracks a gap is never drawn.",
            .example = "headcount export vladivostok.hc --table slots --csv slots.csv",
            .args = args,
            .options = options},
    .run = run,
};
