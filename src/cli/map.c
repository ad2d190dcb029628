/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/map.h"

#include "pack/pack.h"

#define MAP_BYTES ((size_t)64 << 10)

bool map_is_guess(const char *map) {
    return map && strcmp(map, "guess") == 0;
}

int map_guess(struct cli *x, char *const *path, size_t n, struct err *e) {
    for (size_t i = 0; i < n; i++) {
        struct span yaml;
        struct buf b = {0};
        int rc = ingest_map_guess(x->a, path[i], &yaml, e);

        if (rc < 0) {
            err_at(e, "%s", path[i]);
            return rc;
        }
        buf_add(&b, yaml);
        cmd_write(&b);
    }
    return 0;
}

int map_show(const struct cli *x, const char *map, struct err *e) {
    struct term t = term_of(stderr);
    struct buf b = {0};
    struct span s;
    int rc = pack_file(x->a, map, MAP_BYTES, &s, e);

    if (rc < 0) {
        err_at(e, "%s", map);
        return rc;
    }
    term_wrap(&b, &t, "", "The columns are read by this map:");
    for (size_t n; s.n; s.p += n, s.n -= n) {
        const char *end = memchr(s.p, '\n', s.n);
        struct span line = {s.p, end ? (size_t)(end - s.p) : s.n};

        n = line.n + (end != NULL);
        if (!span_trim(line).n || span_trim(line).p[0] == '#') continue;
        buf_puts(&b, "  ");
        term_text(&b, &t, line);
        buf_putc(&b, '\n');
    }
    fwrite(b.p, 1, b.n, stderr);
    buf_fini(&b);
    return 0;
}
