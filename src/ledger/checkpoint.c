/* SPDX-License-Identifier: Apache-2.0 */
/* A note is text lines, an empty line, and signature lines (c2sp.org/signed-note); a checkpoint is
 * a note whose first three lines are name, size and root (c2sp.org/tlog-checkpoint). A signature
 * line is an em dash, the key's name and base64 of four bytes that hint at the key and the
 * signature of the text:
 *
 *     headcount/1f0c2d9a5b7e3846/869723fa62670e76
 *     45
 *     qINS1GRFQTTXL7+iLd8PzLPC7FpvE6kHwKXhtlvOYh4=
 *
 *     - headcount/1f0c2d9a5b7e3846/869723fa62670e76 5Rk2...      (with an em dash)
 */
#include "ledger/checkpoint.h"

#include "base/base64.h"
#include "base/num.h"

#include <inttypes.h>
#include <stdio.h>

#define HINT 4            /* bytes of a key's hash in its signatures */
#define TYPE_ED25519 "\1" /* c2sp.org/signed-note, signature types */

static const char dash[] = "\342\200\224 "; /* U+2014 and a space */

void checkpoint_name(const uint8_t author[HASH_BYTES], const uint8_t first[HASH_BYTES],
                     char out[CHECKPOINT_NAME]) {
    snprintf(out, CHECKPOINT_NAME, "headcount/%.16s/%.16s", hash_hex(author).s, hash_hex(first).s);
}

void checkpoint_text(struct buf *out, const char *name, int64_t size,
                     const uint8_t root[HASH_BYTES]) {
    buf_printf(out, "%s\n%" PRId64 "\n", name, size);
    base64_write(out, root, HASH_BYTES);
    buf_putc(out, '\n');
}

/* The hint: the beginning of SHA-256(name || 0x0A || type || key). */
static void key_hint(struct span name, const uint8_t author[HASH_BYTES], uint8_t out[HINT]) {
    uint8_t h[HASH_BYTES];
    struct hash state;

    hash_begin(&state);
    hash_add(&state, name);
    hash_add(&state, SPAN("\n" TYPE_ED25519));
    hash_add(&state, (struct span){(const char *)author, HASH_BYTES});
    hash_end(&state, h);
    memcpy(out, h, HINT);
}

void checkpoint_note(struct buf *out, const char *name, int64_t size,
                     const uint8_t root[HASH_BYTES], const uint8_t author[HASH_BYTES],
                     const uint8_t *signature) {
    uint8_t bytes[HINT + ED25519_SIGNATURE];

    checkpoint_text(out, name, size, root);
    buf_putc(out, '\n');
    if (!signature) return;
    key_hint(span_of(name), author, bytes);
    memcpy(bytes + HINT, signature, ED25519_SIGNATURE);
    buf_printf(out, "%s%s ", dash, name);
    base64_write(out, bytes, sizeof bytes);
    buf_putc(out, '\n');
}

/* --- reading --- */

struct lines {
    struct span rest;
    int n; /* of the last line */
};

/* Without its end, and white space before it. @return false: there is none left. */
static bool next_line(struct lines *l, struct span *out) {
    const char *end;

    if (!l->rest.n) return false;
    end = memchr(l->rest.p, '\n', l->rest.n);
    *out = (struct span){l->rest.p, end ? (size_t)(end - l->rest.p) : l->rest.n};
    l->rest.p += out->n + (end != NULL);
    l->rest.n -= out->n + (end != NULL);
    l->n++;
    while (out->n && (out->p[out->n - 1] == '\r' || out->p[out->n - 1] == ' ')) out->n--;
    return true;
}

static bool is_signature(struct span s) {
    return s.n > sizeof dash - 1 && memcmp(s.p, dash, sizeof dash - 1) == 0;
}

static void add_line(struct buf *b, struct span s) {
    buf_add(b, s);
    buf_putc(b, '\n');
}

/* The lines of the text, from its name on. @return its length in lines, or RC_SYNTAX. */
static int read_text(struct lines *l, struct span line, struct checkpoint *c, struct buf *text,
                     struct err *e) {
    int n = 0;

    do {
        struct err why;

        n++;
        if (!line.n) return n;
        if (n == 2 &&
            (line.p[0] < '1' || line.p[0] > '9' || num_int(line, 1, INT64_MAX, &c->size, &why) < 0))
            return err_set(e, RC_SYNTAX, "line %d: the size is not a number above 0", l->n);
        if (n == 3 && base64_read(line, c->root, HASH_BYTES) != HASH_BYTES)
            return err_set(e, RC_SYNTAX, "line %d: the root is not 32 bytes in base64", l->n);
        add_line(text, line);
    } while (next_line(l, &line));
    return n + 1;
}

static int read_one(struct arena *a, struct lines *l, struct span line, struct checkpoint *c,
                    struct err *e) {
    struct buf text = {0}, lines = {0};
    struct lines ahead;
    int rc;

    c->name = arena_span(a, line);
    rc = read_text(l, line, c, &text, e);
    if (rc >= 0 && rc < 4)
        rc = err_set(e, RC_SYNTAX, "line %d: a checkpoint has a name, a size and a root", l->n);
    for (ahead = *l; rc >= 0 && next_line(&ahead, &line) && is_signature(line); *l = ahead)
        add_line(&lines, line);
    c->text = arena_span(a, buf_span(&text));
    c->lines = arena_span(a, buf_span(&lines));
    buf_fini(&text);
    buf_fini(&lines);
    return rc < 0 ? rc : 0;
}

int checkpoint_read(struct arena *a, struct span text, checkpoint_list *out, struct err *e) {
    struct lines l = {.rest = text};
    struct span line;

    if (text.n > CHECKPOINT_BYTES)
        return err_set(e, RC_LIMIT, "longer than %d bytes", CHECKPOINT_BYTES);
    while (next_line(&l, &line)) {
        struct checkpoint c = {0};
        int rc = line.n ? read_one(a, &l, line, &c, e) : 0;

        if (rc < 0) return rc;
        if (line.n) *vec_push(a, out) = c;
    }
    return out->n ? 0 : err_set(e, RC_SYNTAX, "there is no checkpoint in it");
}

enum checkpoint_sign checkpoint_signed(const struct checkpoint *c,
                                       const uint8_t author[HASH_BYTES]) {
    struct lines l = {.rest = c->lines};
    enum checkpoint_sign found = CHECKPOINT_UNSIGNED;
    uint8_t bytes[HINT + ED25519_SIGNATURE], hint[HINT];
    struct span line;

    key_hint(c->name, author, hint);
    while (next_line(&l, &line)) {
        struct span s = {line.p + sizeof dash - 1, line.n - (sizeof dash - 1)};

        if (s.n <= c->name.n || memcmp(s.p, c->name.p, c->name.n) != 0 || s.p[c->name.n] != ' ')
            continue;
        s.p += c->name.n + 1;
        s.n -= c->name.n + 1;
        if (base64_read(s, bytes, sizeof bytes) != sizeof bytes || memcmp(bytes, hint, HINT) != 0)
            continue;
        if (!ed25519_verify(author, c->text, bytes + HINT)) return CHECKPOINT_BAD;
        found = CHECKPOINT_GOOD;
    }
    return found;
}
