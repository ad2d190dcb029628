/* SPDX-License-Identifier: Apache-2.0 */
/* What a number counts: people by what they are, do or where they are from, families, or what carries them. */
#include "text/noun.h"

#include "text/numeral.h"
#include "text/rate.h"
#include "text/route.h"

#include <stdio.h>

enum { NOUN_REACH = 6 };

/* 인 and its particles; not 인천, 인도 */
static bool korean_persons(struct span w) {
    static const char *const all[] = {"인", "인이", "인은", "인을", "인의", "인과", "인으로"};

    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (span_is(w, all[k])) return true;
    return false;
}

static const char *korean_unit(struct span w) {
    if (amount_begins(w, "명") || amount_begins(w, "여명") || amount_begins(w, "여 명") ||
        korean_persons(w) || amount_begins(w, "사람"))
        return "people";
    return amount_begins(w, "편") ? "flights" : NULL;
}

/* россиян, украинцев, женщин, пленных: by where they are from or what they are */
static bool russian_people(struct span w) {
    static const char *const begins[] = {
        "россиян",  "женщин",  "мужчин",   "детей",        "ребен",      "ребён",      "пленн",
        "бежен",    "студент", "строител", "специалист",   "солдат",     "военнослуж", "работник",
        "туристов", "житель",  "жителей",  "депортирован", "эвакуирован"};
    static const char *const ends[] = {"нцев", "йцев", "иян", "лян", "нцам", "йцам"};

    for (size_t k = 0; k < sizeof begins / sizeof *begins; k++)
        if (amount_begins(w, begins[k])) return true;
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
        size_t n = strlen(ends[k]);

        if (w.n > n + 4 && memcmp(w.p + w.n - n, ends[k], n) == 0) return true;
    }
    return false;
}

static const char *russian_unit(struct span w) {
    if (amount_begins(w, "человек") || amount_begins(w, "рабочи") || amount_begins(w, "мигрант") ||
        amount_begins(w, "пассажир") || amount_begins(w, "граждан") || amount_begins(w, "люд") ||
        russian_people(w))
        return "people";
    return amount_begins(w, "рейс") ? "flights" : NULL;
}

const char *noun_vehicle_unit(const struct tokens *t, size_t i) {
    static const char *const names[] = {"flight",   "bus",    "train",    "boat",    "ferr",
                                        "ship",     "convoy", "truck",    "sailing", "departure",
                                        "crossing", "voyage", "seat",     "charter", "trip",
                                        "van",      "vessel", "rotation", "leg"};
    static const char *const units[] = {
        "flights", "buses",    "trains",     "boats",     "ferries", "ships", "convoys",
        "trucks",  "sailings", "departures", "crossings", "voyages", "seats", "flights",
        "trips",   "vans",     "vessels",    "rotations", "legs"};

    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (amount_begins(t->v[i].low, names[k])) return units[k];
    return amount_begins(t->v[i].low, "service") ? "departures" : "vehicles";
}

/* Ends the search for a noun. */
static bool no_noun(const struct tokens *t, size_t i, size_t k) {
    const struct token *w = &t->v[k];

    if (w->kind == TOK_MARK) return !token_in(t, k, "- ' \" { }");
    if (w->kind == TOK_NUM || w->kind == TOK_DATE || w->classes & W_OTHER ||
        (w->classes & W_TIME && k == i))
        return true;
    return !(w->classes & (W_PEOPLE | W_VEHICLE)) &&
           token_in(t, k,
                    "in at on to from for with by per each were was are is had have and or who "
                    "that during under");
}

/* "40 Odias stranded abroad": who is held up is no machine. */
static bool stranded_behind(const struct tokens *t, size_t k) {
    size_t v = k + 1;

    if (token_in(t, k,
                 "boeings airbuses antonovs ilyushins hercules galaxies cessnas globemasters"))
        return false;
    if (token_in(t, k + 1, "stranded stuck trapped detained arrested deported repatriated"))
        return true;
    while (v < t->n && v < k + 4 && token_has(t, v, W_AUX)) v++;
    return v > k + 1 && token_in(t, v,
                                 "stranded trapped detained arrested deported repatriated "
                                 "evacuated expelled rescued removed");
}

/* "19 Afghans", "eight North Koreans", "12 Lebanese": the people of a country, and no adjective of what follows. */
static bool people_of(const struct tokens *t, size_t k, size_t hi) {
    char name[40];
    bool people = false;
    size_t n;
    struct span w;

    if (!t->v[k].capital || t->v[k].shout) return false;
    if (token_in(
            t, k,
            "americans britons poles turks swedes danes finns spaniards kurds palestinians "
            "rohingya nepalese maldivians burkinabe brits europeans africans asians filipinos"))
        return true;
    w = t->v[k].low;
    if (w.n > 6 && memcmp(w.p + w.n - 3, "ans", 3) == 0) return true; /* Lankans, of no list */
    if (w.n > 4 && t->v[k].classes == W_S && stranded_behind(t, k)) return true;
    n = route_country(t, k, hi, name, sizeof name, &people);
    if (!n || !people) return false;
    w = t->v[k + n - 1].low;
    if (w.p[w.n - 1] == 's' && w.n > 4 && !span_is(w, "swiss")) return true;
    if (k > 0 && token_is(t, k - 1, "one") && (k + n >= hi || t->v[k + n].kind == TOK_MARK))
        return true; /* "two Swedes and one Norwegian." */
    return (w.n > 3 && memcmp(w.p + w.n - 3, "ese", 3) == 0) &&
           (k + n >= hi || t->v[k + n].kind != TOK_WORD ||
            token_has(t, k + n, W_AUX | W_PAST | W_PRON | W_ED) ||
            token_in(t, k + n, "in at on from to who and or for with"));
}

/* "two senators", "three nurses": whoever may speak may be counted, unless it is a body. */
static bool persons(const struct tokens *t, size_t k) {
    struct span w = t->v[k].low;

    return token_has(t, k, W_ROLE) && w.n > 3 && w.p[w.n - 1] == 's' && !t->v[k].shout &&
           !token_has(t, k, W_OFFWORD | W_FIRM | W_FIRMWORD | W_NGOWORD | W_MEDIA) &&
           !token_in(t, k,
                     "sources commissions offices courts committees authorities customs centres "
                     "centers headquarters delegations organizations organisations watchdogs "
                     "channels monitors trackers consulates embassies institutes lists ngos "
                     "officers guards "
                     "agents officials troops escorts");
}

/* "32 defenders were returned": whoever does something, by the ending, where a verb follows that moves them; no things. */
static bool agents(const struct tokens *t, size_t k) {
    struct span w = t->v[k].low;

    if (w.n < 6 || t->v[k].capital || t->v[k].classes & ~W_S ||
        (memcmp(w.p + w.n - 3, "ers", 3) != 0 && memcmp(w.p + w.n - 3, "ors", 3) != 0) ||
        token_in(t, k,
                 "containers papers orders offers computers trailers numbers quarters meters "
                 "letters liters litres metres kilometers corners shelters helicopters tankers "
                 "freighters transfers shutters servers chargers blowers boilers trawlers cutters "
                 "steamers cruisers bombers fighters motors tractors reactors errors factors "
                 "sectors doors floors colors flowers towers powers layers posters folders "
                 "barriers matters"))
        return false;
    for (size_t i = k + 1; i < t->n && i < k + 5; i++)
        if (token_has(t, i, W_MOVE | W_EVENT)) return token_has(t, k + 1, W_AUX | W_MOVE | W_PAST);
    return false;
}

/* "593 arrests": as many people. */
static bool moved(const struct tokens *t, size_t k) {
    return token_in(t, k,
                    "arrests deportations removals expulsions repatriations evacuations "
                    "apprehensions detentions extraditions relocations resettlements returns");
}

/* "1,500 OFWs": initials in the plural are people where somebody moves, unless they are bodies or things. */
static bool initials(const struct tokens *t, size_t k, size_t hi) {
    const struct token *w = &t->v[k];

    if (w->kind != TOK_WORD || w->low.n < 4 || w->low.n > 6 || w->to - w->from != w->low.n ||
        t->of[w->to - 1] != 's' ||
        token_in(t, k, "ngos suvs uavs mous gdps atms pcrs cctvs igos ufos vips"))
        return false;
    for (uint32_t i = w->from; i + 1 < w->to; i++)
        if (t->of[i] < 'A' || t->of[i] > 'Z') return false;
    for (size_t i = k + 1; i < hi && i < k + 12; i++)
        if (token_has(t, i, W_MOVE | W_EVENT | W_EVENTN)) return true;
    return k >= 2 &&
           (token_has(t, k - 2, W_MOVE | W_EVENT) || token_has(t, k - 3, W_MOVE | W_EVENT));
}

/* seamen, fishermen: by their trade; not specimen, nor those who escort */
static bool men(struct span w) {
    return w.n > 5 && memcmp(w.p + w.n - 3, "men", 3) == 0 && !span_is(w, "specimen") &&
           !span_is(w, "regimen") && !span_is(w, "abdomen") && !span_is(w, "policemen") &&
           !span_is(w, "gunmen") && !span_is(w, "congressmen");
}

/* What the word at k counts in, or NULL. A noun before another or a hyphen is no head: "flight crews", "flight-tracking". */
static const char *noun_unit(const struct tokens *t, size_t i, size_t k, size_t hi) {
    const struct token *w = &t->v[k];
    const char *unit = w->foreign ? korean_unit(w->low) : NULL;

    if (w->foreign && !unit) unit = russian_unit(w->low);
    if (unit) return unit;
    if (k > 0 && token_is(t, k - 1, "of") && token_in(t, k, "these those") && k + 1 < hi &&
        t->v[k + 1].kind == TOK_WORD && !(t->v[k + 1].classes & ~W_S) &&
        !token_in(t, k + 1, "who on in at from to due returned aboard"))
        return NULL; /* 18 of those countries */
    if (k == i && k > 0 && token_is(t, k - 1, "of") &&
        (token_in(t, k, "them whom us") ||
         (token_in(t, k, "these those") &&
          (k + 1 >= hi || t->v[k + 1].kind == TOK_MARK ||
           token_has(t, k + 1, W_AUX | W_ED | W_PAST) ||
           token_in(t, k + 1, "who on in at from to due returned aboard")))))
        return "people";
    if (k == i && token_is(t, k + 1, "of") &&
        token_in(t, k,
                 "groups batches parties kinds types categories waves teams units lists "
                 "boatloads busloads planeloads trainloads truckloads"))
        return ""; /* three groups of citizens: nobody is counted */
    if (token_in(t, k, "families households")) return "families";
    if (men(w->low) || agents(t, k) || people_of(t, k, hi) || moved(t, k) || persons(t, k) ||
        initials(t, k, hi) || (k == i && token_is(t, k, "others")))
        return "people";
    if (!(w->classes & (W_PEOPLE | W_VEHICLE)) || (token_is(t, k + 1, "-") && t->v[k + 1].glued) ||
        (k + 1 < hi && t->v[k].capital && t->v[k + 1].capital && token_has(t, k + 1, W_RULE)))
        return NULL;
    if (k + 1 < hi && token_has(t, k + 1, W_PEOPLE | W_VEHICLE) && !token_is(t, k + 1, "those"))
        return NULL;
    if (k + 1 < hi && w->classes & W_PEOPLE && w->low.p[w->low.n - 1] != 's' &&
        token_in(t, k + 1,
                 "camps camp centres centers settlements settlement shelters villages status "
                 "visas passports agencies councils rights deaths cases"))
        return NULL; /* 112 refugee camps */
    if (k + 1 < hi && w->classes & W_VEHICLE && w->low.p[w->low.n - 1] != 's' &&
        token_in(t, k + 1,
                 "dates numbers schedules tickets crews lists attendants routes hours times "
                 "operators companies records data tracking crew deck path paths plans"))
        return NULL; /* two flight dates */
    return w->classes & W_PEOPLE ? "people" : noun_vehicle_unit(t, k);
}

/* "60 Danish and Swedish sailors" */
static bool both(const struct tokens *t, size_t k) {
    return token_is(t, k, "and") && k > 0 && t->v[k - 1].capital && t->v[k - 1].kind == TOK_WORD &&
           k + 2 < t->n && t->v[k + 1].capital && !t->v[k + 2].capital &&
           token_has(t, k + 2, W_PEOPLE);
}

/* "300 stranded and hungry sailors" */
static bool two_participles(const struct tokens *t, size_t i, size_t k) {
    return k > i && token_is(t, k, "and") && token_has(t, k - 1, W_ED) && k + 2 < t->n &&
           (token_has(t, k + 1, W_ED) || token_has(t, k + 2, W_PEOPLE)) &&
           !token_has(t, k + 1, W_FIN | W_AUX | W_ADJ);
}

bool noun_find(const struct tokens *t, size_t i, size_t hi, struct amount *m) {
    char name[40];
    const char *unit_in;
    bool people = false;

    if (i > 0 && t->v[i - 1].foreign && (unit_in = korean_unit(numeral_rest(t->v[i - 1].low)))) {
        m->kind = strcmp(unit_in, "people") == 0 ? AMOUNT_PEOPLE : AMOUNT_VEHICLE; /* 5천명 */
        snprintf(m->unit, sizeof m->unit, "%s", unit_in);
        return true;
    }
    if (i + 4 < hi && t->v[i].kind == TOK_NUM && token_is(t, i + 1, "-") &&
        token_is(t, i + 2, "year") && token_is(t, i + 4, "old"))
        i += 5; /* two 19-year-old men */
    for (size_t k = i; k < hi && k < i + NOUN_REACH; k++) {
        const char *unit = no_noun(t, i, k) ? NULL : noun_unit(t, i, k, hi);

        if (!unit && k == i && k + 2 < hi && t->v[k].capital && token_is(t, k + 1, "and") &&
            (t->v[k + 2].kind == TOK_NUM || token_has(t, k + 2, W_NUMBER)) &&
            route_country(t, k, k + 1, name, sizeof name, &people) && people)
            unit = "people"; /* 56 Norwegian and three Swedish citizens */
        if (unit && !*unit) return false;
        if (unit) {
            m->kind = strcmp(unit, "people") == 0 || strcmp(unit, "families") == 0 ? AMOUNT_PEOPLE
                                                                                   : AMOUNT_VEHICLE;
            m->noun = k;
            m->hi = k + 1;
            snprintf(m->unit, sizeof m->unit, "%s", unit);
            return true;
        }
        if (no_noun(t, i, k) && !both(t, k) && !two_participles(t, i, k)) return false;
    }
    return false;
}
