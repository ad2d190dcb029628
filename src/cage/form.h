/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "cage/cage.h"

#include <stdint.h>

/** What a caged reader writes into its pipe: numbers of four or eight bytes, least significant first, and
 *  texts (2 n + mark, n bytes, a zero byte). What comes out of it is a stranger's and is taken as one:
 *  the first thing that does not fit makes all of it bad, and what is taken from then on is 0 or "". */
struct form_pen {
    struct cage_pen *pen; /* NULL: all goes into the file fd, which may be larger than an answer */
    int fd, code;         /* code: errno of what could not be written there; nothing more is */
    struct buf b;
};
void form_flush(struct form_pen *w);
void form_end(struct form_pen *w); /* flushes, and frees what it held */
void form_number(struct form_pen *w, uint32_t v);
void form_long(struct form_pen *w, int64_t v);
void form_text(struct form_pen *w, struct span s, bool mark);
void form_word(struct form_pen *w, const char *s);
/** What the reader says: 0, or its code and sentence, and nothing more. */
void form_code(struct form_pen *w, int rc, const struct err *e);

struct form {
    struct arena *a;
    struct span rest;
    bool bad;
};
uint32_t form_take(struct form *f);
uint32_t form_take_below(struct form *f, uint32_t end); /* bad unless it is below */
int64_t form_take_long(struct form *f);
int32_t form_take_day(struct form *f);     /* of the years 1 to 9999, or UTC_NONE */
int64_t form_take_instant(struct form *f); /* UTC ms of those years */
/** Borrowed from the form; terminated; at most so many bytes. mark may be NULL. */
struct span form_take_text(struct form *f, size_t most, bool *mark);
/** A text for a person: UTF-8 without control characters. Borrowed. */
const char *form_take_word(struct form *f, size_t most);
/** @return 0: what it read follows; its own code, with its sentence. */
int form_take_code(struct form *f, struct err *e);
/** How a caged reader ended. @return 0: by itself, and its answer is whole; RC_SYNTAX: it crashed, or asked
 *  for what it may not have, or gave up; RC_LIMIT: over its time or memory. */
int form_ended(const struct cage_answer *got, struct err *e);
/** All of it was taken, and none was bad? @return 0; RC_SYNTAX. */
MUST int form_done(const struct form *f, struct err *e);
int form_none(struct err *e); /* RC_SYNTAX: it is not of the form */
