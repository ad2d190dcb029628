/* SPDX-License-Identifier: Apache-2.0 */
/* From runs to legs. A leg is an airborne run, or a part of one between two silences in which it
 * is held to have landed. One walk over its points finds the silences, judges each when it is
 * met, and counts what a leg tells about itself. What stands between two legs is noted as a
 * link, and when all are known the links give the ends (link.c): a take-off always has a
 * landing, since both are ends of one leg.
 *
 * points ─ clean.c ─ good points ─ run.c ─ air, stay, air, ... ─ here ─ legs and links ─ link.c,
 * end.c ─ ends with places
 *
 * Day files do not exist here: the caller joins them, and a silence over midnight is a silence. */
#include "leg/leg.h"

#include "geo/place.h"
#include "leg/link.h"

#include <math.h>
#include <string.h>

#define KT_MPS 0.51444444
#define SPOOF_SAMPLES 25 /* adsbtrack's rule (formats.md 2.5.7): by flight, never by day */
#define SPOOF_SIL 0.6
#define SPOOF_SIL_JUMP 0.1
#define SPOOF_JUMPS 3 /* one wrong position is a decoding error */
#define JAM_SHARE 0.3
#define JAM_NIC 4      /* below it a position may be off by a mile */
#define STOP_KEPT 0.02 /* less likely stops are not kept as hypotheses */
#define OPEN 0.5       /* of an end that is lost or at the edge */
#define WAY_M 75000.0  /* how far beside the way a field is looked for */

/* Of the points of a leg: how many say what. */
struct sums {
    size_t n;
    size_t source[16];          /* by enum track_source */
    size_t nic[2];              /* below JAM_NIC, others */
    size_t sil[2];              /* of version 2: 0, others */
    int32_t top_speed, top_alt; /* 0.1 kt, ft; -1 unknown */
};

struct making {
    struct arena *a;
    const struct track *t;
    const struct leg_options *o;
    struct gap_in g;
    struct run_list runs;
    struct clean *c;
    VEC(struct leg) leg;
    VEC(struct link) link;     /* link[i] opens leg[i]; one more closes the last */
    VEC(struct gap) gap;       /* of the leg at hand */
    size_t touch, jump;        /* next of runs.touch, of c->jump */
    struct sums sums;          /* likewise */
    const char *last_callsign; /* where the last one stood, for a quick comparison */
    size_t callsign_slot;
};

/* ---- one point */

static void callsign_new(struct leg *l, const struct track_point *p, struct making *m) {
    char text[9] = "";
    size_t n = 8, k;

    memcpy(text, p->callsign, 8);
    while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\0')) text[--n] = '\0';
    m->last_callsign = p->callsign;
    m->callsign_slot = LEG_CALLSIGNS;
    if (n == 0 || strspn(text, "@") == n ||
        strspn(text, "0") == n) { /* fillers that transponders send */
        m->callsign_slot = LEG_CALLSIGNS + 1;
        return;
    }
    for (k = 0; k < l->ncallsign; k++)
        if (strcmp(l->callsign[k].text, text) == 0) break;
    if (k == l->ncallsign && k < LEG_CALLSIGNS) {
        memcpy(l->callsign[k].text, text, sizeof text);
        l->callsign[k].first_ms = p->ms;
        l->ncallsign++;
    }
    m->callsign_slot = k;
}

static void count_callsign(struct making *m, struct leg *l, const struct track_point *p) {
    if (!m->last_callsign || memcmp(m->last_callsign, p->callsign, 8) != 0) callsign_new(l, p, m);
    if (m->callsign_slot < LEG_CALLSIGNS) {
        l->callsign[m->callsign_slot].n++;
        l->callsign[m->callsign_slot].last_ms = p->ms;
    } else if (m->callsign_slot == LEG_CALLSIGNS)
        l->more_callsigns++;
}

static inline void add(struct sums *s, const struct track_point *p) {
    s->n++;
    s->source[p->source & 15]++;
    if (p->nic >= 0) s->nic[p->nic >= JAM_NIC]++; /* rows without an object: most, in a rhythm */
    if (p->adsb == 2 && p->sil >= 0) s->sil[p->sil > 0]++;
    s->top_speed = p->speed > s->top_speed ? p->speed : s->top_speed;
    s->top_alt = p->alt_ft > s->top_alt ? p->alt_ft : s->top_alt;
}

/* Adds the good points from i, which is one, to a silence, or to hi. @return where the silence ends, or hi */
static size_t stretch(struct making *m, struct leg *l, size_t i, size_t hi) {
    const struct track_point *x = m->t->point;
    const uint8_t *reason = m->c->reason;
    struct sums s = m->sums; /* in registers */
    size_t last = i;

    for (; i < hi; i++) {
        if (reason[i] != CLEAN_GOOD) continue;
        if (x[i].ms - x[last].ms >= GAP_MS) break;
        add(&s, &x[i]);
        if (x[i].callsign[0]) count_callsign(m, l, &x[i]);
        last = i;
    }
    m->sums = s;
    l->last = last;
    return i;
}

/* ---- a leg */

static void leg_open(struct making *m, size_t i) {
    *vec_push(m->a, &m->leg) =
        (struct leg){.first = i, .last = i, .craft = m->g.craft, .top_kt = -1, .top_ft = -1};
    m->gap.v = NULL;
    m->gap.n = m->gap.cap = 0;
    m->sums = (struct sums){.top_speed = -1, .top_alt = -1};
    m->last_callsign = NULL;
}

/* Fields where its class can land within what the slack allows beside the way: the one with
 * service, then the longest runway. */
static bool better(const struct place *p, const struct place *q) {
    if ((p->scheduled == 1) != (q->scheduled == 1)) return p->scheduled == 1;
    return p->runway_ft > q->runway_ft;
}

static void offer_place(int32_t place[3], int32_t offered) {
    for (int k = 0; k < 3; k++) {
        if (place[k] == offered) return;
        if (place[k] < 0 || better(place_at((size_t)offered), place_at((size_t)place[k]))) {
            for (int j = 2; j > k; j--) place[j] = place[j - 1];
            place[k] = offered;
            return;
        }
    }
}

/* Five points along the way; over the date line the shorter way is taken. */
static void fields_on_the_way(const struct making *m, const struct gap *g, int32_t place[3]) {
    const struct track_point *p = &m->t->point[g->before], *q = &m->t->point[g->after];
    double lat = p->lat * 1e-6, lon = p->lon * 1e-6, dlat = q->lat * 1e-6 - lat,
           dlon = q->lon * 1e-6 - lon;
    double beside = fmin((g->slack_s - g->stop_s) / 2 * g->own_high_kt * KT_MPS + 5000, WAY_M);
    const struct craft_facts *f = craft_facts(m->g.craft);

    if (dlon > 180) dlon -= 360;
    if (dlon < -180) dlon += 360;
    for (int k = 0; k <= 4; k++) {
        struct near_hit hit[32];
        double x = lon + dlon * k / 4;
        size_t n = near_find(m->g.near, lat + dlat * k / 4,
                             x > 180    ? x - 360
                             : x < -180 ? x + 360
                                        : x,
                             beside, hit, 32);

        for (size_t i = 0; i < n; i++)
            if (place_at((size_t)hit[i].place)->runway_ft >= f->runway_ft)
                offer_place(place, hit[i].place);
    }
}

/* Gaps within the leg in which a stop was possible: kept as the other hypothesis where a field
 * lies on the way (formats.md 2.5.5). */
static void keep_stops(struct making *m, struct leg *l) {
    VEC(struct leg_stop) stop = {0};

    for (size_t i = 0; i < l->ngap; i++) {
        struct leg_stop s = {i, l->gap[i].p_stop, {-1, -1, -1}};

        if (s.weight < STOP_KEPT &&
            !(l->gap[i].slack_s >= 1800 && !(l->gap[i].reason & GAP_NO_TIME)))
            continue;
        if (m->g.near) fields_on_the_way(m, &l->gap[i], s.place);
        if (!m->g.near || s.place[0] >= 0) *vec_push(m->a, &stop) = s;
    }
    l->stop = stop.v;
    l->nstop = stop.n;
}

static void set_quality(struct making *m, struct leg *l) {
    size_t jumps = 0, nsil = m->sums.sil[0] + m->sums.sil[1],
           nnic = m->sums.nic[0] + m->sums.nic[1];

    for (size_t i = l->first; i < l->last; i++) jumps += m->c->reason[i] == CLEAN_TELEPORT;
    if (nsil >= SPOOF_SAMPLES) {
        double share = (double)m->sums.sil[0] / (double)nsil;

        if (share >= SPOOF_SIL_JUMP && jumps >= SPOOF_JUMPS)
            l->flags |= LEG_SPOOF_JUMP;
        else if (share >= SPOOF_SIL)
            l->flags |= LEG_SPOOF_SIL;
    }
    if (nnic >= SPOOF_SAMPLES && (double)m->sums.nic[0] >= JAM_SHARE * (double)nnic &&
        jumps < SPOOF_JUMPS)
        l->flags |= LEG_JAMMED;
    if (l->nadsb == 0 && m->sums.source[TRACK_SOURCE_UNKNOWN] < l->n) l->flags |= LEG_NO_ADSB;
    if (l->n < 10) l->flags |= LEG_FEW;
}

static void take_touches(struct making *m, struct leg *l) {
    size_t from = m->touch;

    for (; m->jump < m->c->njump && m->c->jump[m->jump] <= l->last; m->jump++)
        l->njump += m->c->jump[m->jump] > l->first;
    while (m->touch < m->runs.touch.n && m->runs.touch.v[m->touch].ms <= m->t->point[l->last].ms)
        m->touch++;
    l->touch = m->runs.touch.v ? m->runs.touch.v + from : NULL;
    l->ntouch = m->touch - from;
}

static void leg_close(struct making *m) {
    struct leg *l = &m->leg.v[m->leg.n - 1];

    l->n = m->sums.n;
    for (int k = 0; k <= TRACK_ADSR_ICAO; k++) l->nadsb += m->sums.source[k];
    l->nmlat = m->sums.source[TRACK_MLAT];
    l->top_kt = m->sums.top_speed < 0 ? -1 : m->sums.top_speed * 0.1;
    l->top_ft = m->sums.top_alt;
    l->gap = m->gap.v;
    l->ngap = m->gap.n;
    for (size_t i = 0; i < l->ngap; i++)
        l->longest_gap_s = fmax(l->longest_gap_s, l->gap[i].seconds);
    take_touches(m, l);
    keep_stops(m, l);
    set_quality(m, l);
}

static void link_put(struct making *m, struct link k) {
    *vec_push(m->a, &m->link) = k;
}

static void unseen(struct making *m) {
    leg_open(m, SIZE_MAX);
    m->leg.v[m->leg.n - 1].last = SIZE_MAX;
    m->leg.v[m->leg.n - 1].flags = LEG_UNSEEN | LEG_NO_ADSB;
}

/* ---- a run in the air */

/* The silence before point i ends the flight, or is noted in it. */
static void silence(struct making *m, const struct run *r, size_t before, size_t i) {
    struct leg *l = &m->leg.v[m->leg.n - 1];
    struct link k = {.kind = {LINK_SILENT, LINK_SILENT}};

    gap_judge(&m->g, before, i, r->first, r->last + 1, m->t->point[l->first].ms, k.phase, &k.gap);
    if (k.gap.p_stop >= 0.5) {
        leg_close(m);
        link_put(m, k);
        leg_open(m, i);
    } else
        *vec_push(m->a, &m->gap) = k.gap;
}

static void walk(struct making *m, const struct run *r) {
    size_t i = r->first;

    leg_open(m, i);
    for (;;) {
        struct leg *l = &m->leg.v[m->leg.n - 1];

        i = stretch(m, l, i, r->last + 1);
        if (i > r->last) break;
        silence(m, r, l->last, i);
    }
    leg_close(m);
}

/* A single point that belongs to nothing makes no flight. The links on both sides become one. */
static bool is_alone(const struct making *m, const struct leg *l, const struct link *before,
                     const struct link *after) {
    return l->n == 1 && before->kind[1] != LINK_STAY && after->kind[0] != LINK_STAY && m->t->n > 1;
}

static struct link merged(const struct link *b, const struct link *a) {
    struct link k = *b;

    k.kind[1] = a->kind[1];
    k.stay[1] = a->stay[1];
    if (b->kind[0] == LINK_BORDER || a->kind[1] == LINK_BORDER) {
        for (int i = 0; i < 2; i++) /* what stood, stood */
            if (k.kind[i] != LINK_STAY) k.kind[i] = LINK_BORDER;
    } else if (
        b->kind[0] !=
        a->kind[1]) { /* a silence on one side only: what was judged there was the dropped point */
        if (k.kind[0] == LINK_SILENT) k.kind[0] = LINK_JUMP;
        if (k.kind[1] == LINK_SILENT) k.kind[1] = LINK_JUMP;
    } else if (k.kind[0] == LINK_SILENT) {
        k.gap.after = a->gap.after;
        k.phase[1] = a->phase[1];
        k.gap.seconds += a->gap.seconds;
        k.gap.p_stop = fmax(b->gap.p_stop, a->gap.p_stop);
        k.gap.reason |= a->gap.reason;
    }
    return k;
}

static void drop_alone(struct making *m) {
    size_t n = 0;

    for (size_t i = 0; i < m->leg.n; i++) {
        if (is_alone(m, &m->leg.v[i], &m->link.v[n], &m->link.v[i + 1])) {
            clean_set(m->c, m->leg.v[i].first, CLEAN_ALONE);
            m->link.v[n] = merged(&m->link.v[n], &m->link.v[i + 1]);
        } else {
            m->leg.v[n] = m->leg.v[i];
            m->link.v[++n] = m->link.v[i + 1];
        }
    }
    m->leg.n = n;
    m->link.n = n + 1;
}

/* ---- all */

static struct link plain(enum link_kind kind) {
    return (struct link){.kind = {kind, kind}};
}

/* A stay after a stay: it moved unseen, or positions contradict each other. Otherwise it opens a
 * link. */
static void put_stay(struct making *m, const struct run *r, bool open, bool after_stay) {
    struct link stay = {.kind = {LINK_STAY, LINK_STAY}, .stay = {*r, *r}};

    if (open && !(after_stay && !r->jump)) {
        struct link *k = &m->link.v[m->link.n - 1];

        k->kind[1] = LINK_STAY;
        k->stay[1] = *r;
        return;
    }
    if (open)
        unseen(m);
    else if (r->jump && m->link.n)
        stay.kind[0] = LINK_JUMP;
    link_put(m, stay);
}

static void assemble(struct making *m) {
    const struct run *v = m->runs.run.v;
    bool open = false; /* a link stands open, for the next leg */

    for (size_t k = 0; k < m->runs.run.n; k++) {
        if (v[k].kind != RUN_AIR) {
            put_stay(m, &v[k], open, k && v[k - 1].kind != RUN_AIR);
            open = true;
            continue;
        }
        if (!open)
            link_put(m, plain(m->link.n ? LINK_JUMP : LINK_BORDER));
        else if (v[k].jump)
            m->link.v[m->link.n - 1].kind[1] = LINK_JUMP;
        walk(m, &v[k]);
        open = false;
    }
    if (!open) link_put(m, plain(LINK_BORDER));
}

/* An end of which nothing is concluded counts as little as the weakest conclusion. */
static double ended(const struct leg_end *e) {
    return e->status == END_LOST || e->status == END_EDGE ? OPEN : e->p_ended;
}

static void set_confidence(struct leg *l) {
    double p = ended(&l->from) * ended(&l->to);

    for (size_t i = 0; i < l->ngap; i++) p *= 1 - l->gap[i].p_stop;
    if (l->flags & LEG_SPOOF_JUMP)
        p *= 0.2;
    else if (l->flags & LEG_SPOOF_SIL)
        p *= 0.5;
    if (l->flags & LEG_FEW && !(l->flags & LEG_UNSEEN)) p *= 0.9;
    l->confidence = p;
}

static void quarantine(struct making *m, const struct leg *l) {
    for (size_t i = l->first; i <= l->last; i++)
        if (m->c->reason[i] == CLEAN_GOOD) clean_set(m->c, i, CLEAN_SPOOF);
}

/* Where it was lost on its way from a field, that field is no guess at where it went; unless it came back to it and touched. */
static void drop_own(struct leg *l) {
    if (l->ntouch) return;
    if (l->to.away) end_drop(&l->to, l->from.place);
    if (l->from.away) end_drop(&l->from, l->to.place);
}

static void finish(struct making *m, struct leg_list *out) {
    for (size_t i = 0; i < m->link.n; i++)
        link_resolve(&m->g, m->o, &m->link.v[i], i ? &m->leg.v[i - 1] : NULL,
                     i < m->leg.n ? &m->leg.v[i] : NULL);
    for (size_t i = 0; i < m->leg.n; i++) {
        struct leg *l = &m->leg.v[i];

        set_confidence(l);
        drop_own(l);
        out->nunseen += (l->flags & LEG_UNSEEN) != 0;
        out->unlike +=
            i && l->from.place >= 0 && l[-1].to.place >= 0 && l->from.place != l[-1].to.place;
    }
    for (size_t i = 0; i < m->leg.n; i++)
        if (m->leg.v[i].flags & LEG_SPOOF_JUMP) quarantine(m, &m->leg.v[i]);
    out->leg = m->leg.v;
    out->n = m->leg.n;
}

void leg_build(struct arena *a, const struct track *t, const struct leg_options *o,
               struct leg_list *out) {
    struct making m = {.a = a, .t = t, .o = o, .c = &out->clean};

    *out = (struct leg_list){0};
    clean_track(a, t, o->from_ms, o->to_ms, &out->clean);
    m.g = (struct gap_in){.t = t,
                          .reason = out->clean.reason,
                          .near = o->near,
                          .craft = craft_of(t->type, out->clean.top_kt, out->clean.top_ft),
                          .military = (t->db_flags & 1) != 0,
                          .dense = o->dense};
    run_build(a, &m.g, &out->clean, &m.runs);
    assemble(&m);
    drop_alone(&m);
    finish(&m, out);
}
