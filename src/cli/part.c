/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/part.h"

#include "cli/spare.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int failed(const char *path, struct err *e) {
    return err_set(e, RC_IO, "%s: %s", path, err_why(errno));
}

static bool special(const char *path) {
    struct stat s;

    return stat(path, &s) == 0 && !S_ISREG(s.st_mode);
}

static void beside(struct part *p, const char *path) {
    p->path = path;
    buf_printf(&p->name, "%s.%ld.part", path, (long)getpid());
}

int part_open(struct part *p, const struct opt_values *v, const char *path, struct err *e) {
    int fd, rc = spare(v, path, e);

    if (rc < 0) return rc;
    p->path = path;
    if (special(path)) {
        fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    } else {
        beside(p, path);
        fd = open(p->name.p, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    }
    if (fd < 0) return failed(path, e);
    p->f = fdopen(fd, "w");
    if (p->f) return 0;
    close(fd);
    if (p->name.n) unlink(p->name.p);
    return failed(path, e);
}

int part_name(struct part *p, const struct opt_values *v, const char *path, struct err *e) {
    int rc = spare(v, path, e);

    if (rc < 0) return rc;
    if (special(path)) return err_set(e, RC_IO, "%s: is no file, and cannot be replaced", path);
    beside(p, path);
    p->named = true;
    return 0;
}

int part_close(struct part *p, int rc, struct err *e) {
    bool whole = p->name.n > 0, bad = false;

    if (p->f) {
        bad = ferror(p->f) || fflush(p->f) != 0 || (whole && fsync(fileno(p->f)) < 0);
        if (fclose(p->f) != 0) bad = true;
    }
    if (p->f || p->named) {
        if (rc == 0 && !bad && whole) bad = rename(p->name.p, p->path) < 0;
        if (rc == 0 && bad) rc = failed(p->path, e);
        if (rc < 0 && whole) unlink(p->name.p);
    }
    buf_fini(&p->name);
    return rc;
}
