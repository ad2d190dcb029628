/* SPDX-License-Identifier: Apache-2.0 */
/* The one place that reaches out, against listeners of our own on the loopback. */
#include "pack/flow.h"
#include "pack/tcp.h"
#include "t.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char said[] = "MSG,3,1,1,40621D";

/* A listener on a free port. @return its socket, or -1 where the family is not there. */
static int listener(int family, int backlog, int *port) {
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    struct sockaddr *a = family == AF_INET ? (struct sockaddr *)&v4 : (struct sockaddr *)&v6;
    socklen_t n = family == AF_INET ? sizeof v4 : sizeof v6;
    int fd = socket(family, SOCK_STREAM, 0);

    if (fd < 0) return -1;
    if (bind(fd, a, n) < 0 || listen(fd, backlog) < 0 || getsockname(fd, a, &n) < 0) {
        close(fd);
        return -1;
    }
    *port = ntohs(family == AF_INET ? v4.sin_port : v6.sin6_port);
    return fd;
}

/* A child that takes one connection, says its words in pieces, and goes. */
static pid_t server(int fd) {
    pid_t child = fork();

    if (child) return child;
    fd = accept(fd, NULL, NULL);
    for (size_t i = 0; i < sizeof said - 1; i++) {
        if (write(fd, said + i, 1) != 1) _exit(1);
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    }
    _exit(0);
}

static void hear(const char *host, int family) {
    struct flow *f = flow_new();
    struct err e = {0};
    char where[64], text[64];
    int port, fd = -1, status, listening = listener(family, 5, &port);
    size_t n = 0, calls = 0, got;
    pid_t child;

    if (listening < 0) {
        print_message("# skipped: no IPv6 here\n");
        flow_free(f);
        skip();
    }
    child = server(listening);
    snprintf(where, sizeof where, "%s:%d", host, port);
    assert_ok(tcp_connect(where, 5000, &fd, &e), e);
    assert_int_equal(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
    assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    flow_fd(f, fd);
    while ((got = flow_some(f, text + n, sizeof text - n))) n += got, calls++;
    assert_null(flow_fault(f));
    assert_int_equal(n, sizeof said - 1);
    assert_memory_equal(text, said, n);
    assert_true(calls > 1); /* as it came, not when the buffer was full */
    assert_int_equal(flow_taken(f), n);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    flow_free(f);
    close(fd);
    close(listening);
}

static void an_ipv4_address_is_heard_to_its_end(void **state) {
    (void)state;
    hear("127.0.0.1", AF_INET);
}

static void an_ipv6_address_is_heard_to_its_end(void **state) {
    (void)state;
    hear("[::1]", AF_INET6);
}

/* It may stand for ::1 first, where nobody listens: the next address is tried. */
static void a_name_is_heard_at_any_of_its_addresses(void **state) {
    (void)state;
    hear("localhost", AF_INET);
}

static void nobody_there_is_a_sentence(void **state) {
    int port, fd = -2, listening = listener(AF_INET, 1, &port);
    struct err e = {0};
    char where[64], want[128];

    (void)state;
    assert_true(listening >= 0);
    close(listening);
    snprintf(where, sizeof where, "127.0.0.1:%d", port);
    snprintf(want, sizeof want, "127.0.0.1:%d: Connection refused", port);
    assert_int_equal(tcp_connect(where, 5000, &fd, &e), RC_IO);
    assert_string_equal(e.text, want);
    assert_int_equal(fd, -2);
}

static int64_t now_ms(void) {
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A queue that is full: the system drops what else would come, and never answers. */
static void silence_ends_in_time(void **state) {
    int port, fd = -2, full[8], listening = listener(AF_INET, 0, &port);
    struct err e = {0};
    char where[64], want[128];
    int64_t begun;

    (void)state;
    assert_true(listening >= 0);
    snprintf(where, sizeof where, "127.0.0.1:%d", port);
    for (size_t i = 0; i < 8; i++) {
        struct sockaddr_in to = {.sin_family = AF_INET,
                                 .sin_port = htons((uint16_t)port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

        full[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (connect(full[i], (struct sockaddr *)&to, sizeof to) < 0)
            assert_int_equal(errno, EINPROGRESS);
    }
    begun = now_ms();
    assert_int_equal(tcp_connect(where, 300, &fd, &e), RC_IO);
    assert_in_range(now_ms() - begun, 290, 5000);
    snprintf(want, sizeof want, "%s: no answer within 0.3 s", where);
    assert_string_equal(e.text, want);
    for (size_t i = 0; i < 8; i++) close(full[i]);
    close(listening);
}

static void places_out_of_form_are_refused(void **state) {
    static const char *const bad[] = {
        "",           "localhost", ":30005",      "localhost:",       "localhost:0",
        "host:65536", "host:30x",  "host:-1",     "::1:30005",        "[::1]",
        "[]:1",       "a:b:30005", "host: 30005", "host:99999999999", "30005",
    };
    char many[600];
    int fd = -2;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct err e = {0};
        int rc = tcp_connect(bad[i], 100, &fd, &e);

        if (rc != RC_SYNTAX) fail_msg("\"%s\": %d: %s", bad[i], rc, e.text);
        assert_memory_equal(e.text, bad[i], strlen(bad[i]));
    }
    memset(many, 'a', sizeof many);
    memcpy(many + sizeof many - 7, ":30005", 7);
    assert_int_equal(tcp_connect(many, 100, &fd, &(struct err){0}), RC_SYNTAX);
    assert_int_equal(fd, -2);
}

/* 70 characters are no label (RFC 1035: at most 63): nobody is asked for it, as a test must not (tools/silent). */
static void a_name_that_nobody_has_is_a_sentence(void **state) {
    char place[100] = {0};
    struct err e = {0};
    int fd = -2, rc;

    (void)state;
    memset(place, 'a', 70);
    strcpy(place + 70, ".invalid:30005");
    rc = tcp_connect(place, 1000, &fd, &e);
    assert_true(rc == RC_NOTFOUND || rc == RC_IO);
    assert_non_null(strstr(e.text, ".invalid:30005: "));
    assert_non_null(strstr(e.text, "name"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ipv4_address_is_heard_to_its_end),
        cmocka_unit_test(an_ipv6_address_is_heard_to_its_end),
        cmocka_unit_test(a_name_is_heard_at_any_of_its_addresses),
        cmocka_unit_test(nobody_there_is_a_sentence),
        cmocka_unit_test(silence_ends_in_time),
        cmocka_unit_test(places_out_of_form_are_refused),
        cmocka_unit_test(a_name_that_nobody_has_is_a_sentence),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
