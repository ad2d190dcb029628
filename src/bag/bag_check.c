/* SPDX-License-Identifier: Apache-2.0 */
/* A bag against its lists: all that is listed is there with the bytes that it had, nothing else is
 * there, and no name means another place. RFC 8493 lets tag files go unlisted; here only the
 * signature and the lists of tag files may, since what is not listed can be exchanged on the way. */
#include "bag/bag_in.h"
#include "base/base64.h"
#include "base/fold.h"
#include "base/num.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MANIFEST "manifest-sha256.txt"
#define TAGMANIFEST "tagmanifest-sha256.txt"

void bag_find(struct bag_work *w, bool wrong, struct span path, const char *what) {
    struct bag_finding f = {wrong, path, what};

    w->v->wrong += wrong;
    if (w->v->finding.n < BAG_FINDINGS)
        *vec_push(w->a, &w->v->finding) = f;
    else
        w->v->more++;
}

struct span bag_info(const struct bag_verdict *v, const char *label) {
    for (size_t i = 0; i < v->info.n; i++)
        if (span_is(v->info.v[i].label, label)) return v->info.v[i].value;
    return (struct span){0};
}

static bool is_payload(struct span path) {
    return span_begins(path, "data/");
}

/* --- bagit.txt, bag-info.txt --- */

static bool take(struct span *s, const char *word) {
    size_t n = strlen(word);

    if (!span_begins(*s, word)) return false;
    *s = (struct span){s->p + n, s->n - n};
    return true;
}

static bool take_end(struct span *s) {
    return take(s, "\r\n") || take(s, "\n") || take(s, "\r");
}

/* No blanks but these, nothing after. */
static const char *declaration(struct span s) {
    const char *wrong = bag_text_wrong(s);

    if (wrong) return wrong;
    if (!take(&s, "BagIt-Version: ")) return "does not begin with a BagIt-Version";
    if (!take(&s, "1.0") && !take(&s, "0.97")) return "is of a version other than 1.0 and 0.97";
    if (!take_end(&s)) return "holds more than a version in its first line";
    if (!take(&s, "Tag-File-Character-Encoding: ")) return "does not name an encoding";
    if (!take(&s, "UTF-8")) return "names an encoding other than UTF-8";
    (void)take_end(&s);
    return s.n ? "holds more than it may" : NULL;
}

static int check_declaration(struct bag_work *w, struct err *e) {
    struct span text;
    const char *wrong;
    int rc = bag_read(w, "bagit.txt", &text, e);

    if (rc < 0) return rc;
    if (rc == 0)
        bag_find(w, true, SPAN("bagit.txt"), "is missing: this is no bag");
    else if ((wrong = declaration(text)))
        bag_find(w, true, SPAN("bagit.txt"), wrong);
    return 0;
}

static void check_oxum(struct bag_work *w) {
    char real[64];
    size_t n = 0;

    for (size_t i = 0; i < w->v->info.n; i++) {
        const struct bag_label *l = &w->v->info.v[i];

        if (!span_is(l->label, "Payload-Oxum")) continue;
        n++;
        snprintf(real, sizeof real, "%lld.%zu", (long long)w->v->bytes, w->v->files);
        if (!span_is(l->value, real))
            bag_find(w, true, SPAN("bag-info.txt"),
                     arena_printf(w->a, "says Payload-Oxum %.*s; there is %s", SPAN_ARG(l->value),
                                  real));
    }
    if (n > 1) bag_find(w, true, SPAN("bag-info.txt"), "says Payload-Oxum more than once");
    if (n == 0) bag_find(w, false, SPAN("bag-info.txt"), "says no Payload-Oxum");
}

/* @return 1 with the text; 0: not there, or a finding. */
static int read_text(struct bag_work *w, const char *name, struct span *text, struct err *e) {
    const char *wrong;
    int rc = bag_read(w, name, text, e);

    if (rc > 0 && (wrong = bag_text_wrong(*text))) {
        bag_find(w, true, span_of(name), wrong);
        return 0;
    }
    return rc;
}

static int check_info(struct bag_work *w, struct err *e) {
    struct span text;
    int rc = read_text(w, "bag-info.txt", &text, e);

    if (rc > 0) bag_labels(w, "bag-info.txt", text);
    if (rc >= 0) check_oxum(w);
    return rc < 0 ? rc : 0;
}

/* --- lists --- */

static void hold_against(struct bag_work *w, const struct bag_list *list) {
    for (size_t i = 0; i < list->n; i++) {
        struct bag_found *f = bag_found(w, list->v[i].path);

        if (!f) {
            bag_find(w, true, list->v[i].path, "is listed and not there");
            continue;
        }
        f->listed = true;
        if (memcmp(f->sha, list->v[i].sha, HASH_BYTES) != 0)
            bag_find(w, true, f->path, "has other bytes than were listed");
    }
}

static bool may_be_unlisted(struct span path) {
    return span_begins(path, "tagmanifest-") || span_is(path, BAG_SIGNATURE);
}

static void find_unlisted(struct bag_work *w, bool payload) {
    for (size_t i = 0; i < w->found.n; i++) {
        const struct bag_found *f = &w->found.v[i];

        if (f->listed || is_payload(f->path) != payload) continue;
        if (!payload && may_be_unlisted(f->path)) continue;
        bag_find(w, true, f->path, "is there and not listed");
    }
}

/* Lists of other sums are passed over: RFC 8493 wants each to name every file, and one that is checked
 * is enough. */
static void find_other_sums(struct bag_work *w) {
    for (size_t i = 0; i < w->found.n; i++) {
        struct span path = w->found.v[i].path;

        if ((span_begins(path, "manifest-") || span_begins(path, "tagmanifest-")) &&
            !span_is(path, MANIFEST) && !span_is(path, TAGMANIFEST))
            bag_find(w, false, path, "is a list of other sums, and was not checked");
    }
}

static int check_lists(struct bag_work *w, struct bag_list *payload, struct err *e) {
    struct bag_list tags = {0};
    struct span text;
    int rc = read_text(w, MANIFEST, &text, e);

    if (rc < 0) return rc;
    if (rc > 0)
        bag_manifest(w, MANIFEST, text, true, payload);
    else if (!bag_found(w, SPAN(MANIFEST)))
        bag_find(w, true, SPAN(MANIFEST), "is missing: other sums are not read");
    hold_against(w, payload);
    find_unlisted(w, true);
    if ((rc = read_text(w, TAGMANIFEST, &text, e)) < 0) return rc;
    if (rc > 0) {
        bag_manifest(w, TAGMANIFEST, text, false, &tags);
        hold_against(w, &tags);
        find_unlisted(w, false);
    } else if (!bag_found(w, SPAN(TAGMANIFEST))) {
        bag_find(w, false, SPAN(TAGMANIFEST), "is missing: only the payload was checked");
    }
    find_other_sums(w);
    if ((rc = read_text(w, "fetch.txt", &text, e)) > 0) bag_fetch(w, text);
    return rc < 0 ? rc : 0;
}

/* --- names that are one on other systems --- */

struct twin {
    struct span fold, path;
};

static int by_fold(const void *x, const void *y) {
    const struct twin *a = x, *b = y;
    int c = span_cmp(a->fold, b->fold);

    return c ? c : span_cmp(a->path, b->path);
}

static void find_twins(struct bag_work *w, const struct bag_list *listed) {
    VEC(struct twin) t = {0};

    for (size_t i = 0; i < listed->n; i++)
        *vec_push(w->a, &t) = (struct twin){fold_twin(w->a, listed->v[i].path), listed->v[i].path};
    for (size_t i = 0; i < w->found.n; i++)
        if (!w->found.v[i].listed)
            *vec_push(w->a, &t) =
                (struct twin){fold_twin(w->a, w->found.v[i].path), w->found.v[i].path};
    if (t.n) qsort(t.v, t.n, sizeof t.v[0], by_fold);
    for (size_t i = 1; i < t.n; i++)
        if (span_eq(t.v[i].fold, t.v[i - 1].fold) && !span_eq(t.v[i].path, t.v[i - 1].path))
            bag_find(w, false, t.v[i].path,
                     "is one name with another where case, or the way an accent is written, does "
                     "not count");
}

/* --- the signature --- */

static bool read_signature(struct span s, uint8_t id[ED25519_PUBLIC],
                           uint8_t signature[ED25519_SIGNATURE]) {
    struct span hex;

    if (!take(&s, BAG_SIGNATURE_WORD "author ")) return false;
    if (s.n < (size_t)2 * ED25519_PUBLIC) return false;
    hex = (struct span){s.p, (size_t)2 * ED25519_PUBLIC};
    s = (struct span){s.p + hex.n, s.n - hex.n};
    if (!hash_read(hex, id) || !take(&s, "\nsignature ")) return false;
    return base64_read(span_trim(s), signature, ED25519_SIGNATURE) == ED25519_SIGNATURE;
}

static int check_signature(struct bag_work *w, struct err *e) {
    uint8_t id[ED25519_PUBLIC], signature[ED25519_SIGNATURE];
    struct span text, tags = SPAN("");
    struct buf signed_text = {0};
    int rc = bag_read(w, BAG_SIGNATURE, &text, e);

    if (rc <= 0) return rc;
    if ((rc = bag_read(w, TAGMANIFEST, &tags, e)) < 0) return rc;
    bag_signed_text(&signed_text, tags);
    w->v->sign = BAG_FORGED;
    if (read_signature(text, id, signature)) {
        memcpy(w->v->signer, id, sizeof id);
        if (ed25519_verify(id, buf_span(&signed_text), signature)) w->v->sign = BAG_SIGNED;
    }
    if (w->v->sign == BAG_FORGED)
        bag_find(w, true, SPAN(BAG_SIGNATURE), "does not fit: lists or signature were changed");
    buf_fini(&signed_text);
    return 0;
}

/* --- the whole --- */

static int by_weight(const void *x, const void *y) {
    const struct bag_finding *a = x, *b = y;
    int c = span_cmp(a->path, b->path);

    if (a->wrong != b->wrong) return b->wrong - a->wrong;
    return c ? c : strcmp(a->what, b->what);
}

static int check(struct bag_work *w, struct err *e) {
    struct bag_list payload = {0};
    int rc = bag_walk(w, e);

    if (rc < 0) return rc;
    for (size_t i = 0; i < w->found.n; i++)
        if (is_payload(w->found.v[i].path)) {
            w->v->files++;
            w->v->bytes += w->found.v[i].bytes;
        }
    if ((rc = check_declaration(w, e)) < 0) return rc;
    if ((rc = check_info(w, e)) < 0) return rc;
    if ((rc = check_lists(w, &payload, e)) < 0) return rc;
    find_twins(w, &payload);
    return check_signature(w, e);
}

int bag_check(struct arena *a, const char *dir, struct bag_verdict *out, struct err *e) {
    struct bag_verdict v = {0};
    struct bag_work w = {.a = a, .v = &v};
    int rc;

    w.root = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (w.root < 0)
        return err_set(e, errno == ENOENT || errno == ENOTDIR ? RC_NOTFOUND : RC_IO, "%s: %s", dir,
                       errno == ENOENT    ? "there is no such folder"
                       : errno == ENOTDIR ? "not a folder, so not a bag"
                                          : strerrordesc_np(errno));
    rc = check(&w, e);
    close(w.root);
    if (rc < 0) {
        err_at(e, "%s", dir);
        return rc;
    }
    if (v.finding.n) qsort(v.finding.v, v.finding.n, sizeof v.finding.v[0], by_weight);
    *out = v;
    return 0;
}
