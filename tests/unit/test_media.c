/* SPDX-License-Identifier: Apache-2.0 */
/* Originals stay as they are, reposts are found, bombs are survived and named. The pictures are
 * made here by ffmpeg; all of it as nobody. Where a helper program is missing a test skips and
 * says which. */
#include "ledger/ledger.h"
#include "media/facts.h"
#include "media/media.h"
#include "media/phash.h"
#include "t_studio.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

static void write_file(const char *name, const void *p, size_t n) {
    FILE *f = fopen(name, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void add(struct studio *s, const char *name) {
    struct err e;

    media_result_fini(&s->r);
    assert_ok(media_add(s->st, &s->a, name, &s->tools, &s->o, &s->r, &e), e);
}

static const json_t *hint(const struct studio *s, const char *what) {
    for (size_t i = 0; i < s->r.hint.n; i++)
        if (strcmp(s->r.hint.v[i].what, what) == 0) return s->r.hint.v[i].value;
    return NULL;
}

static size_t entries(struct studio *s, const char *kind) {
    struct ledger_it *it = NULL;
    struct ledger_entry x;
    struct err e;
    size_t n = 0;

    assert_ok(ledger_each(&it, s->st, kind, &e), e);
    while (ledger_next(it, &x, &e) > 0) n++;
    ledger_done(it);
    return n;
}

static void assert_verified(struct studio *s) {
    struct ledger_verdict v;
    struct err e;

    assert_ok(ledger_verify(s->st, &v, &e), e);
    if (v.broken) fail_msg("entry %lld: %s", (long long)v.seq, v.reason);
}

/* ---- metadata ---- */

static void call_facts(struct studio *s, cage_fn *fn, const char *json, struct facts *f,
                       bool want) {
    struct cage_limits lim = {
        .memory_bytes = (size_t)64 << 20, .answer_bytes = sizeof *f, .time_ms = 10000, .cpu_s = 10};
    struct cage_input in = {.bytes = span_of(json), .fd = -1};
    struct cage_answer reply;
    struct err e;

    json_decref(json_object());
    assert_ok(cage_call(&s->a, fn, NULL, &in, &lim, &reply, &e), e);
    assert_int_equal(reply.status, CAGE_OK);
    assert_int_equal(reply.code == 0 && facts_take(reply.bytes, f), want);
}

static void metadata_gives_times_and_the_class_of_what_it_names(void **state) {
    static const struct {
        const char *json;
        unsigned names;
    } all[] = {
        {"[{\"File:ImageWidth\": 640, \"File:Comment\": \"Lavc59.37.100\"}]", 0},
        {"[{\"GPS:GPSLatitude\": 43.1}]", MEDIA_PLACE},
        {"[{\"IFD0:Make\": \"x\", \"ExifIFD:SerialNumber\": \"1\"}]", MEDIA_DEVICE},
        {"[{\"XMP-dc:Creator\": [\"x\"]}]", MEDIA_PERSON},
        {"[{\"Keys:LocationISO6709\": \"+43+131/\", \"Keys:Author\": \"x\"}]",
         MEDIA_PLACE | MEDIA_PERSON},
        {"[{\"Vendor:Quux\": 1}]", MEDIA_OTHER},
        {"[{\"ExifTool:Warning\": \"[minor] odd\"}]", 0},
        {"[{\"ExifTool:Error\": \"File format error\"}]", MEDIA_UNSEEN},
    };
    struct studio *s = *state;
    static struct facts f;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        call_facts(s, facts_exif, all[i].json, &f, true);
        if (f.names != all[i].names) fail_msg("%s: %u", all[i].json, f.names);
        assert_int_equal(f.sealed_n > 0, (f.names & ~(unsigned)MEDIA_UNSEEN) != 0);
    }
    call_facts(s, facts_exif,
               "[{\"ExifIFD:DateTimeOriginal\": \"2023:10:30 09:12:11+10:00\", \"QuickTime:"
               "CreateDate\": \"0000:00:00 00:00:00\", \"IFD0:ModifyDate\": \"" CANARY "\"}]",
               &f, true);
    assert_int_equal(f.n, 1);
    assert_string_equal(f.fact[0].value, "2023-10-30T09:12:11+10:00");
    call_facts(s, facts_exif, "not JSON", &f, false);
    call_facts(s, facts_exif, "[]", &f, false);
    call_facts(s, facts_probe,
               "{\"format\": {\"format_name\": \"mov,mp4\", \"duration\": \"6.25\"}, \"streams\": "
               "[{\"codec_type\": \"video\", \"codec_name\": \"h264\", \"width\": 320, \"height\": "
               "240}]}",
               &f, true);
    assert_int_equal(f.n, 3);
    assert_string_equal(f.fact[1].value, "6250");
    assert_string_equal(f.fact[2].value, "h264 320x240");
}

/* Whoever took over the caged reader writes what they like. */
static void a_forged_answer_is_not_believed(void **state) {
    static struct facts f, out;

    (void)state;
    assert_false(facts_take(SPAN("short"), &out));
    f.n = FACTS_MOST + 1;
    assert_false(facts_take((struct span){(const char *)&f, sizeof f}, &out));
    f.n = 3;
    snprintf(f.fact[0].what, sizeof f.fact->what, "rootkit");
    snprintf(f.fact[0].value, sizeof f.fact->value, "x");
    snprintf(f.fact[1].what, sizeof f.fact->what, "time");
    snprintf(f.fact[1].value, sizeof f.fact->value, "\x1b[2J");
    snprintf(f.fact[2].what, sizeof f.fact->what, "container");
    memset(f.fact[2].value, 'x', sizeof f.fact->value); /* without an end */
    assert_true(facts_take((struct span){(const char *)&f, sizeof f}, &out));
    assert_int_equal(out.n, 0);
    f.sealed_n = FACTS_SEALED + 1;
    assert_false(facts_take((struct span){(const char *)&f, sizeof f}, &out));
}

/* ---- originals ---- */

struct original {
    struct stat st;
    uint8_t sha[HASH_BYTES];
};

static struct original note(struct studio *s, const char *name) {
    struct original o;

    assert_int_equal(stat(name, &o.st), 0);
    hash_of(read_file(s, name), o.sha);
    return o;
}

static void originals_stay_as_they_are_also_where_nothing_may_be_written(void **state) {
    struct studio *s = *state;
    struct original before, after;
    const char *const name[] = {"a.png", "b.jpg", "c.mp4"};
    const char *elsewhere = arena_printf(&s->a, "%s.hc", s->dir);
    struct err e;

    need(s, MEDIA_FRAMES);
    make("-f lavfi -i testsrc=size=640x360 -frames:v 1 -update 1 a.png");
    make("-f lavfi -i testsrc2=size=640x360 -frames:v 1 -update 1 b.jpg");
    make("-f lavfi -i testsrc2=size=320x180:rate=5:duration=4 -c:v mpeg4 c.mp4");
    for (size_t i = 0; i < 3; i++) assert_int_equal(chmod(name[i], 0444), 0);
    store_close(s->st); /* the case lies elsewhere, as on a stick that is read only */
    assert_int_equal(rename("case.hc", elsewhere), 0);
    assert_int_equal(chmod(s->dir, 0555), 0);
    assert_ok(store_open(&s->st, elsewhere, STORE_WRITE, &e), e);
    for (size_t i = 0; i < 3; i++) {
        before = note(s, name[i]);
        add(s, name[i]);
        after = note(s, name[i]);
        assert_memory_equal(before.sha, after.sha, HASH_BYTES);
        assert_memory_equal(before.sha, s->r.sha, HASH_BYTES);
        assert_int_equal(before.st.st_size, after.st.st_size);
        assert_memory_equal(&before.st.st_mtim, &after.st.st_mtim, sizeof before.st.st_mtim);
        assert_memory_equal(&before.st.st_ctim, &after.st.st_ctim, sizeof before.st.st_ctim);
        assert_non_null(hint(s, "frames"));
    }
    unlink(elsewhere);
}

static void the_same_bytes_are_one_item_and_a_repost_is_another(void **state) {
    struct studio *s = *state;
    uint8_t first[HASH_BYTES];
    const json_t *like;
    size_t media, hints;

    need(s, MEDIA_FRAMES);
    make("-f lavfi -i testsrc=size=640x360 -frames:v 1 -update 1 a.png");
    add(s, "a.png");
    memcpy(first, s->r.sha, HASH_BYTES);
    assert_null(hint(s, "lookslike"));
    assert_int_equal(link("a.png", "renamed.jpg"), 0);
    media = entries(s, "media"), hints = entries(s, "hint");
    add(s, "renamed.jpg"); /* the name says nothing */
    assert_true(s->r.known);
    assert_memory_equal(first, s->r.sha, HASH_BYTES);
    assert_int_equal(entries(s, "media"), media);
    assert_int_equal(entries(s, "hint"), hints);
    s->o.corridor = NULL, s->o.date = "30 October 2023"; /* what it shows is learned later */
    add(s, "a.png");
    assert_false(s->r.known);
    assert_int_equal(entries(s, "media"), media + 1);
    assert_int_equal(entries(s, "hint"), hints); /* nobody looks again */
    make("-i a.png -vf scale=320:180 -q:v 12 small.jpg");
    add(s, "small.jpg");
    assert_memory_not_equal(first, s->r.sha, HASH_BYTES);
    assert_non_null(like = hint(s, "lookslike"));
    assert_string_equal(json_string_value(json_object_get(like, "sha256")), hash_hex(first).s);
    make("-f lavfi -i testsrc2=size=640x360 -frames:v 1 -update 1 other.png");
    add(s, "other.png");
    assert_null(hint(s, "lookslike"));
    assert_verified(s);
}

static void a_video_is_found_again_by_its_frames(void **state) {
    struct studio *s = *state;
    const json_t *frames, *like;

    need(s, MEDIA_FRAMES);
    s->o.every_s = 1;
    make("-f lavfi -i mandelbrot=size=320x180:rate=5 -t 6 -c:v mpeg4 -q:v 4 a.mp4");
    add(s, "a.mp4");
    assert_non_null(frames = json_object_get(hint(s, "frames"), "frame"));
    assert_in_range(json_array_size(frames), 5, 8);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(frames, 2), "at_ms")) % 200,
                     0);
    assert_true(json_integer_value(json_object_get(json_array_get(frames, 2), "at_ms")) >= 2000);
    make("-ss 2 -i a.mp4 -vf scale=240:136 -c:v mpeg4 -q:v 9 b.avi"); /* cut, scaled, another box */
    add(s, "b.avi");
    assert_non_null(like = hint(s, "lookslike"));
    assert_true(2 * json_integer_value(json_object_get(like, "shared")) >=
                json_integer_value(json_object_get(like, "of")));
}

/* The figures of docs/MEDIA.md. A picture, five reposts of it, and its mirror image, which is another. */
static const char *const copy[] = {"-q:v 20",
                                   "-vf scale=320:180 -q:v 10",
                                   "-vf scale=640:480 -q:v 6",
                                   "-vf format=gray -q:v 4",
                                   "-vf crop=iw*0.96:ih*0.96 -q:v 4",
                                   "-vf hflip"};
#define COPIES (int)(sizeof copy / sizeof *copy)

/* hash[0] is of the picture itself. */
static void hashes_of_copies(struct studio *s, const char *picture, uint64_t hash[COPIES + 1]) {
    struct buf copies = {0}, shapes = {0}, in = {0};
    char name[16];

    make("-f lavfi -i %s -frames:v 1 -update 1 0.png", picture);
    for (int i = 0; i <= COPIES; i++) { /* all at once: to start the program takes longest */
        snprintf(name, sizeof name, "%d.%s", i, i ? "jpg" : "png");
        if (i) buf_printf(&copies, " %s -update 1 %s", copy[i - 1], name);
        buf_printf(&in, " -i %s", name);
        buf_printf(
            &shapes,
            " -map %d -frames:v 1 -vf scale=32:32:flags=area -pix_fmt gray -f rawvideo %d.raw", i,
            i);
    }
    make("-i 0.png%s", copies.p);
    make("%s%s", in.p, shapes.p);
    for (int i = 0; i <= COPIES; i++) {
        snprintf(name, sizeof name, "%d.raw", i);
        assert_true(phash((const uint8_t *)read_file(s, name).p, &hash[i]));
    }
    buf_fini(&copies);
    buf_fini(&shapes);
    buf_fini(&in);
}

static void reposts_are_within_the_bound_and_others_beyond_it(void **state) {
    static const char *const picture[] = {
        "testsrc=size=960x540", "testsrc2=size=960x540", "mandelbrot=size=960x540",
        "mandelbrot=size=960x540:start_scale=0.05:start_x=-0.7436:start_y=0.1318",
        "sierpinski=size=960x540:seed=3"};
    struct studio *s = *state;
    uint64_t base[sizeof picture / sizeof *picture];
    int worst = 0, nearest = 64;

    need(s, MEDIA_FRAMES);
    for (size_t i = 0; i < sizeof picture / sizeof *picture; i++) {
        uint64_t hash[COPIES + 1];

        hashes_of_copies(s, picture[i], hash);
        for (int k = 1; k <= COPIES; k++) {
            int d = phash_distance(hash[0], hash[k]);

            if ((d > PHASH_NEAR) != (k == COPIES))
                fail_msg("%s %s: %d apart", picture[i], copy[k - 1], d);
            if (k < COPIES && d > worst) worst = d;
        }
        base[i] = hash[0];
        for (size_t k = 0; k < i; k++)
            if (phash_distance(base[i], base[k]) < nearest)
                nearest = phash_distance(base[i], base[k]);
    }
    print_message("# reposts at most %d of 64 bits apart, others at least %d\n", worst, nearest);
    assert_true(nearest > PHASH_NEAR);
}

/* ---- what is not kept ---- */

static void a_place_a_device_and_a_person_are_told_and_nowhere_in_the_case(void **state) {
    struct studio *s = *state;
    struct span file;

    need(s, MEDIA_FRAMES);
    need(s, MEDIA_EXIF);
    make("-f lavfi -i testsrc=size=320x180 -frames:v 1 -update 1 " CANARY ".jpg");
    assert_int_equal(system("exiftool -q -overwrite_original -Make=" CANARY " -SerialNumber=" CANARY
                            " -Artist=" CANARY " -UserComment=" CANARY " -GPSLatitude=43.11779935"
                            " -GPSLatitudeRef=N -DateTimeOriginal='2023:10:30 09:12:11' " CANARY
                            ".jpg"),
                     0);
    add(s, CANARY ".jpg");
    assert_int_equal(s->r.names, MEDIA_PLACE | MEDIA_DEVICE | MEDIA_PERSON);
    assert_string_equal(s->r.kept, "hash");
    assert_string_equal(json_string_value(json_object_get(hint(s, "time"), "text")),
                        "2023-10-30T09:12:11");
    file = read_file(s, "case.hc");
    assert_null(memmem(file.p, file.n, CANARY, sizeof CANARY - 1));
    assert_null(memmem(file.p, file.n, "43.117", 6));
    s->o.keep = "inside"; /* only when a person asks for it by name: then the scan does find it */
    s->o.custody = 2;
    add(s, CANARY ".jpg");
    file = read_file(s, "case.hc");
    assert_non_null(memmem(file.p, file.n, CANARY, sizeof CANARY - 1));
}

/* What a vault is given: the values, and then, once the entry holds the commitment, its turn to
 * keep them. The vault itself is tested where it is built. */
struct safe {
    struct span plain;
    size_t hints; /* when it was asked to seal */
    bool kept;
    struct studio *s;
};

static int safe_seal(void *arg, struct arena *a, struct span plain, json_t **value, struct err *e) {
    struct safe *safe = arg;

    (void)e;
    safe->plain = arena_span(a, plain);
    safe->hints = entries(safe->s, "hint");
    *value = json_pack("{s:s}", "commitment", "c0");
    return 0;
}

static int safe_keep(void *arg, struct store *st, struct err *e) {
    struct safe *safe = arg;

    (void)e;
    assert_ptr_equal(st, safe->s->st);
    assert_int_equal(entries(safe->s, "hint"), safe->hints + 1);
    safe->kept = true;
    return 0;
}

static void what_it_names_goes_to_the_vault_after_its_commitment(void **state) {
    struct studio *s = *state;
    struct safe safe = {.s = s};
    struct media_vault vault = {.arg = &safe, .seal = safe_seal, .keep = safe_keep};
    struct span file;

    need(s, MEDIA_FRAMES);
    need(s, MEDIA_EXIF);
    make("-f lavfi -i testsrc=size=320x180 -frames:v 1 -update 1 a.jpg");
    assert_int_equal(system("exiftool -q -overwrite_original -Make=" CANARY " a.jpg"), 0);
    s->o.vault = &vault;
    add(s, "a.jpg");
    assert_true(safe.kept && s->r.sealed);
    assert_non_null(memmem(safe.plain.p, safe.plain.n, CANARY, sizeof CANARY - 1));
    assert_string_equal(json_string_value(json_object_get(hint(s, "sealed"), "commitment")), "c0");
    file = read_file(s, "case.hc");
    assert_null(memmem(file.p, file.n, CANARY, sizeof CANARY - 1));
}

static void a_file_that_nobody_could_look_into_is_known_by_its_hash(void **state) {
    struct studio *s = *state;
    struct media_tools none = {.languages = ""};

    need(s, MEDIA_FRAMES);
    make("-f lavfi -i testsrc=size=320x180 -frames:v 1 -update 1 a.png");
    for (size_t i = 0; i < MEDIA_TOOLS; i++) none.tool[i].name = none.tool[i].version = "none";
    s->tools = none;
    add(s, "a.png");
    assert_int_equal(s->r.names, MEDIA_UNSEEN);
    assert_string_equal(s->r.kept, "hash");
    assert_int_equal(entries(s, "hint"), 0);
    assert_int_equal(s->r.notice.n, 1);
}

static void a_path_is_kept_when_asked_for_and_below_the_case_only(void **state) {
    struct studio *s = *state;
    struct query *q = NULL;
    struct err e;

    write_file("a.bin", "bytes", 5);
    s->o.keep = "path";
    add(s, "a.bin");
    assert_ok(query_open(&q, s->st, "SELECT path, data IS NULL FROM blob", &e), e);
    assert_int_equal(query_next(q, &e), 1);
    assert_true(span_is(query_col(q, 0), "a.bin"));
    assert_int_equal(query_col_int(q, 1), 1);
    query_close(q);
    s->o.folder = "/usr";
    write_file("b.bin", "other", 5);
    assert_int_equal(media_add(s->st, &s->a, "b.bin", &s->tools, &s->o, &s->r, &e), RC_RANGE);
    s->o.source = "nobody";
    assert_int_equal(media_add(s->st, &s->a, "b.bin", &s->tools, &s->o, &s->r, &e), RC_NOTFOUND);
}

static void the_largest_file_inside_fits_and_a_larger_one_stays_outside(void **state) {
    struct studio *s = *state;
    char *p = calloc(1, MEDIA_INSIDE_BYTES + 1);

    assert_non_null(p);
    s->o.keep = "inside";
    s->o.look = false;
    write_file("a.bin", p, MEDIA_INSIDE_BYTES);
    add(s, "a.bin");
    assert_string_equal(s->r.kept, "inside");
    write_file("b.bin", p, MEDIA_INSIDE_BYTES + 1);
    s->o.keep = NULL;
    add(s, "b.bin");
    assert_string_equal(s->r.kept, "hash");
    assert_int_equal(s->r.bytes, MEDIA_INSIDE_BYTES + 1);
    assert_verified(s);
    free(p);
}

/* ---- bombs ---- */

static uint32_t crc(const uint8_t *p, size_t n) {
    uint32_t c = 0xffffffff;

    while (n--) {
        c ^= *p++;
        for (int k = 0; k < 8; k++) c = c >> 1 ^ (c & 1 ? 0xedb88320 : 0);
    }
    return ~c;
}

static void be32(uint8_t *p, uint32_t v) {
    for (int i = 0; i < 4; i++) p[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* A PNG of 60,000 by 60,000 in 60 bytes. */
static void png_bomb(void) {
    uint8_t f[69] = "\x89PNG\r\n\x1a\n\0\0\0\15IHDR";

    be32(f + 16, 60000);
    be32(f + 20, 60000);
    f[24] = 8, f[25] = 2;
    be32(f + 29, crc(f + 12, 17));
    memcpy(f + 33, "\0\0\0\14IDAT\x78\x9c\x63\0\1\0\0\5\0\1\0\0", 20);
    be32(f + 53, crc(f + 37, 16));
    memcpy(f + 57, "\0\0\0\0IEND\xae\x42\x60\x82", 12);
    write_file("bomb.png", f, sizeof f);
}

static void jpeg_bombs(struct studio *s) {
    struct span jpg;
    char *p;
    size_t n;

    make("-f lavfi -i testsrc=size=640x360 -frames:v 1 -update 1 good.jpg");
    jpg = read_file(s, "good.jpg");
    write_file("cut.jpg", jpg.p, jpg.n / 3);
    p = arena_dup(&s->a, jpg);
    for (n = 0; n + 9 < jpg.n; n++)
        if ((uint8_t)p[n] == 0xff && (uint8_t)p[n + 1] == 0xc0)
            memcpy(p + n + 5, "\xff\xdc\xff\xdc", 4);
    write_file("huge.jpg", p, jpg.n);
}

/* Boxes in boxes, each of which says that it is four gigabytes; then a table of as many samples. */
static void mp4_bombs(void) {
    static uint8_t deep[400000];
    uint8_t table[512] = {0};
    size_t n = 24;

    memcpy(deep,
           "\0\0\0\x18"
           "ftypisom\0\0\0\0isommp41",
           24);
    memcpy(table, deep, 24);
    for (; n + 8 <= sizeof deep; n += 8) {
        be32(deep + n, 0xfffffff0);
        memcpy(deep + n + 4, n % 16 ? "moov" : "trak", 4);
    }
    write_file("deep.mp4", deep, sizeof deep);
    static const char *const path[] = {"moov", "trak", "mdia", "minf", "stbl", "stsz"};
    for (size_t i = 0; i < 6; i++) {
        be32(table + 24 + 8 * i, (uint32_t)(sizeof table - 24 - 8 * i));
        memcpy(table + 28 + 8 * i, path[i], 4);
    }
    be32(table + 80, 0xffffffff); /* samples */
    write_file("table.mp4", table, sizeof table);
}

static void zip_bomb(void) {
    static char zip[70000] = "PK\3\4\24\0\0\0\10\0";

    memcpy(zip + 26, "\5\0\0\0x.jpg\xed\xfd\xff", 12);
    write_file("zip.jpg", zip, sizeof zip);
}

static bool said(const struct studio *s) {
    return hint(s, "unread") || hint(s, "stopped") || hint(s, "damaged") ||
           strcmp(s->r.type, "application/zip") == 0;
}

static void bombs_are_survived_and_named_in_time(void **state) {
    static const char *const bomb[] = {"bomb.png", "cut.jpg",   "huge.jpg",
                                       "deep.mp4", "table.mp4", "zip.jpg"};
    struct studio *s = *state;

    need(s, MEDIA_FRAMES);
    png_bomb();
    jpeg_bombs(s);
    mp4_bombs();
    zip_bomb();
    for (size_t i = 0; i < sizeof bomb / sizeof *bomb; i++) {
        time_t begun = time(NULL);

        add(s, bomb[i]);
        print_message("# %s: %s, %d s, %zu hints%s\n", bomb[i], s->r.type,
                      (int)(time(NULL) - begun), s->r.hint.n, said(s) ? ", named" : "");
        for (size_t k = 0; k < s->r.notice.n; k++) print_message("#   %s\n", s->r.notice.v[k]);
        assert_in_range(time(NULL) - begun, 0, 90);
        if (strcmp(bomb[i], "cut.jpg") != 0) assert_true(said(s)); /* a cut one is shown in part */
    }
    assert_int_equal(entries(s, "media"), sizeof bomb / sizeof *bomb);
    assert_verified(s);
    add(s, "good.jpg"); /* and life goes on */
    assert_non_null(hint(s, "frames"));
}

static void a_kernel_without_landlock_is_written_into_the_case(void **state) {
    struct studio *s = *state;
    struct ledger_it *it = NULL;
    struct ledger_entry x;
    struct err e;
    int status;
    pid_t child;
    size_t n = 0;

    need(s, MEDIA_FRAMES);
    make("-f lavfi -i testsrc=size=320x180 -frames:v 1 -update 1 a.png");
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (!lose_landlock()) _exit(10);
        if (media_add(s->st, &s->a, "a.png", &s->tools, &s->o, &s->r, &e) < 0) _exit(11);
        _exit(s->r.missing == CAGE_LANDLOCK ? 0 : 12);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_ok(ledger_each(&it, s->st, "hint", &e), e);
    while (ledger_next(it, &x, &e) > 0) {
        assert_non_null(memmem(x.body.p, x.body.n, "\"cage\":\"no landlock\"", 20));
        n++;
    }
    ledger_done(it);
    assert_true(n > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, enter, leave)
        cmocka_unit_test(a_forged_answer_is_not_believed),
        T(metadata_gives_times_and_the_class_of_what_it_names),
        T(originals_stay_as_they_are_also_where_nothing_may_be_written),
        T(the_same_bytes_are_one_item_and_a_repost_is_another),
        T(a_video_is_found_again_by_its_frames),
        T(reposts_are_within_the_bound_and_others_beyond_it),
        T(a_place_a_device_and_a_person_are_told_and_nowhere_in_the_case),
        T(what_it_names_goes_to_the_vault_after_its_commitment),
        T(a_file_that_nobody_could_look_into_is_known_by_its_hash),
        T(a_path_is_kept_when_asked_for_and_below_the_case_only),
        T(the_largest_file_inside_fits_and_a_larger_one_stays_outside),
        T(bombs_are_survived_and_named_in_time),
        T(a_kernel_without_landlock_is_written_into_the_case),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    become_nobody();
    umask(022);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
