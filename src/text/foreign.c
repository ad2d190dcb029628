/* SPDX-License-Identifier: Apache-2.0 */
/* Voices and tenses of Korean and Russian: enough to say whose a figure is and whether something happened.
 *
 * Both are told by endings. A Korean sentence ends in its verb, whose past is a syllable with a final ㅆ before 다 or 습니다, and its
 * subject ends in 은, 는, 이 or 가. A Russian past ends in -л, -ла, -ло, -ли, its passive in -ен, -ана and the like; who speaks stands
 * beside the verb or behind "по словам". Roles are looked up by the beginning of a word, since the end changes. */
#include "text/foreign.h"

#include "text/rate.h"

#include <stdio.h>

struct office {
    const char *begins, *role, *type;
};
static const struct office offices[] = {
    {"외교부", "foreign ministry", "official"},
    {"통일부", "unification ministry", "official"},
    {"국방부", "defence ministry", "official"},
    {"법무부", "justice ministry", "official"},
    {"내무부", "interior ministry", "official"},
    {"노동부", "labour ministry", "official"},
    {"고용노동부", "labour ministry", "official"},
    {"정부", "government", "official"},
    {"당국자", "official", "official"},
    {"당국", "authorities", "official"},
    {"관계자", "official", "official"},
    {"관리", "official", "official"},
    {"대변인", "spokesperson", "official"},
    {"장관", "minister", "official"},
    {"차관", "vice minister", "official"},
    {"대통령", "president", "official"},
    {"총리", "prime minister", "official"},
    {"대사관", "embassy", "official"},
    {"총영사관", "consulate", "official"},
    {"영사관", "consulate", "official"},
    {"대사", "ambassador", "official"},
    {"영사", "consul", "official"},
    {"경찰", "police", "official"},
    {"국정원", "intelligence service", "official"},
    {"의원", "lawmaker", "official"},
    {"유엔", "United Nations", "intergovernmental"},
    {"교수", "professor", "expert"},
    {"전문가", "expert", "expert"},
    {"소식통들", "sources", "unnamed"},
    {"소식통", "source", "unnamed"},
    {"주민", "resident", "unnamed"},
    {"노동자", "worker", "unnamed"},
    {"근로자", "worker", "unnamed"},
    {"항공사", "airline", "company"},
    {"단체", "group", "ngo"},
    {"언론", "media", "media"},
    {"매체", "media", "media"},
    {"мид", "foreign ministry", "official"},
    {"минобороны", "defence ministry", "official"},
    {"мвд", "interior ministry", "official"},
    {"мчс", "emergencies ministry", "official"},
    {"минтранс", "transport ministry", "official"},
    {"министерств", "ministry", "official"},
    {"министр", "minister", "official"},
    {"пресс-секретар", "press secretary", "official"},
    {"секретар", "secretary", "official"},
    {"пресс-служб", "press service", "official"},
    {"служб", "service", "official"},
    {"посольств", "embassy", "official"},
    {"генконсульств", "consulate", "official"},
    {"дипмисси", "diplomatic mission", "official"},
    {"консульств", "consulate", "official"},
    {"посол", "ambassador", "official"},
    {"посла", "ambassador", "official"},
    {"генконсул", "consul", "official"},
    {"консул", "consul", "official"},
    {"представител", "representative", "official"},
    {"правительств", "government", "official"},
    {"губернатор", "governor", "official"},
    {"президент", "president", "official"},
    {"премьер", "prime minister", "official"},
    {"чиновник", "official", "official"},
    {"ведомств", "agency", "official"},
    {"власт", "authorities", "official"},
    {"полици", "police", "official"},
    {"погранслужб", "border service", "official"},
    {"омбудсмен", "ombudsman", "official"},
    {"депутат", "lawmaker", "official"},
    {"профессор", "professor", "expert"},
    {"эксперт", "expert", "expert"},
    {"источники", "sources", "unnamed"},
    {"источников", "sources", "unnamed"},
    {"источникам", "sources", "unnamed"},
    {"источник", "source", "unnamed"},
    {"пассажир", "passenger", "unnamed"},
    {"авиакомпани", "airline", "company"},
    {"авиаперевозчик", "airline", "company"},
    {"аэропорт", "airport", "company"},
    {"правозащитник", "activist", "ngo"},
    {"агентств", "news agency", "media"},
    {"газет", "newspaper", "media"},
};

static bool hangul(const struct token *k) {
    return k->foreign && (unsigned char)k->low.p[0] >= 0xea;
}

static bool ends(struct span w, const char *end) {
    size_t n = strlen(end);

    return w.n >= n && memcmp(w.p + w.n - n, end, n) == 0;
}

static bool ends_in(struct span w, const char *const *list, size_t n) {
    for (size_t k = 0; k < n; k++)
        if (ends(w, list[k])) return true;
    return false;
}

static bool begins_in(struct span w, const char *const *list, size_t n) {
    for (size_t k = 0; k < n; k++)
        if (amount_begins(w, list[k])) return true;
    return false;
}
#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct office *office_at(const struct tokens *t, size_t i) {
    const struct office *best = NULL;

    for (size_t k = 0; k < COUNT(offices) && t->v[i].foreign; k++) {
        size_t n = strlen(offices[k].begins);

        if (!amount_begins(t->v[i].low, offices[k].begins)) continue;
        if (n <= 6 && !hangul(&t->v[i]) && t->v[i].low.n > n + 6) continue; /* мид, and no мидия */
        if (!best || n > strlen(best->begins)) best = &offices[k];
    }
    return best;
}

static void add(struct who *w, const struct office *o) {
    size_t n = strlen(w->role);

    if (n + strlen(o->role) + 2 < sizeof w->role)
        snprintf(w->role + n, sizeof w->role - n, "%s%s", n ? " " : "", o->role);
    w->type = o->type;
}

/* Korean ------------------------------------------------------------------------------------------------------------------ */

/* 외교부 대변인은: the offices in a row that end at i. */
static bool korean_subject(const struct tokens *t, size_t lo, size_t i, struct who *out) {
    size_t from = i + 1;

    while (from > lo && i + 1 - from < 3 && office_at(t, from - 1)) from--;
    if (from > i) return false;
    out->role[0] = 0;
    for (size_t k = from; k <= i; k++) add(out, office_at(t, k));
    return true;
}

static bool korean_said(const struct tokens *t, size_t lo, size_t hi, struct attributed *out) {
    static const char *const said[] = {"밝혔",   "말했",   "전했",   "설명했", "강조했", "덧붙였",
                                       "주장했", "발표했", "보도했", "지적했", "언급했"};
    static const char *const unnamed[] = {"알려졌", "전해졌", "보도됐", "파악됐",
                                          "추정",   "관측",   "전해진", "알려진"};
    static const char *const particles[] = {"은", "는", "이", "가"};
    size_t last = hi;

    for (size_t i = lo + 1; i < hi && i < lo + 12; i++)
        if (t->v[i].foreign && amount_begins(t->v[i].low, "따르면") &&
            korean_subject(t, lo, i - 1, &out->who)) {
            out->by = BY_SPEAKER;
            return true;
        }
    while (last > lo && !t->v[last - 1].foreign) last--;
    if (last <= lo || !hangul(&t->v[last - 1])) return false;
    last--;
    if (begins_in(t->v[last].low, unnamed, COUNT(unnamed))) {
        out->by = BY_PASSIVE;
        out->verb = last;
        return true;
    }
    if (!begins_in(t->v[last].low, said, COUNT(said))) return false;
    if (last > lo && ends_in(t->v[last - 1].low, particles, COUNT(particles)) &&
        korean_subject(t, lo, last - 1, &out->who)) {
        out->by = BY_SPEAKER; /* "…고 소식통들이 전했다" */
        return true;
    }
    for (size_t i = lo; i < last && i < lo + 12; i++)
        if (hangul(&t->v[i]) && ends_in(t->v[i].low, particles, COUNT(particles)) &&
            korean_subject(t, lo, i, &out->who)) {
            out->by = BY_SPEAKER;
            return true;
        }
    return false;
}

/* Does a whole sentence of Korean end before hi? */
bool foreign_ended(const struct tokens *t, size_t hi) {
    return hi > 0 && hangul(&t->v[hi - 1]) && ends(t->v[hi - 1].low, "다");
}

/* Russian ----------------------------------------------------------------------------------------------------------------- */

/* "пресс-секретарь МИД Ахмедов", "в посольстве": the first office from i on, and whose it is behind it. */
static bool russian_who(const struct tokens *t, size_t i, size_t hi, struct who *out) {
    const struct office *o = NULL, *of;
    size_t k = i;

    for (; k < hi && k < i + 5 && !o; k++) {
        if (t->v[k].kind == TOK_MARK && !token_in(t, k, "- {")) return false;
        o = office_at(t, k);
    }
    if (!o) return false;
    out->role[0] = 0;
    of = k < hi ? office_at(t, k) : NULL;
    if (k >= 3 && token_is(t, k - 2, "-") && token_is(t, k - 3, "пресс")) {
        if (of && strcmp(of->type, "official") == 0) add(out, of);
        add(out, strcmp(o->role, "service") == 0
                     ? &(struct office){"", "press service", "official"}
                     : &(struct office){"", "press secretary", "official"});
        return true;
    }
    if (of && strcmp(of->type, "official") == 0 && strstr(of->role, "ministry")) add(out, of);
    add(out, o);
    return true;
}

bool foreign_office(const struct tokens *t, size_t lo, size_t hi, struct who *out) {
    return t->v[lo].foreign && !hangul(&t->v[lo]) && russian_who(t, lo, hi, out);
}

static bool russian_lead(const struct tokens *t, size_t i) {
    return (token_is(t, i, "по") && token_in(t, i + 1, "словам данным информации сведениям")) ||
           (token_is(t, i, "со") && token_is(t, i + 1, "ссылкой"));
}

static bool russian_said(const struct tokens *t, size_t lo, size_t hi,
                         const struct who_known *known, struct attributed *out) {
    static const char *const said[] = {"сообщил",  "сообщает",  "сообщают",   "заявил",
                                       "заявляет", "рассказал", "отметил",    "уточнил",
                                       "пояснил",  "добавил",   "подчеркнул", "объяснил",
                                       "сказал",   "передает",  "передаёт",   "говорится"};
    static const char *const unnamed[] = {"сообщается",     "отмечается",   "уточняется",
                                          "предполагается", "утверждается", "сообщалось"};

    for (size_t i = lo; i < hi; i++) {
        size_t from = lo;

        if (!t->v[i].foreign || hangul(&t->v[i])) continue;
        if (begins_in(t->v[i].low, unnamed, COUNT(unnamed))) {
            out->by = BY_PASSIVE;
            out->verb = i;
            return true;
        }
        if (russian_lead(t, i)) {
            if (token_in(t, i + 2, "его ее её их") || token_in(t, i + 1, "его ее её их")) {
                out->who = known->last;
            } else if (!russian_who(t, i + 2, hi, &out->who)) {
                continue;
            }
            out->by = out->who.role[0] ? BY_SPEAKER : BY_NOBODY;
            return out->by == BY_SPEAKER;
        }
        if (token_is(t, i, "по") && token_in(t, i + 1, "его ее её их") &&
            token_is(t, i + 2, "словам") && known->last.role[0]) {
            out->who = known->last;
            out->by = BY_SPEAKER;
            return true;
        }
        if (!begins_in(t->v[i].low, said, COUNT(said))) continue;
        if (i > from + 6) from = i - 6; /* the words before the verb, where none behind it tells */
        if (russian_who(t, i + 1, hi, &out->who) || russian_who(t, from, i, &out->who)) {
            out->by = BY_SPEAKER;
            return true;
        }
    }
    return false;
}

bool foreign_said(const struct tokens *t, size_t lo, size_t hi, const struct who_known *known,
                  struct attributed *out) {
    for (size_t i = lo; i < hi; i++)
        if (t->v[i].foreign)
            return korean_said(t, lo, hi, out) || russian_said(t, lo, hi, known, out);
    return false;
}

/* Tense ------------------------------------------------------------------------------------------------------------------- */

/* 도착했다, 떠났습니다: the syllable before the ending has a final ㅆ; 있다 and 하겠다 are no past. */
static bool korean_past(struct span w) {
    size_t end = ends(w, "습니다") ? w.n - 9 : ends(w, "다") ? w.n - 3 : 0;
    uint32_t c;

    if (end < 3 || (unsigned char)w.p[end - 3] < 0xea) return false;
    c = ((uint32_t)(w.p[end - 3] & 0x0f) << 12) | ((uint32_t)(w.p[end - 2] & 0x3f) << 6) |
        (uint32_t)(w.p[end - 1] & 0x3f);
    return c >= 0xac00 && c <= 0xd7a3 && (c - 0xac00) % 28 == 20 && c != 0xc788 && c != 0xaca0;
}

/* 귀국시킨 바 있다 */
static bool has_done(const struct tokens *t, size_t lo, size_t i) {
    return i > lo + 1 && token_in(t, i, "있다 있습니다") && token_is(t, i - 1, "바");
}

static bool russian_past(const struct tokens *t, size_t i) {
    static const char *const past[] = {"л", "ла", "ло", "ли", "лся", "лась", "лось", "лись"};
    static const char *const passive[] = {"ена", "ено", "ены", "ана", "ано", "аны"};
    struct span w = t->v[i].low;

    if (token_in(t, i, "вывез привез увез довез")) return true;
    if (w.n < 10 || t->v[i].capital ||
        token_in(t, i, "около после числа число своей школа начала стала стало стали могли"))
        return false;
    if (w.n >= 14 && ends_in(w, passive, COUNT(passive))) return true;
    if (i > 0 && token_in(t, i - 1, "был была было были") &&
        (ends(w, "н") || ends_in(w, passive, 6)))
        return true;
    return ends_in(w, past, COUNT(past));
}

enum telling foreign_told(const struct tokens *t, size_t lo, size_t hi) {
    static const char *const heads[] = {"도착", "출발", "귀국", "귀환", "송환", "추방",
                                        "이륙", "착륙", "입국", "출국", "철수", "대피"};

    for (size_t i = hi; i-- > lo;) {
        if (hangul(&t->v[i]))
            return korean_past(t->v[i].low) || has_done(t, lo, i) ||
                           ends_in(t->v[i].low, heads, COUNT(heads))
                       ? TELL_EVENT
                       : TELL_NOTHING;
        if (t->v[i].kind != TOK_MARK) break;
    }
    for (size_t i = lo; i < hi; i++)
        if (t->v[i].foreign && !hangul(&t->v[i]) && russian_past(t, i)) return TELL_EVENT;
    return TELL_NOTHING;
}
