/* SPDX-License-Identifier: Apache-2.0 */
/* What stands behind a name, as steps: from the raw line to the estimate. It reads the answer for
 * where a row ended up, and the ledger for where it came from, so it can say nothing that the
 * answer does not. */
#include "ledger/ledger.h"
#include "pipe/corridor.h"
#include "pipe/explain_leg.h"
#include "pipe/pipe.h"
#include "pipe/review.h"

static void step(json_t *steps, const char *name, const char *what, json_t *row, json_t *body) {
    json_array_append_new(steps,
                          json_pack("{s:s, s:s, s:o, s:o}", "step", name, "what", what, "row",
                                    row ? row : json_null(), "body", body ? body : json_null()));
}

static bool names(const json_t *list, const char *name) {
    size_t i;
    json_t *item;

    json_array_foreach(list, i, item) if (strcmp(json_string_value(item), name) == 0) return true;
    return false;
}

static const char *id_of(const json_t *o) {
    const char *s = json_string_value(json_object_get(o, "id"));

    return s ? s : "";
}

static json_t *subset(const json_t *o, const char *const *keys) {
    json_t *out = json_object();

    for (size_t i = 0; keys[i]; i++)
        if (json_object_get(o, keys[i])) json_object_set(out, keys[i], json_object_get(o, keys[i]));
    return out;
}

static void slot_step(struct arena *a, json_t *steps, const json_t *slot) {
    static const char *const state[] = {"date",   "flight", "dep_local", "dep_utc",  "clock",
                                        "season", "state",  "states",    "conflict", "reason",
                                        "type",   "seats",  "listed",    "future",   NULL};
    static const char *const people[] = {"p_operated", "median",  "mean",  "lo",  "hi",
                                         "seen",       "ceiling", "cover", "leg", NULL};

    step(steps, "slot", arena_printf(a, "the dated chance of a flight: %s", id_of(slot)), NULL,
         subset(slot, state));
    step(steps, "estimate", "people of concern on board, given everything that is known", NULL,
         subset(slot, people));
}

static void corridor_step(struct arena *a, json_t *steps, const json_t *c) {
    static const char *const keys[] = {
        "headline", "unit",        "direction",     "from",    "to",       "as_of",
        "interval", "slots",       "operated",      "seen",    "seen_why", "estimated",
        "ceiling",  "ceiling_why", "counted_share", "caveats", NULL};

    step(steps, "total", arena_printf(a, "the corridor %s", id_of(c)), NULL, subset(c, keys));
}

static void evidence_steps(json_t *steps, const json_t *answer, const json_t *refs) {
    const json_t *rows = json_object_get(answer, "rows");
    size_t i;
    json_t *name;

    json_array_foreach(refs, i, name) {
        json_t *row = json_object_get(rows, json_string_value(name));

        step(steps, "row", json_string_value(json_object_get(row, "sheet")), json_incref(name),
             json_incref(json_object_get(row, "row")));
    }
}

/* Where a row came from: its entry, its file and line, what it replaced. */
static int origin_steps(struct store *st, struct arena *a, const char *row, json_t *steps,
                        struct err *e) {
    struct query *q = NULL;
    json_t *body = NULL;
    int rc = query_open(
        &q, st,
        "SELECT l.sheet, lower(hex(e.hash)), e.seq, e.body FROM line AS l JOIN entry AS e "
        "ON e.author = l.author AND e.seq = l.seq WHERE l.row_id = ?1",
        e);

    if (rc < 0) return rc;
    query_text(q, 1, span_of(row));
    if ((rc = query_next(q, e)) > 0) rc = canon_read(query_col(q, 3), &body, e);
    if (rc == 0 && body) {
        static const char *const from[] = {"file", "tab", "line", "supersedes", NULL};
        json_t *name = json_row(span_of(row));

        step(steps, "file", "the file's SHA-256 and the line in it", NULL, subset(body, from));
        step(steps, "entry",
             arena_printf(a, "entry %lld of the ledger, hash %.12s", (long long)query_col_int(q, 2),
                          query_col(q, 1).p),
             NULL, NULL);
        step(steps, "row", arena_printf(a, "%.*s", SPAN_ARG(query_col(q, 0))), name,
             json_incref(json_object_get(body, "row")));
    }
    json_decref(body);
    query_close(q);
    return rc;
}

/* What people said of it. */
static int review_step(struct store *st, const char *row, json_t *steps, struct err *e) {
    json_t *all = NULL, *one;
    int rc = review_all(st, &all, e);

    if (rc < 0) return rc;
    one = json_object_get(all, row);
    if (one)
        step(steps, "review", json_string_value(json_object_get(one, "state")), NULL,
             json_incref(one));
    json_decref(all);
    return 0;
}

/* Words of likelihood with their band, where there are any. */
static void judged_step(json_t *steps, const char *list, json_t *body, const json_t *o) {
    json_t *band = json_object_get(json_object_get(o, "likelihood"), "text");

    if (band) json_object_set(body, "likelihood", band);
    step(steps, "judged", list, NULL, body);
}

/* Counts, claims and rules say in the answer what became of them. */
static void verdict_steps(json_t *steps, const json_t *answer, const char *name) {
    static const char *const lists[] = {"counts", "claims", "rules", NULL};
    static const char *const keys[] = {"used",  "why",     "evidence", "percentile",
                                       "grade", "finding", NULL};

    for (size_t k = 0; lists[k]; k++) {
        size_t i;
        json_t *o;

        json_array_foreach(json_object_get(answer, lists[k]), i, o) {
            const char *row = json_string_value(json_object_get(o, "row"));

            if (row && strcmp(row, name) == 0) judged_step(steps, lists[k], subset(o, keys), o);
        }
    }
}

static void explain_row(struct arena *a, const json_t *answer, const char *name, json_t *steps) {
    size_t i, k;
    json_t *c, *slot;

    verdict_steps(steps, answer, name);
    json_array_foreach(json_object_get(answer, "corridors"), i, c) {
        size_t in = 0;

        json_array_foreach(json_object_get(c, "by_slot"), k, slot) {
            if (!names(json_object_get(slot, "ref"), name)) continue;
            if (in++ == 0) slot_step(a, steps, slot);
        }
        if (in > 1)
            step(steps, "slots", arena_printf(a, "and %zu more slots of %s", in - 1, id_of(c)),
                 NULL, NULL);
        if (in || names(json_object_get(c, "ref"), name) ||
            names(json_object_get(c, "ceiling_ref"), name))
            corridor_step(a, steps, c);
    }
}

static bool explain_named(struct arena *a, const json_t *answer, const char *what, json_t *steps) {
    size_t i, k, n = strlen(what);
    json_t *c, *slot;
    bool found = false;

    json_array_foreach(json_object_get(answer, "corridors"), i, c) {
        if (strcmp(id_of(c), what) == 0) {
            evidence_steps(steps, answer, json_object_get(c, "ref"));
            corridor_step(a, steps, c);
            return true;
        }
        json_array_foreach(json_object_get(c, "by_slot"), k, slot) {
            if (n <= strlen(id_of(c)) || strncmp(id_of(slot), what, n) != 0) continue;
            evidence_steps(steps, answer, json_object_get(slot, "ref"));
            slot_step(a, steps, slot);
            found = true;
        }
    }
    return found;
}

/* Of an answer alone: the row of this name. */
static void told_row(struct arena *a, const json_t *answer, const char *name, json_t *steps) {
    json_t *refs = json_pack("[s]", name), *row, *review;

    row = json_object_get(json_object_get(answer, "rows"), name);
    if ((review = json_object_get(row, "review")))
        step(steps, "review", json_string_value(json_object_get(review, "state")), NULL,
             json_incref(review));
    evidence_steps(steps, answer, refs);
    explain_row(a, answer, name, steps);
    json_decref(refs);
}

/* Of an answer alone: the leg whose id begins so, and what flew. */
static bool told_leg(struct arena *a, const json_t *answer, const char *what, json_t *steps) {
    size_t i, k;
    json_t *c, *leg, *one;

    json_array_foreach(json_object_get(answer, "corridors"), i, c)
        json_array_foreach(json_object_get(c, "legs"), k, leg) {
        const char *slot = json_string_value(json_object_get(leg, "slot"));

        if (strncmp(id_of(leg), what, strlen(what)) != 0) continue;
        one = json_copy(leg);
        json_object_del(one, "parts");
        step(steps, "leg", id_of(leg), NULL, one);
        if (slot) explain_named(a, answer, slot, steps);
        return true;
    }
    return false;
}

int pipe_explain_told(struct arena *a, const json_t *answer, const char *what, json_t **out,
                      struct err *e) {
    size_t n = strlen(what), found = 0;
    json_t *steps = json_array(), *row;
    const char *name, *is = NULL;
    int rc = 0;

    json_object_foreach(json_object_get(answer, "rows"), name, row) {
        if (n >= PIPE_PREFIX && strncmp(name, what, n) == 0) found++, is = name;
    }
    if (found > 1)
        rc = err_set(e, RC_CONFLICT, "%s names more than one row: give more digits", what);
    else if (found)
        told_row(a, answer, is, steps);
    else if (!(*what == 'L' && n > 4 && told_leg(a, answer, what, steps)) &&
             !explain_named(a, answer, what, steps))
        rc = err_set(e, RC_NOTFOUND, "%s is no row in force, slot or corridor of this case", what);
    if (rc == 0) *out = json_incref(steps);
    json_decref(steps);
    return rc;
}

int pipe_explain(struct store *st, struct arena *a, const struct pipe_options *o, const char *what,
                 json_t **out, struct err *e) {
    json_t *answer = NULL, *steps = json_array();
    const char *row = NULL, *slot = NULL;
    int rc = pipe_answer(st, a, o, &answer, e), leg = 0;

    if (rc == 0) rc = leg = explain_leg(st, a, o, what, steps, &slot, e);
    if (rc == 0) rc = review_row(st, a, what, &row, e);
    if (rc < 0) goto out;
    rc = 0;
    if (leg) {
        if (slot) explain_named(a, answer, slot, steps);
    } else if (row) {
        if ((rc = origin_steps(st, a, row, steps, e)) < 0 ||
            (rc = review_step(st, row, steps, e)) < 0)
            goto out;
        explain_row(a, answer, arena_printf(a, "%.12s", row), steps);
    } else if (!explain_named(a, answer, what, steps)) {
        rc = err_set(e, RC_NOTFOUND, "%s is no row in force, slot or corridor of this case", what);
        goto out;
    }
    *out = steps;
    steps = NULL;
out:
    json_decref(steps);
    json_decref(answer);
    return rc;
}
