/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/utc.h"

#include <stdbool.h>

/** Statements: graded, put beside the estimate, never counted as observations. */

/* --- Grades: the Admiralty code, wording after US Army FM 2-22.3, appendix B. The two characters
 * are judged apart and never combined into a score; F and 6 mean that there is no basis to judge,
 * which is not the worst grade. */
struct claim_grade {
    char reliability; /* 'A' to 'F', of the source */
    char credibility; /* '1' to '6', of the information */
};

/** "C3" (any case), or one of the two alone: "C", "3"; what is missing or "" is F or 6, no basis to
 * judge.
 *  @return 0; RC_SYNTAX: other letters, digits, or a length over 2. */
MUST int claim_grade_read(struct span s, struct claim_grade *out, struct err *e);

/** "fairly reliable", "possibly true"; NULL when it is not a grade. */
const char *claim_reliability_words(char reliability);
const char *claim_credibility_words(char credibility);

/** "C3: the source is fairly reliable; the information is possibly true." */
const char *claim_grade_text(struct arena *a, struct claim_grade g);

/** A sentence that speaks against a grade, or NULL: 1 is "confirmed by other independent sources",
 * so it needs two roots.
 *  @param nroot independent roots behind the statement. */
const char *claim_grade_objection(struct arena *a, struct claim_grade g, size_t nroot);

/** What is known of a statement beside its words. */
struct claim_standing {
    size_t nroot;   /* independent roots that say it */
    bool disputed;  /* another root contradicts it */
    bool retracted; /* whoever said it took it back */
};

/** The grade that the code's own words allow: 1 needs two roots, else it is 2; 1 and 2 are
 * "consistent with other information", so that what is disputed is 3 at best. The source's letter
 * stays: the two are judged apart. */
struct claim_grade claim_grade_hold(struct claim_grade g, const struct claim_standing *s);

/** The grade of what was passed on: no letter or digit before that of its root, since a channel is trusted to pass
 * things on, and not for what it did not see. F and 6 come last: where nobody could judge, nothing is earned. */
struct claim_grade claim_grade_under(struct claim_grade g, struct claim_grade root);

/** What the standing does to a statement with grade g as given, in sentences; "" when nothing. */
const char *claim_standing_text(struct arena *a, struct claim_grade g,
                                const struct claim_standing *s);

/* --- Words of likelihood: ICD 203, as amended on 21 December 2022. It has no word for 0 or 100. */

/** "almost no chance" [.01, .05), "very unlikely" [.05, .20), "unlikely" [.20, .45), "roughly even
 * chance" [.45, .55], "likely" (.55, .80], "very likely" (.80, .95], "almost certain" (.95, .99];
 * else NULL. The words of p and 1 - p are mirror images. */
const char *claim_likelihood_word(double p);

/** The band of a word of either row of the standard ("likely", "Probable", "probably"), any case.
 * Other houses use the same words for other bands, so a hedge in a newspaper is not read by this.
 * @return false: no such word. */
bool claim_likelihood_band(struct span word, double *lo, double *hi);

/** Words of likelihood within a hedge, and their band. */
struct claim_likelihood {
    struct span words; /* a view into the hedge */
    bool exact;        /* of the standard; else its rows are mixed: "highly likely" */
    const char *word;  /* of its first row for this band */
    double lo, hi;
};
/** The first words of either row in a hedge, longest at each place. Not what is denied or compared: "not likely",
 * "most likely". They are read as ICD 203 has them, and whoever wrote them may not have meant that: print it with its
 * house. @return false: there are none. */
bool claim_likelihood_find(struct span hedge, struct claim_likelihood *out);
/** As: "Highly likely" is no word of ICD 203; nearest is "very likely", 80 to 95 %. No grade stands in it. */
const char *claim_likelihood_say(struct arena *a, const struct claim_likelihood *k);

/** The word with its number: "likely (70 %)", "less than 1 %", "more than 99 %". */
const char *claim_likelihood_text(struct arena *a, double p);

/* --- A claimed quantity beside the estimate. */
enum claim_unit {
    CLAIM_UNKNOWN,
    CLAIM_MOVEMENTS,
    CLAIM_PEOPLE,
    CLAIM_FLIGHTS,
    CLAIM_SEATS,
    CLAIM_SHARE
};

/** "person-movements" "people" "flights" "seats" "share", else CLAIM_UNKNOWN. */
enum claim_unit claim_unit_read(struct span s);

/* What a figure counts. */
enum claim_measures { CLAIM_NOT_SAID, CLAIM_ONE_WAY, CLAIM_BOTH_WAYS, CLAIM_NET, CLAIM_STOCK };
/** "one_way" "both_ways" "net" "stock", else CLAIM_NOT_SAID. */
enum claim_measures claim_measures_read(struct span s);
enum claim_ways { CLAIM_FLIGHTS_ONLY, CLAIM_OTHER_WAY, CLAIM_EVERY_WAY };

#define CLAIM_QUANTILES 99 /* at 0.01 .. 0.99, as INFER_QUANTILES */
struct claim_quantity {
    int low, best, high; /* -1 unknown */
    enum claim_unit unit;
    int32_t from, to; /* of what it speaks; UTC_NONE not said */
    enum claim_measures measures;
    enum claim_ways ways; /* by which people move in it */
    bool computed;        /* from a timetable: a flow, whatever it is called */
};
/** A figure alone whose hedge bounds it ("at least", "up to") is that end of a range, the other open. */
void claim_quantity_bound(struct claim_quantity *q, struct span hedge);

struct claim_flown { /* flights of the days of an estimate, as they are known */
    int listed, flown, tracked,
        cancelled; /* announced or seen; known to have flown, of them tracked */
};
struct claim_estimate {                /* of person-movements, one way, gross, by air */
    const struct claim_flown *flights; /* the figures are of flights that flew; NULL: of people */
    int32_t from, to;
    double median, lo, hi, interval; /* lo..hi holds `interval` of the probability */
    const double *quantile;          /* CLAIM_QUANTILES, ascending; NULL: no percentile is given */
    int ceiling;                     /* seats; -1 unknown */
    bool part; /* of the days of a claim alone, or of some of them: the text says which */
};
/** Is the claim's period that of the estimate, but for a tenth of their union, or not said? */
bool claim_same_period(const struct claim_quantity *q, const struct claim_estimate *est);

enum claim_verdict {
    CLAIM_NO_QUANTITY,
    CLAIM_NOT_COMPARED, /* another unit or another period */
    CLAIM_BELOW, /* wholly below lo .. hi; also where days outside the estimate can only add to it */
    CLAIM_INSIDE, /* meets it */
    CLAIM_ABOVE,
    CLAIM_OVER_CEILING, /* wholly above the seats, or above all flights announced or seen */
};
#define CLAIM_DIFFERENCES 6 /* unit, stock, direction, net, ways, period */
struct claim_finding {
    enum claim_verdict verdict;
    int percentile; /* of best, else of the middle of low and high: how many of the 99 quantiles are
                       at or below; -1 when not compared */
    const char *text; /* for print, ends with a full stop; in the arena. No grade, so that
                         confidence and likelihood never meet */
    const char
        *differs[CLAIM_DIFFERENCES]; /* how its figure is defined otherwise than the estimate,
                                               a sentence each; part of text too */
    size_t ndiffers;
    bool
        held; /* it was held against the estimate's figures: not against seats alone, and against something at all */
};

/** People are compared with person-movements, net with gross, all ways with flights, and the text
 * says what that means. Flights are held against an estimate of those that flew, and what is known of them stands beside
 * it; without one they are not compared, nor are shares, both directions together, other ways than flights, or a stock that was not computed from a timetable; seats are held against the
 * ceiling. Periods must agree (claim_same_period); where those of a gross figure overlap and the estimate is of the days that
 * both have (`part`), it is a bound from below: no percentile is given. The text says how the periods differ, and if a claim names none. */
struct claim_finding claim_compare(struct arena *a, const struct claim_quantity *q,
                                   const struct claim_estimate *est);

/** How many of the 99 quantiles are at or below x: 0 below the first, 99 from the last on. */
int claim_percentile(const double quantile[CLAIM_QUANTILES], double x);

/* --- Confirmation: does a second voice say the same thing? */
struct claim_said {
    struct claim_quantity q;
    struct span hedge, flight;
    int corridor; /* the caller's number: place and direction; -1 none */
};

/** Why `other` does not say what k says, for print: "speaks of another period"; NULL: it does. Corridor, way of
 * travel, what is measured and the unit are the same, the periods overlap, and where k has a figure `other` has one that
 * is not a bare bound where k's is none, and that lies within 2 sd of counting, wider where it is hedged. */
const char *claim_unlike(const struct claim_said *k, const struct claim_said *other);

/** Why a statement with this grade confirms no other, for print; NULL: it may. A source graded E or F, or a statement 5
 * or 6, has no standing to lend. */
const char *claim_confirms_nothing(struct claim_grade g);

/* --- Roots: ten reposts of one clip are one root. */

/** Where each of a set of sources, or of claims, has its information from in the end.
 *  @param from [n]: that from which each took it; itself, or outside 0 .. n - 1: it began there.
 *  @param origin [n]: the end of its chain. A circle has its smallest member for an end, wherever it
 * is entered.
 *  O(n). */
void claim_origins(const int *from, int *origin, size_t n);
