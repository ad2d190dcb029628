/* SPDX-License-Identifier: Apache-2.0 */
/* The table of airports. tools/airports.py writes it as C when the program is built: records with
 * their codes inside, names and zones in chunks of text that each fit a string literal, and the
 * order by IATA code. It is constant, so nothing is opened or parsed at run time and every thread
 * may read it. An array of a million bytes would take a compiler longer to read than the same text
 * as literals: this way the 28,000 places take gcc 12 1.4 s. */
#include "geo/place.h"

#include "place_data.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define NPLACE (sizeof place_table / sizeof *place_table)
#define NIATA (sizeof place_by_iata / sizeof *place_by_iata)
#define EARTH_M 6371008.8 /* mean radius, (2a + b) / 3 of WGS 84 */

size_t place_count(void) {
    return NPLACE;
}

const struct place *place_at(size_t i) {
    assert(i < NPLACE);
    return &place_table[i];
}

static int cmp_icao(const void *key, const void *item) {
    return strcmp(key, ((const struct place *)item)->icao);
}

static int cmp_iata(const void *key, const void *item) {
    return strcmp(key, place_table[*(const uint16_t *)item].iata);
}

const struct place *place_find(struct span code) {
    char key[5] = "";
    const struct place *p;
    const uint16_t *by_iata;

    if (code.n < 3 || code.n > 4) return NULL;
    for (size_t i = 0; i < code.n; i++) {
        char c = code.p[i];

        if (c == '\0') return NULL;
        key[i] = c;
        if (c >= 'a' && c <= 'z') key[i] = (char)(c & ~0x20);
    }
    p = bsearch(key, place_table, NPLACE, sizeof *place_table, cmp_icao);
    if (p) return p;
    by_iata = bsearch(key, place_by_iata, NIATA, sizeof *place_by_iata, cmp_iata);
    if (by_iata) return &place_table[*by_iata];
    for (size_t i = 0; i < sizeof place_other / sizeof *place_other; i++)
        if (strcmp(key, place_other[i].other) == 0) return &place_table[place_other[i].place];
    return NULL;
}

const struct place *place_namesake(struct span code) {
    char local[] = "K...";
    const struct place *p = code.n == 3 ? place_find(code) : NULL, *q;

    if (!p || strcmp(p->country, "US") == 0) return NULL;
    memcpy(local + 1, code.p, 3);
    q = place_find(span_of(local));
    return q && q->scheduled == 1 ? q : NULL;
}

/* Haversine: exact enough for near points, where the cosine formula loses every digit. */
double place_distance_m(double lat1_deg, double lon1_deg, double lat2_deg, double lon2_deg) {
    const double rad = 3.14159265358979323846 / 180;
    double s = sin((lat2_deg - lat1_deg) * rad / 2), t = sin((lon2_deg - lon1_deg) * rad / 2);
    double h = s * s + cos(lat1_deg * rad) * cos(lat2_deg * rad) * t * t;

    return 2 * EARTH_M * asin(sqrt(fmin(1, h)));
}
