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

/* A number of at most seven characters that nobody wants, or null. @return behind it, or NULL. */
static inline const char *word_other(const char *p) {
    uint64_t w = word_load(p), m, behind;
    bool minus = (w & 0xff) == '-';
    unsigned n, end;

    if (word_null(w)) return p + 4;
    w >>= 8 * minus;
    m = word_stops(w);
    n = word_place(m);
    behind = m & (m - (word_byte(w, n) == '.')); /* no branch: some have a point, some not */
    end = word_place(behind);
    if (!n || !behind || word_padded(w, n) || end == n + 1) return NULL;
    return p + minus + end;
}

/* Bit i: byte i of 64 is a comma. Byte after byte: for machines without SSE2, and what the other is held to. */
static inline uint64_t word_commas_plain(const char *p) {
    uint64_t m = 0;

    for (unsigned i = 0; i < 64; i++) m |= (uint64_t)(p[i] == ',') << i;
    return m;
}

/* How far each byte of the text at p is between those at low and high. */
static inline unsigned word_alike_plain(const char *p, const char *low, const char *high,
                                        unsigned most) {
    unsigned n = 0;

    while (n < most && (unsigned char)p[n] >= (unsigned char)low[n] &&
           (unsigned char)p[n] <= (unsigned char)high[n])
        n++;
    return n;
}

/* What the digits of two cuts count: twos of them with `pair` make fours, at most INT16_MAX, and fours with `four`
 * make the four numbers. */
struct word_weights {
    int16_t pair[2][8], four[8];
};

/* Sixteen characters, each as its distance from '0', where they belong to a number; 0 elsewhere. */
struct word_cut_plain {
    uint8_t at[16];
};

static inline struct word_cut_plain word_cut_plain(const char *p, const uint8_t keep_p[8],
                                                   const char *q, const uint8_t keep_q[8]) {
    struct word_cut_plain c;

    for (int i = 0; i < 8; i++) {
        c.at[i] = (uint8_t)((p[i] ^ '0') & keep_p[i]);
        c.at[i + 8] = (uint8_t)((q[i] ^ '0') & keep_q[i]);
    }
    return c;
}

static inline struct word_cut_plain word_cut_long_plain(const char *p, const uint8_t keep[16]) {
    return word_cut_plain(p, keep, p + 8, keep + 8);
}

static inline bool word_digits_plain(const struct word_cut_plain *c, unsigned n) {
    unsigned most = 0;

    for (unsigned i = 0; i < 16 * n; i++)
        if (c[i / 16].at[i % 16] > most) most = c[i / 16].at[i % 16];
    return most <= 9;
}

static inline void word_sums_plain(const struct word_cut_plain c[2], const struct word_weights *w,
                                   uint32_t out[4]) {
    int32_t four[8];

    for (size_t i = 0; i < 8; i++) {
        const uint8_t *d = &c[i / 4].at[i % 4 * 4];

        four[i] = (d[0] * 10 + d[1]) * w->pair[i / 4][i % 4 * 2] +
                  (d[2] * 10 + d[3]) * w->pair[i / 4][i % 4 * 2 + 1];
        if (four[i] > INT16_MAX) four[i] = INT16_MAX;
    }
    for (size_t i = 0; i < 4; i++)
        out[i] = (uint32_t)(four[2 * i] * w->four[2 * i] + four[2 * i + 1] * w->four[2 * i + 1]);
}

#if defined(__SSE2__) && !defined(TRACE_PLAIN)
#include <emmintrin.h>

static inline __m128i word_16(const void *p) {
    return _mm_loadu_si128((const __m128i *)p);
}

static inline uint64_t word_commas(const char *p) {
    uint64_t m = 0;

    for (int i = 0; i < 64; i += 16) {
        __m128i commas = _mm_cmpeq_epi8(word_16(p + i), _mm_set1_epi8(','));

        m |= (uint64_t)(unsigned)_mm_movemask_epi8(commas) << i;
    }
    return m;
}

static inline __m128i word_8_8(const void *p, const void *q) {
    return _mm_unpacklo_epi64(_mm_loadl_epi64(p), _mm_loadl_epi64(q));
}

typedef __m128i word_cut_t;

static inline word_cut_t word_cut(const char *p, const uint8_t keep_p[8], const char *q,
                                  const uint8_t keep_q[8]) {
    return _mm_and_si128(_mm_xor_si128(word_8_8(p, q), _mm_set1_epi8('0')),
                         word_8_8(keep_p, keep_q));
}

static inline word_cut_t word_cut_long(const char *p, const uint8_t keep[16]) {
    return _mm_and_si128(_mm_xor_si128(word_16(p), _mm_set1_epi8('0')), word_16(keep));
}

static inline bool word_digits(const word_cut_t *c, unsigned n) {
    __m128i most = c[0];

    for (unsigned i = 1; i < n; i++) most = _mm_max_epu8(most, c[i]);
    return _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_subs_epu8(most, _mm_set1_epi8(9)),
                                            _mm_setzero_si128())) == 0xffff;
}

/* Of each two digits their number: 2561 is 10 and 1 in its bytes, and what the product has too much is cut
 * off at both of its ends. */
static inline __m128i word_twos(__m128i digits) {
    return _mm_srli_epi16(_mm_mullo_epi16(digits, _mm_set1_epi16((10 << 8) + 1)), 8);
}

static inline void word_sums(const word_cut_t c[2], const struct word_weights *w, uint32_t out[4]) {
    __m128i a = _mm_madd_epi16(word_twos(c[0]), word_16(w->pair[0]));
    __m128i b = _mm_madd_epi16(word_twos(c[1]), word_16(w->pair[1]));

    _mm_storeu_si128((__m128i *)out, _mm_madd_epi16(_mm_packs_epi32(a, b), word_16(w->four)));
}

static inline __m128i word_between(const char *p, const char *low, const char *high) {
    __m128i v = word_16(p);

    return _mm_cmpeq_epi8(_mm_min_epu8(_mm_max_epu8(v, word_16(low)), word_16(high)), v);
}

/* Looks at up to 15 bytes beyond most, and may count them. */
static inline unsigned word_alike(const char *p, const char *low, const char *high, unsigned most) {
    for (unsigned n = 0; n < most; n += 16) {
        unsigned mask = (unsigned)_mm_movemask_epi8(word_between(p + n, low + n, high + n));

        if (mask != 0xffff) return n + (unsigned)__builtin_ctz(~mask);
    }
    return most;
}
#else
typedef struct word_cut_plain word_cut_t;

static inline uint64_t word_commas(const char *p) {
    return word_commas_plain(p);
}

static inline word_cut_t word_cut(const char *p, const uint8_t keep_p[8], const char *q,
                                  const uint8_t keep_q[8]) {
    return word_cut_plain(p, keep_p, q, keep_q);
}

static inline word_cut_t word_cut_long(const char *p, const uint8_t keep[16]) {
    return word_cut_long_plain(p, keep);
}

static inline bool word_digits(const word_cut_t *c, unsigned n) {
    return word_digits_plain(c, n);
}

static inline void word_sums(const word_cut_t c[2], const struct word_weights *w, uint32_t out[4]) {
    word_sums_plain(c, w, out);
}

static inline unsigned word_alike(const char *p, const char *low, const char *high, unsigned most) {
    return word_alike_plain(p, low, high, most);
}
#endif
