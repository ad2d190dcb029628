/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "pipe/corridor.h"

/** Writes a corridor's slots, which row speaks of which slot, and its estimates (total, months,
 * slots) into the derived tables, for whoever opens the case with another program. Inside the
 * caller's transaction. @param inputs SHA-256 of the rows in force, hex. */
MUST int save_corridor(struct store *st, struct arena *a, const struct corridor *c,
                       const char *inputs, struct err *e);

/** Writes the case's legs, without a corridor; save_corridor adds which slot each was. Before it. */
MUST int save_legs(struct store *st, struct arena *a, const struct load *l, struct err *e);
/** Writes what `check` finds (docs/CHECKS.md) into the table `finding`. Inside the caller's
 * transaction. @param findings as findings_run gives them. */
MUST int save_findings(struct store *st, struct arena *a, const json_t *findings, struct err *e);
