/* SPDX-License-Identifier: Apache-2.0 */
#include "base/canon.h"
#include "serve/desk_in.h"

#include <stdlib.h>

/* Exit statuses of the commands (main.c) as HTTP has them. */
enum { EXIT_NO = 1, EXIT_USAGE = 2, EXIT_INPUT = 3, EXIT_SYSTEM = 4, EXIT_CLOSED = 5 };

/* What it said for a person: its last `headcount: ` line, without the name. */
static struct span sentence(struct span said) {
    static const char name[] = "headcount: ";
    struct span best = {NULL, 0};

    while (said.n) {
        const char *end = memchr(said.p, '\n', said.n);
        struct span line = {said.p, end ? (size_t)(end - said.p) : said.n};

        said.p += line.n + (end ? 1 : 0), said.n -= line.n + (end ? 1 : 0);
        if (line.n > sizeof name - 1 && memcmp(line.p, name, sizeof name - 1) == 0)
            best = (struct span){line.p + sizeof name - 1, line.n - (sizeof name - 1)};
        else if (!best.p && line.n)
            best = line;
    }
    return best.p ? best : SPAN("the command failed without a word");
}

static int status_of(int code, struct span why) {
    switch (code) {
    case EXIT_USAGE:
        /* a command or option that this build does not have; parameters were checked before */
        return span_begins(why, "no command") || span_begins(why, "no option") ? 404 : 400;
    case EXIT_NO:
    case EXIT_INPUT: return 422;
    case EXIT_CLOSED: return 423;
    default: return 500;
    }
}

/* `counts: best: "x" is not a number`: the piece of the sentence that is one of the columns that were sent. */
static const char *column_in(const json_t *sent, const char *why) {
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)sent, key, value) {
        const char *at = why;
        size_t n = strlen(key);

        for (; (at = strstr(at, key)); at += n)
            if (at[n] == ':' && (at == why || at[-1] == ' ')) return key;
    }
    return NULL;
}

static struct answer *refused(const struct task *t, int status, struct span why) {
    json_t *sent = t->column_of ? json_loads(t->column_of, 0, NULL) : NULL;
    char text[1024];
    const char *column;
    struct answer *a = NULL;

    snprintf(text, sizeof text, "%.*s", (int)(why.n < 1000 ? why.n : 1000), why.p);
    column = sent ? column_in(sent, text) : NULL;
    if (column) {
        json_t *doc = json_pack("{s:s, s:s}", "error", text, "column", column);
        char *out = doc ? json_dumps(doc, JSON_COMPACT | JSON_PRESERVE_ORDER) : NULL;
        struct buf body = {0};

        if (out) {
            buf_puts(&body, out);
            a = answer_new(status, "application/json", 0, &body);
        }
        free(out);
        json_decref(doc);
    }
    json_decref(sent);
    return a ? a : answer_error(status, "%s", text);
}

/* What a person would have read in the terminal, as JSON. */
static struct answer *done(struct child_answer *r) {
    struct span s = span_trim(buf_span(r->out.n ? &r->out : &r->said));
    json_t *text = json_stringn(s.p, s.n),
           *doc = json_pack("{s:o}", "done", text ? text : json_string("done"));
    char *out = json_dumps(doc, JSON_COMPACT);
    struct buf body = {0};

    buf_puts(&body, out ? out : "{}");
    free(out);
    json_decref(doc);
    return answer_new(200, "application/json", 0, &body);
}

struct answer *verdict(const struct task *t, struct child_answer *r) {
    struct span why;

    switch (r->end) {
    case CHILD_TIME: return answer_error(504, "the command took too long and was ended");
    case CHILD_LARGE: return answer_error(500, "the answer is larger than %zu MiB", r->out.n >> 20);
    case CHILD_SIGNAL:
        return answer_error(500, "the command was ended by signal %d; the case is as it was",
                            r->code);
    case CHILD_STOPPED: return answer_error(503, "the command was ended before its answer");
    case CHILD_EXIT: break;
    }
    if (r->code == 0 && t->column_of) return done(r);
    if (r->code == 0 || (r->code == EXIT_NO && r->out.n))
        return answer_new(200, t->type, t->flags, &r->out);
    why = sentence(buf_span(&r->said));
    return refused(t, status_of(r->code, why), why);
}
