/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A client of the page that says exactly what a test wants said, byte for byte, over 127.0.0.1; and a case to serve. */
#include "t.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static inline int64_t t_now_ms(void) {
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct t_reply {
    int status; /* 0: the connection was closed without an answer */
    char *head; /* its lines, without the first */
    char *body;
    size_t n;
};

static inline void t_reply_fini(struct t_reply *r) {
    free(r->head);
    free(r->body);
    *r = (struct t_reply){0};
}

static inline int t_connect(int port) {
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
        fail_msg("connect: %s", strerror(errno));
    return fd;
}

static inline void t_say(int fd, const char *bytes, size_t n) {
    while (n) {
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

        if (sent <= 0) return; /* it closed: the answer says why */
        bytes += sent, n -= (size_t)sent;
    }
}

/* The value of a header in a reply, or NULL. */
static inline const char *t_header(const struct t_reply *r, const char *name) {
    static char value[1024];
    size_t n = strlen(name);

    for (const char *at = r->head; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
        if (strncasecmp(at, name, n) == 0 && at[n] == ':') {
            snprintf(value, sizeof value, "%.*s", (int)strcspn(at + n + 2, "\r\n"), at + n + 2);
            return value;
        }
    return NULL;
}

/* One answer; waits at most 60 s. */
static inline struct t_reply t_hear(int fd) {
    struct t_reply r = {0};
    size_t cap = 1 << 16, n = 0, want = 0;
    char *all = malloc(cap + 1), *end = NULL;
    struct pollfd p = {fd, POLLIN, 0};

    for (;;) {
        ssize_t got;

        if (n == cap) all = realloc(all, (cap *= 2) + 1);
        if (poll(&p, 1, 60000) != 1) fail_msg("no answer in 60 s");
        got = recv(fd, all + n, cap - n, 0);
        if (got <= 0) break;
        n += (size_t)got;
        all[n] = 0;
        if (!end && (end = strstr(all, "\r\n\r\n"))) {
            const char *length;

            r.status = atoi(all + strlen("HTTP/1.1 "));
            *end = 0;
            r.head = strdup(strstr(all, "\r\n") ? strstr(all, "\r\n") + 2 : "");
            *end = '\r';
            length = t_header(&r, "Content-Length");
            want = (size_t)(end + 4 - all) + (length ? strtoul(length, NULL, 10) : 0);
        }
        if (end) end = strstr(all, "\r\n\r\n"); /* all may have moved */
        if (end && n >= want) break;
    }
    if (end) {
        r.n = n - (size_t)(end + 4 - all);
        r.body = malloc(r.n + 1);
        memcpy(r.body, end + 4, r.n);
        r.body[r.n] = 0;
    }
    free(all);
    return r;
}

static inline struct t_reply t_ask(int port, const char *bytes, size_t n) {
    int fd = t_connect(port);
    struct t_reply r;

    t_say(fd, bytes, n);
    r = t_hear(fd);
    close(fd);
    return r;
}

/* Who comes: what the link gave. */
struct t_visitor {
    int port;
    char link[128]; /* /?t=... */
    char cookie[128], token[80];
};

/* METHOD PATH with the cookie, and for POST with the page's token and a body. */
static inline struct t_reply t_send(const struct t_visitor *v, const char *method, const char *path,
                                    const char *headers, const char *body, size_t n) {
    size_t size = 2048 + strlen(path) + strlen(headers) + n;
    char *text = malloc(size);
    int at = snprintf(text, size, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n%s",
                      method, path, v->port, v->cookie, headers);
    struct t_reply r;

    if (strcmp(method, "POST") == 0)
        at += snprintf(text + at, size - (size_t)at, "X-Headcount: %s\r\nContent-Length: %zu\r\n",
                       v->token, n);
    at += snprintf(text + at, size - (size_t)at, "\r\n");
    if (n) memcpy(text + at, body, n);
    r = t_ask(v->port, text, (size_t)at + n);
    free(text);
    return r;
}

static inline struct t_reply t_get(const struct t_visitor *v, const char *path) {
    return t_send(v, "GET", path, "", NULL, 0);
}

static inline struct t_reply t_post(const struct t_visitor *v, const char *path, const char *body) {
    return t_send(v, "POST", path, "", body, strlen(body));
}

/* Through the door: the link to a cookie, the page to its token. @param address as it was printed. */
static inline void t_enter(struct t_visitor *v, const char *address) {
    char text[512];
    struct t_reply r;
    const char *cookie, *token;

    assert_int_equal(sscanf(address, "http://127.0.0.1:%d", &v->port), 1);
    snprintf(v->link, sizeof v->link, "%.*s", (int)strcspn(strchr(address + 8, '/'), "\n"),
             strchr(address + 8, '/'));
    snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", v->link, v->port);
    r = t_ask(v->port, text, strlen(text));
    assert_int_equal(r.status, 303);
    assert_string_equal(t_header(&r, "Location"), "/");
    cookie = t_header(&r, "Set-Cookie");
    assert_non_null(cookie);
    snprintf(v->cookie, sizeof v->cookie, "%.*s", (int)strcspn(cookie, ";"), cookie);
    t_reply_fini(&r);
    r = t_get(v, "/");
    assert_int_equal(r.status, 200);
    token = strstr(r.body, "name=\"headcount-token\" content=\"");
    assert_non_null(token);
    snprintf(v->token, sizeof v->token, "%.64s",
             token + strlen("name=\"headcount-token\" content=\""));
    t_reply_fini(&r);
}

static inline void t_write(const char *dir, const char *name, const char *text, mode_t mode) {
    char path[600];

    snprintf(path, sizeof path, "%s/%s", dir, name);
    t_text_file(path, text);
    chmod(path, mode);
}

/* The program under test, and a small case in a new folder. */
static inline const char *t_program(void) {
    const char *s = getenv("HEADCOUNT");

    if (!s) fail_msg("HEADCOUNT is not set");
    return s ? s : "";
}

__attribute__((format(printf, 1, 2))) static inline void t_shell(const char *fmt, ...) {
    char text[4096];
    va_list ap;
    int status;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    status = system(text);
    if (status != 0) fail_msg("%s: %d", text, status);
}

static inline void t_case_of(char dir[64]) {
    char sheets[80];

    snprintf(dir, 64, "/tmp/page-XXXXXX");
    assert_non_null(mkdtemp(dir));
    snprintf(sheets, sizeof sheets, "%s/sheets", dir);
    assert_int_equal(mkdir(sheets, 0700), 0);
    t_write(sheets, "corridors.csv",
            "id,origin,destination,direction,group,from,to\n"
            "VVO-FNJ,UHWW,ZKPY,outbound,workers,2023-10-30,2023-11-06\n",
            0600);
    t_write(sheets, "schedules.csv",
            "id,corridor,flight,days,from,to,source\n"
            "w23,VVO-FNJ,JS272,Mon Fri,2023-10-30,2023-11-06,notice\n",
            0600);
    /* what a hostile sheet would like the page to run */
    t_write(sheets, "sources.csv",
            "id,label,kind,reliability,published\n"
            "notice,<script>alert(1)</script><img src=x onerror=alert(2)>,timetable,C,2023-10-30\n"
            "gate,\"\"\"><svg/onload=alert(3)>\",observer,B,2023-11-03\n",
            0600);
    t_write(sheets, "counts.csv",
            "id,corridor,date,flight,method,low,best,high,of,stage,wording,source\n"
            "c1,VVO-FNJ,2023-11-03,JS272,eye,60,80,90,concern,aboard,about,gate\n",
            0600);
    t_shell("'%s' init %s/case.hc >/dev/null && '%s' import %s/case.hc %s >/dev/null", t_program(),
            dir, t_program(), dir, sheets);
}

static inline void t_case_gone(const char *dir) {
    t_shell("rm -r '%s'", dir);
}

/* `headcount serve`, as a user starts it. */
struct t_server {
    pid_t pid;
    char address[160];
};

static inline struct t_server t_serve(const char *dir, const char *option) {
    struct t_server s = {0};
    char path[128];
    int out[2];
    ssize_t n = 0, got;

    snprintf(path, sizeof path, "%s/case.hc", dir);
    assert_int_equal(pipe(out), 0);
    s.pid = fork();
    if (s.pid == 0) {
        dup2(out[1], 1);
        close(out[0]);
        close(out[1]);
        execl(t_program(), "headcount", "serve", path, "--no-browser", option, (char *)NULL);
        _exit(127);
    }
    close(out[1]);
    while (!memchr(s.address, '\n', (size_t)n) &&
           (got = read(out[0], s.address + n, sizeof s.address - 1 - (size_t)n)) > 0)
        n += got;
    close(out[0]);
    assert_non_null(strchr(s.address, '\n'));
    return s;
}

/* @return its exit status. */
static inline int t_serve_end(struct t_server *s, int signal) {
    int status = 0;

    if (signal) kill(s->pid, signal);
    for (int64_t end = t_now_ms() + 30000; waitpid(s->pid, &status, WNOHANG) == 0;) {
        if (t_now_ms() > end) {
            kill(s->pid, SIGKILL);
            fail_msg("the server did not end in 30 s");
        }
        usleep(5000);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}
