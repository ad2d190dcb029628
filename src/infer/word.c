/* SPDX-License-Identifier: Apache-2.0 */
#include "infer/infer.h"

const char *const infer_methods[] = {"counted",  "partial", "eye",       "proxy",   "official",
                                     "manifest", "seats",   "neighbour", "claimed", NULL};
const char *const infer_ofs[] = {"concern", "all", NULL};
const char *const infer_stages[] = {"aboard", "boarding", "leaving", "waiting", NULL};
const char *const infer_wordings[] = {"exact", "about", "at_least", "at_most", NULL};
