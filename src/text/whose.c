/* SPDX-License-Identifier: Apache-2.0 */
/* Whose a role is: of which body, ministry, paper or place of work, told before it ("an ICE official", "the government's spokesman"),
 * behind it ("a spokesman for the Ministry of Trade"), or in it ("the Lake Bell news agency"). */
#include "text/whose.h"

#include "text/body.h"
#include "text/role.h"
#include "text/route.h"

#include <stdio.h>

void whose_initials(struct span low, char *to, size_t size) {
    size_t n = 0;

    if (low.n > 2 && memcmp(low.p + low.n - 2, "'s", 2) == 0) low.n -= 2;
    for (size_t i = 0; i < low.n && n < 8 && n + 1 < size; i++) {
        char c = low.p[i];

        if (c >= 'a' && c <= 'z') c = (char)(c - 32);
        if (c != '.') to[n++] = c; /* U.N. is UN */
    }
    to[n] = 0;
}

static void put_body(const struct tokens *t, size_t i, const char *role, struct who *out) {
    char name[12];

    whose_initials(t->v[i].low, name, sizeof name);
    snprintf(out->role, sizeof out->role, "%s %.50s", name, role);
}

/* Before the word `at`: "the IOM's spokesman", "an ICE official"; "the agency's spokesman" is told elsewhere. @return is it told? */
static bool body_before(const struct tokens *t, size_t lo, size_t at, const char *role,
                        struct who *out) {
    bool one_word = !strchr(role, ' '), igo, whose;

    if (at <= lo) return false;
    igo = token_has(t, at - 1, W_IGO);
    whose = role_possessive(t->v[at - 1].low);
    if (whose && !(role_shouts(t, at - 1) && igo && (one_word || !strncmp(role, "human", 5))))
        return true;
    if (!whose && !role_initials(t, at - 1)) return false;
    put_body(t, at - 1, role, out);
    if (igo && one_word) out->type = "intergovernmental";
    return true;
}

/* "a spokeswoman, Ana Ruiz, of the UN's agency for refugees" */
static bool igo_behind(const struct tokens *t, size_t k, size_t hi, const char *role,
                       struct who *out) {
    struct who body;
    size_t of = k + 1;

    if (strchr(role, ' ') || !token_in(t, k, "spokesman spokeswoman spokesperson representative"))
        return false;
    while (of < hi && of < k + 4 && role_is_name(t, of)) of++;
    if (of >= hi || !token_in(t, of, "of for from with")) return false;
    for (size_t i = of + 1; i < hi && i < of + 6 && !token_in(t, i, ", who"); i++)
        if (body_read(t, i, hi, &body) && strcmp(body.type, "intergovernmental") == 0 &&
            !strchr(body.role, ' ')) {
            snprintf(out->role, sizeof out->role, "%.20s %.40s", body.role, role);
            out->type = body.type;
            return true;
        }
    return false;
}

/* "the head of operations at the IOM" */
static bool initials_behind(const struct tokens *t, size_t k, const char *role, struct who *out) {
    if (!token_in(t, k + 1, "of for at from with") ||
        !(t->v[k].classes & W_HEAD ||
          token_in(t, k, "spokesman spokeswoman spokesperson official officials chief secretary")))
        return false;
    for (size_t i = k + 2; i < t->n && i < k + 10; i++) {
        if (token_in(t, i, ", who in at said")) break;
        if (i > k + 4 && !t->v[i].capital && !token_in(t, i, "( and of for")) break;
        if (!role_initials(t, i) || strncmp(role, "NGO", 3) == 0) continue;
        put_body(t, i, role, out);
        if (token_has(t, i, W_IGO)) out->type = "intergovernmental";
        return true;
    }
    return false;
}

/* A word of what a ministry is for. */
static bool of_ministry(const struct tokens *t, size_t i, size_t hi) {
    return i < hi && t->v[i].kind == TOK_WORD && !role_possessive(t->v[i].low) &&
           (t->v[i].capital || role_field(t, i) ||
            token_in(t, i, "affairs social women national public external internal"));
}

/* Past the fields that begin at i: "Trade", "Foreign Affairs", "Women and Trade"; a name may stand behind those of a person. */
static size_t fields_end(const struct tokens *t, size_t i, size_t hi, bool person) {
    size_t most = i + 6, first = i;

    while (i < most &&
           ((token_is(t, i, "and") && of_ministry(t, i + 1, hi)) ||
            (of_ministry(t, i, hi) && (!person || i == first || !role_is_name(t, i)) &&
             (!token_has(t, i, W_ROLE) || (token_has(t, i, W_PEOPLE) && token_has(t, i, W_S))))))
        i++;
    return i;
}

/* "Ministry of Trade", "minister of health" at k: of one word "trade ministry", of more as it is written, of a list only the head. */
static bool of_fields(const struct tokens *t, size_t k, size_t hi, char *to, size_t size) {
    size_t from = k + 2 + token_is(t, k + 2, "the"),
           end = fields_end(t, from, hi, token_is(t, k, "minister")), n;
    struct span head = t->v[k].low;
    bool listed = false;

    if (!token_is(t, k + 1, "of") || end == from) return false;
    if (token_is(t, end, ",") && of_ministry(t, end + 1, hi))
        for (size_t i = end + 2; i < end + 5; i++) listed |= token_is(t, i, "and");
    if (listed) return false;
    if (end == from + 1 ||
        (end == from + 2 && token_is(t, from, "foreign") && token_is(t, from + 1, "affairs"))) {
        snprintf(to, size, "%.*s %.*s", (int)(t->v[from].low.n < 22 ? t->v[from].low.n : 22),
                 t->v[from].low.p, (int)head.n, head.p);
        return true;
    }
    n = (size_t)snprintf(to, size, "%.*s of", (int)head.n, head.p);
    for (size_t i = from; i < end && n + 24 < size; i++)
        n += (size_t)snprintf(to + n, size - n, " %.*s",
                              (int)(t->v[i].low.n < 22 ? t->v[i].low.n : 22), t->v[i].low.p);
    return true;
}

bool whose_ministry(const struct tokens *t, size_t k, size_t hi, char *to, size_t size) {
    size_t n = 0;

    if (!token_in(t, k, "ministry minister")) return false;
    if (of_fields(t, k, hi, to, size)) return true;
    if (k > 0 && role_field(t, k - 1) && !token_is(t, k - 1, "affairs") &&
        !token_is(t, k + 1, "of"))
        n = (size_t)snprintf(to, size, "%.*s ", (int)t->v[k - 1].low.n, t->v[k - 1].low.p);
    snprintf(to + n, size - n, "%.*s", (int)t->v[k].low.n, t->v[k].low.p);
    return true;
}

/* "a spokesman for the Ministry of Trade": "trade ministry spokesperson". */
static bool ministry_behind(const struct tokens *t, size_t k, size_t hi, const char *role,
                            struct who *out) {
    char name[48];

    if (strchr(role, ' ') || !token_in(t, k + 1, "of for at from in") ||
        !token_in(t, k, "official officials spokesperson spokesman spokeswoman sources source"))
        return false;
    for (size_t i = k + 2; i < hi && i < k + 6; i++) {
        if (!(t->v[i].capital || token_is(t, i, "the") || role_narrows(t, i) ||
              token_has(t, i, W_ADJ | W_OFFWORD)))
            return false;
        if (token_is(t, i, "ministry") && whose_ministry(t, i, hi, name, sizeof name)) {
            snprintf(out->role, sizeof out->role, "%s %.12s", name, role);
            return true;
        }
    }
    return false;
}

/* "a spokesman for the coast guard", "of the Lake Bell Institute": whose he is. */
static bool speaks_for(const struct tokens *t, size_t k, size_t hi, const char *role,
                       struct who *out) {
    struct who body;
    size_t from = k + 2 + token_is(t, k + 2, "the"), end;
    char name[40];
    bool people;

    if (strchr(role, ' ') || !token_in(t, k, "spokesperson spokesman spokeswoman") ||
        !token_in(t, k + 1, "for of from") || from >= hi)
        return false;
    from += route_country(t, from, hi, name, sizeof name, &people);
    if (from < hi && (body_read(t, from, hi, &body) || body_proper(t, from, hi, &body))) {
        snprintf(out->role, sizeof out->role, "%.45s %.15s", body.role, role);
        return true;
    }
    for (end = from; end + 1 < hi && end < from + 3 && role_narrows(t, end) &&
                     token_has(t, end + 1, W_OFFWORD | W_NGOWORD | W_FIRMWORD);)
        end++;
    if (end >= hi || !token_has(t, end, W_OFFWORD | W_NGOWORD | W_FIRMWORD) ||
        token_has(t, end, W_PEOPLE) || token_is(t, end + 1, "of"))
        return false;
    out->role[0] = 0;
    for (; from <= end; from++) role_add(out, t->v[from].low);
    role_add(out, span_of(role));
    return true;
}

/* "officials at Port Valley Airport" */
static bool workplace_behind(const struct tokens *t, size_t k, size_t hi, const char *role,
                             struct who *out) {
    size_t work = 0;

    if (strchr(role, ' ') || !token_in(t, k + 1, "at from of") ||
        !token_in(t, k,
                  "official officials staff worker workers employee employees spokesperson "
                  "spokesman spokeswoman sources source"))
        return false;
    for (size_t i = k + 2; i < hi && i < k + 9 && (t->v[i].capital || token_is(t, i, "the")); i++)
        if (token_in(t, i, "airport port embassy consulate airline hospital prison")) work = i;
    if (work)
        snprintf(out->role, sizeof out->role, "%.*s %.50s", (int)t->v[work].low.n, t->v[work].low.p,
                 role);
    return work;
}

/* "the government's COVID-19 spokesperson": "government spokesperson". */
static bool owner_before(const struct tokens *t, size_t lo, size_t k, const char *role,
                         struct who *out) {
    if (strchr(role, ' ') || !token_in(t, k, "spokesperson spokesman spokeswoman")) return false;
    for (size_t i = k; i-- > lo && k - i < 6;)
        if (role_possessive(t->v[i].low) && token_has(t, i, W_OFFWORD | W_OFFICIAL) &&
            token_has(t, i, W_ROLE)) {
            snprintf(out->role, sizeof out->role, "%.*s %.40s", (int)(t->v[i].low.n - 2),
                     t->v[i].low.p, role);
            return true;
        }
    return false;
}

/* "The Bell news agency", "the newspaper Lake Bell": by its name, where it has one. */
bool whose_outlet(const struct tokens *t, size_t lo, size_t k, size_t hi, struct who *out) {
    size_t from = k, to = k + 1;
    char country[40];
    bool people;

    if (!token_in(t, k, "newspaper magazine daily weekly broadcaster website agency outlet portal"))
        return false;
    if (token_is(t, k, "agency") && !(k > lo && token_in(t, k - 1, "news"))) return false;
    while (to < hi && to < k + 4 && role_is_name(t, to)) to++;
    if (to > k + 1) {
        from = k + 1;
    } else {
        to = k;
        while (to > lo && token_in(t, to - 1, "news state daily weekly business online")) to--;
        from = to;
        while (from > lo && to - from < 3 && t->v[from - 1].capital &&
               t->v[from - 1].kind == TOK_WORD && !token_in(t, from - 1, "the a"))
            from--;
        if (!token_is(t, k - (k > lo), "news") &&
            !(to - from == 2 && role_is_name(t, from) && role_is_name(t, from + 1)))
            return false; /* the Lakeview daily */
        if (from < to && (token_has(t, from, W_ADJ) ||
                          route_country(t, from, to, country, sizeof country, &people)))
            return false;
    }
    if (from >= to) return false;
    snprintf(out->role, sizeof out->role, "%.*s", (int)(t->v[to - 1].to - t->v[from].from),
             t->of + t->v[from].from);
    out->type = "media";
    return true;
}

/* Whose the role is, where that is said by initials before it ("an ICE official", "IOM Libya Chief of Mission") or by a place of work
 * behind it. */
void whose_role(const struct tokens *t, size_t lo, size_t first, size_t k, size_t hi,
                struct who *out) {
    char name[12], role[sizeof out->role];
    size_t at = first;
    bool people;

    if (token_in(t, k, "chief head secretary minister") && token_is(t, k + 1, "of") && k + 2 < hi &&
        (token_is(t, k + 2, "state") ||
         (token_in(t, k, "chief head") && token_in(t, k + 2, "mission staff party")))) {
        role_add(out, SPAN("of"));
        role_add(out, t->v[k + 2].low);
    }
    if ((strcmp(out->type, "media") == 0 ||
         (k > lo && token_in(t, k - 1, "television radio news"))) &&
        k + 1 < hi && role_initials(t, k + 1)) {
        out->type = "media";
        whose_initials(t->v[k + 1].low, out->role, sizeof out->role);
        return; /* "the television network NRK": its name */
    }
    if (whose_outlet(t, lo, k, hi, out)) return;
    if (token_in(t, k, "ceo cfo coo")) whose_initials(t->v[k].low, out->role, sizeof out->role);
    while (at > lo &&
           (role_field(t, at - 1) ||
            token_in(t, at - 1, "special independent senior external internal public regional") ||
            (!t->v[at - 1].capital && role_narrows(t, at - 1))))
        at--;
    if (at > lo && route_country(t, at - 1, at, name, sizeof name, &people)) at--;
    snprintf(role, sizeof role, "%s", out->role);
    if (!owner_before(t, lo, k, role, out) && !body_before(t, lo, at, role, out) &&
        !igo_behind(t, k, hi, role, out) && !workplace_behind(t, k, hi, role, out) &&
        !ministry_behind(t, k, hi, role, out) && !speaks_for(t, k, hi, role, out))
        (void)initials_behind(t, k, role, out);
}
