/* SPDX-License-Identifier: Apache-2.0 */
#include "cage/form.h"

#include "base/csv.h"
#include "base/utc.h"

#include <errno.h>
#include <unistd.h>

#define PART_BYTES ((size_t)64 << 10)
#define DAY_FIRST (-719162) /* 0001-01-01 */
#define DAY_LAST 2932896    /* 9999-12-31 */

/* ---- writing, in the child ---- */

static void into_file(struct form_pen *w) {
    for (size_t at = 0; at < w->b.n && !w->code;) {
        ssize_t n = write(w->fd, w->b.p + at, w->b.n - at);

        if (n < 0 && errno != EINTR) w->code = errno;
        if (n > 0) at += (size_t)n;
    }
}

void form_flush(struct form_pen *w) {
    if (w->pen)
        cage_write(w->pen, buf_span(&w->b));
    else
        into_file(w);
    w->b.n = 0;
}

void form_end(struct form_pen *w) {
    form_flush(w);
    buf_fini(&w->b);
}

void form_number(struct form_pen *w, uint32_t v) {
    for (int i = 0; i < 4; i++) buf_putc(&w->b, (char)(v >> 8 * i));
}

void form_long(struct form_pen *w, int64_t v) {
    form_number(w, (uint32_t)v);
    form_number(w, (uint32_t)((uint64_t)v >> 32));
}

void form_text(struct form_pen *w, struct span s, bool mark) {
    form_number(w, (uint32_t)s.n << 1 | mark);
    buf_add(&w->b, s);
    buf_putc(&w->b, 0);
    if (w->b.n >= PART_BYTES) form_flush(w);
}

void form_word(struct form_pen *w, const char *s) {
    form_text(w, span_of(s), false);
}

void form_code(struct form_pen *w, int rc, const struct err *e) {
    form_number(w, (uint32_t)-rc);
    if (rc < 0) form_word(w, e->text);
}

/* ---- reading, here ---- */

uint32_t form_take(struct form *f) {
    uint32_t v = 0;

    if (f->bad || f->rest.n < 4) {
        f->bad = true;
        return 0;
    }
    for (int i = 0; i < 4; i++) v |= (uint32_t)(uint8_t)f->rest.p[i] << 8 * i;
    f->rest.p += 4, f->rest.n -= 4;
    return v;
}

uint32_t form_take_below(struct form *f, uint32_t end) {
    uint32_t v = form_take(f);

    f->bad |= v >= end;
    return f->bad ? 0 : v;
}

int64_t form_take_long(struct form *f) {
    uint64_t low = form_take(f), high = form_take(f);

    return (int64_t)(low | high << 32);
}

int32_t form_take_day(struct form *f) {
    int32_t day = (int32_t)form_take(f);

    f->bad |= day != UTC_NONE && (day < DAY_FIRST || day > DAY_LAST);
    return f->bad ? UTC_NONE : day;
}

int64_t form_take_instant(struct form *f) {
    int64_t t = form_take_long(f);

    f->bad |= t < DAY_FIRST * UTC_DAY_MS || t >= (DAY_LAST + 1) * UTC_DAY_MS;
    return f->bad ? 0 : t;
}

struct span form_take_text(struct form *f, size_t most, bool *mark) {
    uint32_t v = form_take(f);
    struct span s = {f->rest.p, v >> 1};

    if (mark) *mark = v & 1;
    if (f->bad || s.n > most || f->rest.n <= s.n || s.p[s.n]) {
        f->bad = true;
        return SPAN("");
    }
    f->rest.p += s.n + 1, f->rest.n -= s.n + 1;
    return s;
}

const char *form_take_word(struct form *f, size_t most) {
    struct span s = form_take_text(f, most, NULL);

    f->bad |= !csv_utf8(s);
    return f->bad ? "" : s.p;
}

/* What a later version may say is not known here. */
static enum rc known(uint32_t v) {
    static const enum rc all[] = {RC_LIMIT, RC_SEALED,   RC_IO,    RC_NOTFOUND,
                                  RC_RANGE, RC_CONFLICT, RC_LOCKED};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (v == (uint32_t) - (int)all[i]) return all[i];
    return RC_SYNTAX;
}

int form_take_code(struct form *f, struct err *e) {
    uint32_t v = form_take(f);
    struct span s;

    if (v == 0 || f->bad) return 0;
    s = form_take_text(f, sizeof e->text - 1, NULL);
    if (f->bad || f->rest.n || !csv_utf8(s)) s = SPAN("cannot be read");
    err_put(e, known(v), "%.*s", SPAN_ARG(s));
    return e->rc;
}

int form_none(struct err *e) {
    return err_set(e, RC_SYNTAX, "what its reader said of it is not of the form that it should be");
}

int form_ended(const struct cage_answer *got, struct err *e) {
    bool bad = got->status == CAGE_REFUSED || got->status == CAGE_SIGNAL;

    if (got->status == CAGE_OK) return got->code ? form_none(e) : 0;
    err_put(e, bad ? RC_SYNTAX : RC_LIMIT, "its reader, shut away, %s; nothing else was harmed",
            cage_words(got->status));
    return e->rc;
}

int form_done(const struct form *f, struct err *e) {
    return f->bad || f->rest.n ? form_none(e) : 0;
}
