/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of the trace reader share; nobody else includes this but its tests. */
#include "format/jscan.h"
#include "format/readsb.h"
#include "format/trace.h"

#define TRACE_OFFSET_MS ((int64_t)10000000000) /* a row's time and its file's differ by less */

struct trace_in {
    struct jscan j;
    struct arena *a;
    struct track *out;
    struct trace_tally *tally;
    VEC(struct track_point) point; /* ms counts from the file's timestamp until the end */
    unsigned seen;                 /* keys of the header */
    bool quick;
};

/** Room for one point more: the next is made in place, and counted by the caller when it is good. */
static inline struct track_point *trace_room(struct trace_in *t) {
    if (t->point.n == t->point.cap)
        t->point.v = arena_grow(t->a, t->point.v, t->point.n, &t->point.cap, sizeof *t->point.v);
    return &t->point.v[t->point.n];
}

/** Notes a refused row, or an unreadable value, that begins at `at`. */
void trace_refuse(struct trace_in *t, const char *at, const char *why);
void trace_odd(struct trace_in *t, const char *at, const char *why);

/** One item of `trace`, whatever it is. @return false: the text broke within it. */
bool trace_row(struct trace_in *t);

/** Rows from t->j.p on (at `[`) as long as they are just as readsb writes them. Leaves t->j.p
 * behind the last that it took, before the comma, or where it was.
 *  @return rows taken */
size_t trace_quick(struct trace_in *t);

/** trace_read, with or without the quick reader: the two must agree to the last byte. */
MUST int trace_read_by(struct arena *a, struct span json, bool quick, struct track *out,
                       struct trace_tally *tally, struct err *e);

/* ---- between trace_quick.c and trace_object.c ---- */

#define TRACE_ROOM 256 /* bytes that a row without its object may look at, or what follows it */
#define TRACE_MEMBERS 64
#define TRACE_OBJECT 1024

/** An object as it was written before. The next one differs in a few values, so most of it can be
 * passed over by comparing, and so can numbers that nobody wants and that differ in digits only. */
struct trace_form {
    const char *p; /* its first member */
    unsigned n;    /* members; 0: nothing to compare with */
    unsigned size; /* from p to behind the brace */
    uint16_t start[TRACE_MEMBERS],
        value[TRACE_MEMBERS];          /* from p; a member goes to behind its comma */
    uint8_t field[TRACE_MEMBERS];      /* which of ours it is, or 0 */
    uint8_t before[TRACE_MEMBERS + 1]; /* those of ours in the members before this */
    uint64_t loose;                /* bit: that member is a number that has differed in length */
    uint8_t of[TRACE_OBJECT + 16]; /* byte to member */
    /* Byte to the least and the most that may stand in its place: itself, or, of what nobody wants, any digit; not 0
     * where a number begins with another. Then room for looking 16 bytes at a time. */
    char low[TRACE_OBJECT + 16], high[TRACE_OBJECT + 16];
    struct track_point said;
    unsigned geometric; /* length of the last element 10 */
};

/** The object of every fourth row, behind its brace. @return behind the closing brace; NULL: not as
 * readsb writes it, out then has anything in it. */
const char *trace_object(struct trace_form *f, const char *p, const char *end,
                         struct track_point *out);

/** The name of a source, behind its quote. @return behind the closing quote, or NULL. */
const char *trace_source(const char *p, struct track_point *out);
