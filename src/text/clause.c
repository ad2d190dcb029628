/* SPDX-License-Identifier: Apache-2.0 */
/* Where a sentence says several things, each is a draft: what it concedes ("although ..."), assumes ("assuming ..."), infers
 * (", indicating ...") or adds (", but they ..."), and a number that stands in a side clause. What is only a frame ("from a
 * humanitarian perspective", "if ...") stays with the main clause. */
#include "text/clause.h"

#include "text/tense.h"

enum { CLAUSE_LEAST = 3, MAIN_LEAST = 3, SUBJECT_MOST = 9 };

static size_t words(const struct tokens *t, size_t lo, size_t hi) {
    size_t n = 0;

    for (; lo < hi; lo++) n += t->v[lo].kind != TOK_MARK;
    return n;
}

bool clause_finite(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo; i < hi; i++) {
        uint64_t c = t->v[i].classes;

        if (i > 0 && token_is(t, i, "states") && token_in(t, i - 1, "united member")) continue;

        if (c & W_FIN) return true;
        if (i > lo &&
            c & (W_VERB | W_ORDER | W_OBLIGE | W_MOVE | W_EVENT | W_SAY | W_THINK | W_OPER |
                 W_BREACH | W_SHOW | W_DOUBT) &&
            (c & (W_ED | W_PAST | W_S)) && !token_in(t, i - 1, "who which that of the a to"))
            return true;
        if (i > lo && c & W_ED && !(c & ~W_ED) && t->v[i].kind == TOK_WORD &&
            !token_in(t, i - 1, "the a of"))
            return true;
        if (i > lo && c & (W_DOUBT | W_HEDGE) && c & W_S) return true;
        if (i > lo && token_has(t, i - 1, W_S) &&
            c & (W_VERB | W_MOVE | W_EVENT | W_SAY | W_THINK | W_OPER) &&
            !(c & (W_ED | W_ING | W_S)))
            return true;
    }
    return false;
}

static size_t comma(const struct tokens *t, size_t i, size_t hi) {
    size_t depth = 0;

    for (; i < hi; i++) {
        if (token_is(t, i, "(")) depth++;
        if (token_is(t, i, ")") && depth) depth--;
        if (!depth && token_is(t, i, ",")) return i;
    }
    return hi;
}

/* Behind the comma of what was put in, the sentence goes on with its verb: "90 people, including 4 children, have left". */
static bool goes_on(const struct tokens *t, size_t i, size_t hi) {
    for (int k = 0; k < 4 && i + 1 < hi; k++, i = comma(t, i + 1, hi)) {
        if (token_has(t, i + 1, W_FIN) ||
            (k == 0 && i > 0 && t->v[i - 1].kind != TOK_NUM &&
             token_in(t, i + 1, "from to aboard via into")) || /* the way goes on */
            (token_is(t, i + 1, "to") && token_has(t, i + 2, W_VERB | W_MOVE)) ||
            (token_has(t, i + 1, W_ED | W_PAST) && !token_has(t, i + 1, W_ADJ)))
            return true;
        if (k == 0 && !token_in(t, i + 1, "who which whose whom where"))
            return false; /* past ", who were sent from A, B," and no more */
    }
    return false;
}

/* "38 families, totalling 200, came": the sentence goes on behind what was put in at the comma i. */
static bool past_aside(const struct tokens *t, size_t i, size_t hi) {
    size_t end = comma(t, i + 1, hi < i + 8 ? hi : i + 8);

    return end + 1 < hi && token_is(t, end, ",") && goes_on(t, end, hi);
}

/* A subject of a few words and then a finite verb, not inside a relative clause: "they were", not "workers who were". */
static bool begins_clause(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo + 1; i < hi && i < lo + SUBJECT_MOST; i++) {
        uint64_t c = t->v[i].classes;

        if (token_is(t, i, ",") && token_has(t, i + 1, W_ING)) return past_aside(t, i, hi);
        if (token_in(t, i, "who which that , whose where")) return false;
        if (c & W_FIN) return true;
        if (i == lo + 1 && token_has(t, lo, W_PRON) && c & (W_ED | W_PAST | W_S)) return true;
        if (i == lo + 1 && token_in(t, lo, "we they you i") && !(c & W_ING) &&
            c & (W_VERB | W_SAY | W_THINK | W_MOVE | W_EVENT))
            return true;
        if (i == lo + 1 && t->v[lo].kind == TOK_NUM && c & (W_ED | W_PAST) && c & W_MOVE)
            return true; /* 3,520 returned */
        if (i == lo + 1 && t->v[lo].capital && c & W_SAY && c & (W_ED | W_PAST)) return true;
        if (i > lo + 1 && c & (W_MOVE | W_EVENT | W_SAY | W_THINK | W_VERB | W_OPER) &&
            c & (W_ED | W_PAST) && !token_has(t, i - 1, W_ADJ))
            return true;
        if (i > lo + 1 &&
            (token_has(t, i - 1, W_S) || token_in(t, i - 1, "people men women children")) &&
            token_has(t, i - 1, W_VEHICLE | W_PEOPLE | W_ROLE) && c & (W_MOVE | W_OPER | W_VERB) &&
            !(c & (W_ED | W_ING | W_S | W_VEHICLE)))
            return true; /* the other flights depart */
    }
    return false;
}

/* Figures are looked for this far and no further, so that time stays linear. */
enum { REACH = 20 };

static size_t near(size_t lo, size_t i) {
    return i - lo > REACH ? i - REACH : lo;
}

static bool has_people(const struct tokens *t, size_t lo, size_t hi) {
    struct amounts m;

    amounts_read(t, lo, hi - lo > REACH ? lo + REACH : hi, &m);
    for (size_t i = 0; i < m.n; i++)
        if (m.v[i].kind == AMOUNT_PEOPLE) return true;
    return false;
}

static bool has_vehicles(const struct tokens *t, size_t lo, size_t hi) {
    struct amounts m;

    amounts_read(t, lo, hi - lo > REACH ? lo + REACH : hi, &m);
    return m.n && m.v[0].kind == AMOUNT_VEHICLE;
}

static bool has_figure(const struct tokens *t, size_t lo, size_t hi) {
    struct amounts m;

    amounts_read(t, lo, hi - lo > REACH ? lo + REACH : hi, &m);
    return m.n > 0;
}

static bool has_date(const struct tokens *t, size_t lo, size_t hi, int32_t dateline) {
    struct when w;

    when_read(t, lo, hi, dateline, WHEN_PLAIN, &w);
    return w.n > 0;
}

static void add(struct parts *p, enum part_kind kind, size_t lo, size_t hi) {
    if (hi > lo && p->n < PARTS) p->v[p->n++] = (struct part){kind, lo, hi};
}

static bool has_class(const struct tokens *t, size_t lo, size_t hi, uint64_t c) {
    for (; lo < hi; lo++)
        if (token_has(t, lo, c)) return true;
    return false;
}

/* The comma that ends a leading clause: the first behind which something with a verb begins, not an item of a list. */
static size_t leading_end(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t c = comma(t, lo, hi); c < hi; c = comma(t, c + 1, hi)) {
        size_t next = comma(t, c + 1, hi);

        if (token_in(t, c + 1, "who which where whose including and or")) continue;
        if (next < hi && !clause_finite(t, c + 1, next) && words(t, c + 1, next) < 4) continue;
        if (clause_finite(t, c + 1, hi) && words(t, c + 1, hi) >= MAIN_LEAST) return c;
    }
    return hi;
}

/* A leading clause that is logged on its own. @return where the main clause begins. */
static size_t lead(const struct tokens *t, size_t lo, size_t hi, int32_t dateline,
                   struct parts *out) {
    size_t first = token_in(t, lo, "and but however , even") ? lo + 1 : lo, end;
    bool assumed = token_in(t, first, "assuming supposing") ||
                   token_phrase(t, first, "on the assumption") ||
                   (token_is(t, first, "if") && (end = leading_end(t, first, hi)) < hi &&
                    has_people(t, first, end));
    bool conceded = token_in(t, first, "although though whereas while") ||
                    token_phrase(t, first, "even though");
    bool after = token_in(t, first, "following after despite since with amid");
    bool source = token_phrase(t, first, "according to");

    if (!(assumed || conceded || after || source)) return lo;
    end = leading_end(t, first, hi);
    if (end >= hi) return lo;
    if (assumed)
        add(out, PART_ASSUMED, first, end);
    else if (conceded && !token_has(t, first + 1, W_ING) && clause_finite(t, first + 1, end) &&
             words(t, first, end) > CLAUSE_LEAST)
        add(out, PART_ASIDE, first, end);
    else if (after && has_people(t, first, end))
        add(out, PART_ASIDE, first + 1, end);
    else if (source && has_class(t, first, end, W_FILM) && has_class(t, first, end, W_EVENT) &&
             has_date(t, first, end, dateline))
        add(out, PART_SOURCE, first, end);
    else
        return lo;
    return end + 1;
}

/* "... for four months" behind a rate. */
static bool length_of(const struct tokens *t, size_t lo, size_t hi, struct amount *out) {
    struct amounts m;
    bool rate = false;

    amounts_read(t, lo, hi, &m);
    for (size_t i = 0; i < m.n; i++) {
        rate |= m.v[i].kind == AMOUNT_RATE;
        if (rate && m.v[i].kind == AMOUNT_SPAN && !token_in(t, m.v[i].hi, "each every per a in")) {
            *out = m.v[i];
            return true;
        }
    }
    return false;
}

/* "The move came days after the summit": its time, and no happening beside it. */
static bool comes_before(const struct tokens *t, size_t lo, size_t i) {
    while (i-- > lo)
        if (token_in(t, i, "comes came come")) return true;
    return false;
}

/* The last cut of a clause: lengths of time and happenings with their date behind "after". */
static void tail(const struct tokens *t, size_t lo, size_t hi, enum part_kind kind,
                 int32_t dateline, struct parts *out) {
    struct amount m;

    for (size_t i = lo + MAIN_LEAST; i + CLAUSE_LEAST < hi; i++)
        if (token_in(t, i, "following after") && !token_is(t, i - 1, "that") &&
            !comes_before(t, lo, i) && has_class(t, i, i + 9 < hi ? i + 9 : hi, W_EVENTN) &&
            has_date(t, i, comma(t, i, hi), dateline) && !has_date(t, lo, i, dateline) &&
            words(t, lo, i) >= MAIN_LEAST) {
            add(out, kind, lo, i);
            add(out, PART_ASIDE, i + 1, hi);
            return;
        } else if (token_in(t, i, "following after")) {
            break;
        }
    for (size_t i = lo + MAIN_LEAST; i + CLAUSE_LEAST < hi; i++)
        if (token_is(t, i, "at") && token_in(t, i + 1, "a the") && token_is(t, i + 2, "rate") &&
            has_figure(t, near(lo, i), i)) {
            add(out, kind, lo, i);
            add(out, kind, i, hi); /* "30 will go at a rate of one bus a week" */
            return;
        }
    if (length_of(t, lo, hi, &m) && m.lo > lo + MAIN_LEAST) {
        add(out, kind, lo, m.lo);
        add(out, PART_SPAN, m.lo, m.hi);
        return;
    }
    add(out, kind, lo, hi);
}

/* "and officials said": a voice of its own. */
static bool says(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo; i < hi && i < lo + 7; i++)
        if ((token_has(t, i, W_SAY) && token_has(t, i, W_ED | W_PAST)) ||
            (i > lo && token_in(t, i, "believe believes") && token_has(t, i - 1, W_ROLE)))
            return true;
    return false;
}

/* "and some experts say": a plural that says something now. */
static bool voice_too(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo + 1; i < hi && i < lo + 5; i++)
        if (token_has(t, i - 1, W_ROLE) && token_has(t, i - 1, W_S) && token_has(t, i, W_SAY) &&
            !token_has(t, i, W_ED | W_ING | W_S))
            return true;
    return false;
}

/* "and all of them must leave": a rule of its own. */
static bool owed(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo; i < hi && i < lo + 9; i++)
        if (token_in(t, i, "must shall")) return true;
    return false;
}

/* "and the boat is expected on Friday": what comes, beside a figure of what was. */
static bool comes(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo + 1; i < hi && i < lo + 9; i++)
        if (token_has(t, i - 1, W_FIN) && token_in(t, i, "scheduled expected due set planned"))
            return true;
    return false;
}

static bool has_that(const struct tokens *t, size_t lo, size_t hi) {
    for (; lo < hi; lo++)
        if (token_is(t, lo, "that") ||
            (token_has(t, lo, W_SAY) && token_has(t, lo, W_PAST | W_ED | W_S)))
            return true;
    return false;
}

/* ", adding that ...", ", noting ...": said by whoever the sentence is by. */
static bool said_too(const struct tokens *t, size_t k, size_t hi) {
    return token_has(t, k, W_SAY) && token_has(t, k, W_ING) &&
           (token_is(t, k + 1, "that") ||
            (!token_is(t, k + 1, "of") &&
             clause_finite(t, k + 1, hi < k + SUBJECT_MOST ? hi : k + SUBJECT_MOST))) &&
           !token_in(t, k,
                     "urging asking demanding ordering advising inviting citing calling "
                     "pointing accusing describing reporting posting") &&
           !(token_is(t, k, "explaining") && !token_in(t, k + 1, "that how why where when"));
}

/* ", and about 50 in July": an item of a list of counts that has a day, way or place of its own. */
static bool item(const struct tokens *t, size_t lo, size_t i, size_t k, size_t hi, bool listed) {
    size_t end;
    bool number = false;

    if (i > lo + 1 && token_is(t, i, "and") && token_is(t, i - 2, "between")) return false;
    if (token_is(t, k, "and")) k++;
    if (token_in(t, k, "their his her its")) return false;
    if (i > lo + 1 && t->v[i - 1].kind == TOK_NUM && t->v[i - 1].num < 1000000 &&
        token_is(t, i - 2, ","))
        return false; /* 28, 35, and 44; not behind "May 3, 2023" */
    if (i > lo + 1 && t->v[i - 1].kind == TOK_NUM && token_has(t, i - 2, W_MONTH) &&
        t->v[k].kind == TOK_NUM && t->v[k].low.n == 4)
        return false; /* "May 3, 2023" */
    if (token_phrase(t, lo, "in addition to") || token_phrase(t, lo, "apart from") ||
        token_phrase(t, lo, "aside from") || token_is(t, lo, "besides"))
        return false; /* a frame of what follows */
    for (size_t n = k; n < hi && n < k + 3; n++)
        number |= t->v[n].kind == TOK_NUM || token_has(t, n, W_NUMBER);
    if (!number) return false;
    end = comma(t, k, hi < k + 16 ? hi : k + 16);
    for (size_t n = k + 2; n + 1 < end; n++) /* ", 1,549 by bus and 640 on foot" */
        if (token_is(t, n, "and") && t->v[n + 1].kind == TOK_NUM && !token_is(t, k, "between"))
            end = n;
    if (end - k > 12) return false;
    for (size_t n = k; n < end; n++)
        if (t->v[n].kind == TOK_NUM || token_has(t, n, W_NUMBER)) {
            bool open;
            int64_t value;
            size_t after = n + amount_number(t, n, end, &value, &open);

            if (n > k && token_is(t, n - 1, "between") && token_is(t, after, "and"))
                after += 1 + amount_number(t, after + 1, end, &value, &open);

            if (token_in(t, after, "others families households") ||
                token_has(t, after, W_PEOPLE | W_ROLE))
                after++;
            return n <= k + 2 && after < end && !token_phrase(t, after, "on board") &&
                   token_in(t, after, "on in from to at via by aboard through") && value >= 2000 &&
                   (listed || has_people(t, near(lo, i), i) || has_vehicles(t, near(lo, i), i));
        }
    return false;
}

/* A second clause without a comma that has its own figure: "90 came by air while 40 took the bus". */
static bool figures_apart(const struct tokens *t, size_t lo, size_t i, size_t hi) {
    if (token_is(t, i, "and") && i > lo + 1 && t->v[i - 1].kind == TOK_NUM &&
        token_is(t, i - 2, "between"))
        return false; /* between 80 and 100 */
    if (token_is(t, i, "and") && token_in(t, i + 1, "their his her its")) return false;
    if (token_is(t, i, "and") && i > lo && !token_is(t, i - 1, ",") && i + 2 < hi &&
        (t->v[i + 1].kind == TOK_NUM || token_has(t, i + 2, W_NUMBER)) &&
        clause_finite(t, i + 2, comma(t, i + 1, hi)) && clause_finite(t, lo, i) &&
        (has_people(t, near(lo, i), i) || has_people(t, lo, i)) &&
        has_people(t, i + 1, hi < i + REACH ? hi : i + REACH))
        return true; /* 90 live in A and 40 live in B */
    return token_in(t, i, "while whereas") && i > lo && !token_is(t, i - 1, ",") &&
           has_figure(t, near(lo, i), i) && has_figure(t, i + 1, hi) && clause_finite(t, i + 1, hi);
}

/* A second half behind "and" or "but" without a comma that says something of its own. */
static bool joined(const struct tokens *t, size_t lo, size_t i, size_t k, size_t hi, bool quote,
                   enum part_kind *kind) {
    bool and = token_is(t, i, "and");

    if (!(and || token_is(t, i, "but")) || i <= lo || token_is(t, i - 1, ",") ||
        !clause_finite(t, lo, i))
        return false;
    if (!and)
        return (!token_has(t, k, W_AUX) && begins_clause(t, k, hi) &&
                words(t, k, hi) > CLAUSE_LEAST) ||
               (token_has(t, k, W_ED | W_PAST | W_FIN | W_PRON) && has_figure(t, near(lo, i), i) &&
                has_figure(t, k, hi));
    if (token_in(t, k, "has have was were") && has_figure(t, k, hi) &&
        !has_figure(t, near(lo, i), i))
        return true;
    if (!quote && voice_too(t, k, hi)) return true;
    if (!quote && token_has(t, k, W_SAY) && token_has(t, k, W_ED | W_PAST) &&
        words(t, k, hi) > CLAUSE_LEAST &&
        (token_is(t, k + 1, "that") || clause_finite(t, k + 1, hi) || says(t, lo, i))) {
        *kind = PART_SAID; /* "said that A and urged B to" */
        return true;
    }
    /* "they slept at the port and will leave today": what was, and what will be */
    return token_in(t, k, "will would") && k + CLAUSE_LEAST < hi &&
           tense_of(t, lo, i) == TELL_EVENT;
}

/* "The men remain there, they are not working": two sentences with a comma between. */
static bool spliced(const struct tokens *t, size_t lo, size_t i, size_t k, size_t hi) {
    return token_in(t, k, "they he she it we") && token_has(t, k + 1, W_FIN) &&
           words(t, k, hi) > CLAUSE_LEAST &&
           (clause_finite(t, lo, i) || has_class(t, lo + 1, i, W_VERB | W_MOVE | W_THERE)) &&
           !token_has(t, lo, W_SUB | W_AFTER) &&
           !token_in(t, lo,
                     "if when as once since because before while until unless whenever what "
                     "although though where that in on according under") &&
           !has_class(t, lo, i, W_SAY) && !token_has(t, k + 2, W_SAY);
}

/* ", bringing this week's total to 3,287": what all of them come to. */
static bool totals(const struct tokens *t, size_t k, size_t hi) {
    if (!token_in(t, k, "bringing taking raising pushing making lifting")) return false;
    for (size_t i = k + 1; i < hi && i < k + 12 && !token_is(t, i, ","); i++)
        if (token_in(t, i, "total totals tally number figure toll count"))
            return has_figure(t, k, comma(t, i, hi));
    return false;
}

/* A part that begins at k, behind a comma at i. */
static bool behind_comma(const struct tokens *t, size_t lo, size_t i, size_t k, size_t hi,
                         bool quote, enum part_kind *kind, size_t *next) {
    if (!quote && said_too(t, k, hi) &&
        !(token_is(t, k, "adding") && token_in(t, k + 1, "a an another"))) {
        *kind = PART_SAID;
        *next = k + 1 + (token_is(t, k + 1, "that") ? 1 : 0);
        return true;
    }
    if ((token_is(t, k, "with") && has_people(t, k, hi) && has_figure(t, near(lo, i), i)) ||
        (token_in(t, k, "following when") && has_people(t, k, hi) &&
         words(t, k, hi) > CLAUSE_LEAST &&
         (token_is(t, k, "following") || clause_finite(t, k + 1, hi))) ||
        ((token_in(t, k, "including") || token_phrase(t, k, "among them") ||
          token_phrase(t, k, "of whom") || token_phrase(t, k, "out of whom") ||
          token_phrase(t, k, "of which") || token_phrase(t, k, "most of them")) &&
         has_people(t, k, comma(t, k, hi)) && !goes_on(t, comma(t, k, hi), hi) &&
         !(token_is(t, k, "including") && !clause_finite(t, lo, i) &&
           clause_finite(t, comma(t, k, hi), hi)))) { /* the plane with 9 men, including 2, left */
        *kind = PART_ASIDE;                           /* ", when 120 were sent back" */
        *next = k + 1;
        return true;
    }
    if (t->v[k].kind == TOK_NUM && token_is(t, k + 1, "of") && token_in(t, k + 2, "whom which") &&
        has_figure(t, near(lo, i), i) && !goes_on(t, comma(t, k, hi), hi) &&
        has_class(t, k + 2, hi, W_MOVE | W_EVENT)) {
        *kind = PART_ASIDE; /* ", 120 of whom were sent back" */
        *next = k;
        return true;
    }
    if (token_is(t, k, "even") &&
        ((token_in(t, k + 1, "as while") && begins_clause(t, k + 2, hi)) ||
         (token_is(t, k + 1, "though") && clause_finite(t, k + 2, hi)))) {
        *next = k + 2;
        return true;
    }
    if (token_in(t, k, "while whereas") && has_figure(t, near(lo, i), i) &&
        has_figure(t, k + 1, hi) && clause_finite(t, k + 1, hi)) {
        *next = k + 1; /* ", while the other carried 91" */
        return true;
    }
    if (totals(t, k, hi) && has_figure(t, near(lo, i), i)) {
        *kind = PART_ITEM;
        return true;
    }
    if (token_has(t, k, W_INFER) && token_has(t, k, W_ING) && !quote) {
        *kind = PART_INFERRED;
        return true;
    }
    if (!quote && spliced(t, lo, i, k, hi)) return true;
    if (!token_in(t, k, "but and while whereas although though yet so")) return false;
    *next = k + 1;
    if (token_is(t, k, "and") && !has_figure(t, k, hi) && !says(t, k, hi) && !owed(t, k, hi) &&
        !(comes(t, k, hi) && has_figure(t, near(lo, i), i)))
        return false; /* one thought in two halves */
    return begins_clause(t, k + 1, hi);
}

/* "90 men, 12 women and 30 children": one figure in parts. */
static bool enumerates(const struct tokens *t, size_t lo, size_t i, size_t k) {
    return i > lo + 5 && token_has(t, i - 1, W_PEOPLE) && token_is(t, i - 3, ",") &&
           token_has(t, i - 4, W_PEOPLE) &&
           (t->v[k].kind == TOK_NUM || token_has(t, k, W_NUMBER)) && token_has(t, k + 1, W_PEOPLE);
}

/* Is a part begun at the comma or semicolon i? *next is its first token. */
static bool cuts(const struct tokens *t, size_t lo, size_t i, size_t hi, bool quote,
                 enum part_kind now, enum part_kind *kind, size_t *next) {
    size_t k = i + 1;
    bool alone; /* an "and" without a comma */

    *kind = PART_MAIN;
    while (k < hi && token_in(t, k, "' } \"")) k++; /* the comma stood inside quotes */
    *next = k;
    if (token_is(t, i, "and") && enumerates(t, lo, i, k)) return false;
    if (figures_apart(t, lo, i, hi) || joined(t, lo, i, k, hi, quote, kind)) return true;
    if (token_is(t, i, ":") && !quote && !(t->v[i].glued && t->v[k < t->n ? k : i].glued) &&
        clause_finite(t, lo, i) && has_figure(t, near(lo, i), i) && has_people(t, k, hi))
        return true; /* the total stands at 30: 10 women and 20 men */
    if (token_is(t, i, ";")) return words(t, k, hi) >= CLAUSE_LEAST;
    if (token_is(t, i, "and") && token_is(t, k, "that") && has_that(t, lo, i)) {
        *next = k + 1;
        return words(t, k + 1, hi) >= CLAUSE_LEAST;
    }
    alone = token_is(t, i, "and") && i > 0 && !token_is(t, i - 1, ",");
    if ((token_is(t, i, ",") || alone) && item(t, lo, i, k, hi, now == PART_ITEM)) {
        *kind = PART_ITEM;
        if (token_is(t, k, "and")) *next = k + 1;
        return true;
    }
    return token_is(t, i, ",") && k + CLAUSE_LEAST < hi &&
           behind_comma(t, lo, i, k, hi, quote, kind, next);
}

void clause_split(const struct tokens *t, size_t lo, size_t hi, bool quote, int32_t dateline,
                  struct parts *out) {
    enum part_kind kind = quote ? PART_QUOTE : PART_MAIN, next_kind;
    size_t start = lead(t, lo, hi, dateline, out), next;

    if (quote)
        for (size_t i = 0; i < out->n; i++)
            if (out->v[i].lo >= lo && out->v[i].kind == PART_ASIDE) out->v[i].kind = PART_QUOTE;
    for (size_t i = start; i < hi; i++) {
        size_t end;

        if (token_has(t, i, W_SUB) && i > start && token_is(t, i - 1, "that") &&
            (end = leading_end(t, i, hi)) < hi) {
            add(out, kind, i, end); /* it is that while A, B */
            start = i = end + 1;
            continue;
        }
        if (words(t, start, i < start + 8 ? i : start + 8) < (kind == PART_ITEM ? 2 : MAIN_LEAST) ||
            !cuts(t, start, i, hi, quote, kind, &next_kind, &next))
            continue;
        tail(t, start, i, kind, dateline, out);
        kind = quote && next_kind != PART_INFERRED ? PART_QUOTE : next_kind;
        start = next;
    }
    tail(t, start, hi, kind, dateline, out);
}
