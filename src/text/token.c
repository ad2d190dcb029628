/* SPDX-License-Identifier: Apache-2.0 */
/* Words, numbers and signs of one sentence.
 *
 * A number may be written with the decimal digits of other scripts, full-width or mathematical ones: they have a value. A Cyrillic
 * О or a Latin l in a number has none: such a token is doubtful, is not read, and is named (`odd`). Nor is a number behind a
 * right-to-left override, which shows 04 as 40 (Unicode Standard Annex 9, rule X4). */
#include "text/token.h"

#include "base/utc.h"

enum {
    LOW_BYTES = 3 * 8192,
    BACK_BYTES = 4096, /* how far before a sentence an override is looked for */
    RLO = 0x202e,      /* right-to-left override */
    PDF = 0x202c       /* ends it */
};

uint32_t utf8_get(struct span s, size_t *len) {
    const unsigned char *p = (const unsigned char *)s.p;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = p[0] < 0x80   ? 1
               : p[0] < 0xc2 ? 0
               : p[0] < 0xe0 ? 2
               : p[0] < 0xf0 ? 3
               : p[0] < 0xf5 ? 4
                             : 0;
    uint32_t c;

    *len = 1;
    if (n <= 1) return n ? p[0] : 0;
    if (n > s.n) return 0;
    c = p[0] & (0x7fU >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80) return 0;
        c = c << 6 | (p[i] & 0x3fU);
    }
    if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return 0;
    *len = n;
    return c;
}

size_t utf8_put_point(char *p, uint32_t c) {
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};

    if (n == 1) {
        p[0] = (char)c;
        return 1;
    }
    for (size_t i = n - 1; i > 0; i--, c >>= 6) p[i] = (char)(0x80 | (c & 0x3f));
    p[0] = (char)(lead[n] | c);
    return n;
}

bool utf8_deceives(uint32_t c) {
    return c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xe0000 && c <= 0xe007f);
}

static int digit(uint32_t c) {
    /* of ASCII, full-width, Arabic-Indic twice, nine scripts of India, Thai, Lao, Tibetan, Burmese, Khmer */
    static const uint32_t zero[] = {'0',   0xff10, 0x660, 0x6f0, 0x966,  0x9e6,
                                    0xa66, 0xae6,  0xb66, 0xbe6, 0xc66,  0xce6,
                                    0xd66, 0xe50,  0xed0, 0xf20, 0x1040, 0x17e0};

    if (c >= '0' && c <= '9') return (int)(c - '0');
    if (c < 0x660) return -1;
    for (size_t i = 1; i < sizeof zero / sizeof *zero; i++)
        if (c >= zero[i] && c < zero[i] + 10) return (int)(c - zero[i]);
    return c >= 0x1d7ce && c <= 0x1d7ff ? (int)((c - 0x1d7ce) % 10) : -1; /* mathematical */
}

static bool hangul(uint32_t c) {
    return (c >= 0xac00 && c <= 0xd7a3) || (c >= 0x1100 && c <= 0x11ff) ||
           (c >= 0x3130 && c <= 0x318f);
}

static bool cyrillic(uint32_t c) {
    return c >= 0x400 && c <= 0x52f;
}

static bool letter(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xc0 && c < 0x660 && c != 0xd7 && c != 0xf7) || (c >= 0x671 && c < 0x6d4) ||
           (c >= 0x900 && c < 0x2000 && digit(c) < 0) || hangul(c) ||
           (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
           (c >= 0xff21 && c <= 0xff5a) || (c >= 0x10000 && digit(c) < 0);
}

static bool upper(uint32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
           (c >= 0x400 && c <= 0x42f);
}

static uint32_t lower(uint32_t c) {
    if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
        (c >= 0x410 && c <= 0x42f))
        return c + 32;
    return c >= 0x400 && c < 0x410 ? c + 80 : c;
}

/* Letters that look like a digit. */
static bool lookalike(uint32_t c) {
    return c == 0x41e || c == 0x43e || c == 0x417 || c == 0x437 || c == 0x39f || c == 0x3bf ||
           c == 'O' || c == 'o' || c == 'l' || c == 'I' || c == 0x406 || c == 0x456 || c == 0x4c0 ||
           c == 0x431;
}

/* Of those, the ones that no code begins with. */
static bool posing(uint32_t c) {
    return lookalike(c) && (c > 0x7f || c == 'l' || c == 'o');
}

/* The plain form of a sign, or 0. */
static char sign(uint32_t c) {
    switch (c) {
    case 0x201c:
    case 0x201e:
    case 0x201f:
    case 0xab:
    case 0x300c:
    case 0x300e:
    case 0x300a: return '{';
    case 0x201d:
    case 0xbb:
    case 0x300d:
    case 0x300f:
    case 0x300b: return '}';
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case '`': return '\'';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212: return '-';
    case 0x2026: /* an ellipsis */
    case 0x301c: /* the waves between two numbers */
    case 0x223c:
    case 0xff5e: return '~';
    case 0x3001:
    case 0xff0c: return ',';
    case 0x3002: return '.';
    case 0xff01: return '!';
    case 0xff1f: return '?';
    case 0x20ac:
    case 0xa3:
    case 0xa5: return '$';
    default: return (char)(c > 0x20 && c < 0x7f ? c : 0);
    }
}

struct walk {
    struct span text;
    size_t at, to, point;
};

static uint32_t peek(const struct walk *w, size_t at, size_t *len) {
    *len = 0;
    return at < w->to ? utf8_get((struct span){w->text.p + at, w->to - at}, len) : 0;
}

static void put_low(struct tokens *t, struct token *k, uint32_t c) {
    if (t->low_n + 4 > t->low_size) return;
    k->low.n += utf8_put_point(t->low + t->low_n, c);
    t->low_n = (size_t)(k->low.p + k->low.n - t->low);
}

static void note_odd(struct tokens *t, uint32_t c, size_t point) {
    if (t->odd) return;
    t->odd = c;
    t->odd_at = (uint32_t)point;
}

/* U.S. or p.m. at the walk, with its full stops: bytes, or 0. ASCII. */
static size_t initials(const struct walk *w) {
    const char *p = w->text.p + w->at;
    size_t n = w->to - w->at, k = 0;

    if (n >= 4 && (p[0] == 'a' || p[0] == 'p') && memcmp(p + 1, ".m.", 3) == 0) return 4;
    while (k + 1 < n && p[k] >= 'A' && p[k] <= 'Z' && p[k + 1] == '.') k += 2;
    return k >= 4 ? k : 0;
}

/* Letters, and digits after them (a code); an apostrophe between letters stays. Hangul and other letters do not mix. */
static void read_word(struct tokens *t, struct walk *w, struct token *k) {
    size_t len, uppers = 0, letters = 0;
    uint32_t c = peek(w, w->at, &len), next;
    bool first_hangul = hangul(c);
    size_t dots = initials(w), point = w->point;
    uint32_t begins = c;

    if (dots) {
        for (size_t i = 0; i + 1 < dots; i++)
            put_low(t, k, lower((unsigned char)w->text.p[w->at + i]));
        k->capital = k->shout = upper(c);
        w->at += dots;
        w->point += dots;
        return;
    }

    k->capital = upper(c);
    k->foreign = first_hangul || cyrillic(c);
    for (; (c = peek(w, w->at, &len)); w->at += len, w->point++) {
        size_t more;
        bool apostrophe = c == '\'' || c == 0x2019;

        next = apostrophe ? peek(w, w->at + len, &more) : 0;
        if (utf8_deceives(c)) continue;
        if (digit(c) >= 0 && !first_hangul)
            k->kind = TOK_CODE;
        else if (!(apostrophe && letter(next)) && (!letter(c) || hangul(c) != first_hangul))
            break;
        letters += letter(c);
        uppers += upper(c);
        put_low(t, k, apostrophe ? '\'' : digit(c) >= 0 ? (uint32_t)('0' + digit(c)) : lower(c));
    }
    k->shout = letters > 1 && uppers == letters;
    if (k->kind == TOK_CODE && letters == 1 && w->point - point > 2 && posing(begins)) {
        k->doubtful = true; /* l24: a number, or the name of something */
        note_odd(t, begins, point);
    }
}

/* 2023-10-30, 2023.10.30 or 30.10.2023 at the walk, in ASCII. @return bytes, or 0. */
static size_t read_date(const struct walk *w, int64_t *day) {
    const char *p = w->text.p + w->at;
    size_t n = w->to - w->at, at = 0, digits[3] = {0};
    int part[3] = {0};
    char sep = 0;

    for (int k = 0; k < 3; k++) {
        for (; at < n && p[at] >= '0' && p[at] <= '9' && digits[k] < 4; at++, digits[k]++)
            part[k] = part[k] * 10 + (p[at] - '0');
        if (k == 2) break;
        if (at >= n || (p[at] != '-' && p[at] != '.') || (sep && p[at] != sep)) return 0;
        sep = p[at++];
    }
    if (at < n && p[at] >= '0' && p[at] <= '9') return 0;
    if (digits[0] != 4) {
        int d = part[0];

        if (digits[2] != 4 || sep != '.' || digits[0] > 2) return 0;
        part[0] = part[2];
        part[2] = d;
        digits[2] = 2;
    }
    if (!digits[1] || digits[1] > 2 || !digits[2] || digits[2] > 2) return 0;
    if (part[0] < 1900 || part[0] > 2199 || part[1] < 1 || part[1] > 12 || part[2] < 1 ||
        part[2] > 31)
        return 0;
    *day = utc_day((struct utc_civil){part[0], part[1], part[2]});
    return at;
}

/* Whether three digits, and no fourth, stand at `at`. */
static bool three(const struct walk *w, size_t at) {
    size_t len;

    for (int i = 0; i < 3; i++) {
        if (digit(peek(w, at, &len)) < 0) return false;
        at += len;
    }
    return digit(peek(w, at, &len)) < 0;
}

/* "9,56,720": pairs of digits, then three, as India writes. */
static bool pairs(const struct walk *w, size_t at) {
    size_t len;

    for (int group = 0; group < 4; group++) {
        if (three(w, at)) return group > 0;
        for (int i = 0; i < 2; i++) {
            if (digit(peek(w, at, &len)) < 0) return false;
            at += len;
        }
        if (peek(w, at, &len) != ',') return false;
        at += len;
    }
    return false;
}

static void add_digit(struct token *k, int d, int *decimals) {
    if (*decimals < 0) {
        if (k->num < INT64_C(1000000000000)) k->num = k->num * 10 + (int64_t)d * 1000;
    } else if (*decimals < 3) {
        static const int64_t unit[] = {100, 10, 1};

        k->num += d * unit[(*decimals)++];
    }
}

/* May a letter stand behind digits in one token? */
static bool tail_letter(const struct token *k, uint32_t c) {
    if (hangul(c)) return false;
    return lookalike(c) || (letter(c) && c < 0x80) || (k->kind == TOK_CODE && digit(c) >= 0);
}

/* A letter that looks like a digit, where it would be read as one. */
static bool doubts(const struct token *k, uint32_t c, uint32_t next) {
    return lookalike(c) && (c > 0x7f || digit(next) >= 0 || k->doubtful);
}

/* What follows a number directly: th, or letters that make a code of it (3U, 20kg) or a doubt (1О0). */
static void read_tail(struct tokens *t, struct walk *w, struct token *k) {
    struct span rest = {w->text.p + w->at, w->to - w->at};
    size_t len, more;
    uint32_t c = peek(w, w->at, &len);

    if (rest.n >= 2 && c < 0x80 && strchr("stnrSTNR", (int)c) && c) {
        char two[3] = {(char)(rest.p[0] | 32), (char)(rest.p[1] | 32), 0};
        struct walk after = *w;

        after.at += 2;
        if ((!strcmp(two, "st") || !strcmp(two, "nd") || !strcmp(two, "rd") ||
             !strcmp(two, "th")) &&
            !letter(peek(&after, after.at, &len))) {
            k->ordinal = true;
            w->at += 2;
            w->point += 2;
            return;
        }
    }
    while ((c = peek(w, w->at, &len)) && tail_letter(k, c)) {
        uint32_t next = peek(w, w->at + len, &more);

        if (doubts(k, c, next)) {
            if (cyrillic(c) && digit(next) < 0 && letter(next))
                return; /* a word begins: 5октября */
            k->doubtful = true;
            note_odd(t, c, w->point);
        }
        k->kind = TOK_CODE;
        put_low(t, k, digit(c) >= 0 ? (uint32_t)('0' + digit(c)) : lower(c));
        w->at += len;
        w->point++;
    }
}

/* What stands between digits and says nothing: a sign that hides there (it is told elsewhere), or one between thousands. */
static bool between(struct walk *w, uint32_t c, uint32_t next, int decimals, size_t len) {
    if (utf8_deceives(c) && digit(next) >= 0) return true;
    return decimals < 0 &&
           (c == ',' || c == '\'' || c == 0x2019 || c == 0xa0 || c == 0x2009 || c == 0x202f ||
            c == 0x66c || c == 0xff0c) &&
           (three(w, w->at + len) || (c == ',' && pairs(w, w->at + len)));
}

/* Is an override open before `at`, in its paragraph? */
static bool override_open(struct span text, size_t at) {
    size_t from = at > BACK_BYTES ? at - BACK_BYTES : 0;
    bool open = false;

    for (size_t i = at; i > from; i--)
        if (text.p[i - 1] == '\n') from = i;
    for (size_t i = from; i + 3 <= at; i++) {
        if (memcmp(text.p + i, "\xe2\x80\xae", 3) == 0) open = true;
        if (memcmp(text.p + i, "\xe2\x80\xac", 3) == 0) open = false;
    }
    return open;
}

/* Follows overrides through the token from..to. @return does one reach into it? */
static bool turned(struct tokens *t, struct span text, size_t from, size_t to) {
    bool any = t->override;
    size_t len;

    for (size_t i = from; i < to; i += len) {
        uint32_t c = utf8_get((struct span){text.p + i, to - i}, &len);

        if (c == RLO || c == PDF || c == '\n') t->override = c == RLO;
        any |= t->override;
    }
    return any;
}

/* To the beginning of a sentence: from the one before it, so that all of a text is looked at once; else from the
 * beginning of the paragraph. */
static void follow_override(struct tokens *t, struct span text, size_t from) {
    if (t->of == text.p && t->followed <= from)
        turned(t, text, t->followed, from);
    else
        t->override = override_open(text, from);
    t->of = text.p;
    t->followed = from;
}

/* A number in an override is none that a reader sees. */
static void distrust(struct tokens *t, struct token *k) {
    if (k->kind != TOK_NUM && k->kind != TOK_DATE && k->kind != TOK_CODE) return;
    k->kind = TOK_CODE;
    k->doubtful = true;
    t->reversed = true;
}

static void read_number(struct tokens *t, struct walk *w, struct token *k) {
    size_t len, more;
    uint32_t c;
    int decimals = -1;
    size_t date = read_date(w, &k->num);

    if (date) {
        k->kind = TOK_DATE;
        w->at += date;
        w->point += date;
        return;
    }
    k->kind = TOK_NUM;
    k->num = 0;
    while ((c = peek(w, w->at, &len))) {
        uint32_t next = peek(w, w->at + len, &more);

        if (digit(c) >= 0) {
            add_digit(k, digit(c), &decimals);
            put_low(t, k, (uint32_t)('0' + digit(c)));
        } else if (between(w, c, next, decimals, len)) {
            /* passed over */
        } else if (decimals < 0 && (c == '.' || c == 0x66b) && digit(next) >= 0) {
            decimals = 0;
            if (c == '.' && three(w, w->at + len) && k->num >= 1000)
                decimals = -1; /* 4.000: thousands, as in most of Europe */
        } else {
            break;
        }
        w->at += len;
        w->point++;
    }
    read_tail(t, w, k);
}

static void read_sign(struct tokens *t, struct walk *w, struct token *k, uint32_t c, size_t len) {
    char s = sign(c);

    k->kind = TOK_MARK;
    if (c == '"') s = '"';
    if (s) put_low(t, k, (uint32_t)s);
    w->at += len;
    w->point++;
}

void tokens_init(struct arena *a, struct tokens *t) {
    *t = (struct tokens){.v = ARENA_ARRAY(a, struct token, TOKENS),
                         .low = arena_alloc(a, LOW_BYTES, 1),
                         .low_size = LOW_BYTES};
}

/* May and march are months in capitals, and verbs else; at the beginning of a sentence months only before a number. */
static void tell_months(struct tokens *t) {
    for (size_t i = 0; i < t->n; i++) {
        struct token *k = &t->v[i];

        if (!(k->classes & W_MONTH) || !(k->classes & (W_AUX | W_MOVE))) continue;
        if (!k->capital || (i == 0 && !(t->n > 1 && t->v[1].kind == TOK_NUM)))
            k->classes &= ~W_MONTH;
        else
            k->classes = W_MONTH;
    }
}

/* "would-be" is an adjective. */
static void tell_would_be(struct tokens *t) {
    for (size_t i = 0; i + 2 < t->n; i++)
        if (token_is(t, i, "would") && token_is(t, i + 1, "-") && t->v[i + 1].glued &&
            token_is(t, i + 2, "be") && t->v[i + 2].glued)
            t->v[i].classes = t->v[i + 2].classes = W_ADJ;
}

void tokens_read(struct tokens *t, struct span text, size_t from, size_t to, size_t point) {
    struct walk w = {text, from, to, point};
    size_t last = SIZE_MAX, len;
    uint32_t c;

    t->n = t->low_n = 0;
    t->cut = false;
    t->odd = t->hidden = 0;
    t->reversed = false;
    follow_override(t, text, from);
    while (w.at < to && (c = peek(&w, w.at, &len))) {
        struct token *k;

        if (utf8_deceives(c) && !t->hidden) {
            t->hidden = c;
            t->hidden_at = (uint32_t)w.point;
        }
        if (digit(c) < 0 && !letter(c) &&
            (c <= 0x20 || c == 0xa0 || c == 0x3000 || utf8_deceives(c) ||
             (c >= 0x2000 && c <= 0x200a) || c == 0x202f)) {
            turned(t, text, w.at, w.at + len);
            w.at += len;
            t->followed = w.at;
            w.point++;
            continue;
        }
        if (t->n == TOKENS) {
            t->cut = true;
            break;
        }
        k = &t->v[t->n++];
        *k = (struct token){.from = (uint32_t)w.at,
                            .point = (uint32_t)w.point,
                            .glued = w.at == last,
                            .low = {t->low + t->low_n, 0}};
        if (digit(c) >= 0)
            read_number(t, &w, k);
        else if (letter(c))
            read_word(t, &w, k);
        else
            read_sign(t, &w, k, c, len);
        if (k->kind == TOK_WORD) k->classes = lex_of(k->low);
        k->to = (uint32_t)w.at;
        if (turned(t, text, k->from, k->to)) distrust(t, k);
        t->followed = w.at;
        k->topoint = (uint32_t)w.point;
        last = w.at;
    }
    tell_months(t);
    tell_would_be(t);
}

/* Does the word at `p`, up to a blank or the end, read `low`? *past is where it differs or ends. A word of the text has no NUL. */
static bool same_word(struct span low, const char *p, const char **past) {
    size_t k = 0;

    while (k < low.n && p[k] == low.p[k]) k++;
    *past = p + k;
    return k == low.n && (p[k] == ' ' || !p[k]);
}

bool token_among(const struct tokens *t, size_t i, const char *words, size_t n) {
    const char *end = words + n;
    struct span low;

    if (i >= t->n || !t->v[i].low.n) return false;
    low = t->v[i].low;
    /* by its first letter, which is fast: most calls find none */
    for (const char *p = words; (p = memchr(p, *low.p, (size_t)(end - p))) != NULL;) {
        if ((size_t)(end - p) < low.n) return false;
        if ((p == words || p[-1] == ' ') && (p[low.n] == ' ' || !p[low.n]) &&
            memcmp(p, low.p, low.n) == 0)
            return true;
        p = memchr(p, ' ', (size_t)(end - p)); /* the letter may be in it again */
        if (!p) return false;
    }
    return false;
}

size_t token_phrase(const struct tokens *t, size_t i, const char *words) {
    size_t count = 0;

    for (const char *p = words; *p; count++) {
        if (i + count >= t->n || !same_word(t->v[i + count].low, p, &p)) return 0;
        if (*p) p++;
    }
    return count;
}
