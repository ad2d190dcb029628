/* SPDX-License-Identifier: Apache-2.0 */
/* Counting. A trace belongs to the day of which its `timestamp` is midnight, within what its folder or archive is called
 * after: folders with the data of another day have been published, and archives with a few strays. Which of the two it is,
 * the judgement sees when all are counted. Where no name has a date, the timestamps make the days. */
#include "pack/health.h"

#include "pack/health_tally.h"
#include "pack/peek.h"

#include <stdio.h>
#include <stdlib.h>

/* --- names --- */

static bool digits(const char *p, int n, int *out) {
    *out = 0;
    for (int i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9') return false;
        *out = *out * 10 + (p[i] - '0');
    }
    return true;
}

static int32_t date_at(const char *p) {
    struct utc_civil c, back;
    int32_t day;

    if (!digits(p, 4, &c.year) || !digits(p + 5, 2, &c.month) || !digits(p + 8, 2, &c.day))
        return UTC_NONE;
    if (p[4] != p[7] || !strchr("/.-", p[4]) || !p[4]) return UTC_NONE;
    if (c.year < 1990 || c.year > 2199 || c.month < 1 || c.month > 12 || c.day < 1 || c.day > 31)
        return UTC_NONE;
    day = utc_day(c);
    back = utc_civil(day);
    return back.month == c.month ? day : UTC_NONE;
}

int32_t health_day_of(struct span s) {
    for (size_t i = s.n >= 10 ? s.n - 10 + 1 : 0; i-- > 0;) {
        bool before = i && s.p[i - 1] >= '0' && s.p[i - 1] <= '9';
        bool after = i + 10 < s.n && s.p[i + 10] >= '0' && s.p[i + 10] <= '9';
        int32_t day = before || after ? UTC_NONE : date_at(s.p + i);

        if (day != UTC_NONE) return day;
    }
    return UTC_NONE;
}

struct name {
    struct span folder, file; /* the last folder, the last part */
};

static struct name split(struct span s) {
    struct name n = {{s.p, 0}, s};
    size_t at = s.n, from;

    while (at && s.p[at - 1] != '/') at--;
    n.file = (struct span){s.p + at, s.n - at};
    if (!at) return n;
    for (from = at - 1; from && s.p[from - 1] != '/';) from--;
    n.folder = (struct span){s.p + from, at - 1 - from};
    return n;
}

static bool between(struct span s, const char *front, const char *back, struct span *out) {
    size_t f = strlen(front), b = strlen(back);

    if (s.n < f + b || memcmp(s.p, front, f) != 0 || memcmp(s.p + s.n - b, back, b) != 0)
        return false;
    *out = (struct span){s.p + f, s.n - f - b};
    return true;
}

struct trace_name {
    uint32_t hex;
    bool other;
    int shard; /* of its folder; -1: the folder is none of the 256 */
};

static bool is_trace(struct span full, struct trace_name *out) {
    struct name n = split(full);
    char six[] = "000000";
    struct span hex;
    uint32_t shard;

    if (!between(n.file, "trace_full_", ".json", &hex)) return false;
    out->other = hex.n && hex.p[0] == '~';
    if (out->other) hex.p++, hex.n--;
    if (!peek_hex(hex, &out->hex)) return false;
    out->shard = -1;
    if (n.folder.n == 2) {
        memcpy(six + 4, n.folder.p, 2);
        if (peek_hex((struct span){six, 6}, &shard)) out->shard = (int)shard;
    }
    return true;
}

/* -1, or which half hour. */
static int heatmap_of(struct span full) {
    struct name n = split(full);
    struct span number;
    int i;

    if (!span_is(n.folder, "heatmap") || !between(n.file, "", ".bin.ttf", &number) ||
        number.n != 2 || !digits(number.p, 2, &i) || i > 47)
        return -1;
    return i;
}

/* --- tallies --- */

int health_tally_cmp(const struct health_tally *x, const struct health_tally *y) {
    if (x->source != y->source) return x->source < y->source ? -1 : 1;
    if (x->named != y->named) return x->named < y->named ? -1 : 1;
    return (x->day > y->day) - (x->day < y->day);
}

void health_begin(struct health *h, struct arena *a) {
    *h = (struct health){.a = a};
}

/* NULL when there are too many. */
static struct health_tally *tally_of(struct health *h, const struct health_tally *key) {
    size_t lo = 0, hi = h->tally.n;
    struct health_tally *t;

    if (h->last && health_tally_cmp(h->last, key) == 0) return h->last;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (health_tally_cmp(h->tally.v[mid], key) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < h->tally.n && health_tally_cmp(h->tally.v[lo], key) == 0)
        return h->last = h->tally.v[lo];
    if (h->tally.n == HEALTH_DAYS) return NULL;
    t = ARENA_NEW(h->a, struct health_tally);
    t->source = key->source;
    t->path = key->path;
    t->named = key->named;
    t->day = key->day;
    (void)vec_push(h->a, &h->tally);
    memmove(h->tally.v + lo + 1, h->tally.v + lo, (h->tally.n - 1 - lo) * sizeof *h->tally.v);
    h->tally.v[lo] = t;
    return h->last = t;
}

static void add_file(struct arena *a, struct health_tally *t, const struct health_file *f) {
    if (t->unusable <= HEALTH_UNUSABLE) *vec_push(a, &t->file) = *f;
}

static void add_stray(struct arena *a, struct health_tally *t, const struct health_file *f) {
    if (t->stray.n <= HEALTH_UNUSABLE) *vec_push(a, &t->stray) = *f;
}

void health_tally_add(struct arena *a, struct health_tally *to, const struct health_tally *t) {
    for (size_t i = 0; i < HEALTH_SHARDS; i++) to->files[i] += t->files[i];
    to->nfiles += t->nfiles;
    to->loose += t->loose;
    to->unusable += t->unusable;
    to->refused += t->refused;
    to->stored += t->stored;
    to->inflated += t->inflated;
    to->heat_good |= t->heat_good;
    to->heat_bad |= t->heat_bad;
    if (t->heat_reason && (!to->heat_reason || strcmp(t->heat_reason, to->heat_reason) < 0))
        to->heat_reason = t->heat_reason; /* whichever job read it, the same one is told */
    if (t->refused_reason &&
        (!to->refused_reason || strcmp(t->refused_reason, to->refused_reason) < 0))
        to->refused_reason = t->refused_reason;
    for (size_t i = 0; i < t->file.n; i++) add_file(a, to, &t->file.v[i]);
    for (size_t i = 0; i < t->stray.n; i++) add_stray(a, to, &t->stray.v[i]);
}

void health_join(struct health *into, const struct health *from) {
    into->over += from->over;
    for (size_t i = 0; i < from->tally.n; i++) {
        struct health_tally *t = tally_of(into, from->tally.v[i]);

        if (t)
            health_tally_add(into->a, t, from->tally.v[i]);
        else
            into->over++;
    }
}

/* --- a member --- */

static bool is_midnight(const struct peek_trace *p) {
    return p->has_time && p->time_ms % UTC_DAY_MS == 0;
}

/* NULL, or why the trace cannot stand for its aircraft on any day. */
static const char *unusable(const struct stream_member *m, const struct trace_name *n,
                            const struct peek_trace *p) {
    if (m->state != STREAM_WHOLE) return m->reason;
    if (!p->closes) return "the JSON does not close";
    if (!p->has_icao) return "has no icao";
    if (n->shard >= 0 && (p->hex & 0xff) != (uint32_t)n->shard)
        return "icao does not end with the digits of its folder";
    if (p->hex != n->hex || p->other != n->other) return "icao is not that of its name";
    return p->has_time ? NULL : "has no timestamp";
}

static struct health_file file_of(struct arena *a, const struct stream_member *m,
                                  const struct trace_name *n, const char *why) {
    return (struct health_file){arena_dup(a, m->name), arena_dup(a, span_of(why)), n->hex,
                                n->other};
}

static const char *of_another_day(struct arena *a, const struct peek_trace *p, int32_t named) {
    return arena_printf(a, "timestamp %s is not midnight of %s", utc_instant_text(p->time_ms).s,
                        utc_date_text(named).s);
}

static void note_good(struct health *h, struct health_tally *t, const struct stream_member *m,
                      const struct trace_name *n, const struct peek_trace *p) {
    t->files[n->hex & 0xff]++;
    t->nfiles++;
    t->loose += n->shard < 0;
    t->stored += m->stored;
    t->inflated += m->bytes.n;
    if (t->named != UTC_NONE && t->day != t->named && t->stray.n <= HEALTH_UNUSABLE) {
        const struct health_file f = file_of(h->a, m, n, of_another_day(h->a, p, t->named));

        add_stray(h->a, t, &f);
    }
}

static void note_trace(struct health *h, struct health_tally *key, const struct stream_member *m,
                       const struct trace_name *n) {
    struct peek_trace p = {0};
    struct health_tally *t;
    const char *why;

    if (m->state == STREAM_WHOLE) peek_trace(m->bytes, &p);
    why = unusable(m, n, &p);
    if (is_midnight(&p) && (!why || key->named == UTC_NONE))
        key->day = (int32_t)(p.time_ms / UTC_DAY_MS);
    else if (!why && key->named == UTC_NONE)
        return; /* of /run: of no day */
    else if (!why)
        why = of_another_day(h->a, &p, key->named);
    if (!(t = tally_of(h, key))) {
        h->over++;
        return;
    }
    if (!why) {
        note_good(h, t, m, n, &p);
        return;
    }
    t->unusable++;
    if (t->unusable <= HEALTH_UNUSABLE) {
        const struct health_file f = file_of(h->a, m, n, why);

        add_file(h->a, t, &f);
    }
}

static void note_heatmap(struct health *h, struct health_tally *t, const struct stream_member *m,
                         int i) {
    const char *why = m->state == STREAM_WHOLE ? peek_heatmap(m->bytes) : m->reason;

    if (!why) {
        t->heat_good |= (uint64_t)1 << i;
        return;
    }
    if (t->heat_bad >> i & 1) return;
    t->heat_bad |= (uint64_t)1 << i;
    why = arena_printf(h->a, "%.*s %s", SPAN_ARG(m->name), why);
    if (!t->heat_reason || strcmp(why, t->heat_reason) < 0) t->heat_reason = why;
}

static void note_refused(struct health *h, struct health_tally *t, const struct stream_member *m) {
    t->refused++;
    if (!t->refused_reason || strcmp(m->reason, t->refused_reason) < 0)
        t->refused_reason = arena_dup(h->a, span_of(m->reason));
}

void health_note(struct health *h, const struct stream_member *m) {
    struct health_tally key = {.source = m->source, .path = m->path}, *t;
    struct trace_name n;
    int half_hour = heatmap_of(m->name);
    bool trace = is_trace(m->name, &n);

    if (!trace && half_hour < 0 && m->state != STREAM_REFUSED) return;
    key.named = health_day_of(m->name);
    if (key.named == UTC_NONE) key.named = health_day_of(span_of(m->path));
    key.day = key.named;
    if (trace) {
        note_trace(h, &key, m, &n);
        return;
    }
    if (!(t = tally_of(h, &key))) {
        h->over++;
        return;
    }
    if (half_hour >= 0)
        note_heatmap(h, t, m, half_hour);
    else
        note_refused(h, t, m);
}
