/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of Russian and Korean, and fractions of English sizes. All values in thousandths.
 *
 * Russian: words are added while they get smaller (двести | сорок | три), a word of size multiplies what stands before it; nominative
 * and genitive, which is what counts and "около", "более" need. Korean: digits or nothing before 천, 백 and 십 are added up, 만 takes
 * the sum ten thousandfold: 1만2000, 만 2천; in words before 명 the native ones up to 99 (스무, 마흔다섯) and the others (삼백이십). */
#include "text/numeral.h"

#include "text/rate.h"

#define THOUSAND INT64_C(1000)
#define MILLION INT64_C(1000000)
#define MOST (INT64_C(1000000000000) * THOUSAND)

/* Russian ----------------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *words;
    int64_t value;
} russian[] = {{"ноль", 0},
               {"один одна одно", 1000},
               {"полтора полторы полутора", 1500},
               {"два две двух двое", 2000},
               {"три трёх трех трое", 3000},
               {"четыре четырёх четырех четверо", 4000},
               {"пять пяти пятеро", 5000},
               {"шесть шести шестеро", 6000},
               {"семь семи семеро", 7000},
               {"восемь восьми", 8000},
               {"девять девяти", 9000},
               {"десять десяти", 10000},
               {"одиннадцать одиннадцати", 11000},
               {"двенадцать двенадцати", 12000},
               {"тринадцать тринадцати", 13000},
               {"четырнадцать четырнадцати", 14000},
               {"пятнадцать пятнадцати", 15000},
               {"шестнадцать шестнадцати", 16000},
               {"семнадцать семнадцати", 17000},
               {"восемнадцать восемнадцати", 18000},
               {"девятнадцать девятнадцати", 19000},
               {"двадцать двадцати", 20000},
               {"тридцать тридцати", 30000},
               {"сорок сорока", 40000},
               {"пятьдесят пятидесяти", 50000},
               {"шестьдесят шестидесяти", 60000},
               {"семьдесят семидесяти", 70000},
               {"восемьдесят восьмидесяти", 80000},
               {"девяносто девяноста", 90000},
               {"сто ста", 100000},
               {"двести двухсот", 200000},
               {"триста трёхсот трехсот", 300000},
               {"четыреста четырёхсот четырехсот", 400000},
               {"пятьсот пятисот", 500000},
               {"шестьсот шестисот", 600000},
               {"семьсот семисот", 700000},
               {"восемьсот восьмисот", 800000},
               {"девятьсот девятисот", 900000},
               {"полсотни", 50000},
               {"полтысячи", 500000},
               {"полмиллиона", 500 * MILLION}};

/* Does it begin as a Russian number may? Most words do not, and are passed at once. */
static bool russian_begins(struct span w) {
    static const char *const two[] = {"но", "од", "по", "дв", "тр", "че", "пя", "ше", "се",
                                      "во", "де", "со", "ст", "ми", "мл", "ты", "не"};

    for (size_t k = 0; k < sizeof two / sizeof *two; k++)
        if (w.n >= 4 && memcmp(w.p, two[k], 4) == 0) return true;
    return false;
}

static int64_t russian_word(const struct tokens *t, size_t i) {
    for (size_t k = 0; k < sizeof russian / sizeof *russian; k++)
        if (token_in(t, i, russian[k].words)) return russian[k].value;
    return -1;
}

static int64_t russian_size(struct span w) {
    static const struct {
        const char *begins;
        int64_t size;
    } sizes[] = {{"тысяч", 1000},
                 {"тыс", 1000},
                 {"миллион", MILLION},
                 {"млн", MILLION},
                 {"миллиард", 1000000000},
                 {"млрд", 1000000000},
                 {"десятк", 10},
                 {"десяток", 10},
                 {"сотн", 100},
                 {"сотен", 100}};

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
        if (amount_begins(w, sizes[k].begins) &&
            (w.n <= 6 || !amount_begins(w, "тыс") || amount_begins(w, "тысяч")))
            return sizes[k].size;
    return 0;
}

/* тыс. человек: the stop is of the short form. */
static size_t past_stop(const struct tokens *t, size_t i, size_t hi) {
    return i < hi && i > 0 && token_in(t, i - 1, "тыс млн млрд") && token_is(t, i, ".") &&
                   t->v[i].glued
               ? i + 1
               : i;
}

/* десятки, сотни тысяч, несколько сотен: some of them */
static size_t russian_open(const struct tokens *t, size_t i, size_t hi, int64_t *value) {
    size_t k = i + (token_is(t, i, "несколько") ? 1 : 0);

    if (k >= hi || !russian_size(t->v[k].low)) return 0;
    if (k == i && !token_in(t, k, "десятки десятков сотни тысячи миллионы")) return 0;
    *value = 2 * russian_size(t->v[k].low) * THOUSAND;
    k++;
    if (k < hi && russian_size(t->v[k].low)) *value *= russian_size(t->v[k++].low);
    return k - i;
}

static size_t russian_number(const struct tokens *t, size_t i, size_t hi, int64_t *value) {
    int64_t sum = 0, part = 0, least = INT64_MAX;
    size_t k = i;

    if (t->v[i].kind == TOK_NUM) {
        part = t->v[i].num;
        k += numeral_decimal(t, i, hi, &part);
        if (k == i) k++;
        if (k >= hi || !russian_size(t->v[k].low)) return 0;
    } else if (token_in(t, i, "тысяча тысячу миллион сотня сотню десяток")) {
        part = THOUSAND;
    }
    for (; k < hi && t->v[k].foreign; k++) {
        int64_t one = russian_word(t, k), size = russian_size(t->v[k].low);

        if (one >= 0 && one < least && t->v[i].kind != TOK_NUM) {
            part += one;
            least = one >= 100000 ? 100000 : one >= 20000 ? 10000 : 0; /* what may still follow */
        } else if (size && part && part < MOST / size) {
            sum += part * size;
            part = 0;
            least = INT64_MAX;
            if (past_stop(t, k + 1, hi) > k + 1) k++;
        } else {
            break;
        }
    }
    if (k == i) return 0;
    *value = sum + part;
    return k - i;
}

/* Korean ------------------------------------------------------------------------------------------------------------------ */

static int64_t korean_size(struct span w) {
    static const char *const begins[] = {"만", "천", "백", "십"};
    static const int64_t size[] = {10000, 1000, 100, 10};

    for (size_t k = 0; k < 4; k++)
        if (amount_begins(w, begins[k])) return size[k];
    return 0;
}

static void skip(struct span *w, const char *prefix) {
    w->p += strlen(prefix);
    w->n -= strlen(prefix);
}

/* 스무, 마흔다섯: what people are counted with up to 99. Takes it off the front. @return it, or 0. */
static int64_t korean_native(struct span *w) {
    static const struct {
        const char *begins;
        int64_t value;
    } words[] = {{"열", 10},   {"스물", 20}, {"스무", 20}, {"서른", 30}, {"마흔", 40}, {"쉰", 50},
                 {"예순", 60}, {"일흔", 70}, {"여든", 80}, {"아흔", 90}, {"한", 1},    {"하나", 1},
                 {"두", 2},    {"둘", 2},    {"세", 3},    {"셋", 3},    {"네", 4},    {"넷", 4},
                 {"다섯", 5},  {"여섯", 6},  {"일곱", 7},  {"여덟", 8},  {"아홉", 9}};
    int64_t sum = 0;

    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (amount_begins(*w, words[k].begins) && (!sum || words[k].value < 10)) {
            sum += words[k].value;
            skip(w, words[k].begins);
            if (words[k].value < 10) break;
        }
    return sum;
}

/* 삼백이십, 천오백, 이만: digits before sizes. Takes them off the front. @return the sum, or 0. */
static int64_t korean_sino(struct span *w) {
    static const char *const digits[] = {"일", "이", "삼", "사", "오", "육", "칠", "팔", "구"};
    int64_t sum = 0, part = 0, digit = 0, size;

    for (bool more = true; more;) {
        more = false;
        for (int64_t k = 0; k < 9 && !digit; k++)
            if (amount_begins(*w, digits[k])) {
                digit = k + 1;
                skip(w, digits[k]);
            }
        if ((size = korean_size(*w))) {
            if (size == 10000)
                sum += (part + digit ? part + digit : 1) * size;
            else
                part += (digit ? digit : 1) * size;
            if (size == 10000) part = 0;
            digit = 0;
            *w = (struct span){w->p + 3, w->n - 3};
            more = true;
        }
    }
    return sum + part ? sum + part + digit : 0; /* a digit alone counts nobody: 이, 사 */
}

/* A number all in words: 스무, 백오십. Takes it off the front. */
static int64_t korean_word(struct span *w) {
    static const char first[] = "일이삼사오육칠팔구십백천만열스서마쉰예여아한하두둘세셋네넷다일";
    int64_t n = 0;

    if (w->n < 3 || (unsigned char)*w->p < 0xea) return 0;
    for (size_t i = 0; i + 3 < sizeof first && !n; i += 3) n = memcmp(first + i, w->p, 3) == 0;
    if (!n) return 0; /* most, and at once */
    n = korean_sino(w);

    return n ? n : korean_native(w);
}

struct span numeral_rest(struct span w) {
    struct span rest = w;

    if (amount_begins(w, "수")) w = (struct span){w.p + 3, w.n - 3};
    while (korean_size(w)) w = (struct span){w.p + 3, w.n - 3};
    if (w.n == rest.n && korean_word(&rest) > 1 && amount_begins(rest, "명")) return rest;
    if (w.n < rest.n && korean_word(&rest) && rest.n < w.n) return rest;
    return w;
}

static bool korean_counter(struct span w) {
    return amount_begins(w, "명") || amount_begins(w, "사람") || amount_begins(w, "여명") ||
           amount_begins(w, "여 ") || span_is(w, "여");
}

/* "스무 명", "마흔다섯명", "만 이천 명": words and what they count; not 한, which is also "one" of something. */
static size_t korean_words(const struct tokens *t, size_t i, size_t hi, int64_t *value) {
    int64_t sum = 0, last = INT64_MAX;

    for (size_t k = i; k < hi && k < i + 3 && t->v[k].foreign; k++) {
        struct span w = t->v[k].low;
        int64_t n = korean_word(&w);

        if (!n || n >= last) return 0;
        sum += n;
        last = n >= 10000 ? 10000 : n >= 1000 ? 1000 : 0;
        if (w.n ? korean_counter(w) : k + 1 < hi && korean_counter(t->v[k + 1].low)) {
            *value = sum * THOUSAND;
            return sum > 1 ? k + 1 - i : 0;
        }
        if (w.n) return 0;
    }
    return 0;
}

/* What may stand behind a word of size in one token: people, "and some", "from", or nothing. */
static bool korean_ends(struct span rest) {
    return !rest.n || amount_begins(rest, "여") || amount_begins(rest, "명") ||
           amount_begins(rest, "에서") || amount_begins(rest, "인") || amount_begins(rest, "편") ||
           amount_begins(rest, "대");
}

/* 수백, 수천: some hundreds, thousands */
static size_t korean_open(const struct tokens *t, size_t i, int64_t *value) {
    struct span w = t->v[i].low;

    if (!amount_begins(w, "수")) return 0;
    w = (struct span){w.p + 3, w.n - 3};
    if (!korean_size(w) || !korean_ends(numeral_rest(t->v[i].low))) return 0;
    *value = 2 * THOUSAND;
    for (; korean_size(w); w = (struct span){w.p + 3, w.n - 3}) *value *= korean_size(w);
    return 1;
}

/* Is the word of size at k, with no digits before it, a number? 만 2천, 만 명; not 만에. */
static bool korean_alone(const struct tokens *t, size_t k, size_t hi) {
    struct span rest = numeral_rest(t->v[k].low);

    if (rest.n) return amount_begins(rest, "여") || amount_begins(rest, "명");
    return k + 1 < hi && (t->v[k + 1].kind == TOK_NUM || amount_begins(t->v[k + 1].low, "명") ||
                          amount_begins(t->v[k + 1].low, "여"));
}

static size_t korean_number(const struct tokens *t, size_t i, size_t hi, int64_t *value) {
    int64_t sum = 0, part = 0;
    size_t k = i;
    bool sized = false, last = false;

    while (k < hi && !last) {
        int64_t one = THOUSAND, size;
        struct span w;

        if (t->v[k].kind == TOK_NUM && !t->v[k].doubtful && !t->v[k].ordinal) {
            if (k + 1 >= hi || !t->v[k + 1].foreign || (!sized && !korean_size(t->v[k + 1].low)))
                break;
            one = t->v[k].num;
            if (sized && !korean_size(t->v[k + 1].low)) { /* 1만2000 */
                if (!korean_ends(t->v[k + 1].low)) break;
                part += one;
                k++;
                break;
            }
            k++;
        } else if (!t->v[k].foreign || !korean_size(t->v[k].low) || !korean_alone(t, k, hi)) {
            break;
        }
        w = t->v[k].low;
        if (!korean_ends(numeral_rest(w))) return 0;
        last = numeral_rest(w).n > 0;
        for (; (size = korean_size(w)); w = (struct span){w.p + 3, w.n - 3}) {
            if (size == 10000) {
                sum += (part + one) * size;
                part = 0;
            } else {
                part += one * size;
            }
            one = 0;
        }
        sized = true;
        k++;
    }
    if (!sized || sum + part <= 0) return 0;
    *value = sum + part;
    return k - i;
}

/* ------------------------------------------------------------------------------------------------------------------------- */

size_t numeral_foreign(const struct tokens *t, size_t i, size_t hi, int64_t *value, bool *open) {
    size_t n, sized = i + 1;
    int64_t ignored;

    *open = false;
    if (i >= hi || !(t->v[i].foreign || t->v[i].kind == TOK_NUM) || t->v[i].doubtful ||
        t->v[i].ordinal)
        return 0;
    if (t->v[i].kind != TOK_NUM && (unsigned char)*t->v[i].low.p < 0xe0 &&
        !russian_begins(t->v[i].low))
        return 0;
    if (t->v[i].kind == TOK_NUM && (n = numeral_decimal(t, i, hi, &ignored))) sized = i + n;
    if (t->v[i].kind == TOK_NUM && !(sized < hi && t->v[sized].foreign)) return 0;
    *open = (n = russian_open(t, i, hi, value)) || (n = korean_open(t, i, value));
    if (n) return n;
    if (t->v[i].kind != TOK_NUM && (n = korean_words(t, i, hi, value))) return n;
    n = korean_number(t, i, hi, value);
    return n ? n : russian_number(t, i, hi, value);
}

int64_t numeral_size(struct span w) {
    static const struct {
        const char *word;
        int64_t size;
    } sizes[] = {{"hundred", 100}, {"thousand", 1000}, {"million", MILLION}, {"dozen", 12},
                 {"lakh", 100000}, {"lakhs", 100000},  {"crore", 10000000},  {"crores", 10000000}};
    int64_t size;

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (span_is(w, sizes[i].word)) return sizes[i].size;
    if (!w.n || (unsigned char)*w.p < 0x80) return 0;
    size = russian_size(w);
    return size ? size : korean_size(w);
}

size_t numeral_decimal(const struct tokens *t, size_t i, size_t hi, int64_t *value) {
    const struct token *b = &t->v[i + 2];

    if (i + 3 >= hi || t->v[i].kind != TOK_NUM || t->v[i].num % THOUSAND ||
        !token_is(t, i + 1, ",") || !t->v[i + 1].glued || b->kind != TOK_NUM || !b->glued ||
        b->doubtful || b->low.n > 2 || b->to - b->from != b->low.n ||
        !(numeral_size(t->v[i + 3].low) >= 100 || token_in(t, i + 3, "% percent")))
        return 0;
    *value = t->v[i].num + (b->low.n == 1 ? b->num / 10 : b->num / 100);
    return 3;
}

/* quarters, thirds, half: how many make one; 0 none */
static int64_t parts(const struct tokens *t, size_t i) {
    return token_in(t, i, "quarter quarters") ? 4
           : token_in(t, i, "third thirds")   ? 3
           : token_in(t, i, "fifth fifths")   ? 5
           : token_is(t, i, "half")           ? 2
                                              : 0;
}

size_t numeral_fraction(const struct tokens *t, size_t i, size_t hi, int64_t *value) {
    size_t k = i + (token_in(t, i, "a an") ? 1 : 0);
    int64_t times = token_is(t, k, "two") ? 2 : token_is(t, k, "three") ? 3 : 1, of;

    if (token_is(t, k, "couple") && token_is(t, k + 1, "of") && k + 2 < hi &&
        token_in(t, k + 2, "dozen hundred thousand million")) {
        *value = 2 * numeral_size(t->v[k + 2].low) * THOUSAND;
        return k + 3 - i;
    }
    if (times > 1) k += token_is(t, k + 1, "-") ? 2 : 1;
    of = parts(t, k);
    if (!of || !token_is(t, k + 1, "of") || !token_in(t, k + 2, "a one") || k + 3 >= hi ||
        !token_in(t, k + 3, "hundred thousand million dozen"))
        return 0;
    *value = times * numeral_size(t->v[k + 3].low) * THOUSAND / of;
    return k + 4 - i;
}

size_t numeral_half(const struct tokens *t, size_t i, size_t n, size_t hi, int64_t *value) {
    size_t k = i + n;
    int64_t of, size;

    if (k + 2 >= hi || !token_is(t, k, "and") || !token_is(t, k + 1, "a")) return 0;
    of = parts(t, k + 2);
    if (!of) return 0;
    size = k + 3 < hi ? numeral_size(t->v[k + 3].low) : 0;
    if (size && *value < 100 * THOUSAND) { /* two and a half thousand */
        *value = *value * size + THOUSAND * size / of;
        return 4;
    }
    size = numeral_size(t->v[k - 1].low);
    if (size < 12 || *value % (size * THOUSAND)) return 0;
    *value += THOUSAND * size / of; /* a million and a half */
    return 3;
}
