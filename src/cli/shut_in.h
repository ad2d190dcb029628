/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cli/cmd.h"

/** Before a command reads files of strangers: the program keeps its arguments for reading (a file also the others in its folder that have its
 *  name up to the last dot: parts of an archive), folders of temporary files for writing, and nothing else of the disk but system folders; no socket, no other program (cage_room).
 *  @param read one more file, or NULL. @param write files that will be made, each in its folder, ends with NULL; or NULL.
 *  @return 0; RC_IO: also where the kernel has no seccomp. Of another wall that it lacks nothing is said here: doctor does. */
MUST int shut_in(struct cli *x, const char *read, const char *const *write, struct err *e);
