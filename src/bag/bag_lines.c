/* SPDX-License-Identifier: Apache-2.0 */
/* The text files of a bag, line by line. */
#include "bag/bag_in.h"
#include "base/csv.h"

#include <stdlib.h>

#define DATA "data/"

const char *bag_text_wrong(struct span s) {
    if (s.n >= 2 && (memcmp(s.p, "\xfe\xff", 2) == 0 || memcmp(s.p, "\xff\xfe", 2) == 0))
        return "is UTF-16: only UTF-8 is read";
    if (s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0) return "begins with a byte order mark";
    if (s.n && memchr(s.p, 0, s.n)) return "is not text: perhaps UTF-16, and only UTF-8 is read";
    if (!csv_utf8(s)) return "is not UTF-8";
    return NULL;
}

bool bag_line(struct span *rest, struct span *line) {
    size_t n = 0;

    if (!rest->n) return false;
    while (n < rest->n && rest->p[n] != '\n' && rest->p[n] != '\r') n++;
    *line = (struct span){rest->p, n};
    if (n < rest->n) n += n + 1 < rest->n && rest->p[n] == '\r' && rest->p[n + 1] == '\n' ? 2 : 1;
    *rest = (struct span){rest->p + n, rest->n - n};
    return true;
}

static bool blank(char c) {
    return c == ' ' || c == '\t';
}

/* A word that ends at a blank; the blanks go with it. p NULL: none. */
static struct span take_word(struct span *rest) {
    size_t n = 0;
    struct span word;

    while (n < rest->n && !blank(rest->p[n])) n++;
    word = (struct span){rest->p, n};
    if (!n || n == rest->n) return (struct span){0};
    while (n < rest->n && blank(rest->p[n])) n++;
    *rest = (struct span){rest->p + n, rest->n - n};
    return word;
}

/* @return NULL, or what is wrong with a path of a list. */
static const char *listed_path(struct bag_work *w, struct span text, bool payload,
                               struct span *out) {
    const char *wrong = bag_path_decode(w->a, text, out);

    if (!wrong) wrong = bag_path_wrong(*out);
    if (!wrong && payload && !span_begins(*out, DATA))
        wrong = "is listed as payload and not below data/";
    if (!wrong && !payload && span_begins(*out, DATA))
        wrong = "is payload and listed as a tag file";
    return wrong;
}

static int by_path(const void *x, const void *y) {
    return span_cmp(((const struct bag_listed *)x)->path, ((const struct bag_listed *)y)->path);
}

void bag_manifest(struct bag_work *w, const char *name, struct span text, bool payload,
                  struct bag_list *out) {
    struct bag_list list = {0};
    struct span line;
    size_t n = 0;

    while (bag_line(&text, &line)) {
        struct bag_listed one;
        struct span rest = line, word = take_word(&rest);
        const char *wrong;

        if (!line.n && !text.n) break; /* an empty last line */
        if (!word.p || word.n != (size_t)2 * HASH_BYTES || !hash_read(word, one.sha)) {
            bag_find(w, true, span_of(name), "holds a line that is no SHA-256 and path");
            continue;
        }
        if ((wrong = listed_path(w, rest, payload, &one.path)))
            bag_find(w, true, rest, wrong);
        else
            *vec_push(w->a, &list) = one;
    }
    if (list.n) qsort(list.v, list.n, sizeof list.v[0], by_path);
    for (size_t i = 0; i < list.n; i++) {
        if (n && span_eq(list.v[n - 1].path, list.v[i].path))
            bag_find(w, true, list.v[i].path, "is listed twice");
        else
            list.v[n++] = list.v[i];
    }
    list.n = n;
    *out = list;
}

void bag_labels(struct bag_work *w, const char *name, struct span text) {
    struct span line;

    while (bag_line(&text, &line)) {
        const char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
        struct bag_label one;

        if (!line.n) continue;
        if (blank(line.p[0]) && w->v->info.n) { /* goes on */
            struct bag_label *last = &w->v->info.v[w->v->info.n - 1];

            last->value = span_of(
                arena_printf(w->a, "%.*s %.*s", SPAN_ARG(last->value), SPAN_ARG(span_trim(line))));
            continue;
        }
        if (!colon || colon == line.p) {
            bag_find(w, true, span_of(name), "holds a line that is no label and value");
            continue;
        }
        one.label = (struct span){line.p, (size_t)(colon - line.p)};
        one.value = span_trim((struct span){colon + 1, line.n - one.label.n - 1});
        *vec_push(w->a, &w->v->info) = one;
    }
}

void bag_fetch(struct bag_work *w, struct span text) {
    struct span line;

    bag_find(w, false, SPAN("fetch.txt"),
             "wants files fetched from elsewhere: nothing was, and nothing will be");
    while (bag_line(&text, &line)) {
        struct span rest = line, url = take_word(&rest), length = take_word(&rest), path;
        const char *wrong;

        if (!line.n) continue;
        if (!url.p || !length.p) {
            bag_find(w, true, SPAN("fetch.txt"), "holds a line that is no address, size and path");
            continue;
        }
        if ((wrong = listed_path(w, rest, true, &path)))
            bag_find(w, true, rest, wrong);
        else if (!bag_found(w, path))
            bag_find(w, true, path, "is not in the bag: fetch.txt says where it would be");
    }
}
