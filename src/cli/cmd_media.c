/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"
#include "cli/bench.h"
#include "media/still.h"
#include "report/allow.h"

#include <inttypes.h>

#define EVERY_S 5

static int usage(struct err *e, const char *text) {
    err_put(e, RC_SYNTAX, "%s", text);
    return CMD_USAGE;
}

/* ---- the list ---- */

static int hints_of(struct store *st, json_t *by_sha, struct err *e) {
    struct ledger_it *it = NULL;
    struct ledger_entry l;
    int rc = ledger_each(&it, st, "hint", e);

    if (rc < 0) return rc;
    while ((rc = ledger_next(it, &l, e)) > 0) {
        json_t *body = NULL, *list;
        const char *sha;

        if ((rc = canon_read(l.body, &body, e)) < 0) break;
        if ((sha = json_string_value(json_object_get(body, "sha256")))) {
            if (!(list = json_object_get(by_sha, sha))) {
                list = json_array();
                json_object_set_new(by_sha, sha, list);
            }
            json_object_del(body, "sha256");
            json_object_del(body, "at");
            json_array_append(list, body);
        }
        json_decref(body);
    }
    ledger_done(it);
    return rc;
}

/* How many frames were looked at; null: nobody looked. */
static json_t *frames_known(const json_t *hints) {
    json_t *h;
    size_t i;

    json_array_foreach(hints, i, h) {
        const char *what = json_string_value(json_object_get(h, "what"));

        if (what && strcmp(what, "frames") == 0)
            return json_integer(
                (json_int_t)json_array_size(json_object_get(json_object_get(h, "value"), "frame")));
    }
    return json_null();
}

/* Who marked it, and when: nothing of what. */
static json_t *markers(const marked_list *v) {
    json_t *list = json_array();

    for (size_t i = 0; i < v->n; i++)
        json_array_append_new(list, json_pack("{s:s, s:I, s:I}", "annotator", v->v[i].m.annotator,
                                              "at", (json_int_t)v->v[i].at, "frames",
                                              (json_int_t)v->v[i].m.frames));
    return list;
}

static const char *place_of(const struct held *h) {
    return h->inside ? "inside" : h->path ? "path" : "hash";
}

/* What the count of the marks is of, so that the next annotator says the same; not its numbers: whoever marks it now has not seen
 * them. */
static json_t *count_of(const json_t *row) {
    static const char *const of[] = {"row",    "id", "corridor", "date",
                                     "flight", "of", "stage",    "source"};
    json_t *out;

    if (!json_is_object(row)) return json_null();
    out = json_object();
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        json_t *v = json_object_get(row, of[i]);

        json_object_set(out, of[i], v ? v : json_null());
    }
    return out;
}

static int one_json(struct cli *x, struct store *st, const struct held *h, const json_t *hints,
                    json_t *list, struct err *e) {
    static const char *const copied[] = {"type",    "bytes", "source", "obtained_from",
                                         "custody", "link",  "at"};
    json_t *o, *own = json_object_get(hints, hash_hex(h->sha).s), *row = NULL;
    marked_list v;
    int rc = marked_all(st, x->a, h->sha, &v, e);

    if (rc == 0) rc = bench_row(x, st, h->sha, &row, e);
    if (rc < 0) return rc;
    o = json_pack("{s:s}", "sha256", hash_hex(h->sha).s);
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++) {
        json_t *value = json_object_get(h->body, copied[i]);

        json_object_set(o, copied[i], value ? value : json_null());
    }
    json_object_set_new(o, "kept", json_string(place_of(h)));
    json_object_set_new(o, "hints", own ? json_incref(own) : json_array());
    json_object_set_new(o, "frames", frames_known(own));
    json_object_set_new(o, "marks", markers(&v));
    json_object_set_new(o, "count", count_of(row));
    json_decref(row);
    json_array_append_new(list, o);
    return 0;
}

static int list_json(struct cli *x, struct store *st, const held_list *held, struct err *e) {
    json_t *list = json_array(), *hints = json_object();
    struct pipe_options o = pipe_defaults();
    int rc = hints_of(st, hints, e);

    for (size_t i = 0; i < held->n && rc == 0; i++)
        rc = one_json(x, st, &held->v[i], hints, list, e);
    if (rc == 0 && held->n) rc = cmd_told(x, st, &o, allow_medium, &list, e);
    if (rc == 0) cmd_json(list);
    json_decref(hints);
    json_decref(list);
    return rc;
}

static int list_table(struct cli *x, struct store *st, const held_list *held, struct err *e) {
    static const struct term_column head[] = {{"sha256", false, false}, {"type", false, false},
                                              {"bytes", true, false},   {"bytes are", false, false},
                                              {"source", false, true},  {"marked by", true, false}};
    const char **cell = ARENA_ARRAY(x->a, const char *, held->n * 6);
    struct buf b = {0};
    int rc = 0;

    for (size_t i = 0; i < held->n && rc == 0; i++) {
        const struct held *h = &held->v[i];
        const char *type = json_string_value(json_object_get(h->body, "type")),
                   *source = json_string_value(json_object_get(h->body, "source"));
        marked_list v;
        struct buf n = {0};

        if ((rc = marked_all(st, x->a, h->sha, &v, e)) < 0) break;
        num_people(&n, json_integer_value(json_object_get(h->body, "bytes")));
        cell[6 * i] = arena_printf(x->a, "%.12s", hash_hex(h->sha).s);
        cell[6 * i + 1] = type ? arena_dup(x->a, span_of(type)) : "unknown";
        cell[6 * i + 2] = arena_dup(x->a, buf_span(&n));
        cell[6 * i + 3] = h->inside ? "in the case" : h->path ? "beside it" : "not here";
        cell[6 * i + 4] = source ? arena_dup(x->a, span_of(source)) : "unknown";
        cell[6 * i + 5] = arena_printf(x->a, "%zu", v.n);
        buf_fini(&n);
    }
    if (rc < 0) return rc;
    if (held->n)
        term_table(&b, &x->term, head, 6, cell, held->n);
    else
        buf_puts(&b, "  no media\n");
    cmd_write(&b);
    return 0;
}

/* ---- one of them ---- */

static int frames(struct cli *x, const struct original *f, int every, struct err *e) {
    json_t *list = json_array();
    still_times t;
    unsigned missing = 0;
    bool cut;
    int rc = still_frames(x->a, f, every, &t, &cut, &missing, e);

    bench_cage(x, missing);
    for (size_t i = 0; rc == 0 && i < t.n; i++) {
        if (opt_value(&x->v, "json"))
            json_array_append_new(list, json_pack("{s:I, s:b}", "t_ms", (json_int_t)t.v[i].at_ms,
                                                  "scene", (int)t.v[i].scene));
        else
            printf("%10.3f s%s\n", (double)t.v[i].at_ms / 1000,
                   t.v[i].scene ? "  after a cut" : "");
    }
    if (rc == 0 && opt_value(&x->v, "json")) cmd_json(list);
    if (rc == 0 && cut)
        fputs("note: it is too long or damaged; these are of the part that could be gone through\n",
              stderr);
    json_decref(list);
    return rc;
}

/* The picture is not written over the medium that it is of, wherever that lies: no argument names it (spare.h). */
static int not_itself(struct cli *x, const struct held *h, const char *out, struct err *e) {
    json_int_t bytes = json_integer_value(json_object_get(h->body, "bytes"));
    uint8_t sha[HASH_BYTES];
    struct original f = {.fd = -1};
    struct err none;
    bool same = strcmp(out, "-") != 0 && original_open(&f, out, &none) == 0 &&
                f.st.st_size == bytes && original_hash(x->a, &f, sha, &none) == 0 &&
                memcmp(sha, h->sha, HASH_BYTES) == 0;

    original_close(&f);
    if (!same) return 0;
    return err_set(e, RC_CONFLICT, "%s: it is the medium itself; nothing is written in its place",
                   out);
}

static int frame(struct cli *x, struct store *st, const struct held *h, const struct original *f,
                 struct still *o, struct err *e) {
    const char *out = opt_value(&x->v, "output");
    struct veil *veil = ARENA_NEW(x->a, struct veil);
    struct span jpeg = {0};
    marked_list v;
    unsigned missing = 0;
    int rc = not_itself(x, h, out, e);

    if (rc < 0) return rc;
    if (opt_value(&x->v, "blur")) {
        if ((rc = marked_all(st, x->a, h->sha, &v, e)) < 0) return rc;
        if (!marked_veil(x->a, &v, o->at_ms, veil))
            return err_set(e, RC_NOTFOUND,
                           "nobody marked anything on the frame at %" PRId64
                           " ms: nothing would be covered in it",
                           o->at_ms);
        o->veil = veil;
    }
    rc = still_make(x->a, f, o, &jpeg, &missing, e);
    bench_cage(x, missing);
    if (rc < 0) return rc;
    if (strcmp(out, "-") != 0) return cmd_file(x, out, jpeg, e);
    fwrite(jpeg.p, 1, jpeg.n, stdout);
    return 0;
}

struct wanted {
    bool frames, frame;
    int every;
    struct still still;
};

static int one(struct cli *x, struct store *st, const held_list *held, struct wanted *w,
               struct err *e) {
    const struct held *h = NULL;
    struct original f = {.fd = -1};
    int rc = hold_find(held, x->v.arg[1], &h, e);

    if (rc < 0) return rc;
    if (!w->frames && !w->frame) {
        held_list alone = {0};

        *vec_push(x->a, &alone) = *h;
        if (!opt_value(&x->v, "json")) return list_table(x, st, &alone, e);
        return list_json(x, st, &alone, e);
    }
    rc = hold_open(st, x->a, h, bench_folder(x->a, x->v.arg[0]), opt_value(&x->v, "file"), &f, e);
    if (rc == 0) rc = w->frames ? frames(x, &f, w->every, e) : frame(x, st, h, &f, &w->still, e);
    original_close(&f);
    return rc;
}

static int number(const struct cli *x, const char *name, int64_t lo, int64_t hi, int64_t *out,
                  struct err *e) {
    const char *s = opt_value(&x->v, name);

    if (!s || num_int(span_of(s), lo, hi, out, e) == 0) return 0;
    err_at(e, "--%s", name);
    return CMD_USAGE;
}

static int wanted_of(const struct cli *x, struct wanted *w, struct err *e) {
    int64_t every = EVERY_S, at = 0, wide = STILL_WIDE;
    bool own;
    int rc;

    *w = (struct wanted){.frames = opt_value(&x->v, "frames"), .frame = opt_value(&x->v, "frame")};
    if ((rc = number(x, "every", 1, 3600, &every, e)) ||
        (rc = number(x, "frame", 0, INT64_C(1) << 40, &at, e)) ||
        (rc = number(x, "width", STILL_LEAST, STILL_WIDE, &wide, e)))
        return rc;
    if ((rc = cmd_own(x, &own, e))) return rc;
    if (x->v.n < 2 && (w->frames || w->frame || opt_value(&x->v, "file")))
        return usage(e, "SHA is missing: which medium");
    if (w->frames && w->frame) return usage(e, "--frames and --frame: one of the two");
    if (!w->frames && opt_value(&x->v, "every")) return usage(e, "--every goes with --frames");
    if (!w->frame &&
        (opt_value(&x->v, "blur") || opt_value(&x->v, "output") || opt_value(&x->v, "width")))
        return usage(e, "--blur, --width and --output go with --frame");
    if (w->frame && !opt_value(&x->v, "output"))
        return usage(e, "--frame needs -o FILE; - is standard output");
    w->every = (int)every;
    w->still = (struct still){.at_ms = at, .wide = (int)wide};
    return 0;
}

static int run(struct cli *x, struct err *e) {
    held_list held = {0};
    struct store *st = NULL;
    struct wanted w;
    int rc = wanted_of(x, &w, e);

    if (rc) return rc;
    if ((rc = cmd_case(x, x->v.arg[0], &st, e)) < 0) return rc;
    rc = cmd_derive(st, e);
    if (rc == 0) rc = hold_all(st, x->a, &held, e);
    if (rc == 0 && x->v.n == 2)
        rc = one(x, st, &held, &w, e);
    else if (rc == 0)
        rc = opt_value(&x->v, "json") ? list_json(x, st, &held, e) : list_table(x, st, &held, e);
    hold_fini(&held);
    store_close(st);
    return rc;
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL, "the case"},
    {"SHA", OPT_TEXT, true, false, NULL,
     "one of them: the first six or more hex digits of its hash"},
    {0},
};
static const struct opt options[] = {
    {"frames", 0, OPT_FLAG, NULL, NULL,
     "when there is something to look at: each cut, and a frame at least every n seconds"},
    {"every", 0, OPT_TEXT, "S", NULL, "of --frames, in seconds, 1 to 3600 (else 5)"},
    {"frame", 0, OPT_TEXT, "MS", NULL,
     "a picture, or the frame of a video at this time, as JPEG without anything but its pixels"},
    {"blur", 0, OPT_FLAG, NULL, NULL,
     "cover every dot and region that anybody marked on it; without marks there is no picture"},
    {"width", 0, OPT_TEXT, "PX", NULL, "of the picture at most, 16 to 2560 (else 2560)"},
    {"file", 0, OPT_FILE, "FILE", NULL,
     "where the file lies, when the case has only its hash; it must be that file"},
    {"output", 'o', OPT_OUT, "FILE", NULL, "where the picture goes; - is standard output"},
    CMD_JSON,
    CMD_RAW,
    {0},
};
const struct cmd cmd_media = {
    .opt = {.name = "media",
            .group = "Look",
            .summary = "photographs, video and sound of the case; their frames, and faces covered",
            .about = "Files enter with headcount add CASE media. What is shown is made anew by "
                     "ffmpeg, shut away; the file itself is read, held against its hash and never "
                     "changed.\n\nWhat --blur covers is gone from the picture: one colour stands "
                     "for what one disc covers. People who are not marked are not covered.",
            .example = "headcount media vladivostok.hc 3f2a91 --frame 5000 --blur -o gate.jpg",
            .args = args,
            .options = options},
    .run = run,
};
