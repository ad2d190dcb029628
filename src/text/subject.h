/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/who.h"

/** The subject of the verb, in a clause that begins at lo: it ends before the verb and its auxiliaries and begins after a comma, further
 *  back where that has no role. *start is where. */
bool subject_before(const struct tokens *t, size_t lo, size_t verb, struct who_known *known,
                    struct who *out, size_t *start);

/** "..., the envoy, Ana Ruiz, said" with the name at `from`: the role before it. */
bool subject_titled(const struct tokens *t, size_t lo, size_t from, size_t verb,
                    struct who_known *known, struct who *out, size_t *start);

/** said a spokesman; said X, a professor */
bool subject_after(const struct tokens *t, size_t verb, size_t hi, struct who_known *known,
                   struct who *out);

/** "The report", "two interim reports submitted by A": what is written speaks by its own name, if no role stands before it. */
bool subject_document(const struct tokens *t, size_t lo, size_t hi, struct who *out);

/** "a spokesman", "the envoy to ...": a person whose name may come later. */
void subject_keep_nameless(const struct tokens *t, size_t from, size_t hi, struct who_known *known,
                           const struct who *who);

/** Past "a statement from": who stands behind it speaks. @return lo where there is none. */
size_t subject_past_document(const struct tokens *t, size_t lo, size_t hi);

/** "The statement said": of the body that spoke before; *out is the document, or that body. */
void subject_whose_document(const struct tokens *t, size_t from, const struct who_known *known,
                            struct who *out);

/** Somebody of whom the lexicon knows nothing: "a glassblower who ..." is a glassblower; a name alone is a person. */
bool subject_stranger(const struct tokens *t, size_t lo, size_t hi, struct who *out);

/** "the Lake Republic", a name of which nothing is known where only a source can stand: it is kept as the text has it. */
bool subject_outlet(const struct tokens *t, size_t lo, size_t hi, struct who *out);

/** "one of the workers" is a worker. */
bool subject_one_of(const struct tokens *t, size_t from, size_t hi);
void subject_singular(char *role);
