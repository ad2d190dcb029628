/* SPDX-License-Identifier: Apache-2.0 */
/* What other caged readers that were taken over write into the pipe, by the first byte: a CSV, flight signals, an article, a copy of a case, a map, a reply, a proof. Always: a refusal, or what lies within the form and its bounds. */
#include "base/csv.h"
#include "cli/shut_copy.h"
#include "cli/shut_proof.h"
#include "cli/shut_text.h"
#include "ingest/maptree.h"
#include "ingest/shut_run.h"
#include "ingest/table_form.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool holds) {
    if (!holds) abort();
}

static bool within(struct span s, struct span form) {
    return s.p >= form.p && s.n <= form.n && s.p + s.n <= form.p + form.n;
}

static void as_table(struct arena *a, struct span form) {
    struct table t;
    struct err e;
    int64_t line = 1;
    int rc;

    if (!table_form_holds(form)) return;
    table_csv(&t, a, form, ',');
    while ((rc = table_next(&t, &e)) != 0) {
        must(t.line >= line && t.n <= CSV_CELLS);
        line = t.line;
        for (size_t i = 0; rc > 0 && i < t.n; i++)
            must(within(t.cell[i], form) && t.cell[i].n <= CSV_CELL_BYTES);
    }
    must(t.form.n == 0);
}

static void as_signals(struct arena *a, struct span form) {
    struct shut_kept k;
    struct err e;

    if (shut_signals_form(a, form, &k, &e) < 0) return;
    for (size_t i = 0; i < k.n; i++) {
        must(k.craft[i].hex < 1u << 24 && strlen(k.craft[i].registration) < 12);
        for (size_t s = 0; s < k.craft[i].nsource; s++) must(k.craft[i].source[s] < k.sum.nsource);
        for (size_t c = 0; c < k.craft[i].chunk.n; c++)
            must(within(k.craft[i].chunk.v[c].text, form));
    }
}

static void as_text(struct arena *a, struct span form) {
    struct span words;
    struct text t;
    struct err e;

    if (shut_text_form(a, form, &words, &t, &e) < 0) return;
    for (size_t i = 0; i < t.draft.n; i++) {
        must(within(t.draft.v[i].text, words) && t.draft.v[i].kind <= TEXT_BOARD);
        must(t.draft.v[i].note[strlen(t.draft.v[i].note)] == 0);
    }
}

static void as_copy(struct arena *a, struct span form) {
    struct store *st = NULL;
    int64_t n = -1;
    struct err e;

    (void)a;
    if (shut_copy_form(form, &st, &e) == 0)
        must(query_number(st, "SELECT count(*) FROM entry", &n, &e) == 0 && n >= 0);
    store_close(st);
}

static size_t values_in(const json_t *v, int depth) {
    size_t n = 1, i;
    const char *key;
    json_t *of;

    must(depth <= MAPTREE_DEPTH && (json_is_string(v) || json_is_array(v) || json_is_object(v)));
    if (json_is_array(v)) json_array_foreach(v, i, of) n += values_in(of, depth + 1);
    if (json_is_object(v))
        json_object_foreach((json_t *)(uintptr_t)v, key, of) n += values_in(of, depth + 1);
    return n;
}

static void as_map(struct arena *a, struct span form) {
    json_t *tree = NULL;
    struct err e;

    if (shut_map_form(a, form, &tree, &e) == 0) must(values_in(tree, 0) <= MAPTREE_NODES);
    json_decref(tree);
}

static void as_reply(struct arena *a, struct span form) {
    struct tsp_reply r;
    struct err e;

    if (shut_reply_form(a, form, &r, &e) == 0)
        must(r.signer.p[r.signer.n] == 0 && r.signer.n <= TSP_BYTES);
}

static void as_ots(struct arena *a, struct span form) {
    struct ots o;
    struct err e;

    if (shut_ots_form(a, form, &o, &e) < 0) return;
    must(o.leaf.n <= OTS_LEAVES);
    for (size_t i = 0; i < o.leaf.n; i++)
        must(within(o.leaf.v[i].message, form) && o.leaf.v[i].message.n <= OTS_MESSAGE &&
             o.leaf.v[i].kind <= OTS_UNKNOWN);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static void (*const as[])(struct arena *, struct span) = {
        as_table, as_signals, as_text, as_copy, as_map, as_reply, as_ots};
    struct arena a;

    if (!n) return 0;
    arena_init(&a, (size_t)1 << 30);
    as[data[0] % (sizeof as / sizeof *as)](&a, (struct span){(const char *)data + 1, n - 1});
    arena_fini(&a);
    return 0;
}
