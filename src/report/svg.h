/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"

#include <stdint.h>

/** One picture being written. User units are CSS pixels at the width it was drawn for; colours and
 * faces are classes that report.css defines for light, dark and paper. */
struct svg {
    struct buf *b;
    double w, h;
};

/** The title names the picture, the description (already escaped text) says in words what it shows;
 * both are read aloud.
 *  @param id unique in the page; `id`-t and `id`-d become the ids of title and description. */
void svg_begin(struct svg *s, const char *cls, const char *id, const char *title, struct span desc);
void svg_end(struct svg *s);

void svg_num(struct buf *b, double x); /* one decimal at most */
void svg_line(struct svg *s, const char *cls, double x1, double y1, double x2, double y2);
void svg_rect(struct svg *s, const char *cls, double x, double y, double w, double h);
void svg_circle(struct svg *s, const char *cls, double x, double y, double r);
void svg_text(struct svg *s, const char *cls, double x, double y, const char *text); /* escapes */
void svg_people(struct svg *s, const char *cls, double x, double y, int64_t n);
void svg_point(struct svg *s, char command, double x, double y); /* inside a path's d */

/** An opened text element, for what svg_text cannot say: add escaped text, then `</text>`. */
void svg_open(struct svg *s, const char *cls, double x, double y);

/** A text in at most `most` (up to 4) lines of a width, a size in the style sheet, the first with its base line at y. @return how
 * many lines. With s NULL nothing is drawn: how many there would be. */
struct svg_lines {
    const char *cls;
    double size, width, leading; /* leading: from one base line to the next */
    size_t most;
};
size_t svg_lines(struct svg *s, const struct svg_lines *l, double x, double y, const char *text);

/** A box filled with slanting lines, drawn as lines: a pattern would need a reference, and pictures
 * are copied out of pages. */
void svg_hatch(struct svg *s, const char *cls, double x, double y, double w, double h, double gap);

/** A straight scale. */
struct svg_scale {
    double lo, hi, x0, x1;
};
double svg_at(struct svg_scale c, double v);

/** The step 1, 2 or 5 times a power of ten, at least 1, that gives about `want` ticks up to hi. */
double svg_step(double hi, int want);

/** Horizontal rules with their number at the left, above the rule; zero is the base line. @return
 * the top of the scale, a tick. */
double svg_rules(struct svg *s, double hi, double x0, double x1, double base, double top);
