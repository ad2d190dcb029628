/* SPDX-License-Identifier: Apache-2.0 */

/* Maps: how a user's own sheet is read as it is (docs/FORMATS.md, "Maps", has the language).
 *
 * A map is checked whole when it is read: its words, our sheets and columns, templates, constants.
 * What is left to the header of the sheet is only whether their columns are there (plan_bind).
 * Sentences here may quote the map: the person wrote it, and it is not evidence. They are shown and
 * never stored. */
#include "base/num.h"
#include "ingest/plan.h"

#define PARTS 16
#define EMITS 200

struct reading {
    struct arena *a;
    struct plan *p;
    struct err *e;
};

static int only_keys(const json_t *o, const char *const *allowed, const char *where,
                     struct err *e) {
    const char *key;
    json_t *v;

    json_object_foreach((json_t *)(uintptr_t)o, key, v) {
        size_t i = 0;

        while (allowed[i] && strcmp(allowed[i], key) != 0) i++;
        if (!allowed[i]) return err_set(e, RC_SYNTAX, "%s: unknown word: %.60s", where, key);
    }
    return 0;
}

/** A list of words; a single word counts as a list of one. *out stays NULL when v is. */
static int word_list(const json_t *v, const char *where, struct err *e) {
    if (v && !json_is_array(v)) return err_set(e, RC_SYNTAX, "%s: a list is wanted", where);
    for (size_t i = 0; i < json_array_size(v); i++)
        if (!json_is_string(json_array_get(v, i)))
            return err_set(e, RC_SYNTAX, "%s: a list of words is wanted", where);
    return 0;
}

static int read_file(struct reading *r, const json_t *file) {
    static const char *const keys[] = {"separator", "header", "dates", "empty", "tabs", NULL};
    static const char *const styles[] = {"iso", "dmy", "mdy", "words"};
    const char *sep = json_string_value(json_object_get(file, "separator"));
    const char *header = json_string_value(json_object_get(file, "header"));
    const char *dates = json_string_value(json_object_get(file, "dates"));
    size_t style = 0;
    int rc;

    if (!file) return 0;
    if (!json_is_object(file)) return err_set(r->e, RC_SYNTAX, "file: a mapping is wanted");
    if ((rc = only_keys(file, keys, "file", r->e)) < 0) return rc;
    if (sep) {
        if (strcmp(sep, "tab") == 0) sep = "\t";
        if (!*sep || !strchr(",;\t|", *sep) || sep[1])
            return err_set(r->e, RC_SYNTAX, "file: separator: one of , ; | tab is wanted");
        r->p->sep = *sep;
    }
    if (header && num_int(span_of(header), 1, 1000, &r->p->header, r->e) < 0)
        return err_set(r->e, RC_SYNTAX, "file: header: a line from 1 to 1000 is wanted");
    if (dates) {
        while (style < 4 && strcmp(styles[style], dates) != 0) style++;
        if (style == 4)
            return err_set(r->e, RC_SYNTAX, "file: dates: one of iso, dmy, mdy, words is wanted");
        r->p->dates = (enum plan_dates)style;
    }
    r->p->empty = json_object_get(file, "empty");
    r->p->tabs = json_object_get(file, "tabs");
    if ((rc = word_list(r->p->tabs, "file: tabs", r->e)) < 0) return rc;
    if (r->p->tabs && json_array_size(r->p->tabs) == 0)
        return err_set(r->e, RC_SYNTAX, "file: tabs: an empty list reads nothing");
    return word_list(r->p->empty, "file: empty", r->e);
}

/** "FX-{dest|slug}" to its parts. {{ and }} stand for braces. */
static int read_template(struct reading *r, const char *text, struct plan_cell *c) {
    static const char *const filters[] = {"",    "slug", "upper", "lower",
                                          "low", "best", "high",  "wording"};
    enum { FILTERS = sizeof filters / sizeof *filters };

    c->part = ARENA_ARRAY(r->a, struct plan_part, PARTS);
    while (*text) {
        struct plan_part *part = &c->part[c->n];
        size_t n = strcspn(text, "{}");

        if (c->n == PARTS)
            return err_set(r->e, RC_LIMIT, "a template of more than %d parts", PARTS);
        c->n++;
        if (n || text[0] == text[1]) {
            bool brace = !n;

            *part = (struct plan_part){.text = {text, brace ? 1 : n}};
            text += brace ? 2 : n;
            continue;
        }
        n = strcspn(text, "}");
        if (*text != '{' || !text[n] || n < 2)
            return err_set(r->e, RC_SYNTAX, "a template with a single brace: %.60s", text);
        *part = (struct plan_part){.column = arena_dup(r->a, (struct span){text + 1, n - 1}),
                                   .at = PLAN_NONE};
        {
            char *bar = strchr(arena_dup(r->a, span_of(part->column)), '|');
            size_t f = 0;

            if (bar) {
                while (f < FILTERS && strcmp(filters[f], bar + 1) != 0) f++;
                if (f == FILTERS)
                    return err_set(r->e, RC_SYNTAX, "an unknown filter: %.60s", bar + 1);
                part->filter = (enum plan_filter)f;
                part->column =
                    arena_dup(r->a, (struct span){part->column, strcspn(part->column, "|")});
            }
        }
        text += n + 1;
    }
    return 0;
}

static int our_column(struct reading *r, struct plan_emit *m, const char *name,
                      struct plan_cell **out) {
    const struct sheet_column *c = sheet_column(m->sheet, span_of(name));

    if (!c) return err_set(r->e, RC_SYNTAX, "%s has no column %.60s", m->sheet->name, name);
    for (size_t i = 0; i < m->n; i++)
        if (m->cell[i].column == c) return err_set(r->e, RC_SYNTAX, "the column %s twice", name);
    *out = &m->cell[m->n++];
    **out = (struct plan_cell){.column = c};
    return 0;
}

/** A constant must be a value that our column takes: told now, not once a row. */
static int check_constant(struct reading *r, const struct plan_cell *c) {
    json_t *v = NULL;
    int rc;

    for (size_t i = 0; i < c->n; i++)
        if (c->part[i].column) return 0;
    if (c->n != 1) return err_set(r->e, RC_SYNTAX, "set: %s: empty", c->column->name);
    if ((rc = sheet_cell(c->column, c->part[0].text, &v, r->e)) < 0)
        err_at(r->e, "set: %s", c->column->name);
    json_decref(v);
    return rc < 0 ? RC_SYNTAX : 0; /* of the map, whatever of the cell */
}

static int read_set(struct reading *r, const json_t *set, struct plan_emit *m) {
    const char *key;
    json_t *v;
    int rc;

    if (set && !json_is_object(set)) return err_set(r->e, RC_SYNTAX, "set: a mapping is wanted");
    json_object_foreach((json_t *)(uintptr_t)set, key, v) {
        struct plan_cell *c = NULL;

        if (!json_is_string(v)) return err_set(r->e, RC_SYNTAX, "set: %s: a word is wanted", key);
        if ((rc = our_column(r, m, key, &c)) < 0) return rc;
        if ((rc = read_template(r, json_string_value(v), c)) < 0) return rc;
        if ((rc = check_constant(r, c)) < 0) return rc;
    }
    return 0;
}

static int read_columns(struct reading *r, const json_t *columns, struct plan_emit *m) {
    const char *key;
    json_t *v;
    int rc;

    if (columns && !json_is_object(columns))
        return err_set(r->e, RC_SYNTAX, "columns: a mapping is wanted");
    json_object_foreach((json_t *)(uintptr_t)columns, key, v) {
        struct plan_cell *c = NULL;

        if (!json_is_string(v))
            return err_set(r->e, RC_SYNTAX, "columns: %s: the name of their column is wanted", key);
        if ((rc = our_column(r, m, key, &c)) < 0) return rc;
        c->part = ARENA_NEW(r->a, struct plan_part);
        c->n = 1;
        c->part[0] = (struct plan_part){.column = json_string_value(v), .at = PLAN_NONE};
    }
    return 0;
}

static int read_values(struct reading *r, const json_t *values, struct plan_emit *m) {
    const char *key, *theirs;
    json_t *table, *v;

    if (values && !json_is_object(values))
        return err_set(r->e, RC_SYNTAX, "values: a mapping is wanted");
    json_object_foreach((json_t *)(uintptr_t)values, key, table) {
        size_t i = 0;

        while (i < m->n && strcmp(m->cell[i].column->name, key) != 0) i++;
        if (i == m->n)
            return err_set(r->e, RC_SYNTAX, "values: %.60s is under neither set nor columns", key);
        if (!json_is_object(table))
            return err_set(r->e, RC_SYNTAX, "values: %s: a mapping is wanted", key);
        json_object_foreach(table, theirs, v) {
            json_t *got = NULL;

            if (!json_is_string(v))
                return err_set(r->e, RC_SYNTAX, "values: %s: words are wanted", key);
            if (sheet_cell(m->cell[i].column, span_of(json_string_value(v)), &got, r->e) < 0) {
                err_at(r->e, "values: %s", key);
                return RC_SYNTAX;
            }
            json_decref(got);
        }
        m->cell[i].values = table;
    }
    return 0;
}

/** {column: present | empty | word | [words] | {not: [words]}} */
static int read_when(struct reading *r, const json_t *when, struct plan_emit *m) {
    const char *key;
    json_t *v;
    int rc;

    if (when && !json_is_object(when)) return err_set(r->e, RC_SYNTAX, "when: a mapping is wanted");
    m->when = ARENA_ARRAY(r->a, struct plan_when, json_object_size(when));
    json_object_foreach((json_t *)(uintptr_t)when, key, v) {
        struct plan_when *w = &m->when[m->nwhen++];
        const char *word = json_string_value(v);

        *w = (struct plan_when){.column = key, .at = PLAN_NONE, .test = TEST_IS, .words = v};
        if (json_is_object(v)) {
            w->test = TEST_IS_NOT;
            w->words = json_object_get(v, "not");
            if (json_object_size(v) != 1 || !w->words)
                return err_set(r->e, RC_SYNTAX, "when: %.60s: only `not` is known", key);
        }
        if (word && strcmp(word, "present") == 0) {
            w->test = TEST_PRESENT;
        } else if (word && strcmp(word, "empty") == 0) {
            w->test = TEST_EMPTY;
        } else if (word) {
            return err_set(r->e, RC_SYNTAX,
                           "when: %.60s: present, empty, or a list of words in brackets is wanted",
                           key);
        } else if ((rc = word_list(w->words, "when", r->e)) < 0) {
            return rc;
        }
    }
    return 0;
}

static int read_emit(struct reading *r, const json_t *emit, bool once, struct plan_emit *m) {
    static const char *const keys[] = {"sheet", "when", "set", "columns", "values", NULL};
    const char *name = json_string_value(json_object_get(emit, "sheet"));
    int rc;

    if (!json_is_object(emit) || !name)
        return err_set(r->e, RC_SYNTAX, "a mapping with `sheet` is wanted");
    if ((rc = only_keys(emit, keys, "emit", r->e)) < 0) return rc;
    *m = (struct plan_emit){.sheet = sheet_find_shown(span_of(name)), .once = once};
    if (!m->sheet) return err_set(r->e, RC_SYNTAX, "there is no sheet %.60s", name);
    m->cell = ARENA_ARRAY(r->a, struct plan_cell, m->sheet->n);
    if ((rc = read_when(r, json_object_get(emit, "when"), m)) < 0) return rc;
    if ((rc = read_set(r, json_object_get(emit, "set"), m)) < 0) return rc;
    if ((rc = read_columns(r, json_object_get(emit, "columns"), m)) < 0) return rc;
    if ((rc = read_values(r, json_object_get(emit, "values"), m)) < 0) return rc;
    for (size_t i = 0; once && i < m->n; i++)
        for (size_t k = 0; k < m->cell[i].n; k++)
            if (m->cell[i].part[k].column || m->nwhen)
                return err_set(r->e, RC_SYNTAX, "a row under `once` has constants only");
    for (size_t i = 0; i < m->sheet->n; i++) {
        size_t k = 0;

        while (k < m->n && m->cell[k].column != &m->sheet->columns[i]) k++;
        if (k == m->n && m->sheet->columns[i].required)
            return err_set(r->e, RC_SYNTAX, "%s: the required column %s is not given",
                           m->sheet->name, m->sheet->columns[i].name);
    }
    return 0;
}

static int read_emits(struct reading *r, const json_t *once, const json_t *emit) {
    size_t k = json_array_size(once), n = k + json_array_size(emit);
    int rc;

    if ((once && !json_is_array(once)) || !json_is_array(emit))
        return err_set(r->e, RC_SYNTAX, "emit: a list is wanted");
    if (n > EMITS) return err_set(r->e, RC_LIMIT, "emit: more than %d", EMITS);
    r->p->emit = ARENA_ARRAY(r->a, struct plan_emit, n);
    for (; r->p->n < n; r->p->n++) {
        size_t i = r->p->n;
        const json_t *v = i < k ? json_array_get(once, i) : json_array_get(emit, i - k);

        if ((rc = read_emit(r, v, i < k, &r->p->emit[i])) < 0) {
            err_at(r->e, "%s %zu", i < k ? "once" : "emit", i < k ? i + 1 : i - k + 1);
            return rc;
        }
    }
    return 0;
}

int plan_map(struct arena *a, const json_t *tree, struct plan *out, struct err *e) {
    static const char *const keys[] = {"map", "file", "ignore", "once", "emit", NULL};
    struct plan p = {.map = true, .header = 1, .ignore = json_object_get(tree, "ignore")};
    struct reading r = {.a = a, .p = &p, .e = e};
    const char *version = json_string_value(json_object_get(tree, "map"));
    int rc;

    if (!json_is_object(tree) || !version || strcmp(version, "1") != 0)
        return err_set(e, RC_SYNTAX, "not a map: `map: 1` is wanted at its head");
    if ((rc = only_keys(tree, keys, "map", e)) < 0 ||
        (rc = read_file(&r, json_object_get(tree, "file"))) < 0 ||
        (rc = word_list(p.ignore, "ignore", e)) < 0 ||
        (rc = read_emits(&r, json_object_get(tree, "once"), json_object_get(tree, "emit"))) < 0)
        return rc;
    *out = p;
    return 0;
}
