/* SPDX-License-Identifier: Apache-2.0 */
#include "pipe/review.h"

#include "ledger/ledger.h"

#include <string.h>

#define SHORT 12 /* digits of a row's name in the answer */

const char *const review_states[] = {"approved", "held", "rejected", NULL};

int review_row(struct store *st, struct arena *a, const char *what, const char **row,
               struct err *e) {
    size_t n = strlen(what);
    struct query *q = NULL;
    int rc, found = 0;

    *row = NULL;
    if (n < PIPE_PREFIX || strspn(what, "0123456789abcdef") != n) return 0;
    if ((rc = query_open(&q, st,
                         "SELECT row_id FROM line WHERE row_id >= ?1 AND row_id < ?1 || 'g' ORDER "
                         "BY row_id LIMIT 2",
                         e)) < 0)
        return rc;
    query_text(q, 1, span_of(what));
    while ((rc = query_next(q, e)) > 0) {
        *row = arena_dup(a, query_col(q, 0));
        found++;
    }
    query_close(q);
    if (rc == 0 && found > 1)
        rc = err_set(e, RC_CONFLICT, "%s names more than one row: give more digits", what);
    return rc;
}

static const char *text(const json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));

    return s && *s ? s : NULL;
}

/* ---- what was said ---- */

static bool is_state(const char *s) {
    for (size_t i = 0; s && review_states[i]; i++)
        if (strcmp(review_states[i], s) == 0) return true;
    return false;
}

/* A person's word on a row, with its place in the order between chains, until all are read. */
static json_t *word_of(const struct ledger_entry *x, const json_t *body) {
    json_t *at = json_object_get(body, "at");

    return json_pack("{s:s, s:s, s:O, s:s?, s:I, s:s}", "by", text(body, "by"), "state",
                     text(body, "state"), "at", at ? at : json_null(), "note", text(body, "note"),
                     "clock", (json_int_t)x->clock, "author", hash_hex(x->author).s);
}

static bool later(const json_t *a, const json_t *b) {
    json_int_t x = json_integer_value(json_object_get(a, "clock")),
               y = json_integer_value(json_object_get(b, "clock"));

    return x != y ? x > y : strcmp(text(a, "author"), text(b, "author")) >= 0;
}

/* words: row -> person -> word. */
static void take(json_t *words, const struct ledger_entry *x, const json_t *body) {
    const char *row = text(body, "row_id"), *by = text(body, "by");
    json_t *of_row, *old, *one;

    if (!row || !by || !is_state(text(body, "state"))) return;
    if (!(of_row = json_object_get(words, row))) {
        of_row = json_object();
        json_object_set_new(words, row, of_row);
    }
    one = word_of(x, body);
    old = json_object_get(of_row, by);
    if (!old || later(one, old)) json_object_set(of_row, by, one);
    json_decref(one);
}

static int read_words(struct store *st, json_t *words, struct err *e) {
    struct ledger_it *it = NULL;
    struct ledger_entry x;
    int rc = ledger_each(&it, st, "review", e);

    if (rc < 0) return rc;
    while ((rc = ledger_next(it, &x, e)) > 0) {
        json_t *body = NULL;

        if ((rc = canon_read(x.body, &body, e)) < 0) break;
        take(words, &x, body);
        json_decref(body);
    }
    ledger_done(it);
    return rc;
}

static int rank(const char *state) {
    int i = 0;

    while (review_states[i] && strcmp(review_states[i], state) != 0) i++;
    return i;
}

/* The people in order of their names; what was needed to order their words goes. */
static json_t *verdict(const json_t *of_row) {
    json_t *list = json_array(), *v;
    int worst = 0, approved = 0;
    VEC(const char *) who = {0};
    struct arena a;
    const char *by;

    arena_init(&a, (size_t)64 << 20);
    json_object_foreach((json_t *)(uintptr_t)of_row, by, v) {
        size_t at = who.n;

        *vec_push(&a, &who) = by;
        for (; at > 0 && strcmp(who.v[at - 1], by) > 0; at--) who.v[at] = who.v[at - 1];
        who.v[at] = by;
    }
    for (size_t i = 0; i < who.n; i++) {
        v = json_object_get(of_row, who.v[i]);
        json_object_del(v, "clock");
        json_object_del(v, "author");
        json_array_append(list, v);
        approved += rank(text(v, "state")) == 0;
        if (rank(text(v, "state")) > worst) worst = rank(text(v, "state"));
    }
    arena_fini(&a);
    return json_pack("{s:s, s:o, s:b}", "state", review_states[worst], "by", list, "second",
                     worst == 0 && approved >= 2);
}

int review_all(struct store *st, json_t **out, struct err *e) {
    json_t *words = json_object(), *v;
    const char *row;
    int rc = read_words(st, words, e);

    *out = json_object();
    if (rc == 0) json_object_foreach(words, row, v) json_object_set_new(*out, row, verdict(v));
    json_decref(words);
    if (rc < 0) {
        json_decref(*out);
        *out = NULL;
    }
    return rc;
}

int review_put(struct store *st, const char *row, const char *state, const char *by,
               const char *note, int64_t now, struct err *e) {
    json_t *all = NULL, *body, *v;
    bool known = false;
    size_t i;
    int rc = review_all(st, &all, e);

    if (rc < 0) return rc;
    json_array_foreach(json_object_get(json_object_get(all, row), "by"), i, v) {
        const char *was = text(v, "note");

        known |= strcmp(text(v, "by"), by) == 0 && strcmp(text(v, "state"), state) == 0 &&
                 (was && note ? strcmp(was, note) == 0 : was == note);
    }
    json_decref(all);
    if (known) return 0;
    body = json_pack("{s:I, s:s, s:s, s:s}", "at", (json_int_t)now, "by", by, "row_id", row,
                     "state", state);
    if (note) json_object_set_new(body, "note", json_string(note));
    rc = ledger_append(st, "review", body, NULL, e);
    json_decref(body);
    return rc < 0 ? rc : 1;
}

/* ---- into the answer ---- */

/* Names in the answer are short: those of the reviews likewise. */
static json_t *shortened(const json_t *reviews) {
    json_t *out = json_object(), *v;
    const char *row;
    char name[SHORT + 1];

    json_object_foreach((json_t *)(uintptr_t)reviews, row, v) {
        memcpy(name, row, strlen(row) < SHORT ? strlen(row) + 1 : SHORT);
        name[SHORT] = 0;
        json_object_set(out, name, v);
    }
    return out;
}

static void mark_list(json_t *list, const json_t *by_row) {
    json_t *o;
    size_t i;

    json_array_foreach(list, i, o) {
        const char *row = text(o, "row");
        json_t *r = row ? json_object_get(by_row, row) : NULL;

        if (r) json_object_set(o, "review", r);
    }
}

/* Of a slot: as good as the worst of the rows that it rests on; approved, and by a second person, only if all of them are. */
static void mark_slot(json_t *slot, const json_t *by_row) {
    const json_t *refs = json_object_get(slot, "ref");
    size_t i, reviewed = 0, approved = 0, second = 0;
    json_t *name, *rows = json_array();
    int worst = 0;

    json_array_foreach(refs, i, name) {
        const json_t *r = json_object_get(by_row, json_string_value(name));

        if (!r) continue;
        reviewed++;
        approved += rank(text(r, "state")) == 0;
        second += json_is_true(json_object_get(r, "second"));
        if (rank(text(r, "state")) > worst) worst = rank(text(r, "state"));
        json_array_append(rows, name);
    }
    if (reviewed)
        json_object_set_new(slot, "review",
                            json_pack("{s:o, s:O, s:I, s:b}", "state",
                                      worst || approved == json_array_size(refs)
                                          ? json_string(review_states[worst])
                                          : json_null(),
                                      "rows", rows, "of", (json_int_t)json_array_size(refs),
                                      "second", second == json_array_size(refs)));
    json_decref(rows);
}

void review_mark(json_t *answer, const json_t *reviews) {
    json_t *by_row, *o;
    const char *name;
    size_t i, k;

    if (!json_object_size(reviews)) return;
    by_row = shortened(reviews);
    json_object_foreach(json_object_get(answer, "rows"), name, o) {
        json_t *r = json_object_get(by_row, name);

        if (r) json_object_set(o, "review", r);
    }
    mark_list(json_object_get(answer, "counts"), by_row);
    mark_list(json_object_get(answer, "claims"), by_row);
    json_array_foreach(json_object_get(answer, "corridors"), i, o) {
        json_t *slot;

        json_array_foreach(json_object_get(o, "by_slot"), k, slot) mark_slot(slot, by_row);
    }
    json_decref(by_row);
}
