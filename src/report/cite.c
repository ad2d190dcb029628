/* SPDX-License-Identifier: Apache-2.0 */
#include "report/mark.h"
#include "report/page.h"
#include "report/view.h"

#include <string.h>

#define SHORT 6 /* characters of a row name that are shown; the link has all */

bool cite_known(const struct page *p, const char *name) {
    return view_row(p->rows, name);
}

bool cite_open_row(struct page *p, const char *name) {
    if (!cite_known(p, name)) return false;
    buf_printf(p->b, "<a href=\"#r-%s\">", name);
    return true;
}

bool cite_open(struct page *p, const json_t *refs) {
    const char *first = NULL;
    size_t i, n = 0;
    json_t *ref;

    json_array_foreach(refs, i, ref) {
        if (!cite_known(p, json_string_value(ref))) continue;
        if (!first) first = json_string_value(ref);
        n++;
    }
    if (!first) return false;
    buf_printf(p->b, "<a href=\"#r-%s\"", first);
    if (n > 1) buf_printf(p->b, " title=\"the first of %zu rows\"", n);
    buf_putc(p->b, '>');
    return true;
}

static void short_name(struct page *p, const char *name) {
    if (cite_known(p, name))
        buf_printf(p->b, "<a href=\"#r-%s\">%.*s</a>", name, SHORT, name);
    else
        mark_cut(p->b, name, SHORT);
}

void cite_list(struct page *p, const json_t *refs, size_t most, const char *more) {
    size_t i, n = json_array_size(refs);
    json_t *ref;

    if (!n) return;
    buf_puts(p->b, "<span class=\"refs\">");
    json_array_foreach(refs, i, ref) {
        if (i == most) break;
        if (i) buf_putc(p->b, ' ');
        short_name(p, json_string_value(ref));
    }
    if (n > most && more) buf_printf(p->b, " <a href=\"#%s\">and %zu more</a>", more, n - most);
    if (n > most && !more) buf_printf(p->b, " and %zu more", n - most);
    buf_puts(p->b, "</span>");
}

static const char *source_words(char c) {
    static const char *const words[] = {"completely reliable", "usually reliable",
                                        "fairly reliable",     "not usually reliable",
                                        "unreliable",          "reliability cannot be judged"};

    return c >= 'A' && c <= 'F' ? words[c - 'A'] : "source not graded";
}

static const char *information_words(char c) {
    static const char *const words[] = {
        "confirmed by other sources", "probably true", "possibly true", "doubtful", "improbable",
        "truth cannot be judged"};

    return c >= '1' && c <= '6' ? words[c - '1'] : "information not graded";
}

void cite_badge(struct page *p, const char *grade) {
    char source = (char)(grade ? grade[0] : 0), information = (char)(source ? grade[1] : 0);
    bool s = source >= 'A' && source <= 'F', i = information >= '1' && information <= '6';

    buf_printf(p->b,
               "<span class=\"grade\" title=\"source %c: %s; information %c: %s\"><span "
               "class=\"gs%s\">%s</span><span "
               "class=\"gi%s\">%s</span><span class=\"vh\"> (%s; %s)</span></span>",
               s ? source : '-', source_words(source), i ? information : '-',
               information_words(information), s ? "" : " none", s ? (char[]){source, 0} : "–",
               i ? "" : " none", i ? (char[]){information, 0} : "–", source_words(source),
               information_words(information));
}

const json_t *cite_source(const struct page *p, const char *id) {
    size_t i;
    json_t *s;

    if (!id) return NULL;
    json_array_foreach(view_list(p->answer, "sources"), i, s) {
        const char *other = view_text(s, "id");

        if (other && strcmp(other, id) == 0) return s;
    }
    return NULL;
}
