/* SPDX-License-Identifier: Apache-2.0 */
/* A trace file: the header, the walk over the rows, what is made of a break.
 *
 * There are two readers of a row. The general one (trace_row.c) takes any JSON and says what is wrong
 * with it. The quick one (trace_quick.c) knows how readsb prints a row and gives up on anything
 * else, so each row that it takes is one that the general reader would have read alike; the tests
 * hold them to that on real and on damaged files. A day of a public archive is 60,000 such files: the
 * quick reader is five times as fast, and the difference is the better part of the whole run. */
#include "format/trace_in.h"

#include <inttypes.h>

#define TIMESTAMP_MAX ((int64_t)7258118400000) /* 2200-01-01, where base/utc.h ends */
#define BYTES_A_ROW 128 /* for the first allocation; real files have 120 to 180 */

enum {
    SEEN_ICAO = 1,
    SEEN_R = 2,
    SEEN_T = 4,
    SEEN_DB = 8,
    SEEN_NOREG = 16,
    SEEN_VERSION = 32,
    SEEN_TIMESTAMP = 64,
    SEEN_TRACE = 128
};

static void note(struct trace_in *t, const char *at, const char *why, bool row) {
    if (t->tally->nbad == TRACE_BAD) return;
    t->tally->bad[t->tally->nbad++] = (struct trace_bad){(size_t)(at - t->j.begin), why, row};
}

void trace_refuse(struct trace_in *t, const char *at, const char *why) {
    t->tally->rows++;
    t->out->refused++;
    note(t, at, why, true);
}

void trace_odd(struct trace_in *t, const char *at, const char *why) {
    t->tally->odd++;
    note(t, at, why, false);
}

static bool rows(struct trace_in *t, const struct jscan_value *v) {
    struct jscan *j = &t->j;

    if (v->kind != JSCAN_ARRAY) return jscan_break(j, v->text.p, "`trace` is not an array");
    t->point.cap = (size_t)(j->end - j->p) / BYTES_A_ROW + 1;
    t->point.v = arena_raw(t->a, t->point.cap, sizeof *t->point.v);
    for (bool first = true; jscan_item(j, first); first = false) {
        if (t->quick && trace_quick(t)) continue;
        if (t->tally->rows >= TRACE_ROWS) return jscan_break(j, j->p, "more than 1,000,000 rows");
        if (!trace_row(t)) return false;
    }
    return !j->why;
}

static bool timestamp(struct trace_in *t, const struct jscan_value *v) {
    int64_t ms;

    if (v->kind != JSCAN_NUMBER || !jscan_fixed(v->text, 3, TIMESTAMP_MAX, &ms) || ms < 0)
        return jscan_break(&t->j, v->text.p, "`timestamp` is not a time from 1970 to 2199");
    t->tally->from_ms = ms;
    return true;
}

static unsigned key_of(struct span key) {
    static const struct {
        struct span word;
        unsigned bit;
    } keys[] = {{{"icao", 4}, SEEN_ICAO},
                {{"r", 1}, SEEN_R},
                {{"t", 1}, SEEN_T},
                {{"dbFlags", 7}, SEEN_DB},
                {{"noRegData", 9}, SEEN_NOREG},
                {{"version", 7}, SEEN_VERSION},
                {{"timestamp", 9}, SEEN_TIMESTAMP},
                {{"trace", 5}, SEEN_TRACE}};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (span_eq(key, keys[i].word)) return keys[i].bit;
    return 0;
}

static bool header(struct trace_in *t, unsigned key, const struct jscan_value *v) {
    struct track *out = t->out;
    bool fine = true;

    switch (key) {
    case SEEN_ICAO:
        if (!readsb_hex(v, out))
            return jscan_break(&t->j, v->text.p, "`icao` is not six hex digits");
        break;
    case SEEN_TIMESTAMP: return timestamp(t, v);
    case SEEN_TRACE: return rows(t, v);
    case SEEN_R: fine = readsb_word(v, out->registration, sizeof out->registration); break;
    case SEEN_T: fine = readsb_word(v, out->type, sizeof out->type); break;
    case SEEN_VERSION: fine = readsb_word(v, t->tally->version, sizeof t->tally->version); break;
    case SEEN_DB: fine = readsb_db_flags(v, &out->db_flags); break;
    case SEEN_NOREG: t->tally->no_reg_data = v->kind == JSCAN_TRUE; break;
    default: break;
    }
    if (!fine) trace_odd(t, v->text.p, "a value of the header cannot be read");
    return jscan_skip(&t->j, v);
}

static void whole(struct trace_in *t) {
    struct jscan *j = &t->j;
    struct jscan_value v;
    struct span key;

    if (!jscan_object(j)) return;
    for (bool first = true; jscan_key(j, first, &key); first = false) {
        unsigned bit = key_of(key);

        if (bit & t->seen) {
            jscan_break(j, j->p, "a key comes a second time");
            return;
        }
        if (!jscan_value(j, &v) || !header(t, bit, &v)) return;
        t->seen |= bit;
    }
    if (j->why || jscan_done(j)) return;
    if (*j->p == '{' || span_is_marked((struct span){j->p, (size_t)(j->end - j->p)}))
        t->tally->next = (size_t)(j->p - j->begin);
    else
        jscan_break(j, j->p, "more text behind the end");
}

/* What the header must have had. */
static int judge(const struct trace_in *t, struct err *e) {
    const struct jscan *j = &t->j;
    const char *missing = !(t->seen & SEEN_ICAO)        ? "icao"
                          : !(t->seen & SEEN_TIMESTAMP) ? "timestamp"
                                                        : NULL;

    if (j->why && missing)
        return err_set(e, RC_SYNTAX, "byte %zu: %s, and no `%s` before it",
                       (size_t)(j->at - j->begin), j->why, missing);
    if (!j->why && !missing && !(t->seen & SEEN_TRACE)) missing = "trace";
    if (missing) return err_set(e, RC_SYNTAX, "the file has no `%s`", missing);
    return 0;
}

int trace_read_by(struct arena *a, struct span json, bool quick, struct track *out,
                  struct trace_tally *tally, struct err *e) {
    struct track made = {0};
    struct trace_tally said = {0};
    struct trace_in t = {.a = a, .out = &made, .tally = &said, .quick = quick};
    int rc;

    t.j = jscan_begin((struct span){json.p, json.n < TRACE_BYTES ? json.n : TRACE_BYTES});
    whole(&t);
    if (t.j.why && json.n > TRACE_BYTES && t.j.at == t.j.end)
        return err_set(e, RC_LIMIT, "a trace of over %zu bytes, the limit", TRACE_BYTES);
    if ((rc = judge(&t, e)) < 0) return rc;
    if (t.j.why) {
        said.state = TRACE_PARTIAL;
        made.cut = true;
        said.at = (size_t)(t.j.at - t.j.begin);
        said.why = t.j.why;
    }
    made.point = t.point.v;
    made.n = t.point.n;
    for (size_t i = 0; i < made.n; i++) made.point[i].ms += said.from_ms;
    trace_order(a, &made);
    *out = made;
    *tally = said;
    return 0;
}

int trace_read(struct arena *a, struct span json, struct track *out, struct trace_tally *tally,
               struct err *e) {
    return trace_read_by(a, json, true, out, tally, e);
}
