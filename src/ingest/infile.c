/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/infile.h"

#include <stdlib.h>

struct span infile_name(const char *path) {
    const char *slash = strrchr(path, '/');

    return span_of(slash ? slash + 1 : path);
}

void infile_lineage(const struct import *im, const char *path, const char *sheet,
                    uint8_t out[HASH_BYTES]) {
    char *whole = realpath(path, NULL);
    struct hash h;

    hash_begin(&h);
    hash_add(&h, (struct span){(const char *)im->known.salt, HASH_BYTES});
    hash_add(&h, (struct span){"", 1});
    hash_add(&h, span_of(whole ? whole : path));
    hash_add(&h, (struct span){"", 1});
    hash_add(&h, span_of(sheet));
    hash_end(&h, out);
    free(whole);
}

void infile_known(struct import *im, struct in_file *f) {
    static const uint8_t no_map[HASH_BYTES];
    struct buf sheets = {0};

    for (size_t i = 0, n = 0; i < sheet_count; i++)
        if (f->sheet[i]) buf_printf(&sheets, "%s\"%s\"", n++ ? "," : "[", sheet_all[i].name);
    buf_putc(&sheets, ']');
    for (size_t i = 0; i < im->known.file.n; i++) {
        const struct known_file *k = &im->known.file.v[i];

        if (!k->latest || memcmp(k->sha, f->sha, HASH_BYTES) != 0) continue;
        if (memcmp(k->map, im->map ? im->map_sha : no_map, HASH_BYTES) != 0) continue;
        if (!span_eq(k->sheets, buf_span(&sheets))) continue;
        if (memcmp(k->asked, f->asked, HASH_BYTES) != 0) continue;
        f->known = true;
        memcpy(f->lineage, k->lineage, HASH_BYTES);
    }
    buf_fini(&sheets);
}
