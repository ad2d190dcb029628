/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/wants.h"

#include "geo/place.h"

#include <stdlib.h>

#define REGISTRATION 16 /* bytes of one, and the end; what is longer is cut on both sides alike */

/** In capitals, without blanks and hyphens: P-632 is P632. */
static void plain(const char *s, char out[REGISTRATION]) {
    size_t n = 0;

    for (; *s && n + 1 < REGISTRATION; s++) {
        char c = *s;

        if (c == ' ' || c == '-') continue;
        if (c >= 'a' && c <= 'z') c = (char)(c - 32);
        out[n++] = c;
    }
    out[n] = 0;
}

static void take_aircraft(struct arena *a, const json_t *row, struct wants *w) {
    const char *hex = json_string_value(json_object_get(row, "icao24")),
               *registration = json_string_value(json_object_get(row, "registration"));
    char text[REGISTRATION];

    if (hex) *vec_push(a, &w->hex) = (uint32_t)strtoul(hex, NULL, 16);
    if (!registration) return;
    plain(registration, text);
    if (text[0]) *vec_push(a, &w->registration) = arena_dup(a, span_of(text));
}

static void take_place(struct arena *a, const json_t *row, const char *end, struct wants *w) {
    const char *code = json_string_value(json_object_get(row, end));
    const struct place *p = code ? place_find(span_of(code)) : NULL;

    if (p)
        *vec_push(a, &w->place) = (int32_t)(p - place_at(0));
    else
        w->unplaced++;
}

static void take(struct arena *a, size_t sheet, struct span body, struct wants *w) {
    bool corridor = strcmp(sheet_all[sheet].name, "corridors") == 0,
         aircraft = strcmp(sheet_all[sheet].name, "aircraft") == 0;
    json_t *row = NULL;
    struct err e;

    if ((!corridor && !aircraft) || canon_read(body, &row, &e) < 0) return;
    if (corridor) {
        take_place(a, row, "origin", w);
        take_place(a, row, "destination", w);
    } else {
        take_aircraft(a, row, w);
    }
    json_decref(row);
}

static int hex_cmp(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

    return (a > b) - (a < b);
}

static int place_cmp(const void *x, const void *y) {
    int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;

    return (a > b) - (a < b);
}

static int text_cmp(const void *x, const void *y) {
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

void wants_of(struct import *im, struct wants *out) {
    struct wants w = {0};

    for (size_t i = 0; i < im->known.row.n; i++) {
        const struct known_row *k = &im->known.row.v[i];

        if (k->active && k->body.n) take(im->a, k->sheet, k->body, &w);
    }
    for (size_t i = 0; i < im->rows.row.n; i++)
        take(im->a, row_sheet(im->rows.row.v[i].sheet), im->rows.row.v[i].body, &w);
    if (w.hex.n) qsort(w.hex.v, w.hex.n, sizeof *w.hex.v, hex_cmp);
    if (w.registration.n) qsort(w.registration.v, w.registration.n, sizeof(char *), text_cmp);
    if (w.place.n) qsort(w.place.v, w.place.n, sizeof *w.place.v, place_cmp);
    *out = w;
}

bool wants_craft(const struct wants *w, uint32_t hex, bool other, const char *registration) {
    char text[REGISTRATION];
    const char *key = text;

    if (!other && w->hex.n && bsearch(&hex, w->hex.v, w->hex.n, sizeof hex, hex_cmp)) return true;
    plain(registration, text);
    return text[0] && w->registration.n &&
           bsearch(&key, w->registration.v, w->registration.n, sizeof(char *), text_cmp);
}

static bool is_wanted(const struct wants *w, int32_t place) {
    return place >= 0 && bsearch(&place, w->place.v, w->place.n, sizeof place, place_cmp);
}

static bool end_wanted(const struct wants *w, const struct leg_end *end) {
    bool yes = is_wanted(w, end->place);

    for (size_t i = 0; i < end->ncandidate && !yes; i++)
        yes = is_wanted(w, end->candidate[i].place);
    return yes;
}

bool wants_legs(const struct wants *w, const struct leg_list *legs) {
    bool yes = false;

    if (!w->place.n) return false;
    for (size_t i = 0; i < legs->n && !yes; i++)
        yes = end_wanted(w, &legs->leg[i].from) || end_wanted(w, &legs->leg[i].to);
    return yes;
}

void wants_hash(const struct wants *w, struct hash *h) {
    char text[32];

    for (size_t i = 0; i < w->hex.n; i++) {
        if (i && w->hex.v[i] == w->hex.v[i - 1]) continue; /* one aircraft on several rows */
        snprintf(text, sizeof text, "hex %06x\n", (unsigned)w->hex.v[i]);
        hash_add(h, span_of(text));
    }
    for (size_t i = 0; i < w->registration.n; i++) {
        if (i && strcmp(w->registration.v[i], w->registration.v[i - 1]) == 0) continue;
        hash_add(h, SPAN("registration "));
        hash_add(h, span_of(w->registration.v[i]));
        hash_add(h, SPAN("\n"));
    }
    for (size_t i = 0; i < w->place.n; i++) {
        if (i && w->place.v[i] == w->place.v[i - 1]) continue;
        hash_add(h, SPAN("place "));
        hash_add(h, span_of(place_at((size_t)w->place.v[i])->icao));
        hash_add(h, SPAN("\n"));
    }
}
