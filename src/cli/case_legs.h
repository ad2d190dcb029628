/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cli/cmd.h"

/** `legs` of a case: the legs of its corridors, by time, as a table, with --csv as rows of the legs
 *  sheet, with --json as the answer has them and the corridor of each. @return as a command. */
MUST int case_legs(struct cli *x, const char *path, struct err *e);
