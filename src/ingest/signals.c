/* SPDX-License-Identifier: Apache-2.0 */
/* From files of flight signals to rows.
 *
 * The hash of each file is taken before anything looks into it, and the files are held against size and
 * time of writing afterwards. A folder is one file of the ledger: the list of the hashes in it, which
 * is kept (pack/digest.h); so a day of sixty thousand traces is one entry, and every one of them can
 * still be proved. Names are in neither.
 *
 * What is kept depends on the sheets: so the wish is part of what was read (`asked`), and the same
 * archive is read again when another aircraft is asked for. */
#include "ingest/signals.h"

#include "base/num.h"
#include "base/utc.h"
#include "ingest/infile.h"
#include "ingest/shut.h"
#include "pack/digest.h"

#include <inttypes.h>
#include <stdlib.h>

struct signals {
    struct import *im;
    const struct ingest_options *o;
    const char *path;
    struct digest digest;
    struct in_file *file; /* [nfile]: one, or each part of an archive */
    size_t nfile, first;  /* first: place of file[0] in the import */
    struct wants wants;
    struct shut_kept kept;
    const char *source;
};

/* ---- files ---- */

static void asked(const struct signals *s, uint8_t out[HASH_BYTES]) {
    const struct ingest_options *o = s->o;
    char text[128];
    struct hash h;

    hash_begin(&h);
    hash_add(&h, SPAN("headcount-asked-v1\n"));
    hash_add(&h, span_of(s->source));
    snprintf(text, sizeof text, "\ndense %d\nzone %d %" PRId32 "\nstart %d %" PRId64 "\n", o->dense,
             o->zone_given, o->zone_given ? o->zone_minutes : 0, o->start_given,
             o->start_given ? o->start_ms : 0);
    hash_add(&h, span_of(text));
    wants_hash(&s->wants, &h);
    hash_end(&h, out);
}

static void list_files(struct signals *s) {
    struct import *im = s->im;
    size_t n = s->digest.folder ? 1 : s->digest.n;

    s->file = ARENA_ARRAY(im->a, struct in_file, n);
    s->nfile = n;
    for (size_t i = 0; i < n; i++) {
        const struct digest_file *d = &s->digest.file[i];
        struct in_file *f = &s->file[i];
        const char *path = s->digest.folder ? s->path : d->path;

        *f = (struct in_file){.name = arena_span(im->a, infile_name(path)),
                              .format = "signals",
                              .bytes = s->digest.folder ? s->digest.bytes : d->bytes};
        if (s->digest.folder) {
            f->format = "folder";
            f->list = digest_list(im->a, &s->digest);
            hash_of(f->list, f->sha);
        } else {
            memcpy(f->sha, d->sha, HASH_BYTES);
        }
        f->sheet[row_sheet(sheet_find(SPAN("coverage")))] = true;
        f->sheet[row_sheet(sheet_find(SPAN("tracks")))] = true;
        asked(s, f->asked);
        infile_lineage(im->known.salt, path, "tracks", f->lineage);
    }
}

/** @return have all of them been read, and asked the same? */
static bool all_known(struct signals *s) {
    bool all = s->nfile > 0;

    for (size_t i = 0; i < s->nfile; i++) {
        infile_known(s->im, &s->file[i]);
        all &= s->file[i].known;
    }
    return all;
}

/** The file of the import in which a source of the stream begins. */
static size_t file_of(const struct signals *s, const char *path) {
    for (size_t i = 0; !s->digest.folder && i < s->digest.n; i++)
        if (strcmp(s->digest.file[i].path, path) == 0) return s->first + i;
    return s->first;
}

/* ---- rows ---- */

static void add_row(struct import *im, const char *sheet, json_t *object, size_t file,
                    struct span blob) {
    struct row *r = vec_push(im->a, &im->rows.row);

    *r = (struct row){.file = file, .blob = blob};
    row_make(im->a, sheet_find(span_of(sheet)), object, r);
    json_decref(object);
}

static bool has_source(const struct import *im, const char *id) {
    size_t sheet = row_sheet(sheet_find(SPAN("sources")));

    for (size_t i = 0; i < im->rows.row.n; i++)
        if (row_sheet(im->rows.row.v[i].sheet) == sheet && span_is(im->rows.row.v[i].id, id))
            return true;
    for (size_t i = 0; i < im->known.row.n; i++)
        if (im->known.row.v[i].active && im->known.row.v[i].sheet == sheet &&
            span_is(im->known.row.v[i].id, id))
            return true;
    return false;
}

/** Sources that a case gets by itself, with the files that want them. */
static const struct own {
    const char *id, *label, *kind;
} own_sources[] = {{"adsb", "position reports of aircraft (ADS-B)", "database"},
                   {"ssim", "airline schedules (SSIM)", "timetable"}};

static const struct own *own_source(const char *id) {
    for (size_t i = 0; i < sizeof own_sources / sizeof *own_sources; i++)
        if (strcmp(own_sources[i].id, id) == 0) return &own_sources[i];
    return NULL;
}

/** Ours is read again with every file that names it: a file whose row it is would else withdraw it. */
int signals_source(struct import *im, size_t file, const char *id, struct err *e) {
    const struct own *own = own_source(id);
    const struct known_row *known;
    struct row r = {0};
    json_t *object;

    if (!own) {
        if (has_source(im, id)) return 0;
        return err_set(e, RC_NOTFOUND,
                       "there is no source %.64s in the case: put it on the sheet sources first",
                       id);
    }
    object = json_pack("{s:s, s:s, s:s}", "id", id, "label", own->label, "kind", own->kind);
    row_make(im->a, sheet_find(SPAN("sources")), object, &r);
    known = known_find(&im->known, r.row_id);
    if (has_source(im, id) && !(known && known->active)) {
        json_decref(object); /* the case has a row of its own for it */
        return 0;
    }
    for (size_t i = 0; i < im->rows.row.n; i++)
        if (memcmp(im->rows.row.v[i].row_id, r.row_id, HASH_BYTES) == 0) {
            json_decref(object);
            return 0;
        }
    add_row(im, "sources", object, file, SPAN(""));
    if (strcmp(id, "adsb") == 0)
        import_notice(im, "what was heard is taken as of a public network (source adsb), and "
                          "leaves with its exact "
                          "times and way. Of a receiver of your own it tells where that stands: "
                          "enter a source of the "
                          "kind observer for it, and import with --source");
    return 0;
}

static void set_ms(json_t *object, const char *key, int64_t ms) {
    if (ms != CLEAN_NO_MS) json_object_set_new(object, key, json_integer(ms));
}

static const char *formats_of(struct arena *a, unsigned set) {
    const char *text = "";

    for (unsigned f = 0; f < FLIGHT_FORMATS; f++)
        if (set >> f & 1)
            text = *text
                       ? arena_printf(a, "%s, %s", text, flight_format_word((enum flight_format)f))
                       : flight_format_word((enum flight_format)f);
    return text;
}

static void add_track(struct signals *s, const struct keep_craft *k, const struct keep_chunk *c) {
    struct import *im = s->im;
    size_t file = k->nsource ? file_of(s, s->kept.sum.source[k->source[0]].path) : s->first;
    json_t *row = json_object();
    uint8_t sha[HASH_BYTES];
    char hex[16];

    hash_of(c->text, sha);
    snprintf(hex, sizeof hex, "%s%06X", k->other ? "~" : "", (unsigned)k->hex);
    json_object_set_new(row, "file", json_string(hash_hex(im->file.v[file].sha).s));
    json_object_set_new(row, "blob", json_string(hash_hex(sha).s));
    json_object_set_new(row, "format", json_string(formats_of(im->a, k->formats)));
    json_object_set_new(row, "source", json_string(s->source));
    json_object_set_new(row, "icao24", json_string(hex));
    if (k->registration[0]) json_object_set_new(row, "registration", json_string(k->registration));
    if (k->type[0]) json_object_set_new(row, "type", json_string(k->type));
    json_object_set_new(row, "points", json_integer((json_int_t)c->points));
    set_ms(row, "from_ms", c->from_ms);
    set_ms(row, "to_ms", c->to_ms);
    set_ms(row, "cover_from_ms", c->cover.from_ms);
    set_ms(row, "cover_to_ms", c->cover.to_ms);
    json_object_set_new(row, "dense", json_integer(s->o->dense));
    add_row(im, "tracks", row, file, c->text);
}

/* ---- coverage ---- */

static const char *state_of(enum health_state h) {
    switch (h) {
    case HEALTH_COMPLETE: return "complete";
    case HEALTH_PARTIAL: return "partial";
    case HEALTH_SUSPECT: return "suspect";
    case HEALTH_ABSENT: return "absent";
    case HEALTH_FETCH_FAILED: return "failed";
    case HEALTH_NOT_FETCHED: break;
    }
    return "not_fetched";
}

/** May a reason go into the case? Not if it may hold a name of a file: every word of it is one of
 * letters, digits and what numbers have, and none has a dot within it. */
static bool is_nameless(struct span s) {
    if (memmem(s.p, s.n, "part ", 5)) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c == '/' || c == '\\' || c == '~') return false;
        if (c == '.' && i + 1 < s.n && s.p[i + 1] != ' ') return false;
        if ((unsigned char)c < ' ' || (unsigned char)c >= 0x7f) return false;
    }
    return true;
}

/** Why a day is not complete, without the reasons that name files. */
static const char *note_of(struct arena *a, const struct health_day *d) {
    static const char instead[] = "the archive or a part of it is missing, cut or damaged";
    struct span rest = span_of(d->why);
    const char *note = "";
    bool named = false;

    while (rest.n) {
        const char *end = memmem(rest.p, rest.n, "; ", 2);
        struct span piece = {rest.p, end ? (size_t)(end - rest.p) : rest.n};

        rest.n -= piece.n + (end ? 2 : 0);
        rest.p += piece.n + (end ? 2 : 0);
        if (!piece.n || (!is_nameless(piece) && named)) continue;
        if (!is_nameless(piece)) named = true, piece = SPAN(instead);
        note = arena_printf(a, "%s%s%.*s", note, *note ? "; " : "", SPAN_ARG(piece));
    }
    return note;
}

static const struct flight_source *traces_of(const struct signals *s, const struct health_day *d) {
    for (size_t i = 0; i < s->kept.sum.nsource; i++) {
        const struct flight_source *f = &s->kept.sum.source[i];

        if (f->format == FLIGHT_TRACE && f->day == d->day && strcmp(f->path, d->path) == 0)
            return f;
    }
    return NULL;
}

static const char *clock_text(struct arena *a, int64_t ms, int32_t day) {
    return arena_printf(a, "%s", utc_minute_text((int32_t)((ms - day * UTC_DAY_MS) / 60000)).s);
}

/** A day of which all files are there, and in which nobody at all was heard for over an hour: who
 * made the archive was not listening. @return when; "" never */
static const char *deaf_note(struct signals *s, const struct health_day *d) {
    const struct flight_source *f = traces_of(s, d);
    struct arena *a = s->im->a;
    int64_t last = d->day * UTC_DAY_MS;
    const char *note = "";

    for (size_t i = 0; f && f->nheard && i <= f->nheard; i++) {
        int64_t next = i < f->nheard ? f->heard[i].from_ms : (d->day + 1) * UTC_DAY_MS;

        if (next - last > FLIGHT_BRIDGE_MS)
            note = arena_printf(a, "%s%s%s to %s", note,
                                *note ? ", " : "no aircraft at all is heard from ",
                                clock_text(a, last, d->day), clock_text(a, next, d->day));
        if (i < f->nheard && f->heard[i].to_ms > last) last = f->heard[i].to_ms;
    }
    return *note ? arena_printf(a, "%s UTC", note) : note;
}

static void add_coverage(struct signals *s) {
    struct import *im = s->im;
    size_t nth = 0;

    for (size_t i = 0; i < s->kept.sum.nday; i++) {
        const struct health_day *d = &s->kept.sum.day[i];
        size_t file = file_of(s, d->path);
        const char *note = note_of(im->a, d), *state = state_of(d->state), *day;
        json_t *row;

        if (d->named == UTC_NONE) continue; /* nobody says that it is a day */
        if (d->state == HEALTH_COMPLETE && *(note = deaf_note(s, d))) state = "partial";
        nth = i && s->kept.sum.day[i - 1].day == d->day ? nth + 1 : 1;
        day = arena_printf(im->a, "%s", utc_date_text(d->day).s);
        row = json_pack("{s:s, s:s, s:s, s:s, s:s}", "source", s->source, "from", day, "to", day,
                        "state", state, "what", "adsb");
        json_object_set_new(row, "id",
                            json_string(arena_printf(im->a, "cover-%s-%.12s-%zu", day,
                                                     hash_hex(im->file.v[file].sha).s, nth)));
        if (*note) json_object_set_new(row, "note", json_stringn(note, strnlen(note, 1000)));
        add_row(im, "coverage", row, file, SPAN(""));
    }
}

/* ---- notices ---- */

static void tell_refused(struct import *im, const struct flight_source *f) {
    if (!f->refused) return;
    import_notice(im, "%s: %zu piece%s could not be used%s%.200s", flight_format_word(f->format),
                  f->refused, f->refused == 1 ? "" : "s", f->nfirst ? ", the first because: " : "",
                  f->nfirst ? f->first[0].reason : "");
}

static const char *thousands(struct arena *a, size_t n) {
    struct buf b = {0};
    const char *text;

    num_people(&b, (int64_t)n);
    text = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return text;
}

/** Of what is kept; it is kept with all of its points. */
static void tell_aside(struct signals *s) {
    struct import *im = s->im;
    VEC(struct aside) v = {0};
    const char **said;
    size_t n;

    for (size_t i = 0; i < s->kept.n; i++)
        if (s->kept.craft[i].aside.points) *vec_push(im->a, &v) = s->kept.craft[i].aside;
    aside_sort(v.v, v.n);
    aside_say(im->a, v.v, v.n, &said, &n);
    for (size_t i = 0; i < n; i++) import_notice(im, "%s", said[i]);
}

static void tell(struct signals *s, size_t kept) {
    struct import *im = s->im;

    import_notice(im, "kept %s of %s aircraft%s", thousands(im->a, kept),
                  thousands(im->a, s->kept.sum.crafts),
                  kept || s->kept.sum.crafts == 0 ? ""
                  : s->wants.place.n || s->wants.hex.n || s->wants.registration.n
                      ? ": none is on the sheet aircraft, or flies to or from an end of a corridor"
                      : ": the case has no aircraft and no corridor yet, so none is asked for");
    if (s->wants.unplaced)
        import_notice(im,
                      "%zu end%s of corridors %s no code of an airport that is known: no aircraft "
                      "is kept for %s",
                      s->wants.unplaced, s->wants.unplaced == 1 ? "" : "s",
                      s->wants.unplaced == 1 ? "is" : "are",
                      s->wants.unplaced == 1 ? "it" : "them");
    tell_aside(s);
    for (size_t i = 0; i < s->kept.sum.nsource; i++) tell_refused(im, &s->kept.sum.source[i]);
    if (s->kept.sum.unread)
        import_notice(im, "%s member%s of no form of flight signals, and passed over",
                      thousands(im->a, s->kept.sum.unread),
                      s->kept.sum.unread == 1 ? " is" : "s are");
    if (cage_gap()) import_notice(im, "%s", cage_gap());
    for (size_t i = 0; i < s->kept.sum.nnotice; i++) import_notice(im, "%s", s->kept.sum.notice[i]);
}

/* ---- all of it ---- */

/** Nothing of it is of use: the reason, of the first that could not be used. */
static int nothing(const struct signals *s, struct err *e) {
    for (size_t i = 0; i < s->kept.sum.nsource; i++)
        if (s->kept.sum.source[i].nfirst)
            return err_set(e, RC_SYNTAX, "nothing of it can be read: %.300s",
                           s->kept.sum.source[i].first[0].reason);
    return err_set(e, RC_SYNTAX, "holds no position of an aircraft");
}

static int read_all(struct signals *s, struct err *e) {
    const struct ingest_options *o = s->o;
    struct flight_options f = {.jobs = o->jobs ? o->jobs : 1,
                               .dense = o->dense,
                               .zone_given = o->zone_given,
                               .zone_minutes = o->zone_minutes,
                               .start_given = o->start_given,
                               .start_ms = o->start_ms,
                               .cover_from_ms = CLEAN_NO_MS,
                               .cover_to_ms = CLEAN_NO_MS};
    int rc;

    rc = shut_signals(s->im->a, s->path, &s->digest, &f, &s->wants, &s->kept, e);
    if (rc == 0 && !s->kept.sum.crafts && !s->kept.sum.nday) rc = nothing(s, e);
    return rc == 0 ? digest_same(&s->digest, e) : rc;
}

static void say_format(struct signals *s) {
    for (size_t i = 0; i < s->nfile; i++) {
        struct in_file *f = &s->im->file.v[s->first + i];

        for (size_t k = 0; k < s->kept.sum.nsource && !s->digest.folder; k++)
            if (file_of(s, s->kept.sum.source[k].path) == s->first + i)
                f->format = flight_format_word(s->kept.sum.source[k].format);
        for (size_t k = 0; k < s->kept.sum.stream.n && !s->digest.folder; k++)
            if (s->kept.sum.stream.source[k].kind == STREAM_TAR) f->format = "archive";
    }
}

static int take_all(struct signals *s, struct err *e) {
    struct import *im = s->im;
    const struct shut_kept *kept = &s->kept;
    int rc;

    s->first = im->file.n;
    for (size_t i = 0; i < s->nfile; i++) *vec_push(im->a, &im->file) = s->file[i];
    if ((rc = signals_source(im, s->first, s->source, e)) < 0) return rc;
    say_format(s);
    for (size_t i = 0; i < kept->n; i++)
        for (size_t k = 0; k < kept->craft[i].chunk.n; k++)
            add_track(s, &kept->craft[i], &kept->craft[i].chunk.v[k]);
    add_coverage(s);
    tell(s, kept->n);
    im->tally->files += s->nfile;
    return 0;
}

int signals_read(struct import *im, const char *path, const struct ingest_options *o,
                 struct in_file **file, size_t *nfile, struct err *e) {
    struct signals s = {.im = im, .o = o, .path = path, .source = o->source ? o->source : "adsb"};
    int rc;

    *nfile = 0;
    if (!own_source(s.source) && !has_source(im, s.source))
        return signals_source(im, 0, s.source, e);
    if ((rc = digest_path(im->a, path, &s.digest, e)) < 0) return rc;
    wants_of(im, &s.wants);
    list_files(&s);
    *file = s.file;
    *nfile = s.nfile;
    if (all_known(&s)) {
        im->tally->files += s.nfile;
        im->tally->files_known += s.nfile;
        return 0;
    }
    if ((rc = read_all(&s, e)) < 0) return rc;
    return take_all(&s, e);
}

/* ---- legs that somebody brings ---- */

static void leg_source(struct import *im, struct row *r, const char *id, size_t *aside) {
    json_t *object = NULL;
    struct err e;
    const char *now;

    if (canon_read(r->body, &object, &e) < 0) return; /* we made it */
    now = json_string_value(json_object_get(object, "source"));
    *aside += now != NULL;
    json_object_set_new(object, "source", json_string(id));
    r->nref = 0;
    row_make(im->a, r->sheet, object, r);
    json_decref(object);
}

/** What legs name as their source; legs of one file mostly name the same. */
struct named {
    const char *id;
    bool there;
};

static bool is_there(struct import *im, struct span id, struct named *last) {
    if (!last->id || !span_is(id, last->id)) {
        last->id = arena_dup(im->a, id);
        last->there = has_source(im, last->id);
    }
    return last->there;
}

int signals_legs(struct import *im, const struct ingest_options *o, struct err *e) {
    const char *id = o->source ? o->source : "adsb";
    size_t sheet = row_sheet(sheet_find(SPAN("legs"))), aside = 0, n = im->rows.row.n;
    struct named last = {0};
    bool asked_for = false;

    for (size_t i = 0; i < n; i++) {
        const struct row *r = &im->rows.row.v[i];
        int rc;

        if (row_sheet(r->sheet) != sheet || (r->nref && is_there(im, r->ref[0].id, &last)))
            continue;
        if (!asked_for && (rc = signals_source(im, r->file, id, e)) < 0) return rc;
        asked_for = true;
        leg_source(im, &im->rows.row.v[i], id, &aside); /* the vector may have moved */
    }
    if (aside)
        import_notice(im, "legs: %zu row%s no source of the case: %s is taken", aside,
                      aside == 1 ? " names" : "s name", id);
    return 0;
}
