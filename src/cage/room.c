/* SPDX-License-Identifier: Apache-2.0 */
/* A process of ours that shuts itself in. The walls rise as in child.c, and in its order; limits stay as they are, since it may need as much memory
 * as it would outside. */
#include "cage/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

static int cannot(const char *what, struct err *e) {
    return err_set(e, RC_IO, "this process cannot be shut in: %s: %s", what,
                   strerrordesc_np(errno));
}

int cage_room(const struct cage_room *room, unsigned *missing, struct err *e) {
    struct cage_filter filter = {0};
    int rc;

    *missing = CAGE_LIMITS;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
        *missing |= CAGE_POWERS | CAGE_LANDLOCK | CAGE_FILTER;
        return 0;
    }
    if ((rc = cage_land_room(room)) < 0) return cannot("Landlock", e);
    if (rc > 0) *missing |= CAGE_LANDLOCK;
    if (!cage_filter_known()) {
        *missing |= CAGE_FILTER;
        return 0;
    }
    rc = cage_filter_room(&filter, room->write[0]) < 0 || cage_filter_raise(&filter) < 0 ? -1 : 0;
    free(filter.code);
    return rc < 0 ? cannot("the filter", e) : 0;
}
