/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

/** Every form of file that is read whole, told by its first bytes; the first without any takes what is
 *  left. To add one: a line in ingest.c, its reader in a cage (shut_run.h), a sample in the test
 *  shut_all. Lists (lists.h) and flight signals (flight.h) are told before. */
struct ingest_kind {
    const char *name; /* as a `file` entry has it */
    struct span magic;
    const char *refuse; /* why it is not read */
};
#define INGEST_KINDS 6
extern const struct ingest_kind ingest_kinds[INGEST_KINDS];
