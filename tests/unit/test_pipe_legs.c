/* SPDX-License-Identifier: Apache-2.0 */
/* Tracks and statements of coverage into the answer: made-up flights on the corridor of the example. */
#include "base/hash.h"
#include "format/points.h"
#include "ingest/ingest.h"
#include "ledger/ledger.h"
#include "leg_rig.h"
#include "pipe/corridor.h"
#include "pipe/pipe.h"

#include <unistd.h>

static struct arena arena;

/* --- A case: sheets as text, then tracks */

struct sheet_text {
    const char *name, *text;
};

static const char sources[] = "id,label,kind\nv,A video,video\nx,An observer,observer\n"
                              "adsb,Position reports of aircraft,database\n";
static const char corridors[] = "id,origin,destination,direction,group,from,to\n"
                                "VVO-FNJ,UHWW,ZKPY,outbound,workers,2023-10-30,2023-11-10\n";
#define SCHEDULE "corridor,flight,days,dep_time,arr_time,from,to,type,source\n"
static const char monday_friday[] =
    SCHEDULE "VVO-FNJ,JS272,Mon Fri,12:20,12:50,2023-10-30,2023-11-10,Tu-204,v\n";
static const char aircraft[] = "registration,icao24,type,seats,source\nP-632,720104,Tu-204,210,v\n";
#define FLIGHTS "corridor,date,state,source\n"
#define COVERAGE "corridor,source,from,to,state,what\n"

static struct store *open_with(const char *path, const char *schedules, const char *flights,
                               const char *coverage, const char *legs) {
    const struct sheet_text sheet[] = {
        {"sources", sources},   {"corridors", corridors}, {"schedules", schedules},
        {"aircraft", aircraft}, {"flights", flights},     {"coverage", coverage},
        {"legs", legs}};
    char dir[] = "/tmp/headcount-legs-XXXXXX", name[512];
    struct ingest_options how = {0};
    struct ingest_tally t = {0};
    struct store *st = NULL;
    struct err e;

    assert_non_null(mkdtemp(dir));
    for (size_t i = 0; i < sizeof sheet / sizeof *sheet; i++) {
        FILE *f;

        if (!sheet[i].text) continue;
        snprintf(name, sizeof name, "%s/%s.csv", dir, sheet[i].name);
        assert_non_null(f = fopen(name, "w"));
        fputs(sheet[i].text, f);
        fclose(f);
    }
    assert_ok(store_open(&st, path, path ? STORE_CREATE : STORE_MEMORY, &e), e);
    assert_ok(ledger_found(st, "test", 0, true, &e), e);
    assert_ok(ingest_path(st, &arena, dir, &how, &t, &e), e);
    if (t.bad.n) fail_msg("a row is bad: %.*s", SPAN_ARG(t.bad.v[0].reason));
    for (size_t i = 0; i < sizeof sheet / sizeof *sheet; i++) {
        snprintf(name, sizeof name, "%s/%s.csv", dir, sheet[i].name);
        unlink(name);
    }
    rmdir(dir);
    return st;
}

static struct store *case_of(const char *schedules, const char *flights, const char *coverage) {
    return open_with(NULL, schedules, flights, coverage, NULL);
}

static json_t *row_of(const struct track *t, const char *blob, int64_t from, int64_t to) {
    char icao[8];

    snprintf(icao, sizeof icao, "%06X", t->hex);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:I}", "blob", blob, "file",
                     blob, "format", "trace", "icao24", icao, "source", "adsb", "points",
                     (json_int_t)t->n, "from_ms", (json_int_t)t->point[0].ms, "to_ms",
                     (json_int_t)t->point[t->n - 1].ms, "cover_from_ms", (json_int_t)from,
                     "cover_to_ms", (json_int_t)to);
}

/* As an import of flight signals leaves it: the points by their hash, and a row that names them. */
static void add_track(struct store *st, const struct track *t, int64_t from, int64_t to) {
    struct buf text = {0}, canon = {0};
    uint8_t sum[HASH_BYTES];
    struct hash_text blob, name;
    struct query *q = NULL;
    struct err e;
    json_t *row, *body;

    points_write(t, &text);
    hash_of(buf_span(&text), sum);
    blob = hash_hex(sum);
    row = row_of(t, blob.s, from, to);
    assert_ok(canon_write(row, &canon, &e), e);
    assert_ok(store_begin(st, &e), e);
    assert_ok(query_open(&q, st, "INSERT INTO blob (sha256, bytes, data) VALUES (?1, ?2, ?3)", &e),
              e);
    query_blob(q, 1, (struct span){(const char *)sum, sizeof sum});
    query_int(q, 2, (int64_t)text.n);
    query_blob(q, 3, buf_span(&text));
    assert_ok(query_run(q, &e), e);
    query_close(q);
    hash_of(buf_span(&canon), sum);
    name = hash_hex(sum);
    body = json_pack("{s:s, s:o, s:s, s:s}", "key", name.s, "row", row, "row_id", name.s, "sheet",
                     "tracks");
    assert_ok(ledger_append(st, "row", body, NULL, &e), e);
    assert_ok(ledger_end(st, 0, &e), e);
    json_decref(body);
    buf_fini(&text);
    buf_fini(&canon);
}

static int64_t utc(const char *s) {
    int64_t t;
    struct err e;

    assert_ok(utc_instant_read(span_of(s), &t, &e), e);
    return t;
}

/* UHWW to ZKPY, off the ground about then. */
static struct sky *hop(const char *off, const char *callsign) {
    struct sky *s = sky_new("UHWW", "T204");

    s->t.hex = 0x720104;
    snprintf(s->t.registration, sizeof s->t.registration, "P-632");
    memset(s->callsign, ' ', 8);
    memcpy(s->callsign, callsign, strlen(callsign));
    s->ms = utc(off) - 600000;
    stand(s, 600, 8);
    fly_to(s, "ZKPY", 34000, 440, 140);
    stand(s, 600, 8);
    return s;
}

static void add_hop(struct store *st, const char *off, const char *callsign) {
    struct sky *s = hop(off, callsign);

    add_track(st, &s->t, s->p[0].ms - HOUR, s->p[s->t.n - 1].ms + HOUR);
}

static json_t *answer_of(struct store *st) {
    struct pipe_options o = pipe_defaults();
    json_t *answer = NULL;
    struct err e;

    assert_ok(pipe_refresh(st, &e), e);
    assert_ok(pipe_answer(st, &arena, &o, &answer, &e), e);
    store_close(st);
    return answer;
}

/* --- Reading it */

static const json_t *first(const json_t *answer) {
    return json_array_get(json_object_get(answer, "corridors"), 0);
}

static const json_t *slot_at(const json_t *answer, size_t i) {
    const json_t *s = json_array_get(json_object_get(first(answer), "by_slot"), i);

    assert_non_null(s);
    return s;
}

static const json_t *leg_in(const json_t *answer, size_t i) {
    const json_t *l = json_array_get(json_object_get(first(answer), "legs"), i);

    assert_non_null(l);
    return l;
}

static size_t nslots(const json_t *answer) {
    return json_array_size(json_object_get(first(answer), "by_slot"));
}

static size_t nlegs(const json_t *answer) {
    return json_array_size(json_object_get(first(answer), "legs"));
}

static const char *text(const json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

static int known(const json_t *answer) {
    return (int)json_integer_value(
        json_object_get(json_object_get(first(answer), "slots"), "operated_known"));
}

static bool caveat(const json_t *answer, const char *part) {
    const json_t *s;
    size_t i;

    json_array_foreach(json_object_get(first(answer), "caveats"), i,
                       s) if (strstr(json_string_value(s), part)) return true;
    return false;
}

static double flew(const json_t *answer, size_t slot) {
    return json_real_value(json_object_get(slot_at(answer, slot), "p_operated"));
}

#define assert_text(o, key, wanted) assert_string_equal(text((o), (key)), (wanted))

/* --- Tests */

static void a_leg_makes_its_slot_tracked(void **state) {
    struct store *st = case_of(monday_friday, NULL, NULL);
    const json_t *leg, *slot, *ref;
    json_t *answer;
    size_t i, points = 0;
    json_t *part;

    (void)state;
    add_hop(st, "2023-10-30T02:35:00Z", "KOR272");
    answer = answer_of(st);
    assert_int_equal(nslots(answer), 4);
    assert_int_equal(nlegs(answer), 1);
    slot = slot_at(answer, 0), leg = leg_in(answer, 0);
    assert_text(slot, "state", "tracked");
    assert_text(slot, "flight", "JS272");
    assert_text(slot, "leg", text(leg, "id"));
    assert_text(leg, "slot", "VVO-FNJ 2023-10-30 JS272");
    assert_text(leg, "callsign", "KOR272");
    assert_text(json_object_get(leg, "off"), "airport", "UHWW");
    assert_text(json_object_get(leg, "off"), "status", "seen");
    assert_text(json_object_get(leg, "on"), "airport", "ZKPY");
    assert_text(leg, "source", "adsb");
    assert_true(text(leg, "id")[0] == 'L' && strlen(text(leg, "id")) == 13);
    assert_true(json_real_value(json_object_get(leg, "cost")) < 0);
    ref = json_object_get(leg, "ref");
    assert_non_null(json_object_get(json_object_get(answer, "rows"),
                                    json_string_value(json_array_get(ref, 0))));
    json_array_foreach(json_object_get(leg, "parts"), i, part) points +=
        json_array_size(json_object_get(part, "lonlat"));
    assert_true(points > 100 && points <= 400);
    assert_int_equal(known(answer), 1);
    assert_text(slot, "cover", "not watched"); /* nobody vouches for the day: no trial */
    assert_true(caveat(answer, "1 leg of aircraft is known, and no row of coverage"));
    json_decref(answer);
}

static void a_late_flight_is_the_flight(void **state) {
    struct store *st = case_of(monday_friday, NULL, NULL);
    json_t *answer;

    (void)state;
    add_hop(st, "2023-10-30T05:40:00Z", "KOR272"); /* three hours */
    answer = answer_of(st);
    assert_int_equal(nslots(answer), 4);
    assert_text(leg_in(answer, 0), "slot", "VVO-FNJ 2023-10-30 JS272");
    json_decref(answer);
}

static void of_two_slots_a_day_one_leg_is_one(void **state) {
    struct store *st = case_of(SCHEDULE "VVO-FNJ,JS272,Mon,12:20,,2023-10-30,2023-10-30,,v\n"
                                        "VVO-FNJ,JS372,Mon,16:20,,2023-10-30,2023-10-30,,v\n",
                               NULL, NULL);
    const json_t *other;
    json_t *answer;

    (void)state;
    add_hop(st, "2023-10-30T06:40:00Z", "");
    answer = answer_of(st);
    assert_int_equal(nslots(answer), 2);
    assert_text(slot_at(answer, 0), "state", "announced");
    assert_text(slot_at(answer, 1), "state", "tracked");
    other = json_array_get(json_object_get(leg_in(answer, 0), "alternatives"), 0);
    assert_text(other, "slot", "VVO-FNJ 2023-10-30 JS272");
    json_decref(answer);
}

static void a_leg_that_nobody_announced_is_a_slot_of_its_own(void **state) {
    struct store *st = case_of(monday_friday, NULL, NULL);
    json_t *answer;

    (void)state;
    add_hop(st, "2023-11-01T03:00:00Z", "KOR472"); /* a Wednesday */
    answer = answer_of(st);
    assert_int_equal(nslots(answer), 5);
    assert_text(slot_at(answer, 1), "id", "VVO-FNJ 2023-11-01 KOR472");
    assert_text(slot_at(answer, 1), "state", "tracked");
    assert_text(slot_at(answer, 1), "type", "Tu-204"); /* as the aircraft sheet has it */
    assert_true(json_is_false(json_object_get(slot_at(answer, 1), "listed")));
    assert_int_equal(
        json_integer_value(json_array_get(json_object_get(slot_at(answer, 1), "seats"), 0)), 210);
    json_decref(answer);
}

static void a_track_against_a_cancellation_is_a_conflict(void **state) {
    struct store *st = case_of(monday_friday, FLIGHTS "VVO-FNJ,2023-10-30,cancelled,v\n", NULL);
    json_t *answer;

    (void)state;
    add_hop(st, "2023-10-30T02:35:00Z", "KOR272");
    answer = answer_of(st);
    assert_int_equal(nslots(answer), 4);
    assert_true(json_is_true(json_object_get(slot_at(answer, 0), "conflict")));
    assert_text(slot_at(answer, 0), "state", "unknown");
    assert_text(slot_at(answer, 0), "cover", "not watched");
    assert_int_equal(known(answer), 0);
    json_decref(answer);
}

static void days_are_those_of_the_origin(void **state) {
    struct store *st =
        case_of(SCHEDULE "VVO-FNJ,JS272,Mon,00:30,01:00,2023-10-30,2023-11-10,,v\n", NULL, NULL);
    json_t *answer;

    (void)state;                             /* Vladivostok is UTC+10 */
    add_hop(st, "2023-10-29T14:50:00Z", ""); /* 00:50 on the 30th */
    add_hop(st, "2023-11-01T15:30:00Z", ""); /* 01:30 on the 2nd */
    answer = answer_of(st);
    assert_int_equal(nslots(answer), 3);
    assert_text(slot_at(answer, 0), "date", "2023-10-30");
    assert_text(slot_at(answer, 0), "state", "tracked");
    assert_text(slot_at(answer, 1), "date", "2023-11-02");
    assert_text(slot_at(answer, 1), "state", "tracked");
    assert_text(slot_at(answer, 2), "state", "announced");
    json_decref(answer);
}

static bool near_pyongyang(const struct track_point *p, double km) {
    const struct place *z = field("ZKPY");

    return place_distance_m((double)z->lat_deg, (double)z->lon_deg, p->lat / 1e6, p->lon / 1e6) <
           km * 1000;
}

static void add_lost(struct store *st, const char *off, const char *callsign) {
    struct sky *s = hop(off, callsign);
    int64_t to = s->p[s->t.n - 1].ms + 20 * HOUR;

    forget(s, near_pyongyang, 200);
    add_track(st, &s->t, s->p[0].ms - HOUR, to);
}

static void an_end_that_was_lost_is_no_landing(void **state) {
    struct store *st = case_of(monday_friday, NULL, NULL);
    const json_t *on;
    json_t *answer;

    (void)state;
    add_lost(st, "2023-10-30T02:35:00Z", "KOR272");
    add_lost(st, "2023-11-01T02:35:00Z", ""); /* a Wednesday: it may have gone anywhere */
    answer = answer_of(st);
    assert_int_equal(nslots(answer), 4);
    assert_int_equal(nlegs(answer), 2);
    on = json_object_get(leg_in(answer, 0), "on");
    assert_text(on, "status", "lost");
    assert_true(json_is_null(json_object_get(on, "utc")));
    assert_true(json_is_string(json_object_get(on, "low")));
    assert_text(leg_in(answer, 0), "slot", "VVO-FNJ 2023-10-30 JS272");
    assert_true(json_is_null(json_object_get(leg_in(answer, 1), "slot")));
    assert_text(slot_at(answer, 0), "state", "tracked");
    assert_true(caveat(answer, "go out of hearing on the way to Pyongyang"));
    json_decref(answer);
}

static void not_seen_means_something_only_where_somebody_watched(void **state) {
    json_t *none = answer_of(case_of(monday_friday, NULL, NULL)),
           *partial = answer_of(
               case_of(monday_friday, NULL, COVERAGE ",adsb,2023-10-29,2023-11-10,partial,adsb\n")),
           *board = answer_of(
               case_of(monday_friday, NULL, COVERAGE ",x,2023-10-29,2023-11-10,watching,board\n")),
           *whole = answer_of(case_of(monday_friday, NULL,
                                      COVERAGE ",adsb,2023-10-29,2023-11-04,complete,adsb\n"
                                               "VVO-FNJ,x,2023-11-10,2023-11-10,watching,gate\n"));

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_text(slot_at(partial, i), "cover", "not watched");
        assert_true(flew(partial, i) == flew(none, i) && flew(board, i) == flew(none, i));
        assert_text(slot_at(whole, i), "cover",
                    i == 2 || i == 3 ? "not watched" : "watched, nothing seen");
    }
    /* the last slot lies after the latest information: nobody can have watched it yet */
    assert_true(json_is_true(json_object_get(slot_at(whole, 3), "future")));
    assert_true(flew(whole, 0) < flew(none, 0) - 0.2);
    assert_true(flew(whole, 2) > flew(whole, 0));
    json_decref(none), json_decref(partial), json_decref(board), json_decref(whole);
}

static void coverage_is_told_day_by_day(void **state) {
    json_t *answer = answer_of(case_of(monday_friday, NULL,
                                       COVERAGE ",adsb,2023-10-01,2023-10-31,complete,adsb\n"
                                                ",adsb,2023-11-01,2023-11-01,suspect,adsb\n"));
    const json_t *c = json_object_get(first(answer), "coverage"),
                 *s = json_array_get(json_object_get(c, "sources"), 0),
                 *days = json_object_get(s, "days");

    (void)state;
    assert_text(c, "from", "2023-10-30");
    assert_text(s, "source", "adsb");
    assert_int_equal(json_array_size(days), 3);
    assert_text(json_array_get(days, 1), "state", "complete");
    assert_text(json_array_get(days, 2), "state", "suspect");
    assert_int_equal(json_array_size(json_object_get(s, "ref")), 2);
    json_decref(answer);
}

static void a_leg_on_a_vouched_day_is_a_trial(void **state) {
    struct store *st = case_of(monday_friday, FLIGHTS "VVO-FNJ,2023-11-03,operated,v\n",
                               COVERAGE ",adsb,2023-10-30,2023-11-04,complete,adsb\n");
    json_t *answer;

    (void)state;
    add_hop(st, "2023-10-30T02:35:00Z", "KOR272");
    add_hop(st, "2023-11-06T02:35:00Z", "KOR272"); /* nobody vouches for that one */
    answer = answer_of(st);
    assert_text(slot_at(answer, 0), "cover", "watched, seen");
    assert_text(slot_at(answer, 1), "cover", "watched, nothing seen"); /* it flew, and was missed */
    assert_text(slot_at(answer, 2), "cover", "not watched");
    assert_text(slot_at(answer, 2), "state", "tracked");
    assert_int_equal(known(answer), 3);
    json_decref(answer);
}

static void a_leg_and_a_report_of_it_are_one_flight(void **state) {
    struct store *st = case_of(monday_friday,
                               FLIGHTS "VVO-FNJ,2023-10-30,tracked,x\n"
                                       "VVO-FNJ,2023-11-01,tracked,x\n",
                               NULL);
    json_t *answer;

    (void)state;
    add_hop(st, "2023-10-30T02:35:00Z", "KOR272");
    add_hop(st, "2023-11-01T05:00:00Z", "KOR472"); /* reported, and in no timetable */
    answer = answer_of(st);
    assert_int_equal(nslots(answer), 5);
    assert_int_equal(known(answer), 2);
    assert_text(slot_at(answer, 1), "leg", text(leg_in(answer, 1), "id"));
    assert_int_equal(json_array_size(json_object_get(slot_at(answer, 1), "ref")), 2);
    json_decref(answer);
}

static const char given[] =
    "icao24,registration,type,callsign,off_utc,off_airport,off_status,on_utc,on_airport,on_status,"
    "confidence,candidates,points,gap_max_s,source\n"
    "720104,P-632,T204,KOR272,2023-10-30T02:36:00Z,UHWW,seen,2023-10-30T04:00:00Z,ZKPY,seen,0.9,,"
    "100,0,x\n"
    "720104,P-632,T204,KOR272,2023-11-03T02:36:00Z,UHWW,seen,2023-11-03T03:30:00Z,,lost,0.5,,100,0,"
    "x\n";

static void legs_that_people_bring_join_those_of_tracks(void **state) {
    json_t *alone = answer_of(open_with(NULL, monday_friday, NULL, NULL, given)), *both;
    struct store *st = open_with(NULL, monday_friday, NULL, NULL, given);

    (void)state;
    assert_int_equal(nlegs(alone), 2);
    assert_text(leg_in(alone, 0), "source", "x");
    assert_text(slot_at(alone, 0), "state", "tracked");
    assert_text(slot_at(alone, 1), "state", "tracked"); /* by time, with the end lost */
    add_hop(st, "2023-10-30T02:35:00Z", "KOR272");
    both = answer_of(st); /* the track's leg stands for the given one that it overlaps */
    assert_int_equal(nlegs(both), 2);
    assert_text(leg_in(both, 0), "source", "adsb");
    assert_text(leg_in(both, 1), "source", "x");
    json_decref(alone), json_decref(both);
}

static void two_files_of_one_flight_are_one_leg(void **state) {
    struct store *st =
        case_of(SCHEDULE "VVO-FNJ,JS272,Tue,09:20,,2023-10-30,2023-11-10,,v\n", NULL, NULL);
    struct sky *s = hop("2023-10-30T23:35:00Z", "KOR272"); /* midnight UTC is on the way */
    struct track a = s->t, b = s->t;
    int64_t midnight = utc("2023-10-31T00:00:00Z");
    json_t *answer;

    (void)state;
    for (a.n = 0; s->p[a.n].ms < midnight;) a.n++;
    b.point += a.n - 10, b.n -= a.n - 10; /* ten points are in both */
    add_track(st, &a, midnight - 24 * HOUR, midnight);
    add_track(st, &b, midnight, midnight + 24 * HOUR);
    answer = answer_of(st);
    assert_int_equal(nlegs(answer), 1);
    assert_text(json_object_get(leg_in(answer, 0), "off"), "status", "seen");
    assert_text(json_object_get(leg_in(answer, 0), "on"), "status", "seen");
    assert_int_equal(json_array_size(json_object_get(leg_in(answer, 0), "ref")), 2);
    assert_text(slot_at(answer, 0), "state", "tracked");
    json_decref(answer);
}

static char *table_text(const char *path, const char *sql) {
    struct store *st = NULL;
    struct query *q = NULL;
    struct buf b = {0};
    struct err e;
    int rc;
    char *s;

    assert_ok(store_open(&st, path, STORE_READ, &e), e);
    assert_ok(query_open(&q, st, sql, &e), e);
    while ((rc = query_next(q, &e)) > 0) {
        buf_add(&b, query_col(q, 0));
        buf_putc(&b, '\n');
    }
    assert_ok(rc, e);
    query_close(q);
    store_close(st);
    s = arena_dup(&arena, buf_span(&b));
    buf_fini(&b);
    return s;
}

static void legs_are_saved_and_a_rebuild_gives_the_same(void **state) {
    static const char sql[] =
        "SELECT id || ' ' || icao24 || ' ' || coalesce(off_ms, '-') || ' ' || coalesce(on_ms, '-') "
        "|| ' ' || off_airport || ' ' || off_status || ' ' || on_status || ' ' || confidence || ' "
        "' "
        "|| points || ' ' || corridor || ' ' || coalesce(slot, '-') || ' ' || cost || ' ' || rows "
        "FROM leg ORDER BY id";
    char path[] = "/tmp/headcount-legs-case-XXXXXX";
    int fd = mkstemp(path);
    struct store *st;
    struct err e;
    char *before, *after;

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    unlink(path);
    st = open_with(path, monday_friday, NULL, NULL, NULL);
    add_hop(st, "2023-10-30T02:35:00Z", "KOR272");
    add_lost(st, "2023-11-01T02:35:00Z", "");
    assert_ok(pipe_refresh(st, &e), e);
    before = table_text(path, sql);
    assert_ok(pipe_refresh(st, &e), e);
    after = table_text(path, sql);
    store_close(st);
    unlink(path);
    assert_string_equal(before, after);
    assert_non_null(strstr(before, "VVO-FNJ 2023-10-30 JS272"));
    assert_non_null(strstr(before, "UHWW seen lost"));
}

static char *dump(const json_t *v) {
    char *s = json_dumps(v, JSON_REAL_PRECISION(12)), *kept;

    assert_non_null(s);
    kept = arena_dup(&arena, span_of(s));
    free(s);
    return kept;
}

static void the_order_of_tracks_does_not_show(void **state) {
    static const char *const off[] = {"2023-10-30T02:35:00Z", "2023-11-01T02:35:00Z",
                                      "2023-11-03T03:35:00Z"};
    struct store *x = case_of(monday_friday, NULL, NULL), *y = case_of(monday_friday, NULL, NULL);
    json_t *a, *b;

    (void)state;
    for (int i = 0; i < 3; i++) add_hop(x, off[i], "KOR272");
    for (int i = 2; i >= 0; i--) add_hop(y, off[i], "KOR272");
    a = answer_of(x), b = answer_of(y);
    assert_string_equal(dump(json_object_get(a, "corridors")),
                        dump(json_object_get(b, "corridors")));
    assert_string_equal(text(a, "inputs_sha256"), text(b, "inputs_sha256"));
    json_decref(a), json_decref(b);
}

static const json_t *step_of(const json_t *steps, const char *name) {
    const json_t *s;
    size_t i;

    json_array_foreach(steps, i, s) if (strcmp(text(s, "step"), name) == 0) return s;
    fail_msg("no step %s", name);
    return NULL;
}

static void a_leg_is_explained_from_file_to_estimate(void **state) {
    static const char *const wanted[] = {"file", "track", "cleaning", "points",  "gaps",
                                         "end",  "match", "slot",     "estimate"};
    struct store *st = case_of(monday_friday, NULL, NULL);
    struct pipe_options o = pipe_defaults();
    json_t *answer = NULL, *steps = NULL;
    char id[8] = "";
    struct err e;

    (void)state;
    add_hop(st, "2023-10-30T02:35:00Z", "KOR272");
    assert_ok(pipe_refresh(st, &e), e);
    assert_ok(pipe_answer(st, &arena, &o, &answer, &e), e);
    memcpy(id, text(leg_in(answer, 0), "id"), 7);
    assert_ok(pipe_explain(st, &arena, &o, id, &steps, &e), e);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) step_of(steps, wanted[i]);
    assert_non_null(strstr(text(json_object_get(step_of(steps, "match"), "body"), "number"),
                           "the same number"));
    assert_true(json_object_size(json_object_get(step_of(steps, "points"), "body")) >= 5);
    json_decref(steps);
    steps = NULL;
    assert_int_equal(pipe_explain(st, &arena, &o, "Lffffff", &steps, &e), RC_NOTFOUND);
    json_decref(answer);
    store_close(st);
}

static void a_comparison_reads_the_points_of_both_sides(void **state) {
    struct store *x = case_of(monday_friday, NULL, NULL), *y = case_of(monday_friday, NULL, NULL);
    struct pipe_side from = {x, UTC_NONE, "a", NULL}, to = {y, UTC_NONE, "b", NULL};
    struct pipe_options o = pipe_defaults();
    json_t *out = NULL;
    struct err e;

    (void)state;
    add_hop(y, "2023-10-30T02:35:00Z", "KOR272");
    assert_ok(pipe_refresh(x, &e), e);
    assert_ok(pipe_refresh(y, &e), e);
    assert_ok(pipe_diff(&arena, &from, &to, &o, &out, &e), e);
    assert_int_equal(json_array_size(json_object_get(out, "only_b")), 1);
    assert_true(json_integer_value(json_object_get(first(out), "move")) > 0);
    json_decref(out);
    store_close(x), store_close(y);
}

static void points_that_the_case_does_not_hold_are_told(void **state) {
    struct store *st = case_of(monday_friday, NULL, NULL);
    struct sky *s = hop("2023-10-30T02:35:00Z", "");
    json_t *row =
        row_of(&s->t, "00000000000000000000000000000000000000000000000000000000000000aa", 0, 1);
    json_t *body = json_pack("{s:s, s:o, s:s, s:s}", "key", "k", "row", row, "row_id",
                             "bb000000000000000000000000000000000000000000000000000000000000aa",
                             "sheet", "tracks");
    struct pipe_options o = pipe_defaults();
    json_t *answer = NULL;
    struct err e;

    (void)state;
    assert_ok(store_begin(st, &e), e);
    assert_ok(ledger_append(st, "row", body, NULL, &e), e);
    assert_ok(ledger_end(st, 0, &e), e);
    assert_ok(pipe_refresh(st, &e), e); /* in memory nothing is computed yet */
    assert_int_equal(pipe_answer(st, &arena, &o, &answer, &e), RC_NOTFOUND);
    assert_non_null(strstr(e.text, "does not hold its points"));
    json_decref(body);
    store_close(st);
}

static int setup(void **state) {
    arena_init(&arena, (size_t)1 << 30);
    return sky_setup(state);
}

static int teardown(void **state) {
    arena_fini(&arena);
    return sky_teardown(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_leg_makes_its_slot_tracked),
        cmocka_unit_test(a_late_flight_is_the_flight),
        cmocka_unit_test(of_two_slots_a_day_one_leg_is_one),
        cmocka_unit_test(a_leg_that_nobody_announced_is_a_slot_of_its_own),
        cmocka_unit_test(a_track_against_a_cancellation_is_a_conflict),
        cmocka_unit_test(days_are_those_of_the_origin),
        cmocka_unit_test(an_end_that_was_lost_is_no_landing),
        cmocka_unit_test(not_seen_means_something_only_where_somebody_watched),
        cmocka_unit_test(coverage_is_told_day_by_day),
        cmocka_unit_test(a_leg_on_a_vouched_day_is_a_trial),
        cmocka_unit_test(a_leg_and_a_report_of_it_are_one_flight),
        cmocka_unit_test(legs_that_people_bring_join_those_of_tracks),
        cmocka_unit_test(two_files_of_one_flight_are_one_leg),
        cmocka_unit_test(legs_are_saved_and_a_rebuild_gives_the_same),
        cmocka_unit_test(the_order_of_tracks_does_not_show),
        cmocka_unit_test(a_leg_is_explained_from_file_to_estimate),
        cmocka_unit_test(a_comparison_reads_the_points_of_both_sides),
        cmocka_unit_test(points_that_the_case_does_not_hold_are_told),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
