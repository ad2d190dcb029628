/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/span.h"
#include "text/lex.h"

#include <stdint.h>

/** One code point of well-formed UTF-8; what is not well formed gives 0 and *len 1. s.n is at least 1. */
uint32_t utf8_get(struct span s, size_t *len);
size_t utf8_put_point(char *p, uint32_t c); /* 1 to 4 bytes */

/** Direction marks, overrides, isolates, joiners and other signs that are not seen and change what is. */
bool utf8_deceives(uint32_t c);

enum token_kind {
    TOK_WORD,
    TOK_NUM,  /* digits, with separators and decimals */
    TOK_DATE, /* 2023-10-30, 30.10.2023: num is the day */
    TOK_CODE, /* letters and digits in one: JS271, 30th has its own flag */
    TOK_MARK, /* one sign; low is its plain form: , . ; : ( ) - ' ? ! % $ " and { } for quotes that open and close */
};
struct token {
    uint32_t from, to;       /* bytes of the text */
    uint32_t point, topoint; /* code points of it */
    enum token_kind kind;
    bool capital, shout; /* first letter upper case; all of them, at least two */
    bool glued;          /* nothing between it and the one before */
    bool ordinal;        /* 30th */
    bool doubtful;       /* a number with lookalike letters in it, or in an override: not read */
    bool foreign;        /* Hangul or Cyrillic */
    struct span low;     /* lower case, plain apostrophes; view of the text or of the scratch */
    uint64_t classes;    /* lex.h */
    int64_t num;         /* TOK_NUM: thousandths; TOK_DATE: day */
};

#define TOKENS ((size_t)1024) /* of a sentence; more are left out, and that is said */

/** Scratch for one sentence, used again for the next. */
struct tokens {
    struct token *v;
    size_t n;
    char *low;
    size_t low_n, low_size;
    bool cut;        /* there were more */
    uint32_t odd;    /* first lookalike letter in a number, 0 none */
    uint32_t odd_at; /* its code point in the text */
    uint32_t hidden; /* first sign that deceives, 0 none */
    uint32_t hidden_at;
    bool override; /* what comes at `followed` stands in a right-to-left override */
    size_t followed;
    const char *of; /* of this text */
    bool reversed;  /* a number stood in one, and was not read */
};

void tokens_init(struct arena *a, struct tokens *t);

/** Tokens of text[from, to), whose first is code point `point`. Linear. */
void tokens_read(struct tokens *t, struct span text, size_t from, size_t to, size_t point);

/** Is token i (in bounds) this lower-case word or sign? */
static inline bool token_is(const struct tokens *t, size_t i, const char *word) {
    return i < t->n && span_is(t->v[i].low, word);
}
/** One of the words of a list of n bytes, apart by blanks. */
bool token_among(const struct tokens *t, size_t i, const char *words, size_t n);
static inline bool token_in(const struct tokens *t, size_t i, const char *words) {
    return i < t->n && token_among(t, i, words, strlen(words)); /* known when it is compiled */
}
static inline bool token_has(const struct tokens *t, size_t i, uint64_t classes) {
    return i < t->n && (t->v[i].classes & classes);
}
/** Do tokens from i on read so ("no more than")? @return how many, or 0. */
size_t token_phrase(const struct tokens *t, size_t i, const char *words);
