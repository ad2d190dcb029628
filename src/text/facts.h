/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/deny.h"
#include "text/hedge.h"
#include "text/reader.h"
#include "text/tense.h"

/* What the tokens of a part say. */
struct facts {
    size_t lo, hi;
    size_t until; /* tell_until */
    struct amounts m;
    struct amount joined;        /* six flights ... every week */
    const struct amount *amount; /* the one that is logged, or NULL */
    struct when w;
    enum telling tell; /* of the main verb */
    struct route route;
    struct buf hedge;
    enum denial denial; /* of the figure */
    bool doubt, future, event, movement, obligation, board, rate, estimate, worry,
        flow; /* people in so much time, as they usually move */
};

/** Has the part a token of the class, one of the words, the phrase? */
bool facts_have(const struct reader *r, const struct facts *f, uint64_t classes);
bool facts_have_word(const struct reader *r, const struct facts *f, const char *words);
bool facts_have_phrase(const struct reader *r, const struct facts *f, const char *words);

/** Where a happening ends and words begin that only go along with it and have no figure; hi: nowhere. */
size_t tell_until(const struct reader *r, size_t lo, size_t hi);

/** What is to come: will, plans to, due to leave; "flights to resume" in a headline. */
bool tell_future(const struct reader *r, const struct facts *f);

/** A happening: a verb of these classes in a finite or participle form; the present in headlines. */
bool tell_happens(const struct reader *r, const struct facts *f, uint64_t classes);

/** A departure board shows it. */
bool tell_board(const struct reader *r, const struct facts *f);

/** The figure that is logged of those in the part: a rate where something travels, then people, vehicles, shares; a bare number where
 *  people or flights are spoken of. Sets amount and rate. */
void figure_choose(const struct reader *r, struct facts *f, enum part_kind part,
                   const struct voice *v);

/** Is a number of people among them? */
bool figure_people(const struct facts *f);

/** From the surest to the most general: board, obligation, schedule, estimate, count, hypothesis, statement, event. */
enum text_kind kind_of_part(const struct reader *r, const struct facts *f, const struct voice *v,
                            enum part_kind part);
