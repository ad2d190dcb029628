/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cli/cmd.h"

/** Writes bytes as an age file for a recipient (C2SP, age.md), by the program `age`, which a
 * recipient opens them with; none of that cryptography is ours. Plain text goes through a pipe and
 * never to a disk. The file appears whole or not at all; a name of `-` is standard output.
 *  @return 0; RC_NOTFOUND: the program is not installed; RC_SYNTAX: no recipient that it knows;
 * RC_CONFLICT: part.h; RC_IO. */
MUST int age_file(const struct cli *x, const char *recipient, struct span bytes, const char *path,
                  struct err *e);
