/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/pack.h"
#include "t.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define MIB ((size_t)1 << 20)

static const struct pack_limits usual = {
    .members = 100, .member_bytes = 8 * MIB, .total_bytes = 16 * MIB, .ratio = 100};

struct entry {
    const char *name, *text;
    size_t zeros; /* instead of a text */
    bool link, folder;
};

/* A ZIP of these entries in static memory: valid until the next call. */
static struct span zip_of(const struct entry *en, size_t n) {
    static char room[4 << 20];
    struct archive *w = archive_write_new();
    struct archive_entry *h = archive_entry_new();
    size_t used = 0;

    assert_int_equal(archive_write_set_format_zip(w), ARCHIVE_OK);
    assert_int_equal(archive_write_open_memory(w, room, sizeof room, &used), ARCHIVE_OK);
    for (size_t i = 0; i < n; i++) {
        size_t size = en[i].zeros ? en[i].zeros : strlen(en[i].text ? en[i].text : "");
        char *bytes = calloc(size + 1, 1);

        if (en[i].text) memcpy(bytes, en[i].text, size);
        archive_entry_clear(h);
        archive_entry_set_pathname(h, en[i].name);
        archive_entry_set_filetype(h, en[i].link ? AE_IFLNK : en[i].folder ? AE_IFDIR : AE_IFREG);
        archive_entry_set_perm(h, 0644);
        if (en[i].link)
            archive_entry_set_symlink(h, "elsewhere");
        else
            archive_entry_set_size(h, (la_int64_t)size);
        assert_int_equal(archive_write_header(w, h), ARCHIVE_OK);
        if (!en[i].link && size) assert_int_equal(archive_write_data(w, bytes, size), size);
        free(bytes);
    }
    archive_entry_free(h);
    assert_int_equal(archive_write_free(w), ARCHIVE_OK);
    return (struct span){room, used};
}

static char *find(struct span zip, const char *mark) {
    return memmem(zip.p, zip.n, mark, 4);
}

/* Reads with an arena of 64 KiB beyond `memory`, which aborts when more is taken. */
static int read_zip(struct span zip, const struct pack_limits *lim, size_t memory, struct err *e) {
    struct pack_member *m = NULL;
    struct arena a;
    size_t n = 0;
    int rc;

    arena_init(&a, memory + (64 << 10));
    rc = pack_zip(&a, zip, lim, &m, &n, e);
    arena_fini(&a);
    return rc;
}

static void refused(struct span zip, const struct pack_limits *lim, enum rc code, const char *why) {
    struct err e = {0};

    assert_int_equal(read_zip(zip, lim, 2 * MIB, &e), code);
    if (!strstr(e.text, why)) fail_msg("`%s` does not say `%s`", e.text, why);
}

static void zip_gives_every_member_in_order(void **state) {
    const struct entry en[] = {{"b/two.csv", .text = "2"},
                               {"a", .folder = true},
                               {"a/one.csv", .text = "one\n"},
                               {"empty", .text = ""}};
    struct pack_member *m = NULL;
    struct arena a;
    struct err e = {0};
    size_t n = 0;

    (void)state;
    arena_init(&a, MIB);
    assert_ok(pack_zip(&a, zip_of(en, 4), &usual, &m, &n, &e), e);
    assert_int_equal(n, 3);
    assert_true(span_is(m[0].name, "b/two.csv") && span_is(m[0].bytes, "2"));
    assert_true(span_is(m[1].name, "a/one.csv") && span_is(m[1].bytes, "one\n"));
    assert_true(span_is(m[2].name, "empty") && m[2].bytes.n == 0);
    arena_fini(&a);
}

static void zip_keeps_a_name_in_another_script(void **state) {
    const struct entry en = {"рейсы.csv", .text = "x"};
    struct pack_member *m = NULL;
    struct arena a;
    struct err e = {0};
    size_t n = 0;

    (void)state;
    arena_init(&a, MIB);
    assert_ok(pack_zip(&a, zip_of(&en, 1), &usual, &m, &n, &e), e);
    assert_int_equal(n, 1);
    assert_true(span_is(m[0].name, "рейсы.csv"));
    arena_fini(&a);
}

static void zip_refuses_a_large_member_before_its_memory_is_taken(void **state) {
    const struct entry en = {"zeros", .zeros = 64 * MIB};

    (void)state;
    refused(zip_of(&en, 1), &usual, RC_LIMIT,
            "member zeros: inflates to 67108864 bytes, the limit is 8388608");
}

static void zip_refuses_a_ratio_before_its_memory_is_taken(void **state) {
    const struct entry en = {"zeros", .zeros = 4 * MIB}, small = {"zeros", .zeros = MIB};
    struct err e = {0};

    (void)state;
    refused(zip_of(&en, 1), &usual, RC_LIMIT, "times its packed size, the limit is 100");
    assert_ok(read_zip(zip_of(&small, 1), &usual, MIB, &e), e); /* the first MiB is free */
}

static void zip_refuses_many_middling_members(void **state) {
    static const char *const names[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
    struct pack_limits lim = usual;
    struct err e = {0};
    struct entry en[9];

    (void)state;
    lim.ratio = 100000;
    lim.total_bytes = 3 * MIB;
    for (size_t i = 0; i < 9; i++) en[i] = (struct entry){names[i], .zeros = MIB / 2};
    assert_int_equal(read_zip(zip_of(en, 9), &lim, 4 * MIB, &e), RC_LIMIT);
    assert_string_equal(
        e.text, "member 7: brings the archive to 3670016 bytes inflated, the limit is 3145728");
}

static void zip_counts_members_before_the_directory_is_read(void **state) {
    static char names[101][8];
    struct entry en[101];
    struct err e = {0};

    (void)state;
    for (size_t i = 0; i < 101; i++) {
        snprintf(names[i], sizeof names[i], "m%zu", i);
        en[i] = (struct entry){names[i], .text = "x"};
    }
    refused(zip_of(en, 101), &usual, RC_LIMIT, "more than 100 members");
    assert_ok(read_zip(zip_of(en, 100), &usual, MIB, &e), e);
}

/* The size stands 24 bytes into a directory header, 22 into a local one
 * (APPNOTE.TXT 4.3.7, 4.3.12). Where one of them is 0, as streaming writers have it, the other
 * holds. */
static void zip_never_gives_other_bytes_for_a_member_that_lies_about_its_size(void **state) {
    const struct entry en = {"zeros", .zeros = MIB};
    const uint32_t lies[] = {0, 1, MIB - 1, MIB + 1, 2 * MIB, UINT32_MAX - 1};

    (void)state;
    for (size_t i = 0; i < 2 * (sizeof lies / sizeof *lies); i++) {
        uint32_t lie = lies[i / 2];
        struct span zip = zip_of(&en, 1);
        struct pack_member *m = NULL;
        struct arena a;
        struct err e = {0};
        size_t n = 0;
        int rc;

        memcpy(find(zip, "PK\1\2") + 24, &lie, 4);
        if (i % 2) memcpy(find(zip, "PK\3\4") + 22, &lie, 4);
        arena_init(&a, 2 * MIB + (64 << 10));
        rc = pack_zip(&a, zip, &usual, &m, &n, &e);
        if (rc == 0 && (i % 2 || n != 1 || m[0].bytes.n != MIB))
            fail_msg("a size of %u was believed", lie);
        if (rc < 0 && rc != RC_SYNTAX && rc != RC_LIMIT) fail_msg("a size of %u gave %d", lie, rc);
        arena_fini(&a);
    }
}

static void zip_refuses_encrypted_members(void **state) {
    const struct entry en = {"secret.csv", .text = "x"};
    struct span zip = zip_of(&en, 1);

    (void)state;
    find(zip, "PK\1\2")[8] |= 1;
    find(zip, "PK\3\4")[6] |= 1;
    refused(zip, &usual, RC_SYNTAX, "member secret.csv: is encrypted");
}

static void zip_refuses_names_that_lead_elsewhere(void **state) {
    static const char *const names[] = {"/etc/passwd", "../x", "a/../../x", "a/..",
                                        "C:/x",        "\\x",  "a\\..\\x",  "a\nb"};
    static const char *const fine[] = {"a/..b", "...", "a.b/c..", "x"};
    struct err e = {0};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct entry en = {names[i], .text = "x"};

        refused(zip_of(&en, 1), &usual, RC_SYNTAX, "member 1 has");
    }
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        const struct entry en = {fine[i], .text = "x"};

        assert_ok(read_zip(zip_of(&en, 1), &usual, MIB, &e), e);
    }
}

static void zip_refuses_links_and_two_members_of_one_name(void **state) {
    const struct entry link = {"l", .link = true},
                       twice[] = {{"x", .text = "1"}, {"y", .text = "2"}, {"x", .text = "3"}};

    (void)state;
    refused(zip_of(&link, 1), &usual, RC_SYNTAX, "is a link or a device");
    refused(zip_of(twice, 3), &usual, RC_SYNTAX, "two members have one name");
}

static void zip_refuses_what_is_none(void **state) {
    (void)state;
    refused(SPAN(""), &usual, RC_SYNTAX, "not a ZIP archive");
    refused(SPAN("sheet,column\nand some more text\n"), &usual, RC_SYNTAX, "");
    refused(SPAN("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"), &usual, RC_SYNTAX,
            "encrypted office document");
}

static void zip_cut_or_damaged_anywhere_is_no_crash_and_no_other_bytes(void **state) {
    const struct entry en[] = {{"a.csv", .text = "date,best\n2023-10-30,100\n"},
                               {"b.csv", .text = "x"}};
    struct span zip = zip_of(en, 2);
    char *copy = malloc(zip.n);
    struct err e;
    size_t bad = 0;

    (void)state;
    for (size_t i = 0; i < zip.n; i++) {
        memcpy(copy, zip.p, zip.n);
        assert_true(read_zip((struct span){copy, i}, &usual, MIB, &e) < 0);
        copy[i] = (char)(copy[i] ^ 0x41);
        bad += read_zip((struct span){copy, zip.n}, &usual, 9 * MIB, &e) < 0;
    }
    assert_true(bad > 30); /* times, versions and comments may be anything */
    free(copy);
}

static char folder[] = "/tmp/test_pack.XXXXXX"; /* made anew for each test */

static int make_folder(void **state) {
    (void)state;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
    static const char *const names[] = {"b.csv",    "a.csv", "B.csv", ".hidden",
                                        "link.csv", "pipe",  "sub"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[256];

        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    return rmdir(folder);
}

static const char *in_folder(const char *name) {
    static char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put_file(const char *name, const char *text) {
    FILE *f = fopen(in_folder(name), "w");

    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void file_is_read_whole_or_not_at_all(void **state) {
    struct span got = {0};
    struct arena a;
    struct err e = {0};

    (void)state;
    arena_init(&a, MIB);
    put_file("a.csv", "0123456789");
    assert_ok(pack_file(&a, in_folder("a.csv"), 10, &got, &e), e);
    assert_true(span_is(got, "0123456789"));
    assert_int_equal(got.p[10], 0);
    got = SPAN("untouched");
    assert_int_equal(pack_file(&a, in_folder("a.csv"), 9, &got, &e), RC_LIMIT);
    assert_string_equal(e.text, "the file has 10 bytes, the limit is 9");
    assert_int_equal(pack_file(&a, in_folder("none"), 9, &got, &e), RC_NOTFOUND);
    assert_int_equal(pack_file(&a, folder, 9, &got, &e), RC_IO);
    assert_string_equal(e.text, "this is a folder");
    assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
    assert_int_equal(pack_file(&a, in_folder("pipe"), 9, &got, &e),
                     RC_IO); /* and does not wait for a writer */
    assert_true(span_is(got, "untouched"));
    arena_fini(&a);
}

static void folder_gives_regular_files_in_order_of_bytes(void **state) {
    char **names = NULL;
    struct arena a;
    struct err e = {0};
    size_t n = 0;

    (void)state;
    arena_init(&a, MIB);
    put_file("b.csv", "");
    put_file("a.csv", "");
    put_file("B.csv", "");
    put_file(".hidden", "");
    assert_int_equal(symlink("a.csv", in_folder("link.csv")), 0);
    assert_int_equal(mkdir(in_folder("sub"), 0700), 0);
    assert_ok(pack_folder(&a, folder, &names, &n, &e), e);
    assert_int_equal(n, 3);
    assert_string_equal(names[0], "B.csv");
    assert_string_equal(names[1], "a.csv");
    assert_string_equal(names[2], "b.csv");
    assert_int_equal(pack_folder(&a, in_folder("a.csv"), &names, &n, &e), RC_NOTFOUND);
    assert_int_equal(pack_folder(&a, in_folder("none"), &names, &n, &e), RC_NOTFOUND);
    arena_fini(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zip_gives_every_member_in_order),
        cmocka_unit_test(zip_keeps_a_name_in_another_script),
        cmocka_unit_test(zip_refuses_a_large_member_before_its_memory_is_taken),
        cmocka_unit_test(zip_refuses_a_ratio_before_its_memory_is_taken),
        cmocka_unit_test(zip_refuses_many_middling_members),
        cmocka_unit_test(zip_counts_members_before_the_directory_is_read),
        cmocka_unit_test(zip_never_gives_other_bytes_for_a_member_that_lies_about_its_size),
        cmocka_unit_test(zip_refuses_encrypted_members),
        cmocka_unit_test(zip_refuses_names_that_lead_elsewhere),
        cmocka_unit_test(zip_refuses_links_and_two_members_of_one_name),
        cmocka_unit_test(zip_refuses_what_is_none),
        cmocka_unit_test(zip_cut_or_damaged_anywhere_is_no_crash_and_no_other_bytes),
        cmocka_unit_test_setup_teardown(file_is_read_whole_or_not_at_all, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(folder_gives_regular_files_in_order_of_bytes, make_folder,
                                        remove_folder),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
