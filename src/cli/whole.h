/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cli/cmd.h"

/** What leaves unredacted. A flag alone is typed by habit and copied from a script; so it wants a
 * sentence, read from the terminal or from a file, and an entry in the ledger that says what left. */
#define WHOLE_PHRASE "a source may be found by this"

/* clang-format off */
#define WHOLE_OPTIONS                                                                              \
    {"unredacted", 0, OPT_FLAG, NULL, NULL, "with all that is else withheld; asks for a sentence, and is entered in the ledger"}, \
    {"phrase-file", 0, OPT_FILE, "FILE", NULL, "with --unredacted: that sentence, as its first line (- is standard input)"}
/* clang-format on */

/** Was --unredacted given, and the sentence with it? @return 1: whole; 0: no flag; CMD_USAGE is not
 * among them: RC_SYNTAX: --phrase-file without --unredacted; RC_LOCKED: no sentence or another
 * one; RC_IO. */
MUST int whole_asked(const struct cli *x, struct err *e);

/** Enters {"at", "bytes", "sha256", "what"} into the case, of kind `export`. Nothing may have left before.
 * @return 0; as ledger_end and store_open. */
MUST int whole_enter(struct cli *x, const char *path, const char *what, struct span bytes,
                     struct err *e);

/** A line on standard error for what may tell who a source is: sources of few counts (report/allow.h). */
void whole_warn(struct cli *x, const json_t *answer);
