/* SPDX-License-Identifier: Apache-2.0 */
#include "media/original.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define BLOCK ((size_t)1 << 20)

int original_open(struct original *f, const char *path, struct err *e) {
    f->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (f->fd < 0)
        return err_set(e, errno == ENOENT ? RC_NOTFOUND : RC_IO, "%s", strerrordesc_np(errno));
    if (fstat(f->fd, &f->st) < 0) return err_set(e, RC_IO, "%s", strerrordesc_np(errno));
    if (!S_ISREG(f->st.st_mode)) return err_set(e, RC_IO, "this is not a regular file");
    if (f->st.st_size == 0) return err_set(e, RC_RANGE, "the file is empty");
    if (f->st.st_size > MEDIA_FILE_BYTES)
        return err_set(e, RC_LIMIT, "the file has %lld bytes, the limit is %lld",
                       (long long)f->st.st_size, (long long)MEDIA_FILE_BYTES);
    return 0;
}

int original_hash(struct arena *a, struct original *f, uint8_t sha[HASH_BYTES], struct err *e) {
    size_t size = (size_t)f->st.st_size, got = 0;
    bool hold = size <= MEDIA_INSIDE_BYTES;
    char *p = arena_alloc(a, hold ? size + 1 : BLOCK, 1);
    struct hash h;
    ssize_t n;

    hash_begin(&h);
    while (got <= size) { /* one byte beyond shows that it grew */
        char *to = hold ? p + got : p;

        n = read(f->fd, to, hold ? size + 1 - got : BLOCK);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err_set(e, RC_IO, "%s", strerrordesc_np(errno));
        if (n == 0) break;
        hash_add(&h, (struct span){to, (size_t)n});
        if (got < sizeof f->head) {
            size_t some = sizeof f->head - got;

            if (some > (size_t)n) some = (size_t)n;
            memcpy(f->head + got, to, some);
            f->head_n += some;
        }
        got += (size_t)n;
    }
    if (got != size) return err_set(e, RC_CONFLICT, "the file changed while it was read");
    hash_end(&h, sha);
    if (hold) f->bytes = (struct span){p, size};
    return 0;
}

int original_same(const struct original *f, struct err *e) {
    struct stat now;

    if (f->bytes.p) return 0;
    if (fstat(f->fd, &now) < 0 || now.st_size != f->st.st_size ||
        now.st_mtim.tv_sec != f->st.st_mtim.tv_sec || now.st_mtim.tv_nsec != f->st.st_mtim.tv_nsec)
        return err_set(e, RC_CONFLICT, "the file changed while it was looked at");
    return 0;
}

void original_close(struct original *f) {
    if (f->fd >= 0) close(f->fd);
    f->fd = -1;
}
