/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/maptree.h"

#include <yaml.h>

struct frame {
    json_t *node;
    char *key; /* of the mapping, read and waiting for its value; NULL between pairs */
};
struct tree {
    struct frame frame[MAPTREE_DEPTH];
    size_t depth, nodes;
    json_t *root;
};

#define AT_LINE(ev) ((ev)->start_mark.line + 1)

/** Puts a value where it belongs. Steals v. */
static int put(struct tree *t, json_t *v, const yaml_event_t *ev, struct err *e) {
    struct frame *f = t->depth ? &t->frame[t->depth - 1] : NULL;
    int rc = 0;

    if (!v) return err_set(e, RC_SYNTAX, "line %zu: not UTF-8", AT_LINE(ev));
    if (++t->nodes > MAPTREE_NODES) {
        json_decref(v);
        return err_set(e, RC_LIMIT, "line %zu: more than %d values", AT_LINE(ev), MAPTREE_NODES);
    }
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

static int open_node(struct tree *t, json_t *node, const yaml_event_t *ev, struct err *e) {
    int rc = put(t, node, ev, e); /* the tree owns it; the frame borrows */

    if (rc < 0) return rc;
    if (t->depth == MAPTREE_DEPTH)
        return err_set(e, RC_LIMIT, "line %zu: deeper than %d", AT_LINE(ev), MAPTREE_DEPTH);
    t->frame[t->depth++] = (struct frame){.node = node};
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
    struct tree t = {0};
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
    if (rc < 0)
        json_decref(t.root);
    else
        *out = t.root;
    return rc;
}
