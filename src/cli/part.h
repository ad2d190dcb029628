/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "cli/opt.h"

#include <stdio.h>

/** A file that appears whole or not at all: it grows beside its place and takes it when it is closed. What is there and is no file (a
 * device, a pipe) is written to and never replaced. */
struct part {
    const char *path;
    struct buf name; /* empty: written in place */
    FILE *f;
    bool named; /* made by its name, by somebody else */
};
/** @param v of this call: what it reads is not replaced, nor a case or a key (spare.h).
 *  @return 0; RC_CONFLICT; RC_IO. Close it in either case. */
MUST int part_open(struct part *p, const struct opt_values *v, const char *path, struct err *e);
/** The same for who makes a file by its name: makes nothing, and there is no `f`; `name` is where it is to be made.
 *  @return 0; RC_CONFLICT; RC_IO: what is there is no file. */
MUST int part_name(struct part *p, const struct opt_values *v, const char *path, struct err *e);
/** @param rc below 0: what was written is thrown away. @return rc, or RC_IO when that was 0 and the file could not be finished. */
MUST int part_close(struct part *p, int rc, struct err *e);
