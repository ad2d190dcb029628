/* SPDX-License-Identifier: Apache-2.0 */
/* What-if: the model with something held fixed that it does not know. It is for two readers: one who wants to see how a claim was
 * computed ("100 on each of 44 flights"), and one who wants to know which assumption makes the difference. Neither is the estimate, so
 * what is assumed stands in the answer, in its headline and first among its caveats. */
#include "pipe/corridor.h"

#include <math.h>

const struct pipe_bound pipe_bound[PIPE_KEYS] = {
    [PIPE_LOAD] = {"load", 0, 1000, true, "people of concern on a flight that flew", 0},
    [PIPE_COMPLETION] = {"completion", 0, 1, false, "share of announced flights that fly", 0},
    [PIPE_BOARDING] = {"boarding", 0.01, 1, false, "of people waiting, the share that boards", 0},
    [PIPE_CONCERN] = {"concern", 0.01, 1, false, "of people aboard, the share that is of concern",
                      0},
    [PIPE_SELECTION] = {"selection", 0, 10, false,
                        "load of uncounted flights, times that of the counted ones; 0: alike",
                        0.01},
    [PIPE_DETECTION] = {"detection", 0, 1, false, "share of flights that a watcher sees", 0},
    [PIPE_UNLISTED] = {"unlisted", 0, 10, false,
                       "flights nobody announced or saw, for each announced one", 0},
    [PIPE_DRIFT] = {"drift", 0, 20, false, "of the load, logits in a year; 0: none", 0},
    [PIPE_GROUPS] = {"groups", 0, 1, true, "1: timetables may have loads of their own; 0: not", 0},
    [PIPE_REGIMES] = {"regimes", 0, 1, true,
                      "1: there may be times with more nearly empty flights; 0: not", 0},
    [PIPE_SEATS] = {"seats", 1, 1000, true, "seats of every aircraft", 0},
    [PIPE_STOCK] = {"stock", 0, 10000000, true, "people there before the first flight, 3000..4000",
                    0},
    [PIPE_INBOUND] = {"inbound", 0, 0, true, "0: nobody comes in", 0},
};

bool whatif_any(const struct pipe_assume *w) {
    for (int k = 0; k < PIPE_KEYS; k++)
        if (w->given[k]) return true;
    return false;
}

struct pipe_assume whatif_close(struct pipe_assume w) {
    if (w.given[PIPE_LOAD] && w.given[PIPE_COMPLETION] && !w.given[PIPE_UNLISTED])
        w.given[PIPE_UNLISTED] = true; /* its value is 0 */
    return w;
}

void whatif_apply(const struct pipe_assume *w, bool outbound, struct infer_options *o) {
    const double *x = w->lo;

    if (w->given[PIPE_LOAD]) o->fix_load = x[PIPE_LOAD];
    if (w->given[PIPE_COMPLETION]) o->fix_completion = x[PIPE_COMPLETION];
    if (w->given[PIPE_BOARDING]) o->fix_boarding = x[PIPE_BOARDING];
    if (w->given[PIPE_CONCERN]) o->fix_concern = x[PIPE_CONCERN];
    if (w->given[PIPE_SELECTION]) {
        if (x[PIPE_SELECTION] > 0)
            o->fix_selection = x[PIPE_SELECTION];
        else
            o->selection_scale = 0;
    }
    if (w->given[PIPE_DETECTION]) o->fix_detection = x[PIPE_DETECTION];
    if (w->given[PIPE_UNLISTED]) o->fix_unlisted = x[PIPE_UNLISTED];
    if (w->given[PIPE_DRIFT]) o->drift = x[PIPE_DRIFT];
    if (w->given[PIPE_GROUPS]) o->groups = x[PIPE_GROUPS] > 0;
    if (w->given[PIPE_REGIMES]) o->regimes = x[PIPE_REGIMES] > 0;
    if (w->given[PIPE_SEATS]) o->seats_unknown_lo = o->seats_unknown_hi = (int)x[PIPE_SEATS];
    if (w->given[PIPE_STOCK] && outbound)
        o->stock_lo = w->lo[PIPE_STOCK], o->stock_hi = w->hi[PIPE_STOCK];
    if (w->given[PIPE_INBOUND] && outbound) o->inbound_none = true;
}

static json_t *value_json(enum pipe_key k, double x) {
    return pipe_bound[k].whole ? json_integer((json_int_t)x) : json_round(x, 4);
}

json_t *whatif_json(const struct pipe_assume *w) {
    json_t *o;

    if (!whatif_any(w)) return json_null();
    o = json_object();
    for (int k = 0; k < PIPE_KEYS; k++)
        if (w->given[k])
            json_object_set_new(o, pipe_bound[k].name,
                                k == PIPE_STOCK ? json_pack("[o, o]", value_json(k, w->lo[k]),
                                                            value_json(k, w->hi[k]))
                                                : value_json(k, w->lo[k]));
    return o;
}

const char *whatif_text(struct arena *a, const struct pipe_assume *w) {
    const char *s = "";

    for (int k = 0; k < PIPE_KEYS; k++) {
        if (!w->given[k]) continue;
        s = arena_printf(a, "%s%s%s=%.10g", s, *s ? ", " : "", pipe_bound[k].name, w->lo[k]);
        if (w->lo[k] < w->hi[k]) s = arena_printf(a, "%s..%.10g", s, w->hi[k]);
    }
    return s;
}

/* Each in words: what stands before and after the value, and the words for 0 and for 1 where they are not a number. */
static const struct {
    const char *before, *after, *zero, *one;
    bool share; /* said in per cent */
} said[PIPE_KEYS] = {
    [PIPE_LOAD] = {.before = "each flight that flew carried ",
                   .after = " people of concern",
                   .one = "each flight that flew carried 1 person of concern"},
    [PIPE_COMPLETION] = {.after = " of the announced flights flew", .share = true},
    [PIPE_BOARDING] = {.after = " of those waiting boarded", .share = true},
    [PIPE_CONCERN] = {.after = " of those aboard are of concern", .share = true},
    [PIPE_SELECTION] = {.before = "flights that nobody counted carried ",
                        .after = " times what the others did",
                        .zero = "flights that nobody counted are like the counted ones",
                        .one = "flights that nobody counted are like the counted ones"},
    [PIPE_DETECTION] = {.before = "a watcher sees ", .after = " of the flights", .share = true},
    [PIPE_UNLISTED] = {.after = " flights for each announced one went unannounced and unseen",
                       .zero = "no flight went unannounced and unseen",
                       .one = "as many flights as were announced went unannounced and unseen"},
    [PIPE_DRIFT] = {.before = "loads drift by about ",
                    .after = " logits in a year",
                    .zero = "loads do not drift"},
    [PIPE_GROUPS] = {.zero = "all timetables have one load",
                     .one = "timetables may have loads of their own"},
    [PIPE_REGIMES] = {.zero = "nearly empty flights are as frequent at all times",
                      .one = "there may be times with more nearly empty flights"},
    [PIPE_SEATS] = {.before = "each aircraft has ",
                    .after = " seats",
                    .one = "each aircraft has 1 seat"},
    [PIPE_STOCK] = {.after = " people were there at the start",
                    .one = "1 person was there at the start"},
    [PIPE_INBOUND] = {.zero = "nobody comes in"},
};

static const char *value_words(struct arena *a, enum pipe_key k, double x) {
    if (pipe_bound[k].whole) return words_people(a, x);
    if (!said[k].share) return arena_printf(a, "%.3g", x);
    return x >= 1 ? "all" : x <= 0 ? "none" : arena_printf(a, "%.3g %%", x * 100);
}

static const char *words_of(struct arena *a, const struct pipe_assume *w, enum pipe_key k) {
    double x = w->lo[k];
    const char *value = value_words(a, k, x);

    if (x == 0 && said[k].zero) return said[k].zero;
    if (x == 1 && x >= w->hi[k] && said[k].one) return said[k].one;
    if (x < w->hi[k]) value = arena_printf(a, "%s to %s", value, value_words(a, k, w->hi[k]));
    return arena_printf(a, "%s%s%s", said[k].before ? said[k].before : "", value, said[k].after);
}

const char *whatif_words(struct arena *a, const struct pipe_assume *w) {
    const char *s = "";
    int n = 0, at = 0;

    for (int k = 0; k < PIPE_KEYS; k++) n += w->given[k];
    for (int k = 0; k < PIPE_KEYS; k++) {
        if (!w->given[k]) continue;
        s = arena_printf(a, "%s%s%s", s,
                         at == 0       ? ""
                         : at + 1 == n ? " and "
                                       : ", ",
                         words_of(a, w, (enum pipe_key)k));
        at++;
    }
    return s;
}
