/* SPDX-License-Identifier: Apache-2.0 */
/* Marks as somebody sends them, and what ffmpeg writes as if somebody had taken it over. What is read is written and read again as the
 * same bytes; sums and veils stay within what they can be. */
#include "media/marks.h"
#include "media/still.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_sums(struct arena *a, const struct marks *m) {
    struct marks_sum s = marks_add(m);
    struct marks_total t = marks_total(a, &s, 1);
    size_t dots = 0;

    for (size_t i = 0; i < m->frames; i++) dots += m->frame[i].dots;
    if ((size_t)(s.people + s.already) != dots || s.visible > 1000 || s.visible == 0) abort();
    if (t.best != s.people || t.low != -1) abort();
}

static void check_veil(struct arena *a, const struct marks_frame *f) {
    uint8_t rgb[31 * 17 * 3] = {0};
    struct veil_region *r = ARENA_ARRAY(a, struct veil_region, f->regions);
    struct veil_point *d = ARENA_ARRAY(a, struct veil_point, f->dots);

    if (f->regions > 50 || f->dots > 200) return; /* slow, and the same again */
    for (size_t i = 0; i < f->regions; i++) r[i] = f->region[i].line;
    for (size_t i = 0; i < f->dots; i++) d[i] = f->dot[i].at;
    if (veil_draw(a, rgb, 31, 17, &(struct veil){d, f->dots, r, f->regions}) > sizeof rgb / 3)
        abort();
}

static void check_marks(struct arena *a, struct span text) {
    struct buf once = {0}, twice = {0};
    struct marks m, again;
    struct err e;

    if (marks_read(a, text, &m, &e) < 0) return;
    check_sums(a, &m);
    check_veil(a, &m.frame[0]);
    marks_write(&m, &once);
    if (marks_read(a, buf_span(&once), &again, &e) < 0) abort();
    marks_write(&again, &twice);
    if (!span_eq(buf_span(&once), buf_span(&twice))) abort();
    buf_fini(&once);
    buf_fini(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span all = {(const char *)data, n}, lines = all, rgb;
    struct still_time t;
    struct arena a;
    int w, h;

    arena_init(&a, (size_t)256 << 20);
    check_marks(&a, all);
    while (still_next(&lines, &t))
        if (t.at_ms < 0) abort();
    if (still_pixels(all, &w, &h, &rgb) && rgb.n != (size_t)w * (size_t)h * 3) abort();
    still_bare(all);
    arena_fini(&a);
    return 0;
}
