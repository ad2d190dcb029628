/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Both readers of rows, which must agree. */
#include "format/trace.h"
#include "format/trace_in.h"
#include "t_feeds.h"

_Static_assert(sizeof(struct track_point) == 48, "points are compared as bytes");

static inline void same_tally(const struct trace_tally *a, const struct trace_tally *b) {
    assert_int_equal(a->state, b->state);
    assert_int_equal(a->at, b->at);
    assert_true(a->why == b->why || strcmp(a->why, b->why) == 0);
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->odd, b->odd);
    assert_int_equal(a->nbad, b->nbad);
    for (size_t i = 0; i < a->nbad; i++) {
        assert_int_equal(a->bad[i].at, b->bad[i].at);
        assert_string_equal(a->bad[i].why, b->bad[i].why);
        assert_int_equal(a->bad[i].row, b->bad[i].row);
    }
}

/* The text in a block of its exact size, so that a look beyond it is seen. */
static inline int read_both(struct span text, struct track *out, struct trace_tally *tally,
                            struct err *e) {
    struct span exact = {text.n ? memcpy(arena_alloc(&mem, text.n, 1), text.p, text.n) : "",
                         text.n};
    struct track slow = {0};
    struct trace_tally slow_tally = {0};
    struct err slow_e = {0};
    int rc = trace_read(&mem, exact, out, tally, e);

    assert_int_equal(trace_read_by(&mem, exact, false, &slow, &slow_tally, &slow_e), rc);
    if (rc < 0) {
        assert_string_equal(e->text, slow_e.text);
        return rc;
    }
    assert_int_equal(slow_tally.quick, 0);
    same_tally(tally, &slow_tally);
    assert_int_equal(out->n, slow.n);
    for (size_t i = 0; i < out->n; i++)
        if (memcmp(&out->point[i], &slow.point[i], sizeof slow.point[i]) != 0)
            fail_msg("point %zu of %zu differs", i, out->n);
    assert_int_equal(out->moved, slow.moved);
    assert_int_equal(out->doubled, slow.doubled);
    assert_int_equal(out->refused, slow.refused);
    assert_int_equal(out->n + out->doubled + out->refused, tally->rows);
    return rc;
}

static struct trace_tally tally; /* of the last read */
