/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/custody.h"

#include "base/box.h"
#include "base/csv.h"

#include <stdlib.h>

#define PREFIX_MIN 6

static int key_cmp(const void *a, const void *b) {
    return memcmp(((const struct custodian *)a)->key, ((const struct custodian *)b)->key,
                  HASH_BYTES);
}

static struct custodian *find(const struct custody *c, const uint8_t key[HASH_BYTES]) {
    for (size_t i = 0; i < c->v.n; i++)
        if (memcmp(c->v.v[i].key, key, HASH_BYTES) == 0) return &c->v.v[i];
    return NULL;
}

/* ---- reading ---- */

static bool take(struct arena *a, struct custody *c, const json_t *body, bool revoke) {
    const char *hex = json_string_value(json_object_get(body, "key"));
    const json_t *name = json_object_get(body, "name"), *at = json_object_get(body, "at");
    struct custodian one = {.at = json_integer_value(at)}, *before;

    if (!hex || !hash_read(span_of(hex), one.key) || !json_is_integer(at) ||
        (!revoke && !json_is_string(name)))
        return false;
    before = find(c, one.key);
    if (revoke && before) before->revoked = true;
    if (revoke || before) return true; /* one that this copy never had seals nothing anyway */
    one.name = arena_span(a, (struct span){json_string_value(name), json_string_length(name)});
    *vec_push(a, &c->v) = one;
    return true;
}

static int load_kind(struct store *st, struct arena *a, struct custody *c, const char *kind,
                     struct err *e) {
    struct ledger_it *it = NULL;
    struct ledger_entry entry;
    int rc = ledger_each(&it, st, kind, e);

    if (rc < 0) return rc;
    while ((rc = ledger_next(it, &entry, e)) > 0) {
        json_t *body = NULL;

        if ((rc = canon_read(entry.body, &body, e)) == 0 &&
            !take(a, c, body, strcmp(kind, "revoke") == 0))
            rc = err_set(e, RC_SYNTAX, "its body is not of the form that its kind has");
        json_decref(body);
        if (rc < 0) {
            err_at(e, "entry %lld", (long long)entry.seq);
            break;
        }
    }
    ledger_done(it);
    return rc;
}

static int count_boxes(struct store *st, struct custody *out, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, "SELECT count(*) FROM vault", e);

    if (rc < 0) return rc;
    if ((rc = query_next(q, e)) > 0) out->boxes = (size_t)query_col_int(q, 0);
    query_close(q);
    return rc < 0 ? rc : 0;
}

int custody_load(struct store *st, struct arena *a, struct custody *out, struct err *e) {
    struct custody c = {0};
    int rc;

    if ((rc = load_kind(st, a, &c, "custodian", e)) < 0) return rc;
    if ((rc = load_kind(st, a, &c, "revoke", e)) < 0) return rc;
    if ((rc = count_boxes(st, &c, e)) < 0) return rc;
    if (c.v.n) qsort(c.v.v, c.v.n, sizeof c.v.v[0], key_cmp);
    for (size_t i = 0; i < c.v.n; i++) c.active += !c.v.v[i].revoked;
    *out = c;
    return 0;
}

/* ---- adding and revoking ---- */

static bool name_ok(struct span s) {
    if (!s.n || s.n > CUSTODY_NAME_BYTES || !csv_utf8(s)) return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f) return false;
    return span_trim(s).n == s.n;
}

/** A point of small order would give a box that anybody can open; sealing to it is refused. */
static bool key_ok(const uint8_t key[HASH_BYTES]) {
    uint8_t box[BOX_SEALED + 1];

    return box_seal(SPAN("x"), key, box);
}

static int append(struct store *st, const char *kind, json_t *body, int64_t now,
                  const uint8_t key[HASH_BYTES], struct err *e) {
    int rc;

    json_object_set_new(body, "at", json_integer(now));
    json_object_set_new(body, "key", json_string(hash_hex(key).s));
    rc = ledger_append(st, kind, body, NULL, e);
    json_decref(body);
    return rc;
}

int custody_add(struct store *st, const struct custody *known, const uint8_t key[HASH_BYTES],
                struct span name, int64_t now, struct err *e) {
    const struct custodian *before = find(known, key);
    json_t *body;

    if (before && before->revoked)
        return err_set(e, RC_CONFLICT, "this key was revoked: the custodian makes a new one");
    if (before) return err_set(e, RC_CONFLICT, "this key is there already");
    if (known->active >= CUSTODY_MAX)
        return err_set(e, RC_LIMIT, "a case has at most %d custodians", CUSTODY_MAX);
    if (!name_ok(name))
        return err_set(e, RC_RANGE,
                       "a custodian's name is UTF-8 text of 1 to %d bytes without control "
                       "characters",
                       CUSTODY_NAME_BYTES);
    if (!key_ok(key)) return err_set(e, RC_RANGE, "this is no public key that can be sealed to");
    body = json_object();
    json_object_set_new(body, "name", json_stringn(name.p, name.n));
    return append(st, "custodian", body, now, key, e);
}

static bool is_meant(const struct custodian *c, struct span who) {
    char text[BOX_BASE64(HASH_BYTES)];

    if (span_eq(c->name, who)) return true;
    box_base64((struct span){(const char *)c->key, HASH_BYTES}, text);
    return who.n >= PREFIX_MIN && who.n < sizeof text && memcmp(text, who.p, who.n) == 0;
}

int custody_find(const struct custody *known, struct span who, const struct custodian **out,
                 struct err *e) {
    const struct custodian *one = NULL, *gone = NULL;
    size_t n = 0;

    for (size_t i = 0; i < known->v.n; i++) {
        const struct custodian *c = &known->v.v[i];

        if (!is_meant(c, who)) continue;
        if (c->revoked)
            gone = c;
        else
            one = c, n++;
    }
    if (n > 1) return err_set(e, RC_CONFLICT, "several custodians are called so: give the key");
    if (!one && gone) return err_set(e, RC_CONFLICT, "is revoked already");
    if (!one) return err_set(e, RC_NOTFOUND, "no custodian has this name or key");
    *out = one;
    return 0;
}

int custody_revoke(struct store *st, const struct custody *known, struct span who, int64_t now,
                   const struct custodian **out, struct err *e) {
    const struct custodian *one = NULL;
    int rc = custody_find(known, who, &one, e);

    if (rc == 0 && (rc = append(st, "revoke", json_object(), now, one->key, e)) == 0) *out = one;
    return rc;
}

/* ---- the line ---- */

void custody_line(const uint8_t key[HASH_BYTES], struct span name, struct buf *out) {
    char text[BOX_BASE64(HASH_BYTES)];

    box_base64((struct span){(const char *)key, HASH_BYTES}, text);
    buf_printf(out, CUSTODY_WORD " %s %.*s\n", text, SPAN_ARG(name));
}

int custody_read(struct span text, uint8_t key[HASH_BYTES], struct span *name, struct err *e) {
    const size_t word = sizeof CUSTODY_WORD - 1, b64 = BOX_BASE64(HASH_BYTES) - 1;
    struct span s = span_trim(text);

    if (s.n < word + b64 + 3 || memcmp(s.p, CUSTODY_WORD " ", word + 1) != 0 ||
        s.p[word + 1 + b64] != ' ' ||
        !box_base64_read((struct span){s.p + word + 1, b64}, key, HASH_BYTES))
        return err_set(e, RC_SYNTAX,
                       "not a custodian's line: " CUSTODY_WORD " KEY NAME, as headcount keys new "
                       "prints it");
    s = span_trim((struct span){s.p + word + 2 + b64, s.n - word - 2 - b64});
    if (!name_ok(s)) return err_set(e, RC_RANGE, "the name in the custodian's line cannot be used");
    *name = s;
    return 0;
}
