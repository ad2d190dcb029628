/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/plan.h"

#include "base/csv.h"
#include "base/figure.h"
#include "base/fold.h"
#include "base/hash.h"
#include "base/utc.h"

#include <stdlib.h>

void plan_own(struct arena *a, const struct sheet *s, struct plan *out) {
    struct plan_emit *m = ARENA_NEW(a, struct plan_emit);

    *m = (struct plan_emit){.sheet = s, .cell = ARENA_ARRAY(a, struct plan_cell, s->n), .n = s->n};
    for (size_t i = 0; i < s->n; i++) {
        struct plan_part *part = ARENA_NEW(a, struct plan_part);

        *part = (struct plan_part){.column = s->columns[i].name, .at = PLAN_NONE};
        m->cell[i] = (struct plan_cell){.column = &s->columns[i], .part = part, .n = 1};
    }
    *out = (struct plan){.header = 1, .emit = m, .n = 1};
}

/* ---- the header ---- */

/** The header, folded, with `#2` on the second column of a name, `#3` on the third. */
struct heading {
    struct span name;
    size_t nth; /* from 1 */
    bool used, ignored;
};

static struct heading *headings(struct arena *a, const struct span *header, size_t n) {
    struct heading *h = ARENA_ARRAY(a, struct heading, n);

    for (size_t i = 0; i < n; i++)
        h[i] = (struct heading){.name = fold_name(a, header[i]), .nth = 1};
    if (n > 256)
        return h; /* no sheet of people has so many: then only the first of a name is found */
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k-- > 0;)
            if (h[i].name.n && span_eq(h[k].name, h[i].name)) {
                h[i].nth = h[k].nth + 1;
                break;
            }
    return h;
}

/** The place of a column that the plan names: "yirn_on", "yirn_on#2". */
static size_t find(struct arena *a, const struct heading *h, size_t n, const char *column) {
    const char *hash = strrchr(column, '#');
    size_t nth = hash && hash[1] >= '1' && hash[1] <= '9' && !hash[2] ? (size_t)(hash[1] - '0') : 0;
    struct span name =
        fold_name(a, nth ? (struct span){column, (size_t)(hash - column)} : span_of(column));

    for (size_t i = 0; i < n; i++)
        if (h[i].nth == (nth ? nth : 1) && span_eq(h[i].name, name)) return i;
    return PLAN_NONE;
}

/** Our own sheets: each column once, the required ones there, one at least known. */
static int bind_own(struct arena *a, struct plan *p, struct heading *h, size_t n, struct err *e) {
    struct plan_emit *m = &p->emit[0];
    size_t known = 0;

    for (size_t i = 0; i < n; i++)
        if (h[i].nth > 1 && sheet_column(m->sheet, h[i].name))
            return err_set(e, RC_SYNTAX, "line %lld: column %zu is %s for the second time",
                           (long long)p->header, i + 1, sheet_column(m->sheet, h[i].name)->name);
    for (size_t i = 0; i < m->n; i++) {
        struct plan_part *part = m->cell[i].part;

        part->at = find(a, h, n, part->column);
        if (part->at == PLAN_NONE) continue;
        h[part->at].used = true;
        known++;
    }
    if (!known)
        return err_set(e, RC_SYNTAX, "line %lld: names no column of %s", (long long)p->header,
                       m->sheet->name);
    for (size_t i = 0; i < m->n; i++)
        if (m->cell[i].column->required && m->cell[i].part->at == PLAN_NONE)
            return err_set(e, RC_SYNTAX, "line %lld: the column %s is missing, and required in %s",
                           (long long)p->header, m->cell[i].column->name, m->sheet->name);
    return 0;
}

static int bind_one(struct arena *a, struct heading *h, size_t n, const char *column, size_t *at,
                    struct err *e) {
    if ((*at = find(a, h, n, column)) == PLAN_NONE)
        return err_set(e, RC_SYNTAX, "the map names a column that the sheet does not have: %s",
                       column);
    if (h[*at].ignored)
        return err_set(e, RC_SYNTAX, "the map uses and ignores the same column: %s", column);
    h[*at].used = true;
    return 0;
}

static int bind_map(struct arena *a, struct plan *p, struct heading *h, size_t n, struct err *e) {
    int rc;

    for (size_t i = 0; i < json_array_size(p->ignore); i++) {
        size_t at = find(a, h, n, json_string_value(json_array_get(p->ignore, i)));

        if (at != PLAN_NONE) h[at].ignored = true; /* a sheet without it is as good */
    }
    for (size_t i = 0; i < p->n; i++) {
        struct plan_emit *m = &p->emit[i];

        for (size_t k = 0; k < m->nwhen; k++)
            if ((rc = bind_one(a, h, n, m->when[k].column, &m->when[k].at, e)) < 0) return rc;
        for (size_t k = 0; k < m->n; k++)
            for (size_t j = 0; j < m->cell[k].n; j++)
                if (m->cell[k].part[j].column && (rc = bind_one(a, h, n, m->cell[k].part[j].column,
                                                                &m->cell[k].part[j].at, e)) < 0)
                    return rc;
    }
    return 0;
}

/** A private column: taken to be sealed, or the sheet is refused. */
static int bind_private(struct plan *p, size_t at, struct span header, const char *what,
                        struct err *e) {
    bool sources = !p->map && strcmp(p->emit[0].sheet->name, "sources") == 0;

    if (sources && p->seal) {
        p->private[p->nprivate++] = (struct plan_private){at, what, header};
        return 0;
    }
    return err_set(e, RC_SEALED, "line %lld: column %zu names %s: take it out%s",
                   (long long)p->header, at + 1, what,
                   p->map    ? ", or list it under ignore"
                   : sources ? ", or add custodians, for whom it is sealed (headcount keys add)"
                             : "");
}

int plan_bind(struct arena *a, struct plan *p, const struct span *header, size_t n, size_t *ignored,
              struct err *e) {
    struct heading *h;
    size_t unknown = 0;
    int rc;

    if (sheet_per_person(a, header, n))
        return err_set(e, RC_SEALED, "line %lld: has a row for each person: it is not read at all",
                       (long long)p->header);
    h = headings(a, header, n);
    p->private = ARENA_ARRAY(a, struct plan_private, n);
    p->nprivate = 0;
    if ((rc = p->map ? bind_map(a, p, h, n, e) : bind_own(a, p, h, n, e)) < 0 && rc != RC_SYNTAX)
        return rc;
    for (size_t i = 0; i < n; i++) {
        const char *what = h[i].ignored ? NULL : sheet_private(a, header[i]);

        if (what && (p->map || !h[i].used)) {
            int private = bind_private(p, i, header[i], what, e);

            if (private < 0) return private;
        } else {
            unknown += !h[i].used && !h[i].ignored && header[i].n;
        }
    }
    if (rc < 0) return rc;
    p->unread = ARENA_ARRAY(a, bool, n);
    for (size_t i = 0; i < n; i++) p->unread[i] = !h[i].used;
    p->columns = n;
    *ignored = unknown;
    return 0;
}

/* ---- a row ---- */

static struct span cell_at(const struct span *cell, size_t n, size_t at) {
    return at < n ? span_trim(cell[at]) : SPAN("");
}

static bool in_words(struct arena *a, const json_t *words, struct span s) {
    struct span folded = fold_name(a, s);

    for (size_t i = 0; i < json_array_size(words); i++) {
        struct span w = span_of(json_string_value(json_array_get(words, i)));

        if (span_eq(w, s) || (folded.n && span_eq(fold_name(a, w), folded))) return true;
    }
    return false;
}

/** Does the sheet mean "unknown" by this cell? The words common to all sheets are sheet_cell's. */
static bool is_empty(struct arena *a, const struct plan *p, struct span s) {
    return !s.n || (p->empty && csv_utf8(s) && in_words(a, p->empty, s));
}

bool plan_applies(struct arena *a, const struct plan *p, const struct plan_emit *m,
                  const struct span *cell, size_t n) {
    for (size_t i = 0; i < m->nwhen; i++) {
        const struct plan_when *w = &m->when[i];
        struct span s = cell_at(cell, n, w->at);
        bool ok = false;

        switch (w->test) {
        case TEST_PRESENT: ok = !is_empty(a, p, s) && !sheet_missing(s); break;
        case TEST_EMPTY: ok = is_empty(a, p, s) || sheet_missing(s); break;
        case TEST_IS: ok = csv_utf8(s) && in_words(a, w->words, s); break;
        case TEST_IS_NOT: ok = !csv_utf8(s) || !in_words(a, w->words, s); break;
        }
        if (!ok) return false;
    }
    return true;
}

/** Lower-case ASCII letters and digits with `-` between them; what has none, or is too long for an
 * id, gets a hash. */
static struct span slug(struct arena *a, struct span s) {
    struct span f = fold_name(a, s);
    char *out = ARENA_ARRAY(a, char, f.n + 16);
    size_t n = 0;
    bool lost = false;

    for (size_t i = 0; i < f.n; i++) {
        if ((unsigned char)f.p[i] >= 0x80)
            lost = true;
        else if (f.p[i] != '_')
            out[n++] = f.p[i];
        else if (n && out[n - 1] != '-')
            out[n++] = '-';
    }
    if (n > 40) n = 40, lost = true;
    if (lost) {
        uint8_t h[HASH_BYTES];

        hash_of(f, h);
        if (n && out[n - 1] != '-') out[n++] = '-';
        memcpy(out + n, hash_hex(h).s, 8);
        n += 8;
    }
    return (struct span){out, n};
}

/** One part of a figure; empty where it is not said. */
static int figure_part(struct arena *a, struct span *s, enum plan_filter filter, struct err *e) {
    static const char *const wording[] = {"", "about", "at_least", "at_most"};
    struct figure f;
    int64_t part;
    int rc;

    if (sheet_missing(*s)) *s = SPAN("");
    if (!s->n) return 0;
    if ((rc = figure_read(*s, &f, e)) < 0) return rc;
    part = filter == FILTER_LOW ? f.low : filter == FILTER_BEST ? f.best : f.high;
    if (filter == FILTER_WORDING)
        *s = span_of(wording[f.words]);
    else
        *s = part < 0 ? SPAN("") : span_of(arena_printf(a, "%lld", (long long)part));
    return 0;
}

static int filtered(struct arena *a, struct span *s, enum plan_filter filter, struct err *e) {
    char *out;

    if (filter >= FILTER_LOW) return figure_part(a, s, filter, e);
    if (filter == FILTER_SLUG) *s = slug(a, *s);
    if (filter == FILTER_NONE || filter == FILTER_SLUG) return 0;
    out = arena_dup(a, *s);
    for (size_t i = 0; i < s->n; i++) {
        if (filter == FILTER_UPPER && out[i] >= 'a' && out[i] <= 'z') out[i] = (char)(out[i] - 32);
        if (filter == FILTER_LOWER && out[i] >= 'A' && out[i] <= 'Z') out[i] = (char)(out[i] + 32);
    }
    s->p = out;
    return 0;
}

/* ---- dates of other styles ---- */

/** 12/31/2019, 31.12.2019, 31-12-19 refused: two digits of a year are a guess. */
static bool date_numbers(struct span s, bool month_first, struct utc_civil *c) {
    int part[3] = {0}, k = 0;
    size_t digits = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9' && digits < 4) {
            part[k] = part[k] * 10 + (s.p[i] - '0');
            digits++;
        } else if (s.p[i] && strchr("/.-", s.p[i]) && digits && k < 2) {
            k++;
            digits = 0;
        } else {
            return false;
        }
    }
    *c = (struct utc_civil){
        .year = part[2], .month = part[month_first ? 0 : 1], .day = part[month_first ? 1 : 0]};
    return k == 2 && digits == 4;
}

/** "Tuesday, May 7, 2019", "May 7, 2019" to "7 May 2019", which utc_date_read knows. */
static struct span date_words(struct arena *a, struct span s) {
    struct span word[5] = {{0}};
    size_t n = 0;

    for (size_t i = 0; i < s.n && n < 5;) {
        size_t k = i;

        while (k < s.n && s.p[k] != ' ' && s.p[k] != ',') k++;
        if (k > i) word[n++] = (struct span){s.p + i, k - i};
        i = k + 1;
    }
    if (n == 4)
        memmove(word, word + 1, 3 * sizeof word[0]), n = 3; /* the weekday is not checked here */
    if (n != 3 || word[1].n > 2) return s;
    return span_of(
        arena_printf(a, "%.*s %.*s %.*s", SPAN_ARG(word[1]), SPAN_ARG(word[0]), SPAN_ARG(word[2])));
}

int plan_day(struct arena *a, enum plan_dates style, struct span s, int32_t *day, struct err *e) {
    struct utc_civil c, back;

    if (style == DATES_ISO || utc_date_read(s, day, e) == 0) return utc_date_read(s, day, e);
    if (style == DATES_WORDS) return utc_date_read(date_words(a, s), day, e);
    if (!date_numbers(s, style == DATES_MDY, &c)) return RC_SYNTAX;
    if (c.month < 1 || c.month > 12 || c.day < 1 || c.day > 31 || c.year < 1900 || c.year > 2199)
        return RC_RANGE;
    *day = utc_day(c);
    back = utc_civil(*day);
    return back.month == c.month && back.day == c.day ? 0 : RC_RANGE;
}

/** "Tuesday" of "Tuesday, May 7, 2019" must be the weekday of that day: else one of the two is a
 * typing error. */
static bool weekday_agrees(struct span s, int32_t day) {
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

    for (int d = 0; d < 7 && s.n >= 3; d++) {
        bool same = true;

        for (int i = 0; i < 3 && same; i++) same = (s.p[i] | 32) == names[d][i];
        if (same) return utc_weekday(day) == d + 1;
    }
    return true;
}

static int date_iso(struct arena *a, enum plan_dates style, struct span s, struct span *out,
                    struct err *e) {
    int32_t day = 0;
    int rc = plan_day(a, style, s, &day, e);

    if (rc == RC_RANGE) return err_set(e, RC_RANGE, "is no day of the calendar from 1900 to 2199");
    if (rc < 0) return err_set(e, RC_SYNTAX, "is not a date in the style that the map gives");
    if (style == DATES_WORDS && !weekday_agrees(s, day))
        return err_set(e, RC_RANGE, "names a weekday that the date does not have");
    *out = span_of(arena_printf(a, "%s", utc_date_text(day).s));
    return 0;
}

/** The parts joined. Unknown as soon as one of the columns is empty. */
static int joined(struct arena *a, const struct plan *p, const struct plan_cell *c,
                  const struct span *cell, size_t n, struct span *out, struct err *e) {
    struct span piece[16];
    size_t total = 0, at = 0;
    char *text;
    int rc;

    for (size_t i = 0; i < c->n; i++) {
        const struct plan_part *part = &c->part[i];

        piece[i] = part->column ? cell_at(cell, n, part->at) : part->text;
        if (part->column) {
            if (!csv_utf8(piece[i]))
                return err_set(e, RC_SYNTAX, "is not UTF-8 text, or has control characters");
            if (is_empty(a, p, piece[i])) piece[i] = SPAN("");
            if (piece[i].n && (rc = filtered(a, &piece[i], part->filter, e)) < 0) return rc;
            if (!piece[i].n) {
                *out = piece[i];
                return 0;
            }
        }
        total += piece[i].n;
    }
    if (c->n == 1) {
        *out = piece[0];
        return 0;
    }
    text = ARENA_ARRAY(a, char, total + 1);
    for (size_t i = 0; i < c->n; i++) {
        if (piece[i].n) memcpy(text + at, piece[i].p, piece[i].n);
        at += piece[i].n;
    }
    *out = (struct span){text, total};
    return 0;
}

/** Is the word of a map this cell? `*` at its end: the cell begins with it; at both ends: a word of the cell does. */
static bool is_word(struct arena *a, struct span key, struct span cell) {
    bool within = key.n > 2 && key.p[0] == '*' && key.p[key.n - 1] == '*';
    bool begins = key.n > 1 && key.p[key.n - 1] == '*';
    struct span k, s;

    if (span_eq(key, cell)) return true;
    if (within) key.p++, key.n--;
    if (begins) key.n--;
    k = fold_name(a, key);
    s = fold_name(a, cell);
    if (!begins) return span_eq(k, s);
    for (size_t i = 0; k.n && i + k.n <= s.n && (within || i == 0); i++)
        if ((i == 0 || s.p[i - 1] == '_') && memcmp(s.p + i, k.p, k.n) == 0) return true;
    return false;
}

/** Their word in ours: the first that fits; as it stands where none does. */
static struct span translated(struct arena *a, const json_t *values, struct span s) {
    const char *key;
    json_t *v;

    json_object_foreach((json_t *)(uintptr_t)values, key,
                        v) if (is_word(a, span_of(key), s)) return span_of(json_string_value(v));
    return s;
}

int plan_text(struct arena *a, const struct plan *p, const struct plan_cell *c,
              const struct span *cell, size_t n, struct span *out, struct err *e) {
    struct span s = SPAN("");
    int rc = joined(a, p, c, cell, n, &s, e);

    if (rc == 0 && s.n && c->values) s = translated(a, c->values, s);
    if (rc == 0 && s.n && p->map && c->column->type == CELL_DATE && c->n == 1 && c->part[0].column)
        rc = date_iso(a, p->dates, s, &s, e);
    if (rc == 0) *out = s;
    return rc;
}
