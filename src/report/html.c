/* SPDX-License-Identifier: Apache-2.0 */
/* The page: what newspapers and courts see. It is read from top to bottom like an article, one
 * column of argument with pictures of equal rank, then the tables that carry it, then the rows that
 * carry them; every number leads down to its rows. It has no script: what is quoted from it must
 * not depend on one, and a page that is mailed as a file cannot be asked where its script came
 * from. */
#include "base/arena.h"
#include "base/hash.h"
#include "report/alone.h"
#include "report/mark.h"
#include "report/names.h"
#include "report/page.h"
#include "report/report.h"
#include "report/view.h"

#include <stdlib.h>

extern const unsigned char report_css[];
extern const size_t report_css_n;

static struct span css(void) {
    return (struct span){(const char *)report_css, report_css_n};
}

/* The source expression of CSP level 3 for our one style element: base64 of its SHA-256. */
static void css_digest(struct buf *b) {
    static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t h[HASH_BYTES + 1] = {0};
    struct hash both;

    hash_begin(&both);
    hash_add(&both, alone_css());
    hash_add(&both, css());
    hash_end(&both, h);
    for (int i = 0; i < HASH_BYTES; i += 3) {
        unsigned group =
            (unsigned)h[i] << 16 | (unsigned)h[i + 1] << 8 | (i + 2 < HASH_BYTES ? h[i + 2] : 0u);

        for (int k = 0; k < 4; k++)
            buf_putc(b, (char)(i + k > HASH_BYTES ? '=' : digit[group >> (18 - 6 * k) & 63]));
    }
}

static void head(struct page *p, const char *name) {
    buf_puts(p->b, "<!DOCTYPE html>\n<html lang=\"en\" "
                   "xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\" />\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "style-src 'sha256-");
    css_digest(p->b);
    buf_puts(p->b, "'; base-uri 'none'; form-action 'none'\" />\n<meta name=\"viewport\" "
                   "content=\"width=device-width, initial-scale=1\" />\n"
                   "<meta name=\"referrer\" content=\"no-referrer\" />\n<meta "
                   "name=\"color-scheme\" content=\"light dark\" />\n<title>");
    mark_text(p->b, name);
    buf_puts(p->b, ": how many people, and how do we know</title>\n<style>");
    buf_add(p->b, alone_css()); /* the rules of pictures, then those of the page */
    buf_add(p->b, css());
    buf_puts(p->b, "</style>\n</head>\n<body>\n");
}

static void masthead(struct page *p, const char *name, size_t ncorridors) {
    buf_puts(p->b, "<header class=\"mast\"><p class=\"brand\"><b>headcount</b> <span>Case <b>");
    mark_text(p->b, name);
    buf_puts(p->b, "</b></span> <span>As of <b>");
    mark_date(p->b, view_text(p->answer, "as_of"));
    buf_printf(p->b, "</b></span></p>\n<h1>How many people did %s move, and how do we know?</h1>\n",
               ncorridors == 1 ? "this corridor" : "these corridors");
    buf_puts(p->b, "<nav aria-label=\"Contents\"><ul>");
    for (size_t k = 1; k <= ncorridors; k++) {
        const char *id = view_text(json_array_get(view_list(p->answer, "corridors"), k - 1), "id");

        buf_printf(p->b, "<li><a href=\"#c%zu\">", k);
        mark_text(p->b, id ? id : "corridor");
        buf_puts(p->b, "</a></li>");
    }
    if (beside_any(p->answer)) buf_puts(p->b, "<li><a href=\"#beside\">Side by side</a></li>");
    buf_puts(p->b, "<li><a href=\"#doubts\">What does not add up</a></li><li><a "
                   "href=\"#claims\">Claims</a></li><li><a "
                   "href=\"#counts\">Counts</a></li>");
    if (tracked_any(p->answer))
        buf_puts(p->b, "<li><a href=\"#tracked\">What was tracked</a></li>");
    buf_puts(p->b, "<li><a href=\"#slots\">Slots</a></li><li><a "
                   "href=\"#assumptions\">Assumptions</a></li><li><a "
                   "href=\"#rules\">Rules</a></li>");
    if (rivals_any(p->answer))
        buf_puts(p->b, "<li><a href=\"#explanations\">Rival explanations</a></li>");
    buf_puts(p->b, "<li><a href=\"#sources\">Sources</a></li><li><a "
                   "href=\"#evidence\">Evidence</a></li><li><a "
                   "href=\"#verify\">How to check this</a></li></ul></nav></header>\n");
}

/* For the reader: what a page about such figures is taken for, and is not. */
static void not_this(struct page *p) {
    buf_puts(
        p->b,
        "<section id=\"not\"><h2>What this is not</h2>\n<ul class=\"cols\">"
        "<li><b>Not a number of persons.</b> A person-movement is one person on one flight in one "
        "direction; who flies twice is two.</li>"
        "<li><b>Not a list of anybody.</b> Nothing about a single traveller is in the case.</li>"
        "<li><b>Not a count of what was announced.</b> A flight in a timetable is not a flight, "
        "and a flight that nobody reported is "
        "neither flown nor cancelled: it is unknown, and unknown is not zero.</li>"
        "<li><b>Not a net figure.</b> Departures are not balanced by arrivals unless the page says "
        "so.</li>"
        "<li><b>Not a finding about anyone’s will.</b> Whether a return was forced, or prohibited "
        "because of the danger at its end, a "
        "number of people cannot tell.</li>"
        "<li><b>Not legal advice.</b> Rules are quoted with their dates and exemptions, to be read "
        "in the original.</li>"
        "</ul></section>\n");
}

static void for_each(struct page *p, const char *id, const char *title, const char *intro,
                     void (*list)(struct page *, const json_t *, int)) {
    size_t i;
    json_t *corridor;

    buf_printf(p->b, "<section id=\"%s\"><h2>%s</h2>\n<p class=\"intro\">%s</p>\n", id, title,
               intro);
    json_array_foreach(view_list(p->answer, "corridors"), i, corridor)
        list(p, corridor, (int)i + 1);
    buf_puts(p->b, "</section>\n");
}

static void body(struct page *p, const char *name) {
    const json_t *corridors = view_list(p->answer, "corridors");
    size_t i;
    json_t *corridor;

    masthead(p, name, json_array_size(corridors));
    buf_puts(p->b, "<main>\n");
    if (!json_array_size(corridors))
        buf_puts(p->b, "<p class=\"headline\">The case has no corridor yet: there is nothing to "
                       "estimate.</p>\n");
    json_array_foreach(view_list(p->answer, "together"), i, corridor)
        section_together(p, corridor, (int)i + 1);
    json_array_foreach(corridors, i, corridor) section_corridor(p, corridor, (int)i + 1);
    beside_section(p);
    doubts_section(p);
    lists_claims(p);
    lists_counts(p);
    tracked_section(p);
    for_each(p, "slots", "Slots",
             "Each dated chance of a flight, with everything that is known of it. “Flown” is the "
             "estimated chance that it flew; “people” the "
             "interval of those of concern aboard, if it flew or not.",
             lists_slots);
    for_each(p, "assumptions", "What is assumed",
             "What the rows do not say and the estimate needs. Another value gives another answer.",
             lists_assumptions);
    rules_section(p);
    rivals_section(p);
    lists_sources(p);
    lists_bad(p);
    evidence_rows(p);
    evidence_verify(p);
    not_this(p);
    buf_puts(p->b, "</main>\n<footer><p>Made by headcount ");
    mark_text(p->b, view_text(p->answer, "headcount"));
    buf_puts(p->b, " from the rows above and nothing else. This page loads nothing and runs "
                   "nothing.</p></footer>\n</body>\n</html>\n");
}

static int page(const json_t *answer, bool whole, struct buf *out, struct err *e) {
    const char *name = view_text(answer, "case");
    struct page p = {.b = out, .whole = whole};

    if (!view_list(answer, "corridors"))
        return err_set(e, RC_SYNTAX, "the answer has no list of corridors");
    if (json_array_size(view_list(answer, "corridors")) > HTML_CORRIDORS)
        return err_set(e, RC_LIMIT, "%zu corridors; the report takes at most %d",
                       json_array_size(view_list(answer, "corridors")), HTML_CORRIDORS);
    p.answer = answer;
    p.rows = view_object(answer, "rows");
    if (!name) name = "unnamed case";
    head(&p, name);
    body(&p, name);
    return 0;
}

int html_report(const json_t *answer, struct buf *out, struct err *e) {
    json_t *allowed = names_allowed(answer);
    int rc = page(allowed, false, out, e);

    json_decref(allowed);
    return rc;
}

int html_report_whole(const json_t *answer, struct buf *out, struct err *e) {
    return page(answer, true, out, e);
}
