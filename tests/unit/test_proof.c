/* SPDX-License-Identifier: Apache-2.0 */
/* Time stamps: proofs made here byte by byte and by the openssl program, good and broken. */
#include "base/hash.h"
#include "proof/ots.h"
#include "proof/tsp.h"
#include "t.h"

#include <stdlib.h>
#include <unistd.h>

#define MAGIC "\0OpenTimestamps\0\0Proof\0\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08"
#define BITCOIN "\x00\x05\x88\x96\x0d\x73\xd7\x19\x01"
#define PENDING "\x00\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e"

static uint8_t digest[32];

static void begin(struct buf *b) {
    for (size_t i = 0; i < sizeof digest; i++) digest[i] = (uint8_t)(i * 7 + 1);
    buf_add(b, (struct span){MAGIC, sizeof MAGIC - 1});
    buf_add(b, (struct span){(const char *)digest, sizeof digest});
}

static int read_ots(struct arena *a, const struct buf *b, struct ots *o, struct err *e) {
    return ots_read(a, buf_span(b), o, e);
}

static char folder[] = "/tmp/headcount-proof-XXXXXX";

static int shell(const char *command) {
    char line[2048];

    snprintf(line, sizeof line, "cd %s && (%s) >log 2>&1", folder, command);
    return system(line); /* NOLINT: words of this test */
}

static struct span file(struct arena *a, const char *name) {
    char path[256];
    struct buf b = {0};
    struct span s;
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "rb");
    assert_non_null(f);
    for (int c; (c = fgetc(f)) != EOF;) buf_putc(&b, (char)c);
    fclose(f);
    s = arena_span(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static void write_file(const char *name, struct span s) {
    char path[256];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "wb");
    assert_non_null(f);
    fwrite(s.p, 1, s.n, f);
    assert_int_equal(fclose(f), 0);
}

/* append, sha256, then two ends: a calendar's promise, and a block after prepend and sha256. */
static void a_proof_is_replayed_to_the_root_of_its_block(void **state) {
    struct buf b = {0}, m = {0};
    struct arena a;
    struct ots o;
    struct err e;
    uint8_t one[32], two[32], header[80] = {0};
    int64_t time_s = 0;

    (void)state;
    arena_init(&a, (size_t)1 << 22);
    begin(&b);
    buf_add(&b, SPAN("\xf0\x03"
                     "abc"
                     "\x08"
                     "\xff"));
    buf_add(&b, (struct span){PENDING "\x0b\x0a"
                                      "https://a.",
                              sizeof PENDING - 1 + 12});
    buf_add(&b, SPAN("\xf1\x02"
                     "xy"
                     "\x08"));
    buf_add(&b, (struct span){BITCOIN "\x03\xc7\xef\x15", sizeof BITCOIN - 1 + 4});
    assert_int_equal(read_ots(&a, &b, &o, &e), 0);
    assert_int_equal(o.leaf.n, 2);
    assert_memory_equal(o.digest, digest, 32);

    buf_add(&m, (struct span){(const char *)digest, 32});
    buf_add(&m, SPAN("abc"));
    hash_of(buf_span(&m), one);
    assert_int_equal(o.leaf.v[0].kind, OTS_PENDING);
    assert_true(span_is(o.leaf.v[0].uri, "https://a."));
    assert_memory_equal(o.leaf.v[0].message.p, one, 32);
    m.n = 0;
    buf_add(&m, SPAN("xy"));
    buf_add(&m, (struct span){(const char *)one, 32});
    hash_of(buf_span(&m), two);
    assert_int_equal(o.leaf.v[1].kind, OTS_BITCOIN);
    assert_int_equal(o.leaf.v[1].height, 0x15 << 14 | 0x6f << 7 | 0x47); /* varuint c7 ef 15 */
    assert_memory_equal(o.leaf.v[1].message.p, two, 32);

    memcpy(header + 36, two, 32);
    header[68] = 0x39, header[69] = 0x30;
    assert_true(ots_in_header(&o.leaf.v[1], header, &time_s));
    assert_int_equal(time_s, 12345);
    assert_false(ots_in_header(&o.leaf.v[0], header, &time_s));
    header[36] ^= 1;
    assert_false(ots_in_header(&o.leaf.v[1], header, &time_s));
    buf_fini(&b);
    buf_fini(&m);
    arena_fini(&a);
}

static void a_proof_that_is_cut_or_changed_is_refused_or_leads_elsewhere(void **state) {
    struct buf b = {0};
    struct arena a;
    struct ots o, whole;
    struct err e;
    size_t refused = 0;

    (void)state;
    arena_init(&a, (size_t)64 << 20);
    begin(&b);
    buf_add(&b, SPAN("\xf0\x03"
                     "abc"
                     "\x08"));
    buf_add(&b, (struct span){BITCOIN "\x03\xc7\xef\x15", sizeof BITCOIN - 1 + 4});
    assert_int_equal(read_ots(&a, &b, &whole, &e), 0);
    for (size_t n = 0; n < b.n; n++) assert_true(ots_read(&a, (struct span){b.p, n}, &o, &e) < 0);
    for (size_t i = 0; i < b.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            b.p[i] = (char)(b.p[i] ^ (1 << bit));
            if (read_ots(&a, &b, &o, &e) < 0)
                refused++;
            else
                assert_true(memcmp(o.digest, whole.digest, 32) != 0 ||
                            o.leaf.v[0].kind != OTS_BITCOIN ||
                            o.leaf.v[0].height != whole.leaf.v[0].height ||
                            !span_eq(o.leaf.v[0].message, whole.leaf.v[0].message));
            b.p[i] = (char)(b.p[i] ^ (1 << bit));
        }
    assert_true(refused > 100);
    buf_putc(&b, '\0');
    assert_int_equal(read_ots(&a, &b, &o, &e), RC_SYNTAX);
    assert_non_null(strstr(e.text, "behind the end"));
    buf_fini(&b);
    arena_fini(&a);
}

static void older_hashes_are_gone_as_openssl_goes_them(void **state) {
    static const char *const name[] = {"sha1", "ripemd160"};
    struct buf b = {0};
    struct arena a;
    struct ots o;
    struct err e;

    (void)state;
    arena_init(&a, (size_t)8 << 20);
    for (int i = 0; i < 2; i++) {
        char command[128];

        b.n = 0;
        begin(&b);
        buf_putc(&b, (char)(2 + i));
        buf_add(&b, (struct span){BITCOIN "\x01\x07", sizeof BITCOIN - 1 + 2});
        assert_int_equal(read_ots(&a, &b, &o, &e), 0);
        write_file("digest", (struct span){(const char *)digest, sizeof digest});
        snprintf(command, sizeof command, "openssl dgst -%s -binary -out hash digest", name[i]);
        assert_int_equal(shell(command), 0);
        assert_null(o.leaf.v[0].why);
        assert_true(span_eq(o.leaf.v[0].message, file(&a, "hash")));
    }
    buf_fini(&b);
    arena_fini(&a);
}

static void steps_that_are_not_gone_are_named(void **state) {
    struct buf b = {0};
    struct arena a;
    struct ots o;
    struct err e;

    (void)state;
    arena_init(&a, (size_t)8 << 20);
    begin(&b);
    buf_add(&b, SPAN("\xff\x67"));
    buf_add(&b, (struct span){BITCOIN "\x01\x07", sizeof BITCOIN - 1 + 2});
    buf_add(&b, SPAN("\x00"
                     "12345678"
                     "\x02"
                     "hi")); /* a tag of somebody else: kept */
    assert_int_equal(read_ots(&a, &b, &o, &e), 0);
    assert_int_equal(o.leaf.n, 2);
    assert_string_equal(o.leaf.v[0].why, "Keccak-256");
    assert_int_equal(o.leaf.v[0].message.n, 0);
    assert_int_equal(o.leaf.v[1].kind, OTS_UNKNOWN);
    assert_memory_equal(o.leaf.v[1].tag, "12345678", 8);

    b.n = 0;
    begin(&b);
    buf_add(&b, SPAN("\x42"));
    assert_int_equal(read_ots(&a, &b, &o, &e), RC_SYNTAX);
    b.n = 0;
    begin(&b);
    for (int i = 0; i < 300; i++) buf_putc(&b, '\x08');
    assert_int_equal(read_ots(&a, &b, &o, &e), RC_LIMIT);
    b.n = 0;
    begin(&b);
    for (int i = 0; i < 9; i++) buf_putc(&b, '\xf3'); /* 32 bytes, doubled each time */
    buf_add(&b, (struct span){BITCOIN "\x01\x07", sizeof BITCOIN - 1 + 2});
    assert_int_equal(read_ots(&a, &b, &o, &e), RC_LIMIT);
    buf_fini(&b);
    arena_fini(&a);
}

/* ---- an authority of our own, by the openssl program ---- */

static const char config[] =
    "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_digest=sha256\ndefault_policy=1.2.3.4\n"
    "other_policies=1.2.3.5\ndigests=sha256\naccuracy=secs:1\nordering=no\ntsa_name=no\n"
    "ess_cert_id_chain=no\ncrypto_device=builtin\n";

static int make_authority(void **state) {
    (void)state;
    if (!mkdtemp(folder)) return -1;
    write_file("tsa.cnf", SPAN(config));
    write_file("serial", SPAN("01\n"));
    return shell(
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 3650 -subj "
        "'/CN=test authority' -addext extendedKeyUsage=critical,timeStamping && openssl req -x509 "
        "-newkey "
        "rsa:2048 -nodes -keyout key2.pem -out cert2.pem -days 3650 -subj '/CN=web server'");
}

static int drop_authority(void **state) {
    (void)state;
    return shell("rm -f *") | rmdir(folder);
}

static void request(struct arena *a, uint8_t nonce[8]) {
    struct buf b = {0};

    (void)a;
    memset(nonce, 0xa5, 8);
    for (size_t i = 0; i < sizeof digest; i++) digest[i] = (uint8_t)(i * 7 + 1);
    tsp_request(digest, nonce, &b);
    assert_int_equal(b.n, 69);
    write_file("q.tsq", buf_span(&b));
    buf_fini(&b);
}

#define REPLY                                                                                      \
    "openssl ts -reply -config tsa.cnf -section t -queryfile q.tsq -signer cert.pem -inkey "       \
    "key.pem -out r.tsr"

static void openssl_reads_our_request_and_we_read_its_reply(void **state) {
    struct tsp_reply r;
    struct arena a;
    struct span der;
    struct err e;
    uint8_t nonce[8];

    (void)state;
    arena_init(&a, (size_t)8 << 20);
    request(&a, nonce);
    assert_int_equal(
        shell("openssl ts -query -in q.tsq -text | grep -q 'Certificate required: yes'"), 0);
    assert_int_equal(shell(REPLY), 0);
    der = file(&a, "r.tsr");
    assert_int_equal(tsp_read(&a, der, &r, &e), 0);
    assert_true(r.granted);
    assert_memory_equal(r.digest, digest, 32);
    assert_true(r.has_nonce);
    assert_int_equal(r.nonce[0], 0x25); /* the top bit is taken off */
    assert_memory_equal(r.nonce + 1, nonce + 1, 7);
    assert_true(span_is(r.policy, "1.2.3.4"));
    assert_true(r.ms > INT64_C(1700000000000));
    if (!r.signature) fail_msg("%.*s", SPAN_ARG(r.why));
    assert_true(span_is(r.signer, "/CN=test authority"));
    arena_fini(&a);
}

static void a_reply_that_was_changed_does_not_stand(void **state) {
    struct tsp_reply r, whole;
    struct arena a;
    struct span der;
    struct err e;
    uint8_t nonce[8];
    char *p;
    size_t refused = 0, unsigned_ = 0;

    (void)state;
    arena_init(&a, (size_t)512 << 20);
    request(&a, nonce);
    assert_int_equal(shell(REPLY), 0);
    der = file(&a, "r.tsr");
    assert_int_equal(tsp_read(&a, der, &whole, &e), 0);
    p = arena_dup(&a, der);
    for (size_t i = 0; i < der.n; i += 3) {
        p[i] ^= 0x10;
        if (tsp_read(&a, (struct span){p, der.n}, &r, &e) < 0)
            refused++;
        else if (!r.granted || !r.signature)
            unsigned_++;
        else /* a byte that says nothing of what was stamped, and when */
            assert_true(memcmp(r.digest, whole.digest, 32) == 0 && r.ms == whole.ms &&
                        memcmp(r.nonce, whole.nonce, 8) == 0);
        p[i] ^= 0x10;
    }
    assert_true(refused > 20 && unsigned_ > 100);
    for (size_t n = 0; n < der.n; n += 7)
        assert_true(tsp_read(&a, (struct span){p, n}, &r, &e) < 0);
    p = arena_alloc(&a, der.n + 1, 1);
    memcpy(p, der.p, der.n);
    assert_int_equal(tsp_read(&a, (struct span){p, der.n + 1}, &r, &e), RC_SYNTAX);
    arena_fini(&a);
}

static void a_refusal_a_bare_token_and_a_wrong_certificate_are_named(void **state) {
    struct tsp_reply r;
    struct arena a;
    struct err e;
    uint8_t nonce[8];

    (void)state;
    arena_init(&a, (size_t)8 << 20);
    request(&a, nonce);
    assert_int_equal(shell(REPLY " -token_out"), 0);
    assert_int_equal(tsp_read(&a, file(&a, "r.tsr"), &r, &e), RC_SYNTAX);
    assert_non_null(strstr(e.text, "bare"));
    assert_int_equal(
        shell("openssl ts -query -digest 00112233445566778899aabbccddeeff00112233 -sha1 -cert -out "
              "q.tsq && " REPLY),
        0); /* an algorithm that the authority does not take: it answers with a refusal */
    assert_int_equal(tsp_read(&a, file(&a, "r.tsr"), &r, &e), 0);
    assert_false(r.granted);
    assert_true(r.refused.n > 0);
    assert_int_equal(tsp_read(&a, SPAN("<html>503</html>"), &r, &e), RC_SYNTAX);
    arena_fini(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_proof_is_replayed_to_the_root_of_its_block),
        cmocka_unit_test(a_proof_that_is_cut_or_changed_is_refused_or_leads_elsewhere),
        cmocka_unit_test(older_hashes_are_gone_as_openssl_goes_them),
        cmocka_unit_test(steps_that_are_not_gone_are_named),
        cmocka_unit_test(openssl_reads_our_request_and_we_read_its_reply),
        cmocka_unit_test(a_reply_that_was_changed_does_not_stand),
        cmocka_unit_test(a_refusal_a_bare_token_and_a_wrong_certificate_are_named),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, make_authority, drop_authority);
}
