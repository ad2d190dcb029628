/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "report/chart.h"
#include "report/page.h"

#include <stdbool.h>
#include <stddef.h>

/** What stands around a picture: one table for the report and for pictures that stand alone (alone.c). */
struct figure {
    const char *name;  /* in anchors of the report; NULL: drawn there without a figure of its own */
    const char *chart; /* as the command line calls it */
    const char *unit, *source;
    bool (*possible)(const struct chart *); /* NULL: always */
    void (*title)(const struct chart *);
    void (*draw)(const struct chart *);
    void (*note[2])(const struct chart *);        /* under the picture */
    void (*table)(struct page *, const json_t *); /* NULL: it is the table of slots */
    bool wide, tall; /* tall: others stand under each other beside it */
    bool claims;     /* its table is that of claims */
    const char
        *below[2]; /* without a table of its own: the end of the anchor of one, and its name */
};

extern const struct figure
    figure_all[]; /* those of a corridor, of what was tracked, then those without a name */
extern const size_t figure_corridor, figure_tracked,
    figure_count; /* ends of the three in the list */
