/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "report/chart.h"
#include "report/view.h"
#include "report_rig.h"

/* ---- the reference case ---- */

static void page_is_complete_in_itself(void **state) {
    json_t *answer = sample();
    struct buf b = page_of(answer);
    struct read *r = read_back(buf_span(&b), "the sample");

    (void)state;
    assert_true(b.n < 500000);
    assert_true(r->elements > 2000);
    assert_non_null(
        strstr(r->text.p, "45 of 50 equally likely totals lie below the claimed 4,000"));
    assert_non_null(strstr(
        r->text.p, "Of 44 slots, 7 are known to have flown; what became of 37, nobody has said"));
    assert_true(strncmp(b.p, "<!DOCTYPE html>", 15) == 0);
    assert_int_equal(r->slots, 88);        /* two corridors of 44 */
    assert_int_equal(r->dots, 2 * 2 * 50); /* each for a wide and for a narrow window */
    read_fini(r);
    buf_fini(&b);
    json_decref(answer);
}

static int digit_of(char c) {
    const char *digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
               *at = strchr(digits, c);

    return at ? (int)(at - digits) : 0;
}

static void policy_allows_our_style_and_nothing_else(void **state) {
    json_t *answer = sample();
    struct read *r = page_read(answer, "the sample");
    const char *at = strstr(r->csp.p, "style-src 'sha256-");
    uint8_t h[HASH_BYTES], got[33];

    (void)state;
    assert_non_null(strstr(r->csp.p, "default-src 'none'"));
    assert_null(strstr(r->csp.p, "unsafe"));
    assert_non_null(at);
    at += strlen("style-src 'sha256-");
    for (int i = 0; i < 11; i++) {
        int v = digit_of(at[4 * i]) << 18 | digit_of(at[4 * i + 1]) << 12 |
                digit_of(at[4 * i + 2]) << 6 | digit_of(at[4 * i + 3]);

        got[3 * i] = (uint8_t)(v >> 16 & 255);
        got[3 * i + 1] = (uint8_t)(v >> 8 & 255);
        got[3 * i + 2] = (uint8_t)(v & 255);
    }
    assert_memory_equal(at + 43, "='", 2);
    hash_of(buf_span(&r->style), h);
    assert_memory_equal(got, h, HASH_BYTES);
    read_fini(r);
    json_decref(answer);
}

static void every_row_is_an_anchor(void **state) {
    json_t *answer = named_sample(), *v;
    struct read *r = page_read(answer, "the sample");
    const char *name;

    (void)state;
    json_object_foreach(json_object_get(answer, "rows"), name, v) {
        char id[64], *key = id;

        snprintf(id, sizeof id, "r-%s", name);
        assert_non_null(bsearch(&key, r->id, r->ids, sizeof *r->id, by_text));
    }
    read_fini(r);
    json_decref(answer);
}

static void figures_link_to_their_rows(void **state) {
    json_t *answer = named_sample(), *c = corridor_at(answer, 0);
    struct buf b = page_of(answer), want = {0};

    (void)state;
    buf_printf(&want, "<a href=\"#r-%s\">0</a>",
               json_string_value(json_array_get(json_object_get(c, "seen_ref"), 0)));
    assert_non_null(strstr(b.p, want.p));
    want.n = 0;
    buf_printf(&want, "<a href=\"#r-%s\" title=\"the first of 2 rows\">9,240</a>",
               json_string_value(json_array_get(json_object_get(c, "ceiling_ref"), 0)));
    assert_non_null(strstr(b.p, want.p));
    buf_fini(&want);
    buf_fini(&b);
    json_decref(answer);
}

static void three_caveats_stand_beside_and_the_rest_below(void **state) {
    json_t *answer = sample(), *list = json_object_get(corridor_at(answer, 0), "caveats");
    struct read *r = page_read(answer, "the sample");
    const char *beside = strstr(r->text.p, "Before you quote this"),
               *below = strstr(r->text.p, "Beyond the first three caveats");

    (void)state;
    assert_non_null(beside);
    assert_non_null(below);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *at = strstr(r->text.p, json_string_value(json_array_get(list, i)));

        assert_non_null(at);
        assert_true(at > beside);
        assert_int_equal(at > below, i >= 3);
    }
    read_fini(r);
    json_decref(answer);
}

static void corridors_come_in_the_order_of_the_answer(void **state) {
    json_t *answer = sample();
    struct read *r = page_read(answer, "the sample");
    const char *first =
        strstr(r->text.p, json_string_value(json_object_get(corridor_at(answer, 0), "headline")));
    const char *second =
        strstr(r->text.p, json_string_value(json_object_get(corridor_at(answer, 1), "headline")));

    (void)state;
    assert_non_null(first);
    assert_non_null(second);
    assert_true(first < second);
    read_fini(r);
    json_decref(answer);
}

static void same_answer_gives_same_bytes(void **state) {
    json_t *answer = sample(), *rows = json_object_get(answer, "rows"), *turned = json_object(), *v;
    struct buf a = page_of(answer), b;
    const char *key[1000], *name;
    size_t n = 0;

    (void)state;
    json_object_foreach(rows, name, v) key[n++] = name;
    while (n-- > 0) json_object_set(turned, key[n], json_object_get(rows, key[n]));
    v = json_copy(answer);
    json_object_set_new(v, "rows", turned);
    b = page_of(v);
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.p, b.p, a.n);
    buf_fini(&a);
    buf_fini(&b);
    json_decref(v);
    json_decref(answer);
}

/* ---- what an answer may do to us ---- */

static void hostile_strings_are_shown_and_not_obeyed(void **state) {
    static const char *const tail[] = {"\"><script>alert(1)</script><img src=x onerror=alert(2)>",
                                       "' onmouseover='alert(1)",
                                       "&amp;&lt;]]>--><!--",
                                       "\xe2\x80\xae!4202\xe2\x80\x8b",
                                       "\x01\x02\x1b[2J\x7f",
                                       "</style></title></svg>"};

    (void)state;
    for (size_t i = 0; i < sizeof tail / sizeof *tail; i++) {
        json_t *answer = sample(), *bad;
        struct read *r;

        add_model(answer);
        bad = poisoned(answer, tail[i]);
        r = page_read_whole(bad, tail[i]);
        if (i == 0)
            assert_non_null(strstr(r->text.p, "vladivostok-pyongyang\"><script>alert(1)</script>"));
        if (i == 3) {
            assert_non_null(strstr(r->text.p, "[U+202E]!4202[U+200B]"));
            assert_null(strstr(r->text.p, "\xe2\x80\xae"));
        }
        if (i == 4) assert_non_null(strstr(r->text.p, "[U+0001][U+0002][U+001B][2J[U+007F]"));
        read_fini(r);
        json_decref(bad);
        json_decref(answer);
    }
}

static void addresses_that_are_not_http_are_no_links(void **state) {
    static const char *const link[] = {"javascript:alert(1)", "data:text/html,x", "https://a b",
                                       "HTTPS://x", "file:///etc/passwd"};
    json_t *answer = sample(), *source = json_array_get(json_object_get(answer, "sources"), 0);

    (void)state;
    for (size_t i = 0; i < sizeof link / sizeof *link; i++) {
        struct read *r;

        json_object_set_new(source, "link", json_string(link[i]));
        r = page_read(answer, link[i]); /* complains of any href that is neither # nor http */
        assert_null(strstr(r->text.p, link[i])); /* it may say in which drawer the original lies */
        read_fini(r);
        r = page_read_whole(answer, link[i]);
        assert_non_null(strstr(r->text.p, link[i]));
        read_fini(r);
    }
    json_decref(answer);
}

static void references_to_rows_that_are_not_there_are_no_links(void **state) {
    json_t *answer = sample(), *refs = json_object_get(corridor_at(answer, 0), "seen_ref");
    struct read *r;

    (void)state;
    json_array_insert_new(refs, 0, json_string("ffffffffffff"));
    json_array_insert_new(refs, 0, json_string("\" onclick=\"x"));
    json_object_set_new(json_object_get(answer, "rows"), "\"><b>", json_object());
    r = page_read(answer, "dangling references");
    read_fini(r);
    json_decref(answer);
}

static void any_member_may_be_missing_or_absurd(void **state) {
    json_t *answer = small_sample(), *names = json_object(), *v;
    json_t *value[] = {json_null(),      json_real(-1e300), json_integer(INT64_MAX),
                       json_string("x"), json_array(),      json_object()};
    static const char *const place[] = {
        "name", "lat", "lon", "distance_km", "origin_place", "destination_place", NULL};
    const char *name;
    size_t turn = 0;

    (void)state;
    add_model(answer);
    names_in(answer, names);
    assert_true(json_object_size(names) > 100);
    json_object_foreach(names, name, v) {
        turn =
            !turn; /* each name meets one half of the values: a page for every pair takes minutes under the sanitizers */
        for (size_t i = turn; i < sizeof value / sizeof *value; i += 2) {
            json_t *broken = replaced(answer, name, value[i]);
            struct buf b = {0};
            struct err e = {0};

            if (!one_of(name, place)) /* the map is most of the time that a page takes */
                json_object_del(corridor_at(broken, 0), "origin_place");
            if (strcmp(name, "corridors") != 0 || json_is_array(value[i])) {
                assert_ok(html_report(broken, &b, &e), e);
                read_fini(read_back(buf_span(&b), name));
            } else {
                assert_int_equal(html_report(broken, &b, &e), RC_SYNTAX);
            }
            buf_fini(&b);
            json_decref(broken);
        }
    }
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) json_decref(value[i]);
    json_decref(names);
    json_decref(answer);
}

static void unknown_is_said_and_is_never_zero(void **state) {
    json_t *answer = small_sample(), *c = corridor_at(answer, 0);
    struct read *r;

    (void)state;
    json_object_set_new(c, "ceiling", json_null());
    json_object_set_new(c, "ceiling_why", json_string("no figure for this type"));
    json_object_set_new(answer, "counts", json_array());
    json_object_set_new(answer, "claims", json_array());
    json_object_set_new(answer, "ledger", json_null());
    r = page_read(answer, "no ceiling, no counts, no claims");
    assert_non_null(strstr(r->text.p, "ceiling of seats unknown"));
    assert_non_null(strstr(r->text.p, "Ceiling\nunknown\nno figure for this type"));
    assert_non_null(strstr(r->text.p, "Nobody counted."));
    assert_non_null(strstr(r->text.p, "No claims were entered."));
    assert_null(strstr(r->text.p, "headcount verify")); /* nothing to verify in memory */
    read_fini(r);
    json_decref(answer);
}

static void no_corridor_is_a_page_too(void **state) {
    json_t *answer = sample(), *empty = json_pack("{s:[]}", "corridors");
    struct read *r;

    (void)state;
    json_array_clear(json_object_get(answer, "corridors"));
    r = page_read(answer, "no corridors");
    assert_non_null(strstr(r->text.p, "nothing to estimate"));
    read_fini(r);
    read_fini(page_read(empty, "an answer with nothing else"));
    json_decref(empty);
    json_decref(answer);
}

/* n corridors of 500 slots, ten a week. */
static json_t *crowd(size_t n) {
    json_t *answer = sample(), *first = corridor_at(answer, 0), *list = json_array();
    json_t *slot = json_object_get(first, "by_slot"), *slots = json_array(), *weeks = json_array(),
           *fan = json_array();
    char day[32];

    for (int i = 0; i < 500; i++) {
        json_t *one = json_deep_copy(json_array_get(slot, (size_t)i % 44));
        json_t *point =
            json_deep_copy(json_array_get(json_object_get(first, "cumulative"), (size_t)i % 44));
        int d = i * 7 / 10;

        snprintf(day, sizeof day, "2023-%02d-%02d", d / 28 % 12 + 1, d % 28 + 1);
        json_object_set_new(one, "date", json_string(day));
        json_object_set_new(point, "date", json_string(day));
        json_array_append_new(slots, one);
        json_array_append_new(fan, point);
        if (i % 10 == 0)
            json_array_append_new(weeks, json_pack("{s:s,s:i,s:i,s:i,s:i,s:i}", "week", day,
                                                   "announced", 4, "operated", 3, "cancelled", 1,
                                                   "unknown", 2, "counted", i % 3));
    }
    json_object_set_new(first, "by_slot", slots);
    json_object_set_new(first, "weekly", weeks);
    json_object_set_new(first, "cumulative", fan);
    for (size_t k = 0; k < n; k++) json_array_append_new(list, json_deep_copy(first));
    json_object_set_new(answer, "corridors", list);
    return answer;
}

static void many_slots_and_corridors_fit(void **state) {
    json_t *answer = crowd(3);
    struct read *r = page_read(answer, "three corridors of 500 slots");
    struct buf b = {0};
    struct err e = {0};

    (void)state;
    assert_int_equal(r->slots, 1500);
    read_fini(r);
    json_decref(answer);
    answer = json_pack("{s:[]}", "corridors");
    for (int i = 0; i <= HTML_CORRIDORS; i++)
        json_array_append_new(json_object_get(answer, "corridors"), json_object());
    assert_int_equal(html_report(answer, &b, &e), RC_LIMIT);
    assert_int_equal(b.n, 0);
    json_array_remove(json_object_get(answer, "corridors"), 0);
    read_fini(page_read(answer, "as many empty corridors as there may be"));
    json_decref(answer);
}

static void long_names_do_not_leave_their_pictures(void **state) {
    json_t *answer = small_sample(), *c = corridor_at(answer, 0);
    char name[2000];
    struct buf b;

    (void)state;
    for (size_t i = 0; i + 4 < sizeof name; i += 3)
        memcpy(name + i, "\xed\x95\x9c", 3), name[i + 3] = 0; /* a Korean syllable */
    json_object_set_new(json_object_get(c, "origin_place"), "name", json_string(name));
    json_object_set_new(json_array_get(json_object_get(answer, "claims"), 0), "speaker",
                        json_string(name));
    json_object_set_new(c, "group", json_string(name));
    b = page_of(answer);
    read_fini(read_back(buf_span(&b), "long names"));
    for (const char *t = strstr(b.p, "<text class=\"town\""); t;
         t = strstr(t + 1, "<text class=\"town\""))
        assert_true(strstr(t, "</text>") - t < 200);
    buf_fini(&b);
    json_decref(answer);
}

static void what_is_no_answer_is_refused(void **state) {
    json_t *v = json_array();
    struct buf b = {0};
    struct err e = {0};

    (void)state;
    assert_int_equal(html_report(v, &b, &e), RC_SYNTAX);
    assert_int_equal(html_report(NULL, &b, &e), RC_SYNTAX);
    json_decref(v);
}

/* ---- the map ---- */

/* Even-odd: is the point inside the path "M x yL x y...Z"? */
static bool path_holds(const char *d, double x, double y) {
    double sx = 0, sy = 0, px = 0, py = 0;
    bool in = false;

    while (*d) {
        char command = *d++, *next = NULL;
        double qx = sx, qy = sy;

        if (command != 'Z') {
            qx = strtod(d, &next);
            qy = strtod(next, &next);
            d = next;
        }
        if (command == 'M') {
            sx = qx, sy = qy;
        } else if ((py > y) != (qy > y) && x < px + (y - py) / (qy - py) * (qx - px)) {
            in = !in;
        }
        px = qx, py = qy;
    }
    return in;
}

static void map_has_land_where_land_is(void **state) {
    static const struct {
        const char *what;
        double lat[2], lon[2];
        bool land;
    } c[] = {
        {"Vladivostok and Pyongyang", {43.3963, 39.2241}, {132.1482, 125.67}, true},
        {"Alaska and Kamchatka, over the antimeridian", {62.9, 55.5}, {-155.6, 159.5}, true},
        {"New Zealand, whose antipode is Spain", {-37.87, -43.49}, {175.33, 172.0}, true},
        {"South Pacific, whose antipode is Asia", {-30, -35}, {-130, -120}, false},
        {"Chile and Argentina", {-33.39, -34.82}, {-70.79, -58.54}, true},
        {"North Atlantic", {45, 50}, {-40, -30}, false},
        {"over the Pole: Canada and Siberia", {62, 62}, {-100, 100}, true},
        {"a quarter of the world and more: London and Johannesburg",
         {51.47, -26.13},
         {-0.5, 28.2},
         true},
        {"Madrid and near its antipode", {40.5, -38.8}, {-3.6, 175.5}, true},
        {"a hop of 30 km", {52.0, 52.2}, {21.0, 21.3}, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        json_t *answer = small_sample(), *k = corridor_at(answer, 0);
        struct read *r;

        json_object_set_new(k, "origin_place",
                            json_pack("{s:s,s:f,s:f}", "name", "Here Airport", "lat", c[i].lat[0],
                                      "lon", c[i].lon[0]));
        json_object_set_new(
            k, "destination_place",
            json_pack("{s:s,s:f,s:f}", "name", "There", "lat", c[i].lat[1], "lon", c[i].lon[1]));
        r = page_read(answer, c[i].what);
        if (i == 8) { /* 19,700 km: no sensible picture */
            assert_int_equal(r->ports, 0);
        } else {
            assert_int_equal(r->ports, 2);
            for (size_t p = 0; p < 2; p++)
                if (path_holds(r->land.p ? r->land.p : "", strtod(r->port[p][0], NULL),
                               strtod(r->port[p][1], NULL)) != c[i].land)
                    fail_msg("%s: end %zu is %s", c[i].what, p,
                             c[i].land ? "in the sea" : "on land");
            if (r->land.n >= 40000) fail_msg("%s: %zu bytes of coast", c[i].what, r->land.n);
        }
        read_fini(r);
        json_decref(answer);
    }
}

/* ---- the small parts ---- */

static void assert_marked(const char *in, const char *want) {
    struct buf b = {0};

    mark_text(&b, in);
    assert_string_equal(b.n ? b.p : "", want);
    buf_fini(&b);
}

static void text_is_escaped_once_for_html_and_xml(void **state) {
    struct buf b = {0};

    (void)state;
    assert_marked(NULL, "");
    assert_marked("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;");
    assert_marked("\xff\xc0\x80 \xed\xa0\x80 \xf4\x90\x80\x80 \xe2\x82", "��� ��� ���� ��");
    assert_marked("\xd9\x86\xd8\xa7\xd9\x85\xe2\x80\x8c\xd9\x87",
                  "نام‌ه"); /* a joiner that spelling needs */
    assert_marked("\xe2\x81\xa6x\xef\xbb\xbf", "[U+2066]x[U+FEFF]");
    assert_marked("\xef\xbf\xbf", "[U+FFFF]");
    mark_cut(&b, "Pyongyang & more", 11);
    assert_string_equal(b.p, "Pyongyang …");
    b.n = 0;
    mark_cut(&b, "한국어", 3);
    assert_string_equal(b.p, "한국어");
    buf_fini(&b);
}

static void numbers_read_as_people_write_them(void **state) {
    struct buf b = {0};

    (void)state;
    mark_range(&b, 900, 4200), buf_putc(&b, ' ');
    mark_range(&b, 7, 7), buf_putc(&b, ' ');
    mark_share(&b, 0.0123), buf_putc(&b, ' ');
    mark_share(&b, 0.7), buf_putc(&b, ' ');
    mark_share(&b, 1), buf_putc(&b, ' ');
    mark_date(&b, "2024-02-09"), buf_putc(&b, ' ');
    mark_date(&b, "spring"), buf_putc(&b, ' ');
    svg_num(&b, 12.04), buf_putc(&b, ' ');
    svg_num(&b, -0.04), buf_putc(&b, ' ');
    svg_num(&b, 0.55);
    assert_string_equal(b.p, "900–4,200 7 1.2% 70% 100% 9 Feb 2024 spring 12 0 0.6");
    buf_fini(&b);
}

static void ticks_are_round_and_few(void **state) {
    (void)state;
    for (double hi = 1; hi < 1e12; hi *= 1.37)
        for (int want = 2; want <= 6; want++) {
            double step = svg_step(hi, want), lead = step;

            while (lead >= 10) lead /= 10;
            assert_true(lead == 1 || lead == 2 || lead == 5);
            assert_true(hi / step <= want * 2);
            assert_true(step == 1 || hi / step >= want / 2.6);
        }
}

static void claims_stand_on_a_scale_only_when_they_can(void **state) {
    json_t *answer = sample(), *c = corridor_at(answer, 0),
           *claim = json_array_get(json_object_get(answer, "claims"), 1);
    int64_t q = 0;

    (void)state;
    assert_true(view_claimed(claim, c, &q));
    assert_int_equal(q, 4000);
    assert_false(view_claimed(claim, corridor_at(answer, 1), &q)); /* another corridor's */
    json_object_set_new(claim, "percentile", json_null());
    json_object_set_new(claim, "unit", json_string("people waiting"));
    assert_false(view_claimed(claim, c, &q)); /* another unit */
    assert_near(view_top(c, NULL), 9240, 1e-12);
    json_object_set_new(c, "ceiling", json_null());
    assert_true(view_top(c, NULL) > 4554 && view_top(c, NULL) < 9240);
    json_decref(answer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_is_complete_in_itself),
        cmocka_unit_test(policy_allows_our_style_and_nothing_else),
        cmocka_unit_test(every_row_is_an_anchor),
        cmocka_unit_test(figures_link_to_their_rows),
        cmocka_unit_test(three_caveats_stand_beside_and_the_rest_below),
        cmocka_unit_test(corridors_come_in_the_order_of_the_answer),
        cmocka_unit_test(same_answer_gives_same_bytes),
        cmocka_unit_test(hostile_strings_are_shown_and_not_obeyed),
        cmocka_unit_test(addresses_that_are_not_http_are_no_links),
        cmocka_unit_test(references_to_rows_that_are_not_there_are_no_links),
        cmocka_unit_test(any_member_may_be_missing_or_absurd),
        cmocka_unit_test(unknown_is_said_and_is_never_zero),
        cmocka_unit_test(no_corridor_is_a_page_too),
        cmocka_unit_test(many_slots_and_corridors_fit),
        cmocka_unit_test(long_names_do_not_leave_their_pictures),
        cmocka_unit_test(what_is_no_answer_is_refused),
        cmocka_unit_test(map_has_land_where_land_is),
        cmocka_unit_test(text_is_escaped_once_for_html_and_xml),
        cmocka_unit_test(numbers_read_as_people_write_them),
        cmocka_unit_test(ticks_are_round_and_few),
        cmocka_unit_test(claims_stand_on_a_scale_only_when_they_can),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
