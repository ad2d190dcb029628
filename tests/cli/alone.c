/* SPDX-License-Identifier: Apache-2.0 */
/* alone net WORD...: runs a program where there is no network but the loopback.
 * alone mute WORD...: runs a program that is killed the moment it opens a socket that is not local to this machine's kernel: it is
 * not refused, since a refusal could be passed over in silence.
 *
 * Ends with what the program ends with; 77: the kernel does not let us. For tests/cli/silent.sh, and for a whole run of the tests
 * (docs/SECURITY.md). */
#include <errno.h>
#include <net/if.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int cannot(const char *what) {
    const char *s = strerrordesc_np(errno);

    fprintf(stderr, "alone: %s: %s\n", what, s ? s : "unknown error");
    return 77;
}

/* A network of our own, with the loopback up in it. Who is not root needs a user of our own as well. */
static int net(void) {
    struct ifreq lo = {0};
    int fd;

    if (unshare(CLONE_NEWNET) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        return cannot("a network of our own");
    strcpy(lo.ifr_name, "lo");
    lo.ifr_flags = IFF_UP | IFF_RUNNING;
    if ((fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) < 0) return cannot("a socket");
    if (ioctl(fd, SIOCSIFFLAGS, &lo) != 0) return cannot("the loopback");
    close(fd);
    return 0;
}

static int mute(void) {
    static const int kept[] = {AF_UNIX, AF_NETLINK};
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
    int rc = f ? 0 : -1;

    /* all families below the first, between the two, and above the last that may stay */
    if (rc == 0)
        rc = seccomp_rule_add(f, SCMP_ACT_KILL_PROCESS, SCMP_SYS(socket), 1,
                              SCMP_A0(SCMP_CMP_GT, (scmp_datum_t)kept[1], 0));
    for (int family = kept[0] + 1; rc == 0 && family < kept[1]; family++)
        rc = seccomp_rule_add(f, SCMP_ACT_KILL_PROCESS, SCMP_SYS(socket), 1,
                              SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)family, 0));
    if (rc == 0) rc = seccomp_rule_add(f, SCMP_ACT_KILL_PROCESS, SCMP_SYS(io_uring_setup), 0);
    if (rc == 0) rc = seccomp_load(f);
    seccomp_release(f);
    if (rc == 0) return 0;
    errno = -rc;
    return cannot("the filter");
}

int main(int argc, char **argv) {
    int rc;

    if (argc < 3 || (strcmp(argv[1], "net") != 0 && strcmp(argv[1], "mute") != 0)) {
        fputs("alone net|mute WORD...\n", stderr);
        return 2;
    }
    if ((rc = strcmp(argv[1], "net") == 0 ? net() : mute()) != 0) return rc;
    execvp(argv[2], argv + 2);
    return cannot(argv[2]);
}
