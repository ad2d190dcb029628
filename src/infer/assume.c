/* SPDX-License-Identifier: Apache-2.0 */
#include "infer/infer.h"

#include <math.h>
#include <stdio.h>

struct infer_options infer_defaults(void) {
    return (struct infer_options){
        .interval = 0.9,
        .seed = 1,
        .completion_a = 2.9, /* moments of 2/5, 26/35, 8/9: mean 0.677, between-corridor sd 0.20 */
        .completion_b = 1.4,
        .boarding_a = 4,
        .boarding_b = 1,
        .concern_a = 1,
        .concern_b = 1,
        .selection_scale = 0.24,
        .seats_unknown_lo = 60, /* a small regional jet to a large single-aisle airliner */
        .seats_unknown_hi = 240,
        .fix_completion = (double)NAN,
        .fix_load = (double)NAN,
        .fix_concern = (double)NAN,
        .fix_boarding = (double)NAN,
        .detection_a = 4,
        .detection_b = 1,
        .unlisted_a = 0.5,
        .unlisted_b = 25,
        .drift = 1,
        .groups = true,
        .light = true,
        .tails = true,
        .regimes = true,
        .seats_scale = 1,
        .eye_scale = 1,
        .stock_lo = (double)NAN,
        .stock_hi = (double)NAN,
        .fix_detection = (double)NAN,
        .fix_selection = (double)NAN,
        .fix_unlisted = (double)NAN,
        .waiting_odds = 2,
    };
}

static void beta_text(struct infer_assumption *v, double fix, double a, double b) {
    if (!isnan(fix))
        snprintf(v->value, sizeof v->value, "fixed at %.3g", fix);
    else
        snprintf(v->value, sizeof v->value, "Beta(%.3g, %.3g), mean %.2f", a, b, a / (a + b));
}

static void selection_text(struct infer_assumption *v, const struct infer_options *o) {
    if (!isnan(o->fix_selection))
        snprintf(v->value, sizeof v->value, "%.3g times the level of the counted ones",
                 o->fix_selection);
    else if (o->selection_scale > 0)
        snprintf(v->value, sizeof v->value, "factor exp(t4), scale %.2g", o->selection_scale);
    else
        snprintf(v->value, sizeof v->value, "like the counted ones");
}

static void unlisted_text(struct infer_assumption *v, const struct infer_options *o) {
    if (!isnan(o->fix_unlisted) && o->fix_unlisted > 0)
        snprintf(v->value, sizeof v->value, "fixed at %.3g for each announced one",
                 o->fix_unlisted);
    else if (o->unlisted_a > 0 && isnan(o->fix_unlisted))
        snprintf(v->value, sizeof v->value, "%.2g for each announced one, Gamma(%.2g, %.3g)",
                 o->unlisted_a / o->unlisted_b, o->unlisted_a, o->unlisted_b);
    else
        snprintf(v->value, sizeof v->value, "none");
}

size_t infer_assumptions(struct arena *a, const struct infer_options *o,
                         struct infer_assumption **list) {
    struct infer_assumption *v = ARENA_ARRAY(a, struct infer_assumption, 12);
    size_t n = 0;

    v[n].name = "load of a flight that flew";
    if (isnan(o->fix_load))
        snprintf(v[n].value, sizeof v->value, "half of the seats, 8 to 92 %% (9 in 10)");
    else
        snprintf(v[n].value, sizeof v->value, "fixed at %.4g people", o->fix_load);
    v[n++].why = "16,967 ICE missions had 116.7 people on average (sd 52.2, 7.3 % with nobody), "
                 "Frontex operations 34 to 54; "
                 "loads within a corridor vary by 25 to 55 %";
    v[n].name = "share of announced slots that fly";
    beta_text(&v[n], o->fix_completion, o->completion_a, o->completion_b);
    v[n++].why = "moments of three comparable corridors: 2 of 5, 26 of 35 and 8 of 9 slots were "
                 "flown; it is replaced by what "
                 "is known of this corridor's slots";
    v[n].name = "of which flights one hears whether they went";
    snprintf(v[n].value, sizeof v->value, "%s",
             o->selection_scale > 0 ? "flown or not alike, or more of the one kind; weighed"
                                    : "flown or not alike");
    v[n++].why = "what flew is seen, tracked and written about, what did not go mostly is not; "
                 "where one hears of the one kind more than of the other, the slots without a word "
                 "are not like those with one";
    v[n].name = "flights that nobody counted";
    selection_text(&v[n], o);
    v[n++].why = "on European return flights of 2013 to 2018 the unmonitored ones differed by -31 "
                 "to +34 %; it enters where some "
                 "flights are counted and others are not";
    v[n].name = "share of those waiting who board this flight";
    beta_text(&v[n], o->fix_boarding, o->boarding_a, o->boarding_b);
    v[n++].why = "people may wait for another flight; no figure is published, so the prior is wide";
    v[n].name = "share of those aboard who are of concern";
    beta_text(&v[n], o->fix_concern, o->concern_a, o->concern_b);
    v[n++].why = "enters where a count is of everybody; 30 % in one year and 0 of 97 on one flight "
                 "are both on record, so every "
                 "share is held equally likely";
    v[n].name = "seats where no figure is known";
    if (o->seats_unknown_lo == o->seats_unknown_hi)
        snprintf(v[n].value, sizeof v->value, "%d", o->seats_unknown_hi);
    else
        snprintf(v[n].value, sizeof v->value, "%d to %d, the same on all", o->seats_unknown_lo,
                 o->seats_unknown_hi);
    v[n++].why =
        "from a small regional jet to a large single-aisle airliner; no ceiling is then given";
    v[n].name = "people waiting as a sign that the flight went";
    snprintf(v[n].value, sizeof v->value, "%.3g times as likely", o->waiting_odds);
    v[n++].why = "people also wait for flights that do not go; a judgement, weak on purpose";
    v[n].name = "flights that nobody announced or saw";
    unlisted_text(&v[n], o);
    v[n++].why = "extra flights happen: ten a week in December 2019, one on a Sunday in 2023; how "
                 "often is a judgement, for slots that nobody watched";
    v[n].name = "drift of the load";
    if (o->drift > 0)
        snprintf(v[n].value, sizeof v->value, "about %.2g logits in a year, weighed against none",
                 o->drift);
    else
        snprintf(v[n].value, sizeof v->value, "none");
    v[n++].why = "Yakima's pickups fell by about 1.9 in a year; from three counted flights on the "
                 "counts decide";
    v[n].name = "watching and seeing no flight";
    snprintf(v[n].value, sizeof v->value, "%.0f %% of flights would be seen",
             100 * (isnan(o->fix_detection) ? o->detection_a / (o->detection_a + o->detection_b)
                                            : o->fix_detection));
    v[n++].why = "no detection rate is published for this kind of watching; a slot that nobody "
                 "watched says nothing";
    v[n].name = "errors of counts";
    snprintf(v[n].value, sizeof v->value, "by method, part of them shared");
    v[n++].why = "counted: half exact, else about 5 % (29 flights counted twice at Yakima); eye: "
                 "0.95, 0.79, 0.66 of the truth by "
                 "size (79 people, 22 images), 82 % of the variance shared (321 transects); proxy: "
                 "sd of log 0.40 (97 flights)";
    *list = v;
    return n;
}
