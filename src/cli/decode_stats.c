/* SPDX-License-Identifier: Apache-2.0 */
/* What came of a stream. The notes are what a person must know to trust the lines: what was not
 * used, where, and what would help. The statistics are every counter that the readers keep. */
#include "base/canon.h"
#include "base/num.h"
#include "base/utc.h"
#include "cli/decode.h"
#include "cli/term.h"

#include <inttypes.h>

static void note(FILE *notes, struct buf *b) {
    struct term t = term_of(notes);
    struct buf out = {0};

    if (b->n) {
        term_wrap(&out, &t, "note: ", b->p);
        fwrite(out.p, 1, out.n, notes);
    }
    buf_fini(&out);
    b->n = 0;
}

static void number(struct buf *b, uint64_t n) {
    num_people(b, (int64_t)n);
}

/* "; such: 12" to a list that may be empty, which then begins with `lead`. */
static void item(struct buf *b, const char *lead, uint64_t n, const char *what) {
    if (!n) return;
    buf_puts(b, b->n ? "; " : lead);
    buf_printf(b, "%s: ", what);
    number(b, n);
}

/* --- notes on frames --- */

static const struct frames_place *first_place(const struct frames_stats *s, enum frames_skip why) {
    for (size_t i = 0; i < s->places; i++)
        if (s->place[i].why == why) return &s->place[i];
    return NULL;
}

static void note_skips(const struct frames_stats *s, FILE *notes) {
    struct buf b = {0};

    for (int i = 0; i < FRAMES_SKIPS; i++) {
        const struct frames_place *p = first_place(s, (enum frames_skip)i);

        if (i == FRAMES_STATUS || !s->skips[i]) continue;
        buf_puts(&b, b.n ? "; " : "passed over: ");
        buf_printf(&b, "%s: ", frames_skip_word((enum frames_skip)i));
        number(&b, s->skips[i]);
        buf_puts(&b, s->skips[i] == 1 ? " time, " : " times, ");
        number(&b, s->skipped_bytes[i]);
        buf_puts(&b, s->skipped_bytes[i] == 1 ? " byte" : " bytes");
        if (p) buf_puts(&b, ", from byte "), number(&b, p->offset);
    }
    note(notes, &b);
    buf_fini(&b);
}

static void note_messages(const struct decoder_stats *m, FILE *notes) {
    struct buf b = {0};

    item(&b, "frames not used: ", m->damaged, "damaged (parity)");
    item(&b, "frames not used: ", m->unknown,
         "replies of addresses that no squitter proved in the ten minutes before");
    item(&b, "frames not used: ", m->mode_ac, "Mode A and C replies, which have no address");
    item(&b, "frames not used: ", m->foreign, "of formats that are not read");
    item(&b, "frames not used: ", m->length, "of the wrong length");
    item(&b, "frames not used: ", m->zero, "of address 000000");
    note(notes, &b);
    item(&b, "", m->mended, "frames that were mended, one bit of each");
    note(notes, &b);
    buf_fini(&b);
}

static void note_positions(const struct decoder_stats *m, FILE *notes) {
    static const enum decoder_fix guard[] = {DECODER_FAST, DECODER_UNLIKE, DECODER_BACK,
                                             DECODER_EDGE, DECODER_FAR,    DECODER_COARSE};
    struct buf b = {0};

    for (size_t i = 0; i < sizeof guard / sizeof *guard; i++)
        item(&b, "positions not believed: ", m->fix[guard[i]], decoder_fix_word(guard[i]));
    note(notes, &b);
    item(&b, "", m->fix[DECODER_LOST],
         "positions on the ground that came before any in the air (--receiver LAT,LON places them, "
         "if "
         "all of this comes from one receiver)");
    note(notes, &b);
    item(&b, "", m->replaced, "positions that were believed and given up for another");
    note(notes, &b);
    buf_fini(&b);
}

static void note_times(const struct decode_counts *c, FILE *notes) {
    const struct frames_stats *s = c->frames;
    uint64_t all = s->short_ac + s->shorts + s->longs;
    struct buf b = {0};

    if (s->relative + s->untimed) {
        number(&b, s->relative + s->untimed);
        buf_puts(&b, " of ");
        number(&b, all);
        buf_puts(&b, " frames have no time that is UTC");
        if (s->restarts) buf_puts(&b, "; their clock began anew on the way");
        if (s->relative && !c->clocked)
            buf_puts(&b, "; --start TIME, when the first frame was received, gives them one");
        if (c->dated && c->messages->undated) {
            buf_puts(&b, "; ");
            number(&b, c->messages->undated);
            buf_puts(&b, " of the positions are not written for it");
        }
    }
    note(notes, &b);
    item(&b, "", s->doubted,
         "times of frames that were not believed, over an hour ahead or a minute back");
    note(notes, &b);
    item(&b, "", c->messages->late, "frames that came too late to be put in order");
    note(notes, &b);
    buf_fini(&b);
}

/* --- notes on SBS --- */

static void note_refused(const struct sbs *s, FILE *notes) {
    struct buf b = {0};

    for (int i = 0; i < SBS_REASONS; i++) {
        const struct sbs_refused *r = &s->refused[i];

        if (!r->n) continue;
        buf_puts(&b, b.n ? "; " : "lines not used: ");
        buf_printf(&b, "%s: ", sbs_reason_text((enum sbs_reason)i));
        number(&b, (uint64_t)r->n);
        for (int k = 0; k < r->n && k < SBS_FIRST; k++)
            buf_printf(&b, "%s%" PRId64, k ? ", " : r->n == 1 ? " (line " : " (lines ", r->line[k]);
        buf_puts(&b, r->n > SBS_FIRST ? " ...)" : ")");
    }
    note(notes, &b);
    buf_fini(&b);
}

static void note_sbs(const struct decode_counts *c, FILE *notes) {
    const struct sbs *s = c->sbs;
    struct buf b = {0};

    note_refused(s, notes);
    if (s->refused[SBS_NO_TIME].n && s->starts && !s->options.trust_start) {
        buf_printf(&b,
                   "line %" PRId64 " says that offsets begin at %s: --trust-start takes its "
                   "word, --start another",
                   s->first_start_line, utc_instant_text(s->first_start_ms).s);
        note(notes, &b);
    }
    item(&b, "", (uint64_t)s->restarts, "times that offsets began anew");
    note(notes, &b);
    item(&b, "", (uint64_t)s->nul_bytes, "NUL bytes, where something was lost");
    note(notes, &b);
    item(&b, "", (uint64_t)s->logged, "lines that have only the time at which they were logged");
    note(notes, &b);
    item(&b, "", (uint64_t)s->callsigns, "callsigns of other than letters and digits, left out");
    note(notes, &b);
    item(&b, "", c->back, "lines over a second older than one before them");
    note(notes, &b);
    buf_fini(&b);
}

void decode_notes(const struct decode_counts *c, FILE *notes) {
    struct buf b = {0};

    if (!c->bytes) buf_puts(&b, "no bytes came");
    note(notes, &b);
    if (c->frames) {
        note_skips(c->frames, notes);
        note_messages(c->messages, notes);
        note_positions(c->messages, notes);
        note_times(c, notes);
    }
    if (c->sbs) note_sbs(c, notes);
    item(&b, "", c->beyond, "messages of more aircraft than the table holds, not in it");
    note(notes, &b);
    buf_fini(&b);
}

/* --- statistics --- */

/* Where rows go: into objects of JSON, or as lines below the name of their group. */
struct sink {
    json_t *all; /* NULL: for people */
    FILE *f;
    const char *group;
};

static json_t *group_of(struct sink *s, const char *group) {
    json_t *g = json_object_get(s->all, group);

    if (!g) json_object_set_new(s->all, group, g = json_object());
    return g;
}

static void people_group(struct sink *s, const char *group) {
    if (!s->group || strcmp(s->group, group) != 0) fprintf(s->f, "%s\n", group);
    s->group = group;
}

static void row(struct sink *s, const char *group, const char *name, uint64_t n) {
    if (s->all) {
        json_object_set_new(group_of(s, group), name, json_integer((json_int_t)n));
        return;
    }
    if (!n) return;
    people_group(s, group);
    fprintf(s->f, "  %-34s %" PRIu64 "\n", name, n);
}

static void rows_frames(struct sink *s, const struct frames_stats *f,
                        const struct decoder_stats *m) {
    row(s, "frames", "mode_ac", f->short_ac);
    row(s, "frames", "short", f->shorts);
    row(s, "frames", "long", f->longs);
    row(s, "frames", "time_utc", f->utc);
    row(s, "frames", "time_relative", f->relative);
    row(s, "frames", "time_none", f->untimed);
    row(s, "frames", "time_borrowed", f->borrowed);
    row(s, "frames", "time_doubted", f->doubted);
    row(s, "frames", "time_of_other_receiver", f->foreign);
    row(s, "frames", "jumps", f->jumps);
    row(s, "frames", "restarts", f->restarts);
    row(s, "frames", "put_in_order", m->moved);
    row(s, "frames", "too_late_for_order", m->late);
    row(s, "refused", "crc", m->damaged);
    row(s, "refused", "address_not_proved", m->unknown);
    row(s, "refused", "format_not_read", m->foreign);
    row(s, "refused", "wrong_length", m->length);
    row(s, "refused", "address_zero", m->zero);
}

static void rows_messages(struct sink *s, const struct decoder_stats *m) {
    row(s, "messages", "all", m->messages);
    for (int i = 0; i < 32; i++) {
        char name[8];

        snprintf(name, sizeof name, "df%d", i);
        if (m->df[i]) row(s, "messages", name, m->df[i]);
    }
    row(s, "messages", "mended", m->mended);
    for (int i = 1; i < DECODER_FIXES; i++)
        row(s, "positions", decoder_fix_word((enum decoder_fix)i), m->fix[i]);
    row(s, "positions", "without UTC", m->undated);
    row(s, "positions", "given up for another", m->replaced);
    row(s, "aircraft", "began", m->aircraft);
    row(s, "aircraft", "silent for an hour", m->aged);
    row(s, "aircraft", "out of room", m->pushed);
}

static void rows_skips(struct sink *s, const struct frames_stats *f) {
    json_t *list = json_array();

    for (int i = 0; i < FRAMES_SKIPS; i++) {
        const char *why = frames_skip_word((enum frames_skip)i);

        if (!f->skips[i]) continue;
        row(s, "passed_over", why, f->skips[i]);
        row(s, "passed_over_bytes", why, f->skipped_bytes[i]);
    }
    for (size_t i = 0; i < f->places; i++) {
        const struct frames_place *p = &f->place[i];

        if (!s->all) {
            people_group(s, "passed over, the first of it");
            fprintf(s->f, "  byte %" PRIu64 ", %" PRIu64 " long: %s\n", p->offset, p->n,
                    frames_skip_word(p->why));
        }
        json_array_append_new(list,
                              json_pack("{s:I, s:I, s:s}", "byte", (json_int_t)p->offset, "bytes",
                                        (json_int_t)p->n, "why", frames_skip_word(p->why)));
    }
    if (s->all)
        json_object_set_new(s->all, "places", list);
    else
        json_decref(list);
}

static void rows_sbs(struct sink *s, const struct decode_counts *c) {
    const struct sbs *b = c->sbs;

    row(s, "lines", "all", (uint64_t)b->lines);
    row(s, "lines", "taken", (uint64_t)b->taken);
    row(s, "lines", "without content", (uint64_t)b->passed);
    row(s, "lines", "START", (uint64_t)b->starts);
    row(s, "messages", "mlat", c->sbs_types[0]);
    for (int i = 1; i <= 8; i++) {
        char name[8];

        snprintf(name, sizeof name, "msg%d", i);
        row(s, "messages", name, c->sbs_types[i]);
    }
    row(s, "positions", "all", c->sbs_positions);
    for (int i = 0; i < SBS_REASONS; i++)
        row(s, "refused", sbs_reason_text((enum sbs_reason)i), (uint64_t)b->refused[i].n);
    row(s, "oddities", "offsets began anew", (uint64_t)b->restarts);
    row(s, "oddities", "NUL bytes", (uint64_t)b->nul_bytes);
    row(s, "oddities", "time of logging", (uint64_t)b->logged);
    row(s, "oddities", "callsigns left out", (uint64_t)b->callsigns);
    row(s, "oddities", "older than one before", c->back);
}

void decode_stats(const struct decode_counts *c, bool json, FILE *notes) {
    struct sink s = {.all = json ? json_object() : NULL, .f = notes};

    row(&s, "stream", "bytes", c->bytes);
    row(&s, "stream", "lines_written", c->lines);
    if (c->frames) {
        rows_frames(&s, c->frames, c->messages);
        rows_messages(&s, c->messages);
        rows_skips(&s, c->frames);
    }
    if (c->sbs) rows_sbs(&s, c);
    if (json) {
        json_dumpf(s.all, notes, JSON_COMPACT | JSON_PRESERVE_ORDER);
        fputc('\n', notes);
    }
    json_decref(s.all);
}
