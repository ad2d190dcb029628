/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/land.h"
#include "geo/place.h"
#include "t.h"

#include <stdbool.h>

static double apart_m(const struct place *p, double lat_deg, double lon_deg) {
    return place_distance_m((double)p->lat_deg, (double)p->lon_deg, lat_deg, lon_deg);
}

static void place_find_knows_the_corridor(void **state) {
    const struct place *vvo = place_find(SPAN("UHWW")), *fnj = place_find(SPAN("fnj"));
    double metres;

    (void)state;
    assert_non_null(vvo);
    assert_non_null(fnj);
    assert_string_equal(vvo->iata, "VVO");
    assert_string_equal(fnj->icao, "ZKPY");
    assert_string_equal(vvo->country, "RU");
    assert_string_equal(vvo->zone, "Asia/Vladivostok");
    assert_string_equal(fnj->zone, "Asia/Pyongyang");
    assert_true(vvo->elevation_ft > 0 && vvo->elevation_ft < 200); /* not 8,247 */
    assert_int_equal(vvo->runway_ft, 11483);
    assert_int_equal(fnj->runway_ft, 11490); /* not the closed one of 12,475 ft */
    assert_int_equal(vvo->scheduled, 1);
    assert_string_equal(vvo->town, "Vladivostok");
    assert_string_equal(place_find(SPAN("KOMA"))->town, "Omaha");    /* Eppley Airfield */
    assert_string_equal(place_find(SPAN("LTFM"))->town, "Istanbul"); /* of "Arnavutköy, Istanbul" */
    assert_string_equal(place_find(SPAN("MSLP"))->town, "San Salvador");
    assert_string_equal(place_find(SPAN("SAP"))->town, "San Pedro Sula"); /* not La Mesa */
    metres = place_distance_m((double)vvo->lat_deg, (double)vvo->lon_deg, (double)fnj->lat_deg,
                              (double)fnj->lon_deg);
    assert_true(metres > 710e3 && metres < 714e3);
}

static void place_find_takes_icao_before_iata_in_any_case(void **state) {
    (void)state;
    assert_ptr_equal(place_find(SPAN("uhww")), place_find(SPAN("VVO")));
    assert_ptr_equal(place_find(SPAN("JfK")), place_find(SPAN("kjfk")));
    assert_null(place_find(SPAN("")));
    assert_null(place_find(SPAN("QQQQ")));
    assert_null(place_find(SPAN("UHWWX")));
    assert_null(place_find(SPAN("UH")));
    assert_null(place_find((struct span){"VV\0", 3}));
    assert_null(place_find((struct span){NULL, 0}));
}

static void a_code_that_sheets_of_the_united_states_use_for_another(void **state) {
    (void)state;
    assert_string_equal(place_find(SPAN("IWA"))->country, "RU");
    assert_string_equal(place_namesake(SPAN("IWA"))->icao, "KIWA");
    assert_null(place_namesake(SPAN("JFK"))); /* the same field */
    assert_null(place_namesake(SPAN("AZA")));
    assert_null(place_namesake(SPAN("MAN"))); /* KMAN has no service */
    assert_null(place_namesake(SPAN("UUBI")));
    assert_null(place_namesake(SPAN("")));
}

/* Tracks and route lists of before 2026 have KPBI, the package KDJT. */
static void place_find_knows_a_field_by_its_other_code(void **state) {
    const struct place *p = place_find(SPAN("KPBI"));

    (void)state;
    assert_non_null(p);
    assert_string_equal(p->icao, "KPBI");
    assert_true(apart_m(p, 26.6832, -80.0956) < 3000);
    assert_ptr_equal(place_find(SPAN("kdjt")), p);
    assert_ptr_equal(place_find(SPAN("PBI")), p);
    assert_ptr_equal(place_find(SPAN("KIV")), place_find(SPAN("LUKK")));
    assert_ptr_equal(place_find(SPAN("FRU")), place_find(SPAN("BSZ")));
    assert_non_null(place_find(SPAN("UTTT")));
    assert_ptr_equal(place_find(SPAN("UTTT")), place_find(SPAN("TAS")));
}

static void every_place_is_in_order_and_found_by_both_codes(void **state) {
    size_t runways = 0, service = 0, iata = 0;

    (void)state;
    assert_true(place_count() > 28000);
    for (size_t i = 0; i < place_count(); i++) {
        const struct place *p = place_at(i);

        if (i && strcmp(place_at(i - 1)->icao, p->icao) >= 0)
            fail_msg("%s is out of order", p->icao);
        if (place_find(span_of(p->icao)) != p) fail_msg("%s is not found", p->icao);
        if (p->iata[0]) {
            const struct place *q = place_find(span_of(p->iata));

            if (!q || strcmp(q->iata, p->iata) != 0) fail_msg("%s is not found", p->iata);
            iata++;
        }
        if (!(fabsf(p->lat_deg) <= 90 && fabsf(p->lon_deg) <= 180))
            fail_msg("%s is off the Earth", p->icao);
        if (!p->name[0] || strlen(p->name) > 200)
            fail_msg("%s has no name, or a long one", p->icao);
        if (!p->iata[0] && p->scheduled != -1) fail_msg("%s has service and no IATA code", p->icao);
        runways += p->runway_ft > 0;
        service += p->scheduled == 1;
    }
    assert_true(iata > 7000 && runways > 6000 && service > 3000);
}

static void place_distance_is_a_metric_on_known_arcs(void **state) {
    (void)state;
    assert_near(place_distance_m(0, 0, 0, 90), 6371008.8 * M_PI / 2, 1e-12);
    assert_near(place_distance_m(90, 0, -90, 55), 6371008.8 * M_PI, 1e-12);
    assert_near(place_distance_m(10, 179.5, 10, -179.5), place_distance_m(10, 0.5, 10, -0.5),
                1e-12);
    assert_near(place_distance_m(43.4, 132.1, 39.2, 125.7),
                place_distance_m(39.2, 125.7, 43.4, 132.1), 1e-12);
    assert_near(place_distance_m(1, 2, 1, 2), 0, 1e-12);
    assert_near(place_distance_m(45, 0, 45, 1e-7), 6371008.8 * M_PI / 180 * 1e-7 * sqrt(0.5),
                1e-9); /* 8 mm */
}

static void place_agrees_with_independent_positions(void **state) {
    /* wiedehopf/tar1090-db, airport-coords.json, for the first two; OurAirports (public domain) for
     * the others */
    static const struct {
        const char *code;
        double lat_deg, lon_deg;
    } known[] = {
        {"FNJ", 39.2241, 125.67},    {"VVO", 43.3963, 132.1482},  {"JFK", 40.6394, -73.7793},
        {"LHR", 51.4707, -0.4599},   {"YKM", 46.5682, -120.5440}, {"HND", 35.5523, 139.7798},
        {"SYD", -33.9461, 151.1772}, {"GRU", -23.4356, -46.4731}, {"BRU", 50.9014, 4.4844},
        {"LGG", 50.6374, 5.4432},    {"LUX", 49.6233, 6.2044},    {"KMG", 25.1019, 102.9292}};

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const struct place *p = place_find(span_of(known[i].code));

        if (!p || apart_m(p, known[i].lat_deg, known[i].lon_deg) > 2000)
            fail_msg("%s is not where it should be", known[i].code);
    }
}

/* Cells between commas, quoted or not: a comma within a name shifts what follows, so count from the
 * end. */
static size_t split(char *line, char *cell[64]) {
    size_t n = 0;

    line[strcspn(line, "\r\n")] = '\0';
    for (char *p = line; p && n < 64; n++) {
        cell[n] = p;
        p = strchr(p, ',');
        if (p) *p++ = '\0';
    }
    return n;
}

static FILE *reference(const char *name) {
    char path[4096];
    FILE *f;

    if (!t_shared()) return NULL;
    snprintf(path, sizeof path, "%s/reference/%s", t_shared(), name);
    f = fopen(path, "r");
    return f;
}

/* Fields that have moved, and that both packages have where they were. */
static bool has_moved(const char *icao) {
    static const char *const moved[] = {"UTAV", "ZGZJ", "ZLHZ", "ZUZY"};

    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++)
        if (strcmp(moved[i], icao) == 0) return true;
    return false;
}

static void places_agree_with_ourairports(void **state) {
    FILE *f = reference("sancha1090_dim_airports.csv");
    char line[4096];
    int both = 0, near = 0, service = 0, service_same = 0, runway = 0, runway_same = 0, town = 0,
        town_same = 0;

    (void)state;
    if (!f)
        skip(); /* icao,iata,name,city,country,lat,lon,airport_type,scheduled_service,runway_length_ft
                 */
    while (fgets(line, sizeof line, f)) {
        char *cell[64];
        size_t n = split(line, cell);
        const struct place *p = strlen(cell[0]) == 4 ? place_find(span_of(cell[0])) : NULL;
        double feet, off_m;

        if (n < 10 || !p || strcmp(p->icao, cell[0]) != 0) continue;
        feet = strtod(cell[n - 1], NULL);
        both++;
        off_m = apart_m(p, strtod(cell[n - 5], NULL), strtod(cell[n - 4], NULL));
        near += off_m <= 5000;
        if (has_moved(p->icao) && (off_m > 2000 || p->scheduled != 1 || p->runway_ft < 8000))
            fail_msg("%s is %.0f m off, with %d ft", p->icao, off_m, p->runway_ft);
        if (p->scheduled >= 0)
            service++, service_same += p->scheduled == (strcmp(cell[n - 2], "true") == 0);
        if (n == 10 && p->iata[0] && p->town[0] && cell[3][0])
            town++, town_same += strcasestr(p->town, cell[3]) || strcasestr(cell[3], p->town);
        if (p->runway_ft && feet > 0)
            runway++, runway_same += fabs(p->runway_ft - feet) <= 0.02 * feet;
    }
    fclose(f);
    print_message("# %d airports in both; %.1f %% within 5 km; service equal in %.1f %% of %d; "
                  "runway within 2 %% in %.1f %% of %d\n",
                  both, 100.0 * near / both, 100.0 * service_same / service, service,
                  100.0 * runway_same / runway, runway);
    print_message("# the town is the municipality or within its name in %.1f %% of %d\n",
                  100.0 * town_same / town, town);
    assert_true(town > 5000 && town_same > 0.80 * town);
    assert_true(both > 14000);
    assert_true(near > 0.975 * both);
    assert_true(service > 5000 && service_same > 0.97 * service);
    assert_true(runway > 5000 && runway_same > 0.70 * runway);
}

static void rings_of_land_are_closed_and_on_the_map(void **state) {
    size_t points = 0;

    (void)state;
    assert_true(land_count() > 1000);
    for (size_t i = 0; i < land_count(); i++) {
        struct land_ring r = land_at(i);

        assert_true(r.n >= 4);
        assert_int_equal(r.lonlat[0], r.lonlat[2 * r.n - 2]);
        assert_int_equal(r.lonlat[1], r.lonlat[2 * r.n - 1]);
        for (size_t k = 0; k < r.n; k++) {
            assert_in_range(r.lonlat[2 * k] + 18000, 0, 36000);
            assert_in_range(r.lonlat[2 * k + 1] + 9000, 0, 18000);
            if (k && abs(r.lonlat[2 * k] - r.lonlat[2 * k - 2]) > 18000 &&
                r.lonlat[2 * k + 1] != -9000)
                fail_msg("ring %zu crosses the antimeridian at latitude %d", i,
                         r.lonlat[2 * k + 1]);
        }
        points += r.n;
    }
    assert_true(points > 40000 && points < 100000);
}

/* Even-odd rule: crossings of the ray to the east. */
static bool on_land(double lon_deg, double lat_deg) {
    bool in = false;

    for (size_t i = 0; i < land_count(); i++) {
        struct land_ring r = land_at(i);

        for (size_t k = 1; k < r.n; k++) {
            double x1 = r.lonlat[2 * k - 2] / 100.0, y1 = r.lonlat[2 * k - 1] / 100.0;
            double x2 = r.lonlat[2 * k] / 100.0, y2 = r.lonlat[2 * k + 1] / 100.0;

            if ((y1 > lat_deg) != (y2 > lat_deg) &&
                lon_deg < x1 + (lat_deg - y1) / (y2 - y1) * (x2 - x1))
                in = !in;
        }
    }
    return in;
}

static void land_and_sea_are_where_an_atlas_has_them(void **state) {
    static const struct {
        double lon_deg, lat_deg;
        bool land;
        const char *what;
    } at[] = {{125.75, 39.03, true, "Pyongyang"},
              {131.0, 40.5, false, "Sea of Japan"},
              {132.3, 43.5, true, "north of Vladivostok"},
              {51.0, 42.0, false, "Caspian Sea"},
              {2.35, 48.85, true, "Paris"},
              {-30.0, 30.0, false, "Atlantic"},
              {134.0, -25.0, true, "Australia"},
              {0.0, -85.0, true, "Antarctica"},
              {179.0, 68.0, true, "Chukotka, west"},
              {-175.0, 67.0, true, "Chukotka, east"},
              {-160.0, 0.0, false, "Pacific"},
              {-60.0, -10.0, true, "Brazil"}};

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        if (on_land(at[i].lon_deg, at[i].lat_deg) != at[i].land)
            fail_msg("%s is on the wrong side of a coast", at[i].what);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(place_find_knows_the_corridor),
        cmocka_unit_test(place_find_takes_icao_before_iata_in_any_case),
        cmocka_unit_test(a_code_that_sheets_of_the_united_states_use_for_another),
        cmocka_unit_test(place_find_knows_a_field_by_its_other_code),
        cmocka_unit_test(every_place_is_in_order_and_found_by_both_codes),
        cmocka_unit_test(place_distance_is_a_metric_on_known_arcs),
        cmocka_unit_test(place_agrees_with_independent_positions),
        cmocka_unit_test(places_agree_with_ourairports),
        cmocka_unit_test(rings_of_land_are_closed_and_on_the_map),
        cmocka_unit_test(land_and_sea_are_where_an_atlas_has_them),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
