/* SPDX-License-Identifier: Apache-2.0 */
#include "media/marked.h"

#include "ledger/ledger.h"

#include <stdio.h>
#include <stdlib.h>

static const char *text(const json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));

    return s && *s ? s : NULL;
}

/* ---- what is there ---- */

static int by_annotator(const void *a, const void *b) {
    return strcmp(((const struct marked *)a)->m.annotator, ((const struct marked *)b)->m.annotator);
}

static struct marked *of_annotator(const marked_list *v, const char *annotator) {
    for (size_t i = 0; i < v->n; i++)
        if (strcmp(v->v[i].m.annotator, annotator) == 0) return &v->v[i];
    return NULL;
}

static int take(struct arena *a, const struct ledger_entry *x, const char *media, marked_list *out,
                struct err *e) {
    json_t *body = NULL;
    struct marked *old, one = {.clock = x->clock};
    const char *of, *who, *sha;
    int rc = canon_read(x->body, &body, e);

    if (rc < 0) return rc;
    of = text(body, "media");
    who = text(body, "annotator");
    sha = text(body, "sha256");
    if (of && strcmp(of, media) == 0 && marks_annotator(who) && sha &&
        hash_read(span_of(sha), one.sha)) {
        memcpy(one.author, x->author, HASH_BYTES);
        one.at = json_integer_value(json_object_get(body, "at"));
        one.m.annotator = arena_dup(a, span_of(who));
        old = of_annotator(out, who);
        if (!old)
            *vec_push(a, out) = one;
        else if (one.clock > old->clock ||
                 (one.clock == old->clock && memcmp(one.author, old->author, HASH_BYTES) >= 0))
            *old = one;
    }
    json_decref(body);
    return 0;
}

static int load(struct store *st, struct arena *a, struct marked *k, struct err *e) {
    struct span bytes;
    int rc = blob_get(st, a, k->sha, &bytes, e);

    if (rc == 0) rc = marks_read(a, bytes, &k->m, e);
    if (rc < 0) {
        err_at(e, "marks %.12s", hash_hex(k->sha).s);
        return rc;
    }
    k->sum = marks_add(&k->m);
    return 0;
}

int marked_all(struct store *st, struct arena *a, const uint8_t media[HASH_BYTES], marked_list *out,
               struct err *e) {
    const char *hex = arena_dup(a, span_of(hash_hex(media).s));
    struct ledger_it *it = NULL;
    struct ledger_entry x;
    int rc = ledger_each(&it, st, "marks", e);

    *out = (marked_list){0};
    if (rc < 0) return rc;
    while ((rc = ledger_next(it, &x, e)) > 0)
        if ((rc = take(a, &x, hex, out, e)) < 0) break;
    ledger_done(it);
    for (size_t i = 0; i < out->n && rc == 0; i++) rc = load(st, a, &out->v[i], e);
    if (out->n) qsort(out->v, out->n, sizeof *out->v, by_annotator);
    return rc;
}

/* ---- checks ---- */

static int one_row(struct store *st, const char *sql, const char *what, const char *id, char *out,
                   size_t n, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, sql, e);

    if (rc < 0) return rc;
    query_text(q, 1, span_of(id));
    if ((rc = query_next(q, e)) > 0) snprintf(out, n, "%.*s", SPAN_ARG(query_col(q, 0)));
    query_close(q);
    if (rc == 0) return err_set(e, RC_NOTFOUND, "%s: the case has no %s \"%.64s\"", what, what, id);
    return rc < 0 ? rc : 0;
}

static bool same(const char *a, const char *b) {
    return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

static int one_flight(const struct marks *m, const marked_list *others, struct err *e) {
    for (size_t i = 0; i < others->n; i++) {
        const struct marks *o = &others->v[i].m;

        if (strcmp(o->annotator, m->annotator) == 0) continue;
        if (!same(o->corridor, m->corridor) || !same(o->date, m->date) ||
            !same(o->flight, m->flight) || !same(o->of, m->of) || !same(o->stage, m->stage) ||
            !same(o->source, m->source))
            return err_set(e, RC_CONFLICT,
                           "annotator %s put this medium to %s %s %s, of %s, stage %s, source %s: "
                           "all who mark one medium say the same of it",
                           o->annotator, o->corridor, o->date ? o->date : "no date",
                           o->flight ? o->flight : "no flight", o->of ? o->of : "not said",
                           o->stage ? o->stage : "not said", o->source);
    }
    return 0;
}

/* A medium may be linked to a slot, which says all three. */
static int from_slot(struct store *st, struct arena *a, const char *slot, struct marks *m,
                     struct err *e) {
    const char **to[] = {&m->corridor, &m->date, &m->flight};
    struct query *q = NULL;
    int rc;

    if (!slot) return 0;
    if ((rc = query_open(&q, st, "SELECT corridor, date, flight FROM slot WHERE id = ?1", e)) < 0)
        return rc;
    query_text(q, 1, span_of(slot));
    if ((rc = query_next(q, e)) > 0)
        for (int i = 0; i < 3; i++)
            if (!*to[i] && !query_col_null(q, i)) *to[i] = arena_dup(a, query_col(q, i));
    query_close(q);
    return rc < 0 ? rc : 0;
}

int marked_check(struct store *st, struct arena *a, struct marks *m, const struct held *h,
                 const marked_list *others, struct err *e) {
    const json_t *link = json_object_get(h->body, "link");
    char word[64];
    int rc;

    if (!m->source) m->source = text(h->body, "source");
    if (!m->corridor) m->corridor = text(link, "corridor");
    if (!m->date) m->date = text(link, "date");
    if (!m->flight) m->flight = text(link, "flight");
    if ((rc = from_slot(st, a, text(link, "slot"), m, e)) < 0) return rc;
    if (!m->corridor)
        return err_set(e, RC_NOTFOUND,
                       "corridor: neither the marks nor the entry of the medium "
                       "say which");
    if (!m->date)
        return err_set(e, RC_NOTFOUND,
                       "date: neither the marks nor the entry of the medium say "
                       "of which day");
    rc = one_row(st, "SELECT id FROM source WHERE id = ?1", "source", m->source ? m->source : "",
                 word, sizeof word, e);
    if (rc == 0)
        rc = one_row(st, "SELECT direction FROM corridor WHERE id = ?1", "corridor", m->corridor,
                     word, sizeof word, e);
    if (rc < 0) return rc;
    if (m->direction && strcmp(m->direction, word) != 0)
        return err_set(e, RC_CONFLICT, "direction: the corridor %s is %s", m->corridor, word);
    return one_flight(m, others, e);
}

/* ---- writing ---- */

static json_t *body_of(const struct marks *m, const uint8_t sha[HASH_BYTES], int64_t now) {
    struct marks_sum s = marks_add(m);
    json_t *frames = json_array();

    for (size_t i = 0; i < m->frames; i++)
        json_array_append_new(frames, json_integer((json_int_t)m->frame[i].t_ms));
    return json_pack("{s:s, s:I, s:o, s:s, s:i, s:s, s:s}", "annotator", m->annotator, "at",
                     (json_int_t)now, "frames", frames, "media", hash_hex(m->media).s, "people",
                     s.people, "sha256", hash_hex(sha).s, "source", m->source);
}

int marked_put(struct store *st, const struct marks *m, const marked_list *others, int64_t now,
               struct err *e) {
    const struct marked *old = of_annotator(others, m->annotator);
    uint8_t sha[HASH_BYTES];
    struct buf doc = {0};
    json_t *body;
    int rc;

    marks_write(m, &doc);
    rc = blob_put(st, buf_span(&doc), "application/json", sha, e);
    buf_fini(&doc);
    if (rc < 0) return rc;
    if (old && memcmp(old->sha, sha, HASH_BYTES) == 0) return 0;
    body = body_of(m, sha, now);
    rc = ledger_append(st, "marks", body, NULL, e);
    json_decref(body);
    return rc < 0 ? rc : 1;
}

/* ---- covering ---- */

bool marked_veil(struct arena *a, const marked_list *v, int64_t t_ms, struct veil *out) {
    VEC(struct veil_point) dot = {0};
    VEC(struct veil_region) region = {0};

    for (size_t i = 0; i < v->n; i++)
        for (size_t k = 0; k < v->v[i].m.frames; k++) {
            const struct marks_frame *f = &v->v[i].m.frame[k];

            if (f->t_ms != t_ms) continue;
            for (size_t d = 0; d < f->dots; d++) *vec_push(a, &dot) = f->dot[d].at;
            for (size_t r = 0; r < f->regions; r++) *vec_push(a, &region) = f->region[r].line;
        }
    *out = (struct veil){dot.v, dot.n, region.v, region.n};
    return dot.n || region.n;
}
