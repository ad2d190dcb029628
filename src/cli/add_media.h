/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cli/cmd.h"

/** `headcount add CASE media FILE...`. Same returns as a command. */
MUST int add_media(struct cli *x, struct err *e);
/** Complains of an option that only media take. @return 0, or CMD_USAGE. */
MUST int add_media_none(const struct cli *x, struct err *e);

/* clang-format off */
#define ADD_MEDIA_OPTIONS                                                                                              \
    {"source", 0, OPT_TEXT, "ID", NULL, "media: the source that it comes from; required"},                             \
    {"obtained-from", 0, OPT_WORD, "WHO", media_obtained, "media: from whom we have it (else unknown)"},               \
    {"custody", 0, OPT_TEXT, "N", NULL, "media: how many hands it went through before ours, 0 to 99 (else unknown)"},  \
    {"slot", 0, OPT_TEXT, "SLOT", NULL, "media: the slot that it shows, as headcount slots names it"},                 \
    {"corridor", 0, OPT_TEXT, "ID", NULL, "media: the corridor that it shows"},                                        \
    {"date", 0, OPT_TEXT, "DATE", NULL, "media: the day that it shows"},                                               \
    {"flight", 0, OPT_TEXT, "FLIGHT", NULL, "media: the flight that it shows"},                                        \
    {"keep", 0, OPT_WORD, "HOW", media_keeps, "media: the bytes inside the case, sealed to the custodians, its path, or only its hash (else: inside when it is small and names nobody and no place)"}, \
    {"every", 0, OPT_TEXT, "N", NULL, "media: of a video a frame at least every N seconds, 1 to 3600 (else 10)"},      \
    {"no-look", 0, OPT_FLAG, NULL, NULL, "media: let no program look into it"},                                        \
    CMD_JSON
/* clang-format on */
