/* SPDX-License-Identifier: Apache-2.0 */
#include "media/marks.h"

#include "base/num.h"
#include "base/utc.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool marks_annotator(const char *s) {
    size_t n =
        s ? strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") : 0;

    return n > 0 && n <= MARKS_ANNOTATOR && !s[n];
}

/* ---- reading ---- */

struct reading {
    struct arena *a;
    size_t dots, regions, points; /* so far */
};

/* No member that is not known: a word that is misspelt would be lost without anybody seeing it. */
static int only(const json_t *o, const char *where, const char *const *known, struct err *e) {
    const char *key;
    json_t *v;

    if (!json_is_object(o)) return err_set(e, RC_SYNTAX, "%s: is not an object", where);
    json_object_foreach((json_t *)(uintptr_t)o, key, v) {
        size_t i = 0;

        while (known[i] && strcmp(known[i], key) != 0) i++;
        if (!known[i]) return err_set(e, RC_SYNTAX, "%s: there is no member \"%.40s\"", where, key);
    }
    return 0;
}

/* A word of the document; absent and null are NULL. */
static int word(struct reading *r, const json_t *o, const char *key, const char **out,
                struct err *e) {
    static const char ok[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/";
    const json_t *v = json_object_get(o, key);
    const char *s = json_string_value(v);

    *out = NULL;
    if (!v || json_is_null(v)) return 0;
    if (!s || !*s || strlen(s) > 64 || s[strspn(s, ok)])
        return err_set(e, RC_SYNTAX,
                       "%s: is not a word of letters, digits and - _ . : /, at most 64", key);
    *out = arena_dup(r->a, span_of(s));
    return 0;
}

static int one_of(const char *key, const char *s, const char *const *words, struct err *e) {
    for (size_t i = 0; s && words[i]; i++)
        if (strcmp(words[i], s) == 0) return 0;
    return s ? err_set(e, RC_RANGE, "%s: is none of its words", key) : 0;
}

/* A share in thousandths; absent and null are -1. */
static int share(const json_t *o, const char *where, const char *key, int *out, struct err *e) {
    const json_t *v = json_object_get(o, key);
    double x = json_number_value(v);

    *out = -1;
    if (!v || json_is_null(v)) return 0;
    if (!json_is_number(v) || !(x >= 0 && x <= 1))
        return err_set(e, RC_RANGE, "%s%s: is not a share from 0 to 1", where, key);
    *out = (int)lround(1000 * x);
    if (x > 0 && *out == 0) *out = 1; /* never so small that it is nothing */
    return 0;
}

static int whole(const json_t *o, const char *where, const char *key, int64_t hi, int64_t *out,
                 struct err *e) {
    const json_t *v = json_object_get(o, key);

    *out = 0;
    if (!v) return 0;
    if (!json_is_integer(v) || json_integer_value(v) < 0 || json_integer_value(v) > hi)
        return err_set(e, RC_RANGE, "%s.%s: is not a whole number from 0 to %" PRId64, where, key,
                       hi);
    *out = json_integer_value(v);
    return 0;
}

static int coordinate(const json_t *v, const char *where, const char *axis, double *out,
                      struct err *e) {
    *out = json_number_value(v);
    if (!json_is_number(v) || !(*out >= 0 && *out <= 1))
        return err_set(e, RC_RANGE,
                       "%s.%s: is not within 0 to 1, the share of the picture's width or height",
                       where, axis);
    *out = round(*out * 1e5) / 1e5; /* as it is kept */
    return 0;
}

static int read_dot(struct reading *r, const json_t *o, const char *where, struct marks_dot *out,
                    struct err *e) {
    static const char *const known[] = {"x", "y", "already", NULL};
    const json_t *already = json_object_get(o, "already");
    int rc = only(o, where, known, e);

    (void)r;
    if (rc == 0) rc = coordinate(json_object_get(o, "x"), where, "x", &out->at.x, e);
    if (rc == 0) rc = coordinate(json_object_get(o, "y"), where, "y", &out->at.y, e);
    if (rc < 0) return rc;
    if (already && !json_is_boolean(already))
        return err_set(e, RC_SYNTAX, "%s.already: is neither true nor false", where);
    out->already = json_is_true(already);
    return 0;
}

static int read_region(struct reading *r, const json_t *o, const char *where,
                       struct marks_region *out, struct err *e) {
    static const char *const known[] = {"points", "share", NULL};
    const json_t *list = json_object_get(o, "points");
    const char *dot = arena_printf(r->a, "%s.", where);
    struct veil_point *p;
    json_t *v;
    size_t i;
    int rc = only(o, where, known, e);

    if (rc == 0) rc = share(o, dot, "share", &out->share, e);
    if (rc < 0) return rc;
    if (json_array_size(list) < 3)
        return err_set(e, RC_RANGE, "%s.points: a region has three points or more", where);
    r->points += json_array_size(list);
    if (r->points > MARKS_POINTS)
        return err_set(e, RC_LIMIT, "%s.points: over %d points in all regions", where,
                       MARKS_POINTS);
    p = ARENA_ARRAY(r->a, struct veil_point, json_array_size(list));
    json_array_foreach(list, i, v) {
        char at[128];

        snprintf(at, sizeof at, "%s.points[%zu]", where, i);
        if (json_array_size(v) != 2)
            return err_set(e, RC_SYNTAX, "%s: is not a pair of numbers", at);
        if ((rc = coordinate(json_array_get(v, 0), at, "x", &p[i].x, e)) < 0 ||
            (rc = coordinate(json_array_get(v, 1), at, "y", &p[i].y, e)) < 0)
            return rc;
    }
    out->line = (struct veil_region){p, json_array_size(list)};
    return 0;
}

/* A list of the document under a limit over all frames; absent is empty. */
static int list_of(const json_t *o, const char *where, const char *key, size_t *sum, size_t most,
                   const json_t **out, struct err *e) {
    *out = json_object_get(o, key);
    if (*out && !json_is_array(*out))
        return err_set(e, RC_SYNTAX, "%s.%s: is not a list", where, key);
    *sum += json_array_size(*out);
    if (*sum > most)
        return err_set(e, RC_LIMIT, "%s.%s: over %zu %s in all frames", where, key, most, key);
    return 0;
}

static int read_frame(struct reading *r, const json_t *o, const char *where,
                      struct marks_frame *out, struct err *e) {
    static const char *const known[] = {"t_ms", "width", "height", "regions", "dots", NULL};
    const json_t *dots = NULL, *regions = NULL;
    int64_t w = 0, h = 0;
    json_t *v;
    size_t i;
    char at[96];
    int rc = only(o, where, known, e);

    if (rc == 0) rc = whole(o, where, "t_ms", INT64_C(1) << 40, &out->t_ms, e);
    if (rc == 0) rc = whole(o, where, "width", 1000000, &w, e);
    if (rc == 0) rc = whole(o, where, "height", 1000000, &h, e);
    if (rc == 0) rc = list_of(o, where, "dots", &r->dots, MARKS_DOTS, &dots, e);
    if (rc == 0) rc = list_of(o, where, "regions", &r->regions, MARKS_REGIONS, &regions, e);
    if (rc < 0) return rc;
    out->w = (int)w;
    out->h = (int)h;
    out->dot = ARENA_ARRAY(r->a, struct marks_dot, json_array_size(dots));
    out->region = ARENA_ARRAY(r->a, struct marks_region, json_array_size(regions));
    json_array_foreach(dots, i, v) {
        snprintf(at, sizeof at, "%s.dots[%zu]", where, i);
        if ((rc = read_dot(r, v, at, &out->dot[out->dots++], e)) < 0) return rc;
    }
    json_array_foreach(regions, i, v) {
        snprintf(at, sizeof at, "%s.regions[%zu]", where, i);
        if ((rc = read_region(r, v, at, &out->region[out->regions++], e)) < 0) return rc;
    }
    return 0;
}

static int read_frames(struct reading *r, const json_t *o, struct marks *out, struct err *e) {
    const json_t *list = json_object_get(o, "frames");
    char where[48];
    json_t *v;
    size_t i;
    int rc;

    if (!json_array_size(list))
        return err_set(e, RC_SYNTAX, "frames: at least one frame, also where nobody is on it");
    if (json_array_size(list) > MARKS_FRAMES)
        return err_set(e, RC_LIMIT, "frames: over %d of them", MARKS_FRAMES);
    out->frame = ARENA_ARRAY(r->a, struct marks_frame, json_array_size(list));
    json_array_foreach(list, i, v) {
        struct marks_frame *f = &out->frame[i];

        snprintf(where, sizeof where, "frames[%zu]", i);
        if ((rc = read_frame(r, v, where, f, e)) < 0) return rc;
        if (i && f->t_ms <= out->frame[i - 1].t_ms)
            return err_set(e, RC_RANGE, "%s.t_ms: is not after that of the frame before", where);
        out->frames++;
    }
    return 0;
}

/* A person in a region of which nothing could be seen: one of the two is a slip. */
static int seen_in_the_dark(const struct marks *m, struct err *e) {
    for (size_t i = 0; i < m->frames; i++)
        for (size_t k = 0; k < m->frame[i].regions; k++)
            for (size_t d = 0; m->frame[i].region[k].share == 0 && d < m->frame[i].dots; d++)
                if (veil_inside(&m->frame[i].region[k].line, m->frame[i].dot[d].at))
                    return err_set(e, RC_RANGE,
                                   "frames[%zu].dots[%zu]: stands in a region of share 0, in which "
                                   "nobody could be seen",
                                   i, d);
    return 0;
}

static int read_words(struct reading *r, const json_t *o, struct marks *m, struct err *e) {
    static const char *const directions[] = {"outbound", "inbound", NULL},
                             *const ofs[] = {"all", "concern", NULL},
                             *const stages[] = {"waiting", "boarding", "aboard", "leaving", NULL};
    const struct {
        const char *key;
        const char **to;
    } words[] = {{"annotator", &m->annotator}, {"corridor", &m->corridor}, {"date", &m->date},
                 {"flight", &m->flight},       {"source", &m->source},     {"of", &m->of},
                 {"direction", &m->direction}, {"stage", &m->stage}};
    const char *hex = json_string_value(json_object_get(o, "media"));
    int32_t day;
    int rc = 0;

    for (size_t i = 0; i < sizeof words / sizeof *words && rc == 0; i++)
        rc = word(r, o, words[i].key, words[i].to, e);
    if (rc < 0) return rc;
    if (!hex || !hash_read(span_of(hex), m->media))
        return err_set(e, RC_SYNTAX, "media: is not a SHA-256 in 64 hex digits");
    if (!marks_annotator(m->annotator))
        return err_set(e, RC_SYNTAX,
                       "annotator: is not a pseudonym of letters, digits and - _ . , "
                       "at most %d",
                       MARKS_ANNOTATOR);
    if (m->date && (rc = utc_date_read(span_of(m->date), &day, e)) < 0) {
        err_at(e, "date");
        return rc;
    }
    if (m->date) m->date = arena_dup(r->a, span_of(utc_date_text(day).s));
    if ((rc = one_of("direction", m->direction, directions, e)) < 0 ||
        (rc = one_of("of", m->of, ofs, e)) < 0)
        return rc;
    return one_of("stage", m->stage, stages, e);
}

int marks_read(struct arena *a, struct span text, struct marks *out, struct err *e) {
    static const char *const known[] = {"media",  "annotator",  "corridor",  "date",
                                        "flight", "source",     "direction", "of",
                                        "stage",  "seen_share", "frames",    NULL};
    struct reading r = {.a = a};
    json_error_t where;
    json_t *o;
    int rc;

    *out = (struct marks){.seen_share = -1};
    if (text.n > MARKS_BYTES)
        return err_set(e, RC_LIMIT, "the marks have %zu bytes, the limit is %zu", text.n,
                       MARKS_BYTES);
    o = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, &where);
    if (!o)
        return err_set(e, RC_SYNTAX, "not JSON, line %d, column %d: %.150s", where.line,
                       where.column, where.text);
    rc = only(o, "the document", known, e);
    if (rc == 0) rc = read_words(&r, o, out, e);
    if (rc == 0) rc = share(o, "", "seen_share", &out->seen_share, e);
    if (rc == 0 && out->seen_share == 0)
        rc = err_set(e, RC_RANGE, "seen_share: where nobody could be seen there is no count");
    if (rc == 0) rc = read_frames(&r, o, out, e);
    if (rc == 0) rc = seen_in_the_dark(out, e);
    json_decref(o);
    return rc;
}

/* ---- writing ---- */

static void put_word(struct buf *b, const char *key, const char *s) {
    if (s) buf_printf(b, "\"%s\":\"%s\",", key, s); /* words of the document need no escapes */
}

static void put_share(struct buf *b, int share) {
    num_fixed(b, share / 1000.0, 3);
}

static void put_pair(struct buf *b, const char *before, const char *between, struct veil_point p) {
    buf_puts(b, before);
    num_fixed(b, p.x, 5);
    buf_puts(b, between);
    num_fixed(b, p.y, 5);
}

static void put_region(struct buf *b, const struct marks_region *g) {
    buf_puts(b, "{\"points\":[");
    for (size_t i = 0; i < g->line.n; i++) {
        put_pair(b, i ? ",[" : "[", ",", g->line.p[i]);
        buf_putc(b, ']');
    }
    buf_putc(b, ']');
    if (g->share >= 0) {
        buf_puts(b, ",\"share\":");
        put_share(b, g->share);
    }
    buf_putc(b, '}');
}

static void put_frame(struct buf *b, const struct marks_frame *f) {
    buf_puts(b, "{\"dots\":[");
    for (size_t i = 0; i < f->dots; i++) {
        buf_printf(b, "%s{\"already\":%s,\"x\":", i ? "," : "",
                   f->dot[i].already ? "true" : "false");
        put_pair(b, "", ",\"y\":", f->dot[i].at);
        buf_putc(b, '}');
    }
    buf_printf(b, "],\"height\":%d,\"regions\":[", f->h);
    for (size_t i = 0; i < f->regions; i++) {
        if (i) buf_putc(b, ',');
        put_region(b, &f->region[i]);
    }
    buf_printf(b, "],\"t_ms\":%" PRId64 ",\"width\":%d}", f->t_ms, f->w);
}

void marks_write(const struct marks *m, struct buf *out) {
    buf_putc(out, '{');
    put_word(out, "annotator", m->annotator);
    put_word(out, "corridor", m->corridor);
    put_word(out, "date", m->date);
    put_word(out, "direction", m->direction);
    put_word(out, "flight", m->flight);
    buf_puts(out, "\"frames\":[");
    for (size_t i = 0; i < m->frames; i++) {
        if (i) buf_putc(out, ',');
        put_frame(out, &m->frame[i]);
    }
    buf_puts(out, "],");
    buf_printf(out, "\"media\":\"%s\",", hash_hex(m->media).s);
    put_word(out, "of", m->of);
    buf_puts(out, "\"seen_share\":");
    if (m->seen_share < 0)
        buf_puts(out, "null");
    else
        put_share(out, m->seen_share);
    buf_putc(out, ',');
    put_word(out, "source", m->source);
    put_word(out, "stage", m->stage);
    out->p[out->n - 1] = '}'; /* the last comma */
}

/* ---- arithmetic ---- */

static double weight(const struct marks_frame *f, struct veil_point p) {
    int least = 1000;

    for (size_t i = 0; i < f->regions; i++)
        if (f->region[i].share > 0 && f->region[i].share < least &&
            veil_inside(&f->region[i].line, p))
            least = f->region[i].share;
    return 1000.0 / least;
}

struct marks_sum marks_add(const struct marks *m) {
    struct marks_sum s = {.visible = m->seen_share};
    double there = 0;

    for (size_t i = 0; i < m->frames; i++)
        for (size_t k = 0; k < m->frame[i].dots; k++) {
            const struct marks_dot *d = &m->frame[i].dot[k];

            s.already += d->already;
            s.people += !d->already;
            if (!d->already) there += weight(&m->frame[i], d->at);
        }
    if (s.visible > 0 && there > 0) {
        s.visible = (int)lround(m->seen_share * s.people / there);
        if (s.visible < 1) s.visible = 1;
    }
    return s;
}

static int by_size(const void *a, const void *b) {
    int x = *(const int *)a, y = *(const int *)b;

    return (x > y) - (x < y);
}

struct marks_total marks_total(struct arena *a, const struct marks_sum *s, size_t n) {
    struct marks_total t = {.annotators = n, .low = -1, .best = -1, .high = -1, .visible = -1};
    int *people = ARENA_ARRAY(a, int, n), share = 0, known = 0;

    if (!n) return t;
    for (size_t i = 0; i < n; i++) {
        people[i] = s[i].people;
        if (s[i].visible > 0) share += s[i].visible, known++;
    }
    qsort(people, n, sizeof *people, by_size);
    t.best = n % 2 ? people[n / 2] : (people[n / 2 - 1] + people[n / 2] + 1) / 2;
    if (known) t.visible = (share + known / 2) / known;
    if (n == 1) return t;
    t.low = people[0];
    t.high = people[n - 1];
    return t;
}
