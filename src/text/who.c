/* SPDX-License-Identifier: Apache-2.0 */
/* Attribution: roles in noun phrases, and the grammar that ties them to what is said.
 *
 * A role is the last noun of the first run of role words, with the nouns before it that narrow it ("government official", "airport
 * spokesman"); adjectives, nationalities and names are left out. What a head or representative is follows from the body's name. */
#include "text/who.h"

#include <stdio.h>

enum {
    VERBS = 6
}; /* of speech that are looked at in a clause: no sentence has more, and time stays linear */

struct body {
    const char *words, *role, *type;
};
/* Bodies by name: those that news name most, and no more (Wikipedia's list of intergovernmental organisations is long). */
static const struct body bodies[] = {
    {"united nations security council", "UN Security Council", "intergovernmental"},
    {"un security council", "UN Security Council", "intergovernmental"},
    {"u.n security council", "UN Security Council", "intergovernmental"},
    {"security council", "UN Security Council", "intergovernmental"},
    {"international organization for migration", "IOM", "intergovernmental"},
    {"un refugee agency", "UNHCR", "intergovernmental"},
    {"general assembly", "UN General Assembly", "intergovernmental"},
    {"human rights council", "UN Human Rights Council", "intergovernmental"},
    {"panel of experts", "UN panel of experts", "intergovernmental"},
    {"united nations", "United Nations", "intergovernmental"},
    {"european commission", "European Commission", "intergovernmental"},
    {"european parliament", "European Parliament", "intergovernmental"},
    {"european court", "European court", "intergovernmental"},
    {"european union", "European Union", "intergovernmental"},
    {"council of europe", "Council of Europe", "intergovernmental"},
    {"african union", "African Union", "intergovernmental"},
    {"red cross", "Red Cross", "intergovernmental"},
    {"news agency", "news agency", "media"},
    {"state media", "state media", "media"},
    {"local media", "local media", "media"},
    {"local press", "local media", "media"},
    {"news site", "news site", "media"},
    {"supreme court", "court", "official"},
    {"high court", "court", "official"},
    {"constitutional court", "court", "official"},
    {"coast guard", "coast guard", "official"},
    {"border guard", "border guard", "official"},
    {"human rights watch", "Human Rights Watch", "ngo"},
    {"amnesty international", "Amnesty International", "ngo"},
    {"rights group", "rights group", "ngo"},
    {"human rights group", "rights group", "ngo"},
    {"aid group", "aid group", "ngo"},
    {"advocacy group", "advocacy group", "ngo"},
    {"flight tracker", "flight tracker", "expert"},
    {"flight trackers", "flight trackers", "expert"},
};

static size_t body_at(const struct tokens *t, size_t i, size_t hi, struct who *out) {
    for (size_t k = 0; k < sizeof bodies / sizeof *bodies; k++) {
        size_t n = token_phrase(t, i, bodies[k].words);
        char plural[48];

        if (!n && t->v[i].low.n && bodies[k].words[0] == t->v[i].low.p[0]) {
            snprintf(plural, sizeof plural, "%ss", bodies[k].words);
            n = token_phrase(t, i, plural);
        }
        if (!n || i + n > hi) continue;
        snprintf(out->role, sizeof out->role, "%s", bodies[k].role);
        out->type = bodies[k].type;
        return n;
    }
    return 0;
}

static const char *type_of(uint64_t c) {
    if (c & W_EXPERT) return "expert";
    if (c & W_OFFICIAL) return "official";
    if (c & W_NGO) return "ngo";
    if (c & W_MEDIA) return "media";
    return c & W_FIRM ? "company" : "unnamed";
}

/* What a representative of this body is. */
static const char *type_of_body(const struct tokens *t, size_t lo, size_t hi, bool *ngo) {
    uint64_t all = 0; /* of the last word that tells: a Border Foundation is a foundation */

    for (size_t i = lo; i < hi && !token_in(t, i, ", who that which said"); i++)
        if (token_has(t, i, W_IGO | W_EXPWORD | W_OFFWORD | W_FIRMWORD | W_NGOWORD))
            all = t->v[i].classes;
    *ngo = false;
    if (all & W_IGO) return "intergovernmental";
    if (all & W_EXPWORD) return "expert";
    if (all & W_OFFWORD) return "official";
    if (all & W_FIRMWORD) return "company";
    *ngo = all & W_NGOWORD;
    return *ngo ? "ngo" : "unnamed";
}

static void add_word(struct who *w, struct span s) {
    size_t n = strlen(w->role);

    snprintf(w->role + n, sizeof w->role - n, "%s%.*s", n ? " " : "", (int)(s.n < 30 ? s.n : 30),
             s.p);
}

static bool adjective(struct span w) {
    static const char *const endings[] = {"al",  "ed",  "ing", "ive", "ous", "ful",
                                          "ian", "ese", "ish", "an",  "ic",  "ly",
                                          "ent", "ant", "est", "er",  "ar",  "ist"};

    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
        size_t n = strlen(endings[k]);

        if (w.n > n && memcmp(w.p + w.n - n, endings[k], n) == 0)
            return !(w.n > 6 && memcmp(w.p + w.n - 4, "ment", 4) == 0);
    }
    return false;
}

static bool modifies(const struct tokens *t, size_t i) {
    const struct token *w = &t->v[i];

    if (w->kind == TOK_WORD && !(w->classes & ~(W_S | W_NGOWORD)) && (!w->capital || i == 0) &&
        !w->foreign && w->low.n > 3 && !adjective(w->low) &&
        !token_in(
            t, i,
            "when whom also then just even only such same both from with than like into over what"))
        return true;
    return t->v[i].kind == TOK_WORD && !t->v[i].capital &&
           !token_has(t, i, W_ADJ | W_AUX | W_MOVE | W_EVENT | W_SAY | W_PRON) &&
           (token_has(t, i, W_ROLE | W_OFFWORD | W_FIRMWORD | W_EXPWORD | W_NGOWORD) ||
            token_in(t, i,
                     "immigration security foreign interior defence defense intelligence union "
                     "migration rights human church community party prison shelter hospital "
                     "opposition refugee aviation"));
}

static struct span plain_role(struct span s) {
    if (span_is(s, "spokesman") || span_is(s, "spokeswoman")) return SPAN("spokesperson");
    if (span_is(s, "dr")) return SPAN("expert");
    if (s.n > 2 && memcmp(s.p + s.n - 2, "'s", 2) == 0) s.n -= 2;
    return s;
}

/* The head at i, with the words before it that narrow it, down to lo. */
static void role_at(const struct tokens *t, size_t lo, size_t i, size_t hi, struct who *out) {
    size_t from = i;
    uint64_t c = t->v[i].classes;

    out->role[0] = 0;
    while (from > lo && i - from < 2 &&
           (modifies(t, from - 1) || (t->v[from - 1].capital &&
                                      token_has(t, from - 1, W_OFFWORD | W_FIRMWORD | W_OFFICIAL) &&
                                      !token_has(t, from - 1, W_ADJ))))
        from--;
    out->type = type_of(c);
    if (c & W_HEAD && !(c & (W_OFFICIAL | W_EXPERT))) {
        bool ngo;

        out->type = type_of_body(t, from < i ? from : i + 1, from < i ? i : hi, &ngo);
        if (ngo && from == i) add_word(out, SPAN("NGO"));
    } else if (token_in(t, i, "spokesman spokeswoman spokesperson secretary director") &&
               i + 1 < hi && token_in(t, i + 1, "of for at from")) {
        bool ngo;
        const char *type = type_of_body(t, i + 2, hi, &ngo);

        if (strcmp(type, "unnamed") != 0) out->type = type;
    }
    for (; from < i; from++) add_word(out, t->v[from].low);
    add_word(out, plain_role(t->v[i].low));
}

static const struct who *known_name(const struct who_known *k, struct span low) {
    if (low.n > 2 && memcmp(low.p + low.n - 2, "'s", 2) == 0) low.n -= 2;
    for (size_t i = k->n < WHO_NAMES ? k->n : WHO_NAMES; i-- > 0;)
        if (span_is(low, k->v[i].name)) return &k->v[i].who;
    return NULL;
}

/* Names beside a role: capitals that are no word of the lexicon. */
static void learn(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                  const struct who *who) {
    for (size_t i = lo; i < hi; i++) {
        const struct token *w = &t->v[i];

        if (token_in(t, i, "of at from for (")) return; /* the body's name is not a person's */
        if (w->kind != TOK_WORD || !w->capital || w->shout || w->classes & ~(W_S | W_ED | W_ING) ||
            w->low.n < 2 || w->low.n > 27)
            continue;
        if (known_name(known, w->low)) continue;
        snprintf(known->v[known->n % WHO_NAMES].name, 28, "%.*s", (int)w->low.n, w->low.p);
        known->v[known->n % WHO_NAMES].who = *who;
        known->n++;
    }
}

/* "the institute" after "the migration institute": the longer name; longer ones are kept. */
static void same_again(const struct tokens *t, size_t lo, size_t i, struct who_known *known,
                       struct who *out) {
    size_t n = strlen(out->role);

    if (strchr(out->role, ' ')) {
        known->role[known->roles++ % 8] = *out;
        return;
    }
    if (i <= lo || !token_in(t, i - 1, "the this its")) return;
    for (size_t k = 0; k < known->roles && k < 8; k++) {
        const struct who *w = &known->role[(known->roles - 1 - k) % 8];
        size_t m = strlen(w->role);

        if (m > n && w->role[m - n - 1] == ' ' && strcmp(w->role + m - n, out->role) == 0) {
            *out = *w;
            return;
        }
    }
}

/* A body by name, or whoever of it speaks: "a border guard spokesman". */
static bool body_role(const struct tokens *t, size_t i, size_t hi, struct who_known *known,
                      struct who *out) {
    size_t k = i + body_at(t, i, hi, out);

    if (k == i) return false;
    while (k < hi && token_has(t, k, W_ROLE | W_HEAD) && token_has(t, k + 1, W_ROLE | W_HEAD)) k++;
    if (k < hi && token_has(t, k, W_ROLE | W_HEAD)) {
        struct span s = plain_role(t->v[k].low);

        snprintf(out->role, sizeof out->role, "%.*s", (int)s.n, s.p);
        if (strcmp(out->type, "media") == 0) out->type = type_of(t->v[k].classes);
    }
    learn(t, k, hi, known, out);
    return true;
}

/* The first run of role words. */
static bool role_run(const struct tokens *t, size_t lo, size_t i, size_t hi,
                     struct who_known *known, struct who *out) {
    uint64_t c = t->v[i].classes;
    size_t k = i;

    if (!(c & (W_ROLE | W_HEAD)) || (t->v[i].shout && !(c & W_NGO))) return false;
    while (k + 1 < hi &&
           (token_has(t, k + 1, W_ROLE | W_HEAD) ||
            (modifies(t, k + 1) && k + 2 < hi && token_has(t, k + 2, W_ROLE | W_HEAD))))
        k++;
    role_at(t, lo, k, hi, out);
    same_again(t, lo, k, known, out);
    learn(t, lo, i, known, out);
    learn(t, k + 1, hi, known, out);
    return true;
}

/* UNHCR, IOM */
static bool body_initials(const struct token *w, struct who *out) {
    if (!(w->classes & W_IGO) || !w->shout) return false;
    snprintf(out->role, sizeof out->role, "%.*s", (int)(w->low.n < 8 ? w->low.n : 8), w->low.p);
    for (char *p = out->role; *p; p++) *p = (char)(*p & ~32);
    if (span_is(w->low, "unsc")) snprintf(out->role, sizeof out->role, "UN Security Council");
    if (span_is(w->low, "frontex")) snprintf(out->role, sizeof out->role, "Frontex");
    out->type = "intergovernmental";
    return true;
}

/* No role: people who are only that, or a pronoun. */
static bool plain_people(const struct tokens *t, size_t lo, size_t hi,
                         const struct who_known *known, struct who *out) {
    for (size_t i = lo; i < hi; i++)
        if (token_has(t, i, W_PEOPLE) && !token_in(t, i, "those arrival")) {
            role_at(t, i, i, hi, out);
            out->type = "unnamed";
            return true;
        }
    for (size_t i = lo; i < hi; i++)
        if (token_in(t, i, "he she they we i") && known->last.role[0]) {
            *out = known->last;
            return true;
        }
    return false;
}

bool who_read(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
              struct who *out) {
    const struct who *name = NULL;

    for (size_t i = lo; i < hi; i++) {
        const struct token *w = &t->v[i];

        if (body_role(t, i, hi, known, out) || role_run(t, lo, i, hi, known, out) ||
            body_initials(w, out))
            return true;
        if (!name && w->kind == TOK_WORD && w->capital) name = known_name(known, w->low);
    }
    if (!name) return plain_people(t, lo, hi, known, out);
    *out = *name;
    return true;
}

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

/* A finite verb of speech or opinion at i? */
static bool speaks(const struct tokens *t, size_t lo, size_t i) {
    uint64_t c = t->v[i].classes;
    size_t aux;

    if (token_in(t, i, "put puts") && (token_in(t, i + 2, "figure number total toll count") ||
                                       token_in(t, i + 1, "figure number total toll count")))
        return true;
    if (!(c & (W_SAY | W_THINK)) || c & W_ING || t->v[i].kind != TOK_WORD) return false;
    if (participle(t, i) && auxiliary_before(t, lo, i, &aux)) return false;
    if (i > lo &&
        token_in(t, i - 1,
                 "to must shall should who which that the a an this his her its of no any by"))
        return false;
    return !(c & W_WORRY && i > lo && token_has(t, i - 1, W_ADJ | W_AUX));
}

/* Somebody of whom the lexicon knows nothing: "a glassblower who ..." is a glassblower; a name alone is a person. */
static bool stranger(const struct tokens *t, size_t lo, size_t hi, struct who *out) {
    size_t head = SIZE_MAX;
    bool article = token_in(t, lo, "a an the one another two three several some many");

    for (size_t i = lo; i < hi && !token_in(t, i, "who which that of at in from with for , (");
         i++) {
        if (t->v[i].kind != TOK_WORD ||
            token_has(t, i, W_VEHICLE | W_RULE | W_BOARDN | W_FILM | W_TIME))
            return false;
        if (i > lo && token_has(t, i, W_ED | W_ING)) break;
        head = i;
    }
    if (head == SIZE_MAX || hi == lo) return false;
    if (article && head > lo && !t->v[head].capital) {
        snprintf(out->role, sizeof out->role, "%.*s",
                 (int)(t->v[head].low.n < 60 ? t->v[head].low.n : 60), t->v[head].low.p);
    } else if (!token_has(t, lo, ~(W_S | W_ED | W_ING | W_NGOWORD)) && t->v[lo].capital &&
               t->v[head].capital && head - lo < 4 && (lo > 0 || head > lo)) {
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
static bool is_adverb(struct span w) {
    return w.n > 4 && memcmp(w.p + w.n - 2, "ly", 2) == 0;
}

static bool before_apposition(const struct tokens *t, size_t lo, size_t from,
                              struct who_known *known, struct who *out, size_t *start) {
    size_t hi = from ? from - 1 : 0, k = hi;

    if (!token_in(t, from, "a an the") || hi <= lo || !token_is(t, hi, ",")) return false;
    while (k > lo && hi - k < 20 && !token_in(t, k - 1, ", ; } - \"")) k--;
    if (verb_between(t, k, hi) || !who_read(t, k, hi, known, out)) return false;
    *start = k;
    return true;
}

/* The subject ends before the verb (and its auxiliaries) and begins after a comma, further back where that has no role. */
static bool subject(const struct tokens *t, size_t lo, size_t verb, struct who_known *known,
                    struct who *out, size_t *start) {
    size_t hi = verb, from;
    bool comma = verb > lo && token_is(t, verb - 1, ",");

    while (
        hi > lo &&
        (token_has(t, hi - 1, W_AUX) ||
         (is_adverb(t->v[hi - 1].low) && !token_has(t, hi - 1, W_ROLE)) ||
         token_in(
             t, hi - 1,
             "also later further , then previously recently now not earlier separately meanwhile")))
        hi--;
    if (hi > lo && token_in(t, hi - 1, ")")) {
        while (hi > lo && !token_is(t, hi - 1, "(")) hi--;
        if (hi > lo) hi--;
    }
    from = hi;
    for (int k = 0; k < 4; k++) {
        while (from > lo && hi - from < 30 && !token_in(t, from - 1, ", ; } - \"")) from--;
        *start = from;
        if (comma && k == 0 && before_apposition(t, lo, from, known, out, start)) return true;
        if (verb_between(t, from, hi) || subordinate(t, from, hi)) return false;
        if (who_read(t, from, hi, known, out) || stranger(t, from, hi, out)) return true;
        if (from <= lo || hi - from >= 30) return false;
        from--;
    }
    return false;
}

/* "one of the workers" is a worker. */
static void singular(char *role) {
    size_t n = strlen(role);

    if (n > 3 && role[n - 1] == 's' && role[n - 2] != 's') role[n - 1] = 0;
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
        size_t end, film = SIZE_MAX;
        bool to = token_is(t, i, "according") && token_is(t, i + 1, "to"),
             of = (token_is(t, i, "in") && token_is(t, i + 1, "the") &&
                   token_in(t, i + 2, "words view opinion"));

        if (!to && !of) continue;
        if (++tried > VERBS) return false;
        end = phrase_end(t, i + 2, hi < i + 80 ? hi : i + 80);
        for (size_t k = i + 2; k < end && film == SIZE_MAX; k++)
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
        if (!who_read(t, i + 2, end, known, &out->who) && !stranger(t, i + 2, end, &out->who))
            continue;
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
    return token_in(t, i, "respond reply comment answer responded replied") && i > lo &&
           token_in(t, i - 1, "not to never");
}

void attribute(const struct tokens *t, size_t lo, size_t hi, bool quoted, struct who_known *known,
               struct attributed *out) {
    *out = (struct attributed){.by = BY_NOBODY, .verb = SIZE_MAX, .content = lo, .tag = lo};
    size_t tried = 0;

    for (size_t i = lo; i < hi; i++) {
        bool that;

        if (!speaks(t, lo, i)) continue;
        if (++tried > VERBS) break;
        that = token_is(t, i + 1, "that");
        if (negated(t, lo, i)) continue;
        if (subject(t, lo, i, known, &out->who, &out->tag)) {
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
    if (out->by == BY_NOBODY && !according(t, lo, hi, known, out)) (void)passive(t, lo, hi, out);
    if (out->by == BY_SPEAKER) known->last = out->who;
}

bool who_orders(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                struct who *out, const char **channel) {
    size_t tried = 0;

    for (size_t i = lo; i < hi; i++) {
        size_t aux, start;
        struct who w;

        if (tried > VERBS) break;
        if (!token_has(t, i, W_ORDER) || token_has(t, i, W_ING) ||
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
