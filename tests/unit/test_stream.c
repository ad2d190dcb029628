/* SPDX-License-Identifier: Apache-2.0 */
#include "t_archive.h"

#include <fcntl.h>

#define MIB ((size_t)1 << 20)

/* A small day: gzip under .json, plain, zstd, empty, in folders. */
#define DAY 7
static struct t_entry day[DAY];
static struct buf day_room[DAY];

static int day_make(void **state) {
    static const char json[] = "{\"icao\":\"a1b2c3\",\"timestamp\":1693353600.000,\"trace\":[]}\n";
    static char noise[300000];
    unsigned x = 1;

    for (size_t i = 0; i < sizeof noise; i++) {
        x = x * 1103515245 + 12345;
        noise[i] = (char)(x >> 16);
    }
    noise[0] = 'n';
    day[0] = (struct t_entry){.name = "acas/acas.csv", .bytes = SPAN("time,hex\n")};
    day[1] = (struct t_entry){.name = "empty.txt", .bytes = SPAN("")};
    day[2] = (struct t_entry){.name = "heatmap/00.bin.ttf",
                              .bytes = t_gzip(&day_room[2], (struct span){noise, 70000})};
    day[3] = (struct t_entry){.name = "large.bin", .bytes = {noise, sizeof noise}};
    day[4] = (struct t_entry){.name = "traces/c3/trace_full_a1b2c3.json",
                              .bytes = t_gzip(&day_room[4], SPAN(json))};
    day[5] = (struct t_entry){.name = "traces/c3/trace_full_~a1b2c3.json", .bytes = SPAN(json)};
    day[6] = (struct t_entry){.name = "traces/c4/trace_full_a1b2c4.json",
                              .bytes = t_zstd(&day_room[6], SPAN(json))};
    return t_dir_make(state);
}

static int day_remove(void **state) {
    for (size_t i = 0; i < DAY; i++) {
        buf_fini(&day_room[i]);
        day_room[i] = (struct buf){0};
    }
    return t_dir_remove(state);
}

static struct span day_tar(struct buf *b) {
    return t_tar(b, ARCHIVE_FORMAT_TAR_USTAR, day, DAY);
}

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

static void whole(const struct t_all *all) {
    for (size_t i = 0; i < all->sum.n; i++)
        if (all->sum.source[i].state != STREAM_WHOLE || all->sum.source[i].reason[0])
            fail_msg("%s: %s", all->sum.source[i].path, all->sum.source[i].reason);
    assert_int_equal(all->sum.partial + all->sum.refused, 0);
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

static void tar_cut_anywhere_gives_what_is_there_and_says_so(void **state) {
    struct buf tar = {0};
    struct span s = day_tar(&tar);
    struct t_all *full = t_read_bytes(s, NULL);
    size_t partial = 0;

    (void)state;
    for (size_t n = 512; n < s.n - 1024; n += n < 8192 ? 101 : 3001) {
        struct t_all *all = t_read_bytes((struct span){s.p, n}, NULL);

        assert_int_equal(all->sum.source[0].state, STREAM_PARTIAL);
        t_says(all->sum.source[0].reason, "without the two zero blocks: it is cut");
        assert_false(all->sum.source[0].closed);
        for (size_t i = 0; i < all->sum.members; i++) {
            assert_string_equal(all->got[i].name, full->got[i].name);
            if (i + 1 < all->sum.members) assert_int_equal(all->got[i].state, STREAM_WHOLE);
            assert_true(all->got[i].n <= full->got[i].n);
            assert_memory_equal(all->got[i].bytes, full->got[i].bytes, all->got[i].n);
            partial += all->got[i].state == STREAM_PARTIAL;
            if (all->got[i].state == STREAM_PARTIAL) t_says(all->got[i].reason, "is cut: ");
        }
        t_all_free(all);
    }
    assert_true(partial > 50);
    t_all_free(full);
    buf_fini(&tar);
}

static void tar_with_a_damaged_header_is_read_from_the_next_one(void **state) {
    struct buf tar = {0};
    struct t_all *all;
    size_t heads[] = {0, 1024, 4 * 512, 0};

    (void)state;
    (void)day_tar(&tar);
    tar.p[heads[1] + 3] ^= 1; /* the header of empty.txt */
    all = t_read_bytes(buf_span(&tar), NULL);
    assert_int_equal(all->sum.members, DAY - 1);
    assert_int_equal(all->sum.source[0].state, STREAM_PARTIAL);
    assert_int_equal(all->sum.source[0].bad_heads, 1);
    assert_int_equal(all->sum.source[0].lost, 512);
    assert_true(all->sum.source[0].closed);
    assert_string_equal(all->sum.source[0].reason, "a header is damaged at byte 1024");
    assert_string_equal(all->got[1].name, "heatmap/00.bin.ttf");
    t_all_free(all);
    buf_fini(&tar);
}

static void tar_that_is_damaged_anywhere_is_no_crash(void **state) {
    struct buf tar = {0};
    struct span s = t_tar(&tar, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, day, 2);
    size_t wrong = 0;

    (void)state;
    for (size_t i = 0; i < s.n; i++) {
        struct t_all *all;

        tar.p[i] ^= 0x41;
        all = t_read_bytes(s, NULL);
        wrong += all->sum.source[0].state != STREAM_WHOLE;
        tar.p[i] ^= 0x41;
        t_all_free(all);
    }
    assert_true(wrong > 1000); /* each byte of a header is under its checksum */
    buf_fini(&tar);
}

static void one_zero_block_is_not_the_end(void **state) {
    static const char zeros[512];
    struct buf tar = {0}, odd = {0};
    struct t_all *all;

    (void)state;
    (void)day_tar(&tar);
    all = t_read_bytes((struct span){tar.p, tar.n - 512}, NULL);
    assert_int_equal(all->sum.members, DAY);
    assert_false(all->sum.source[0].closed);
    t_says(all->sum.source[0].reason, "without the two zero blocks");
    t_all_free(all);
    buf_add(&odd, (struct span){tar.p, 1024});
    buf_add(&odd, (struct span){zeros, 512});
    buf_add(&odd, (struct span){tar.p + 1024, tar.n - 1024});
    all = t_read_bytes(buf_span(&odd), NULL);
    assert_int_equal(all->sum.members, DAY);
    assert_true(all->sum.source[0].closed);
    assert_string_equal(all->sum.source[0].reason,
                        "a lone zero block stands before the header at byte 1536");
    t_all_free(all);
    buf_fini(&tar);
    buf_fini(&odd);
}

/* While a header is looked for, a block that only happens to have a right checksum is not one. */
static void search_for_a_header_wants_its_mark(void **state) {
    struct buf inner = {0}, tar = {0};
    const struct t_entry fake = {"fake", .bytes = SPAN("x")};
    struct t_entry en[2] = {{"lost", .bytes = {0}}, {"found", .bytes = SPAN("x")}};
    struct t_all *v7;
    unsigned sum = 0;

    (void)state;
    t_tar(&inner, ARCHIVE_FORMAT_TAR_USTAR, &fake, 1);
    memset(inner.p + 257, 0, 8); /* as v7 has it */
    memset(inner.p + 148, ' ', 8);
    for (size_t i = 0; i < 512; i++) sum += (unsigned char)inner.p[i];
    snprintf(inner.p + 148, 8, "%06o", sum);
    en[0].bytes = (struct span){inner.p, 512};
    for (int damaged = 0; damaged < 2; damaged++) {
        struct t_all *all;

        tar.n = 0;
        t_tar(&tar, ARCHIVE_FORMAT_TAR_USTAR, en, 2);
        tar.p[0] ^= (char)damaged;
        all = t_read_bytes(buf_span(&tar), NULL);
        assert_int_equal(all->sum.members, damaged ? 1 : 2);
        assert_string_equal(all->got[damaged ? 0 : 1].name, "found");
        assert_int_equal(all->sum.source[0].lost, damaged ? 1024 : 0);
        t_all_free(all);
    }
    v7 = t_read_bytes(buf_span(&inner), NULL); /* alone it is a tar */
    assert_string_equal(v7->got[0].name, "fake");
    whole(v7);
    t_all_free(v7);
    buf_fini(&inner);
    buf_fini(&tar);
}

static void what_follows_the_end_of_a_tar_is_said_and_not_read(void **state) {
    struct buf tar = {0};
    struct t_all *all;

    (void)state;
    (void)day_tar(&tar);
    (void)day_tar(&tar);
    all = t_read_bytes(buf_span(&tar), NULL);
    assert_int_equal(all->sum.members, DAY);
    assert_int_equal(all->sum.source[0].state, STREAM_PARTIAL);
    t_says(all->sum.source[0].reason, "something follows the end of the archive");
    t_all_free(all);
    buf_fini(&tar);
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

static void members_that_lead_elsewhere_are_refused_by_name(void **state) {
    const struct t_entry en[] = {
        {"/etc/passwd", .bytes = SPAN("x")}, {"a/../../b", .bytes = SPAN("x")},
        {"c:\\x", .bytes = SPAN("x")},       {"tab\there", .bytes = SPAN("x")},
        {"link", .kind = AE_IFLNK},          {"hard", .hard = "fine"},
        {"device", .kind = AE_IFCHR},        {"pipe", .kind = AE_IFIFO},
        {"fine", .bytes = SPAN("fine")}};
    static const char *const why[] = {"absolute", "`..`", "absolute", "control",
                                      "link",     "link", "device",   "device"};
    struct buf tar = {0};
    struct t_all *all = t_read_bytes(t_tar(&tar, ARCHIVE_FORMAT_TAR_GNUTAR, en, 9), NULL);

    (void)state;
    assert_int_equal(all->sum.members, 9);
    assert_int_equal(all->sum.refused, 8);
    assert_int_equal(all->sum.source[0].refused, 8);
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(all->got[i].state, STREAM_REFUSED);
        assert_int_equal(all->got[i].n, 0);
        t_says(all->got[i].reason, why[i]);
    }
    assert_string_equal(all->got[3].name, "tab?here");
    assert_string_equal(all->got[8].bytes[0] == 'f' ? "fine" : "", "fine");
    assert_int_equal(all->got[8].state, STREAM_WHOLE);
    t_all_free(all);
    buf_fini(&tar);
}

static void gzip_that_is_cut_or_damaged_gives_what_came_before(void **state) {
    static char text[200000];
    struct buf gz = {0};
    size_t full;

    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = "0123456789,-\n"[(i * 7 + i / 13 + (i * i) % 11) % 13];
    full = t_gzip(&gz, (struct span){text, sizeof text}).n;
    for (size_t n = 2; n < full; n += full / 50 + 1) {
        struct t_all *all = t_read_bytes((struct span){gz.p, n}, NULL);

        assert_int_equal(all->got[0].state, STREAM_PARTIAL);
        t_says(all->got[0].reason, "gzip is cut at byte ");
        assert_true(all->got[0].n <= sizeof text);
        assert_memory_equal(all->got[0].bytes, text, all->got[0].n);
        if (n > full / 2) assert_true(all->got[0].n > 1000);
        t_all_free(all);
    }
    for (size_t i = 0; i < 2; i++) { /* the CRC; the length */
        struct t_all *all;

        gz.p[full - 8 + i * 4] ^= 1;
        all = t_read_bytes(buf_span(&gz), NULL);
        assert_int_equal(all->got[0].state, STREAM_PARTIAL);
        assert_int_equal(all->got[0].rc, RC_SYNTAX);
        assert_int_equal(all->got[0].n, sizeof text);
        t_says(all->got[0].reason, "gzip is damaged at byte ");
        gz.p[full - 8 + i * 4] ^= 1;
        t_all_free(all);
    }
    buf_fini(&gz);
}

static void zstd_that_is_cut_or_damaged_is_partial(void **state) {
    struct buf z = {0};
    size_t full = t_zstd(&z, day[3].bytes).n;
    struct t_all *all;

    (void)state;
    all = t_read_bytes((struct span){z.p, full - 100}, NULL);
    assert_int_equal(all->got[0].state, STREAM_PARTIAL);
    t_says(all->got[0].reason, "zstd is cut at byte ");
    assert_true(all->got[0].n >= 131072);
    assert_memory_equal(all->got[0].bytes, day[3].bytes.p, all->got[0].n);
    t_all_free(all);
    z.p[full - 1] ^= 1; /* its checksum */
    all = t_read_bytes(buf_span(&z), NULL);
    assert_int_equal(all->got[0].state, STREAM_PARTIAL);
    t_says(all->got[0].reason, "zstd is damaged");
    t_all_free(all);
    buf_fini(&z);
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

static void archive_packed_and_cut_gives_the_members_before(void **state) {
    struct buf tar = {0}, gz = {0}, zst = {0};
    struct t_all *all;

    (void)state;
    (void)day_tar(&tar);
    t_gzip(&gz, buf_span(&tar));
    t_zstd(&zst, buf_span(&tar));
    all = t_read_bytes((struct span){gz.p, gz.n / 2}, NULL);
    assert_true(all->sum.members >= 3 && all->sum.members < DAY);
    assert_int_equal(all->sum.source[0].state, STREAM_PARTIAL);
    t_says(all->sum.source[0].reason, "gzip is cut");
    t_all_free(all);
    gz.p[gz.n - 8] ^= 1; /* only who reads to the end sees that the CRC is wrong */
    all = t_read_bytes(buf_span(&gz), NULL);
    assert_int_equal(all->sum.members, DAY);
    t_says(all->sum.source[0].reason, "gzip is damaged");
    t_all_free(all);
    all = t_read_bytes((struct span){zst.p, zst.n / 2}, NULL);
    assert_true(all->sum.members >= 3 && all->sum.members < DAY);
    t_says(all->sum.source[0].reason, "zstd is cut");
    t_all_free(all);
    buf_fini(&tar);
    buf_fini(&gz);
    buf_fini(&zst);
}

static void bombs_are_refused_and_the_walk_goes_on(void **state) {
    const struct stream_options tight = {.limits = {.ratio = 5000, .member_bytes = 8 * MIB}};
    char *zeros = calloc(1, 64 * MIB);
    struct buf gz = {0}, z = {0}, tar = {0}, packed = {0};
    struct t_entry en[3];
    struct t_all *all;

    (void)state;
    en[0] = (struct t_entry){.name = "gzip", .bytes = t_gzip(&gz, (struct span){zeros, 64 * MIB})};
    en[1] = (struct t_entry){.name = "zstd", .bytes = t_zstd(&z, (struct span){zeros, 64 * MIB})};
    en[2] = (struct t_entry){.name = "fine", .bytes = SPAN("fine")};
    t_tar(&tar, ARCHIVE_FORMAT_TAR_USTAR, en, 3);
    for (size_t i = 0; i < 2; i++) {
        all = t_read_bytes(buf_span(&tar), i ? &tight : NULL);
        assert_int_equal(all->sum.refused, 2);
        for (size_t k = 0; k < 2; k++) {
            assert_int_equal(all->got[k].rc, RC_LIMIT);
            assert_int_equal(all->got[k].n, 0);
            t_says(all->got[k].reason, i && !k ? "more than 8388608 bytes"
                                       : i     ? "inflates to more than"
                                               : "more than 200 times");
        }
        assert_int_equal(all->got[2].state, STREAM_WHOLE);
        t_all_free(all);
    }
    buf_fini(&tar); /* and as a whole: a member of zeros in a packed tar */
    tar = (struct buf){0};
    en[0] = (struct t_entry){.name = "zeros", .bytes = {zeros, 64 * MIB}};
    t_gzip(&packed, t_tar(&tar, ARCHIVE_FORMAT_TAR_USTAR, en, 1));
    all = t_read_bytes(buf_span(&packed), NULL);
    t_says(all->sum.source[0].reason, "more than 200 times its packed size");
    assert_int_equal(all->sum.source[0].rc, RC_LIMIT);
    t_all_free(all);
    free(zeros);
    buf_fini(&gz);
    buf_fini(&z);
    buf_fini(&tar);
    buf_fini(&packed);
}

static void limits_hold_exactly(void **state) {
    const struct stream_options five = {.limits = {.member_bytes = 5, .members = 3}};
    const struct t_entry en[] = {{"five", .bytes = SPAN("12345")},
                                 {"six", .bytes = SPAN("123456")},
                                 {"packed", .bytes = SPAN("")},
                                 {"beyond", .bytes = SPAN("")}};
    struct buf tar = {0}, gz = {0};
    struct t_all *all;

    (void)state;
    all = t_read_bytes(t_tar(&tar, ARCHIVE_FORMAT_TAR_USTAR, en, 4), &five);
    assert_int_equal(all->sum.members, 3);
    assert_int_equal(all->got[0].state, STREAM_WHOLE);
    assert_int_equal(all->got[1].state, STREAM_REFUSED);
    t_says(all->got[1].reason, "has 6 bytes, the limit is 5");
    assert_int_equal(all->sum.source[0].rc, RC_LIMIT);
    t_says(all->sum.source[0].reason, "more than 3 members");
    t_all_free(all);
    all = t_read_bytes(SPAN("123456"), &five);
    t_says(all->got[0].reason, "has more than 5 bytes");
    t_all_free(all);
    for (size_t n = 998; n < 1003; n++) {
        const struct stream_options o = {.limits = {.member_bytes = 1000}};
        char *same = calloc(1, n);

        gz.n = 0;
        t_gzip(&gz, (struct span){same, n});
        all = t_read_bytes(buf_span(&gz), &o);
        if ((all->got[0].state == STREAM_WHOLE) != (n <= 1000))
            fail_msg("%zu: %s", n, all->got[0].reason);
        t_all_free(all);
        gz.n = 0;
        t_zstd(&gz, (struct span){same, n});
        all = t_read_bytes(buf_span(&gz), &o);
        if ((all->got[0].state == STREAM_WHOLE) != (n <= 1000))
            fail_msg("%zu: %s", n, all->got[0].reason);
        t_all_free(all);
        free(same);
    }
    buf_fini(&tar);
    buf_fini(&gz);
}

/* What libdeflate leaves of data that are cut, zlib inflates; it sees 8 bytes more, which may go
 * beyond the limit by themselves. */
static void limit_holds_for_what_is_cut_too(void **state) {
    char *same = malloc(1000000);
    struct buf gz = {0};
    size_t refused = 0, partial = 0;

    (void)state;
    memset(same, 'a', 1000000);
    t_gzip(&gz, (struct span){same, 1000000});
    for (size_t most = 950000; most < 1000000; most += 250) {
        const struct stream_options o = {.limits = {.member_bytes = most, .ratio = 5000}};
        struct t_all *all = t_read_bytes((struct span){gz.p, gz.n - 12}, &o);

        assert_true(all->got[0].n <= most);
        assert_true(all->got[0].state != STREAM_WHOLE);
        refused += all->got[0].state == STREAM_REFUSED;
        partial += all->got[0].state == STREAM_PARTIAL;
        t_all_free(all);
    }
    assert_true(refused > 50 && partial > 5);
    free(same);
    buf_fini(&gz);
}

/* A file with a hole: a tar of a member of 1 GiB without a line end, then a small one. */
static void member_of_a_gigabyte_is_refused_and_the_next_one_read(void **state) {
    const struct t_entry small = {.name = "small", .bytes = SPAN("x")};
    const off_t gib = (off_t)1 << 30;
    struct buf tar = {0};
    struct t_all *all;
    unsigned sum = 0;
    char head[512];
    int fd;

    (void)state;
    t_tar(&tar, ARCHIVE_FORMAT_TAR_USTAR, &small, 1);
    memcpy(head, tar.p, 512);
    memcpy(head, "gigabyte", 9);
    memcpy(head + 124, "10000000000 ", 12); /* octal */
    memset(head + 148, ' ', 8);
    for (size_t i = 0; i < 512; i++) sum += (unsigned char)head[i];
    snprintf(head + 148, 8, "%06o", sum);
    t_put("big.tar", (struct span){head, 512});
    fd = open(t_path("big.tar"), O_RDWR);
    assert_int_equal(pwrite(fd, tar.p, tar.n, 512 + gib), tar.n);
    close(fd);
    all = t_read_one(t_path("big.tar"));
    assert_int_equal(all->sum.members, 2);
    assert_int_equal(all->got[0].state, STREAM_REFUSED);
    assert_string_equal(all->got[0].reason, "has 1073741824 bytes, the limit is 268435456");
    assert_int_equal(all->got[0].stored, gib);
    assert_int_equal(all->got[1].state, STREAM_WHOLE);
    assert_int_equal(all->sum.source[0].state, STREAM_WHOLE);
    t_all_free(all);
    buf_fini(&tar);
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

#define TEST(f) cmocka_unit_test_setup_teardown(f, day_make, day_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(members_are_the_same_from_every_kind_of_keeping),
        TEST(members_carry_number_place_and_both_sizes),
        TEST(one_file_is_one_member_plain_or_packed),
        TEST(standard_input_is_read_whatever_it_is),
        TEST(every_writer_of_tars_is_understood),
        TEST(tar_cut_anywhere_gives_what_is_there_and_says_so),
        TEST(tar_with_a_damaged_header_is_read_from_the_next_one),
        TEST(tar_that_is_damaged_anywhere_is_no_crash),
        TEST(one_zero_block_is_not_the_end),
        TEST(search_for_a_header_wants_its_mark),
        TEST(what_follows_the_end_of_a_tar_is_said_and_not_read),
        TEST(empty_tar_is_a_tar_and_an_empty_file_a_member),
        TEST(members_that_lead_elsewhere_are_refused_by_name),
        TEST(gzip_that_is_cut_or_damaged_gives_what_came_before),
        TEST(zstd_that_is_cut_or_damaged_is_partial),
        TEST(packed_data_one_after_another_are_one),
        TEST(archive_packed_and_cut_gives_the_members_before),
        TEST(bombs_are_refused_and_the_walk_goes_on),
        TEST(limits_hold_exactly),
        TEST(limit_holds_for_what_is_cut_too),
        TEST(member_of_a_gigabyte_is_refused_and_the_next_one_read),
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
