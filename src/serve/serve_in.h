/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "serve/asset.h"
#include "serve/desk.h"
#include "serve/guard.h"
#include "serve/serve.h"

#include <microhttpd.h>

/* What serve.c, front.c and reply.c share. */

#define SERVE_JSON ((size_t)1 << 20)    /* bytes of a body that is JSON */
#define SERVE_UPLOAD ((int64_t)4 << 30) /* bytes of a file */

struct serve {
    struct MHD_Daemon *daemon;
    struct desk *desk;
    struct guard guard;
    char *path, *name;
    int port;
    bool read_only, knows_peers;
    struct drop door; /* the file that leads the browser here; browse.c */
};

/* --- browse.c --- */
void browse_end(struct serve *s);

/* --- front.c --- */
enum MHD_Result front_handle(void *serve, struct MHD_Connection *c, const char *url,
                             const char *method, const char *version, const char *upload,
                             size_t *upload_n, void **request);
void front_over(void *serve, struct MHD_Connection *c, void **request,
                enum MHD_RequestTerminationCode how);
void front_connection(void *serve, struct MHD_Connection *c, void **socket_context,
                      enum MHD_ConnectionNotificationCode what);

/* --- reply.c --- */
/** Sends an answer and gives it back (answer_done). */
enum MHD_Result reply_answer(struct serve *s, struct MHD_Connection *c, struct answer *a);
enum MHD_Result reply_asset(struct serve *s, struct MHD_Connection *c, const struct asset *x);
enum MHD_Result reply_enter(struct serve *s, struct MHD_Connection *c, bool hop);
