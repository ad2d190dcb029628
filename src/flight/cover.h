/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "flight/flight.h"

/** What the sources cover together, ascending; holes up to FLIGHT_BRIDGE_MS are bridged. Sources
 *  that cover nothing are left out; of those that are of no day, what they heard counts. */
void cover_of(struct arena *a, const struct flight_source *source, size_t n,
              struct flight_span **out, size_t *nout);

/** The spans without the holes, which are of one airframe (flight_craft.broken). A hole of up to
 *  FLIGHT_BRIDGE_MS with cover behind it is bridged, like others. */
void cover_without(struct arena *a, const struct flight_span *span, size_t n,
                   const struct flight_span *hole, size_t nhole, struct flight_span **out,
                   size_t *nout);

/** Keeps those of the holes in which the track has no point. @return how many */
size_t cover_unheard(const struct track *t, struct flight_span *hole, size_t n);

/** The span that a time belongs to: holes are cut in their middle. n is 1 or more. */
size_t cover_index(const struct flight_span *span, size_t n, int64_t ms);
/** Up to when, exclusive, times belong to the i-th span. */
int64_t cover_until(const struct flight_span *span, size_t n, size_t i);

/** The legs of one address, of each aircraft that uses it by itself (line_split). @return how many, 1 or more. */
size_t cover_lines(struct arena *a, const struct track *t, const struct leg_options *o,
                   const struct flight_span *span, size_t n, struct line out[LINE_MOST]);

/** The legs of one airframe. Where nothing was listening for longer than FLIGHT_BRIDGE_MS the data
 *  end and begin, so that a day that is missing never reads as a flight of a day, or as none: each
 *  span is built for itself, and the indices are those of the whole track. o->from_ms and to_ms are
 *  not used. */
void cover_legs(struct arena *a, const struct track *t, const struct leg_options *o,
                const struct flight_span *span, size_t n, struct leg_list *out);
