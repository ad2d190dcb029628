/* SPDX-License-Identifier: Apache-2.0 */
/* A row of the table to a record. Ten million of them pass here, so cells are read in place: no JSON and no allocation. */
#include "base/csv.h"
#include "cli/sweep.h"
#include "format/sheet.h"

#include <stdio.h>

const char *const sweep_columns[SWEEP_COLUMNS] = {"series", "date",   "slot",  "group",  "seats",
                                                  "status", "method", "count", "low",    "high",
                                                  "root",   "of",     "stage", "wording"};

/* In the order of the enums. */
static const char *const statuses[] = {"unknown", "announced", "operated", "cancelled", NULL};

static const char *name_of(int column) {
    return sweep_columns[column];
}

/* Digits, and perhaps `.0`, which programs write whose whole numbers become real beside an empty cell. */
static bool whole(struct span s, int lo, int16_t *out) {
    int v = 0;
    size_t i = 0;

    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        if ((v = v * 10 + (s.p[i] - '0')) > SWEEP_PEOPLE) return false;
    if (i == 0 || v < lo) return false;
    if (i < s.n && (s.p[i++] != '.' || i == s.n)) return false;
    for (; i < s.n; i++)
        if (s.p[i] != '0') return false;
    *out = (int16_t)v;
    return true;
}

static int people(const struct span *cell, int column, int16_t *out, struct err *e) {
    struct span s = span_trim(cell[column]);

    *out = -1;
    if (sheet_missing(s) || whole(s, 0, out)) return 0;
    return err_set(e, RC_SYNTAX, "%s: not a whole number from 0 to %d", name_of(column),
                   SWEEP_PEOPLE);
}

/* `180`, or `140-210` where sources differ. */
static int seats(struct span s, struct sweep_row *r, struct err *e) {
    const char *dash;

    r->seats_lo = r->seats_hi = -1;
    s = span_trim(s);
    if (sheet_missing(s)) return 0;
    dash = memchr(s.p, '-', s.n);
    if (!dash && whole(s, 1, &r->seats_lo)) {
        r->seats_hi = r->seats_lo;
        return 0;
    }
    if (dash && whole(span_trim((struct span){s.p, (size_t)(dash - s.p)}), 1, &r->seats_lo) &&
        whole(span_trim((struct span){dash + 1, s.n - (size_t)(dash + 1 - s.p)}), 1,
              &r->seats_hi) &&
        r->seats_lo <= r->seats_hi)
        return 0;
    return err_set(e, RC_SYNTAX, "seats: not a number from 1 to %d, nor two such as 140-210",
                   SWEEP_PEOPLE);
}

static int word(const struct span *cell, int column, const char *const *words, uint8_t *out,
                struct err *e) {
    struct span s = span_trim(cell[column]);
    char list[128] = "";
    int n = 0;

    for (int i = 0; words[i]; i++)
        if (span_is_nocase(s, words[i])) {
            *out = (uint8_t)i;
            return 0;
        }
    *out = 0;
    if (sheet_missing(s)) return 0;
    if (column == SWEEP_STATUS && span_is_nocase(s, "canceled")) {
        *out = SWEEP_CANCELLED;
        return 0;
    }
    for (int i = 0; words[i] && n < (int)sizeof list; i++)
        n += snprintf(list + n, sizeof list - (size_t)n, "%s%s", i ? ", " : "", words[i]);
    return err_set(e, RC_SYNTAX, "%s: not one of %s", name_of(column), list);
}

static int text(const struct span *cell, int column, struct span *out, struct err *e) {
    struct span s = span_trim(cell[column]);

    if (!csv_utf8(s)) return err_set(e, RC_SYNTAX, "%s: not text", name_of(column));
    if (s.n > SWEEP_NAME)
        return err_set(e, RC_LIMIT, "%s: longer than %d bytes", name_of(column), SWEEP_NAME);
    *out = s;
    return 0;
}

int sweep_row_series(const struct span cell[SWEEP_COLUMNS], struct span *out, struct err *e) {
    int rc = text(cell, SWEEP_SERIES, out, e);

    if (rc == 0 && !out->n) *out = SPAN("-");
    return rc;
}

static int figures(const struct span *cell, struct sweep_row *r, struct err *e) {
    int rc;

    if ((rc = people(cell, SWEEP_COUNT, &r->best, e)) < 0) return rc;
    if ((rc = people(cell, SWEEP_LOW, &r->low, e)) < 0) return rc;
    if ((rc = people(cell, SWEEP_HIGH, &r->high, e)) < 0) return rc;
    if (r->best >= 0 && r->low > r->best) return err_set(e, RC_RANGE, "low: more than the count");
    if (r->high >= 0 && r->best > r->high) return err_set(e, RC_RANGE, "high: less than the count");
    if (r->high >= 0 && r->low > r->high) return err_set(e, RC_RANGE, "high: less than low");
    return 0;
}

static int words(const struct span *cell, struct sweep_row *r, struct err *e) {
    int rc;

    if ((rc = word(cell, SWEEP_STATUS, statuses, &r->status, e)) < 0) return rc;
    if ((rc = word(cell, SWEEP_METHOD, infer_methods, &r->method, e)) < 0) return rc;
    if ((rc = word(cell, SWEEP_OF, infer_ofs, &r->of, e)) < 0) return rc;
    if ((rc = word(cell, SWEEP_STAGE, infer_stages, &r->stage, e)) < 0) return rc;
    return word(cell, SWEEP_WORDING, infer_wordings, &r->wording, e);
}

static void put(struct buf *out, const struct sweep_row *r, struct span slot, struct span group,
                struct span root) {
    buf_add(out, (struct span){(const char *)r, sizeof *r});
    buf_add(out, slot);
    buf_add(out, group);
    buf_add(out, root);
}

/* Programs write the year first with slashes too, and a time behind the date, which is the day that it says. Nothing
 * else is guessed. */
static int date_read(struct span s, int32_t *day, struct err *e) {
    char iso[10];

    if (s.n > 11 && (s.p[10] == 'T' || s.p[10] == ' ') && s.p[4] == s.p[7]) {
        for (size_t i = 11; i < s.n; i++)
            if (!strchr("0123456789:.+-Z", s.p[i]) || !s.p[i]) return RC_SYNTAX;
        s.n = sizeof iso;
    }
    if (s.n != sizeof iso || s.p[4] != '/' || s.p[7] != '/') return utc_date_read(s, day, e);
    memcpy(iso, s.p, sizeof iso);
    iso[4] = iso[7] = '-';
    return utc_date_read((struct span){iso, sizeof iso}, day, e);
}

int sweep_row_read(const struct span cell[SWEEP_COLUMNS], struct buf *out, struct err *e) {
    struct span slot = {0}, group = {0}, root = {0}, date = span_trim(cell[SWEEP_DATE]);
    struct sweep_row r;
    int rc;

    memset(&r, 0, sizeof r); /* padding too: records are compared as bytes */
    if (!date.n) return err_set(e, RC_SYNTAX, "date: empty");
    if ((rc = date_read(date, &r.day, e)) < 0)
        return rc == RC_RANGE ? err_set(e, RC_RANGE, "date: no such day, or not of 1900 to 2199")
                              : err_set(e, RC_SYNTAX, "date: not a date such as 2023-10-30");
    if ((rc = seats(cell[SWEEP_SEATS], &r, e)) < 0) return rc;
    if ((rc = words(cell, &r, e)) < 0) return rc;
    if ((rc = figures(cell, &r, e)) < 0) return rc;
    if ((rc = text(cell, SWEEP_SLOT, &slot, e)) < 0) return rc;
    if ((rc = text(cell, SWEEP_GROUP, &group, e)) < 0) return rc;
    if ((rc = text(cell, SWEEP_ROOT, &root, e)) < 0) return rc;
    r.slot_n = (uint16_t)slot.n, r.group_n = (uint16_t)group.n, r.root_n = (uint16_t)root.n;
    put(out, &r, slot, group, root);
    return 0;
}

void sweep_row_bad(struct buf *out, const char *why) {
    struct span s = {why, strnlen(why, SWEEP_NAME)};
    struct sweep_row r;

    memset(&r, 0, sizeof r);
    r.bad = 1;
    r.root_n = (uint16_t)s.n;
    put(out, &r, (struct span){0}, (struct span){0}, s);
}

static struct span cut(struct span *s, size_t n) {
    struct span head = {s->p, n};

    s->p += n;
    s->n -= n;
    return head;
}

struct sweep_record sweep_row_next(struct span *s) {
    struct sweep_record x = {.bytes = *s};

    memcpy(&x.r, cut(s, sizeof x.r).p, sizeof x.r);
    x.slot = cut(s, x.r.slot_n);
    x.group = cut(s, x.r.group_n);
    x.root = cut(s, x.r.root_n);
    x.bytes.n -= s->n;
    return x;
}
