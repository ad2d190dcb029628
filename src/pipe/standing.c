/* SPDX-License-Identifier: Apache-2.0 */
/* How claims stand among one another. A second voice confirms where it says the same thing (claim_unlike), stands,
 * is not disputed, and is itself judged well enough; everything else is shown and confirms nothing. A repost speaks
 * with the voice of its root and earns no more than that.
 *
 * Claims of one content (peers.h) are heard by the same voices, so that these are sought once for all of them: the work
 * grows with the claims times the different things that are said with one figure, and not with their square. */
#include "pipe/standing.h"

#include "pipe/peers.h"
#include "pipe/voice.h"

static enum claim_ways ways_of(struct span mode) {
    if (mode.n == 0 || span_is(mode, "air")) return CLAIM_FLIGHTS_ONLY;
    return span_is(mode, "all") ? CLAIM_EVERY_WAY : CLAIM_OTHER_WAY;
}

struct claim_quantity standing_quantity(const struct load_claim *k) {
    struct claim_quantity q = {.low = k->low,
                               .best = k->quantity,
                               .high = k->high,
                               .unit = claim_unit_read(k->unit),
                               .from = k->from,
                               .to = k->to,
                               .measures = claim_measures_read(k->measures),
                               .ways = ways_of(k->mode),
                               .computed = k->from_timetable};

    claim_quantity_bound(&q, k->hedge);
    return q;
}

struct hearing {
    struct arena *a;
    const struct load *l;
    struct claim_said *said;   /* [claim.n] */
    struct claim_grade *given; /* [claim.n] */
    struct peers peers;
    int *root;      /* [claim.n]: the source in which its voice began; -1 none */
    size_t *origin; /* [claim.n]: the claim that it passes on; itself */
    bool *disputed; /* [claim.n] */
    bool *lends;    /* [claim.n]: it stands, is not disputed, and is judged well enough */
    size_t *heard;  /* [source.n]: the last hearing in which this root spoke */
    size_t *joined; /* [source.n]: the last claim, and 1, to which a relation joined this root */
    size_t hearing, roots; /* the number of the last hearing, and how many roots spoke in it */
    struct standing *out;
};

static bool related(const struct load_claim *k, const char *relation, size_t about) {
    return k->about == (int)about && span_is(k->relation, relation);
}

static bool says_again(const struct load_claim *k, size_t about) {
    static const char *const relations[] = {"supports", "translates", "repeats"};

    for (size_t n = 0; n < sizeof relations / sizeof *relations; n++)
        if (related(k, relations[n], about)) return true;
    return false;
}

static bool retracted(const struct hearing *h, size_t i) {
    return span_is(h->l->claim.v[i].status, "retracted");
}

static bool alike(const struct hearing *h, size_t i, size_t j) {
    return !claim_unlike(&h->said[i], &h->said[j]);
}

/* Does somebody hold the second to be the first said again? */
static bool entered_so(const struct hearing *h, size_t i, size_t j) {
    return says_again(&h->l->claim.v[j], i) || says_again(&h->l->claim.v[i], j);
}

static bool same_figures(const struct hearing *h, size_t i, size_t j) {
    const struct peers *p = &h->peers;
    int x = p->content_of[i], y = p->content_of[j];

    return x >= 0 && y >= 0 && p->content[x].group_begin == p->content[y].group_begin;
}

/* --- what a repost passes on --- */

/* The first claim of each source in a group that says what this content says, to first[source]. */
static void first_of_sources(const struct hearing *h, const struct peers_content *c, int *first) {
    size_t at = (size_t)h->peers.claim[c->begin];

    for (size_t n = c->group_begin; n < c->group_end; n++) {
        int j = h->peers.claim[n], source = h->l->claim.v[j].source;

        if (source >= 0 && (first[source] < 0 || j < first[source]) && alike(h, at, (size_t)j))
            first[source] = j;
    }
}

static void forget_sources(const struct hearing *h, const struct peers_content *c, int *first) {
    for (size_t n = c->group_begin; n < c->group_end; n++) {
        int source = h->l->claim.v[h->peers.claim[n]].source;

        if (source >= 0) first[source] = -1;
    }
}

/* Where the source of a claim passes on what another says, the first claim of that one which is `at` said again, related or
 * not; `at` itself where there is none. */
static size_t deeper(const struct hearing *h, size_t at, const int *first) {
    const struct load_claim *v = h->l->claim.v;
    int root = h->l->source.v[v[at].source].root, found = first ? first[root] : -1;

    for (size_t n = h->peers.begins[at]; n < h->peers.begins[at + 1]; n++) {
        int j = h->peers.about[n];

        if (v[j].source == root && says_again(&v[j], at) && (found < 0 || j < found)) found = j;
    }
    if (v[at].about >= 0 && v[v[at].about].source == root &&
        says_again(&v[at], (size_t)v[at].about) && (found < 0 || v[at].about < found))
        found = v[at].about;
    return found < 0 ? at : (size_t)found;
}

static void find_origins(struct hearing *h) {
    size_t n = h->l->claim.n, *last = ARENA_ARRAY(h->a, size_t, n);
    int *first = ARENA_ARRAY(h->a, int, h->l->source.n);

    for (size_t m = 0; m < h->l->source.n; m++) first[m] = -1;
    for (size_t i = 0; i < n; i++) {
        last[i] = i;
        if (h->peers.content_of[i] < 0 && voice_passes_on(h->l, h->l->claim.v[i].source))
            last[i] = deeper(h, i, NULL);
    }
    for (size_t c = 0; c < h->peers.ncontent; c++) {
        const struct peers_content *k = &h->peers.content[c];
        bool known = false;

        for (size_t m = k->begin; m < k->end; m++) {
            size_t at = (size_t)h->peers.claim[m];

            if (!voice_passes_on(h->l, h->l->claim.v[at].source)) continue;
            if (!known) first_of_sources(h, k, first);
            known = true;
            last[at] = deeper(h, at, first);
        }
        if (known) forget_sources(h, k, first);
    }
    for (size_t i = 0; i < n; i++) h->origin[i] = last[voice_origin(h->l, i)];
}

/* --- what a claim can lend --- */

/* By its own row, or because another root contradicts it. */
static bool is_disputed(const struct hearing *h, size_t i) {
    if (span_is(h->l->claim.v[i].status, "disputed")) return true;
    for (size_t n = h->peers.begins[i]; n < h->peers.begins[i + 1]; n++) {
        size_t j = (size_t)h->peers.about[n];

        if (!related(&h->l->claim.v[j], "contradicts", i) || retracted(h, j)) continue;
        if (h->root[i] < 0 || h->root[j] < 0 || h->root[i] != h->root[j]) return true;
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
    struct claim_grade g = h->given[i];

    if (h->origin[i] != i) g = claim_grade_under(g, h->given[h->origin[i]]);
    return claim_grade_under(g, source_grade(h, h->root[i], '1'));
}

/* --- who confirms it --- */

static bool says_otherwise(const struct hearing *h, size_t i, size_t j) {
    const struct load_claim *o = &h->l->claim.v[j];

    return related(o, "contradicts", i) || related(o, "revises", i);
}

/* Why j, which is said to be i said again, does not confirm it; NULL: it does. */
static const char *no_confirmation(const struct hearing *h, size_t i, size_t j) {
    const char *why;

    if (retracted(h, j)) return "was retracted";
    if (says_otherwise(h, i, j)) return "says otherwise";
    if (h->disputed[j]) return "is disputed";
    if ((why = claim_unlike(&h->said[i], &h->said[j]))) return why;
    return claim_confirms_nothing(grade_lent(h, j));
}

/* Nor does what passes on something that does not. */
static const char *no_second_voice(const struct hearing *h, size_t i, size_t j) {
    const char *why = no_confirmation(h, i, j);

    return why || h->origin[j] == i ? why : no_confirmation(h, i, h->origin[j]);
}

/* A root that speaks for the first time in this hearing. */
static void hear(struct hearing *h, int root) {
    if (root < 0 || h->heard[root] == h->hearing) return;
    h->heard[root] = h->hearing;
    h->roots++;
}

static bool confirms(const struct hearing *h, size_t i, size_t j) {
    return h->lends[j] && !says_otherwise(h, i, j) && alike(h, i, j);
}

/* All that its group lets be heard for claim i; i itself among them, whose root counts in any case. */
static void hear_group(struct hearing *h, size_t i) {
    const struct peers_content *c = &h->peers.content[h->peers.content_of[i]];
    int last = -1; /* the content that was held against i, */
    bool like = false;

    h->hearing++, h->roots = 0;
    for (size_t n = c->group_begin; n < c->group_end; n++) {
        size_t j = (size_t)h->peers.claim[n], o = h->origin[j];

        if (h->peers.content_of[j] != last) last = h->peers.content_of[j], like = alike(h, i, j);
        if (!like || !h->lends[j] || says_otherwise(h, i, j)) continue;
        if (o == j || confirms(h, i, o)) hear(h, h->root[j]);
    }
}

/* A root that nobody in the group speaks for; each once for a claim. */
static size_t one_more(struct hearing *h, size_t i, int root) {
    if (root < 0 || h->heard[root] == h->hearing || h->joined[root] == i + 1) return 0;
    h->joined[root] = i + 1;
    return 1;
}

/* The roots that say claim i: those heard in its group, its own, and those that a relation joins to it. */
static size_t count_roots(struct hearing *h, size_t i) {
    const struct load_claim *v = h->l->claim.v;
    size_t n = h->roots + one_more(h, i, h->root[i]);

    for (size_t m = h->peers.begins[i]; m < h->peers.begins[i + 1]; m++) {
        size_t j = (size_t)h->peers.about[m];

        if (says_again(&v[j], i) && !no_second_voice(h, i, j)) n += one_more(h, i, h->root[j]);
    }
    if (v[i].about >= 0 && says_again(&v[i], (size_t)v[i].about) &&
        !no_second_voice(h, i, (size_t)v[i].about))
        n += one_more(h, i, h->root[v[i].about]);
    return n;
}

static bool contradicted(const struct hearing *h, size_t i) {
    for (size_t m = h->peers.begins[i]; m < h->peers.begins[i + 1]; m++)
        if (says_otherwise(h, i, (size_t)h->peers.about[m])) return true;
    return false;
}

/* --- what does not confirm it, in words --- */

#define TOLD 3 /* claims that do not confirm one, by name */

struct told { /* the first of them, ascending */
    struct {
        size_t claim;
        const char
            *why; /* NULL: it would, and nobody has related it: that is for a person to judge */
    } v[TOLD + 1];
    size_t n;
};

static void tell(struct told *t, size_t claim, const char *why) {
    size_t at = t->n;

    for (; at > 0 && t->v[at - 1].claim > claim; at--) t->v[at] = t->v[at - 1];
    t->v[at].claim = claim, t->v[at].why = why;
    if (t->n < TOLD) t->n++;
}

/* Another root than that of i, in its own words? */
static bool other_voice(const struct hearing *h, size_t i, size_t j) {
    return h->root[i] != h->root[j] && !voice_is_repost(h->l, j);
}

static void tell_entered(const struct hearing *h, size_t i, size_t j, struct told *t) {
    const char *why;

    if (entered_so(h, i, j) && other_voice(h, i, j) && (why = no_second_voice(h, i, j)))
        tell(t, j, why);
}

/* Of its corridor, in order: what has its figures and does not confirm it, and what is near enough and not related. */
static void tell_placed(const struct hearing *h, size_t i, struct told *t) {
    const struct peers *p = &h->peers;
    size_t c = (size_t)((ptrdiff_t)h->l->claim.v[i].corridor + 1);

    for (size_t n = p->places[c]; n < p->places[c + 1]; n++) {
        size_t j = (size_t)p->placed[n];
        bool same;

        if (t->n == TOLD && j > t->v[TOLD - 1].claim) return;
        if (h->root[i] == h->root[j]) continue;
        same = same_figures(h, i, j);
        if (!same && !h->lends[j]) continue;
        if (!other_voice(h, i, j) || entered_so(h, i, j) || !alike(h, i, j)) continue;
        if (same == !no_second_voice(h, i, j)) continue;
        tell(t, j, no_second_voice(h, i, j));
    }
}

static const char *what_else(const struct hearing *h, size_t i) {
    const struct load_claim *k = &h->l->claim.v[i];
    struct told t = {.n = 0};
    const char *s = "";

    for (size_t m = h->peers.begins[i]; m < h->peers.begins[i + 1]; m++)
        tell_entered(h, i, (size_t)h->peers.about[m], &t);
    if (k->about >= 0 && h->l->claim.v[k->about].about != (int)i)
        tell_entered(h, i, (size_t)k->about, &t);
    if (k->quantity >= 0 || k->low >= 0 || k->high >= 0) tell_placed(h, i, &t);
    for (size_t m = 0; m < t.n; m++) {
        const struct load_claim *o = &h->l->claim.v[t.v[m].claim];

        if (t.v[m].why)
            s = arena_printf(h->a, "%s %.*s does not confirm it: it %s.", s,
                             SPAN_ARG(o->id.n ? o->id : load_name(o->row)), t.v[m].why);
        else
            s = arena_printf(h->a,
                             "%s %.*s says about the same: related as supports, it would count.", s,
                             SPAN_ARG(o->id));
    }
    return s;
}

/* --- the grade --- */

/* A repost under its root: what the origin holds, or, where it passes on no claim of the case, the root's letter. */
static void hold_under(struct hearing *h, size_t i) {
    struct standing *s = &h->out[i];
    size_t at = h->origin[i];
    struct claim_grade most = at != i ? h->out[at].held : (struct claim_grade){'A', '1'}, g;
    struct span name =
        at != i ? h->l->claim.v[at].id : h->l->source.v[h->l->claim.v[i].source].root_id;

    g = claim_grade_under(s->held, claim_grade_under(most, source_grade(h, h->root[i], '1')));
    if (g.reliability == s->held.reliability && g.credibility == s->held.credibility) return;
    s->held = g;
    s->text = arena_printf(h->a, "%s%sIt passes on %.*s, and holds no better grade than that.",
                           s->text, *s->text ? " " : "", SPAN_ARG(name));
}

static void stand(struct hearing *h, size_t i) {
    struct claim_standing s = {
        .nroot = count_roots(h, i), .disputed = h->disputed[i], .retracted = retracted(h, i)};
    const char *text = claim_standing_text(h->a, h->given[i], &s);

    if (h->given[i].credibility == '1' && s.nroot < 2)
        text = arena_printf(h->a, "%s%s", text, what_else(h, i));
    h->out[i] = (struct standing){.given = h->given[i],
                                  .held = claim_grade_hold(h->given[i], &s),
                                  .nroot = s.nroot,
                                  .text = text};
}

/* A claim that another contradicts is not heard by all that its content is heard by. */
static void stand_all(struct hearing *h) {
    for (size_t c = 0; c < h->peers.ncontent; c++) {
        bool shared = false;

        for (size_t m = h->peers.content[c].begin; m < h->peers.content[c].end; m++) {
            size_t i = (size_t)h->peers.claim[m];
            bool alone = contradicted(h, i);

            if (alone || !shared) hear_group(h, i);
            shared = !alone;
            stand(h, i);
        }
    }
    h->hearing++, h->roots = 0;
    for (size_t i = 0; i < h->l->claim.n; i++)
        if (h->peers.content_of[i] < 0) stand(h, i);
}

struct standing *standings_of(struct arena *a, const struct load *l) {
    size_t n = l->claim.n, nsource = l->source.n;
    struct hearing h = {.a = a,
                        .l = l,
                        .said = ARENA_ARRAY(a, struct claim_said, n),
                        .given = ARENA_ARRAY(a, struct claim_grade, n),
                        .root = ARENA_ARRAY(a, int, n),
                        .origin = ARENA_ARRAY(a, size_t, n),
                        .disputed = ARENA_ARRAY(a, bool, n),
                        .lends = ARENA_ARRAY(a, bool, n),
                        .heard = ARENA_ARRAY(a, size_t, nsource),
                        .joined = ARENA_ARRAY(a, size_t, nsource),
                        .out = ARENA_ARRAY(a, struct standing, n)};

    for (size_t i = 0; i < n; i++) {
        const struct load_claim *k = &l->claim.v[i];
        int source = voice_source(l, i);

        h.said[i] = (struct claim_said){standing_quantity(k), k->hedge, k->flight, k->corridor};
        h.given[i] = grade_given(&h, i);
        h.root[i] = source < 0 ? -1 : l->source.v[source].root;
    }
    h.peers = peers_of(a, l, h.said);
    find_origins(&h);
    for (size_t i = 0; i < n; i++) h.disputed[i] = is_disputed(&h, i);
    for (size_t i = 0; i < n; i++)
        h.lends[i] =
            !retracted(&h, i) && !h.disputed[i] && !claim_confirms_nothing(grade_lent(&h, i));
    stand_all(&h);
    for (size_t i = 0; i < n; i++)
        if (voice_is_repost(l, i)) hold_under(&h, i);
    return h.out;
}
