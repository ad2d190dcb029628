/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/desk_in.h"

#include <stdlib.h>

static void drop_place(struct shelf *s, size_t i) {
    if (!s->place[i].key) return;
    s->bytes -= s->place[i].answer->body.n;
    answer_done(s->place[i].answer);
    free(s->place[i].key);
    s->place[i].key = NULL;
    s->place[i].answer = NULL;
}

void shelf_clear(struct shelf *s) {
    for (size_t i = 0; i < SHELF_PLACES; i++) drop_place(s, i);
}

struct answer *shelf_find(struct shelf *s, const struct desk_mark *now, const char *key) {
    if (strcmp(s->mark.s, now->s) != 0) {
        shelf_clear(s);
        s->mark = *now;
    }
    for (size_t i = 0; i < SHELF_PLACES; i++)
        if (s->place[i].key && strcmp(s->place[i].key, key) == 0) {
            s->place[i].used = ++s->tick;
            return answer_use(s->place[i].answer);
        }
    return NULL;
}

static size_t oldest(const struct shelf *s) {
    size_t best = 0;

    for (size_t i = 1; i < SHELF_PLACES; i++) {
        if (!s->place[i].key) continue;
        if (!s->place[best].key || s->place[i].used < s->place[best].used) best = i;
    }
    return best;
}

static size_t room(struct shelf *s) {
    size_t i = 0;

    while (i < SHELF_PLACES && s->place[i].key) i++;
    if (i < SHELF_PLACES) return i;
    i = oldest(s);
    drop_place(s, i);
    return i;
}

void shelf_put(struct shelf *s, const struct desk_mark *of, const char *key, struct answer *a) {
    size_t i;
    char *copy;

    if (strcmp(s->mark.s, of->s) != 0 || a->body.n > DESK_MEMORY / 3) return;
    if (!(copy = strdup(key))) return;
    while (s->bytes && s->bytes + a->body.n > DESK_MEMORY) drop_place(s, oldest(s));
    i = room(s);
    s->place[i].key = copy;
    s->place[i].answer = answer_use(a);
    s->place[i].used = ++s->tick;
    s->bytes += a->body.n;
}
