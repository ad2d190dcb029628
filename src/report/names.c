/* SPDX-License-Identifier: Apache-2.0 */
#include "report/names.h"

#include "base/hash.h"
#include "report/allow.h"
#include "report/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_BYTES 16 /* 12 digits of a hash (docs/ANSWER.md); before those of a leg an L */

/* The name over what leaves of a row or leg, where `like` of them that look the same come before it. */
static void name_of(const char *own, const json_t *look, json_int_t like, char out[NAME_BYTES]) {
    uint8_t hash[HASH_BYTES];
    struct buf text = {0};
    struct err e;

    if (canon_write(look, &text, &e) < 0) { /* a real, from an answer that somebody wrote */
        char *loose = json_dumps(look, JSON_COMPACT | JSON_SORT_KEYS);

        buf_puts(&text, loose ? loose : "");
        free(loose);
    }
    if (like) buf_printf(&text, "%lld", (long long)like);
    hash_of(buf_span(&text), hash);
    snprintf(out, NAME_BYTES, "%s%.12s", *own == 'L' ? "L" : "", hash_hex(hash).s);
    buf_fini(&text);
}

/* Of one end of a leg the times. */
static json_t *look_of_end(const json_t *leg, const char *end) {
    const json_t *o = json_object_get(leg, end);

    return json_pack("{s:O?, s:O?, s:O?}", "utc", json_object_get(o, "utc"), "low",
                     json_object_get(o, "low"), "high", json_object_get(o, "high"));
}

/* What leaves of everything that has a name, {own: look}: of rows, and of legs whose times were made coarse (a leg's id is a hash of them, to
 * the millisecond). */
static json_t *looks_of(const json_t *allowed) {
    json_t *out = json_object(), *v, *leg;
    const char *own;
    size_t c, i;

    json_object_foreach((json_t *)(uintptr_t)view_object(allowed, "rows"), own, v)
        json_object_set_new(out, own,
                            json_pack("{s:O?, s:O?}", "row", json_object_get(v, "row"), "sheet",
                                      json_object_get(v, "sheet")));
    json_array_foreach(view_list(allowed, "corridors"), c, v)
        json_array_foreach(view_list(v, "legs"), i, leg) {
        own = view_text(leg, "id");
        if (!own || *own != 'L' || !view_true(leg, "coarse")) continue;
        json_object_set_new(out, own,
                            json_pack("{s:O?, s:o, s:o}", "icao24", json_object_get(leg, "icao24"),
                                      "off", look_of_end(leg, "off"), "on",
                                      look_of_end(leg, "on")));
    }
    return out;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* How many look as this one. */
static json_int_t likes(const json_t *alike, const char *own, const json_t *look) {
    char name[NAME_BYTES];

    name_of(own, look, 0, name);
    return json_integer_value(json_object_get(alike, name));
}

/* {name of that look: how many have it} */
static json_t *count_alike(const json_t *looks) {
    json_t *out = json_object(), *look;
    const char *own;

    json_object_foreach((json_t *)(uintptr_t)looks, own, look) {
        char name[NAME_BYTES];

        name_of(own, look, 0, name);
        json_object_set_new(out, name, json_integer(likes(out, own, look) + 1));
    }
    return out;
}

/* The first name of this look that nobody has; `keep`: only if it has it already, from a time before. */
static void take_name(const char *own, const json_t *look, json_int_t n, bool keep, json_t *taken,
                      json_t *names) {
    for (json_int_t i = 0; i < n && !json_object_get(names, own); i++) {
        char name[NAME_BYTES];

        name_of(own, look, i, name);
        if (keep ? strcmp(name, own) != 0 : json_object_get(taken, name) != NULL) continue;
        json_object_set_new(taken, name, json_true());
        json_object_set_new(names, own, json_string(name));
    }
}

/* {own: published}, of all. Those that look the same are numbered in the order of their own names. */
static json_t *names_of(const json_t *allowed) {
    json_t *out = json_object(), *taken = json_object(), *looks = looks_of(allowed),
           *alike = count_alike(looks), *look;
    const char **own = calloc(json_object_size(looks) + 1, sizeof *own), *key;
    size_t n = 0;

    if (!own) abort();
    json_object_foreach(looks, key, look) own[n++] = key;
    qsort(own, n, sizeof *own, by_text);
    for (int keep = 1; keep >= 0; keep--)
        for (size_t i = 0; i < n; i++) {
            look = json_object_get(looks, own[i]);
            take_name(own[i], look, likes(alike, own[i], look), keep, taken, out);
        }
    free(own);
    json_decref(alike);
    json_decref(looks);
    json_decref(taken);
    return out;
}

/* The published name, by the own one, short or whole; NULL: it is none. */
static json_t *name_for(const json_t *names, const char *own) {
    char begin[NAME_BYTES];

    if (strlen(own) != 2 * (size_t)HASH_BYTES) return json_object_get(names, own);
    snprintf(begin, sizeof begin, "%.12s", own);
    return json_object_get(names, begin);
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

        name[i] = s ? json_string_value(name_for(names, s)) : NULL;
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

    if (json_is_string(v) && (of = name_for(names, json_string_value(v)))) return json_incref(of);
    if (json_is_array(v)) return renamed_list(v, names);
    if (!json_is_object(v)) return json_incref((json_t *)(uintptr_t)v);
    out = json_object();
    json_object_foreach((json_t *)(uintptr_t)v, key, of) {
        const char *name = json_string_value(name_for(names, key));

        json_object_set_new(out, name ? name : key, renamed(of, names));
    }
    return out;
}

/* --- Order: a place between two own names, or between two times, tells what they hide */

/* A thing and what it is sorted by: a text, then its published name. */
struct placed {
    const char *by, *name;
    json_t *v;
};

static int by_place(const void *a, const void *b) {
    const struct placed *x = a, *y = b;
    int order = strcmp(x->by, y->by);

    return order ? order : strcmp(x->name, y->name);
}

static const char *text_or(const json_t *o, const char *key) {
    const char *s = view_text(o, key);

    return s ? s : "";
}

/* Its day, or the first of its days. */
static const char *count_by(const json_t *count) {
    const char *s = text_or(count, "date");

    return *s ? s : text_or(count, "from");
}

/* A take-off as it is published: utc, else the first that it may have been. */
static const char *leg_by(const json_t *leg) {
    const json_t *off = json_object_get(leg, "off");
    const char *s = text_or(off, "utc");

    return *s ? s : text_or(off, "low");
}

/* A list of objects in the order of `by`, then of the names under `key`. */
static json_t *in_order(const json_t *list, const char *(*by)(const json_t *), const char *key) {
    size_t n = json_array_size(list), i;
    struct placed *p = calloc(n + 1, sizeof *p);
    json_t *out = json_array(), *v;

    if (!p) abort();
    json_array_foreach(list, i, v) p[i] = (struct placed){by(v), text_or(v, key), v};
    qsort(p, n, sizeof *p, by_place);
    for (i = 0; i < n; i++) json_array_append(out, p[i].v);
    free(p);
    return out;
}

/* The rows of each sheet in the order of the names that they have now. */
static json_t *rows_named(const json_t *rows, const json_t *names) {
    size_t n = json_object_size(rows), i = 0;
    struct placed *p = calloc(n + 1, sizeof *p);
    json_t *out = json_object(), *v;
    const char *own;

    if (!p) abort();
    json_object_foreach((json_t *)(uintptr_t)rows, own, v) p[i++] =
        (struct placed){text_or(v, "sheet"), json_string_value(json_object_get(names, own)), v};
    qsort(p, n, sizeof *p, by_place);
    for (i = 0; i < n; i++) json_object_set(out, p[i].name, p[i].v);
    free(p);
    return out;
}

static bool any_coarse(const json_t *legs) {
    const json_t *leg;
    size_t i;

    json_array_foreach(legs, i, leg) if (view_true(leg, "coarse")) return true;
    return false;
}

/* Lists that are in the order of own names, or of times that were made coarse (docs/ANSWER.md). */
static void put_in_order(json_t *out) {
    json_t *counts = json_object_get(out, "counts"), *c;
    size_t i;

    if (counts) json_object_set_new(out, "counts", in_order(counts, count_by, "row"));
    json_array_foreach(json_object_get(out, "corridors"), i, c) {
        json_t *legs = json_object_get(c, "legs");

        if (any_coarse(legs)) json_object_set_new(c, "legs", in_order(legs, leg_by, "id"));
    }
}

json_t *names_map(const json_t *answer) {
    json_t *allowed = allow_answer(answer), *names = names_of(allowed);

    json_decref(allowed);
    return names;
}

json_t *names_put(const json_t *v, const json_t *names) {
    return renamed(v, names);
}

/* Of the answer but its rows, and of the rows their names alone: a cell may hold any word. */
json_t *names_allowed(const json_t *answer) {
    json_t *allowed = allow_answer(answer), *names = names_of(allowed), *out, *rows, *v;
    const char *key;

    if (json_is_object(allowed)) json_object_del(allowed, "inputs_sha256");
    if (!json_is_object(allowed) || !json_object_size(names)) {
        json_decref(names);
        return allowed;
    }
    rows = rows_named(json_object_get(allowed, "rows"), names);
    json_object_set_new(allowed, "rows", rows);
    out = json_object();
    json_object_foreach(allowed, key, v)
        json_object_set_new(out, key, v == rows ? json_incref(rows) : renamed(v, names));
    put_in_order(out);
    json_decref(names);
    json_decref(allowed);
    return out;
}

char *names_own(const json_t *answer, const char *begin) {
    json_t *names = names_map(answer), *name;
    char *found = NULL;
    const char *own;
    size_t n = 0;

    json_object_foreach(names, own, name) {
        if (strncmp(json_string_value(name), begin, strlen(begin)) != 0) continue;
        if (n++ == 0 && !(found = strdup(own))) abort();
    }
    json_decref(names);
    if (n == 1) return found;
    free(found);
    return NULL;
}
