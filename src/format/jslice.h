/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "base/span.h"

/** Walks JSON text (RFC 8259) by slices: an array or object gives its members one by one, as views
 * of the text, and builds nothing. Whoever wants a member's inside opens it in turn. For files of
 * many small records, where a tree of the whole would take twenty times the file.
 *
 * Strict, with one liberty: NaN, Infinity and -Infinity pass as values, since Python writes them.
 * Whether strings are UTF-8 is not looked at; keys may repeat. */
#define JSLICE_DEPTH 32

struct jslice {
    struct span rest;  /* not read yet; after the end: what follows the array or object */
    const char *start; /* of the whole text, for the offsets in sentences */
    char close;        /* ']' or '}' */
    bool begun, done;
};

/** Takes one value off *rest, with the white space before it. Linear in its bytes.
 *  @param start of the whole text: a sentence names the byte, counted from there.
 *  @return 1; 0: nothing but white space is left; RC_SYNTAX; RC_LIMIT: deeper than JSLICE_DEPTH. */
MUST int jslice_value(struct span *rest, const char *start, struct span *value, struct err *e);

/** @param text begins, after white space, with the array or object; it may go on after its end.
 *  @return 0; RC_SYNTAX: it begins with neither. */
MUST int jslice_open(struct jslice *j, struct span text, const char *start, struct err *e);

/** The next member. *key is its text between the quotes, escapes as they stand; of no bytes in an
 * array. @return 1; 0 at the end; RC_SYNTAX, RC_LIMIT as above. */
MUST int jslice_next(struct jslice *j, struct span *key, struct span *value, struct err *e);

/** What a value is, by its first byte: '{' '[' '"' 't' 'f' 'n' (null or NaN), else '0'. */
char jslice_kind(struct span value);

/** The text of a string, escapes undone; \\u of other than ASCII gives `?`. In `room` only when
 * there are escapes, else a view. @return false: no string, or more than `size` bytes. */
bool jslice_text(struct span value, char *room, size_t size, struct span *out);
