/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

#include <stdbool.h>

/** The page, as the build embedded it. */
struct asset {
    const char *path, *type;
    bool fill; /* {{nonce}}, {{token}} and {{read_only}} are filled in */
    struct span bytes;
};
/** @return false: none of this path. "/" is index.html. */
bool asset_find(const char *path, struct asset *out);
