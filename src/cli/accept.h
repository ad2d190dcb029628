/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cli/cmd.h"
#include "text/text.h"

/** Chosen drafts of a text as rows of a case, one `ingest_row` each. */
struct accept {
    const char *path;     /* of the case */
    const char *source;   /* id of the source in it */
    const char *corridor; /* for schedules and counts; or NULL */
    const char *only;     /* "3,7" */
};

/** A row of claims, schedules or counts, or what it lacks. */
struct accept_row {
    const char *sheet;
    struct span name[16], cell[16];
    size_t n;
    const char *missing; /* "days, from"; "" when it is whole */
};

/** What a draft would become. A schedule or count that lacks what its sheet needs is not turned into something else: it says so. */
void accept_make(struct arena *a, const struct text *t, size_t draft, const char *source,
                 const char *corridor, struct accept_row *out);

/** Appends. @return CMD_DONE; CMD_NO: some were not appended, and it was said why; CMD_USAGE; or below 0. */
int accept_run(struct cli *x, const struct text *t, const struct accept *o, struct err *e);
