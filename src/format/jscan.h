/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

#include <stdint.h>

/** JSON (RFC 8259) pulled value by value from bytes in memory: nothing is allocated, and a reader
 * stops where it likes. Strict, with one exception: `nan`, `inf`, `NaN`, `Infinity` (with or without
 * `-`) are values of the kind JSCAN_NAN, since C printf writes them and one of them should cost a
 * row and not the rest of a file. UTF-8 is not checked: a Latin-1 owner's name that nobody reads
 * should not cost a file.
 *
 * A break (bytes that are not JSON, the end too soon, too deep) sets `why` and `at` once, and after
 * it every call returns false. */
#define JSCAN_DEPTH 32 /* arrays and objects within each other; real files have 5 */

struct jscan {
    const char *begin, *p, *end;
    const char *why; /* NULL: all is well so far */
    const char *at;  /* where it broke */
    bool deep;       /* it broke at JSCAN_DEPTH */
    int depth;
    char key[32]; /* the last key, when it had escapes */
};

enum jscan_kind {
    JSCAN_NULL,
    JSCAN_TRUE,
    JSCAN_FALSE,
    JSCAN_NUMBER,
    JSCAN_NAN,
    JSCAN_STRING,
    JSCAN_ARRAY,
    JSCAN_OBJECT,
};

struct jscan_value {
    enum jscan_kind kind;
    struct span text; /* as written; of a string what is between the quotes, escapes and all; of an
                         array or object its bracket */
};

/** A byte order mark in front is passed over; places count from before it. */
struct jscan jscan_begin(struct span json);

/** Ends the reading here, unless it has ended already. `why` is kept, not copied. @return false. */
bool jscan_break(struct jscan *j, const char *at, const char *why);

/** The next value. Of an array or object only the bracket is taken: then either walk it to its end
 * with jscan_item or jscan_key, or jscan_skip it. @return false: a break. */
bool jscan_value(struct jscan *j, struct jscan_value *v);

/** Steps to the next item of an array: `for (bool first = true; jscan_item(j, first); first =
 * false)`, with one jscan_value in the body. @return false: the array ended (its bracket is taken),
 * or a break: look at j->why. */
bool jscan_item(struct jscan *j, bool first);

/** The same for an object. The key has its escapes resolved, so that comparing it needs no care; a key
 * with escapes that is longer than 31 bytes or not printable ASCII stays as written. Valid until
 * the next call. */
bool jscan_key(struct jscan *j, bool first, struct span *key);

/** Takes the rest of v if it is an array or object; else nothing. @return false: a break. */
bool jscan_skip(struct jscan *j, const struct jscan_value *v);

/** The next value with all that is in it. text is then the whole of an array or object, and
 * jscan_begin opens it again; depth counts from this value on, so that what was taken can also be
 * walked. Linear in its bytes. @return false: a break. */
bool jscan_whole(struct jscan *j, struct jscan_value *v);

/** The next value, which must be an object: takes its brace, and jscan_key walks it.
 * @return false: a break. */
bool jscan_object(struct jscan *j);

/** True when only white space is left. */
bool jscan_done(struct jscan *j);

/** A string, as written, is this word; escapes are resolved. */
bool jscan_is(struct span written, const char *word);

/** A key is this word; for a literal two comparisons. */
static inline bool jscan_word(struct span key, const char *word) {
    size_t n = strlen(word);

    return key.n == n && memcmp(key.p, word, n) == 0;
}

/** Resolves escapes into out, terminated. @return its length; -1: a character that is not printable
 * ASCII, or more than cap - 1 of them (out is then untouched or partly written). */
int jscan_text(struct span written, char *out, size_t cap);

/** The same for any text: a view while there are no escapes, else in `room`, not terminated; \u of
 * other than ASCII gives `?`. @return false: more than `size` bytes, out untouched. */
bool jscan_view(struct span written, char *room, size_t size, struct span *out);

/** The number times 10^places, rounded half away from zero in decimal, whatever its exponent and
 * number of digits. `number` is the text of a JSCAN_NUMBER. @return false: beyond +-limit (at most
 * 1e17), out untouched. */
bool jscan_fixed(struct span number, int places, int64_t limit, int64_t *out);
