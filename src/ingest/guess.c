/* SPDX-License-Identifier: Apache-2.0 */

/* A first map for a sheet that we have never seen: what its columns are called, in the languages
 * that observers of flights write in, and what kind of thing stands in them. It is a proposal, each
 * guess with its ground as a comment; the person corrects it, and the corrected map is what is kept
 * beside the sheet. Of the cells nothing is in it but the first and the last day. Writing it is guess_map.c. */
#include "base/csv.h"
#include "base/figure.h"
#include "base/fold.h"
#include "base/utc.h"
#include "ingest/guess_in.h"
#include "ingest/ingest.h"
#include "ingest/shut.h"
#include "ingest/table.h"
#include "pack/pack.h"

#include <stdlib.h>

#define SAMPLE 100000 /* rows looked at */
#define TITLES                                                                                     \
    30 /* lines among which the header is looked for: a title and a remark may stand above it */

/** Folded words; a header has the role when one of them is among its words, or for `~` anywhere in
 * it. The first match holds. */
static const struct {
    enum role role;
    const char *words;
} synonyms[] = {
    {ROLE_DATE, "date day fecha datum jour дата ~날짜 ~일자 ~日期 ~日付"},
    {ROLE_FLIGHT, "flight flight_no flight_number flightno callsign call_sign vuelo vol flug "
                  "flugnummer рейс ~편명 ~航班"},
    {ROLE_REGISTRATION,
     "tail tail_number registration reg matricula immatriculation kennzeichen ~борт ~등록 ~机号"},
    {ROLE_TYPE,
     "aircraft aircraft_type actype type_of_aircraft avion flugzeug ~самолет ~기종 ~机型"},
    {ROLE_STATE, "status state estado statut stand zustand статус ~상태 ~状态"},
    {ROLE_METHOD,
     "method methode metodo how_counted count_method counting_method count_type ~метод ~방법"},
    {ROLE_FROM, "from origin orig from_airport departure_airport dep_airport origen origine "
                "herkunft откуда ~출발지 ~出发地"},
    {ROLE_TO, "to dest destination to_airport arrival_airport arr_airport destino ziel куда "
              "~도착지 ~目的地"},
    {ROLE_DEP, "dep_time departure_time std etd dep_local salida abflug вылет ~출발 ~起飞"},
    {ROLE_ARR,
     "arr_time arrival_time landing_time sta eta arr_local llegada ankunft прилет ~도착 ~到达"},
    {ROLE_DEP, "time hora heure uhrzeit время ~시간"},
    {ROLE_NOTE,
     "note notes remark remarks comment comments nota notas bemerkung примечание ~비고 ~备注"},
    {ROLE_WAITING, "waiting queue esperando warteten ~ожида ~대기"},
    {ROLE_BOARDING,
     "on boarded boarding embarked pickup pickups suben embarcados einstieg ~посад ~탑승"},
    {ROLE_LEAVING,
     "off deplaned disembarked dropoff dropoffs bajan desembarcados ausstieg ~высад ~하차"},
    {ROLE_EVERYBODY, "passengers pax pasajeros passagers passagiere пассажиры ~승객"},
    {ROLE_ABOARD, "people persons returnees deportees detainees migrants count headcount aboard "
                  "total personas personnes personen "
                  "anzahl люди людей человек ~인원 ~人数"},
};

static bool word_in(struct arena *a, struct span header, struct span word) {
    bool anywhere = word.p[0] == '~';

    if (anywhere) word.p++, word.n--;
    word = fold_name(a, word);
    for (size_t i = 0; word.n && i + word.n <= header.n; i++) {
        size_t end = i + word.n;

        if (memcmp(header.p + i, word.p, word.n) != 0) continue;
        if (anywhere ||
            ((i == 0 || header.p[i - 1] == '_') && (end == header.n || header.p[end] == '_')))
            return true;
    }
    return false;
}

static enum role role_of(struct arena *a, struct span header) {
    struct span folded = fold_name(a, header);

    for (size_t i = 0; i < sizeof synonyms / sizeof synonyms[0]; i++)
        for (const char *p = synonyms[i].words; *p;) {
            size_t n = strcspn(p, " ");

            if (word_in(a, folded, (struct span){p, n})) return synonyms[i].role;
            p += n + (p[n] == ' ');
        }
    return ROLE_NONE;
}

/** Three numbers with / . or - between: what speaks against day first, and against month first. */
static void look_at_numbers(struct span s, struct guessed *g) {
    int part[3] = {0}, k = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9' && part[k] < 1000)
            part[k] = part[k] * 10 + (s.p[i] - '0');
        else if (k < 2)
            k++;
        else
            return;
    }
    if (k != 2 || part[2] < 1900) return;
    g->dates[DATES_DMY]++;
    g->dates[DATES_MDY]++;
    if (part[1] > 12) g->bad_dmy++;
    if (part[0] > 12) g->bad_mdy++;
}

static void look_at_days(struct arena *a, struct span cell, struct guessed *g) {
    struct err e;
    int32_t day;

    for (int style = 0; style < 4; style++) {
        if (plan_day(a, (enum plan_dates)style, cell, &day, &e) < 0) continue;
        if (!g->days[style].n || day < g->days[style].first) g->days[style].first = day;
        if (!g->days[style].n || day > g->days[style].last) g->days[style].last = day;
        if (g->days[style].n++) g->days[style].steps += labs((long)day - g->days[style].before);
        g->days[style].before = day;
    }
}

static void look(struct arena *a, struct span cell, struct guessed *g) {
    struct err e;
    int32_t day;
    size_t commas = 0, blanks = 0, digits = 0;
    struct figure figure;

    cell = span_trim(cell);
    if (sheet_missing(cell)) return;
    g->filled++;
    for (size_t i = 0; i < cell.n; i++) {
        commas += cell.p[i] == ',', blanks += cell.p[i] == ' ';
        digits += cell.p[i] >= '0' && cell.p[i] <= '9';
    }
    g->figures += figure_read(cell, &figure, &e) == 0;
    g->times += digits >= 3 && cell.n <= 11 && memchr(cell.p, ':', cell.n) != NULL;
    g->places += !digits && cell.n >= 3 && cell.n <= 60;
    if (g->role == ROLE_DATE || g->role == ROLE_NONE) look_at_days(a, cell, g);
    if (utc_date_read(cell, &day, &e) == 0)
        g->dates[DATES_ISO]++;
    else if (commas && blanks >= 2 && cell.n < 40)
        g->dates[DATES_WORDS]++;
    else if (cell.n <= 10)
        look_at_numbers(cell, g);
}

static struct guessed *read_header(struct arena *a, const struct table *t) {
    struct guessed *g = ARENA_ARRAY(a, struct guessed, t->n);

    for (size_t i = 0; i < t->n; i++) {
        struct span name = arena_span(a, span_trim(t->cell[i])), folded = fold_name(a, name);
        size_t nth = 1;

        for (size_t k = 0; k < i && t->n <= 256; k++)
            nth += span_eq(fold_name(a, span_of(g[k].name)), folded);
        g[i] = (struct guessed){.name = name.p, .number = i + 1, .what = sheet_private(a, name)};
        if (nth > 1 && nth < 10) g[i].name = arena_printf(a, "%s#%zu", name.p, nth);
        g[i].role = !folded.n ? ROLE_NONE : g[i].what ? ROLE_PRIVATE : role_of(a, name);
    }
    return g;
}

/** The column of dates: of those that are called so the one of which most cells are dates, else one of nothing but dates in our own style. */
static struct guessed *date_column(struct guessed *g, size_t n) {
    struct guessed *best = NULL;
    size_t most = 0;

    for (size_t i = 0; i < n; i++) {
        bool iso = g[i].filled && g[i].dates[DATES_ISO] == g[i].filled;
        size_t dates = iso ? g[i].filled + 1 : 0; /* before one of the same days in words */

        for (int style = 0; style < 4; style++)
            if (g[i].days[style].n > dates) dates = g[i].days[style].n;
        if (g[i].role != ROLE_DATE && (best || !iso)) continue;
        if (best && best->role == ROLE_DATE && (g[i].role != ROLE_DATE || dates <= most)) continue;
        best = &g[i], most = dates;
    }
    if (best) best->role = ROLE_DATE;
    return best;
}

/** How many columns of a row are called something that we know, if one of them is a date: 0 no header. */
static size_t known_columns(const struct guessed *g, size_t n) {
    size_t known = 0;
    bool date = false;

    for (size_t i = 0; i < n; i++) known += g[i].role != ROLE_NONE, date |= g[i].role == ROLE_DATE;
    return date ? known : 0;
}

/** A CSV, or the tabs of a workbook, each as a table that nobody has read from. */
struct source {
    struct table *table;
    size_t n;
};

static int open_source(struct arena *a, const char *path, struct source *s, struct err *e) {
    static const struct pack_limits limits = {.members = 4096,
                                              .member_bytes = (size_t)256 << 20,
                                              .total_bytes = (size_t)256 << 20,
                                              .ratio = 200};
    struct xlsx_book *book = ARENA_NEW(a, struct xlsx_book);
    struct span bytes;
    int rc;

    if ((rc = pack_file(a, path, CSV_FILE_BYTES, &bytes, e)) < 0) return rc;
    if (bytes.n < 4 || memcmp(bytes.p, "PK\x03\x04", 4) != 0) {
        *s = (struct source){ARENA_NEW(a, struct table), 1};
        return shut_csv(a, bytes, 0, SAMPLE + 1, s->table, e);
    }
    if ((rc = shut_book(a, bytes, &limits, book, e)) < 0) return rc;
    if (!book->n) return err_set(e, RC_SYNTAX, "has no sheet");
    *s = (struct source){ARENA_ARRAY(a, struct table, book->n), book->n};
    for (size_t i = 0; i < book->n; i++) table_xlsx(&s->table[i], a, &book->sheet[i]);
    return 0;
}

/** The line of the header: of the first lines the one with most columns that we know, else the first.
 *  @return 0; RC_SEALED: a row for each person; else as the table. */
static int header_line(struct arena *a, struct table t, int64_t *line, size_t *most,
                       struct err *e) {
    size_t known;
    int rc;

    *line = 0;
    *most = 0;
    for (size_t i = 0; i < TITLES && (rc = table_next(&t, e)) != 0; i++) {
        if (rc < 0 && i == 0) return rc;
        if (rc < 0) continue;
        if (sheet_per_person(a, t.cell, t.n))
            return err_set(e, RC_SEALED, "has a row for each person: it is not read at all");
        known = known_columns(read_header(a, &t), t.n);
        if (i == 0 || known > *most) *line = t.line, *most = known;
    }
    return *line ? 0 : err_set(e, RC_SYNTAX, "is empty");
}

/** The table with the header of which we know most, and its line; the first of equals.
 *  @return 0; where none has one: as the first that could not be read. */
static int best_table(struct arena *a, const struct source *s, size_t *best, int64_t *line,
                      struct err *e) {
    size_t most = 0, known;
    bool found = false;
    struct err later;
    int64_t at;
    int first = 0, rc;

    for (size_t i = 0; i < s->n; i++) {
        rc = header_line(a, s->table[i], &at, &known, i ? &later : e);
        if (i == 0) first = rc;
        if (rc < 0 || (found && known <= most)) continue;
        found = true;
        *best = i, *line = at, most = known;
    }
    return found ? 0 : first;
}

/** Goes to a line, or the first after it that holds something. */
static bool go_to(struct table *t, int64_t line) {
    struct err e;
    int rc;

    do {
        rc = table_next(t, &e);
    } while (rc != 0 && (rc < 0 || t->line < line));
    return rc > 0;
}

/** Is this the header that was found? */
static bool same_header(struct arena *a, const struct table *t, const struct table *head) {
    size_t n = t->n > head->n ? t->n : head->n;

    for (size_t i = 0; i < n; i++)
        if (!span_eq(i < t->n ? fold_name(a, t->cell[i]) : SPAN(""),
                     i < head->n ? fold_name(a, head->cell[i]) : SPAN("")))
            return false;
    return true;
}

/** Looks at the rows of the table that has the header, and of the other tabs that have the same. */
static int look_at(struct arena *a, const struct source *s, struct guess *q, struct err *e) {
    struct table head;
    size_t best = 0, rows = 0;
    int rc = best_table(a, s, &best, &q->header, e);

    if (rc < 0) return rc;
    head = s->table[best];
    if (!go_to(&head, q->header)) return err_set(e, RC_SYNTAX, "is empty");
    q->column = read_header(a, &head);
    q->n = head.n;
    q->sep = head.book ? 0 : head.sep;
    q->of = s->n;
    q->tab = ARENA_ARRAY(a, const char *, s->n);
    for (size_t k = 0; k < s->n; k++) {
        struct table t = s->table[k];

        if (!go_to(&t, q->header) || !same_header(a, &t, &head)) continue;
        q->tab[q->ntabs++] = arena_dup(a, span_trim(t.name));
        for (; rows < SAMPLE && (rc = table_next(&t, e)) != 0; rows++)
            for (size_t i = 0; rc > 0 && i < t.n && i < q->n; i++)
                if (q->column[i].role != ROLE_PRIVATE) look(a, t.cell[i], &q->column[i]);
    }
    q->date = date_column(q->column, q->n);
    if (q->date) return 0;
    return err_set(e, RC_SYNTAX,
                   "no column of dates was found: write the map by hand (docs/FORMATS.md, Maps)");
}

int ingest_map_guess(struct arena *a, const char *path, struct span *yaml, struct err *e) {
    struct guess q = {0};
    struct source s;
    struct buf b = {0};
    struct arena work;
    int rc;

    arena_init(&work, (size_t)4 << 30);
    if ((rc = open_source(&work, path, &s, e)) == 0 && (rc = look_at(&work, &s, &q, e)) == 0) {
        guess_write(&b, &q);
        *yaml = arena_span(a, buf_span(&b));
    }
    buf_fini(&b);
    arena_fini(&work);
    return rc;
}
