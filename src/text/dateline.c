/* SPDX-License-Identifier: Apache-2.0 */
/* The line that says where and when a text was written: alone ("Seoul, 31 October 2023"), before a dash or a bracket ("SEOUL, Oct. 31
 * (Agency) -"), or as a sentence or a lead of its own ("LONDON (Agency), April 30, 2024.", "Islamabad, 10 November 2023:",
 * "Владивосток, 3 ноября 2023 года.", "[서울=통신] 2024년 2월 13일."). */
#include "text/dateline.h"

#include "base/utc.h"
#include "text/foreign.h"
#include "text/when.h"

enum { DATELINE_LINES = 12, PLACE_MOST = 12 };

static void drop(struct tokens *t, size_t n) {
    t->n -= n;
    memmove(t->v, t->v + n, t->n * sizeof *t->v);
}

/* A word of a place or an agency, or a sign between them. */
static bool of_place(const struct tokens *t, size_t i) {
    const struct token *k = &t->v[i];
    bool hangul = k->foreign && (unsigned char)k->low.p[0] >= 0xea;

    if (k->kind == TOK_MARK) return token_in(t, i, ", ( ) [ ] = / - .");
    return k->kind == TOK_WORD && (k->capital || hangul) && !token_has(t, i, W_AUX) &&
           !(i == 0 && token_in(t, i, "on in by from since at until"));
}

/* A place and a whole date and nothing else, up to a full stop, a colon or the end. @return its tokens, the sign too, or 0. */
static size_t place_and_date(const struct tokens *t, int32_t *day) {
    size_t i = 0, n = 0, to;

    while (i < t->n && i < PLACE_MOST && !(n = when_full(t, i, t->n, day)) && of_place(t, i)) i++;
    if (!n) return 0;
    to = i + n;
    if (token_in(t, to, "года г")) to++;
    while (token_in(t, to, ") ]")) to++;
    if (token_is(t, to, "("))
        for (size_t k = to + 1; k < t->n && k < to + 6; k++)
            if (token_is(t, k, ")")) to = k + 1; /* (Agency) */
    if (to >= t->n) return to;
    return token_is(t, to, ":") || (token_is(t, to, ".") && to + 1 >= t->n) ? to + 1 : 0;
}

/* "HARBORSIDE, Norland, Oct. 31 (Agency) The first ...": no dash behind the bracket. @return where it ends, or t->n. */
static size_t date_line(const struct tokens *t) {
    size_t to = 0;

    if (!t->n || !t->v[0].shout) return t->n;
    while (to < t->n && to < 14 && !token_is(t, to, ")")) {
        if (t->v[to].kind == TOK_WORD && !t->v[to].capital) return t->n;
        to++;
    }
    return to + 1 < t->n && to < 14 && t->v[to + 1].capital ? to : t->n;
}

/* Up to the mark that ends a dateline: a bracket that began it, a dash, a colon. @return its place; t->n: there is none. */
static size_t line_end(const struct tokens *t) {
    size_t to = 0;

    if (token_is(t, 0, "(")) {
        while (to < t->n && to < 20 && !token_is(t, to, ")")) to++;
        return to < 20 ? to : t->n;
    }
    while (to < t->n && to < 20 && !(token_is(t, to, "-") && to > 0 && !t->v[to].glued) &&
           !(token_is(t, to, ":") && to < 6 && t->v[0].shout))
        to++;
    for (size_t i = 0; i < to && i < t->n; i++)
        if (token_has(t, i, W_FIN) || (i == 0 && !t->v[i].capital) ||
            (t->v[i].kind == TOK_WORD && !t->v[i].capital && token_has(t, i, W_ED | W_PAST)))
            return t->n;
    return to < 20 && to < t->n ? to : date_line(t);
}

/* "HARBORSIDE, Norland - " */
static bool is_shouted(const struct tokens *t, size_t to) {
    if (to > 6 || !t->v[0].shout || t->v[0].low.n < 4) return false;
    for (size_t i = 1; i < to; i++)
        if (!t->v[i].capital &&
            (t->v[i].kind != TOK_MARK ||
             (token_in(t, i, "- \" {") && !(token_is(t, i, "-") && t->v[i].glued))))
            return false;
    return true;
}

/* "SEOUL, Oct. 31 (Agency) -" and "(Harborside, 17 Nov. 2021)" before a first sentence: no part of it. */
void dateline_drop(struct tokens *t, const struct sentence *s) {
    size_t to, own;
    int32_t day;
    bool date;
    struct who who;

    if (!s->first) return;
    if ((own = place_and_date(t, &day))) {
        drop(t, own);
        return;
    }
    if ((to = line_end(t)) >= t->n || foreign_office(t, 0, to, &who)) return;
    date = is_shouted(t, to);
    for (size_t i = 0; i < to && !date; i++)
        date = when_full(t, i, to, &day) > 0 || (t->v[i].capital && lex_month(t->v[i].low));
    if (date) drop(t, to + 1);
}

int32_t dateline_find(struct tokens *t, struct span text) {
    struct sentences s;
    struct sentence one;
    int32_t day = UTC_NONE;

    sentences_begin(&s, text);
    while (day == UTC_NONE && sentences_next(&s, &one) && s.para <= DATELINE_LINES) {
        size_t most;

        tokens_read(t, text, one.from, one.to, one.point);
        most = one.headline && t->n <= 24 ? t->n : 0;
        if (one.first && place_and_date(t, &day)) break;
        if (one.first)
            for (size_t i = 0; i < t->n && i < 20 && !most; i++)
                if (token_is(t, i, "-") && i > 2 && !t->v[i].glued) most = i;
        for (size_t i = 0; i < most; i++)
            if (when_full(t, i, most, &day)) break;
    }
    return day;
}
