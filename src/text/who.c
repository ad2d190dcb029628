/* SPDX-License-Identifier: Apache-2.0 */
/* Attribution: the grammar that ties a role to what is said. Roles themselves are read by role.c. */
#include "text/who.h"

#include "text/clause.h"

#include <stdio.h>

enum {
    VERBS = 6
}; /* of speech that are looked at in a clause: no sentence has more, and time stays linear */

/* Grammar ------------------------------------------------------------------------------------------------------------------ */

static bool auxiliary_before(const struct tokens *t, size_t lo, size_t i, size_t *at) {
    for (size_t k = i; k-- > lo && i - k <= 4;) {
        if (token_in(t, k, "is are was were been be being")) {
            *at = k;
            return true;
        }
        if (!(t->v[k].low.n > 3 && memcmp(t->v[k].low.p + t->v[k].low.n - 2, "ly", 2) == 0) &&
            !token_in(t, k, "not also now still yet largely"))
            return false;
    }
    return false;
}

static bool participle(const struct tokens *t, size_t i) {
    return token_has(t, i, W_ED | W_PAST) || token_in(t, i, "known said understood thought");
}

/* What a subject does not go over. */
static bool boundary(const struct tokens *t, size_t i) {
    return token_in(t, i, ", ; } \"") ||
           (token_is(t, i, "-") && !(t->v[i].glued && i + 1 < t->n && t->v[i + 1].glued)) ||
           (token_is(t, i, "that") && i > 0 &&
            token_in(t, i - 1, "mentioning noting recalled noted"));
}

static bool is_adverb(struct span w) {
    return w.n > 4 && memcmp(w.p + w.n - 2, "ly", 2) == 0;
}

static bool possessive(struct span w) {
    return (w.n > 2 && memcmp(w.p + w.n - 2, "'s", 2) == 0) ||
           (w.n > 2 && memcmp(w.p + w.n - 2, "s'", 2) == 0);
}

/* Does what stands before i, adverbs aside, take a verb without an ending? "officials also say", not "a court order". */
static bool plural_before(const struct tokens *t, size_t lo, size_t i) {
    struct span w;

    while (i > lo && (token_in(t, i - 1, "also still now often even , ) not all both") ||
                      is_adverb(t->v[i - 1].low)))
        i--;
    if (i <= lo) return false;
    w = t->v[i - 1].low;
    return w.p[w.n - 1] == 's' || token_has(t, i - 1, W_AUX | W_WEEKDAY) ||
           token_in(t, i - 1,
                    "they we you i who people police media men women staff personnel crew others "
                    "many some most") ||
           (t->v[i - 1].foreign);
}

/* A word that may be a verb of speech and is a noun here ("the interim reports show", "member states were", "officials' claims"), or a
 * verb of what somebody should do ("should disclose"). */
static bool is_noun(const struct tokens *t, size_t lo, size_t i) {
    if (i > lo && possessive(t->v[i - 1].low)) return true;
    if (i > lo && token_in(t, i - 1, "should must could may might can shall would")) return true;
    if (i > lo + 1 && token_in(t, i - 2, "should must could may might") && t->v[i - 1].low.n > 4 &&
        memcmp(t->v[i - 1].low.p + t->v[i - 1].low.n - 2, "ly", 2) == 0)
        return true;
    if (token_in(t, i,
                 "report claim state call comment answer post note voice stress point signal "
                 "counter request quote brief protest promise pledge remark reply vow estimate "
                 "project forecast guess doubt hint detail object alarm document concern") &&
        !plural_before(t, lo, i))
        return true;
    if (!token_has(t, i, W_S) && !token_has(t, i, W_DOC)) return false;
    if (token_is(t, i, "states") && (i == lo || token_in(t, i - 1, "member united gulf baltic")))
        return true;
    return token_has(t, i, W_DOC) && !token_has(t, i, W_ED) &&
           (token_has(t, i + 1, W_FIN | W_SAY | W_SHOW) || (i > lo && token_has(t, i - 1, W_ADJ)));
}

/* "has verified that", "found that"; "the study shows": more than speech, but somebody's word. */
static bool finds(const struct tokens *t, size_t lo, size_t i) {
    if (token_in(t, i,
                 "verified found established determined documented learned learnt showed show "
                 "shows find finds ruled decided") &&
        token_is(t, i + 1, "that") && !token_in(t, i - (i > lo), "was were been be is are"))
        return true;
    if (token_in(t, i, "showed shows indicates indicated"))
        for (size_t k = i; k-- > lo && i - k < 8 && !boundary(t, k);)
            if (token_has(t, k, W_DOC) && k > lo && token_in(t, k - 1, "a the an") &&
                (k < 2 || boundary(t, k - 2) || k - 1 == lo))
                return true; /* "..., a report to the council showed" */
    if (i > lo && token_in(t, i, "read reads") &&
        (token_has(t, i - 1, W_DOC) || token_in(t, i - 1, "release advisory memo")))
        return true; /* the statement read */
    return i > lo && token_in(t, i, "show shows showed shown finds found indicates indicate") &&
           token_has(t, i - 1, W_DOC) && !token_has(t, i - 1, W_ED) &&
           !(i > lo + 1 && token_in(t, i - 2, "of in by from")) &&
           !(i > lo + 2 && token_in(t, i - 3, "of in by from"));
}

/* "maintained a policy", "observed the day": a thing behind it, and nothing that is said of it. */
static bool keeps(const struct tokens *t, size_t i) {
    if (!token_in(t, i + 1, "a an its their the his her")) return false;
    for (size_t k = i + 2; k < t->n && k < i + 12 && !boundary(t, k); k++)
        if (token_has(t, k, W_FIN)) return false;
    return true;
}

/* A finite verb of speech or opinion at i? */
static bool speaks(const struct tokens *t, size_t lo, size_t i) {
    uint64_t c = t->v[i].classes;
    size_t aux;

    if (token_is(t, i, "went") && token_is(t, i + 1, "on") &&
        (i + 2 >= t->n || token_in(t, i + 2, ". : , {") || token_phrase(t, i + 2, "to say")))
        return true;
    if (token_in(t, i, "put puts") && (token_in(t, i + 2, "figure number total toll count") ||
                                       token_in(t, i + 1, "figure number total toll count")))
        return true;
    if (finds(t, lo, i)) return true;
    if (token_in(
            t, i,
            "considered deemed suspected expected presumed believed feared estimated projected "
            "thought") &&
        i >= lo + 2 && token_in(t, i - 2, "on of for with by from among against") &&
        !token_in(t, i - 1, "monday tuesday wednesday thursday friday saturday sunday"))
        return false; /* "people considered dangerous" */
    if (!(c & (W_SAY | W_THINK)) || c & W_ING || t->v[i].kind != TOK_WORD || is_noun(t, lo, i))
        return false;
    if (participle(t, i) && auxiliary_before(t, lo, i, &aux)) return false;
    if (c & W_THINK && participle(t, i) && token_is(t, i + 1, "to") &&
        token_in(t, i + 2, "be have"))
        return false; /* people assumed to be sailors */
    if (i > lo && t->v[i - 1].kind == TOK_NUM &&
        token_in(t, i, "expected believed estimated thought"))
        return false; /* some 10,000 expected to go */
    if (i > lo &&
        token_in(t, i - 1,
                 "to must shall should who which that the a an this his her its of no any by"))
        return false;
    if (token_in(t, i, "maintain maintains maintained observed observes") && keeps(t, i))
        return false;
    return !(c & W_WORRY && i > lo && token_has(t, i - 1, W_ADJ | W_AUX));
}

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

    while (lo < hi && token_in(t, lo, "the")) lo++;
    for (size_t i = lo; i < hi && i < lo + 3 && n + 24 < sizeof out->role; i++) {
        if (t->v[i].to - t->v[i].from > 20) break;
        if (n) out->role[n++] = ' ';
        n += (size_t)snprintf(out->role + n, sizeof out->role - n, "%.*s",
                              (int)(t->v[i].to - t->v[i].from), t->of + t->v[i].from);
    }
    out->type = "media";
}

/* "the Daily Bell", "Radio Lakeview" */
static bool paper(const struct tokens *t, size_t lo, size_t head) {
    if (token_is(t, lo, "the")) lo++;
    return head > lo && t->v[lo].capital && t->v[lo + 1].capital &&
           token_in(t, lo, "daily weekly radio voice");
}

/* Somebody of whom the lexicon knows nothing: "a glassblower who ..." is a glassblower; a name alone is a person, unless its last
 * word says what it is ("Port Valley Airport"). */
static bool stranger(const struct tokens *t, size_t lo, size_t hi, struct who *out) {
    size_t head = SIZE_MAX;
    bool article = token_in(t, lo,
                            "a an the one another two three several some many most few "
                            "other local multiple");

    for (size_t i = lo; i < hi && !token_in(t, i, "who which that of at in on from with for , (");
         i++) {
        if (t->v[i].kind != TOK_WORD ||
            token_has(t, i, W_VEHICLE | W_RULE | W_BOARDN | W_FILM | W_TIME))
            return false;
        if (i > lo && token_has(t, i, W_ED | W_ING)) break;
        head = i;
    }
    if (head == SIZE_MAX || hi == lo) return false;
    if (token_in(t, head,
                 "data figures figure statistics statistic numbers number records database "
                 "breakdown count tally chart table map graph result results findings "
                 "evidence sign signs situation news move decision incident case fact "
                 "information nobody none everyone everybody nothing something it this that there"))
        return false; /* nobody */
    if (token_in(t, lo, "the") && head > lo && !t->v[head].capital && lo > 0) article = true;
    if ((article && head > lo && !t->v[head].capital) || is_plural(t, lo, head)) {
        put_word(t, head, out);
        return true;
    }
    if (paper(t, lo, head)) {
        outlet(t, lo, head + 1, out);
        return true;
    }
    if (head > lo && t->v[head].capital && t->v[head - 1].capital &&
        token_in(t, head,
                 "news times post press tv radio daily herald tribune gazette journal "
                 "telegraph guardian chronicle television broadcasting media today")) {
        outlet(t, lo, head + 1, out);
        return true;
    }
    if (head > lo && t->v[head - 1].capital &&
        token_in(t, head, "airport airlines airways university institute centre center academy")) {
        put_word(t, head, out);
        return true;
    }
    if (!token_has(t, lo, ~(W_S | W_ED | W_ING | W_NGOWORD)) && t->v[lo].capital &&
        t->v[head].capital && head - lo < 4) {
        snprintf(out->role, sizeof out->role, "person");
    } else {
        return false;
    }
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
    for (size_t i = from + 1; i < hi; i++)
        if (token_in(t, i, "as after when before while because if since until") &&
            !token_is(t, i - 1, "such"))
            return true;
    return false;
}

/* Of "A of B, a firm, said" A speaks; of "Lee, the head of B, said" the head does: a name alone is no role. */
static bool before_apposition(const struct tokens *t, size_t lo, size_t from,
                              struct who_known *known, struct who *out, size_t *start) {
    size_t hi = from ? from - 1 : 0, k = hi;

    if (!token_in(t, from, "a an the") || hi <= lo || !token_is(t, hi, ",")) return false;
    while (k > lo && hi - k < 20 && !boundary(t, k - 1)) k--;
    if (verb_between(t, k, hi) || !who_read(t, k, hi, known, out)) return false;
    *start = k;
    return true;
}

/* "The report", "two interim reports submitted by A": what is written speaks by its own name, if no role stands before it. */
static bool document(const struct tokens *t, size_t lo, size_t hi, struct who *out) {
    if (hi > lo + 1 && hi - lo < 12 &&
        token_in(t, hi - 1, "report statement study survey letter") &&
        token_has(t, hi - 2, W_ROLE | W_IGO | W_OFFWORD) &&
        token_in(t, lo, "a an the this another")) {
        put_word(t, hi - 1, out);
        return true; /* "a council committee report" */
    }
    for (size_t i = lo; i < hi && i < lo + 5; i++) {
        if (token_has(t, i, W_ROLE | W_HEAD | W_IGO) ||
            token_in(t, i, "of in at from by for on , who which that"))
            return false;
        if (token_in(t, i, "press news media") && token_in(t, i + 1, "release releases") &&
            i + 1 < hi) {
            snprintf(out->role, sizeof out->role, "press release");
            out->type = "unnamed";
            return true;
        }
        if (!token_has(t, i, W_DOC) || token_has(t, i, W_ED | W_ING) || token_has(t, i + 1, W_ROLE))
            continue;
        if (token_in(t, i, "statement statements letter letters") &&
            token_in(t, i + 1, "from by of")) /* of whom it is */
            return false;
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

    while (k > lo && from - k < 20 && !boundary(t, k - 1)) k--;
    return k;
}

static bool all_capitals(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo; i < hi; i++)
        if (!t->v[i].capital && !token_in(t, i, "al de van der von bin el del la")) return false;
    return hi > lo && hi - lo < 6;
}

/* "Ana Ruiz, head of the shelter, said": the name is hers. */
static void named_before(const struct tokens *t, size_t lo, size_t from, struct who_known *known,
                         const struct who *who) {
    if (from <= lo || !token_is(t, from - 1, ",")) return;
    if (all_capitals(t, segment(t, lo, from), from - 1))
        who_learn(t, segment(t, lo, from), from - 1, known, who);
}

/* "The director general for Asia at the ministry, Ana Ruiz, said": the role stands before the name. */
static bool role_before(const struct tokens *t, size_t lo, size_t from, size_t hi,
                        struct who_known *known, struct who *out) {
    size_t k;
    bool role = false;

    if (from <= lo + 1 || !token_is(t, from - 1, ",") || !all_capitals(t, from, hi)) return false;
    k = segment(t, lo, from);
    for (size_t i = k; i + 1 < from; i++) {
        if (token_has(t, i, W_FIN | W_PAST) || t->v[i].kind == TOK_NUM) return false;
        role |= token_has(t, i, W_ROLE | W_HEAD) && !token_has(t, i, W_PEOPLE);
    }
    if (!role || k + 1 >= from || !who_read(t, k, from - 1, known, out)) return false;
    who_learn(t, from, hi, known, out);
    return true;
}

/* "one of the workers" is a worker. */
static void singular(char *role) {
    size_t n = strlen(role);

    if (n > 3 && role[n - 1] == 's' && role[n - 2] != 's') role[n - 1] = 0;
}

static bool one_of(const struct tokens *t, size_t from, size_t hi) {
    while (from < hi && t->v[from].kind == TOK_MARK) from++;
    return from + 2 < hi && token_phrase(t, from, "one of");
}

/* The subject ends before the verb (and its auxiliaries) and begins after a comma, further back where that has no role. */
static bool subject(const struct tokens *t, size_t lo, size_t verb, struct who_known *known,
                    struct who *out, size_t *start) {
    size_t hi = verb, from;
    bool comma = verb > lo && token_is(t, verb - 1, ",");

    while (hi > lo &&
           (token_has(t, hi - 1, W_AUX) || (hi < verb && token_in(t, hi - 1, "on last this")) ||
            (token_has(t, hi - 1, W_WEEKDAY) && t->v[hi - 1].capital) ||
            (is_adverb(t->v[hi - 1].low) && !token_has(t, hi - 1, W_ROLE)) ||
            token_in(t, hi - 1,
                     "also later further , then previously recently now not earlier separately "
                     "meanwhile again "
                     "once still only just here there itself himself herself themselves today "
                     "yesterday tonight"))) {
        comma |= token_is(t, hi - 1, ",");
        hi--;
    }
    if (hi > lo && token_in(t, hi - 1, ")")) {
        while (hi > lo && !token_is(t, hi - 1, "(")) hi--;
        if (hi > lo) hi--;
    }
    from = hi;
    for (int k = 0; k < 4; k++) {
        while (from > lo && hi - from < 30 && !boundary(t, from - 1)) from--;
        *start = from;
        if (comma && k == 0 && before_apposition(t, lo, from, known, out, start)) return true;
        if (from > lo && from < hi && comma && token_in(t, from, "including among along")) {
            hi = from -= 1; /* "sources, including a monk, said" */
            continue;
        }
        if (from > lo && from < hi && token_in(t, from, "who which whose where whom")) {
            if (hi - from >= 30 || !comma || hi + 3 < verb) return false;
            hi = from -= 1; /* "B, which has a border with A, says" */
            continue;
        }
        if (listed(t, lo, from, hi, out) || document(t, from, hi, out)) return true;
        if (verb_between(t, from, hi) || subordinate(t, from, hi)) return false;
        if (who_read(t, from, hi, known, out)) {
            named_before(t, lo, from, known, out);
            if (one_of(t, from, hi)) singular(out->role);
            return true;
        }
        if (role_before(t, lo, from, hi, known, out)) return true;
        if (k == 0 && late_name(t, from, hi, out)) return true;
        if (stranger(t, from, hi, out)) {
            if (strcmp(out->role, "person") == 0 && hi - from == 1 && known->seen.role[0] &&
                !token_in(t, verb, "reported reports")) {
                *out = known->seen; /* a name alone: whoever was last named with a role */
                who_learn(t, from, hi, known, out);
                return true;
            }
            if (token_in(t, verb, "reported reports") && strcmp(out->role, "person") == 0)
                outlet(t, from, hi, out);
            return true;
        }
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
static bool subject_after(const struct tokens *t, size_t verb, size_t hi, struct who_known *known,
                          struct who *out) {
    size_t to = verb + 1;

    while (to < hi && to < verb + 25 && !token_in(t, to, ". ; : {")) to++;
    if (to <= verb + 1 || !who_read(t, verb + 1, to, known, out)) return false;
    if (token_phrase(t, verb + 1, "one of")) singular(out->role);
    return true;
}

static size_t phrase_end(const struct tokens *t, size_t i, size_t hi) {
    size_t depth = 0;

    for (; i < hi; i++) {
        if (token_is(t, i, "(")) depth++;
        if (token_is(t, i, ")") && depth) depth--;
        if (!depth && token_in(t, i, ", ; : . {")) return i;
    }
    return hi;
}

static bool according(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                      struct attributed *out) {
    size_t tried = 0;

    for (size_t i = lo; i + 2 < hi; i++) {
        size_t end, film = SIZE_MAX, skip = 2;
        bool to = token_is(t, i, "according") && token_is(t, i + 1, "to"),
             per = token_is(t, i, "as") && token_is(t, i + 1, "per"),
             of = (token_is(t, i, "in") && token_is(t, i + 1, "the") &&
                   token_in(t, i + 2, "words view opinion"));

        if (token_is(t, i, "as") &&
            token_in(t, i + 1, "announced reported stated confirmed noted told") &&
            token_is(t, i + 2, "by") && i + 4 < hi) {
            to = true;
            skip = 3;
        }
        if (!to && !of && !per) continue;
        if (++tried > VERBS) return false;
        end = phrase_end(t, i + skip, hi < i + 80 ? hi : i + 80);
        for (size_t k = i + skip; k < end && film == SIZE_MAX; k++)
            if (token_has(t, k, W_FILM) ||
                token_in(t, k + 1, "filing filings document documents records papers"))
                film = k;
            else if (token_has(t, k, W_ROLE | W_HEAD))
                break;
        out->verb = i;
        out->tag = i;
        if (film != SIZE_MAX) {
            out->by = BY_MEDIUM;
            return true;
        }
        for (size_t k = i + skip; k + 2 < end && k < i + 8; k++)
            if (token_in(t, k, "information data figures statistics") &&
                token_in(t, k + 1, "published released provided shared given issued") &&
                token_is(t, k + 2, "by"))
                skip = k + 3 - i; /* "the information published by an aid group" */
        if (!document(t, i + skip, end, &out->who) &&
            !who_read(t, i + skip, end, known, &out->who) &&
            !stranger(t, i + skip, end, &out->who)) {
            size_t from = end + 1; /* "the information of Homeward, a rights group," */

            if (!token_is(t, end, ",") || !token_in(t, from, "a an the")) continue;
            end = phrase_end(t, from, hi < i + 80 ? hi : i + 80);
            if (!who_read(t, from, end, known, &out->who)) continue;
        }
        if (one_of(t, i + skip, end)) singular(out->who.role);
        out->by = BY_SPEAKER;
        out->content = i == lo && end < hi ? end + 1 : lo;
        return true;
    }
    return false;
}

/* It is not clear how; reports that ... */
static bool unclear(const struct tokens *t, size_t lo, size_t hi) {
    size_t k = lo + (token_in(t, lo, "but however and") ? 1 : 0);

    k += token_is(t, k, ",") ? 1 : 0;
    if (k + 3 >= hi) return false;
    if (token_in(t, k, "reports claims rumours rumors allegations suggestions") &&
        token_is(t, k + 1, "that"))
        return true;
    if (!token_is(t, k, "it") || !token_in(t, k + 1, "is was remains remained")) return false;
    return token_in(t, k + 2, "unclear unknown uncertain") ||
           (token_is(t, k + 2, "not") && token_in(t, k + 3, "clear known certain"));
}

/* it was reported that; is believed to; concerns have been raised; it has not been confirmed */
static bool passive(const struct tokens *t, size_t lo, size_t hi, struct attributed *out) {
    for (size_t i = lo; i < hi; i++) {
        size_t aux;
        bool negative =
            token_in(
                t, i,
                "verified confirmed established disclosed explained named released corroborated") &&
            participle(t, i);

        if (negative && auxiliary_before(t, lo, i, &aux) &&
            (token_is(t, aux + 1, "not") ||
             (aux > lo && token_in(t, aux - 1, "not cannot never")))) {
            out->by = BY_PASSIVE;
            out->verb = i;
            return true;
        }
    }
    if (unclear(t, lo, hi)) {
        out->by = BY_PASSIVE;
        return true;
    }
    for (size_t i = lo; i < hi; i++) {
        size_t aux;
        bool report =
            token_has(t, i, W_SAY | W_THINK) ||
            token_in(t, i, "known understood rumored rumoured alleged presumed suspected");
        bool raised = token_in(t, i, "raised voiced expressed");

        if (!(report || raised) || !participle(t, i) || !auxiliary_before(t, lo, i, &aux)) continue;
        if (token_is(t, i, "estimated") && i + 1 < hi && token_in(t, i + 1, "at to"))
            continue; /* a figure, not a voice */
        if (token_is(t, i, "expected") ||
            (token_in(t, i, "called urged expected informed projected") &&
             !token_is(t, i + 1, "that")))
            continue;
        if (raised) {
            bool worry = false;

            for (size_t k = lo; k < aux; k++) worry |= token_has(t, k, W_WORRY);
            if (!worry) continue;
        } else if (token_in(t, i,
                            "announced confirmed reported described noted observed mentioned "
                            "posted called recalled pledged promised cited") &&
                   !token_is(t, i + 1, "that") && !token_is(t, i + 1, "to") &&
                   !token_in(t, i + 1, "whether if") && !(aux > lo && token_in(t, lo, "it"))) {
            continue; /* "the flight was announced": an event of its own */
        }
        out->by = BY_PASSIVE;
        out->verb = i;
        return true;
    }
    return false;
}

/* ", two lawyers told Valle Noticias.": a hearer, and nothing told behind him */
static bool told_only(const struct tokens *t, size_t i, size_t hi) {
    if (!token_in(t, i, "told tells")) return false;
    for (size_t k = i + 1; k < hi && k < i + 12; k++) {
        if (token_in(t, k, ". ,")) return true;
        if (token_in(t, k, "that") || token_has(t, k, W_FIN | W_PRON)) return false;
    }
    return i + 12 >= hi;
}

/* did not respond; declined to comment: silence, which nobody says */
static bool negated(const struct tokens *t, size_t lo, size_t i) {
    return i > lo &&
           ((token_in(t, i,
                      "respond reply comment answer responded replied mention explain specify "
                      "elaborate detail disclose") &&
             token_in(t, i - 1, "not to never immediately")) ||
            (t->v[i - 1].low.n > 3 &&
             memcmp(t->v[i - 1].low.p + t->v[i - 1].low.n - 3, "n't", 3) == 0 &&
             !token_in(t, i, "believe think say")));
}

/* "Two sources are unsure whether"; "were seen by a resident": opinion in an adjective, and the eye of a passive. */
static void minded(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                   struct attributed *out) {
    for (size_t i = lo + 1; i + 2 < hi && i < lo + 60; i++) {
        size_t start, to, aux;

        if (token_in(t, i, "is are was were remain remains") &&
            token_in(t, i + 1,
                     "unsure uncertain sceptical skeptical convinced confident concerned "
                     "worried unaware certain sure hopeful optimistic pessimistic") &&
            token_in(t, i + 2, "if whether that about why how of where when") &&
            subject(t, lo, i, known, &out->who, &start)) {
            out->by = BY_SPEAKER;
            out->verb = i + 1;
            out->content = out->tag = lo;
            out->opinion = true;
            return;
        }
        if (!token_in(t, i,
                      "seen spotted observed witnessed filmed photographed sighted counted") ||
            !auxiliary_before(t, lo, i, &aux))
            continue;
        for (to = i + 1; to < hi && to < i + 6 && !token_is(t, to, "by"); to++) {
        }
        if (token_is(t, to, "by") && to + 2 < hi && token_in(t, to + 1, "a an the two one local") &&
            who_read(t, to + 1, to + 5 < hi ? to + 5 : hi, known, &out->who)) {
            out->by = BY_SPEAKER;
            out->content = out->tag = lo;
            return;
        }
    }
}

/* "..., carrying 21 sailors, said the institute": what stands behind the verb is only a name. */
static bool inverted(const struct tokens *t, size_t lo, size_t i, size_t hi) {
    size_t to = i + 1;

    if (i <= lo + 4 || !token_is(t, i - 1, ",") || !token_in(t, i, "said says added explained"))
        return false;
    if (!t->v[i].low.n || i + 1 >= hi || !(t->v[i + 1].capital || token_in(t, i + 1, "the a an")) ||
        token_has(t, i + 1, W_WEEKDAY | W_MONTH))
        return false;
    while (to < hi && to < i + 12 && !token_in(t, to, ". , ; (")) to++;
    return to < i + 12 && !clause_finite(t, i + 1, to) && clause_finite(t, lo, i - 1) &&
           !token_in(t, to - 1, "monday tuesday wednesday thursday friday saturday sunday");
}

/* "..., the institute reported last Monday.": the verb of a tag at the end, which goes before any other. @return SIZE_MAX: none. */
static size_t last_tag(const struct tokens *t, size_t lo, size_t hi, size_t *from) {
    size_t verb = hi, comma;

    while (verb > lo && hi - verb < 8 && !(verb < hi && speaks(t, lo, verb))) {
        if (verb < hi && t->v[verb].kind == TOK_WORD &&
            !token_has(t, verb, W_WEEKDAY | W_MONTH | W_TIME) &&
            !token_in(t, verb, "on in last a statement late early earlier today yesterday report"))
            return SIZE_MAX;
        verb--;
    }
    if (verb >= hi || verb <= lo + 6 || !speaks(t, lo, verb) || !token_has(t, verb, W_SAY))
        return SIZE_MAX;
    for (comma = verb; comma > lo + 4 && verb - comma < 12 && !token_is(t, comma, ","); comma--)
        if (token_has(t, comma, W_FIN) || token_in(t, comma, "who which that and but as"))
            return SIZE_MAX;
    if (!token_is(t, comma, ",") || comma + 1 >= verb || !clause_finite(t, lo, comma))
        return SIZE_MAX;
    *from = comma + 1;
    return verb;
}

void attribute(const struct tokens *t, size_t lo, size_t hi, bool quoted, struct who_known *known,
               struct attributed *out) {
    *out = (struct attributed){.by = BY_NOBODY, .verb = SIZE_MAX, .content = lo, .tag = lo};
    size_t tried = 0, from, last = quoted ? SIZE_MAX : last_tag(t, lo, hi, &from);

    if (last != SIZE_MAX && !negated(t, lo, last) &&
        subject(t, from, last, known, &out->who, &out->tag)) {
        out->by = BY_SPEAKER;
        out->verb = last;
        out->content = lo;
        out->announced = token_is(t, last, "announced");
        known->last = out->who;
        return;
    }
    for (size_t i = lo; i < hi; i++) {
        bool that;

        if (!speaks(t, lo, i)) continue;
        if (++tried > VERBS) break;
        that = token_is(t, i + 1, "that");
        if (negated(t, lo, i)) continue;
        if (inverted(t, lo, i, hi) && subject_after(t, i, hi, known, &out->who)) {
            out->content = lo;
            out->tag = i;
        } else if (subject(t, lo, i, known, &out->who, &out->tag)) {
            /* "officials report to ..." is rare; a verb of speech without that, comma, object or quote is weak */
            if (!quoted && !that && token_has(t, i, W_SAY) &&
                token_in(t, i + 1, "of and or in on at . the") && !participle(t, i) &&
                !token_is(t, i + 1, "the") && !token_has(t, i, W_S))
                continue;
            out->content = that ? i + 2 : i + 1;
            if (i + 1 >= hi || token_in(t, i + 1, ". , ) {") || told_only(t, i, hi))
                out->content = lo; /* the verb comes last */
        } else if (!((quoted || (i > lo && token_in(t, i - 1, ", }"))) &&
                     subject_after(t, i, hi, known, &out->who))) {
            continue;
        } else {
            out->content = lo;
            out->tag = i;
        }
        out->by = BY_SPEAKER;
        out->verb = i;
        out->opinion = token_has(t, i, W_THINK);
        out->announced = token_in(t, i, "announce announced announces");
        break;
    }
    if (out->by == BY_NOBODY) minded(t, lo, hi, known, out);
    if (out->by == BY_NOBODY && !according(t, lo, hi, known, out)) (void)passive(t, lo, hi, out);
    if (out->by == BY_SPEAKER) known->last = out->who;
}

/* "adopted a sanctions resolution", "called for ... in a resolution" */
static bool rule_behind(const struct tokens *t, size_t i, size_t hi) {
    bool call = token_in(t, i, "urges urged calls called");

    for (size_t k = i + 1; k < hi && k < i + (call ? 30 : 5); k++)
        if (token_has(t, k, W_RULE) && !token_has(t, k, W_EVENTN)) return true;
    return false;
}

bool who_orders(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                struct who *out, const char **channel) {
    size_t tried = 0;

    for (size_t i = lo; i < hi; i++) {
        size_t aux, start;
        struct who w;

        if (tried > VERBS) break;
        bool made =
            token_in(t, i,
                     "adopted adopts passed passes issued issues enacted imposed imposes granted "
                     "approved signed urges urged calls called") &&
            rule_behind(t, i, hi);

        if (!(token_has(t, i, W_ORDER) || made) || token_has(t, i, W_ING) ||
            (i > lo && token_in(t, i - 1, "the a an to of this")))
            continue;
        if (participle(t, i) && auxiliary_before(t, lo, i, &aux)) continue;
        for (size_t k = lo; k < i; k++)
            if (token_has(t, k, W_RULE) && !token_has(t, k, W_ORDER)) *channel = "resolution";
        tried++;
        if (!subject(t, lo, i, known, &w, &start)) continue;
        if (strcmp(w.type, "official") != 0 && strcmp(w.type, "intergovernmental") != 0) continue;
        *out = w;
        if (strncmp(w.role, "UN ", 3) == 0 || strstr(w.role, "Nations")) *channel = "resolution";
        return true;
    }
    return false;
}
