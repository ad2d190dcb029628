/* SPDX-License-Identifier: Apache-2.0 */
/* Order in a tar: a header block, the bytes, padding to a whole block; at the end two blocks of
 * zeros. All stands at multiples of 512, in a part too, since 2,000,000,000 is one. So after
 * damage, or in an archive whose first part is missing, the next header can be found: a block with
 * the mark of POSIX or GNU and a right checksum. A file within the archive that is itself a tar
 * could pass for it there; the bytes were in the archive in any case, and the source is called
 * partial. */
#include "pack/untar.h"

#include <inttypes.h>
#include <stdio.h>

size_t untar_take(struct flow *f, struct batch *b, size_t n) {
    size_t got = 0, step = FLOW_PEEK, more;

    while (got < n) {
        if (step > n - got) step = n - got;
        more = flow_read(f, crew_room(b, step), step);
        b->n += more;
        got += more;
        if (more < step) break;
        step = got; /* doubles */
    }
    return got;
}

static uint64_t padding(uint64_t size) {
    return (TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK;
}

static void fault(struct untar *u, const char *what) {
    crew_at(u->crew, u->source)->bad_heads++;
    crew_fault(u->crew, u->source, STREAM_PARTIAL, RC_SYNTAX, "%s at byte %" PRIu64, what, u->at);
}

static void forget(struct untar *u) {
    u->long_n = u->more_n = 0;
    u->fault = NULL;
}

/* The name or the records of the next member. */
static void keep(struct untar *u, char *to, size_t most, size_t *n, const char *too_long) {
    uint64_t size = u->head.size;

    *n = 0;
    if (size > most) {
        u->fault = too_long;
        flow_skip(u->flow, size + padding(size));
        return;
    }
    *n = flow_read(u->flow, to, (size_t)size);
    flow_skip(u->flow, padding(size));
}

static const char *not_a_file(enum tar_kind kind) {
    switch (kind) {
    case TAR_LINK: return "is a link";
    case TAR_DEVICE: return "is a device or a pipe";
    case TAR_SPARSE: return "is a sparse or divided file";
    case TAR_ODD: return "is of an unknown kind";
    case TAR_BAD:
    case TAR_ZERO:
    case TAR_FILE:
    case TAR_FOLDER:
    case TAR_LONG:
    case TAR_MORE:
    case TAR_SILENT: break;
    }
    return NULL;
}

static int refuse(struct untar *u, struct piece *p, const char *why) {
    uint64_t size = u->head.size;
    int rc = crew_refuse(u->crew, p, (size_t)size, RC_SYNTAX, "%s", why);

    flow_skip(u->flow, size + padding(size));
    return rc;
}

static int take(struct untar *u, struct piece *p) {
    uint64_t size = u->head.size, want = u->glance && u->glance < size ? u->glance : size, got;

    if (size > u->member_bytes) {
        int rc = crew_refuse(u->crew, p, (size_t)size, RC_LIMIT,
                             "has %" PRIu64 " bytes, the limit is %zu", size, u->member_bytes);

        flow_skip(u->flow, size + padding(size));
        return rc;
    }
    got = untar_take(u->flow, crew_batch(u->crew), (size_t)want);
    if (got < want) {
        p->state = STREAM_PARTIAL;
        p->rc = RC_SYNTAX;
        snprintf(p->why, sizeof p->why, "is cut: %" PRIu64 " of %" PRIu64 " bytes are there", got,
                 size);
    }
    flow_skip(u->flow, size - want + padding(size));
    return crew_add(u->crew, p);
}

static int member(struct untar *u) {
    const char *why = u->fault;
    struct span name;
    struct piece p;

    if (u->long_n) tar_long((struct span){u->long_name, u->long_n}, &u->head);
    if (u->more_n) tar_pax((struct span){u->more, u->more_n}, &u->head);
    if (!why) why = u->head.fault;
    forget(u);
    if (u->head.kind == TAR_FOLDER) return 0;
    name = tar_name(span_of(u->head.name));
    if (!why) why = tar_name_fault(name);
    if (!why) why = not_a_file(u->head.kind);
    crew_begin(u->crew, &p, u->source, name, u->at);
    return why ? refuse(u, &p, why) : take(u, &p);
}

/* Behind the end there are zeros up to a whole record. All of it is read, so that the checksum of
 * a packed archive is too. */
static void drain(struct untar *u) {
    char block[TAR_BLOCK];
    size_t n;

    crew_at(u->crew, u->source)->closed = true;
    if (u->long_n || u->more_n) fault(u, "an extended header has no member,");
    while ((n = flow_read(u->flow, block, sizeof block))) {
        for (size_t i = 0; i < n; i++)
            if (block[i]) {
                u->at = flow_taken(u->flow) - n + i;
                fault(u, "something follows the end of the archive,");
                flow_skip(u->flow, UINT64_MAX);
                return;
            }
    }
}

static void ends(struct untar *u, size_t got) {
    const struct err *why = flow_fault(u->flow);

    if (u->torn && u->zeros >= 2) crew_at(u->crew, u->source)->closed = true;
    if (crew_at(u->crew, u->source)->closed || why) return; /* the caller tells of the flow */
    u->at += got;
    crew_fault(u->crew, u->source, STREAM_PARTIAL, RC_SYNTAX,
               "ends at byte %" PRIu64 " without the two zero blocks: it is cut", u->at);
}

/* A header that is right. */
static int one(struct untar *u) {
    switch (u->head.kind) {
    case TAR_LONG:
        keep(u, u->long_name, TAR_NAME + 1, &u->long_n, "has a name that is too long");
        return 0;
    case TAR_MORE:
        keep(u, u->more, TAR_PAX, &u->more_n, "has an extended header that is too long");
        return 0;
    case TAR_SILENT: flow_skip(u->flow, u->head.size + padding(u->head.size)); return 0;
    case TAR_BAD:
    case TAR_ZERO:
    case TAR_FILE:
    case TAR_FOLDER:
    case TAR_LINK:
    case TAR_DEVICE:
    case TAR_SPARSE:
    case TAR_ODD: break;
    }
    return member(u);
}

/* Whether the block in hand is a header to go on with; else it is counted. */
static bool is_head(struct untar *u) {
    bool good = u->head.kind != TAR_BAD && u->head.kind != TAR_ZERO;
    bool found = good && u->head.marked && u->head.kind != TAR_ODD;

    if (u->torn && found) u->torn = false;
    if (!u->torn && good) return true;
    if (!u->torn) {
        u->torn = true;
        forget(u);
        fault(u, "a header is damaged");
    }
    crew_at(u->crew, u->source)->lost += TAR_BLOCK;
    return false;
}

int untar_all(struct untar *u, bool torn) {
    char block[TAR_BLOCK];
    int rc = 0;

    u->torn = torn;
    u->zeros = 0;
    forget(u);
    crew_at(u->crew, u->source)->closed = false;
    while (rc == 0) {
        size_t got;

        u->at = flow_taken(u->flow);
        got = flow_read(u->flow, block, sizeof block);
        if (got < sizeof block) {
            ends(u, got);
            return 0;
        }
        tar_head(block, &u->head);
        if (u->head.kind == TAR_ZERO && !u->torn) {
            if (++u->zeros < 2) continue;
            drain(u);
            return 0;
        }
        if (u->zeros && !u->torn) fault(u, "a lone zero block stands before the header");
        u->zeros = u->head.kind == TAR_ZERO ? u->zeros + 1 : 0;
        if (is_head(u)) rc = one(u);
    }
    return rc;
}
