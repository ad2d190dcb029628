/* SPDX-License-Identifier: Apache-2.0 */
/* What is cut, damaged, over a limit or refused: what is there is read, and what is wrong is said. */
#include "t_day.h"

#include <fcntl.h>

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

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(tar_cut_anywhere_gives_what_is_there_and_says_so),
        TEST(tar_with_a_damaged_header_is_read_from_the_next_one),
        TEST(tar_that_is_damaged_anywhere_is_no_crash),
        TEST(one_zero_block_is_not_the_end),
        TEST(search_for_a_header_wants_its_mark),
        TEST(what_follows_the_end_of_a_tar_is_said_and_not_read),
        TEST(members_that_lead_elsewhere_are_refused_by_name),
        TEST(gzip_that_is_cut_or_damaged_gives_what_came_before),
        TEST(zstd_that_is_cut_or_damaged_is_partial),
        TEST(archive_packed_and_cut_gives_the_members_before),
        TEST(bombs_are_refused_and_the_walk_goes_on),
        TEST(limits_hold_exactly),
        TEST(limit_holds_for_what_is_cut_too),
        TEST(member_of_a_gigabyte_is_refused_and_the_next_one_read),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
