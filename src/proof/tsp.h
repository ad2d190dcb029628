/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

/** Time stamps by an authority (RFC 3161), through OpenSSL's library: a request is written, carried
 *  by a person, and the reply is checked when it comes back (docs/PROOF.md). */
#define TSP_BYTES ((size_t)256 << 10)

/** A request for a SHA-256 digest, 69 bytes of DER. The nonce's first byte is 1 to 127, the rest as
 *  given, so that its length is fixed. Asks for the authority's certificates. */
void tsp_request(const uint8_t digest[32], const uint8_t nonce[8], struct buf *out);

/** What a reply says. */
struct tsp_reply {
    bool granted;
    bool modified;       /* granted with modifications */
    struct span refused; /* the authority's words, or its code, when it did not grant */
    uint8_t digest[32];  /* what it stamped */
    uint8_t nonce[8];
    bool has_nonce;
    int64_t ms;         /* its time, UTC; to the second unless it gave more */
    struct span policy; /* dotted numbers */
    struct span serial; /* hex */
    struct span signer; /* of the certificate that it holds, if any: subject */
    bool
        signature; /* its own signature fits that certificate, which was issued for time stamps; nothing is said of whom
                       to trust */
    struct span why; /* why signature is false */
};

/** Reads a reply (TimeStampResp) as it came. A bare token is no reply, and the sentence says what it
 *  is. *out lies in the arena.
 *  @return 0, also for one that does not grant; RC_SYNTAX: not DER of a reply; of a digest that is
 *  not SHA-256; bytes behind its end; RC_LIMIT. */
MUST int tsp_read(struct arena *a, struct span der, struct tsp_reply *out, struct err *e);
