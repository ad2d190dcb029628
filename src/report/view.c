/* SPDX-License-Identifier: Apache-2.0 */
#include "report/view.h"

#include "base/bound.h"
#include "base/utc.h"

#include <math.h>
#include <stdio.h>

const char *view_text(const json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));

    return s && *s ? s : NULL;
}

bool view_real(const json_t *o, const char *key, double *out) {
    const json_t *v = json_object_get(o, key);
    double x = json_number_value(v);

    if (!json_is_number(v) || !(fabs(x) <= VIEW_MAX)) return false;
    *out = x;
    return true;
}

bool view_int(const json_t *o, const char *key, int64_t *out) {
    double x;

    if (!view_real(o, key, &x)) return false;
    *out = (int64_t)llround(x);
    return true;
}

bool view_true(const json_t *o, const char *key) {
    return json_is_true(json_object_get(o, key));
}

const json_t *view_list(const json_t *o, const char *key) {
    const json_t *v = json_object_get(o, key);

    return json_is_array(v) ? v : NULL;
}

const json_t *view_object(const json_t *o, const char *key) {
    const json_t *v = json_object_get(o, key);

    return json_is_object(v) ? v : NULL;
}

bool view_day(const json_t *o, const char *key, int32_t *day) {
    const char *s = view_text(o, key);
    struct err e;

    return s && utc_date_read(span_of(s), day, &e) == 0;
}

bool view_row(const json_t *rows, const char *name) {
    if (!name || !*name || strspn(name, "0123456789abcdefghijklmnopqrstuvwxyz") != strlen(name))
        return false;
    return json_is_object(json_object_get(rows, name));
}

bool view_estimate(const json_t *o, struct view_estimate *out) {
    struct view_estimate v;

    if (!view_int(o, "median", &v.median) || !view_int(o, "lo", &v.lo) || !view_int(o, "hi", &v.hi))
        return false;
    if (v.lo < 0 || v.lo > v.median || v.median > v.hi) return false;
    *out = v;
    return true;
}

bool view_quantile(const json_t *corridor, int q, double *out) {
    char key[16];

    snprintf(key, sizeof key, "0.%02d", q);
    return view_real(view_object(corridor, "quantiles"), key, out);
}

static bool of_total(const json_t *claim, const json_t *corridor) {
    const char *of = view_text(claim, "corridor"), *id = view_text(corridor, "id");
    const char *measures = view_text(claim, "measures"), *status = view_text(claim, "status"),
               *unit = view_text(claim, "unit");
    double percentile;

    if (!of || !id || strcmp(of, id) != 0 || !view_real(claim, "percentile", &percentile))
        return false;
    if (view_true(claim, "part")) return false;             /* on a scale of its own */
    if (unit && strcmp(unit, "flights") == 0) return false; /* on a scale of people */
    return !(measures && strcmp(measures, "net") == 0) &&
           !(status && strcmp(status, "retracted") == 0);
}

bool view_claimed(const json_t *claim, const json_t *corridor, int64_t *q) {
    return of_total(claim, corridor) && view_int(claim, "quantity", q) && *q >= 0;
}

bool view_claim_at(const json_t *claim, int64_t *at) {
    int64_t low = 0, high = 0, v;
    bool l = view_int(claim, "low", &low), h = view_int(claim, "high", &high);

    if (!view_int(claim, "quantity", &v)) {
        if (!l && !h) return false;
        v = !l ? high : !h ? low : (low + high) / 2;
    }
    if (v < 0) return false;
    *at = v;
    return true;
}

bool view_claimed_at(const json_t *claim, const json_t *corridor, int64_t *at) {
    return of_total(claim, corridor) && view_claim_at(claim, at);
}

struct view_estimate view_claim_range(const json_t *claim, int64_t at) {
    const char *hedge = view_text(claim, "hedge");
    struct view_estimate v = {at, at, at};
    bool best = view_int(claim, "quantity", &at), l = view_int(claim, "low", &v.lo),
         h = view_int(claim, "high", &v.hi);
    enum bound said = best && !l && !h && hedge ? bound_read(span_of(hedge)) : BOUND_NONE;

    if (said == BOUND_LEAST || (l && !h && !best)) v.hi = (int64_t)VIEW_MAX;
    if (said == BOUND_MOST || (h && !l && !best)) v.lo = 0;
    return v;
}

double view_top(const json_t *corridor, const json_t *claims) {
    struct view_estimate est = {0};
    double most = 0, top;
    int64_t ceiling, seen, q;
    size_t i;
    json_t *claim;

    if (view_estimate(view_object(corridor, "estimated"), &est)) most = (double)est.hi;
    if (view_quantile(corridor, 99, &top)) most = fmax(most, top);
    if (view_int(corridor, "seen", &seen)) most = fmax(most, (double)seen);
    top = most * 1.5;
    if (view_int(corridor, "ceiling", &ceiling) && (double)ceiling >= most &&
        ((double)ceiling <= most * 5 || most <= 0))
        top = (double)ceiling;
    json_array_foreach(claims, i, claim) {
        if (view_claimed_at(claim, corridor, &q) && (double)q <= top * 1.3)
            top = fmax(top, (double)q);
    }
    return fmax(top, 1);
}

struct view_level view_level(const json_t *o) {
    struct view_level l;
    double x = 0.9;
    int hundredths;

    if (!view_real(o, "interval", &x) || !(x > 0 && x < 1)) x = 0.9;
    hundredths = (int)lround(x * 100);
    if (hundredths % 10 == 0)
        snprintf(l.s, sizeof l.s, "%d in 10", hundredths / 10);
    else if (hundredths % 5 == 0)
        snprintf(l.s, sizeof l.s, "%d in 20", hundredths / 5);
    else
        snprintf(l.s, sizeof l.s, "%d in 100", hundredths);
    return l;
}

struct view_name view_place(const json_t *corridor, bool origin) {
    const json_t *place = view_object(corridor, origin ? "origin_place" : "destination_place");
    const char *s = view_text(place, "town");
    struct view_name name;
    size_t n;

    if (!s) s = view_text(corridor, origin ? "origin" : "destination");
    if (!s) s = "unknown place";
    n = strlen(s);
    if (n >= sizeof name.s) n = sizeof name.s - 1;
    while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80) n--; /* not inside a character */
    memcpy(name.s, s, n);
    name.s[n] = 0;
    return name;
}
