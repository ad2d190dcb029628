/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cage/cage.h"
#include "media/media.h"

#include <stdint.h>

/** What the helper programs' JSON says, in a form of fixed size: it is read in a cage as well,
 *  since whoever took over the program writes what they like. */

#define FACTS_MOST 24
#define FACTS_SEALED 8192

struct facts {
    uint32_t n, names; /* names: enum media_names */
    struct {
        char what[16], field[32], value[48];
    } fact[FACTS_MOST];
    uint32_t sealed_n; /* canonical JSON of what must not stand in the open */
    char sealed[FACTS_SEALED];
};

/** The same without a cage, for the fuzzer. Pure. @return false: not JSON of that shape. */
bool facts_exif_read(struct span text, struct facts *out);
bool facts_probe_read(struct span text, struct facts *out);

/** The readers (cage_fn): exiftool's `-json -G1 -n`, ffprobe's `-of json`. @return 0; 1: not JSON
 *  of that shape. */
int facts_exif(const struct cage_input *in, struct cage_pen *pen, void *unused);
int facts_probe(const struct cage_input *in, struct cage_pen *pen, void *unused);

/** Takes the answer of a caged reader for what it claims to be. @return false: it is not. What is
 *  not of a closed set of words and of harmless characters is left out. */
bool facts_take(struct span answer, struct facts *out);
