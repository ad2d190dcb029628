/* SPDX-License-Identifier: Apache-2.0 */
/* Slices of JSON: what jansson takes must be taken, with as many members in every array; what is
 * taken can be walked to its leaves. */
#include "base/canon.h"
#include "format/jslice.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static size_t walk(struct span value, const char *start) {
    char room[16];
    struct span key, v, text;
    struct jslice j;
    struct err e = {0};
    size_t members = 0;
    int rc;

    if (jslice_kind(value) == '"') (void)jslice_text(value, room, sizeof room, &text);
    if (jslice_kind(value) != '[' && jslice_kind(value) != '{') return 0;
    if (jslice_open(&j, value, start, &e) < 0) abort();
    while ((rc = jslice_next(&j, &key, &v, &e)) > 0) {
        if (!v.n || v.p < value.p || v.p + v.n > value.p + value.n) abort();
        (void)walk(v, start);
        members++;
    }
    if (rc < 0 || j.rest.n) abort();
    return members;
}

static bool deep(json_t *v, int left) {
    const char *key;
    json_t *member;
    size_t i;

    if (!left) return json_is_array(v) || json_is_object(v);
    json_array_foreach(v, i, member) if (deep(member, left - 1)) return true;
    json_object_foreach(v, key, member) if (deep(member, left - 1)) return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span text = {(const char *)data, n}, rest = text, value;
    bool nul = n && memchr(text.p, 0, n); /* jansson takes one for white space after a number */
    json_t *other = nul ? NULL : json_loadb(text.p, text.n, JSON_DECODE_ANY, NULL);
    struct err e = {0};
    int rc = jslice_value(&rest, text.p, &value, &e);

    if (rc < 0 && (!e.text[0] || (rc != RC_SYNTAX && rc != RC_LIMIT))) abort();
    if (other && rc != 1 && !(rc == RC_LIMIT && deep(other, JSLICE_DEPTH))) abort();
    if (rc > 0) {
        size_t members = walk(value, text.p);

        if (other && json_is_array(other) && members != json_array_size(other)) abort();
    }
    json_decref(other);
    return 0;
}
