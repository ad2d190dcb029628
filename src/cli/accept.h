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
    const char *days;     /* weekdays for schedules that do not name them: "Mon Fri"; or NULL */
};

/** A row of claims, schedules or counts, or what it lacks. */
struct accept_row {
    const char *sheet;
    struct span name[16], cell[16];
    size_t n;
    const char *missing; /* "days, from"; "" when it is whole */
    const char *says;    /* what the draft has in place of it; "" */
    const char *wrong;   /* why what was given by hand cannot be of this draft; "" when it can */
};

/** What a draft would become. @param days for a schedule that says how often and not when; one that names its days keeps them. A schedule or count that lacks what its sheet needs is not turned into something else: it says so. */
void accept_make(struct arena *a, const struct text *t, size_t draft, const char *source,
                 const char *corridor, const char *days, struct accept_row *out);

/** Appends. @return CMD_DONE; CMD_NO: some were not appended, and it was said why; CMD_USAGE; or below 0. */
int accept_run(struct cli *x, const struct text *t, const struct accept *o, struct err *e);
