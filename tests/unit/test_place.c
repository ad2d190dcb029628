/* SPDX-License-Identifier: Apache-2.0 */
/* Where somebody stood, in a text: exact to some 100 m or better, it is refused like a telephone number; other figures pass. */
#include "format/sheet.h"
#include "t.h"

#define ALL(list) (list), sizeof(list) / sizeof *(list)

static int read_cell(const char *column, const char *text, struct err *e) {
    json_t *v = NULL;
    int rc = sheet_cell(sheet_column(sheet_find(SPAN("sources")), span_of(column)), span_of(text),
                        &v, e);

    json_decref(v);
    return rc;
}

static void refused(const char *column, const char *const *text, size_t n) {
    struct err e;

    for (size_t i = 0; i < n; i++) {
        if (read_cell(column, text[i], &e) != RC_SEALED) fail_msg("passes: %s", text[i]);
        assert_string_equal(e.text, "looks like coordinates: take them out");
    }
}

static void passes(const char *column, const char *const *text, size_t n) {
    struct err e;

    for (size_t i = 0; i < n; i++)
        if (read_cell(column, text[i], &e) != 0) fail_msg("refused: %s: %s", text[i], e.text);
}

static void a_pair_of_figures_is_a_place(void **state) {
    static const char *const exact[] = {
        "Balcony at 43.396117, 132.151223",
        "Balcony at 43.396117, 132.151223 behind the hangar",
        "43.3961 132.1512",
        "(43.396117;132.151223)",
        "43.3961/132.151",
        "-12.046374, -77.042793",
        "\xe2\x88\x92"
        "12.046374, \xe2\x88\x92"
        "77.042793",
        "43,396117 132,151223",
        "43,396117; 132,151223",
        "43.396117\n132.151223",
        "43.396117 and 132.151223",
        "точка 43.396117, 132.151223.",
        "지점 43.396117,132.151223에서",
        "43.396,132.151",
        "43.396, 132.151",
        "Seen at 43.396, 132.151.",
        "Seen at 43.396, 132.151 from a balcony",
        "Seen at 43.396,132.151 from a balcony",
        "Seen at 48.396, 32.151. Then they left",
        "(48.396, 32.151), on the roof",
        "5.604, -0.187",
        "+43.3961+132.1512+012/",
        "Gate 17: 43.396117, 132.151223",
        "Hall 3 43.396, 132.151",
        "43.396 132.151 43.3971 132.152",
    };

    (void)state;
    refused("label", ALL(exact));
}

static void a_number_with_a_mark_is_a_place(void **state) {
    static const char *const exact[] = {
        "43.396N132.151E",
        "43.3961N 132.1512E",
        "N43.396",
        "N43.396 E132.151",
        "N 43.396 E 132.151",
        "N: 43.396, E: 132.151",
        "43.396 N, 132.151 E",
        "43,396N 132,151E",
        "132.151E43.396N",
        "43.396°, 132.151°",
        "43,396° 132,151°",
        "43.396 deg, 132.151 deg",
        "43.396 degrees north",
        "lat -12.046374, -77.042793",
        "lat 43.396117 lon 132.151223",
        "lat=43.396&lon=132.151",
        "Lat. 43.396",
        "Latitude: 43.396117, longitude: 132.151223",
        "LATITUDE 43.396",
        "The latitude is 43.396",
        "43.396 latitude",
        "latitud 43,396, longitud 132,151",
        "Längengrad 132,151",
        "широта 43.396117, долгота 132.151223",
        "Широта: 43,396",
        "ДОЛГОТА 132.151",
        "долготы 132.151",
        "43.396 с.ш., 132.151 в.д.",
        "위도 43.396, 경도 132.151",
        "위도는 43.396",
        "북위 43.396도",
        "北纬43.396度",
        "纬度:43.396",
        "GPS 43.396 132.151",
        "coordinates: 43.396",
        "координаты 43.396; 132.151",
        "좌표 43.396",
        "geo:48.396,32.151",
    };

    (void)state;
    refused("label", ALL(exact));
}

static void degrees_minutes_and_seconds_are_a_place(void **state) {
    static const char *const exact[] = {
        "43°23'46\"N 132°09'04\"E",
        "43° 23′ 46″",
        "43°23′46″N",
        "43°23’46” N",
        "43º23'46''",
        "N43°23'46\"",
        "43°23.767'N",
        "43º23.767' and so on",
        "43° 23.767 N",
        "43 deg 23 min 46 sec",
        "43 degrees 23 minutes 46 seconds north",
        "43 градуса 23 минуты 46 секунд северной широты",
        "북위 43도 23분 46초 동경 132도 9분 4초",
        "北纬43度23分46秒",
        "43 23 46 N 132 09 04 E",
        "N 43 23 46 E 132 09 04",
        "N43 23.767 E132 09.073",
        "43-23-46N 132-09-04E",
        "43:23:46N, 132:09:04E",
        "latitude 43 23 46",
        "432346N 1320904E",
        "432346N1320904E",
        "N432346 E1320904",
        "4323.767N 13209.073E",
        "4323.7670,N,13209.0730,E",
    };

    (void)state;
    refused("label", ALL(exact));
}

static void the_code_of_a_grid_is_a_place(void **state) {
    static const char *const exact[] = {
        "52T GN 12345 67890",
        "52TGN1234567890",
        "52TGN 1234567890",
        "at 52t gn 123 678.",
        "52T 754321 4805123",
        "52T 754321mE, 4805123mN",
        "8Q87+XX Vladivostok",
        "8q87+xx",
        "near 8Q8745C2+XX",
        "8Q8745C2+XXX",
        "8Q8745C2+",
        "(45C2+XX)",
        "///filled.count.soap",
    };
    static const char *const coarse[] = {
        "52T GN",
        "52T GN 12 67",
        "52TGN1267",
        "8Q870000+",
        "2345+67 people",
        "C++, WW+",
        "7C HL8055 and 7C 1102",
        "12h at 143000",
        "30s at 123456",
        "HS 52 T 123456",
        "a///b, http:///etc",
    };

    (void)state;
    refused("label", ALL(exact));
    passes("label", ALL(coarse));
}

static void what_is_coarse_passes(void **state) {
    static const char *const coarse[] = {
        "Balcony at 43.39, 132.15",
        "43.4 N 132.2 E",
        "lat 43.4, lon 132.15",
        "43°23'N 132°09'E",
        "43°23' 132°09'",
        "43 23 N 132 09 E",
        "4323N 13209E",
        "북위 43도 23분",
        "широта 43,39",
    };

    (void)state;
    passes("label", ALL(coarse));
}

static void figures_in_prose_pass(void **state) {
    static const char *const prose[] = {
        "entre 12.345 e 67.890 pessoas",
        "12.345, 67.890 personas",
        "1.200, 1.350 und 1.400 Menschen",
        "1,234 and 5,678; 12,345 in all",
        "In three years: 12,345; 13,456; 14,567.",
        "12,345 North Korean workers, 1,234 S. Koreans, 12,345 N. Koreans",
        "1,234,567,890 won, 1.234.567,89 EUR",
        "between 0.5 and 0.75, mean 0.6213",
        "UHWW 0.6213 ZKPY 0.3787",
        "Version 1.234567, 2.345678 million",
        "IP 192.168.1.10, version 1.2.3456",
        "97.5 % of 1,234.5678",
        "$12.345, $13.456",
        "12.345 kg, 13.456 kg, 14.567 kg",
        "paragraph 12.345",
        "1.2345E5 and 2.3456E-5",
        "12.345 °C, 13.456 °C",
        "Wind 120° 12.5 kt, bank 15° 2.5 s",
        "at the latitude of Pyongyang 12 people",
        "12 degrees below, 30 minutes, 25 seconds",
        "영하 12도, 30분",
        "0.1234 0.2345 0.3456 0.4567",
        "0.123, 0.234",
        "10.125 11.250 12.375",
        "85.125 92.250 101.500",
        "7.25\t8.50\t9.75",
        "10.125-12.250, 12.125+13.250",
    };

    (void)state;
    passes("label", ALL(prose));
}

static void flights_dates_times_and_aircraft_pass(void **state) {
    static const char *const prose[] = {
        "JS272, JS 272, KAL007, S7 6321",
        "S7 12.30, S7 12 30 45, W3 12.345 t",
        "E190, A320, Tu-204-300, An-148-100, Il-62M",
        "P-632, RA-61714, HL8055, N12345, EW-001PA, B-1234",
        "7202AB, 43E396, 4CA2D6, 123456, 1E2345",
        "2023.11.03 12.30",
        "2023-11-03 14:07:12.345, 2023-11-03 15:08:13.456",
        "2023-11-03T14:07:12.345Z",
        "3.11.2023, 14.07.23",
        "03-11-2023 14-07-12 E",
        "GPS time 12:30:45",
        "Mon 12:30, Fri 14:45, 12.30-14.45",
        "Gate N 12, row 30 E, seats 12 30 45",
        "runway 07/25, 3,500 x 60 m",
        "FL350, QNH 1013.25, 121.500 MHz, 118.100 MHz",
        "passport series 12 34 567890",
        "N 12 30 45",
        "off UHWW:0.99; on @+40.616+127.829", /* where a leg was last heard, as `legs --csv` writes it */
    };

    (void)state;
    passes("label", ALL(prose));
}

static void links_to_a_place_are_refused(void **state) {
    static const char *const exact[] = {
        "https://maps.example.org/@43.396117,132.151223,17z",
        "https://maps.example.org/?q=43.396117%2C132.151223",
        "https://maps.example.org/#map=17/43.39611/132.15122",
        "https://maps.example.org/place/data=!3d43.396117!4d132.151223",
        "https://maps.example.org/?mlat=43.396&mlon=132.151",
        "https://maps.example.org/place/43%C2%B023'46%22N",
        "https://maps.example.org/8Q8745C2%2BXX",
        "https://words.example.org///filled.count.soap",
    };
    static const char *const other[] = {
        "https://example.org/2023/11/03/a-1.2345.html",
        "https://example.org/video?v=52TGN-12345&t=12.345",
        "https://example.org/status/1719283746551234567",
        "https://example.org/a%20b%20c/12.345/photo",
    };

    (void)state;
    refused("link", ALL(exact));
    passes("link", ALL(other));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pair_of_figures_is_a_place),
        cmocka_unit_test(a_number_with_a_mark_is_a_place),
        cmocka_unit_test(degrees_minutes_and_seconds_are_a_place),
        cmocka_unit_test(the_code_of_a_grid_is_a_place),
        cmocka_unit_test(what_is_coarse_passes),
        cmocka_unit_test(figures_in_prose_pass),
        cmocka_unit_test(flights_dates_times_and_aircraft_pass),
        cmocka_unit_test(links_to_a_place_are_refused),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
