/* SPDX-License-Identifier: Apache-2.0 */
#include "media/study.h"

#include "media/facts.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define PROGRAM_MEMORY                                                                             \
    ((size_t)1536 << 20) /* a picture of 100 million pixels in ffmpeg takes 0.9 GiB */
#define FACTS_TIME_MS 20000
#define JSON_BYTES ((size_t)1 << 20)

void study_notice(struct study *l, const char *fmt, ...) {
    char text[512];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    *vec_push(l->a, &l->out->notice) = arena_dup(l->a, span_of(text));
}

void study_hint(struct study *l, int tool, const char *what, json_t *value) {
    *vec_push(l->a, &l->out->hint) =
        (struct media_hint){tool < 0 ? "headcount" : l->t->tool[tool].name,
                            tool < 0 ? HEADCOUNT_VERSION : l->t->tool[tool].version, what, value};
}

/* A hint, so that whoever reads the case later knows that this file did that to that program. */
static void stopped(struct study *l, int tool, const struct cage_answer *reply) {
    const char *words = cage_words(reply->status);

    if (reply->status == CAGE_SIGNAL)
        words = arena_printf(l->a, "%s (signal %d)", words, reply->code);
    study_hint(l, tool, "stopped", json_string(words));
    study_notice(l, "%s %s; nothing else was harmed", l->t->tool[tool].name, words);
}

int study_run(struct study *l, const struct study_job *j, struct cage_answer *out, struct err *e) {
    const struct cage_limits lim = {.memory_bytes = PROGRAM_MEMORY,
                                    .answer_bytes = j->answer_bytes,
                                    .time_ms = j->time_ms,
                                    .cpu_s = j->time_ms / 1000};
    const struct media_tool *tool = &l->t->tool[j->tool];
    int rc;

    if (!tool->path) return 0;
    if (lseek(j->fd, 0, SEEK_SET) < 0) return err_set(e, RC_IO, "the file cannot be read twice");
    rc = cage_program(l->a, tool->path, j->argv, j->fd, &lim, out, e);
    if (rc < 0) return rc;
    l->out->missing |= out->missing;
    if (out->status == CAGE_OK && out->code == 0) return 1;
    if (out->status != CAGE_OK) {
        stopped(l, j->tool, out);
        return j->part;
    }
    study_hint(l, j->tool, "unread", json_integer(out->code));
    study_notice(l, "%s could not read it: damaged, or of another kind than it says", tool->name);
    return j->part;
}

/* ---- what the file says of itself ---- */

static void fact_hint(struct study *l, int tool, const struct facts *f, size_t i) {
    const char *what = f->fact[i].what, *field = f->fact[i].field, *value = f->fact[i].value;

    if (strcmp(what, "duration_ms") == 0)
        study_hint(l, tool, "duration", json_integer(strtoll(value, NULL, 10)));
    else if (*field)
        study_hint(l, tool, arena_dup(l->a, span_of(what)),
                   json_pack("{s:s, s:s}", "field", field, "text", value));
    else
        study_hint(l, tool, arena_dup(l->a, span_of(what)), json_string(value));
    if (strcmp(what, "damaged") == 0)
        study_notice(l, "%s finds it damaged, and read only a part of it", l->t->tool[tool].name);
}

/** The program's JSON, read in the other cage. @return 1; 0: not read, told; below 0. */
static int read_facts(struct study *l, int tool, cage_fn *fn, struct span json, struct facts *f,
                      struct err *e) {
    const struct cage_limits lim = {.memory_bytes = (size_t)256 << 20,
                                    .answer_bytes = sizeof *f,
                                    .time_ms = 10000,
                                    .cpu_s = 10};
    struct cage_input in = {.bytes = json, .fd = -1};
    struct cage_answer reply;
    int rc;

    json_decref(json_object()); /* jansson opens a file for the first object ever made */
    if ((rc = cage_call(l->a, fn, NULL, &in, &lim, &reply, e)) < 0) return rc;
    l->out->missing |= reply.missing;
    if (reply.status == CAGE_OK && reply.code == 0 && facts_take(reply.bytes, f)) {
        for (size_t i = 0; i < f->n; i++) fact_hint(l, tool, f, i);
        return 1;
    }
    study_notice(l, "what %s said of it could not be read", l->t->tool[tool].name);
    return 0;
}

int study_facts(struct study *l, struct err *e) {
    static const char *const exif[] = {"exiftool", "-config", "",  "-json", "-G1",
                                       "-n",       "-ee",     "-", NULL};
    static const char wanted[] = "format=format_name,duration:stream=codec_type,codec_name,width,"
                                 "height:format_tags=creation_time";
    static const char *const probe[] = {
        "ffprobe",       "-v",   "error",           "-of", "json", "-protocol_whitelist", "file",
        "-show_entries", wanted, "/proc/self/fd/0", NULL};
    struct facts *f = ARENA_NEW(l->a, struct facts);
    struct cage_answer reply;
    int rc;

    l->out->names |= MEDIA_UNSEEN;
    rc =
        study_run(l, &(struct study_job){MEDIA_EXIF, exif, l->fd, JSON_BYTES, FACTS_TIME_MS, false},
                  &reply, e);
    if (rc > 0) rc = read_facts(l, MEDIA_EXIF, facts_exif, reply.bytes, f, e);
    if (rc > 0) {
        l->out->names = f->names;
        l->secret = arena_span(l->a, (struct span){f->sealed, f->sealed_n});
    }
    if (rc < 0) return rc;
    rc = study_run(l,
                   &(struct study_job){MEDIA_PROBE, probe, l->fd, JSON_BYTES, FACTS_TIME_MS, false},
                   &reply, e);
    if (rc > 0) rc = read_facts(l, MEDIA_PROBE, facts_probe, reply.bytes, f, e);
    return rc < 0 ? rc : 0;
}

static void tell_names(struct study *l) {
    static const char *const word[] = {"place", "device", "person", "other"};
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (l->out->names & 1U << i) json_array_append_new(list, json_string(word[i]));
    if (json_array_size(list))
        study_hint(l, MEDIA_EXIF, "names", list);
    else
        json_decref(list);
}

int study_at(struct study *l, struct err *e) {
    int rc;

    if (l->kind->is == MEDIA_NEITHER) {
        l->out->names |= MEDIA_UNSEEN;
        study_notice(l, "%s is no picture, video or sound: nothing looked into it", l->kind->type);
        return 0;
    }
    if ((rc = study_facts(l, e)) < 0) return rc;
    tell_names(l);
    if (l->kind->is == MEDIA_SOUND) return 0;
    if ((rc = study_frames(l, e)) < 0) return rc;
    return study_board(l, e);
}
