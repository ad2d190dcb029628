/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

/** What a file is, by its first bytes and never by its name. */
enum media_class { MEDIA_PICTURE, MEDIA_MOTION, MEDIA_SOUND, MEDIA_NEITHER };
struct media_kind {
    const char *type; /* "image/jpeg" */
    enum media_class is;
};

#define MEDIA_HEAD_BYTES 4096 /* enough to tell */

/** Never NULL: what is not known is application/octet-stream. Pure. */
const struct media_kind *media_kind(struct span head);
