/* SPDX-License-Identifier: Apache-2.0 */
/* A member of a stream to tracks, through the reader of its format. */
#include "flight/feed.h"
#include "flight/tell.h"
#include "format/heatmap.h"
#include "format/live.h"
#include "format/opensky.h"
#include "format/trace.h"
#include "pack/peek.h"

#include <stdio.h>

static size_t source_of(struct worker *w, const struct stream_member *m, enum flight_format f,
                        int32_t day) {
    const struct flight_source key = {
        .path = m->path, .format = f, .day = day, .stream_source = m->source};

    return sources_of(&w->run->sources, &key);
}

static void refuse(struct worker *w, const struct stream_member *m, size_t source, size_t n,
                   const char *reason) {
    sources_refuse(&w->run->sources, source, n, m->name, reason);
}

/* Its text ends too soon. Where its packing does, that was counted. */
static void breaks_off(struct worker *w, const struct stream_member *m, size_t source,
                       const char *reason) {
    refuse(w, m, source, 1, reason);
    if (m->state == STREAM_WHOLE) sources_cut(&w->run->sources);
}

/* The points of a recording take more than one. */
static uint64_t order_of(const struct worker *w, const struct stream_member *m) {
    return ((uint64_t)m->number << 24) + w->text;
}

/* ---- traces */

#define STRAY 10 /* so many points of a later day are no mistake */

bool read_named(struct span name, uint32_t *key) {
    const char *slash = memrchr(name.p, '/', name.n);
    struct span s = slash ? (struct span){slash + 1, name.n - (size_t)(slash + 1 - name.p)} : name;
    bool other;
    uint32_t hex;

    if (s.n < 17 || memcmp(s.p, "trace_full_", 11) != 0) return false;
    s.p += 11;
    s.n -= 11;
    other = s.p[0] == '~';
    if (other) s.p++, s.n--;
    if (s.n < 6 || !peek_hex((struct span){s.p, 6}, &hex)) return false;
    *key = stash_key(hex, other);
    return true;
}

/* When the file says otherwise than its name, one of them is wrong. */
static bool named_for_another(struct span name, const struct track *t) {
    uint32_t key;

    return read_named(name, &key) && key != stash_key(t->hex, t->other);
}

static void tell_rows(struct worker *w, const struct stream_member *m, size_t source,
                      const struct track *t, const struct trace_tally *tally) {
    char why[300];

    if (t->refused) {
        const char *first = "outside what is possible";

        for (size_t i = tally->nbad; i-- > 0;)
            if (tally->bad[i].row) first = tally->bad[i].why;
        snprintf(why, sizeof why, "%zu of %zu rows cannot be used: %s", t->refused, tally->rows,
                 first);
        refuse(w, m, source, t->refused, why);
    }
    if (t->moved * 10 >= t->n && t->moved > 1)
        sources_notice(
            &w->run->sources,
            "%s%06x: %zu of %zu rows are older than one before them, and were put in order",
            t->other ? "~" : "", (unsigned)t->hex, t->moved, tally->rows);
    if (tally->state == TRACE_PARTIAL) {
        snprintf(why, sizeof why, "breaks off at byte %zu: %s", tally->at, tally->why);
        breaks_off(w, m, source, why);
    }
}

/* Points of an earlier or later day than the file's, which archives have by mistake. */
static size_t of_other_days(const struct track *t, const struct flight_span *day, size_t *later) {
    size_t before = 0;

    while (before < t->n && t->point[before].ms < day->from_ms - CLEAN_GRACE_MS) before++;
    for (*later = 0; *later < t->n - before;)
        if (t->point[t->n - 1 - *later].ms <= day->to_ms + CLEAN_GRACE_MS)
            break;
        else
            ++*later;
    return before + *later;
}

/* The day of a trace: its `timestamp`, if that is midnight. One that goes on for long behind that day was made
 * of several, by somebody's tool, and covers what it has. A few points of another day are set aside by
 * leg/ (clean.h), and told here. */
static int32_t day_of_trace(struct worker *w, const struct stream_member *m, const struct track *t,
                            int64_t from_ms) {
    struct flight_span day = {from_ms, from_ms + UTC_DAY_MS};
    size_t n, later;
    char why[160];

    if (from_ms % UTC_DAY_MS != 0) return UTC_NONE;
    n = of_other_days(t, &day, &later);
    if (later >= STRAY) return UTC_NONE;
    if (n) {
        snprintf(why, sizeof why, "%zu point%s of another day than %s %s not used", n,
                 n == 1 ? "" : "s", utc_date_text((int32_t)(from_ms / UTC_DAY_MS)).s,
                 n == 1 ? "is" : "are");
        refuse(w, m, source_of(w, m, FLIGHT_TRACE, (int32_t)(from_ms / UTC_DAY_MS)), n, why);
    }
    return (int32_t)(from_ms / UTC_DAY_MS);
}

/* @param next where another text begins in it; 0: nowhere. */
static int take_trace(struct worker *w, const struct stream_member *m, size_t *next,
                      struct err *e) {
    struct trace_tally tally;
    struct track t;
    struct err why;
    struct origin from;
    bool at_once;
    int32_t day;

    if (trace_read(&w->a, m->bytes, &t, &tally, &why) < 0) {
        refuse(w, m, source_of(w, m, FLIGHT_TRACE, UTC_NONE), 1, why.text);
        return 0;
    }
    *next = tally.next;
    day = day_of_trace(w, m, &t, tally.from_ms);
    from = (struct origin){source_of(w, m, FLIGHT_TRACE, day), order_of(w, m)};
    if (named_for_another(m->name, &t)) {
        snprintf(why.text, sizeof why.text, "is of %s%06x, and its name is of another",
                 t.other ? "~" : "", (unsigned)t.hex);
        refuse(w, m, from.source, 1, why.text);
        return 0;
    }
    tell_rows(w, m, from.source, &t, &tally);
    sources_add(&w->run->sources, from.source, &(struct flight_source){.files = 1});
    at_once = w->run->at_once && day != UTC_NONE && tally.from_ms == w->run->day.from_ms &&
              !w->text && !*next;
    return run_take(w, &t, &from, at_once, e);
}

/* ---- many aircraft in a file */

static int take_all(struct worker *w, struct track *const *t, size_t n, const struct origin *from,
                    struct err *e) {
    int rc = 0;

    sources_add(&w->run->sources, from->source, &(struct flight_source){.files = 1});
    for (size_t i = 0; i < n && rc == 0; i++) {
        trace_order(&w->a, t[i]);
        rc = run_take(w, t[i], from, false, e);
    }
    return rc;
}

static int take_live(struct worker *w, const struct stream_member *m, size_t *next, struct err *e) {
    struct origin from = {source_of(w, m, FLIGHT_LIVE, UTC_NONE), order_of(w, m)};
    struct track **t;
    struct live l;
    struct err why;

    if (live_read(&w->a, m->bytes, &l, &why) < 0) {
        refuse(w, m, from.source, 1, why.text);
        return 0;
    }
    *next = l.next;
    if (l.state == LIVE_PARTIAL) breaks_off(w, m, from.source, l.why);
    if (l.refused) refuse(w, m, from.source, l.refused, l.nbad ? l.bad[0].why : "not usable");
    t = ARENA_ARRAY(&w->a, struct track *, l.ntrack);
    for (size_t i = 0; i < l.ntrack; i++) t[i] = &l.track[i];
    return take_all(w, t, l.ntrack, &from, e);
}

static int take_heatmap(struct worker *w, const struct stream_member *m, struct err *e) {
    struct origin from = {source_of(w, m, FLIGHT_HEATMAP, UTC_NONE), order_of(w, m)};
    struct track **t;
    struct heatmap h;
    struct err why;

    if (heatmap_read(&w->a, m->bytes, &h, &why) < 0) {
        refuse(w, m, from.source, 1, why.text);
        return 0;
    }
    if (h.state == HEATMAP_PARTIAL) breaks_off(w, m, from.source, h.why);
    if (h.refused) refuse(w, m, from.source, h.refused, h.nbad ? h.bad[0].why : "not usable");
    t = ARENA_ARRAY(&w->a, struct track *, h.ncraft);
    for (size_t i = 0; i < h.ncraft; i++) t[i] = &h.craft[i].track;
    return take_all(w, t, h.ncraft, &from, e);
}

/* Flights of REST have ends and no positions: nothing for leg/ to judge. */
static void tell_flights(struct worker *w, const struct stream_member *m, const struct opensky *o) {
    size_t n = 0;

    for (size_t i = 0; i < o->nflights; i++) n += !o->flight[i].of_rows;
    if (!n) return;
    sources_notice(
        &w->run->sources,
        "%s%s%.*s is a list of flights of OpenSky (%zu), and holds no positions of them: "
        "headcount import takes it into a case",
        read_is_itself(m) ? "" : m->path, read_is_itself(m) ? "" : ": ", SPAN_ARG(m->name), n);
}

static int take_opensky(struct worker *w, const struct stream_member *m, struct err *e) {
    struct origin from = {source_of(w, m, FLIGHT_OPENSKY, UTC_NONE), order_of(w, m)};
    struct track **t;
    struct opensky o;
    struct err why;

    if (opensky_read(&w->a, m->bytes, &o, &why) < 0) {
        refuse(w, m, from.source, 1, why.text);
        return 0;
    }
    if (o.broken) breaks_off(w, m, from.source, o.broken);
    tell_flights(w, m, &o);
    for (int i = 0; i < OPENSKY_REASONS; i++)
        if (o.refused[i].n)
            refuse(w, m, from.source, o.refused[i].n, opensky_reason_text((enum opensky_reason)i));
    t = ARENA_ARRAY(&w->a, struct track *, o.n);
    for (size_t i = 0; i < o.n; i++) t[i] = &o.track[i];
    return take_all(w, t, o.n, &from, e);
}

static int take_feed(struct worker *w, const struct stream_member *m, enum flight_format format,
                     struct err *e) {
    const struct origin from = {source_of(w, m, format, UTC_NONE), order_of(w, m)};
    struct feed *f = feed_begin(&w->a, w, format, &from, m->name);
    int rc = feed_bytes(f, m->bytes, e);

    return rc < 0 ? rc : feed_end(f, e);
}

/* ---- */

/* What is said of a member that is not whole; the rest of it is used. */
static void tell_state(struct worker *w, const struct stream_member *m, int format) {
    if (m->state != STREAM_PARTIAL) return;
    sources_cut(&w->run->sources);
    if (format < 0) {
        sources_notice(&w->run->sources, "%s%s%.*s: %s", read_is_itself(m) ? "" : m->path,
                       read_is_itself(m) ? "" : ": ", SPAN_ARG(m->name), m->reason);
        return;
    }
    refuse(w, m, source_of(w, m, (enum flight_format)format, UTC_NONE), 1, m->reason);
}

bool read_is_itself(const struct stream_member *m) {
    const char *slash = strrchr(m->path, '/');

    return span_is(m->name, slash ? slash + 1 : m->path);
}

static int read_text(struct worker *w, const struct stream_member *m, int format, size_t *next,
                     struct err *e) {
    int rc = 0;

    *next = 0;
    arena_init(&w->a, (size_t)8 << 30);
    switch (format) {
    case FLIGHT_TRACE: rc = take_trace(w, m, next, e); break;
    case FLIGHT_HEATMAP:
        if (!w->run->at_once) rc = take_heatmap(w, m, e);
        break;
    case FLIGHT_LIVE: rc = take_live(w, m, next, e); break;
    case FLIGHT_OPENSKY: rc = take_opensky(w, m, e); break;
    case FLIGHT_SBS:
    case FLIGHT_POSITIONS:
    case FLIGHT_FRAMES: rc = take_feed(w, m, (enum flight_format)format, e); break;
    default: sources_unread(&w->run->sources);
    }
    arena_fini(&w->a);
    return rc;
}

int read_member(struct worker *w, const struct stream_member *m, struct err *e) {
    int format = m->state == STREAM_REFUSED ? -1 : tell_format(m->bytes), rc;
    struct stream_member text = *m;
    size_t next;

    if (m->state == STREAM_REFUSED && m->rc != RC_NOTFOUND)
        sources_notice(&w->run->sources, "%s%s%.*s %s", read_is_itself(m) ? "" : m->path,
                       read_is_itself(m) ? "" : ": ", SPAN_ARG(m->name), m->reason);
    tell_state(w, m, format);
    w->text = 0;
    rc = read_text(w, &text, format, &next, e);
    for (; rc == 0 && next; rc = read_text(w, &text, tell_format(text.bytes), &next, e)) {
        text.bytes = (struct span){text.bytes.p + next, text.bytes.n - next};
        w->text++;
    }
    if (w->text && !read_is_itself(m))
        sources_notice(&w->run->sources,
                       "%s: %.*s holds %zu texts, one behind another: all are read", m->path,
                       SPAN_ARG(m->name), w->text + 1);
    return rc;
}
