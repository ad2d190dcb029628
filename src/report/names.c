/* SPDX-License-Identifier: Apache-2.0 */
#include "report/names.h"

#include "base/hash.h"
#include "report/allow.h"
#include "report/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS 12 /* of a hash: docs/ANSWER.md */

/* The name over what leaves of a row, where `like` rows that look the same come before it. */
static void name_of(const json_t *row, int64_t like, char out[DIGITS + 1]) {
    json_t *named = json_pack("{s:O?, s:O?}", "row", json_object_get(row, "row"), "sheet",
                              json_object_get(row, "sheet"));
    uint8_t hash[HASH_BYTES];
    struct buf text = {0};
    struct err e;

    if (canon_write(named, &text, &e) < 0) { /* a real, from an answer that somebody wrote */
        char *loose = json_dumps(named, JSON_COMPACT | JSON_SORT_KEYS);

        buf_puts(&text, loose ? loose : "");
        free(loose);
    }
    if (like) buf_printf(&text, "%lld", (long long)like);
    hash_of(buf_span(&text), hash);
    memcpy(out, hash_hex(hash).s, DIGITS);
    out[DIGITS] = 0;
    buf_fini(&text);
    json_decref(named);
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* How many rows look as this one. */
static json_int_t likes(const json_t *alike, const json_t *row) {
    char name[DIGITS + 1];

    name_of(row, 0, name);
    return json_integer_value(json_object_get(alike, name));
}

/* {name of a row of that look: how many there are} */
static json_t *count_alike(const json_t *rows) {
    json_t *out = json_object(), *row;
    const char *key;

    json_object_foreach((json_t *)(uintptr_t)rows, key, row) {
        char name[DIGITS + 1];

        name_of(row, 0, name);
        json_object_set_new(out, name, json_integer(likes(out, row) + 1));
    }
    return out;
}

/* The first name of this look that nobody has; `keep`: only if the row has it already, from a time before. */
static void take_name(const json_t *rows, const char *own, json_int_t n, bool keep, json_t *taken,
                      json_t *names) {
    for (json_int_t i = 0; i < n && !json_object_get(names, own); i++) {
        char name[DIGITS + 1];

        name_of(json_object_get(rows, own), i, name);
        if (keep ? strcmp(name, own) != 0 : json_object_get(taken, name) != NULL) continue;
        json_object_set_new(taken, name, json_true());
        json_object_set_new(names, own, json_string(name));
    }
}

/* {own: published}, of all rows. Rows that look the same are numbered in the order of their own names. */
static json_t *names_of(const json_t *allowed) {
    const json_t *rows = view_object(allowed, "rows");
    json_t *out = json_object(), *taken = json_object(), *alike = count_alike(rows), *row;
    size_t n = 0;
    const char **own = calloc(json_object_size(rows) + 1, sizeof *own), *key;

    if (!own) abort();
    json_object_foreach((json_t *)(uintptr_t)rows, key, row) own[n++] = key;
    qsort(own, n, sizeof *own, by_text);
    for (int keep = 1; keep >= 0; keep--)
        for (size_t i = 0; i < n; i++)
            take_name(rows, own[i], likes(alike, json_object_get(rows, own[i])), keep, taken, out);
    free(own);
    json_decref(alike);
    json_decref(taken);
    return out;
}

static json_t *renamed(const json_t *v, const json_t *names);

/* A list of names stays in order: where a row stood tells nothing of the name that it had. */
static json_t *renamed_list(const json_t *v, const json_t *names) {
    size_t n = json_array_size(v), i;
    const char **name = calloc(n + 1, sizeof *name);
    json_t *out = json_array(), *item;
    bool all = n > 0;

    if (!name) abort();
    json_array_foreach(v, i, item) {
        const char *s = json_string_value(item);

        name[i] = s ? json_string_value(json_object_get(names, s)) : NULL;
        all &= name[i] != NULL;
    }
    if (all) qsort(name, n, sizeof *name, by_text);
    json_array_foreach(v, i, item)
        json_array_append_new(out, all ? json_string(name[i]) : renamed(item, names));
    free(name);
    return out;
}

static json_t *renamed(const json_t *v, const json_t *names) {
    const char *key;
    json_t *of, *out;

    if (json_is_string(v) && (of = json_object_get(names, json_string_value(v))))
        return json_incref(of);
    if (json_is_array(v)) return renamed_list(v, names);
    if (!json_is_object(v)) return json_incref((json_t *)(uintptr_t)v);
    out = json_object();
    json_object_foreach((json_t *)(uintptr_t)v, key, of) {
        const char *name = json_string_value(json_object_get(names, key));

        json_object_set_new(out, name ? name : key, renamed(of, names));
    }
    return out;
}

/* Of the answer but its rows, and of the rows their names alone: a cell may hold any word. */
json_t *names_allowed(const json_t *answer) {
    json_t *allowed = allow_answer(answer), *names = names_of(allowed), *out, *rows, *row;
    const char *own;

    if (!json_is_object(allowed) || !json_object_size(names)) {
        json_decref(names);
        return allowed;
    }
    rows = json_object();
    json_object_foreach(json_object_get(allowed, "rows"), own, row)
        json_object_set(rows, json_string_value(json_object_get(names, own)), row);
    json_object_set_new(allowed, "rows", rows);
    out = json_object();
    json_object_foreach(allowed, own, row)
        json_object_set_new(out, own, row == rows ? json_incref(rows) : renamed(row, names));
    json_decref(names);
    json_decref(allowed);
    return out;
}

const char *names_own(const json_t *answer, const char *begin) {
    json_t *allowed = allow_answer(answer), *names = names_of(allowed), *name;
    const char *own, *found = NULL;
    size_t n = 0;

    json_object_foreach(names, own, name) {
        if (strncmp(json_string_value(name), begin, strlen(begin)) != 0) continue;
        n++;
        /* the key as the answer holds it: those of `names` go with it */
        found = json_object_iter_key(json_object_iter_at(json_object_get(answer, "rows"), own));
    }
    json_decref(names);
    json_decref(allowed);
    return n == 1 ? found : NULL;
}
