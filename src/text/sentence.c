/* SPDX-License-Identifier: Apache-2.0 */
/* A sentence ends at . ! ? … (and closing quotes behind them) before blanks and a capital, a digit, an opening quote or a letter
 * without case; not after an abbreviation or an initial. It also ends inside quotes: each sentence that somebody said is one. */
#include "text/sentence.h"

#include "text/text.h"

enum { HEADLINE_POINTS = 180, WRAP_LEAST = 45, WRAP_MOST = 120, WRAPPED_LINES = 3 };

static struct span line_at(struct span text, size_t at) {
    const char *end = at < text.n ? memchr(text.p + at, '\n', text.n - at) : NULL;

    return (struct span){text.p + at, end ? (size_t)(end - text.p) - at : text.n - at};
}

static bool blank(struct span s) {
    return span_trim(s).n == 0;
}

/* The last byte that is neither a blank nor a closing quote or bracket (of several bytes: its last). */
static char last_sign(struct span s) {
    s = span_trim(s);
    for (;;) {
        if (s.n && (s.p[s.n - 1] == '"' || s.p[s.n - 1] == '\'' || s.p[s.n - 1] == ')' ||
                    s.p[s.n - 1] == ']'))
            s.n--;
        else if (s.n >= 3 && (!memcmp(s.p + s.n - 3, "\xe2\x80\x9d", 3) ||
                              !memcmp(s.p + s.n - 3, "\xe2\x80\x99", 3)))
            s.n -= 3;
        else
            break;
    }
    if (s.n >= 3 && !memcmp(s.p + s.n - 3, "\xe3\x80\x82", 3)) return '.';
    return (char)(s.n ? s.p[s.n - 1] : '\0');
}

static bool ends_sentence(struct span s) {
    char c = last_sign(s);

    return c && strchr(".!?:;", c);
}

/* Lines of even length that go on in the next are wrapped text; one line a paragraph is the other custom. */
static bool is_wrapped(struct span text) {
    size_t wrapped = 0, longest = 0;

    for (size_t at = 0; at < text.n;) {
        struct span line = line_at(text, at),
                    next = line_at(text, at + line.n < text.n ? at + line.n + 1 : text.n);

        if (line.n > longest) longest = line.n;
        if (line.n >= WRAP_LEAST && line.n <= WRAP_MOST && !ends_sentence(line) && !blank(next))
            wrapped++;
        at += line.n + 1;
    }
    return wrapped >= WRAPPED_LINES && longest <= WRAP_MOST;
}

void sentences_begin(struct sentences *s, struct span text) {
    *s = (struct sentences){.text = text, .wrapped = is_wrapped(text)};
}

static uint32_t point_at(const struct sentences *s, size_t at, size_t *len) {
    *len = 0;
    return at < s->para_to ? utf8_get((struct span){s->text.p + at, s->para_to - at}, len) : 0;
}

static bool is_blank(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x3000 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x202f;
}

static bool closes(uint32_t c) {
    return c == 0x201d || c == 0x2019 || c == '"' || c == '\'' || c == ')' || c == ']' ||
           c == 0xbb || c == 0x300d || c == 0x300f;
}

static bool terminal(uint32_t c) {
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xff01 ||
           c == 0xff1f;
}

/* May a sentence begin so? */
static bool opens(uint32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '"' || c == '\'' || c == '(' ||
           c == '[' || c == 0xab || (c >= 0xc0 && c <= 0xde) || c == 0x2018 || c == 0x201c ||
           c == 0x201e || c == '-' || c == 0x2013 || c == 0x2014 || (c >= 0x400 && c <= 0x42f) ||
           c >= 0x1100;
}

/* The word that ends before the full stop at `at`: an abbreviation, or an initial? */
static bool abbreviated(const struct sentences *s, size_t from, size_t at) {
    static const char words[] =
        " mr mrs ms dr amb supt insp sgt cmdr prof gen col lt sgt capt gov sen rep hon rev st no "
        "nos vs jan feb mar apr "
        "jun jul aug sep "
        "sept oct nov dec inc ltd approx fig art para tel ca maj brig adm pte cpl ";
    char word[12] = " ";
    size_t n = 0;

    while (n < 9 && at - n > from &&
           ((s->text.p[at - n - 1] | 32) >= 'a' && (s->text.p[at - n - 1] | 32) <= 'z'))
        n++;
    if (n == 0 || n >= 9) return false;
    if (n == 1) return s->text.p[at - 1] >= 'A' && s->text.p[at - 1] <= 'Z';
    for (size_t i = 0; i < n; i++) word[i + 1] = (char)(s->text.p[at - n + i] | 32);
    word[n + 1] = ' ';
    word[n + 2] = 0;
    return strstr(words, word) != NULL;
}

/* "5:10 p.m. Western time": the stop is of the abbreviation. */
static bool clock_time(const struct sentences *s, size_t from, size_t at) {
    const char *p = s->text.p + at;

    return at >= from + 4 && (p[-1] | 32) == 'm' && p[-2] == '.' &&
           ((p[-3] | 32) == 'p' || (p[-3] | 32) == 'a') &&
           (p[-4] == ' ' || (p[-4] >= '0' && p[-4] <= '9'));
}

/* Does the text at `at` begin as sentences do, with a word that is no name? */
static bool starts_anew(const struct sentences *s, size_t at) {
    static const char words[] =
        " the a an he she they it we in on at but and however this that these "
        "those after before according his her their its there more some ";
    char word[14] = " ";
    size_t n = 0;

    while (at < s->para_to && s->text.p[at] == ' ') at++;
    while (at + n < s->para_to && n < 10 &&
           ((s->text.p[at + n] | 32) >= 'a' && (s->text.p[at + n] | 32) <= 'z')) {
        word[n + 1] = (char)(s->text.p[at + n] | 32);
        n++;
    }
    word[n + 1] = ' ';
    word[n + 2] = 0;
    return n == 0 || strstr(words, word) != NULL;
}

/* Whether the terminal at `at` ends the sentence; *end is then past the closing signs. */
static bool ends_here(const struct sentences *s, size_t from, size_t at, size_t *end,
                      size_t *points) {
    size_t len, gap = 0;
    uint32_t c = point_at(s, at, &len), first = c;

    *end = at;
    *points = 0;
    while (terminal(c) || closes(c)) {
        *end += len;
        ++*points;
        c = point_at(s, *end, &len);
    }
    if (!len) return true;
    if (first == 0x3002 || first == 0xff01 || first == 0xff1f) return true;
    for (size_t to = *end; is_blank(c); gap++) {
        to += len;
        c = point_at(s, to, &len);
    }
    if (!len) return true;
    if (!opens(c) || (!gap && first != 0x2026)) return false;
    if (first == '.' && clock_time(s, from, at) && !starts_anew(s, *end)) return false;
    if (first == '.' && at >= from + 3 && s->text.p[at - 2] == '.' && starts_anew(s, *end))
        return true; /* "in the U.S. It" */
    return first != '.' || !abbreviated(s, from, at);
}

/* The next paragraph with something in it. */
static bool next_paragraph(struct sentences *s) {
    struct span line, whole;

    while (s->at < s->text.n) {
        line = line_at(s->text, s->at);
        if (!blank(line)) break;
        s->at += line.n + 1;
        for (size_t i = 0; i < line.n; i++) s->point += ((unsigned char)line.p[i] & 0xc0) != 0x80;
        s->point++;
    }
    if (s->at >= s->text.n) return false;
    s->para_to = s->at + line.n;
    while (s->wrapped && s->para_to < s->text.n) {
        struct span next = line_at(s->text, s->para_to + 1);
        struct span last = line_at(s->text, s->at);

        if (blank(next)) break;
        if (s->at + last.n == s->para_to && last.n < WRAP_LEAST)
            break; /* a short first line stands alone */
        s->para_to += 1 + next.n;
    }
    s->para++;
    whole = (struct span){s->text.p + s->at, s->para_to - s->at};
    s->headline = whole.n < (size_t)HEADLINE_POINTS * 2 && !ends_sentence(whole);
    return true;
}

static void skip_blanks(struct sentences *s) {
    size_t len;

    for (uint32_t c; (c = point_at(s, s->at, &len)) && is_blank(c); s->at += len) s->point++;
}

bool sentences_next(struct sentences *s, struct sentence *out) {
    size_t len, at, point, end, more;
    bool first = false;
    uint32_t c;

    skip_blanks(s);
    while (s->at >= s->para_to) {
        if (s->para && s->at < s->text.n) {
            s->at++; /* the line end */
            s->point++;
        }
        if (!next_paragraph(s)) return false;
        first = true;
        skip_blanks(s);
    }
    *out = (struct sentence){
        .from = s->at, .point = s->point, .first = first, .headline = s->headline};
    for (at = s->at, point = s->point; (c = point_at(s, at, &len)); at += len, point++) {
        if (terminal(c) && ends_here(s, out->from, at, &end, &more)) {
            at = end;
            point += more;
            break;
        }
        if (at - out->from >= TEXT_SENTENCE_BYTES) {
            s->cut++;
            break;
        }
    }
    out->to = s->at = at;
    s->point = point;
    return true;
}
