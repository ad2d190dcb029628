/* SPDX-License-Identifier: Apache-2.0 */
/* YAML to the table that the importer reads. The rows become the cells of a table, so that columns
 * are known, private ones are refused and bad rows are kept by the same code as for a sheet; what is
 * new here is only where an entry begins. */
#include "ingest/tree_rows.h"

#include "ingest/maptree.h"

struct reading {
    struct arena *a;
    struct tree_rows *out;
};

static int64_t line_of(const json_t *lines) {
    return json_integer_value(json_object_get(lines, "line"));
}

static const json_t *lines_of(const json_t *lines) {
    return json_object_get(lines, "of");
}

static bool value_text(struct arena *a, const json_t *v, struct span *out) {
    struct buf b = {0};
    bool ok = true;
    json_t *one;
    size_t i;

    if (json_is_string(v)) {
        *out = arena_span(a, (struct span){json_string_value(v), json_string_length(v)});
        return true;
    }
    if (!json_is_array(v)) return false;
    json_array_foreach(v, i, one) {
        ok &= json_is_string(one);
        if (ok) buf_printf(&b, "%s%s", i ? "; " : "", json_string_value(one));
    }
    *out = arena_span(a, buf_span(&b));
    buf_fini(&b);
    return ok;
}

/* The place of a word among the columns of the table; one that the sheet does not have gets a new
 * place, so that the importer sees it and says so. */
static size_t place_of(struct reading *r, struct xlsx_row *head, struct span word) {
    for (size_t i = 0; i < head->n; i++)
        if (span_eq(head->cell[i].text, word)) return i;
    head->cell[head->n] = (struct xlsx_cell){.text = arena_span(r->a, word)};
    return head->n++;
}

static void bad_entry(struct reading *r, const struct sheet *s, const struct sheet_column *c,
                      int64_t line, const char *reason) {
    *vec_push(r->a, &r->out->bad) = (struct tree_bad){s, c, line, reason};
}

/* One entry of the list as a row. */
static void read_entry(struct reading *r, const struct sheet *s, const json_t *entry,
                       const json_t *lines, struct xlsx_row *head, struct xlsx_sheet *t) {
    struct xlsx_row row = {.line = line_of(lines)};
    const char *key;
    json_t *v;

    if (!json_is_object(entry)) {
        bad_entry(r, s, NULL, row.line, "is not a mapping of columns to values");
        return;
    }
    row.cell = ARENA_ARRAY(r->a, struct xlsx_cell, s->n + json_object_size(entry) + head->n);
    json_object_foreach((json_t *)(uintptr_t)entry, key, v) {
        size_t at = place_of(r, head, span_of(key));
        int64_t line = line_of(json_object_get(lines_of(lines), key));

        if (!value_text(r->a, v, &row.cell[at].text)) {
            bad_entry(r, s, sheet_column(s, span_of(key)), line,
                      "is neither a value nor a list of values");
            return;
        }
        if (row.n <= at) row.n = at + 1;
    }
    t->row[t->n++] = row;
}

static size_t keys_of(const json_t *list) {
    size_t n = 0, i;
    json_t *one;

    json_array_foreach(list, i, one) n += json_object_size(one);
    return n;
}

static int read_list(struct reading *r, const struct sheet *s, const json_t *list,
                     const json_t *lines, struct err *e) {
    struct tree_sheet *out;
    struct xlsx_row head = {.line = 1};
    struct xlsx_sheet t = {.name = span_of(s->name)};
    json_t *one;
    size_t i;

    if (!json_is_array(list))
        return err_set(e, RC_SYNTAX, "line %lld: %s: a list of rows is wanted",
                       (long long)line_of(lines), s->name);
    head.cell = ARENA_ARRAY(r->a, struct xlsx_cell, s->n + keys_of(list));
    for (i = 0; i < s->n; i++)
        head.cell[head.n++] = (struct xlsx_cell){.text = span_of(s->columns[i].name)};
    t.row = ARENA_ARRAY(r->a, struct xlsx_row, json_array_size(list) + 1);
    t.n = 1;
    json_array_foreach(list, i, one)
        read_entry(r, s, one, json_array_get(lines_of(lines), i), &head, &t);
    t.row[0] = head;
    out = vec_push(r->a, &r->out->sheet);
    *out = (struct tree_sheet){s, t};
    return 0;
}

static int read_document(struct reading *r, const json_t *tree, const json_t *lines,
                         const struct sheet *of, struct err *e) {
    const char *key;
    json_t *v;

    if (json_is_array(tree) && of) return read_list(r, of, tree, lines, e);
    if (!json_is_object(tree))
        return err_set(e, RC_SYNTAX,
                       "line %lld: a mapping of sheets, each with a list of rows, is wanted",
                       (long long)line_of(lines));
    json_object_foreach((json_t *)(uintptr_t)tree, key, v) {
        const json_t *at = json_object_get(lines_of(lines), key);
        const struct sheet *s = sheet_find_shown(span_of(key));
        int rc;

        if (!s)
            return err_set(e, RC_SYNTAX, "line %lld: is under a word that is no sheet of ours",
                           (long long)line_of(at));
        if ((rc = read_list(r, s, v, at, e)) < 0) return rc;
    }
    if (!r->out->sheet.n) return err_set(e, RC_SYNTAX, "holds no row");
    return 0;
}

int tree_rows_read(struct arena *a, struct span yaml, const struct sheet *of, struct tree_rows *out,
                   struct err *e) {
    struct reading r = {a, out};
    json_t *tree = NULL, *lines = NULL;
    int rc = maptree_read_lines(yaml, &tree, &lines, e);

    *out = (struct tree_rows){0};
    if (rc == 0) rc = read_document(&r, tree, lines, of, e);
    json_decref(tree);
    json_decref(lines);
    return rc;
}

bool tree_rows_ours(struct span yaml) {
    json_t *tree = NULL;
    struct err ignored;
    void *first;
    bool ours = false;

    if (maptree_read(yaml, &tree, &ignored) < 0) return false;
    first = json_object_iter(tree);
    if (json_is_object(tree) && first)
        ours = sheet_find_shown(span_of(json_object_iter_key(first))) != NULL;
    json_decref(tree);
    return ours;
}
