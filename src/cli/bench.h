/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cli/cmd.h"
#include "media/marked.h"

/** What the commands about footage share. */

/** Of a path: the folder that it is in. */
const char *bench_folder(struct arena *a, const char *path);

/** Says on standard error when a layer of the cage was missing. */
void bench_cage(struct cli *x, unsigned missing);

/** The row of the sheet `counts` that the marks of a medium make (docs/COUNT.md), inside the caller's transaction; nothing where nobody
 *  marked it. *id gets its id. @return 0; as ingest_row. */
MUST int bench_count(struct cli *x, struct store *st, const marked_list *v, const char **id,
                     struct err *e);

/** That row as it is in force, from the derived tables: an object, the caller's; null where there is none. */
MUST int bench_row(struct cli *x, struct store *st, const uint8_t media[HASH_BYTES], json_t **out,
                   struct err *e);
