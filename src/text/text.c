/* SPDX-License-Identifier: Apache-2.0 */
/* The order in which a text is read: dateline, sentences, quotations and the words around them, clauses, drafts.
 *
 * Quotations: what stands in double quotation marks and is more than a few words is somebody's; the words around it say whose. A
 * quotation may run over sentences, and its speaker may come after the first of them: such drafts wait for him. Marks that nest are
 * counted as one level, so that depth costs nothing; an end of paragraph closes what was left open. */
#include "text/text.h"

#include "base/utc.h"
#include "text/dateline.h"
#include "text/foreign.h"
#include "text/reader.h"
#include "text/speech.h"

#include <inttypes.h>

enum {
    QUOTE_WORDS = 4,
    TAG_WORDS = 5,
    TAIL_WORDS = 3,
    REST_WORDS = 12, /* behind a tag in the middle: they are of what was said */
    QUOTES = 16,
    NOTICES = 100
};

struct range {
    size_t lo, hi;
};
struct ranges {
    struct range v[QUOTES];
    size_t n;
};

static int check_bytes(struct span s, struct err *e) {
    size_t line = 1, len;

    for (size_t i = 0; i < s.n; i += len) {
        uint32_t c = utf8_get((struct span){s.p + i, s.n - i}, &len);

        if (s.p[i] == '\n') line++;
        if (c == 0)
            return err_set(e, RC_SYNTAX, "line %zu: byte %zu: %s", line, i + 1,
                           s.p[i] ? "no UTF-8; save the text as UTF-8"
                                  : "a NUL, which no text has");
    }
    return 0;
}

int text_plain(struct span bytes, struct span *out, struct err *e) {
    struct span s = bytes;
    int rc;

    if (s.n > TEXT_BYTES)
        return err_set(e, RC_LIMIT, "the text has %zu bytes, over the limit of %zu", s.n,
                       TEXT_BYTES);
    if (s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0) s = (struct span){s.p + 3, s.n - 3};
    rc = check_bytes(s, e);
    if (rc == 0) *out = s;
    return rc;
}

static size_t words(const struct tokens *t, size_t lo, size_t hi) {
    size_t n = 0;

    for (; lo < hi; lo++) n += t->v[lo].kind != TOK_MARK;
    return n;
}

/* "His Majesty's Ship Norland" */
static bool is_name(const struct tokens *t, size_t lo, size_t hi) {
    if (hi - lo > 8) return false;
    for (size_t i = lo; i < hi; i++)
        if (t->v[i].kind == TOK_WORD && (!t->v[i].capital || t->v[i].foreign) &&
            !token_in(t, i, "of and the for"))
            return false;
    return true;
}

/* Somebody's sentence, or only words of his in another's? */
static bool sentence_like(const struct tokens *t, size_t lo, size_t hi) {
    if (lo >= 2 &&
        (token_has(t, lo - 2, W_AUX) || token_in(t, lo - 2, "a an the of its his her their")))
        return false; /* A had "sent them back", an "absence of": one clause */
    if (lo > 1 && t->v[lo].kind == TOK_WORD && !t->v[lo].capital && !t->v[lo].foreign &&
        t->v[lo - 1].kind == TOK_MARK && lo >= 2 && t->v[lo - 2].kind == TOK_WORD)
        return false; /* the sentence goes on in other words */
    if (is_name(t, lo, hi)) return false;
    if (lo <= 1 && words(t, lo, hi) > 2 && token_in(t, hi - 1, ", . ! ?") &&
        clause_finite(t, lo, hi))
        return true; /* "We are back," said Ana Ruiz */
    return words(t, lo, hi) >= QUOTE_WORDS &&
           (lo <= 1 || foreign_ended(t, hi) ||
            (token_in(t, hi - 1, ", . ! ?") && !token_has(t, lo - 2, W_ADJ | W_AUX)) ||
            clause_finite(t, lo, hi) || words(t, lo, hi) > (size_t)2 * QUOTE_WORDS);
}

/* Quotations of the sentence that are somebody's words; the state goes on to the next sentence. */
static void find_quotes(struct reader *r, struct ranges *out) {
    const struct tokens *t = &r->t;
    size_t from = 0;
    bool carried = r->in_quote;

    out->n = 0;
    for (size_t i = 0; i <= t->n; i++) {
        bool open = i < t->n && !r->in_quote && token_in(t, i, "{ \"");
        bool close = r->in_quote && (i == t->n || token_in(t, i, "} \""));

        if (close) {
            bool whole = from <= 1 && i + 1 >= t->n;

            if (out->n < QUOTES && i > from &&
                (sentence_like(t, from, i) || (whole && words(t, from, i) > 1) ||
                 (carried && from == 0)))
                out->v[out->n++] = (struct range){from, i};
            carried = false;
            if (i < t->n) r->in_quote = false;
        } else if (open) {
            from = i + 1;
            r->in_quote = true;
        }
    }
}

/* Gaps between the quotations. */
static void find_gaps(const struct tokens *t, const struct ranges *q, struct ranges *out) {
    size_t at = 0;

    out->n = 0;
    for (size_t i = 0; i <= q->n && out->n < QUOTES; i++) {
        size_t hi = i < q->n ? q->v[i].lo : t->n;

        if (hi > at && words(t, at, hi)) out->v[out->n++] = (struct range){at, hi};
        if (i < q->n) at = q->v[i].hi;
    }
}

static void add_parts(struct reader *r, size_t lo, size_t hi, const struct voice *v, size_t own) {
    struct parts p = {0};

    clause_split(&r->t, lo, hi, v->quote, r->out->dateline, &p);
    for (size_t i = 0; i < p.n; i++) {
        struct voice w = *v;

        if (p.v[i].hi <= own || p.v[i].kind == PART_INFERRED || p.v[i].kind == PART_SOURCE)
            w = (struct voice){0};
        if (v->by == BY_MEDIUM && p.v[i].kind != PART_SOURCE) w.by = BY_MEDIUM;
        if (p.v[i].kind == PART_INFERRED && v->by == BY_SPEAKER) w = *v;
        (void)draft_add(r, &p.v[i], &w);
    }
}

/* Where ", saying" or ", adding" ends what is told around a quotation. */
static size_t saying(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = hi; i-- > lo;)
        if (token_is(t, i, ",") && i + 1 < hi && (t->v[i + 1].classes & W_ING) &&
            (t->v[i + 1].classes & W_SAY) && hi - i < 8)
            return i;
    return hi;
}

/* "told the Bell and asked not to be named" */
static bool nameless(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo; i + 3 < hi && hi - lo < 16; i++)
        if (token_in(t, i, "asked requested wished asking requesting") &&
            (token_phrase(t, i + 1, "not to be") || token_is(t, i + 1, "anonymity")))
            return true;
    return false;
}

/* "told reporters by telephone", "told the Bell, a daily": a hearer, and nothing that was told. */
static bool only_told(const struct tokens *t, size_t verb, size_t hi) {
    size_t k = verb + 1;

    if (!token_in(t, verb, "told tells")) return false;
    if (speech_told_only(t, verb, hi)) return true;
    while (k < hi && k < verb + 6 &&
           (t->v[k].capital || token_in(t, k, "the a reporters journalists")))
        k++;
    return k > verb + 1 && token_in(t, k, "by in on at during as while when after before via");
}

/* Do words of nobody's around a quotation tell something? "He said during a talk", of whom nobody was told, does not. */
static bool own_words(const struct tokens *t, size_t lo, size_t hi) {
    size_t first = lo;

    while (first < hi && t->v[first].kind == TOK_MARK) first++;
    if (token_has(t, first, W_PRON) && token_has(t, first + 1, W_SAY) &&
        token_in(t, first + 2, "during in on by with from before after as when while"))
        return false;
    return words(t, lo, hi) >= TAG_WORDS && clause_finite(t, lo, hi);
}

/* What the words around a quotation tell themselves: "X estimated that ..., saying", "..., X said, and". */
static void add_gap(struct reader *r, const struct range *g, const struct attributed *a) {
    const struct tokens *t = &r->t;
    struct voice v = {.by = a->by, .who = a->who, .opinion = a->opinion, .announced = a->announced};
    size_t hi = saying(t, g->lo, g->hi), from = a->verb == SIZE_MAX ? g->lo : a->verb + 1,
           comma = SIZE_MAX;

    if (a->by != BY_SPEAKER) {
        if (own_words(t, g->lo, hi)) add_parts(r, g->lo, hi, &v, 0);
        return;
    }
    if (a->verb == SIZE_MAX) return; /* who saw it, or who says it in another language */
    if (a->tag == a->verb && a->content <= a->verb)
        return; /* "said the coordinator of a charity" */
    if (nameless(t, from, hi)) return;
    for (size_t i = from; i + 4 < g->hi; i++)
        if (token_is(t, i, ",") && t->v[i + 1].classes & W_ING && t->v[i + 1].classes & W_SAY &&
            clause_finite(t, i + 2, g->hi)) {
            i += token_is(t, i + 2, "that") ? 3 : 2;
            if (words(t, i, g->hi) >= TAIL_WORDS) add_parts(r, i, g->hi, &v, 0);
            return;
        }
    if (from < hi && t->v[from].kind == TOK_WORD && !only_told(t, a->verb, hi) &&
        (!token_in(t, from, "in at on during by via") || token_in(t, from + 1, "least most")) &&
        words(t, from, hi) >= TAG_WORDS && clause_finite(t, from, hi)) {
        add_parts(r, g->lo, hi, &v, 0);
        return;
    }
    for (size_t i = g->lo; i < a->verb; i++) {
        if (token_in(t, i, "who which whose")) return;
        if (token_is(t, i, ",")) comma = i;
    }
    if (comma != SIZE_MAX && words(t, g->lo, comma) >= TAG_WORDS && clause_finite(t, g->lo, comma))
        add_parts(r, g->lo, comma, &v, 0);
}

/* The speaker came after the words: "We saw two buses. They were full," a driver said. */
static void name_waiting(struct reader *r, const struct who *who) {
    for (size_t i = r->quote_draft; i < r->out->draft.n; i++) {
        struct text_draft *d = &r->out->draft.v[i];

        if (strcmp(d->channel, "quote") != 0 ||
            (strcmp(d->speaker, "unnamed") != 0 && !r->quote_guessed))
            continue;
        d->speaker = arena_dup(r->a, span_of(who->role));
        d->speaker_type = who->type;
    }
}

/* "Ana Ruiz, who heads ..., was surprised": a name, a comma and a role. */
static bool named_subject(struct reader *r) {
    const struct tokens *t = &r->t;
    struct who who;
    size_t i = 0;

    while (i < t->n && i < 6 &&
           ((t->v[i].capital && t->v[i].kind == TOK_WORD) ||
            (i > 0 && (token_is(t, i, "-") || token_is(t, i - 1, "-")) && t->v[i].glued)))
        i++;
    if (i < 2 || i + 2 >= t->n || !token_is(t, i, ",") || token_is(t, i + 1, "whose")) return false;
    for (size_t k = i + 1; k < t->n && k < i + 6; k++)
        if (token_has(t, k, W_ROLE | W_HEAD) &&
            who_read(t, i + 1, k + 6 < t->n ? k + 6 : t->n, &r->known, &who)) {
            who_learn(t, 0, i, &r->known, &who);
            r->known.last = who;
            return true;
        }
    return false;
}

/* "Ana Ruiz is the acting director of ...": who she is. */
static bool introduced(struct reader *r) {
    const struct tokens *t = &r->t;
    struct who who;
    size_t i = 0, k;

    while (i < t->n && i < 5 && t->v[i].capital && t->v[i].kind == TOK_WORD) i++;
    if (i < 2 || !token_in(t, i, "is was") || !token_in(t, i + 1, "a an the")) return false;
    for (k = i + 2; k < t->n && k < i + 8; k++)
        if (token_in(t, k, "of for at in , who")) break;
    if (!who_read(t, i + 2, k, &r->known, &who) || who_is_body(&who)) return false;
    who_learn(t, 0, i, &r->known, &who);
    r->known.last = r->known.person = who;
    return true;
}

/* "Later, Acting Minister Ana Ruiz came": a role and a name right before the verb, from a comma on. */
static bool titled_subject(struct reader *r, size_t hi, struct who *who) {
    const struct tokens *t = &r->t;
    size_t lo = hi, role = hi;

    while (lo > 0 && t->v[lo - 1].kind == TOK_WORD &&
           (t->v[lo - 1].capital || token_in(t, lo - 1, "also later")))
        lo--;
    for (size_t i = lo; i < hi; i++)
        if (token_has(t, i, W_ROLE | W_HEAD)) role = i;
    return role + 2 < hi && hi < t->n && (!lo || token_is(t, lo - 1, ",")) &&
           who_read(t, lo, hi, &r->known, who) && !who_is_body(who);
}

/* Whom he or she may mean later: the role that is the subject, though nobody speaks. */
static void mention(struct reader *r) {
    struct who who;
    size_t hi = 0;

    if (named_subject(r) || introduced(r)) return;
    if (who_name(&r->t, 0, r->t.n < 2 ? r->t.n : 2, &r->known, &who) && !who_is_body(&who)) {
        r->known.last = r->known.person = who; /* "Ruiz came out. He said" */
        return;
    }
    while (hi < r->t.n && hi < 14 && !token_has(&r->t, hi, W_FIN | W_ED | W_PAST) &&
           !token_in(&r->t, hi, "with carrying"))
        hi++;
    if (titled_subject(r, hi, &who)) {
        r->known.last = r->known.person = who;
        return;
    }
    if (hi < r->t.n && hi > 1 && token_in(&r->t, 0, "a an the one another") &&
        who_read(&r->t, 0, hi, &r->known, &who) && strcmp(who.role, "group") != 0)
        r->known.last = who;
}

static void read_quoted(struct reader *r, const struct ranges *q, bool carried) {
    struct ranges gaps;
    struct attributed a[QUOTES], whole, *tag = NULL;
    struct voice v = {.quote = true, .by = BY_NOBODY};
    size_t g = 0;

    find_gaps(&r->t, q, &gaps);
    r->quote_para = r->para;
    for (size_t i = 0; i < gaps.n; i++) {
        attribute(&r->t, gaps.v[i].lo, gaps.v[i].hi, true, &r->known, &a[i]);
        if (!tag && a[i].by == BY_SPEAKER) tag = &a[i];
    }
    if (!tag && foreign_said(&r->t, 0, r->t.n, &r->known, &whole) && whole.by == BY_SPEAKER) {
        tag = &whole; /* the subject and its verb stand apart, around the quotation */
        r->known.last = whole.who;
    }
    if (!tag && !carried) mention(r);
    if (!carried) r->quote_draft = r->out->draft.n;
    if (tag) {
        r->quote_who = tag->who;
        r->quote_named = true;
        if (carried) name_waiting(r, &tag->who);
        r->quote_guessed = false;
    } else if (!carried && r->sentence.first && r->goes_on) {
        r->quote_named =
            true; /* of whom the paragraph before quoted, unless somebody is named yet */
        r->quote_guessed = true;
    } else if (!carried) {
        /* a quotation that stands alone: of whom the paragraph quoted before */
        r->quote_named = r->quote_guessed = !r->sentence.first && r->known.last.role[0];
        r->quote_who = r->quote_named ? r->known.last : (struct who){0};
    }
    if (r->quote_named) {
        v.by = BY_SPEAKER;
        v.who = r->quote_who;
    }
    v.whole = r->sentence.headline && !r->quote_named;
    for (size_t i = 0; i <= q->n; i++) {
        size_t until = i < q->n ? q->v[i].lo : r->t.n;

        for (; g < gaps.n && gaps.v[g].hi <= until; g++) add_gap(r, &gaps.v[g], &a[g]);
        if (i < q->n) add_parts(r, q->v[i].lo, q->v[i].hi, &v, 0);
    }
}

static bool numbers(const struct tokens *t, size_t lo, size_t hi) {
    for (; lo < hi; lo++)
        if ((t->v[lo].kind == TOK_NUM && !t->v[lo].glued) || token_has(t, lo, W_NUMBER))
            return true;
    return false;
}

/* The voice of an attribution; where the tag comes last, *hi is set before it. */
static struct voice voice_of(const struct tokens *t, const struct attributed *a, size_t lo,
                             size_t *hi) {
    struct voice v = {.by = a->by, .who = a->who, .opinion = a->opinion, .announced = a->announced};

    if (a->by != BY_SPEAKER || a->verb == SIZE_MAX) return v;
    v.tag = a->tag < a->verb ? a->tag : a->verb;
    v.tag_to = a->content > a->verb ? a->content : a->verb + 1;
    if (a->content <= v.tag && v.tag > lo && words(t, lo, v.tag) >= TAIL_WORDS &&
        (words(t, v.tag_to, *hi) < REST_WORDS || numbers(t, v.tag_to, *hi)) &&
        !(v.tag > lo + 1 && token_has(t, v.tag - 2, W_FIN)) && /* Among them were, X said, ... */
        !(token_is(t, a->verb + 1, ",") && a->verb + 2 < *hi && !clause_finite(t, lo, v.tag) &&
          token_has(t, a->verb + 2, W_FIN | W_PAST | W_ED)))
        *hi = v.tag;
    return v;
}

/* Who adds something where nobody was said to speak: the subject ("Lee rejected it, saying ..."). */
static struct voice main_subject(struct reader *r, size_t until) {
    struct voice v = {0};
    size_t hi = 0;

    while (hi < until && hi < 24 && !(hi && token_has(&r->t, hi, W_FIN | W_ED | W_PAST))) hi++;
    if (hi && (who_read(&r->t, 0, hi, &r->known, &v.who) ||
               who_read(&r->t, hi, until < 24 ? until : 24, &r->known, &v.who))) {
        v.by = BY_SPEAKER;
        r->known.last = v.who;
    }
    return v;
}

/* "Over 40 sent home: IOM", "First flight planned for May - Airport": who says it stands behind. @return where that begins, or n. */
static size_t headline_voice(struct reader *r, struct voice *v) {
    struct tokens *t = &r->t;

    if (!r->sentence.headline || t->n < 6) return t->n;
    for (size_t i = 1; i < 5; i++)
        if (token_is(t, i, ":") && i + 4 < t->n && t->v[i - 1].kind != TOK_NUM) {
            bool role = false;

            for (size_t k = 0; k < i; k++) role |= token_has(t, k, W_ROLE | W_HEAD | W_IGO);
            if (!(role && who_read(t, 0, i, &r->known, &v->who)) &&
                !foreign_office(t, 0, i, &v->who))
                break;
            v->by = BY_SPEAKER; /* "Governor: flights to end in May" */
            t->n -= i + 1;
            memmove(t->v, t->v + i + 1, t->n * sizeof *t->v);
            return t->n;
        }
    for (size_t i = t->n - 1; i > 4 && i + 5 > t->n; i--) {
        if (!((token_is(t, i, ":") && t->v[i - 1].kind != TOK_NUM) ||
              (token_is(t, i, "-") && !t->v[i].glued)))
            continue;
        if (i + 1 < t->n && (who_read(t, i + 1, t->n, &r->known, &v->who) ||
                             (i + 2 == t->n && token_in(t, i + 1, "airport")))) {
            if (token_in(t, i + 1, "airport")) v->who = (struct who){"airport", "company"};
            v->by = BY_SPEAKER;
            return i;
        }
        break;
    }
    return t->n;
}

/* Each part by its own attribution, or else by that of the sentence: of a tag in front only behind it. */
static void read_plain(struct reader *r) {
    struct attributed whole, own;
    struct voice v, w, tail = {0};
    struct parts p = {0};
    size_t end;

    r->t.n = headline_voice(r, &tail);
    end = r->t.n;
    attribute(&r->t, 0, r->t.n, false, &r->known, &whole);
    if (whole.by == BY_NOBODY) mention(r);
    if (whole.by == BY_SPEAKER) r->said_para = r->para;
    if (whole.by == BY_SPEAKER && r->in_quote) { /* said that "the north is cold. It ..." */
        r->quote_who = whole.who;
        r->quote_named = true;
        r->quote_guessed = false;
        r->quote_para = r->para;
    }
    v = voice_of(&r->t, &whole, 0, &end);
    clause_split(&r->t, 0, r->t.n, false, r->out->dateline, &p);
    for (size_t i = 0; i < p.n; i++) {
        struct part *q = &p.v[i];
        bool behind = whole.verb == SIZE_MAX || whole.content <= whole.tag || q->hi > whole.verb;

        attribute(&r->t, q->lo, q->hi, false, &r->known, &own);
        w = voice_of(&r->t, &own, q->lo, &q->hi);
        if (own.by == BY_NOBODY && whole.by != BY_PASSIVE && behind) w = v;
        if (q->kind == PART_SAID && own.by == BY_NOBODY && v.by != BY_SPEAKER)
            w = main_subject(r, q->lo);
        if (tail.by == BY_SPEAKER && w.by == BY_NOBODY) w = tail;
        if (q->kind == PART_SOURCE || (q->kind == PART_INFERRED && whole.by != BY_SPEAKER))
            w = (struct voice){0};
        (void)draft_add(r, q, &w);
    }
}

static void notice_tokens(struct reader *r) {
    const struct tokens *t = &r->t;
    char sign[8] = "";

    if (r->out->notice.n >= NOTICES) return;
    if (t->odd) {
        sign[utf8_put_point(sign, t->odd)] = 0;
        *vec_push(r->a, &r->out->notice) =
            span_of(arena_printf(r->a,
                                 "at %" PRIu32 ": the letter %s (U+%04" PRIX32
                                 ") stands in a number like a digit; the number was not read",
                                 t->odd_at, sign, t->odd));
    }
    if (t->hidden)
        *vec_push(r->a, &r->out->notice) =
            span_of(arena_printf(r->a,
                                 "at %" PRIu32 ": a sign that is not seen (U+%04" PRIX32
                                 ") is in the text: it may show other than it is%s",
                                 t->hidden_at, t->hidden,
                                 t->reversed ? "; numbers that it turns round were not read" : ""));
    else if (t->reversed)
        *vec_push(r->a, &r->out->notice) = span_of(arena_printf(
            r->a,
            "at %zu: an override of the direction (U+202E) from before turns numbers round; they "
            "were not read",
            r->sentence.point));
    if (t->cut)
        *vec_push(r->a, &r->out->notice) = span_of(arena_printf(
            r->a,
            "at %zu: a sentence of more than %zu words and signs; the rest of it was not read",
            r->sentence.point, TOKENS));
}

static int read_all(struct reader *r, struct err *e) {
    struct sentences s;

    sentences_begin(&s, r->text);
    while (sentences_next(&s, &r->sentence)) {
        struct ranges q;
        bool carried;

        r->para = s.para;
        if (r->sentence.first) {
            r->goes_on = (r->quote_named && r->para == r->quote_para + 1) ||
                         (r->known.last.role[0] && r->para == r->said_para + 1);
            if (r->para == r->said_para + 1 && !(r->quote_named && r->para == r->quote_para + 1))
                r->quote_who = r->known.last;
            r->in_quote = r->quote_named = false;
        }
        tokens_read(&r->t, r->text, r->sentence.from, r->sentence.to, r->sentence.point);
        notice_tokens(r);
        dateline_drop(&r->t, &r->sentence);
        if (!r->t.n) continue;
        carried = r->in_quote;
        find_quotes(r, &q);
        if (q.n)
            read_quoted(r, &q, carried);
        else
            read_plain(r);
        who_mention(&r->t, &r->known);
        if (r->out->draft.n > TEXT_DRAFTS)
            return err_set(e, RC_LIMIT, "at %zu: more than %zu statements: this is no article",
                           r->sentence.point, TEXT_DRAFTS);
    }
    if (s.cut)
        *vec_push(r->a, &r->out->notice) = span_of(
            arena_printf(r->a, "%zu sentences were longer than %zu bytes and were cut there", s.cut,
                         TEXT_SENTENCE_BYTES));
    return 0;
}

int text_read(struct arena *a, struct span text, const struct text_options *o, struct text *out,
              struct err *e) {
    struct reader r = {
        .a = a, .text = text, .out = out, .last_day = UTC_NONE, .event_day = UTC_NONE};
    int rc;

    *out = (struct text){.dateline = o->dateline};
    if (text.n > TEXT_BYTES)
        return err_set(e, RC_LIMIT, "the text has %zu bytes, over the limit of %zu", text.n,
                       TEXT_BYTES);
    rc = check_bytes(text, e);
    if (rc < 0) return rc;
    tokens_init(a, &r.t);
    if (out->dateline == UTC_NONE) out->dateline = dateline_find(&r.t, text);
    return read_all(&r, e);
}
