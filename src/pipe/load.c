/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the typed tables. Each reader is a SELECT and one assignment a column, in the order of
 * the SELECT. */
#include "pipe/load.h"

#include "base/canon.h"
#include "claim/claim.h"
#include "pipe/flown.h"

#include <stdlib.h>

struct reader {
    struct arena *a;
    struct load *l;
    struct err *e;
    struct query *q;
    int col;
    int rc; /* the first failure in a row; what follows it is not read */
};

static struct span text(struct reader *r) {
    struct span s = query_col(r->q, r->col++);

    return s.p ? arena_span(r->a, s) : (struct span){"", 0};
}

static int number(struct reader *r) {
    int i = r->col++;

    return query_col_null(r->q, i) ? -1 : (int)query_col_int(r->q, i);
}

static int32_t day(struct reader *r) {
    struct span s = query_col(r->q, r->col++);
    int32_t out = UTC_NONE;

    if (s.p && r->rc == 0) r->rc = utc_date_read(s, &out, r->e);
    return out;
}

static int64_t number64(struct reader *r) {
    int i = r->col++;

    return query_col_null(r->q, i) ? INT64_MIN : query_col_int(r->q, i);
}

static int64_t instant(struct reader *r) {
    struct span s = query_col(r->q, r->col++);
    int64_t out = INT64_MIN;

    if (s.p && r->rc == 0) r->rc = utc_instant_read(s, &out, r->e);
    return out;
}

/* A day on which something became known: it moves the as-of date. */
static int32_t known_day(struct reader *r) {
    int32_t d = day(r);

    if (d != UTC_NONE && (r->l->as_of == UTC_NONE || d > r->l->as_of)) r->l->as_of = d;
    return d;
}

static int32_t minute(struct reader *r) {
    struct span s = query_col(r->q, r->col++);
    int32_t out = UTC_NONE;

    if (s.p && r->rc == 0) r->rc = utc_minute_read(s, &out, r->e);
    return out;
}

/* Sources and corridors are read in order of their id, so that a reference is found by bisection.
 */
#define FIND_ID(vec, id_)                                                                          \
    for (size_t lo = 0, hi = (vec).n; lo < hi;) {                                                  \
        size_t mid = lo + (hi - lo) / 2;                                                           \
        int c = span_cmp((id_), (vec).v[mid].id);                                                  \
                                                                                                   \
        if (c == 0) return (int)mid;                                                               \
        if (c < 0)                                                                                 \
            hi = mid;                                                                              \
        else                                                                                       \
            lo = mid + 1;                                                                          \
    }                                                                                              \
    return -1

static int find_source(const struct load *l, struct span id) {
    FIND_ID(l->source, id);
}

static int find_corridor(const struct load *l, struct span id) {
    FIND_ID(l->corridor, id);
}

static int source_of(struct reader *r) {
    return find_source(r->l, query_col(r->q, r->col++));
}

static int corridor_of(struct reader *r) {
    return find_corridor(r->l, query_col(r->q, r->col++));
}

static void read_source(struct reader *r) {
    struct load_source s = {0};

    s.row = text(r), s.id = text(r), s.label = text(r), s.kind = text(r), s.root_id = text(r);
    s.reliability = text(r), s.link = text(r), s.published = known_day(r);
    *vec_push(r->a, &r->l->source) = s;
}

static void read_corridor(struct reader *r) {
    struct load_corridor c = {0};

    c.row = text(r), c.id = text(r), c.origin = text(r), c.destination = text(r),
    c.direction = text(r);
    c.group = text(r), c.from = day(r), c.to = day(r);
    c.origin_place = place_find(c.origin);
    c.destination_place = place_find(c.destination);
    *vec_push(r->a, &r->l->corridor) = c;
}

static uint8_t day_bits(struct span s) {
    uint8_t bits = 0;

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '1' && s.p[i] <= '7') bits |= (uint8_t)(1U << (s.p[i] - '1'));
    return bits;
}

/* The exceptions stand as a JSON array of dates. */
static void read_except(struct reader *r, struct load_schedule *s) {
    struct span json = query_col(r->q, r->col++);
    json_t *days = NULL;

    if (!json.p || r->rc < 0) return;
    if ((r->rc = canon_parse(json, &days, r->e)) < 0) return;
    s->except = ARENA_ARRAY(r->a, int32_t, json_array_size(days));
    for (size_t i = 0; r->rc == 0 && i < json_array_size(days); i++)
        r->rc = utc_date_read(span_of(json_string_value(json_array_get(days, i))),
                              &s->except[s->nexcept++], r->e);
    json_decref(days);
}

static void read_schedule(struct reader *r) {
    struct load_schedule s = {0};

    s.row = text(r), s.id = text(r), s.corridor = corridor_of(r), s.flight = text(r);
    s.days = day_bits(query_col(r->q, r->col++));
    s.dep = minute(r), s.arr = minute(r), s.from = day(r), s.to = day(r);
    read_except(r, &s);
    s.type = text(r), s.carrier = text(r), s.seats = number(r), s.source = source_of(r);
    *vec_push(r->a, &r->l->schedule) = s;
}

static void read_aircraft(struct reader *r) {
    struct load_aircraft c = {0};

    c.row = text(r), c.registration = text(r), c.icao24 = text(r), c.type = text(r),
    c.carrier = text(r);
    c.seats = number(r), c.seats_high = number(r), c.source = source_of(r);
    *vec_push(r->a, &r->l->aircraft) = c;
}

static void read_flight(struct reader *r) {
    struct load_flight f = {0};

    f.row = text(r), f.id = text(r), f.corridor = corridor_of(r);
    f.flight = text(r), f.registration = text(r), f.type = text(r), f.state = text(r);
    /* an announcement is about the future: it is not yet something that was seen on that day */
    f.day = span_is(f.state, "announced") ? day(r) : known_day(r);
    f.seen_what = text(r), f.dep = minute(r), f.arr = minute(r), f.reason = text(r),
    f.source = source_of(r);
    *vec_push(r->a, &r->l->flight) = f;
}

static void read_count(struct reader *r) {
    struct load_count c = {0};

    c.row = text(r), c.id = text(r), c.corridor = corridor_of(r);
    c.day = known_day(r), c.from = day(r), c.to = known_day(r), c.flight = text(r),
    c.method = text(r);
    c.low = number(r), c.best = number(r), c.high = number(r);
    c.of = text(r), c.stage = text(r), c.wording = text(r), c.visible = number(r),
    c.reason = text(r);
    c.source = source_of(r);
    *vec_push(r->a, &r->l->count) = c;
}

static void read_claim(struct reader *r) {
    struct load_claim c = {0};

    c.row = text(r), c.id = text(r), c.speaker = text(r), c.source = source_of(r),
    c.channel = text(r);
    c.made_on = known_day(r), c.from = day(r), c.to = day(r), c.corridor = corridor_of(r);
    c.low = number(r), c.quantity = number(r), c.high = number(r);
    c.unit = text(r), c.hedge = text(r), c.text = text(r), c.credibility = text(r),
    c.status = text(r), c.flight = text(r), c.mode = text(r), c.measures = text(r);
    c.basis = text(r), c.relation = text(r), c.about_id = text(r);
    *vec_push(r->a, &r->l->claim) = c;
}

static void read_rule(struct reader *r) {
    struct load_rule u = {0};

    u.row = text(r), u.id = text(r), u.document = text(r), u.paragraph = text(r), u.text = text(r);
    u.from = day(r), u.until = day(r), u.who = text(r), u.exemptions = text(r), u.sourced = text(r);
    u.source = source_of(r), u.protects = text(r), u.evidence = text(r);
    *vec_push(r->a, &r->l->rule) = u;
}

static void read_hypothesis(struct reader *r) {
    struct load_hypothesis h = {0};

    h.row = text(r), h.id = text(r), h.text = text(r), h.prior = number(r), h.note = text(r);
    *vec_push(r->a, &r->l->hypothesis) = h;
}

static void read_weigh(struct reader *r) {
    struct load_weigh w = {0};

    w.row = text(r), w.hypothesis = text(r), w.evidence = text(r), w.absent = text(r).n > 0;
    w.mark = text(r), w.likelihood = number(r), w.by = text(r), w.note = text(r);
    *vec_push(r->a, &r->l->weigh) = w;
}

static int word_of(struct span s, const char *const *words) {
    int i = 0;

    while (words[i] && !span_is(s, words[i])) i++;
    return i;
}

/* A statement on the past: what it says was known by its last day. */
static bool of_the_past(enum cover_state s) {
    return s == COVER_COMPLETE || s == COVER_PARTIAL || s == COVER_SUSPECT || s == COVER_ABSENT;
}

static void read_coverage(struct reader *r) {
    struct load_coverage c = {0};
    struct cover_said s = {0};
    struct span corridor;

    c.row = text(r), s.source = source_of(r), corridor = query_col(r->q, r->col);
    s.corridor = corridor_of(r);
    if (corridor.n && s.corridor < 0) s.corridor = INT32_MAX; /* none of this case */
    s.state = (enum cover_state)word_of(query_col(r->q, r->col++), cover_states);
    s.what = (enum cover_what)word_of(query_col(r->q, r->col++), cover_whats);
    s.from = day(r), s.to = of_the_past(s.state) ? known_day(r) : day(r), c.note = text(r);
    *vec_push(r->a, &r->l->coverage) = c;
    *vec_push(r->a, &r->l->said) = s;
}

static void read_given(struct reader *r) {
    struct load_given g = {0};

    g.row = text(r), g.icao24 = text(r), g.registration = text(r), g.type = text(r);
    g.callsign = text(r), g.off_ms = instant(r), g.off_airport = text(r), g.off_status = text(r);
    g.on_ms = instant(r), g.on_airport = text(r), g.on_status = text(r), g.confidence = number(r);
    g.candidates = text(r), g.points = number(r), g.gap_max_s = number(r), g.source = source_of(r);
    *vec_push(r->a, &r->l->given) = g;
}

static void read_track(struct reader *r) {
    struct load_track t = {0};

    t.row = text(r), t.file = text(r), t.blob = text(r), t.format = text(r),
    t.source = source_of(r);
    t.icao24 = text(r), t.registration = text(r), t.type = text(r), t.points = number64(r);
    t.from_ms = number64(r), t.to_ms = number64(r), t.cover_from_ms = number64(r),
    t.cover_to_ms = number64(r), t.dense = number64(r) == 1;
    *vec_push(r->a, &r->l->track) = t;
}

static const struct {
    const char *sql;
    void (*read)(struct reader *);
} readers[] = {
    {"SELECT row_id, id, label, kind, root, reliability, link, published FROM source ORDER BY id",
     read_source},
    {"SELECT row_id, id, origin, destination, direction, \"group\", \"from\", \"to\" FROM "
     "corridor ORDER BY id",
     read_corridor},
    {"SELECT row_id, id, corridor, flight, days, dep_time, arr_time, \"from\", \"to\", \"except\", "
     "type, operator, seats, "
     "source FROM schedule ORDER BY row_id",
     read_schedule},
    {"SELECT row_id, registration, icao24, type, operator, seats, seats_high, source FROM aircraft "
     "ORDER "
     "BY row_id",
     read_aircraft},
    {"SELECT row_id, id, corridor, flight, registration, type, state, date, seen_what, dep_time, "
     "arr_time, reason, source "
     "FROM flight ORDER BY row_id",
     read_flight},
    {"SELECT row_id, id, corridor, date, \"from\", \"to\", flight, method, low, best, high, "
     "\"of\", stage, wording, visible, "
     "reason, source FROM count ORDER BY row_id",
     read_count},
    /* what is said of flight, way, basis and other claims stands in the row itself, so that the typed
     * table, whose layout is part of every case file, needs no new columns */
    {"SELECT c.row_id, id, speaker, source, channel, made_on, \"from\", \"to\", corridor, low, "
     "quantity, high, unit, hedge, text, credibility, status, l.body ->> '$.flight', "
     "l.body ->> '$.mode', l.body ->> '$.measures', l.body ->> '$.basis', l.body ->> '$.relation', "
     "l.body ->> '$.about' FROM claim AS c JOIN line AS l ON l.row_id = c.row_id "
     "ORDER BY made_on, id",
     read_claim},
    {"SELECT r.row_id, id, document, paragraph, text, \"from\", \"until\", who, exemptions, "
     "sourced, "
     "source, l.body ->> '$.protects', l.body ->> '$.evidence' FROM rule AS r JOIN line AS l "
     "ON l.row_id = r.row_id ORDER BY \"until\" NULLS LAST, id",
     read_rule},
    {"SELECT row_id, id, text, prior, note FROM hypothesis ORDER BY id", read_hypothesis},
    {"SELECT row_id, hypothesis, evidence, absent, mark, likelihood, \"by\", note FROM weigh "
     "ORDER BY row_id",
     read_weigh},
    {"SELECT row_id, source, corridor, state, what, \"from\", \"to\", note FROM coverage ORDER BY "
     "row_id",
     read_coverage},
    {"SELECT row_id, icao24, registration, type, callsign, off_utc, off_airport, off_status, "
     "on_utc, on_airport, on_status, confidence, candidates, points, gap_max_s, source FROM "
     "legs_given ORDER BY row_id",
     read_given},
    {"SELECT row_id, file, blob, format, source, icao24, registration, type, points, from_ms, "
     "to_ms, cover_from_ms, cover_to_ms, dense FROM track ORDER BY row_id",
     read_track},
};

static void find_roots(struct arena *a, struct load *l) {
    size_t n = l->source.n;
    int *from = ARENA_ARRAY(a, int, n), *origin = ARENA_ARRAY(a, int, n);

    for (size_t i = 0; i < n; i++) from[i] = find_source(l, l->source.v[i].root_id);
    claim_origins(from, origin, n);
    for (size_t i = 0; i < n; i++) l->source.v[i].root = origin[i];
}

/* Claims come by date, so those that others are about are found through an index by id. */
static int cmp_claim_id(const void *x, const void *y, void *context) {
    const struct load_claim *v = context;

    return span_cmp(v[*(const int *)x].id, v[*(const int *)y].id);
}

static void find_abouts(struct arena *a, struct load *l) {
    int *by_id = ARENA_ARRAY(a, int, l->claim.n);

    for (size_t i = 0; i < l->claim.n; i++) by_id[i] = (int)i;
    if (l->claim.n) qsort_r(by_id, l->claim.n, sizeof *by_id, cmp_claim_id, l->claim.v);
    for (size_t i = 0; i < l->claim.n; i++) {
        struct load_claim *k = &l->claim.v[i];

        k->about = -1;
        for (size_t lo = 0, hi = k->about_id.n ? l->claim.n : 0; lo < hi;) {
            size_t mid = lo + (hi - lo) / 2;
            int c = span_cmp(k->about_id, l->claim.v[by_id[mid]].id);

            if (c == 0) k->about = by_id[mid];
            if (c == 0) break;
            if (c < 0)
                hi = mid;
            else
                lo = mid + 1;
        }
        if (k->about == (int)i) k->about = -1;
    }
}

/* The claims in which the words of each began. */
static void find_origins(struct arena *a, struct load *l) {
    size_t n = l->claim.n;
    int *from = ARENA_ARRAY(a, int, n), *origin = ARENA_ARRAY(a, int, n);

    for (size_t i = 0; i < n; i++) {
        const struct load_claim *k = &l->claim.v[i];
        bool on = span_is(k->relation, "translates") || span_is(k->relation, "repeats");

        from[i] = on ? k->about : -1;
    }
    claim_origins(from, origin, n);
    for (size_t i = 0; i < n; i++) l->claim.v[i].origin = origin[i];
}

static int cmp_span(const void *x, const void *y) {
    return span_cmp(*(const struct span *)x, *(const struct span *)y);
}

struct span load_basis_next(struct span *rest) {
    static const char apart[] = " ,;\t\n\v\f\r";
    struct span one;

    while (rest->n && memchr(apart, *rest->p, sizeof apart - 1)) rest->p++, rest->n--;
    one = (struct span){rest->p, 0};
    while (rest->n && !memchr(apart, *rest->p, sizeof apart - 1)) one.n++, rest->p++, rest->n--;
    return one;
}

/* Which claims name a line of the timetable in their basis. */
static void find_timetables(struct arena *a, struct load *l) {
    struct span *line = ARENA_ARRAY(a, struct span, l->schedule.n);
    size_t n = 0;

    for (size_t i = 0; i < l->schedule.n; i++)
        if (l->schedule.v[i].id.n) line[n++] = l->schedule.v[i].id;
    if (n == 0) return;
    qsort(line, n, sizeof *line, cmp_span);
    for (size_t i = 0; i < l->claim.n; i++) {
        struct load_claim *k = &l->claim.v[i];
        struct span rest = k->basis, one;

        while (!k->from_timetable && (one = load_basis_next(&rest)).n)
            k->from_timetable = bsearch(&one, line, n, sizeof *line, cmp_span) != NULL;
    }
}

int load_case(struct store *st, struct arena *a, struct load *out, struct err *e) {
    struct load l = {.as_of = UTC_NONE};
    struct reader r = {.a = a, .l = &l, .e = e};
    int rc = 0;

    for (size_t i = 0; i < sizeof readers / sizeof *readers && rc == 0; i++) {
        if ((rc = query_open(&r.q, st, readers[i].sql, e)) < 0) return rc;
        while (r.rc == 0 && (rc = query_next(r.q, e)) > 0) {
            r.col = 0;
            readers[i].read(&r);
        }
        query_close(r.q);
        if (r.rc < 0) rc = r.rc;
    }
    if (rc < 0) return rc;
    find_roots(a, &l);
    if ((rc = flown_load(st, a, &l, e)) < 0) return rc;
    find_abouts(a, &l);
    find_origins(a, &l);
    find_timetables(a, &l);
    *out = l;
    return 0;
}
