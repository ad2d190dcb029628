/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/canon.h"

#include <stdbool.h>
#include <stddef.h>

/* The parts of the report's page, each a function that appends to the same buffer. Ids: a row is
 * r-NAME, the corridor with number k (from 1) is ck, its parts ck-slots, ck-caveats and so on;
 * nothing that came from the answer is ever part of an id, but for row names made of lower-case
 * letters and digits. */
struct page {
    struct buf *b;
    const json_t *answer;
    const json_t *rows; /* answer.rows */
    bool whole;         /* nothing was withheld */
};

/** The k-th corridor: sentence, strip, caveats, pictures. */
void section_corridor(struct page *p, const json_t *corridor, int k);
void section_together(struct page *p, const json_t *together,
                      int k); /* several corridors of one field */

/** The pictures of what was tracked in the k-th corridor: the map of tracks and who was watching. */
void section_tracked(struct page *p, const json_t *corridor, int k);

/** What was tracked: pictures, what they do not say, and the table of tracks, of each corridor that has any or has coverage.
 *  Nothing at all where none has. The n-th track is ck-leg-n. */
bool tracked_any(const json_t *answer);
void tracked_section(struct page *p);

/** The cell of a slot in the table of slots: its track, and whether anybody was watching.
 *  @param numbers flown_numbers of the corridor */
void tracked_cell(struct page *p, const json_t *corridor, const json_t *slot, const json_t *numbers,
                  int k);

/** The same numbers as each picture, as tables to unfold. */
void figures_weeks(struct page *p, const json_t *corridor);
void figures_months(struct page *p, const json_t *corridor);
void figures_fan(struct page *p, const json_t *corridor);
void figures_dots(struct page *p, const json_t *corridor);
void figures_map(struct page *p, const json_t *corridor);
void figures_advice(struct page *p, const json_t *corridor);
void figures_tornado(struct page *p, const json_t *corridor);
void figures_otherwise(struct page *p, const json_t *corridor);
void figures_remain(struct page *p, const json_t *corridor);
void figures_watch(struct page *p, const json_t *corridor);

/** Corridors side by side: where there are two or more. */
bool beside_any(const json_t *answer);
void beside_section(struct page *p);

/** What does not add up: findings of the checks, and caveats beyond the first three. */
void doubts_section(struct page *p);

void lists_slots(struct page *p, const json_t *corridor, int k);
void lists_counts(struct page *p);
void lists_claims(struct page *p);
void lists_sources(struct page *p);
void rules_section(
    struct page *p); /* obligations: the timeline, then each with what is held against it */
void rivals_section(struct page *p); /* rival explanations: the matrix, and what it hangs on */
bool rivals_any(const json_t *answer);
void lists_assumptions(struct page *p, const json_t *corridor, int k);
void lists_bad(struct page *p);

void evidence_rows(struct page *p);   /* every row, with the anchor that the numbers link to */
void evidence_verify(struct page *p); /* how to check this without us */

/** Is this the name of a row of the answer (view_row)? */
bool cite_known(const struct page *p, const char *name);

/** Opens a link to the first known row of the list (all are named in its title). @return whether it
 * did: then close with `</a>`. */
bool cite_open(struct page *p, const json_t *refs);
bool cite_open_row(struct page *p, const char *name);

/** The rows as short links, at most `most`; then a count of the others, linked to the element
 * `more` unless NULL. */
void cite_list(struct page *p, const json_t *refs, size_t most, const char *more);

/** The Admiralty grade ("C3", or "C" for a source alone) as two separate marks, a square for the source and a circle for the
 *  information, with its words; a half that nobody has judged, or that is not of the code, shows a dash. */
void cite_badge(struct page *p, const char *grade);

/** The source with this id, or NULL. */
const json_t *cite_source(const struct page *p, const char *id);
