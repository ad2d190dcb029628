/* SPDX-License-Identifier: Apache-2.0 */
/* A place is a run of capitals after in, at, from, to, near, for, via or between, or the name of a country. A direction needs both
 * ends: "from A to B", "between A and B" with something that travels, movement to B out of A, or people of B brought back from A.
 *
 * A flight number is an airline's two characters (letters, or a letter and a digit) and one to four digits, where flight, рейс or
 * the like is near. UN 2397, US 101 and E 40 stand where resolutions and roads are spoken of, and are none. */
#include "text/route.h"

#include "base/ascii.h"

#include <stdio.h>

/* Countries and what their people are called. Short names of the UN's list of members, and four that news write of. */
static const char *const countries[][2] = {{"afghanistan", "afghan"},
                                           {"albania", "albanian"},
                                           {"algeria", "algerian"},
                                           {"angola", "angolan"},
                                           {"argentina", "argentine"},
                                           {"argentina", "argentinian"},
                                           {"armenia", "armenian"},
                                           {"australia", "australian"},
                                           {"austria", "austrian"},
                                           {"azerbaijan", "azerbaijani"},
                                           {"azerbaijan", "azeri"},
                                           {"bahamas", "bahamian"},
                                           {"bahrain", "bahraini"},
                                           {"bangladesh", "bangladeshi"},
                                           {"barbados", "barbadian"},
                                           {"belarus", "belarusian"},
                                           {"belgium", "belgian"},
                                           {"belize", "belizean"},
                                           {"benin", "beninese"},
                                           {"bhutan", "bhutanese"},
                                           {"bolivia", "bolivian"},
                                           {"bosnia", "bosnian"},
                                           {"botswana", "motswana"},
                                           {"brazil", "brazilian"},
                                           {"brunei", "bruneian"},
                                           {"bulgaria", "bulgarian"},
                                           {"burkina faso", "burkinabe"},
                                           {"burundi", "burundian"},
                                           {"cambodia", "cambodian"},
                                           {"cameroon", "cameroonian"},
                                           {"canada", "canadian"},
                                           {"cape verde", "cape verdean"},
                                           {"central african republic", "central african"},
                                           {"chad", "chadian"},
                                           {"chile", "chilean"},
                                           {"china", "chinese"},
                                           {"colombia", "colombian"},
                                           {"comoros", "comorian"},
                                           {"congo", "congolese"},
                                           {"costa rica", "costa rican"},
                                           {"croatia", "croatian"},
                                           {"cuba", "cuban"},
                                           {"cyprus", "cypriot"},
                                           {"czech republic", "czech"},
                                           {"denmark", "danish"},
                                           {"djibouti", "djiboutian"},
                                           {"dominican republic", "dominican"},
                                           {"east timor", "timorese"},
                                           {"ecuador", "ecuadoran"},
                                           {"ecuador", "ecuadorian"},
                                           {"egypt", "egyptian"},
                                           {"el salvador", "salvadoran"},
                                           {"eritrea", "eritrean"},
                                           {"estonia", "estonian"},
                                           {"eswatini", "swazi"},
                                           {"ethiopia", "ethiopian"},
                                           {"fiji", "fijian"},
                                           {"finland", "finnish"},
                                           {"france", "french"},
                                           {"gabon", "gabonese"},
                                           {"gambia", "gambian"},
                                           {"georgia", "georgian"},
                                           {"germany", "german"},
                                           {"ghana", "ghanaian"},
                                           {"greece", "greek"},
                                           {"grenada", "grenadian"},
                                           {"guatemala", "guatemalan"},
                                           {"guinea", "guinean"},
                                           {"guyana", "guyanese"},
                                           {"haiti", "haitian"},
                                           {"honduras", "honduran"},
                                           {"hungary", "hungarian"},
                                           {"iceland", "icelander"},
                                           {"india", "indian"},
                                           {"indonesia", "indonesian"},
                                           {"iran", "iranian"},
                                           {"iraq", "iraqi"},
                                           {"ireland", "irish"},
                                           {"israel", "israeli"},
                                           {"italy", "italian"},
                                           {"ivory coast", "ivorian"},
                                           {"jamaica", "jamaican"},
                                           {"japan", "japanese"},
                                           {"jordan", "jordanian"},
                                           {"kazakhstan", "kazakh"},
                                           {"kazakhstan", "kazakhstani"},
                                           {"kenya", "kenyan"},
                                           {"kosovo", "kosovar"},
                                           {"kuwait", "kuwaiti"},
                                           {"kyrgyzstan", "kyrgyz"},
                                           {"kyrgyzstan", "kyrgyzstani"},
                                           {"laos", "laotian"},
                                           {"latvia", "latvian"},
                                           {"lebanon", "lebanese"},
                                           {"lesotho", "basotho"},
                                           {"liberia", "liberian"},
                                           {"libya", "libyan"},
                                           {"lithuania", "lithuanian"},
                                           {"luxembourg", "luxembourger"},
                                           {"madagascar", "malagasy"},
                                           {"malawi", "malawian"},
                                           {"malaysia", "malaysian"},
                                           {"maldives", "maldivian"},
                                           {"mali", "malian"},
                                           {"malta", "maltese"},
                                           {"mauritania", "mauritanian"},
                                           {"mauritius", "mauritian"},
                                           {"mexico", "mexican"},
                                           {"moldova", "moldovan"},
                                           {"mongolia", "mongolian"},
                                           {"montenegro", "montenegrin"},
                                           {"morocco", "moroccan"},
                                           {"mozambique", "mozambican"},
                                           {"myanmar", "burmese"},
                                           {"namibia", "namibian"},
                                           {"nepal", "nepalese"},
                                           {"nepal", "nepali"},
                                           {"netherlands", "dutch"},
                                           {"new zealand", "new zealander"},
                                           {"nicaragua", "nicaraguan"},
                                           {"niger", "nigerien"},
                                           {"nigeria", "nigerian"},
                                           {"north korea", "north korean"},
                                           {"north macedonia", "macedonian"},
                                           {"norway", "norwegian"},
                                           {"oman", "omani"},
                                           {"pakistan", "pakistani"},
                                           {"panama", "panamanian"},
                                           {"papua new guinea", "papua new guinean"},
                                           {"paraguay", "paraguayan"},
                                           {"peru", "peruvian"},
                                           {"philippines", "filipino"},
                                           {"poland", "polish"},
                                           {"portugal", "portuguese"},
                                           {"qatar", "qatari"},
                                           {"romania", "romanian"},
                                           {"russia", "russian"},
                                           {"rwanda", "rwandan"},
                                           {"saint lucia", "saint lucian"},
                                           {"samoa", "samoan"},
                                           {"saudi arabia", "saudi"},
                                           {"senegal", "senegalese"},
                                           {"serbia", "serbian"},
                                           {"seychelles", "seychellois"},
                                           {"sierra leone", "sierra leonean"},
                                           {"singapore", "singaporean"},
                                           {"slovakia", "slovak"},
                                           {"slovenia", "slovenian"},
                                           {"somalia", "somali"},
                                           {"south africa", "south african"},
                                           {"south korea", "south korean"},
                                           {"south sudan", "south sudanese"},
                                           {"spain", "spanish"},
                                           {"sri lanka", "sri lankan"},
                                           {"sudan", "sudanese"},
                                           {"suriname", "surinamese"},
                                           {"sweden", "swedish"},
                                           {"switzerland", "swiss"},
                                           {"syria", "syrian"},
                                           {"taiwan", "taiwanese"},
                                           {"tajikistan", "tajik"},
                                           {"tajikistan", "tajikistani"},
                                           {"tanzania", "tanzanian"},
                                           {"thailand", "thai"},
                                           {"togo", "togolese"},
                                           {"tonga", "tongan"},
                                           {"trinidad", "trinidadian"},
                                           {"tunisia", "tunisian"},
                                           {"turkey", "turkish"},
                                           {"turkmenistan", "turkmen"},
                                           {"uganda", "ugandan"},
                                           {"ukraine", "ukrainian"},
                                           {"united arab emirates", "emirati"},
                                           {"united kingdom", "british"},
                                           {"united states", "american"},
                                           {"united states", "u.s"},
                                           {"uruguay", "uruguayan"},
                                           {"uzbekistan", "uzbek"},
                                           {"uzbekistan", "uzbekistani"},
                                           {"venezuela", "venezuelan"},
                                           {"vietnam", "vietnamese"},
                                           {"yemen", "yemeni"},
                                           {"zambia", "zambian"},
                                           {"zimbabwe", "zimbabwean"}};

struct spot {
    size_t lo, hi;
    char name[40];
    int way; /* '@' in or at, '<' from, '>' to, 'b' between, '+' and, 'd' people of, 0 none */
};
enum { SPOTS = 16 };

static bool same(const struct tokens *t, size_t i, const char *words, size_t *n) {
    char plural[40];

    *n = token_phrase(t, i, words);
    if (*n) return true;
    snprintf(plural, sizeof plural, "%ss", words);
    return (*n = token_phrase(t, i, plural)) > 0;
}

/* A country, or its people, at i. */
static bool country(const struct tokens *t, size_t i, size_t hi, struct spot *s) {
    if (!t->v[i].capital) return false;
    for (size_t k = 0; k < sizeof countries / sizeof *countries; k++)
        for (int of = 0; of < 2; of++) {
            size_t n;
            const char *name = countries[k][0];
            bool up = true;

            if (countries[k][of][0] != t->v[i].low.p[0] || !same(t, i, countries[k][of], &n) ||
                i + n > hi)
                continue;
            s->hi = i + n;
            s->way = of ? 'd' : 0;
            snprintf(s->name, sizeof s->name, "%s", name);
            for (char *p = s->name; *p; p++) {
                if (up && *p >= 'a' && *p <= 'z') *p = (char)(*p - 32);
                up = *p == ' ';
            }
            return true;
        }
    return false;
}

size_t route_country(const struct tokens *t, size_t i, size_t hi, char *name, size_t size,
                     bool *people) {
    struct spot s;

    if (!country(t, i, hi, &s)) return 0;
    snprintf(name, size, "%s", s.name);
    *people = s.way == 'd';
    return s.hi - i;
}

static int way_of(const struct tokens *t, size_t lo, size_t i) {
    while (i > lo && token_in(t, i - 1,
                              "the city of capital port town northern southern eastern western "
                              "central neighbouring neighboring"))
        i--;
    if (i <= lo) return 0;
    if (token_in(t, i - 1, "in at near outside inside")) return '@';
    if (token_in(t, i - 1, "from")) return '<';
    if (token_in(t, i - 1, "to for via into toward towards")) return '>';
    if (token_is(t, i - 1, "between")) return 'b';
    return token_is(t, i - 1, "and") ? '+' : 0;
}

static bool name_word(const struct tokens *t, size_t i) {
    const struct token *w = &t->v[i];

    return w->kind == TOK_WORD && w->capital && !w->foreign && !lex_month(w->low) &&
           !lex_weekday(w->low) && !(w->classes & (W_PEOPLE | W_PRON | W_SAY));
}

/* A run of capitals behind a preposition of place. */
static bool named_place(const struct tokens *t, size_t lo, size_t i, size_t hi, struct spot *s,
                        struct span text) {
    size_t k = i;

    if (!name_word(t, i)) return false;
    s->way = way_of(t, lo, i);
    if (!s->way || s->way == '+') {
        if (!(s->way == '+' && lo < i)) return false;
    }
    while (k < hi && k < i + 6 &&
           (name_word(t, k) ||
            (token_in(t, k, "de del la of -") && k + 1 < hi && name_word(t, k + 1))))
        k++;
    if (k > i + 1 && token_in(t, k - 1, "of")) k--;
    if (k == i + 1 && token_has(t, i, W_OFFWORD | W_NGOWORD | W_FIRMWORD | W_EXPWORD | W_ROLE))
        return false; /* "Witness at the Border" */
    if (k < hi && token_in(t, k, "airport port border")) k++;
    s->hi = k;
    snprintf(s->name, sizeof s->name, "%.*s",
             (int)(t->v[k - 1].to - t->v[i].from < 39 ? t->v[k - 1].to - t->v[i].from : 39),
             text.p + t->v[i].from);
    return true;
}

/* Title case: capitals say nothing. */
static bool titled(const struct tokens *t, size_t lo, size_t hi) {
    size_t words = 0, capitals = 0;

    for (; lo < hi; lo++)
        if (t->v[lo].kind == TOK_WORD && t->v[lo].low.n > 3) {
            words++;
            capitals += t->v[lo].capital;
        }
    return words > 2 && capitals * 10 >= words * 8;
}

static size_t spots_read(const struct tokens *t, size_t lo, size_t hi, struct span text,
                         struct spot *v) {
    size_t n = 0;
    bool title = titled(t, lo, hi);

    for (size_t i = lo; i < hi && n < SPOTS;) {
        struct spot s = {.lo = i};

        bool word = t->v[i].kind == TOK_WORD;

        if (word && country(t, i, hi, &s)) {
            if (!s.way) s.way = way_of(t, lo, i);
            if (s.hi < hi && name_word(t, s.hi) && s.way != 'd') { /* "Georgia Tech" */
                struct spot long_name = {.lo = i};

                if (named_place(t, lo, i, hi, &long_name, text)) s = long_name;
            }
            v[n++] = s;
            i = s.hi;
        } else if (word && !title && named_place(t, lo, i, hi, &s, text)) {
            if (s.way != '+' || (n && v[n - 1].way == 'b')) v[n++] = s;
            i = s.hi;
        } else {
            i++;
        }
    }
    return n;
}

static void set_way(struct route *r, const char *a, const char *sign, const char *b) {
    if (strcmp(a, b) != 0) snprintf(r->direction, sizeof r->direction, "%.37s%s%.37s", a, sign, b);
}

static bool travels(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo; i < hi; i++)
        if (token_has(t, i, W_MOVE | W_OPER | W_VEHICLE) ||
            token_in(t, i, "route line corridor shuttle travels deportation repatriation"))
            return true;
    return false;
}

static bool plies(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo; i < hi; i++)
        if (token_has(t, i, W_OPER | W_VEHICLE) ||
            token_in(t, i, "route line corridor travels crossings"))
            return true;
    return false;
}

static bool brings_back(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo; i < hi; i++) {
        struct span w = t->v[i].low;

        if ((w.n >= 6 && (!memcmp(w.p, "deport", 6) || !memcmp(w.p, "return", 6))) ||
            (w.n >= 8 && !memcmp(w.p, "repatria", 8)))
            return true;
    }
    return false;
}

/* The first spot of a way. */
static const struct spot *first_of(const struct spot *v, size_t n, char way) {
    for (size_t i = 0; i < n; i++)
        if (v[i].way == way) return &v[i];
    return NULL;
}

/* "Salvadoran workers": the first spot that says whose people they are. */
static const struct spot *first_people(const struct tokens *t, size_t hi, const struct spot *v,
                                       size_t n) {
    for (size_t i = 0; i < n; i++)
        for (size_t k = v[i].hi; v[i].way == 'd' && k < hi && k < v[i].hi + 2; k++)
            if (token_has(t, k, W_PEOPLE)) return &v[i];
    return NULL;
}

/* "landed in A", "received 40 in A": it is where they came to, and not from. */
static bool arrives(const struct tokens *t, size_t lo, const struct spot *at) {
    for (size_t i = lo; at && i < at->lo; i++)
        if (token_in(t, i,
                     "landed lands landing land arrived arrives arriving arrive touched "
                     "touches received receives receiving receive reached reaches "
                     "disembarked welcomed docked deplaned"))
            return true;
    return false;
}

static void find_direction(const struct tokens *t, size_t lo, size_t hi, const struct spot *v,
                           size_t n, struct route *r) {
    const struct spot *from = first_of(v, n, '<'), *to = first_of(v, n, '>'),
                      *at = first_of(v, n, '@'), *people = first_people(t, hi, v, n);

    for (size_t i = 0; i + 1 < n; i++)
        if (v[i].way == 'b' && v[i + 1].way == '+' && plies(t, lo, hi)) {
            set_way(r, v[i].name, "<>", v[i + 1].name);
            return;
        }
    if (!travels(t, lo, hi) && !brings_back(t, lo, hi)) return;
    if (from && to)
        set_way(r, from->name, ">", to->name);
    else if (to && at)
        set_way(r, at->name, ">", to->name);
    else if (people && brings_back(t, lo, hi) && (from || (at && !arrives(t, lo, at))))
        set_way(r, (from ? from : at)->name, ">", people->name);
    else if (people && brings_back(t, lo, hi))
        for (size_t i = 0; i < n; i++)
            if (v[i].way == 'd' && &v[i] != people && strcmp(v[i].name, people->name) != 0) {
                set_way(r, v[i].name, ">", people->name);
                return;
            }
}

static void join(char *out, size_t size, const char *s) {
    size_t n = strlen(out);

    if (strstr(out, s) || n + strlen(s) + 3 > size) return;
    snprintf(out + n, size - n, "%s%s", n ? "; " : "", s);
}

/* Flight numbers ----------------------------------------------------------------------------------------------------------- */

static bool flight_near(const struct tokens *t, size_t lo, size_t i, size_t hi) {
    size_t from = i > lo + 6 ? i - 6 : lo, to = i + 5 < hi ? i + 5 : hi;

    for (size_t k = from; k < to; k++) {
        struct span w = t->v[k].low;

        if (token_in(t, k,
                     "resolution resolutions highway route road motorway exit kilometre article "
                     "paragraph"))
            return false;
        if (token_in(t, k, "flight flights plane charter airliner bound") ||
            (w.n >= 8 && !memcmp(w.p, "рейс", 8)) || (w.n >= 3 && !memcmp(w.p, "편", 3)) ||
            token_in(t, k, "항공편 여객기"))
            return true;
    }
    return false;
}

static bool code_known(const struct route_codes *c, const char *code) {
    for (size_t i = 0; i < c->n; i++)
        if (memcmp(c->code[i], code, 2) == 0) return true;
    return false;
}

/* The code and digits at i, in one token, two, or three with a hyphen. @return tokens, or 0. */
static size_t flight_at(const struct tokens *t, size_t i, size_t hi, char out[8]) {
    char s[8] = "";
    size_t n = 1, k = t->v[i].low.n;

    if (t->v[i].doubtful || t->v[i].foreign || k > 7) return 0;
    memcpy(s, t->v[i].low.p, k);
    s[k] = 0;
    if (k == 2 && i + n < hi) {
        if (token_is(t, i + n, "-")) n++;
        if (i + n >= hi || t->v[i + n].kind != TOK_NUM || t->v[i + n].ordinal ||
            t->v[i + n].low.n > 4 || t->v[i + n].num % 1000 ||
            t->v[i + n].to - t->v[i + n].from != t->v[i + n].low.n)
            return 0;
        snprintf(s + 2, sizeof s - 2, "%.*s", (int)t->v[i + n].low.n, t->v[i + n].low.p);
        n++;
    } else if (t->v[i].kind != TOK_CODE) {
        return 0;
    }
    k = strlen(s);
    if (k < 3 || k > 7 || ascii_digit(s[0]) == ascii_digit(s[1])
            ? !(ascii_lower(s[0]) && ascii_lower(s[1]))
            : false)
        return 0;
    if (k < 3) return 0;
    for (size_t d = 2; d < k; d++)
        if (!ascii_digit(s[d]) && !(d == k - 1 && ascii_lower(s[d]) && d > 2)) return 0;
    if (k - 2 > 5 || (k == 7 && ascii_digit(s[6]))) return 0;
    for (size_t d = 0; d <= k; d++) out[d] = (char)(ascii_lower(s[d]) ? s[d] - 32 : s[d]);
    return n;
}

static bool upper_in(struct span text, const struct token *k) {
    for (size_t i = k->from; i < k->to; i++)
        if (ascii_lower(text.p[i])) return false;
    return true;
}

/* An Airbus A320, a B737: what flies, and no flight number unless it is called one. */
static bool is_aircraft(const struct tokens *t, size_t lo, size_t i, const char *code) {
    bool maker = false;

    for (size_t k = i > lo + 2 ? i - 2 : lo; k < i; k++)
        maker |= token_in(t, k,
                          "airbus boeing embraer antonov ilyushin tupolev sukhoi atr "
                          "bombardier fokker mcdonnell lockheed");
    if (maker || memcmp(code, "IL", 2) == 0 || memcmp(code, "TU", 2) == 0 ||
        memcmp(code, "AN", 2) == 0)
        return true;
    if (strlen(code) != 4 || (i > lo && token_in(t, i - 1, "flight flights number no рейс рейсом")))
        return false;
    return (!memcmp(code, "A3", 2) && (code[3] == '0' || code[2] == '1' || code[2] == '2')) ||
           (!memcmp(code, "B7", 2) && code[3] == '7');
}

static void flights_read(const struct tokens *t, size_t lo, size_t hi, struct span text,
                         struct route_codes *codes, struct route *out) {
    char code[8] = "";

    for (size_t i = lo; i < hi;) {
        size_t n = flight_at(t, i, hi, code);

        if (!n || !upper_in(text, &t->v[i]) || is_aircraft(t, lo, i, code)) {
            i++;
            continue;
        }
        if (code_known(codes, code) || flight_near(t, lo, i, hi)) {
            if (!code_known(codes, code) && codes->n < 8) memcpy(codes->code[codes->n++], code, 3);
            join(out->flight, sizeof out->flight, code);
        }
        i += n;
    }
}

void route_read(const struct tokens *t, size_t lo, size_t hi, struct span text,
                struct route_codes *codes, struct route *out) {
    struct spot v[SPOTS];
    size_t n = spots_read(t, lo, hi, text, v);

    *out = (struct route){0};
    for (size_t i = 0; i < n; i++)
        if (v[i].way == '@' || v[i].way == 'b' || v[i].way == '+')
            join(out->place, sizeof out->place, v[i].name);
    if (n) find_direction(t, lo, hi, v, n, out);
    flights_read(t, lo, hi, text, codes, out);
}
