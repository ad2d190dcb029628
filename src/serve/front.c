/* SPDX-License-Identifier: Apache-2.0 */
/* One request from its headers to its answer. libmicrohttpd calls front_handle when the headers are there, for each
 * piece of a body, and once more at its end; after a pause again. Whoever is refused is refused at the headers:
 * nothing of a stranger's body is read. */
#include "base/canon.h"
#include "base/num.h"
#include "serve/peer.h"
#include "serve/serve_in.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define REQUEST_BYTES ((size_t)8 << 20) /* of memory for one request; its body has its own limit */
#define CELLS 64

struct request {
    struct arena a;
    const struct route *route;
    struct route_values values;
    struct buf body;
    struct drop drop;
    struct waiter wait;
    struct answer *refused; /* told at the end of the body */
    bool paused, stop;
};

/* --- the guard --- */

void front_connection(void *serve, struct MHD_Connection *c, void **socket_context,
                      enum MHD_ConnectionNotificationCode what) {
    const struct serve *s = serve;
    const union MHD_ConnectionInfo *info;
    const struct sockaddr_in *in;

    if (what != MHD_CONNECTION_NOTIFY_STARTED) return;
    *socket_context = NULL; /* NULL: ours, or it cannot be told */
    info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    in = info ? (const struct sockaddr_in *)(const void *)info->client_addr : NULL;
    if (s->knows_peers && (!in || !peer_ours(ntohs(in->sin_port), s->port)))
        *socket_context = (void *)(uintptr_t)1;
}

static bool is_stranger(struct MHD_Connection *c) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return !info || info->socket_context;
}

static const char *header(struct MHD_Connection *c, const char *name) {
    return MHD_lookup_connection_value(c, MHD_HEADER_KIND, name);
}

static enum MHD_Result count_host(void *n, enum MHD_ValueKind kind, const char *key,
                                  const char *value) {
    (void)kind, (void)value;
    if (key && strcasecmp(key, "Host") == 0) ++*(int *)n;
    return MHD_YES;
}

static struct guard_ask ask_of(const struct serve *s, struct MHD_Connection *c, const char *url,
                               const char *method) {
    struct guard_ask ask = {
        .method = method,
        .path = url,
        .host = header(c, "Host"),
        .origin = header(c, "Origin"),
        .cookie = MHD_lookup_connection_value(c, MHD_COOKIE_KIND, s->guard.cookie_name),
        .page = header(c, "X-Headcount"),
        .fetch_site = header(c, "Sec-Fetch-Site"),
        .purpose = header(c, "Sec-Purpose"),
        .link = MHD_lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, "t"),
        .stranger = is_stranger(c),
    };

    MHD_get_connection_values(c, MHD_HEADER_KIND, count_host, &ask.hosts);
    return ask;
}

/* --- the query and the body --- */

struct taking {
    struct request *r;
    struct err *e;
    int rc;
};

static enum MHD_Result take_one(void *arg, enum MHD_ValueKind kind, const char *key, size_t key_n,
                                const char *value, size_t value_n) {
    struct taking *t = arg;

    (void)kind;
    t->rc = route_take(t->r->route, (struct span){key, key_n},
                       (struct span){value ? value : "", value_n}, &t->r->a, &t->r->values, t->e);
    return t->rc < 0 ? MHD_NO : MHD_YES;
}

static int take_query(struct MHD_Connection *c, struct request *r, struct err *e) {
    struct taking t = {r, e, 0};

    MHD_get_connection_values_n(c, MHD_GET_ARGUMENT_KIND, take_one, &t);
    return t.rc;
}

static json_t *body_object(const struct request *r, struct err *e) {
    json_t *doc = NULL;

    if (canon_parse(buf_span(&r->body), &doc, e) < 0) return NULL;
    if (json_is_object(doc)) return doc;
    json_decref(doc);
    err_put(e, RC_SYNTAX, "the body is not a JSON object");
    return NULL;
}

/* A member as text: strings, and numbers as they were written by JSON. NULL: neither. */
static const char *member_text(struct arena *a, const json_t *v) {
    char *text;
    const char *out;

    if (json_is_string(v))
        return strlen(json_string_value(v)) == json_string_length(v) ? json_string_value(v) : NULL;
    if (!json_is_number(v)) return NULL;
    text = json_dumps(v, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    if (!text) return NULL;
    out = arena_dup(a, span_of(text));
    free(text);
    return out;
}

static int take_members(struct request *r, struct err *e) {
    json_t *doc = body_object(r, e), *value;
    const char *key;
    int rc = 0;

    if (!doc) return RC_SYNTAX;
    json_object_foreach(doc, key, value) {
        const char *text = member_text(&r->a, value);

        if (json_is_null(value)) continue;
        if (!text) rc = err_set(e, RC_SYNTAX, "a value is neither text nor a number");
        if (rc == 0) rc = route_take(r->route, span_of(key), span_of(text), &r->a, &r->values, e);
        if (rc < 0) break;
    }
    json_decref(doc);
    return rc;
}

/* {"best": "80"} to best=80. The name of a column is checked, so that no cell can begin with a dash. */
static int take_cells(struct request *r, struct err *e) {
    json_t *doc = body_object(r, e), *value;
    const char **cells = ARENA_ARRAY(&r->a, const char *, CELLS + 1), *key;
    size_t n = 0;
    int rc = 0;

    if (!doc) return RC_SYNTAX;
    json_object_foreach(doc, key, value) {
        const char *text = member_text(&r->a, value);

        if (json_is_null(value)) continue;
        if (!route_column(span_of(key)))
            rc = err_set(e, RC_SYNTAX, "a column's name is of a-z, 0-9 and _");
        else if (!text)
            rc = err_set(e, RC_SYNTAX, "%s: neither text nor a number", key);
        else if (n == CELLS || strlen(text) > ((size_t)64 << 10))
            rc = err_set(e, RC_SYNTAX, "%s: more than a row can hold", key);
        if (rc < 0) break;
        cells[n++] = arena_printf(&r->a, "%s=%s", key, text);
    }
    json_decref(doc);
    if (rc == 0 && n == 0) rc = err_set(e, RC_SYNTAX, "no column was given");
    r->values.cells = cells;
    return rc;
}

/* --- what the server itself answers --- */

static struct answer *tell_case(const struct serve *s) {
    json_t *name = json_string(s->name),
           *doc = json_pack("{s:o, s:s, s:b, s:s}", "case", name ? name : json_string("case"),
                            "headcount", HEADCOUNT_VERSION, "read_only", s->read_only, "version",
                            desk_mark(s->path).s);
    char *out = json_dumps(doc, JSON_COMPACT | JSON_PRESERVE_ORDER);
    struct buf body = {0};

    buf_puts(&body, out ? out : "{}");
    free(out);
    json_decref(doc);
    return answer_new(200, "application/json", 0, &body);
}

static struct answer *stop(struct request *r) {
    struct buf body = {0};

    buf_puts(&body, "{\"done\":\"the server is stopping\"}");
    r->stop = true;
    return answer_new(200, "application/json", 0, &body);
}

/* --- running --- */

static struct answer *begin_job(struct serve *s, struct request *r, struct errand *x) {
    x->drop = &r->drop;
    return desk_begin(s->desk, x);
}

/* @return an answer; NULL: it will come, the connection is paused. */
static struct answer *run(struct serve *s, struct MHD_Connection *c, struct request *r) {
    const struct route *route = r->route;
    struct errand x = {.type = route->type, .flags = route->flags};
    struct err e = {0};
    int rc = 0;

    if (route->kind == ROUTE_BODY) rc = take_members(r, &e);
    if (route->kind == ROUTE_CELLS) rc = take_cells(r, &e);
    if (route->kind == ROUTE_CELLS) x.column_of = r->body.p;
    if (route->kind == ROUTE_INPUT) x.in = buf_span(&r->body);
    if (route->kind == ROUTE_INPUT && !x.in.n) rc = err_set(&e, RC_SYNTAX, "the body is empty");
    if (route->kind == ROUTE_FILE) r->values.file = r->drop.path;
    if (rc == 0) rc = route_argv(&r->a, route, s->path, &r->values, &x.argv, &e);
    if (rc < 0) return answer_error(400, "%s", e.text);
    if (route->kind == ROUTE_FILE) return begin_job(s, r, &x);
    r->wait.who = c;
    r->paused = true;
    if (desk_ask(s->desk, &x, &r->wait)) return NULL;
    r->paused = false;
    return r->wait.answer;
}

static struct answer *answer_of(struct serve *s, struct MHD_Connection *c, struct request *r) {
    switch (r->route->kind) {
    case ROUTE_CASE: return tell_case(s);
    case ROUTE_JOB: return desk_job(s->desk, r->values.v[0]);
    case ROUTE_CANCEL: return desk_cancel(s->desk, r->values.v[0]);
    case ROUTE_STOP: return stop(r);
    case ROUTE_RUN:
    case ROUTE_BODY:
    case ROUTE_CELLS:
    case ROUTE_INPUT:
    case ROUTE_FILE:
    case ROUTE_ASSET: break;
    }
    return run(s, c, r);
}

/* --- a body --- */

/* @return NULL: it may come. */
static struct answer *admit_body(struct serve *s, struct MHD_Connection *c, struct request *r) {
    const char *length = header(c, "Content-Length"), *name = NULL;
    bool file = r->route->kind == ROUTE_FILE;
    int64_t n = 0, most = file ? SERVE_UPLOAD : (int64_t)SERVE_JSON;
    struct err e = {0};

    if (header(c, "Transfer-Encoding")) return answer_error(411, "the length has to be said first");
    if (length && num_int(span_of(length), 0, INT64_MAX, &n, &e) < 0)
        return answer_error(400, "Content-Length: %s", e.text);
    if (n > most) return answer_error(413, "the body is larger than %lld bytes", (long long)most);
    if (!file) return NULL;
    if (n == 0) return answer_error(400, "the file is empty");
    name = r->values.v[0]; /* params of such a route begin with the file's name */
    if (!name) return answer_error(400, "name is missing");
    for (int i = 1; i < ROUTE_PARAMS && r->route->params[i].name; i++)
        if (strcmp(r->route->params[i].name, "keep") == 0 && r->values.v[i] &&
            strcmp(r->values.v[i], "path") == 0)
            return answer_error(400, "keep: what was sent to a page has no path");
    if (drop_open(&r->drop, s->path, name, n, &e) < 0) return answer_error(507, "%s", e.text);
    return NULL;
}

static void take_piece(struct request *r, struct span piece) {
    struct err e = {0};

    if (r->refused || !r->route) return; /* the rest is read and thrown away */
    if (r->route->kind != ROUTE_FILE) {
        if (r->body.n + piece.n <= SERVE_JSON)
            buf_add(&r->body, piece);
        else
            r->refused = answer_error(413, "the body is larger than it said");
    } else if (drop_add(&r->drop, piece, &e) < 0) {
        r->refused = answer_error(507, "%s", e.text);
    }
}

/* --- a request --- */

static bool is_page(const char *url) {
    static const char *const not [] = {"/api/", "/chart/", "/media/", "/export/"};

    for (size_t i = 0; i < sizeof not / sizeof *not ; i++)
        if (strncmp(url, not [i], strlen(not [i])) == 0) return false;
    return strcmp(url, "/api") != 0;
}

static enum MHD_Result no_route(struct serve *s, struct MHD_Connection *c, const char *url,
                                const char *method, bool wrong_method) {
    struct asset page;
    bool asset = asset_find(url, &page);

    if (wrong_method || ((asset || is_page(url)) && strcmp(method, "GET") != 0))
        return reply_answer(s, c, answer_error(405, "this cannot be done here by %.10s", method));
    if (!asset && !(is_page(url) && asset_find("/", &page)))
        return reply_answer(s, c, answer_error(404, "there is nothing of this name"));
    return reply_asset(s, c, &page);
}

static enum MHD_Result begin(struct serve *s, struct MHD_Connection *c, const char *url,
                             const char *method, void **request) {
    struct guard_ask ask = ask_of(s, c, url, method);
    struct request *r;
    struct answer *no = NULL;
    struct err e = {0};
    const char *why;
    bool wrong_method;
    size_t n;
    const struct route *table = serve_routes(&n);
    enum guard_verdict v = guard_judge(&s->guard, &ask, &why);

    if (v == GUARD_REFUSE) return reply_answer(s, c, answer_error(403, "%s", why));
    if (v != GUARD_PASS) return reply_enter(s, c, v == GUARD_HOP);
    if (!(r = calloc(1, sizeof *r))) return MHD_NO;
    *request = r;
    arena_init(&r->a, REQUEST_BYTES);
    r->drop = (struct drop){.dir_fd = -1, .fd = -1};
    r->route = route_find(&r->a, table, n, method, url, &r->values, &wrong_method);
    if (!r->route && strcmp(method, "GET") == 0 && !wrong_method) return MHD_YES;
    if (!r->route) return no_route(s, c, url, method, wrong_method);
    if (s->read_only && r->route->flags & ROUTE_CHANGES)
        no = answer_error(403, "the case is served to be read only");
    if (!no && take_query(c, r, &e) < 0) no = answer_error(400, "%s", e.text);
    if (strcmp(method, "POST") != 0) {
        r->refused = no; /* told when it is the turn: an answer before would end the connection */
        return MHD_YES;
    }
    if (!no) no = admit_body(s, c, r);
    return no ? reply_answer(s, c, no) : MHD_YES;
}

enum MHD_Result front_handle(void *serve, struct MHD_Connection *c, const char *url,
                             const char *method, const char *version, const char *upload,
                             size_t *upload_n, void **request) {
    struct serve *s = serve;
    struct request *r = *request;
    struct answer *a;

    (void)version;
    if (!r) return begin(s, c, url, method, request);
    if (*upload_n) {
        take_piece(r, (struct span){upload, *upload_n});
        *upload_n = 0;
        return MHD_YES;
    }
    if (!r->route || r->route->kind == ROUTE_ASSET) return no_route(s, c, url, method, false);
    if (r->paused) { /* woken: the answer is there */
        r->paused = false;
        a = r->wait.answer;
    } else {
        a = r->refused ? answer_use(r->refused) : answer_of(s, c, r);
    }
    return a ? reply_answer(s, c, a) : MHD_YES;
}

void front_over(void *serve, struct MHD_Connection *c, void **request,
                enum MHD_RequestTerminationCode how) {
    struct request *r = *request;

    (void)serve, (void)c, (void)how;
    if (!r) return;
    if (r->stop) kill(getpid(), SIGTERM);       /* as from the terminal, once its answer was told */
    if (r->paused) answer_done(r->wait.answer); /* woken, and gone before it could be told */
    answer_done(r->refused);
    drop_close(&r->drop);
    buf_fini(&r->body);
    arena_fini(&r->a);
    free(r);
    *request = NULL;
}
