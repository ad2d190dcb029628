/* SPDX-License-Identifier: Apache-2.0 */
/* What the helper programs write, as if somebody had taken them over; and first bytes of files.
 * What is kept is of closed words and harmless characters, and what is sealed is JSON. */
#include "base/canon.h"
#include "media/board.h"
#include "media/facts.h"
#include "media/kind.h"
#include "media/page.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_facts(const struct facts *f) {
    static struct facts kept, again;
    struct span raw = {(const char *)f, sizeof *f};
    json_error_t at;
    json_t *sealed;

    if (!facts_take(raw, &kept) || kept.n > f->n) abort();
    for (size_t i = 0; i < kept.n; i++)
        for (const char *s = kept.fact[i].value; *s; s++)
            if (*s < ' ' || *s > 'z') abort();
    raw.p = (const char *)&kept;
    if (!facts_take(raw, &again) || again.n != kept.n) abort();
    if (!f->sealed_n) return;
    if (!(sealed = json_loadb(f->sealed, f->sealed_n, 0, &at)) || !json_object_size(sealed))
        abort();
    json_decref(sealed);
}

static void check_board(struct span line) {
    struct board_line once, twice;
    char text[32];

    if (!board_line(line, &once)) return;
    snprintf(text, sizeof text, "%s %s", once.flight, once.time);
    if (!board_line(span_of(text), &twice) || strcmp(once.flight, twice.flight) != 0 ||
        strcmp(once.time, twice.time) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span all = {(const char *)data, n}, rest = all, page, said = all;
    static struct facts f;

    if (facts_exif_read(all, &f)) check_facts(&f);
    if (facts_probe_read(all, &f)) check_facts(&f);
    facts_take(all, &f);
    check_board(all);
    if (!*media_kind(all)->type) abort();
    while (page_next(&rest, &page))
        if (page.p < all.p || page.p + page.n > all.p + all.n) abort();
    while (said.n)
        if (page_time(&said) < 0) abort();
    return 0;
}
