/* SPDX-License-Identifier: Apache-2.0 */
/* Is a word a verb of speech, said of somebody? The same words are nouns ("the reports show"), participles ("people considered
 * dangerous") and duties ("should disclose") as well. */
#include "text/speech.h"

bool speech_auxiliary(const struct tokens *t, size_t lo, size_t i, size_t *at) {
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

bool speech_participle(const struct tokens *t, size_t i) {
    return token_has(t, i, W_ED | W_PAST) || token_in(t, i, "known said understood thought");
}

/* What a subject does not go over. */
bool speech_boundary(const struct tokens *t, size_t i) {
    return token_in(t, i, ", ; } \"") ||
           (token_is(t, i, "-") && !(t->v[i].glued && i + 1 < t->n && t->v[i + 1].glued)) ||
           (token_is(t, i, "that") && i > 0 &&
            token_in(t, i - 1, "mentioning noting recalled noted"));
}

bool speech_adverb(struct span w) {
    return w.n > 4 && memcmp(w.p + w.n - 2, "ly", 2) == 0;
}

bool speech_possessive(struct span w) {
    return (w.n > 2 && memcmp(w.p + w.n - 2, "'s", 2) == 0) ||
           (w.n > 2 && memcmp(w.p + w.n - 2, "s'", 2) == 0);
}

/* Does what stands before i, adverbs aside, take a verb without an ending? "officials also say", not "a court order". */
static bool plural_before(const struct tokens *t, size_t lo, size_t i) {
    struct span w;

    while (i > lo && (token_in(t, i - 1, "also still now often even , ) not all both") ||
                      speech_adverb(t->v[i - 1].low)))
        i--;
    if (i <= lo || memchr(t->v[i - 1].low.p, '.', t->v[i - 1].low.n)) return false; /* U.S. */
    w = t->v[i - 1].low;
    return w.p[w.n - 1] == 's' || token_has(t, i - 1, W_AUX | W_WEEKDAY) ||
           token_in(t, i - 1,
                    "they we you i who people police media men women staff personnel crew others "
                    "many some most") ||
           (t->v[i - 1].foreign);
}

/* "according to several press reports": a noun, and no clause between. */
static bool behind_according(const struct tokens *t, size_t lo, size_t i) {
    for (size_t k = i; k-- > lo && i - k < 10 && !speech_boundary(t, k);)
        if (token_is(t, k, "according")) return true;
    return false;
}

/* A word that may be a verb of speech and is a noun here ("the interim reports show", "member states were", "officials' claims"), or a
 * verb of what somebody should do ("should disclose"). */
static bool is_noun(const struct tokens *t, size_t lo, size_t i) {
    if (i > lo && speech_possessive(t->v[i - 1].low)) return true;
    if (token_in(t, i, "posted posts shared shares") && token_has(t, i + 1, W_FILM)) return true;
    if (token_has(t, i, W_DOC) && !token_has(t, i, W_ED) &&
        (behind_according(t, lo, i) ||
         (i > lo &&
          token_in(t, i - 1, "following after of amid despite by from citing quoting about"))))
        return true;
    if (i > lo && token_in(t, i - 1, "should must could may might can shall would")) return true;
    if (i > lo + 1 && token_in(t, i - 2, "should must could may might") && t->v[i - 1].low.n > 4 &&
        memcmp(t->v[i - 1].low.p + t->v[i - 1].low.n - 2, "ly", 2) == 0)
        return true;
    if (token_in(
            t, i,
            "report claim state call comment answer post note voice stress point signal "
            "counter request quote brief protest promise pledge remark reply vow estimate "
            "project forecast guess doubt hint detail object alarm document concern suspect") &&
        !plural_before(t, lo, i))
        return true;
    if (token_is(t, i, "reports") && token_in(t, i + 1, "of about")) return true;
    if (token_has(t, i, W_S) && token_in(t, i + 1, "have had has were was"))
        return true; /* whose claims had been rejected */
    if (token_in(t, i, "projects forecasts calls posts concerns voices signals objects") &&
        i + 1 < t->n && t->v[i + 1].kind == TOK_MARK)
        return true; /* building projects, */
    if (!token_has(t, i, W_S) && !token_has(t, i, W_DOC)) return false;
    if (token_is(t, i, "states") &&
        (i == lo || token_has(t, i - 1, W_ADJ | W_NUMBER) || t->v[i - 1].kind == TOK_NUM ||
         token_in(
             t, i - 1,
             "member united gulf baltic federal neighbouring neighboring european arab "
             "southern northern eastern western other several different respective home native "
             "all both")))
        return true;
    return token_has(t, i, W_DOC) && !token_has(t, i, W_ED) &&
           (token_has(t, i + 1, W_FIN | W_SAY | W_SHOW) || (i > lo && token_has(t, i - 1, W_ADJ)));
}

/* "data from the agency", "figures compiled by X", "agency figures": somebody's, who says so by them. */
static bool whose(const struct tokens *t, size_t lo, size_t k, size_t verb) {
    if (k > lo && token_has(t, k - 1, W_ROLE | W_IGO | W_OFFWORD)) return true;
    if (token_in(t, k + 1, "released published compiled provided collected issued shared gathered"))
        return true;
    for (size_t n = k + 2; n < verb && token_in(t, k + 1, "from of by"); n++)
        if (token_has(t, n, W_ROLE | W_IGO | W_OFFWORD)) return !token_has(t, n, W_MEDIA);
    return false;
}

/* "ruled the flights unlawful" */
static bool rules_it(const struct tokens *t, size_t i) {
    if (!token_in(t, i, "ruled rules declared declares found held deemed")) return false;
    for (size_t k = i + 1; k < t->n && k < i + 8 && !speech_boundary(t, k); k++)
        if (token_in(t, k,
                     "lawful unlawful legal illegal constitutional unconstitutional valid invalid "
                     "admissible inadmissible void"))
            return !token_has(t, k - 1, W_FIN);
    return false;
}

/* "has verified that", "found that"; "the study shows": more than speech, but somebody's word. */
static bool finds(const struct tokens *t, size_t lo, size_t i) {
    if (token_in(t, i,
                 "verified found established determined documented learned learnt showed show "
                 "shows find finds ruled decided detailed details repeated highlighted demanded "
                 "protested echoed outlined summarised summarized") &&
        token_is(t, i + 1, "that") && !token_in(t, i - (i > lo), "was were been be is are"))
        return true;
    if (rules_it(t, i) && i > lo && !token_in(t, i - 1, "was were been be is are")) return true;
    if (token_in(t, i, "showed shows indicates indicated"))
        for (size_t k = i; k-- > lo && i - k < 8 && !speech_boundary(t, k);)
            if (token_has(t, k, W_DOC) && k > lo && token_in(t, k - 1, "a the an") &&
                (k < 2 || speech_boundary(t, k - 2) || k - 1 == lo))
                return true; /* "..., a report to the council showed" */
    if (token_in(t, i, "show shows showed indicate indicates indicated suggest suggests suggested"))
        for (size_t k = i; k-- > lo && i - k < 14 && !speech_boundary(t, k);)
            if (token_in(t, k, "data figures statistics records numbers documents") &&
                whose(t, lo, k, i))
                return true;
    for (size_t k = i + 2; token_in(t, i, "read reads") &&
                           token_in(t, i + 1, "the a an its his her") && k < t->n && k < i + 7;
         k++)
        if (token_has(t, k, W_DOC) || token_in(t, k, "post message notice tweet caption"))
            return true; /* reads the ministry's post */
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
    for (size_t k = i + 2; k < t->n && k < i + 12 && !speech_boundary(t, k); k++)
        if (token_has(t, k, W_FIN)) return false;
    return true;
}

/* Somebody's word in other words: went on, ruled out, put the figure at, gave the number as, has learned. */
static bool says_otherwise(const struct tokens *t, size_t lo, size_t i) {
    static const char sum[] = "figure number total toll count";

    if (token_is(t, i, "went") && token_is(t, i + 1, "on"))
        return i + 2 >= t->n || token_in(t, i + 2, ". : , {") || token_phrase(t, i + 2, "to say");
    if (token_in(t, i, "ruled rules") && token_is(t, i + 1, "out"))
        return !(i > lo && token_has(t, i - 1, W_AUX));
    if (token_in(t, i, "rejected rejects dismissed dismisses disputed disputes refuted refutes"))
        for (size_t k = i + 1; k < t->n && k < i + 4; k++)
            if (token_in(t, k,
                         "claim claims idea ideas suggestion suggestions notion allegations "
                         "accusations reports") &&
                token_is(t, k + 1, "that"))
                return !(i > lo && token_has(t, i - 1, W_AUX));
    if (token_in(t, i, "continued continues") && token_is(t, i + 1, "to") &&
        token_in(t, i + 2, "say raise express voice insist argue deny claim"))
        return true;
    if (token_in(t, i, "appealed appeals") && token_in(t, i + 1, "for to")) return true;
    if (token_in(t, i, "made makes make") && token_phrase(t, i + 1, "it clear that")) return true;
    if (token_in(t, i, "put puts")) return token_in(t, i + 1, sum) || token_in(t, i + 2, sum);
    if (token_in(t, i, "gave gives") && token_is(t, i + 1, "the") && token_in(t, i + 2, sum))
        for (size_t k = i + 3; k < t->n && k < i + 9; k++)
            if (token_is(t, k, "as")) return true;
    return token_in(t, i, "learned learnt understands") && i > lo &&
           token_in(t, i - 1, "has have had") && (i + 1 >= t->n || token_in(t, i + 1, ", ."));
}

/* A participle that only describes: "people considered dangerous", "soldiers believed missing", "some 10,000 expected to go". */
static bool describes(const struct tokens *t, size_t lo, size_t i) {
    if (i == lo) return false;
    if (token_in(t, i, "considered deemed presumed believed feared thought declared reported") &&
        token_in(t, i + 1, "missing dead lost dangerous illegal unfit eligible") &&
        !token_has(t, i - 1, W_AUX))
        return true;
    if (token_in(
            t, i,
            "considered deemed suspected expected presumed believed feared estimated projected "
            "thought") &&
        i >= lo + 2 && token_in(t, i - 2, "on of for with by from among against") &&
        !token_in(t, i - 1, "monday tuesday wednesday thursday friday saturday sunday"))
        return true;
    return t->v[i - 1].kind == TOK_NUM && token_in(t, i, "expected believed estimated thought");
}

/* Words of speech that are none here: an infinitive, a relative clause, a noun, an airline, a habit. */
static bool no_speech(const struct tokens *t, size_t lo, size_t i) {
    if (i > lo &&
        token_in(t, i - 1,
                 "to must shall should who which that the a an this his her its of no any by with "
                 "in for"))
        return true;
    if (i > lo + 1 && token_in(t, i - 1, "has have had") && token_in(t, i - 2, "who which"))
        return true; /* "residents who have expressed an interest" */
    if (token_is(t, i, "express") && t->v[i].capital) return true;
    if (token_in(t, i,
                 "slammed blasted criticised criticized condemned denounced praised accused") &&
        token_in(t, i + 1, "for over by after"))
        return true; /* a headline's passive */
    if (token_in(t, i, "hail hails hailed") && token_is(t, i + 1, "from")) return true;
    return token_in(t, i, "maintain maintains maintained observed observes") &&
           (keeps(t, i) || (i > lo + 1 && token_is(t, i - 1, "not")));
}

/* A finite verb of speech or opinion at i? */
bool speech_verb(const struct tokens *t, size_t lo, size_t i) {
    uint64_t c = t->v[i].classes;
    size_t aux;

    if (says_otherwise(t, lo, i) || finds(t, lo, i)) return true;
    if (c & W_ING && c & W_SAY && speech_auxiliary(t, lo, i, &aux))
        return token_in(t, i + 1, "that on upon for"); /* has been calling upon */
    if (!(c & (W_SAY | W_THINK)) || c & W_ING || t->v[i].kind != TOK_WORD || describes(t, lo, i) ||
        is_noun(t, lo, i))
        return false;
    if (speech_participle(t, i) && speech_auxiliary(t, lo, i, &aux)) return false;
    if (c & W_THINK && speech_participle(t, i) && token_is(t, i + 1, "to") &&
        token_in(t, i + 2, "be have"))
        return false; /* people assumed to be sailors */
    return !no_speech(t, lo, i) && !(c & W_WORRY && i > lo && token_has(t, i - 1, W_ADJ | W_AUX));
}

/* ", two lawyers told Valle Noticias.": a hearer, and nothing told behind him */
bool speech_told_only(const struct tokens *t, size_t i, size_t hi) {
    if (!token_in(t, i, "told tells")) return false;
    for (size_t k = i + 1; k < hi && k < i + 12; k++) {
        if (token_in(t, k, ". ,")) return true;
        if (token_in(t, k, "that") || token_has(t, k, W_FIN | W_PRON)) return false;
    }
    return i + 12 >= hi;
}

/* did not respond; declined to comment: silence, which nobody says */
bool speech_negated(const struct tokens *t, size_t lo, size_t i) {
    return i > lo &&
           ((token_in(t, i,
                      "respond reply comment answer responded replied mention explain specify "
                      "elaborate detail disclose") &&
             token_in(t, i - 1, "not to never immediately")) ||
            (token_in(t, i, "say said") && token_in(t, i - 1, "not never yet") &&
             token_in(t, i + 1, "how whether if when where what why who")) ||
            (t->v[i - 1].low.n > 3 &&
             memcmp(t->v[i - 1].low.p + t->v[i - 1].low.n - 3, "n't", 3) == 0 &&
             !token_in(t, i, "believe think say")));
}
