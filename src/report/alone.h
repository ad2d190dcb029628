/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/canon.h"
#include "base/err.h"

/* One picture of the report as a document of its own. */

extern const char *const alone_charts[]; /* what there is, NULL-terminated */
#define ALONE_NARROW 240                 /* pixels; narrower letters are not read */
#define ALONE_WIDE 2400

/** Appends an SVG document from an answer: the picture as the report draws it, with its style inside (light, dark, paper), the
 *  sentence that it makes plain in its `desc`, and for a page that shows it `data-title`, `data-unit`, `data-source` and `data-note`
 *  on its root. Nothing leads out of it but links to rows (`#r-NAME`), which are there where `links` is set.
 *  @param corridor the id of one, or its number from 1; NULL: the first.
 *  @param width in pixels, ALONE_NARROW to ALONE_WIDE; under CHART_LEAST_WIDE it is the narrow form, made larger or smaller.
 *  @return 0; RC_SYNTAX: no answer; RC_NOTFOUND: no such corridor or picture, or that picture cannot be drawn of it, with the
 *  reason. */
struct alone {
    const char *chart, *corridor;
    int width;
    bool links;
};
MUST int alone_chart(const json_t *answer, const struct alone *o, struct buf *out, struct err *e);

/** Appends all pictures that are possible, for a page that has the rules of chart.css, with links to rows:
 *  {"corridors": [{"id", "charts": {NAME: {"wide": svg, "small": svg}}}]}, by corridor as in the answer. @return 0; RC_SYNTAX */
MUST int alone_all(const json_t *answer, struct buf *out, struct err *e);

/** The rules of pictures (chart.css), which the report holds too. */
struct span alone_css(void);
