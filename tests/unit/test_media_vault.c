/* SPDX-License-Identifier: Apache-2.0 */
/* What photographs name, sealed in the vault of a case. The pictures are made here by ffmpeg and exiftool; all of it
 * as nobody, in a case with one source. */
#include "t.h"

#include "canary.h"
#include "ledger/identity.h"
#include "ledger/ledger.h"
#include "media/safe.h"
#include "t_cage.h"

#include <sys/stat.h>

#define NOW INT64_C(1698624000000)
#define CANARY "QKZ7canaryW3"

struct studio {
    char dir[64], path[96];
    struct arena a;
    struct store *st;
    struct media_tools tools;
    struct media_options o;
    struct media_result r;
};

static int enter(void **state) {
    struct studio *s = calloc(1, sizeof *s);
    char key[sizeof s->dir + 16];
    struct err e;

    if (!s) return -1;
    arena_init(&s->a, (size_t)2 << 30);
    snprintf(s->dir, sizeof s->dir, "/tmp/headcount-media-XXXXXX");
    if (!mkdtemp(s->dir) || chdir(s->dir) < 0) return -1;
    /* the author's key of the other tests is their user's alone, and this one is nobody */
    snprintf(key, sizeof key, "%s/author.key", s->dir);
    setenv("HEADCOUNT_AUTHOR", key, 1); /* NOLINT(concurrency-mt-unsafe) */
    snprintf(s->path, sizeof s->path, "%s/case.hc", s->dir);
    if (store_open(&s->st, s->path, STORE_CREATE, &e) < 0 ||
        ledger_found(s->st, "media", NOW, false, &e) < 0 ||
        store_exec(s->st,
                   "INSERT INTO line VALUES (printf('%064d', 1), 'sources', 'k', '{}', 1, "
                   "zeroblob(32), 1); "
                   "INSERT INTO source (row_id, author, seq, id, label, kind) VALUES "
                   "(printf('%064d', 1), zeroblob(32), 1, 'gate', 'at the gate', 'photo')",
                   &e) < 0 ||
        media_tools_find(&s->a, &s->tools, &e) < 0) {
        fprintf(stderr, "%s\n", e.text);
        return -1;
    }
    s->o = (struct media_options){.now = NOW,
                                  .source = "gate",
                                  .obtained = "observer",
                                  .custody = 1,
                                  .folder = s->dir,
                                  .look = true,
                                  .every_s = 10};
    *state = s;
    return 0;
}

static int leave(void **state) {
    struct studio *s = *state;
    struct dirent *d;
    DIR *dir;

    media_result_fini(&s->r);
    store_close(s->st);
    if (chdir("/") < 0 || chmod(s->dir, 0700) < 0 || !(dir = opendir(s->dir))) return -1;
    while ((d = readdir(dir))) unlinkat(dirfd(dir), d->d_name, 0);
    closedir(dir);
    rmdir(s->dir);
    arena_fini(&s->a);
    free(s);
    return 0;
}

static void need(const struct studio *s, int tool) {
    if (s->tools.tool[tool].path) return;
    print_message("# %s is not installed\n", s->tools.tool[tool].name);
    skip();
}

/* The test's own ffmpeg, not caged: it writes. */
static void make(const char *words, ...) __attribute__((format(printf, 1, 2)));
static void make(const char *words, ...) {
    char command[1024], head[] = "ffmpeg -v error -nostdin -y ";
    size_t n = sizeof head - 1;
    va_list ap;

    memcpy(command, head, n);
    va_start(ap, words);
    vsnprintf(command + n, sizeof command - n, words, ap);
    va_end(ap);
    if (system(command) != 0) fail_msg("%s", command); /* NOLINT: words of this file */
}

static struct span read_file(struct studio *s, const char *name) {
    FILE *f = fopen(name, "rb");
    char *p = arena_alloc(&s->a, (size_t)8 << 20, 1);
    size_t n;

    assert_non_null(f);
    n = fread(p, 1, (size_t)8 << 20, f);
    fclose(f);
    return (struct span){p, n};
}

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
