/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/** What went wrong, as far as a caller acts on it. Functions that fail return one of these and fill
 * a struct err. */
enum rc {
    RC_OK = 0,
    RC_IO = -1,       /* the system said no: file, disk, database */
    RC_SYNTAX = -2,   /* the bytes are not of the form asked for */
    RC_RANGE = -3,    /* of the right form, outside what is allowed */
    RC_NOTFOUND = -4, /* named, and not there */
    RC_CONFLICT = -5, /* contradicts what is recorded */
    RC_LIMIT = -6,    /* larger than the stated limit */
    RC_SEALED = -7,   /* private, and refused; or under somebody else's password */
    RC_LOCKED = -8,   /* ours, and closed with a key or passphrase that was not given */
};

/** On the caller's stack; nothing allocates, so reporting cannot fail.
 *  The sentence reads `where: where: what`, innermost last, lower case, no full stop. */
struct err {
    enum rc rc;
    char text[512];
};

#define MUST __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/** Sets code and sentence. Use err_set, whose value is the constant code (the compiler then sees
 * that it is negative). */
void err_put(struct err *e, enum rc rc, const char *fmt, ...) PRINTF(3, 4);
#define err_set(e, code, ...) (err_put((e), (code), __VA_ARGS__), (int)(code))

/** What the system says of an errno, in its own words; never NULL. */
const char *err_why(int code);

/** Puts `where: ` before the sentence. Each level adds only what it alone knows. */
void err_at(struct err *e, const char *fmt, ...) PRINTF(2, 3);
