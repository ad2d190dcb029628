/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What every unit test includes: cmocka with its odd include order, and the comparisons that it lacks. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** |a - b| at most rel times the larger magnitude, or rel itself near zero. */
#define assert_near(a, b, rel)                                                                     \
    do {                                                                                           \
        double a_ = (a), b_ = (b), m_ = fmax(1.0, fmax(fabs(a_), fabs(b_)));                       \
        if (!(fabs(a_ - b_) <= (rel)*m_))                                                          \
            fail_msg("%s = %.17g, wanted %.17g within %g", #a, a_, b_, (double)(rel));             \
    } while (0)

/** rc is 0, or the sentence is shown. */
#define assert_ok(rc, e)                                                                           \
    do {                                                                                           \
        int rc_ = (rc);                                                                            \
        if (rc_ < 0) fail_msg("%s: %d: %s", #rc, rc_, (e).text);                                   \
    } while (0)

/** A file of its own with this text, or the test fails. */
static inline void t_text_file(const char *path, const char *text) {
    FILE *f = fopen(path, "w");

    if (!f || fputs(text, f) < 0 || fclose(f) != 0) fail_msg("%s cannot be written", path);
}

/** The folder of shared real data, or NULL where it does not exist: such a test calls skip() and says so. */
static inline const char *t_shared(void) {
    const char *dir = getenv("HEADCOUNT_SHARED");

    return dir && *dir ? dir : NULL;
}
