/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Drafts held to hand-made marks (a CSV beside a text; the rules of a match are those of docs/READ.md): greedy one-to-one matching,
 * best overlap first. */
#include "base/csv.h"
#include "base/num.h"
#include "base/utc.h"
#include "t.h"
#include "text/text.h"

#include <strings.h>

struct t_mark {
    size_t start, end;
    char id[8], kind[16], speaker[40], hedge[80], from[16], to[16], place[80], direction[60];
    int64_t lo, hi;
    int draft; /* -1 */
};
struct t_score {
    size_t marks, drafts, found, hedge, dates, direction, place;
    struct t_mark mark[400];
    int of_draft[2000]; /* mark, or -1 */
};

static char *t_slurp(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    char *p = NULL;
    long size;

    *n = 0;
    if (!f) return NULL;
    fseek(f, 0, SEEK_END);
    size = ftell(f);
    rewind(f);
    p = malloc((size_t)size + 1);
    if (p) *n = fread(p, 1, (size_t)size, f);
    fclose(f);
    return p;
}

static void t_cell(char *to, size_t size, struct span s) {
    snprintf(to, size, "%.*s", SPAN_ARG(s));
}

static int64_t t_quantity(struct span s) {
    struct err e;
    double x = 0;

    if (!s.n) return TEXT_NONE;
    assert_int_equal(num_real(s, 0, 1e9, &x, &e), 0);
    return (int64_t)(x * 1000 + 0.5);
}

static void t_marks_read(struct arena *a, const char *path, struct t_score *s) {
    size_t n;
    char *bytes = t_slurp(path, &n);
    struct csv c;
    struct err e;
    struct span text;
    int column[13], rc;
    static const char *const names[] = {"id",      "start", "end",         "kind",
                                        "speaker", "hedge", "quantity_lo", "quantity_hi",
                                        "from",    "to",    "place",       "direction"};

    assert_non_null(bytes);
    assert_int_equal(csv_text(a, (struct span){bytes, n}, &text, &e), 0);
    csv_begin(&c, a, text, ',');
    assert_int_equal(csv_next(&c, &e), 1);
    for (size_t k = 0; k < 12; k++) {
        column[k] = -1;
        for (size_t i = 0; i < c.n; i++)
            if (span_is(c.cell[i], names[k])) column[k] = (int)i;
        assert_true(column[k] >= 0);
    }
    while ((rc = csv_next(&c, &e)) > 0) {
        struct t_mark *m = &s->mark[s->marks++];
        int64_t at;

        assert_true(s->marks <= 400);
        *m = (struct t_mark){.draft = -1};
        t_cell(m->id, sizeof m->id, c.cell[column[0]]);
        assert_int_equal(num_int(c.cell[column[1]], 0, 1000000, &at, &e), 0);
        m->start = (size_t)at;
        assert_int_equal(num_int(c.cell[column[2]], 0, 1000000, &at, &e), 0);
        m->end = (size_t)at;
        t_cell(m->kind, sizeof m->kind, c.cell[column[3]]);
        t_cell(m->speaker, sizeof m->speaker, c.cell[column[4]]);
        t_cell(m->hedge, sizeof m->hedge, c.cell[column[5]]);
        m->lo = t_quantity(c.cell[column[6]]);
        m->hi = t_quantity(c.cell[column[7]]);
        t_cell(m->from, sizeof m->from, c.cell[column[8]]);
        t_cell(m->to, sizeof m->to, c.cell[column[9]]);
        t_cell(m->place, sizeof m->place, c.cell[column[10]]);
        t_cell(m->direction, sizeof m->direction, c.cell[column[11]]);
    }
    assert_int_equal(rc, 0);
    free(bytes);
}

static size_t t_overlap(const struct t_mark *m, const struct text_draft *d) {
    size_t lo = m->start > d->start ? m->start : d->start, hi = m->end < d->end ? m->end : d->end;

    return hi > lo ? hi - lo : 0;
}

static const char *t_class(const char *kind) {
    return strcmp(kind, "hypothesis") == 0 ? "statement" : kind;
}

static bool t_nobody(const char *speaker) {
    return !strcmp(speaker, "newspaper") || !strcmp(speaker, "unnamed");
}

/* The speaker carried forward: of the last mark before this one that names somebody, or "". Marks stand in order of the text. */
static const char *t_carried(const struct t_score *s, size_t m) {
    while (m-- > 0)
        if (!t_nobody(s->mark[m].speaker)) return s->mark[m].speaker;
    return "";
}

/* A draft lies in one sentence by construction, so it is never more than one sentence longer. */
static bool t_matches(const struct t_score *s, size_t at, const struct text_draft *d) {
    const struct t_mark *m = &s->mark[at];
    bool open = t_nobody(m->speaker);

    if (t_overlap(m, d) * 2 < m->end - m->start) return false;
    if (m->lo != d->lo || m->hi != d->hi) return false;
    if (strcmp(m->speaker, d->speaker) != 0 &&
        !(open && (t_nobody(d->speaker) || !strcmp(d->speaker, t_carried(s, at)))))
        return false;
    return strcmp(t_class(m->kind), t_class(text_kind_name[d->kind])) == 0;
}

static void t_match(const struct text *t, struct t_score *s) {
    s->drafts = t->draft.n;
    for (size_t i = 0; i < t->draft.n; i++) s->of_draft[i] = -1;
    for (;;) {
        size_t best = 0, bm = 0, bd = 0;

        for (size_t m = 0; m < s->marks; m++)
            for (size_t d = 0; d < t->draft.n && s->mark[m].draft < 0; d++)
                if (s->of_draft[d] < 0 && t_matches(s, m, &t->draft.v[d]) &&
                    t_overlap(&s->mark[m], &t->draft.v[d]) > best) {
                    best = t_overlap(&s->mark[m], &t->draft.v[d]);
                    bm = m;
                    bd = d;
                }
        if (!best) return;
        s->mark[bm].draft = (int)bd;
        s->of_draft[bd] = (int)bm;
        s->found++;
        s->hedge += strcasecmp(s->mark[bm].hedge, t->draft.v[bd].hedge) == 0;
        s->dates += !strcmp(s->mark[bm].from, t->draft.v[bd].from) &&
                    !strcmp(s->mark[bm].to, t->draft.v[bd].to);
        s->direction += !strcmp(s->mark[bm].direction, t->draft.v[bd].direction);
        s->place += !strcmp(s->mark[bm].place, t->draft.v[bd].place);
    }
}

static void t_score_say(const char *name, const struct text *t, const struct t_score *s) {
    bool all = getenv("T_MARKS") != NULL;

    printf("# %s: %zu of %zu marks found, %zu of %zu drafts wrong; of those found: hedge %zu, "
           "dates %zu, direction %zu, place %zu\n",
           name, s->found, s->marks, s->drafts - s->found, s->drafts, s->hedge, s->dates,
           s->direction, s->place);
    for (size_t m = 0; m < s->marks; m++)
        if (s->mark[m].draft < 0)
            printf("#   not found %s [%zu,%zu) %s %s\n", s->mark[m].id, s->mark[m].start,
                   s->mark[m].end, s->mark[m].kind, s->mark[m].speaker);
    for (size_t d = 0; d < s->drafts; d++)
        if (s->of_draft[d] < 0 || all) {
            const struct text_draft *x = &t->draft.v[d];

            printf("#   %s draft %zu [%zu,%zu) %s %s (%s) %s lo %lld hi %lld %s <%s> %s..%s %s "
                   "{%s} %s: %.*s\n",
                   s->of_draft[d] < 0 ? "WRONG" : s->mark[s->of_draft[d]].id, d + 1, x->start,
                   x->end, text_kind_name[x->kind], x->speaker, x->speaker_type, x->channel,
                   (long long)(x->lo == TEXT_NONE ? -1 : x->lo),
                   (long long)(x->hi == TEXT_NONE ? -1 : x->hi), x->unit, x->hedge, x->from, x->to,
                   x->direction, x->place, x->flight, SPAN_ARG(x->text));
        }
}
