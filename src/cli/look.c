/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/look.h"

#include "base/num.h"
#include "format/sheet.h"
#include "report/export.h"

#include <inttypes.h>
#include <math.h>

const char *look_text(const json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));

    return s && *s ? s : NULL;
}

double look_number(const json_t *o, const char *key) {
    const json_t *v = json_object_get(o, key);

    return json_is_number(v) ? json_number_value(v) : (double)NAN;
}

const char *look_people(struct arena *a, const json_t *o, const char *key) {
    double x = look_number(o, key);
    struct buf b = {0};
    const char *s;

    if (!(fabs(x) < 1e15)) return "unknown";
    num_people(&b, llround(x));
    s = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

const char *look_day(struct arena *a, const json_t *o, const char *key) {
    const char *s = look_text(o, key);
    struct utc_text words;
    int32_t day;
    struct err e;

    if (!s || utc_date_read(span_of(s), &day, &e) < 0) return s;
    words = utc_day_words(day);
    return arena_dup(a, span_of(words.s));
}

const char *look_between(struct arena *a, const json_t *o) {
    if (isnan(look_number(o, "lo")) || isnan(look_number(o, "hi"))) return "unknown";
    return arena_printf(a, "%s to %s", look_people(a, o, "lo"), look_people(a, o, "hi"));
}

json_t *look_list(const json_t *answer, const char *table) {
    const json_t *corridors = json_object_get(answer, "corridors");
    json_t *out, *corridor, *slot;
    size_t i, j;

    if (strcmp(table, "slots") != 0) return json_copy(json_object_get(answer, table));
    out = json_array();
    json_array_foreach(corridors, i, corridor) {
        json_array_foreach(json_object_get(corridor, "by_slot"), j, slot) {
            json_t *one = json_object();

            json_object_set(one, "corridor", json_object_get(corridor, "id"));
            json_object_update(one, slot);
            json_array_append_new(out, one);
        }
    }
    return out;
}

static void print_table(struct cli *x, const struct look *l, const json_t *list) {
    size_t rows = json_array_size(list), n = l->n;
    struct term_column *head = ARENA_ARRAY(x->a, struct term_column, n);
    const char **cell = ARENA_ARRAY(x->a, const char *, rows *n);
    struct buf b = {0};

    for (size_t c = 0; c < n; c++) head[c] = l->column[c].head;
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < n; c++)
            cell[r * n + c] = l->column[c].cell(x->a, json_array_get(list, r));
    if (rows)
        term_table(&b, &x->term, head, n, cell, rows);
    else
        buf_printf(&b, "  %s\n", l->none);
    cmd_write(&b);
}

int look_run(struct cli *x, const struct look *l, struct err *e) {
    bool csv = opt_value(&x->v, "csv"), json = opt_value(&x->v, "json");
    json_t *answer = NULL, *allowed, *list;
    struct buf b = {0};
    int rc;

    if (csv && json) {
        err_put(e, RC_SYNTAX, "--csv and --json: one of the two");
        return CMD_USAGE;
    }
    if ((rc = cmd_answer(x, x->v.arg[0], &answer, e))) return rc;
    allowed = json ? cmd_allowed(answer, false) : NULL; /* the terminal shows the owner all */
    list = look_list(json ? allowed : answer, l->table);
    if (json)
        cmd_json(list);
    else if (!csv)
        print_table(x, l, list);
    else if ((rc = export_csv(answer, l->table, &b, e)) == 0)
        cmd_write(&b);
    buf_fini(&b);
    json_decref(list);
    json_decref(allowed);
    json_decref(answer);
    return rc;
}

/* Rows of one file that are bad in one way. */
struct bad_group {
    const struct ingest_bad *first;
    int64_t last;
    size_t n;
    size_t place; /* of its sheet in the order of import: a sheet refers to earlier ones */
};

static size_t place_of(struct span sheet) {
    size_t i = 0;

    while (i < sheet_count && !span_is(sheet, sheet_all[i].name)) i++;
    return i;
}

static bool alike(const struct ingest_bad *x, const struct ingest_bad *y) {
    return span_eq(x->file, y->file) && x->tab == y->tab && span_eq(x->sheet, y->sheet) &&
           span_eq(x->column, y->column) && span_eq(x->reason, y->reason);
}

/* First what others refer to: a row that names no source is bad because a source is. */
static struct bad_group *groups_of(struct arena *a, const struct ingest_tally *t, size_t *n) {
    struct bad_group *v = ARENA_ARRAY(a, struct bad_group, t->bad.n);

    *n = 0;
    for (size_t i = 0; i < t->bad.n; i++) {
        const struct ingest_bad *b = &t->bad.v[i];

        if (*n && alike(b, v[*n - 1].first) && b->line > v[*n - 1].last)
            v[*n - 1].last = b->line, v[*n - 1].n++;
        else
            v[(*n)++] = (struct bad_group){b, b->line, 1, place_of(b->sheet)};
    }
    for (size_t i = 1; i < *n; i++) { /* stable, and few are out of place */
        struct bad_group g = v[i];
        size_t at = i;

        for (; at > 0 && v[at - 1].place > g.place; at--) v[at] = v[at - 1];
        v[at] = g;
    }
    return v;
}

static const char *where_of(struct arena *a, const struct bad_group *g) {
    const struct ingest_bad *b = g->first;
    const char *file = arena_printf(a, "%.*s, %s", SPAN_ARG(b->file.n ? b->file : b->sheet),
                                    b->tab > 1 ? arena_printf(a, "tab %zu, ", b->tab) : "");
    int64_t from = b->line, to = g->last;

    if (g->n == 1) return arena_printf(a, "%sline %" PRId64, file, from);
    if (g->n == 2) return arena_printf(a, "%slines %" PRId64 " and %" PRId64, file, from, to);
    if ((int64_t)g->n == to - from + 1)
        return arena_printf(a, "%slines %" PRId64 " to %" PRId64, file, from, to);
    return arena_printf(a, "%s%zu lines from %" PRId64 " to %" PRId64, file, g->n, from, to);
}

void look_bad(struct buf *out, struct arena *a, const struct term *t,
              const struct ingest_tally *tally) {
    static const struct term_column head[] = {
        {"where", false, false}, {"column", false, false}, {"why", false, true}};
    size_t n = tally->bad.n, told = 0, groups, shown;
    struct bad_group *group;
    const char **cell;

    if (!n) return;
    group = groups_of(a, tally, &groups);
    shown = groups < LOOK_BAD ? groups : LOOK_BAD;
    cell = ARENA_ARRAY(a, const char *, shown * 3);
    for (size_t i = 0; i < shown; i++) {
        cell[3 * i] = where_of(a, &group[i]);
        cell[3 * i + 1] = arena_dup(a, group[i].first->column);
        cell[3 * i + 2] = arena_dup(a, group[i].first->reason);
        told += group[i].n;
    }
    buf_printf(out, "%s%zu row%s could not be read and %s left out:%s\n", term_style(t, TERM_RED),
               n, n == 1 ? "" : "s", n == 1 ? "is" : "are", term_style(t, TERM_PLAIN));
    term_table(out, t, head, 3, cell, shown);
    if (told < n) buf_printf(out, "  and %zu more; the report lists them all\n", n - told);
}
