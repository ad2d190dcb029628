/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "ingest/ingest.h"
#include "ingest/settle.h"

/** Files of others that become rows of our sheets as they stand, told by what is in them. */
enum lists_kind {
    LISTS_NONE,
    LISTS_SSIM,     /* schedules of airlines, records of 200 columns: rows of `schedules` */
    LISTS_WATCH,    /* plane-alert-db: `$ICAO,$Registration,...`: rows of `aircraft` */
    LISTS_REGISTER, /* `icao;registration;type;...`, with a header or (tar1090-db) without */
    LISTS_FLIGHTS,  /* OpenSky's REST /flights: rows of `legs` */
    LISTS_LEGS,     /* what `headcount legs --csv` writes: the sheet `legs` */
};
#define LISTS_AIRCRAFT ((size_t)50000) /* of a watch-list; a whole register is none */

/** By the first bytes, a thousand of them are enough. Asked of a packed file in the cage (shut_tell). */
enum lists_kind lists_tell(struct span begin);
bool lists_told(struct span begin); /* lists_tell is not LISTS_NONE */

/** Reads a file of the first four kinds, inflated, as the import's file. What cannot be read is a bad row.
 *  @return 0; RC_SYNTAX: none of its records can be read; RC_LIMIT; RC_NOTFOUND: of a schedule, the case
 * has no corridor between two airports with IATA codes; or no source of that name. */
MUST int lists_read(struct import *im, enum lists_kind kind, struct span bytes, size_t file,
                    const struct ingest_options *o, struct err *e);
