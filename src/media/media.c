/* SPDX-License-Identifier: Apache-2.0 */
/* One file into the case. The order is the promise:
 *
 * 1. opened for reading, and hashed to its end; nothing of it has been looked at before;
 * 2. looked at in cages: what was hashed and fits into memory is handed on sealed, so that what is
 *    read is what was hashed; a larger file is looked at where it is, and refused when it changed;
 * 3. written, all in one transaction.
 *
 * The bytes are written last, because what they name decides whether they may lie in the case in
 * the open: a photograph with the coordinates of the window from which it was taken may not. */
#include "media/media.h"

#include "base/num.h"
#include "base/utc.h"
#include "ledger/ledger.h"
#include "media/original.h"
#include "media/study.h"

#include <assert.h>
#include <stdlib.h>
#include <unistd.h>

const char *const media_obtained[] = {"self", "observer", "partner", "press", "official",
                                      "post", "archive",  "unknown", NULL};
const char *const media_keeps[] = {"inside", "sealed", "path", "hash", NULL};

/* ---- the particulars ---- */

static int must_exist(struct store *st, const char *sql, const char *what, const char *id,
                      struct err *e) {
    struct query *q = NULL;
    int rc;

    if (!id) return 0;
    if ((rc = query_open(&q, st, sql, e)) < 0) return rc;
    query_text(q, 1, span_of(id));
    rc = query_next(q, e);
    query_close(q);
    if (rc == 0) return err_set(e, RC_NOTFOUND, "the case has no %s \"%.100s\"", what, id);
    return rc < 0 ? rc : 0;
}

static int check(struct store *st, const struct media_options *o, struct err *e) {
    int32_t day;
    int rc = must_exist(st, "SELECT 1 FROM source WHERE id = ?1", "source", o->source, e);

    if (rc == 0) rc = must_exist(st, "SELECT 1 FROM slot WHERE id = ?1", "slot", o->slot, e);
    if (rc == 0)
        rc = must_exist(st, "SELECT 1 FROM corridor WHERE id = ?1", "corridor", o->corridor, e);
    if (rc == 0 && o->date && (rc = utc_date_read(span_of(o->date), &day, e)) < 0)
        err_at(e, "date");
    if (rc < 0) return rc;
    if (o->flight && (strlen(o->flight) > 8 || strlen(o->flight) < 3))
        return err_set(e, RC_RANGE, "\"%.40s\" is not a flight number, such as JS272", o->flight);
    for (const char *s = o->flight; s && *s; s++)
        if ((*s < '0' || *s > '9') && (*s < 'A' || *s > 'Z'))
            return err_set(e, RC_RANGE, "\"%.40s\" is not a flight number, such as JS272",
                           o->flight);
    if (o->slot && (o->corridor || o->date || o->flight))
        return err_set(e, RC_RANGE, "a slot already says corridor, date and flight");
    return 0;
}

static json_t *link_of(const struct media_options *o) {
    json_t *link = json_object();
    int32_t day;
    struct err e;

    if (o->slot) json_object_set_new(link, "slot", json_string(o->slot));
    if (o->corridor) json_object_set_new(link, "corridor", json_string(o->corridor));
    if (o->date && utc_date_read(span_of(o->date), &day, &e) == 0)
        json_object_set_new(link, "date", json_string(utc_date_text(day).s));
    if (o->flight) json_object_set_new(link, "flight", json_string(o->flight));
    return link;
}

/** The body of a `media` entry, without `at` and `kept`, which make no other of it. */
static json_t *body_of(const struct media_options *o, const struct media_result *r) {
    json_t *body = json_pack("{s:I, s:o, s:s, s:s, s:s, s:s}", "bytes", (json_int_t)r->bytes,
                             "link", link_of(o), "obtained_from", o->obtained, "sha256",
                             hash_hex(r->sha).s, "source", o->source, "type", r->type);

    if (o->custody >= 0) json_object_set_new(body, "custody", json_integer(o->custody));
    return body;
}

/* ---- what the case has ---- */

struct known {
    bool same, hints; /* this very entry; somebody looked at these bytes */
    char kept[8];     /* of these bytes; "" they are new */
};

/** @return whether the entry is about these bytes; then *body is it. */
static int about(const struct ledger_entry *x, const char *sha, json_t **body, struct err *e) {
    const char *s;
    int rc = canon_read(x->body, body, e);

    if (rc < 0) return rc;
    s = json_string_value(json_object_get(*body, "sha256"));
    if (s && strcmp(s, sha) == 0) return 1;
    json_decref(*body);
    return 0;
}

static int each_about(struct store *st, const char *kind, const char *sha, const json_t *want,
                      struct known *k, struct err *e) {
    struct ledger_it *it = NULL;
    struct ledger_entry x;
    int rc = ledger_each(&it, st, kind, e);

    if (rc < 0) return rc;
    while ((rc = ledger_next(it, &x, e)) > 0) {
        json_t *body = NULL;

        if ((rc = about(&x, sha, &body, e)) < 0) break;
        if (rc == 0) continue;
        if (want) {
            const char *kept = json_string_value(json_object_get(body, "kept"));

            snprintf(k->kept, sizeof k->kept, "%s", kept ? kept : "hash");
            json_object_del(body, "at");
            json_object_del(body, "kept");
            k->same |= json_equal(body, want);
        } else {
            k->hints = true;
        }
        json_decref(body);
    }
    ledger_done(it);
    return rc;
}

/* ---- what is kept ---- */

static int decide(struct study *l, const struct known *k, const struct original *f, struct err *e) {
    struct media_result *r = l->out;
    const char *keep = l->o->keep;

    if (!keep && *k->kept) {
        r->kept = arena_dup(l->a, span_of(k->kept));
        return 0;
    }
    if (keep && strcmp(keep, "sealed") == 0 && !l->o->vault)
        return err_set(e, RC_NOTFOUND,
                       "nobody to seal to: the case has no custodian (headcount keys)");
    if (keep && strcmp(keep, "sealed") == 0 && strcmp(k->kept, "inside") == 0)
        return err_set(e, RC_CONFLICT, "its bytes lie inside the case already, in the open");
    if (keep && (strcmp(keep, "inside") == 0 || strcmp(keep, "sealed") == 0) && !f->bytes.p)
        return err_set(e, RC_LIMIT,
                       "%lld bytes are over the limit of %zu for a file inside the case",
                       (long long)r->bytes, MEDIA_INSIDE_BYTES);
    r->kept = keep ? keep : f->bytes.p && !r->names ? "inside" : "hash";
    if (keep) return 0;
    if (!f->bytes.p)
        study_notice(l,
                     "too large to lie inside the case: the case knows it by its hash alone, and "
                     "the file is yours to keep (--keep path notes where it lies)");
    else if (r->names & MEDIA_UNSEEN)
        study_notice(l,
                     "nobody could look whether it names a place, a device or a person, so it is "
                     "known by its hash alone, and the file is yours to keep (--keep inside puts "
                     "it into the case as it is)");
    return 0;
}

/** Where the file lies, as seen from the case's folder. */
static int relative(struct study *l, const char *path, const char *folder, const char **out,
                    struct err *e) {
    char *file = realpath(path, NULL), *base = folder ? realpath(folder, NULL) : NULL;
    size_t n = base ? strlen(base) : 0;
    int rc = 0;

    if (!file || !base || strncmp(file, base, n) != 0 || file[n] != '/')
        rc =
            err_set(e, RC_RANGE, "a path is kept only of a file in the case's own folder or below");
    else
        *out = arena_dup(l->a, span_of(file + n + 1));
    free(file);
    free(base);
    return rc;
}

static int keep_bytes(struct store *st, const struct media_result *r, struct span bytes,
                      const char *path, struct err *e) {
    return path ? blob_refer(st, r->sha, r->bytes, r->type, path, e)
                : blob_put(st, bytes, r->type, NULL, e);
}

/* ---- writing ---- */

static int append_hint(struct study *l, struct store *st, const struct media_hint *h,
                       struct err *e) {
    json_t *body = json_pack("{s:I, s:s, s:s, s:s, s:O, s:s, s:s}", "at", (json_int_t)l->o->now,
                             "cage", l->out->missing & CAGE_LANDLOCK ? "no landlock" : "whole",
                             "sha256", hash_hex(l->out->sha).s, "tool", h->tool, "value", h->value,
                             "version", h->version, "what", h->what);
    int rc = ledger_append(st, "hint", body, NULL, e);

    json_decref(body);
    return rc;
}

static int seal(struct study *l, struct store *st, struct err *e) {
    const struct media_vault *v = l->o->vault;
    json_t *value = NULL;
    int rc;

    if (!l->secret.n || !v) return 0;
    if ((rc = v->seal(v->arg, l->a, l->secret, &value, e)) < 0) return rc;
    study_hint(l, MEDIA_EXIF, "sealed", value);
    rc = append_hint(l, st, &l->out->hint.v[l->out->hint.n - 1], e);
    if (rc == 0) rc = v->keep(v->arg, st, e);
    l->out->sealed = rc == 0;
    return rc;
}

static int write_all(struct study *l, struct store *st, json_t *body, const struct known *k,
                     const struct original *f, const char *path, struct err *e) {
    struct media_result *r = l->out;
    bool sealed = strcmp(r->kept, "sealed") == 0;
    int rc = store_begin(st, e);

    if (rc < 0) return rc;
    if (strcmp(r->kept, "hash") != 0 && !sealed) rc = keep_bytes(st, r, f->bytes, path, e);
    if (rc == 0 && !k->same) {
        json_object_set_new(body, "at", json_integer(l->o->now));
        json_object_set_new(body, "kept", json_string(r->kept));
        rc = ledger_append(st, "media", body, NULL, e);
    }
    if (rc == 0 && sealed && l->o->keep)
        rc = l->o->vault->whole(l->o->vault->arg, l->a, st, r->sha, f->bytes, l->o, e);
    for (size_t i = 0; i < r->hint.n && rc == 0; i++) rc = append_hint(l, st, &r->hint.v[i], e);
    if (rc == 0) rc = seal(l, st, e);
    return ledger_end(st, rc, e);
}

static int look(struct study *l, struct store *st, const struct original *f, struct err *e) {
    int rc, fd = f->fd;

    if (f->bytes.p && (rc = cage_file(f->bytes, &fd, e)) < 0) return rc;
    l->fd = fd;
    rc = study_at(l, e);
    if (fd != f->fd) close(fd);
    if (rc == 0) rc = original_same(f, e);
    return rc < 0 ? rc : study_near(l, st, e);
}

static int enter(struct study *l, struct store *st, const char *path, struct original *f,
                 struct err *e) {
    struct media_result *r = l->out;
    json_t *body = body_of(l->o, r);
    const char *kept_path = NULL, *sha = arena_dup(l->a, span_of(hash_hex(r->sha).s));
    struct known k = {0};
    int rc = each_about(st, "media", sha, body, &k, e);

    if (rc == 0) rc = each_about(st, "hint", sha, NULL, &k, e);
    if (rc == 0 && k.same && (k.hints || !l->o->look)) {
        r->known = true;
        r->kept = arena_dup(l->a, span_of(k.kept));
        goto out;
    }
    r->names = l->o->look || k.hints ? 0 : MEDIA_UNSEEN;
    if (rc == 0 && l->o->look && !k.hints) rc = look(l, st, f, e);
    if (rc == 0) rc = decide(l, &k, f, e);
    if (rc == 0 && strcmp(r->kept, "path") == 0 && !*k.kept)
        rc = relative(l, path, l->o->folder, &kept_path, e);
    if (rc == 0) rc = write_all(l, st, body, &k, f, kept_path, e);
out:
    json_decref(body);
    return rc;
}

int media_add(struct store *st, struct arena *a, const char *path, const struct media_tools *t,
              const struct media_options *o, struct media_result *out, struct err *e) {
    struct original f = {.fd = -1};
    struct study l = {.a = a, .t = t, .o = o, .out = out, .fd = -1};
    int rc;

    assert(o->source && o->obtained && o->every_s > 0);
    *out = (struct media_result){0};
    if ((rc = check(st, o, e)) < 0) return rc;
    if ((rc = original_open(&f, path, e)) < 0) goto out;
    if ((rc = original_hash(a, &f, out->sha, e)) < 0) goto out;
    l.kind = media_kind((struct span){f.head, f.head_n});
    out->type = l.kind->type;
    out->bytes = f.st.st_size;
    rc = enter(&l, st, path, &f, e);
out:
    original_close(&f);
    return rc;
}

void media_result_fini(struct media_result *r) {
    for (size_t i = 0; i < r->hint.n; i++) json_decref(r->hint.v[i].value);
    r->hint.n = 0;
}
