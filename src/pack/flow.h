/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "base/span.h"

#include <stdint.h>

/** Bytes in order, whatever they come from: a file, several files as one, a pipe, memory; as they
 * stand, or inflated on the way. For what is too large to be a member: a recording of a day, an
 * archive. Memory is 512 KiB, and for zstd its window, at most 128 MiB. */
struct flow;

#define FLOW_PEEK ((size_t)256 << 10) /* how far flow_peek can look */

struct flow *flow_new(void)
    __attribute__((returns_nonnull)); /* empty until one of the next three */
void flow_free(struct flow *f);

/** Begins anew with these regular files, one after another; they are opened when their turn comes
 * and the paths must live as long. A failure to open or read shows in flow_fault. */
void flow_files(struct flow *f, const char *const *path, size_t n);
void flow_fd(struct flow *f, int fd); /* stays open */
void flow_bytes(struct flow *f, struct span bytes);

/** Up to n bytes, n at most FLOW_PEEK, without taking them; fewer only before the end. Valid until
 * the next call. */
struct span flow_peek(struct flow *f, size_t n);

/** From here on inflated, if gzip or zstd begins here; several of them after one another count as
 * one. Before any flow_read. Checksums are checked; what is cut or damaged gives what came before
 * the break and a fault, and so does more than `ratio` times what was read, above the first MiB.
 * @return whether it is packed. */
bool flow_unpack(struct flow *f, size_t ratio);

/** Takes n bytes. @return how many there were; fewer only at the end or at a fault. */
size_t flow_read(struct flow *f, char *p, size_t n);
uint64_t flow_skip(struct flow *f, uint64_t n);

/** Takes what there is, at least one byte and at most n: for a feed, where the next byte may be
 * long in coming. @return how many; 0 at the end or at a fault. */
size_t flow_some(struct flow *f, char *p, size_t n);

/** How many bytes were taken, and how many read to give them. */
uint64_t flow_taken(const struct flow *f);
uint64_t flow_packed(const struct flow *f);

/** NULL, or why it ended early: RC_NOTFOUND, RC_IO, RC_SYNTAX (packed data, with the byte),
 * RC_LIMIT. */
const struct err *flow_fault(const struct flow *f);
