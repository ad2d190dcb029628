/* SPDX-License-Identifier: Apache-2.0 */
/* Denials of Korean and Russian figures. A Korean clause is decided by its last verb, behind the figure; a Russian one by a word of its
 * own anywhere in it. */
#include "text/rate.h"
#include "text/scope.h"

static bool holds(struct span w, const char *part) {
    return memmem(w.p, w.n, part, strlen(part)) != NULL;
}

static bool holds_any(struct span w, const char *const *parts, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (holds(w, parts[i])) return true;
    return false;
}

#define HOLDS(w, parts) holds_any(w, parts, sizeof(parts) / sizeof *(parts))

/* 송환될 것으로: a verb that ends in ㄹ, and what is to be; 송환하기로 했다: decided */
static bool korean_future(const struct scope *s, size_t i) {
    struct span verb = s->t->v[i > 0 ? i - 1 : 0].low;
    size_t len;
    uint32_t c;

    if (i <= s->number + 1 || verb.n < 6 || !s->t->v[i - 1].foreign) return false;
    if (memcmp(verb.p + verb.n - 6, "기로", 6) == 0) return holds(s->t->v[i].low, "했");
    c = utf8_get((struct span){verb.p + verb.n - 3, 3}, &len);
    return c >= 0xac00 && c <= 0xd7a3 && (c - 0xac00) % 28 == 8 && /* the final consonant ㄹ */
           amount_begins(s->t->v[i].low, "것");
}

/* "연기된 항공편", "놓친 노동자": it describes what stands behind it, unless that only makes a clause of it. */
static bool korean_describes(const struct scope *s, size_t i) {
    static const char *const clause[] = {"것", "걸", "사실", "주장", "보도", "소문"};
    struct span w = s->t->v[i].low;
    size_t len;
    uint32_t c;

    if (w.n < 6) return false;
    c = utf8_get((struct span){w.p + w.n - 3, 3}, &len);
    return c >= 0xac00 && c <= 0xd7a3 && (c - 0xac00) % 28 == 4 && /* the final consonant ㄴ */
           !(i + 1 < s->t->n && HOLDS(s->t->v[i + 1].low, clause));
}

/* "명령을 받고 출국했다": another verb follows, and they went. */
static bool korean_done(const struct scope *s, size_t i) {
    static const char *const joins[] = {"고", "서", "뒤", "후", "며"};
    static const char *const went[] = {"출국했", "귀국했", "입국했", "탑승했", "도착했", "떠났",
                                       "돌아갔", "돌아왔", "송환됐", "송환했", "추방됐", "추방했"};
    bool joined = false;

    for (; i < s->to; i++) {
        struct span w = s->t->v[i].low;

        for (size_t k = 0; k < sizeof joins / sizeof *joins && w.n > 3; k++)
            joined |= memcmp(w.p + w.n - 3, joins[k], 3) == 0;
        if (joined && HOLDS(w, went)) return true;
    }
    return false;
}

/* The verb ends a Korean clause: its negation and tense are behind the figure. */
static enum denial korean(struct scope *s, size_t i) {
    static const char *const no[] = {"않",     "못했",   "못하", "못한", "없",   "아니", "부인했",
                                     "부인하", "부인한", "허위", "거짓", "무근", "반박", "오보"};
    static const char *const open[] = {"예정", "계획", "것이다", "가능성", "전망", "방침", "만약"};
    /* put off, missed, refused, avoided, exaggerated, stopped, came to nothing, withdrawn, dismissed */
    static const char *const undone[] = {"취소", "연기",   "놓쳤", "놓치", "놓친", "거부", "거절",
                                         "피했", "피하",   "면했", "면하", "과장", "부풀", "중단",
                                         "보류", "지연",   "소송", "무산", "유예", "철회", "불발",
                                         "기각", "백지화", "지연", "소송", "위기"};
    /* rumour, threat, demand, order, application, request */
    static const char *const wished[] = {"소문", "판결", "위협",   "요구", "명령", "신청",
                                         "요청", "촉구", "기다리", "추진", "검토"};
    struct span w = s->t->v[i].low;

    if (HOLDS(w, no) || scope_is(s, i, "잘못"))
        return scope_say(s, holds(w, "않") && i > s->number + 1 ? i - 1 : i, i + 1, DENY_TOLD);
    if (korean_future(s, i)) return scope_say(s, i - 1, i + 1, DENY_OPEN);
    if (HOLDS(w, open) ||
        (scope_is(s, i, "수") && i + 1 < s->t->n && holds(s->t->v[i + 1].low, "있")))
        return scope_say(s, i, i + 1 + (scope_is(s, i, "수") ? 1 : 0), DENY_OPEN);
    if (i <= s->number + 3 && w.n >= 9 && memcmp(w.p + w.n - 6, "설", 3) == 0)
        return scope_say(s, i, i + 1, DENY_OPEN); /* 송환설이: it is said */
    if (korean_describes(s, i) || korean_done(s, i)) return DENY_NONE;
    if (HOLDS(w, undone)) return scope_say(s, i, i + 1, DENY_TOLD);
    return HOLDS(w, wished) ? scope_say(s, i, i + 1, DENY_OPEN) : DENY_NONE;
}

/* 사실이라면, 맞다면, 만약: what follows is so on a condition. */
static bool korean_if(const struct scope *s, size_t i) {
    static const char *const words[] = {"라면", "다면", "만약", "만일"};

    return HOLDS(s->t->v[i].low, words);
}

/* "탑승했지만": another clause follows. */
static bool korean_end(struct span w) {
    static const char *const ends[] = {"지만", "으며", "는데", "했고", "였고", "됐고"};

    return HOLDS(w, ends);
}

/* имевших, получивших, вывезенных: a participle that only describes */
static bool russian_participle(struct span w) {
    static const char *const stems[] = {"вш", "ющ", "ущ", "ащ", "ящ", "енны", "анны"};

    return w.n > 12 && HOLDS(w, stems);
}

/* "после отмены рейса", "из-за задержки": it names another happening. */
static bool russian_aside(const struct scope *s, size_t i) {
    size_t lo = i > s->from + 2 ? i - 2 : s->from;

    return scope_find(s, lo, i, "без после из-за несмотря до кроме помимо ранее") < i ||
           (i >= s->from + 3 && scope_is(s, i - 3, "из") && scope_is(s, i - 1, "за"));
}

static enum denial russian(struct scope *s, size_t i) {
    static const char *const no[] = {"отрица", "отрицает", "опроверг", "опроверж", "отверг"};
    static const char *const open[] = {"планиру", "намерен",     "собира",      "ожида",
                                       "возможн", "неподтвержд", "непроверенн", "неизвест",
                                       "ошибочн", "поверить"};
    /* cancelled, suspended, put off, withdrawn, stopped, avoided, came late for, challenged, refused, exaggerated, lied, invented */
    static const char *const undone[] = {
        "отмен",   "приостан", "отложи",   "отложе",  "перенес", "отозва", "аннулир", "заблокир",
        "сорвал",  "сорван",   "заморо",   "избеж",   "избега",  "опозда", "обжалов", "оспор",
        "отказал", "отказан",  "помилов",  "завыш",   "преувел", "солга",  "соврал",  "выдума",
        "сфабрик", "прекрат",  "задержив", "задержк", "запрет",  "запрещ"};
    /* threatened, ordered, demanded, asked, offered, allowed, promised; rumours */
    static const char *const wished[] = {
        "угроз",  "угрожа", "пригроз", "приказ",  "распоряд", "потребов", "требу", "попрос",
        "просит", "просят", "предлож", "разреши", "разреше",  "обеща",    "слух",  "списо",
        "хотят",  "хочет",  "хотел",   "желают",  "ждут",     "ждет",     "ждёт",  "вопросом"};
    struct span w = s->t->v[i].low;

    if (scope_is(s, i, "не ни") && !scope_is(s, i + 1,
                                             "менее более только меньше больше позднее позже ранее "
                                             "раньше один"))
        return scope_say(s, i, i + 2 < s->t->n ? i + 2 : i + 1,
                         scope_is(s, i + 1,
                                  "подтверждено подтверждены подтвердил подтвердили исключено "
                                  "исключают исключил исключает исключили известно ясно")
                             ? DENY_OPEN
                             : DENY_TOLD);
    if (scope_is(s, i, "нет никто никого ни неправда ложь") || HOLDS(w, no))
        return scope_say(s, i, i + 1, DENY_TOLD);
    if (scope_is(s, i,
                 "если будут будет могут может мог могли бы ли якобы отправят вернут вернутся "
                 "вылетят вывезут доставят покинут улетят прилетят прибудут отправятся депортируют "
                 "вышлют полетят вылетит прилетит прибудет вернётся вернется отправится") ||
        HOLDS(w, open))
        return scope_say(s, i, i + 1, DENY_OPEN);
    if (w.n < 8 || russian_participle(w) || russian_aside(s, i)) return DENY_NONE;
    if (HOLDS(w, undone)) return scope_say(s, i, i + 1, DENY_TOLD);
    return HOLDS(w, wished) ? scope_say(s, i, i + 1, DENY_OPEN) : DENY_NONE;
}

enum denial deny_foreign(struct scope *s) {
    for (size_t i = s->from; i < s->to; i++) {
        const struct token *w = &s->t->v[i];
        bool hangul = (unsigned char)w->low.p[0] >= 0xea;
        enum denial d;

        if (!w->foreign) continue;
        if (holds(w->low, "котор") ||
            scope_is(s, i, "чьи чей чья чьё чье чьих") || /* of another noun */
            (scope_is(s, i, "не") && i + 1 < s->to && russian_participle(s->t->v[i + 1].low)))
            while (i + 1 < s->to && !scope_is(s, i, ",")) i++;
        if (hangul && i < s->number && korean_if(s, i)) return scope_say(s, i, i + 1, DENY_OPEN);
        if (hangul && i <= s->number) continue;
        if ((d = hangul ? korean(s, i) : russian(s, i)) != DENY_NONE) return d;
        if (hangul && korean_end(w->low)) return DENY_NONE;
    }
    return DENY_NONE;
}
