/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/carry.h"
#include "cli/cmd.h"
#include "cli/doctor.h"

#define PROMISES 12
const char *const doctor_states[] = {"ok", "weak", "not there", "unknown"};

static const struct {
    const char *name, *words;
} promise[PROMISES] = {
    {"sealed", "who an observer is cannot be read on this machine"},
    {"two keys", "losing one key loses nothing"},
    {"locked case", "a locked case is ciphertext"},
    {"allow-list", "nothing leaves unless a list names it"},
    {"tamper-evident", "any change of an entry is found"},
    {"forgettable", "a source can be withdrawn for good"},
    {"silent", "no network unless it is typed"},
    {"caged parsers", "foreign files are read where they can do nothing"},
    {"private page", "no other site or user can use the local page"},
    {"originals", "evidence files are never changed"},
    {"reproducible", "same case, same bytes"},
    {"unknown is not zero", "and one root is one voice"},
};

/* docs/SECURITY.md and the report say the same. */
static const char *const not_promised[] = {
    "Malware on this machine while the case is unlocked; a key holder who is forced; what a "
    "watcher of "
    "the network sees.",
    "That a true-looking photograph is not staged: only when it came in, and that it did not "
    "change.",
    "Hiding that headcount was used. An SSD may keep blocks that were overwritten.",
    "A case replaced as a whole before its first head or checkpoint left the machine; reports that "
    "were "
    "made up and well formed.",
    "What other programs leave: swap, lists of recent files, thumbnails, a browser's cache.",
    "The analyst's judgement: a wrong grade, honestly logged, stays wrong.",
};

static void say(struct cli *x, const struct doctor *d) {
    struct buf b = {0};
    int last = 0;

    for (size_t i = 0; i < d->line.n; i++) {
        const struct doctor_line *l = &d->line.v[i];
        char first[32];

        if (l->promise != last)
            buf_printf(&b, "%s%d %s%s: %s\n", term_style(&x->term, TERM_BOLD), l->promise,
                       promise[l->promise - 1].name, term_style(&x->term, TERM_PLAIN),
                       promise[l->promise - 1].words);
        last = l->promise;
        snprintf(first, sizeof first, "  %-10s ", doctor_states[l->state]);
        term_wrap(&b, &x->term, first, l->is);
        if (l->todo) term_wrap(&b, &x->term, "             - ", l->todo);
    }
    buf_printf(&b, "\n%sNot promised%s\n", term_style(&x->term, TERM_BOLD),
               term_style(&x->term, TERM_PLAIN));
    for (size_t i = 0; i < sizeof not_promised / sizeof *not_promised; i++)
        term_wrap(&b, &x->term, "  - ", not_promised[i]);
    cmd_write(&b);
}

static void json(const struct doctor *d, bool ok) {
    json_t *list = json_array(), *out = json_array(), *o;

    for (size_t i = 0; i < d->line.n; i++) {
        const struct doctor_line *l = &d->line.v[i];

        json_array_append_new(list,
                              json_pack("{s:i, s:s, s:s, s:s, s:s, s:o}", "promise", l->promise,
                                        "title", promise[l->promise - 1].name, "check", l->name,
                                        "state", doctor_states[l->state], "is", l->is, "todo",
                                        l->todo ? json_string(l->todo) : json_null()));
    }
    for (size_t i = 0; i < sizeof not_promised / sizeof *not_promised; i++)
        json_array_append_new(out, json_string(not_promised[i]));
    o = json_pack("{s:b, s:o, s:o}", "nothing_weak", ok, "checks", list, "not_promised", out);
    cmd_json(o);
    json_decref(o);
}

static int look(struct cli *x, struct doctor *d, const char *path, struct err *e) {
    struct store *st = NULL;
    int rc;

    if (!carry_locked(path)) {
        if ((rc = store_look(&st, path, e)) < 0) return rc;
        rc = cmd_derive(st, e);
        if (rc == 0) rc = doctor_case(d, st, e);
        store_close(st);
        if (rc < 0) {
            err_at(e, "%s", path);
            return rc;
        }
    }
    (void)x;
    doctor_file(d, path);
    return 0;
}

/* By promise, in the order in which they came. */
static void sort(struct doctor *d) {
    for (size_t i = 1; i < d->line.n; i++) {
        struct doctor_line one = d->line.v[i];
        size_t k = i;

        for (; k > 0 && d->line.v[k - 1].promise > one.promise; k--)
            d->line.v[k] = d->line.v[k - 1];
        d->line.v[k] = one;
    }
}

static int run(struct cli *x, struct err *e) {
    struct doctor d = {.a = x->a};
    bool ok = true;
    int rc = x->v.n ? look(x, &d, x->v.arg[0], e) : 0;

    if (rc < 0) return rc;
    doctor_machine(&d, cmd_find("serve") != NULL);
    sort(&d);
    for (size_t i = 0; i < d.line.n; i++) ok = ok && d.line.v[i].state != DOCTOR_WEAK;
    if (opt_value(&x->v, "json"))
        json(&d, ok);
    else
        say(x, &d);
    return ok ? CMD_DONE : CMD_NO;
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, true, false, NULL, "a case, locked or not"}, {0}};
static const struct opt options[] = {CMD_JSON, {0}};
const struct cmd cmd_doctor = {
    .opt = {.name = "doctor",
            .group = "Keep safe",
            .summary = "what headcount promises, and how it stands here",
            .about = "Each promise with its state on this machine and in this case: ok, weak, not "
                     "there, or unknown, and what to do. Then what is not promised. Exit status 1 "
                     "when something is weak. Nothing is changed.",
            .example = "headcount doctor vladivostok.hc",
            .args = args,
            .options = options},
    .run = run,
};
