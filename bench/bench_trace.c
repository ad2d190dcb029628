/* SPDX-License-Identifier: Apache-2.0 */
/* bench_trace FOLDER [MEGABYTES]: the trace files below FOLDER, over and over until they are 100 MB of JSON: inflating alone,
 * reading alone, both, and these with the legs; processor seconds and points per processor second, the best of 15 rounds, in
 * turns, so that what else runs on the machine slows all alike. bench_trace.sh sets it beside node. The arena is new for each file, as it is for a run over an archive. */
#include "format/trace_in.h"
#include "leg/leg.h"

#include <ftw.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define FILES 1000
#define ROUNDS 15

struct file {
    char *gz, *json;
    size_t ngz, njson;
};
static struct file files[FILES];
static size_t nfiles, total_bytes;

static void die(const char *what) {
    fprintf(stderr, "bench_trace: %s\n", what);
    exit(1);
}

static double now(void) {
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static size_t gunzip(const char *gz, size_t n, char *out, size_t cap) {
    static struct libdeflate_decompressor *d;
    size_t got = 0;

    if (!d && !(d = libdeflate_alloc_decompressor())) die("out of memory");
    if (libdeflate_gzip_decompress(d, gz, n, out, cap, &got) != LIBDEFLATE_SUCCESS)
        die("not a gzip file");
    return got;
}
static size_t gzip(const char *from, size_t n, char *out, size_t cap) {
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(9);
    size_t got = c ? libdeflate_gzip_compress(c, from, n, out, cap) : 0;

    libdeflate_free_compressor(c);
    return got;
}

/* A file of the shared data is plain or packed; here each gets both forms. */
static int add(const char *path, const struct stat *st, int type) {
    struct file *f = &files[nfiles];
    size_t cap = (size_t)st->st_size * 40 + 65536;
    FILE *in;

    if (type != FTW_F || !strstr(path, "/trace_full_") || nfiles == FILES) return 0;
    f->gz = malloc(cap);
    f->json = malloc(cap);
    in = fopen(path, "rb");
    if (!f->gz || !f->json || !in) die(path);
    f->ngz = fread(f->gz, 1, cap, in);
    fclose(in);
    if (f->ngz > 2 && (unsigned char)f->gz[0] == 0x1f) {
        f->njson = gunzip(f->gz, f->ngz, f->json, cap);
    } else {
        memcpy(f->json, f->gz, f->njson = f->ngz);
        f->ngz = gzip(f->json, f->njson, f->gz, cap);
    }
    total_bytes += f->njson;
    nfiles++;
    return 0;
}

enum what { INFLATE = 1, READ = 2, GENERAL = 4, LEGS = 8 };
static struct near_index near;

/* @return points */
static size_t one(const struct file *f, int what, char *room, size_t cap, size_t *quick) {
    struct span json = {f->json, f->njson};
    struct trace_tally tally;
    struct track track;
    struct arena a;
    struct err e;

    if (what & INFLATE) json = (struct span){room, gunzip(f->gz, f->ngz, room, cap)};
    if (!(what & (READ | GENERAL))) return 0;
    arena_init(&a, (size_t)1 << 30);
    if (trace_read_by(&a, json, what & READ, &track, &tally, &e) < 0) die(e.text);
    *quick += tally.quick;
    if (what & LEGS) {
        const struct leg_options o = {.near = &near, .from_ms = CLEAN_NO_MS, .to_ms = CLEAN_NO_MS};
        struct leg_list legs;

        leg_build(&a, &track, &o, &legs);
    }
    arena_fini(&a);
    return tally.rows;
}

static struct phase {
    const char *name;
    int what;
    double best;
} phases[] = {{"libdeflate, inflate only", INFLATE, 1e9},
              {"trace_read only", READ, 1e9},
              {"general reader only", GENERAL, 1e9},
              {"libdeflate + trace_read", INFLATE | READ, 1e9},
              {"libdeflate, trace_read, leg_build", INFLATE | READ | LEGS, 1e9}};

static void round_of(struct phase *p, size_t times, size_t points, char *room, size_t cap) {
    size_t n = 0, quick = 0;
    double t = now();

    for (size_t i = 0; i < times; i++)
        for (size_t k = 0; k < nfiles; k++) n += one(&files[k], p->what, room, cap, &quick);
    t = now() - t;
    if (n && n != points) die("the rounds differ");
    if (t < p->best) p->best = t;
}

int main(int argc, char **argv) {
    size_t target = argc > 2 ? strtoul(argv[2], NULL, 10) * 1000000 : 100000000, times, points = 0,
           quick = 0, cap = 64 << 20;
    char *room = malloc(cap);
    struct arena places;

    if (!room) die("out of memory");
    if (argc < 2 || ftw(argv[1], add, 16) < 0 || !nfiles) {
        fprintf(stderr, "usage: bench_trace FOLDER-OF-TRACES [MEGABYTES]\n");
        return 2;
    }
    times = (target + total_bytes - 1) / total_bytes;
    for (size_t k = 0; k < nfiles; k++) points += one(&files[k], READ, NULL, 0, &quick);
    printf("%zu files, %zu times: %.1f MB of JSON, %zu points, %.1f %% by the quick reader\n",
           nfiles, times, (double)(times * total_bytes) * 1e-6, times * points,
           100.0 * (double)quick / (double)points);
    points *= times;
    arena_init(&places, (size_t)16 << 20);
    near_build(&places, &near);
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < sizeof phases / sizeof *phases; i++)
            round_of(&phases[i], times, points, room, cap);
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++)
        printf("%-34s %8.3f s %12.0f points/s %8.0f MB/s\n", phases[i].name, phases[i].best,
               (double)points / phases[i].best,
               (double)(times * total_bytes) / phases[i].best * 1e-6);
    arena_fini(&places);
    for (size_t k = 0; k < nfiles; k++) {
        free(files[k].gz);
        free(files[k].json);
    }
    free(room);
    return 0;
}
