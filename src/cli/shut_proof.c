/* SPDX-License-Identifier: Apache-2.0 */
/* What comes through the pipe, in the words of cage/form.h. Of a reply: code; granted, modified, whether it has a nonce, signature; digest and
 * nonce as texts of their length; its time; what it says in words. Of an OpenTimestamps proof: code; the digest; how many ends, and of each its
 * kind, height, message, calendar, tag and what was not replayed ("" where all was). */
#include "cli/shut_proof.h"

#include "cage/form.h"

#define MEMORY_BYTES ((size_t)512 << 20)
#define ANSWER_BYTES ((size_t)64 << 20)
#define TIME_MS 60000
#define CPU_S 60

/* What a reply says in words, in this order. */
#define WORDS 5
static void words_of(struct tsp_reply *r, struct span *v[WORDS]) {
    struct span *all[WORDS] = {&r->refused, &r->policy, &r->serial, &r->signer, &r->why};

    memcpy(v, all, sizeof all);
}

static int run(struct arena *a, cage_fn *fn, struct span bytes, struct span *answer,
               struct err *e) {
    static const struct cage_limits lim = {MEMORY_BYTES, ANSWER_BYTES, TIME_MS, CPU_S};
    const struct cage_input in = {.bytes = bytes, .fd = -1};
    struct cage_answer got;
    int rc = cage_call(a, fn, NULL, &in, &lim, &got, e);

    if (rc < 0) return rc;
    *answer = got.bytes;
    return form_ended(&got, e);
}

static void put_bytes(struct form_pen *w, const uint8_t *p, size_t n) {
    form_text(w, (struct span){(const char *)p, n}, false);
}

static void take_bytes(struct form *f, uint8_t *p, size_t n) {
    struct span s = form_take_text(f, n, NULL);

    f->bad |= s.n != n;
    if (!f->bad) memcpy(p, s.p, n);
}

/* ---- a reply ---- */

static int reply_in_cage(const struct cage_input *in, struct cage_pen *pen, void *unused) {
    struct form_pen w = {.pen = pen};
    struct span *v[WORDS];
    struct tsp_reply r;
    struct arena a;
    struct err e;
    int rc;

    (void)unused;
    arena_init(&a, MEMORY_BYTES);
    rc = tsp_read(&a, in->bytes, &r, &e);
    form_code(&w, rc, &e);
    if (rc == 0) {
        form_number(&w, r.granted);
        form_number(&w, r.modified);
        form_number(&w, r.has_nonce);
        form_number(&w, r.signature);
        put_bytes(&w, r.digest, sizeof r.digest);
        put_bytes(&w, r.nonce, sizeof r.nonce);
        form_long(&w, r.ms);
        words_of(&r, v);
        for (size_t i = 0; i < WORDS; i++) form_text(&w, *v[i], false);
    }
    form_end(&w);
    arena_fini(&a);
    return 0;
}

int shut_reply_form(struct arena *a, struct span form, struct tsp_reply *out, struct err *e) {
    struct form f = {.a = a, .rest = form};
    struct span *v[WORDS];
    struct tsp_reply r = {0};
    int rc = form_take_code(&f, e);

    if (rc < 0) return rc;
    r.granted = form_take_below(&f, 2);
    r.modified = form_take_below(&f, 2);
    r.has_nonce = form_take_below(&f, 2);
    r.signature = form_take_below(&f, 2);
    take_bytes(&f, r.digest, sizeof r.digest);
    take_bytes(&f, r.nonce, sizeof r.nonce);
    r.ms = form_take_instant(&f);
    words_of(&r, v);
    for (size_t i = 0; i < WORDS; i++) *v[i] = span_of(form_take_word(&f, TSP_BYTES));
    *out = r;
    return form_done(&f, e);
}

int shut_reply(struct arena *a, struct span der, struct tsp_reply *out, struct err *e) {
    struct span form;
    int rc = run(a, reply_in_cage, der, &form, e);

    return rc < 0 ? rc : shut_reply_form(a, form, out, e);
}

/* ---- an OpenTimestamps proof ---- */

static int ots_in_cage(const struct cage_input *in, struct cage_pen *pen, void *unused) {
    struct form_pen w = {.pen = pen};
    struct ots o = {0};
    struct arena a;
    struct err e;
    int rc;

    (void)unused;
    arena_init(&a, MEMORY_BYTES);
    rc = ots_read(&a, in->bytes, &o, &e);
    form_code(&w, rc, &e);
    if (rc == 0) {
        put_bytes(&w, o.digest, sizeof o.digest);
        form_number(&w, (uint32_t)o.leaf.n);
        for (size_t i = 0; i < o.leaf.n; i++) {
            const struct ots_leaf *l = &o.leaf.v[i];

            form_number(&w, l->kind);
            form_long(&w, (int64_t)l->height);
            form_text(&w, l->message, false);
            form_text(&w, l->uri, false);
            put_bytes(&w, l->tag, sizeof l->tag);
            form_word(&w, l->why ? l->why : "");
        }
    }
    form_end(&w);
    arena_fini(&a);
    return 0;
}

static void take_leaf(struct form *f, struct ots_leaf *l) {
    *l = (struct ots_leaf){.kind = (enum ots_kind)form_take_below(f, OTS_UNKNOWN + 1)};
    l->height = (uint64_t)form_take_long(f);
    l->message = form_take_text(f, OTS_MESSAGE, NULL);
    l->uri = span_of(form_take_word(f, OTS_MESSAGE));
    take_bytes(f, l->tag, sizeof l->tag);
    l->why = form_take_word(f, OTS_MESSAGE);
    if (!*l->why) l->why = NULL;
}

int shut_ots_form(struct arena *a, struct span form, struct ots *out, struct err *e) {
    struct form f = {.a = a, .rest = form};
    struct ots o = {0};
    size_t n;
    int rc = form_take_code(&f, e);

    if (rc < 0) return rc;
    take_bytes(&f, o.digest, sizeof o.digest);
    n = form_take_below(&f, OTS_LEAVES + 1);
    for (size_t i = 0; i < n && !f.bad; i++) take_leaf(&f, vec_push(a, &o.leaf));
    *out = o;
    return form_done(&f, e);
}

int shut_ots(struct arena *a, struct span bytes, struct ots *out, struct err *e) {
    struct span form;
    int rc = run(a, ots_in_cage, bytes, &form, e);

    return rc < 0 ? rc : shut_ots_form(a, form, out, e);
}
