/* SPDX-License-Identifier: Apache-2.0 */
/* Bags: what is written is whole when it is read, one changed byte is found, and every trick of the conformance names of the BagIt
 * suites is seen: paths out of the bag, doubles, links, fetch.txt, encodings. The bags are made here. */
#include "bag/bag.h"
#include "base/base64.h"
#include "t.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#define HELLO "hello\n"
#define HELLO_SHA "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
#define EMPTY_SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define BAGIT "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
#define LIST HELLO_SHA "  data/hello.txt\n"

struct room {
    struct arena a;
    struct err e;
    char dir[64];
    const char *bag;
};

static int remove_one(const char *path, const struct stat *s, int type, struct FTW *ftw) {
    (void)s, (void)type, (void)ftw;
    return remove(path);
}

static int enter(void **state) {
    struct room *r = calloc(1, sizeof *r);

    if (!r) return -1;
    arena_init(&r->a, (size_t)256 << 20);
    strcpy(r->dir, "/tmp/headcount-bag-XXXXXX");
    if (!mkdtemp(r->dir)) return -1;
    r->bag = arena_printf(&r->a, "%s/bag", r->dir);
    *state = r;
    return 0;
}

static int leave(void **state) {
    struct room *r = *state;

    nftw(r->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_fini(&r->a);
    free(r);
    return 0;
}

static void put(struct room *r, const char *name, struct span bytes) {
    const char *path = arena_printf(&r->a, "%s/%s", r->bag, name);
    FILE *f = fopen(path, "wb");

    if (!f) fail_msg("%s", path);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fclose(f), 0);
}

static struct bag_verdict check(struct room *r) {
    struct bag_verdict v;

    assert_ok(bag_check(&r->a, r->bag, &v, &r->e), r->e);
    return v;
}

static const char *all(struct room *r, const struct bag_verdict *v) {
    struct buf b = {0};
    const char *s;

    for (size_t i = 0; i < v->finding.n; i++)
        buf_printf(&b, "%s%.*s %s\n",
                   v->finding.v[i].wrong ? "" : "note: ", SPAN_ARG(v->finding.v[i].path),
                   v->finding.v[i].what);
    s = arena_dup(&r->a, buf_span(&b));
    buf_fini(&b);
    return s;
}

/* ---- writing and reading back ---- */

static const uint8_t seed[ED25519_SEED] = {1, 2, 3};

static void write_bag(struct room *r, const uint8_t *with) {
    struct bag *b = NULL;

    assert_ok(bag_open(&b, r->bag, true, &r->e), r->e);
    bag_say(b, "Bag-Software-Agent", "test");
    assert_ok(bag_put(b, "hello.txt", SPAN(HELLO), &r->e), r->e);
    assert_ok(bag_put(b, "100%.txt", SPAN(""), &r->e), r->e);
    assert_ok(bag_close(b, 0, with, &r->e), r->e);
}

static void what_is_written_is_whole(void **state) {
    struct room *r = *state;
    struct bag_verdict v;
    struct bag *again = NULL;
    struct stat s;

    write_bag(r, seed);
    v = check(r);
    if (v.finding.n) fail_msg("%s", all(r, &v));
    assert_int_equal(v.files, 2);
    assert_int_equal(v.bytes, 6);
    assert_int_equal(v.sign, BAG_SIGNED);
    assert_true(span_is(bag_info(&v, "Payload-Oxum"), "6.2"));
    assert_int_equal(stat(r->bag, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0700);
    assert_int_equal(bag_open(&again, r->bag, true, &r->e), RC_CONFLICT); /* never over something */
}

static void nothing_is_left_of_a_failed_one(void **state) {
    struct room *r = *state;
    struct bag *b = NULL;
    struct dirent *entry;
    size_t n = 0;
    DIR *d;

    assert_ok(bag_open(&b, r->bag, true, &r->e), r->e);
    assert_ok(bag_put(b, "hello.txt", SPAN(HELLO), &r->e), r->e);
    assert_int_equal(bag_close(b, RC_IO, NULL, &r->e), RC_IO);
    d = opendir(r->dir);
    assert_non_null(d);
    while ((entry = readdir(d)) != NULL) n += entry->d_name[0] != '.';
    closedir(d);
    assert_int_equal(n, 0);
}

static struct span read_all(struct room *r, const char *path) {
    char block[4096];
    FILE *f = fopen(path, "rb");
    size_t n;

    assert_non_null(f);
    n = fread(block, 1, sizeof block, f);
    fclose(f);
    return arena_span(&r->a, (struct span){block, n});
}

/* Any byte of any file: payload by its sum, lists and labels by that of the tag files, those by the signature. */
static void any_changed_byte_is_found(void **state) {
    static const char *const names[] = {"data/hello.txt",         "bagit.txt",
                                        "bag-info.txt",           "manifest-sha256.txt",
                                        "tagmanifest-sha256.txt", BAG_SIGNATURE};
    struct room *r = *state;
    size_t tried = 0;

    write_bag(r, seed);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct span was = read_all(r, arena_printf(&r->a, "%s/%s", r->bag, names[i]));

        for (size_t at = 0; at < was.n; at++) {
            char *bytes = arena_dup(&r->a, was);
            struct bag_verdict v;

            bytes[at] = (char)(bytes[at] ^ 1);
            put(r, names[i], (struct span){bytes, was.n});
            v = check(r);
            tried++;
            if (!v.wrong && strcmp(names[i], BAG_SIGNATURE) == 0 && at + 1 == was.n)
                continue; /* a blank at the end */
            if (!v.wrong) fail_msg("%s, byte %zu of %zu: not found", names[i], at, was.n);
        }
        put(r, names[i], was);
    }
    assert_true(tried > 500);
    assert_int_equal(check(r).wrong, 0);
}

/* ---- the conformance names ---- */

struct odd {
    const char *name;
    const char *bagit, *info, *manifest, *tags, *fetch; /* NULL: as in a whole one, "": none */
    const char *file, *link;                            /* one more file, one more link */
    const char *what; /* that a finding says; NULL: whole and without notes */
    bool note;        /* it is one that does not make the bag bad */
};

#define E(name) EMPTY_SHA "  " name "\n"

static const struct odd odd[] = {
    {.name = "basicBag"},
    {.name = "bag-with-crlf",
     .bagit = "BagIt-Version: 1.0\r\nTag-File-Character-Encoding: UTF-8\r\n",
     .manifest = HELLO_SHA "  data/hello.txt\r\n"},
    {.name = "bag-with-cr",
     .bagit = "BagIt-Version: 1.0\rTag-File-Character-Encoding: UTF-8\r",
     .manifest = HELLO_SHA "  data/hello.txt\r"},
    {.name = "version-0.97", .bagit = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"},
    {.name = "tab-between", .manifest = HELLO_SHA "\tdata/hello.txt\n"},
    {.name = "percent-encoded-name", .file = "data/a%b", .manifest = LIST E("data/a%25b")},
    {.name = "no-payload-oxum",
     .info = "Source-Organization: x\n",
     .what = "says no Payload-Oxum",
     .note = true},
    {.name = "label-that-goes-on", .info = "Long: one\n  two\nPayload-Oxum: 6.1\n"},
    {.name = "duplicate-metadata-entries",
     .info = "Contact-Name: one\nContact-Name: two\nPayload-Oxum: 6.1\n"},
    {.name = "linux-only: a colon", .file = "data/a:b", .manifest = LIST E("data/a:b")},
    {.name = "linux-only: a device of Windows", .file = "data/CON", .manifest = LIST E("data/CON")},
    /* bagit.txt */
    {.name = "bagit.txt-missing", .bagit = "", .what = "is missing: this is no bag"},
    {.name = "bom-in-bagit.txt", .bagit = "\xef\xbb\xbf" BAGIT, .what = "byte order mark"},
    {.name = "bagit-with-extra-whitespace",
     .bagit = "BagIt-Version:  1.0\nTag-File-Character-Encoding: UTF-8\n",
     .what = "is of a version"},
    {.name = "bagit-with-blank-at-end",
     .bagit = "BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n",
     .what = "more than a version"},
    {.name = "missing-encoding",
     .bagit = "BagIt-Version: 1.0\n",
     .what = "does not name an encoding"},
    {.name = "UTF-16-encoded-tag-files",
     .bagit = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-16\n",
     .what = "other than UTF-8"},
    {.name = "ISO-8859-1-encoded-tag-files",
     .bagit = "BagIt-Version: 0.97\nTag-File-Character-Encoding: ISO-8859-1\n",
     .what = "other than UTF-8"},
    {.name = "unsupported-version",
     .bagit = "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n",
     .what = "is of a version"},
    {.name = "version-0.93",
     .bagit = "BagIt-Version: 0.93\nTag-File-Character-Encoding: UTF-8\n",
     .what = "is of a version"},
    {.name = "version-0.94",
     .bagit = "BagIt-Version: 0.94\nTag-File-Character-Encoding: UTF-8\n",
     .what = "is of a version"},
    {.name = "version-0.95",
     .bagit = "BagIt-Version: 0.95\nTag-File-Character-Encoding: UTF-8\n",
     .what = "is of a version"},
    {.name = "version-0.96",
     .bagit = "BagIt-Version: 0.96\nTag-File-Character-Encoding: UTF-8\n",
     .what = "is of a version"},
    /* lists */
    {.name = "basic-bag-sha1",
     .file = "manifest-sha1.txt",
     .manifest = "",
     .what = "is missing: other sums"},
    {.name = "no-manifest", .manifest = "", .what = "is missing: other sums"},
    {.name = "bom-in-manifest", .manifest = "\xef\xbb\xbf" LIST, .what = "byte order mark"},
    {.name = "UTF-16-manifest",
     .manifest = "\xff\xfe"
                 "5",
     .what = "is UTF-16"},
    {.name = "bad-utf-8-in-manifest", .manifest = LIST E("data/\xc3("), .what = "is not UTF-8"},
    {.name = "extra-file-in-payload", .file = "data/extra", .what = "is there and not listed"},
    {.name = "missing-file", .manifest = LIST E("data/gone"), .what = "is listed and not there"},
    {.name = "corrupt-payload", .manifest = EMPTY_SHA "  data/hello.txt\n", .what = "other bytes"},
    {.name = "corrupt-tag-file", .tags = EMPTY_SHA "  bagit.txt\n", .what = "other bytes"},
    {.name = "unlisted-tag-file",
     .file = "notes.txt",
     .tags = "@",
     .what = "is there and not listed"},
    {.name = "no-tagmanifest", .tags = "", .what = "only the payload was checked", .note = true},
    {.name = "line-without-path", .manifest = LIST HELLO_SHA "\n", .what = "no SHA-256 and path"},
    {.name = "short-sum", .manifest = "5891b5  data/hello.txt\n", .what = "no SHA-256 and path"},
    {.name = "md5-manifest-beside",
     .file = "manifest-md5.txt",
     .what = "was not checked",
     .note = true},
    {.name = "payload-listed-as-tag",
     .tags = HELLO_SHA "  data/hello.txt\n",
     .what = "listed as a tag file"},
    {.name = "tag-listed-as-payload", .manifest = LIST E("bagit.txt"), .what = "not below data/"},
    {.name = "same-filename-listed-twice-with-the-same-hash",
     .manifest = LIST LIST,
     .what = "is listed twice"},
    {.name = "same-filename-listed-twice-with-different-hashes",
     .manifest = LIST EMPTY_SHA "  data/hello.txt\n",
     .what = "is listed twice"},
    /* oxum */
    {.name = "invalid-oxum",
     .info = "Payload-Oxum: 7.1\n",
     .what = "says Payload-Oxum 7.1; there is 6.1"},
    {.name = "two-oxums",
     .info = "Payload-Oxum: 6.1\nPayload-Oxum: 6.1\n",
     .what = "more than once"},
    {.name = "info-line-without-label",
     .info = "nonsense\nPayload-Oxum: 6.1\n",
     .what = "no label and value"},
    /* names that lead elsewhere */
    {.name = "out-of-scope-file-paths-using-dot-notation",
     .manifest = LIST E("data/../../../../etc/passwd"),
     .what = "leaves the bag"},
    {.name = "dot-dot-first", .manifest = LIST E("../outside"), .what = "leaves the bag"},
    {.name = "dot-dot-last", .manifest = LIST E("data/.."), .what = "leaves the bag"},
    {.name = "absolute-path", .manifest = LIST E("/etc/passwd"), .what = "is absolute"},
    {.name = "double-slash", .manifest = LIST E("//host/share"), .what = "is absolute"},
    {.name = "tilde-home", .manifest = LIST E("~/.ssh/id"), .what = "home folder"},
    {.name = "tilde-user", .manifest = LIST E("~root/.ssh/id"), .what = "home folder"},
    {.name = "unc-path", .manifest = LIST E("\\\\host\\share\\file"), .what = "another machine"},
    {.name = "windows-separator", .manifest = LIST E("data\\hello.txt"), .what = "backslash"},
    {.name = "windows-drive", .manifest = LIST E("C:/data/x"), .what = "drive"},
    {.name = "percent-encoded-dot-dot",
     .manifest = LIST E("data/%2e%2e/x"),
     .what = "%0A, %0D or %25"},
    {.name = "percent-encoded-slash",
     .manifest = LIST E("data/..%2F..%2Fx"),
     .what = "%0A, %0D or %25"},
    {.name = "percent-cut-off", .manifest = LIST E("data/x%2"), .what = "%0A, %0D or %25"},
    {.name = "percent-encoded-line-feed",
     .manifest = LIST E("data/a%0Ab"),
     .what = "control character"},
    {.name = "dot-step", .manifest = LIST E("data/./hello.txt"), .what = "goes nowhere"},
    {.name = "empty-step", .manifest = LIST E("data//hello.txt"), .what = "empty step"},
    {.name = "tag-path-escape", .tags = EMPTY_SHA "  ../outside\n", .what = "leaves the bag"},
    /* links */
    {.name = "link-in-payload",
     .link = "data/passwd",
     .manifest = LIST E("data/passwd"),
     .what = "is a link"},
    {.name = "link-as-tag-file", .link = "notes.txt", .what = "is a link"},
    /* fetch.txt */
    {.name = "fetch.txt-of-what-is-there",
     .fetch = "http://localhost/hello.txt 6 data/hello.txt\n",
     .what = "nothing was",
     .note = true},
    {.name = "holey-bag",
     .fetch = "http://localhost/x - data/x\n",
     .manifest = LIST E("data/x"),
     .what = "fetch.txt says where"},
    {.name = "fetch-path-escape",
     .fetch = "http://localhost/x 6 data/../../x\n",
     .what = "leaves the bag"},
    {.name = "fetch-absolute", .fetch = "http://localhost/x 6 /tmp/x\n", .what = "is absolute"},
    {.name = "fetch-tilde-home", .fetch = "http://localhost/x 6 ~/x\n", .what = "home folder"},
    {.name = "fetch-tilde-user", .fetch = "http://localhost/x 6 ~root/x\n", .what = "home folder"},
    {.name = "fetch-unc", .fetch = "http://localhost/x 6 \\\\host\\x\n", .what = "another machine"},
    {.name = "fetch-of-a-file-url",
     .fetch = "file:///etc/passwd 6 data/hello.txt\n",
     .what = "nothing was",
     .note = true},
    {.name = "fetch-bad-line", .fetch = "nonsense\n", .what = "no address, size and path"},
    /* doubles */
    {.name = "duplicate-file-entries-in-case",
     .file = "data/Hello.txt",
     .manifest = LIST E("data/Hello.txt"),
     .what = "one name with another",
     .note = true},
    {.name = "normalisation-double",
     .file = "data/n\xcc\x83",
     .manifest = LIST E("data/n\xcc\x83") E("data/\xc3\xb1"),
     .what = "one name with another"},
    {.name = "precomposed-character-in-filename", /* darwin-only: there the two are one file */
     .file = "data/n\xcc\x83",
     .manifest = LIST E("data/\xc3\xb1"),
     .what = "is listed and not there"},
};

static void make(struct room *r, const struct odd *o) {
    struct buf tags = {0};
    const char *bagit = o->bagit ? o->bagit : BAGIT, *info = o->info ? o->info : NULL,
               *manifest = o->manifest ? o->manifest : LIST;
    uint8_t sha[HASH_BYTES];

    assert_int_equal(mkdir(r->bag, 0700), 0);
    assert_int_equal(mkdir(arena_printf(&r->a, "%s/data", r->bag), 0700), 0);
    put(r, "data/hello.txt", SPAN(HELLO));
    if (*bagit) put(r, "bagit.txt", span_of(bagit));
    if (*manifest) put(r, "manifest-sha256.txt", span_of(manifest));
    if (o->file) put(r, o->file, SPAN(""));
    if (!info)
        info = o->file && strncmp(o->file, "data/", 5) == 0 ? "Payload-Oxum: 6.2\n"
                                                            : "Payload-Oxum: 6.1\n";
    put(r, "bag-info.txt", span_of(info));
    if (o->fetch) put(r, "fetch.txt", span_of(o->fetch));
    if (o->link)
        assert_int_equal(symlink("/etc/passwd", arena_printf(&r->a, "%s/%s", r->bag, o->link)), 0);
    if (o->tags && strcmp(o->tags, "@") != 0) {
        if (*o->tags) put(r, "tagmanifest-sha256.txt", span_of(o->tags));
        return;
    }
    for (int i = 0; i < 4; i++) {
        const char *name[] = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "fetch.txt"};
        const char *text[] = {bagit, info, manifest, o->fetch ? o->fetch : ""};

        if (!*text[i]) continue;
        hash_of(span_of(text[i]), sha);
        buf_printf(&tags, "%s  %s\n", hash_hex(sha).s, name[i]);
    }
    if (o->file && strncmp(o->file, "manifest-", 9) == 0) buf_printf(&tags, E("%s"), o->file);
    put(r, "tagmanifest-sha256.txt", buf_span(&tags));
    buf_fini(&tags);
}

static void the_conformance_names(void **state) {
    struct room *r = *state;

    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        const struct odd *o = &odd[i];
        struct bag_verdict v;
        bool said = false;

        make(r, o);
        v = check(r);
        for (size_t k = 0; k < v.finding.n && o->what; k++)
            said =
                said ||
                (strstr(v.finding.v[k].what, o->what) &&
                 (v.finding.v[k].wrong != o->note || strcmp(o->name, "normalisation-double") == 0));
        if (o->what ? !said || (v.wrong > 0) == o->note : v.finding.n > 0)
            fail_msg("%s: %zu wrong: %s", o->name, v.wrong, all(r, &v));
        nftw(r->bag, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    }
}

/* What is outside is never opened: a link to a pipe without a writer would hold the reader for ever, a device would never end. */
static void odd_things_in_a_bag(void **state) {
    struct room *r = *state;
    struct odd o = {.name = "pipe"};
    struct bag_verdict v;

    make(r, &o);
    assert_int_equal(mkfifo(arena_printf(&r->a, "%s/data/pipe", r->bag), 0600), 0);
    assert_int_equal(symlink("pipe", arena_printf(&r->a, "%s/data/to-pipe", r->bag)), 0);
    assert_int_equal(symlink("..", arena_printf(&r->a, "%s/data/up", r->bag)), 0);
    v = check(r);
    assert_int_equal(v.wrong, 3);
    assert_non_null(strstr(all(r, &v), "neither file nor folder"));
    assert_int_equal(v.files, 1);
    assert_int_equal(bag_check(&r->a, arena_printf(&r->a, "%s/none", r->dir), &v, &r->e),
                     RC_NOTFOUND);
    assert_int_equal(bag_check(&r->a, arena_printf(&r->a, "%s/bagit.txt", r->bag), &v, &r->e),
                     RC_NOTFOUND);
}

static void folders_too_deep(void **state) {
    struct room *r = *state;
    struct odd o = {.name = "deep"};
    struct bag_verdict v;
    struct buf b = {0};

    make(r, &o);
    buf_printf(&b, "%s/data", r->bag);
    for (int i = 0; i < BAG_DEPTH + 2; i++) {
        buf_puts(&b, "/d");
        assert_int_equal(mkdir(b.p, 0700), 0);
    }
    buf_fini(&b);
    assert_int_equal(bag_check(&r->a, r->bag, &v, &r->e), RC_LIMIT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_written_is_whole, enter, leave),
        cmocka_unit_test_setup_teardown(nothing_is_left_of_a_failed_one, enter, leave),
        cmocka_unit_test_setup_teardown(any_changed_byte_is_found, enter, leave),
        cmocka_unit_test_setup_teardown(the_conformance_names, enter, leave),
        cmocka_unit_test_setup_teardown(odd_things_in_a_bag, enter, leave),
        cmocka_unit_test_setup_teardown(folders_too_deep, enter, leave),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
