/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "format/xlsx.h"

/** Does something private stand in a file that was refused, as far as can be seen? Then its hash is not
 * kept: all else in it may come in later, and with the hash guesses at the private cells could be
 * tested. Errs on the side of yes; the price is that a second try leaves a second entry. */

/** Words between separators, of a text that could not be read as what it is: headers of a CSV, keys
 * and values of YAML. @param lines how many are looked at; 0: all, and yes where they are too many. */
bool suspect_text(struct arena *a, struct span text, size_t lines);

/** The first rows of every sheet, whether it is one of ours or not. */
bool suspect_book(struct arena *a, const struct xlsx_book *book);
