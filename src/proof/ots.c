/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/ots.h"

#include "base/hash.h"

#include <openssl/evp.h>

static const struct span magic = {"\0OpenTimestamps\0\0Proof\0\xbf\x89\xe2\xe8\x84\xe8\x92\x94",
                                  31};

#define URI_BYTES 1000
#define PAYLOAD_BYTES 8192

static const struct {
    uint8_t tag[8];
    enum ots_kind kind;
} tags[] = {
    {{0x83, 0xdf, 0xe3, 0x0d, 0x2e, 0xf9, 0x0c, 0x8e}, OTS_PENDING},
    {{0x05, 0x88, 0x96, 0x0d, 0x73, 0xd7, 0x19, 0x01}, OTS_BITCOIN},
    {{0x06, 0x86, 0x9a, 0x0d, 0x73, 0xd7, 0x1b, 0x45}, OTS_LITECOIN},
    {{0x30, 0xfe, 0x80, 0x87, 0xb5, 0xc7, 0xea, 0xd7}, OTS_ETHEREUM},
};

const char *ots_kind_word(enum ots_kind k) {
    static const char *const word[] = {"pending", "bitcoin", "litecoin", "ethereum", "unknown"};

    return word[k];
}

struct reader {
    struct arena *a;
    struct span in;
    size_t at;
    struct ots *out;
    struct err *e;
};

static int bad(struct reader *r, const char *what) {
    return err_set(r->e, RC_SYNTAX, "byte %zu: %s", r->at, what);
}

static int byte(struct reader *r, uint8_t *out) {
    if (r->at >= r->in.n) return bad(r, "the proof ends here, in the middle");
    *out = (uint8_t)r->in.p[r->at++];
    return 0;
}

static int take(struct reader *r, size_t n, struct span *out) {
    if (r->in.n - r->at < n) return bad(r, "the proof ends here, in the middle");
    *out = (struct span){r->in.p + r->at, n};
    r->at += n;
    return 0;
}

/* Seven bits a byte, the lowest first. */
static int varuint(struct reader *r, uint64_t *out) {
    uint64_t v = 0;

    for (unsigned shift = 0;; shift += 7) {
        uint8_t b;
        int rc = byte(r, &b);

        if (rc < 0) return rc;
        if (shift > 63 || (shift == 63 && (b & 0x7e))) return bad(r, "a number of over 64 bits");
        v |= (uint64_t)(b & 0x7f) << shift;
        if (!(b & 0x80)) break;
    }
    *out = v;
    return 0;
}

static int varbytes(struct reader *r, size_t lo, size_t hi, struct span *out) {
    uint64_t n;
    int rc = varuint(r, &n);

    if (rc < 0) return rc;
    if (n < lo || n > hi) return bad(r, "a length that is not allowed");
    return take(r, (size_t)n, out);
}

static int attestation(struct reader *r, struct span message, const char *why) {
    struct ots_leaf l = {OTS_UNKNOWN, .why = why};
    struct span tag, payload;
    struct reader inner = *r;
    int rc;

    if ((rc = take(r, sizeof l.tag, &tag)) < 0) return rc;
    memcpy(l.tag, tag.p, sizeof l.tag);
    if ((rc = varbytes(r, 0, PAYLOAD_BYTES, &payload)) < 0) return rc;
    if (r->out->leaf.n >= OTS_LEAVES)
        return err_set(r->e, RC_LIMIT, "byte %zu: more than %d ends", r->at, OTS_LEAVES);
    if (!why) l.message = arena_span(r->a, message);
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (memcmp(tags[i].tag, l.tag, sizeof l.tag) == 0) l.kind = tags[i].kind;
    inner.in = (struct span){r->in.p, r->at};
    inner.at = r->at - payload.n;
    if (l.kind == OTS_PENDING) {
        struct span uri;

        if ((rc = varbytes(&inner, 0, URI_BYTES, &uri)) < 0) return rc;
        for (size_t i = 0; i < uri.n; i++)
            if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/:",
                        uri.p[i]) ||
                !uri.p[i])
                return bad(r, "the calendar's address holds a character that is not allowed");
        l.uri = arena_span(r->a, uri);
    } else if (l.kind != OTS_UNKNOWN && (rc = varuint(&inner, &l.height)) < 0) {
        return rc;
    }
    if (l.kind != OTS_UNKNOWN && inner.at != r->at) return bad(r, "bytes behind what an end says");
    *vec_push(r->a, &r->out->leaf) = l;
    return 0;
}

/* The steps that are gone. @return 0; RC_LIMIT. */
static int join(struct reader *r, struct span x, struct span y, struct span *out) {
    char *p;

    if (x.n + y.n > OTS_MESSAGE)
        return err_set(r->e, RC_LIMIT, "byte %zu: a message of over %d bytes", r->at, OTS_MESSAGE);
    p = arena_alloc(r->a, x.n + y.n, 1);
    memcpy(p, x.p, x.n);
    memcpy(p + x.n, y.p, y.n);
    *out = (struct span){p, x.n + y.n};
    return 0;
}

static int hexlify(struct reader *r, struct span m, struct span *out) {
    char *p;

    if (m.n > OTS_MESSAGE / 2)
        return err_set(r->e, RC_LIMIT, "byte %zu: a message of over %d bytes", r->at, OTS_MESSAGE);
    p = arena_alloc(r->a, 2 * m.n, 1);
    for (size_t i = 0; i < m.n; i++) {
        p[2 * i] = "0123456789abcdef"[(uint8_t)m.p[i] >> 4];
        p[2 * i + 1] = "0123456789abcdef"[(uint8_t)m.p[i] & 15];
    }
    *out = (struct span){p, 2 * m.n};
    return 0;
}

static struct span reverse(struct arena *a, struct span m) {
    char *p = arena_alloc(a, m.n, 1);

    for (size_t i = 0; i < m.n; i++) p[i] = m.p[m.n - 1 - i];
    return (struct span){p, m.n};
}

static struct span sha256(struct arena *a, struct span m) {
    uint8_t *p = arena_alloc(a, HASH_BYTES, 1);

    hash_of(m, p);
    return (struct span){(const char *)p, HASH_BYTES};
}

/* By OpenSSL's library; where it was built without this hash, the step is named as not gone. */
static void by_name(struct reader *r, const char *hash, struct span *m, const char **why) {
    uint8_t *p = arena_alloc(r->a, EVP_MAX_MD_SIZE, 1);
    EVP_MD *md;
    unsigned n = 0;

    if (*why) return;
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL); /* as in tsp.c */
    md = EVP_MD_fetch(NULL, hash, NULL);
    if (!md || EVP_Digest(m->p, m->n, p, &n, md, NULL) != 1)
        *why = hash;
    else
        *m = (struct span){(const char *)p, n};
    EVP_MD_free(md);
}

static int step(struct reader *r, uint8_t op, struct span *m, const char **why) {
    struct span more = {"", 0};
    int rc;

    if ((op == 0xf0 || op == 0xf1) && (rc = varbytes(r, 1, OTS_MESSAGE, &more)) < 0) return rc;
    switch (op) {
    case 0xf0: return *why ? 0 : join(r, *m, more, m);
    case 0xf1: return *why ? 0 : join(r, more, *m, m);
    case 0xf2: *m = *why ? *m : reverse(r->a, *m); return 0;
    case 0xf3: return *why ? 0 : hexlify(r, *m, m);
    case 0x08: *m = *why ? *m : sha256(r->a, *m); return 0;
    case 0x02: by_name(r, "SHA1", m, why); return 0;
    case 0x03: by_name(r, "RIPEMD160", m, why); return 0;
    case 0x67: *why = *why ? *why : "Keccak-256"; return 0;
    default: r->at--; return bad(r, "a step that is not known");
    }
}

/* A node: branches behind 0xff, then the last one. A branch is an end, or a step and its node. */
static int node(struct reader *r, struct span message, const char *why, unsigned depth) {
    bool last = false;

    if (depth > OTS_DEPTH)
        return err_set(r->e, RC_LIMIT, "byte %zu: more than %d steps", r->at, OTS_DEPTH);
    while (!last) {
        struct span m = message;
        const char *here = why;
        uint8_t b;
        int rc = byte(r, &b);

        if (rc < 0) return rc;
        last = b != 0xff;
        if (!last && (rc = byte(r, &b)) < 0) return rc;
        if (b == 0x00)
            rc = attestation(r, m, here);
        else if ((rc = step(r, b, &m, &here)) == 0)
            rc = node(r, m, here, depth + 1);
        if (rc < 0) return rc;
    }
    return 0;
}

bool ots_is(struct span bytes) {
    return bytes.n >= magic.n && memcmp(bytes.p, magic.p, magic.n) == 0;
}

int ots_read(struct arena *a, struct span bytes, struct ots *out, struct err *e) {
    struct reader r = {a, bytes, magic.n, out, e};
    uint8_t version, op;
    struct span digest;
    int rc;

    *out = (struct ots){{0}, {0}};
    if (bytes.n > OTS_BYTES)
        return err_set(e, RC_LIMIT, "%zu bytes, over the limit of %zu for a proof", bytes.n,
                       OTS_BYTES);
    if (!ots_is(bytes)) return err_set(e, RC_SYNTAX, "does not begin as an OpenTimestamps proof");
    if ((rc = byte(&r, &version)) < 0 || (rc = byte(&r, &op)) < 0) return rc;
    if (version != 1) return err_set(e, RC_SYNTAX, "byte 31: version %d; 1 is known", version);
    if (op == 0x02 || op == 0x03)
        return err_set(e, RC_RANGE, "the file was hashed with %s: only SHA-256 is taken",
                       op == 0x02 ? "SHA-1" : "RIPEMD-160");
    if (op != 0x08) return err_set(e, RC_SYNTAX, "byte 32: a hash that is not known");
    if ((rc = take(&r, sizeof out->digest, &digest)) < 0) return rc;
    memcpy(out->digest, digest.p, sizeof out->digest);
    if ((rc = node(&r, digest, NULL, 1)) < 0) return rc;
    if (r.at != bytes.n) return bad(&r, "bytes behind the end of the proof");
    return 0;
}

bool ots_in_header(const struct ots_leaf *l, const uint8_t header[80], int64_t *time_s) {
    *time_s = (int64_t)header[68] | (int64_t)header[69] << 8 | (int64_t)header[70] << 16 |
              (int64_t)header[71] << 24;
    return l->kind == OTS_BITCOIN && l->message.n == 32 &&
           memcmp(l->message.p, header + 36, 32) == 0;
}
