/* SPDX-License-Identifier: Apache-2.0 */
/* Articles: pages as pages, all else as text. Always: drafts lie in the text, in code points that agree with their bytes, and every
 * string of them is there. */
#include "base/utc.h"
#include "text/text.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static size_t points(struct span s) {
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return n;
}

static void check(struct span words, const struct text *t) {
    for (size_t i = 0; i < t->draft.n; i++) {
        const struct text_draft *d = &t->draft.v[i];
        struct span before = {words.p, (size_t)(d->text.p - words.p)};

        if (d->text.p < words.p || d->text.p + d->text.n > words.p + words.n || !d->text.n) abort();
        if (i < 50 && (points(before) != d->start || points(d->text) != d->end - d->start)) abort();
        if (!d->speaker || !*d->speaker || !d->speaker_type || !d->channel || !d->hedge ||
            !d->unit || !d->subject || !d->from || !d->to)
            abort();
        if (!d->days || !d->flight || !d->place || !d->direction || !d->note ||
            d->kind > TEXT_BOARD)
            abort();
        if (d->lo != TEXT_NONE && d->hi != TEXT_NONE && d->lo > d->hi) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span file = {(const char *)data, n}, words = {0};
    struct text_options o = {.dateline = n % 3 ? 19661 : UTC_NONE};
    struct text t = {0};
    struct err e = {0};
    struct arena a;
    int rc;

    arena_init(&a, (size_t)512 << 20);
    rc = text_is_html(file) ? text_html(&a, file, &words, &e) : text_plain(file, &words, &e);
    if (rc == 0) rc = text_read(&a, words, &o, &t, &e);
    if (rc < 0 && (!e.text[0] || (rc != RC_SYNTAX && rc != RC_LIMIT))) abort();
    if (rc == 0) check(words, &t);
    arena_fini(&a);
    return 0;
}
