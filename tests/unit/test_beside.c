/* SPDX-License-Identifier: Apache-2.0 */
/* Corridors side by side: one scale, nothing added, nothing drawn of what is not known. */
#include "report_rig.h"

static const struct drawn *nth(const struct read *r, const char *svg, const char *cls, size_t k) {
    for (size_t i = 0; i < r->ndrawn; i++)
        if (strcmp(r->drawn[i].svg, svg) == 0 && strcmp(r->drawn[i].cls, cls) == 0 && k-- == 0)
            return &r->drawn[i];
    return NULL;
}

static void estimate(json_t *corridor, int median, int lo, int hi) {
    json_object_set_new(corridor, "estimated",
                        json_pack("{s:i, s:f, s:i, s:i}", "median", median, "mean", (double)median,
                                  "lo", lo, "hi", hi));
}

static json_t *claim_of(json_t *corridor, const char *speaker, const char *measures, json_t *low) {
    return json_pack("{s:n, s:s, s:O, s:s, s:s, s:s, s:s, s:o, s:n, s:n, s:s, s:n}", "row",
                     "speaker", speaker, "corridor", json_object_get(corridor, "id"), "unit",
                     "people", "made_on", "2023-10-31", "grade", "C3", "measures", measures, "low",
                     low, "quantity", "high", "status", "standing", "percentile");
}

/* The second corridor is a copy of the first under another name. */
static json_t *two(void) {
    json_t *answer = small_sample(), *list = json_object_get(answer, "corridors"),
           *other = json_deep_copy(json_array_get(list, 0));

    while (json_array_size(list) > 1) json_array_remove(list, 1);
    json_object_set_new(other, "id", json_string("C-D"));
    json_object_set_new(answer, "claims", json_array());
    json_array_append_new(list, other);
    estimate(corridor_at(answer, 0), 1000, 500, 2000);
    estimate(corridor_at(answer, 1), 3000, 1000, 4000);
    return answer;
}

static void one_corridor_has_nothing_beside_it(void **state) {
    json_t *answer = two();
    struct read *r;

    (void)state;
    json_array_remove(json_object_get(answer, "corridors"), 1);
    r = page_read(answer, "one");
    assert_null(strstr(r->text.p, "Corridors side by side"));
    read_fini(r);
    json_decref(answer);
}

static void they_lie_on_one_scale(void **state) {
    static const char *const svg[] = {"beside-w", "beside-n"};
    json_t *answer = two();
    struct read *r = page_read(answer, "two");

    (void)state;
    for (int k = 0; k < 2; k++) {
        const struct drawn *first = nth(r, svg[k], "spot", 0), *second = nth(r, svg[k], "spot", 1);

        if (!first || !second) {
            fail_msg("%s has no two estimates", svg[k]);
            return;
        }
        assert_near((second->x - 5) / (first->x - 5), 3, 0.02);
    }
    assert_non_null(
        strstr(r->text.p, "Only those of one direction that share its field are added"));
    read_fini(r);
    json_decref(answer);
}

static void what_is_not_known_is_not_drawn(void **state) {
    json_t *answer = two(), *claims = json_object_get(answer, "claims");
    json_t *second = corridor_at(answer, 1);
    struct read *r;

    (void)state;
    json_object_set_new(second, "by_slot", json_array());
    estimate(second, 0, 0, 0);
    json_array_append_new(claims, claim_of(second, "An agency", "one_way", json_integer(500)));
    json_array_append_new(claims, claim_of(second, "A guard", "stock", json_integer(501)));
    json_array_append_new(claims, claim_of(second, "A clerk", "one_way", json_null()));
    json_array_append_new(claims, claim_of(second, "A liar", "one_way", json_integer(502)));
    json_object_set_new(json_array_get(claims, 3), "status", json_string("retracted"));
    json_array_append_new(claims, claim_of(second, "A minister", "one_way", json_null()));
    json_object_set_new(json_array_get(claims, 4), "quantity", json_integer(503));
    json_object_set_new(json_array_get(claims, 4), "hedge", json_string("over"));
    r = page_read(answer, "unknown");
    assert_non_null(strstr(r->text.p, "no flight is entered: unknown"));
    assert_null(nth(r, "beside-w", "spot", 1));
    assert_non_null(nth(r, "beside-w", "spot other", 0));
    assert_non_null(nth(r, "beside-w", "spot other", 1));
    assert_null(nth(r, "beside-w", "spot other", 2));
    assert_non_null(strstr(r->text.p, "claimed, at least: An agency on 31"));
    assert_non_null(strstr(r->text.p, "claimed, at least: A minister on 31"));
    assert_null(strstr(r->text.p, "claimed: A guard"));
    assert_null(strstr(r->text.p, "A liar on 31"));
    read_fini(r);
    json_decref(answer);
}

/* Twenty-eight corridors, the later the larger: the picture has the last twelve and says so, the table has all. */
static void of_many_the_largest_are_drawn_and_that_is_said(void **state) {
    json_t *answer = two(), *list = json_object_get(answer, "corridors");
    const struct drawn *last;
    char id[24];
    struct read *r;

    (void)state;
    for (int i = 2; i < 28; i++)
        json_array_append_new(list, json_deep_copy(json_array_get(list, 0)));
    for (int i = 0; i < 28; i++) {
        snprintf(id, sizeof id, "K-%d", i);
        json_object_set_new(corridor_at(answer, (size_t)i), "id", json_string(id));
        estimate(corridor_at(answer, (size_t)i), 100 * (i + 1), 50 * (i + 1), 150 * (i + 1));
    }
    json_array_append_new(
        json_object_get(answer, "claims"),
        claim_of(corridor_at(answer, 0), "A clerk", "one_way", json_integer(500)));
    r = page_read(answer, "many");
    assert_non_null(nth(r, "beside-w", "spot", 11));
    assert_null(nth(r, "beside-w", "spot", 12));
    last = nth(r, "beside-w", "spot", 11);
    if (last) /* in the order of the table: 1,700 to 2,800 */
        assert_near((last->x - 5) / (nth(r, "beside-w", "spot", 0)->x - 5), 28.0 / 17, 0.01);
    assert_non_null(strstr(r->text.p, "12 of 28 corridors: those with the largest middle "
                                      "estimates; the table has all"));
    assert_non_null(strstr(r->text.p, "1 more claim stands in the list of claims"));
    assert_non_null(strstr(r->text.p, "100 (50–150, 9 in 10)"));
    read_fini(r);
    json_decref(answer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_corridor_has_nothing_beside_it),
        cmocka_unit_test(they_lie_on_one_scale),
        cmocka_unit_test(what_is_not_known_is_not_drawn),
        cmocka_unit_test(of_many_the_largest_are_drawn_and_that_is_said),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
