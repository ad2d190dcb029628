/* SPDX-License-Identifier: Apache-2.0 */
/* A job's standard error is its progress: lines `progress 0.4200 reading` (cli/term.c writes them when it is asked to
 * by HEADCOUNT_PROGRESS), and sentences for the person. */
#include "base/canon.h"
#include "serve/desk_in.h"

#include <math.h>
#include <stdlib.h>

#define TEXT_BYTES ((size_t)16 << 10)
#define LINE_BYTES ((size_t)4 << 10)

static void whole_line(struct job *j) {
    struct span s = buf_span(&j->line);
    static const char mark[] = "progress ";
    double share;

    if (s.n > sizeof mark - 1 && memcmp(s.p, mark, sizeof mark - 1) == 0) {
        share = strtod(s.p + sizeof mark - 1, NULL); /* digits and a point; no locale was set */
        j->share = share >= 0 && share <= 1 ? share : -1;
    } else if (j->text.n + s.n + 1 <= TEXT_BYTES) {
        buf_add(&j->text, s);
        buf_putc(&j->text, '\n');
    }
    j->line.n = 0;
}

void job_hear(struct job *j, struct span said) {
    for (size_t i = 0; i < said.n; i++) {
        if (said.p[i] == '\n')
            whole_line(j);
        else if (j->line.n < LINE_BYTES)
            buf_putc(&j->line, said.p[i]);
    }
}

static json_t *result(const struct job *j) {
    struct span s;
    json_t *v;

    if (!j->answer) return json_null();
    s = buf_span(&j->answer->body);
    v = json_loadb(s.p, s.n, JSON_DECODE_ANY, NULL);
    if (!v) v = json_stringn(s.p, s.n);
    return v ? v : json_null();
}

struct answer *job_tell(const struct job *j) {
    static const char *const state[] = {"running", "done", "failed", "cancelled"};
    struct span s = buf_span(&j->text);
    json_t *text = json_stringn(s.p, s.n), *doc;
    struct buf body = {0};
    char *out;

    doc = json_pack("{s:s, s:o, s:o, s:o}", "state", state[j->state], "share",
                    j->share < 0 || isnan(j->share) ? json_null() : json_real(j->share), "text",
                    text ? text : json_string(""), "result", result(j));
    out = json_dumps(doc, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12));
    buf_puts(&body, out ? out : "{}");
    free(out);
    json_decref(doc);
    return answer_new(200, "application/json", 0, &body);
}

void job_free(struct job *j) {
    drop_close(&j->drop);
    answer_done(j->answer);
    buf_fini(&j->text);
    buf_fini(&j->line);
    free(j);
}
