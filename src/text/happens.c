/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the text says that those who are counted went or were there.
 *
 * A list of words that deny is never whole: 300 workers may hold visas, be sentenced, be talked about. So it is asked the other way
 * round: a figure is a count only where the verb that decides about it is one of moving or being there. In the subject that is the verb
 * behind the figure, in the object the nearest one before it; in "the talks on the return of 300" it is the talks. */
#include "text/happens.h"

#include "text/rate.h"

#define KNOWN (W_THERE | W_MOVE | W_OPER | W_EVENT | W_SAY | W_THINK | W_ORDER | W_BREACH)
#define UNDOES (W_STAYS | W_SPARES | W_WISH | W_UNTRUE)

/* What is talked about, written down or only room, and nobody yet: talks on, a quota for, orders against. */
#define PAPERS                                                                                     \
    "talks negotiations discussions debate efforts effort attempts attempt quota quotas fate "     \
    "whereabouts list lists visa visas permit permits ticket tickets seats beds warrants orders "  \
    "fines preparations arrangements plans"

/* Words between an auxiliary and its verb; with an aside between. */
enum { ADVERBS = 4, ASIDE = 9 };

/* A finite verb or participle. */
static bool verbal(const struct scope *s, size_t i) {
    uint64_t c = s->t->v[i].classes;

    if (s->t->v[i].kind != TOK_WORD || (s->t->v[i].capital && i > s->from) ||
        (i > 0 && s->t->v[i].glued && scope_is(s, i - 1, "-")))
        return false; /* war-torn */
    if (c == W_S && i + 1 == s->number && i > s->from && s->t->v[i - 1].kind == TOK_WORD &&
        !token_has(s->t, i - 1, W_ADJ))
        return true; /* the ban affects 210 */
    if (i == s->noun + 1 && !(c & (W_ED | W_ING | W_S)) && c & (W_VERB | W_STAYS | W_WISH) &&
        s->t->v[s->noun].low.p[s->t->v[s->noun].low.n - 1] == 's')
        return true; /* workers risk */
    return (c & (W_FIN | W_PAST | W_ED)) ||
           (c & W_S && c & (KNOWN | W_VERB | W_WISH | W_STAYS) && i > 0 &&
            !(c & (W_PEOPLE | W_VEHICLE | W_EVENTN | W_ROLE)) && !token_has(s->t, i + 1, W_FIN) &&
            !token_has(s->t, i - 1, W_ADJ) && !scope_is(s, i - 1, "of in for with by on and"));
}

static bool known(const struct scope *s, size_t v, bool active) {
    size_t end = scope_least(v + 4, s->t->n);

    if (active && token_has(s->t, v, W_VOID)) return scope_is(s, v, "stayed stay stopped paused");
    if (scope_is(s, v, "put puts") && scope_find(s, v, end, "figure total number toll") < end)
        return true;
    if (scope_is(s, v, "put puts placed get gets got gotten") &&
        scope_is(s, v + 1, "on off out in into to back aboard home up"))
        return true;
    if (scope_is(s, v, "threw throws thrown kicked drove") && scope_is(s, v + 1, "out"))
        return true;
    if (scope_is(s, v, "given")) /* food, a welcome; not a chance to stay */
        return scope_find(s, v + 1, v + 5,
                          "opportunity chance leave permission order orders deadline notice asylum "
                          "visas days until") == v + 5;
    if (!active && token_has(s->t, v, W_WISH) && scope_is(s, v + 1, "to") &&
        !scope_is(s, v + 2, "stay remain"))
        return true; /* were asked to fill in papers: what was to move is open already */
    return (token_has(s->t, v, KNOWN) &&
            (token_has(s->t, v, W_MOVE) || !token_has(s->t, v, UNDOES)));
}

static bool participle(const struct scope *s, size_t k) {
    return token_has(s->t, k, W_ED | W_PAST | W_ING) || scope_is(s, k, "come become run");
}

/* The verb group at g: its last verb, past auxiliaries and adverbs ("have already been sent", "had on 25 April returned"). @return it, or
 * SIZE_MAX: be or have alone. */
static size_t verb_of(const struct scope *s, size_t g, size_t end) {
    size_t v = g, k;

    while (v < end && token_has(s->t, v, W_AUX)) v++;
    if (v == g) return g;
    for (k = v; k < end && k < v + ADVERBS; k++) {
        if (participle(s, k)) return k;
        if (!token_has(s->t, k, W_AUX | W_TIME) && !scope_adverb(s, k) &&
            !scope_is(s, k, "already later also again then since soon just all both each not then"))
            break;
    }
    if (scope_is(s, g, "have has had") && scope_is(s, k, "on in at since by for this last"))
        for (; k < end && k < v + ASIDE; k++)
            if (participle(s, k) && !token_has(s->t, k, W_ING)) return k;
    return SIZE_MAX;
}

/* were on board, were women; not: were eligible, have visas */
static bool copula(const struct scope *s, size_t g, size_t end) {
    size_t v = g;

    while (v < end && (token_has(s->t, v, W_AUX) || scope_is(s, v, "not still also now"))) v++;
    if (scope_is(s, g, "have has had") && v == g + 1)
        return v >= end || s->t->v[v].kind != TOK_WORD || scope_is(s, v, "to been a no");
    if (scope_is(s, v, "at under") && scope_is(s, v + 1, "risk threat")) return false;
    return !scope_is(s, v,
                     "eligible liable subject missing unknown unclear ready unable due entitled "
                     "unwilling willing keen eager reluctant safe absent free");
}

/* The nearest verb before the figure in its clause, or SIZE_MAX: it stands in the subject. */
static size_t verb_before(const struct scope *s) {
    for (size_t i = s->number; i-- > s->from;) {
        bool form = token_has(s->t, i, W_ING) && token_has(s->t, i, W_MOVE | W_OPER);

        if (scope_is(s, i, ", that : ( \" when while because after before since") ||
            (scope_is(s, i, "as") && !scope_is(s, i + 1, "many much")))
            break;
        if (token_has(s->t, i, W_SAY) && !scope_is(s, i, "discussed discussing discuss")) break;
        if (scope_related(s, i) && !scope_related(s, s->number)) continue;
        if (i + 1 == s->number && i > 0 && token_has(s->t, i - 1, W_ADJ))
            continue; /* the remaining 19 */
        if ((verbal(s, i) || form) && !scope_describes(s, i)) {
            while (i > s->from && token_has(s->t, i - 1, W_AUX)) i--;
            return i;
        }
    }
    return SIZE_MAX;
}

/* "convicted of", "infected with": a participle that only describes, where a verb follows. */
static bool only_tells_which(const struct scope *s, size_t i) {
    return token_has(s->t, i, W_ED) && scope_is(s, i + 1, "of for with as by under in");
}

/* The first verb behind the noun, or SIZE_MAX; a participle that describes it is passed over where a finite verb follows. */
static size_t verb_behind(const struct scope *s) {
    size_t first = SIZE_MAX, commas = 0;

    for (size_t i = s->noun + 1; i < s->to; i++) {
        commas += scope_is(s, i, ",");
        if ((scope_related(s, i) && !scope_related(s, s->number)) || !verbal(s, i)) continue;
        if (commas % 2) continue;
        if (token_has(s->t, i, W_FIN) || !token_has(s->t, i, W_ED)) return i;
        if (first == SIZE_MAX || (only_tells_which(s, first) && !known(s, first, true))) first = i;
    }
    return first;
}

/* Papers and talk are no people: "the fate of 300 workers", "removal orders were issued against 300". */
static bool on_paper(const struct scope *s) {
    for (size_t i = s->from; i + 1 < s->number; i++)
        if ((token_has(s->t, i + 1, W_AUX) ||
             scope_is(s, i + 1, "of on over for about against to with")) &&
            scope_is(s, i, PAPERS) && !scope_related(s, i))
            return true;
    return false;
}

/* "issued papers to 210 workers", "waited for 210": something else is what it is done to, unless a sum comes to them. */
static bool to_whom(const struct scope *s, size_t v) {
    size_t p = s->number;

    while (p > v + 1 &&
           scope_is(s, p - 1, "the these those more than about over some nearly almost around"))
        p--;
    if (p <= v + 1 || !scope_is(s, p - 1, "to for against")) return false;
    if (!scope_is(s, p - 1, "to")) return true;
    return p - 1 > v + 1 &&
           scope_find(s, s->from, p - 1,
                      "total number toll figure count tally from up close deportations removals "
                      "returns arrivals departures") == p - 1;
}

/* "pressure is growing to send home 210": an infinitive is done where its verb brings it about. */
static bool infinitive_only(const struct scope *s, size_t v) {
    if (scope_is(s, v,
                 "helped managed began begun continued started forced able used enough ordered"))
        return false;
    for (size_t i = v + 1; i + 1 < s->number; i++)
        if (scope_is(s, i, "to") && token_has(s->t, i + 1, W_MOVE) && scope_infinitive(s, i + 1))
            return true;
    return false;
}

/* "the return of 120 sailors": the figure is of an act, which is still to be told to have happened. */
static bool of_act(const struct scope *s) {
    size_t i = s->number;

    while (i > s->from && scope_is(s, i - 1, "the these those some about over more than nearly"))
        i--;
    if (i <= s->from + 1 || !scope_is(s, i - 1, "of")) return false;
    if (token_has(s->t, i - 2, W_ED | W_PAST | W_PEOPLE | W_VEHICLE)) return false;
    return token_has(s->t, i - 2, W_EVENTN | W_MOVE) ||
           (token_has(s->t, i - 2, W_EVENT) && i > s->from + 2 && scope_is(s, i - 3, "the a an"));
}

/* Does the verb group at g bring people somewhere, or tell of their being there? */
static bool tells(const struct scope *s, size_t g, bool object) {
    size_t end = object ? s->number : s->end, v = verb_of(s, g, end);

    if (object && v != SIZE_MAX && (to_whom(s, v) || infinitive_only(s, v))) return false;
    if (object && v != SIZE_MAX && of_act(s) &&
        scope_find(s, v + 1, s->number, "for against towards toward") < s->number)
        return false; /* pleaded for the release of 210 */
    if (v == SIZE_MAX) return object ? !infinitive_only(s, g) : copula(s, g, end);
    if (token_has(s->t, v, W_ING) && token_has(s->t, v, W_VERB) && object) return true;
    return known(s, v, !object && v == g);
}

/* "with some 94 men", "carrying over 90" */
static bool with_before(const struct scope *s) {
    size_t i = s->number;

    while (i > s->from &&
           scope_is(s, i - 1, "some about around over nearly almost more than least at"))
        i--;
    return i > s->from && scope_is(s, i - 1, "with carrying");
}

/* "Removals went on, with some 94 men flown to the islands": whatever the verb of the sentence is. */
static bool with_them_gone(const struct scope *s) {
    size_t v = s->noun + 1;

    return with_before(s) && v < s->t->n && token_has(s->t, v, W_ED | W_PAST) &&
           token_has(s->t, v, W_MOVE | W_EVENT) && !token_has(s->t, v, W_VOID | W_STAYS | W_SPARES);
}

/* "an operation to bring home 12,000", "the first of 12,000": what it is to come to. */
static bool aimed_at(const struct scope *s) {
    size_t least = s->number > s->from + 6 ? s->number - 6 : s->from, i = s->number;

    while (i > s->from && scope_is(s, i - 1, "some about around over nearly almost the these")) i--;
    if (i > s->from + 1 && scope_is(s, i - 1, "of") && scope_is(s, i - 2, "first latest last next"))
        return true;
    for (i = s->number; i-- > least + 1;)
        if (scope_is(s, i, "to") && token_has(s->t, i + 1, W_MOVE) && scope_infinitive(s, i + 1))
            return scope_is(s, i - 1,
                            "operation operations plan plans effort efforts programme program "
                            "mission missions campaign scheme project bid drive goal aim target "
                            "policy policies decision decisions move order orders proposal deal "
                            "agreement pact threat pledge vow promise attempt intention push offer "
                            "request ambition bill law measure ruling )");
    return false;
}

/* "resumes the repatriation of 12,000": it has begun, and nobody says that all have gone. */
static bool begun_only(const struct scope *s) {
    if (!of_act(s)) return false;
    for (size_t i = s->number; i-- > s->from && s->number - i < 7;)
        if (scope_is(s, i,
                     "resume resumes resumed resuming start starts started begin begins began "
                     "launch launches launched announce announces plan plans"))
            return true;
    return false;
}

/* "The ship has set sail from A to B with 94 men": who is with a ship or plane is on board, whatever it does. */
static bool with_on_board(const struct scope *s) {
    if (!with_before(s)) return false;
    for (size_t i = s->from; i + 1 < s->number; i++)
        if (token_has(s->t, i, W_VEHICLE) && !scope_is(s, i, "service services"))
            return !(scope_find(s, i, s->number, "talks contact deal meeting negotiations") <
                     s->number);
    return false;
}

static bool english(const struct scope *s) {
    size_t g = verb_before(s);
    bool object = g != SIZE_MAX;

    if (on_paper(s) || aimed_at(s) || begun_only(s)) return false;
    if (with_them_gone(s) || with_on_board(s)) return true;
    if (!object) {
        if (with_before(s)) return true;
        g = verb_behind(s);
    }
    if (!object && of_act(s)) { /* "... is a long way off", "... hangs in the balance" */
        size_t for_it = scope_find(s, s->from + 1, s->number, "for against");

        if (for_it < s->number && token_has(s->t, for_it - 1, W_SAY | W_PAST | W_ED))
            return false; /* pleaded for the release of 210 */
        if (g == SIZE_MAX && s->noun + 1 < s->to && s->t->v[s->noun + 1].kind == TOK_WORD &&
            !s->t->v[s->noun + 1].capital && token_has(s->t, s->noun + 1, W_S))
            return false;
        if (g != SIZE_MAX && verb_of(s, g, s->end) == SIZE_MAX) return false;
    }
    if (g == SIZE_MAX) /* a headline; not "flight for 94 workers" */
        return s->number == s->from || !scope_is(s, s->number - 1, "for");
    if (tells(s, g, object)) return true;
    return !object && scope_is(s, s->to, "and") &&
           tells(s, s->to + 1, false); /* and were deported */
}

/* Korean and Russian ------------------------------------------------------------------------------------------------------ */

static bool holds(struct span w, const char *const *parts, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (memmem(w.p, w.n, parts[i], strlen(parts[i]))) return true;
    return false;
}
#define HOLDS(w, parts) holds(w, parts, sizeof(parts) / sizeof *(parts))

static bool ends(struct span w, const char *end) {
    size_t n = strlen(end);

    return w.n > n && memcmp(w.p + w.n - n, end, n) == 0;
}

/* The last verb of a Korean clause: left, came, were sent, board, stay, live, are held; or that it was said. */
static bool korean(const struct scope *s) {
    static const char *const went[] = {
        "출국", "귀국", "입국", "귀환",   "떠났", "떠나", "돌아",   "탑승", "타고", "탔",
        "도착", "출발", "송환", "추방",   "보냈", "보내", "이송",   "옮겨", "남아", "남았",
        "머물", "체류", "일하", "일했",   "근무", "구금", "체포",   "억류", "수용", "잔류",
        "파견", "이동", "대피", "철수",   "복귀", "나왔", "나갔",   "왔",   "갔",   "들어",
        "건너", "넘었", "넘어", "건넜",   "살고", "목격", "포착",   "모였", "모여", "기다",
        "이르", "달했", "달하", "됐으며", "포함", "이다", "입니다", "이었", "였다", "운송",
        "수송", "있었", "태웠", "태우고", "실어", "내렸", "내보",   "인계", "호송", "합류",
        "빠져", "소환", "북송", "통과",   "향했", "날랐", "실었",   "나섰", "교체", "이주",
        "인도", "넘겨", "배치", "투입",   "고용", "생활", "활동",   "상륙", "하선", "승선",
        "발견", "검거", "연행", "구출",   "구조", "귀순", "탈출",   "탈북", "망명", "피신",
        "승차", "하차", "지나", "방문",   "입항", "출항", "참가",   "참여", "종사", "취업",
        "완료", "집결", "대기", "격리",   "거주", "조사", "적발",   "붙잡", "석방", "풀려"};
    static const char *const joins[] = {"지만", "으며", "는데", "했고", "됐고", "였고"};
    static const char *const said[] = {"밝혔", "알려졌", "보도", "전했", "말했", "나타났",
                                       "확인", "전해졌", "집계", "파악", "추산", "했다고"};

    for (size_t i = s->number + 1; i < s->to; i++) {
        struct span w = s->t->v[i].low;

        if (!s->t->v[i].foreign || !(ends(w, "다") || HOLDS(w, joins))) continue;
        if (HOLDS(w, went) || HOLDS(w, said)) return true;
        if (amount_begins(w, "올랐")) /* 귀국길에, 열차에 올랐다; not 추방 대상에 */
            return ends(s->t->v[i - 1].low, "길에") || ends(s->t->v[i - 1].low, "차에") ||
                   ends(s->t->v[i - 1].low, "기에");
        if (amount_begins(w, "있")) /* -고 있다, -해 있다 */
            return i > s->number + 1 && (HOLDS(s->t->v[i - 1].low, went) || i == s->number + 2);
        return false;
    }
    return true;
}

/* A Russian verb of moving, being or holding; true where there is no verb at all. */
static bool russian(const struct scope *s) {
    static const char *const went[] = {
        "улет",    "вылет",     "прилет",  "верн",    "возвра",  "прибы",   "прибу",    "уеха",
        "выеха",   "приеха",    "отправ",  "депорт",  "высла",   "высыл",   "вывез",    "вывоз",
        "достав",  "репатри",   "покин",   "эваку",   "перевез", "привез",  "посади",   "сели",
        "погруз",  "пересек",   "прош",    "находи",  "осталис", "остают",  "остав",    "работа",
        "живут",   "жили",      "был",     "составл", "насчит",  "задерж",  "аресто",   "содерж",
        "выдвор",  "выгнал",    "перебро", "въеха",   "ушли",    "ушел",    "ушёл",     "пришл",
        "прошл",   "участв",    "насчиты", "ждали",   "сошли",   "сошел",   "поехал",   "ехал",
        "лете",    "плы",       "переда",  "сообщ",   "заяви",   "сказал",  "состав",   "размест",
        "посел",   "зарегистр", "спас",    "принял",  "принят",  "набра",   "насчит",   "замет",
        "труд",    "заверш",    "замени",  "видел",   "наблюд",  "обнаруж", "сопровод", "размещ",
        "прожива", "строят",    "занят",   "увез",    "отвез",   "забра",   "снял",     "переш",
        "доехал",  "приземл",   "долет",   "добра",   "появи",   "собра",   "нашл",     "насели",
        "привлек"};
    static const char *const verb[] = {"ли",  "ла",  "лся", "лась", "лись", "ло",   "лось", "ют",
                                       "ет",  "ит",  "ят",  "ут",   "ат",   "ены",  "ено",  "ена",
                                       "аны", "ано", "ана", "ется", "ются", "ится", "ятся", "ит"};
    bool any = false;

    for (size_t i = s->from; i < s->to; i++) {
        struct span w = s->t->v[i].low;

        if (!s->t->v[i].foreign || w.n < 6 || (s->t->v[i].capital && i > s->from)) continue;
        for (size_t k = 0; k < sizeof verb / sizeof *verb; k++)
            if (ends(w, verb[k]) || (ends(w, "л") && w.n > 8)) {
                if (HOLDS(w, went)) return true;
                any = true;
                break;
            }
    }
    return !any;
}

bool happens_known(const struct scope *s) {
    const struct token *n = &s->t->v[s->noun], *next = s->noun + 1 < s->t->n ? n + 1 : n;

    if (!n->foreign && next->foreign) n = next; /* 40명, 40 рабочих */
    if (!n->foreign) return english(s);
    return (unsigned char)n->low.p[0] >= 0xea ? korean(s) : russian(s);
}
