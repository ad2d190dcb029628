/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/head.h"

#include "base/span.h"
#include "store/lock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD_BYTES 32

/* SQLite's file format, sections 1.3, 3 and 4; the other words stand where their files are written. */
static const struct {
    struct span begin;
    enum head is;
} heads[] = {
    {{"SQLite format 3", 16}, HEAD_CASE}, /* with its terminator */
    {{LOCK_MAGIC, LOCK_MAGIC_BYTES}, HEAD_LOCKED},
    {{"headcount-key-1\n", 16}, HEAD_KEY},
    {{"headcount-author-v1\n", 20}, HEAD_AUTHOR},
    {{"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8}, HEAD_JOURNAL},
    {{"\x37\x7f\x06\x82", 4}, HEAD_WAL},
    {{"\x37\x7f\x06\x83", 4}, HEAD_WAL},
    {{"<!DOCTYPE html>", 15}, HEAD_PAGE},
};

enum head head_of(int fd) {
    char head[HEAD_BYTES];
    struct stat s;
    ssize_t n;

    if (fstat(fd, &s) < 0 || !S_ISREG(s.st_mode)) return HEAD_OTHER;
    n = pread(fd, head, sizeof head, 0);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (n >= (ssize_t)heads[i].begin.n && memcmp(head, heads[i].begin.p, heads[i].begin.n) == 0)
            return heads[i].is;
    return HEAD_OTHER;
}

enum head head_path(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    enum head is = fd < 0 ? HEAD_OTHER : head_of(fd);

    if (fd >= 0) close(fd);
    return is;
}
