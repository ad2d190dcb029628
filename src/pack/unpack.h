/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "base/span.h"

/** A member that is in memory, inflated. One for each thread; its memory is used again. */
struct unpack;

struct unpack_limits {
    size_t bytes; /* inflated */
    size_t ratio; /* inflated to packed, above the first MiB */
};

struct unpack *unpack_new(void) __attribute__((returns_nonnull));
void unpack_free(struct unpack *u);

/** What it is by its first bytes, 4 of them. zstd may begin with a frame to be skipped (pzstd). */
enum unpack_kind { UNPACK_NONE, UNPACK_GZIP, UNPACK_ZSTD };
enum unpack_kind unpack_kind(struct span s);

/** Inflates gzip or zstd (several after one another count as one) under the limits, with CRC or
 * checksum and length. *out is valid until the next call and has a zero byte behind it.
 *  @return 0; RC_SYNTAX: cut or damaged, and *out is what came before the break (e has the byte);
 *  RC_LIMIT: refused, *out is left alone. */
MUST int unpack_member(struct unpack *u, struct span packed, const struct unpack_limits *lim,
                       struct span *out, struct err *e);

/** The first n bytes of what is inflated: to see what is in it. It may be cut. @return how many. */
size_t unpack_begin(struct unpack *u, struct span packed, char *out, size_t n);
