/* SPDX-License-Identifier: Apache-2.0 */
/* Promise 2: losing one key loses nothing, and a custodian can be revoked for what is sealed later. */
#include "t_vault.h"

static struct box_pair a, b;

static void begin(struct fix *f) {
    t_add(f, &a, "desk");
    t_add(f, &b, "lawyer");
    import_ok(f, put(f, "sources.csv", SOURCES));
}

static void end(void) {
    box_pair_fini(&a);
    box_pair_fini(&b);
}

static void either_key_opens_everything(void **state) {
    struct fix *f = *state;

    begin(f);
    assert_ok(t_set(f, "eye", IDENTITY_NAME, "Jane"), f->e);
    assert_ok(t_set(f, "eye", IDENTITY_CONTACT, "+850 2 381"), f->e);
    box_pair_fini(&a); /* the key is lost */
    assert_string_equal(t_show(f, "eye", IDENTITY_NAME, &b), "Jane");
    assert_string_equal(t_show(f, "eye", IDENTITY_CONTACT, &b), "+850 2 381");
    end();
}

/* The twin: sealed for one key, the other does not open it. */
static void a_key_that_was_not_there_opens_nothing(void **state) {
    struct fix *f = *state;
    struct box_pair other;

    begin(f);
    box_pair_new(&other);
    assert_ok(t_set(f, "eye", IDENTITY_NAME, "Jane"), f->e);
    assert_null(t_show(f, "eye", IDENTITY_NAME, &other));
    assert_int_equal(f->e.rc, RC_LOCKED);
    memcpy(other.open, a.open, BOX_KEY); /* claiming to be another does not help */
    assert_null(t_show(f, "eye", IDENTITY_NAME, &other));
    box_pair_fini(&other);
    end();
}

static void a_revoked_key_opens_old_values_only(void **state) {
    struct fix *f = *state;

    begin(f);
    assert_ok(t_set(f, "eye", IDENTITY_NAME, "old"), f->e);
    assert_ok(t_revoke(f, "desk"), f->e);
    assert_ok(t_set(f, "eye", IDENTITY_NOTE, "new"), f->e);
    assert_string_equal(t_show(f, "eye", IDENTITY_NAME, &a), "old");
    assert_null(t_show(f, "eye", IDENTITY_NOTE, &a));
    assert_int_equal(f->e.rc, RC_LOCKED);
    assert_string_equal(t_show(f, "eye", IDENTITY_NAME, &b), "old");
    assert_string_equal(t_show(f, "eye", IDENTITY_NOTE, &b), "new");
    assert_int_equal(t_custody(f).active, 1);
    assert_int_equal(t_revoke(f, "desk"), RC_CONFLICT);
    assert_int_equal(t_try_add(f, &a, "desk again"), RC_CONFLICT); /* for good */
    assert_ok(t_revoke(f, "lawyer"), f->e);
    assert_int_equal(t_set(f, "eye", IDENTITY_NOTE, "newer"), RC_NOTFOUND);
    end();
}

static void a_key_is_named_by_its_beginning_too(void **state) {
    struct fix *f = *state;
    char text[BOX_BASE64(BOX_KEY)];
    struct box_pair c;

    begin(f);
    t_add(f, &c, "desk"); /* two of one name */
    assert_int_equal(t_revoke(f, "desk"), RC_CONFLICT);
    assert_int_equal(t_revoke(f, "nobody"), RC_NOTFOUND);
    box_base64((struct span){(const char *)c.open, BOX_KEY}, text);
    text[5] = 0;
    assert_int_equal(t_revoke(f, text), RC_NOTFOUND); /* too short to be meant */
    box_base64((struct span){(const char *)c.open, BOX_KEY}, text);
    text[8] = 0;
    assert_ok(t_revoke(f, text), f->e);
    assert_ok(t_revoke(f, "desk"), f->e);
    assert_int_equal(t_custody(f).active, 1);
    box_pair_fini(&c);
    end();
}

static void keys_that_are_none_are_refused(void **state) {
    struct fix *f = *state;
    struct box_pair zero = {{0}, NULL}, good;
    uint8_t key[HASH_BYTES];
    struct span name;
    struct buf line = {0};

    assert_int_equal(t_try_add(f, &zero, "all zeros"), RC_RANGE);
    box_pair_new(&good);
    assert_int_equal(t_try_add(f, &good, ""), RC_RANGE);
    assert_int_equal(t_try_add(f, &good, "two\nlines"), RC_RANGE);
    custody_line(good.open, SPAN("the desk"), &line);
    assert_ok(custody_read(buf_span(&line), key, &name, &f->e), f->e);
    assert_memory_equal(key, good.open, BOX_KEY);
    assert_true(span_is(name, "the desk"));
    for (size_t i = 0; i + 9 < line.n; i++)
        assert_true(custody_read((struct span){line.p, i}, key, &name, &f->e) < 0);
    buf_fini(&line);
    for (int i = 0; i < CUSTODY_MAX; i++) {
        struct box_pair one;

        t_add(f, &one, "one of many");
        box_pair_fini(&one);
    }
    assert_int_equal(t_try_add(f, &good, "one too many"), RC_LIMIT);
    box_pair_fini(&good);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(either_key_opens_everything),         TEST(a_key_that_was_not_there_opens_nothing),
        TEST(a_revoked_key_opens_old_values_only), TEST(a_key_is_named_by_its_beginning_too),
        TEST(keys_that_are_none_are_refused),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
