/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/who.h"

/** A body that is known by its name ("the UN refugee agency") at token i. @return tokens read, or 0. */
size_t body_read(const struct tokens *t, size_t i, size_t hi, struct who *out);
