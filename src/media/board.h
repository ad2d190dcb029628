/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/canon.h"

/** What a line of a departure board says: a flight number, a time, and nothing else of it. Names
 *  of passengers on a list that was photographed are not kept (docs/MEDIA.md). Pure. */
struct board_line {
    char flight[8]; /* "JS272"; "" none */
    char time[6];   /* "18:20"; "" none */
};

/** @return false: the line has neither. */
bool board_line(struct span line, struct board_line *out);
