/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "base/num.h"
#include "base/utc.h"
#include "cli/accept.h"
#include "cli/shut_text.h"
#include "format/sheet.h"
#include "pack/pack.h"

enum { WORDS_SHOWN = 300 };

struct reading {
    const char *path;
    struct span words;
    struct text text;
};

static int read_one(struct cli *x, const char *path, const struct text_options *o,
                    struct reading *r, struct err *e) {
    struct span bytes;
    int rc = pack_file(x->a, path, TEXT_BYTES, &bytes, e);

    r->path = path;
    if (rc == 0) rc = shut_text(x->a, bytes, o, &r->words, &r->text, e);
    if (rc < 0) err_at(e, "%s", path);
    return rc;
}

static json_t *known(const char *s) {
    return *s ? json_string(s) : json_null();
}

static json_t *quantity(int64_t q) {
    if (q == TEXT_NONE) return json_null();
    return q % 1000 ? json_real((double)q / 1000) : json_integer(q / 1000);
}

static json_t *draft_json(const struct text_draft *d, size_t n, const char *file) {
    json_t *o = json_pack("{s:I, s:s, s:I, s:I, s:s%, s:s, s:s, s:s, s:s}", "n", (json_int_t)n,
                          "file", file, "start", (json_int_t)d->start, "end", (json_int_t)d->end,
                          "text", d->text.p, d->text.n, "kind", text_kind_name[d->kind], "speaker",
                          d->speaker, "speaker_type", d->speaker_type, "channel", d->channel);

    json_object_set_new(o, "hedge", known(d->hedge));
    json_object_set_new(o, "quantity_lo", quantity(d->lo));
    json_object_set_new(o, "quantity_hi", quantity(d->hi));
    json_object_set_new(o, "unit", known(d->unit));
    json_object_set_new(o, "subject", known(d->subject));
    json_object_set_new(o, "from", known(d->from));
    json_object_set_new(o, "to", known(d->to));
    json_object_set_new(o, "days", known(d->days));
    json_object_set_new(o, "flight", known(d->flight));
    json_object_set_new(o, "place", known(d->place));
    json_object_set_new(o, "direction", known(d->direction));
    json_object_set_new(o, "root",
                        json_string("unstated")); /* where it began is for the person to say */
    json_object_set_new(o, "note", known(d->note));
    return o;
}

static void print_json(struct cli *x, const struct reading *r, size_t n) {
    json_t *drafts = json_array(), *notices = json_array(), *files = json_array(), *all;
    size_t number = 0;

    for (size_t i = 0; i < n; i++) {
        const char *file = cmd_case_name(x, r[i].path);

        json_array_append_new(files,
                              json_pack("{s:s, s:o}", "file", file, "dateline",
                                        r[i].text.dateline == UTC_NONE
                                            ? json_null()
                                            : json_string(utc_date_text(r[i].text.dateline).s)));
        for (size_t k = 0; k < r[i].text.notice.n; k++)
            json_array_append_new(notices,
                                  json_stringn(r[i].text.notice.v[k].p, r[i].text.notice.v[k].n));
        for (size_t k = 0; k < r[i].text.draft.n; k++)
            json_array_append_new(drafts, draft_json(&r[i].text.draft.v[k], ++number, file));
    }
    all = json_pack("{s:o, s:o, s:o}", "files", files, "notices", notices, "drafts", drafts);
    cmd_json(all);
    json_decref(all);
}

/* "100", "500 or more", "0.5 to 2", with the unit. */
static const char *figure(struct arena *a, const struct text_draft *d) {
    struct buf b = {0};
    const char *s;

    if (d->lo == TEXT_NONE && d->hi == TEXT_NONE) return "";
    if (d->lo == TEXT_NONE) buf_puts(&b, "up to ");
    if (d->lo != TEXT_NONE && d->lo % 1000)
        num_fixed(&b, (double)d->lo / 1000, 1);
    else if (d->lo != TEXT_NONE)
        num_people(&b, d->lo / 1000);
    if (d->lo != TEXT_NONE && d->hi != TEXT_NONE && d->hi != d->lo) buf_puts(&b, " to ");
    if (d->hi != TEXT_NONE && d->hi != d->lo) num_people(&b, d->hi / 1000);
    if (d->hi == TEXT_NONE) buf_puts(&b, " or more");
    buf_printf(&b, " %s", d->unit);
    s = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static const char *when(struct arena *a, const struct text_draft *d) {
    if (strcmp(d->from, d->to) == 0) return d->from;
    return arena_printf(a, "%s to %s", *d->from ? d->from : "?", *d->to ? d->to : "?");
}

static const char *shown(struct arena *a, const struct text_draft *d) {
    size_t n = d->text.n;

    if (n <= WORDS_SHOWN) return arena_dup(a, d->text);
    n = WORDS_SHOWN;
    while (n && ((unsigned char)d->text.p[n] & 0xc0) == 0x80) n--; /* not inside a letter */
    return arena_printf(a, "%.*s...", (int)n, d->text.p);
}

static void print_table(struct cli *x, const struct reading *r, size_t n) {
    static const struct term_column head[] = {
        {"", true, false},     {"kind", false, false},
        {"who", false, true},  {"how many", false, true},
        {"when", false, true}, {"what, and words of doubt", false, true}};
    size_t rows = 0, at = 0;
    const char **cell;
    struct buf b = {0};

    for (size_t i = 0; i < n; i++) rows += r[i].text.draft.n;
    if (!rows) {
        buf_puts(&b, "Nothing in it that would be logged. That is what this grammar finds, not "
                     "that nothing is there.\n");
        cmd_write(&b);
        return;
    }
    cell = ARENA_ARRAY(x->a, const char *, rows * 6);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < r[i].text.draft.n; k++, at++) {
            const struct text_draft *d = &r[i].text.draft.v[k];
            const char **c = &cell[6 * at];

            c[0] = arena_printf(x->a, "%zu", at + 1);
            c[1] = text_kind_name[d->kind];
            c[2] = arena_printf(x->a, "%s, %s", d->speaker, d->channel);
            c[3] = figure(x->a, d);
            c[4] = when(x->a, d);
            c[5] = arena_printf(x->a, "%s%s%s%s%s%s%s", shown(x->a, d), *d->hedge ? " [" : "",
                                d->hedge, *d->hedge ? "]" : "", *d->note ? " (" : "", d->note,
                                *d->note ? ")" : "");
        }
    term_table(&b, &x->term, head, 6, cell, rows);
    buf_puts(&b, "Drafts, by grammar alone: none is in a case until somebody accepts it (--accept "
                 "CASE --source ID --only N,N).\n");
    cmd_write(&b);
}

static void put_quantity(struct buf *b, int64_t q) {
    if (q != TEXT_NONE && q % 1000)
        num_fixed(b, (double)q / 1000, 3);
    else if (q != TEXT_NONE)
        buf_printf(b, "%lld", (long long)(q / 1000));
    buf_putc(b, ',');
}

static void print_csv(const struct reading *r, size_t n) {
    struct buf b = {0};
    size_t number = 0;

    buf_puts(&b, "id,start,end,kind,speaker,speaker_type,channel,hedge,quantity_lo,quantity_hi,"
                 "unit,subject,from,to,place,direction,root,note,days,flight,text" CSV_END);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < r[i].text.draft.n; k++) {
            const struct text_draft *d = &r[i].text.draft.v[k];
            const char *const first[] = {text_kind_name[d->kind], d->speaker, d->speaker_type,
                                         d->channel, d->hedge};
            const char *const then[] = {d->unit,      d->subject, d->from, d->to,   d->place,
                                        d->direction, "unstated", d->note, d->days, d->flight};

            buf_printf(&b, "d%02zu,%zu,%zu,", ++number, d->start, d->end);
            for (size_t c = 0; c < sizeof first / sizeof *first; c++) {
                csv_put_text(&b, span_of(first[c]));
                buf_putc(&b, ',');
            }
            put_quantity(&b, d->lo);
            put_quantity(&b, d->hi);
            for (size_t c = 0; c < sizeof then / sizeof *then; c++) {
                csv_put_text(&b, span_of(then[c]));
                buf_putc(&b, ',');
            }
            csv_put_text(&b, d->text);
            buf_puts(&b, CSV_END);
        }
    cmd_write(&b);
}

static void print_words(const struct reading *r) {
    struct buf b = {0};

    buf_add(&b, r->words);
    if (!r->words.n || r->words.p[r->words.n - 1] != '\n') buf_putc(&b, '\n');
    cmd_write(&b);
}

static void say_notices(struct cli *x, const struct reading *r) {
    struct term err = term_of(stderr);
    struct buf b = {0};

    for (size_t k = 0; k < r->text.notice.n; k++)
        term_wrap(&b, &err, "note: ", arena_dup(x->a, r->text.notice.v[k]));
    if (r->text.dateline == UTC_NONE)
        term_wrap(&b, &err, "note: ",
                  arena_printf(x->a,
                               "%s: no date of the text was found; \"on Monday\" or \"the 30th\" "
                               "stay without one (--dateline DATE)",
                               r->path));
    fwrite(b.p ? b.p : "", 1, b.n, stderr);
    buf_fini(&b);
}

/* As the sheet reads and keeps them: "Tue Fri" is 25. */
static int days_by_hand(struct cli *x, struct accept *acc, struct err *e) {
    const struct sheet *s = sheet_find(SPAN("schedules"));
    json_t *v = NULL;
    int rc = sheet_cell(sheet_column(s, SPAN("days")), span_of(acc->days), &v, e);

    if (rc == 0 && !v) rc = err_set(e, RC_SYNTAX, "is empty");
    if (rc < 0)
        err_at(e, "--days");
    else
        acc->days = arena_dup(x->a, span_of(json_string_value(v)));
    json_decref(v);
    return rc;
}

static int usage(struct cli *x, struct text_options *o, struct accept *acc, struct err *e) {
    const char *dateline = opt_value(&x->v, "dateline");
    int forms = (opt_value(&x->v, "json") != NULL) + (opt_value(&x->v, "csv") != NULL) +
                (opt_value(&x->v, "text") != NULL) + (opt_value(&x->v, "accept") != NULL);

    *acc = (struct accept){opt_value(&x->v, "accept"), opt_value(&x->v, "source"),
                           opt_value(&x->v, "corridor"), opt_value(&x->v, "only"),
                           opt_value(&x->v, "days")};
    o->dateline = UTC_NONE;
    if (forms > 1) return err_set(e, RC_SYNTAX, "--json, --csv, --text and --accept: one of them");
    if (acc->path && (!acc->source || !acc->only))
        return err_set(e, RC_SYNTAX,
                       "--accept needs --source ID and --only N,N: nothing is accepted by itself");
    if (acc->path && x->v.n > 1)
        return err_set(e, RC_SYNTAX, "--accept takes one text at a time, since it has one source");
    if (!acc->path && (acc->source || acc->only || acc->corridor || acc->days))
        return err_set(e, RC_SYNTAX,
                       "--source, --corridor, --days and --only go with --accept CASE");
    if (acc->days && days_by_hand(x, acc, e) < 0) return e->rc;
    if (dateline && utc_date_read(span_of(dateline), &o->dateline, e) < 0) {
        err_at(e, "--dateline");
        return e->rc;
    }
    return 0;
}

static int run(struct cli *x, struct err *e) {
    struct reading *r = ARENA_ARRAY(x->a, struct reading, x->v.n);
    struct text_options o;
    struct accept acc;
    int rc;

    if (usage(x, &o, &acc, e) < 0) return CMD_USAGE;
    for (size_t i = 0; i < x->v.n; i++)
        if ((rc = read_one(x, x->v.arg[i], &o, &r[i], e)) < 0) return rc;
    for (size_t i = 0; i < x->v.n; i++) say_notices(x, &r[i]);
    if (acc.path) return accept_run(x, &r[0].text, &acc, e);
    if (opt_value(&x->v, "json"))
        print_json(x, r, x->v.n);
    else if (opt_value(&x->v, "csv"))
        print_csv(r, x->v.n);
    else if (opt_value(&x->v, "text"))
        for (size_t i = 0; i < x->v.n; i++) print_words(&r[i]);
    else
        print_table(x, r, x->v.n);
    return CMD_DONE;
}

static const struct opt_arg args[] = {
    {"FILE", OPT_FILE, false, true, NULL, "an article or statement: plain text or HTML"}, {0}};
static const struct opt options[] = {
    CMD_JSON,
    CMD_CSV,
    {"text", 0, OPT_FLAG, NULL, NULL, "print the text that places in it refer to"},
    {"dateline", 0, OPT_TEXT, "DATE", NULL, "the day of the text, when it does not say it"},
    {"accept", 0, OPT_FILE, "CASE", NULL,
     "put chosen drafts into a case; with --source and --only"},
    {"source", 0, OPT_TEXT, "ID", NULL, "the text's row in the sources of the case"},
    {"corridor", 0, OPT_TEXT, "ID", NULL, "the corridor that they speak of"},
    {"days", 0, OPT_TEXT, "DAYS", NULL,
     "weekdays of a schedule that says how often and not when: \"Mon Fri\""},
    {"only", 0, OPT_TEXT, "N,N", NULL, "which drafts, by their numbers"},
    {0}};
const struct cmd cmd_read = {
    .opt = {.name = "read",
            .group = "Put in",
            .summary = "drafts of claims, counts and schedules from an article",
            .about =
                "By grammar, not by understanding: who says what, how many, when, with which words "
                "of doubt; in English, and of "
                "Korean and Russian the numbers, dates and flight numbers. Every draft has its "
                "place in the text. None enters a "
                "case until somebody chooses it. docs/READ.md has what is recognised and how well.",
            .example = "headcount read article.html --accept v.hc --source paper "
                       "--only 12,16",
            .args = args,
            .options = options},
    .run = run,
};
