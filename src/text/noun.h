/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/amount.h"

/** The noun that is counted, within a few words behind the number that ends before token i: nothing but words may lie between, and no
 *  verb or preposition but "of". Sets kind, noun, unit and end of m. @return false: none, and m is as it was. */
bool noun_find(const struct tokens *t, size_t i, size_t hi, struct amount *m);

/** flights, buses: of a word that is W_VEHICLE. */
const char *noun_vehicle_unit(const struct tokens *t, size_t i);
