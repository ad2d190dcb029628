/* SPDX-License-Identifier: Apache-2.0 */
/* Two runs of ffmpeg, with our own pixels between them. The first decodes, into pixels without anything around; what has to be covered
 * is covered in those; the second knows nothing but them, so nothing of the original can come along into what it writes. That is
 * looked at once more before it leaves. */
#include "media/still.h"

#include "base/num.h"
#include "cage/cage.h"

#include <inttypes.h>
#include <unistd.h>

#define MEMORY ((size_t)1536 << 20)
#define PICTURE_MS 20000
#define MOTION_MS 60000
#define FRAMES_MS 300000 /* a video is decoded from end to end for its cuts */
#define PIXEL_BYTES ((size_t)STILL_WIDE * STILL_WIDE * 3 + 64)
#define JPEG_BYTES ((size_t)32 << 20)
#define LINES_BYTES ((size_t)1 << 20)
#define MOST_PIXELS "200000000"

struct run {
    const char *const *argv;
    int fd;
    size_t answer_bytes;
    int time_ms;
};

static int ffmpeg(struct arena *a, const struct run *r, struct cage_answer *out, unsigned *missing,
                  struct err *e) {
    const struct cage_limits lim = {.memory_bytes = MEMORY,
                                    .answer_bytes = r->answer_bytes,
                                    .time_ms = r->time_ms,
                                    .cpu_s = r->time_ms / 1000};
    const char *path = cage_find(a, "ffmpeg");
    int rc;

    if (!path) return err_set(e, RC_IO, "ffmpeg is not installed: no picture can be made");
    if (lseek(r->fd, 0, SEEK_SET) < 0) return err_set(e, RC_IO, "the file cannot be read twice");
    if ((rc = cage_program(a, path, r->argv, r->fd, &lim, out, e)) < 0) return rc;
    *missing |= out->missing;
    return 0;
}

/* The descriptor that ffmpeg gets: a sealed copy of what was hashed, or the file when it is too large to hold. */
static int hand_over(const struct original *f, int *fd, struct err *e) {
    *fd = f->fd;
    return f->bytes.p ? cage_file(f->bytes, fd, e) : 0;
}

static void take_back(const struct original *f, int fd) {
    if (f->bytes.p && fd >= 0) close(fd);
}

static int ended(const struct cage_answer *r, struct err *e) {
    if (r->status != CAGE_OK) return err_set(e, RC_IO, "ffmpeg %s", cage_words(r->status));
    if (r->code != 0)
        return err_set(e, RC_RANGE,
                       "ffmpeg could not read it: damaged, or of a kind that it does "
                       "not know");
    return 0;
}

/* ---- pixels ---- */

bool still_pixels(struct span ppm, int *w, int *h, struct span *rgb) {
    int64_t n[3] = {0};
    size_t at = 2;

    if (ppm.n < 11 || memcmp(ppm.p, "P6", 2) != 0) return false;
    for (int i = 0; i < 3; i++) {
        size_t digits = 0;

        if (at >= ppm.n || (ppm.p[at] != '\n' && ppm.p[at] != ' ')) return false;
        for (at++; at < ppm.n && ppm.p[at] >= '0' && ppm.p[at] <= '9' && digits < 5; at++, digits++)
            n[i] = 10 * n[i] + (ppm.p[at] - '0');
        if (!digits) return false;
    }
    if (n[0] < 1 || n[0] > STILL_WIDE || n[1] < 1 || n[1] > STILL_WIDE || n[2] != 255) return false;
    if (at >= ppm.n || ppm.p[at] != '\n' || ppm.n - at - 1 != (size_t)(3 * n[0] * n[1]))
        return false;
    *w = (int)n[0];
    *h = (int)n[1];
    *rgb = (struct span){ppm.p + at + 1, ppm.n - at - 1};
    return true;
}

static int decode(struct arena *a, const struct original *f, const struct still *o,
                  struct span *ppm, unsigned *missing, struct err *e) {
    enum media_class is = media_kind((struct span){f->head, f->head_n})->is;
    bool motion = is == MEDIA_MOTION;
    const char *at = arena_printf(a, "%" PRId64 ".%03d", o->at_ms / 1000, (int)(o->at_ms % 1000));
    const char *scale =
        arena_printf(a, "scale=w='min(%d,iw)':h='min(%d,ih)':force_original_aspect_ratio=decrease",
                     o->wide, STILL_WIDE);
    const char *const argv[] = {"ffmpeg",
                                "-v",
                                "error",
                                "-nostdin",
                                "-threads",
                                "1",
                                "-filter_threads",
                                "1",
                                "-max_pixels",
                                MOST_PIXELS,
                                "-protocol_whitelist",
                                "file",
                                "-ss",
                                motion ? at : "0",
                                "-i",
                                "/proc/self/fd/0",
                                "-an",
                                "-sn",
                                "-dn",
                                "-vf",
                                scale,
                                "-frames:v",
                                "1",
                                "-pix_fmt",
                                "rgb24",
                                "-c:v",
                                "ppm",
                                "-f",
                                "image2pipe",
                                "pipe:1",
                                NULL};
    struct cage_answer reply = {0};
    int fd = -1, rc;

    if (is != MEDIA_PICTURE && !motion)
        return err_set(e, RC_RANGE, "this is neither a picture nor a video");
    if (!motion && o->at_ms) return err_set(e, RC_RANGE, "a picture has no frame but that at 0");
    if ((rc = hand_over(f, &fd, e)) < 0) return rc;
    rc = ffmpeg(a, &(struct run){argv, fd, PIXEL_BYTES, motion ? MOTION_MS : PICTURE_MS}, &reply,
                missing, e);
    take_back(f, fd);
    if (rc == 0) rc = ended(&reply, e);
    if (rc == 0) rc = original_same(f, e);
    if (rc == 0 && !reply.bytes.n) rc = err_set(e, RC_RANGE, "there is no frame at %s seconds", at);
    *ppm = reply.bytes;
    return rc;
}

/* ---- JPEG ---- */

bool still_bare(struct span s) {
    const unsigned char *p = (const unsigned char *)s.p;
    size_t at = 2;

    if (s.n < 4 || p[0] != 0xff || p[1] != 0xd8) return false;
    while (at + 4 <= s.n && p[at] == 0xff && p[at + 1] != 0xda) {
        size_t n = (size_t)p[at + 2] << 8 | p[at + 3];
        unsigned char mark = p[at + 1];

        if (mark == 0xfe || (mark >= 0xe1 && mark <= 0xef)) return false;
        if (mark == 0xe0 && (n != 16 || at + 9 > s.n || memcmp(p + at + 4, "JFIF", 5) != 0))
            return false;
        if (n < 2) return false;
        at += 2 + n;
    }
    if (at + 4 > s.n || p[at] != 0xff) return false; /* the pixels begin here */
    for (at += 2; at + 1 < s.n; at++) {
        if (p[at] != 0xff || p[at + 1] == 0 || (p[at + 1] >= 0xd0 && p[at + 1] <= 0xd7)) continue;
        return p[at + 1] == 0xd9 && at + 2 == s.n;
    }
    return false;
}

static int encode(struct arena *a, struct span ppm, struct span *jpeg, unsigned *missing,
                  struct err *e) {
    static const char *const argv[] = {"ffmpeg",
                                       "-v",
                                       "error",
                                       "-nostdin",
                                       "-threads",
                                       "1",
                                       "-protocol_whitelist",
                                       "file",
                                       "-f",
                                       "image2pipe",
                                       "-c:v",
                                       "ppm",
                                       "-i",
                                       "/proc/self/fd/0",
                                       "-map_metadata",
                                       "-1",
                                       "-fflags",
                                       "+bitexact",
                                       "-flags:v",
                                       "+bitexact",
                                       "-pix_fmt",
                                       "yuvj420p",
                                       "-c:v",
                                       "mjpeg",
                                       "-q:v",
                                       "3",
                                       "-frames:v",
                                       "1",
                                       "-f",
                                       "image2pipe",
                                       "pipe:1",
                                       NULL};
    struct cage_answer reply = {0};
    int fd = -1, rc = cage_file(ppm, &fd, e);

    if (rc < 0) return rc;
    rc = ffmpeg(a, &(struct run){argv, fd, JPEG_BYTES, PICTURE_MS}, &reply, missing, e);
    close(fd);
    if (rc == 0) rc = ended(&reply, e);
    if (rc == 0 && !still_bare(reply.bytes))
        rc = err_set(e, RC_IO, "what ffmpeg wrote is not a plain JPEG picture");
    *jpeg = reply.bytes;
    return rc;
}

int still_make(struct arena *a, const struct original *f, const struct still *o, struct span *jpeg,
               unsigned *missing, struct err *e) {
    struct span ppm = {0}, rgb;
    int w, h, rc = decode(a, f, o, &ppm, missing, e);

    if (rc < 0) return rc;
    if (!still_pixels(ppm, &w, &h, &rgb))
        return err_set(e, RC_IO, "what ffmpeg made of it is no picture that we can use");
    if (o->veil) {
        char *own = arena_alloc(a, ppm.n, 1);

        memcpy(own, ppm.p, ppm.n);
        veil_draw(a, (uint8_t *)own + (rgb.p - ppm.p), w, h, o->veil);
        ppm.p = own;
    }
    return encode(a, ppm, jpeg, missing, e);
}

/* ---- when ---- */

/* Digits, and up to three after a point. @return false: none */
static bool seconds(struct span s, int64_t *ms) {
    int64_t v = 0;
    int left = -1;
    size_t i = 0;

    for (; i < s.n && left != 0; i++) {
        if (s.p[i] == '.' && left < 0) {
            left = 3;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9' || v > INT64_MAX / 100000) break;
        v = 10 * v + (s.p[i] - '0');
        left -= left > 0;
    }
    if (!i) return false;
    for (int k = left < 0 ? 3 : left; k > 0; k--) v *= 10;
    *ms = v;
    return true;
}

static bool line_of(struct span *s, struct span *line) {
    const char *end = s->n ? memchr(s->p, '\n', s->n) : NULL;

    if (!end) return false; /* one that was cut off is not believed */
    *line = (struct span){s->p, (size_t)(end - s->p)};
    s->n -= line->n + 1;
    s->p = end + 1;
    return true;
}

bool still_next(struct span *lines, struct still_time *out) {
    static const char time[] = "pts_time:", score[] = "lavfi.scene_score=";
    struct span line, rest;
    const char *at;
    double x = 0;
    struct err e;

    while (line_of(lines, &line)) {
        at = memmem(line.p, line.n, time, sizeof time - 1);
        if (!at) continue;
        at += sizeof time - 1;
        if (!seconds((struct span){at, line.n - (size_t)(at - line.p)}, &out->at_ms)) continue;
        rest = *lines;
        out->scene = false;
        if (line_of(&rest, &line) && line.n > sizeof score - 1 &&
            memcmp(line.p, score, sizeof score - 1) == 0) {
            line = (struct span){line.p + sizeof score - 1, line.n - (sizeof score - 1)};
            out->scene = num_real(span_trim(line), 0, 1, &x, &e) == 0 && x > 0.3;
            *lines = rest;
        }
        return true;
    }
    return false;
}

int still_frames(struct arena *a, const struct original *f, int every_s, still_times *out,
                 bool *cut, unsigned *missing, struct err *e) {
    enum media_class is = media_kind((struct span){f->head, f->head_n})->is;
    const char *filter =
        arena_printf(a,
                     "select='isnan(prev_selected_t)+gt(scene,0.3)+gte(t-prev_selected_t,%d)',"
                     "metadata=mode=print:file=-",
                     every_s);
    const char *const argv[] = {"ffmpeg",
                                "-v",
                                "error",
                                "-nostdin",
                                "-threads",
                                "1",
                                "-filter_threads",
                                "1",
                                "-max_pixels",
                                MOST_PIXELS,
                                "-protocol_whitelist",
                                "file",
                                "-i",
                                "/proc/self/fd/0",
                                "-an",
                                "-sn",
                                "-dn",
                                "-vf",
                                filter,
                                "-fps_mode",
                                "passthrough",
                                "-f",
                                "null",
                                "-",
                                NULL};
    struct cage_answer reply = {0};
    struct span lines;
    struct still_time t;
    int fd = -1, rc;

    *out = (still_times){0};
    *cut = false;
    if (is == MEDIA_PICTURE) {
        *vec_push(a, out) = (struct still_time){0};
        return 0;
    }
    if (is != MEDIA_MOTION) return err_set(e, RC_RANGE, "this is neither a picture nor a video");
    if ((rc = hand_over(f, &fd, e)) < 0) return rc;
    rc = ffmpeg(a, &(struct run){argv, fd, LINES_BYTES, FRAMES_MS}, &reply, missing, e);
    take_back(f, fd);
    if (rc == 0) rc = original_same(f, e);
    if (rc < 0) return rc;
    for (lines = reply.bytes; out->n < STILL_TIMES && still_next(&lines, &t);)
        *vec_push(a, out) = t;
    *cut = reply.status != CAGE_OK || reply.code != 0 || out->n == STILL_TIMES;
    return out->n ? 0 : ended(&reply, e);
}
