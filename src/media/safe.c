/* SPDX-License-Identifier: Apache-2.0 */
#include "media/safe.h"

#include "ledger/identity.h"

static int seal(void *arg, struct arena *a, struct span plain, json_t **value, struct err *e) {
    struct media_safe *s = arg;
    int rc = vault_seal(a, &s->to, plain, &s->box, e);

    if (rc == 0) *value = vault_json(&s->box);
    return rc;
}

static int keep(void *arg, struct store *st, struct err *e) {
    struct media_safe *s = arg;

    return vault_keep(st, &s->box, e);
}

static int whole(void *arg, struct arena *a, struct store *st, const uint8_t sha[HASH_BYTES],
                 struct span bytes, const struct media_options *o, struct err *e) {
    struct media_safe *s = arg;
    struct span source = span_of(o->source);

    return identity_raw(st, a, &s->to, sha, bytes, &source, 1, o->now, e);
}

int media_safe(struct media_safe *s, struct store *st, struct arena *a, struct err *e) {
    int rc;

    *s = (struct media_safe){.vault = {s, seal, keep, whole}};
    if ((rc = custody_load(st, a, &s->to, e)) < 0) return rc;
    return s->to.active > 0;
}
