/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utc.h"
#include "cli/carry.h"
#include "cli/doctor.h"
#include "cli/head.h"
#include "ledger/author.h"
#include "ledger/identity.h"
#include "ledger/merge.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define OTHERS (S_IRWXG | S_IRWXO)

/* --- the file --- */

static void look_at_mode(struct doctor *d, const char *path, const char *name, const char *what,
                         int promise) {
    struct stat s;

    if (stat(path, &s) < 0) {
        doctor_add(d, promise, DOCTOR_UNKNOWN, name,
                   arena_printf(d->a, "%s cannot be looked at: %s", what, strerrordesc_np(errno)),
                   NULL);
    } else if (s.st_uid != geteuid() && geteuid() != 0) {
        doctor_add(d, promise, DOCTOR_WEAK, name, arena_printf(d->a, "%s is somebody else's", what),
                   arena_printf(d->a, "Take a copy of your own: %s.", path));
    } else if (s.st_mode & OTHERS) {
        doctor_add(d, promise, DOCTOR_WEAK, name,
                   arena_printf(d->a, "%s is open to others on this machine (%03o)", what,
                                (unsigned)(s.st_mode & 0777)),
                   arena_printf(d->a, "chmod go= %s", path));
    } else {
        doctor_add(d, promise, DOCTOR_OK, name, arena_printf(d->a, "%s is its owner's only", what),
                   NULL);
    }
}

static void look_at_disk(struct doctor *d, const char *path) {
    struct stat s;

    if (stat(path, &s) < 0) return;
    switch (doctor_disk("", major(s.st_dev), minor(s.st_dev))) {
    case DISK_CRYPT: doctor_add(d, 3, DOCTOR_OK, "disk", "the disk is encrypted", NULL); break;
    case DISK_PLAIN:
        doctor_add(d, 3, DOCTOR_WEAK, "disk",
                   "no encryption is seen on the disk (one that encrypts by itself does not show)",
                   "Encrypt the whole disk, and lock the case when it is not in use.");
        break;
    case DISK_MEMORY:
        doctor_add(d, 3, DOCTOR_OK, "disk", "the case is in memory, not on a disk", NULL);
        break;
    case DISK_UNKNOWN:
        doctor_add(d, 3, DOCTOR_UNKNOWN, "disk", "whether the disk is encrypted cannot be seen",
                   "Find out, and encrypt it if it is not.");
        break;
    }
}

#define BESIDE_MOST 10000 /* files and folders that are looked at */
#define BESIDE_DEEP 8     /* folders below the case's */

static bool is_key_file(int folder, const char *name) {
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    enum head is = fd < 0 ? HEAD_OTHER : head_of(fd);

    if (fd >= 0) close(fd);
    return is == HEAD_KEY || is == HEAD_AUTHOR;
}

static bool ends(const char *s, const char *with) {
    size_t n = strlen(s), m = strlen(with);

    return n > m && strcmp(s + n - m, with) == 0;
}

/* What an interrupted write left: NAME.NUMBER.part beside whatever was written. */
static bool is_left(const char *name, const char *own) {
    size_t n = strlen(own);

    return ends(name, ".part") || (strncmp(name, own, n) == 0 && strcmp(name + n, "-journal") == 0);
}

/* What lies in the folder of the case and in those below it, on the same file system; bounded, since that may be anybody's home. */
struct beside {
    const char *own; /* the case's own name */
    dev_t device;
    size_t keys, below, left, seen;
};

static void look_in(struct beside *b, int folder, int depth);

static void look_at_one(struct beside *b, int folder, const char *name, int depth, bool down) {
    struct stat s;

    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
        (depth == 0 && strcmp(name, b->own) == 0) ||
        fstatat(folder, name, &s, AT_SYMLINK_NOFOLLOW) < 0 || s.st_dev != b->device)
        return;
    if (down && S_ISDIR(s.st_mode))
        look_in(b, openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC),
                depth + 1);
    if (down) return;
    b->seen++;
    if (depth == 0) b->left += is_left(name, b->own);
    if (S_ISREG(s.st_mode) && is_key_file(folder, name)) (*(depth ? &b->below : &b->keys))++;
}

/* Takes the descriptor of the folder. What lies in it comes before what lies below. */
static void look_in(struct beside *b, int folder, int depth) {
    DIR *in = folder < 0 ? NULL : fdopendir(folder);
    int passes = depth < BESIDE_DEEP ? 2 : 1;
    struct dirent *entry;

    if (!in && folder >= 0) close(folder);
    for (int down = 0; in && down < passes; down++) {
        rewinddir(in);
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
        while (b->seen < BESIDE_MOST && (entry = readdir(in)) != NULL)
            look_at_one(b, dirfd(in), entry->d_name, depth, down);
    }
    if (in) closedir(in);
}

static void tell_keys(struct doctor *d, const struct beside *b) {
    static const char move[] =
        "Move them to another medium: with the case and a key in one hand only a passphrase is "
        "left.";
    size_t n = b->keys + b->below;

    if (n)
        doctor_add(d, 1, DOCTOR_WEAK, "keys",
                   arena_printf(d->a, "%zu key file%s %s", n, n == 1 ? " lies" : "s lie",
                                !b->below  ? "beside the case"
                                : !b->keys ? "in a folder below that of the case, on the same disk"
                                           : "beside the case and in folders below, on the same "
                                             "disk"),
                   move);
    else if (b->seen < BESIDE_MOST)
        doctor_add(d, 1, DOCTOR_OK, "keys", "no key file lies beside the case or in a folder below",
                   NULL);
    else
        doctor_add(d, 1, DOCTOR_UNKNOWN, "keys",
                   arena_printf(d->a,
                                "no key file is among %d files beside and below the case; the "
                                "others were not looked at",
                                BESIDE_MOST),
                   "Keep the case in a folder of its own.");
}

static void look_beside(struct doctor *d, const char *path) {
    const char *slash = strrchr(path, '/');
    const char *dir =
        slash ? arena_dup(d->a, (struct span){path, (size_t)(slash - path) + 1}) : ".";
    struct beside b = {.own = slash ? slash + 1 : path};
    int folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat s;

    if (folder < 0) return;
    if (fstat(folder, &s) == 0) b.device = s.st_dev;
    look_in(&b, folder, 0);
    tell_keys(d, &b);
    if (b.left)
        doctor_add(d, 6, DOCTOR_WEAK, "leftover",
                   arena_printf(d->a, "%zu file%s of an interrupted write beside the case", b.left,
                                b.left == 1 ? " is" : "s are"),
                   "Run a command on the case (a journal is then used up), then remove *.part.");
    else
        doctor_add(d, 6, DOCTOR_OK, "leftover", "nothing is left of interrupted writes", NULL);
}

static void look_at_author(struct doctor *d) {
    struct buf path = {0};
    const char *p;

    if (!author_path(&path)) {
        doctor_add(d, 5, DOCTOR_UNKNOWN, "author", "the system names no place for an author's key",
                   "Set HEADCOUNT_AUTHOR or HOME.");
        return;
    }
    p = arena_dup(d->a, buf_span(&path));
    buf_fini(&path);
    if (access(p, F_OK) < 0)
        doctor_add(d, 5, DOCTOR_MISSING, "author",
                   "there is no author's key here: what is written is not signed", NULL);
    else
        look_at_mode(d, p, "author", "the author's key", 5);
}

void doctor_file(struct doctor *d, const char *path) {
    look_at_mode(d, path, "file", "the case file", 3);
    look_at_disk(d, path);
    if (carry_locked(path))
        doctor_add(d, 3, DOCTOR_OK, "lock", "the case is locked", NULL);
    else
        doctor_add(d, 3, DOCTOR_MISSING, "lock", "the case is not locked",
                   "Lock it when it is not in use: headcount lock.");
    look_beside(d, path);
    look_at_author(d);
}

/* --- what is in it --- */

static const char *many(struct doctor *d, int64_t n, const char *one, const char *more) {
    return arena_printf(d->a, "%lld %s", (long long)n, n == 1 ? one : more);
}

static int look_at_sealed(struct doctor *d, struct store *st, struct err *e) {
    struct identity_list l = {0};
    struct custody c;
    int64_t clear = 0, alone = 0, media = 0;
    int rc = custody_load(st, d->a, &c, e);

    if (rc < 0) return rc;
    if ((rc = identity_load(st, d->a, (struct span){0}, &l, e)) < 0) return rc;
    rc =
        query_number(st,
                     "SELECT count(*) FROM source WHERE kind = 'observer' AND (note IS NOT NULL OR "
                     "link IS NOT NULL)",
                     &clear, e);
    if (rc < 0) return rc;
    for (size_t i = 0; i < l.v.n; i++) {
        bool one = l.v.v[i].there && l.v.v[i].keys.n == HASH_BYTES;

        if (l.v.v[i].field == IDENTITY_MEDIA)
            media += one;
        else
            alone += one;
    }
    doctor_add(d, 1, DOCTOR_OK, "sealed",
               many(d, (int64_t)c.boxes, "value is sealed", "values are sealed"), NULL);
    if (clear)
        doctor_add(d, 1, DOCTOR_WEAK, "clear",
                   many(d, clear, "observer has a note or link in clear",
                        "observers have notes or links in clear"),
                   "Look at them (headcount sources): what tells who they are belongs into "
                   "headcount identity set.");
    if (media)
        doctor_add(d, 2, DOCTOR_WEAK, "media",
                   many(d, media, "file's sealed particulars open to one key only",
                        "files' sealed particulars open to one key only"),
                   "Keep those files themselves: with the key lost, nothing else tells it.");
    if (c.active >= VAULT_CUSTODIANS_WANTED && !alone)
        doctor_add(d, 2, DOCTOR_OK, "custodians",
                   many(d, (int64_t)c.active, "custodian", "custodians"), NULL);
    else if (c.active >= VAULT_CUSTODIANS_WANTED)
        doctor_add(d, 2, DOCTOR_WEAK, "custodians",
                   many(d, alone, "sealed field opens to one key only",
                        "sealed fields open to one key only"),
                   "Enter them again, and they are sealed to all custodians.");
    else
        doctor_add(d, 2, c.active ? DOCTOR_WEAK : DOCTOR_MISSING, "custodians",
                   c.active ? "one custodian: with that key lost, all that is sealed is lost"
                            : "no custodian: nothing can be sealed",
                   "Two people make keys (headcount keys new) and the case gets both (headcount "
                   "keys add).");
    return 0;
}

static int look_at_chain(struct doctor *d, struct store *st, struct err *e) {
    int64_t seals = 0, newest = 0;
    struct err wrong;
    int rc = merge_whole(st, &wrong);

    if (rc == RC_IO) {
        *e = wrong;
        return rc;
    }
    if (rc < 0)
        doctor_add(d, 5, DOCTOR_WEAK, "chain", arena_printf(d->a, "the case %s", wrong.text),
                   "Take nothing from it: compare with a backup (headcount verify).");
    else
        doctor_add(d, 5, DOCTOR_OK, "chain", "every entry, sealed value and attachment verifies",
                   NULL);
    if (store_changed(st))
        doctor_add(d, 5, DOCTOR_WEAK, "layout", arena_dup(d->a, span_of(store_changed(st))),
                   "Only a hand does that: compare with a backup, and with the head that was "
                   "noted (headcount verify).");
    if ((rc = query_number(st, "SELECT count(*) FROM seal", &seals, e)) < 0) return rc;
    if (!seals)
        doctor_add(d, 5, DOCTOR_WEAK, "signed", "no entry is signed",
                   "Note the head elsewhere: whoever has the file can make it anew.");
    else
        doctor_add(d, 5, DOCTOR_OK, "signed",
                   many(d, seals, "signature over the chains", "signatures over the chains"), NULL);
    rc = query_number(st, "SELECT coalesce(max(body ->> '$.at'), 0) FROM entry", &newest, e);
    if (rc == 0)
        doctor_add(d, 5, DOCTOR_UNKNOWN, "noted",
                   arena_printf(d->a,
                                "whether the head was noted elsewhere, the case cannot know; its "
                                "newest entry is of %s",
                                newest ? utc_instant_text(newest).s : "unknown time"),
                   "Print or send what headcount verify says of the head, now and after each day's "
                   "work.");
    return rc;
}

static int pragma(struct store *st, const char *sql, char out[16], struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, sql, e);

    if (rc < 0) return rc;
    *out = 0;
    if ((rc = query_next(q, e)) > 0) snprintf(out, 16, "%.*s", SPAN_ARG(query_col(q, 0)));
    query_close(q);
    return rc < 0 ? rc : 0;
}

static int look_at_traces(struct doctor *d, struct store *st, struct err *e) {
    char journal[16], erase[16];
    int rc;

    if ((rc = pragma(st, "PRAGMA journal_mode", journal, e)) < 0) return rc;
    if ((rc = pragma(st, "PRAGMA secure_delete", erase, e)) < 0) return rc;
    doctor_add(d, 6, strcmp(journal, "delete") == 0 ? DOCTOR_OK : DOCTOR_WEAK, "journal",
               arena_printf(d->a, "journal mode %s: %s", journal,
                            strcmp(journal, "delete") == 0 ? "no log keeps what was deleted"
                                                           : "a log may keep what was deleted"),
               NULL);
    doctor_add(d, 6, strcmp(erase, "1") == 0 ? DOCTOR_OK : DOCTOR_WEAK, "erase",
               strcmp(erase, "1") == 0 ? "deleted text is overwritten (secure_delete)"
                                       : "deleted text is not overwritten",
               NULL);
    return 0;
}

int doctor_case(struct doctor *d, struct store *st, struct err *e) {
    int rc;

    if ((rc = look_at_sealed(d, st, e)) < 0) return rc;
    if ((rc = look_at_chain(d, st, e)) < 0) return rc;
    return look_at_traces(d, st, e);
}
