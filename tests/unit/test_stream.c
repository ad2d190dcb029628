/* SPDX-License-Identifier: Apache-2.0 */
/* The same members however a day is kept: folders, archives, packed, in parts, by any number of jobs. */
#include "base/rng.h"
#include "pack/flow.h"
#include "t_day.h"

#include <fcntl.h>

static void day_folder(const char *name) {
    char path[256];

    for (size_t i = 0; i < DAY; i++) {
        snprintf(path, sizeof path, "%s/%s", name, day[i].name);
        t_put(path, day[i].bytes);
    }
}

/* In n parts of whole blocks: x.tar.aa, ... */
static void put_parts(const char *name, struct span tar, size_t n) {
    size_t each = tar.n / n / 512 * 512;
    char path[256];

    for (size_t i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%s.a%c", name, (char)('a' + i));
        t_put(path, (struct span){tar.p + i * each, i + 1 < n ? each : tar.n - i * each});
    }
}

static void members_are_the_same_from_every_kind_of_keeping(void **state) {
    static const char *const name[] = {"folder",        "x.tar",      "x.tar.gz", "x.tar.zst",
                                       "misnamed.json", "p/x.tar.aa", "p",        "q/x.tar.gz.aa"};
    struct buf tar = {0}, gz = {0}, zst = {0};
    struct t_all *want, *got;

    (void)state;
    day_folder("folder");
    t_put("x.tar", day_tar(&tar));
    t_put("x.tar.gz", t_gzip(&gz, buf_span(&tar)));
    t_put("x.tar.zst", t_zstd(&zst, buf_span(&tar)));
    t_put("misnamed.json", buf_span(&gz));
    put_parts("p/x.tar", buf_span(&tar), 5);
    put_parts("q/x.tar.gz", buf_span(&gz), 3);
    want = t_read_one(t_path("folder"));
    assert_int_equal(want->sum.members, DAY);
    assert_int_equal(want->sum.source[0].kind, STREAM_FOLDER);
    assert_string_equal(
        t_find(want, "traces/c4/trace_full_a1b2c4.json")->bytes[0] == '{' ? "yes" : "no", "yes");
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        const char *path = t_path(name[i]);

        for (size_t jobs = 1; jobs <= 3; jobs++) {
            const struct stream_options o = {.jobs = jobs};

            got = t_read(&path, 1, &o);
            t_same(want, got);
            whole(got);
            if (i) assert_true(got->sum.source[got->sum.n - 1].closed);
            if (i) assert_int_equal(got->sum.source[got->sum.n - 1].kind, STREAM_TAR);
            t_all_free(got);
        }
    }
    t_all_free(want);
    buf_fini(&tar);
    buf_fini(&gz);
    buf_fini(&zst);
}

static void members_carry_number_place_and_both_sizes(void **state) {
    struct buf tar = {0};
    struct t_all *all = t_read_bytes(day_tar(&tar), NULL);
    uint64_t at = 0;

    (void)state;
    for (size_t i = 0; i < DAY; i++) {
        assert_string_equal(all->got[i].name, day[i].name);
        assert_int_equal(all->got[i].offset, at);
        assert_int_equal(all->got[i].stored, day[i].bytes.n);
        at += 512 + (day[i].bytes.n + 511) / 512 * 512;
    }
    assert_int_equal(all->got[2].n, 70000);
    assert_int_equal(all->sum.inflated - all->got[2].n - all->got[3].n - all->got[4].n -
                         all->got[5].n - all->got[6].n,
                     9);
    t_all_free(all);
    buf_fini(&tar);
}

static void one_file_is_one_member_plain_or_packed(void **state) {
    const struct span text = SPAN("MSG,3,1,1,A1B2C3,1,2023/08/30\n");
    struct buf gz = {0}, zst = {0};
    struct t_all *all;
    const char *path[3];

    (void)state;
    path[0] = t_put("plain.txt", text);
    path[1] = t_put("no-end", t_gzip(&gz, text));
    path[2] = t_put("other.gz", t_zstd(&zst, text));
    all = t_read(path, 3, NULL);
    whole(all);
    assert_int_equal(all->sum.members, 3);
    assert_int_equal(all->sum.n, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(all->got[i].n, text.n);
        assert_memory_equal(all->got[i].bytes, text.p, text.n);
        assert_int_equal(all->got[i].source, i);
        assert_int_equal(all->sum.source[i].kind, STREAM_FILE);
    }
    assert_string_equal(all->got[1].name, "no-end");
    t_all_free(all);
    buf_fini(&gz);
    buf_fini(&zst);
}

static void standard_input_is_read_whatever_it_is(void **state) {
    static const char *const dash[] = {"-"};
    struct buf tar = {0}, gz = {0};
    int keep = dup(0);

    (void)state;
    t_put("0", day_tar(&tar));
    t_put("1", t_gzip(&gz, buf_span(&tar)));
    t_put("2", SPAN("just text"));
    for (size_t i = 0; i < 3; i++) {
        static const char *const name[] = {"0", "1", "2"};
        int fd = open(t_path(name[i]), O_RDONLY);
        struct t_all *all;

        assert_int_equal(dup2(fd, 0), 0);
        close(fd);
        all = t_read(dash, 1, NULL);
        whole(all);
        assert_int_equal(all->sum.members, i < 2 ? DAY : 1);
        assert_string_equal(all->sum.source[0].path, "-");
        if (i == 2) assert_string_equal(all->got[0].name, "-");
        if (i == 1) assert_int_equal(all->sum.source[0].part[0].bytes, gz.n);
        t_all_free(all);
    }
    assert_int_equal(dup2(keep, 0), 0);
    close(keep);
    buf_fini(&tar);
    buf_fini(&gz);
}

static bool begins_with_a(struct span begin) {
    assert_int_equal(begin.n, STREAM_BEGIN);
    return begin.p[0] == 'a';
}

/* Four megabytes that are not wanted, plain or packed: no more than a look is taken of them. */
static void what_is_not_wanted_is_not_read(void **state) {
    static const char *const dash[] = {"-"}, *const name[] = {"0", "1", "2", "3"};
    const struct stream_options o = {.wanted = begins_with_a};
    const size_t size = (size_t)4 << 20;
    struct buf text = {0}, gz = {0}, zst = {0};
    int keep = dup(0);

    (void)state;
    for (size_t i = 0; i < size; i++) buf_putc(&text, (char)(' ' + (int)(rng_unit(1, 2, i) * 90)));
    for (int first = 'a'; first <= 'c'; first++) {
        bool wanted = first == 'a';

        text.p[0] = (char)first;
        gz.n = zst.n = 0;
        t_put("0", buf_span(&text));
        t_put("1", t_gzip(&gz, buf_span(&text)));
        t_put("2", t_zstd(&zst, buf_span(&text)));
        t_put("3", (struct span){text.p, STREAM_BEGIN - 1});
        for (int i = 0; i < 4; i++) {
            int fd = open(t_path(name[i]), O_RDONLY);
            struct t_all *all;

            assert_int_equal(dup2(fd, 0), 0);
            close(fd);
            all = t_read(dash, 1, &o);
            assert_int_equal(all->sum.members, 1);
            if (wanted || i == 3) { /* of the short one nobody is asked */
                whole(all);
                assert_int_equal(all->got[0].n, i == 3 ? STREAM_BEGIN - 1 : size);
            } else {
                assert_int_equal(all->got[0].rc, RC_NOTFOUND);
                assert_true(all->got[0].state == STREAM_REFUSED && all->got[0].n == 0);
                assert_true(lseek(0, 0, SEEK_CUR) <= (off_t)(2 * FLOW_PEEK));
            }
            t_all_free(all);
        }
    }
    assert_int_equal(dup2(keep, 0), 0);
    close(keep);
    buf_fini(&text);
    buf_fini(&gz);
    buf_fini(&zst);
}

static void every_writer_of_tars_is_understood(void **state) {
    static const int format[] = {ARCHIVE_FORMAT_TAR, ARCHIVE_FORMAT_TAR_USTAR,
                                 ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE,
                                 ARCHIVE_FORMAT_TAR_PAX_RESTRICTED};
    static char split[200], deep[600];
    const struct t_entry en[] = {
        {"./a/one.csv", .bytes = SPAN("1")}, {"a", .kind = AE_IFDIR},
        {split, .bytes = SPAN("22")},        {"рейсы/三.csv", .bytes = SPAN("333")},
        {deep, .bytes = SPAN("4444")},       {".", .kind = AE_IFDIR}};

    (void)state;
    for (size_t i = 0; i < sizeof split - 1; i++) split[i] = i % 40 == 39 ? '/' : 's';
    for (size_t i = 0; i < sizeof deep - 1; i++) deep[i] = i % 60 == 59 ? '/' : 'd';
    for (size_t i = 0; i < sizeof format / sizeof *format; i++) {
        bool all_names = format[i] != ARCHIVE_FORMAT_TAR_USTAR;
        struct t_entry some[6];
        struct buf b = {0};
        struct t_all *all;
        size_t n = 0;

        for (size_t k = 0; k < 6; k++)
            if (all_names || k != 4) some[n++] = en[k];
        all = t_read_bytes(t_tar(&b, format[i], some, n), NULL);
        whole(all);
        assert_int_equal(all->sum.members, all_names ? 4 : 3);
        assert_string_equal(all->got[0].name, "a/one.csv");
        assert_string_equal(all->got[1].name, split);
        assert_string_equal(all->got[2].name, "рейсы/三.csv");
        if (all_names) assert_string_equal(all->got[3].name, deep);
        assert_int_equal(all->got[2].n, 3);
        t_all_free(all);
        buf_fini(&b);
    }
}

static void empty_tar_is_a_tar_and_an_empty_file_a_member(void **state) {
    static const char zeros[10240];
    struct t_all *all = t_read_bytes((struct span){zeros, sizeof zeros}, NULL);

    (void)state;
    whole(all);
    assert_int_equal(all->sum.members, 0);
    assert_int_equal(all->sum.source[0].kind, STREAM_TAR);
    assert_true(all->sum.source[0].closed);
    t_all_free(all);
    all = t_read_bytes(SPAN(""), NULL);
    whole(all);
    assert_int_equal(all->sum.members, 1);
    t_all_free(all);
}

static void packed_data_one_after_another_are_one(void **state) {
    struct buf two = {0}, z = {0};
    struct t_all *all;

    (void)state;
    t_gzip(&two, SPAN("one "));
    t_gzip(&two, SPAN("two"));
    for (int i = 0; i < 3; i++) buf_putc(&two, 0); /* the rest of a block */
    all = t_read_bytes(buf_span(&two), NULL);
    whole(all);
    assert_int_equal(all->got[0].n, 7);
    assert_memory_equal(all->got[0].bytes, "one two", 7);
    t_all_free(all);
    buf_puts(&two, "garbage");
    all = t_read_bytes(buf_span(&two), NULL);
    assert_int_equal(all->got[0].state, STREAM_PARTIAL);
    assert_int_equal(all->got[0].n, 7);
    t_says(all->got[0].reason, "something that is not gzip follows it at byte ");
    t_all_free(all);
    buf_add(&z, (struct span){"\x50\x2a\x4d\x18\x03\0\0\0abc",
                              11}); /* a frame to be skipped, as pzstd has it */
    t_zstd(&z, SPAN("one "));
    t_zstd(&z, SPAN("two"));
    all = t_read_bytes(buf_span(&z), NULL);
    whole(all);
    assert_memory_equal(all->got[0].bytes, "one two", 7);
    t_all_free(all);
    buf_fini(&two);
    buf_fini(&z);
}

/* A glance at packed data gives their beginning, over the members of gzip, and no more than that. */
static void a_glance_sees_the_beginning(void **state) {
    const struct stream_options o = {.glance = 1024};
    struct buf gz = {0}, text = {0};
    struct t_all *all;

    (void)state;
    for (int i = 0; i < 20000; i++) buf_printf(&text, "%d ", i);
    t_gzip(&gz, SPAN("at the "));
    t_gzip(&gz, SPAN("beginning "));
    t_gzip(&gz, buf_span(&text));
    all = t_read_bytes(buf_span(&gz), &o);
    assert_int_equal(all->sum.members, 1);
    assert_int_equal(all->got[0].state, STREAM_WHOLE);
    assert_in_range(all->got[0].n, 500, STREAM_BEGIN);
    assert_memory_equal(all->got[0].bytes, "at the beginning 0 1 2 3 ", 25);
    t_all_free(all);
    buf_fini(&gz);
    buf_fini(&text);
}

static void missing_parts_are_named_and_the_rest_is_read(void **state) {
    struct t_all *all, *full;
    struct buf tar = {0};
    const char *two[2];

    (void)state;
    put_parts("x.tar", day_tar(&tar),
              5); /* aa has the first two members, large.bin lies over several */
    full = t_read_bytes(buf_span(&tar), NULL);
    unlink(t_path("x.tar.ac"));
    all = t_read_one(t_path("x.tar.aa"));
    assert_int_equal(all->sum.source[0].nparts, 4);
    assert_int_equal(all->sum.source[0].missing, 1);
    assert_string_equal(all->sum.source[0].first_missing, t_path("x.tar.ac"));
    t_says(all->sum.source[0].reason, "x.tar.ac is missing (1 in all)");
    assert_int_equal(t_find(all, "large.bin")->state,
                     STREAM_PARTIAL); /* nothing of what follows is joined to it */
    assert_memory_equal(t_find(all, "large.bin")->bytes, day[3].bytes.p,
                        t_find(all, "large.bin")->n);
    assert_int_equal(t_find(all, "traces/c4/trace_full_a1b2c4.json")->state, STREAM_WHOLE);
    assert_true(all->sum.source[0].closed);
    t_all_free(all);
    unlink(t_path("x.tar.aa"));
    two[0] = t_path("x.tar.ab");
    two[1] = t_path("x.tar.ad");
    all = t_read(two, 2, NULL);
    assert_int_equal(all->sum.n, 1);
    assert_int_equal(all->sum.source[0].missing, 2);
    assert_string_equal(all->sum.source[0].first_missing, t_path("x.tar.aa"));
    assert_int_equal(t_find(all, "traces/c4/trace_full_a1b2c4.json")->state, STREAM_WHOLE);
    assert_true(all->sum.source[0].lost > 0);
    assert_int_equal(all->sum.source[0].bad_heads, 0); /* where a part begins nothing is damaged */
    t_all_free(all);
    t_all_free(full);
    buf_fini(&tar);
}

static void parts_may_lie_in_two_folders_and_be_named_twice(void **state) {
    struct buf tar = {0};
    const char *path[3];
    struct t_all *all;

    (void)state;
    put_parts("a/x.tar", day_tar(&tar), 2);
    mkdir(t_path("b"), 0700);
    assert_int_equal(rename(t_path("a/x.tar.ab"), t_path("b/x.tar.ab")), 0);
    path[0] = t_path("b/x.tar.ab");
    path[1] = t_path("a/x.tar.aa");
    path[2] = path[1];
    all = t_read(path, 3, NULL);
    whole(all);
    assert_int_equal(all->sum.n, 1);
    assert_int_equal(all->sum.members, DAY);
    assert_string_equal(all->sum.source[0].path, path[1]);
    t_all_free(all);
    put_parts("c/x.tar", buf_span(&tar), 2); /* another copy is another archive */
    path[0] = t_path("c/x.tar.aa");
    path[1] = t_path("a/x.tar.aa");
    path[2] = t_path("b/x.tar.ab");
    all = t_read(path, 3, NULL);
    whole(all);
    assert_int_equal(all->sum.n, 2);
    assert_int_equal(all->sum.members, 2 * DAY);
    t_all_free(all);
    buf_fini(&tar);
}

static void folder_is_sorted_and_leaves_out_links_and_hidden_files(void **state) {
    const struct stream_options shallow = {.limits = {.depth = 2}};
    static const char *const want[] = {"B", "a/1", "a/b/c/deep", "a.b", "b"};
    struct buf tar = {0};
    struct t_all *all;
    const char *path;

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        char name[64];

        snprintf(name, sizeof name, "f/%s", want[i]);
        t_put(name, SPAN("x"));
    }
    t_put("f/.hidden/x", SPAN("x"));
    t_put("f/a/.hidden", SPAN("x"));
    t_put("f/internal_state/blob", SPAN("x"));
    assert_int_equal(symlink("/etc", t_path("f/link")), 0);
    assert_int_equal(symlink("b", t_path("f/a/link")), 0);
    assert_int_equal(mkfifo(t_path("f/pipe"), 0600), 0);
    path = t_path("f");
    all = t_read(&path, 1, NULL);
    whole(all);
    assert_int_equal(all->sum.members, 5);
    for (size_t i = 0; i < 5; i++) assert_string_equal(all->got[i].name, want[i]);
    t_all_free(all);
    path = t_path("f");
    all = t_read(&path, 1, &shallow);
    assert_int_equal(all->sum.members, 4);
    t_says(all->sum.source[0].reason, "a/b: folders deeper than 2 are not read");
    t_all_free(all);
    t_put("f/c/day.bin", day_tar(&tar)); /* an archive within, whatever it is called */
    path = t_path("f");
    all = t_read(&path, 1, NULL);
    whole(all);
    assert_int_equal(all->sum.members, 5 + DAY);
    assert_int_equal(all->sum.n, 2);
    assert_string_equal(all->sum.source[1].path, t_path("f/c/day.bin"));
    assert_int_equal(all->sum.source[1].members, DAY);
    t_all_free(all);
    buf_fini(&tar);
}

static void paths_that_cannot_be_read_are_told_before_anything_is(void **state) {
    const char *path[] = {t_put("fine", SPAN("x")), t_path("none")};
    struct t_all *all = t_all_new();

    (void)state;
    assert_int_equal(stream_each(&all->a, path, 2, NULL, t_take, all, &all->sum, &all->e),
                     RC_NOTFOUND);
    t_says(all->e.text, "none: no such file or folder");
    assert_int_equal(all->calls[0], 0);
    assert_int_equal(mkfifo(t_path("pipe"), 0600), 0);
    path[1] = t_path("pipe");
    assert_int_equal(stream_each(&all->a, path, 2, NULL, t_take, all, &all->sum, &all->e), RC_IO);
    assert_int_equal(stream_each(&all->a, path, 10001, NULL, t_take, all, &all->sum, &all->e),
                     RC_LIMIT);
    t_all_free(all);
}

static void many_members_come_out_the_same_with_any_number_of_jobs(void **state) {
    const size_t n = 5000;
    struct t_entry *en = calloc(n, sizeof *en);
    struct buf tar = {0}, *room = calloc(n, sizeof *room);
    char(*name)[64] = calloc(n, sizeof *name);
    struct t_all *want = NULL;

    (void)state;
    for (size_t i = 0; i < n; i++) {
        snprintf(name[i], sizeof name[i], "traces/%02zx/trace_full_%06zx.json", i % 256, i);
        en[i].name = name[i];
        en[i].bytes =
            t_gzip(&room[i], (struct span){day[3].bytes.p + i, i % 977 + (i % 100 ? 0 : 60000)});
        if (i % 500 == 7) room[i].p[room[i].n - 6] ^= 1;
    }
    t_tar(&tar, ARCHIVE_FORMAT_TAR_USTAR, en, n);
    for (size_t jobs = 1; jobs <= 8; jobs *= 2) {
        const struct stream_options o = {.jobs = jobs};
        struct t_all *got = t_read_bytes(buf_span(&tar), &o);

        assert_int_equal(got->sum.members, n);
        assert_int_equal(got->sum.partial, 10);
        assert_int_equal(got->sum.source[0].partial, 10);
        for (size_t i = 0; i < n; i++) {
            assert_string_equal(got->got[i].name, name[i]); /* the number is that of reading */
            if (want && (want->got[i].n != got->got[i].n ||
                         memcmp(want->got[i].bytes, got->got[i].bytes, got->got[i].n) != 0 ||
                         strcmp(want->got[i].reason, got->got[i].reason) != 0))
                fail_msg("%s differs with %zu jobs", name[i], jobs);
        }
        if (want) {
            assert_int_equal(want->sum.inflated, got->sum.inflated);
            assert_int_equal(want->sum.stored, got->sum.stored);
            t_all_free(got);
        } else {
            want = got;
        }
    }
    t_all_free(want);
    for (size_t i = 0; i < n; i++) buf_fini(&room[i]);
    free(room);
    free(name);
    free(en);
    buf_fini(&tar);
}

static void callback_ends_the_walk_with_its_own_sentence(void **state) {
    struct buf tar = {0};

    (void)state;
    (void)day_tar(&tar);
    for (size_t jobs = 1; jobs <= 4; jobs++) {
        const struct stream_options o = {.jobs = jobs};
        struct t_all *all = t_all_new();

        all->stop_at = 3;
        assert_int_equal(
            stream_memory(&all->a, "x", buf_span(&tar), &o, t_take, all, &all->sum, &all->e),
            RC_CONFLICT);
        assert_string_equal(all->e.text, "large.bin: enough");
        if (jobs == 1) assert_int_equal(all->sum.members, 4);
        t_all_free(all);
    }
    buf_fini(&tar);
}

static void real_folder_and_its_tar_give_the_same_traces(void **state) {
    static struct t_entry en[64];
    static struct span raw[64];
    struct buf tar = {0};
    const struct stream_options two = {.jobs = 2};
    struct t_all *all, *again;
    struct arena a;
    char root[512];
    const char *path = root;

    (void)state;
    if (!t_shared()) {
        print_message("the shared data is not here\n");
        skip();
    }
    snprintf(root, sizeof root, "%s/adsb/traces/globe_history", t_shared());
    all = t_read_one(path);
    whole(all);
    assert_int_equal(all->sum.members, 21);
    assert_string_equal(all->got[0].name, "2023/08/20/traces/8a/trace_full_4d208a.json");
    arena_init(&a, MIB);
    for (size_t i = 0; i < 21; i++) {
        char file[1024];

        assert_memory_equal(all->got[i].bytes, "{\"icao\":\"", 9); /* they are gzip under .json */
        assert_memory_equal(all->got[i].bytes + 9, all->got[i].name + 32, 6);
        assert_true(all->got[i].n > all->got[i].stored);
        snprintf(file, sizeof file, "%s/%s", root, all->got[i].name);
        raw[i].p = arena_alloc(&a, all->got[i].stored, 1);
        raw[i].n = all->got[i].stored;
        FILE *f = fopen(file, "rb");
        assert_int_equal(fread((char *)(uintptr_t)raw[i].p, 1, raw[i].n, f), raw[i].n);
        fclose(f);
        en[i] = (struct t_entry){.name = all->got[i].name, .bytes = raw[i]};
    }
    put_parts("v2023.08.20.tar", t_tar(&tar, ARCHIVE_FORMAT_TAR_GNUTAR, en, 21), 3);
    path = t_path("v2023.08.20.tar.aa");
    again = t_read(&path, 1, &two);
    whole(again);
    t_same(all, again);
    t_all_free(again);
    t_all_free(all);
    arena_fini(&a);
    buf_fini(&tar);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(members_are_the_same_from_every_kind_of_keeping),
        TEST(members_carry_number_place_and_both_sizes),
        TEST(one_file_is_one_member_plain_or_packed),
        TEST(standard_input_is_read_whatever_it_is),
        TEST(what_is_not_wanted_is_not_read),
        TEST(every_writer_of_tars_is_understood),
        TEST(empty_tar_is_a_tar_and_an_empty_file_a_member),
        TEST(packed_data_one_after_another_are_one),
        TEST(a_glance_sees_the_beginning),
        TEST(missing_parts_are_named_and_the_rest_is_read),
        TEST(parts_may_lie_in_two_folders_and_be_named_twice),
        TEST(folder_is_sorted_and_leaves_out_links_and_hidden_files),
        TEST(paths_that_cannot_be_read_are_told_before_anything_is),
        TEST(many_members_come_out_the_same_with_any_number_of_jobs),
        TEST(callback_ends_the_walk_with_its_own_sentence),
        TEST(real_folder_and_its_tar_give_the_same_traces),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
