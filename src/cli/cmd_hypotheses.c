/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"
#include "cli/look.h"

#include <math.h>

/* A mean of marks shows as a mark where it is one. */
static const char *mark(struct arena *a, const json_t *cell) {
    static const char *const marks[] = {"II", "I", "N", "C", "CC"};
    double v = look_number(cell, "value");
    const json_t *by = json_object_get(cell, "by");
    struct buf b = {0};
    const char *s;

    if (isnan(v)) return "";
    if (json_array_size(by) == 1) return look_text(json_array_get(by, 0), "mark");
    if (v == round(v)) return marks[lround(v) + 2];
    num_fixed(&b, v, 1);
    s = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static const char *fixed(struct arena *a, const json_t *o, const char *key, int places) {
    double v = look_number(o, key);
    struct buf b = {0};
    const char *s;

    if (isnan(v)) return "-";
    num_fixed(&b, v, places);
    s = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

/* What changes without the piece; where another would have the least against it, which. */
static const char *change(struct arena *a, const json_t *item, const json_t *list) {
    const json_t *without = json_object_get(item, "without"), *rank;
    const char *s = look_text(without, "change"), *first = "";
    size_t i;

    if (!s || look_text(item, "problem")) return "-";
    if (strcmp(s, "order") == 0) return "the order";
    if (strcmp(s, "first") != 0) return "nothing";
    json_array_foreach(json_object_get(without, "ranks"), i, rank) {
        if (json_integer_value(rank) == 1)
            first = arena_printf(a, "%s%s%s", first, *first ? ", " : "",
                                 look_text(json_array_get(list, i), "id"));
    }
    return arena_printf(a, "first: %s", first);
}

/* Columns: evidence, a mark for each explanation, diagnosticity, what falls with it. */
static void print_matrix(struct buf *b, struct cli *x, const json_t *h) {
    const json_t *list = json_object_get(h, "list"), *items = json_object_get(h, "items");
    size_t n = json_array_size(list), rows = json_array_size(items), c = n + 4, i, k;
    struct term_column *head = ARENA_ARRAY(x->a, struct term_column, c);
    const char **cell = ARENA_ARRAY(x->a, const char *, (rows + 1) * c);
    json_t *item, *one;

    head[0] = (struct term_column){"evidence", false, true};
    json_array_foreach(list, k, one) head[k + 1] =
        (struct term_column){look_text(one, "id"), false, false};
    head[n + 1] = (struct term_column){"tells apart", true, false};
    head[n + 2] = (struct term_column){"root", false, false};
    head[n + 3] = (struct term_column){"if wrong, changes", false, true};
    json_array_foreach(items, i, item) {
        const char *problem = look_text(item, "problem");

        cell[i * c] =
            problem ? arena_printf(x->a, "%s (not weighed: %s)", look_text(item, "id"), problem)
                    : look_text(item, "id");
        json_array_foreach(json_object_get(item, "marks"), k, one) cell[i * c + k + 1] =
            mark(x->a, one);
        cell[i * c + n + 1] = fixed(x->a, item, "diagnosticity", 2);
        cell[i * c + n + 2] = look_text(item, "root");
        cell[i * c + n + 3] = change(x->a, item, list);
    }
    cell[rows * c] = "against it, points";
    json_array_foreach(list, k, one) cell[rows * c + k + 1] = fixed(
        x->a, one, "against",
        fabs(look_number(one, "against") - round(look_number(one, "against"))) < 1e-6 ? 0 : 1);
    term_table(b, &x->term, head, c, cell, rows + 1);
}

static void print_odds(struct buf *b, struct cli *x, const json_t *h) {
    const json_t *odds = json_object_get(h, "odds"), *list = json_object_get(h, "list");
    json_t *o, *share;
    size_t i, k;

    json_array_foreach(odds, i, o) {
        const char *by = look_text(o, "by"), *s = "";
        long long pieces = (long long)json_integer_value(json_object_get(o, "items"));

        json_array_foreach(json_object_get(o, "shares"), k, share) {
            struct buf one = {0};

            num_fixed(&one, 100 * json_number_value(share), 0);
            s = arena_printf(x->a, "%s%s%s %s in 100", s, k ? ", " : "",
                             look_text(json_array_get(list, k), "id"),
                             arena_dup(x->a, buf_span(&one)));
            buf_fini(&one);
        }
        term_wrap(
            b, &x->term, "",
            arena_printf(x->a,
                         "Likelihoods, by the analyst \"%s\", for %lld piece%s, each root once%s: "
                         "%s. These are judgements in figures.",
                         by ? by : "not named", pieces, pieces == 1 ? "" : "s",
                         json_is_true(json_object_get(h, "priors")) ? ", and the priors"
                                                                    : ", all alike before",
                         s));
    }
}

static void print(struct cli *x, const json_t *h) {
    struct buf b = {0};
    json_t *one;
    size_t i;

    if (!json_is_object(h)) {
        buf_puts(&b, "  no explanations are entered: the sheets hypotheses and weighs hold them\n");
        cmd_write(&b);
        return;
    }
    json_array_foreach(json_object_get(h, "list"), i, one) {
        long long blank = (long long)json_integer_value(json_object_get(one, "unjudged"));

        term_wrap(&b, &x->term,
                  arena_printf(x->a, "%s: ", term_string(&x->term, x->a, look_text(one, "id"))),
                  blank
                      ? arena_printf(x->a, "%s (not judged on %lld piece%s: it may only look good)",
                                     look_text(one, "text"), blank, blank == 1 ? "" : "s")
                      : look_text(one, "text"));
    }
    buf_putc(&b, '\n');
    if (json_array_size(json_object_get(h, "items"))) print_matrix(&b, x, h);
    buf_puts(&b, "\n");
    term_wrap(&b, &x->term, "", look_text(h, "text"));
    print_odds(&b, x, h);
    cmd_write(&b);
}

static int run(struct cli *x, struct err *e) {
    json_t *answer = NULL;
    bool own;
    int rc = cmd_own(x, &own, e);

    if (rc || (rc = cmd_answer(x, x->v.arg[0], &answer, e))) return rc;
    if (opt_value(&x->v, "json"))
        cmd_list(answer, "hypotheses", own);
    else
        print(x, json_object_get(answer, "hypotheses"));
    json_decref(answer);
    return 0;
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {CMD_JSON, CMD_RAW, CMD_ESTIMATE, {0}};
const struct cmd cmd_hypotheses = {
    .opt = {.name = "hypotheses",
            .group = "Think",
            .summary = "rival explanations: what speaks against each, and what that hangs on",
            .about = "Evidence against explanations, as the sheets hypotheses and weighs have it: "
                     "CC, C consistent, N neutral, I, II inconsistent, NA not applicable. An "
                     "explanation is judged by what speaks against it; what speaks for it is not "
                     "counted. What goes back to one root is one voice. Then what would change if "
                     "one piece of evidence were wrong.",
            .args = args,
            .options = options},
    .run = run,
};
