/* SPDX-License-Identifier: Apache-2.0 */
/* bench_modes make JSONL FOLDER COPIES: a recording of jet1090's lines as x.beast and x.avr (with
 * ticks), so many copies one after the other with two hours between them; and as x.busy, Beast with
 * readsb's stamps of time, the copies beside one another, each with addresses of its own.
 * bench_modes decode [SORT_MS]: what comes on standard input, with positions; prints frames, messages,
 * positions and the CPU seconds, user and system, that this process took from its start. */
#include "format/decoder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define GAP_MS 7200000
#define FRAMES_MAX 200000
#define START_MS INT64_C(1700000000000)

static uint64_t sum; /* of what was given, so that it has to be made */

static void on_message(void *user, const struct decoder_message *m) {
    (void)user;
    sum += m->said->hex + (uint64_t)m->frame->t;
}

static void on_point(void *user, uint32_t hex, bool other, const struct track_point *p) {
    (void)user;
    sum += hex + other + (uint64_t)p->lat + (uint64_t)p->lon;
}

static void write_beast(FILE *f, uint64_t tick, const struct frame *g) {
    uint8_t body[6 + 1 + 14];
    size_t n = 0;

    for (int i = 0; i < 6; i++) body[n++] = (uint8_t)(tick >> (40 - 8 * i));
    body[n++] = 0x80;
    memcpy(body + n, g->bytes, g->n);
    n += g->n;
    fputc(0x1a, f);
    fputc(g->n == 14 ? '3' : '2', f);
    for (size_t i = 0; i < n; i++) {
        fputc(body[i], f);
        if (body[i] == 0x1a) fputc(0x1a, f);
    }
}

/* readsb's record of the time at which it received what follows, ms of UTC; not escaped. */
static void write_stamp(FILE *f, int64_t ms) {
    fputc(0x1a, f);
    fputc(0xe8, f);
    for (int i = 0; i < 8; i++) fputc((int)((uint64_t)ms >> (8 * i) & 0xff), f);
}

/* The same from another address: parity is linear. In replies it is overlaid with the address. */
static void readdress(struct frame *g, uint32_t change) {
    bool squitter = g->bytes[0] >> 3 == 11 || g->bytes[0] >> 3 == 17 || g->bytes[0] >> 3 == 18;
    uint8_t only[MODES_ROOM] = {0};

    for (int i = 0; i < 3; i++) only[1 + i] = (uint8_t)(change >> (16 - 8 * i));
    if (squitter) {
        for (int i = 1; i < 4; i++) g->bytes[i] ^= only[i];
        change = modes_remainder(only, g->n);
    }
    for (size_t i = 0; i < 3; i++) g->bytes[g->n - 3 + i] ^= (uint8_t)(change >> (16 - 8 * i));
}

static void write_avr(FILE *f, uint64_t tick, const struct frame *g) {
    fprintf(f, "@%012llX", (unsigned long long)tick);
    for (size_t i = 0; i < g->n; i++) fprintf(f, "%02X", g->bytes[i]);
    fputs(";\n", f);
}

static size_t read_frames(const char *path, struct frame *out) {
    static struct frames f;
    static char block[65536];
    FILE *in = fopen(path, "rb");
    size_t n = 0, got;

    if (!in) return 0;
    frames_init(&f, &(struct frames_options){0});
    while ((got = fread(block, 1, sizeof block, in)) > 0)
        for (size_t i = 0; i < got;) {
            i += frames_put(&f, block + i, got - i);
            while (n < FRAMES_MAX && frames_next(&f, &out[n])) n++;
        }
    fclose(in);
    return n;
}

static FILE *create(const char *folder, const char *name) {
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return fopen(path, "wb");
}

static int make(const char *jsonl, const char *folder, int copies) {
    struct frame *g = calloc(FRAMES_MAX, sizeof *g);
    size_t n = g ? read_frames(jsonl, g) : 0;
    FILE *beast = create(folder, "x.beast"), *avr = create(folder, "x.avr"),
         *busy = create(folder, "x.busy");
    int64_t turn;

    if (!n || !beast || !avr || !busy) return 1;
    turn = g[n - 1].t - g[0].t + GAP_MS;
    for (int k = 0; k < copies; k++)
        for (size_t i = 0; i < n; i++) {
            int64_t ms = g[i].t - g[0].t + k * turn;
            uint64_t tick = (uint64_t)ms * 12000 + 1;

            write_beast(beast, tick, &g[i]);
            write_avr(avr, tick, &g[i]);
        }
    for (size_t i = 0; i < n; i++) {
        int64_t ms = g[i].t - g[0].t;

        if (!i || g[i].t != g[i - 1].t) write_stamp(busy, START_MS + ms);
        for (int k = 0; k < copies; k++) {
            struct frame other = g[i];

            readdress(&other, (uint32_t)k << 12);
            write_beast(busy, (uint64_t)ms * 12000 + 1, &other);
        }
    }
    free(g);
    return fclose(beast) | fclose(avr) | fclose(busy);
}

static double seconds(struct timeval t) {
    return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static int decode(int sort_ms) {
    static char block[262144];
    struct decoder_options opt = {
        .frames = {.anchored = true, .start_ms = START_MS},
        .sort_ms = sort_ms,
        .message = on_message,
        .point = on_point,
    };
    struct arena a;
    struct decoder *d;
    const struct frames_stats *s;
    struct rusage used;
    ssize_t n;

    arena_init(&a, (size_t)256 << 20);
    d = decoder_begin(&a, &opt);
    while ((n = read(0, block, sizeof block)) > 0) decoder_feed(d, block, (size_t)n);
    decoder_end(d);
    s = decoder_frames(d);
    getrusage(RUSAGE_SELF, &used);
    printf("%llu %llu %llu %.4f %.4f %llx\n",
           (unsigned long long)(s->short_ac + s->shorts + s->longs),
           (unsigned long long)decoder_stats(d)->messages,
           (unsigned long long)decoder_stats(d)->points, seconds(used.ru_utime),
           seconds(used.ru_stime), (unsigned long long)sum);
    arena_fini(&a);
    return n < 0;
}

int main(int argc, char **argv) {
    if (argc == 5 && strcmp(argv[1], "make") == 0) return make(argv[2], argv[3], atoi(argv[4]));
    if (argc <= 3 && argc >= 2 && strcmp(argv[1], "decode") == 0)
        return decode(argc == 3 ? atoi(argv[2]) : 0);
    fprintf(stderr, "usage: bench_modes make JSONL FOLDER COPIES | decode [SORT_MS]\n");
    return 2;
}
