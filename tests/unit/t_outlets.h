/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the tests of all that leaves a case share: a case with a canary in each cell of text, and every exporter with what comes out of it. */
#include "canary.h"
#include "format/sheet.h"
#include "pack/pack.h"
#include "pipe/pipe.h"
#include "report/allow.h"
#include "report/export.h"
#include "report/report.h"
#include "t_ingest.h"

#define MINUTE "13:37" /* when somebody stood there */

/* ---- a case with a canary in each cell of text ---- */

struct planted {
    const struct sheet *sheet;
    const struct sheet_column *column;
    struct canary token;
};
struct plants {
    struct planted p[200];
    size_t n;
};

static inline bool holds_text(const struct sheet_column *c) {
    return c->type == CELL_TEXT || c->type == CELL_LINK || c->type == CELL_PLACE;
}

/* A valid cell of each type. Ids of sheets are those that the other sheets refer to. */
static inline const char *filler(const struct sheet *s, const struct sheet_column *c) {
    bool first_day = strcmp(c->name, "to") != 0 && strcmp(c->name, "until") != 0;

    if (strcmp(c->name, "root") == 0) return "";
    switch (c->type) {
    case CELL_ID:
        if (c->refers) return strcmp(c->refers, "sources") == 0 ? "eye" : "VF";
        if (strcmp(c->name, "id") != 0) return "JS272";
        return strcmp(s->name, "sources") == 0 ? "eye" : "VF";
    case CELL_CHOICE:
        if (strcmp(c->name, "kind") == 0) return "observer";
        if (strcmp(c->name, "state") == 0 && strcmp(s->name, "flights") == 0) return "operated";
        return c->choices[0];
    case CELL_INT: return c->lo > 3 ? "" : "3";
    case CELL_SHARE: return "0.5";
    case CELL_DATE: return first_day ? "2023-10-30" : "2023-11-06";
    case CELL_TIME: return MINUTE;
    case CELL_DAYS: return "15";
    case CELL_DATES: return "2023-11-03";
    case CELL_HEX: return "7202AB";
    case CELL_INSTANT:
        return strcmp(c->name, "on_utc") == 0 ? "2023-10-30T15:05:00Z" : "2023-10-30T13:37:21Z";
    case CELL_TEXT:
    case CELL_PLACE:
    case CELL_LINK: break;
    }
    return "";
}

/* One row a sheet that somebody fills, with every cell filled; text is a canary. */
static inline void plant_sheets(struct fix *f, struct plants *all) {
    for (size_t i = 0; i < sheet_shown; i++) {
        const struct sheet *s = &sheet_all[i];
        struct buf head = {0}, row = {0};

        for (size_t j = 0; j < s->n; j++) {
            const struct sheet_column *c = &s->columns[j];
            const char *cell = filler(s, c);

            if (strcmp(s->name, "counts") == 0 &&
                (!strcmp(c->name, "from") || !strcmp(c->name, "to")))
                cell = "";
            if (strcmp(s->name, "counts") == 0 && !strcmp(c->name, "reason")) cell = "";
            if (strcmp(s->name, "flights") == 0 && !strcmp(c->name, "date"))
                cell = "2023-10-31"; /* nobody announced it */
            if (holds_text(c)) {
                struct planted *p = &all->p[all->n++];

                assert_true(all->n < 200);
                *p = (struct planted){s, c, canary_new()};
                cell = p->token.s;
            }
            buf_printf(&head, "%s%s", j ? "," : "", c->name);
            buf_printf(&row, "%s%s", j ? "," : "", cell);
        }
        put(f, arena_printf(&f->a, "%s.csv", s->name),
            arena_printf(&f->a, "%s\n%s\n", head.p, row.p));
        buf_fini(&head);
        buf_fini(&row);
    }
}

/* Every row as evidence for or against an explanation: what is weighed is shown with what it says. */
static inline void plant_evidence(struct fix *f) {
    struct buf b = {0};

    buf_puts(&b, "weighs:\n");
    for (size_t i = 0; i < sheet_shown; i++)
        buf_printf(&b, "  - {hypothesis: VF, evidence: \"%s:%s\", mark: C}\n", sheet_all[i].name,
                   strcmp(sheet_all[i].name, "sources") == 0 ? "eye" : "VF");
    put(f, "evidence.yaml", b.p);
    buf_fini(&b);
}

static inline json_t *answer_of(struct fix *f) {
    struct pipe_options o = pipe_defaults();
    json_t *answer = NULL;

    o.sensitivity = true;
    assert_ok(pipe_answer(f->st, &f->a, &o, &answer, &f->e), f->e);
    return answer;
}

static inline size_t weighed(const json_t *answer) {
    size_t i, n = 0;
    json_t *item;

    json_array_foreach(json_object_get(json_object_get(answer, "hypotheses"), "items"), i, item)
        n += json_is_null(json_object_get(item, "problem"));
    return n;
}

static inline json_t *planted_answer(struct fix *f, struct plants *all) {
    json_t *answer;

    plant_sheets(f, all);
    plant_evidence(f);
    import_ok(f, f->dir);
    if (f->t.bad.n)
        fail_msg("%.*s, %.*s: %.*s", SPAN_ARG(f->t.bad.v[0].sheet), SPAN_ARG(f->t.bad.v[0].column),
                 SPAN_ARG(f->t.bad.v[0].reason));
    assert_ok(pipe_refresh(f->st, &f->e), f->e);
    answer = answer_of(f);
    assert_true(weighed(answer) >= 7);
    return answer;
}

/* ---- everything that goes out ---- */

struct outlet {
    char name[32];
    struct buf b;
};
#define OUTLETS 24
struct outlets {
    struct outlet o[OUTLETS];
    size_t n;
};

static inline struct buf *outlet(struct outlets *all, const char *name) {
    struct outlet *o = &all->o[all->n++];

    assert_true(all->n <= OUTLETS);
    snprintf(o->name, sizeof o->name, "%s", name);
    o->b = (struct buf){0};
    return &o->b;
}

/* The members of a workbook, one after another. */
static inline void add_book(struct fix *f, const json_t *answer, bool whole, struct buf *out) {
    static const struct pack_limits lim = {100, 1 << 20, 8 << 20, 1000};
    const char *path = path_of(f, "out.xlsx");
    struct pack_member *m = NULL;
    struct span file;
    size_t n = 0;

    assert_ok(whole ? export_xlsx_whole(answer, path, &f->e) : export_xlsx(answer, path, &f->e),
              f->e);
    assert_ok(pack_file(&f->a, path, 8 << 20, &file, &f->e), f->e);
    assert_ok(pack_zip(&f->a, file, &lim, &m, &n, &f->e), f->e);
    for (size_t i = 0; i < n; i++) buf_add(out, m[i].bytes);
}

static inline void add_json(const json_t *v, struct buf *out) {
    char *s = json_dumps(v, JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12));

    buf_puts(out, s);
    free(s);
}

static inline void let_out(struct fix *f, const json_t *answer, bool whole, struct outlets *all) {
    json_t *allowed = allow_answer(answer);

    all->n = 0;
    for (size_t i = 0; export_tables[i]; i++) {
        struct buf *b = outlet(all, export_tables[i]);

        assert_ok(whole ? export_csv_whole(answer, export_tables[i], b, &f->e)
                        : export_csv(answer, export_tables[i], b, &f->e),
                  f->e);
    }
    for (size_t i = 0; export_maps[i]; i++) {
        struct buf *b = outlet(all, export_maps[i]);

        assert_ok(whole ? export_legs_whole(answer, export_maps[i], b, &f->e)
                        : export_legs(answer, export_maps[i], b, &f->e),
                  f->e);
    }
    add_book(f, answer, whole, outlet(all, "workbook"));
    assert_ok(whole ? html_report_whole(answer, outlet(all, "report"), &f->e)
                    : html_report(answer, outlet(all, "report"), &f->e),
              f->e);
    add_json(whole ? answer : allowed, outlet(all, "json"));
    json_decref(allowed);
}

static inline void shut(struct outlets *all) {
    for (size_t i = 0; i < all->n; i++) buf_fini(&all->o[i].b);
}

static inline size_t hits(const struct outlets *all, const char *token) {
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++) n += canary_scan(buf_span(&all->o[i].b), token);
    return n;
}
