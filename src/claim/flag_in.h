/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of the flags share; nobody else includes this. */
#include "base/buf.h"
#include "claim/flag.h"

/* A claim that multiplies what flights carry by the flights of a timetable. */
struct product {
    int claim;      /* its index */
    VEC(int) slots; /* the announced flights of its lines within its period, ascending */
    VEC(struct flag_ref) loads; /* counts and claims of people on one flight */
    double load;                /* mean of their figures */
    int seen;             /* different flights that its loads were seen on, one voice a root */
    int flown, cancelled; /* of the slots */
    int32_t first, last;  /* days of its first and last slot */
    int line;             /* the first timetable line of its basis */
};

struct flagger {
    struct arena *a;
    const struct flag_input *in;
    VEC(struct flag) out;
    VEC(struct product) product;
};

/** A new finding; its texts are set by the caller. */
struct flag *flag_add(struct flagger *x, const char *id, enum check_level level);
void flag_refer(struct flagger *x, struct flag *f, enum flag_sheet sheet, int index);
void flag_refer_basis(struct flagger *x, struct flag *f, const struct flag_claim *k);

/** A claim's figure: best, else the middle of low and high, else the one given. @return false: none. */
bool flag_figure(const struct flag_claim *k, double *out);
bool flag_of_people(const struct flag_claim *k); /* people or person-movements */

const char *flag_people(struct arena *a, double n); /* "4,400" */

/** "1 flight", "44 flights". */
const char *flag_number(struct arena *a, size_t n, const char *thing);

/* The rules, one a file. */
void flag_words(struct flagger *x);    /* flag_words.c: phrases against dates and the timetable */
void flag_products(struct flagger *x); /* flag_product.c: what a computed figure rests on */
void flag_context(
    struct flagger *x); /* flag_context.c: roots, ways, later news, sameness of things */
void flag_fields(struct flagger *x); /* flag_field.c: counts and reports by themselves */
void flag_ids(struct flagger *x);    /* flag_ids.c: one id on several dates */
