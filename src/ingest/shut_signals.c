/* SPDX-License-Identifier: Apache-2.0 */
/* Flight signals on their way through the pipe: code; crafts, unread; notices, sources, days and streams, each
 * how many before it; then the airframes that are kept, by address, with their points as text. */
#include "flight/stash.h"
#include "flight/tell.h"
#include "format/points.h"
#include "geo/near.h"
#include "ingest/lists.h"
#include "ingest/shut.h"
#include "ingest/shut_run.h"
#include "pack/digest.h"
#include "pack/tar.h"

#define BEGIN ((size_t)1024) /* of a file, inflated: enough to tell what it is */
#define PATH_BYTES ((size_t)4096)
#define WHY_BYTES ((size_t)1 << 20)
#define MEMORY_BYTES ((size_t)8 << 30) /* as an import has (ingest.c) */
#define LAST_MS (INT64_C(1) << 50)     /* times are within it either way: 35,000 years */

/* ---- the room ---- */

/** The path, the parts of its archive that lie beside it, and the names in their folder. */
struct place {
    VEC(const char *) read;
    const char *list[2];
    const char *write[1];
    struct cage_room room;
};

static const char *folder_of(struct arena *a, const char *path) {
    const char *slash = strrchr(path, '/');

    if (!slash) return ".";
    return slash == path ? "/" : arena_dup(a, (struct span){path, (size_t)(slash - path)});
}

static void place_of(struct arena *a, const char *path, const struct digest *d, struct place *p) {
    *p = (struct place){.list = {folder_of(a, path)}};
    *vec_push(a, &p->read) = path;
    for (size_t i = 0; d && !d->folder && i < d->n; i++) *vec_push(a, &p->read) = d->file[i].path;
    *vec_push(a, &p->read) = NULL;
    p->room = (struct cage_room){p->read.v, p->list, p->write};
}

/* ---- what it is ---- */

struct question {
    const char *path;
    bool folder;
};

static bool is_signal(struct span begin) {
    if (begin.n >= TAR_BLOCK) {
        struct tar_head h;

        tar_head(begin.p, &h);
        if (h.kind != TAR_ZERO && (h.kind != TAR_BAD || h.marked)) return true;
    }
    return tell_format(begin) >= 0;
}

int shut_tell_in_cage(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    const struct question *q = arg;
    struct form_pen w = {.pen = pen};

    (void)in;
    if (!q->folder && digest_any(q->path, BEGIN, lists_told))
        form_number(&w, SHUT_LIST);
    else
        form_number(&w, digest_any(q->path, BEGIN, is_signal) ? SHUT_FLIGHT : SHUT_NOTHING);
    form_end(&w);
    return 0;
}

int shut_tell(struct arena *a, const char *path, bool folder, enum shut_told *out, struct err *e) {
    struct question q = {path, folder};
    struct form f = {.a = a};
    struct place p;
    int rc;

    place_of(a, path, NULL, &p);
    rc = shut_run(a, &shut_readers[SHUT_TELL], &q, &(struct cage_input){.fd = -1, .room = &p.room},
                  &f.rest, e);
    if (rc < 0) return rc;
    *out = (enum shut_told)form_take_below(&f, SHUT_FLIGHT + 1);
    return form_done(&f, e);
}

/* ---- writing, in the child ---- */

static void put_spans(struct form_pen *w, const struct flight_span *s, size_t n) {
    form_number(w, (uint32_t)n);
    for (size_t i = 0; i < n; i++) {
        form_long(w, s[i].from_ms);
        form_long(w, s[i].to_ms);
    }
}

static void put_sum(struct form_pen *w, const struct flight_sum *s) {
    form_long(w, (int64_t)s->crafts);
    form_long(w, (int64_t)s->unread);
    form_number(w, (uint32_t)s->nnotice);
    for (size_t i = 0; i < s->nnotice; i++) form_word(w, s->notice[i]);
    form_number(w, (uint32_t)s->nsource);
    for (size_t i = 0; i < s->nsource; i++) {
        const struct flight_source *f = &s->source[i];

        form_word(w, f->path);
        form_number(w, f->format);
        form_number(w, (uint32_t)f->day);
        put_spans(w, f->heard, f->nheard);
        form_long(w, (int64_t)f->refused);
        form_text(w, span_of(f->nfirst ? f->first[0].reason : ""), f->nfirst > 0);
    }
    form_number(w, (uint32_t)s->nday);
    for (size_t i = 0; i < s->nday; i++) {
        const struct health_day *d = &s->day[i];

        form_word(w, d->path);
        form_number(w, (uint32_t)d->day);
        form_number(w, (uint32_t)d->named);
        form_number(w, d->state);
        form_word(w, d->why);
    }
    form_number(w, (uint32_t)s->stream.n);
    for (size_t i = 0; i < s->stream.n; i++) {
        form_word(w, s->stream.source[i].path);
        form_number(w, s->stream.source[i].kind);
    }
}

static void put_aside(struct form_pen *w, const struct aside *a) {
    form_long(w, (int64_t)a->points);
    form_number(w, (uint32_t)a->nline);
    for (int r = 0; r < NCLEAN; r++) form_long(w, (int64_t)a->count[r]);
}

static void put_craft(struct form_pen *w, const struct keep_craft *k) {
    form_number(w, k->hex);
    form_number(w, k->other);
    form_word(w, k->registration);
    form_word(w, k->type);
    form_number(w, k->formats);
    put_aside(w, &k->aside);
    form_number(w, (uint32_t)k->nsource);
    for (size_t i = 0; i < k->nsource; i++) form_number(w, (uint32_t)k->source[i]);
    form_number(w, (uint32_t)k->chunk.n);
    for (size_t i = 0; i < k->chunk.n; i++) {
        const struct keep_chunk *c = &k->chunk.v[i];

        form_long(w, c->from_ms);
        form_long(w, c->to_ms);
        form_long(w, c->cover.from_ms);
        form_long(w, c->cover.to_ms);
        form_number(w, (uint32_t)c->points);
        form_text(w, c->text, false);
    }
}

/* Points may have to wait on disk: in files that are there before the walls. */
static void open_stash(void *arg) {
    struct shut_wish *wish = arg;

    wish->rc = stash_open(&wish->stash, NULL, &wish->e);
}

static int read_kept(struct arena *a, struct shut_wish *wish, struct keep *keep,
                     struct flight_sum *sum, struct err *e) {
    struct flight_options o = *wish->o;
    struct near_index near;

    if (wish->rc < 0) {
        *e = wish->e;
        return wish->rc;
    }
    near_build(a, &near);
    o.near = &near;
    o.stash = wish->stash;
    return flight_each(a, &wish->path, 1, &o, keep_fn, keep, sum, e);
}

int shut_signals_in_cage(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    struct shut_wish *wish = arg;
    struct form_pen w = {.pen = pen};
    struct keep_craft **kept = NULL;
    struct flight_sum sum;
    struct keep keep;
    struct arena a;
    struct err e;
    size_t n = 0;
    int rc;

    (void)in;
    arena_init(&a, MEMORY_BYTES);
    keep_init(&keep, &a, wish->wants, wish->o->jobs);
    rc = read_kept(&a, wish, &keep, &sum, &e);
    form_code(&w, rc, &e);
    if (rc == 0) {
        put_sum(&w, &sum);
        keep_all(&a, &keep, &kept, &n);
        form_number(&w, (uint32_t)n);
        for (size_t i = 0; i < n; i++) put_craft(&w, kept[i]);
    }
    form_end(&w);
    keep_fini(&keep);
    arena_fini(&a);
    return 0;
}

/* ---- reading, here ---- */

static int64_t take_ms(struct form *f) {
    int64_t ms = form_take_long(f);

    f->bad |= ms != CLEAN_NO_MS && (ms > LAST_MS || ms < -LAST_MS);
    return f->bad ? 0 : ms;
}

static size_t take_size(struct form *f) {
    int64_t n = form_take_long(f);

    f->bad |= n < 0;
    return f->bad ? 0 : (size_t)n;
}

static void take_notices(struct form *f, struct flight_sum *s) {
    VEC(const char *) v = {0};
    size_t n = form_take(f);

    for (size_t i = 0; i < n && !f->bad; i++)
        *vec_push(f->a, &v) = form_take_text(f, WHY_BYTES, NULL).p;
    s->notice = v.v;
    s->nnotice = v.n;
}

static void take_heard(struct form *f, struct flight_source *x) {
    VEC(struct flight_span) v = {0};
    size_t n = form_take(f);

    for (size_t i = 0; i < n && !f->bad; i++) {
        struct flight_span *s = vec_push(f->a, &v);

        s->from_ms = take_ms(f);
        s->to_ms = take_ms(f);
    }
    x->heard = v.v;
    x->nheard = v.n;
}

/* Paths are what the system has, and not always text; they are compared, never shown. */
static const char *take_path(struct form *f) {
    return form_take_text(f, PATH_BYTES * 2, NULL).p;
}

static void take_sources(struct form *f, struct flight_sum *s) {
    VEC(struct flight_source) v = {0};
    size_t n = form_take(f);

    for (size_t i = 0; i < n && !f->bad; i++) {
        struct flight_source *x = vec_push(f->a, &v);
        struct span reason;
        bool any;

        *x = (struct flight_source){.path = take_path(f)};
        x->format = (enum flight_format)form_take_below(f, FLIGHT_FORMATS);
        x->day = form_take_day(f);
        take_heard(f, x);
        x->refused = take_size(f);
        reason = form_take_text(f, WHY_BYTES, &any);
        x->nfirst = any;
        x->first[0].reason = reason.p;
    }
    s->source = v.v;
    s->nsource = v.n;
}

static void take_days(struct form *f, struct flight_sum *s) {
    VEC(struct health_day) v = {0};
    size_t n = form_take(f);

    for (size_t i = 0; i < n && !f->bad; i++) {
        struct health_day *d = vec_push(f->a, &v);

        *d = (struct health_day){.path = take_path(f)};
        d->day = form_take_day(f);
        d->named = form_take_day(f);
        d->state = (enum health_state)form_take_below(f, HEALTH_NOT_FETCHED + 1);
        d->why = form_take_text(f, WHY_BYTES, NULL).p;
    }
    s->day = v.v;
    s->nday = v.n;
}

static void take_streams(struct form *f, struct flight_sum *s) {
    VEC(struct stream_source) v = {0};
    size_t n = form_take(f);

    for (size_t i = 0; i < n && !f->bad; i++) {
        struct stream_source *x = vec_push(f->a, &v);

        *x = (struct stream_source){.path = take_path(f)};
        x->kind = (enum stream_kind)form_take_below(f, STREAM_TAR + 1);
    }
    s->stream.source = v.v;
    s->stream.n = v.n;
}

static void take_name(struct form *f, char *to, size_t size) {
    struct span s = form_take_text(f, size - 1, NULL);

    memcpy(to, s.p, s.n + 1);
}

static void take_aside(struct form *f, struct keep_craft *k) {
    struct aside *a = &k->aside;

    *a = (struct aside){.key = stash_key(k->hex, k->other), .points = take_size(f)};
    a->nline = form_take_below(f, LINE_MOST + 1);
    for (int r = 0; r < NCLEAN; r++) {
        a->count[r] = take_size(f);
        f->bad |= a->count[r] > a->points - a->aside;
        a->aside += f->bad ? 0 : a->count[r];
    }
}

static void take_craft(struct form *f, struct keep_craft *k, size_t nsource) {
    VEC(size_t) source = {0};
    size_t n;

    *k = (struct keep_craft){.hex = form_take_below(f, 1u << 24)};
    k->other = form_take_below(f, 2);
    take_name(f, k->registration, sizeof k->registration);
    take_name(f, k->type, sizeof k->type);
    k->formats = form_take_below(f, 1u << FLIGHT_FORMATS);
    take_aside(f, k);
    n = form_take(f);
    for (size_t i = 0; i < n && !f->bad; i++)
        *vec_push(f->a, &source) = form_take_below(f, (uint32_t)nsource);
    k->source = source.v;
    k->nsource = source.n;
    n = form_take(f);
    for (size_t i = 0; i < n && !f->bad; i++) {
        struct keep_chunk *c = vec_push(f->a, &k->chunk);

        c->from_ms = take_ms(f);
        c->to_ms = take_ms(f);
        c->cover.from_ms = take_ms(f);
        c->cover.to_ms = take_ms(f);
        c->points = form_take_below(f, KEEP_POINTS + 1);
        c->text = form_take_text(f, POINTS_BYTES, NULL);
    }
}

int shut_signals_form(struct arena *a, struct span form, struct shut_kept *out, struct err *e) {
    struct form f = {.a = a, .rest = form};
    VEC(struct keep_craft) craft = {0};
    size_t n;
    int rc = form_take_code(&f, e);

    *out = (struct shut_kept){0};
    if (rc < 0) return rc;
    out->sum.crafts = take_size(&f);
    out->sum.unread = take_size(&f);
    take_notices(&f, &out->sum);
    take_sources(&f, &out->sum);
    take_days(&f, &out->sum);
    take_streams(&f, &out->sum);
    n = form_take(&f);
    for (size_t i = 0; i < n && !f.bad; i++) take_craft(&f, vec_push(a, &craft), out->sum.nsource);
    out->craft = craft.v;
    out->n = craft.n;
    return form_done(&f, e);
}

int shut_signals(struct arena *a, const char *path, const struct digest *d,
                 const struct flight_options *o, const struct wants *w, struct shut_kept *out,
                 struct err *e) {
    struct shut_wish wish = {.path = path, .o = o, .wants = w};
    struct span form;
    struct place p;
    int rc;

    place_of(a, path, d, &p);
    rc = shut_run(a, &shut_readers[SHUT_SIGNALS], &wish,
                  &(struct cage_input){.fd = -1, .room = &p.room, .first = open_stash}, &form, e);
    return rc < 0 ? rc : shut_signals_form(a, form, out, e);
}
