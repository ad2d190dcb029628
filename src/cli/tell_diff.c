/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/look.h"
#include "cli/tell.h"

#include <math.h>

enum { ROWS_SHOWN = 20 };

static const char *estimate(struct arena *a, const json_t *range) {
    if (!json_is_object(range)) return "unknown: no flight is entered";
    return arena_printf(a, "%s (%s)", look_people(a, range, "median"), look_between(a, range));
}

/* "+120", "-1,300", "0"; NULL: one of the two is unknown. */
static const char *moved(struct arena *a, const json_t *o) {
    double x = look_number(o, "move");

    if (isnan(x)) return NULL;
    return arena_printf(a, "%s%s", x > 0 ? "+" : "", look_people(a, o, "move"));
}

static void side(struct buf *out, struct arena *a, const struct term *t, const json_t *diff,
                 const char *key, const char *title) {
    const json_t *s = json_object_get(diff, key);
    const char *day = look_day(a, s, "as_of"), *name = look_text(s, "name");

    term_wrap(out, t, arena_printf(a, "%s  ", title),
              arena_printf(a, "%s, as of %s, %s rows", name ? name : "a case",
                           day ? day : "no date known", look_people(a, s, "rows")));
}

static void rows(struct buf *out, struct arena *a, const struct term *t, const json_t *list,
                 const char *title) {
    const json_t *r;
    size_t i, n = json_array_size(list);

    if (!n) return;
    buf_printf(out, "\n  %s%s%s\n", term_style(t, TERM_BOLD), title, term_style(t, TERM_PLAIN));
    json_array_foreach(list, i, r) {
        if (i >= ROWS_SHOWN) break;
        term_wrap(out, t,
                  arena_printf(a, "  %s  %-9s  ", look_text(r, "row"), look_text(r, "sheet")),
                  look_text(r, "text") ? look_text(r, "text") : "");
    }
    if (n > ROWS_SHOWN) buf_printf(out, "  and %zu more; --json has all\n", n - ROWS_SHOWN);
}

/* What moved nothing is counted and not shown; --json has every step. */
static void moves(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    static const struct term_column head[] = {
        {"moved", true, false}, {"to", true, false}, {"sheet", false, false}, {"by", false, true}};
    const json_t *list = json_object_get(c, "moves"), *m;
    const char **cell = ARENA_ARRAY(a, const char *, json_array_size(list) * 4);
    size_t i, n = 0, still;

    json_array_foreach(list, i, m) {
        if (look_number(m, "move") == 0) continue;
        cell[4 * n] = moved(a, m);
        cell[4 * n + 1] = look_people(a, json_object_get(m, "estimated"), "median");
        cell[4 * n + 2] = look_text(m, "sheet");
        cell[4 * n++ + 3] = look_text(m, "text");
    }
    still = json_array_size(list) - n;
    if (n) term_table(out, t, head, 4, cell, n);
    if (still)
        buf_printf(out, "  %zu %s moved nothing\n", still, still == 1 ? "change" : "changes");
}

static void corridor(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    const char *move = moved(a, c);

    buf_printf(out, "\n%s", term_style(t, TERM_BOLD));
    term_text(out, t, span_of(look_text(c, "id") ? look_text(c, "id") : "a corridor"));
    buf_printf(out, "%s\n", term_style(t, TERM_PLAIN));
    term_wrap(out, t, "  A  ", estimate(a, json_object_get(c, "a")));
    term_wrap(out, t, "  B  ", estimate(a, json_object_get(c, "b")));
    if (move) buf_printf(out, "  the best figure moved by %s\n", move);
    moves(out, a, t, c);
}

void tell_diff(struct buf *out, struct arena *a, const struct term *t, const json_t *diff) {
    const json_t *c;
    size_t i;

    side(out, a, t, diff, "a", "A");
    side(out, a, t, diff, "b", "B");
    if (!json_array_size(json_object_get(diff, "only_a")) &&
        !json_array_size(json_object_get(diff, "only_b")) &&
        !json_array_size(json_object_get(diff, "changed")))
        buf_puts(out, "\n  The two have the same rows.\n");
    json_array_foreach(json_object_get(diff, "corridors"), i, c) corridor(out, a, t, c);
    rows(out, a, t, json_object_get(diff, "only_a"), "Only in A");
    rows(out, a, t, json_object_get(diff, "only_b"), "Only in B");
    rows(out, a, t, json_object_get(diff, "changed"), "In both, and not alike");
}
