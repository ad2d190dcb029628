/* SPDX-License-Identifier: Apache-2.0 */
/* Who stands before or behind a verb of speech: the noun phrase, past auxiliaries, side clauses and appositions; and who somebody is
 * of whom the lexicon knows nothing. */
#include "text/subject.h"

#include "text/clause.h"
#include "text/rate.h"
#include "text/role.h"
#include "text/route.h"
#include "text/speech.h"

#include <stdio.h>

/* The noun at i as the text has it. */
static void put_word(const struct tokens *t, size_t i, struct who *out) {
    snprintf(out->role, sizeof out->role, "%.*s", (int)(t->v[i].low.n < 60 ? t->v[i].low.n : 60),
             t->v[i].low.p);
    out->type = "unnamed";
}

/* "glaziers said": a plain plural. */
static bool is_plural(const struct tokens *t, size_t lo, size_t head) {
    struct span w = t->v[head].low;

    return head - lo < 4 && !t->v[head].capital && w.n > 4 && w.p[w.n - 1] == 's' &&
           w.p[w.n - 2] != 's' && !(t->v[head].classes & ~W_S);
}

/* A name that reports is a paper or station, not a person: it is kept as the text has it. */
static void outlet(const struct tokens *t, size_t lo, size_t hi, struct who *out) {
    size_t n = 0;

    while (lo + 1 < hi && (token_in(t, lo, "the") || speech_possessive(t->v[lo].low))) lo++;
    for (size_t i = lo; i < hi && i < lo + 5 && n + 24 < sizeof out->role; i++) {
        if (t->v[i].to - t->v[i].from > 20 || t->v[i].kind == TOK_MARK) break;
        if (n) out->role[n++] = ' ';
        n += (size_t)snprintf(out->role + n, sizeof out->role - n, "%.*s",
                              (int)(t->v[i].to - t->v[i].from), t->of + t->v[i].from);
    }
    out->type = "media";
}

bool subject_outlet(const struct tokens *t, size_t lo, size_t hi, struct who *out) {
    if (!token_is(t, lo, "the") || hi < lo + 3 || hi > lo + 4) return false;
    for (size_t i = lo + 1; i < hi; i++)
        if (!t->v[i].capital || t->v[i].kind != TOK_WORD) return false;
    outlet(t, lo, hi, out);
    return true;
}

/* "the Daily Bell", "Radio Lakeview" */
static bool paper(const struct tokens *t, size_t lo, size_t head) {
    if (token_is(t, lo, "the")) lo++;
    return head > lo && t->v[lo].capital && t->v[lo + 1].capital &&
           token_in(t, lo, "daily weekly radio voice");
}

static bool all_capitals(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo; i < hi; i++)
        if (!t->v[i].capital && !token_in(t, i, "al de van der von bin el del la -") &&
            !(i > lo && token_is(t, i - 1, "-") && t->v[i].glued)) /* "Kim Jong-un" */
            return false;
    return hi > lo && hi - lo < 6;
}

/* A firm, paper or station by its name ("Norland Air", "Lake Times"), an airport or school by what it is. */
static bool named_house(const struct tokens *t, size_t lo, size_t head, struct who *out) {
    if (head == lo) return false;
    if (head - lo < 3 && t->v[lo].capital && t->v[head].capital && !token_is(t, head, "force") &&
        (amount_begins(t->v[lo].low, "air") ||
         token_in(t, head, "air aviation jet jets charters corp inc ltd plc"))) {
        outlet(t, lo, head + 1, out);
        out->type = "company";
        return true;
    }
    if (paper(t, lo, head) ||
        (t->v[head].capital && t->v[head - 1].capital &&
         token_in(t, head,
                  "news times post press tv radio daily herald tribune gazette journal "
                  "telegraph guardian chronicle television broadcasting media today"))) {
        outlet(t, lo, head + 1, out);
        return true;
    }
    if (!t->v[head - 1].capital ||
        !token_in(t, head, "airport airlines airways university institute centre center academy"))
        return false;
    put_word(t, head, out);
    if (token_in(t, head, "airlines airways")) snprintf(out->role, sizeof out->role, "airline");
    return true;
}

/* Capitals that are no person's name: "the Ravel Welfare Desk" has an article, "Trade Affairs Norland" a word for what it does. */
static bool named_body(const struct tokens *t, size_t lo, size_t head, struct who *out) {
    bool the = token_is(t, lo, "the"), field = false;
    size_t from = lo + the;

    if (head <= from || head > from + 4 || !all_capitals(t, from, head + 1)) return false;
    for (size_t i = from; i <= head; i++) {
        if (t->v[i].kind != TOK_WORD || token_has(t, i, W_TIME | W_WEEKDAY | W_MONTH | W_PRON))
            return false;
        field |= role_field(t, i) && !token_in(t, i, "law justice price prime home");
    }
    if (!the && !field) return false;
    outlet(t, from, head + 1, out);
    out->type = "official";
    return true;
}

/* Words for nobody. */
static bool no_one(const struct tokens *t, size_t lo, size_t head) {
    if (head == lo && token_in(t, lo, "as when while if after before since where how what so"))
        return true; /* as reported before */
    return !(token_is(t, head, "news") && head > lo && t->v[head - 1].capital) &&
           token_in(
               t, head,
               "data figures figure statistics statistic numbers number records database "
               "breakdown count tally chart table map graph result results findings "
               "evidence sign signs situation news move decision incident case fact "
               "information nobody none everyone everybody nothing something it this that there");
}

/* Somebody of whom the lexicon knows nothing: "a glassblower who ..." is a glassblower; a name alone is a person, unless its last
 * word says what it is ("Port Valley Airport"). */
bool subject_stranger(const struct tokens *t, size_t lo, size_t hi, struct who *out) {
    size_t head = SIZE_MAX;
    char country[40];
    bool people;
    bool article = token_in(t, lo,
                            "a an the one another two three several some many most few "
                            "other local multiple");

    for (size_t i = lo; i < hi && !token_in(t, i, "who which that of at in on from with for , (");
         i++) {
        if (i > lo && i + 1 < hi && token_is(t, i, "-") && t->v[i].glued && t->v[i + 1].glued)
            continue; /* "Ana Ruiz-Lee" */
        if (t->v[i].kind != TOK_WORD ||
            token_has(t, i, W_VEHICLE | W_RULE | W_BOARDN | W_FILM | W_TIME))
            return false;
        if (i > lo && token_has(t, i, W_ED | W_ING)) break;
        head = i;
    }
    if (head == SIZE_MAX || hi == lo || speech_adverb(t->v[head].low) || no_one(t, lo, head))
        return false;
    if (token_in(t, lo, "the") && head > lo && !t->v[head].capital && lo > 0) article = true;
    if (token_is(t, lo, "the") && head > lo + 1 && all_capitals(t, lo + 1, head + 1) &&
        token_has(t, head, W_NGOWORD)) {
        put_word(t, head, out); /* "the Harbour Labour Initiative" */
        out->type = "ngo";
        return true;
    }
    if ((article && head > lo && !t->v[head].capital) || is_plural(t, lo, head)) {
        put_word(t, head, out);
        return true;
    }
    if (named_house(t, lo, head, out) || named_body(t, lo, head, out)) return true;
    if (token_has(t, lo, ~(W_S | W_ED | W_ING | W_NGOWORD)) || !t->v[lo].capital ||
        !t->v[head].capital || head - lo >= 4)
        return false;
    if (head > lo && t->v[head].low.p[t->v[head].low.n - 1] == 's' &&
        route_country(t, lo, head, country, sizeof country, &people)) {
        outlet(t, lo, head + 1, out); /* "British Bases" */
        out->type = "official";
        return true;
    }
    snprintf(out->role, sizeof out->role, "person");
    out->type = "unnamed";
    return true;
}

/* A verb with an object between, so that what is before it is not the subject of what is after it. */
static bool verb_between(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo; i < hi; i++) {
        if (token_in(t, i, "who which that whose whom")) return false;
        if (token_has(t, i, W_FIN)) return true;
        if (i > lo && token_has(t, i, W_MOVE | W_EVENT | W_ORDER | W_SAY | W_VERB | W_THINK) &&
            token_has(t, i, W_ED | W_PAST) &&
            token_in(t, i + 1, "the a an his her its their that this"))
            return true;
    }
    return false;
}

/* "... as authorities promise order": not what the sentence is by. */
static bool subordinate(const struct tokens *t, size_t from, size_t hi) {
    for (size_t i = from + 1; i < hi; i++) {
        if (token_in(t, i, "who which whose whom")) return false;
        if (token_in(t, i, "as after when before while because if since until") &&
            !token_is(t, i - 1, "such") &&
            !(token_in(t, i, "since until before after") && i + 1 < t->n &&
              (t->v[i + 1].kind == TOK_NUM || token_has(t, i + 1, W_MONTH | W_WEEKDAY))))
            return true; /* not "mayor since 2019" */
    }
    return false;
}

/* Of "A of B, a firm, said" A speaks; of "Lee, the head of B, said" the head does: a name alone is no role. */
static bool before_apposition(const struct tokens *t, size_t lo, size_t from,
                              struct who_known *known, struct who *out, size_t *start) {
    size_t hi = from ? from - 1 : 0, k = hi;

    if (!token_in(t, from, "a an the") || hi <= lo || !token_is(t, hi, ",")) return false;
    while (k > lo && hi - k < 20 && !speech_boundary(t, k - 1)) k--;
    if (verb_between(t, k, hi) || !who_read(t, k, hi, known, out)) return false;
    *start = k;
    return true;
}

/* "The report", "two interim reports submitted by A": what is written speaks by its own name, if no role stands before it. */
size_t subject_past_document(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo; i + 2 < hi && i < lo + 4; i++)
        if (token_in(t, i, "statement statements letter letters") &&
            token_in(t, i + 1, "from by of"))
            return i + 2;
    return lo;
}

bool subject_document(const struct tokens *t, size_t lo, size_t hi, struct who *out) {
    if (hi > lo + 1 && hi - lo < 12 &&
        token_in(t, hi - 1, "report statement study survey letter") &&
        token_has(t, hi - 2, W_ROLE | W_IGO | W_OFFWORD) &&
        token_in(t, lo, "a an the this another") &&
        !(speech_possessive(t->v[hi - 2].low) && token_in(t, hi - 1, "statement letter"))) {
        put_word(t, hi - 1, out);
        return true; /* "a council committee report" */
    }
    for (size_t i = lo; i < hi && i < lo + 5; i++) {
        if (t->v[i].shout && t->v[i].low.n > 2 &&
            token_in(t, i + 1, "reports reporting report data"))
            return false; /* "earlier RFA reports": it speaks */
        if (token_has(t, i, W_ROLE | W_HEAD | W_IGO) ||
            token_in(t, i, "of in at from by for on , who which that"))
            return false;
        if (token_in(t, i, "press news media") && token_in(t, i + 1, "release releases") &&
            i + 1 < hi) {
            if (token_in(t, i + 2, "from by of") && i + 3 < hi) return false; /* of whom it is */
            snprintf(out->role, sizeof out->role, "press release");
            out->type = "unnamed";
            return true;
        }
        if (!token_has(t, i, W_DOC) || token_has(t, i, W_ED | W_ING) || token_has(t, i + 1, W_ROLE))
            continue;
        if ((token_in(t, i, "statement statements letter letters") &&
             token_in(t, i + 1, "from by of")) ||
            (token_in(t, i, "report reports") && token_is(t, i + 1, "from")))
            return false; /* of whom it is */
        put_word(t, i, out);
        return true;
    }
    return false;
}

/* "the Ministry of Culture, Tourism and Trade said" */
static bool listed(const struct tokens *t, size_t lo, size_t from, size_t hi, struct who *out) {
    size_t k = from;

    if (from <= lo || from >= hi || !token_is(t, from - 1, ",") || !t->v[from].capital)
        return false;
    for (size_t i = from; i < hi; i++)
        if (!t->v[i].capital && !token_in(t, i, "and of for the")) return false;
    while (k > lo && from - k < 16 &&
           (t->v[k - 1].capital || token_in(t, k - 1, ", and of for the"))) {
        k--;
        if (token_in(t, k, "ministry department bureau office committee agency") &&
            token_in(t, k + 1, "of for")) {
            put_word(t, k, out);
            out->type = "official";
            return true;
        }
    }
    return false;
}

/* "In the afternoon Lamoneda had reported": a name behind a time. */
static bool late_name(const struct tokens *t, size_t lo, size_t hi, struct who *out) {
    size_t at = hi;

    while (at > lo && t->v[at - 1].capital && t->v[at - 1].kind == TOK_WORD &&
           !(t->v[at - 1].classes & ~(W_S | W_ED | W_ING)))
        at--;
    if (at == hi || at == lo || hi - at > 3 ||
        !(token_has(t, at - 1, W_TIME | W_WEEKDAY | W_MONTH) ||
          token_in(t, at - 1, "today yesterday")))
        return false;
    outlet(t, at, hi, out);
    return true;
}

/* Where the segment before `from` begins. */
static size_t segment(const struct tokens *t, size_t lo, size_t from) {
    size_t k = from - 1;

    while (k > lo && from - k < 20 && !speech_boundary(t, k - 1)) k--;
    return k;
}

/* "Ana Ruiz, head of the shelter, said": the name is hers. */
static void named_before(const struct tokens *t, size_t lo, size_t from, struct who_known *known,
                         const struct who *who) {
    if (from <= lo || !token_is(t, from - 1, ",")) return;
    if (all_capitals(t, segment(t, lo, from), from - 1))
        who_learn(t, segment(t, lo, from), from - 1, known, who);
}

/* "the keeper of the north light": words of no list that say what somebody is, up to whose. */
static bool unlisted_role(const struct tokens *t, size_t lo, size_t hi, struct who *out) {
    size_t end = lo + 1;

    while (end < hi && end < lo + 5 && !token_in(t, end, "of at for")) end++;
    if (!token_in(t, lo, "the a an one another") || end >= hi || !token_in(t, end, "of at for") ||
        end == lo + 1 || end > lo + 4)
        return false;
    out->role[0] = 0;
    for (size_t i = lo + 1; i < end; i++) {
        if (t->v[i].kind != TOK_WORD || t->v[i].shout || token_has(t, i, ~(W_S | W_ED | W_ING)))
            return false;
        role_add(out, t->v[i].low);
    }
    out->type = "unnamed";
    return true;
}

/* "The director general for Asia at the ministry, Ana Ruiz, said": the role stands before the name. */
static bool role_before(const struct tokens *t, size_t lo, size_t from, size_t hi,
                        struct who_known *known, struct who *out) {
    size_t k;
    bool role = false;

    if (from <= lo + 1 || !token_is(t, from - 1, ",") || !all_capitals(t, from, hi)) return false;
    k = segment(t, lo, from);
    if (token_phrase(t, k, "one of") && token_in(t, k + 2, "them these those") && k + 4 == from) {
        if (!known->last.role[0] || who_is_body(&known->last)) return false;
        *out = known->last; /* "one of them, Ana Ruiz, said" */
        subject_singular(out->role);
        return true;
    }
    for (size_t i = k; i + 1 < from; i++) {
        if (token_has(t, i, W_FIN | W_PAST) || t->v[i].kind == TOK_NUM) return false;
        role |= token_has(t, i, W_ROLE | W_HEAD) &&
                (!token_has(t, i, W_PEOPLE) || token_in(t, k, "one a another"));
    }
    if (!role && unlisted_role(t, k, from - 1, out)) {
        who_learn(t, from, hi, known, out);
        return true;
    }
    if (!role || k + 1 >= from || !who_read(t, k, from - 1, known, out)) return false;
    if (subject_one_of(t, k, from)) subject_singular(out->role);
    who_learn(t, from, hi, known, out);
    return true;
}

/* "one of the workers" is a worker. */
void subject_singular(char *role) {
    size_t n = strlen(role);

    if (n >= 3 && strcmp(role + n - 3, "men") == 0) role[n - 2] = 'a';
    if (strcmp(role, "children") == 0) role[5] = 0;
    if (strcmp(role, "people") == 0) snprintf(role, 7, "person");
    if (n > 3 && role[n - 1] == 's' && role[n - 2] != 's') role[n - 1] = 0;
}

bool subject_one_of(const struct tokens *t, size_t from, size_t hi) {
    while (from < hi && t->v[from].kind == TOK_MARK) from++;
    return from + 2 < hi && token_phrase(t, from, "one of");
}

/* "The statement said": of the body that spoke before. */
void subject_whose_document(const struct tokens *t, size_t from, const struct who_known *known,
                            struct who *out) {
    if (token_is(t, from, "the") && known->last.role[0] &&
        (strcmp(out->role, "statement") == 0 ||
         (strstr(out->role, "release") && who_is_body(&known->last))) &&
        strcmp(known->last.type, "unnamed") != 0 && strcmp(known->last.type, "media") != 0)
        *out = known->last;
}

/* Is the last word of a role one of these? */
static bool ends_in(const char *role, const char *words) {
    const char *last = strrchr(role, ' '), *at;
    size_t n;

    last = last ? last + 1 : role;
    n = strlen(last);
    for (at = strstr(words, last); at && n; at = strstr(at + 1, last))
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || !at[n])) return true;
    return false;
}

void subject_keep_nameless(const struct tokens *t, size_t from, size_t hi, struct who_known *known,
                           const struct who *who) {
    bool one =
        token_in(t, from, "a an one another") ||
        (from + 1 < hi && speech_possessive(t->v[from].low) && t->v[from].capital &&
         ends_in(who->role, "minister president secretary governor ambassador")) ||
        (token_is(t, from, "the") &&
         ends_in(who->role, "representative spokesperson spokesman spokeswoman official director "
                            "coordinator ambassador envoy minister secretary governor mayor"));

    for (size_t i = from + 1; i < hi && one; i++)
        one = !token_is(t, i, ",") && !(i + 1 == hi && t->v[i].capital);
    if (one && strlen(who->role) > 1) known->nameless = *who;
}

/* "..., while speaking to reporters,": put in between the subject and its verb. */
static bool side_phrase(const struct tokens *t, size_t from, size_t hi) {
    if (hi - from == 1 && t->v[from].kind == TOK_NUM) return true; /* "Ruiz, 33, said" */
    if (hi - from < 2) return false;
    if (token_in(t, from, "from of in") && hi - from < 9 && from > 1 && t->v[from - 2].capital &&
        !clause_finite(t, from, hi))
        return true; /* "Ruiz, 33, from Valle, said", "Ruiz, of the Blue party, said" */
    if (hi - from < 4 && token_in(t, from, "from of in") && t->v[from + 1].capital) return true;
    if (token_in(t, from, "while when after before upon") && token_has(t, from + 1, W_ING))
        return true;
    return !t->v[from].capital && t->v[from].kind == TOK_WORD && !token_has(t, from, W_ADJ) &&
           (token_has(t, from, W_ING) ||
            (token_has(t, from, W_ED) && token_in(t, from + 1, "on by in at with to from as for")));
}

/* A stranger, or whoever was spoken of without a name ("a spokesman said ...; Ana Ruiz added"). */
static bool somebody(const struct tokens *t, size_t from, size_t hi, size_t verb,
                     struct who_known *known, struct who *out) {
    bool reports = token_in(t, verb, "reported reports");

    if (!subject_stranger(t, from, hi, out)) return false;
    if (strcmp(out->role, "person") != 0) {
        if (!reports) subject_keep_nameless(t, from, hi, known, out);
    } else if (reports) {
        outlet(t, from, hi, out);
    } else if (known->nameless.role[0] && hi - from < 4) {
        *out = known->nameless;
        known->nameless.role[0] = 0;
        who_learn(t, from, hi, known, out);
    } else if (hi - from == 1 && known->seen.role[0] && !who_is_body(&known->seen)) {
        *out = known->seen; /* a name alone: whoever was last named with a role */
        who_learn(t, from, hi, known, out);
    }
    return true;
}

/* Before the verb with its auxiliaries, adverbs and days, and a bracket. @return where the subject ends; *comma: one stands between. */
static size_t subject_end(const struct tokens *t, size_t lo, size_t verb, bool *comma) {
    size_t hi = verb;

    while (hi > lo &&
           (token_has(t, hi - 1, W_AUX) || (hi < verb && token_in(t, hi - 1, "on last this")) ||
            (token_has(t, hi - 1, W_WEEKDAY) && t->v[hi - 1].capital) ||
            (speech_adverb(t->v[hi - 1].low) && !token_has(t, hi - 1, W_ROLE)) ||
            token_in(t, hi - 1,
                     "also later further , then previously recently now not earlier separately "
                     "meanwhile again "
                     "once still only just here there itself himself herself themselves today "
                     "yesterday tonight"))) {
        *comma |= token_is(t, hi - 1, ",");
        hi--;
    }
    for (size_t k = hi; hi == verb && k > lo + 1 && hi - k < 5; k--) /* have for years denounced */
        if (token_in(t, k - 1, "for in over since") && token_has(t, k - 2, W_AUX) &&
            token_has(t, hi - 1, W_TIME)) {
            hi = k - 2;
            break;
        }
    if (hi > lo && token_in(t, hi - 1, ")")) {
        while (hi > lo && !token_is(t, hi - 1, "(")) hi--;
        if (hi > lo) hi--;
    }
    return hi;
}

bool subject_titled(const struct tokens *t, size_t lo, size_t from, size_t verb,
                    struct who_known *known, struct who *out, size_t *start) {
    bool comma = false;
    size_t hi = subject_end(t, from, verb, &comma), k;

    if (from <= lo + 3 || hi <= from || !token_is(t, from - 1, ",")) return false;
    k = segment(t, lo, from);
    if (k <= lo || !token_is(t, k - 1, ",") || from - k > 10 ||
        !role_before(t, lo, from, hi, known, out))
        return false;
    *start = k;
    return true;
}

/* What a look at the words from `from` to `hi` came to. */
enum look { LOOK_FURTHER, LOOK_BEFORE, LOOK_NOBODY, LOOK_FOUND };

/* These words were put in between the subject and its verb: LOOK_BEFORE them, where *hi is now. */
static enum look put_in(const struct tokens *t, size_t lo, size_t verb, bool comma, size_t *from,
                        size_t *hi) {
    bool within = *from > lo && *from < *hi, aside = false;

    if (within && comma) /* "sources, including a monk, said" */
        aside = token_in(t, *from, "including among along");
    if (!aside && within && token_in(t, *from, "who which whose where whom")) {
        if (*hi - *from >= 30 || !comma || *hi + 3 < verb) return LOOK_NOBODY;
        aside = true; /* "B, which has a border with A, says" */
    }
    if (!aside && comma &&
        *from > lo + 1) /* "the report, based on interviews with workers, says" */
        aside = side_phrase(t, *from, *hi);
    if (!aside) return LOOK_FURTHER;
    *hi = *from -= 1;
    return LOOK_BEFORE;
}

static enum look look_at(const struct tokens *t, size_t lo, size_t from, size_t hi, size_t verb,
                         bool first, struct who_known *known, struct who *out) {
    if (listed(t, lo, from, hi, out)) return LOOK_FOUND;
    if (subject_document(t, from, hi, out)) {
        subject_whose_document(t, from, known, out);
        return LOOK_FOUND;
    }
    if (verb_between(t, from, hi) || subordinate(t, from, hi)) return LOOK_NOBODY;
    if (who_read(t, from, hi, known, out)) {
        named_before(t, lo, from, known, out);
        if (subject_one_of(t, from, hi)) subject_singular(out->role);
        subject_keep_nameless(t, from, hi, known, out);
        return LOOK_FOUND;
    }
    if (role_before(t, lo, from, hi, known, out) || (first && late_name(t, from, hi, out)) ||
        somebody(t, from, hi, verb, known, out))
        return LOOK_FOUND;
    return LOOK_FURTHER;
}

/* The subject ends before the verb (and its auxiliaries) and begins after a comma, further back where that has no role. */
bool subject_before(const struct tokens *t, size_t lo, size_t verb, struct who_known *known,
                    struct who *out, size_t *start) {
    bool comma = verb > lo && token_is(t, verb - 1, ",");
    size_t hi = subject_end(t, lo, verb, &comma), from = hi;

    for (int k = 0; k < 4; k++) {
        enum look look;

        while (from > lo && hi - from < 30 && !speech_boundary(t, from - 1)) from--;
        *start = from;
        if (comma && k == 0 && before_apposition(t, lo, from, known, out, start)) return true;
        if (from < hi && token_is(t, from, "where") && hi - from < 12) from++;
        if (comma && k == 0 && from > lo + 1 && who_runs(t, from, hi, out)) {
            who_learn(t, segment(t, lo, from), from - 1, known, out);
            *start = segment(t, lo, from);
            return true;
        }
        look = put_in(t, lo, verb, comma, &from, &hi);
        if (look == LOOK_BEFORE) continue;
        if (look == LOOK_FURTHER) look = look_at(t, lo, from, hi, verb, k == 0, known, out);
        if (look != LOOK_FURTHER) return look == LOOK_FOUND;
        if (from <= lo || hi - from >= 30) return false;
        if (k == 0 && token_in(t, from, "in on at by with after for despite under at")) {
            hi = from - 1; /* "has, in the end, adopted" */
            while (hi > lo && token_has(t, hi - 1, W_AUX)) hi--;
        }
        from--;
    }
    return false;
}

/* said a spokesman; said X, a professor */
bool subject_after(const struct tokens *t, size_t verb, size_t hi, struct who_known *known,
                   struct who *out) {
    size_t to = verb + 1, first;

    while (to < hi && to < verb + 25 && !token_in(t, to, ". ; : {") &&
           !(token_is(t, to, ",") && token_has(t, to + 1, W_ING) &&
             !token_has(t, to + 1, W_ADJ | W_ROLE)))
        to++; /* "said Ruiz, adding that" */
    if (to <= verb + 1) return false;
    first = verb + 1 + token_is(t, verb + 1, "the");
    for (size_t i = first; i + 1 < to && i < first + 3 && t->v[i].capital; i++)
        if (t->v[i + 1].capital &&
            token_in(t, i + 1, "news times post press radio herald tribune") &&
            (i + 2 >= to || t->v[i + 2].kind == TOK_MARK)) {
            outlet(t, first, i + 2, out); /* "reported Lake News, a website" */
            return true;
        }
    for (size_t i = verb + 2; i + 3 < to && i < verb + 4; i++)
        if (t->v[i].kind == TOK_NUM && token_is(t, i + 1, "-") && token_in(t, i + 2, "year") &&
            i + 5 < to + 1 && t->v[i + 5].capital) {
            snprintf(out->role, sizeof out->role, "person"); /* "said 36-year-old Ana" */
            out->type = "unnamed";
            who_learn(t, i + 5, to, known, out);
            return true;
        }
    if ((token_has(t, to - 1, W_DOC) || token_is(t, to - 1, "release")) &&
        subject_document(t, verb + 1, to, out)) {
        subject_whose_document(t, verb + 1, known, out); /* reads an official statement */
        return true;
    }
    for (size_t i = verb + 1; i + 1 < to && i < verb + 5; i++)
        if (token_is(t, i, ",") && i > verb + 1 && token_is(t, i + 1, "who") &&
            all_capitals(t, verb + 1, i) && who_name(t, verb + 1, i, known, out))
            return true; /* "said Ruiz, who is also a governor": as before */
    if (!who_read(t, verb + 1, to, known, out)) {
        size_t end = verb + 1; /* "said Ana Ruiz, who spent three weeks there" */

        while (end < to && t->v[end].capital && t->v[end].kind == TOK_WORD) end++;
        if (end > verb + 1 && token_is(t, end, ",") && token_in(t, end + 1, "a an the") &&
            subject_stranger(t, end + 1, to, out)) {
            who_learn(t, verb + 1, end, known, out); /* "said Ana Ruiz, a glassblower" */
            return true;
        }
        return end > verb + 2 && (end == to || token_in(t, end, ", of from who")) &&
               subject_stranger(t, verb + 1, end, out);
    }
    if (token_phrase(t, verb + 1, "one of")) subject_singular(out->role);
    return true;
}
