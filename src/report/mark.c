/* SPDX-License-Identifier: Apache-2.0 */
#include "report/mark.h"

#include "base/num.h"
#include "base/utc.h"

#include <math.h>

/* The next character of s and how many bytes it takes; 0xFFFD for a byte that begins no well-formed
 * sequence. */
static uint32_t decode(const unsigned char *s, size_t *n) {
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    size_t more = s[0] >= 0xf0 ? 3 : s[0] >= 0xe0 ? 2 : 1;
    uint32_t c;

    *n = 1;
    if (s[0] < 0x80) return s[0];
    if (s[0] < 0xc2 || s[0] > 0xf4) return 0xfffd;
    c = s[0] & (0x3fu >> more);
    for (size_t i = 1; i <= more; i++) {
        if ((s[i] & 0xc0) != 0x80) return 0xfffd; /* the terminating NUL is caught here too */
        c = c << 6 | (s[i] & 0x3fu);
    }
    if (c < least[more] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return 0xfffd;
    *n = more + 1;
    return c;
}

/* Characters that show nothing, or change how others are shown: controls, bidirectional controls
 * (UAX 9), invisible format characters, tags, noncharacters. The joiners U+200C and U+200D are
 * left: Persian and Indic spelling needs them. */
static bool invisible(uint32_t c) {
    static const uint32_t range[][2] = {
        {0x00, 0x08},     {0x0b, 0x0c},     {0x0e, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},
        {0x61c, 0x61c},   {0x180e, 0x180e}, {0x200b, 0x200b}, {0x200e, 0x200f}, {0x2028, 0x202e},
        {0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xfffe, 0xffff}, {0xe0000, 0xe0fff}};

    for (size_t i = 0; i < sizeof range / sizeof *range; i++)
        if (c >= range[i][0] && c <= range[i][1]) return true;
    return (c & 0xfffe) == 0xfffe;
}

static void put(struct buf *b, const unsigned char *s, size_t n, uint32_t c) {
    if (c == '&')
        buf_puts(b, "&amp;");
    else if (c == '<')
        buf_puts(b, "&lt;");
    else if (c == '>')
        buf_puts(b, "&gt;");
    else if (c == '"')
        buf_puts(b, "&quot;");
    else if (c == '\'')
        buf_puts(b, "&#39;");
    else if (c == '\r') /* a bare one would be normalised away */
        buf_puts(b, "&#13;");
    else if (invisible(c))
        buf_printf(b, "[U+%04X]", (unsigned)c);
    else if (c == 0xfffd)
        buf_puts(b, "\xef\xbf\xbd");
    else
        buf_add(b, (struct span){(const char *)s, n});
}

size_t mark_length(const char *s) {
    size_t length = 0, n;

    for (const unsigned char *p = (const unsigned char *)s; p && *p; p += n)
        length += invisible(decode(p, &n)) ? 8 : 1;
    return length;
}

void mark_cut(struct buf *b, const char *s, size_t limit) {
    bool over = mark_length(s) > limit;
    size_t room = over ? limit - 1 : limit, n;

    for (const unsigned char *p = (const unsigned char *)s; p && *p; p += n) {
        uint32_t c = decode(p, &n);
        size_t takes = invisible(c) ? 8 : 1;

        if (takes > room) break;
        room -= takes;
        put(b, p, n, c);
    }
    if (over) buf_puts(b, "…");
}

void mark_text(struct buf *b, const char *s) {
    mark_cut(b, s, SIZE_MAX);
}

/* Width of a character in ems, at least that of the sans-serif faces in use (Arial, Segoe, Roboto, DejaVu but for its widest). */
static double advance(uint32_t c) {
    if (invisible(c)) return 4.8;                                  /* as [U+202E] */
    if (c >= 0x1100) return c >= 0x2010 && c <= 0x2024 ? 0.62 : 1; /* CJK is square */
    if (c >= 0x80) return 0.75;
    if (strchr(" .,:;'|!()[]fijlrtI", (int)c)) return 0.4;
    if (strchr("MWmw@%&", (int)c)) return 0.95;
    return c >= 'A' && c <= 'Z' ? 0.74 : 0.61;
}

double mark_width(const char *s, double size) {
    double width = 0;
    size_t n;

    for (const unsigned char *p = (const unsigned char *)s; p && *p; p += n)
        width += advance(decode(p, &n));
    return width * size;
}

static bool space(unsigned char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Where a line that begins at p ends: before the last space that leaves it within the width, else before the character that does
 * not fit, and never before the first. */
static const unsigned char *line_end(const unsigned char *p, double ems, bool at_spaces) {
    const unsigned char *start = p, *fit = NULL;
    double width = 0;
    size_t n;

    for (; *p; p += n) {
        width += advance(decode(p, &n));
        if (space(*p)) fit = p;
        if (width > ems && !space(*p) && p > start) return at_spaces && fit ? fit : p;
    }
    return p;
}

size_t mark_wrap(const char *s, double size, double width, size_t most, struct mark_line *out) {
    const unsigned char *p = (const unsigned char *)(s ? s : "");
    size_t n = 0;

    for (;;) {
        const unsigned char *end, *next;
        bool last = n + 1 == most;

        while (space(*p)) p++;
        if (!*p || n == most) return n;
        next = end = line_end(p, width / size, true);
        while (space(*next)) next++;
        out[n].cut = last && *next;
        if (out[n].cut) end = line_end(p, width / size - 1, false);
        while (end > p && space(end[-1])) end--;
        out[n++].s = (struct span){(const char *)p, (size_t)(end - p)};
        p = next;
    }
}

void mark_people(struct buf *b, int64_t n) {
    num_people(b, n);
}

void mark_range(struct buf *b, int64_t lo, int64_t hi) {
    mark_people(b, lo);
    if (hi == lo) return;
    buf_puts(b, "–");
    mark_people(b, hi);
}

void mark_share(struct buf *b, double x) {
    double percent = x * 100;

    num_fixed(b, percent, percent == floor(percent) || percent >= 10 ? 0 : 1);
    buf_putc(b, '%');
}

const char *mark_month(int month) {
    static const char *const name[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

    return month >= 1 && month <= 12 ? name[month - 1] : "?";
}

void mark_day(struct buf *b, int32_t day) {
    struct utc_civil c = utc_civil(day);

    buf_printf(b, "%d %s %d", c.day, mark_month(c.month), c.year);
}

void mark_date(struct buf *b, const char *iso) {
    int32_t day;
    struct err e;

    if (iso && utc_date_read(span_of(iso), &day, &e) == 0)
        mark_day(b, day);
    else
        mark_text(b, iso);
}

bool mark_followable(const char *s) {
    if (!s || (strncmp(s, "http://", 7) != 0 && strncmp(s, "https://", 8) != 0)) return false;
    for (; *s; s++)
        if ((unsigned char)*s <= ' ' || *s == 0x7f) return false;
    return true;
}
