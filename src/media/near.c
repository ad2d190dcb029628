/* SPDX-License-Identifier: Apache-2.0 */
/* Reposts: the frames of this file against those of every file that was entered before, as their
 * hints have them. A suggestion, never an identity: two files of one root have two names. */
#include "ledger/ledger.h"
#include "media/phash.h"
#include "media/study.h"

#include <stdlib.h>

#define NEAR_MOST 5

struct near {
    const char *sha;
    size_t shared, of; /* frames of the shorter */
    int distance;
};

/** The hashes in a `frames` hint. */
static size_t frames_of(const json_t *value, uint64_t out[STUDY_FRAMES]) {
    const json_t *frame;
    size_t i, n = 0;

    json_array_foreach(json_object_get(value, "frame"), i, frame) {
        const char *hex = json_string_value(json_object_get(frame, "hash"));

        if (hex && n < STUDY_FRAMES) out[n++] = strtoull(hex, NULL, 16);
    }
    return n;
}

static bool is_text(const json_t *o, const char *key, const char *want) {
    const char *s = json_string_value(json_object_get(o, key));

    return s && strcmp(s, want) == 0;
}

static int by_distance(const void *a, const void *b) {
    const struct near *x = a, *y = b;

    if (x->distance != y->distance) return x->distance < y->distance ? -1 : 1;
    return strcmp(x->sha, y->sha);
}

typedef VEC(struct near) near_list;

/** Half of the shorter one's frames must be near: one common title card is no repost. */
static void compare(struct study *l, const uint64_t *mine, size_t n, const json_t *body,
                    near_list *list) {
    const char *sha = json_string_value(json_object_get(body, "sha256"));
    uint64_t theirs[STUDY_FRAMES];
    struct near x;
    size_t m;

    if (!sha || !is_text(body, "what", "frames") || strcmp(sha, hash_hex(l->out->sha).s) == 0 ||
        !is_text(json_object_get(body, "value"), "rule", "dct64-1"))
        return;
    m = frames_of(json_object_get(body, "value"), theirs);
    x.of = n < m ? n : m;
    x.shared = phash_shared(mine, n, theirs, m, &x.distance);
    if (!x.of || 2 * x.shared < x.of || !x.shared) return;
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->v[i].sha, sha) == 0) return;
    x.sha = arena_dup(l->a, span_of(sha));
    *vec_push(l->a, list) = x;
}

int study_near(struct study *l, struct store *st, struct err *e) {
    uint64_t mine[STUDY_FRAMES];
    struct ledger_it *it = NULL;
    struct ledger_entry entry;
    near_list list = {0};
    size_t n = 0;
    int rc;

    for (size_t i = 0; i < l->frames; i++)
        if (!l->frame[i].plain) mine[n++] = l->frame[i].hash;
    if (!n) return 0;
    if ((rc = ledger_each(&it, st, "hint", e)) < 0) return rc;
    while ((rc = ledger_next(it, &entry, e)) > 0) {
        json_t *body = NULL;

        if ((rc = canon_read(entry.body, &body, e)) < 0) break;
        compare(l, mine, n, body, &list);
        json_decref(body);
    }
    ledger_done(it);
    if (list.n) qsort(list.v, list.n, sizeof *list.v, by_distance);
    for (size_t i = 0; i < list.n && i < NEAR_MOST && rc == 0; i++)
        study_hint(l, -1, "lookslike",
                   json_pack("{s:i, s:I, s:s, s:I}", "distance", list.v[i].distance, "of",
                             (json_int_t)list.v[i].of, "sha256", list.v[i].sha, "shared",
                             (json_int_t)list.v[i].shared));
    return rc < 0 ? rc : 0;
}
