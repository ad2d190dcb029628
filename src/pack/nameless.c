/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/nameless.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *nameless_folder(void) {
    const char *env = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe): nothing sets it */

    return env && *env ? env : "/tmp";
}

/* Where the file system knows no files without a name, its name is taken away at once. */
int nameless_open(const char *folder, struct err *e) {
    const char *in = folder ? folder : nameless_folder();
    int fd = open(in, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    char path[4096];

    if (fd >= 0) return fd;
    if (snprintf(path, sizeof path, "%s/headcount.XXXXXX", in) >= (int)sizeof path)
        return err_set(e, RC_IO, "%s: the path is too long", in);
    fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0) {
        const char *why = strerrordesc_np(errno);

        return err_set(e, RC_IO, "%s: no temporary file: %s", in, why ? why : "unknown error");
    }
    (void)unlink(path);
    return fd;
}
