/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/add_media.h"
#include "cli/cmd.h"
#include "cli/secret.h"
#include "format/sheet.h"
#include "media/media.h"

static int split(struct cli *x, struct span *name, struct span *cell, struct err *e) {
    for (size_t i = 2; i < x->v.n; i++) {
        struct span s = span_of(x->v.arg[i]);
        const char *eq = memchr(s.p, '=', s.n);

        if (!eq || eq == s.p) {
            err_put(e, RC_SYNTAX, "\"%s\" is not column=value", s.p);
            return CMD_USAGE;
        }
        name[i - 2] = (struct span){s.p, (size_t)(eq - s.p)};
        cell[i - 2] = (struct span){eq + 1, s.n - (size_t)(eq + 1 - s.p)};
    }
    return 0;
}

static int run(struct cli *x, struct err *e) {
    size_t n = x->v.n - 2;
    struct span *name = ARENA_ARRAY(x->a, struct span, n),
                *cell = ARENA_ARRAY(x->a, struct span, n);
    struct ingest_options o = {.now = x->now};
    struct ingest_tally t = {0};
    struct store *st = NULL;
    struct buf b = {0};
    int rc;

    if (strcmp(x->v.arg[1], "media") == 0) return add_media(x, e);
    if ((rc = add_media_none(x, e)) || (rc = split(x, name, cell, e))) return rc;
    if ((rc = store_open(&st, x->v.arg[0], STORE_WRITE, e)) < 0) return rc;
    rc = ingest_row(st, x->a, x->v.arg[1], name, cell, n, &o, &t, e);
    if (rc == 0) rc = pipe_refresh(st, e);
    if (rc == 0) rc = secret_warn(x, st, e);
    store_close(st);
    if (rc < 0) return rc;
    cmd_tally(x, &t);
    buf_puts(&b, t.rows_known   ? "known already\n"
                 : t.superseded ? "added, in place of an earlier row\n"
                                : "added\n");
    cmd_write(&b);
    return 0;
}

static const char *const sheets[] = {"corridors", "schedules", "aircraft", "sources",    "flights",
                                     "counts",    "claims",    "rules",    "hypotheses", "weighs",
                                     "coverage",  "media",     NULL};
static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL, "the case"},
    {"SHEET", OPT_WORD, false, false, sheets,
     "which sheet the row belongs to; or media, for photographs, video and sound"},
    {"COLUMN=VALUE", OPT_FILE, false, true, NULL,
     "a cell (columns that are not named stay unknown); of media: a file"},
    {0},
};
static const struct opt options[] = {ADD_MEDIA_OPTIONS, {0}};
const struct cmd cmd_add = {
    .opt = {.name = "add",
            .group = "Put in",
            .summary = "put one row, or photographs and video, into a case",
            .about =
                "The columns, limits and words are those of the sheets (headcount template "
                "FILE.xlsx shows them).\n\nFiles of media are hashed before anything reads them "
                "and never "
                "changed. Programs that are installed (exiftool, ffmpeg, tesseract) look at them "
                "shut away; what they say is a suggestion and enters no figure. Where a file "
                "names a place, a device or a person, that is told, and sealed where "
                "the case has custodians.",
            .example = "headcount add v.hc counts id=c2 corridor=VVO-FNJ date=2023-11-03 "
                       "method=eye low=60 best=80 high=90",
            .args = args,
            .options = options},
    .run = run,
};
