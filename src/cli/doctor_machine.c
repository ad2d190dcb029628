/* SPDX-License-Identifier: Apache-2.0 */
#include "cage/cage.h"
#include "cli/doctor.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* landlock_create_ruleset, the same number on every architecture; its flag 1 asks for the version of
 * the interface (landlock(7)). */
#define LANDLOCK_CREATE 444
#define LANDLOCK_VERSION 1U

void doctor_add(struct doctor *d, int promise, enum doctor_state state, const char *name,
                const char *is, const char *todo) {
    *vec_push(d->a, &d->line) = (struct doctor_line){promise, state, name, is, todo};
}

static void look_at_landlock(struct doctor *d) {
    long abi = syscall(LANDLOCK_CREATE, NULL, 0, LANDLOCK_VERSION);

    if (abi > 0)
        doctor_add(d, 8, DOCTOR_OK, "landlock", arena_printf(d->a, "Landlock, ABI %ld", abi), NULL);
    else
        doctor_add(d, 8, DOCTOR_MISSING, "landlock",
                   errno == EOPNOTSUPP ? "Landlock is switched off in this kernel"
                                       : "this kernel has no Landlock",
                   "Use a kernel of 5.13 or later with landlock among its lsm= modules.");
}

static void look_at_seccomp(struct doctor *d) {
    char line[512] = "";
    FILE *f = fopen("/proc/sys/kernel/seccomp/actions_avail", "re");
    bool filters = f && fgets(line, sizeof line, f) && strstr(line, "kill_process");

    if (f) fclose(f);
    if (filters)
        doctor_add(d, 8, DOCTOR_OK, "seccomp", "seccomp filters", NULL);
    else
        doctor_add(d, 8, f ? DOCTOR_MISSING : DOCTOR_UNKNOWN, "seccomp",
                   "no seccomp filters are seen",
                   "Use a kernel with CONFIG_SECCOMP_FILTER: the ban on sockets rests on it.");
}

/* As execvp would find it. */
static bool on_path(const char *program) {
    const char *path = getenv("PATH"); /* NOLINT(concurrency-mt-unsafe): one thread */
    char name[PATH_MAX];

    for (; path && *path; path += *path == ':') {
        size_t n = strcspn(path, ":");

        if (n && snprintf(name, sizeof name, "%.*s/%s", (int)n, path, program) < (int)sizeof name &&
            access(name, X_OK) == 0)
            return true;
        path += n;
    }
    return false;
}

static void look_at_programs(struct doctor *d) {
    static const struct {
        int promise;
        const char *program, *for_what;
    } want[] = {
        {3, "age", "tables cannot be passed on encrypted"},
        {8, "ffprobe", "films are not looked into"},
        {8, "exiftool", "what a picture says of itself is not read"},
        {8, "tesseract", "boards in pictures are not read"},
    };

    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        const char *p = want[i].program;

        if (on_path(p))
            doctor_add(d, want[i].promise, DOCTOR_OK, p, arena_printf(d->a, "%s is installed", p),
                       NULL);
        else
            doctor_add(d, want[i].promise, DOCTOR_MISSING, p,
                       arena_printf(d->a, "%s is not installed: %s", p, want[i].for_what),
                       "Install it from the distribution, if that is needed.");
    }
}

static void look_at_swap(struct doctor *d) {
    switch (doctor_swap("")) {
    case 0: doctor_add(d, 1, DOCTOR_OK, "swap", "no swap is on", NULL); break;
    case 1: doctor_add(d, 1, DOCTOR_OK, "swap", "swap is encrypted, or in memory", NULL); break;
    case 2:
        doctor_add(d, 1, DOCTOR_WEAK, "swap",
                   "swap is on and not seen to be encrypted: what other programs held of a sheet "
                   "may be in it",
                   "Encrypt the swap, or switch it off while names are typed in (swapoff -a).");
        break;
    default: doctor_add(d, 1, DOCTOR_UNKNOWN, "swap", "whether swap is on cannot be seen", NULL);
    }
}

static void look_at_cores(struct doctor *d) {
    if (cage_self_holds())
        doctor_add(d, 1, DOCTOR_OK, "core", "this program leaves no core files", NULL);
    else
        doctor_add(d, 1, DOCTOR_WEAK, "core", "core files are on", "Switch them off: ulimit -c 0.");
}

static void built_in(struct doctor *d, bool page) {
    doctor_add(d, 4, DOCTOR_OK, "export", "exports and bags let out a fixed list of columns", NULL);
    doctor_add(d, 7, DOCTOR_OK, "network",
               "no network but decode --connect, which names a host; no updates, no reports home",
               NULL);
    if (page)
        doctor_add(d, 9, DOCTOR_OK, "page", "the local page is for this machine only", NULL);
    else
        doctor_add(d, 9, DOCTOR_OK, "page", "this version has no local page: nothing listens",
                   NULL);
    doctor_add(d, 10, DOCTOR_OK, "originals",
               "files are hashed as they are read, and never written to", NULL);
    doctor_add(d, 11, DOCTOR_OK, "same", "same rows, seed and version give the same bytes", NULL);
    doctor_add(d, 12, DOCTOR_OK, "roots",
               "unknown is never zero, and reposts of one root are one voice", NULL);
}

static void look_at_cage(struct doctor *d) {
    doctor_add(
        d, 8, DOCTOR_OK, "cage",
        "files of strangers are read by programs and children that are shut away: footage, sheets, "
        "timetables, flight signals, articles, copies of a case; legs, decode, sweep, score, "
        "twolist and bag --check shut themselves in. Not so: maps of one's own, replies of time "
        "stamp authorities",
        NULL);
}

void doctor_machine(struct doctor *d, bool page) {
    look_at_cores(d);
    look_at_swap(d);
    look_at_landlock(d);
    look_at_seccomp(d);
    look_at_cage(d);
    look_at_programs(d);
    built_in(d, page);
}
