/* SPDX-License-Identifier: Apache-2.0 */
/* Promise 9 (docs/SECURITY.md): other sites and other users of this machine cannot use the local page.
 *
 * Every attack below is made on a real server, with everything right but one thing, and must be refused. With
 * HEADCOUNT_TWIN set the server is one whose guard was compiled away; then every attack must succeed, or it would
 * prove nothing. */
#include "t_serve.h"

#include <grp.h>

static struct {
    char dir[64];
    struct t_server server;
    struct t_visitor v;
    int slow[100];
    int64_t slow_since;
} page;

static bool twin(void) {
    return getenv("HEADCOUNT_TWIN");
}

static int begin(void **state) {
    (void)state;
    t_case_of(page.dir);
    page.server = t_serve(page.dir, NULL);
    t_enter(&page.v, page.server.address);
    for (size_t i = 0; i < 100; i++) { /* clients that begin and never go on */
        page.slow[i] = t_connect(page.v.port);
        t_say(page.slow[i], "GET / HTTP/1.1\r\nHo", 18);
    }
    page.slow_since = t_now_ms();
    return 0;
}

static int end(void **state) {
    (void)state;
    for (size_t i = 0; i < 100; i++) close(page.slow[i]);
    assert_int_equal(t_serve_end(&page.server, SIGTERM), 0);
    t_case_gone(page.dir);
    return 0;
}

/* $H the right host, $C the cookie's line, $T the token's line, $L the used link. */
static void spell(const char *form, char *out, size_t size) {
    size_t n = 0;

    for (; *form && n + 300 < size; form++) {
        if (*form != '$')
            out[n++] = *form;
        else if (*++form == 'H')
            n += (size_t)snprintf(out + n, size - n, "127.0.0.1:%d", page.v.port);
        else if (*form == 'C')
            n += (size_t)snprintf(out + n, size - n, "Cookie: %s\r\n", page.v.cookie);
        else if (*form == 'T')
            n += (size_t)snprintf(out + n, size - n, "X-Headcount: %s\r\n", page.v.token);
        else if (*form == 'L')
            n += (size_t)snprintf(out + n, size - n, "%s", page.v.link);
    }
    out[n] = 0;
}

static struct t_reply ask(const char *form) {
    char text[8192];

    spell(form, text, sizeof text);
    return t_ask(page.v.port, text, strlen(text));
}

#define GET_CASE "GET /api/case HTTP/1.1\r\n"
#define POST_VERIFY "POST /api/verify HTTP/1.1\r\nContent-Length: 0\r\n"
static const struct {
    const char *name, *request;
} attacks[] = {
    {"without a cookie", GET_CASE "Host: $H\r\n\r\n"},
    {"another cookie", GET_CASE "Host: $H\r\nCookie: headcount=0000\r\n\r\n"},
    {"a cookie of the right name and length",
     GET_CASE "Host: $H\r\nCookie: "
              "headcount-00000=00000000000000000000000000000000000000000000000000000000000000"
              "00\r\n\r\n"},
    {"the page without a cookie", "GET / HTTP/1.1\r\nHost: $H\r\n\r\n"},
    {"an asset without a cookie", "GET /app.js HTTP/1.1\r\nHost: $H\r\n\r\n"},
    {"a rebound name", GET_CASE "Host: attacker.example\r\n$C\r\n"},
    {"a rebound name with our port", GET_CASE "Host: attacker.example:80\r\n$C\r\n"},
    {"localhost", GET_CASE "Host: localhost\r\n$C\r\n"},
    {"the host without its port", GET_CASE "Host: 127.0.0.1\r\n$C\r\n"},
    {"the host and more", GET_CASE "Host: $H.attacker.example\r\n$C\r\n"},
    {"a page of another site", GET_CASE "Host: $H\r\nOrigin: https://attacker.example\r\n$C\r\n"},
    {"a page without an origin", GET_CASE "Host: $H\r\nOrigin: null\r\n$C\r\n"},
    {"a page of another port", GET_CASE "Host: $H\r\nOrigin: http://127.0.0.1:1\r\n$C\r\n"},
    {"a page of ours by https", GET_CASE "Host: $H\r\nOrigin: https://$H\r\n$C\r\n"},
    {"an image in a page of another port",
     GET_CASE "Host: $H\r\nSec-Fetch-Site: same-site\r\n$C\r\n"},
    {"a link in a page of another site",
     GET_CASE "Host: $H\r\nSec-Fetch-Site: cross-site\r\n$C\r\n"},
    {"a form of another site",
     POST_VERIFY "Host: $H\r\nOrigin: https://attacker.example\r\n$C\r\n"},
    {"a post without the page's token", POST_VERIFY "Host: $H\r\n$C\r\n"},
    {"a post with the cookie as token", POST_VERIFY "Host: $H\r\nX-Headcount: headcount\r\n$C\r\n"},
    {"a post without a cookie", POST_VERIFY "Host: $H\r\n$T\r\n"},
    {"the link once more", "GET $L HTTP/1.1\r\nHost: $H\r\n\r\n"},
    {"the link, to look ahead", "GET $L HTTP/1.1\r\nHost: $H\r\nSec-Purpose: prefetch\r\n\r\n"},
    {"the link by a rebound name", "GET $L HTTP/1.1\r\nHost: attacker.example\r\n\r\n"},
};

static void everything_wrong_is_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        struct t_reply r = ask(attacks[i].request);

        if (!twin() && (r.status != 403 || !strstr(r.body, "\"error\"")))
            fail_msg("%s: %d, wanted 403", attacks[i].name, r.status);
        if (twin() && r.status != 200 && r.status != 303)
            fail_msg("%s: %d from a server without a guard: the attack proves nothing",
                     attacks[i].name, r.status);
        t_reply_fini(&r);
    }
}

static void everything_right_is_let_in(void **state) {
    static const char *const forms[] = {
        GET_CASE "Host: $H\r\n$C\r\n",
        GET_CASE "Host: $H\r\nOrigin: http://$H\r\nSec-Fetch-Site: same-origin\r\n$C\r\n",
        "GET / HTTP/1.1\r\nHost: $H\r\nSec-Fetch-Site: none\r\n$C\r\n",
        POST_VERIFY "Host: $H\r\nOrigin: http://$H\r\n$C$T\r\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct t_reply r = ask(forms[i]);

        if (r.status != 200) fail_msg("%s: %d %s", forms[i], r.status, r.body);
        t_reply_fini(&r);
    }
}

/* Another user who got hold of the cookie (a browser sends it to any port of 127.0.0.1). */
static void another_user_is_refused_even_with_the_cookie(void **state) {
    pid_t child;
    int status = 0;

    (void)state;
    if (geteuid() != 0) {
        print_message("# skipped: only the administrator can become another user\n");
        skip();
    }
    if ((child = fork()) == 0) {
        struct t_reply r;

        if (setgroups(0, NULL) < 0 || setgid(65534) < 0 || setuid(65534) < 0) _exit(2);
        r = ask(GET_CASE "Host: $H\r\n$C\r\n");
        if (r.status == 403 && strstr(r.body, "another user")) _exit(0);
        _exit(r.status == 200 ? 1 : 3);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), twin() ? 1 : 0);
}

static const char *const header_list[][2] = {
    {"Content-Type", NULL},
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Content-Security-Policy", NULL},
    {"Content-Length", NULL},
    {"Date", NULL},
};
#define HEADERS (sizeof header_list / sizeof *header_list)

/* Nothing missing, nothing extra. libmicrohttpd says Connection: close where it closes. */
static void check_headers(const struct t_reply *r, const char *what, int extra) {
    char want[600], nonce[40] = "";
    const char *policy = t_header(r, "Content-Security-Policy");
    int lines = 1;

    if (!policy || !strstr(policy, "'nonce-")) fail_msg("%s: no policy", what);
    snprintf(nonce, sizeof nonce, "%.32s", strstr(policy, "'nonce-") + 7);
    snprintf(want, sizeof want,
             "default-src 'none'; script-src 'nonce-%s'; style-src 'nonce-%s'; img-src 'self'; "
             "connect-src "
             "'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
             nonce, nonce);
    assert_int_equal(strspn(nonce, "0123456789abcdef"), 32);
    assert_string_equal(policy, want);
    for (const char *at = r->head; (at = strchr(at, '\n')); at++) lines++;
    for (size_t i = 0; i < HEADERS; i++) {
        const char *value = t_header(r, header_list[i][0]);

        if (!value) fail_msg("%s: no %s", what, header_list[i][0]);
        if (header_list[i][1]) assert_string_equal(value, header_list[i][1]);
    }
    if (t_header(r, "Connection")) {
        assert_string_equal(t_header(r, "Connection"), "close");
        lines--;
    }
    if (lines != (int)HEADERS + extra) fail_msg("%s: %d headers:\n%s", what, lines, r->head);
}

static void every_answer_has_these_headers_and_no_others(void **state) {
    static const struct {
        const char *path, *type;
        int status;
    } list[] = {
        {"/", "text/html; charset=utf-8", 200},
        {"/slots?sort=date", "text/html; charset=utf-8", 200},
        {"/e/3f9a", "text/html; charset=utf-8", 200},
        {"/app.js", "text/javascript; charset=utf-8", 200},
        {"/app.css", "text/css; charset=utf-8", 200},
        {"/api/case", "application/json", 200},
        {"/api/answer", "application/json", 200},
        {"/api/checkpoint", "text/plain; charset=utf-8", 200},
        {"/export/slots.csv", "text/csv; charset=utf-8", 200},
        {"/report.html", "text/html; charset=utf-8", 200},
        {"/api/nothing", "application/json", 404},
        {"/api/answer?seed=x", "application/json", 400},
        {"/api/stop", "application/json", 405},
    };
    struct t_reply r;
    char before[1024] = "";

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        r = t_get(&page.v, list[i].path);
        if (r.status != list[i].status) fail_msg("%s: %d %s", list[i].path, r.status, r.body);
        assert_string_equal(t_header(&r, "Content-Type"), list[i].type);
        check_headers(&r, list[i].path, 0);
        assert_string_not_equal(t_header(&r, "Content-Security-Policy"),
                                before); /* a nonce is good once */
        snprintf(before, sizeof before, "%s", t_header(&r, "Content-Security-Policy"));
        t_reply_fini(&r);
    }
    if (twin()) return;
    r = ask(GET_CASE "Host: $H\r\n\r\n");
    check_headers(&r, "403", 0);
    t_reply_fini(&r);
}

static void a_report_keeps_its_style_and_has_no_script(void **state) {
    struct t_reply r = t_get(&page.v, "/report.html");
    char want[80];

    (void)state;
    snprintf(want, sizeof want, "<style nonce=\"%.32s\">",
             strstr(t_header(&r, "Content-Security-Policy"), "'nonce-") + 7);
    assert_non_null(strstr(r.body, want));
    assert_null(strstr(r.body, "<style>"));
    assert_null(strstr(r.body, "<script")); /* the label of a source says it: escaped */
    assert_null(strstr(r.body, "<img src=x"));
    assert_null(strstr(r.body, "<svg/onload"));
    assert_non_null(strstr(r.body, "&lt;script&gt;"));
    t_reply_fini(&r);
}

static void only_the_methods_of_a_route_are_known(void **state) {
    static const struct {
        const char *method, *path;
    } list[] = {{"POST", "/api/answer"}, {"GET", "/api/stop"},     {"PUT", "/api/case"},
                {"DELETE", "/api/case"}, {"HEAD", "/api/case"},    {"PATCH", "/"},
                {"TRACE", "/"},          {"OPTIONS", "/api/case"}, {"GET", "/api/add/counts"}};

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct t_reply r = t_send(&page.v, list[i].method, list[i].path, "", NULL, 0);

        if (r.status != 405) fail_msg("%s %s: %d", list[i].method, list[i].path, r.status);
        t_reply_fini(&r);
    }
}

static void no_answer_invites_another_origin(void **state) {
    static const char *const forms[] = {
        "OPTIONS /api/add/counts HTTP/1.1\r\nHost: $H\r\nOrigin: https://attacker.example\r\n"
        "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: "
        "x-headcount\r\n\r\n",
        "OPTIONS /api/add/counts HTTP/1.1\r\nHost: $H\r\nOrigin: http://$H\r\n"
        "Access-Control-Request-Method: POST\r\n$C\r\n",
        GET_CASE "Host: $H\r\nOrigin: http://$H\r\n$C\r\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct t_reply r = ask(forms[i]);

        assert_true(i == 2 ? r.status == 200 : r.status == 403 || r.status == 405);
        for (const char *at = r.head; at && *at;
             at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
            if (strncasecmp(at, "Access-Control", 14) == 0) fail_msg("%s", at);
        t_reply_fini(&r);
    }
}

/* Nothing but routes and the page: no file of this machine has a name here. */
static void paths_lead_nowhere_else(void **state) {
    static const char *const paths[] = {
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/app.js/../../etc/passwd",
        "/%00",
        "/api/../etc/passwd",
        "/chart/../../etc/passwd.svg",
        "/chart/%2e%2e%2fetc.svg",
        "/media/../../etc/passwd",
        "/media/ab%2f..",
        "/export/..%2f..csv",
        "/api/explain?what=--help",
        "/api/explain?what=-h",
        "/chart/--help.svg",
        "/media/abcd?t=-1",
    };

    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct t_reply r = t_get(&page.v, paths[i]);

        if (strstr(r.body, "root:") || strstr(r.body, "Usage") || strstr(r.body, "usage:"))
            fail_msg("%s: %s", paths[i], r.body);
        if (r.status == 200 && !strstr(r.body, "headcount-token"))
            fail_msg("%s: %s", paths[i], r.body);
        t_reply_fini(&r);
    }
}

static void too_much_is_refused_before_it_is_read(void **state) {
    char *text = malloc(300000);
    struct t_reply r;

    (void)state;
    memset(text, 'a', 300000);
    memcpy(text, "GET / HTTP/1.1\r\nX: ", 19);
    r = t_ask(page.v.port, text, 200000);
    if (r.status != 431 && r.status != 413 && r.status != 0 && r.status != 400)
        fail_msg("giant header: %d", r.status);
    t_reply_fini(&r);
    memcpy(text, "GET /", 5);
    memset(text + 5, 'a', 299995);
    r = t_ask(page.v.port, text, 200000);
    if (r.status != 414 && r.status != 0 && r.status != 431)
        fail_msg("giant address: %d", r.status);
    t_reply_fini(&r);
    r = ask("POST /api/add/counts HTTP/1.1\r\nHost: $H\r\n$C$TContent-Length: 1048577\r\n\r\n");
    assert_int_equal(r.status, 413);
    t_reply_fini(&r);
    r = ask("POST /api/import?name=x.csv HTTP/1.1\r\nHost: $H\r\n$C$TContent-Length: "
            "4294967297\r\n\r\n");
    assert_int_equal(r.status, 413);
    t_reply_fini(&r);
    r = ask("POST /api/mark HTTP/1.1\r\nHost: $H\r\n$C$TTransfer-Encoding: chunked\r\n\r\n");
    assert_int_equal(r.status, 411);
    t_reply_fini(&r);
    free(text);
    r = t_get(&page.v, "/api/case"); /* and it goes on */
    assert_int_equal(r.status, 200);
    t_reply_fini(&r);
}

static void two_hundred_at_once_are_answered(void **state) {
    char text[1024];
    int fd[200];
    int64_t begun = t_now_ms();

    (void)state;
    spell(GET_CASE "Host: $H\r\n$C\r\n", text, sizeof text);
    for (size_t i = 0; i < 200; i++) fd[i] = t_connect(page.v.port);
    for (size_t i = 0; i < 200; i++) t_say(fd[i], text, strlen(text));
    for (size_t i = 0; i < 200; i++) {
        struct t_reply r = t_hear(fd[i]);

        assert_int_equal(r.status, 200);
        t_reply_fini(&r);
        close(fd[i]);
    }
    assert_in_range(t_now_ms() - begun, 0, 10000); /* beside a hundred that are slow */
}

/* Only 127.0.0.1 is listened to: the kernel's table says so. */
static void nobody_outside_can_connect(void **state) {
    char line[512], local[64];
    FILE *f = fopen("/proc/net/tcp", "r");
    int found = 0;

    (void)state;
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        unsigned address, port, st;

        if (sscanf(line, " %*u: %8x:%4x %63s %2x", &address, &port, local, &st) != 4) continue;
        if ((int)port != page.v.port || st != 10) continue;
        assert_int_equal(address, htonl(0x7f000001));
        found++;
    }
    fclose(f);
    assert_int_equal(found, 1);
}

static void a_slow_client_is_let_go(void **state) {
    struct pollfd p = {page.slow[0], POLLIN, 0};
    char c;

    (void)state;
    assert_int_equal(poll(&p, 1, 40000), 1);
    assert_true(recv(page.slow[0], &c, 1, 0) <= 0);
    assert_in_range(t_now_ms() - page.slow_since, 0, 45000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_wrong_is_refused),
        cmocka_unit_test(everything_right_is_let_in),
        cmocka_unit_test(another_user_is_refused_even_with_the_cookie),
        cmocka_unit_test(every_answer_has_these_headers_and_no_others),
        cmocka_unit_test(a_report_keeps_its_style_and_has_no_script),
        cmocka_unit_test(only_the_methods_of_a_route_are_known),
        cmocka_unit_test(no_answer_invites_another_origin),
        cmocka_unit_test(paths_lead_nowhere_else),
        cmocka_unit_test(too_much_is_refused_before_it_is_read),
        cmocka_unit_test(two_hundred_at_once_are_answered),
        cmocka_unit_test(nobody_outside_can_connect),
        cmocka_unit_test(a_slow_client_is_let_go),
    };
    const struct CMUnitTest attacks_only[] = {
        cmocka_unit_test(everything_wrong_is_refused),
        cmocka_unit_test(another_user_is_refused_even_with_the_cookie),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return twin() ? cmocka_run_group_tests(attacks_only, begin, end)
                  : cmocka_run_group_tests(tests, begin, end);
}
