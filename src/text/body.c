/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies by name: those that news of removals and returns name most, and no more. */
#include "text/body.h"

#include "text/role.h"
#include "text/route.h"
#include "text/whose.h"

#include <stdio.h>

struct body {
    const char *words, *role, *type;
};
/* Wikipedia's list of intergovernmental organisations is long. */
static const struct body bodies[] = {
    {"united nations security council", "UN Security Council", "intergovernmental"},
    {"un security council", "UN Security Council", "intergovernmental"},
    {"u.n security council", "UN Security Council", "intergovernmental"},
    {"security council", "UN Security Council", "intergovernmental"},
    {"international organization for migration", "IOM", "intergovernmental"},
    {"international organisation for migration", "IOM", "intergovernmental"},
    {"international organization of migration", "IOM", "intergovernmental"},
    {"international organisation of migration", "IOM", "intergovernmental"},
    {"united nations high commissioner for refugees", "UNHCR", "intergovernmental"},
    {"un high commissioner for refugees", "UNHCR", "intergovernmental"},
    {"united nations refugee agency", "UNHCR", "intergovernmental"},
    {"u.n refugee agency", "UNHCR", "intergovernmental"},
    {"united nations migration agency", "IOM", "intergovernmental"},
    {"u.n migration agency", "IOM", "intergovernmental"},
    {"un migration agency", "IOM", "intergovernmental"},
    {"world food programme", "WFP", "intergovernmental"},
    {"world food program", "WFP", "intergovernmental"},
    {"world health organization", "WHO", "intergovernmental"},
    {"international labour organization", "ILO", "intergovernmental"},
    {"international committee of the red cross", "ICRC", "intergovernmental"},
    {"un refugee agency", "UNHCR", "intergovernmental"},
    {"un refugee body", "UNHCR", "intergovernmental"},
    {"un migration body", "IOM", "intergovernmental"},
    {"national security council", "National Security Council", "official"},
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
    {"state news agency", "state news agency", "media"},
    {"press service", "press service", "official"},
    {"press office", "press office", "official"},
    {"news agency", "news agency", "media"},
    {"press agency", "news agency", "media"},
    {"associated press", "news agency", "media"},
    {"television station", "television station", "media"},
    {"radio station", "radio station", "media"},
    {"news outlet", "news outlet", "media"},
    {"news channel", "news channel", "media"},
    {"news portal", "news portal", "media"},
    {"news service", "news service", "media"},
    {"wire service", "wire service", "media"},
    {"tv channel", "TV channel", "media"},
    {"news organization", "news organization", "media"},
    {"media outlet", "media outlet", "media"},
    {"local government", "local government", "official"},
    {"general security", "General Security", "official"},
    {"general staff", "General Staff", "official"},
    {"department of homeland security", "Department of Homeland Security", "official"},
    {"border patrol", "Border Patrol", "official"},
    {"court of appeal", "Court of Appeal", "official"},
    {"homeland security department", "Homeland Security Department", "official"},
    {"homeland security", "Homeland Security", "official"},
    {"home office", "Home Office", "official"},
    {"foreign office", "Foreign Office", "official"},
    {"white house", "White House", "official"},
    {"downing street", "Downing Street", "official"},
    {"immigration and customs enforcement", "ICE", "official"},
    {"customs and border protection", "CBP", "official"},
    {"state media", "state media", "media"},
    {"local media", "local media", "media"},
    {"local press", "local media", "media"},
    {"news site", "news site", "media"},
    {"news website", "news website", "media"},
    {"flight tracking website", "flight tracking website", "media"},
    {"tracking website", "tracking website", "media"},
    {"supreme court", "court", "official"},
    {"high court", "court", "official"},
    {"constitutional court", "court", "official"},
    {"coast guard", "coast guard", "official"},
    {"border guard", "border guard", "official"},
    {"human rights watch", "Human Rights Watch", "ngo"},
    {"amnesty international", "Amnesty International", "ngo"},
    {"doctors without borders", "Doctors Without Borders", "ngo"},
    {"save the children", "Save the Children", "ngo"},
    {"norwegian refugee council", "Norwegian Refugee Council", "ngo"},
    {"danish refugee council", "Danish Refugee Council", "ngo"},
    {"international rescue committee", "International Rescue Committee", "ngo"},
    {"refugee council", "Refugee Council", "ngo"},
    {"rights organization", "rights organization", "ngo"},
    {"rights organisation", "rights organisation", "ngo"},
    {"witness at the border", "Witness at the Border", "ngo"},
    {"human rights first", "Human Rights First", "ngo"},
    {"think tank", "think tank", "expert"},
    {"opposition party", "opposition party", "official"},
    {"united nations panel", "UN panel", "intergovernmental"},
    {"un panel", "UN panel", "intergovernmental"},
    {"u.n panel", "UN panel", "intergovernmental"},
    {"rights group", "rights group", "ngo"},
    {"human rights group", "rights group", "ngo"},
    {"aid group", "aid group", "ngo"},
    {"advocacy group", "advocacy group", "ngo"},
    {"flight tracker", "flight tracker", "expert"},
    {"flight trackers", "flight trackers", "expert"},
};

size_t body_read(const struct tokens *t, size_t i, size_t hi, struct who *out) {
    for (size_t k = 0; k < sizeof bodies / sizeof *bodies; k++) {
        size_t n = token_phrase(t, i, bodies[k].words);
        char plural[48];
        bool many;

        if (!n && t->v[i].low.n && bodies[k].words[0] == t->v[i].low.p[0]) {
            snprintf(plural, sizeof plural, "%ss", bodies[k].words);
            n = token_phrase(t, i, plural);
        }
        if (!n || i + n > hi) continue;
        if (bodies[k].role[0] < 'a' && !t->v[i].capital && !t->v[i + n - 1].capital)
            continue; /* no name */
        many = t->v[i + n - 1].low.n > strlen(strrchr(bodies[k].words, ' ') + 1) &&
               !token_has(t, i + n, W_ROLE);
        snprintf(out->role, sizeof out->role, "%s%s", bodies[k].role, many ? "s" : "");
        out->type = bodies[k].type;
        return n;
    }
    return 0;
}

static bool name_word(const struct tokens *t, size_t i, size_t hi) {
    return i < hi && t->v[i].capital && t->v[i].kind == TOK_WORD && !token_in(t, i, "the a an");
}

/* Where the words behind "Office for" end; 0: one of them is who speaks for it. */
static size_t name_goes_on(const struct tokens *t, size_t from, size_t hi) {
    size_t end = from;

    for (; end < from + 5 &&
           (name_word(t, end, hi) || (token_is(t, end, "and") && name_word(t, end + 1, hi)));
         end++)
        if (token_in(t, end,
                     "secretary undersecretary director spokesman spokeswoman spokesperson "
                     "chief head officer official officials commissioner minister "
                     "administrator deputy assistant"))
            return 0;
    return end;
}

/* "Overseas Harbour Labour Administration (OHLA)" at i: the letters in the bracket begin its words. @return where the name ends; 0: none. */
static size_t spelled_end(const struct tokens *t, size_t i, size_t hi) {
    size_t k = i, n = 0;
    char first[10];

    while (k < i + 12 && n < sizeof first &&
           (name_word(t, k, hi) ||
            (token_in(t, k, "of and for the on in") && name_word(t, k + 1, hi)))) {
        if (name_word(t, k, hi)) first[n++] = t->v[k].low.p[0];
        k++;
    }
    if (n < 3 || k + 2 >= t->n || !token_is(t, k, "(") || !token_is(t, k + 2, ")") ||
        !t->v[k + 1].shout || t->v[k + 1].low.n != n || memcmp(t->v[k + 1].low.p, first, n) != 0 ||
        token_in(t, i, "ministry minister"))
        return 0;
    return k + 3 < t->n && token_has(t, k + 3, W_ROLE | W_HEAD) ? 0 : k;
}

/* The name in [i, end), which the word at k tells the type of. */
static size_t put_name(const struct tokens *t, size_t i, size_t k, size_t end, struct who *out) {
    snprintf(out->role, sizeof out->role, "%.*s", (int)(t->v[end - 1].to - t->v[i].from),
             t->of + t->v[i].from);
    out->type = token_has(t, k, W_NGO) ? "ngo" : token_has(t, k, W_ROLE) ? "official" : "company";
    return end - i;
}

size_t body_proper(const struct tokens *t, size_t i, size_t hi, struct who *out) {
    static const char words[] = "centre center institute authority agency association organization "
                                "organisation foundation network coalition federation commission "
                                "alliance society observatory airport office "
                                "department bureau directorate administration "
                                "battalion command corps";
    size_t k = i, end, more;

    if (!name_word(t, i, hi) || role_possessive(t->v[i].low) ||
        (i > 0 && (t->v[i - 1].capital || token_is(t, i - 1, "-")) && !token_is(t, i - 1, "the") &&
         !role_possessive(t->v[i - 1].low)))
        return 0;
    if (i > 1 && token_in(t, i - 1 - token_is(t, i - 1, "the"), "of at for from with") &&
        i - 1 - token_is(t, i - 1, "the") > 0 && t->v[i - 2 - token_is(t, i - 1, "the")].capital)
        return 0; /* "Ana Ruiz of the Returns Centre" */
    if ((end = spelled_end(t, i, hi))) return put_name(t, i, end - 1, end, out);
    while (name_word(t, k, hi) && k < i + 8 && !token_in(t, k, words)) k++;
    if (!name_word(t, k, hi) || !token_in(t, k, words) || t->v[k].shout) return 0;
    if (k > i && (token_in(t, k - 1, "news press") ||
                  (token_is(t, k - 1, "high") && !token_is(t, k + 1, "for"))))
        return 0;
    if ((token_is(t, k, "office") && !token_is(t, k + 1, "for")) ||
        (token_in(t, k, "department bureau directorate") && !token_in(t, k + 1, "of for") &&
         (k < i + 3 || token_is(t, k, "department"))))
        return 0; /* each state has one */
    if (token_is(t, k, "department") && token_in(t, k + 2, "homeland")) return 0; /* by its list */
    end = k + 1;
    if (end < hi && (token_has(t, end, W_ROLE | W_HEAD) || token_is(t, end, "'"))) return 0;
    more = end + 1 + token_is(t, end + 1, "the");
    if (end < hi && token_in(t, end, "of for") && name_word(t, more, hi) &&
        (k < i + 2 || token_is(t, end, "of") || token_is(t, k, "office")))
        end = name_goes_on(t, more, hi);
    if (end < i + 2 || (token_is(t, k, "administration") && k < i + 2))
        return 0; /* a president's */
    return put_name(t, i, k, end, out);
}

/* A body by initials that the lexicon does not know. */
static bool body_by_initials(const struct tokens *t, size_t lo, size_t hi, struct who *out) {
    static const char media[] =
        " ap afp nhk kbs bbc cnn nbc cbs abc npr upi rfa voa rfe tass ria dpa "
        "efe pti ians wdr ndr ard zdf rtl itv sbs mbc ytn jtbc cctv ansa ";
    static const char ngos[] = " hrw msf aclu irc nrc drc ";

    for (size_t i = lo; i < hi; i++) {
        char word[12];

        if (token_in(t, i, "in at from of for to with on by near")) break;
        if (role_initials(t, i) && i == lo && hi == lo + 3 && role_is_name(t, i + 1) &&
            role_is_name(t, i + 2))
            continue; /* a rank before a name: "DSP Ana Ruiz" */
        if (role_initials(t, i)) {
            whose_initials(t->v[i].low, out->role, sizeof out->role);
            snprintf(word, sizeof word, " %.*s ", (int)(t->v[i].low.n < 8 ? t->v[i].low.n : 8),
                     t->v[i].low.p);
            out->type = strstr(media, word) ? "media" : strstr(ngos, word) ? "ngo" : "official";
            if (i + 1 < hi && t->v[i + 1].capital &&
                token_in(t, i + 1, "news tv times radio media post")) {
                size_t n = strlen(out->role); /* "ARY News" */

                snprintf(out->role + n, sizeof out->role - n, " %.*s",
                         (int)(t->v[i + 1].to - t->v[i + 1].from), t->of + t->v[i + 1].from);
                out->type = "media";
            }
            return true;
        }
    }
    return false;
}

bool body_or_state(const struct tokens *t, size_t lo, size_t hi, struct who *out) {
    bool people = false;

    if (body_by_initials(t, lo, hi, out)) return true;
    if (lo < hi && token_in(t, lo, "the and but however")) lo++;
    if (lo < hi && t->v[lo].shout && token_in(t, lo, "us u.s usa uk u.k uae") &&
        (hi == lo + 1 || (hi == lo + 2 && token_is(t, lo + 1, ".")))) {
        whose_initials(t->v[lo].low, out->role, sizeof out->role); /* "The U.S. said" */
        out->type = "official";
        return true;
    }
    if (hi == lo + 1 && t->v[lo].capital &&
        token_in(
            t, lo,
            "washington moscow beijing seoul tokyo pyongyang london paris berlin brussels "
            "ankara kyiv kiev tehran islamabad kabul delhi jakarta manila hanoi havana "
            "caracas bogota warsaw minsk rome madrid vienna cairo tripoli nairobi athens "
            "budapest belgrade baghdad damascus beirut riyadh doha canberra ottawa abuja accra "
            "algiers amman ashgabat asmara astana asuncion baku bamako bangkok bangui banjul "
            "beijing bishkek bratislava brasilia bucharest bujumbura chisinau colombo conakry "
            "copenhagen dakar dhaka djibouti dodoma dublin dushanbe freetown gaborone harare "
            "helsinki islamabad juba kampala kathmandu khartoum kigali kingston kinshasa "
            "libreville lilongwe lima lisbon ljubljana lome luanda lusaka malabo managua "
            "maputo maseru mbabane mogadishu monrovia montevideo muscat naypyidaw niamey "
            "nicosia nouakchott oslo ouagadougou prague praia pretoria quito rabat reykjavik "
            "riga sarajevo skopje sofia stockholm tallinn tashkent tbilisi tegucigalpa "
            "thimphu tirana tunis ulaanbaatar vientiane vilnius windhoek yangon yaounde "
            "yerevan zagreb")) {
        snprintf(out->role, sizeof out->role, "%.*s", (int)(t->v[lo].to - t->v[lo].from),
                 t->of + t->v[lo].from);
        out->type = "official"; /* a capital stands for its government */
        return true;
    }
    if (lo < hi && route_country(t, lo, hi, out->role, sizeof out->role, &people) == hi - lo &&
        !people) {
        out->type = "official";
        return true;
    }
    return false;
}
