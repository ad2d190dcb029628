/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The framing of tar archives, block by block: no files, no memory of its own. untar.c walks.
 */
#include "base/err.h"
#include "base/span.h"

#include <stdint.h>

#define TAR_BLOCK ((size_t)512)
#define TAR_NAME ((size_t)1024)    /* bytes of a member's name */
#define TAR_PAX ((size_t)64 << 10) /* bytes of an extended header */

enum tar_kind {
    TAR_BAD,  /* the checksum is wrong, or the size is no number */
    TAR_ZERO, /* 512 zero bytes: two of them end an archive */
    TAR_FILE,
    TAR_FOLDER,
    TAR_LINK,   /* hard or symbolic */
    TAR_DEVICE, /* or a named pipe */
    TAR_LONG,   /* GNU: its bytes are the name of the next member */
    TAR_MORE,   /* POSIX: its bytes are records about the next member */
    TAR_SILENT, /* about the archive, not a member: passed over */
    TAR_SPARSE, /* with holes, or continued from another archive */
    TAR_ODD,    /* of a kind that is not ours */
};

struct tar_head {
    enum tar_kind kind;
    bool marked;             /* has the mark of POSIX or GNU; v7 has none */
    uint64_t size;           /* of the bytes that follow, which are padded to whole blocks */
    char name[TAR_NAME + 1]; /* terminated; as it stands */
    const char *fault;       /* NULL, or why the member cannot be taken as it is */
};

/** One header block: v7, ustar (POSIX.1-1988) or GNU. Sizes in octal or, as GNU writes what octal
 * cannot hold, in base 256. The checksum is the sum of the bytes with its own field as blanks;
 * sums of signed bytes, which old writers made, are right too. */
void tar_head(const char block[TAR_BLOCK], struct tar_head *out);

/** The records of an extended header (pax, POSIX.1-2001: `LENGTH KEY=VALUE\n`) over the header of
 * the member that they are about. `path` and `size` replace; keys of GNU sparse files make it
 * TAR_SPARSE; others are passed over. Sets out->fault when the records are damaged. */
void tar_pax(struct span records, struct tar_head *out);

/** Of a TAR_LONG member. Sets out->fault when it is longer than TAR_NAME. */
void tar_long(struct span name, struct tar_head *out);

/** NULL, or why a member of this name, s, is not taken: none, too long, control characters,
 * absolute, or with `..`. Both kinds of slash count, whatever system made the archive. */
const char *tar_name_fault(struct span s);

/** Without `./` in front. */
struct span tar_name(struct span s);
