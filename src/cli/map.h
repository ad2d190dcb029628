/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cli/cmd.h"

/** The option --map of the commands that read sheets. */
#define MAP_OPTION                                                                                 \
    {                                                                                              \
        "map", 0, OPT_FILE, "MAP", NULL,                                                           \
            "how to read a sheet with columns of its own; `guess` prints a map to start from, "    \
            "and imports "                                                                         \
            "nothing"                                                                              \
    }

/** Is it the word that asks for a proposal? NULL is not. */
bool map_is_guess(const char *map);

/** Prints a map proposed for each of n sheets. */
MUST int map_guess(struct cli *x, char *const *path, size_t n, struct err *e);

/** With a map, what each column becomes is said before anything is written: the map itself, without its comments, to stderr. */
MUST int map_show(const struct cli *x, const char *map, struct err *e);
