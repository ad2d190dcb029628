/* SPDX-License-Identifier: Apache-2.0 */
/* What photographs name, sealed in the vault of a case. The pictures are made here by ffmpeg and exiftool; all of it
 * as nobody, in a case with one source. */
#include "canary.h"
#include "ledger/identity.h"
#include "ledger/ledger.h"
#include "media/safe.h"
#include "t_studio.h"

#include <sys/stat.h>

static void add(struct studio *s, const char *name) {
    struct err e;

    media_result_fini(&s->r);
    assert_ok(media_add(s->st, &s->a, name, &s->tools, &s->o, &s->r, &e), e);
}

static void assert_verified(struct studio *s) {
    struct ledger_verdict v;
    struct err e;

    assert_ok(ledger_verify(s->st, &v, &e), e);
    if (v.broken) fail_msg("entry %lld: %s", (long long)v.seq, v.reason);
}

static void custodian(struct studio *s, struct box_pair *key, const char *name) {
    struct custody c;
    struct err e;

    box_pair_new(key);
    assert_ok(custody_load(s->st, &s->a, &c, &e), e);
    assert_ok(store_begin(s->st, &e), e);
    assert_ok(ledger_end(s->st, custody_add(s->st, &c, key->open, span_of(name), NOW, &e), &e), e);
}

/* What a key opens of the only thing that is sealed of the source, or p NULL. */
static struct span opened(struct studio *s, const struct box_pair *key) {
    struct identity_list l;
    struct span is = {0};
    size_t n = 0;
    struct err e;
    char *p;

    assert_ok(identity_load(s->st, &s->a, SPAN("gate"), &l, &e), e);
    assert_int_equal(l.v.n, 1);
    assert_int_equal(l.v.v[0].field, IDENTITY_MEDIA);
    assert_string_equal(l.v.v[0].media.p, hash_hex(s->r.sha).s);
    if (vault_open(s->st, l.v.v[0].commitment, key, &p, &n, &e) < 0) return is;
    is = arena_span(&s->a, (struct span){p, n});
    box_free(p);
    return is;
}

static void assert_vault(struct studio *s, int64_t boxes, int64_t forgotten) {
    struct vault_verdict v;
    struct err e;

    assert_ok(vault_check(s->st, &v, &e), e);
    if (v.broken) fail_msg("%s", v.reason);
    assert_int_equal(v.boxes, boxes);
    assert_int_equal(v.forgotten, forgotten);
}

/* A photograph with coordinates and a serial number, in the case file's vault and nowhere else in it. */
static void what_it_names_opens_to_each_custodian_and_is_nowhere_else(void **state) {
    static const char place[] = "43.1177";
    struct canary serial = canary_new(), area = canary_new();
    struct studio *s = *state;
    struct box_pair key[2], stranger;
    char command[512];
    struct forget_tally gone;
    struct media_safe safe;
    struct err e;

    need(s, MEDIA_FRAMES);
    need(s, MEDIA_EXIF);
    make("-f lavfi -i testsrc=size=320x180 -frames:v 1 -update 1 a.jpg");
    snprintf(command, sizeof command,
             "exiftool -q -overwrite_original -GPSLatitude=43.11779935 -GPSLatitudeRef=N "
             "-GPSAreaInformation=%s -SerialNumber=%s a.jpg",
             area.s, serial.s);
    assert_int_equal(system(command), 0);                     /* NOLINT: words of this file */
    assert_int_equal(media_safe(&safe, s->st, &s->a, &e), 0); /* nobody to seal to */
    custodian(s, &key[0], "desk");
    custodian(s, &key[1], "lawyer");
    box_pair_new(&stranger);
    assert_int_equal(media_safe(&safe, s->st, &s->a, &e), 1);
    s->o.vault = &safe.vault;
    add(s, "a.jpg");
    assert_true(s->r.sealed);
    for (size_t i = 0; i < 2; i++) {
        struct span is = opened(s, &key[i]);

        assert_true(canary_scan(is, serial.s) > 0 && canary_scan(is, area.s) > 0);
        assert_true(canary_count(is, place, sizeof place - 1) > 0);
    }
    assert_null(opened(s, &stranger).p);
    assert_vault(s, 1, 0);
    assert_verified(s);
    assert_int_equal(canary_scan_folder(s->dir, serial.s),
                     1); /* the photograph itself: the scan sees */
    assert_int_equal(canary_scan_folder(s->dir, area.s), 1);
    assert_int_equal(canary_count(read_file(s, "case.hc"), place, sizeof place - 1), 0);
    assert_ok(forget_source(s->st, &s->a, SPAN("gate"), NOW, &gone, &e), e);
    assert_int_equal(gone.boxes, 1);
    assert_null(opened(s, &key[0]).p);
    assert_vault(s, 0, 1);
    assert_verified(s);
    for (size_t i = 0; i < 2; i++) box_pair_fini(&key[i]);
    box_pair_fini(&stranger);
}

static void a_sealed_value_that_was_taken_out_of_the_vault_is_missed(void **state) {
    struct studio *s = *state;
    struct vault_verdict v;
    struct media_safe safe;
    struct box_pair key;
    struct err e;

    need(s, MEDIA_FRAMES);
    need(s, MEDIA_EXIF);
    make("-f lavfi -i testsrc=size=320x180 -frames:v 1 -update 1 a.jpg");
    assert_int_equal(system("exiftool -q -overwrite_original -Make=" CANARY " a.jpg"), 0);
    custodian(s, &key, "desk");
    assert_int_equal(media_safe(&safe, s->st, &s->a, &e), 1);
    s->o.vault = &safe.vault;
    add(s, "a.jpg");
    assert_vault(s, 1, 0);
    assert_ok(store_exec(s->st, "DELETE FROM vault", &e), e);
    assert_ok(vault_check(s->st, &v, &e), e);
    assert_true(v.broken);
    box_pair_fini(&key);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, enter, leave)
        T(what_it_names_opens_to_each_custodian_and_is_nowhere_else),
        T(a_sealed_value_that_was_taken_out_of_the_vault_is_missed),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    become_nobody();
    umask(022);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
