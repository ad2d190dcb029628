/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"

/** A file for what waits on disk: without a name, readable by its owner only, gone when the program ends however it ends.
 *  @param folder NULL: TMPDIR, else /tmp. @return a descriptor, for reading and writing; RC_IO. */
MUST int nameless_open(const char *folder, struct err *e);
const char *nameless_folder(void); /* what NULL stands for */
