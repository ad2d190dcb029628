/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "pipe/load.h"
#include "store/store.h"

/** What does not add up in a case (docs/CHECKS.md), from derived tables that store_derive made:
 * `{"findings": [{"id", "level": "error"|"warning"|"note", "text", "open", "entries": [row names],
 * "settles"}]}`, `open` where the text tells what may not leave (check.h), errors first, then by id and text. Owned by the caller (json_decref).
 *  @param errors how many findings are at error level.
 *  @return 0; RC_RANGE, RC_LIMIT, RC_IO, RC_NOTFOUND as load_case and slots_build. */
MUST int findings_run(struct store *st, struct arena *a, json_t **out, size_t *errors,
                      struct err *e);

/** The same of a case that is loaded already: the list alone, owned by the caller.
 *  @return 0; RC_RANGE, RC_LIMIT, RC_IO as slots_build. */
MUST int findings_loaded(struct store *st, struct arena *a, const struct load *l, json_t **out,
                         size_t *errors, struct err *e);

/** That list as the answer has it: `ref` are the first rows of each, `rows` says how many there are. A
 * release that doubles another names thousands. */
enum { FINDINGS_REF = 60 };
json_t *findings_json(const json_t *findings);
