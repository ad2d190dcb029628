/* SPDX-License-Identifier: Apache-2.0 */
/* Promise 8, of small files: maps of columns, and proofs of time stamps. What their caged readers say is what is read without a cage, of what
 * may come through the pipe instead nothing is believed, and where there is no cage they are not read. All of it as nobody. */
#include "cage/form.h"
#include "cli/shut_proof.h"
#include "ingest/maptree.h"
#include "ingest/shut_run.h"
#include "t_cage.h"
#include "t_ingest.h"

#include <sys/mman.h>
#include <sys/wait.h>

#define MAP                                                                                        \
    "map: 1\nfile: {separator: ';', empty: [n/a, '-']}\nignore: [Remarks]\nemit:\n- sheet: "       \
    "sources\n  set: {id: 'S-{Nr|slug}', kind: observer}\n  columns: {label: Naam}\n"              \
    "  values: {kind: {x: press}}\n"

/* Changes each bit of a form, and cuts it at each length; `take` says whether it was refused, and fails where it is neither that nor harmless. */
static void lies(struct span form, bool (*take)(struct span form, void *ctx), void *ctx) {
    size_t refused = 0;
    char *p;

    assert_false(take(form, ctx));
    for (size_t i = 0; i < form.n * 8; i++) {
        p = malloc(form.n);
        memcpy(p, form.p, form.n);
        p[i / 8] ^= (char)(1 << i % 8);
        refused += take((struct span){p, form.n}, ctx);
        free(p);
    }
    assert_true(refused > form.n);
    for (size_t n = 0; n < form.n; n++) {
        p = malloc(n + 1); /* no byte behind it can be read */
        memcpy(p + 1, form.p, n);
        assert_true(take((struct span){p + 1, n}, ctx));
        free(p);
    }
}

/* ---- maps ---- */

static void a_map_comes_back_word_for_word_and_fault_by_fault(void **state) {
    static const char *const texts[] = {
        MAP,
        "map: 1",
        "a word",
        "[a, [b, {c: d, '': ''}], {}, []]",
        "{a: 1, a: 2}",
        "a: &x 1\nb: *x\n",
        "a: [1\n",
        "\xff\xfe\xff: 1",
        "",
        "[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]",
        "[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]",
        "\xd0\xa1\xd1\x82\xd1\x80\xd0\xb0\xd0\xbd\xd0\xb0: \xf0\x9f\x9b\xab"};
    struct fix *f = *state;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        json_t *open = NULL, *shut = NULL;
        struct err e = {0};
        int rc = maptree_read(span_of(texts[i]), &open, &e),
            again = shut_map(&f->a, span_of(texts[i]), &shut, &f->e);

        if (rc != again) fail_msg("%s: %s; %s", texts[i], e.text, f->e.text);
        if (rc < 0) assert_string_equal(e.text, f->e.text);
        if (rc == 0) {
            char *x = json_dumps(open, JSON_ENCODE_ANY), *y = json_dumps(shut, JSON_ENCODE_ANY);

            assert_string_equal(x, y); /* in the order of the map, too */
            free(x);
            free(y);
        }
        json_decref(open);
        json_decref(shut);
    }
}

static size_t values_in(const json_t *v, int depth) {
    size_t n = 1, i;
    const char *key;
    json_t *of;

    assert_true(depth <= MAPTREE_DEPTH);
    assert_true(json_is_string(v) || json_is_array(v) || json_is_object(v));
    if (json_is_array(v)) json_array_foreach(v, i, of) n += values_in(of, depth + 1);
    if (json_is_object(v))
        json_object_foreach((json_t *)(uintptr_t)v, key, of) n += values_in(of, depth + 1);
    return n;
}

static bool take_map(struct span form, void *ctx) {
    struct fix *f = ctx;
    json_t *tree = NULL;
    int rc = shut_map_form(&f->a, form, &tree, &f->e);

    if (rc == 0) assert_true(values_in(tree, 0) <= MAPTREE_NODES);
    json_decref(tree);
    return rc < 0;
}

static void a_map_that_lies_is_refused_or_harmless(void **state) {
    struct fix *f = *state;
    struct span form;

    assert_ok(shut_bytes(&f->a, SHUT_MAP, NULL, SPAN(MAP), &form, &f->e), f->e);
    lies(form, take_map, f);
}

/* ---- proofs ---- */

#define MAGIC "\0OpenTimestamps\0\0Proof\0\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08"
#define PENDING "\x00\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e\x12\x11https://cal.tests"
#define BITCOIN "\x00\x05\x88\x96\x0d\x73\xd7\x19\x01\x03\xa0\x8d\x06"
#define BYTES(s) ((struct span){s, sizeof s - 1})

/* Ends of every kind, by OpenSSL's hashes (02, 03) and one that is not replayed (67). */
static struct span ots_sample(struct fix *f) {
    struct buf b = {0};
    struct span s;

    buf_add(&b, BYTES(MAGIC));
    for (int i = 0; i < 32; i++) buf_putc(&b, (char)(i * 7 + 1));
    buf_add(&b, BYTES("\xff" PENDING "\xff\x02" BITCOIN "\xff\x03" BITCOIN "\xff\x67" BITCOIN
                      "\xf0\x04salt\x08"
                      "\x00"
                      "12345678\x02xy"));
    s = arena_span(&f->a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static void an_ots_proof_comes_back_as_it_was_read(void **state) {
    struct fix *f = *state;
    struct span s = ots_sample(f);
    struct ots open, shut;

    assert_ok(ots_read(&f->a, s, &open, &f->e), f->e);
    assert_ok(shut_ots(&f->a, s, &shut, &f->e), f->e);
    assert_memory_equal(open.digest, shut.digest, sizeof open.digest);
    assert_int_equal(open.leaf.n, 5);
    assert_int_equal(shut.leaf.n, 5);
    for (size_t i = 0; i < 5; i++) {
        const struct ots_leaf *x = &open.leaf.v[i], *y = &shut.leaf.v[i];

        assert_true(x->kind == y->kind && x->height == y->height);
        assert_true(span_eq(x->message, y->message) && span_eq(x->uri, y->uri));
        assert_memory_equal(x->tag, y->tag, sizeof x->tag);
        assert_string_equal(x->why ? x->why : "", y->why ? y->why : "");
        assert_int_equal(!x->why, !y->why);
    }
    for (size_t n = 0; n < s.n; n += 11) {
        struct err e;
        struct span cut = {s.p, n};
        int rc = ots_read(&f->a, cut, &open, &e);

        assert_int_equal(shut_ots(&f->a, cut, &shut, &f->e), rc);
        assert_string_equal(f->e.text, e.text);
    }
}

static int shell(struct fix *f, const char *command) {
    return system(arena_printf(&f->a, "cd %s && (%s) >log 2>&1", f->dir,
                               command)); /* NOLINT: words of this test */
}

static struct span reply_sample(struct fix *f) {
    static const uint8_t digest[32] = {1, 2, 3}, nonce[8] = {4, 5, 6, 7, 8, 9, 10, 11};
    struct buf b = {0};
    struct span s;
    FILE *in;

    tsp_request(digest, nonce, &b);
    put_bytes(f, "q.tsq", buf_span(&b));
    put(f, "tsa.cnf",
        "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_digest=sha256\ndefault_policy=1.2.3.4\n"
        "digests=sha256\ncrypto_device=builtin\n");
    put(f, "serial", "01\n");
    assert_int_equal(shell(f, "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out "
                              "cert.pem -days 30 -subj '/CN=test authority' -addext "
                              "extendedKeyUsage=critical,timeStamping && openssl ts -reply -config "
                              "tsa.cnf -section t -queryfile q.tsq -signer cert.pem "
                              "-inkey key.pem -out r.tsr"),
                     0);
    b.n = 0;
    in = fopen(path_of(f, "r.tsr"), "rbe");
    assert_non_null(in);
    for (int c; (c = fgetc(in)) != EOF;) buf_putc(&b, (char)c);
    fclose(in);
    s = arena_span(&f->a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static void a_reply_comes_back_as_it_was_read(void **state) {
    struct fix *f = *state;
    struct span der = reply_sample(f);
    struct tsp_reply open, shut;
    struct err e;

    assert_ok(shut_reply(&f->a, der, &shut, &f->e), f->e);
    assert_ok(tsp_read(&f->a, der, &open, &f->e), f->e);
    assert_true(open.granted && open.signature && open.has_nonce);
    assert_true(shut.granted && shut.signature && shut.has_nonce && !shut.modified);
    assert_memory_equal(open.digest, shut.digest, sizeof open.digest);
    assert_memory_equal(open.nonce, shut.nonce, sizeof open.nonce);
    assert_true(open.ms == shut.ms && span_eq(open.policy, shut.policy));
    assert_true(span_eq(open.serial, shut.serial) && span_eq(open.signer, shut.signer));
    assert_true(span_is(shut.signer, "/CN=test authority"));
    for (size_t n = 0; n < der.n; n += 97) {
        int rc = tsp_read(&f->a, (struct span){der.p, n}, &open, &e);

        assert_int_equal(shut_reply(&f->a, (struct span){der.p, n}, &shut, &f->e), rc);
        assert_string_equal(f->e.text, e.text);
    }
}

/* What an authority writes into its refusal is a stranger's, and a terminal shows it. */
static void what_a_refusal_says_holds_no_control_characters(void **state) {
    static const char *const words[] = {"no \x1b[2Jsuch", "no", "\xff"};
    struct fix *f = *state;

    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(words[i]);
        struct tsp_reply r;
        struct buf b = {0};

        buf_printf(&b, "%c%c%c%c", 0x30, (int)(n + 9), 0x30, (int)(n + 7));
        buf_add(&b, BYTES("\x02\x01\x02\x30"));
        buf_printf(&b, "%c%c%c%s", (int)(n + 2), 0x0c, (int)n, words[i]);
        assert_ok(shut_reply(&f->a, buf_span(&b), &r, &f->e), f->e);
        assert_false(r.granted);
        if (!span_is(r.refused, i == 1 ? "no" : "rejection"))
            fail_msg("%zu: %.*s", i, SPAN_ARG(r.refused));
        buf_fini(&b);
    }
}

/* A form as the child would write it. */
static struct span written(struct fix *f, struct form_pen *w) {
    struct span s;
    char *p;

    form_flush(w);
    s.n = (size_t)lseek(w->fd, 0, SEEK_END);
    p = arena_alloc(&f->a, s.n, 1);
    assert_int_equal(pread(w->fd, p, s.n, 0), s.n);
    s.p = p;
    close(w->fd);
    form_end(w);
    return s;
}

static bool take_ots(struct span form, void *ctx) {
    struct fix *f = ctx;
    struct ots o;
    int rc = shut_ots_form(&f->a, form, &o, &f->e);

    for (size_t i = 0; rc == 0 && i < o.leaf.n; i++) {
        const struct ots_leaf *l = &o.leaf.v[i];

        assert_true(l->kind <= OTS_UNKNOWN && l->message.n <= OTS_MESSAGE);
        assert_true(l->message.p >= form.p && l->message.p + l->message.n <= form.p + form.n);
        assert_true(l->uri.p[l->uri.n] == 0);
    }
    return rc < 0;
}

static bool take_reply(struct span form, void *ctx) {
    struct fix *f = ctx;
    struct tsp_reply r;
    int rc = shut_reply_form(&f->a, form, &r, &f->e);

    if (rc == 0) assert_true(r.ms > INT64_C(-62135596800001) && r.ms < INT64_C(253402300800000));
    return rc < 0;
}

static void proofs_that_lie_are_refused_or_harmless(void **state) {
    static const char bytes[32] = "of a digest";
    struct fix *f = *state;
    struct form_pen w = {.fd = memfd_create("form", MFD_CLOEXEC)};

    form_code(&w, 0, NULL);
    form_text(&w, (struct span){bytes, 32}, false);
    form_number(&w, 1);
    form_number(&w, OTS_PENDING);
    form_long(&w, 0);
    form_text(&w, SPAN("message"), false);
    form_text(&w, SPAN("https://cal.tests"), false);
    form_text(&w, (struct span){bytes, 8}, false);
    form_word(&w, "");
    lies(written(f, &w), take_ots, f);
    w = (struct form_pen){.fd = memfd_create("form", MFD_CLOEXEC)};
    form_code(&w, 0, NULL);
    for (int i = 0; i < 4; i++) form_number(&w, i != 1);
    form_text(&w, (struct span){bytes, 32}, false);
    form_text(&w, (struct span){bytes, 8}, false);
    form_long(&w, NOW);
    for (int i = 0; i < 5; i++) form_word(&w, "words");
    lies(written(f, &w), take_reply, f);
}

/* ---- without a cage ---- */

static int try_map(struct fix *f) {
    const char *sheet = put(f, "theirs.csv", "Nr;Naam;Remarks\n1;An eye;x\n");

    f->o.map = put(f, "map.yaml", MAP);
    return import(f, sheet);
}

static int try_ots(struct fix *f) {
    struct ots o;

    return shut_ots(&f->a, ots_sample(f), &o, &f->e);
}

static int try_reply(struct fix *f) {
    struct tsp_reply r;

    return shut_reply(&f->a, SPAN("0"), &r, &f->e);
}

static void without_a_cage_no_small_file_is_read(void **state) {
    static int (*const tries[])(struct fix * f) = {try_map, try_ots, try_reply};
    struct fix *f = *state;

    for (size_t i = 0; i < 3; i++) {
        int status;
        pid_t child = fork();

        assert_true(child >= 0);
        if (child == 0) {
            if (!lose_call(SYS_seccomp)) _exit(10);
            _exit(tries[i](f) == RC_IO && entries(f, "row") == 0 ? 0 : 11);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    assert_ok(try_map(f), f->e); /* and where there is one they are */
    assert_int_equal(entries(f, "row"), 1);
    assert_ok(try_ots(f), f->e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(a_map_comes_back_word_for_word_and_fault_by_fault),
        T(a_map_that_lies_is_refused_or_harmless),
        T(an_ots_proof_comes_back_as_it_was_read),
        T(a_reply_comes_back_as_it_was_read),
        T(what_a_refusal_says_holds_no_control_characters),
        T(proofs_that_lie_are_refused_or_harmless),
        T(without_a_cage_no_small_file_is_read),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    become_nobody();
    umask(022);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
