/* SPDX-License-Identifier: Apache-2.0 */
/* A blur by a filter keeps what it mixes: with the kernel known much of it can be had back, and mosaics of small cells have been read. So
 * cells are as wide as what is hidden, their colours are coarse, and only what is covered enters a mean: a cell tells nothing of its
 * neighbours either. */
#include "media/veil.h"

#define LEAST 12

int veil_radius(int w, int h) {
    int longer = w > h ? w : h, r = longer * 3 / 100;

    return r < LEAST ? LEAST : r;
}

bool veil_inside(const struct veil_region *r, struct veil_point p) {
    bool in = false;

    for (size_t i = 0, j = r->n - 1; i < r->n; j = i++) {
        const struct veil_point *a = &r->p[i], *b = &r->p[j];

        if ((a->y > p.y) != (b->y > p.y) &&
            p.x < (b->x - a->x) * (p.y - a->y) / (b->y - a->y) + a->x)
            in = !in;
    }
    return in;
}

struct sheet_of {
    uint8_t *covered; /* [w * h] */
    int w, h, r;
};

static int clamp(int v, int lo, int hi) {
    return v < lo ? lo : v > hi ? hi : v;
}

static void disc(struct sheet_of *s, struct veil_point p) {
    int cx = clamp((int)(p.x * s->w), 0, s->w - 1), cy = clamp((int)(p.y * s->h), 0, s->h - 1);

    for (int y = clamp(cy - s->r, 0, s->h); y <= clamp(cy + s->r, 0, s->h - 1); y++)
        for (int x = clamp(cx - s->r, 0, s->w); x <= clamp(cx + s->r, 0, s->w - 1); x++)
            if ((x - cx) * (x - cx) + (y - cy) * (y - cy) <= s->r * s->r)
                s->covered[(size_t)y * (size_t)s->w + (size_t)x] = 1;
}

/* The border is drawn by hand and goes through faces: discs along it. */
static void border(struct sheet_of *s, struct veil_point a, struct veil_point b) {
    double dx = (b.x - a.x) * s->w, dy = (b.y - a.y) * s->h;
    double far = (dx < 0 ? -dx : dx) + (dy < 0 ? -dy : dy);
    int n = (int)(far / s->r) + 1;

    for (int i = 0; i <= n; i++)
        disc(s, (struct veil_point){a.x + (b.x - a.x) * i / n, a.y + (b.y - a.y) * i / n});
}

static void region(struct sheet_of *s, const struct veil_region *r) {
    double lo = 1, hi = 0;

    for (size_t i = 0; i < r->n; i++) {
        border(s, r->p[i], r->p[(i + 1) % r->n]);
        if (r->p[i].y < lo) lo = r->p[i].y;
        if (r->p[i].y > hi) hi = r->p[i].y;
    }
    if (r->n < 3) return;
    for (int y = clamp((int)(lo * s->h), 0, s->h); y < clamp((int)(hi * s->h) + 1, 0, s->h); y++)
        for (int x = 0; x < s->w; x++)
            if (veil_inside(r, (struct veil_point){(x + 0.5) / s->w, (y + 0.5) / s->h}))
                s->covered[(size_t)y * (size_t)s->w + (size_t)x] = 1;
}

/* One cell to one colour. @return pixels covered */
static size_t cell(const struct sheet_of *s, uint8_t *rgb, int x0, int y0, int side) {
    int x1 = clamp(x0 + side, 0, s->w), y1 = clamp(y0 + side, 0, s->h);
    uint64_t sum[3] = {0};
    uint8_t mean[3];
    size_t n = 0;

    for (int pass = 0; pass < 2; pass++) {
        for (int y = y0; y < y1; y++)
            for (int x = x0; x < x1; x++) {
                size_t at = (size_t)y * (size_t)s->w + (size_t)x;

                if (!s->covered[at]) continue;
                n += pass == 0;
                for (int c = 0; c < 3; c++) {
                    if (pass == 0)
                        sum[c] += rgb[3 * at + (size_t)c];
                    else
                        rgb[3 * at + (size_t)c] = mean[c];
                }
            }
        if (!n) return 0;
        for (int c = 0; c < 3; c++) mean[c] = (uint8_t)((sum[c] / n & 0xf0) | 8);
    }
    return n;
}

size_t veil_draw(struct arena *a, uint8_t *rgb, int w, int h, const struct veil *v) {
    struct sheet_of s = {arena_alloc(a, (size_t)w * (size_t)h, 1), w, h, veil_radius(w, h)};
    size_t n = 0;

    memset(s.covered, 0, (size_t)w * (size_t)h);
    for (size_t i = 0; i < v->dots; i++) disc(&s, v->dot[i]);
    for (size_t i = 0; i < v->regions; i++) region(&s, &v->region[i]);
    for (int y = 0; y < h; y += 2 * s.r)
        for (int x = 0; x < w; x += 2 * s.r) n += cell(&s, rgb, x, y, 2 * s.r);
    return n;
}
