/* SPDX-License-Identifier: Apache-2.0 */
/* The reference article, which is never published: what share of its hand-made marks the drafts find. */
#include "t_marks.h"

static struct t_score score;

static const struct text_draft *found(const struct text *t, const char *id) {
    for (size_t m = 0; m < score.marks; m++)
        if (strcmp(score.mark[m].id, id) == 0 && score.mark[m].draft >= 0)
            return &t->draft.v[score.mark[m].draft];
    fail_msg("%s was not found", id);
    return &t->draft.v[0];
}

static void the_reference_article_is_read_as_its_marker_did(void **state) {
    const char *shared = t_shared();
    char path[4096];
    struct text_options o = {.dateline = utc_day((struct utc_civil){2023, 10, 31})};
    struct text t;
    struct err e;
    struct arena a;
    size_t n;
    char *bytes;
    const struct text_draft *d;

    (void)state;
    if (!shared) skip();
    snprintf(path, sizeof path, "%s/texts/article.txt", shared);
    bytes = t_slurp(path, &n);
    if (!bytes) skip();
    arena_init(&a, (size_t)256 << 20);
    assert_ok(text_read(&a, (struct span){bytes, n}, &o, &t, &e), e);
    snprintf(path, sizeof path, "%s/texts/article_marks.csv", shared);
    t_marks_read(&a, path, &score);
    t_match(&t, &score);
    t_score_say("reference", &t, &score);
    assert_true(score.found * 100 >= score.marks * 80);
    assert_true((score.drafts - score.found) * 100 <= score.drafts * 20);
    d = found(&t, "m16"); /* the schedule */
    assert_string_equal(d->from, "2023-10-30");
    assert_string_equal(d->to, "2024-03-29");
    (void)found(&t, "m13"); /* the headcount */
    (void)found(&t, "m20"); /* the 4,000 */
    d = found(&t, "m24");   /* the date of the sanctions */
    assert_string_equal(d->to, "2019-12");
    (void)found(&t, "m23");
    arena_fini(&a);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reference_article_is_read_as_its_marker_did)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
