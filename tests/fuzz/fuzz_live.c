/* SPDX-License-Identifier: Apache-2.0 */
/* Live states: aircraft ascend, each with one point no later than the file; as many as jansson counts. */
#include "format/live.h"

#include <jansson.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(struct span s, const struct live *l) {
    json_error_t error;
    json_t *root = json_loadb(s.p, s.n, JSON_ALLOW_NUL, &error);
    json_t *list = json_object_get(root, "aircraft");

    if (!list) list = json_object_get(root, "ac");

    if ((l->state == LIVE_PARTIAL) != (l->why != NULL) || l->at > s.n || l->next > s.n) abort();
    for (size_t i = 0; i < l->nbad; i++)
        if (l->bad[i].at >= s.n || !l->bad[i].why) abort();
    for (size_t i = 0; i < l->ntrack; i++) {
        const struct track *t = &l->track[i], *u = i ? &l->track[i - 1] : NULL;

        if (t->n != 1 || t->point->ms > l->now_ms || t->hex > 0xffffff) abort();
        if (l->now_ms - t->point->ms > LIVE_OLD_MS) abort();
        if (abs(t->point->lat) > 90000000 || abs(t->point->lon) > 180000000) abort();
        if (u && (u->other > t->other || (u->other == t->other && u->hex >= t->hex))) abort();
    }
    if (l->state == LIVE_WHOLE && root && !memmem(s.p, s.n, "\\u", 2) &&
        json_array_size(list) != l->ntrack + l->silent + l->doubled + l->refused)
        abort();
    json_decref(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span s = {(const char *)data, n};
    struct live l = {0};
    struct err e = {0};
    struct arena a;
    int rc;

    arena_init(&a, (size_t)256 << 20);
    rc = live_read(&a, s, &l, &e);
    if (rc < 0 && (rc != RC_SYNTAX || !e.text[0] || l.ntrack)) abort();
    if (rc == 0) check(s, &l);
    arena_fini(&a);
    return 0;
}
