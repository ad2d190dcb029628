/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/tcp.h"

#include "base/num.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define HOST_BYTES 256 /* a name of the DNS has 253 */

static int64_t monotonic_ms(void) {
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* `host:30005`, `[::1]:30005`. A bare IPv6 address could end anywhere, so it wants its brackets. */
static int split(const char *where, char host[HOST_BYTES], char port[8], struct err *e) {
    struct span s = span_of(where), name;
    const char *colon = memrchr(s.p, ':', s.n);
    int64_t n;

    if (!colon) return err_set(e, RC_SYNTAX, "wants a port, as in localhost:30005");
    name = (struct span){s.p, (size_t)(colon - s.p)};
    if (name.n > 1 && name.p[0] == '[' && name.p[name.n - 1] == ']')
        name = (struct span){name.p + 1, name.n - 2};
    else if (name.n && memchr(name.p, ':', name.n))
        return err_set(e, RC_SYNTAX, "an IPv6 address stands in brackets, as in [::1]:30005");
    if (!name.n) return err_set(e, RC_SYNTAX, "wants a host, as in localhost:30005");
    if (name.n >= HOST_BYTES) return err_set(e, RC_SYNTAX, "the host is too long a name");
    if (num_int(span_of(colon + 1), 1, 65535, &n, e) < 0)
        return err_set(e, RC_SYNTAX, "the port is not a number from 1 to 65535");
    memcpy(host, name.p, name.n);
    host[name.n] = 0;
    snprintf(port, 8, "%d", (int)n);
    return 0;
}

/* Whether a connection that was begun comes about. @return 0, or an errno. */
static int wait_for(int fd, int64_t limit_ms) {
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    int64_t end = monotonic_ms() + limit_ms;
    int code = 0, got;
    socklen_t n = sizeof code;

    do {
        int64_t left = end - monotonic_ms();

        got = poll(&p, 1, left > 0 ? (int)left : 0);
    } while (got < 0 && errno == EINTR);
    if (got == 0) return ETIMEDOUT;
    if (got < 0) return errno;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &n) < 0 ? errno : code;
}

/* From here on reads wait, and a peer that vanished is noticed in the end. */
static int settle(int fd) {
    int flags = fcntl(fd, F_GETFL), on = 1;

    if (flags < 0 || fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) < 0) return errno;
    (void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    return 0;
}

/* @return 0 and *out, or an errno. */
static int try_one(const struct addrinfo *a, int64_t limit_ms, int *out) {
    int fd = socket(a->ai_family, a->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, a->ai_protocol);
    int code = 0;

    if (fd < 0) return errno;
    if (connect(fd, a->ai_addr, a->ai_addrlen) < 0) code = errno;
    if (code == EINPROGRESS || code == EINTR) code = wait_for(fd, limit_ms);
    if (code == 0) code = settle(fd);
    if (code == 0)
        *out = fd;
    else
        close(fd);
    return code;
}

static int try_all(const struct addrinfo *list, int limit_ms, int *fd, struct err *e) {
    int64_t end = monotonic_ms() + limit_ms;
    int code = 0, n = 0;

    for (const struct addrinfo *a = list; a; a = a->ai_next) n++;
    for (const struct addrinfo *a = list; a; a = a->ai_next, n--) {
        int64_t left = end - monotonic_ms();

        code = try_one(a, left > 0 ? left / n : 0, fd);
        if (code == 0) return 0;
    }
    if (code == ETIMEDOUT)
        return err_set(e, RC_IO, "no answer within %d.%d s", limit_ms / 1000, limit_ms / 100 % 10);
    return err_set(e, RC_IO, "%s", err_why(code));
}

static int look_up(const char *host, const char *port, struct addrinfo **out, struct err *e) {
    struct addrinfo want = {
        .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    int code = getaddrinfo(host, port, &want, out);

    if (code == 0) return 0;
    if (code == EAI_SYSTEM) return err_set(e, RC_IO, "%s", err_why(errno));
    if (code == EAI_NONAME || code == EAI_NODATA)
        return err_set(e, RC_NOTFOUND, "no host of this name");
    return err_set(e, RC_IO, "the name cannot be looked up: %s", gai_strerror(code));
}

MUST int tcp_connect(const char *where, int limit_ms, int *fd, struct err *e) {
    struct addrinfo *list = NULL;
    char host[HOST_BYTES], port[8];
    int rc = split(where, host, port, e);

    if (rc == 0) rc = look_up(host, port, &list, e);
    if (rc == 0) {
        rc = try_all(list, limit_ms, fd, e);
        freeaddrinfo(list);
    }
    if (rc < 0) err_at(e, "%.300s", where);
    return rc;
}
