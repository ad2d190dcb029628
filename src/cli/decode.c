/* SPDX-License-Identifier: Apache-2.0 */
/* Between the readers of format/ and the lines. What is read is written from within the readers'
 * callbacks into one buffer, which is handed on when a piece is done, so that a feed is seen as it
 * comes and a recording is not written line by line. */
#include "cli/decode.h"

#include "base/utc.h"

#define SORT_MS 1000      /* frames wait this long for earlier ones, as decoder.h suggests */
#define BACK_MS 1000      /* a line of SBS may be this much older than the latest before it */
#define HAND_ON (1 << 16) /* bytes of lines that do not wait for the end of a piece */

struct decode {
    struct decode_options o;
    struct arena *a;
    FILE *out, *notes;
    struct buf lines, held; /* held: bytes whose reader is not told yet */
    struct decode_teller teller;
    enum decode_form form;
    struct decoder *decoder;
    struct sbs sbs;
    struct decode_crafts crafts;
    bool anchored;
    int64_t anchor_ms, latest_ms; /* latest: of SBS */
    struct decode_counts n;
};

bool decode_wanted(const struct decode_options *o, uint32_t key) {
    size_t lo = 0, hi = o->hexes;

    if (!o->hex) return true;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;

        if (o->hex[mid] == key) return true;
        if (o->hex[mid] < key)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

/* --- lines --- */

static void hand_on(struct decode *d) {
    if (d->lines.n) fwrite(d->lines.p, 1, d->lines.n, d->out);
    d->lines.n = 0;
}

static struct decode_line line_begin(struct decode *d) {
    struct decode_line l;

    decode_line_begin(&l, &d->lines, d->o.as == DECODE_JSON ? DECODE_LINE_JSON : DECODE_LINE_CSV);
    return l;
}

static void line_end(struct decode *d, struct decode_line *l) {
    decode_line_end(l);
    d->n.lines++;
    if (d->lines.n >= HAND_ON) hand_on(d);
}

static void head(struct decode *d, enum decode_form form) {
    struct decode_line l;

    if (d->o.as == DECODE_JSON || d->o.what == DECODE_TABLE) return;
    decode_line_begin(&l, &d->lines, DECODE_LINE_HEAD);
    if (d->o.what == DECODE_POSITIONS)
        decode_line_point(&l, 0, &(struct track_point){0});
    else if (form == DECODE_SBS)
        decode_line_sbs(&l, &(struct sbs_record){0});
    else
        decode_line_message(&l, &(struct decoder_message){.frame = &(struct frame){0},
                                                          .said = &(struct modes_message){0}});
    decode_line_end(&l);
}

/* --- what the readers give --- */

static void on_message(void *user, const struct decoder_message *m) {
    const struct modes_message *s = m->said;
    uint32_t key = s->hex | (s->other ? DECODE_OTHER : 0);
    struct decode *d = user;
    struct decode_line l;

    if (d->o.what == DECODE_TABLE)
        decode_craft_add(&d->crafts, key,
                         m->frame->time == FRAMES_UTC ? m->frame->t : DECODE_NO_TIME,
                         s->has & MODES_ALT ? s->alt_ft : TRACK_NONE, m->lat != TRACK_NONE,
                         s->has & MODES_CALLSIGN ? s->callsign : NULL);
    if (d->o.what != DECODE_MESSAGES || !decode_wanted(&d->o, key)) return;
    l = line_begin(d);
    decode_line_message(&l, m);
    line_end(d, &l);
}

static void on_point(void *user, uint32_t hex, bool other, const struct track_point *p) {
    uint32_t key = hex | (other ? DECODE_OTHER : 0);
    struct decode *d = user;
    struct decode_line l;

    if (!decode_wanted(&d->o, key)) return;
    l = line_begin(d);
    decode_line_point(&l, key, p);
    line_end(d, &l);
}

static void count_sbs(struct decode *d, const struct sbs_record *r) {
    d->n.sbs_types[r->mlat ? 0 : r->type]++;
    d->n.sbs_positions += r->point.lat != TRACK_NONE;
    if (d->latest_ms != DECODE_NO_TIME && r->point.ms < d->latest_ms - BACK_MS) d->n.back++;
    if (r->point.ms > d->latest_ms) d->latest_ms = r->point.ms;
}

static int on_sbs(void *user, const struct sbs_record *r, struct err *e) {
    uint32_t key = r->hex | (r->other ? DECODE_OTHER : 0);
    bool placed = r->point.lat != TRACK_NONE;
    struct decode *d = user;
    struct decode_line l;

    (void)e;
    count_sbs(d, r);
    if (d->o.what == DECODE_TABLE)
        decode_craft_add(&d->crafts, key, r->point.ms, r->point.alt_ft, placed, r->point.callsign);
    else if (d->o.what == DECODE_POSITIONS && placed)
        on_point(d, r->hex, r->other, &r->point);
    if (d->o.what != DECODE_MESSAGES || !decode_wanted(&d->o, key)) return 0;
    l = line_begin(d);
    decode_line_sbs(&l, r);
    line_end(d, &l);
    return 0;
}

/* --- bytes --- */

struct decode *decode_begin(struct arena *a, const struct decode_options *o, FILE *out,
                            FILE *notes) {
    struct decode *d = ARENA_NEW(a, struct decode);

    d->o = *o;
    d->a = d->crafts.a = a;
    d->out = out;
    d->notes = notes;
    d->latest_ms = DECODE_NO_TIME;
    return d;
}

void decode_anchor(struct decode *d, int64_t ms) {
    d->anchored = true;
    d->anchor_ms = ms;
    if (d->decoder) decoder_anchor(d->decoder, ms);
}

uint64_t decode_restarts(const struct decode *d) {
    return d->decoder ? decoder_frames(d->decoder)->restarts : 0;
}

static void begin_frames(struct decode *d) {
    struct decoder_options opt = d->o.mode_s;

    opt.frames.anchored = d->o.has_start || d->anchored;
    opt.frames.start_ms = d->o.has_start ? d->o.start_ms : d->anchor_ms;
    opt.sort_ms = SORT_MS;
    opt.message = on_message;
    opt.point = d->o.what == DECODE_POSITIONS ? on_point : NULL;
    opt.user = d;
    d->decoder = decoder_begin(d->a, &opt);
}

static int begin_sbs(struct decode *d, struct err *e) {
    struct sbs_options opt = {.zone_minutes = d->o.zone_minutes,
                              .start_ms = d->o.has_start ? d->o.start_ms : SBS_NO_START,
                              .trust_start = d->o.trust_start};

    if (!d->o.has_zone)
        return err_set(e, RC_NOTFOUND,
                       "this is SBS-1, which does not say in what zone its times are: give --zone "
                       "UTC, or the receiver's, as --zone +03:00");
    return sbs_begin(&d->sbs, &opt, on_sbs, d, e);
}

static int told(struct decode *d, enum decode_form form, struct err *e) {
    int rc = 0;

    if (form == DECODE_SBS)
        rc = begin_sbs(d, e);
    else
        begin_frames(d);
    if (rc < 0) return rc;
    d->form = form;
    head(d, form);
    return 0;
}

static int pass(struct decode *d, struct span piece, struct err *e) {
    if (d->form == DECODE_SBS) return sbs_feed(&d->sbs, piece, e);
    decoder_feed(d->decoder, piece.p, piece.n);
    return 0;
}

static int look(struct decode *d, struct span *piece, struct err *e) {
    enum decode_form form = DECODE_UNTOLD;
    size_t i = 0;
    int rc;

    while (i < piece->n && form == DECODE_UNTOLD) form = decode_tell(&d->teller, piece->p[i++]);
    buf_add(&d->held, (struct span){piece->p, i});
    *piece = (struct span){piece->p + i, piece->n - i};
    if (form == DECODE_UNTOLD) return 0;
    rc = told(d, form, e);
    if (rc == 0) rc = pass(d, buf_span(&d->held), e);
    buf_fini(&d->held);
    return rc;
}

static int written(struct decode *d, struct err *e) {
    hand_on(d);
    return ferror(d->out) ? err_set(e, RC_IO, "the lines could not be written") : 0;
}

int decode_feed(struct decode *d, struct span piece, struct err *e) {
    int rc = 0;

    d->n.bytes += piece.n;
    if (d->form == DECODE_UNTOLD) rc = look(d, &piece, e);
    if (rc == 0 && piece.n) rc = pass(d, piece, e);
    return rc < 0 ? rc : written(d, e);
}

/* Bytes at random hold something like a frame now and then: most must have been passed over, and no
 * message found. */
static bool nothing(const struct decode *d) {
    const struct frames_stats *s;
    uint64_t skipped = 0;

    if (d->form == DECODE_SBS) return false;
    s = decoder_frames(d->decoder);
    for (int i = 0; i < FRAMES_SKIPS; i++)
        if (i != FRAMES_STATUS) skipped += s->skipped_bytes[i];
    return decoder_stats(d->decoder)->messages == 0 && skipped > d->n.bytes / 2;
}

static int finish(struct decode *d, struct err *e) {
    int rc = 0;

    if (d->form == DECODE_UNTOLD) {
        rc = told(d, DECODE_FRAMES, e);
        if (rc == 0) rc = pass(d, buf_span(&d->held), e);
    }
    if (rc == 0 && d->form == DECODE_SBS) rc = sbs_end(&d->sbs, e);
    if (rc == 0 && d->form == DECODE_FRAMES) decoder_end(d->decoder);
    return rc;
}

static void tell(struct decode *d) {
    d->n.messages = d->decoder ? decoder_stats(d->decoder) : NULL;
    d->n.frames = d->decoder ? decoder_frames(d->decoder) : NULL;
    d->n.sbs = d->form == DECODE_SBS ? &d->sbs : NULL;
    d->n.beyond = d->crafts.beyond;
    d->n.clocked = d->anchored;
    d->n.dated = d->o.what == DECODE_POSITIONS;
    decode_notes(&d->n, d->notes);
    if (d->o.stats) decode_stats(&d->n, d->o.as == DECODE_JSON, d->notes);
}

int decode_end(struct decode *d, struct err *e) {
    int rc = finish(d, e);

    if (rc == 0 && nothing(d))
        rc = err_set(e, RC_SYNTAX,
                     "nothing in its %llu bytes is of a form that is read: Beast, AVR, jet1090's "
                     "JSON lines, SBS-1 (traces, archives and OpenSky's tables: headcount legs)",
                     (unsigned long long)d->n.bytes);
    if (rc == 0 && d->o.what == DECODE_TABLE)
        d->n.lines += decode_craft_write(&d->crafts, &d->o, &d->lines);
    if (rc == 0) rc = written(d, e);
    if (rc == 0) fflush(d->out);
    if (d->form != DECODE_UNTOLD) tell(d);
    buf_fini(&d->lines);
    buf_fini(&d->held);
    return rc;
}
