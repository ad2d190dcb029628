/* SPDX-License-Identifier: Apache-2.0 */
/* What comes through the pipe, in the words of cage/form.h: code; the text; its day; notices and drafts,
 * each how many before it. A draft's text is where it begins and how long it is. */
#include "cli/shut_text.h"

#include "cage/form.h"

#define MEMORY_BYTES ((size_t)2 << 30)
#define ANSWER_BYTES ((size_t)256 << 20)
#define TIME_MS 600000
#define CPU_S 300
#define VALUE_MOST (INT64_C(1) << 60) /* of a quantity, far above what text_read gives */
#define WORD_BYTES ((size_t)64 << 10) /* of what a draft says in words of its own */

/* What a draft says in words, in this order. */
#define WORDS 13
static void words_of(struct text_draft *d, const char **v[WORDS]) {
    const char **all[WORDS] = {&d->speaker, &d->speaker_type, &d->channel, &d->hedge, &d->unit,
                               &d->subject, &d->from,         &d->to,      &d->days,  &d->flight,
                               &d->place,   &d->direction,    &d->note};

    memcpy(v, all, sizeof all);
}

/* ---- writing, in the child ---- */

static void put_draft(struct form_pen *w, struct span words, const struct text_draft *draft) {
    struct text_draft d = *draft;
    const char **v[WORDS];

    words_of(&d, v);
    form_number(w, d.kind);
    form_long(w, (int64_t)d.start);
    form_long(w, (int64_t)d.end);
    form_number(w, (uint32_t)(d.text.p - words.p));
    form_number(w, (uint32_t)d.text.n);
    form_long(w, d.lo);
    form_long(w, d.hi);
    for (size_t i = 0; i < WORDS; i++) form_word(w, *v[i]);
}

static int read_all(struct arena *a, struct span bytes, const struct text_options *o,
                    struct span *words, struct text *out, struct err *e) {
    int rc = text_is_html(bytes) ? text_html(a, bytes, words, e) : text_plain(bytes, words, e);

    return rc < 0 ? rc : text_read(a, *words, o, out, e);
}

static int text_in_cage(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    struct form_pen w = {.pen = pen};
    struct text t = {0};
    struct span words;
    struct arena a;
    struct err e;
    int rc;

    arena_init(&a, MEMORY_BYTES);
    rc = read_all(&a, in->bytes, arg, &words, &t, &e);
    form_code(&w, rc, &e);
    if (rc == 0) {
        form_text(&w, words, false);
        form_number(&w, (uint32_t)t.dateline);
        form_number(&w, (uint32_t)t.notice.n);
        for (size_t i = 0; i < t.notice.n; i++) form_text(&w, t.notice.v[i], false);
        form_number(&w, (uint32_t)t.draft.n);
        for (size_t i = 0; i < t.draft.n; i++) put_draft(&w, words, &t.draft.v[i]);
    }
    form_end(&w);
    arena_fini(&a);
    return 0;
}

/* ---- reading, here ---- */

/* What the reader was to have checked: whole UTF-8, no NUL. */
static struct span take_words(struct form *f, size_t most) {
    struct span s = form_take_text(f, most, NULL), same;
    struct err ignored;

    f->bad |= text_plain(s, &same, &ignored) < 0;
    return f->bad ? SPAN("") : s;
}

static int64_t take_value(struct form *f) {
    int64_t v = form_take_long(f);

    f->bad |= v != TEXT_NONE && (v > VALUE_MOST || v < -VALUE_MOST);
    return v;
}

/* A day, a month or nothing: 2023-10-30, 2023-10. */
static bool is_date(const char *s) {
    size_t n = strlen(s);

    for (size_t i = 0; i < n; i++)
        if (i == 4 || i == 7 ? s[i] != '-' : s[i] < '0' || s[i] > '9') return false;
    return n == 0 || n == strlen("2023-10") || n == strlen("2023-10-30");
}

static void take_draft(struct form *f, struct span words, struct text_draft *d) {
    const char **v[WORDS];
    int64_t start, end;
    size_t at, n;

    *d = (struct text_draft){.kind = (enum text_kind)form_take_below(f, TEXT_BOARD + 1)};
    start = form_take_long(f);
    end = form_take_long(f);
    at = form_take(f);
    n = form_take(f);
    f->bad |=
        start < 0 || end < start || end > (int64_t)words.n || at > words.n || n > words.n - at;
    d->start = (size_t)start;
    d->end = (size_t)end;
    d->text = f->bad ? SPAN("") : (struct span){words.p + at, n};
    d->lo = take_value(f);
    d->hi = take_value(f);
    words_of(d, v);
    for (size_t i = 0; i < WORDS; i++) *v[i] = take_words(f, WORD_BYTES).p;
    f->bad |= !is_date(d->from) || !is_date(d->to);
}

int shut_text_form(struct arena *a, struct span form, struct span *words, struct text *out,
                   struct err *e) {
    struct form f = {.a = a, .rest = form};
    struct text t = {0};
    size_t n;
    int rc = form_take_code(&f, e);

    if (rc < 0) return rc;
    *words = take_words(&f, TEXT_BYTES);
    t.dateline = form_take_day(&f);
    n = form_take(&f);
    for (size_t i = 0; i < n && !f.bad; i++) *vec_push(a, &t.notice) = take_words(&f, WORD_BYTES);
    n = form_take_below(&f, TEXT_DRAFTS + 1);
    for (size_t i = 0; i < n && !f.bad; i++) take_draft(&f, *words, vec_push(a, &t.draft));
    *out = t;
    return form_done(&f, e);
}

int shut_text(struct arena *a, struct span bytes, const struct text_options *o, struct span *words,
              struct text *out, struct err *e) {
    static const struct cage_limits lim = {MEMORY_BYTES, ANSWER_BYTES, TIME_MS, CPU_S};
    const struct cage_input in = {.bytes = bytes, .fd = -1};
    struct text_options own = *o;
    struct cage_answer got;
    int rc = cage_call(a, text_in_cage, &own, &in, &lim, &got, e);

    if (rc < 0 || (rc = form_ended(&got, e)) < 0) return rc;
    return shut_text_form(a, got.bytes, words, out, e);
}
