/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include <stdbool.h>

/** Letters and digits of ASCII, whatever the locale. No byte of another letter in UTF-8 is one of them. */
static inline bool ascii_digit(char c) {
    return c >= '0' && c <= '9';
}

static inline bool ascii_lower(char c) {
    return c >= 'a' && c <= 'z';
}

static inline bool ascii_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static inline bool ascii_letter(char c) {
    return ascii_lower(c) || ascii_upper(c);
}

static inline char ascii_to_lower(char c) {
    if (ascii_upper(c)) c = (char)(c + ('a' - 'A'));
    return c;
}

static inline char ascii_to_upper(char c) {
    if (ascii_lower(c)) c = (char)(c - ('a' - 'A'));
    return c;
}
