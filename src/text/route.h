/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/token.h"

/** Places, directions and flight numbers of a range of tokens, as the text writes them. */
struct route {
    char place[80];     /* "Vladivostok; Pyongyang" */
    char direction[80]; /* A>B, A<>B, "" */
    char flight[64];    /* JS271; JS272 */
};

/** Flight numbers known from elsewhere in the text: a code needs the word flight (or its like) near it only once. */
struct route_codes {
    char code[8][3];
    size_t n;
};
void route_read(const struct tokens *t, size_t lo, size_t hi, struct span text,
                struct route_codes *codes, struct route *out);

/** The country named at token i, or the people of one. @return its tokens; 0: none. */
size_t route_country(const struct tokens *t, size_t i, size_t hi, char *name, size_t size,
                     bool *people);
