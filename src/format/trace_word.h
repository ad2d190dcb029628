/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Eight bytes of text looked at together; for the quick reader of traces alone. A number's length comes
 * from the first byte that is no digit and its value from three multiplications, so there is no branch for
 * each digit to be guessed wrong. In every word here the first byte of the text is the lowest. */
#include "format/trace_in.h"

#define WORD_ONES 0x0101010101010101u
#define WORD_HIGHS 0x8080808080808080u
#define WORD_IS(p, literal) (memcmp((p), (literal), sizeof(literal) - 1) == 0)

static inline uint64_t word_load(const char *p) {
    uint64_t w;

    memcpy(&w, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}

/* The high bit of each byte that is no digit. Exact up to the first, and to the second if the first
 * is ASCII: 0x76 lifts 10 and above to 128, and only a byte of 138 and above carries. */
static inline uint64_t word_stops(uint64_t w) {
    uint64_t x = w ^ WORD_ONES * '0';

    return ((x + WORD_ONES * 0x76) | x) & WORD_HIGHS;
}

/* Which byte the lowest of these high bits is in; 7 when there is none. */
static inline unsigned word_place(uint64_t highs) {
    return (unsigned)__builtin_ctzll(highs | (uint64_t)1 << 63) >> 3;
}

/* n digits, 1 to 8; what lies above them is shifted out. Pairs, fours, all eight: each product adds the
 * lower neighbour, 10, 100 and 10,000 times, to the upper one. */
static inline uint32_t word_value(uint64_t w, unsigned n) {
    w = (w & WORD_ONES * 0x0f) << ((64 - 8 * n) & 63);
    w = (w * ((10 << 8) + 1) >> 8) & 0x00ff00ff00ff00ffu;
    w = (w * ((100 << 16) + 1) >> 16) & 0x0000ffff0000ffffu;
    return (uint32_t)(w * (((uint64_t)10000 << 32) + 1) >> 32);
}

static inline unsigned word_byte(uint64_t w, unsigned i) {
    return (unsigned)(w >> (8 * i & 63)) & 0xff;
}

/* 0 before another digit: not a number in JSON. */
static inline bool word_padded(uint64_t w, unsigned n) {
    return (n > 1) & ((w & 0xff) == '0');
}

static inline bool word_null(uint64_t w) {
    return (uint32_t)w == 0x6c6c756e;
}

/* The value of n digits, 1 to 4: the same in half a word. */
static inline uint32_t word_value_4(const char *p, unsigned n) {
    uint32_t w;

    memcpy(&w, p, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap32(w);
#endif
    w = (w & 0x0f0f0f0f) << ((32 - 8 * n) & 31);
    w = (w * ((10 << 8) + 1) >> 8) & 0x00ff00ff;
    return w * ((100 << 16) + 1) >> 16;
}

/* Bit i is for byte i of 64. */
struct word_map {
    uint64_t stops; /* no digit: all others below, and what is neither */
    uint64_t commas, points;
};

/* Byte after byte: for machines without SSE2, and what the other is held to. */
static inline struct word_map word_map_plain(const char *p) {
    struct word_map m = {0, 0, 0};

    for (unsigned i = 0; i < 64; i++) {
        m.stops |= (uint64_t)(p[i] < '0' || p[i] > '9') << i;
        m.commas |= (uint64_t)(p[i] == ',') << i;
        m.points |= (uint64_t)(p[i] == '.') << i;
    }
    return m;
}

/* How far the text at p is like that at q, or has a digit above what `above` has for it. */
static inline unsigned word_alike_plain(const char *p, const char *q, const int8_t *above,
                                        unsigned most) {
    unsigned n = 0;

    while (n < most && (p[n] == q[n] || ((signed char)p[n] > above[n] && p[n] <= '9'))) n++;
    return n;
}

#if defined(__SSE2__) && !defined(TRACE_PLAIN)
#include <emmintrin.h>

static inline __m128i word_16(const void *p) {
    return _mm_loadu_si128((const __m128i *)p);
}

static inline struct word_map word_map(const char *p) {
    struct word_map m = {0, 0, 0};

    for (int i = 0; i < 64; i += 16) {
        __m128i v = word_16(p + i);
        /* 0 to 9 become the ten greatest of signed bytes */
        __m128i high = _mm_add_epi8(v, _mm_set1_epi8(INT8_MAX - '9'));
        __m128i digit = _mm_cmpgt_epi8(high, _mm_set1_epi8(INT8_MAX - 10));

        m.stops |= (uint64_t)(unsigned)_mm_movemask_epi8(digit) << i;
        m.commas |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(',')))
                    << i;
        m.points |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('.')))
                    << i;
    }
    m.stops = ~m.stops;
    return m;
}

/* Looks at up to 15 bytes beyond most, and may count them. */
static inline unsigned word_alike(const char *p, const char *q, const int8_t *above,
                                  unsigned most) {
    for (unsigned n = 0; n < most; n += 16) {
        __m128i v = word_16(p + n), least = word_16(above + n);
        __m128i digit =
            _mm_and_si128(_mm_cmpgt_epi8(v, least), _mm_cmplt_epi8(v, _mm_set1_epi8('9' + 1)));
        __m128i good = _mm_or_si128(_mm_cmpeq_epi8(v, word_16(q + n)), digit);
        unsigned mask = (unsigned)_mm_movemask_epi8(good);

        if (mask != 0xffff) return n + (unsigned)__builtin_ctz(~mask);
    }
    return most;
}
#else
static inline struct word_map word_map(const char *p) {
    return word_map_plain(p);
}

static inline unsigned word_alike(const char *p, const char *q, const int8_t *above,
                                  unsigned most) {
    return word_alike_plain(p, q, above, most);
}
#endif
