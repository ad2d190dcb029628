/* SPDX-License-Identifier: Apache-2.0 */
/* Roles in noun phrases.
 *
 * A role is the last noun of the first run of role words, with the nouns before it that narrow it ("government official", "airport
 * spokesman"); adjectives, nationalities and names are left out. What a head or representative is follows from the body's name. */
#include "text/role.h"

#include "text/body.h"
#include "text/route.h"
#include "text/whose.h"

#include <stdio.h>
#include <strings.h>

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

void role_add(struct who *w, struct span s) {
    size_t n = strlen(w->role);

    if (span_is(s, "ngo")) s = SPAN("NGO");
    if (span_is(s, "ngos")) s = SPAN("NGOs");
    if (span_is(s, "mp")) s = SPAN("MP");
    if (span_is(s, "mps")) s = SPAN("MPs");
    if (span_is(s, "tv")) s = SPAN("TV");
    if (span_is(s, "taliban")) s = SPAN("Taliban");
    snprintf(w->role + n, sizeof w->role - n, "%s%.*s", n ? " " : "", (int)(s.n < 30 ? s.n : 30),
             s.p);
}

static bool adjective(struct span w) {
    static const char *const endings[] = {"al",  "ed",  "ing", "ive", "ous", "ful", "ian",
                                          "ese", "ish", "an",  "ic",  "ly",  "ent", "ant",
                                          "est", "er",  "ar",  "ist", "ble"};

    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
        size_t n = strlen(endings[k]);

        if (w.n > n && memcmp(w.p + w.n - n, endings[k], n) == 0)
            return !(w.n > 6 && memcmp(w.p + w.n - 4, "ment", 4) == 0);
    }
    return false;
}

bool role_possessive(struct span w) {
    return w.n > 2 && memcmp(w.p + w.n - 2, "'s", 2) == 0;
}

/* What offices are for, capital or not: "Transport Minister", "foreign affairs ministry". */
bool role_field(const struct tokens *t, size_t i) {
    return token_in(t, i,
                    "immigration security foreign interior defence defense intelligence union "
                    "migration rights human church community party prison shelter hospital "
                    "opposition refugee aviation transport transportation home finance health "
                    "justice labour labor education tourism unification economy energy "
                    "agriculture trade culture environment information border customs affairs "
                    "welfare support aid relief advocacy state homeland prime vice deputy "
                    "assistant press country programme program project operations "
                    "attorney civil spy law air travel team") &&
           !(token_in(t, i, "human civil") && !token_in(t, i + 1, "rights aviation")) &&
           !token_has(t, i, W_ADJ);
}

/* "a diplomatic source", "military officials": what they are of, and not which. */
static bool kind_of_source(const struct tokens *t, size_t i) {
    struct span w = t->v[i].low;

    return w.n > 5 && (token_has(t, i, W_OFFWORD) || !t->v[i].classes) &&
           !token_in(t, i,
                     "several local regional national international additional original critical "
                     "individual public typical special unofficial various multiple") &&
           (memcmp(w.p + w.n - 2, "al", 2) == 0 || memcmp(w.p + w.n - 2, "ic", 2) == 0 ||
            memcmp(w.p + w.n - 3, "ary", 3) == 0);
}

bool role_narrows(const struct tokens *t, size_t i) {
    const struct token *w = &t->v[i];

    if (role_possessive(w->low) && !(token_is(t, i + 1, "office") && token_has(t, i, W_ROLE)))
        return false; /* the ministry's */
    if (role_field(t, i)) return true;
    if (token_is(t, i, "high") && token_in(t, i + 1, "commission commissioner")) return true;
    if (token_in(t, i, "charge chargé") && token_is(t, i + 1, "d'affaires")) return true;
    if (token_in(t, i, "interim caretaker transitional federal provincial") &&
        token_in(t, i + 1, "government authorities police administration"))
        return true;
    if (token_is(t, i, "permanent") && token_in(t, i + 1, "representative secretary mission"))
        return true;
    if (token_is(t, i, "special") &&
        token_in(t, i + 1,
                 "rapporteur rapporteurs envoy envoys representative adviser investigator"))
        return true;
    if (token_is(t, i, "chief") && token_in(t, i + 1, "minister executive justice secretary"))
        return true;
    if (token_in(t, i, "executive managing regional general technical medical legal") &&
        token_in(t, i + 1, "director manager secretary coordinator adviser advisor officer editor"))
        return true;
    if (token_in(t, i, "woman women man men female male")) return false;
    if (token_in(t, i + 1,
                 "source sources official officials spokesman spokeswoman spokesperson aide aides "
                 "adviser advisers analyst analysts") &&
        !w->capital && kind_of_source(t, i))
        return true;
    if (w->kind == TOK_WORD && !(w->classes & ~(W_S | W_NGOWORD)) && !w->capital && !w->foreign &&
        w->low.n > 3 && !adjective(w->low) &&
        !token_in(
            t, i,
            "when whom also then just even only such same both from with than like into over what"))
        return true;
    return t->v[i].kind == TOK_WORD && !t->v[i].capital &&
           !token_has(t, i, W_ADJ | W_AUX | W_MOVE | W_EVENT | W_SAY | W_PRON) &&
           token_has(t, i, W_ROLE | W_OFFWORD | W_FIRMWORD | W_EXPWORD | W_NGOWORD);
}

static struct span plain_role(struct span s) {
    if (span_is(s, "dr")) return SPAN("expert");
    if (span_is(s, "kremlin")) return SPAN("Kremlin");
    if (span_is(s, "taliban")) return SPAN("Taliban");
    if (span_is(s, "pentagon")) return SPAN("Pentagon");
    if (span_is(s, "vatican")) return SPAN("Vatican");
    if (span_is(s, "dept")) return SPAN("department");
    if (span_is(s, "govt") || span_is(s, "gov't")) return SPAN("government");
    if (s.n > 2 && memcmp(s.p + s.n - 2, "'s", 2) == 0) s.n -= 2;
    return s;
}

/* "the Norlandic embassy": a text may have two. */
static void whose_embassy(const struct tokens *t, size_t lo, size_t i, struct who *out) {
    char name[40];
    bool people;

    for (size_t n = 1; n < 4 && i >= lo + n; n++)
        if (route_country(t, i - n, i, name, sizeof name, &people) == n &&
            !role_possessive(t->v[i - 1].low)) {
            snprintf(out->role, sizeof out->role, "%.*s", (int)(t->v[i - 1].to - t->v[i - n].from),
                     t->of + t->v[i - n].from);
            return;
        }
}

/* The head at i, with the words before it that narrow it, down to lo. */
static void role_at(const struct tokens *t, size_t lo, size_t i, size_t hi, struct who *out) {
    size_t from = i;
    uint64_t c = t->v[i].classes;

    out->role[0] = 0;
    if (token_is(t, i, "general") && i > lo &&
        token_in(t, i - 1, "director secretary attorney consul inspector solicitor")) {
        role_add(out, t->v[i - 1].low);
        role_add(out, t->v[i].low);
        out->type = "official";
        return;
    }
    while (
        from > lo && i - from < 2 &&
        (!role_possessive(t->v[from - 1].low) ||
         (token_is(t, from, "office") && token_has(t, from - 1, W_ROLE))) &&
        (role_narrows(t, from - 1) ||
         (t->v[from - 1].capital && token_has(t, from - 1, W_OFFWORD | W_FIRMWORD | W_OFFICIAL) &&
          !token_has(t, from - 1, W_ADJ))))
        from--;
    out->type = type_of(c);
    if (c & W_HEAD && !(c & (W_OFFICIAL | W_EXPERT))) {
        bool ngo;

        out->type = type_of_body(t, from < i ? from : i + 1, from < i ? i : hi, &ngo);
        if (ngo && from == i) role_add(out, SPAN("NGO"));
    } else if (token_in(t, i, "spokesman spokeswoman spokesperson secretary director") &&
               i + 1 < hi && token_in(t, i + 1, "of for at from")) {
        bool ngo;
        const char *type = type_of_body(t, i + 2, hi, &ngo);

        if (strcmp(type, "unnamed") != 0) out->type = type;
    }
    for (; from < i; from++) role_add(out, t->v[from].low);
    if (token_is(t, i, "officer") && token_phrase(t, i + 1, "- in - charge")) {
        role_add(out, SPAN("officer-in-charge"));
        return;
    }
    if (token_is(t, i, "heads") && i > 0 && token_in(t, i - 1, "who which")) {
        role_add(out, SPAN("head")); /* who heads the unit */
        return;
    }
    if (token_in(t, i, "embassy consulate") && !out->role[0]) whose_embassy(t, lo, i, out);
    role_add(out, plain_role(t->v[i].low));
}

/* Is it a word of the name, whatever the case? "centre" of "Returns Centre". */
static bool named_so(const char *name, const char *word) {
    size_t n = strlen(word);

    for (; *name; name++)
        if (*name == ' ' && strncasecmp(name + 1, word, n) == 0 &&
            (!name[n + 1] || name[n + 1] == ' '))
            return true;
    return false;
}

/* "the institute" after "the migration institute": the longer name; longer ones are kept. */
static void same_again(const struct tokens *t, size_t lo, size_t i, struct who_known *known,
                       struct who *out) {
    size_t n = strlen(out->role);

    if (strcmp(out->role, "UN agency") == 0 &&
        strcmp(known->last.type ? known->last.type : "", "intergovernmental") == 0) {
        *out = known->last;
        return;
    }

    if (strchr(out->role, ' ')) {
        known->role[known->roles++ % 8] = *out;
        return;
    }
    if (i <= lo || !token_in(t, i - 1, "the this its same")) return;
    if (token_in(t, i, "agency organization organisation body") && known->last.role[0] >= 'A' &&
        known->last.role[0] <= 'Z' && !strchr(known->last.role, ' ') &&
        (strcmp(known->last.type, "intergovernmental") == 0 ||
         strcmp(known->last.type, "ngo") == 0)) {
        *out = known->last; /* "the agency" after the ERA spoke */
        return;
    }
    if (token_in(t, i, "airline carrier company") && known->last.role[0] >= 'A' &&
        known->last.role[0] <= 'Z' && strcmp(known->last.type, "company") == 0) {
        *out = known->last; /* "the airline" after Norland Air spoke */
        return;
    }
    for (size_t k = 0; k < known->roles && k < 8; k++) {
        const struct who *w = &known->role[(known->roles - 1 - k) % 8];
        size_t m = strlen(w->role);

        if (strncmp(w->role, "ministry of ", 12) == 0 && strcmp(out->role, "ministry") == 0) {
            *out = *w;
            return;
        }
        if (token_in(t, i, "charity ngo nonprofit") && w->role[0] <= 'Z' &&
            strcmp(w->type, "ngo") == 0) {
            *out = *w; /* "the charity" after Lake Watch was named as one */
            return;
        }
        if (m > n && ((w->role[m - n - 1] == ' ' && strcmp(w->role + m - n, out->role) == 0) ||
                      (w->role[0] >= 'A' && w->role[0] <= 'Z' && named_so(w->role, out->role)))) {
            *out = *w;
            return;
        }
    }
    if (token_in(t, i, "department agency body organisation organization office bureau") &&
        known->last.role[0] >= 'A' && known->last.role[0] <= 'Z' && strchr(known->last.role, ' ') &&
        who_is_body(&known->last) && strcmp(known->last.type, "media") != 0)
        *out = known->last; /* "the department" after Trade Affairs Norland spoke */
}

/* All of the word is in capitals, an 's aside. */
bool role_shouts(const struct tokens *t, size_t i) {
    if (t->v[i].shout) return true;
    if (!role_possessive(t->v[i].low) || t->v[i].low.n < 4) return false;
    for (uint32_t k = t->v[i].from; k < t->v[i].from + t->v[i].low.n - 2; k++)
        if (t->of[k] < 'A' || t->of[k] > 'Z') return false;
    return true;
}

/* Initials that may stand for a body. */
bool role_initials(const struct tokens *t, size_t i) {
    return i < t->n && role_shouts(t, i) && t->v[i].kind == TOK_WORD && t->v[i].low.n >= 2 &&
           (t->v[i].classes & W_IGO || !memchr(t->v[i].low.p, '.', t->v[i].low.n)) && /* J.M. */
           t->v[i].low.n <= 8 && !(t->v[i].classes & ~(W_S | W_ED | W_ING | W_IGO | W_NGO)) &&
           !token_in(t, i,
                     "us u.s usa uk u.k uae u.a.e dprk prc drc tv id ii iii iv gmt utc est edt ist "
                     "pst bst pm am "
                     "covid ok nk sk lng icbm dna pdf faq");
}

/* "(HRW)" at k: who speaks by these initials from here on is called by them, as the text does. */
static void keep_initials(const struct tokens *t, size_t k, struct who_known *known,
                          const struct who *who) {
    if (k + 2 >= t->n || !token_is(t, k, "(") || !token_is(t, k + 2, ")") ||
        !role_initials(t, k + 1) || who_known_as(known, t->v[k + 1].low))
        return;
    snprintf(known->v[known->n % WHO_NAMES].name, 28, "%.*s",
             (int)(t->v[k + 1].low.n < 27 ? t->v[k + 1].low.n : 27), t->v[k + 1].low.p);
    known->v[known->n % WHO_NAMES].who = *who;
    if (!(lex_of(span_of(strrchr(who->role, ' ') ? strrchr(who->role, ' ') + 1 : who->role)) &
          W_SOURCE))
        whose_initials(t->v[k + 1].low, known->v[known->n % WHO_NAMES].who.role,
                       sizeof known->v[0].who.role);
    known->n++;
}

/* "migration service": what services of a state are for. */
static bool of_service(const struct tokens *t, size_t i) {
    return token_in(t, i,
                    "migration immigration border prison security intelligence customs rescue "
                    "correctional secret foreign corrections") &&
           token_in(t, i + 1, "service services");
}

/* "the migration service": a service of the state, and not of an airline. */
static bool state_service(const struct tokens *t, size_t lo, size_t i, size_t hi, struct who *out) {
    if (i <= lo || !of_service(t, i - 1) || (i + 1 < hi && token_has(t, i + 1, W_ROLE | W_HEAD)))
        return false;
    out->role[0] = 0;
    role_add(out, t->v[i - 1].low);
    role_add(out, t->v[i].low);
    out->type = "official";
    return true;
}

/* "the advocacy group Lake Watch" at k, behind the group: by its name. */
static bool group_name(const struct tokens *t, size_t k, size_t hi, struct who *out) {
    size_t end = k;

    while (end < hi && end < k + 6 &&
           ((t->v[end].kind == TOK_WORD && t->v[end].capital) ||
            (end > k && t->v[end].kind == TOK_NUM && end + 1 < hi && t->v[end + 1].capital) ||
            (end > k && token_in(t, end, "of at the for in and") &&
             (t->v[end + 1].capital || t->v[end + (end + 2 < hi ? 2 : 0)].capital))))
        end++;
    while (end > k && !t->v[end - 1].capital) end--;
    if (end < k + 2) return false;
    snprintf(out->role, sizeof out->role, "%.*s", (int)(t->v[end - 1].to - t->v[k].from),
             t->of + t->v[k].from);
    return true;
}

/* A body by name, or whoever of it speaks: "a border guard spokesman". */
static bool body_role(const struct tokens *t, size_t lo, size_t i, size_t hi,
                      struct who_known *known, struct who *out) {
    size_t k = i + body_read(t, i, hi, out), field, field_to;

    if (k == i) return false;
    if (strcmp(out->type, "media") == 0 && whose_outlet(t, lo, k - 1, hi, out)) return true;
    if (token_in(t, i, "homeland") && token_has(t, k, W_ROLE)) return false; /* the secretary */
    if (k + 1 < hi && strcmp(out->type, "intergovernmental") == 0) { /* the United Nations' IOM */
        size_t own = k + (token_is(t, k, "'") ? 1 : 0), n = body_read(t, own, hi, out);

        if (n) k = own + n;
        if (!n && token_in(t, own, "migration refugee") && token_in(t, own + 1, "agency body")) {
            k = own + 2; /* the United Nations' migration agency */
            snprintf(out->role, sizeof out->role, "%s",
                     token_is(t, own, "migration") ? "IOM" : "UNHCR");
        }
    }
    if (k + 3 < hi && token_is(t, k, "(") && token_is(t, k + 2, ")") &&
        token_has(t, k + 3, W_ROLE | W_HEAD))
        k += 3; /* "Department of Ports (DP) Secretary" */
    field = k;
    if (strcmp(out->type, "ngo") == 0 && out->role[0] >= 'a' && group_name(t, k, hi, out))
        return true;
    if (!t->v[i].capital && k < hi && t->v[k].capital) { /* "the aid group Witness of ..." */
        who_learn(t, k, hi, known, out);
        return true;
    }
    while (k + 1 < hi && role_field(t, k) &&
           (role_field(t, k + 1) || token_has(t, k + 1, W_ROLE | W_HEAD)))
        k++;
    if (!token_has(t, k, W_ROLE | W_HEAD)) k = field;
    field_to = k;
    while (k < hi && token_has(t, k, W_ROLE | W_HEAD) && token_has(t, k + 1, W_ROLE | W_HEAD)) k++;
    if (k < hi && token_has(t, k, W_ROLE | W_HEAD)) {
        struct span s = plain_role(t->v[k].low);
        bool named = out->role[0] >= 'A' && out->role[0] <= 'Z'; /* "IOM spokesperson" */

        if (!named) out->role[0] = 0;
        for (; field < field_to; field++) role_add(out, t->v[field].low);
        role_add(out, s);
        if (strcmp(out->type, "media") == 0) out->type = type_of(t->v[k].classes);
    }
    who_learn(t, k, hi, known, out);
    if (out->role[0] >= 'a') known->role[known->roles++ % 8] = *out; /* "the group" later */
    keep_initials(t, k, known, out); /* "Human Rights Watch (HRW)" */
    return true;
}

bool role_is_name(const struct tokens *t, size_t i) {
    return t->v[i].kind == TOK_WORD && t->v[i].capital && !t->v[i].shout &&
           !(t->v[i].classes & ~(W_S | W_ED | W_ING));
}

/* "The director of trade at the ministry Ana Ruiz": the name at the end is the director's. */
static void learn_last(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                       const struct who *who) {
    size_t at = hi;

    while (at > lo && role_is_name(t, at - 1)) at--;
    if (at < hi && at > lo && hi - at < 4 &&
        token_has(t, at - 1, W_ROLE | W_OFFWORD | W_NGOWORD | W_FIRMWORD))
        who_learn(t, at, hi, known, who);
}

/* "the students' union": whose it is, and not who */
static bool owns(const struct tokens *t, size_t i, size_t hi) {
    if (!token_is(t, i + 1, "'") || !t->v[i + 1].glued) return false;
    for (size_t k = i + 2; k < hi && k < i + 5; k++)
        if (token_has(t, k, W_ROLE | W_HEAD)) return true;
    return false;
}

/* "the government's COVID-19 spokesperson": whose he is. */
static bool owns_speaker(const struct tokens *t, size_t i, size_t hi) {
    if (!role_possessive(t->v[i].low)) return false;
    for (size_t k = i + 1; k < hi && k < i + 6; k++) {
        if (token_in(t, k, "spokesperson spokesman spokeswoman")) return true;
        if (t->v[k].kind == TOK_WORD && !t->v[k].capital && !role_narrows(t, k)) return false;
    }
    return false;
}

/* "President Ana Ruiz's administration": it speaks, and not she. */
static bool owns_office(const struct tokens *t, size_t i, size_t hi) {
    size_t k = i;

    while (k + 1 < hi && k < i + 4 && !role_possessive(t->v[k].low) && t->v[k + 1].capital) k++;
    return role_possessive(t->v[k].low) && k + 1 < hi &&
           token_in(t, k + 1, "administration government cabinet office campaign team ministry");
}

/* A word of a role that is none here. */
static bool no_role(const struct tokens *t, size_t i, size_t hi) {
    uint64_t c = t->v[i].classes;
    struct who named;

    if (i + 1 < hi && (of_service(t, i) || owns(t, i, hi) || owns_speaker(t, i, hi) ||
                       (t->v[i].capital && owns_office(t, i, hi))))
        return true;
    if (i > 1 && t->v[i].capital && token_is(t, i - 1, "the") && t->v[i - 1].capital &&
        t->v[i - 2].kind == TOK_WORD)
        return true; /* "an interview with The Advocate" */

    if (!(c & (W_ROLE | W_HEAD)) || c & W_ING ||
        /* "neighbouring" */ (t->v[i].shout && !(c & (W_NGO | W_HEAD))))
        return true;
    if (i + 2 < hi && token_is(t, i + 1, "-") && t->v[i + 1].glued &&
        token_in(t, i + 2,
                 "run led backed owned funded appointed controlled affiliated organised "
                 "organized chartered"))
        return true; /* "the state-run agency" */
    if (c & W_PEOPLE && !(c & (W_OFFICIAL | W_HEAD)) && t->v[i].capital && i + 1 < hi &&
        role_is_name(t, i + 1) && !token_has(t, i + 1, W_ROLE) &&
        t->v[i].low.p[t->v[i].low.n - 1] != 's')
        return true; /* "Refugee Action": a name */
    if (c & W_PEOPLE && t->v[i].capital && token_is(t, i + 1, "and") && i + 3 < hi &&
        t->v[i + 2].capital && token_has(t, i + 3, W_ROLE))
        return true; /* "Refugees and Trade Minister" */
    if (c & W_PEOPLE && t->v[i].capital && i > 0 && t->v[i - 1].capital && i + 1 < hi &&
        t->v[i + 1].capital &&
        token_in(t, i + 1, "movement front union party action project support trust foundation"))
        return true; /* "the Afghan Refugees Movement" */
    if (token_in(t, i, "group groups number") && token_is(t, i + 1, "of"))
        for (size_t n = i + 2; n < hi && n < i + 8 && !token_in(t, n, ", who that which"); n++)
            if (token_has(t, n, W_ROLE) && t->v[n].low.p[t->v[n].low.n - 1] == 's')
                return true; /* "a group of glaziers": they do */
    if (token_in(t, i, "daily weekly") && !t->v[i].capital &&
        token_has(t, i + 1, W_DOC | W_VEHICLE) && !token_has(t, i + 1, W_ED))
        return true; /* "its daily report" */
    if (token_in(t, i, "ngo group charity organisation organization") &&
        t->v[i + (i + 1 < hi)].capital && body_read(t, i + 1, hi, &named))
        return true; /* "the NGO Human Rights Watch" */
    if (token_in(t, i, "daily weekly radio") && t->v[i].capital && i + 1 < hi &&
        t->v[i + 1].capital)
        return true; /* "Daily Bell sources" */
    if (token_in(t, i, "refugee migrant immigrant student worker prisoner detainee") &&
        token_in(t, i + 1, "and") && i + 2 < hi)
        return true; /* "refugee and migrant rights researcher" */
    return token_is(t, i, "official") &&
           token_in(t, i + 1,
                    "information data figures statistics results announcement notice news account "
                    "document documents list website visit statement report");
}

/* "Ministry of Culture press official Ana Ruiz", "a National Police (NP) source": who speaks for the body that ends at k. *lo is where
 * the words that narrow it begin. @return the head, or k. */
static size_t of_the_body(const struct tokens *t, size_t k, size_t hi, size_t *lo) {
    static const char people[] = "source sources official officials officer spokesman spokeswoman "
                                 "spokesperson secretary director representative adviser";
    size_t j = k + 2, first;

    if (k + 4 < hi && token_is(t, k + 1, "(") && token_is(t, k + 3, ")") &&
        token_in(t, k + 4, people))
        return k + 4;
    if (!token_in(t, k, "ministry department bureau") || !token_is(t, k + 1, "of")) return k;
    while (j < hi && (t->v[j].capital || token_is(t, j, "and"))) j++;
    first = j;
    while (j + 1 < hi && role_narrows(t, j) && token_has(t, j + 1, W_ROLE | W_HEAD)) j++;
    if (j >= hi || j == k + 2 || t->v[j].capital || !token_in(t, j, people)) return k;
    *lo = first;
    return j;
}

/* "Minister Ruiz" after "Interior Minister Ana Ruiz": the longer role. */
static void named_again(const struct tokens *t, size_t k, size_t hi, const struct who_known *known,
                        struct who *out) {
    const struct who *w =
        k + 1 < hi && t->v[k + 1].capital ? who_known_as(known, t->v[k + 1].low) : NULL;
    size_t n = strlen(out->role), m = w ? strlen(w->role) : 0;

    if (m > n && w->role[m - n - 1] == ' ' && strcmp(w->role + m - n, out->role) == 0) *out = *w;
}

/* "spokeswoman Assistant Inspector Ana Ruiz": a rank between the role and the name. */
static bool rank_behind(const struct tokens *t, size_t k) {
    return token_in(t, k, "spokesman spokeswoman spokesperson director chief head") &&
           !t->v[k].capital && t->v[k + 1].capital;
}

/* The first run of role words. */
static bool role_run(const struct tokens *t, size_t lo, size_t i, size_t hi,
                     struct who_known *known, struct who *out) {
    size_t k = i, head;

    if (no_role(t, i, hi)) return false;
    while (
        k + 1 < hi && !rank_behind(t, k) &&
        (token_has(t, k + 1, W_ROLE | W_HEAD) ||
         ((role_narrows(t, k + 1) || (token_in(t, k, "deputy assistant") && t->v[k + 1].capital)) &&
          k + 2 < hi && token_has(t, k + 2, W_ROLE | W_HEAD))))
        k++;
    head = of_the_body(t, k, hi, &lo);
    if (head != k && lo > k) i = head;
    k = head;
    role_at(t, lo, k, hi, out);
    if (k + 2 < hi && token_is(t, k + 1, "-") && t->v[k + 1].glued &&
        token_in(t, k, "director secretary attorney consul governor inspector vice") &&
        token_in(t, k + 2, "general president")) {
        if (strlen(out->role) + 10 < sizeof out->role)
            snprintf(out->role + strlen(out->role), 10, "-%.*s", (int)t->v[k + 2].low.n,
                     t->v[k + 2].low.p);
        k += 2;
    }
    whose_role(t, lo, i, k, hi, out);
    if (token_in(t, k, "charity ngo nonprofit") && group_name(t, k + 1, hi, out)) {
        out->type = "ngo"; /* "the charity Lake Watch" */
        known->role[known->roles++ % 8] = *out;
        return true;
    }
    if (strcmp(out->role, "ministry") == 0 || strcmp(out->role, "minister") == 0)
        (void)whose_ministry(t, k, hi, out->role, sizeof out->role);
    for (size_t j = k + 1; j + 2 < t->n && j < k + 8 && token_has(t, k, W_OFFWORD | W_NGOWORD); j++)
        keep_initials(t, j, known, out); /* "Ministry of Trade (MINTRA)" */
    same_again(t, lo, k, known, out);
    named_again(t, k, hi, known, out);
    for (size_t cut = lo; cut < i; cut++)
        if (token_is(t, cut, ",")) {
            who_learn(t, lo, cut, known, out); /* "Lee, the head of"; not "a Smith aide" */
            break;
        }
    who_learn(t, k + 1, hi, known, out);
    learn_last(t, k + 1, hi, known, out);
    return true;
}

/* UNHCR, IOM */
static bool body_initials(const struct token *w, struct who *out) {
    if (!(w->classes & W_IGO) || !(w->shout || (w->capital && w->low.n > 5))) return false;
    whose_initials(w->low, out->role, sizeof out->role);
    if (span_is(w->low, "u.n")) snprintf(out->role, sizeof out->role, "UN");
    if (span_is(w->low, "unsc")) snprintf(out->role, sizeof out->role, "UN Security Council");
    if (span_is(w->low, "frontex")) snprintf(out->role, sizeof out->role, "Frontex");
    out->type = "intergovernmental";
    return true;
}

bool who_is_body(const struct who *who) {
    const char *last = strrchr(who->role, ' ');

    last = last ? last + 1 : who->role;
    return (*last >= 'A' && *last <= 'Z' && strcmp(last, "CEO") != 0 && strcmp(last, "MP") != 0) ||
           (lex_of(span_of(last)) & (W_OFFWORD | W_NGOWORD | W_FIRMWORD | W_MEDIA) &&
            !(lex_of(span_of(last)) & W_HEAD)) ||
           strcmp(last, "organisation") == 0 || strcmp(last, "organization") == 0;
}

/* No role: people who are only that, or a pronoun. */
static bool plain_people(const struct tokens *t, size_t lo, size_t hi,
                         const struct who_known *known, struct who *out) {
    for (size_t i = lo; i < hi; i++)
        if (token_has(t, i, W_PEOPLE) && !token_in(t, i, "those arrival") &&
            !(t->v[i].capital && i + 1 < hi && t->v[i + 1].capital)) {
            out->role[0] = 0;
            if (i > lo && !t->v[i - 1].capital &&
                (token_is(t, i - 1, "asylum") || token_has(t, i - 1, W_PEOPLE)))
                role_add(out, t->v[i - 1].low);
            role_add(out, plain_role(t->v[i].low));
            out->type = "unnamed";
            return true;
        }
    for (size_t i = lo; i < hi; i++)
        if (token_in(t, i, "he she they we i him her them") ||
            (token_is(t, i, "it") && hi == lo + 1)) {
            *out = known->last.role[0] ? known->last : known->seen;
            if (i > lo && token_is(t, i - 1, "of") && who_is_body(out))
                return false; /* "eighty of them": no body */
            if (token_in(t, i, "he she him her") && known->person.role[0] && who_is_body(out))
                *out = known->person;
            if (token_in(t, i, "he she") && out->role[0] && who_is_body(out)) {
                *out = known->seen; /* no body is a he */
                if (!out->role[0] || who_is_body(out)) *out = (struct who){"person", "unnamed"};
            }
            return out->role[0] && !(token_is(t, i, "it") && !known->last.role[0]);
        }
    return false;
}

/* "IOM spokesman", "IOM Libya Chief of Mission": the role behind the initials speaks. */
static bool heads_role(const struct tokens *t, size_t i, size_t hi) {
    char name[40];
    bool people;
    size_t k = i + 1;
    bool apart = token_is(t, k, "'") && token_is(t, k + 1, "s"); /* the U.N.'s */

    if (apart) k += 2;
    if (k < hi) k += route_country(t, k, hi, name, sizeof name, &people);
    if (!apart && k == i + 1 && !role_possessive(t->v[i].low)) { /* "UN human rights chief" */
        size_t n = k;

        while (n < hi && n < k + 3 &&
               (role_field(t, n) ||
                token_in(t, n, "special independent senior external internal public regional") ||
                (!t->v[n].capital && role_narrows(t, n) && !token_has(t, n, W_ROLE))))
            n++;
        if (n > k && n < hi && token_has(t, n, W_ROLE | W_HEAD)) return true;
    }
    if (apart || role_possessive(t->v[i].low)) /* the UN's refugee agency */
        while (k + 1 < hi && k < i + 5 && role_narrows(t, k) && !token_has(t, k, W_ROLE)) k++;
    return k < hi && token_has(t, k, W_ROLE | W_HEAD | W_OFFWORD) &&
           (k == i + 1 || apart || t->v[k].capital || role_possessive(t->v[i].low));
}

/* A body by its proper name, which "the centre" and its initials mean from here on. */
static bool proper(const struct tokens *t, size_t i, size_t hi, struct who_known *known,
                   struct who *out) {
    struct who named;
    size_t n;

    if (body_read(t, i, hi, &named) || !(n = body_proper(t, i, hi, out))) return false;
    keep_initials(t, i + n, known, out);
    known->role[known->roles++ % 8] = *out;
    return true;
}

/* "Ana Ruiz, who runs the Harbour Society": its head; "who represents the men": their lawyer. */
bool who_runs(const struct tokens *t, size_t i, size_t hi, struct who *out) {
    bool ngo, body = false;

    if (token_phrase(t, i, "who represents") || token_phrase(t, i, "who represented")) {
        *out = (struct who){"lawyer", "expert"};
        for (size_t k = i + 2; k < hi && k < i + 10; k++)
            if (token_in(t, k, "him her them") || token_has(t, k, W_PEOPLE)) return true;
    }
    if (!token_is(t, i, "who") || !token_in(t, i + 1, "runs leads chairs directs manages"))
        return false;
    out->type = type_of_body(t, i + 2, hi, &ngo);
    for (size_t k = i + 2; k < hi && k < i + 10; k++) {
        body |= token_has(t, k, W_ROLE | W_OFFWORD | W_NGOWORD | W_FIRMWORD | W_EXPWORD);
        ngo |= token_has(t, k, W_NGO);
    }
    if (!body) return false;
    if (ngo) out->type = "ngo";
    snprintf(out->role, sizeof out->role, "%shead", ngo ? "NGO " : "");
    return true;
}

bool who_read(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
              struct who *out) {
    const struct who *name = NULL;

    for (size_t i = lo; i < hi; i++) {
        const struct token *w = &t->v[i];

        if (who_runs(t, i, hi, out)) {
            who_learn(t, lo, i, known, out);
            return true;
        }
        if (proper(t, i, hi, known, out) || body_role(t, lo, i, hi, known, out) ||
            state_service(t, lo, i, hi, out) || role_run(t, lo, i, hi, known, out))
            return true;
        if (w->classes & W_IGO && !(token_is(t, i + 1, "-") && t->v[i + 1].glued) &&
            !heads_role(t, i, hi) && body_initials(w, out))
            return true;
        if (!name && w->kind == TOK_WORD && w->capital) name = who_known_as(known, w->low);
    }
    if (name) {
        *out = *name;
        return true;
    }
    return body_or_state(t, lo, hi, out) || plain_people(t, lo, hi, known, out);
}

/* "Ana Ruiz, the governor of ...": the name before the comma is of the role at i behind it. */
static void apposed(const struct tokens *t, size_t i, struct who_known *known) {
    size_t at = i, name;
    struct who w;

    while (at > 0 && i - at < 3 && !token_is(t, at - 1, ",")) {
        if (!(role_narrows(t, at - 1) || token_has(t, at - 1, W_ADJ))) return;
        at--;
    }
    if (at < 3 || !token_is(t, at - 1, ",")) return;
    for (name = at - 1;
         name > 0 && at - name < 6 &&
         (role_is_name(t, name - 1) || (token_is(t, name - 1, "-") && t->v[name - 1].glued) ||
          (name > 1 && token_is(t, name - 2, "-") && t->v[name - 1].glued));
         name--) {
    }
    if (at - 1 - name < 2 || !role_run(t, at, i, i + 8 < t->n ? i + 8 : t->n, known, &w)) return;
    who_learn(t, name, at - 1, known, &w);
}

/* "One sailor, Ana Ruiz, was ...", "the sailor, Mr. Ruiz, was": the name behind the comma is of the role that ends at k. */
static void named_behind(const struct tokens *t, size_t k, struct who_known *known) {
    size_t first = k + 2, end;
    struct who w;

    if (!k || !token_is(t, k + 1, ",") || !token_in(t, k - 1, "one a another the")) return;
    if (token_in(t, first, "mr mrs ms")) first += token_is(t, first + 1, ".") ? 2 : 1;
    for (end = first; end < t->n && role_is_name(t, end) && end < k + 6;) end++;
    if (end < first + (first > k + 2 ? 1 : 2) || !token_is(t, end, ",")) return;
    role_at(t, k, k, k + 1, &w);
    if (token_has(t, k, W_PEOPLE)) w.type = "unnamed";
    who_learn(t, first, end, known, &w);
    known->seen = w;
}

void who_mention(const struct tokens *t, struct who_known *known) {
    struct who w;

    for (size_t i = 0; i + 1 < t->n; i++) {
        size_t k = i, end;

        if (token_has(t, i, W_PEOPLE | W_ROLE) && !t->v[i].shout) named_behind(t, i, known);
        if (!token_has(t, i, W_ROLE | W_HEAD) || t->v[i].shout) continue;
        apposed(t, i, known);
        if (token_is(t, k + 1, "-") && t->v[k + 1].glued && token_has(t, k + 2, W_ROLE)) k += 2;
        if (token_is(t, k, "officer") && token_phrase(t, k + 1, "- in - charge")) k += 4;
        while (k + 1 < t->n && token_has(t, k + 1, W_ROLE | W_HEAD)) k++;
        for (end = k + 1; end < t->n && end < k + 5 && t->v[end].capital; end++) {
        }
        if (end == k + 1 && token_in(t, k + 1, "to of for in") && k + 3 < t->n &&
            t->v[k + 2].capital && t->v[k].capital && !token_has(t, k, W_PEOPLE)) {
            role_at(t, i > 2 ? i - 2 : 0, k, t->n, &w); /* "Ambassador to Lesotho Ana Ruiz" */
            known->seen = w;
        }
        if (end > k + 1 && t->v[k + 1].kind == TOK_WORD && !t->v[k + 1].shout &&
            !t->v[k + 1].classes && role_run(t, i > 6 ? i - 6 : 0, i, end, known, &w))
            known->seen = w;
        i = k;
    }
}
