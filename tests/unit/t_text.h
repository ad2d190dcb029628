/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* One sentence to its drafts, for the tests of text/. */
#include "base/utc.h"
#include "t.h"
#include "text/text.h"

#define NONE TEXT_NONE

static struct arena arena;
static struct text text;

static int set_up(void **state) {
    (void)state;
    arena_init(&arena, (size_t)1 << 30);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_fini(&arena);
    return 0;
}

static void read_text(const char *s) {
    struct text_options o = {.dateline = utc_day((struct utc_civil){2023, 10, 31})}; /* a Tuesday */
    struct err e;

    assert_ok(text_read(&arena, span_of(s), &o, &text, &e), e);
}

/* How many drafts of a sentence are of that kind. */
static inline size_t drafts_of(const char *s, enum text_kind kind) {
    size_t n = 0;

    read_text(s);
    for (size_t k = 0; k < text.draft.n; k++) n += text.draft.v[k].kind == kind;
    return n;
}

static const struct text_draft *only(const char *s) {
    read_text(s);
    if (text.draft.n != 1) fail_msg("%zu drafts of: %s", text.draft.n, s);
    return &text.draft.v[0];
}
