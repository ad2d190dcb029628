/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#include <jansson.h> /* included here alone; whoever needs JSON documents includes this header */

#define CANON_BYTES ((size_t)1 << 20) /* of one document */
#define CANON_DEPTH 32

/** Appends the canonical form: objects sorted by the bytes of their keys, no white space, integers
 * in decimal, strings with \" \\ \b \f \n \r \t and \u00xx for other control characters below
 * U+0020 only, UTF-8 otherwise. There are no reals, because nothing that the ledger hashes may
 * depend on printing one. This is RFC 8785 as long as integers stay within 2^53 and keys within
 * U+0000 to U+D7FF (RFC 8785 sorts UTF-16 units, which is another order beyond).
 *  @return 0; RC_RANGE: a real; RC_LIMIT: deeper than CANON_DEPTH, or longer than CANON_BYTES. */
MUST int canon_write(const json_t *v, struct buf *out, struct err *e);

/** Parses strict JSON text (duplicate keys refused, nothing after the value) and demands that it is
 * canonical, byte for byte.
 *  @param out owned by the caller (json_decref). @return 0; RC_SYNTAX with the position; RC_LIMIT.
 */
MUST int canon_read(struct span text, json_t **out, struct err *e);

/** Is the text canonical, as canon_read would find? One pass over the bytes and no memory, for those
 * who check many and build none. */
bool canon_is(struct span text);

/** Parses any strict JSON text, canonical or not, of at most CANON_BYTES. Same returns. */
MUST int canon_parse(struct span text, json_t **out, struct err *e);
