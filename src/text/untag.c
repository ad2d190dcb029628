/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a page. Tolerant: a tag is < and a letter, / or !, up to the next > outside quotes; anything else is text. What is
 * not closed ends with the page. Bytes go out in the order in which they come in, each once: time and memory are linear, whatever
 * the nesting, because nothing is nested here but what is hidden (`hidden`, display:none, visibility:hidden), which is passed over up
 * to its own closing tag, by counting. Hiding by a style sheet or a script is not seen. */
#include "base/ascii.h"
#include "text/text.h"
#include "text/token.h"

#include <strings.h>

enum { CHARSET_REACH = 4096, ENTITY_MOST = 10 };

struct page {
    struct span in;
    size_t at;
    char *out;
    size_t n;
    bool blank, line; /* the last thing written was a blank, a line end */
    bool cp1251;
};

static bool starts(struct span s, size_t at, const char *word) {
    size_t n = strlen(word);

    return at + n <= s.n && strncasecmp(s.p + at, word, n) == 0;
}

bool text_is_html(struct span s) {
    size_t at = s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

    while (at < s.n && (s.p[at] == ' ' || (s.p[at] >= '\t' && s.p[at] <= '\r'))) at++;
    if (starts(s, at, "<!doctype html") || starts(s, at, "<html") || starts(s, at, "<head") ||
        starts(s, at, "<body"))
        return true;
    if (starts(s, at, "<?xml"))
        return memmem(s.p, s.n < CHARSET_REACH ? s.n : CHARSET_REACH, "<html", 5) != NULL;
    return starts(s, at, "<p>") || starts(s, at, "<p ") || starts(s, at, "<div") ||
           starts(s, at, "<article") || starts(s, at, "<h1") || starts(s, at, "<!--");
}

/* windows-1251 from 0x80 on (Unicode's CP1251.TXT); 0xC0 to 0xFF are U+0410 to U+044F. */
static uint32_t from_1251(unsigned char c) {
    static const uint16_t upper[64] = {
        0x402,  0x403,  0x201a, 0x453,  0x201e, 0x2026, 0x2020, 0x2021, 0x20ac, 0x2030, 0x409,
        0x2039, 0x40a,  0x40c,  0x40b,  0x40f,  0x452,  0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0xfffd, 0x2122, 0x459,  0x203a, 0x45a,  0x45c,  0x45b,  0x45f,  0xa0,
        0x40e,  0x45e,  0x408,  0xa4,   0x490,  0xa6,   0xa7,   0x401,  0xa9,   0x404,  0xab,
        0xac,   0xad,   0xae,   0x407,  0xb0,   0xb1,   0x406,  0x456,  0x491,  0xb5,   0xb6,
        0xb7,   0x451,  0x2116, 0x454,  0xbb,   0x458,  0x405,  0x455,  0x457};

    return c < 0x80 ? c : c >= 0xc0 ? 0x410U + (c - 0xc0U) : upper[c - 0x80];
}

/* The name behind the first charset= of the head, or empty. */
static struct span charset(struct span s) {
    size_t reach = s.n < CHARSET_REACH ? s.n : CHARSET_REACH;

    for (size_t i = 0; i + 8 < reach; i++) {
        size_t from = i + 8, to;

        if (!starts(s, i, "charset=")) continue;
        if (s.p[from] == '"' || s.p[from] == '\'') from++;
        for (to = from;
             to < reach && (ascii_letter(s.p[to]) || (s.p[to] >= '0' && s.p[to] <= '9') ||
                            s.p[to] == '-' || s.p[to] == '_');
             to++) {
        }
        return (struct span){s.p + from, to - from};
    }
    return (struct span){"", 0};
}

static int find_charset(struct page *p, struct err *e) {
    struct span name = charset(p->in);

    if (p->in.n >= 3 && memcmp(p->in.p, "\xef\xbb\xbf", 3) == 0) {
        p->at = 3;
        return 0;
    }
    if (p->in.n >= 2 && (!memcmp(p->in.p, "\xff\xfe", 2) || !memcmp(p->in.p, "\xfe\xff", 2)))
        return err_set(e, RC_SYNTAX, "the page is UTF-16; save it as UTF-8");
    p->cp1251 = span_is_nocase(name, "windows-1251") || span_is_nocase(name, "cp1251");
    if (!name.n || p->cp1251 || span_is_nocase(name, "utf-8") || span_is_nocase(name, "utf8") ||
        span_is_nocase(name, "us-ascii"))
        return 0;
    return err_set(e, RC_SYNTAX, "the page says that its character set is %.*s; save it as UTF-8",
                   (int)(name.n < 40 ? name.n : 40), name.p);
}

static void put_point(struct page *p, uint32_t c) {
    bool blank = c == ' ' || (c >= '\t' && c <= '\r');

    if (blank && (p->blank || p->line)) return;
    if (blank) c = ' ';
    p->n += utf8_put_point(p->out + p->n, c);
    p->blank = blank;
    p->line = false;
}

static void put_line(struct page *p) {
    if (p->line) return;
    if (p->blank && p->n) p->n--;
    p->out[p->n++] = '\n';
    p->line = true;
    p->blank = false;
}

static uint32_t entity_named(struct span s) {
    static const struct {
        const char *name;
        uint32_t c;
    } table[] = {{"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},
                 {"apos", '\''},     {"nbsp", 0xa0},    {"ldquo", 0x201c}, {"rdquo", 0x201d},
                 {"lsquo", 0x2018},  {"rsquo", 0x2019}, {"bdquo", 0x201e}, {"sbquo", 0x201a},
                 {"laquo", 0xab},    {"raquo", 0xbb},   {"ndash", 0x2013}, {"mdash", 0x2014},
                 {"hellip", 0x2026}, {"eacute", 0xe9},  {"egrave", 0xe8},  {"ntilde", 0xf1},
                 {"oacute", 0xf3},   {"iacute", 0xed},  {"aacute", 0xe1},  {"uuml", 0xfc},
                 {"ouml", 0xf6},     {"auml", 0xe4},    {"szlig", 0xdf},   {"ccedil", 0xe7},
                 {"euro", 0x20ac},   {"pound", 0xa3},   {"middot", 0xb7},  {"bull", 0x2022},
                 {"thinsp", 0x2009}, {"shy", 0xad},     {"copy", 0xa9},    {"deg", 0xb0}};

    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (span_is(s, table[i].name)) return table[i].c;
    return 0;
}

static uint32_t entity_number(struct span s) {
    bool hex = s.n > 1 && (s.p[1] | 32) == 'x';
    uint32_t c = 0;

    for (size_t i = hex ? 2 : 1; i < s.n; i++) {
        char d = (char)(s.p[i] | 32);
        int v = s.p[i] >= '0' && s.p[i] <= '9' ? s.p[i] - '0'
                : hex && d >= 'a' && d <= 'f'  ? d - 'a' + 10
                                               : -1;

        if (v < 0 || c > 0x10ffff) return 0;
        c = c * (hex ? 16 : 10) + (uint32_t)v;
    }
    return c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? 0 : c;
}

static void put_entity(struct page *p) {
    size_t end = p->at + 1;
    struct span s;
    uint32_t c;

    while (end < p->in.n && end - p->at < ENTITY_MOST && p->in.p[end] != ';' && p->in.p[end] != ' ')
        end++;
    s = (struct span){p->in.p + p->at + 1, end - p->at - 1};
    c = end < p->in.n && p->in.p[end] == ';' && s.n
            ? (s.p[0] == '#' ? entity_number(s) : entity_named(s))
            : 0;
    put_point(p, c ? c : '&');
    p->at = c ? end + 1 : p->at + 1;
}

/* Past the closing tag of script and its like. */
static void skip_to(struct page *p, const char *close) {
    while (p->at < p->in.n && !starts(p->in, p->at, close)) p->at++;
}

static bool word_in(struct span s, const char *words) {
    size_t n;

    for (const char *w = words; *w; w += n + (w[n] == ' ')) {
        n = strcspn(w, " ");
        if (s.n == n && strncasecmp(s.p, w, n) == 0) return true;
    }
    return false;
}

#define BLOCKS                                                                                     \
    "p div br h1 h2 h3 h4 h5 h6 li ul ol table tr section article header footer aside blockquote " \
    "figure figcaption pre hr title main nav dd dt form option button"

static bool blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Reads the name of the tag at the walk and goes past its >. Attributes are what lies between. */
static struct span pass_tag(struct page *p, bool *closing, struct span *attributes) {
    size_t from, to;
    char quote = 0;

    *closing = p->at + 1 < p->in.n && p->in.p[p->at + 1] == '/';
    from = to = p->at + (*closing ? 2 : 1);
    while (to < p->in.n &&
           (ascii_letter(p->in.p[to]) || (p->in.p[to] >= '0' && p->in.p[to] <= '9')))
        to++;
    for (p->at = to; p->at < p->in.n && (quote || p->in.p[p->at] != '>'); p->at++) {
        char c = p->in.p[p->at];

        if (quote ? c == quote : (c == '"' || c == '\'') && p->in.p[p->at - 1] == '=')
            quote = (char)(quote ? '\0' : c);
    }
    *attributes = (struct span){p->in.p + to, p->at - to};
    p->at += p->at < p->in.n;
    return (struct span){p->in.p + from, to - from};
}

/* Do the letters of `words` stand at i, in either case, blanks between them aside? */
static bool spelled(struct span s, size_t i, const char *words) {
    for (; *words && i < s.n; i++) {
        if (blank(s.p[i])) continue;
        if ((s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]) != *words++) return false;
    }
    return !*words;
}

static bool style_hides(struct span s) {
    for (size_t i = 0; i < s.n; i++)
        if ((i == 0 || blank(s.p[i - 1]) || s.p[i - 1] == ';') && !blank(s.p[i]) &&
            (spelled(s, i, "display:none") || spelled(s, i, "visibility:hidden")))
            return true;
    return false;
}

static size_t past_blanks(struct span s, size_t i) {
    while (i < s.n && blank(s.p[i])) i++;
    return i;
}

/* What stands behind the = of an attribute, in quotes or up to a blank; *i moves past it. */
static struct span value_of(struct span s, size_t *i) {
    size_t from = past_blanks(s, *i + 1), to;
    bool quoted = from < s.n && (s.p[from] == '"' || s.p[from] == '\'');

    from += quoted;
    for (to = from; to < s.n && (quoted ? s.p[to] != s.p[from - 1] : !blank(s.p[to]));) to++;
    *i = to + quoted;
    return (struct span){s.p + from, to - from};
}

/* The attribute `hidden`, or a style that hides. */
static bool hides(struct span s) {
    for (size_t i = 0; i < s.n;) {
        struct span name, value = {"", 0};
        size_t from;

        while (i < s.n && (blank(s.p[i]) || s.p[i] == '/')) i++;
        for (from = i; i < s.n && !blank(s.p[i]) && s.p[i] != '=' && s.p[i] != '/';) i++;
        name = (struct span){s.p + from, i - from};
        i = past_blanks(s, i);
        if (i < s.n && s.p[i] == '=')
            value = value_of(s, &i);
        else if (i == from)
            i++;
        if (span_is_nocase(name, "hidden") || (span_is_nocase(name, "style") && style_hides(value)))
            return true;
    }
    return false;
}

/* Passes over script and its like, and comments. @return whether there was one. */
static bool pass_unseen(struct page *p, struct span name) {
    static const char *const close[] = {"</script",   "</style", "</noscript",
                                        "</template", "</svg",   "</textarea"};

    for (size_t k = 0; k < sizeof close / sizeof *close; k++)
        if (span_is_nocase(name, close[k] + 2)) {
            skip_to(p, close[k]);
            return true;
        }
    return false;
}

static void pass_comment(struct page *p) {
    skip_to(p, "-->");
    p->at = p->at + 3 < p->in.n ? p->at + 3 : p->in.n;
}

/* Past the end of a hidden element: its closing tag; of a paragraph, which needs none, any block too. */
static void pass_hidden(struct page *p, struct span name) {
    bool paragraph = span_is_nocase(name, "p"), closing;
    size_t depth = 1;

    while (p->at < p->in.n) {
        size_t before = p->at;
        struct span inner, attributes;

        if (p->in.p[p->at] != '<') {
            p->at++;
            continue;
        }
        if (starts(p->in, p->at, "<!--")) {
            pass_comment(p);
            continue;
        }
        inner = pass_tag(p, &closing, &attributes);
        if (paragraph && word_in(inner, BLOCKS " body html") && !word_in(inner, "br")) {
            if (!(closing && span_is_nocase(inner, "p"))) p->at = before;
            return;
        }
        if (inner.n == name.n && strncasecmp(inner.p, name.p, name.n) == 0)
            depth = closing ? depth - 1 : depth + 1;
        if (!depth) return;
        if (!closing) (void)pass_unseen(p, inner);
    }
}

static void read_tag(struct page *p) {
    bool closing;
    struct span name, attributes;

    if (starts(p->in, p->at, "<!--")) {
        pass_comment(p);
        return;
    }
    name = pass_tag(p, &closing, &attributes);
    if (word_in(name, BLOCKS))
        put_line(p);
    else if (word_in(name, "td th"))
        put_point(p, ' ');
    if (closing || pass_unseen(p, name)) return;
    if (name.n && hides(attributes) &&
        !word_in(name, "br hr img input meta link wbr col area base embed source track param html "
                       "body"))
        pass_hidden(p, name);
}

int text_html(struct arena *a, struct span bytes, struct span *out, struct err *e) {
    struct page p = {.in = bytes, .line = true};
    int rc;

    if (bytes.n > TEXT_BYTES)
        return err_set(e, RC_LIMIT, "the page has %zu bytes, over the limit of %zu", bytes.n,
                       TEXT_BYTES);
    if ((rc = find_charset(&p, e)) < 0) return rc;
    p.out = arena_alloc(a, bytes.n + 1,
                        p.cp1251 ? 3 : 1); /* an entity or tag is no shorter than what it becomes */
    while (p.at < p.in.n) {
        unsigned char c = (unsigned char)p.in.p[p.at];
        char next = (char)(p.at + 1 < p.in.n ? p.in.p[p.at + 1] : '\0');

        if (c == '<' && (ascii_letter(next) || next == '/' || next == '!' || next == '?')) {
            read_tag(&p);
        } else if (c == '&') {
            put_entity(&p);
        } else if (c < 0x80 || p.cp1251) {
            put_point(&p, from_1251(c));
            p.at++;
        } else {
            p.out[p.n++] = (char)c; /* checked by text_plain afterwards */
            p.blank = p.line = false;
            p.at++;
        }
    }
    return text_plain((struct span){p.out, p.n}, out, e);
}
