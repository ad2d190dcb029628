/* SPDX-License-Identifier: Apache-2.0 */
/* Time stamps by others (docs/PROOF.md). What is stamped is the file of checkpoints that `request` writes: its hash stands in an
 * `ask` entry, and a proof that comes back is taken only for a hash that was asked for. The proofs are kept as they came, and
 * everything that is said of them is read from those bytes each time. */
#include "cli/cmd.h"
#include "cli/look.h"
#include "cli/secret.h"
#include "cli/shut_proof.h"
#include "ledger/blob.h"
#include "pack/pack.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>

#define PROOF_BYTES OTS_BYTES
#define NONCE_BYTES 8
#define HEADER_BYTES 80 /* of a Bitcoin block */

static int usage(struct err *e) {
    err_put(
        e, RC_SYNTAX,
        "stamp request CASE DIR, stamp add CASE FILE..., stamp list CASE or stamp export CASE DIR");
    return CMD_USAGE;
}

static struct span hex(struct arena *a, const void *p, size_t n) {
    char *s = ARENA_ARRAY(a, char, 2 * n + 1);

    for (size_t i = 0; i < n; i++) snprintf(s + 2 * i, 3, "%02x", ((const uint8_t *)p)[i]);
    return (struct span){s, 2 * n};
}

/* ---- what was asked, and what came back ---- */

struct ask {
    const char *digest, *nonce, *text;
    int64_t at;
};
struct stamp {
    const char *digest, *sha256;
    int64_t at;
};
struct stamps {
    VEC(struct ask) ask;
    VEC(struct stamp) stamp;
};

static const char *text_of(struct arena *a, const json_t *body, const char *key) {
    const char *s = look_text(body, key);

    return s ? arena_dup(a, span_of(s)) : "";
}

static int read_kind(struct cli *x, struct store *st, const char *kind, struct stamps *out,
                     struct err *e) {
    struct ledger_it *it = NULL;
    struct ledger_entry l;
    int rc = ledger_each(&it, st, kind, e);

    if (rc < 0) return rc;
    while ((rc = ledger_next(it, &l, e)) > 0) {
        json_t *body = NULL;

        if ((rc = canon_read(l.body, &body, e)) < 0) break;
        if (strcmp(kind, "ask") == 0)
            *vec_push(x->a, &out->ask) = (struct ask){
                text_of(x->a, body, "digest"), text_of(x->a, body, "nonce"),
                text_of(x->a, body, "checkpoint"), json_integer_value(json_object_get(body, "at"))};
        else
            *vec_push(x->a, &out->stamp) =
                (struct stamp){text_of(x->a, body, "digest"), text_of(x->a, body, "sha256"),
                               json_integer_value(json_object_get(body, "at"))};
        json_decref(body);
    }
    ledger_done(it);
    return rc;
}

static int read_stamps(struct cli *x, struct store *st, struct stamps *out, struct err *e) {
    int rc = read_kind(x, st, "ask", out, e);

    return rc < 0 ? rc : read_kind(x, st, "stamp", out, e);
}

static const struct ask *asked(const struct stamps *s, struct span digest) {
    for (size_t i = 0; i < s->ask.n; i++)
        if (span_is(digest, s->ask.v[i].digest)) return &s->ask.v[i];
    return NULL;
}

/* ---- request ---- */

static int append(struct store *st, const char *kind, json_t *body, struct err *e) {
    int rc = ledger_append(st, kind, body, NULL, e);

    json_decref(body);
    return rc;
}

static int write_in(struct cli *x, const char *dir, const char *name, struct span bytes,
                    struct err *e) {
    return cmd_file(x, arena_printf(x->a, "%s/%s", dir, name), bytes, e);
}

static int make_folder(const char *dir, struct err *e) {
    if (mkdir(dir, 0777) < 0 && errno != EEXIST)
        return err_set(e, RC_IO, "%s: %s", dir, strerrordesc_np(errno));
    return 0;
}

static int request(struct cli *x, struct store *st, struct err *e) {
    const char *dir = x->v.arg[2];
    uint8_t digest[HASH_BYTES], nonce[NONCE_BYTES];
    struct buf text = {0}, query = {0}, said = {0};
    int rc = ledger_checkpoints(st, x->a, &text, e);

    if (rc == 0) rc = make_folder(dir, e);
    if (rc < 0) return rc;
    hash_of(buf_span(&text), digest);
    hash_random(nonce, sizeof nonce);
    tsp_request(digest, nonce, &query);
    memcpy(nonce, query.p + query.n - 3 - NONCE_BYTES, NONCE_BYTES); /* as it was written */
    if ((rc = store_begin(st, e)) == 0)
        rc = ledger_end(st,
                        append(st, "ask",
                               json_pack("{s:I, s:s, s:s, s:s}", "at", (json_int_t)x->now, "digest",
                                         hash_hex(digest).s, "nonce",
                                         hex(x->a, nonce, sizeof nonce).p, "checkpoint", text.p),
                               e),
                        e);
    if (rc == 0) rc = write_in(x, dir, "checkpoint.txt", buf_span(&text), e);
    if (rc == 0) rc = write_in(x, dir, "checkpoint.tsq", buf_span(&query), e);
    buf_printf(
        &said,
        "checkpoint.txt  what is stamped, SHA-256 %s\n"
        "checkpoint.tsq  the request (RFC 3161) to carry to an authority; two are better than one\n"
        "Nothing was sent. OpenTimestamps' client stamps checkpoint.txt itself. What comes back "
        "goes in\n"
        "with headcount stamp add CASE FILE.\n",
        hash_hex(digest).s);
    if (rc == 0)
        cmd_write(&said);
    else
        buf_fini(&said);
    buf_fini(&text);
    buf_fini(&query);
    return rc;
}

/* ---- add ---- */

static int judge_reply(struct cli *x, struct span bytes, const struct stamps *s,
                       const struct ask **of, struct err *e) {
    struct tsp_reply r;
    int rc = shut_reply(x->a, bytes, &r, e);

    if (rc < 0) return rc;
    if (!r.granted)
        return err_set(e, RC_SYNTAX, "the authority did not grant it: %.*s", SPAN_ARG(r.refused));
    if (!(*of = asked(s, hex(x->a, r.digest, sizeof r.digest))))
        return err_set(e, RC_NOTFOUND, "stamps %.12s, which this case did not ask for",
                       hash_hex(r.digest).s);
    if (!r.has_nonce || !span_is(hex(x->a, r.nonce, sizeof r.nonce), (*of)->nonce))
        return err_set(e, RC_CONFLICT, "is an answer to another request: the nonce is not ours");
    if (!r.signature) return err_set(e, RC_SYNTAX, "%.*s", SPAN_ARG(r.why));
    return 0;
}

static int judge_proof(struct cli *x, struct span bytes, const struct stamps *s,
                       const struct ask **of, struct err *e) {
    struct ots o;
    int rc = shut_ots(x->a, bytes, &o, e);

    if (rc < 0) return rc;
    if (!(*of = asked(s, hex(x->a, o.digest, sizeof o.digest))))
        return err_set(e, RC_NOTFOUND, "stamps %.12s, which this case did not ask for",
                       hash_hex(o.digest).s);
    return 0;
}

static int add_one(struct cli *x, struct store *st, const struct stamps *s, const char *path,
                   struct buf *said, struct err *e) {
    const struct ask *of = NULL;
    struct span bytes;
    uint8_t sha[HASH_BYTES];
    bool ots;
    int rc = pack_file(x->a, path, PROOF_BYTES, &bytes, e);

    if (rc < 0) return rc;
    ots = ots_is(bytes);
    if ((rc = ots ? judge_proof(x, bytes, s, &of, e) : judge_reply(x, bytes, s, &of, e)) < 0)
        return rc;
    hash_of(bytes, sha);
    for (size_t i = 0; i < s->stamp.n; i++)
        if (strcmp(s->stamp.v[i].sha256, hash_hex(sha).s) == 0) {
            buf_printf(said, "%.12s is in the case already\n", hash_hex(sha).s);
            return 0;
        }
    if ((rc = blob_put(st, bytes,
                       ots ? "application/vnd.opentimestamps.v1" : "application/timestamp-reply",
                       NULL, e)) < 0)
        return rc;
    if ((rc = append(st, "stamp",
                     json_pack("{s:I, s:s, s:s, s:s}", "at", (json_int_t)x->now, "digest",
                               of->digest, "form", ots ? "opentimestamps" : "rfc3161", "sha256",
                               hash_hex(sha).s),
                     e)) < 0)
        return rc;
    buf_printf(said, "%.12s is kept as it came: a stamp of the checkpoint of %s\n", hash_hex(sha).s,
               utc_instant_text(of->at).s);
    return 0;
}

static int add(struct cli *x, struct store *st, struct err *e) {
    struct stamps s = {0};
    struct buf said = {0};
    int rc = read_stamps(x, st, &s, e);

    if (rc == 0) rc = store_begin(st, e);
    if (rc < 0) return rc;
    for (size_t i = 2; i < x->v.n && rc == 0; i++)
        if ((rc = add_one(x, st, &s, x->v.arg[i], &said, e)) < 0) err_at(e, "%s", x->v.arg[i]);
    rc = ledger_end(st, rc, e);
    if (rc == 0)
        cmd_write(&said);
    else
        buf_fini(&said);
    return rc;
}

/* ---- list ---- */

static json_t *reply_json(const struct tsp_reply *r) {
    return json_pack("{s:s, s:s, s:s#, s:s#, s:s#, s:b}", "form", "rfc3161", "time",
                     utc_instant_text(r->ms).s, "authority", r->signer.p, (int)r->signer.n,
                     "policy", r->policy.p, (int)r->policy.n, "serial", r->serial.p,
                     (int)r->serial.n, "signature", r->signature);
}

/* @param header of a block, 80 bytes, or empty */
static json_t *end_json(struct arena *a, const struct ots_leaf *l, struct span header) {
    json_t *o = json_pack("{s:s}", "chain", ots_kind_word(l->kind));
    int64_t time_s = 0;

    if (l->kind == OTS_PENDING)
        json_object_set_new(o, "calendar", json_stringn(l->uri.p, l->uri.n));
    if (l->height) json_object_set_new(o, "block", json_integer((json_int_t)l->height));
    if (l->why) json_object_set_new(o, "not_replayed", json_string(l->why));
    if (l->kind == OTS_BITCOIN && !l->why)
        json_object_set_new(o, "merkle_root", json_string(hex(a, l->message.p, l->message.n).p));
    if (l->kind == OTS_BITCOIN && header.n == HEADER_BYTES &&
        ots_in_header(l, (const uint8_t *)header.p, &time_s))
        json_object_set_new(o, "in_header", json_string(utc_instant_text(time_s * 1000).s));
    return o;
}

static const char *state_of(const json_t *ends) {
    const char *state = "pending";
    size_t i;
    json_t *o;

    json_array_foreach(ends, i, o) {
        if (look_text(o, "in_header")) return "checked";
        if (look_text(o, "merkle_root")) state = "complete";
    }
    return state;
}

static int stamp_json(struct cli *x, struct store *st, const struct stamp *s, struct span header,
                      json_t **out, struct err *e) {
    uint8_t sha[HASH_BYTES];
    struct span bytes;
    int rc;

    if (!hash_read(span_of(s->sha256), sha))
        return err_set(e, RC_SYNTAX, "a stamp without the hash of its proof");
    if ((rc = blob_get(st, x->a, sha, &bytes, e)) < 0) return rc;
    if (ots_is(bytes)) {
        json_t *ends = json_array();
        struct ots o;

        if ((rc = shut_ots(x->a, bytes, &o, e)) < 0) return rc;
        for (size_t i = 0; i < o.leaf.n; i++)
            json_array_append_new(ends, end_json(x->a, &o.leaf.v[i], header));
        *out = json_pack("{s:s, s:s, s:o}", "form", "opentimestamps", "state", state_of(ends),
                         "ends", ends);
    } else {
        struct tsp_reply r;

        if ((rc = shut_reply(x->a, bytes, &r, e)) < 0) return rc;
        *out = reply_json(&r);
    }
    json_object_set_new(*out, "sha256", json_string(s->sha256));
    json_object_set_new(*out, "at", json_string(utc_instant_text(s->at).s));
    return 0;
}

static int asks_json(struct cli *x, struct store *st, struct span header, json_t **out,
                     struct err *e) {
    struct stamps s = {0};
    json_t *list = json_array();
    int rc = read_stamps(x, st, &s, e);

    for (size_t i = 0; i < s.ask.n && rc == 0; i++) {
        json_t *stamps = json_array();

        for (size_t k = 0; k < s.stamp.n && rc == 0; k++) {
            json_t *one = NULL;

            if (strcmp(s.stamp.v[k].digest, s.ask.v[i].digest) != 0) continue;
            if ((rc = stamp_json(x, st, &s.stamp.v[k], header, &one, e)) == 0)
                json_array_append_new(stamps, one);
        }
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:o}", "asked",
                                              utc_instant_text(s.ask.v[i].at).s, "digest",
                                              s.ask.v[i].digest, "nonce", s.ask.v[i].nonce,
                                              "checkpoint", s.ask.v[i].text, "stamps", stamps));
    }
    if (rc < 0)
        json_decref(list);
    else
        *out = list;
    return rc < 0 ? rc : 0;
}

static void tell_end(struct buf *b, const struct term *t, const json_t *o) {
    const char *root = look_text(o, "merkle_root"), *in = look_text(o, "in_header"),
               *why = look_text(o, "not_replayed");
    json_int_t block = json_integer_value(json_object_get(o, "block"));

    buf_printf(b, "    %s", look_text(o, "chain"));
    if (block) buf_printf(b, " block %" JSON_INTEGER_FORMAT, block);
    if (look_text(o, "calendar")) {
        buf_puts(b, " at ");
        term_text(b, t, span_of(look_text(o, "calendar")));
    }
    if (why) buf_printf(b, ": not followed, its steps need %s", why);
    if (root) buf_printf(b, ": its Merkle root must be %s", root);
    if (in) buf_printf(b, "\n      it is, in the header given, of %s", in);
    buf_putc(b, '\n');
}

static void tell(struct buf *b, const struct term *t, const json_t *asks) {
    size_t i, k, m;
    json_t *ask, *s, *end;

    if (!json_array_size(asks)) buf_puts(b, "nothing was stamped: headcount stamp request\n");
    json_array_foreach(asks, i, ask) {
        buf_printf(b, "checkpoint of %s, SHA-256 %s\n", look_text(ask, "asked"),
                   look_text(ask, "digest"));
        if (!json_array_size(json_object_get(ask, "stamps")))
            buf_puts(b, "  no proof of it has come back\n");
        json_array_foreach(json_object_get(ask, "stamps"), k, s) {
            if (look_text(s, "time")) {
                buf_printf(b, "  RFC 3161: it existed at %s, says ", look_text(s, "time"));
                term_text(b, t, span_of(look_text(s, "authority")));
                buf_puts(b, "; its signature fits its own certificate, and whom to trust is yours "
                            "to say\n");
            } else {
                buf_printf(b, "  OpenTimestamps: %s\n", look_text(s, "state"));
            }
            json_array_foreach(json_object_get(s, "ends"), m, end) tell_end(b, t, end);
        }
    }
}

static int header_of(struct cli *x, struct span *out, struct err *e) {
    const char *text = opt_value(&x->v, "header");
    char *p = ARENA_ARRAY(x->a, char, HEADER_BYTES);

    *out = (struct span){p, text ? HEADER_BYTES : 0};
    if (!text || hex_read(span_of(text), p, HEADER_BYTES)) return 0;
    err_put(e, RC_SYNTAX, "--header: 160 hex digits, the 80 bytes of a Bitcoin block header");
    return CMD_USAGE;
}

static int list(struct cli *x, struct store *st, struct err *e) {
    struct buf b = {0};
    struct span header;
    json_t *asks = NULL;
    int rc = header_of(x, &header, e);

    if (rc) return rc;
    if ((rc = asks_json(x, st, header, &asks, e)) < 0) return rc;
    if (opt_value(&x->v, "json")) {
        cmd_json(asks);
    } else {
        tell(&b, &x->term, asks);
        cmd_write(&b);
    }
    json_decref(asks);
    return 0;
}

/* ---- export ---- */

static int export_one(struct cli *x, struct store *st, const struct ask *ask,
                      const struct stamps *s, const char *dir, struct buf *said, struct err *e) {
    struct buf query = {0};
    uint8_t digest[HASH_BYTES], nonce[NONCE_BYTES];
    int rc = 0;

    if (!hash_read(span_of(ask->digest), digest) ||
        !hex_read(span_of(ask->nonce), nonce, sizeof nonce))
        return err_set(e, RC_SYNTAX, "an ask without digest or nonce");
    tsp_request(digest, nonce, &query);
    rc = write_in(x, dir, "checkpoint.txt", span_of(ask->text), e);
    if (rc == 0) rc = write_in(x, dir, "checkpoint.tsq", buf_span(&query), e);
    buf_fini(&query);
    for (size_t i = 0; i < s->stamp.n && rc == 0; i++) {
        uint8_t sha[HASH_BYTES];
        struct span bytes;
        const char *name;

        if (strcmp(s->stamp.v[i].digest, ask->digest) != 0 ||
            !hash_read(span_of(s->stamp.v[i].sha256), sha))
            continue;
        if ((rc = blob_get(st, x->a, sha, &bytes, e)) < 0) break;
        name = arena_printf(x->a, "%.12s.%s", s->stamp.v[i].sha256, ots_is(bytes) ? "ots" : "tsr");
        if ((rc = write_in(x, dir, name, bytes, e)) < 0) break;
        if (ots_is(bytes))
            buf_printf(said, "ots verify -f checkpoint.txt %s\n", name);
        else
            buf_printf(
                said, "openssl ts -verify -queryfile checkpoint.tsq -in %s -CAfile AUTHORITY.pem\n",
                name);
    }
    return rc;
}

static int export(struct cli *x, struct store *st, struct err *e) {
    const char *dir = x->v.arg[2];
    struct stamps s = {0};
    struct buf said = {0};
    int rc = read_stamps(x, st, &s, e);

    if (rc == 0) rc = make_folder(dir, e);
    for (size_t i = 0; i < s.ask.n && rc == 0; i++) {
        const char *sub =
            s.ask.n == 1 ? dir : arena_printf(x->a, "%s/%.12s", dir, s.ask.v[i].digest);

        if ((rc = make_folder(sub, e)) == 0) rc = export_one(x, st, &s.ask.v[i], &s, sub, &said, e);
    }
    if (rc == 0)
        cmd_write(&said);
    else
        buf_fini(&said);
    return rc;
}

/* ---- the command ---- */

static int run(struct cli *x, struct err *e) {
    static const struct {
        const char *name;
        size_t least, most;
        enum store_mode mode;
        int (*run)(struct cli *, struct store *, struct err *);
    } verb[] = {{"request", 3, 3, STORE_WRITE, request},
                {"add", 3, SIZE_MAX, STORE_WRITE, add},
                {"list", 2, 2, STORE_READ, list},
                {"export", 3, 3, STORE_READ, export}};
    struct store *st = NULL;
    int rc;

    for (size_t i = 0; i < sizeof verb / sizeof *verb; i++) {
        if (strcmp(x->v.arg[0], verb[i].name) != 0) continue;
        if (x->v.n < verb[i].least || x->v.n > verb[i].most) return usage(e);
        if ((rc = store_open(&st, x->v.arg[1], verb[i].mode, e)) < 0) return rc;
        secret_few(x, st);
        rc = verb[i].run(x, st, e);
        store_close(st);
        return rc;
    }
    return usage(e);
}

static const char *const words[] = {"request", "add", "list", "export", NULL};
static const struct opt_arg args[] = {
    {"ACTION", OPT_WORD, false, false, words, "what to do"},
    {"CASE", OPT_FILE, false, false, NULL, "the case"},
    {"FILE", OPT_OUT, true, true, NULL,
     "a folder to write to (request, export), or proofs that came back (add)"},
    {0},
};
static const struct opt options[] = {
    {"header", 0, OPT_TEXT, "HEX", NULL,
     "of list: a block's header, to look for the Merkle root in it"},
    CMD_JSON,
    {0},
};
const struct cmd cmd_stamp = {
    .opt = {.name = "stamp",
            .group = "Keep safe",
            .summary = "show by the clocks of others that a case was so at a time",
            .about = "request writes the case's checkpoints and a request for time-stamp "
                     "authorities (RFC 3161); a person "
                     "carries them, since headcount sends nothing. add takes what comes back: "
                     "replies of authorities, and "
                     "OpenTimestamps proofs of the checkpoints. Each is read before it is kept, "
                     "and one that is no answer "
                     "to what was asked is refused. list says what each proves; export writes the "
                     "proofs, and prints the "
                     "commands by which anybody can check them without headcount.",
            .example = "headcount stamp request vladivostok.hc /media/stick",
            .args = args,
            .options = options},
    .run = run,
};
