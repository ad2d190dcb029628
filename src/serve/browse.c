/* SPDX-License-Identifier: Apache-2.0 */
/* The link is a key, and the words of a process are seen by every user of the machine (ps). So the browser is not
 * given the link but the name of a file that only its user can read, and the file leads on. It is wiped as soon as
 * the link was used. */
#include "serve/serve_in.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static bool has_desktop(void) {
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nothing sets it */
    return getenv("DISPLAY") || getenv("WAYLAND_DISPLAY");
}

static const char *opener(void) {
    return access("/usr/bin/xdg-open", X_OK) == 0 ? "/usr/bin/xdg-open" : NULL;
}

/* xdg-open hands over and ends; it wants the desktop's environment, and gets no descriptor but /dev/null. */
static int start(const char *program, const char *file) {
    char name[] = "xdg-open", path[640];
    char *argv[] = {name, path, NULL};
    posix_spawn_file_actions_t fa;
    posix_spawnattr_t at;
    sigset_t none;
    pid_t pid;
    int rc;

    snprintf(path, sizeof path, "%s", file);
    sigemptyset(&none);
    if ((rc = posix_spawn_file_actions_init(&fa))) return rc;
    if ((rc = posix_spawnattr_init(&at))) return rc;
    rc = posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDWR, 0);
    if (rc == 0) rc = posix_spawn_file_actions_adddup2(&fa, 0, 1);
    if (rc == 0) rc = posix_spawn_file_actions_adddup2(&fa, 0, 2);
    if (rc == 0) rc = posix_spawn_file_actions_addclosefrom_np(&fa, 3);
    if (rc == 0) rc = posix_spawnattr_setsigmask(&at, &none);
    if (rc == 0) rc = posix_spawnattr_setpgroup(&at, 0);
    if (rc == 0) rc = posix_spawnattr_setflags(&at, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    if (rc == 0) rc = posix_spawn(&pid, program, &fa, &at, argv, environ);
    posix_spawnattr_destroy(&at);
    posix_spawn_file_actions_destroy(&fa);
    return rc; /* the child is reaped with us: it lives a second */
}

int serve_browse(struct serve *s, const char *link, struct err *e) {
    const char *program = opener();
    struct buf page = {0};
    int rc;

    if (!has_desktop() || !program) return err_set(e, RC_NOTFOUND, "no desktop to open it with");
    browse_end(s);
    buf_printf(&page,
               "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
               "<meta name=\"referrer\" content=\"no-referrer\">"
               "<meta http-equiv=\"refresh\" content=\"0;url=%s\"><title>headcount</title>\n",
               link);
    rc = drop_text(&s->door, s->path, "headcount.html", buf_span(&page), e);
    explicit_bzero(page.p, page.n);
    buf_fini(&page);
    if (rc < 0) return rc;
    if (start(program, s->door.path) == 0) return 0;
    browse_end(s);
    return err_set(e, RC_IO, "xdg-open could not be started");
}

void browse_end(struct serve *s) {
    drop_close(&s->door);
}

void serve_tidy(struct serve *s) {
    if (s->door.dir[0] && serve_entered(s)) browse_end(s);
}
