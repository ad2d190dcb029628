/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/canon.h"

#define MAPTREE_BYTES ((size_t)1 << 20)
#define MAPTREE_DEPTH 16
#define MAPTREE_NODES 20000

/** A YAML document as a tree in which every scalar is a string, so that `NO` stays Norway and 1_000
 * a word. Anchors, aliases, tags, a second document and a key twice are refused. @param out owned
 * by the caller. @return 0; RC_SYNTAX with the line; RC_LIMIT. */
MUST int maptree_read(struct span text, json_t **out, struct err *e);

/** The same, and where each value stands: *lines is a tree of the same shape in which the value v of
 * *out is {"line": of its beginning, from 1, "of": those of its values}; a scalar has no "of".
 * Both are owned by the caller. */
MUST int maptree_read_lines(struct span text, json_t **out, json_t **lines, struct err *e);
