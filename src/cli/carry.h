/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"

#include <stdbool.h>

/** Case files as bytes: what backup, bag and a drill do without opening them. */

/** Is it a locked case? Anything else, a missing file too, is not. */
bool carry_locked(const char *path);

/** Copies a file to a new one (0600), synced and read back. On failure nothing of it is left.
 *  @return 0; RC_CONFLICT: exists already; RC_NOTFOUND; RC_IO. */
MUST int carry_file(const char *from, const char *to, struct err *e);

/** Gives a finished file its name, unless there is something of that name. @return 0; RC_CONFLICT;
 * RC_IO. The part is gone in any case. */
MUST int carry_in_place(const char *part, const char *path, struct err *e);

/** Overwrites a file with zeros and removes it; nothing where it is none. */
void carry_wipe(const char *path);
