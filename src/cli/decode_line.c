/* SPDX-License-Identifier: Apache-2.0 */
/* One list of fields for each kind of line, from which the head of the CSV, its rows and the objects
 * of JSON are made, so that they cannot differ. Numbers are printed from whole ones: tenths,
 * millionths. */
#include "base/csv.h"
#include "base/utc.h"
#include "cli/decode.h"

#include <inttypes.h>

void decode_line_begin(struct decode_line *l, struct buf *out, enum decode_line_as as) {
    *l = (struct decode_line){.out = out, .as = as};
    if (as == DECODE_LINE_JSON) buf_putc(out, '{');
}

void decode_line_end(struct decode_line *l) {
    buf_puts(l->out, l->as == DECODE_LINE_JSON ? "}\n" : CSV_END);
}

/* @return whether the value is to be written. */
static bool field(struct decode_line *l, const char *name, bool known) {
    if (l->as == DECODE_LINE_JSON && !known) return false;
    if (l->begun) buf_putc(l->out, ',');
    l->begun = true;
    if (l->as == DECODE_LINE_HEAD) buf_puts(l->out, name);
    if (l->as != DECODE_LINE_JSON) return l->as == DECODE_LINE_CSV && known;
    buf_putc(l->out, '"');
    buf_puts(l->out, name);
    buf_puts(l->out, "\":");
    return true;
}

/* v / 10^places, without zeros at the end. */
static void digits(struct buf *out, int64_t v, int places) {
    uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
    char text[32], *p = text + sizeof text;

    while (places && u % 10 == 0) u /= 10, places--;
    for (int i = 0; i < places; i++, u /= 10) *--p = (char)('0' + u % 10);
    if (places) *--p = '.';
    do *--p = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0) *--p = '-';
    buf_add(out, (struct span){p, (size_t)(text + sizeof text - p)});
}

void decode_whole(struct decode_line *l, const char *name, bool known, int64_t v) {
    if (field(l, name, known)) digits(l->out, v, 0);
}

void decode_real(struct decode_line *l, const char *name, bool known, int64_t v, int places) {
    if (field(l, name, known)) digits(l->out, v, places);
}

static void quoted(struct decode_line *l, struct span s) {
    if (l->as == DECODE_LINE_JSON) buf_putc(l->out, '"');
    buf_add(l->out, s);
    if (l->as == DECODE_LINE_JSON) buf_putc(l->out, '"');
}

/* Ours, without commas, or letters, digits, blanks and #: nothing that CSV or JSON would have to
 * escape. */
void decode_word(struct decode_line *l, const char *name, const char *word) {
    if (field(l, name, word != NULL)) quoted(l, span_of(word));
}

static void flag(struct decode_line *l, const char *name, bool known, bool v) {
    if (!field(l, name, known)) return;
    if (l->as == DECODE_LINE_JSON)
        buf_puts(l->out, v ? "true" : "false");
    else
        buf_putc(l->out, v ? '1' : '0');
}

void decode_time(struct decode_line *l, const char *name, bool known, int64_t ms) {
    struct utc_text t;
    size_t n;
    int part;

    if (!field(l, name, known)) return;
    t = utc_instant_text(ms);
    n = strlen(t.s) - 1; /* the Z */
    part = (int)((ms % 1000 + 1000) % 1000);
    t.s[n++] = '.';
    t.s[n++] = (char)('0' + part / 100);
    t.s[n++] = (char)('0' + part / 10 % 10);
    t.s[n++] = (char)('0' + part % 10);
    t.s[n++] = 'Z';
    quoted(l, (struct span){t.s, n});
}

static const char hexdigit[] = "0123456789abcdef";

void decode_hex(struct decode_line *l, uint32_t key) {
    char text[7], *p = text;

    if (!field(l, "hex", true)) return;
    if (key & DECODE_OTHER) *p++ = '~';
    for (int i = 20; i >= 0; i -= 4) *p++ = hexdigit[key >> i & 15];
    quoted(l, (struct span){text, (size_t)(p - text)});
}

/* Four octal digits, as everybody writes them. */
static void squawk(struct decode_line *l, bool known, unsigned v) {
    char text[4];

    if (!field(l, "squawk", known)) return;
    for (int i = 3; i >= 0; i--, v /= 10) text[i] = (char)('0' + v % 10);
    quoted(l, (struct span){text, 4});
}

const char *decode_callsign(const char raw[8], char text[9]) {
    size_t n = 8;

    while (n && (raw[n - 1] == ' ' || !raw[n - 1])) n--;
    memcpy(text, raw, n);
    text[n] = 0;
    return n ? text : NULL;
}

static const char *air_word(unsigned air) {
    return air == TRACK_AIRBORNE ? "air" : air == TRACK_GROUND ? "ground" : NULL;
}

/* As readsb writes them. */
static const char *source_word(unsigned source) {
    static const char *const word[] = {"adsb_icao",  "adsb_icao_nt", "adsr_icao",      "tisb_icao",
                                       "adsc",       "mlat",         "other",          "mode_s",
                                       "adsb_other", "adsr_other",   "tisb_trackfile", "tisb_other",
                                       "mode_ac"};

    return source < sizeof word / sizeof *word ? word[source] : NULL;
}

/* What a message is about, by its format and type code. */
static const char *type_word(const struct modes_message *m) {
    static const char *const reply[32] = {
        [0] = "air to air",      [4] = "altitude",         [5] = "identity",
        [11] = "all-call",       [16] = "air to air long", [20] = "Comm-B altitude",
        [21] = "Comm-B identity"};

    if (m->df != 17 && m->df != 18) return reply[m->df & 31];
    if (m->tc >= 1 && m->tc <= 4) return "identification";
    if (m->tc >= 5 && m->tc <= 8) return "surface position";
    if (m->tc == 19) return "velocity";
    if (m->tc >= 9 && m->tc <= 22) return "airborne position";
    if (m->tc == 28) return "aircraft status";
    if (m->tc == 29) return "target state";
    if (m->tc == 31) return "operational status";
    return m->tc == 0 && m->has & MODES_COARSE ? "coarse position" : NULL;
}

/* What became of a position, for programs: decoder_fix_word has the sentences. */
static const char *fix_token(enum decoder_fix fix) {
    static const char *const token[DECODER_FIXES] = {
        [DECODER_PAIR] = "pair",       [DECODER_NEAR] = "near",     [DECODER_RECEIVER] = "receiver",
        [DECODER_HOLLOW] = "empty",    [DECODER_WAITS] = "waits",   [DECODER_LOST] = "lost",
        [DECODER_UNTIMED] = "untimed", [DECODER_BACK] = "back",     [DECODER_EDGE] = "edge",
        [DECODER_FAST] = "fast",       [DECODER_UNLIKE] = "unlike", [DECODER_FAR] = "far",
        [DECODER_COARSE] = "coarse"};

    return (unsigned)fix < DECODER_FIXES ? token[fix] : NULL;
}

static const char *emergency_word(bool known, unsigned v) {
    static const char *const word[] = {"none",  "general",      "medical", "fuel",
                                       "radio", "interference", "downed"};

    return known && v < sizeof word / sizeof *word ? word[v] : NULL;
}

static void frame_bytes(struct decode_line *l, const struct frame *f) {
    char text[2 * sizeof f->bytes];

    if (!field(l, "frame", true)) return;
    for (size_t i = 0; i < f->n; i++) {
        text[2 * i] = hexdigit[f->bytes[i] >> 4];
        text[2 * i + 1] = hexdigit[f->bytes[i] & 15];
    }
    quoted(l, (struct span){text, 2 * (size_t)f->n});
}

static void identity(struct decode_line *l, const struct modes_message *m) {
    char name[9], category[3] = {hexdigit[m->category >> 4], hexdigit[m->category & 15], 0};

    if (category[0] >= 'a') category[0] = (char)(category[0] - 'a' + 'A');
    decode_word(l, "callsign",
                m->has & (MODES_CALLSIGN | MODES_COMMB) ? decode_callsign(m->callsign, name)
                                                        : NULL);
    flag(l, "callsign_guessed", m->has & MODES_COMMB, true);
    decode_word(l, "category", m->has & MODES_CALLSIGN ? category : NULL);
    squawk(l, m->has & MODES_SQUAWK, m->squawk);
    decode_word(l, "emergency", emergency_word(m->has & MODES_EMERGENCY, m->emergency));
}

static void motion(struct decode_line *l, const struct modes_message *m) {
    decode_whole(l, "alt_ft", m->has & MODES_ALT, m->alt_ft);
    decode_whole(l, "alt_geom_ft", m->has & MODES_ALT_GEOM, m->alt_geom_ft);
    decode_whole(l, "delta_ft", m->has & MODES_DELTA, m->delta_ft);
    decode_real(l, "speed_kt", m->has & MODES_SPEED, m->speed, 1);
    decode_real(l, "track_deg", m->has & MODES_TRACK, m->heading, 1);
    decode_real(l, "heading_deg", m->has & MODES_HEADING, m->heading, 1);
    decode_real(l, "airspeed_kt", m->has & MODES_AIRSPEED, m->airspeed, 1);
    decode_word(l, "airspeed", m->has & MODES_AIRSPEED ? m->true_air ? "true" : "indicated" : NULL);
    decode_whole(l, "rate_fpm", m->has & MODES_RATE, m->rate_fpm);
    decode_word(l, "rate", m->has & MODES_RATE ? m->rate_geom ? "geometric" : "barometric" : NULL);
    decode_word(l, "air", air_word(m->air));
}

static void trust(struct decode_line *l, const struct modes_message *m) {
    decode_whole(l, "version", m->has & MODES_STATUS, m->version);
    decode_whole(l, "nac_p", m->has & (MODES_STATUS | MODES_TARGET), m->nac_p);
    decode_whole(l, "sil", m->has & (MODES_STATUS | MODES_TARGET), m->sil);
}

static void place(struct decode_line *l, int32_t lat, int32_t lon) {
    bool known = lat != TRACK_NONE && lon != TRACK_NONE;

    decode_real(l, "lat", known, lat, 6);
    decode_real(l, "lon", known, lon, 6);
}

void decode_line_message(struct decode_line *l, const struct decoder_message *m) {
    const struct modes_message *s = m->said;
    const struct frame *f = m->frame;
    bool squitter = s->df == 17 || s->df == 18;

    decode_time(l, "time", f->time == FRAMES_UTC, f->t);
    decode_real(l, "relative_s", f->time == FRAMES_RELATIVE, f->t, 3);
    decode_whole(l, "epoch", f->time == FRAMES_RELATIVE, f->epoch);
    decode_whole(l, "byte", true, (int64_t)f->offset);
    decode_hex(l, s->hex | (s->other ? DECODE_OTHER : 0));
    decode_word(l, "type", type_word(s));
    decode_whole(l, "df", true, s->df);
    decode_whole(l, "tc", squitter, s->tc);
    identity(l, s);
    motion(l, s);
    place(l, m->lat, m->lon);
    decode_word(l, "position", fix_token(m->fix));
    trust(l, s);
    decode_word(l, "source", squitter ? source_word(s->source) : NULL);
    flag(l, "mlat", f->flags & FRAMES_MLAT, true);
    flag(l, "mended", m->mended, true);
    decode_whole(l, "signal", f->signal >= 0, f->signal);
    frame_bytes(l, f);
}

static void point_values(struct decode_line *l, const struct track_point *p) {
    bool geom = p->flags & TRACK_ALT_GEOM;
    int32_t other = geom ? p->alt_ft : p->alt_geom_ft;

    decode_whole(l, "alt_ft", p->alt_ft != TRACK_NONE && !geom, p->alt_ft);
    decode_whole(l, "alt_geom_ft", other != TRACK_NONE, other);
    decode_real(l, "speed_kt", p->speed != TRACK_NONE16, p->speed, 1);
    decode_real(l, "heading_deg", p->heading != TRACK_NONE16, p->heading, 1);
    decode_whole(l, "rate_fpm", p->rate_fpm != TRACK_NONE, p->rate_fpm);
    squawk(l, p->squawk != TRACK_SQUAWK_NONE, p->squawk);
    decode_word(l, "air", air_word(p->air));
    decode_word(l, "source", source_word(p->source));
}

void decode_line_point(struct decode_line *l, uint32_t key, const struct track_point *p) {
    char name[9];

    decode_time(l, "time", true, p->ms);
    decode_hex(l, key);
    decode_word(l, "callsign", decode_callsign(p->callsign, name));
    place(l, p->lat, p->lon);
    point_values(l, p);
    decode_whole(l, "nic", p->nic >= 0, p->nic);
    decode_whole(l, "sil", p->sil >= 0, p->sil);
    decode_whole(l, "version", p->adsb >= 0, p->adsb);
}

void decode_line_sbs(struct decode_line *l, const struct sbs_record *r) {
    const struct track_point *p = &r->point;
    char name[9];

    decode_time(l, "time", true, p->ms);
    decode_whole(l, "line", true, r->line);
    decode_hex(l, r->hex | (r->other ? DECODE_OTHER : 0));
    decode_word(l, "type", r->mlat ? "MLAT" : "MSG");
    decode_whole(l, "transmission", true, r->type);
    decode_word(l, "callsign", decode_callsign(p->callsign, name));
    place(l, p->lat, p->lon);
    point_values(l, p);
    flag(l, "alert", r->alert >= 0, r->alert > 0);
    flag(l, "emergency", r->emergency >= 0, r->emergency > 0);
    flag(l, "ident", r->ident >= 0, r->ident > 0);
    decode_whole(l, "receivers", r->receivers >= 0, r->receivers);
    decode_whole(l, "error_m", r->error_m >= 0, r->error_m);
}
