/* SPDX-License-Identifier: Apache-2.0 */
/* How claims stand among one another. A second voice confirms where it says the same thing (claim_unlike), stands,
 * is not disputed, and is itself judged well enough; everything else is shown and confirms nothing. A repost speaks
 * with the voice of its root and earns no more than that. */
#include "pipe/standing.h"

#include "pipe/voice.h"

/* Does its basis name a line of the timetable? */
static bool from_timetable(const struct load *l, const struct load_claim *k) {
    for (size_t i = 0; k->basis.n && i < l->schedule.n; i++) {
        struct span id = l->schedule.v[i].id, s = k->basis;

        for (; id.n && s.n >= id.n; s.p++, s.n--) {
            bool begins = s.p == k->basis.p || strchr(" ,;\t\r\n", s.p[-1]);
            bool ends = s.n == id.n || strchr(" ,;\t\r\n", s.p[id.n]);

            if (begins && ends && memcmp(s.p, id.p, id.n) == 0) return true;
        }
    }
    return false;
}

static enum claim_ways ways_of(struct span mode) {
    if (mode.n == 0 || span_is(mode, "air")) return CLAIM_FLIGHTS_ONLY;
    return span_is(mode, "all") ? CLAIM_EVERY_WAY : CLAIM_OTHER_WAY;
}

struct claim_quantity standing_quantity(const struct load *l, const struct load_claim *k) {
    struct claim_quantity q = {.low = k->low,
                               .best = k->quantity,
                               .high = k->high,
                               .unit = claim_unit_read(k->unit),
                               .from = k->from,
                               .to = k->to,
                               .measures = claim_measures_read(k->measures),
                               .ways = ways_of(k->mode),
                               .computed = from_timetable(l, k)};

    claim_quantity_bound(&q, k->hedge);
    return q;
}

struct hearing {
    struct arena *a;
    const struct load *l;
    struct claim_said *said; /* [claim.n] */
    size_t *origin;          /* [claim.n]: the claim that it passes on; itself */
    bool *disputed;          /* [claim.n] */
    int *parent;             /* [source.n]: its root */
    int *voice;              /* room for [claim.n] */
    struct standing *out;
};

static bool related(const struct load_claim *k, const char *relation, size_t about) {
    return k->about == (int)about && span_is(k->relation, relation);
}

static bool retracted(const struct hearing *h, size_t i) {
    return span_is(h->l->claim.v[i].status, "retracted");
}

static bool same_figures(const struct load_claim *k, const struct load_claim *o) {
    return o->quantity == k->quantity && o->low == k->low && o->high == k->high &&
           (k->quantity >= 0 || k->low >= 0);
}

/* Does somebody hold the second to be the first said again: the same figures of the same thing, or entered so? */
static bool side_by_side(const struct hearing *h, size_t i, size_t j) {
    static const char *const relations[] = {"supports", "translates", "repeats"};
    const struct load_claim *k = &h->l->claim.v[i], *o = &h->l->claim.v[j];

    for (size_t n = 0; n < sizeof relations / sizeof *relations; n++)
        if (related(o, relations[n], i) || related(k, relations[n], j)) return true;
    return same_figures(k, o) && !claim_unlike(&h->said[i], &h->said[j]);
}

static int root_of(const struct hearing *h, size_t claim) {
    int source = voice_source(h->l, claim);

    return source < 0 ? -1 : h->parent[source];
}

/* Where its source passes on what another says, a claim of that one that says the same is the origin, related or
 * not. */
static size_t origin_of(const struct hearing *h, size_t i) {
    size_t at = voice_origin(h->l, i);
    int root = root_of(h, i);

    if (!voice_passes_on(h->l, h->l->claim.v[at].source)) return at;
    for (size_t j = 0; j < h->l->claim.n; j++)
        if (j != at && h->l->claim.v[j].source == root && side_by_side(h, at, j)) return j;
    return at;
}

/* By its own row, or because another root contradicts it. */
static bool is_disputed(const struct hearing *h, size_t i) {
    if (span_is(h->l->claim.v[i].status, "disputed")) return true;
    for (size_t j = 0; j < h->l->claim.n; j++) {
        int root = root_of(h, i), other;

        if (!related(&h->l->claim.v[j], "contradicts", i) || retracted(h, j)) continue;
        other = root_of(h, j);
        if (root < 0 || other < 0 || root != other) return true;
    }
    return false;
}

static struct claim_grade source_grade(const struct hearing *h, int source, char credibility) {
    struct span s = source < 0 ? (struct span){"", 0} : h->l->source.v[source].reliability;

    return (struct claim_grade){(char)(s.n ? s.p[0] : 'F'), credibility};
}

static struct claim_grade grade_given(const struct hearing *h, size_t i) {
    const struct load_claim *k = &h->l->claim.v[i];

    return source_grade(h, k->source, (char)(k->credibility.n ? k->credibility.p[0] : '6'));
}

/* What the claim can lend to another: the grade that it was given, or that of its origin, if that is further down. */
static struct claim_grade grade_lent(const struct hearing *h, size_t i) {
    struct claim_grade g = grade_given(h, i);
    int root = root_of(h, i);

    if (h->origin[i] != i) g = claim_grade_under(g, grade_given(h, h->origin[i]));
    return claim_grade_under(g, source_grade(h, root, '1'));
}

/* Why j, which is said to be i said again, does not confirm it; NULL: it does. */
static const char *no_confirmation(const struct hearing *h, size_t i, size_t j) {
    const struct load_claim *o = &h->l->claim.v[j];
    const char *why;

    if (retracted(h, j)) return "was retracted";
    if (related(o, "contradicts", i) || related(o, "revises", i)) return "says otherwise";
    if (h->disputed[j]) return "is disputed";
    if ((why = claim_unlike(&h->said[i], &h->said[j]))) return why;
    return claim_confirms_nothing(grade_lent(h, j));
}

/* Nor does what passes on something that does not. */
static const char *no_second_voice(const struct hearing *h, size_t i, size_t j) {
    const char *why = no_confirmation(h, i, j);

    return why || h->origin[j] == i ? why : no_confirmation(h, i, h->origin[j]);
}

/* A figure so near that it would confirm, which nobody has put beside it: that is for a person to judge. */
static bool says_about_the_same(const struct hearing *h, size_t i, size_t j) {
    const struct claim_quantity *q = &h->said[i].q;

    return grade_given(h, i).credibility == '1' && (q->low >= 0 || q->best >= 0 || q->high >= 0) &&
           root_of(h, i) != root_of(h, j) && !voice_is_repost(h->l, j) && !no_second_voice(h, i, j);
}

#define TOLD 3 /* claims that do not confirm one, by name */

/* The roots that say claim i; in `but`, of other roots those that are said to and do not. */
static size_t count_roots(struct hearing *h, size_t i, const char **but) {
    size_t n = 0, told = 0;

    *but = "";
    h->voice[n++] = voice_source(h->l, i);
    for (size_t j = 0; j < h->l->claim.n; j++) {
        const char *why;

        if (j == i) continue;
        if (!side_by_side(h, i, j)) {
            if (says_about_the_same(h, i, j) && told++ < TOLD)
                *but = arena_printf(
                    h->a, "%s %.*s says about the same: related as supports, it would count.", *but,
                    SPAN_ARG(h->l->claim.v[j].id));
            continue;
        }
        if (!(why = no_second_voice(h, i, j)))
            h->voice[n++] = voice_source(h->l, j);
        else if (!voice_is_repost(h->l, j) && root_of(h, j) != root_of(h, i) && told++ < TOLD)
            *but = arena_printf(h->a, "%s %.*s does not confirm it: it %s.", *but,
                                SPAN_ARG(h->l->claim.v[j].id.n ? h->l->claim.v[j].id
                                                               : load_name(h->l->claim.v[j].row)),
                                why);
    }
    return claim_roots(h->a, h->parent, h->l->source.n, h->voice, n);
}

/* A repost under its root: what the origin holds, or, where it passes on no claim of the case, the root's letter. */
static void hold_under(struct hearing *h, size_t i) {
    struct standing *s = &h->out[i];
    size_t at = h->origin[i];
    int root = root_of(h, i);
    struct claim_grade most = at != i ? h->out[at].held : (struct claim_grade){'A', '1'}, g;
    struct span name =
        at != i ? h->l->claim.v[at].id : h->l->source.v[h->l->claim.v[i].source].root_id;

    g = claim_grade_under(s->held, claim_grade_under(most, source_grade(h, root, '1')));
    if (g.reliability == s->held.reliability && g.credibility == s->held.credibility) return;
    s->held = g;
    s->text = arena_printf(h->a, "%s%sIt passes on %.*s, and holds no better grade than that.",
                           s->text, *s->text ? " " : "", SPAN_ARG(name));
}

static void stand(struct hearing *h, size_t i) {
    struct claim_standing s = {.disputed = h->disputed[i], .retracted = retracted(h, i)};
    const char *but, *text;

    s.nroot = count_roots(h, i, &but);
    h->out[i] = (struct standing){.given = grade_given(h, i), .nroot = s.nroot};
    h->out[i].held = claim_grade_hold(h->out[i].given, &s);
    text = claim_standing_text(h->a, h->out[i].given, &s);
    if (h->out[i].given.credibility == '1' && s.nroot < 2)
        text = arena_printf(h->a, "%s%s", text, but);
    h->out[i].text = text;
}

struct standing *standings_of(struct arena *a, const struct load *l) {
    size_t n = l->claim.n;
    struct hearing h = {.a = a,
                        .l = l,
                        .said = ARENA_ARRAY(a, struct claim_said, n),
                        .origin = ARENA_ARRAY(a, size_t, n),
                        .disputed = ARENA_ARRAY(a, bool, n),
                        .parent = ARENA_ARRAY(a, int, l->source.n),
                        .voice = ARENA_ARRAY(a, int, n + 1),
                        .out = ARENA_ARRAY(a, struct standing, n)};

    for (size_t m = 0; m < l->source.n; m++) h.parent[m] = l->source.v[m].root;
    for (size_t i = 0; i < n; i++) {
        const struct load_claim *k = &l->claim.v[i];

        h.said[i] = (struct claim_said){standing_quantity(l, k), k->hedge, k->flight, k->corridor};
    }
    for (size_t i = 0; i < n; i++)
        h.origin[i] = origin_of(&h, i), h.disputed[i] = is_disputed(&h, i);
    for (size_t i = 0; i < n; i++) stand(&h, i);
    for (size_t i = 0; i < n; i++)
        if (voice_is_repost(l, i)) hold_under(&h, i);
    return h.out;
}
