/* SPDX-License-Identifier: Apache-2.0 */
/* How fast a day archive goes by: members and MB for a second of CPU, children included, best of 5;
 * against a plain read of the same file, `tar -xO`, `tar -xO | gzip -dc` and libarchive in the same
 * run. The archive is made up: traces of about 200 KB of JSON, gzip each, as adsb.lol has them, and
 * the same traces plain. */
#include "pack/health.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define TRACES 64 /* different ones */
#define GZIPPED 3000
#define PLAIN 2000
#define ROUNDS 5
#define ROWS 2200

static char dir[] = "/tmp/headcount-bench-XXXXXX";

static double cpu(void) {
    struct rusage self, child;

    getrusage(RUSAGE_SELF, &self);
    getrusage(RUSAGE_CHILDREN, &child);
    return (double)(self.ru_utime.tv_sec + self.ru_stime.tv_sec + child.ru_utime.tv_sec +
                    child.ru_stime.tv_sec) +
           (double)(self.ru_utime.tv_usec + self.ru_stime.tv_usec + child.ru_utime.tv_usec +
                    child.ru_stime.tv_usec) /
               1e6;
}

static void check(int bad, const char *what) {
    if (!bad) return;
    fprintf(stderr, "bench_stream: %s\n", what);
    _Exit(1);
}

/* --- the archive --- */

static size_t trace(char *p, uint32_t hex, unsigned seed) {
    size_t n = (size_t)sprintf(
        p,
        "{\"icao\":\"%06x\",\"r\":\"X-%u\",\"t\":\"A320\",\"timestamp\":1767571200.000,\"trace\":[",
        hex, seed);
    double lat = 40 + seed % 20, lon = seed % 90, t = seed % 1000;

    for (int i = 0; i < ROWS; i++) {
        seed = seed * 1103515245 + 12345;
        lat += (double)(seed >> 20 & 1023) * 1e-6;
        lon += (double)(seed >> 10 & 1023) * 2e-6;
        t += 4 + (double)(seed >> 8 & 255) / 100;
        n += (size_t)sprintf(
            p + n, "%s\n[%.2f,%.6f,%.6f,%u,%.1f,%.1f,0,%d,%s,\"adsb_icao\",%u,%d,%u,%.1f]",
            i ? "," : "", t, lat, lon, 30000 + (seed >> 16 & 7) * 25,
            440 + (double)(seed >> 12 & 63) / 10, 180 + (double)(seed >> 18 & 63) / 10,
            ((int)(seed >> 9 & 15) - 8) * 64,
            i % 4
                ? "null"
                : "{\"type\":\"adsb_icao\",\"flight\":\"ABC123  \",\"nic\":8,\"rc\":186,\"sil\":3}",
            30500 + (seed >> 16 & 7) * 25, ((int)(seed >> 9 & 15) - 8) * 64, 280 + (seed >> 7 & 7),
            (double)(seed >> 11 & 7) / 10);
    }
    return n + (size_t)sprintf(p + n, " ]}\n");
}

static size_t add(struct archive *w, uint32_t hex, const char *p, size_t n) {
    struct archive_entry *h = archive_entry_new();
    char name[64];

    snprintf(name, sizeof name, "./traces/%02x/trace_full_%06x.json", hex & 0xff, hex);
    archive_entry_set_pathname(h, name);
    archive_entry_set_filetype(h, AE_IFREG);
    archive_entry_set_perm(h, 0644);
    archive_entry_set_size(h, (la_int64_t)n);
    check(archive_write_header(w, h) != ARCHIVE_OK || archive_write_data(w, p, n) != (la_ssize_t)n,
          "the archive cannot be written");
    archive_entry_free(h);
    return n;
}

static void make(const char *path, bool gzip, int members) {
    static char text[1 << 20], *made[TRACES];
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(9);
    struct archive *w = archive_write_new();
    static size_t size[TRACES];

    archive_write_set_format_gnutar(w);
    check(archive_write_open_filename(w, path) != ARCHIVE_OK, path);
    for (unsigned i = 0; i < TRACES; i++) {
        size_t n = trace(text, i, i + 1);

        made[i] = malloc(2 * n);
        memcpy(made[i], text, n);
        size[i] = gzip ? libdeflate_gzip_compress(c, text, n, made[i], 2 * n) : n;
    }
    for (int i = 0; i < members; i++)
        add(w, (uint32_t)(i % TRACES), made[i % TRACES], size[i % TRACES]);
    archive_write_free(w);
    libdeflate_free_compressor(c);
    for (unsigned i = 0; i < TRACES; i++) free(made[i]);
}

/* --- the ways of reading it --- */

struct got {
    size_t members, bytes; /* of the way that counts them; else 0 */
};

static void read_plain(const char *path, struct got *g) {
    static char room[1 << 20];
    int fd = open(path, O_RDONLY);
    ssize_t n;

    while ((n = read(fd, room, sizeof room)) > 0) g->bytes += (size_t)n;
    close(fd);
}

static void run(const char *path, const char *into) {
    char line[512];

    snprintf(line, sizeof line, "tar -xOf %s | %s", path, into);
    check(system(line) != 0, line); /* NOLINT: its own two commands */
}

static void read_tar(const char *path, struct got *g) {
    (void)g;
    run(path, "cat >/dev/null");
}

static void read_tar_gzip(const char *path, struct got *g) {
    (void)g;
    run(path, "gzip -dc >/dev/null");
}

static void read_libarchive(const char *path, struct got *g) {
    static char room[1 << 20];
    struct archive *r = archive_read_new();
    struct archive_entry *en;
    la_ssize_t n;

    archive_read_support_format_tar(r);
    check(archive_read_open_filename(r, path, 1 << 20) != ARCHIVE_OK, path);
    while (archive_read_next_header(r, &en) == ARCHIVE_OK) {
        g->members++;
        while ((n = archive_read_data(r, room, sizeof room)) > 0) g->bytes += (size_t)n;
    }
    archive_read_free(r);
}

struct worker {
    _Alignas(64) struct got got;
    struct health health;
    struct arena a;
};

static int count(size_t worker, const struct stream_member *m, void *ctx, struct err *e) {
    struct worker *w = ctx;

    (void)e;
    w[worker].got.members++;
    w[worker].got.bytes += m->bytes.n;
    return 0;
}

static int count_health(size_t worker, const struct stream_member *m, void *ctx, struct err *e) {
    struct worker *w = ctx;

    health_note(&w[worker].health, m);
    return count(worker, m, ctx, e);
}

static void stream(const char *path, struct got *g, size_t jobs, stream_fn *fn) {
    const struct stream_options o = {.jobs = jobs};
    struct worker w[4] = {0};
    struct stream_sum sum;
    struct arena a;
    struct err e;

    arena_init(&a, (size_t)64 << 20);
    for (size_t i = 0; i < 4; i++) {
        arena_init(&w[i].a, (size_t)64 << 20);
        health_begin(&w[i].health, &w[i].a);
    }
    check(stream_each(&a, &path, 1, &o, fn, w, &sum, &e) < 0 || sum.partial || sum.refused,
          "the stream is not whole");
    for (size_t i = 0; i < 4; i++) {
        g->members += w[i].got.members;
        g->bytes += w[i].got.bytes;
        arena_fini(&w[i].a);
    }
    arena_fini(&a);
}

static void stream_1(const char *path, struct got *g) {
    stream(path, g, 1, count);
}

static void stream_2(const char *path, struct got *g) {
    stream(path, g, 2, count);
}

static void stream_health(const char *path, struct got *g) {
    stream(path, g, 1, count_health);
}

static void bench(const char *what, const char *path, void (*way)(const char *, struct got *),
                  const char *unit) {
    struct got g = {0};
    double best = 1e9;
    struct stat st;

    stat(path, &st);
    for (int i = 0; i < ROUNDS; i++) {
        double t = cpu();

        g = (struct got){0};
        way(path, &g);
        t = cpu() - t;
        if (t < best) best = t;
    }
    printf("stream %-28s %7.1f MB %7.0f ms %8.0f MB/s stored", what, (double)st.st_size / 1e6,
           best * 1e3, (double)st.st_size / 1e6 / best);
    if (g.members)
        printf(" %8.0f %s/s %8.0f MB/s given", (double)g.members / best, unit,
               (double)g.bytes / 1e6 / best);
    putchar('\n');
    fflush(stdout);
}

int main(void) {
    char plain[64], gzip[64];

    check(!mkdtemp(dir), "no folder");
    snprintf(plain, sizeof plain, "%s/plain.tar", dir);
    snprintf(gzip, sizeof gzip, "%s/gzip.tar", dir);
    make(plain, false, PLAIN);
    make(gzip, true, GZIPPED);
    bench("plain: read(2)", plain, read_plain, "");
    bench("plain: tar -xO", plain, read_tar, "");
    bench("plain: libarchive", plain, read_libarchive, "members");
    bench("plain: one job", plain, stream_1, "members");
    bench("gzip: read(2)", gzip, read_plain, "");
    bench("gzip: tar -xO", gzip, read_tar, "");
    bench("gzip: tar -xO | gzip -dc", gzip, read_tar_gzip, "");
    bench("gzip: one job", gzip, stream_1, "members");
    bench("gzip: two jobs", gzip, stream_2, "members");
    bench("gzip: one job, health", gzip, stream_health, "members");
    unlink(plain);
    unlink(gzip);
    rmdir(dir);
    return 0;
}
