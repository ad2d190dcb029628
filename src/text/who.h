/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/token.h"

/** Who says it. Roles, never names: a name is kept only while a text is read, to know the role when the name comes again. */
struct who {
    char role[64];    /* "government official"; "" nobody */
    const char *type; /* media, expert, official, ngo, intergovernmental, company, unnamed */
};
enum { WHO_NAMES = 64 };
struct who_known {
    struct {
        char name[28]; /* lower case, cut */
        struct who who;
    } v[WHO_NAMES]; /* the oldest goes first */
    size_t n;
    struct who role
        [8]; /* the last ones, a ring: "the institute" is the migration institute named before */
    size_t roles;
    struct who last; /* whom they and it mean */
    struct who
        person; /* whom he and she mean where the last one is a body or a state; role "" nobody */
    struct who
        seen; /* whom they mean where nobody has spoken yet: the last one named with a role */
    struct who nameless; /* "a spokesman", whose name may come in the next sentence; role "" none */
};

/** How a sentence is attributed. */
enum attribution {
    BY_NOBODY,  /* the newspaper's own words */
    BY_SPEAKER, /* X said; according to X; X believes */
    BY_PASSIVE, /* it was reported; concerns were raised */
    BY_MEDIUM,  /* according to a video */
};
struct attributed {
    struct who who;
    size_t verb;    /* token of the verb, SIZE_MAX none */
    size_t tag;     /* where the words that say who begin */
    size_t content; /* where what is said begins, when the verb comes first; else lo */
    enum attribution by;
    bool opinion; /* believes, expects */
    bool announced;
};

/** The role in a noun phrase; known names and pronouns are resolved. @return whether one was found. */
bool who_read(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
              struct who *out);

/** Whose name the word is, or NULL. */
const struct who *who_known_as(const struct who_known *known, struct span low);

/** A name that is known, in [lo, hi). @return was there one? */
bool who_name(const struct tokens *t, size_t lo, size_t hi, const struct who_known *known,
              struct who *out);

/** A body, state or paper, that no "he" means. */
bool who_is_body(const struct who *who);

/** Keeps the names in [lo, hi) as those of `who`. */
void who_learn(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
               const struct who *who);

/** Learns who is named with a role in a sentence, though nobody speaks in it. */
void who_mention(const struct tokens *t, struct who_known *known);

/** The attribution of a clause or of the words around a quote.
 *  @param quoted the tokens are those outside quotes: a verb of speech alone is enough. */
void attribute(const struct tokens *t, size_t lo, size_t hi, bool quoted, struct who_known *known,
               struct attributed *out);

/** A body that makes a rule ("the Security Council has banned"): the phrase before the verb of order. */
bool who_orders(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                struct who *out, const char **channel);
