/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/maptree.h"

#include <yaml.h>

struct frame {
    json_t *node, *lines; /* lines: the "of" of this node, or NULL */
    char *key;            /* of the mapping, read and waiting for its value; NULL between pairs */
};
struct tree {
    struct frame frame[MAPTREE_DEPTH];
    size_t depth, nodes;
    bool want; /* lines too */
    json_t *root, *lines;
};

#define AT_LINE(ev) ((ev)->start_mark.line + 1)

/** Notes the line of a value that is about to be put. */
static void note(struct tree *t, const json_t *v, const yaml_event_t *ev) {
    struct frame *f = t->depth ? &t->frame[t->depth - 1] : NULL;
    json_t *o;

    if (!t->want || (f && json_is_object(f->node) && !f->key)) return;
    o = json_pack("{s:I}", "line", (json_int_t)AT_LINE(ev));
    if (!json_is_string(v))
        json_object_set_new(o, "of", json_is_array(v) ? json_array() : json_object());
    if (!f)
        t->lines = o;
    else if (json_is_array(f->lines))
        json_array_append_new(f->lines, o);
    else if (json_object_set_new(f->lines, f->key, o) < 0)
        t->want = false; /* a key that is not UTF-8: put refuses it */
}

/** Puts a value where it belongs. Steals v. */
static int put(struct tree *t, json_t *v, const yaml_event_t *ev, struct err *e) {
    struct frame *f = t->depth ? &t->frame[t->depth - 1] : NULL;
    int rc = 0;

    if (!v) return err_set(e, RC_SYNTAX, "line %zu: not UTF-8", AT_LINE(ev));
    if (++t->nodes > MAPTREE_NODES) {
        json_decref(v);
        return err_set(e, RC_LIMIT, "line %zu: more than %d values", AT_LINE(ev), MAPTREE_NODES);
    }
    note(t, v, ev);
    if (!f) {
        t->root = v;
    } else if (json_is_array(f->node)) {
        json_array_append_new(f->node, v);
    } else if (!f->key) {
        rc = err_set(e, RC_SYNTAX, "line %zu: a list or mapping cannot be a key", AT_LINE(ev));
        json_decref(v);
    } else {
        if (json_object_set_new(f->node, f->key, v) < 0)
            rc = err_set(e, RC_SYNTAX, "line %zu: not UTF-8", AT_LINE(ev));
        free(f->key);
        f->key = NULL;
    }
    return rc;
}

/** Those of the node that was put last: the last of its parent's. */
static json_t *last_lines(const struct tree *t, const char *key) {
    const struct frame *f = t->depth ? &t->frame[t->depth - 1] : NULL;
    json_t *o = t->lines;

    if (!t->want) return NULL;
    if (f && json_is_array(f->lines)) o = json_array_get(f->lines, json_array_size(f->lines) - 1);
    if (f && key) o = json_object_get(f->lines, key);
    return json_object_get(o, "of");
}

static int open_node(struct tree *t, json_t *node, const yaml_event_t *ev, struct err *e) {
    struct frame *f = t->depth ? &t->frame[t->depth - 1] : NULL;
    char *key = f && f->key ? strdup(f->key) : NULL; /* put forgets it */
    int rc = put(t, node, ev, e);                    /* the tree owns it; the frame borrows */
    json_t *lines = rc < 0 ? NULL : last_lines(t, key);

    free(key);
    if (rc < 0) return rc;
    if (t->depth == MAPTREE_DEPTH)
        return err_set(e, RC_LIMIT, "line %zu: deeper than %d", AT_LINE(ev), MAPTREE_DEPTH);
    t->frame[t->depth++] = (struct frame){.node = node, .lines = lines};
    return 0;
}

static int scalar(struct tree *t, const yaml_event_t *ev, struct err *e) {
    struct frame *f = t->depth ? &t->frame[t->depth - 1] : NULL;
    const char *text = (const char *)ev->data.scalar.value;
    size_t n = ev->data.scalar.length;

    if (ev->data.scalar.anchor || ev->data.scalar.tag)
        return err_set(e, RC_SYNTAX, "line %zu: anchors and tags are not read", AT_LINE(ev));
    if (memchr(text, 0, n)) return err_set(e, RC_SYNTAX, "line %zu: a NUL byte", AT_LINE(ev));
    if (!f || json_is_array(f->node) || f->key) return put(t, json_stringn(text, n), ev, e);
    if (json_object_get(f->node, text))
        return err_set(e, RC_SYNTAX, "line %zu: a key for the second time", AT_LINE(ev));
    if (!(f->key = strdup(text))) abort();
    return 0;
}

/** @return 1 to go on, 0 at the end. */
static int event(struct tree *t, const yaml_event_t *ev, struct err *e) {
    int rc = 0;

    switch ((int)ev->type) {
    case YAML_STREAM_END_EVENT: return 0;
    case YAML_DOCUMENT_START_EVENT:
        if (t->root) return err_set(e, RC_SYNTAX, "line %zu: a second document", AT_LINE(ev));
        break;
    case YAML_ALIAS_EVENT:
        return err_set(e, RC_SYNTAX, "line %zu: aliases are not read", AT_LINE(ev));
    case YAML_SCALAR_EVENT: rc = scalar(t, ev, e); break;
    case YAML_MAPPING_START_EVENT:
        if (ev->data.mapping_start.anchor || ev->data.mapping_start.tag)
            return err_set(e, RC_SYNTAX, "line %zu: anchors and tags are not read", AT_LINE(ev));
        rc = open_node(t, json_object(), ev, e);
        break;
    case YAML_SEQUENCE_START_EVENT:
        if (ev->data.sequence_start.anchor || ev->data.sequence_start.tag)
            return err_set(e, RC_SYNTAX, "line %zu: anchors and tags are not read", AT_LINE(ev));
        rc = open_node(t, json_array(), ev, e);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT: free(t->frame[--t->depth].key); break;
    default: break;
    }
    return rc < 0 ? rc : 1;
}

int maptree_read(struct span text, json_t **out, struct err *e) {
    return maptree_read_lines(text, out, NULL, e);
}

int maptree_read_lines(struct span text, json_t **out, json_t **lines, struct err *e) {
    struct tree t = {.want = lines != NULL};
    yaml_parser_t parser;
    yaml_event_t ev;
    int rc = 1;

    if (text.n > MAPTREE_BYTES)
        return err_set(e, RC_LIMIT, "%zu bytes, over the limit of %zu", text.n, MAPTREE_BYTES);
    if (!yaml_parser_initialize(&parser)) abort();
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.p, text.n);
    while (rc > 0) {
        if (!yaml_parser_parse(&parser, &ev)) {
            rc = err_set(e, RC_SYNTAX, "line %zu: %s", parser.problem_mark.line + 1,
                         parser.problem ? parser.problem : "not YAML");
            break;
        }
        rc = event(&t, &ev, e);
        yaml_event_delete(&ev);
    }
    yaml_parser_delete(&parser);
    for (size_t i = 0; i < t.depth; i++) free(t.frame[i].key);
    if (rc == 0 && !t.root) rc = err_set(e, RC_SYNTAX, "holds nothing");
    if (rc < 0) {
        json_decref(t.root);
        json_decref(t.lines);
        return rc;
    }
    *out = t.root;
    if (lines) *lines = t.lines;
    return 0;
}
