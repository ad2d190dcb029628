/* SPDX-License-Identifier: Apache-2.0 */
/* A map on its way through the pipe: code, then its tree. A value is its kind and then a text, or how many values, each behind its key
 * where the kind is a mapping. What the values mean is for plan_map to say, here: it takes words only. */
#include "ingest/maptree.h"
#include "ingest/shut.h"
#include "ingest/shut_run.h"

enum kind { WORD, LIST, MAPPING, KINDS };

/* ---- writing, in the child ---- */

static void put(struct form_pen *w, json_t *v) {
    const char *key;
    json_t *of;
    size_t i;

    if (json_is_string(v)) {
        form_number(w, WORD);
        form_text(w, (struct span){json_string_value(v), json_string_length(v)}, false);
    } else if (json_is_array(v)) {
        form_number(w, LIST);
        form_number(w, (uint32_t)json_array_size(v));
        json_array_foreach(v, i, of) put(w, of);
    } else {
        form_number(w, MAPPING);
        form_number(w, (uint32_t)json_object_size(v));
        json_object_foreach(v, key, of) {
            form_word(w, key);
            put(w, of);
        }
    }
}

int shut_map_in_cage(const struct cage_input *in, struct cage_pen *pen, void *unused) {
    struct form_pen w = {.pen = pen};
    json_t *tree = NULL;
    struct err e;
    int rc = maptree_read(in->bytes, &tree, &e);

    (void)unused;
    form_code(&w, rc, &e);
    if (rc == 0) put(&w, tree);
    form_end(&w);
    json_decref(tree);
    return 0;
}

/* ---- reading, here ---- */

static json_t *take(struct form *f, int depth, size_t *nodes);

static json_t *take_values(struct form *f, bool keys, int depth, size_t *nodes) {
    json_t *v = keys ? json_object() : json_array();
    size_t n = form_take_below(f, MAPTREE_NODES + 1);

    for (size_t i = 0; i < n && !f->bad; i++) {
        const char *key = keys ? form_take_text(f, MAPTREE_BYTES, NULL).p : NULL;
        json_t *of = take(f, depth + 1, nodes);

        if (!keys)
            json_array_append_new(v, of);
        else if (json_object_get(v, key))
            f->bad = true, json_decref(of);
        else
            f->bad |= json_object_set_new(v, key, of) < 0; /* not UTF-8, or there was no value */
    }
    return v;
}

/* The next value; NULL where it is bad. */
static json_t *take(struct form *f, int depth, size_t *nodes) {
    enum kind kind = (enum kind)form_take_below(f, KINDS);
    json_t *v = NULL;
    struct span s;

    f->bad |= depth > MAPTREE_DEPTH || ++*nodes > MAPTREE_NODES;
    if (f->bad) return NULL;
    if (kind == WORD) {
        s = form_take_text(f, MAPTREE_BYTES, NULL);
        v = f->bad ? NULL : json_stringn(s.p, s.n);
    } else {
        v = take_values(f, kind == MAPPING, depth, nodes);
    }
    f->bad |= !v;
    return v;
}

int shut_map_form(struct arena *a, struct span form, json_t **out, struct err *e) {
    struct form f = {.a = a, .rest = form};
    size_t nodes = 0;
    json_t *tree;
    int rc = form_take_code(&f, e);

    if (rc < 0) return rc;
    tree = take(&f, 0, &nodes);
    if ((rc = form_done(&f, e)) < 0)
        json_decref(tree);
    else
        *out = tree;
    return rc;
}

int shut_map(struct arena *a, struct span yaml, json_t **out, struct err *e) {
    struct span form;
    int rc = shut_bytes(a, SHUT_MAP, NULL, yaml, &form, e);

    return rc < 0 ? rc : shut_map_form(a, form, out, e);
}
