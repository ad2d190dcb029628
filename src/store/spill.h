/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "base/span.h"

/** More rows than memory holds, handed back grouped by a key: a table in a temporary file that has no name (it is unlinked as soon as
 *  it is made, readable by its owner only, in the folder that TMPDIR names) and is gone when it is closed, or when the program ends
 *  however it ends. A small one never leaves memory. For one thread. */
struct spill;

/** @return 0; RC_IO. */
MUST int spill_open(struct spill **out, struct err *e);
void spill_close(struct spill *s);

/** @return 0; RC_IO (no room on the disk, say); RC_LIMIT: a key or row over 16 MiB. */
MUST int spill_add(struct spill *s, struct span key, struct span row, struct err *e);

/** The next row: keys by their bytes, the shorter first among equals; rows of one key in the order of spill_add. After the first
 *  call nothing may be added. Spans are valid until the next call. @return 1; 0 at the end; RC_IO. */
MUST int spill_next(struct spill *s, struct span *key, struct span *row, struct err *e);
