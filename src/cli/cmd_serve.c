/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"
#include "cli/cmd.h"
#include "serve/serve.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

static volatile sig_atomic_t asked_to_end;

static void on_signal(int signal) {
    (void)signal;
    asked_to_end = 1;
}

/* Blocked from here on, in every thread that comes; only the wait below lets them in. */
static void hold_signals(sigset_t *waiting) {
    static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction act = {.sa_handler = on_signal};
    sigset_t held;

    sigemptyset(&held);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        sigaction(ends[i], &act, NULL);
        sigaddset(&held, ends[i]);
    }
    signal(SIGPIPE, SIG_IGN);
    pthread_sigmask(SIG_BLOCK, &held, waiting);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) sigdelset(waiting, ends[i]);
}

static void print_link(struct serve *s, bool browse) {
    struct err e;
    char link[128];

    serve_link(s, link);
    printf("%s\n", link);
    fflush(stdout);
    if (browse && serve_browse(s, link, &e) == RC_IO) fprintf(stderr, "headcount: %s\n", e.text);
    explicit_bzero(link, sizeof link);
}

/* Until a signal, or POST /api/stop, which sends one. At a terminal, Enter prints a new link. */
static void wait_for_end(struct serve *s, const sigset_t *waiting) {
    struct pollfd in = {isatty(STDIN_FILENO) ? STDIN_FILENO : -1, POLLIN, 0};
    static const struct timespec second = {.tv_sec = 1};
    char line[256];

    while (!asked_to_end) {
        if (ppoll(&in, 1, &second, waiting) > 0) {
            if (read(STDIN_FILENO, line, sizeof line) > 0)
                print_link(s, false);
            else
                in.fd = -1;
        }
        serve_tidy(s);
    }
}

static int run(struct cli *x, struct err *e) {
    struct serve_options o = {.path = x->v.arg[0], .read_only = opt_value(&x->v, "read-only")};
    const char *port = opt_value(&x->v, "port");
    struct serve *s = NULL;
    struct store *st = NULL;
    struct err none;
    sigset_t waiting;
    int64_t n = 0;
    int rc;

    if (port && num_int(span_of(port), 0, 65535, &n, e) < 0) {
        err_at(e, "--port");
        return CMD_USAGE;
    }
    o.port = (int)n;
    hold_signals(&waiting);
    if ((rc = serve_open(&s, &o, e)) < 0) return rc;
    if (cmd_case(x, o.path, &st, &none) == 0)
        store_close(st); /* what the commands behind it warn of, no browser shows */
    if (!serve_knows_peers(s))
        fputs("headcount: connections of other users of this machine cannot be told from yours "
              "here; the link "
              "alone keeps them out\n",
              stderr);
    print_link(s, !opt_value(&x->v, "no-browser"));
    wait_for_end(s, &waiting);
    serve_close(s);
    return 0;
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {
    {"port", 0, OPT_TEXT, "N", NULL, "of 127.0.0.1 (else any that is free)"},
    {"no-browser", 0, OPT_FLAG, NULL, NULL, "only print the link"},
    {"read-only", 0, OPT_FLAG, NULL, NULL, "nothing that is done on the page changes the case"},
    {0}};
const struct cmd cmd_serve = {
    .opt =
        {.name = "serve",
         .group = "Look",
         .summary = "a page on this machine alone, to look, to enter and to count",
         .about =
             "Prints a link that is good once, or opens it in the browser; at a terminal, Enter "
             "prints another. Only 127.0.0.1 is listened to, other users of this machine and "
             "pages of other sites are refused, and nothing is fetched from anywhere.\n\nEach part "
             "of the page is the answer of a command of headcount, run anew when the case has "
             "changed; what is entered there goes through the same commands into the ledger. Ends "
             "with Ctrl-C, or by the page.",
         .example = "headcount serve vladivostok.hc",
         .args = args,
         .options = options},
    .run = run,
};
