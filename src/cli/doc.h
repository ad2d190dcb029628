/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "cli/opt.h"
#include "cli/term.h"

/** Help, the manual page and the completions, from the tables that the parser reads: what is
 * written here cannot differ from what is accepted. Commands come in the order given, under the
 * headings of their groups. */
void doc_command(struct buf *out, const struct term *t, const struct opt_command *c);
void doc_program(struct buf *out, const struct term *t, const struct opt_command *const *all,
                 size_t n);

/** roff for man(1). */
void doc_man(struct buf *out, const struct opt_command *const *all, size_t n);

/** A completion script for "bash", "zsh" or "fish". */
void doc_completion(struct buf *out, const char *shell, const struct opt_command *const *all,
                    size_t n);
