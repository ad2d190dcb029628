/* SPDX-License-Identifier: Apache-2.0 */
/* The object that every fourth row has: half of the bytes of a trace, and six of its thirty values are
 * wanted. It differs from the one before in a few values only:
 *
 *   {"type":"adsb_icao","flight":"DAL1812 ","alt_geom":33825,"track":340.67,"baro_rate":0,"squawk":"4637", ...
 *
 * So an object is remembered with the places of its members, and the next is compared with it, sixteen bytes
 * at a time. Where they part, the member that is there is read by itself, and from the next on they are
 * compared again; so too where a member is gone. Bytes that equal bytes that were read before
 * mean the same; and digits in place of digits, where nobody wants the value, mean as little. */
#include "format/trace_word.h"

#define MEMBER                                                                                     \
    96 /* bytes that one member may look at; a longer text makes the row the other reader's */
#define STALE 8 /* members read by themselves: then the object is better remembered anew */
#define GONE 8  /* so many members may be gone in one place */

enum { NIC = 1, SIL = 2, VERSION = 4, TYPE = 8, FLIGHT = 16, SQUAWK = 32 };

/* To the closing quote of a text whose first byte is at p; NULL at an escape or control character.
 * The sum of the three masks is exact up to the first byte that any of them marks. */
static inline const char *quote(const char *p, const char *end) {
    for (; end - p >= 8; p += 8) {
        uint64_t w = word_load(p), q = w ^ WORD_ONES * '"', b = w ^ WORD_ONES * '\\';
        uint64_t m =
            (((q - WORD_ONES) & ~q) | ((b - WORD_ONES) & ~b) | ((w - WORD_ONES * 0x20) & ~w)) &
            WORD_HIGHS;

        if (!m) continue;
        p += word_place(m);
        return *p == '"' ? p : NULL;
    }
    return NULL;
}

/* A value that is passed over: a number, a text, a list of texts. */
static const char *pass(const char *p, const char *end) {
    if (*p == '"') return (p = quote(p + 1, end)) ? p + 1 : NULL;
    if (*p != '[') return word_other(p);
    if (*++p == ']') return p + 1;
    for (;; p++) {
        if (end - p < MEMBER || *p != '"' || !(p = quote(p + 1, end))) return NULL;
        if (*++p == ']') return p + 1;
        if (*p != ',') return NULL;
    }
}

static const char *number(const char *p, uint32_t max, int8_t *out) {
    uint64_t w = word_load(p);
    unsigned n = word_place(word_stops(w));
    uint32_t v;

    if (n - 1 > 1 || word_padded(w, n) || (v = word_value(w, n)) > max) return NULL;
    *out = (int8_t)v;
    return p + n;
}

const char *trace_source(const char *p, struct track_point *out) {
    const char *q = p;

    if (WORD_IS(p, "adsb_icao\"")) {
        out->source = TRACK_ADSB_ICAO;
        return p + 10;
    }
    while (q - p < 20 && ((*q >= 'a' && *q <= 'z') || *q == '_')) q++;
    if (*q != '"' || !readsb_source_name((struct span){p, (size_t)(q - p)}, out)) return NULL;
    return q + 1;
}

/* The value at p of a member that is ours, or 0. */
static const char *take(unsigned field, const char *p, const char *end, struct track_point *out) {
    struct span text;

    if (!field) return pass(p, end);
    if (field == NIC) return number(p, 15, &out->nic);
    if (field == SIL) return number(p, 7, &out->sil);
    if (field == VERSION) return number(p, 7, &out->adsb);
    if (*p != '"') return NULL;
    if (field == TYPE) return trace_source(p + 1, out);
    text.p = p + 1;
    if (!(p = quote(p + 1, end))) return NULL;
    text.n = (size_t)(p - text.p);
    if (field == FLIGHT ? !readsb_callsign(text.p, text.n, out) : !readsb_squawk(text, out))
        return NULL;
    return p + 1;
}

/* The key behind whose quote p is. @return its colon, or NULL */
static const char *key(const char *p, const char *end, unsigned *field) {
    const char *q = quote(p, end);
    struct span s = {p, q ? (size_t)(q - p) : 0};

    *field = span_eq(s, SPAN("nic"))       ? NIC
             : span_eq(s, SPAN("sil"))     ? SIL
             : span_eq(s, SPAN("version")) ? VERSION
             : span_eq(s, SPAN("type"))    ? TYPE
             : span_eq(s, SPAN("flight"))  ? FLIGHT
             : span_eq(s, SPAN("squawk"))  ? SQUAWK
                                           : 0;
    return q && q[1] == ':' ? q + 1 : NULL;
}

/* The member at p. @return behind its value, and where that begins, and whether it is ours; or NULL */
static const char *member(const char *p, const char *end, const char **value, unsigned *field,
                          struct track_point *out) {
    const char *colon;

    if (end - p < MEMBER || *p != '"' || !(colon = key(p + 1, end, field))) return NULL;
    if (end - colon < MEMBER) return NULL;
    *value = colon + 1;
    return take(*field, colon + 1, end, out);
}

/* n bytes, and up to 15 more, which the next member overwrites. */
static inline void fill(void *p, int byte, size_t n) {
    for (size_t i = 0; i < n; i += 16) memset((char *)p + i, byte, 16);
}

/* A member of n bytes, and up to 15 more, at its place in the form. What digits may stand in place of those of one that
 * nobody wants: in its value, any; a 0 where a number begins only if there was one, since no other digit may be behind it. */
static void bounds(char *low, char *high, const char *p, size_t value, size_t n, unsigned field) {
    for (size_t i = 0; i < n; i += 16) {
        memcpy(low + i, p + i, 16);
        memcpy(high + i, p + i, 16);
    }
    if (field) return;
    for (size_t i = value; i < n; i++) {
        if (p[i] < '0' || p[i] > '9') continue;
        low[i] = p[i] == '0' || high[i - 1] == '9' || p[i - 1] == '.' ? '0' : '1';
        high[i] = '9';
    }
}

/* Member by member, remembering where each is. */
static const char *anew(struct trace_form *f, const char *p, const char *end,
                        struct track_point *out) {
    const char *from = p;
    unsigned field, n = 0;
    bool fits = true;

    f->n = 0;
    f->loose = 0;
    f->before[0] = 0;
    for (;; p++, n++) {
        const char *start = p, *value;

        if (!(p = member(p, end, &value, &field, out))) return NULL;
        fits = fits && n < TRACE_MEMBERS && p - from < TRACE_OBJECT && !(f->before[n] & field);
        if (fits) {
            f->start[n] = (uint16_t)(start - from);
            f->value[n] = (uint16_t)(value - from);
            f->field[n] = (uint8_t)field;
            f->before[n + 1] = f->before[n] | (uint8_t)field;
            fill(f->of + (start - from), (int)n, (size_t)(p + 1 - start));
            bounds(f->low + (start - from), f->high + (start - from), start,
                   (size_t)(value - start), (size_t)(p + 1 - start), field);
        }
        if (*p == '}') break;
        if (*p != ',') return NULL;
    }
    f->p = from;
    f->n = fits ? n + 1 : 0;
    f->size = (unsigned)(p + 1 - from);
    f->said = *out;
    return p + 1;
}

static inline void same(unsigned fields, const struct track_point *said, struct track_point *out) {
    if (fields & NIC) out->nic = said->nic;
    if (fields & SIL) out->sil = said->sil;
    if (fields & VERSION) out->adsb = said->adsb;
    if (fields & TYPE) out->source = said->source;
    if (fields & FLIGHT) memcpy(out->callsign, said->callsign, sizeof out->callsign);
    if (fields & SQUAWK) out->squawk = said->squawk;
}

/* The member of before that has the key at p, when those from `from` on are gone; n: none near has it. */
static unsigned found(const struct trace_form *f, unsigned from, const char *p) {
    for (unsigned k = from; k < f->n && k < from + GONE; k++) {
        const char *q = f->p + f->start[k];
        size_t n = (size_t)(f->value[k] - f->start[k]);

        if (word_load(p) == word_load(q) && n < MEMBER && memcmp(p, q, n) == 0) return k;
    }
    return f->n;
}

/* By comparing. Members come in the order of before, and ours not twice, so what was passed over can be
 * filled in last. Numbers that have differed in length are read in any case: how far the text is alike is then the same
 * from object to object, and can be guessed. NULL: there is a member that was not. */
static const char *again(struct trace_form *f, const char *p, const char *end,
                         struct track_point *out) {
    unsigned i = 0, single = 0, passed = 0;

    for (;;) {
        uint64_t loose = f->loose >> i;
        unsigned j = loose ? i + (unsigned)__builtin_ctzll(loose) : f->n, start = f->start[i];
        unsigned rest = (loose ? f->value[j] : f->size) - start, n;

        if (end - p < (ptrdiff_t)rest + MEMBER) return NULL;
        n = word_alike(p, f->low + start, f->high + start, rest);
        if (n < rest) {
            j = f->of[start + n];
            rest = start + n < f->value[j] ? f->start[j] - start : f->value[j] - start;
            if (start + n >= f->value[j]) single++;
        }
        passed |= f->before[j] & ~f->before[i];
        p += rest;
        if (j == f->n) break;
        if (start + rest < f->value[j]) {
            i = found(f, j + 1, p);
            if (i == f->n) return NULL;
            continue;
        }
        if (f->field[j]) {
            p = take(f->field[j], p, end, out);
        } else if (*p == '"' || *p == '[') {
            p = pass(p, end);
        } else {
            p = word_other(p);
            f->loose |= (uint64_t)1 << j;
        }
        i = j + 1;
        if (!p || (*p != '}' && (*p != ',' || i == f->n))) return NULL;
        if (*p++ == '}') break;
    }
    same(passed, &f->said, out);
    if (single > STALE) f->n = 0;
    return p;
}

const char *trace_object(struct trace_form *f, const char *p, const char *end,
                         struct track_point *out) {
    const char *q;

    if (end - p < MEMBER) return NULL;
    if (*p == '}') return p + 1;
    q = f->n ? again(f, p, end, out) : NULL;
    return q ? q : anew(f, p, end, out);
}
