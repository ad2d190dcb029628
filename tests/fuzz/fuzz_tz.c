/* SPDX-License-Identifier: Apache-2.0 */
/* TZif files: no input may break the reader, and what it gives must be consistent: an instant that
 * tz_instants names shows the clock that was asked for, and an instant that shows a clock is named
 * (unless two others are). */
#include "base/tz.h"
#include "base/utc.h"

#include <inttypes.h>
#include <stdlib.h>

#define DAY_MIN INT64_C(1440)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int64_t floor_div(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

static void check_at(const struct tz *z, int64_t t) {
    int32_t offset = tz_offset_s(z, t);
    int64_t s = floor_div(t, 1000) + offset, minute = floor_div(s, 60),
            day = floor_div(minute, DAY_MIN);
    int64_t found[2];
    bool named = false;
    int n;

    if (offset < -26 * 3600 || offset > 26 * 3600) abort();
    n = tz_instants(z, (int32_t)day, (int32_t)(minute - day * DAY_MIN), found);
    if (n < 0 || n > 2 || (n == 2 && found[0] >= found[1])) abort();
    for (int i = 0; i < n; i++) {
        if (floor_div(found[i], 1000) + tz_offset_s(z, found[i]) != minute * 60) abort();
        named = named || found[i] == t;
    }
    if (!named && n < 2 && t % 1000 == 0 && s == minute * 60) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct arena a;
    struct err e = {0};
    struct tz *z = NULL;
    int64_t t = INT64_C(-2208988800000); /* 1900 */

    arena_init(&a, (size_t)4 << 20);
    if (tz_read(&a, (struct span){(const char *)data, n}, &z, &e) == 0) {
        for (int i = 0; i < 300; i++) {
            check_at(z, t);
            t += 365 * UTC_DAY_MS + (i % 24) * INT64_C(3600000) + (i % 7) * INT64_C(1800000);
        }
        /* and at the file's own numbers, as if they were times */
        for (size_t i = 0; i + 8 <= n && i < 2000; i++) {
            int64_t s = 0;

            for (size_t k = 0; k < 8; k++) s = (int64_t)((uint64_t)s << 8 | data[i + k]);
            (void)tz_offset_s(z, s);
            if (s > -INT64_C(100000000000) && s < INT64_C(100000000000)) check_at(z, s * 1000);
        }
    }
    arena_fini(&a);
    return 0;
}
