/* SPDX-License-Identifier: Apache-2.0 */
/* Recordings that are given by path, or on standard input, are read piece by piece, whatever their
 * size; all else goes to the stream of members. */
#include "flight/feed.h"
#include "flight/tell.h"
#include "pack/flow.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)1 << 16)
#define RATIO 200 /* as for members */
#define FLOW_ORDER ((uint64_t)1 << 63)

static int read_flow(struct worker *w, struct flow *flow, const char *path, size_t i, int format,
                     struct err *e) {
    const struct flight_source key = {.path = path,
                                      .format = (enum flight_format)format,
                                      .day = UTC_NONE,
                                      .stream_source = SIZE_MAX};
    const struct origin from = {sources_of(&w->run->sources, &key), FLOW_ORDER | (uint64_t)i << 40};
    const struct err *fault;
    char *piece = malloc(PIECE);
    struct arena a;
    struct feed *f;
    size_t n;
    int rc = 0;

    if (!piece) abort();
    arena_init(&a, (size_t)1 << 30);
    f = feed_begin(&a, w, (enum flight_format)format, &from, span_of(path));
    while (rc == 0 && (n = flow_read(flow, piece, PIECE)))
        rc = feed_bytes(f, (struct span){piece, n}, e);
    fault = flow_fault(flow);
    if (fault) {
        sources_refuse(&w->run->sources, from.source, 1, span_of(path), fault->text);
        sources_cut(&w->run->sources);
    }
    if (rc == 0) rc = feed_end(f, e);
    arena_fini(&a);
    free(piece);
    return rc;
}

/* By what stands at its beginning, inflated; the flow is left there. */
static int tell(struct flow *flow) {
    int format;

    flow_unpack(flow, RATIO);
    format = tell_format(flow_peek(flow, TELL_BYTES));
    return tell_flows(format) ? format : -1;
}

static bool regular(const char *path) {
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* @return 0: *taken says whether it was one of ours. */
static int one(struct worker *w, struct flow *flow, const char *const *path, size_t i, bool *taken,
               struct err *e) {
    int format;

    *taken = false;
    if (!regular(*path)) return 0;
    flow_files(flow, path, 1);
    format = tell(flow);
    if (format < 0) return 0;
    *taken = true;
    return read_flow(w, flow, *path, i, format, e);
}

/* Standard input comes once: what is packed as a whole can only be told when it is a member. */
static int input(struct worker *w, struct flow *flow, size_t i, bool *taken, struct err *e) {
    int format;

    flow_fd(flow, STDIN_FILENO);
    format = tell_format(flow_peek(flow, TELL_BYTES));
    *taken = tell_flows(format);
    return *taken ? read_flow(w, flow, "-", i, format, e) : 0;
}

int flows_read(struct worker *w, struct flow *stdin_flow, const char **path, size_t *n,
               struct err *e) {
    struct flow *flow = flow_new();
    size_t kept = 0;
    int rc = 0;

    for (size_t i = 0; i < *n && rc == 0; i++) {
        bool taken;

        rc = strcmp(path[i], "-") == 0 ? input(w, stdin_flow, i, &taken, e)
                                       : one(w, flow, (const char *const *)&path[i], i, &taken, e);
        if (!taken) path[kept++] = path[i];
    }
    *n = kept;
    flow_free(flow);
    return rc;
}
