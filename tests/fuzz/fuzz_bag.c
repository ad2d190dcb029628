/* SPDX-License-Identifier: Apache-2.0 */
/* The text files of a bag. Always: a path that is listed is below data/ and takes no step up, by itself and not by ours; it is read
 * again as it is written; lists are in order and without doubles. */
#include "bag/bag_in.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Stated anew, so that a slip there is not repeated here. */
static void check_path(struct arena *a, struct span path) {
    const char *s = arena_dup(a, path);
    struct buf b = {0};
    struct span back;

    if (strlen(s) != path.n || s[0] == '/' || s[0] == '~' || strchr(s, '\\')) abort();
    if (strstr(s, "/../") || strncmp(s, "../", 3) == 0 || strcmp(s, "..") == 0) abort();
    if (path.n >= 3 && strcmp(s + path.n - 3, "/..") == 0) abort();
    bag_path_encode(&b, path);
    if (bag_path_decode(a, buf_span(&b), &back) || !span_eq(back, path)) abort();
    buf_fini(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct arena a;
    struct bag_verdict v = {0};
    struct bag_work w = {.a = &a, .v = &v};
    struct bag_list list = {0};
    struct span text, all;

    arena_init(&a, (size_t)64 << 20);
    if (n > 65536) n = 65536;
    text = arena_span(&a, (struct span){(const char *)data, n});
    all = text;
    (void)bag_text_wrong(text);
    if (!bag_path_wrong(text)) check_path(&a, text);
    bag_manifest(&w, "manifest-sha256.txt", text, true, &list);
    for (size_t i = 0; i < list.n; i++) {
        check_path(&a, list.v[i].path);
        if (list.v[i].path.n < 6 || memcmp(list.v[i].path.p, "data/", 5) != 0) abort();
        if (i && span_cmp(list.v[i - 1].path, list.v[i].path) >= 0) abort();
    }
    bag_labels(&w, "bag-info.txt", text);
    for (size_t i = 0; i < v.info.n; i++)
        if (!v.info.v[i].label.n) abort();
    bag_fetch(&w, all);
    if (v.finding.n > BAG_FINDINGS) abort();
    arena_fini(&a);
    return 0;
}
