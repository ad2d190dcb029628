/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"
#include "cli/case_legs.h"
#include "cli/legs.h"
#include "cli/shut_in.h"
#include "format/callsign.h"
#include "format/sbs.h"
#include "geo/near.h"
#include "geo/place.h"
#include "pack/pack.h"
#include "pack/peek.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* ---- options */

static int usage(struct err *e, const char *name) {
    err_at(e, "--%s", name);
    return CMD_USAGE;
}

/* Letters and digits, in capitals: KOR 272, kor272; P-632, P632. */
static const char *folded(struct arena *a, const char *s) {
    char *to = arena_dup(a, span_of(s));
    size_t n = 0;

    for (; *s; s++) {
        if (*s >= 'a' && *s <= 'z') to[n++] = (char)(*s - 32);
        if ((*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9')) to[n++] = *s;
    }
    to[n] = '\0';
    return to;
}

static int hex_of(const char *s, struct legs_filter *f, struct err *e) {
    f->has_hex = true;
    f->other = s[0] == '~';
    if (peek_hex(span_of(s + f->other), &f->hex)) return 0;
    err_put(e, RC_SYNTAX, "six hex digits, with ~ in front where the address is not ICAO's");
    return usage(e, "hex");
}

static int place_of(struct span code, int32_t *out, struct err *e) {
    const struct place *p = place_find(code);

    if (!p) return err_set(e, RC_NOTFOUND, "%.*s is no airport that is known", SPAN_ARG(code));
    *out = (int32_t)(p - place_at(0));
    return 0;
}

static int corridor_of(const char *s, struct legs_filter *f, struct err *e) {
    const char *dash = strchr(s, '-');

    if (!dash || strchr(dash + 1, '-'))
        err_put(e, RC_SYNTAX, "two airports with a dash between, such as UHWW-ZKPY");
    else if (place_of((struct span){s, (size_t)(dash - s)}, &f->origin, e) == 0 &&
             place_of(span_of(dash + 1), &f->destination, e) == 0)
        return 0;
    return usage(e, "corridor");
}

/* A date or an instant. end: a date is meant whole. */
static int when(const char *s, bool end, int64_t *out, struct err *e) {
    int32_t day;

    if (strchr(s, ':')) return utc_instant_read(span_of(s), out, e);
    if (utc_date_read(span_of(s), &day, e) < 0) return e->rc;
    *out = (day + (int64_t)end) * UTC_DAY_MS;
    return 0;
}

/* UTC, +09:00, -0330, +9. */
static int zone_of(const char *s, int32_t *minutes, struct err *e) {
    size_t digits = 0;
    int v = 0;

    *minutes = 0;
    if (strcmp(s, "UTC") == 0 || strcmp(s, "Z") == 0) return 0;
    for (const char *p = s + 1; (*s == '+' || *s == '-') && *p; p++) {
        if (*p == ':' && p == s + 3 && p[1]) continue;
        if (*p < '0' || *p > '9' || ++digits > 4) goto bad;
        v = v * 10 + (*p - '0');
    }
    if (digits == 1 || digits == 2) v *= 100;
    if (digits == 3 || !digits || v / 100 * 60 + v % 100 > SBS_ZONE_MINUTES || v % 100 > 59)
        goto bad;
    *minutes = (*s == '-' ? -1 : 1) * (v / 100 * 60 + v % 100);
    return 0;
bad:
    return err_set(e, RC_SYNTAX, "UTC, or hours and minutes from it, such as +09:00");
}

static int filter_of(struct cli *x, struct legs_filter *f, struct err *e) {
    const char *s;

    *f = (struct legs_filter){.airport = -1,
                              .origin = -1,
                              .destination = -1,
                              .from_ms = CLEAN_NO_MS,
                              .to_ms = CLEAN_NO_MS};
    if ((s = opt_value(&x->v, "hex")) && hex_of(s, f, e)) return CMD_USAGE;
    if ((s = opt_value(&x->v, "registration"))) f->registration = folded(x->a, s);
    if ((s = opt_value(&x->v, "callsign"))) f->callsign = folded(x->a, s);
    if ((s = opt_value(&x->v, "airport")) && place_of(span_of(s), &f->airport, e) < 0)
        return usage(e, "airport");
    if ((s = opt_value(&x->v, "corridor")) && corridor_of(s, f, e)) return CMD_USAGE;
    if ((s = opt_value(&x->v, "from")) && when(s, false, &f->from_ms, e) < 0)
        return usage(e, "from");
    if ((s = opt_value(&x->v, "to")) && when(s, true, &f->to_ms, e) < 0) return usage(e, "to");
    if (f->from_ms != CLEAN_NO_MS && f->to_ms != CLEAN_NO_MS && f->to_ms <= f->from_ms) {
        err_put(e, RC_RANGE, "the period ends before it begins");
        return usage(e, "to");
    }
    return 0;
}

static int options_of(struct cli *x, struct flight_options *o, struct err *e) {
    int64_t jobs = sysconf(_SC_NPROCESSORS_ONLN);
    const char *s;

    *o = (struct flight_options){.cover_from_ms = CLEAN_NO_MS, .cover_to_ms = CLEAN_NO_MS};
    if (jobs < 1) jobs = 1;
    if (jobs > (int64_t)STREAM_JOBS) jobs = (int64_t)STREAM_JOBS;
    if ((s = opt_value(&x->v, "jobs")) &&
        num_int(span_of(s), 1, (int64_t)STREAM_JOBS, &jobs, e) < 0)
        return usage(e, "jobs");
    o->jobs = (size_t)jobs;
    o->dense = opt_value(&x->v, "dense") != NULL;
    if ((s = opt_value(&x->v, "zone"))) {
        o->zone_given = true;
        if (zone_of(s, &o->zone_minutes, e) < 0) return usage(e, "zone");
    }
    if ((s = opt_value(&x->v, "start"))) {
        o->start_given = true;
        if (utc_instant_read(span_of(s), &o->start_ms, e) < 0) return usage(e, "start");
    }
    return 0;
}

/* ---- routes: a weak prior */

static int routes_of(struct cli *x, struct flight_options *o, struct err *e) {
    const char *path = opt_value(&x->v, "routes");
    struct callsign_routes r = {0};
    struct end_prior *prior;
    struct span bytes;
    int rc;

    if (!path) return 0;
    rc = pack_file(x->a, path, CALLSIGN_ROUTE_BYTES, &bytes, e);
    if (rc == 0) rc = callsign_routes_read(x->a, bytes, &r, e);
    if (rc < 0) {
        err_at(e, "%s", path);
        return rc;
    }
    prior = ARENA_ARRAY(x->a, struct end_prior, r.n);
    for (size_t i = 0; i < r.n; i++) {
        int32_t *place = ARENA_ARRAY(x->a, int32_t, r.route[i].stops);
        struct end_prior *p = &prior[o->nprior];
        struct err none;

        for (size_t k = 0; k < r.route[i].stops; k++)
            if (place_of(callsign_stop(&r.route[i], k), &place[p->n], &none) == 0) p->n++;
        if (!p->n) continue;
        memcpy(p->callsign, r.route[i].callsign, sizeof r.route[i].callsign);
        p->place = place;
        o->nprior++;
    }
    o->prior = prior;
    if (r.refused)
        fprintf(stderr, "note: %s: %zu of %zu routes cannot be used, the first in line %zu\n", path,
                r.refused, r.rows, r.line[0]);
    return 0;
}

/* ---- filters */

static bool same_folded(const char *folded_word, const char *s) {
    for (; *s; s++) {
        char c = *s;

        if (c >= 'a' && c <= 'z') c = (char)(c - 32);
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) continue;
        if (*folded_word++ != c) return false;
    }
    return !*folded_word;
}

bool legs_wanted(void *filter, uint32_t hex, bool other, const char *registration) {
    const struct legs_filter *f = filter;

    if (f->has_hex && (hex != f->hex || other != f->other)) return false;
    return !f->registration || !*registration || same_folded(f->registration, registration);
}

static bool at_place(const struct leg_end *e, int32_t place) {
    if (place < 0 || e->place == place) return true;
    for (size_t i = 0; i < e->ncandidate; i++)
        if (e->candidate[i].place == place) return e->candidate[i].weight >= LEGS_CANDIDATE;
    return false;
}

/* KOR0272 is KOR272, where an airline's code stands in front. */
static bool has_callsign(const struct leg *l, const char *wanted) {
    struct callsign a, b;
    bool split = callsign_read(span_of(wanted), NULL, 0, &a);

    for (size_t i = 0; i < l->ncallsign; i++) {
        if (same_folded(wanted, l->callsign[i].text)) return true;
        if (split && callsign_read(span_of(l->callsign[i].text), NULL, 0, &b) &&
            strcmp(a.text, b.text) == 0)
            return true;
    }
    return false;
}

bool legs_match(const struct legs_filter *f, const struct leg *l) {
    int64_t from = l->from.ms == CLEAN_NO_MS ? l->to.ms : l->from.ms,
            to = l->to.ms == CLEAN_NO_MS ? l->from.ms : l->to.ms;

    if (f->from_ms != CLEAN_NO_MS && to < f->from_ms) return false;
    if (f->to_ms != CLEAN_NO_MS && from >= f->to_ms) return false;
    if (f->callsign && !has_callsign(l, f->callsign)) return false;
    if (f->airport >= 0 && !at_place(&l->from, f->airport) && !at_place(&l->to, f->airport))
        return false;
    return at_place(&l->from, f->origin) && at_place(&l->to, f->destination);
}

/* ---- run */

struct taking {
    const struct legs_filter *filter;
    enum legs_form form;
    struct legs_rows *rows;
};

static int take(size_t worker, const struct flight_craft *c, void *ctx, struct err *e) {
    const struct taking *t = ctx;

    (void)e;
    if (t->filter->registration && !same_folded(t->filter->registration, c->track->registration))
        return 0;
    legs_aside_add(&t->rows[worker], c);
    for (size_t k = 0; k < c->nline; k++)
        for (size_t i = 0; i < c->line[k].legs.n; i++)
            if (legs_match(t->filter, &c->line[k].legs.leg[i]))
                legs_add(&t->rows[worker], t->form, c, k, i);
    return 0;
}

static bool any_points(const struct flight_sum *sum) {
    for (size_t i = 0; i < sum->nsource; i++)
        if (sum->source[i].points || !sum->source[i].refused) return true;
    return false;
}

static int legs(struct cli *x, const struct legs_filter *f, struct flight_options *o,
                struct err *e) {
    struct taking t = {f,
                       opt_value(&x->v, "json")  ? LEGS_JSON
                       : opt_value(&x->v, "csv") ? LEGS_CSV
                                                 : LEGS_TABLE,
                       ARENA_ARRAY(x->a, struct legs_rows, o->jobs)};
    struct near_index *near = ARENA_NEW(x->a, struct near_index);
    struct flight_sum sum;
    int rc;

    near_build(x->a, near);
    o->near = near;
    o->wanted = legs_wanted;
    o->wanted_arg = (void *)(uintptr_t)f;
    for (size_t i = 0; i < o->jobs; i++) arena_init(&t.rows[i].a, (size_t)16 << 30);
    rc = flight_each(x->a, (const char *const *)x->v.arg, x->v.n, o, take, &t, &sum, e);
    if (rc == RC_SYNTAX && !sum.nsource)
        err_at(e, "%s%s", x->v.arg[0], x->v.n > 1 ? " and the others" : "");
    if (rc == 0) {
        legs_print(x, t.form, t.rows, o->jobs, &sum, f);
        fflush(stdout);
        legs_tell(x, t.rows, o->jobs, &sum, f);
        if (!f->has_hex && !f->registration && !any_points(&sum))
            rc = err_set(e, RC_SYNTAX, "nothing in it could be used");
        else if (sum.cut)
            rc = err_set(e, RC_SYNTAX,
                         "%zu of the files and archives %s cut or damaged: the legs are of what is "
                         "there",
                         sum.cut, sum.cut == 1 ? "is" : "are");
    }
    for (size_t i = 0; i < o->jobs; i++) arena_fini(&t.rows[i].a);
    return rc;
}

/* A case shows the legs that it has: how positions are read was settled when they were imported. */
static int of_case(struct cli *x, struct err *e) {
    for (const struct opt *o = cmd_legs.opt.options; o->name; o++)
        if (strcmp(o->name, "csv") != 0 && strcmp(o->name, "json") != 0 &&
            strcmp(o->name, "tracks") != 0 && strcmp(o->name, "own-names") != 0 &&
            opt_value(&x->v, o->name)) {
            err_put(e, RC_SYNTAX, "--%s is of positions; a case shows all of its legs", o->name);
            return CMD_USAGE;
        }
    return case_legs(x, x->v.arg[0], e);
}

static int run(struct cli *x, struct err *e) {
    struct legs_filter f;
    struct flight_options o;
    int rc = filter_of(x, &f, e);

    if (rc == 0) rc = options_of(x, &o, e);
    if (rc == 0 && opt_value(&x->v, "csv") && opt_value(&x->v, "json")) {
        err_put(e, RC_SYNTAX, "--csv or --json, not both");
        rc = CMD_USAGE;
    }
    if (rc == 0 && x->v.n == 1 && (rc = cmd_is_case(x->v.arg[0], e)) > 0) return of_case(x, e);
    if (rc == 0 && opt_value(&x->v, "tracks")) {
        err_put(e, RC_SYNTAX, "--tracks is of a case; export writes the tracks of positions");
        rc = CMD_USAGE;
    }
    if (rc == 0 && opt_value(&x->v, "own-names")) {
        err_put(e, RC_SYNTAX, "--own-names is of a case");
        rc = CMD_USAGE;
    }
    if (rc == 0) rc = shut_in(x, opt_value(&x->v, "routes"), NULL, e);
    if (rc == 0) rc = routes_of(x, &o, e);
    if (rc) return rc;
    if (opt_value(&x->v, "health"))
        return legs_health(x, (const char *const *)x->v.arg, x->v.n, o.jobs, e);
    return legs(x, &f, &o, e);
}

static const struct opt_arg args[] = {
    {"PATH", OPT_FILE, false, true, NULL,
     "files, folders and archives of positions (- is standard input); or a case"},
    {0}};
static const struct opt options[] = {
    CMD_CSV,
    CMD_JSON,
    {"hex", 0, OPT_TEXT, "ICAO24", NULL, "only this address, six hex digits"},
    {"registration", 0, OPT_TEXT, "REG", NULL, "only this registration, where the data have it"},
    {"callsign", 0, OPT_TEXT, "SIGN", NULL, "only legs on which this call sign was heard"},
    {"airport", 0, OPT_TEXT, "CODE", NULL, "only legs from or to it, or to whom it is a candidate"},
    {"corridor", 0, OPT_TEXT, "ORIGIN-DEST", NULL,
     "only legs between two airports; each may be a candidate"},
    {"from", 0, OPT_TEXT, "TIME", NULL, "only legs that end at or after this date or instant, UTC"},
    {"to", 0, OPT_TEXT, "TIME", NULL,
     "only legs that begin by this date (all of it) or before this instant"},
    {"jobs", 'j', OPT_TEXT, "N", NULL, "at a time (else one for each processor)"},
    {"dense", 0, OPT_FLAG, NULL, NULL,
     "the source hears all at cruising height: a silence may be a switch"},
    {"routes", 0, OPT_FILE, "FILE", NULL,
     "routes by call sign (Virtual Radar Server): a weak hint at places"},
    {"zone", 0, OPT_TEXT, "ZONE", NULL, "of SBS lines: UTC, +09:00"},
    {"start", 0, OPT_TEXT, "TIME", NULL, "when a recording without UTC was begun"},
    {"health", 0, OPT_FLAG, NULL, NULL, "is each day of the archive all there?"},
    {"tracks", 0, OPT_TEXT, "N", NULL,
     "of a case, with --json: their lines for a map, of at most N points in all"},
    CMD_OWN,
    {0},
};
const struct cmd cmd_legs = {
    .opt =
        {.name = "legs",
         .group = "In bulk",
         .summary = "from where to where each aircraft flew, out of recorded positions",
         .about =
             "Reads traces of readsb, day archives and their parts, heatmaps, aircraft.json, "
             "SBS, Beast, AVR and jet1090 frames, positions that decode wrote and OpenSky's "
             "tables, plain or packed, told by their content. All points of an aircraft count "
             "together: midnight and the ends of "
             "files are no events. Archives are not unpacked; where an aircraft is in several "
             "files, points wait in temporary files without a name (in TMPDIR). No case is made "
             "and nothing is kept. Given a case, it shows the legs of its corridors.\n\n"
             "Each end has a status: seen (on the ground), inferred, lost (it flew on out of "
             "sight) or edge (the data begin or end there); of the last two the time is that of "
             "the first or last report in the air. An airport is named when it has more than "
             "half of the weight (from the air more than 0.475: there 0.05 are kept for places "
             "in no list), and from the air only if it was low enough; candidates are listed for "
             "both ends (off, on) with their "
             "weights, those below 0.05 counted. For --airport and --corridor an end counts "
             "when the airport is named, or a candidate of weight 0.1 or more.\n\n"
             "Points that cannot be what they say are set aside: how many, of which aircraft and "
             "why is said on standard error, and in --json of each leg. Aircraft that use one "
             "address at once are told apart, and their legs flagged.\n\n"
             "Lines are sorted by address and time and do not depend on the number of jobs. "
             "Days that are missing between the sources, or not complete, are named on standard "
             "error, and in the last line of --json. Of what is cut or damaged the legs are those "
             "of what is there, and the exit status is 3. With --health the days themselves are "
             "judged, and the exit status is 1 when one is not complete.",
         .example = "headcount legs day.tar.aa --corridor UHWW-ZKPY",
         .args = args,
         .options = options},
    .run = run,
};
