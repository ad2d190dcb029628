/* SPDX-License-Identifier: Apache-2.0 */
/* OpenSky's layouts, told by content. Always: aircraft ascend, points ascend in time, values keep
 * to their limits, every row is accounted for, and a failure has a code and a sentence. Of the JSON:
 * what jansson takes must be taken whole, with as many members in every array; what is taken can be
 * walked to its leaves. */
#include "base/canon.h"
#include "format/jscan.h"
#include "format/opensky.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_point(const struct track_point *p) {
    if ((p->lat == TRACK_NONE) != (p->lon == TRACK_NONE)) abort();
    if (p->lat != TRACK_NONE && (p->lat < -90000000 || p->lat > 90000000)) abort();
    if (p->lon != TRACK_NONE && (p->lon < -180000000 || p->lon > 180000000)) abort();
    if (p->heading != TRACK_NONE16 && (p->heading < 0 || p->heading >= 3600)) abort();
    if (p->speed != TRACK_NONE16 && (p->speed < 0 || p->speed > 30000)) abort();
    if (p->alt_ft != TRACK_NONE && (p->alt_ft < -5000 || p->alt_ft > 150000)) abort();
    if (p->squawk != TRACK_SQUAWK_NONE && p->squawk > 7777) abort();
}

static void check(const struct opensky *o) {
    size_t sum = o->repeated;

    for (size_t i = 0; i < o->n; i++) {
        const struct track *t = &o->track[i];

        if ((i && t->hex <= o->track[i - 1].hex) || t->hex > 0xffffff || !t->n) abort();
        for (size_t k = 0; k < t->n; k++) {
            if (k && t->point[k].ms < t->point[k - 1].ms) abort();
            check_point(&t->point[k]);
        }
        sum += t->n + t->doubled;
    }
    for (size_t i = 0; i < o->nflights; i++) {
        const struct opensky_flight *f = &o->flight[i];

        if (strlen(f->from) > 8 || strlen(f->to) > 8 || strlen(f->callsign) > 8) abort();
        sum += !f->of_rows;
    }
    for (int i = 0; i < OPENSKY_REASONS; i++) sum += o->refused[i].n;
    if (sum != o->rows || o->empty != !o->rows) abort();
}

static size_t walk(const struct jscan_value *value) {
    struct jscan j = jscan_begin(value->text);
    bool array = value->kind == JSCAN_ARRAY;
    char room[16];
    struct jscan_value v;
    struct span key, text;
    size_t members = 0;

    if (value->kind == JSCAN_STRING) (void)jscan_view(value->text, room, sizeof room, &text);
    if (!array && value->kind != JSCAN_OBJECT) return 0;
    if (!jscan_value(&j, &v) || v.kind != value->kind) abort();
    while (array ? jscan_item(&j, !members) : jscan_key(&j, !members, &key)) {
        if (!jscan_whole(&j, &v) || (!v.text.n && v.kind != JSCAN_STRING)) abort();
        if (v.text.p < value->text.p || v.text.p + v.text.n > j.end) abort();
        (void)walk(&v);
        members++;
    }
    if (j.why || j.p != j.end) abort();
    return members;
}

static bool deep(json_t *v, int left) {
    const char *key;
    json_t *member;
    size_t i;

    if (!left) return json_is_array(v) || json_is_object(v);
    json_array_foreach(v, i, member) if (deep(member, left - 1)) return true;
    json_object_foreach(v, key, member) if (deep(member, left - 1)) return true;
    return false;
}

static void check_json(struct span text) {
    bool nul = text.n && memchr(text.p, 0, text.n); /* jansson: white space after a number */
    json_t *other = nul ? NULL : json_loadb(text.p, text.n, JSON_DECODE_ANY, NULL);
    struct jscan j = jscan_begin(text);
    struct jscan_value v;
    bool taken = jscan_whole(&j, &v);

    if (!taken && (!j.why || j.at < j.begin || j.at > j.end)) abort();
    if (other && !taken && !(j.deep && deep(other, JSCAN_DEPTH))) abort();
    if (taken) {
        size_t members = walk(&v);

        if (other && json_is_array(other) && members != json_array_size(other)) abort();
    }
    json_decref(other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct opensky o = {0};
    struct err e = {0};
    struct arena a;
    int rc;

    arena_init(&a, (size_t)256 << 20);
    rc = opensky_read(&a, (struct span){(const char *)data, n}, &o, &e);
    if (rc < 0 && (o.rows || !e.text[0] || (rc != RC_SYNTAX && rc != RC_LIMIT))) abort();
    if (rc == 0) check(&o);
    arena_fini(&a);
    check_json((struct span){(const char *)data, n});
    return 0;
}
