/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/legs.h"

void legs_aside_count(const struct line *line, size_t first, size_t last, size_t count[NCLEAN]) {
    for (int r = 0; r < NCLEAN; r++) count[r] = 0;
    for (size_t i = first; i <= last && i < line->track.n; i++) count[line->legs.clean.reason[i]]++;
}

void legs_aside_add(struct legs_rows *rows, const struct flight_craft *c) {
    struct aside a;

    if (aside_of(c, &a)) *vec_push(&rows->a, &rows->aside) = a;
}

struct aside *legs_aside_all(struct arena *a, const struct legs_rows *rows, size_t jobs,
                             size_t *n) {
    VEC(struct aside) all = {0};

    for (size_t j = 0; j < jobs; j++)
        for (size_t i = 0; i < rows[j].aside.n; i++) *vec_push(a, &all) = rows[j].aside.v[i];
    aside_sort(all.v, all.n);
    *n = all.n;
    return all.v;
}

void legs_aside_tell(struct buf *out, const struct term *t, struct arena *a, const struct aside *v,
                     size_t n) {
    const char **said;
    size_t nsaid;

    aside_say(a, v, n, &said, &nsaid);
    for (size_t i = 0; i < nsaid; i++) term_wrap(out, t, "note: ", said[i]);
}

/* ---- JSON */

void legs_aside_json(struct buf *b, const size_t count[NCLEAN]) {
    bool any = false;

    buf_putc(b, '{');
    for (int r = CLEAN_GOOD + 1; r < NCLEAN; r++) {
        if (!count[r]) continue;
        buf_printf(b, "%s\"%s\": %zu", any ? ", " : "", clean_word((enum clean_reason)r), count[r]);
        any = true;
    }
    buf_putc(b, '}');
}

void legs_aside_list(struct buf *b, const struct aside *v, size_t n) {
    buf_putc(b, '[');
    for (size_t i = 0; i < n; i++) {
        buf_puts(b, i ? ", {\"icao24\": \"" : "{\"icao24\": \"");
        aside_hex(b, v[i].key);
        buf_printf(b, "\", \"points\": %zu, \"at_once\": %zu, \"set_aside\": ", v[i].points,
                   v[i].nline);
        legs_aside_json(b, v[i].count);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}
