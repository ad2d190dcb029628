/* SPDX-License-Identifier: Apache-2.0 */
/* What a written number says about the number of people. Each method gives P(written <= y | n) (docs/MODEL.md, section 5); a
 * wording turns what was written into one or two bands of figures that the observer may have meant; people of all kinds
 * or still waiting are linked to people of concern aboard by thinning.
 *
 * The constants were measured on the data named in docs/MODEL.md. If the sd of a method is too small, intervals are too narrow
 * where counts disagree; if the share of exact counts is wrong, single flights change by a person and totals do not. */
#include "base/normal.h"
#include "infer/world.h"

#include <assert.h>
#include <math.h>

#define SHARED 0.82 /* of an eye's log variance: correlation of two observers of one transect */
#define PROXY_SD                                                                                   \
    0.40 /* of log count / convoy; as much again is common to the case, which is not calibrated */
#define PEOPLE_MOST 4000 /* waiting or of all kinds: larger crowds are treated as this one */

/* How the share that boards differs between flights: Beta about the corridor's, with an sd of 0.1 at 0.8, a judgement. */
#define BOARDING_SIZE 15

/* Looks that miss everybody: a judgement. So a look that saw nobody is never a certainty. */
#define MISSED_COUNTED 0.003
#define MISSED_EYE 0.01 /* from afar, or by vehicles and luggage */

/* Median ratio and log sd of an eye estimate, linear in log n between the centres of the measured classes. */
static void eye_class(double n, double *ratio, double *sd) {
    static const double at[] = {8, 41, 105, 427}, r[] = {1.00, 0.95, 0.79, 0.66},
                        s[] = {0.07, 0.17, 0.32, 0.50};
    int i = 0;

    if (n <= at[0] || n >= at[3]) {
        i = n <= at[0] ? 0 : 3;
        *ratio = r[i], *sd = s[i];
        return;
    }
    while (i < 2 && n > at[i + 1]) i++;
    double t = log(n / at[i]) / log(at[i + 1] / at[i]);

    *ratio = r[i] + t * (r[i + 1] - r[i]);
    *sd = s[i] + t * (s[i + 1] - s[i]);
}

/* Half of all counts are exact; of the rest most are within a few per cent and some are wrong by far. */
static double cdf_counted(double y, double n, double visible) {
    double x = visible * n, thin = n * visible * (1 - visible);
    double near = sqrt(fmax(0.8 * 0.8, 0.05 * x * 0.05 * x) + thin),
           far = sqrt(fmax(3 * 3, 0.15 * x * 0.15 * x) + thin);
    double exact = thin > 0 ? normal_cdf((y + 0.5 - x) / sqrt(thin)) : y >= x;

    return 0.5 * exact + 0.42 * normal_cdf((y + 0.5 - x) / near) +
           0.08 * normal_cdf((y + 0.5 - x) / far);
}

static double cdf_lognormal(double y, double median, double sd) {
    return median > 0 ? normal_cdf((log(y + 0.5) - log(median)) / sd) : 1;
}

static double cdf_seen(const struct world *w, const struct infer_count *c, int iw, double visible,
                       double y, double n) {
    double ratio, sd, x = visible * n, near;

    if (c->method == INFER_EYE) {
        eye_class(x, &ratio, &sd);
        sd =
            fmax(sd, 0.4 / fmax(x, 1)); /* of a single person as of a crowd, nobody is quite sure */
        ratio *= w->o->eye_scale * exp(sqrt(SHARED) * sd * w->eye[iw]);
        near = cdf_lognormal(y, x * ratio, sd * sqrt(1 - SHARED));
        return 0.95 * near + 0.05 * cdf_lognormal(y, x * ratio, 1.5 * sd);
    }
    if (c->method == INFER_PROXY)
        return cdf_lognormal(y, x * exp(PROXY_SD * w->proxy[iw]), PROXY_SD);
    return cdf_counted(y, n, visible);
}

/* P(the written number is at most y | n people there). */
static double cdf(const struct world *w, const struct infer_count *c, int iw, double visible,
                  double y, double n) {
    bool far = c->method == INFER_EYE || c->method == INFER_PROXY;
    double missed = far ? MISSED_EYE : MISSED_COUNTED;

    return y < 0 ? 0 : missed + (1 - missed) * cdf_seen(w, c, iw, visible, y, n);
}

/** Figures that may have been meant, all alike; hi < 0: no upper end. `most`: hi is as many as there may have been, and not what one might have
 *  counted, so that of a flight it speaks of figures up to the seats alone. */
struct band {
    int lo, hi;
    double weight;
    bool most;
};

/* "About 100" is said of 75 to 125, "about 40" of 35 to 45: half the distance to the next number one would have said. */
static int heap_half(int y) {
    if (y >= 500 && y % 100 == 0) return 50;
    if (y >= 100 && y % 50 == 0) return 25;
    if (y % 10 == 0) return 5;
    return y % 5 == 0 ? 2 : 0;
}

static bool rough(const struct infer_count *c) {
    return c->wording == INFER_ABOUT ||
           ((c->method == INFER_EYE || c->method == INFER_PROXY) && c->best % 10 == 0);
}

static int bands(const struct infer_count *c, struct band b[2]) {
    int low = c->low, best = c->best, high = c->high, half;
    bool least =
        c->wording == INFER_AT_LEAST || c->method == INFER_PARTIAL || (best < 0 && high < 0);

    if (least) {
        b[0] = (struct band){low >= 0 ? low : best >= 0 ? best : high, -1, 1, false};
        return 1;
    }
    if (c->wording == INFER_AT_MOST || (best < 0 && low < 0)) {
        int y = high >= 0 ? high : best >= 0 ? best : low;

        b[0] = (struct band){0, y, y + 1, true}; /* one-sided: any of them, not one of y + 1 */
        return 1;
    }
    if (best < 0) {
        b[0] = (struct band){low, high, 1, true};
        return 1;
    }
    if (low < 0 && high < 0) {
        half = rough(c) && best > 0 ? heap_half(best) : 0;
        b[0] = (struct band){best - half, best + half, 1, false};
        return 1;
    }
    if (low < 0) low = 2 * best - high > 0 ? 2 * best - high : 0;
    if (high < 0) high = 2 * best - low;
    b[0] = (struct band){low, best, 0.5, false};
    b[1] = (struct band){best, high, 0.5, false};
    return 2;
}

int obs_lowest(const struct infer_count *c) {
    if (c->wording == INFER_AT_MOST || (c->low == 0 && c->best < 0 && c->high > 0)) return -1;
    return c->low >= 0 ? c->low : c->best;
}

bool obs_flew(const struct infer_count *c) {
    return c->stage != INFER_WAITING && obs_lowest(c) > 0;
}

bool obs_least(const struct infer_count *c) {
    struct band b[2];

    return bands(c, b) == 1 && b[0].hi < 0;
}

bool obs_one_sided(const struct infer_count *c) {
    struct band b[2];

    return bands(c, b) == 1 && (b[0].hi < 0 || (b[0].most && b[0].lo <= 0));
}

bool obs_silent(const struct infer_count *c, int seats) {
    struct band b[2];

    if (!obs_one_sided(c)) return false;
    (void)bands(c, b);
    return b[0].lo <= 0 && (b[0].hi < 0 || (b[0].hi >= seats && c->stage != INFER_WAITING));
}

/* P(that "at least y" is written | x were there to be seen, y of them at most). Half of such figures say that somebody went, from what first came into
 * sight, whatever more there were; half are of a share of them, Beta(a, 1), and then the whole part of as much of x + 1. */
static double placed(double y, double x, double a) {
    double glimpse = 1 / fmax(y * (y + 1), 1);

    return 0.5 * glimpse + 0.5 * (pow(y + 1, a) - pow(y, a)) / pow(fmax(x, y) + 1, a);
}

/* v[n] = P(what was written | n people of the kind and at the stage that was looked at); seats: as many as there can be, -1: that is open. A bound
 * is not higher than that: what is written of it is P(written at most so many | at most as many as the seats). */
static void written(const struct world *w, const struct infer_count *c, int iw, int n_max,
                    int seats, double *v) {
    struct band b[2];
    int nb = bands(c, b);
    double visible = isnan(c->visible) ? 1 : c->visible;

    for (int n = 0; n <= n_max; n++) {
        v[n] = 0;
        for (int i = 0; i < nb; i++) {
            bool cut = b[i].most && seats >= 0;
            double all = cut ? cdf(w, c, iw, visible, seats, n) : 1;
            double top =
                b[i].hi < 0 || (cut && b[i].hi >= seats) ? all : cdf(w, c, iw, visible, b[i].hi, n);
            double width = b[i].hi < 0 ? 1 : b[i].hi - b[i].lo + 1;

            v[n] += (b[i].hi < 0 ? placed(b[i].lo, visible * n, w->least[iw]) : 1) * b[i].weight /
                    width / all * fmax(0, top - cdf(w, c, iw, visible, b[i].lo - 1, n));
        }
    }
}

#define NEGLIGIBLE 1e-20 /* of the largest v */

/* n of m were of the kind meant (or boarded), with share q ~ Beta(alpha, beta): given n, the others are negative binomial,
 * P(m | n, q) = C(m, n) q^(n+1) (1-q)^(m-n), integrated over q. A fixed share is alpha = q, beta < 0. The
 * terms rise, then fall for good (v is at most 1), so the sum ends when no later one can change a bit of it, or v is nothing from there on.
 * In place: n looks at nothing below it. */
static void thin(double *v, int m_max, double alpha, double beta, int n_max) {
    double start = 1, ab = alpha + beta, top = 0;
    int last = m_max;

    for (int m = 0; m <= m_max; m++) top = v[m] > top ? v[m] : top;
    while (last > 0 && v[last] < NEGLIGIBLE * top) last--;
    for (int n = 0; n <= n_max; n++) {
        double p, sum = 0, mass = 0;

        start *= beta < 0 ? alpha : (alpha + n) / (ab + n);
        p = start;
        for (int m = n; m <= last; m++) {
            sum += p * v[m];
            mass += p;
            double r =
                (m + 1.0) / (m + 1 - n) * (beta < 0 ? 1 - alpha : (beta + m - n) / (ab + m + 1));

            p *= r;
            if (r < 1 && m % 8 == 0 && mass + p == mass && sum + 2 * p == sum) break;
        }
        v[n] = sum + (last == m_max ? fmax(0, 1 - mass) * v[m_max] : 0);
    }
}

void obs_multiply(const struct world *w, const struct infer_count *c, int iw, int n_max,
                  double *like) {
    const struct infer_options *o = w->o;
    bool all = c->of == INFER_ALL, waiting = c->stage == INFER_WAITING;
    int top = c->high > c->best ? c->high : c->best, m_max = n_max;
    double v[ABOARD_MOST + 1]; /* an arena would keep it, node by node */
    double far =
        1; /* P(m | n) sums to 1 over m; where the share's mass is given, to 1 over n: m is what is known */

    assert(n_max <= ABOARD_MOST);
    if (c->low > top) top = c->low;
    if (all || waiting) {
        m_max = top < (PEOPLE_MOST - 40) / 4 ? 4 * top + 40 : PEOPLE_MOST;
        if (m_max < n_max) m_max = n_max;
    }
    written(w, c, iw, m_max, all || waiting ? -1 : n_max, v);
    if (waiting) {
        double q = w->boarding[iw];
        int most = all ? m_max : n_max;

        if (!isnan(o->fix_boarding))
            thin(v, m_max, o->fix_boarding, -1, most);
        else if (isnan(q))
            thin(v, m_max, o->boarding_a, o->boarding_b, most);
        else
            thin(v, m_max, BOARDING_SIZE * q, BOARDING_SIZE * (1 - q), most);
        if (share_given(&w->factor[FACTOR_BOARDING])) far /= q;
    }
    if (all) {
        thin(v, m_max, w->concern[iw], -1, n_max);
        if (share_given(&w->factor[FACTOR_CONCERN])) far /= w->concern[iw];
    }
    for (int n = 0; n <= n_max; n++) like[n] *= far * v[n];
}

double obs_period(const struct infer_count *c, int64_t n) {
    int lo = c->low >= 0 ? c->low : c->best >= 0 ? c->best : 0;
    int hi = c->high >= 0 ? c->high : c->best;
    double sd, p;

    if (c->wording == INFER_AT_LEAST || c->method == INFER_PARTIAL || (c->best < 0 && c->high < 0))
        hi = -1;
    else if (c->wording == INFER_AT_MOST)
        lo = 0;
    else if (c->wording == INFER_ABOUT && c->low < 0 && c->high < 0)
        lo -= heap_half(lo), hi += heap_half(hi);
    sd = c->method == INFER_EYE || c->method == INFER_PROXY ? 0.4 * (double)n : 0.03 * (double)n;
    sd = fmax(sd, 1);
    p = (hi < 0 ? 1 : normal_cdf((hi + 0.5 - (double)n) / sd)) -
        normal_cdf((lo - 0.5 - (double)n) / sd);
    return log(fmax(0.98 * p, 0) + OBS_PERIOD_OTHER);
}
