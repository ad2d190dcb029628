/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "proof/ots.h"
#include "proof/tsp.h"

/** Proofs that somebody carried here, from whomever they asked, read by a child that is shut away (cage.h): whoever takes over OpenSSL's
 *  library or our reader gets the proof, and neither the case nor the disk nor the network. Memory of *out in a.
 *  @return as tsp_read, ots_read; RC_SYNTAX, RC_LIMIT: how the child ended; RC_IO: this system has no cage, and nothing was read. */
MUST int shut_reply(struct arena *a, struct span der, struct tsp_reply *out, struct err *e);
MUST int shut_ots(struct arena *a, struct span bytes, struct ots *out, struct err *e);

/** The forms of the answers, which take nothing on trust. */
MUST int shut_reply_form(struct arena *a, struct span form, struct tsp_reply *out, struct err *e);
MUST int shut_ots_form(struct arena *a, struct span form, struct ots *out, struct err *e);
