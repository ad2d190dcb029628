/* SPDX-License-Identifier: Apache-2.0 */
/* Two rows about `headcount check`: tools/calibrate makes the cases and runs it; here its findings are judged. */
#include "cal.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *text(const json_t *f, const char *key) {
    const char *s = json_string_value(json_object_get(f, key));

    return s ? s : "";
}

/* A line without an interval: how many of n were found. */
static struct cal_line *found(struct cal *c, const char *row, const char *what, size_t in,
                              size_t n) {
    struct cal_line *l = vec_push(c->a, &c->line);

    *l = (struct cal_line){.row = row,
                           .what = what,
                           .n = n,
                           .covered = (double)in / (double)n,
                           .se = (double)NAN,
                           .score = (double)NAN,
                           .width = (double)NAN};
    return l;
}

/* NULL: not there, and the row falls short. */
static json_t *findings(struct cal *c, const char *row, const char *file) {
    json_t *all = NULL;
    struct cal_line *l;

    if (c->checks) all = json_load_file(arena_printf(c->a, "%s/%s", c->checks, file), 0, NULL);
    if (json_is_array(json_object_get(all, "findings"))) return all;
    json_decref(all);
    l = found(c, row, "check", 0, 1);
    l->target = "not yet: no findings of headcount check here (run tools/calibrate)";
    return NULL;
}

static bool same(const json_t *f, const char *id, const char *date) {
    return strcmp(text(f, "id"), id) == 0 && strncmp(text(f, "text"), date, strlen(date)) == 0 &&
           strcmp(text(f, "level"), "note") != 0;
}

int cal_arts(struct cal *c, struct err *e) {
    static const char *const want[][3] = {{"direction-swapped", "2019-06-04", ""},
                                          {"hidden-flight", "2019-09-17", "about 65"},
                                          {"note-mismatch", "2020-02-25", "51"}};
    json_t *all = findings(c, "arts", "kykm.json"), *f;
    size_t i, in = 0, alarms = 0;
    bool got[3] = {false};
    struct cal_line *l;

    (void)e;
    if (!all) return 0;
    json_array_foreach(json_object_get(all, "findings"), i, f) {
        bool one = false;

        for (int k = 0; k < 3; k++)
            if (same(f, want[k][0], want[k][1]) && strstr(text(f, "text"), want[k][2]))
                got[k] = one = true;
        alarms += !one && strcmp(text(f, "level"), "error") == 0;
    }
    for (int k = 0; k < 3; k++) in += got[k];
    l = found(c, "arts", "errors found", in, 3);
    l->target = "all three, at most 3 false alarms";
    l->pass = in == 3 && alarms <= 3;
    l->note = arena_printf(c->a, "%zu false alarms at error level", alarms);
    json_decref(all);
    return 0;
}

/* Is the operation named in a finding that release a has twice what release b has? */
static bool named(const json_t *all, const char *id) {
    const json_t *f;
    size_t i;

    json_array_foreach(json_object_get(all, "findings"), i,
                       f) if (strcmp(text(f, "id"), "double-entry") == 0 &&
                              strncmp(text(f, "text"), "release_a ", 10) == 0 &&
                              strstr(text(f, "text"), "never added") &&
                              strstr(text(f, "text"), id)) return true;
    return false;
}

int cal_releases(struct cal *c, struct err *e) {
    struct cal_table t;
    json_t *all;
    size_t in = 0, n = 0, wrong = 0;
    struct cal_line *l;
    int rc = cal_read(c, "frontex/two_releases_2019_21.csv", &t, e);

    if (rc < 0) return rc;
    if (!(all = findings(c, "releases", "releases.json"))) return 0;
    for (size_t i = 0; i < t.nrow; i++) {
        double a = strtod(cal_cell(&t, i, "release_a").p, NULL),
               b = strtod(cal_cell(&t, i, "release_b").p, NULL);
        bool twice = b > 0 && fabs(a - 2 * b) < 1e-9, is = named(all, cal_cell(&t, i, "roid").p);

        n += twice;
        in += twice && is;
        wrong += !twice && is;
    }
    l = found(c, "releases", "doubled and named", in, n);
    l->target = "all 197, none besides";
    l->pass = n == 197 && in == n && wrong == 0;
    l->note = arena_printf(c->a, "%zu named that are not doubled", wrong);
    json_decref(all);
    return 0;
}
