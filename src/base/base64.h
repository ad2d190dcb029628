/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"

#include <stdint.h>

/** Base64 with padding (RFC 4648, section 4). */
void base64_write(struct buf *out, const void *p, size_t n);

/** @return how many bytes of out were filled, or -1: not the one way to write what it stands for
 * (foreign characters, white space, missing padding, stray bits), or more than cap bytes. */
int base64_read(struct span s, uint8_t *out, size_t cap);
