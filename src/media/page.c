/* SPDX-License-Identifier: Apache-2.0 */
#include "media/page.h"

int64_t page_time(struct span *said) {
    static const char mark[] = "pts_time:";
    const char *p = memmem(said->p, said->n, mark, sizeof mark - 1);
    int64_t ms = 0, scale = 1000;
    size_t i = p ? (size_t)(p - said->p) + sizeof mark - 1 : said->n;

    while (i < said->n && said->p[i] >= '0' && said->p[i] <= '9' && ms < INT32_MAX)
        ms = ms * 10 + said->p[i++] - '0';
    ms *= 1000;
    if (i < said->n && said->p[i] == '.')
        for (i++; i < said->n && said->p[i] >= '0' && said->p[i] <= '9' && scale > 1; i++)
            ms += (said->p[i] - '0') * (scale /= 10);
    *said = (struct span){said->p + i, said->n - i};
    return ms;
}

bool page_next(struct span *s, struct span *page) {
    size_t at = 3, w = 0, h = 0, n;

    if (s->n < 3 || memcmp(s->p, "P5\n", 3) != 0) return false;
    while (at < s->n && s->p[at] >= '0' && s->p[at] <= '9' && w < 10000)
        w = w * 10 + (size_t)(s->p[at++] - '0');
    at++;
    while (at < s->n && s->p[at] >= '0' && s->p[at] <= '9' && h < 10000)
        h = h * 10 + (size_t)(s->p[at++] - '0');
    n = at + 5 + w * h; /* "\n255\n" */
    if (!w || !h || n > s->n || memcmp(s->p + at, "\n255\n", 5) != 0) return false;
    *page = (struct span){s->p, n};
    *s = (struct span){s->p + n, s->n - n};
    return true;
}
