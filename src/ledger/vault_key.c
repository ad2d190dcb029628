/* SPDX-License-Identifier: Apache-2.0 */
/* A custodian's key file: five lines of text, in this order and no others (docs/SECURITY.md).
 *
 *     headcount-key-1
 *     headcount-custodian-1 BASE64 NAME
 *     argon2id PASSES BYTES
 *     salt BASE64
 *     secret BASE64                      the secret key, closed under what the passphrase gives
 *
 * The public key in it is not believed: it is made again from the secret one and compared. */
#include "base/num.h"
#include "ledger/vault.h"

#include <inttypes.h>

#define FIRST "headcount-key-1"
#define SECRET_BYTES ((size_t)BOX_KEY + BOX_LOCKED)

int vault_key_write(const struct box_pair *key, struct span name, struct span passphrase,
                    struct box_cost cost, struct buf *out, struct err *e) {
    uint8_t salt[BOX_SALT], closed[SECRET_BYTES], *stretched = box_memory(BOX_KEY);
    char text[BOX_BASE64(SECRET_BYTES)];
    int rc;

    hash_random(salt, sizeof salt);
    if ((rc = box_stretch(passphrase, salt, cost, stretched, e)) == 0) {
        box_lock((struct span){(const char *)key->secret, BOX_KEY}, stretched, closed);
        buf_puts(out, FIRST "\n");
        custody_line(key->open, name, out);
        buf_printf(out, "argon2id %" PRIu64 " %" PRIu64 "\n", cost.passes, cost.memory);
        box_base64((struct span){(const char *)salt, sizeof salt}, text);
        buf_printf(out, "salt %s\n", text);
        box_base64((struct span){(const char *)closed, sizeof closed}, text);
        buf_printf(out, "secret %s\n", text);
    }
    box_free(stretched);
    return rc;
}

/* ---- reading ---- */

struct key_file {
    uint8_t open[BOX_KEY], salt[BOX_SALT], closed[SECRET_BYTES];
    struct span name;
    struct box_cost cost;
};

/** The next line without its end; a CR before the LF is what mail and editors add. */
static struct span next_line(struct span *text) {
    const char *end = memchr(text->p, '\n', text->n);
    struct span line = {text->p, end ? (size_t)(end - text->p) : text->n};
    size_t n = line.n + (end != NULL);

    *text = (struct span){text->p + n, text->n - n};
    if (line.n && line.p[line.n - 1] == '\r') line.n--;
    return line;
}

/** What follows the word and a blank; p NULL: another word. */
static struct span after(struct span line, const char *word) {
    size_t n = strlen(word);

    if (line.n <= n || memcmp(line.p, word, n) != 0 || line.p[n] != ' ') return (struct span){0};
    return (struct span){line.p + n + 1, line.n - n - 1};
}

static bool read_cost(struct span s, struct box_cost *cost) {
    const char *blank = s.p ? memchr(s.p, ' ', s.n) : NULL;
    struct err e;
    int64_t passes, memory;
    size_t n;

    if (!blank) return false;
    n = (size_t)(blank - s.p);
    if (num_int((struct span){s.p, n}, 0, INT32_MAX, &passes, &e) < 0) return false;
    if (num_int((struct span){blank + 1, s.n - n - 1}, 0, INT64_MAX, &memory, &e) < 0) return false;
    *cost = (struct box_cost){(uint64_t)passes, (uint64_t)memory};
    return true;
}

static int wrong_line(int line, struct err *e) {
    return err_set(e, RC_SYNTAX, "line %d: not as in a key file that headcount keys new made",
                   line);
}

static int parse(struct span text, struct key_file *k, struct err *e) {
    struct span s;
    int rc;

    if (!text.n || !span_is(next_line(&text), FIRST)) return wrong_line(1, e);
    if ((rc = custody_read(next_line(&text), k->open, &k->name, e)) < 0) {
        err_at(e, "line 2");
        return rc;
    }
    if (!read_cost(after(next_line(&text), "argon2id"), &k->cost)) return wrong_line(3, e);
    s = after(next_line(&text), "salt");
    if (!s.p || !box_base64_read(s, k->salt, sizeof k->salt)) return wrong_line(4, e);
    s = after(next_line(&text), "secret");
    if (!s.p || !box_base64_read(s, k->closed, sizeof k->closed)) return wrong_line(5, e);
    return span_trim(text).n ? wrong_line(6, e) : 0;
}

int vault_key_public(struct span text, uint8_t key[HASH_BYTES], struct span *name, struct err *e) {
    struct key_file k;
    int rc = parse(text, &k, e);

    if (rc < 0) return rc;
    memcpy(key, k.open, HASH_BYTES);
    *name = k.name;
    return 0;
}

int vault_key_read(struct span text, struct span passphrase, struct box_pair *out, struct err *e) {
    uint8_t *stretched, *secret;
    struct box_pair pair = {0};
    struct key_file k;
    int rc = parse(text, &k, e);

    if (rc < 0) return rc;
    stretched = box_memory(BOX_KEY);
    secret = box_memory(BOX_KEY);
    if ((rc = box_stretch(passphrase, k.salt, k.cost, stretched, e)) < 0) {
        if (rc == RC_RANGE) err_at(e, "line 3");
    } else if (!box_unlock((struct span){(const char *)k.closed, sizeof k.closed}, stretched,
                           secret)) {
        rc = err_set(e, RC_LOCKED, "the passphrase is wrong, or the key file was changed");
    } else {
        box_pair_of(secret, &pair);
        if (memcmp(pair.open, k.open, BOX_KEY) != 0) {
            box_pair_fini(&pair);
            rc = err_set(e, RC_SYNTAX, "line 2: not the public key of the secret one");
        }
    }
    box_free(secret);
    box_free(stretched);
    if (rc == 0) *out = pair;
    return rc;
}
