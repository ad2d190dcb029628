/* SPDX-License-Identifier: Apache-2.0 */

/* One cell to the value that the ledger keeps.
 *
 * No sentence here quotes the cell: it goes into the ledger with the bad row, and a cell that is
 * wrong is often a cell in the wrong place, such as a telephone number under `seats`. What may be
 * said is the kind of thing that stands there. */
#include "base/ascii.h"
#include "base/canon.h"
#include "base/csv.h"
#include "base/num.h"
#include "base/utc.h"
#include "format/sheet.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#define ID_BYTES 64
#define TEXT_BYTES 4000
#define PLACE_BYTES 120
#define LINK_BYTES 2000
#define DATES_MAX 400

bool sheet_missing(struct span s) {
    static const char *const words[] = {"-", "?", "na", "n/a", "nan", "null", "unknown"};

    if (!s.n) return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (span_is_nocase(s, words[i])) return true;
    return false;
}

/* ---- kinds ---- */

const char *sheet_kind_of(struct span cell) {
    struct err e;
    int32_t day;
    size_t digits = 0, other = 0, blanks = 0;

    cell = span_trim(cell);
    if (!cell.n) return "empty";
    for (size_t i = 0; i < cell.n; i++) {
        unsigned char c = (unsigned char)cell.p[i];

        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return "bytes";
        if (ascii_digit((char)c))
            digits++;
        else if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            blanks++;
        else if (!strchr("+-.,%", c))
            other++;
    }
    if (cell.n > 7 && (memcmp(cell.p, "http://", 7) == 0 || memcmp(cell.p, "https:/", 7) == 0))
        return "link";
    if (utc_date_read(cell, &day, &e) != RC_SYNTAX) return "date";
    if (digits && !other && !blanks) return "number";
    return blanks ? "words" : "word";
}

/* ---- types ---- */

static int cell_id(const struct sheet_column *c, struct span s, json_t **out, struct err *e) {
    bool code = !c->refers &&
                strcmp(c->name, "id") != 0; /* flight numbers and registrations: JS 272 is JS272 */
    char text[ID_BYTES];
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        char ch = s.p[i];

        if (code && ch == ' ') continue;
        if (!ascii_letter(ch) && !ascii_digit(ch) && (!ch || !strchr("-_.:/", ch)))
            return err_set(e, RC_SYNTAX, "a %s has letters, digits and - _ . : / only",
                           code ? "code" : "name of a row");
        if (n == sizeof text) return err_set(e, RC_LIMIT, "longer than %d bytes", ID_BYTES);
        if (code) ch = ascii_to_upper(ch);
        text[n++] = ch;
    }
    *out = json_stringn(text, n);
    return 0;
}

static int cell_text(struct span s, size_t cap, json_t **out, struct err *e) {
    json_t *v;

    if (s.n > cap) return err_set(e, RC_LIMIT, "%zu bytes, over the limit of %zu", s.n, cap);
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] < 0x20 && !strchr("\t\n\r", s.p[i])) || s.p[i] == 0x7f ||
            !s.p[i])
            return err_set(e, RC_SYNTAX, "holds control characters");
    if (!(v = json_stringn(s.p, s.n))) return err_set(e, RC_SYNTAX, "is not UTF-8");
    *out = v;
    return 0;
}

/** The words, joined for a sentence: they are ours, so they may be said. */
static int cell_choice(const struct sheet_column *c, struct span s, json_t **out, struct err *e) {
    char list[256] = "";
    size_t at = 0;

    for (size_t i = 0; c->choices[i]; i++) {
        const char *word = c->choices[i];
        size_t k = 0;

        while (k < s.n && word[k] &&
               (ascii_to_lower(s.p[k]) == ascii_to_lower(word[k]) ||
                (word[k] == '_' && s.p[k] == ' ')))
            k++;
        if (k == s.n && !word[k]) {
            *out = json_string(word);
            return 0;
        }
        at += (size_t)snprintf(list + at, sizeof list - at, "%s%s", i ? ", " : "", word);
        assert(at < sizeof list);
    }
    return err_set(e, RC_RANGE, "is none of %s", list);
}

/** A whole number; `40.0`, as spreadsheets and data frames write it, is 40. */
static int cell_int(const struct sheet_column *c, struct span s, json_t **out, struct err *e) {
    int64_t v = 0;
    size_t n = s.n;
    int rc;

    while (n > 1 && s.p[n - 1] == '0') n--;
    if (n < s.n && n > 1 && s.p[n - 1] == '.' && ascii_digit(s.p[n - 2])) s.n = n - 1;
    rc = num_int(s, c->lo, c->hi, &v, e);
    if (rc == RC_RANGE)
        return err_set(e, RC_RANGE, "is outside %" PRId64 " to %" PRId64, c->lo, c->hi);
    if (rc < 0) return err_set(e, RC_SYNTAX, "is not a whole number");
    *out = json_integer(v);
    return 0;
}

static int cell_share(struct span s, json_t **out, struct err *e) {
    bool percent = s.n && s.p[s.n - 1] == '%';
    double v = 0, top = percent ? 100 : 1;

    if (percent) s = span_trim((struct span){s.p, s.n - 1});
    switch (num_real(s, 0, top, &v, e)) {
    case 0: break;
    case RC_RANGE: return err_set(e, RC_RANGE, "is outside 0 to 1; percentages carry a %% sign");
    default:
        return err_set(e, RC_SYNTAX,
                       "is neither a share, such as 0.8, nor a percentage, such as 80%%");
    }
    *out = json_integer((json_int_t)(v * (percent ? 10 : 1000) + 0.5));
    return 0;
}

static int cell_date(struct span s, json_t **out, struct err *e) {
    int32_t day = 0;

    switch (utc_date_read(s, &day, e)) {
    case 0: break;
    case RC_RANGE: return err_set(e, RC_RANGE, "is no day of the calendar from 1900 to 2199");
    default: return err_set(e, RC_SYNTAX, "is not a date such as 2023-10-30 or 30 October 2023");
    }
    *out = json_string(utc_date_text(day).s);
    return 0;
}

/** "1:15 PM", "1:15:00 pm": the half of the day, taken off. @return its hour, 0 or 12; -1 none. */
static int half_of_day(struct span *s) {
    static const char *const halves[] = {"am", "pm"};

    for (int i = 0; i < 2 && s->n > 2; i++) {
        if (!span_is_nocase((struct span){s->p + s->n - 2, 2}, halves[i])) continue;
        *s = span_trim((struct span){s->p, s->n - 2});
        return 12 * i;
    }
    return -1;
}

static int cell_time(struct span s, json_t **out, struct err *e) {
    int half = half_of_day(&s);
    char text[8] = "0";
    int32_t minute = 0;

    if (s.n > 3 && s.p[1] == ':' && s.n <= 7) { /* 9:05 */
        memcpy(text + 1, s.p, s.n < 7 ? s.n : 6);
        s = (struct span){text, s.n + 1};
    }
    if (s.n == 8 && memcmp(s.p + 5, ":00", 3) == 0) s.n = 5; /* 09:05:00, as spreadsheets have it */
    switch (utc_minute_read(s, &minute, e)) {
    case 0: break;
    case RC_RANGE: return err_set(e, RC_RANGE, "is no time of a day");
    default: return err_set(e, RC_SYNTAX, "is not a time such as 09:05");
    }
    if (half >= 0 && (minute < 60 || minute >= 13 * 60))
        return err_set(e, RC_RANGE, "is no time of half a day");
    if (half >= 0) minute = minute % (12 * 60) + half * 60;
    *out = json_string(utc_minute_text(minute).s);
    return 0;
}

/** Adds one day, 1 to 7. A day twice is a typing error. */
static bool day_add(unsigned *set, int day) {
    if (*set & 1u << day) return false;
    *set |= 1u << day;
    return true;
}

/** `15`, or seven places of which each holds its own digit or nothing: `1...5..`. */
static bool days_digits(struct span s, unsigned *set) {
    bool places = s.n == 7;

    for (size_t i = 0; i < s.n && places; i++)
        places = s.p[i] == (char)('1' + i) || (s.p[i] && strchr(".-_0 xX", s.p[i]));
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '1' && s.p[i] <= '7') {
            if (!day_add(set, s.p[i] - '0')) return false;
        } else if (!places && !strchr(" ,;/", s.p[i])) {
            return false;
        }
    }
    return *set != 0;
}

/** `Mon Fri`, `monday, friday`: English, at least two letters where these are enough. */
static bool days_words(struct span s, unsigned *set) {
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};

    for (size_t i = 0; i < s.n;) {
        size_t n = 0;
        int day = 0;

        if (s.p[i] && strchr(" ,;/+&", s.p[i])) {
            i++;
            continue;
        }
        while (i + n < s.n && ascii_letter(s.p[i + n])) n++;
        for (int d = 0; d < 7 && n >= 2; d++) {
            size_t k = 0;

            while (k < n && names[d][k] && ascii_to_lower(s.p[i + k]) == names[d][k]) k++;
            if (k == n) day = d + 1;
        }
        if (!day || !day_add(set, day)) return false;
        i += n;
        if (i < s.n && s.p[i] == '.') i++;
    }
    return *set != 0;
}

static int cell_days(struct span s, json_t **out, struct err *e) {
    char text[8];
    unsigned set = 0;
    size_t n = 0;
    bool ok = span_is_nocase(s, "daily") ? (set = 0xfe, true)
              : ascii_letter(s.p[0]) && !span_is_nocase((struct span){s.p, 1}, "x")
                  ? days_words(s, &set)
                  : days_digits(s, &set);

    if (!ok)
        return err_set(e, RC_SYNTAX,
                       "is not days of operation such as Mon Fri, 15, 1...5.. or daily");
    for (int d = 1; d <= 7; d++)
        if (set & 1u << d) text[n++] = (char)('0' + d);
    *out = json_stringn(text, n);
    return 0;
}

static int day_cmp(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

/** Adds the dates of one piece: one date (which may have blanks inside), or several ISO dates with
 * blanks between. */
static int dates_piece(struct span s, int32_t day[], size_t *n, struct err *e) {
    struct span rest = s = span_trim(s);
    int32_t d = 0;

    if (!s.n) return 0;
    if (utc_date_read(s, &d, e) == 0) rest = (struct span){s.p + s.n, 0};
    do {
        if (rest.n) {
            size_t k = 0;
            int rc;

            while (k < rest.n && rest.p[k] != ' ' && rest.p[k] != '\n' && rest.p[k] != '\t' &&
                   rest.p[k] != '\r')
                k++;
            if ((rc = utc_date_read((struct span){rest.p, k}, &d, e)) < 0) return rc;
            rest = span_trim((struct span){rest.p + k, rest.n - k});
        }
        if (*n == DATES_MAX) return err_set(e, RC_LIMIT, "more than %d dates", DATES_MAX);
        day[(*n)++] = d;
    } while (rest.n);
    return 0;
}

static int cell_dates(struct span s, json_t **out, struct err *e) {
    int32_t day[DATES_MAX];
    size_t n = 0;
    json_t *list;

    for (size_t i = 0, k; i <= s.n; i = k + 1) {
        int rc;

        for (k = i; k < s.n && s.p[k] != ',' && s.p[k] != ';';) k++;
        rc = dates_piece((struct span){s.p + i, k - i}, day, &n, e);
        if (rc == RC_LIMIT) return rc;
        if (rc == RC_RANGE)
            return err_set(e, RC_RANGE, "holds a date that is no day of the calendar");
        if (rc < 0)
            return err_set(e, RC_SYNTAX, "is not a list of dates such as 2023-12-25; 2024-01-01");
    }
    qsort(day, n, sizeof day[0], day_cmp);
    list = json_array();
    for (size_t i = 0; i < n; i++)
        if (!i || day[i] != day[i - 1])
            json_array_append_new(list, json_string(utc_date_text(day[i]).s));
    *out = list;
    return 0;
}

static int cell_hex(struct span s, json_t **out, struct err *e) {
    char text[6];

    for (size_t i = 0; i < s.n && s.n == 6; i++) {
        text[i] = ascii_to_upper(s.p[i]);
        if (!ascii_digit(text[i]) && (text[i] < 'A' || text[i] > 'F')) s.n = 0;
    }
    if (s.n != 6)
        return err_set(
            e, RC_SYNTAX,
            "is not six hex digits; a spreadsheet damages some: format the column as text");
    *out = json_stringn(text, 6);
    return 0;
}

/** Takes up to three decimals of a second out of s into text. @return the milliseconds; -1: more
 * digits, or none. */
static int take_decimals(struct span s, char text[40], size_t *n) {
    int ms = 0, digits = 0;

    *n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '.') {
            text[(*n)++] = s.p[i];
            continue;
        }
        if (*n != 19) return -1; /* behind the seconds only */
        for (; i + 1 < s.n && ascii_digit(s.p[i + 1]) && digits < 4; i++, digits++)
            ms = digits < 3 ? ms * 10 + (s.p[i + 1] - '0') : -1;
        if (!digits || digits > 3) return -1;
    }
    for (; digits && digits < 3; digits++) ms *= 10;
    return ms;
}

static int cell_instant(struct span s, json_t **out, struct err *e) {
    char text[40];
    size_t n = 0;
    int64_t t = 0;
    int ms = s.n < sizeof text ? take_decimals(s, text, &n) : -1;

    if (ms < 0 || utc_instant_read((struct span){text, n}, &t, e) < 0)
        return err_set(e, RC_SYNTAX, "is not an instant such as 2023-10-30T02:20:11Z");
    n = (size_t)snprintf(text, sizeof text, "%s", utc_instant_text(t).s);
    if (ms) snprintf(text + n - 1, sizeof text - n + 1, ".%03dZ", ms);
    *out = json_string(text);
    return 0;
}

static int cell_read(const struct sheet_column *c, struct span s, json_t **out, struct err *e) {
    switch (c->type) {
    case CELL_ID: return cell_id(c, s, out, e);
    case CELL_TEXT: return cell_text(s, TEXT_BYTES, out, e);
    case CELL_CHOICE: return cell_choice(c, s, out, e);
    case CELL_INT: return cell_int(c, s, out, e);
    case CELL_SHARE: return cell_share(s, out, e);
    case CELL_DATE: return cell_date(s, out, e);
    case CELL_TIME: return cell_time(s, out, e);
    case CELL_DAYS: return cell_days(s, out, e);
    case CELL_DATES: return cell_dates(s, out, e);
    case CELL_PLACE: return cell_text(s, PLACE_BYTES, out, e);
    case CELL_HEX: return cell_hex(s, out, e);
    case CELL_LINK: return cell_text(s, LINK_BYTES, out, e);
    case CELL_INSTANT: return cell_instant(s, out, e);
    }
    return err_set(e, RC_SYNTAX, "unknown type of column");
}

/** The formula defence of the exports, undone (docs/FORMATS.md, "Formula defence"). */
static struct span undefended(struct span s) {
    if (s.n > 1 && s.p[0] == '\'' && csv_runs((struct span){s.p + 1, s.n - 1})) s.p++, s.n--;
    return s;
}

int sheet_cell(const struct sheet_column *c, struct span cell, json_t **out, struct err *e) {
    struct span s = span_trim(undefended(span_trim(cell)));
    bool free_text =
        c->type == CELL_TEXT || c->type == CELL_PLACE || c->type == CELL_LINK || c->type == CELL_ID;
    json_t *v = NULL;
    int rc;

    if (c->type == CELL_CHOICE && cell_choice(c, s, out, e) == 0)
        return 0; /* `unknown` may be one of its words */
    if (sheet_missing(s)) {
        *out = NULL;
        return 0;
    }
    if (free_text && (rc = sheet_contact(s, c->type == CELL_LINK, e)) < 0) return rc;
    if ((rc = cell_read(c, s, &v, e)) < 0) {
        struct err contact;

        if (!free_text && sheet_contact(s, false, &contact) < 0) *e = contact, rc = contact.rc;
        return rc;
    }
    *out = v;
    return 0;
}
