/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/case_legs.h"

#include "base/csv.h"
#include "base/num.h"
#include "cli/legs.h"
#include "cli/look.h"
#include "format/thin.h"
#include "report/export.h"

#include <math.h>

#define SHOWN 0.05 /* candidates below this weight are counted, not shown */

/* --- Which legs */

static bool has(const json_t *list, const char *id) {
    const json_t *leg;
    size_t i;

    json_array_foreach(list, i, leg) if (strcmp(look_text(leg, "id"), id) == 0) return true;
    return false;
}

/* Of all corridors, with the corridor's id; a leg that may be of two stands once, with its slot. */
static json_t *legs_of(const json_t *answer) {
    json_t *out = json_array(), *corridor, *leg;
    size_t i, k;

    for (int round = 0; round < 2; round++)
        json_array_foreach(json_object_get(answer, "corridors"), i, corridor) {
            json_array_foreach(json_object_get(corridor, "legs"), k, leg) {
                json_t *one;

                if (!round == !look_text(leg, "slot") || has(out, look_text(leg, "id"))) continue;
                one = json_object();
                json_object_set(one, "corridor", json_object_get(corridor, "id"));
                json_object_update(one, leg);
                json_array_append_new(out, one);
            }
        }
    return out;
}

/* When the end was, or, of one that was lost, when it was last (first) heard. */
static const char *instant_of(const json_t *end) {
    const char *utc = look_text(end, "utc"), *low = look_text(end, "low"),
               *high = look_text(end, "high");

    return utc ? utc : low ? low : high ? high : "";
}

static const char *first_instant(const json_t *leg) {
    const char *off = instant_of(json_object_get(leg, "off"));

    return *off ? off : instant_of(json_object_get(leg, "on"));
}

static int by_time(const void *x, const void *y) {
    const json_t *k = *(json_t *const *)x, *l = *(json_t *const *)y;
    int c = strcmp(first_instant(k), first_instant(l));

    return c ? c : strcmp(look_text(k, "id"), look_text(l, "id"));
}

static json_t *sorted(struct arena *a, json_t *list) {
    size_t n = json_array_size(list);
    json_t **v = ARENA_ARRAY(a, json_t *, n), *out = json_array();

    for (size_t i = 0; i < n; i++) v[i] = json_array_get(list, i);
    if (n) qsort(v, n, sizeof *v, by_time);
    for (size_t i = 0; i < n; i++) json_array_append(out, v[i]);
    json_decref(list);
    return out;
}

/* --- CSV: a row of the legs sheet */

static void cell(struct buf *b, const char *s) {
    csv_put_text(b, span_of(s));
    buf_putc(b, ',');
}

/* The first point of its first part, or the last of its last. NULL: nothing is known of the way. */
static const json_t *heard_at(const json_t *leg, bool arrival) {
    const json_t *part = json_object_get(leg, "parts"), *way;
    size_t n = json_array_size(part);

    way = json_object_get(json_array_get(part, arrival && n ? n - 1 : 0), "lonlat");
    n = json_array_size(way);
    return json_array_get(way, arrival && n ? n - 1 : 0);
}

static bool is_open(const json_t *end) {
    const char *status = look_text(end, "status");

    return status && (strcmp(status, "lost") == 0 || strcmp(status, "edge") == 0);
}

static void candidates(struct buf *b, const char *which, const json_t *leg, bool arrival) {
    const json_t *c, *end = json_object_get(leg, arrival ? "on" : "off"),
                     *at = is_open(end) ? heard_at(leg, arrival) : NULL;
    size_t i, others = 0;
    bool any = false;

    json_array_foreach(json_object_get(end, "candidates"), i, c) {
        double weight = look_number(c, "weight");

        if (!(weight >= SHOWN)) {
            others++;
            continue;
        }
        buf_printf(b, "%s%s%s:",
                   any    ? " "
                   : b->n ? "; "
                          : "",
                   any ? "" : which, look_text(c, "airport"));
        num_fixed(b, weight, 2);
        any = true;
    }
    if (any && others) buf_printf(b, " +%zu", others);
    if (at)
        legs_heard(b, which, any, json_number_value(json_array_get(at, 1)),
                   json_number_value(json_array_get(at, 0)));
}

static void end_cells(struct buf *b, const json_t *end) {
    bool nowhere = json_is_true(json_object_get(end, "off_field"));

    cell(b, instant_of(end));
    cell(b, look_text(end, "airport") ? look_text(end, "airport") : nowhere ? "unknown place" : "");
    cell(b, look_text(end, "status"));
}

static void whole(struct buf *b, const json_t *leg, const char *key) {
    const json_t *v = json_object_get(leg, key);

    if (json_is_integer(v)) buf_printf(b, "%lld", (long long)json_integer_value(v));
    buf_putc(b, ',');
}

static size_t silences(const json_t *leg, const char *of_class) {
    const json_t *gap;
    size_t i, n = 0;

    json_array_foreach(json_object_get(leg, "gaps"), i, gap) {
        const char *word = look_text(gap, "class");

        n += word && strcmp(word, of_class) == 0;
    }
    return n;
}

/* What else is to be said of it: the answer's words, and silences by their class. */
static void flags(struct buf *b, const json_t *leg) {
    const json_t *v;
    size_t i;

    json_array_foreach(json_object_get(leg, "flags"), i, v)
        buf_printf(b, "%s%s", b->n ? "; " : "", json_string_value(v));
    for (unsigned k = GAP_NONE + 1; k <= GAP_UNKNOWN; k++) {
        const char *word = gap_word((enum gap_class)k);
        size_t n = silences(leg, word);

        if (n) buf_printf(b, "%ssilence %s %zu", b->n ? "; " : "", word, n);
    }
}

static void csv(struct buf *b, const json_t *leg) {
    const json_t *off = json_object_get(leg, "off"), *on = json_object_get(leg, "on");
    struct buf some = {0};
    double sure = look_number(leg, "confidence");

    cell(b, look_text(leg, "icao24"));
    cell(b, look_text(leg, "registration"));
    cell(b, look_text(leg, "type"));
    cell(b, look_text(leg, "callsign"));
    end_cells(b, off);
    end_cells(b, on);
    if (!isnan(sure)) num_fixed(b, sure, 2);
    buf_putc(b, ',');
    candidates(&some, "off ", leg, false);
    candidates(&some, "on ", leg, true);
    cell(b, some.p ? some.p : "");
    whole(b, leg, "points");
    whole(b, leg, "gap_max_s");
    cell(b, look_text(leg, "source"));
    some.n = 0;
    flags(&some, leg);
    csv_put_text(b, buf_span(&some));
    buf_puts(b, CSV_END);
    buf_fini(&some);
}

/* --- The table */

static const char *minute_of(struct arena *a, const json_t *end) {
    const char *s = instant_of(end);
    char *t;

    if (strlen(s) < 16) return NULL;
    t = arena_dup(a, (struct span){s, 16});
    t[10] = ' ';
    return t;
}

static const char *place_of(struct arena *a, const json_t *end) {
    const char *airport = look_text(end, "airport"), *status = look_text(end, "status");

    return arena_printf(a, "%s, %s",
                        airport                                           ? airport
                        : json_is_true(json_object_get(end, "off_field")) ? "unknown place"
                                                                          : "?",
                        status ? status : "");
}

static const char *aircraft(const json_t *leg) {
    const char *registration = look_text(leg, "registration");

    return registration ? registration : look_text(leg, "icao24");
}

static void table(struct cli *x, const json_t *list) {
    static const struct term_column head[] = {
        {"leg", false, false},     {"aircraft", false, false}, {"callsign", false, false},
        {"off UTC", false, false}, {"from", false, false},     {"on UTC", false, false},
        {"to", false, false},      {"sure", true, false},      {"flight", false, true}};
    enum { N = sizeof head / sizeof *head };
    size_t n = json_array_size(list), i;
    const char **c = ARENA_ARRAY(x->a, const char *, n *N);
    struct buf b = {0};
    const json_t *leg;

    json_array_foreach(list, i, leg) {
        const json_t *off = json_object_get(leg, "off"), *on = json_object_get(leg, "on");
        double sure = look_number(leg, "confidence");
        const char *row[N] = {arena_printf(x->a, "%.7s", look_text(leg, "id")),
                              aircraft(leg),
                              look_text(leg, "callsign"),
                              minute_of(x->a, off),
                              place_of(x->a, off),
                              minute_of(x->a, on),
                              place_of(x->a, on),
                              isnan(sure) ? NULL : arena_printf(x->a, "%.0f %%", 100 * sure),
                              look_text(leg, "slot") ? look_text(leg, "slot") : "none"};

        memcpy(c + i * N, row, sizeof row);
    }
    if (n)
        term_table(&b, &x->term, head, N, c, n);
    else
        buf_puts(&b, "  no legs: the case holds no positions and no legs of its corridors\n");
    cmd_write(&b);
}

/* --- For a map */

static int tracks(struct cli *x, const char *path, struct err *e) {
    struct pipe_options o = pipe_defaults();
    json_t *answer = NULL;
    struct buf b = {0};
    int64_t most = 0;
    int rc = 0;

    if (!opt_value(&x->v, "json"))
        rc = err_set(e, RC_SYNTAX, "--tracks goes with --json");
    else if ((rc = num_int(span_of(opt_value(&x->v, "tracks")), THIN_LEAST, THIN_MOST, &most, e)) <
             0)
        err_at(e, "--tracks");
    if (rc < 0) return CMD_USAGE;
    if ((rc = cmd_answer_with(x, path, &o, &answer, e))) return rc;
    rc = export_thin(answer, opt_value(&x->v, "own-names"), (size_t)most, &b, e);
    json_decref(answer);
    if (rc == 0) cmd_write(&b);
    buf_fini(&b);
    return rc;
}

int case_legs(struct cli *x, const char *path, struct err *e) {
    bool as_csv = opt_value(&x->v, "csv"), as_json = opt_value(&x->v, "json");
    json_t *answer = NULL, *allowed, *list, *leg;
    struct pipe_options o = pipe_defaults();
    struct buf b = {0};
    size_t i;
    bool own;
    int rc;

    if (as_csv && as_json) {
        err_put(e, RC_SYNTAX, "--csv and --json: one of the two");
        return CMD_USAGE;
    }
    if ((rc = cmd_own(x, &own, e))) return rc;
    if (opt_value(&x->v, "tracks")) return tracks(x, path, e);
    if ((rc = cmd_answer_with(x, path, &o, &answer, e))) return rc;
    /* what other programs get; the terminal shows the owner all */
    allowed = cmd_allowed(answer, own);
    list = sorted(x->a, legs_of(as_csv || as_json ? allowed : answer));
    if (as_json) {
        cmd_json(list);
    } else if (as_csv) {
        buf_puts(
            &b, "icao24,registration,type,callsign,off_utc,off_airport,off_status,on_utc,"
                "on_airport,on_status,confidence,candidates,points,gap_max_s,source,flags" CSV_END);
        json_array_foreach(list, i, leg) csv(&b, leg);
        cmd_write(&b);
    } else {
        table(x, list);
    }
    json_decref(list);
    json_decref(allowed);
    json_decref(answer);
    return 0;
}
