/* SPDX-License-Identifier: Apache-2.0 */
/* Frames by ffmpeg, in a cage: thumbnails for the hash, and pages for the reader of boards. None is
 * kept. */
#include "media/board.h"
#include "media/page.h"
#include "media/phash.h"
#include "media/study.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PICTURE_MS 20000
#define MOTION_MS 60000
#define BOARD_MS 30000
#define BOARD_FRAMES 4 /* of a video: reading one takes a second or two */
#define BOARD_LINES 40
#define TEXT_BYTES ((size_t)64 << 10)
#define PAGE_BYTES ((size_t)8 << 20) /* 2400 x 2400 and more */
#define MOST_PIXELS                                                                                \
    "200000000" /* of a picture; ffmpeg refuses larger ones before it takes memory */

#define FFMPEG_BEGIN                                                                               \
    "ffmpeg", "-v", "info", "-hide_banner", "-nostats", "-nostdin", "-threads", "1",               \
        "-filter_threads", "1", "-max_pixels", MOST_PIXELS, "-protocol_whitelist", "file", "-i",   \
        "/proc/self/fd/0", "-an", "-sn", "-dn"

static void frames_hint(struct study *l) {
    json_t *list = json_array();
    char text[20];

    for (size_t i = 0; i < l->frames; i++) {
        snprintf(text, sizeof text, "%016" PRIx64, l->frame[i].hash);
        json_array_append_new(list, json_pack("{s:I, s:s?}", "at_ms", (json_int_t)l->frame[i].at_ms,
                                              "hash", l->frame[i].plain ? NULL : text));
    }
    study_hint(l, MEDIA_FRAMES, "frames",
               json_pack("{s:o, s:s}", "frame", list, "rule", "dct64-1"));
}

int study_frames(struct study *l, struct err *e) {
    bool motion = l->kind->is == MEDIA_MOTION;
    const char *filter =
        motion ? arena_printf(l->a,
                              "select='isnan(prev_selected_t)+gt(scene,0.3)+gte(t-prev_selected_t,"
                              "%d)',showinfo=checksum=0,scale=32:32:flags=area",
                              l->o->every_s)
               : "scale=32:32:flags=area";
    const char *const argv[] = {
        FFMPEG_BEGIN, "-vf",  filter, "-fps_mode", "passthrough", "-frames:v", motion ? "64" : "1",
        "-pix_fmt",   "gray", "-f",   "rawvideo",  "pipe:1",      NULL};
    struct cage_answer reply = {0};
    struct span said;
    const struct study_job job = {
        MEDIA_FRAMES, argv, l->fd, STUDY_FRAMES * PHASH_PIXELS, motion ? MOTION_MS : PICTURE_MS,
        true};
    int rc = study_run(l, &job, &reply, e);

    if (rc <= 0) return rc;
    said = reply.said;
    for (size_t at = 0; at + PHASH_PIXELS <= reply.bytes.n && l->frames < STUDY_FRAMES;
         at += PHASH_PIXELS) {
        struct study_frame *f = &l->frame[l->frames++];

        f->at_ms = motion ? page_time(&said) : 0;
        f->plain = !phash((const uint8_t *)reply.bytes.p + at, &f->hash);
    }
    if (l->frames) frames_hint(l);
    return 0;
}

/* ---- boards ---- */

/* Of a picture without a word in it tesseract reads scraps. */
static bool worth_telling(struct span line) {
    size_t signs = 0;

    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i];

        signs += c > 127 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    }
    return signs >= 6;
}

static void take_lines(struct study *l, struct span text, json_t *found) {
    while (text.n) {
        const char *end = memchr(text.p, '\n', text.n);
        struct span line = {text.p, end ? (size_t)(end - text.p) : text.n};
        struct board_line b;

        text.p += line.n + (end != NULL);
        text.n -= line.n + (end != NULL);
        line = span_trim(line);
        if (!worth_telling(line) || l->out->text.n >= BOARD_LINES) continue;
        *vec_push(l->a, &l->out->text) = arena_dup(l->a, line);
        if (board_line(line, &b))
            json_array_append_new(found,
                                  json_pack("{s:s?, s:s?}", "flight", *b.flight ? b.flight : NULL,
                                            "time", *b.time ? b.time : NULL));
    }
}

static int read_page(struct study *l, struct span page, json_t *found, struct err *e) {
    const char *const argv[] = {"tesseract",     "stdin", "stdout", "-l",
                                l->t->languages, "--psm", "6",      NULL};
    struct cage_answer reply;
    int fd = -1, rc = cage_file(page, &fd, e);

    if (rc < 0) return rc;
    rc = study_run(l, &(struct study_job){MEDIA_BOARD, argv, fd, TEXT_BYTES, BOARD_MS, false},
                   &reply, e);
    close(fd);
    if (rc > 0) take_lines(l, reply.bytes, found);
    return rc;
}

int study_board(struct study *l, struct err *e) {
    bool motion = l->kind->is == MEDIA_MOTION;
    const char *const argv[] = {
        FFMPEG_BEGIN,
        "-vf",
        motion ? "select='isnan(prev_selected_t)+gt(scene,0.3)',scale='min(2400,iw)':-2"
               : "scale='min(2400,iw)':-2",
        "-fps_mode",
        "passthrough",
        "-frames:v",
        motion ? "4" : "1",
        "-pix_fmt",
        "gray",
        "-c:v",
        "pgm",
        "-f",
        "image2pipe",
        "pipe:1",
        NULL};
    const struct study_job job = {
        MEDIA_FRAMES, argv, l->fd, BOARD_FRAMES * PAGE_BYTES, motion ? MOTION_MS : PICTURE_MS,
        true};
    json_t *found;
    struct cage_answer reply = {0};
    struct span rest, page;
    int rc;

    if (!l->frames || !l->t->tool[MEDIA_BOARD].path || !*l->t->languages) return 0;
    rc = study_run(l, &job, &reply, e);
    if (rc <= 0) return rc;
    found = json_array();
    rest = reply.bytes;
    while (rc >= 0 && page_next(&rest, &page)) rc = read_page(l, page, found, e);
    if (rc >= 0 && json_array_size(found))
        study_hint(l, MEDIA_BOARD, "board", found);
    else
        json_decref(found);
    return rc < 0 ? rc : 0;
}
