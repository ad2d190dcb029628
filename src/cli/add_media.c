/* SPDX-License-Identifier: Apache-2.0 */
/* Photographs, video and sound: the options, and what is told of each file. Names of files are for
 * the terminal; the case does not keep them. */
#include "cli/add_media.h"

#include "base/num.h"
#include "cage/cage.h"
#include "cli/secret.h"
#include "media/safe.h"

#include <inttypes.h>

#define WORK_BYTES ((size_t)2 << 30) /* a file inside, what the programs say, its frames */

static const char *const own[] = {"source",   "obtained-from", "custody", "slot",
                                  "corridor", "date",          "flight",  "keep",
                                  "every",    "no-look",       "json"};

int add_media_none(const struct cli *x, struct err *e) {
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (opt_value(&x->v, own[i])) {
            err_put(e, RC_SYNTAX, "--%s is for media: a row says it in its columns", own[i]);
            return CMD_USAGE;
        }
    return 0;
}

static int number(const struct cli *x, const char *name, int64_t lo, int64_t hi, int *out,
                  struct err *e) {
    const char *s = opt_value(&x->v, name);
    int64_t n;

    if (!s) return 0;
    if (num_int(span_of(s), lo, hi, &n, e) < 0) {
        err_at(e, "--%s", name);
        return CMD_USAGE;
    }
    *out = (int)n;
    return 0;
}

static const char *folder_of(struct arena *a, const char *path) {
    const char *slash = strrchr(path, '/');

    if (!slash) return ".";
    return slash == path ? "/" : arena_dup(a, (struct span){path, (size_t)(slash - path)});
}

static int options_of(struct cli *x, struct media_options *o, struct err *e) {
    int rc;

    *o = (struct media_options){.now = x->now,
                                .source = opt_value(&x->v, "source"),
                                .obtained = opt_value(&x->v, "obtained-from"),
                                .custody = -1,
                                .slot = opt_value(&x->v, "slot"),
                                .corridor = opt_value(&x->v, "corridor"),
                                .date = opt_value(&x->v, "date"),
                                .flight = opt_value(&x->v, "flight"),
                                .keep = opt_value(&x->v, "keep"),
                                .folder = folder_of(x->a, x->v.arg[0]),
                                .look = !opt_value(&x->v, "no-look"),
                                .every_s = 10};
    if (!o->obtained) o->obtained = "unknown";
    if (!o->source) {
        err_put(e, RC_SYNTAX, "--source is missing: the id of the source that it comes from");
        return CMD_USAGE;
    }
    if (x->v.n < 3) {
        err_put(e, RC_SYNTAX, "FILE is missing: a photograph, a video or a sound");
        return CMD_USAGE;
    }
    if ((rc = number(x, "custody", 0, 99, &o->custody, e))) return rc;
    return number(x, "every", 1, 3600, &o->every_s, e);
}

/* ---- for people ---- */

static const char *names_words(struct arena *a, unsigned names) {
    static const char *const word[] = {"the place where it was taken", "the device",
                                       "a person, or somebody's words",
                                       "things in fields that this program does not know"};
    const char *s = "";
    unsigned left = names & (MEDIA_PLACE | MEDIA_DEVICE | MEDIA_PERSON | MEDIA_OTHER);

    for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
        if (!(left & 1U << i)) continue;
        left &= ~(1U << i);
        s = arena_printf(a, "%s%s%s", s, !*s ? "" : left ? ", " : " and ", word[i]);
    }
    return s;
}

static const char *text_of(const json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

/** A hint as a sentence; "" for one that is told otherwise. */
static const char *hint_words(struct arena *a, const struct media_hint *h) {
    const char *what = h->what;

    if (strcmp(what, "time") == 0)
        return arena_printf(a, "it says %s in %s", text_of(h->value, "text"),
                            text_of(h->value, "field"));
    if (strcmp(what, "stream") == 0)
        return arena_printf(a, "%s: %s", text_of(h->value, "field"), text_of(h->value, "text"));
    if (strcmp(what, "duration") == 0)
        return arena_printf(a, "%.1f seconds long", (double)json_integer_value(h->value) / 1000);
    if (strcmp(what, "frames") == 0)
        return arena_printf(a, "%zu frame%s looked at",
                            json_array_size(json_object_get(h->value, "frame")),
                            json_array_size(json_object_get(h->value, "frame")) == 1 ? "" : "s");
    if (strcmp(what, "lookslike") == 0)
        return arena_printf(a,
                            "looks like %.12s entered before (%" JSON_INTEGER_FORMAT
                            " of 64 bits apart): likely the same root",
                            text_of(h->value, "sha256"),
                            json_integer_value(json_object_get(h->value, "distance")));
    return "";
}

static void say_board(struct buf *b, struct cli *x, const struct media_hint *h) {
    json_t *line;
    size_t i;

    json_array_foreach(h->value, i, line) term_wrap(
        b, &x->term, "  ",
        arena_printf(x->a, "board: %s %s", text_of(line, "flight"), text_of(line, "time")));
}

static void say(struct buf *b, struct cli *x, const char *path, const struct media_result *r) {
    static const char *const kept[] = {
        "inside", "kept inside the case", "sealed", "sealed in the case (headcount identity open)",
        "path",   "its path is kept",     "hash",   "known by its hash; the file is yours to keep"};
    const char *slash = strrchr(path, '/');
    size_t k = 0;

    term_text(b, &x->term, span_of(slash ? slash + 1 : path));
    buf_printf(b, ": %s, ", r->type);
    num_people(b, r->bytes);
    buf_printf(b, " bytes%s\n", r->known ? ", known already" : "");
    buf_printf(b, "  sha256 %s\n", hash_hex(r->sha).s);
    while (k < 6 && strcmp(kept[k], r->kept) != 0) k += 2;
    buf_printf(b, "  %s\n", kept[k + 1]);
    for (size_t i = 0; i < r->hint.n; i++) {
        const char *s = hint_words(x->a, &r->hint.v[i]);

        if (*s) term_wrap(b, &x->term, "  ", s);
        if (strcmp(r->hint.v[i].what, "board") == 0) say_board(b, x, &r->hint.v[i]);
    }
}

static void note(struct cli *x, const char *text) {
    struct term t = term_of(stderr);
    struct buf b = {0};

    term_wrap(&b, &t, "note: ", text);
    (void)x;
    fwrite(b.p, 1, b.n, stderr);
    buf_fini(&b);
}

static void notes(struct cli *x, const struct media_result *r) {
    const char *names = names_words(x->a, r->names);

    for (size_t i = 0; i < r->notice.n; i++) note(x, r->notice.v[i]);
    if (*names)
        note(x,
             arena_printf(
                 x->a, "this file names %s. What it names %s%s", names,
                 r->sealed ? "is sealed, and not in the open" : "was not kept",
                 strcmp(r->kept, "inside") == 0
                     ? "; but the file itself now lies inside the case as it is, and whoever has "
                       "the case can read it there"
                     : ""));
    if (r->missing & CAGE_LANDLOCK)
        note(x, "this kernel has no Landlock: the programs that looked into it could have read "
                "other files of yours, but could neither write, nor send, nor start anything. Each "
                "of their hints says so in the case");
    if (r->text.n) note(x, "read from the picture, and not kept but for flights and times:");
    for (size_t i = 0; i < r->text.n; i++) note(x, r->text.v[i]);
}

/* ---- for programs ---- */

static json_t *result_json(const struct media_result *r) {
    static const char *const word[] = {"place", "device", "person", "other", "unseen"};
    json_t *hints = json_array(), *names = json_array(), *notices = json_array();

    for (size_t i = 0; i < r->hint.n; i++)
        json_array_append_new(hints, json_pack("{s:s, s:s, s:s, s:O}", "tool", r->hint.v[i].tool,
                                               "version", r->hint.v[i].version, "what",
                                               r->hint.v[i].what, "value", r->hint.v[i].value));
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (r->names & 1U << i) json_array_append_new(names, json_string(word[i]));
    for (size_t i = 0; i < r->notice.n; i++)
        json_array_append_new(notices, json_string(r->notice.v[i]));
    return json_pack("{s:s, s:s, s:I, s:b, s:s, s:o, s:b, s:b, s:o, s:o}", "sha256",
                     hash_hex(r->sha).s, "type", r->type, "bytes", (json_int_t)r->bytes, "known",
                     (int)r->known, "kept", r->kept, "names", names, "sealed", (int)r->sealed,
                     "landlock", !(r->missing & CAGE_LANDLOCK), "hints", hints, "notices", notices);
}

static void missing_tools(struct cli *x, const struct media_tools *t) {
    static const char *const loss[MEDIA_TOOLS] = {
        [MEDIA_EXIF] = "whether a file names a place, a device or a person is not known",
        [MEDIA_PROBE] = "its container, streams and duration are not read",
        [MEDIA_FRAMES] = "reposts of one picture are not found, and no board is read",
        [MEDIA_BOARD] = "no board is read"};

    for (size_t i = 0; i < MEDIA_TOOLS; i++)
        if (!t->tool[i].path)
            note(x, arena_printf(x->a, "%s %s: %s", t->tool[i].name,
                                 t->tool[i].useless ? "does not run shut away" : "is not installed",
                                 loss[i]));
}

/** One file. What it names is in memory of its own, which is overwritten. */
static int add_one(struct cli *x, struct store *st, const char *path, const struct media_tools *t,
                   const struct media_options *o, struct buf *b, json_t *list, struct err *e) {
    struct media_result r;
    struct arena work;
    int rc;

    arena_init(&work, WORK_BYTES);
    rc = media_add(st, &work, path, t, o, &r, e);
    if (rc < 0) {
        err_at(e, "%s", path);
    } else {
        notes(x, &r);
        if (list)
            json_array_append_new(list, result_json(&r));
        else
            say(b, x, path, &r);
    }
    media_result_fini(&r);
    arena_wipe(&work);
    arena_fini(&work);
    return rc;
}

int add_media(struct cli *x, struct err *e) {
    json_t *list = opt_value(&x->v, "json") ? json_array() : NULL;
    struct media_tools tools = {.languages = ""};
    struct media_safe safe;
    struct media_options o;
    struct store *st = NULL;
    struct buf b = {0};
    int rc = options_of(x, &o, e);

    if (rc == 0) rc = store_open(&st, x->v.arg[0], STORE_WRITE, e);
    if (rc == 0 && (rc = media_safe(&safe, st, x->a, e)) > 0) {
        o.vault = &safe.vault;
        rc = 0;
    }
    if (rc == 0 && o.look && (rc = media_tools_find(x->a, &tools, e)) == 0)
        missing_tools(x, &tools);
    for (size_t i = 2; i < x->v.n && rc == 0; i++)
        rc = add_one(x, st, x->v.arg[i], &tools, &o, &b, list, e);
    if (rc == 0) rc = secret_warn(x, st, e);
    store_close(st);
    if (list && rc == 0) cmd_json(list);
    if (b.n) cmd_write(&b); /* also after a failure: the files before it are in */
    json_decref(list);
    return rc;
}
