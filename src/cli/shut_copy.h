/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "store/store.h"

/** A copy of a case, or a complete bag of one, read by a child that is shut away (cage.h) with the one path: SQLite, which
 *  opens it, reaches no other file. Its enduring rows come back, in lengths and bytes, and lie in a store without a name.
 *  The file stays as it is: one of which a write was broken off is refused.
 *  @param place where its case file is: path, or in the bag. @return as store_open and bag_check; RC_CONFLICT: a bag that is not whole;
 *  RC_SYNTAX, RC_LIMIT: how the child ended; RC_IO: this system has no cage, or no room on the disk. */
MUST int shut_copy(struct arena *a, const char *path, const char *place, struct store **out,
                   struct err *e);

/** The form of what comes back, which takes nothing on trust. @return 0; RC_SYNTAX: it is not of the form; RC_CONFLICT: two rows have
 *  one key; RC_IO. */
MUST int shut_copy_form(struct span form, struct store **out, struct err *e);
