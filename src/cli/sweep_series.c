/* SPDX-License-Identifier: Apache-2.0 */
/* The records of one series to the slots and counts that the model takes. Records are sorted by their bytes within a slot, and names
 * numbered by theirs, so the order of the table's rows changes nothing. */
#include "cli/sweep.h"

#include <math.h>
#include <stdlib.h>

#define ARENA_BYTES ((size_t)4 << 30) /* a million rows take a twentieth of it */

static int by_slot(const void *x, const void *y) {
    const struct sweep_record *a = x, *b = y;
    int c = (a->r.day > b->r.day) - (a->r.day < b->r.day);

    if (!c) c = span_cmp(a->slot, b->slot);
    return c ? c : span_cmp(a->bytes, b->bytes);
}

/* Rows with the same date and slot are one slot; a row that names no slot is a slot of its own. */
static bool same_slot(const struct sweep_record *a, const struct sweep_record *b) {
    return a->slot.n && a->r.day == b->r.day && span_eq(a->slot, b->slot);
}

static int by_name(const void *x, const void *y) {
    return span_cmp(*(const struct span *)x, *(const struct span *)y);
}

struct names {
    struct span *v;
    size_t n;
};

static void names_settle(struct names *t) {
    size_t kept = 0;

    qsort(t->v, t->n, sizeof *t->v, by_name);
    for (size_t i = 0; i < t->n; i++)
        if (!kept || !span_eq(t->v[i], t->v[kept - 1])) t->v[kept++] = t->v[i];
    t->n = kept;
}

static int names_find(const struct names *t, struct span s) {
    const struct span *at = t->n ? bsearch(&s, t->v, t->n, sizeof s, by_name) : NULL;

    return at ? (int)(at - t->v) : 0;
}

struct build {
    struct arena *a;
    struct sweep_record *v; /* the rows that could be read */
    size_t n;
    struct names group, root;
    struct infer_slot *slot;
    struct infer_count *count;
    struct sweep_series *s;
};

static bool has_figure(const struct sweep_row *r) {
    return r->low >= 0 || r->best >= 0 || r->high >= 0;
}

static bool observes(const struct sweep_row *r) {
    return has_figure(r) && r->method != INFER_SEATS && r->method != INFER_NEIGHBOUR &&
           r->method != INFER_CLAIMED;
}

/* Somebody on board: such a flight flew. As the sheets have it (pipe/slots.c). */
static bool aboard(const struct sweep_row *r) {
    bool somebody = r->best > 0 || r->low > 0 || (r->best < 0 && r->low < 0 && r->high > 0);

    return observes(r) && somebody && r->stage != INFER_WAITING;
}

static enum infer_state state_of(struct sweep_series *s, const struct sweep_record *v, size_t n) {
    bool announced = false, operated = false, cancelled = false, people = false;

    for (size_t i = 0; i < n; i++) {
        announced |= v[i].r.status == SWEEP_ANNOUNCED;
        operated |= v[i].r.status == SWEEP_OPERATED;
        cancelled |= v[i].r.status == SWEEP_CANCELLED;
        people |= aboard(&v[i].r);
    }
    s->announced += announced;
    s->contradicted += operated && cancelled && !people;
    s->aboard_cancelled += cancelled && people;
    if (people) operated = true, cancelled = false;
    s->cancelled += cancelled && !operated;
    s->flown += operated && !cancelled;
    s->unknown += operated == cancelled;
    return operated == cancelled ? INFER_UNKNOWN : cancelled ? INFER_CANCELLED : INFER_OPERATED;
}

static void add_count(struct build *b, const struct sweep_record *x, int slot) {
    struct infer_input *in = &b->s->in;

    if (!has_figure(&x->r)) return;
    b->count[in->ncount++] = (struct infer_count){
        .slot = slot,
        .from = x->r.day,
        .to = x->r.day,
        .method = (enum infer_method)x->r.method,
        .of = (enum infer_of)x->r.of,
        .stage = (enum infer_stage)x->r.stage,
        .wording = (enum infer_wording)x->r.wording,
        .low = x->r.low,
        .best = x->r.best,
        .high = x->r.high,
        .visible = (double)NAN,
        .root = x->root.n ? names_find(&b->root, x->root) : in->nroot++,
    };
    b->s->claimed += x->r.method == INFER_CLAIMED;
    b->s->counts += observes(&x->r);
    b->s->waiting += observes(&x->r) && x->r.stage == INFER_WAITING;
    b->s->all += observes(&x->r) && x->r.stage != INFER_WAITING && x->r.of == INFER_ALL;
}

/* The seats of a slot reach from the lowest to the highest figure of its rows; its group is the first that one of them names. */
static void add_slot(struct build *b, const struct sweep_record *v, size_t n) {
    struct infer_input *in = &b->s->in;
    struct infer_slot x = {.day = v->r.day, .announced = true, .seats_lo = -1, .seats_hi = -1};
    struct span group = {0};
    bool seats_differ = false, groups_differ = false;

    for (size_t i = 0; i < n; i++) {
        const struct sweep_row *r = &v[i].r;

        seats_differ |= r->seats_hi >= 0 && x.seats_hi >= 0 &&
                        (r->seats_lo != x.seats_lo || r->seats_hi != x.seats_hi);
        groups_differ |= v[i].group.n && group.n && !span_eq(v[i].group, group);
        if (r->seats_hi >= 0 && (x.seats_lo < 0 || r->seats_lo < x.seats_lo))
            x.seats_lo = r->seats_lo;
        if (r->seats_hi > x.seats_hi) x.seats_hi = r->seats_hi;
        if (v[i].group.n && (!group.n || span_cmp(v[i].group, group) < 0)) group = v[i].group;
        add_count(b, &v[i], (int)in->nslot);
    }
    b->s->seats_differ += seats_differ;
    b->s->groups_differ += groups_differ;
    x.group = names_find(&b->group, group);
    x.state = state_of(b->s, v, n);
    if (x.seats_hi > in->seats_max) in->seats_max = x.seats_hi;
    b->slot[in->nslot++] = x;
}

static void read_names(struct build *b) {
    b->group.v = ARENA_ARRAY(b->a, struct span, b->n);
    b->root.v = ARENA_ARRAY(b->a, struct span, b->n);
    for (size_t i = 0; i < b->n; i++) {
        b->group.v[b->group.n++] = b->v[i].group;
        if (b->v[i].root.n) b->root.v[b->root.n++] = b->v[i].root;
    }
    names_settle(&b->group);
    names_settle(&b->root);
}

/* A row that is another's copy to the byte is no second look, unless it is a flight of its own: two observers are told apart by their roots. */
static void drop_repeats(struct build *b) {
    size_t kept = 0;

    for (size_t i = 0; i < b->n; i++) {
        const struct sweep_record *last = kept ? &b->v[kept - 1] : NULL;
        bool copy = last && span_eq(b->v[i].bytes, last->bytes);
        bool flight = !b->v[i].slot.n;

        b->s->copies += copy && !flight && has_figure(&b->v[i].r);
        b->s->alike += copy && flight;
        if (!copy || flight) b->v[kept++] = b->v[i];
    }
    b->n = kept;
}

static void read_records(struct build *b, struct span records) {
    struct span s = records;

    while (s.n) {
        b->s->rows++;
        sweep_row_next(&s);
    }
    b->v = ARENA_ARRAY(b->a, struct sweep_record, (size_t)b->s->rows);
    for (s = records; s.n;) {
        struct sweep_record x = sweep_row_next(&s);

        if (!x.r.bad)
            b->v[b->n++] = x;
        else if (!b->s->bad++ || span_cmp(x.root, b->s->why) < 0)
            b->s->why = x.root;
    }
    if (b->n) qsort(b->v, b->n, sizeof *b->v, by_slot);
    drop_repeats(b);
}

int sweep_build(struct arena *a, struct span name, struct span records, struct sweep_series *out,
                struct err *e) {
    struct sweep_series s = {.name = name, .in.seats_max = -1};
    struct build b = {.a = a, .s = &s};
    size_t slots = 0;

    read_records(&b, records);
    if (!b.n)
        return err_set(e, RC_NOTFOUND, "none of its rows could be read (%d); %.*s", s.rows,
                       SPAN_ARG(s.why));
    for (size_t i = 0; i < b.n; i++) slots += !i || !same_slot(&b.v[i - 1], &b.v[i]);
    if (slots > SWEEP_SLOTS)
        return err_set(e, RC_LIMIT, "%zu slots, more than %d", slots, SWEEP_SLOTS);
    read_names(&b);
    s.from = b.v[0].r.day;
    s.to = b.v[b.n - 1].r.day;
    s.in.slot = b.slot = ARENA_ARRAY(a, struct infer_slot, slots);
    s.in.count = b.count = ARENA_ARRAY(a, struct infer_count, b.n);
    s.in.ngroup = (int)b.group.n;
    s.group = b.group.v;
    s.in.nroot = (int)b.root.n;
    for (size_t i = 0, n; i < b.n; i += n) {
        for (n = 1; i + n < b.n && same_slot(&b.v[i], &b.v[i + n]);) n++;
        add_slot(&b, &b.v[i], n);
    }
    if (!s.in.nroot) s.in.nroot = 1;
    *out = s;
    return 0;
}

/* The log is taken as whole: flights that are not in it are not in the total. */
struct infer_options sweep_model(const struct sweep_options *o) {
    struct infer_options m = infer_defaults();

    m.interval = o->interval;
    m.seed = o->seed;
    if (o->seats) m.seats_unknown_lo = m.seats_unknown_hi = o->seats;
    if (!isnan(o->selection)) m.selection_scale = o->selection;
    m.unlisted_a = 0;
    return m;
}

void sweep_answer(const struct sweep_options *o, struct span name, struct span records,
                  struct buf *line, struct buf *draws) {
    struct infer_options m = sweep_model(o);
    struct infer_result r = {0};
    struct sweep_series s;
    struct arena a;
    struct err e = {0};
    int rc;

    arena_init(&a, ARENA_BYTES);
    rc = sweep_build(&a, name, records, &s, &e);
    if (rc == 0) rc = infer_run(&a, &s.in, &m, &r, &e);
    if (rc < 0) {
        sweep_error(line, name, e.text);
    } else {
        sweep_line(&a, line, &s, &m, &r);
        if (draws) sweep_draws(&a, draws, name, &r);
    }
    arena_fini(&a);
}
