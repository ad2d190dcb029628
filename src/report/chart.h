/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/canon.h"
#include "report/svg.h"
#include "report/view.h"

#include <stdbool.h>
#include <stdint.h>

/* The pictures of one corridor. Each has a *_title, the sentence that it makes plain (escaped, no
 * full stop needed), and a *_chart, drawn for a stated width: small ones once, at the width of a
 * phone and of a third of a page; wide ones twice, and report.css shows the one that fits. */
#define CHART_SMALL 346.0
#define CHART_WIDE 734.0
#define CHART_LEAST_WIDE 560.0 /* the wide form fits from there on */

struct chart {
    struct buf *b;
    const json_t *corridor; /* an element of the answer's corridors */
    const json_t *claims;   /* the answer's claims, all */
    const json_t *counts;   /* the answer's counts, all */
    const json_t *rows;     /* the answer's rows, for links */
    const char *id;         /* of the picture, unique in the page */
    const char *cls;        /* of the svg element */
    double width; /* CHART_SMALL or CHART_WIDE; alone: CHART_SMALL, or CHART_LEAST_WIDE and more */
    bool alone;   /* a document of its own: nothing above it to lead to */
};

/** Seen, estimated and ceiling on one scale. Wide, lines lead from three columns of text above to
 * their places. */
void strip_title(const struct chart *c);
void strip_chart(const struct chart *c);

/** Fifty dots, each two chances in a hundred, with the claims and the ceiling (quantile dot plot:
 * Kay, Kola, Hullman, Munson 2016). */
void dots_title(const struct chart *c);
void dots_chart(const struct chart *c);

/** A claim on a scale: its mark, what it allows, and its words beside the mark. */
void claimed_draw(struct svg *s, const struct chart *c, const json_t *claim, int64_t at,
                  struct svg_scale scale, double y);

/** Claims that are not of the total, each under the estimate of its days: of flights, and of people in a part of the period. */
bool held_flights_possible(const struct chart *c); /* one was compared */
void held_flights_title(const struct chart *c);
void held_flights_chart(const struct chart *c);
bool held_parts_possible(const struct chart *c);
void held_parts_title(const struct chart *c);
void held_parts_chart(const struct chart *c);

/** One box a slot, by week and state. A dot on it: a track goes with it. */
enum weeks_state { WEEKS_OPERATED, WEEKS_UNKNOWN, WEEKS_ANNOUNCED, WEEKS_CANCELLED, WEEKS_STATES };
enum weeks_state
weeks_state(const char *state); /* of a slot, as the answer has it; NULL: unknown */
void weeks_box(struct svg *s, enum weeks_state st, double x, double y, double w, double h);
void weeks_title(const struct chart *c);
void weeks_chart(const struct chart *c);

/** Median and interval by month. */
void months_title(const struct chart *c);
void months_chart(const struct chart *c);

/** The running total, with its middle half and its middle nine tenths, and the seats so far. */
void fan_title(const struct chart *c);
void fan_chart(const struct chart *c);

/** People aboard, slot by slot: interval, middle, and what was counted and how. */
bool loads_possible(const struct chart *c); /* there is a slot */
void loads_title(const struct chart *c);
void loads_chart(const struct chart *c);
void loads_note(const struct chart *c);

/** How loads hang together, in a sentence and a bar; nothing when the answer does not say. */
void pattern_note(const struct chart *c);
bool pattern_possible(const struct chart *c); /* there are two patterns or more */
void pattern_title(const struct chart *c);
void pattern_chart(const struct chart *c); /* the bar alone */

/** The flights whose counting would narrow the estimate most. */
bool advice_possible(const struct chart *c);
void advice_title(const struct chart *c);
void advice_chart(const struct chart *c);
void advice_note(const struct chart *c);

/** What the estimate hangs on: the middle with one assumption otherwise, or one source left out. */
bool tornado_possible(const struct chart *c);
void tornado_title(const struct chart *c);
void tornado_chart(const struct chart *c);

/** The estimate beside what it would be if what a claim takes as certain were so. */
bool otherwise_possible(const struct chart *c);
void otherwise_title(const struct chart *c);
void otherwise_chart(const struct chart *c);

/** People left at the origin. */
bool remain_possible(const struct chart *c); /* the stock is known */
void remain_title(const struct chart *c);
void remain_chart(const struct chart *c);
void remain_note(const struct chart *c);

/** Intervals under each other on one scale, each with its label and its ends in figures over it. */
struct ranges_row {
    const char *label; /* not escaped, of any length */
    struct view_estimate v;
    bool base;      /* the estimate, beside which the others stand */
    bool no_middle; /* v has no median */
};
double ranges_height(const struct svg *s, const struct ranges_row *r);
void ranges_draw(struct svg *s, const struct ranges_row *r, struct svg_scale people, double y);

/** Rules on one line of time: from and until, figures of who was there, and slots. Of the whole answer: c->corridor is not
 * used, and corridors and rules are given. */
bool since_possible(const json_t *rules);
void since_chart(const struct chart *c, const json_t *rule_list, const json_t *corridors);

/** The two places, the great circle between them, and the land around. */
bool map_possible(const struct chart *c); /* both places known, apart, and not nearly antipodes */
void map_title(const struct chart *c);
void map_chart(const struct chart *c);

/** Where aircraft were seen, on the map: gaps broken by why they are, ends marked by how they are known. */
bool trails_possible(const struct chart *c); /* both places are known, and where some leg was */
void trails_title(const struct chart *c);
void trails_chart(const struct chart *c);
void trails_note(const struct chart *c);

/** Who was watching on which day, with the flights over it. */
bool watch_possible(
    const struct chart *c); /* some source speaks of a day of a period that can be drawn */
void watch_title(const struct chart *c);
void watch_chart(const struct chart *c);
void watch_note(const struct chart *c);

/** Month names under a scale of days, the year under the first of each; crowded ones are
 * left out. */
void axis_months(struct svg *s, struct svg_scale days, double y);

/** A dotted line where what is known ends, when that is inside the scale. */
void axis_as_of(struct svg *s, struct svg_scale days, const json_t *corridor, double top,
                double base);

/** Round numbers under a scale of people. */
void axis_people(struct svg *s, struct svg_scale people, double y);
