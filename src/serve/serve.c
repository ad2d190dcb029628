/* SPDX-License-Identifier: Apache-2.0 */
/* The local page. A route is a command of this program: its words stand in the table below, and whoever wants to know
 * what a route does can type them. Values that a request may bring are listed with their kind; anything else is
 * refused. `CASE` is the case, `{name}` a value, and values with an option's name go before the `--`.
 *
 * web/openapi.json says the same for other programs; the test `openapi` holds the two, and a live server, together. */
#include "serve/peer.h"
#include "serve/serve_in.h"
#include "store/lock.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define JSON "application/json"
/* clang-format off */
#define ESTIMATE {"interval", PARAM_REAL, "interval", NULL}, {"as_of", PARAM_DATE, "as-of", NULL}, {"seed", PARAM_COUNT, "seed", NULL}
#define SHA {"sha", PARAM_HEX, NULL, NULL}

static const struct route routes[] = {
    {"GET", "/api/case", JSON, ROUTE_CASE, 0, NULL, {{0}}},
    {"GET", "/api/openapi.json", JSON, ROUTE_ASSET, 0, NULL, {{0}}},
    {"GET", "/api/answer", JSON, ROUTE_RUN, 0, "estimate --json --own-names --brief -- CASE", {ESTIMATE}},
    {"GET", "/api/sensitivity", JSON, ROUTE_RUN, 0, "estimate --sensitivity --json --own-names --brief -- CASE", {ESTIMATE}},
    {"GET", "/api/diff", JSON, ROUTE_RUN, 0, "estimate --diff --json --own-names -- CASE {a} {b}",
        {{"a", PARAM_DATE, NULL, NULL}, {"b", PARAM_DATE, NULL, NULL}, {"interval", PARAM_REAL, "interval", NULL}, {"seed", PARAM_COUNT, "seed", NULL}}},
    {"GET", "/api/plan", JSON, ROUTE_RUN, 0, "plan --json -- CASE", {ESTIMATE, {"limit", PARAM_COUNT, "limit", NULL}}},
    {"GET", "/api/check", JSON, ROUTE_RUN, 0, "check --json --own-names -- CASE", {{0}}},
    {"GET", "/api/rules", JSON, ROUTE_RUN, 0, "rules --json --own-names -- CASE", {{0}}},
    {"GET", "/api/hypotheses", JSON, ROUTE_RUN, 0, "hypotheses --json --own-names -- CASE", {{0}}},
    {"GET", "/api/legs", JSON, ROUTE_RUN, 0, "legs --json --own-names -- CASE", {{0}}},
    {"GET", "/api/tracks", JSON, ROUTE_RUN, 0, "legs --json --own-names -- CASE", {{"points", PARAM_COUNT, "tracks", "20000"}}},
    {"GET", "/api/log", JSON, ROUTE_RUN, 0, "log --json --own-names -- CASE",
        {{"after", PARAM_COUNT, "after", NULL}, {"limit", PARAM_COUNT, "limit", NULL}, {"kind", PARAM_WORD, "kind", NULL}}},
    {"GET", "/api/explain", JSON, ROUTE_RUN, 0, "explain --json --own-names -- CASE {what}", {{"what", PARAM_TEXT, NULL, NULL}, ESTIMATE}},
    {"GET", "/api/verify", JSON, ROUTE_RUN, ROUTE_FRESH, "verify --json -- CASE", {{0}}},
    {"POST", "/api/verify", JSON, ROUTE_RUN, ROUTE_FRESH, "verify --json -- CASE", {{0}}},
    {"GET", "/api/checkpoint", "text/plain; charset=utf-8", ROUTE_RUN, 0, "log --checkpoint -- CASE", {{0}}},
    {"GET", "/api/doctor", JSON, ROUTE_RUN, ROUTE_FRESH, "doctor --json -- CASE", {{0}}},
    {"GET", "/api/sheets", JSON, ROUTE_RUN, 0, "template --json", {{0}}},
    {"GET", "/api/media", JSON, ROUTE_RUN, 0, "media --json --own-names -- CASE", {{0}}},
    {"GET", "/media/{sha}", "image/jpeg", ROUTE_RUN, 0, "media --frame={t} -o - -- CASE {sha}", {SHA, {"t", PARAM_COUNT, NULL, "0"}, {"blur", PARAM_FLAG, "blur", NULL}, {"width", PARAM_COUNT, "width", NULL}}},
    {"GET", "/api/frames/{sha}", JSON, ROUTE_RUN, 0, "media --frames --json -- CASE {sha}", {SHA, {"every", PARAM_REAL, "every", NULL}}},
    {"GET", "/api/marks/{sha}", JSON, ROUTE_RUN, 0, "mark --json --own-names --show={sha} -- CASE", {SHA, {"annotator", PARAM_ID, "annotator", NULL}}},
    {"GET", "/chart/{name}.svg", "image/svg+xml", ROUTE_RUN, ROUTE_NONCE, "report --chart={name} --links -o - -- CASE",
        {{"name", PARAM_WORD, NULL, NULL}, {"corridor", PARAM_ID, "corridor", NULL}, {"width", PARAM_COUNT, "width", NULL}, ESTIMATE}},
    {"GET", "/api/charts", JSON, ROUTE_RUN, 0, "report --charts -- CASE", {{"sensitivity", PARAM_FLAG, "sensitivity", NULL}, ESTIMATE}},
    {"GET", "/report.html", "text/html; charset=utf-8", ROUTE_RUN, ROUTE_NONCE, "report -o - -- CASE", {ESTIMATE}},
    {"GET", "/export/tracks.geojson", "application/geo+json", ROUTE_RUN, 0, "export --geojson=- -- CASE", {{0}}},
    {"GET", "/export/{table}.csv", "text/csv; charset=utf-8", ROUTE_RUN, 0, "export --table={table} --csv=- -- CASE", {{"table", PARAM_WORD, NULL, NULL}, ESTIMATE}},
    {"GET", "/api/jobs/{id}", JSON, ROUTE_JOB, 0, NULL, {{"id", PARAM_COUNT, NULL, NULL}}},
    {"POST", "/api/jobs/{id}/cancel", JSON, ROUTE_CANCEL, 0, NULL, {{"id", PARAM_COUNT, NULL, NULL}}},
    {"POST", "/api/import", JSON, ROUTE_FILE, ROUTE_CHANGES, "import --json -- CASE {file}",
        {{"name", PARAM_TEXT, NULL, NULL}, {"as", PARAM_WORD, "as", NULL}, {"source", PARAM_ID, "source", NULL}, {"zone", PARAM_TEXT, "zone", NULL},
         {"start", PARAM_TEXT, "start", NULL}}},
    {"POST", "/api/media", JSON, ROUTE_FILE, ROUTE_CHANGES, "add --json -- CASE media {file}",
        {{"name", PARAM_TEXT, NULL, NULL}, {"source", PARAM_ID, "source", NULL}, {"obtained_from", PARAM_WORD, "obtained-from", NULL},
         {"custody", PARAM_COUNT, "custody", NULL}, {"slot", PARAM_TEXT, "slot", NULL}, {"corridor", PARAM_ID, "corridor", NULL},
         {"date", PARAM_DATE, "date", NULL}, {"flight", PARAM_TEXT, "flight", NULL}, {"keep", PARAM_WORD, "keep", NULL}, {"every", PARAM_COUNT, "every", NULL}}},
    {"POST", "/api/add/{sheet}", JSON, ROUTE_CELLS, ROUTE_CHANGES, "add -- CASE {sheet}", {{"sheet", PARAM_WORD, NULL, NULL}}},
    {"POST", "/api/mark", JSON, ROUTE_INPUT, ROUTE_CHANGES, "mark --json --own-names -- CASE -", {{0}}},
    {"POST", "/api/review", JSON, ROUTE_BODY, ROUTE_CHANGES, "review --json --own-names -- CASE {row}",
        {{"row", PARAM_HEX, NULL, NULL}, {"state", PARAM_WORD, "state", NULL}, {"by", PARAM_TEXT, "by", NULL}, {"note", PARAM_TEXT, "note", NULL}}},
    {"POST", "/api/estimate", JSON, ROUTE_BODY, 0, "estimate --json --own-names -- CASE", {{"assume", PARAM_TEXT, "assume", NULL}, ESTIMATE}},
    {"POST", "/api/stop", JSON, ROUTE_STOP, 0, NULL, {{0}}},
};
/* clang-format on */

const struct route *serve_routes(size_t *n) {
    *n = sizeof routes / sizeof *routes;
    return routes;
}

#define THREADS 2
#define CONNECTIONS 512
#define CONNECTION_BYTES ((size_t)32 << 10) /* headers and the piece of a body at hand */
#define IDLE_S 20                           /* of a client that says nothing */

static void pause_connection(void *c) {
    MHD_suspend_connection(c);
}

static void resume_connection(void *c) {
    MHD_resume_connection(c);
}

/* Is it a case that can be read as it is? A child would say it too, but with every answer. */
static int look_at(const char *path, struct err *e) {
    static const char magic[16] = "SQLite format 3";
    char head[LOCK_MAGIC_BYTES] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof head);

    if (fd >= 0) close(fd);
    if (fd < 0) return err_set(e, RC_NOTFOUND, "%s: cannot be opened", path);
    if (n > 0 && lock_begins(head, (size_t)n))
        return err_set(e, RC_LOCKED, "%s: locked; headcount unlock opens it", path);
    if (n < (ssize_t)sizeof magic || memcmp(head, magic, sizeof magic) != 0)
        return err_set(e, RC_SYNTAX, "%s: no case; headcount init makes one", path);
    return 0;
}

static char *name_of(const char *path) {
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    size_t n = strlen(base);

    if (n > 3 && strcmp(base + n - 3, ".hc") == 0) n -= 3;
    return strndup(base, n);
}

static int listen_on(struct serve *s, int port, struct err *e) {
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    unsigned how =
        MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC |
        (MHD_is_feature_supported(MHD_FEATURE_EPOLL) == MHD_YES ? MHD_USE_EPOLL_INTERNAL_THREAD
                                                                : MHD_USE_AUTO_INTERNAL_THREAD);
    const union MHD_DaemonInfo *info;

    s->daemon = MHD_start_daemon(
        how, (uint16_t)port, NULL, NULL, front_handle, s, MHD_OPTION_SOCK_ADDR, &at,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S, MHD_OPTION_NOTIFY_COMPLETED, front_over, s,
        MHD_OPTION_NOTIFY_CONNECTION, front_connection, s, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_END);
    info = s->daemon ? MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!info) return err_set(e, RC_IO, "port %d of 127.0.0.1 cannot be had", port);
    s->port = info->port;
    return 0;
}

int serve_open(struct serve **out, const struct serve_options *o, struct err *e) {
    char *path = realpath(o->path, NULL);
    struct serve *s;
    int rc;

    if (!path) return err_set(e, RC_NOTFOUND, "%s: there is no such case", o->path);
    if ((rc = look_at(o->path, e)) < 0) {
        free(path);
        return rc;
    }
    if (!(s = calloc(1, sizeof *s))) abort();
    s->path = path;
    s->name = name_of(path);
    s->read_only = o->read_only;
    drop_sweep(path);
    rc = desk_open(&s->desk, o->program ? o->program : "/proc/self/exe", path,
                   (struct desk_wake){pause_connection, resume_connection}, e);
    /* until the guard knows its port, no request can pass: it has no link and no cookie that anybody was given */
    if (rc == 0) rc = listen_on(s, o->port, e);
    if (rc == 0) {
        guard_begin(&s->guard, s->port);
        s->knows_peers = peer_known(s->port);
        *out = s;
        return 0;
    }
    serve_close(s);
    return rc;
}

int serve_port(const struct serve *s) {
    return s->port;
}

bool serve_knows_peers(const struct serve *s) {
    return s->knows_peers;
}

void serve_link(struct serve *s, char out[128]) {
    char secret[GUARD_SECRET];

    guard_relink(&s->guard, secret);
    snprintf(out, 128, "http://127.0.0.1:%d/?t=%s", s->port, secret);
    explicit_bzero(secret, sizeof secret);
}

bool serve_entered(struct serve *s) {
    bool live;

    pthread_mutex_lock(&s->guard.lock);
    live = s->guard.live;
    pthread_mutex_unlock(&s->guard.lock);
    return !live;
}

void serve_close(struct serve *s) {
    if (!s) return;
    desk_stop(s->desk); /* wakes all who wait; whoever comes now is told that it ends */
    if (s->daemon) MHD_stop_daemon(s->daemon);
    browse_end(s);
    desk_close(s->desk);
    if (s->port) guard_end(&s->guard);
    free(s->path);
    free(s->name);
    free(s);
}
