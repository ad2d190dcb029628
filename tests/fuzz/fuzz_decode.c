/* SPDX-License-Identifier: Apache-2.0 */
/* What decode makes of a stream: the first byte says what is asked for, the second how it is cut. Always: whole
 * and in pieces give the same lines, notes and answer; lines of JSON are read by jansson; lines of
 * CSV have as many cells as the head. */
#include "base/canon.h"
#include "cli/decode.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct output {
    char *out, *notes;
    size_t out_n, notes_n;
    int rc;
};

static struct output run(const struct decode_options *o, struct span s, size_t piece) {
    struct output r = {0};
    FILE *out = open_memstream(&r.out, &r.out_n), *notes = open_memstream(&r.notes, &r.notes_n);
    struct err e = {0};
    struct arena a;
    struct decode *d;

    arena_init(&a, (size_t)64 << 20);
    d = decode_begin(&a, o, out, notes);
    for (size_t i = 0; i < s.n && r.rc == 0; i += piece)
        r.rc = decode_feed(d, (struct span){s.p + i, s.n - i < piece ? s.n - i : piece}, &e);
    if (r.rc == 0) r.rc = decode_end(d, &e);
    if (r.rc < 0 && !e.text[0]) abort();
    fclose(out);
    fclose(notes);
    arena_fini(&a);
    return r;
}

static void check_json(const struct output *r) {
    for (char *p = r->out, *lf; *p; p = lf + 1) {
        json_t *j;

        lf = strchr(p, '\n');
        if (!lf) abort();
        j = json_loadb(p, (size_t)(lf - p), JSON_REJECT_DUPLICATES, NULL);
        if (!json_is_object(j) || !json_object_get(j, "hex")) abort();
        json_decref(j);
    }
}

static void check_csv(const struct output *r) {
    size_t commas = 0, first = 0, line = 0;

    for (const char *p = r->out; *p; p++) {
        if ((unsigned char)*p >= 0x7f || ((unsigned char)*p < ' ' && *p != '\r' && *p != '\n'))
            abort();
        if (*p == '\r' && p[1] != '\n') abort();
        commas += *p == ',';
        if (*p != '\n') continue;
        if (line++ == 0) first = commas;
        if (commas != first) abort();
        commas = 0;
    }
    if (commas) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct decode_options o = {.has_zone = true, .stats = true, .mode_s.aircraft = 8};
    struct output whole, cut;
    struct span s;

    if (n < 2) return 0;
    o.what = (enum decode_what)(data[0] % 3);
    o.as = data[0] & 4 ? DECODE_JSON : DECODE_CSV;
    o.has_start = data[0] & 8;
    o.start_ms = INT64_C(1700000000000);
    o.mode_s.mend = data[0] & 16;
    o.trust_start = data[0] & 32;
    o.mode_s.has_receiver = data[0] & 64;
    s = (struct span){(const char *)data + 2, n - 2};
    whole = run(&o, s, SIZE_MAX / 2);
    cut = run(&o, s, (size_t)data[1] + 1);
    if (whole.rc != cut.rc || strcmp(whole.out, cut.out) || strcmp(whole.notes, cut.notes)) abort();
    if (o.as == DECODE_JSON)
        check_json(&whole);
    else
        check_csv(&whole);
    free(whole.out);
    free(whole.notes);
    free(cut.out);
    free(cut.notes);
    return 0;
}
