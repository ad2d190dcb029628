/* SPDX-License-Identifier: Apache-2.0 */
/* A line of /proc/net/tcp (proc_pid_net(5)):
 *
 *    0: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 123456 ...
 *   no. local         remote        state, queues, timer, retransmits           user  timeout inode
 *
 * Addresses are in the byte order of the machine, ports are numbers. An inode of 0 is a socket that its process
 * has closed already; its user is then no longer known, and it counts as a stranger's. */
#include "serve/peer.h"

#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define LOOPBACK htobe32(0x7f000001)

struct line {
    uint32_t local, remote;
    unsigned local_port, remote_port, state, user;
    unsigned long inode;
};

/* @return 1 a line; 0 the end. Lines of another form are passed over. */
static int next_line(FILE *f, struct line *out) {
    char text[512];

    while (fgets(text, sizeof text, f))
        /* NOLINTNEXTLINE(cert-err34-c): the kernel's own figures, in range */
        if (sscanf(text,
                   " %*u: %8" SCNx32 ":%4x %8" SCNx32 ":%4x %2x %*x:%*x %*x:%*x %*x %u %*u %lu",
                   &out->local, &out->local_port, &out->remote, &out->remote_port, &out->state,
                   &out->user, &out->inode) == 7)
            return 1;
    return 0;
}

static bool find(unsigned local_port, unsigned remote_port, bool listening, struct line *out) {
    FILE *f = fopen("/proc/net/tcp", "re");
    bool found = false;

    if (!f) return false;
    while (!found && next_line(f, out) == 1)
        found = out->local == LOOPBACK && out->local_port == local_port &&
                (listening ? out->state == 10
                           : out->remote == LOOPBACK && out->remote_port == remote_port);
    fclose(f);
    return found;
}

bool peer_known(int port) {
    struct line l;

    return find((unsigned)port, 0, true, &l) && l.user == geteuid();
}

bool peer_ours(int from, int port) {
    struct line l;

    return find((unsigned)from, (unsigned)port, false, &l) && l.inode &&
           (l.user == geteuid() || l.user == 0);
}
