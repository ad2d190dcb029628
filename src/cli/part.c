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

/* Was this option given? Of a command that has none such, no. */
static bool given(const struct opt_values *v, const char *name, bool without) {
    const struct opt *o = v->command->options;

    while (o->name && strcmp(o->name, name) != 0) o++;
    return o->name ? opt_value(v, name) != NULL : without;
}

static bool whole(const struct opt_values *v) {
    return given(v, "unredacted", false) || !given(v, "blur", true) || given(v, "key", false);
}

/* @return a descriptor, or -1 */
static int beside(struct part *p, const struct opt_values *v, const char *path) {
    struct stat s;
    int fd;

    buf_printf(&p->name, "%s.%ld.part", path, (long)getpid());
    fd = open(p->name.p, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
              whole(v) ? 0600 : 0666);
    if (fd >= 0 && fstat(fd, &s) == 0) p->mode = s.st_mode & 0777;
    return fd;
}

int part_open(struct part *p, const struct opt_values *v, const char *path, struct err *e) {
    int fd, rc = spare(v, path, e);

    if (rc < 0) return rc;
    p->path = path;
    fd = special(path) ? open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY) : beside(p, v, path);
    if (fd < 0) return failed(path, e);
    p->f = fdopen(fd, "w");
    if (p->f) return 0;
    close(fd);
    if (p->name.n) unlink(p->name.p);
    return failed(path, e);
}

int part_name(struct part *p, const struct opt_values *v, const char *path, struct err *e) {
    int fd, rc = spare(v, path, e);

    if (rc < 0) return rc;
    p->path = path;
    if (special(path)) return err_set(e, RC_IO, "%s: is no file, and cannot be replaced", path);
    if ((fd = beside(p, v, path)) < 0) return failed(path, e);
    close(fd);
    p->named = true;
    return 0;
}

int part_close(struct part *p, int rc, struct err *e) {
    bool beside = p->name.n > 0, bad = false;

    if (p->f) {
        bad = ferror(p->f) || fflush(p->f) != 0 || (beside && fsync(fileno(p->f)) < 0);
        if (fclose(p->f) != 0) bad = true;
    }
    if (p->f || p->named) {
        if (rc == 0 && p->named) bad = chmod(p->name.p, p->mode) < 0;
        if (rc == 0 && !bad && beside) bad = rename(p->name.p, p->path) < 0;
        if (rc == 0 && bad) rc = failed(p->path, e);
        if (rc < 0 && beside) unlink(p->name.p);
    }
    buf_fini(&p->name);
    return rc;
}
