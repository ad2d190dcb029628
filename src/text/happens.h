/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/scope.h"

/** Is the verb that decides about the figure known to bring people somewhere, or to say that they are there? True too where no verb does
 *  (headlines). What is denied or open is known from deny.c and undone.c already. */
bool happens_known(const struct scope *s);
