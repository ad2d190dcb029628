/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cage/cage.h"
#include "text/text.h"

/** An article, plain or HTML, read by a child that is shut away (cage.h): text_plain or text_html, then
 *  text_read. Memory of *words and *out in a. @return as those; RC_SYNTAX, RC_LIMIT: how the child ended;
 *  RC_IO: this system has no cage, and nothing was read. */
MUST int shut_text(struct arena *a, struct span bytes, const struct text_options *o,
                   struct span *words, struct text *out, struct err *e);

/** The form of the answer, which takes nothing on trust. */
MUST int shut_text_form(struct arena *a, struct span form, struct span *words, struct text *out,
                        struct err *e);
