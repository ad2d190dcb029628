/* SPDX-License-Identifier: Apache-2.0 */
/* The helper programs of this machine and their versions, asked in the cage like everything else. */
#include "cage/cage.h"
#include "media/media.h"

#include <string.h>
#include <unistd.h>

static const struct cage_limits limits = {.memory_bytes = (size_t)1 << 30,
                                          .answer_bytes = (size_t)64 << 10,
                                          .time_ms = 20000,
                                          .cpu_s = 20};

/** The word after the first `skip`, of harmless characters. "" when it is of others. */
static const char *word(struct arena *a, struct span s, int skip) {
    size_t n = 0;

    for (s = span_trim(s); skip > 0 && s.n; skip--) {
        while (s.n && *s.p != ' ' && *s.p != '\n') s.p++, s.n--;
        s = span_trim(s);
    }
    while (n < s.n && n < 40 && s.p[n] > ' ' && s.p[n] < 127 && !strchr("\"'<>", s.p[n])) n++;
    return arena_dup(a, (struct span){s.p, n});
}

static int ask(struct arena *a, struct media_tool *t, const char *option, int skip, struct err *e) {
    const char *const argv[] = {t->name, option, NULL};
    struct cage_answer reply;
    int rc;

    if (!(t->path = cage_find(a, t->name))) return 0;
    if ((rc = cage_program(a, t->path, argv, -1, &limits, &reply, e)) == RC_NOTFOUND) {
        t->path = NULL;
        return 0;
    }
    if (rc < 0) return rc;
    if (reply.code != 0 || reply.status > CAGE_OK) {
        t->path = NULL;
        t->useless = true;
    } else {
        t->version = word(a, reply.bytes.n ? reply.bytes : reply.said, skip);
    }
    return 0;
}

/** tesseract says its version with the help of its network library, which the cage kills; but also
 * at the head of a page, so it is given an empty one. */
static int page_version(struct arena *a, struct media_tools *t, struct err *e) {
    static const char mark[] = "'tesseract ";
    static const char page[14 + 32 * 32] = "P5\n32 32\n255\n";
    const char *const argv[] = {"tesseract", "stdin", "stdout", "-l", t->languages, "hocr", NULL};
    struct media_tool *tool = &t->tool[MEDIA_BOARD];
    struct cage_answer reply;
    const char *at;
    int fd = -1, rc = cage_file((struct span){page, sizeof page - 1}, &fd, e);

    if (rc < 0) return rc;
    rc = cage_program(a, tool->path, argv, fd, &limits, &reply, e);
    close(fd);
    if (rc < 0) return rc;
    at = memmem(reply.bytes.p, reply.bytes.n, mark, sizeof mark - 1);
    if (at)
        tool->version = word(a, (struct span){at, reply.bytes.n - (size_t)(at - reply.bytes.p)}, 1);
    return 0;
}

/** Those languages of ours that are installed, as tesseract takes them. */
static int board(struct arena *a, struct media_tools *t, struct err *e) {
    static const char *const ours[] = {"eng", "rus", "kor"};
    const char *const argv[] = {"tesseract", "--list-langs", NULL};
    struct media_tool *tool = &t->tool[MEDIA_BOARD];
    struct cage_answer reply;
    int rc;

    if (!(tool->path = cage_find(a, tool->name))) return 0;
    if ((rc = cage_program(a, tool->path, argv, -1, &limits, &reply, e)) < 0) return rc;
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        const char *line = arena_printf(a, "\n%s\n", ours[i]);

        if (memmem(reply.bytes.p, reply.bytes.n, line, strlen(line)))
            t->languages =
                arena_printf(a, "%s%s%s", t->languages, *t->languages ? "+" : "", ours[i]);
    }
    return *t->languages ? page_version(a, t, e) : 0;
}

int media_tools_find(struct arena *a, struct media_tools *t, struct err *e) {
    static const struct {
        const char *name, *option;
        int skip;
    } how[MEDIA_TOOLS] = {[MEDIA_EXIF] = {"exiftool", "-ver", 0},
                          [MEDIA_PROBE] = {"ffprobe", "-version", 2},
                          [MEDIA_FRAMES] = {"ffmpeg", "-version", 2},
                          [MEDIA_BOARD] = {"tesseract", NULL, 0}};
    int rc = 0;

    *t = (struct media_tools){.languages = ""};
    for (size_t i = 0; i < MEDIA_TOOLS && rc == 0; i++) {
        t->tool[i] = (struct media_tool){.name = how[i].name, .version = ""};
        if (how[i].option) rc = ask(a, &t->tool[i], how[i].option, how[i].skip, e);
    }
    return rc < 0 ? rc : board(a, t, e);
}
