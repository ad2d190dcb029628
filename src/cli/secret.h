/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/box.h"
#include "cli/cmd.h"
#include "ledger/identity.h"

/** What the commands that keep secrets share. A passphrase comes from the terminal, without echo, or
 * from a file; never from the command line, which other users of the machine can read. */
#define SECRET_PASS_MIN 8       /* bytes of a new passphrase */
#define SECRET_PASS_BYTES 1024  /* of any; the first line of a file */
#define SECRET_FORM_BYTES 65536 /* of a form on standard input */

struct secret {
    char *p; /* box_memory */
    size_t n;
};
static inline struct span secret_span(const struct secret *s) {
    return (struct span){s->p, s->n};
}
void secret_fini(struct secret *s);

#define SECRET_PASS                                                                                \
    {                                                                                              \
        "passphrase-file", 0, OPT_FILE, "FILE", NULL,                                              \
            "its first line is the passphrase (- is standard input), instead of the terminal"      \
    }

/** Reads the passphrase by the option passphrase-file, or asks at the terminal.
 *  @param fresh a new one: asked for twice, at least SECRET_PASS_MIN bytes. @return 0; CMD_USAGE:
 * neither option nor terminal; RC_LOCKED: an empty one; RC_RANGE: too short, or not the same twice; RC_LIMIT; RC_IO. */
MUST int secret_pass(const struct cli *x, const char *prompt, bool fresh, struct secret *out,
                     struct err *e);

/** Standard input to its end; where it is a terminal, the fields of an identity one by one, without
 * echo of what may stay on the screen. @return 0; RC_LIMIT; RC_IO. */
MUST int secret_form(struct secret *out, struct err *e);

/** No core file holds what this process held, a sheet that is read included. main calls it. */
void secret_begin(void);

/** Says on standard error, in a line and once in a call, that a case has sealed values and fewer than two custodians: losing one key would
 * lose them. Whatever opens a case says so (cmd_case). A case that cannot be read is not told here: who reads on tells it. */
void secret_few(struct cli *x, struct store *st);

/** The same, and what one key alone opens: where a case is opened for writing. */
MUST int secret_warn(struct cli *x, struct store *st, struct err *e);
