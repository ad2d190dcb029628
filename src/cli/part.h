/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "cli/opt.h"

#include <stdio.h>

/** A file that appears whole or not at all: it grows beside its place and takes it when it is closed. What is there and is no file (a
 * device, a pipe) is written to and never replaced. Who may read it: whoever the umask lets, as of any program; of what is not redacted
 * (--unredacted, a frame without --blur, a sealed file that a --key opened) its owner alone. */
struct part {
    const char *path;
    struct buf name; /* empty: written in place */
    FILE *f;
    bool named;    /* made by its name, by somebody else */
    unsigned mode; /* that it has in the end */
};
/** @param v of this call: what it reads is not replaced, nor a case or a key (spare.h).
 *  @return 0; RC_CONFLICT; RC_IO. Close it in either case. */
MUST int part_open(struct part *p, const struct opt_values *v, const char *path, struct err *e);
/** The same for who makes a file by its name: there is no `f`; at `name` an empty file waits to be replaced.
 *  @return 0; RC_CONFLICT; RC_IO: what is there is no file. */
MUST int part_name(struct part *p, const struct opt_values *v, const char *path, struct err *e);
/** @param rc below 0: what was written is thrown away. @return rc, or RC_IO when that was 0 and the file could not be finished. */
MUST int part_close(struct part *p, int rc, struct err *e);
