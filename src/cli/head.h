/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/** What a file is by its first bytes, as far as anybody but its reader has to know: what may not be lost or lie about. */
enum head {
    HEAD_OTHER,
    HEAD_CASE,   /* a SQLite file */
    HEAD_LOCKED, /* a locked case */
    HEAD_KEY,    /* a custodian's key file */
    HEAD_AUTHOR, /* an author's key */
    HEAD_JOURNAL,
    HEAD_WAL,  /* what SQLite keeps beside a case that is being written */
    HEAD_PAGE, /* HTML as our reports begin */
};

/** Of an open file, from wherever it stands: its place is left. HEAD_OTHER too where it is no regular file (a pipe would lose the bytes)
 * and where it cannot be read. */
enum head head_of(int fd);
/** The same of a path, through links; HEAD_OTHER where nothing can be opened. */
enum head head_path(const char *path);
