/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "base/num.h"
#include "cli/cmd.h"
#include "cli/look.h"
#include "cli/tell.h"

#include <math.h>
#include <stdlib.h>

enum { LIMIT = 20, LIMIT_MOST = 1000000 };

static const char *const methods[] = {"counted", "eye", "proxy", NULL};

/* "about 8 %"; below one in a hundred it is not worth a figure. */
static const char *by(struct arena *a, const json_t *g) {
    double x = look_number(g, "narrowing");

    return x < 0.005 ? "less than 1 %" : arena_printf(a, "about %.0f %%", 100 * x);
}

const char *tell_gain(struct arena *a, const json_t *g) {
    const char *slot = look_text(g, "slot"), *method = look_text(g, "method"),
               *how = "counting the people on";

    if (method && strcmp(method, "eye") == 0) how = "judging by eye how many are on";
    if (method && strcmp(method, "proxy") == 0) how = "a proxy (buses, buckets, vehicles) of";
    return arena_printf(a, "%s %s would narrow the interval by %s", how, slot ? slot : "a flight",
                        by(a, g));
}

static int cmp_gain(const void *x, const void *y) {
    const json_t *g = *(json_t *const *)x, *h = *(json_t *const *)y;
    double p = look_number(g, "narrowing"), q = look_number(h, "narrowing");
    int c = (p < q) - (p > q);

    if (!c) c = strcmp(look_text(g, "slot"), look_text(h, "slot"));
    return c ? c : strcmp(look_text(g, "method"), look_text(h, "method"));
}

/* All corridors' slots in one ranking; each narrows the interval of its own corridor. */
static json_t *ranking(struct arena *a, const json_t *answer, const char *method) {
    VEC(json_t *) v = {0};
    json_t *out = json_array(), *c, *g;
    size_t i, k;

    json_array_foreach(json_object_get(answer, "corridors"), i, c)
        json_array_foreach(json_object_get(c, "next"), k, g) {
        json_t *one;

        if (method && strcmp(look_text(g, "method"), method) != 0) continue;
        one = json_pack("{s:O}", "corridor", json_object_get(c, "id"));
        json_object_update(one, g);
        *vec_push(a, &v) = one;
    }
    if (v.n) qsort(v.v, v.n, sizeof *v.v, cmp_gain);
    for (i = 0; i < v.n; i++) json_array_append_new(out, v.v[i]);
    return out;
}

static json_t *first_of(const json_t *all, size_t n) {
    json_t *out = json_array();

    for (size_t i = 0; i < n && i < json_array_size(all); i++)
        json_array_append(out, json_array_get(all, i));
    return out;
}

/* Begins with a capital. */
static const char *sentence(struct arena *a, const json_t *g) {
    char *s = arena_dup(a, span_of(tell_gain(a, g)));

    s[0] = (char)(s[0] - 'a' + 'A');
    return s;
}

/* " Of those to come, ...": where the best is past. */
static const char *to_come(struct arena *a, const json_t *list) {
    const json_t *g;
    size_t i;

    json_array_foreach(list, i, g) {
        if (!json_is_true(json_object_get(g, "future"))) continue;
        return i == 0 ? ""
                      : arena_printf(a, " Of those to come, %s is the best, with %s.",
                                     look_text(g, "slot"), by(a, g));
    }
    return "";
}

static void print_table(struct cli *x, const json_t *list, const json_t *all) {
    static const struct term_column head[] = {{"slot", false, true},
                                              {"date", false, false},
                                              {"", false, false},
                                              {"method", false, false},
                                              {"narrows by", true, false}};
    const char **cell = ARENA_ARRAY(x->a, const char *, json_array_size(list) * 5);
    struct buf b = {0};
    const json_t *g;
    size_t i;

    if (!json_array_size(list)) {
        buf_puts(&b, "No flight is left whose count would narrow an interval.\n");
        cmd_write(&b);
        return;
    }
    term_wrap(
        &b, &x->term, "",
        arena_printf(x->a, "%s.%s", sentence(x->a, json_array_get(list, 0)), to_come(x->a, all)));
    buf_putc(&b, '\n');
    json_array_foreach(list, i, g) {
        cell[5 * i] = look_text(g, "slot");
        cell[5 * i + 1] = look_day(x->a, g, "date");
        cell[5 * i + 2] = json_is_true(json_object_get(g, "future")) ? "to come" : "past";
        cell[5 * i + 3] = look_text(g, "method");
        cell[5 * i + 4] = arena_printf(x->a, "%.1f %%", 100 * look_number(g, "narrowing"));
    }
    term_table(&b, &x->term, head, 5, cell, json_array_size(list));
    cmd_write(&b);
}

static void print_csv(const json_t *list) {
    static const char *const columns[] = {"slot", "corridor", "date", "method"};
    struct buf b = {0};
    const json_t *g;
    size_t i;

    buf_puts(&b, "slot,corridor,date,method,future,narrowing" CSV_END);
    json_array_foreach(list, i, g) {
        for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
            csv_put_text(&b, span_of(look_text(g, columns[k])));
            buf_putc(&b, ',');
        }
        buf_printf(&b, "%s,", json_is_true(json_object_get(g, "future")) ? "true" : "false");
        num_fixed(&b, look_number(g, "narrowing"), 4);
        buf_puts(&b, CSV_END);
    }
    cmd_write(&b);
}

static int run(struct cli *x, struct err *e) {
    bool csv = opt_value(&x->v, "csv"), json = opt_value(&x->v, "json");
    const char *limit = opt_value(&x->v, "limit");
    int64_t most = csv || json ? LIMIT_MOST : LIMIT;
    struct pipe_options o;
    json_t *answer = NULL, *allowed, *all, *list;
    int rc;

    if (csv && json) {
        err_put(e, RC_SYNTAX, "--csv and --json: one of the two");
        return CMD_USAGE;
    }
    if (limit && num_int(span_of(limit), 1, LIMIT_MOST, &most, e) < 0) {
        err_at(e, "--limit");
        return CMD_USAGE;
    }
    if ((rc = cmd_options(x, &o, e))) return rc;
    o.plan = true;
    if ((rc = cmd_answer_with(x, x->v.arg[0], &o, &answer, e))) return rc;
    allowed = cmd_allowed(answer, false);
    all = ranking(x->a, allowed, opt_value(&x->v, "method"));
    list = first_of(all, (size_t)most);
    if (json)
        cmd_json(list);
    else if (csv)
        print_csv(list);
    else
        print_table(x, list, all);
    json_decref(list);
    json_decref(all);
    json_decref(allowed);
    json_decref(answer);
    return 0;
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL, "the case, or a folder of sheets"}, {0}};
static const struct opt options[] = {
    CMD_JSON,
    CMD_CSV,
    CMD_ESTIMATE,
    {"method", 0, OPT_WORD, "METHOD", methods, "only this way of counting"},
    {"limit", 0, OPT_TEXT, "N", NULL, "how many (else the best 20; all with --json or --csv)"},
    {0}};
const struct cmd cmd_plan = {
    .opt = {.name = "plan",
            .group = "Think",
            .summary = "which flight to count next, and how much that would narrow the answer",
            .about =
                "Every flight that is not cancelled and not yet counted, to come or past (by a "
                "video, a list, a witness), by three methods: counted one by one, judged by eye, "
                "or from a proxy such as vehicles. \"narrows by\" is the expected loss in width of "
                "the "
                "interval of its corridor.",
            .args = args,
            .options = options},
    .run = run,
};
