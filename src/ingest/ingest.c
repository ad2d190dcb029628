/* SPDX-License-Identifier: Apache-2.0 */

/* From a path to entries, in four steps: the bytes, the tables in them, the rows of the tables
 * (rows.c), and what they add to the ledger (settle.c). Flight signals take a way of their own to rows
 * (signals.c), and so do schedules and watch-lists (lists.c). The ledger is written in the last step
 * only, in one transaction, so that a path is read whole or leaves nothing but an entry that a file
 * was refused.
 *
 * What a reader of the case file can learn of a file: its hash and size, or those of its rows where not all of it is
 * kept (infile_public), its format, the sheets in it, and its lineage, a salted hash of its path. Not its name or folder,
 * and nothing of a column that our sheets do not have. */
#include "ingest/ingest.h"

#include "base/csv.h"
#include "base/fold.h"
#include "ingest/infile.h"
#include "ingest/kinds.h"
#include "ingest/lists.h"
#include "ingest/seal.h"
#include "ingest/settle.h"
#include "ingest/shut.h"
#include "ingest/signals.h"
#include "ingest/table.h"
#include "ingest/tree_rows.h"
#include "pack/pack.h"
#include "pack/unpack.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

#define WORK_BYTES                                                                                 \
    ((size_t)8 << 30) /* an import's own arena: a CSV at its limit, its rows, the ledger's rows */
#define XLSX_FILE_BYTES ((size_t)64 << 20)
#define PACKED_RATIO ((size_t)200)
#define SIGNALS_FOLDER                                                                             \
    "signals" /* of a folder of sheets: what is in it is read as flight signals */
#define MAP_FILE_BYTES ((size_t)1 << 20)

static const struct pack_limits xlsx_limits = {.members = 4096,
                                               .member_bytes = (size_t)256 << 20,
                                               .total_bytes = (size_t)256 << 20,
                                               .ratio = 200};

/** What the person asked for, while a path is read. */
struct reading {
    struct import im;
    struct store *st;
    const struct ingest_options *o;
    struct plan map;
    json_t *map_tree;
    bool told; /* the sentence of the last failure is made of our own words, and may be kept */
};

static void progress(const struct reading *r, const char *what, double share) {
    if (r->o->progress) r->o->progress(r->o->arg, what, share);
}

static struct span without(struct span name, const char *end) {
    size_t n = strlen(end);

    if (name.n > n && span_ends_nocase(name, end)) name.n -= n;
    return name;
}

/** "counts.csv" of "counts.csv.gz". */
static struct span without_packing(struct span name) {
    return without(without(name, ".gz"), ".zst");
}

/** "counts" of "Counts.csv". NULL: not called after a sheet. */
static const struct sheet *sheet_of_name(struct arena *a, struct span name) {
    size_t n;

    name = without_packing(name);
    n = name.n;
    while (n && name.p[n - 1] != '.') n--;
    return sheet_find_shown(fold_name(a, (struct span){name.p, n ? n - 1 : name.n}));
}

/* ---- tables ---- */

/** Finds the header, ties the plan to it, reads the rows. @param what for notices: the sheet, or
 * the file under a map. */
static int read_table(struct reading *r, struct table *t, struct plan *p, size_t file,
                      const char *what, struct err *e) {
    struct import *im = &r->im;
    size_t ignored = 0;
    int rc;

    r->told = true;
    do {
        if ((rc = table_next(t, e)) == 0) return err_set(e, RC_SYNTAX, "is empty");
        if (rc < 0) return rc;
    } while (t->line < p->header);
    p->header = t->line;
    p->seal = im->custody.active > 0;
    if ((rc = plan_bind(im->a, p, t->cell, t->n, &ignored, e)) < 0) {
        r->told =
            !im->map || rc == RC_SEALED; /* else it may quote the map, which names their columns */
        return rc;
    }
    r->told = true;
    if (ignored)
        import_notice(im, "%s: %zu column%s not known, and not read", what, ignored,
                      ignored == 1 ? " is" : "s are");
    im->file.v[file].private |= p->nprivate > 0;
    im->rows.passed = im->map;
    for (size_t i = 0; i < t->n; i++) im->rows.passed |= p->unread[i] && t->cell[i].n;
    if ((rc = rows_read(im->a, t, p, file, &im->rows, e)) < 0) return rc;
    im->file.v[file].passed |= im->rows.passed;
    if (t->formulas)
        import_notice(im, "%s: %zu cell%s a formula: the value that it had last is taken", what,
                      t->formulas, t->formulas == 1 ? " holds" : "s hold");
    for (size_t i = 0; i < p->n; i++) im->file.v[file].sheet[row_sheet(p->emit[i].sheet)] = true;
    return 0;
}

static int read_csv(struct reading *r, struct span bytes, size_t file, const struct sheet *s,
                    struct err *e) {
    struct import *im = &r->im;
    struct plan p = r->map;
    struct table t;
    int rc;

    r->told = true;
    if (!im->map) plan_own(im->a, s, &p);
    if ((rc = shut_csv(im->a, bytes, p.sep, 0, &t, e)) < 0) return rc;
    return read_table(r, &t, &p, file, im->map ? "the sheet" : s->name, e);
}

/** The place of a tab in a workbook by its name; as many as there are: it has none of that name. */
static size_t tab_called(const struct xlsx_book *book, const json_t *name) {
    size_t i = 0;

    while (i < book->n && !span_is(span_trim(book->sheet[i].name), json_string_value(name))) i++;
    return i;
}

/** Which tabs a map reads: those that it names, else the first. @return 0; RC_SYNTAX: one is not there. */
static int mapped_tabs(const struct plan *map, const struct xlsx_book *book, bool *mapped,
                       struct err *e) {
    size_t k;
    json_t *name;

    mapped[0] = !map->tabs;
    json_array_foreach(map->tabs, k, name) {
        size_t i = tab_called(book, name);

        if (i == book->n)
            return err_set(e, RC_SYNTAX, "has no tab of the name that the map gives: %.60s",
                           json_string_value(name));
        mapped[i] = true;
    }
    return 0;
}

static int read_tab(struct reading *r, const struct xlsx_book *book, size_t i,
                    const struct sheet *s, size_t file, struct err *e) {
    struct import *im = &r->im;
    struct plan p = r->map;
    struct table t;
    int rc;

    if (!im->map) plan_own(im->a, s, &p);
    table_xlsx(&t, im->a, &book->sheet[i]);
    im->rows.tab = im->map ? i + 1 : 0;
    rc = read_table(r, &t, &p, file, im->map ? "the sheet" : s->name, e);
    im->rows.tab = 0;
    if (rc < 0) err_at(e, "sheet %zu", i + 1);
    return rc;
}

static int read_book(struct reading *r, const struct xlsx_book *book, size_t file, struct err *e) {
    struct import *im = &r->im;
    bool *mapped = ARENA_ARRAY(im->a, bool, book->n + 1);
    size_t read = 0, passed = 0;
    int rc;

    r->told = false; /* it may quote the map */
    if (im->map && (rc = mapped_tabs(&r->map, book, mapped, e)) < 0) return rc;
    r->told = true;
    for (size_t i = 0; i < book->n; i++) {
        const struct sheet *s = sheet_find_shown(fold_name(im->a, book->sheet[i].name));

        if (im->map ? !mapped[i] : !s) {
            passed += !span_is(book->sheet[i].name, "Read me"); /* the help of our own workbook */
            continue;
        }
        if (!im->map && book->sheet[i].n == 0) continue;
        if ((rc = read_tab(r, book, i, s, file, e)) < 0) return rc;
        read++;
    }
    if (!read)
        return err_set(
            e, RC_SYNTAX,
            "no sheet of it is called after one of ours and holds rows; a sheet of your own "
            "wants a map of its columns (--map guess proposes one)");
    if (passed && im->map)
        import_notice(im,
                      "%zu tab%s of the workbook that the map does not name under `tabs` %s "
                      "passed over",
                      passed, passed == 1 ? "" : "s", passed == 1 ? "is" : "are");
    else if (passed)
        import_notice(im, "%zu sheet%s passed over: not called after one of ours", passed,
                      passed == 1 ? " is" : "s are");
    return 0;
}

static int read_xlsx(struct reading *r, struct span bytes, size_t file, struct err *e) {
    struct import *im = &r->im;
    struct xlsx_book book;
    int rc;

    if (bytes.n > XLSX_FILE_BYTES)
        return err_set(e, RC_LIMIT, "%zu bytes, over the limit of %zu for a workbook", bytes.n,
                       XLSX_FILE_BYTES);
    im->file.v[file].passed = true; /* it says who made it, and more */
    if ((rc = shut_book(im->a, bytes, &xlsx_limits, &book, e)) < 0) return rc;
    return read_book(r, &book, file, e);
}

/** Rows written as YAML: each sheet of it is read as one of a workbook is. */
static int read_yaml(struct reading *r, struct span bytes, size_t file, const struct sheet *s,
                     struct err *e) {
    struct import *im = &r->im;
    struct tree_rows t;
    int rc;

    r->told = true;
    if (im->map) return err_set(e, RC_SYNTAX, "is YAML: a map reads tables only");
    im->file.v[file].passed |= memchr(bytes.p, '#', bytes.n) != NULL; /* a comment, perhaps */
    if ((rc = shut_rows(im->a, bytes, s, &t, e)) < 0) return rc;
    for (size_t i = 0; i < t.sheet.n; i++) {
        struct table table;
        struct plan p;

        plan_own(im->a, t.sheet.v[i].sheet, &p);
        table_xlsx(&table, im->a, &t.sheet.v[i].table);
        if ((rc = read_table(r, &table, &p, file, t.sheet.v[i].sheet->name, e)) < 0) return rc;
    }
    for (size_t i = 0; i < t.bad.n; i++)
        rows_bad(im->a, &im->rows,
                 &(struct row_bad){.sheet = t.bad.v[i].sheet,
                                   .column = t.bad.v[i].column,
                                   .file = file,
                                   .line = t.bad.v[i].line,
                                   .kind = "row",
                                   .reason = span_of(t.bad.v[i].reason)});
    return 0;
}

static bool ends_in_yaml(struct span name) {
    return span_ends_nocase(without_packing(name), ".yaml") ||
           span_ends_nocase(without_packing(name), ".yml");
}

/* ---- formats ---- */

const struct ingest_kind ingest_kinds[INGEST_KINDS] = {
    {"xlsx", {"PK\x03\x04", 4}, NULL},
    {"zip", {"PK\x05\x06", 4}, "is an empty archive"},
    {"ole",
     {"\xd0\xcf\x11\xe0", 4},
     "is an old .xls or a workbook with a password: save it as .xlsx or CSV"},
    {"pdf", {"%PDF", 4}, "is a PDF: type its figures into a sheet"},
    {"csv", {"", 0}, NULL},
    {"yaml", {"", 0}, NULL}, /* told by its name, since it has no first bytes of its own */
};
static const struct ingest_kind *const yaml = &ingest_kinds[INGEST_KINDS - 1];

static const struct ingest_kind *format_of(struct span bytes, struct span name) {
    const struct ingest_kind *f = ingest_kinds;

    while (bytes.n < f->magic.n || memcmp(bytes.p, f->magic.p, f->magic.n) != 0) f++;
    return !f->magic.n && ends_in_yaml(name) ? yaml : f;
}

/** What the ledger keeps as the reason. The sentence for the person may hold names of members of an
 * archive, or words of a map. */
static const char *kept_reason(const struct reading *r, int why, const struct err *e) {
    if (r->told) return e->text;
    if (why == RC_LIMIT) return "is over a limit";
    return why == RC_SEALED ? "is closed with a key" : "is not of a form that is read";
}

/** Writes size, hash (or random bytes) and reason of a refused file, and nothing else of it. The sentence in e
 * stays. */
static int record_refusal(struct reading *r, const struct in_file *f, int why, struct err *e) {
    struct err mine = *e;
    json_t *body;
    int rc;

    r->im.tally->refused++;
    if (known_has(r->im.known.refused.v, r->im.known.refused.n, f->sha)) return why;
    body = json_object();
    json_object_set_new(body, "at", json_integer(r->o->now));
    json_object_set_new(body, "bytes", json_integer((json_int_t)f->bytes));
    json_object_set_new(body, "reason", json_string(kept_reason(r, why, e)));
    json_object_set_new(body, "sha256", json_string(hash_hex(f->sha).s));
    if ((rc = store_begin(r->st, &mine)) == 0)
        rc = ledger_end(r->st, ledger_append(r->st, "refused", body, NULL, &mine), &mine);
    json_decref(body);
    if (rc < 0) *e = mine;
    return rc < 0 ? rc : why;
}

/** What a packed file holds; another one as it is. */
static int inflated(struct reading *r, struct span *bytes, struct err *e) {
    if (unpack_kind(*bytes) == UNPACK_NONE) return 0;
    return shut_inflate(r->im.a, *bytes, CSV_FILE_BYTES, PACKED_RATIO, bytes, e);
}

/** Reads the bytes of a file in the way that their form wants. */
static int read_form(struct reading *r, struct span bytes, size_t at, const struct sheet *s,
                     struct err *e) {
    struct import *im = &r->im;
    const struct ingest_kind *format = format_of(bytes, im->file.v[at].name);
    enum lists_kind list = im->map || r->o->as ? LISTS_NONE : lists_tell(bytes);

    im->file.v[at].format = format->name;
    r->told = format->refuse != NULL;
    if (format->refuse) return err_set(e, RC_SYNTAX, "%s", format->refuse);
    if (strcmp(format->name, "xlsx") == 0) return read_xlsx(r, bytes, at, e);
    if (format == yaml) return read_yaml(r, bytes, at, s, e);
    if (list == LISTS_LEGS) s = sheet_find(SPAN("legs"));
    if (list != LISTS_NONE && list != LISTS_LEGS) {
        im->file.v[at].format = list == LISTS_SSIM      ? "ssim"
                                : list == LISTS_FLIGHTS ? "OpenSky"
                                                        : "list";
        im->file.v[at].passed = true; /* other flights, owners of aircraft, tags */
        return lists_read(im, list, bytes, at, r->o, e);
    }
    if (!s && !im->map)
        return err_set(
            e, RC_SYNTAX,
            "is not called after a sheet (such as flights.csv), and of no form of flight "
            "signals that is known: call it after one, or give a map of its columns "
            "(--map guess proposes one)");
    return read_csv(r, bytes, at, s, e);
}

/** May the hash of a refused file be kept? Not where a part of it may come in later, mended: with the hash, anybody could then test guesses at
 * what was left out. Of a form that is never read nothing comes in. */
static bool never_read(const struct in_file *f) {
    for (size_t i = 0; i < INGEST_KINDS; i++)
        if (strcmp(ingest_kinds[i].name, f->format) == 0) return ingest_kinds[i].refuse != NULL;
    return false;
}

/** Reads one file into the import. A refusal is recorded here. */
static int read_file(struct reading *r, const char *path, const struct sheet *s, struct err *e) {
    struct import *im = &r->im;
    struct in_file *f;
    struct span bytes;
    size_t at;
    int rc = pack_file(im->a, path, CSV_FILE_BYTES, &bytes, e);

    if (rc < 0) return rc;
    at = im->file.n;
    f = vec_push(im->a, &im->file);
    *f = (struct in_file){
        .name = arena_span(im->a, infile_name(path)), .format = "packed", .bytes = bytes.n};
    hash_of(bytes, f->sha);
    r->told = true;
    f->passed = unpack_kind(bytes) != UNPACK_NONE; /* a packing may say the name of what it holds */
    if ((rc = inflated(r, &bytes, e)) == 0) rc = read_form(r, bytes, at, s, e);
    f = &im->file.v[at];
    if (rc == RC_SYNTAX || rc == RC_LIMIT || rc == RC_SEALED) {
        if (!never_read(f)) hash_random(f->sha, HASH_BYTES);
        return record_refusal(r, f, rc, e);
    }
    if (rc < 0) return rc;
    if (f->private) f->raw = bytes;
    infile_lineage(im->known.salt, path,
                   s && !im->map && strcmp(f->format, "csv") == 0 ? s->name : "", f->lineage);
    infile_known(im, f);
    im->tally->files++;
    return 0;
}

/** Flight signals of a path. What a reader of them says may hold names of files, and is not kept. */
static int read_signals(struct reading *r, const char *path, struct err *e) {
    struct in_file *file = NULL;
    size_t n = 0;
    int rc;

    progress(r, "flight signals", -1);
    rc = signals_read(&r->im, path, r->o, &file, &n, e);
    r->told = false;
    if (rc == RC_SYNTAX || rc == RC_LIMIT || rc == RC_SEALED) {
        int why = rc;

        for (size_t i = 0; i < n && rc == why; i++) rc = record_refusal(r, &file[i], why, e);
    }
    return rc;
}

/* ---- paths ---- */

static bool is_folder(const char *path) {
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/** The sheet that a file of a folder holds by its name: counts.csv, counts.csv.gz. */
static const struct sheet *sheet_file(struct arena *a, const char *name) {
    return span_ends_nocase(without_packing(span_of(name)), ".csv")
               ? sheet_of_name(a, span_of(name))
               : NULL;
}

size_t ingest_place(struct arena *a, const char *path, const struct ingest_options *o) {
    const struct sheet *s;

    if (o->map || o->as || is_folder(path)) return INGEST_ANY;
    s = sheet_file(a, arena_span(a, infile_name(path)).p);
    return s ? row_sheet(s) : INGEST_ANY;
}

/** A folder without sheets: flight signals, or nothing. @return 1; <0. */
static int read_others(struct reading *r, const char *path, struct err *e) {
    enum shut_told told;
    int rc = shut_tell(r->im.a, path, true, &told, e);

    if (rc < 0) return rc;
    if (told != SHUT_FLIGHT)
        return err_set(e, RC_NOTFOUND,
                       "no file in it is called after a sheet, such as counts.csv, "
                       "and none holds flight signals");
    rc = read_signals(r, path, e);
    return rc < 0 ? rc : 1;
}

/** In a folder: YAML called after a sheet, or that begins with one. */
static bool rows_in_yaml(struct reading *r, const char *folder, const char *name) {
    struct span bytes;
    struct err ignored;

    if (!ends_in_yaml(span_of(name))) return false;
    if (sheet_of_name(r->im.a, span_of(name))) return true;
    return pack_file(r->im.a, arena_printf(r->im.a, "%s/%s", folder, name), MAP_FILE_BYTES, &bytes,
                     &ignored) == 0 &&
           shut_rows_ours(r->im.a, bytes);
}

/** @return 1: it was a folder, and read; 0: it is none; <0. */
static int read_folder(struct reading *r, const char *path, struct err *e) {
    struct import *im = &r->im;
    const char *signals = arena_printf(im->a, "%s/" SIGNALS_FOLDER, path);
    char **name = NULL;
    size_t n = 0, read = 0;
    bool *ours;
    int rc = pack_folder(im->a, path, &name, &n, e);

    if (rc == RC_NOTFOUND) return 0;
    if (rc == 0 && r->o->map) rc = err_set(e, RC_SYNTAX, "a map reads one file, not a folder");
    ours = ARENA_ARRAY(im->a, bool, n + 1);
    for (size_t i = 0; i < n && rc == 0; i++)
        read += ours[i] = sheet_file(im->a, name[i]) || rows_in_yaml(r, path, name[i]);
    if (rc == 0 && !read) return read_others(r, path, e);
    for (size_t i = 0; i < n && rc == 0; i++) {
        const struct sheet *s = sheet_of_name(im->a, span_of(name[i]));

        if (strncasecmp(name[i], "README", 6) == 0) continue; /* words about the sheets */
        if (!ours[i]) {
            import_notice(im, "%s: not called after a sheet, passed over", name[i]);
            continue;
        }
        progress(r, s ? s->name : "rows", (double)i / (double)n);
        if ((rc = read_file(r, arena_printf(im->a, "%s/%s", path, name[i]), s, e)) < 0)
            err_at(e, "%s", name[i]);
    }
    if (rc == 0 && is_folder(signals) && (rc = read_signals(r, signals, e)) < 0)
        err_at(e, SIGNALS_FOLDER);
    return rc < 0 ? rc : 1;
}

/** How a path is told: a file by its own name, which is all that a page knows of it; what is none, or not there, as it was typed. */
static struct span told_as(const char *path) {
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode) ? infile_name(path) : span_of(path);
}

static int read_single(struct reading *r, const char *path, struct err *e) {
    const struct sheet *s = sheet_of_name(r->im.a, infile_name(path));
    bool as_it_is = r->o->as || r->o->map || s || ends_in_yaml(span_of(path));
    enum shut_told told = SHUT_NOTHING;
    int rc = 0;

    if (r->o->as && !(s = sheet_find_shown(span_of(r->o->as))))
        return err_set(e, RC_NOTFOUND, "there is no sheet %.40s", r->o->as);
    if (!as_it_is) rc = shut_tell(r->im.a, path, false, &told, e);
    if (rc == 0) rc = told == SHUT_FLIGHT ? read_signals(r, path, e) : read_file(r, path, s, e);
    return rc;
}

static int load_map(struct reading *r, struct err *e) {
    struct span text;
    int rc;

    if (!r->o->map) return 0;
    if ((rc = pack_file(r->im.a, r->o->map, MAP_FILE_BYTES, &text, e)) < 0) return rc;
    rc = shut_map(r->im.a, text, &r->map_tree, e);
    if (rc == 0) rc = plan_map(r->im.a, r->map_tree, &r->map, e);
    r->im.map = true;
    r->im.map_bytes = text.n;
    hash_of(text, r->im.map_sha);
    if (rc < 0) err_at(e, "%.*s", SPAN_ARG(infile_name(r->o->map)));
    return rc;
}

/** Settles and writes what was read. */
static int write_import(struct reading *r, struct err *e) {
    bool added = false;
    int rc;

    progress(r, "ledger", 1);
    settle_import(&r->im);
    infile_public(&r->im);
    if ((rc = store_begin(r->st, e)) < 0) return rc;
    rc = settle_append(&r->im, r->st, r->o->now, &added, e);
    return ledger_end(r->st, rc, e);
}

int ingest_path(struct store *st, struct arena *a, const char *path, const struct ingest_options *o,
                struct ingest_tally *t, struct err *e) {
    struct arena work;
    struct reading r = {.st = st, .o = o, .im = {.a = &work, .keep = a, .tally = t}};
    int rc;

    arena_init(&work, WORK_BYTES);
    if ((rc = known_load(&work, st, &r.im.known, e)) < 0) goto out;
    if ((rc = custody_load(st, &work, &r.im.custody, e)) < 0) goto out;
    if ((rc = load_map(&r, e)) < 0) goto out;
    if ((rc = read_folder(&r, path, e)) == 0) rc = read_single(&r, path, e);
    if (rc < 0) err_at(e, "%.*s", SPAN_ARG(told_as(path)));
    if (rc >= 0) rc = signals_legs(&r.im, o, e);
    if (rc >= 0) rc = write_import(&r, e);
out:
    json_decref(r.map_tree);
    if (r.im.custody.active) arena_wipe(&work); /* it may have held what was sealed */
    arena_fini(&work);
    return rc;
}

/* ---- by hand ---- */

static int hand_cells(const struct sheet *s, const struct span *name, const struct span *cell,
                      size_t n, json_t *object, struct err *e) {
    const struct sheet_column *column = NULL;
    int rc;

    for (size_t i = 0; i < n; i++) {
        const struct sheet_column *c = sheet_column(s, name[i]);
        json_t *v = NULL;

        if (!c)
            return err_set(e, RC_NOTFOUND, "%s has no such column: %.*s", s->name,
                           SPAN_ARG(name[i]));
        if (json_object_get(object, c->name))
            return err_set(e, RC_CONFLICT, "%s: given twice", c->name);
        rc = csv_utf8(cell[i])
                 ? sheet_cell(c, cell[i], &v, e)
                 : err_set(e, RC_SYNTAX, "is not UTF-8 text, or has control characters");
        if (rc < 0) {
            err_at(e, "%s", c->name);
            return rc;
        }
        if (v) json_object_set_new(object, c->name, v);
    }
    for (size_t i = 0; i < s->n; i++)
        if (s->columns[i].required && !json_object_get(object, s->columns[i].name))
            return err_set(e, RC_SYNTAX, "%s: is empty, and required", s->columns[i].name);
    if ((rc = row_check(s, object, &column, e)) < 0) err_at(e, "%s", column->name);
    return rc;
}

/** The one row as an import of its own, whose file is the row itself. */
static void hand_row(struct reading *r, const struct sheet *s, const json_t *object) {
    struct import *im = &r->im;
    struct row *row = vec_push(im->a, &im->rows.row);
    struct in_file *f = vec_push(im->a, &im->file);
    struct hash h;

    *row = (struct row){.line = 1};
    row_make(im->a, s, object, row);
    *f = (struct in_file){.name = SPAN("by hand"), .format = "form", .bytes = row->body.n};
    f->sheet[row_sheet(s)] = true;
    memcpy(f->sha, row->row_id, HASH_BYTES);
    hash_begin(&h);
    hash_add(&h, (struct span){(const char *)im->known.salt, HASH_BYTES});
    hash_add(&h, SPAN("form"));
    hash_add(&h, span_of(s->name));
    hash_end(&h, f->lineage);
    f->known = known_find(&im->known, row->row_id) && known_find(&im->known, row->row_id)->active;
}

/* NOLINTNEXTLINE(readability-function-size): the row as parallel arrays is the contract */
int ingest_row_within(struct store *st, struct arena *a, const char *sheet, const struct span *name,
                      const struct span *cell, size_t n, const struct ingest_options *o,
                      struct ingest_tally *t, struct err *e) {
    const struct sheet *s = sheet_find_shown(span_of(sheet));
    struct arena work;
    struct reading r = {.st = st, .o = o, .im = {.a = &work, .keep = a, .tally = t}};
    json_t *object = json_object();
    bool added = false;
    int rc;

    arena_init(&work, WORK_BYTES);
    if (!s) {
        rc = err_set(e, RC_NOTFOUND, "there is no sheet %.40s", sheet);
        goto out;
    }
    if ((rc = hand_cells(s, name, cell, n, object, e)) < 0) goto out;
    if ((rc = known_load(&work, st, &r.im.known, e)) < 0) goto out;
    hand_row(&r, s, object);
    settle_import(&r.im);
    if (r.im.rows.bad.n) {
        const struct row_bad *b = &r.im.rows.bad.v[0];

        rc = err_set(e, RC_NOTFOUND, "%s: %.*s", b->column->name, SPAN_ARG(b->reason));
        goto out;
    }
    rc = settle_append(&r.im, st, o->now, &added, e);
out:
    json_decref(object);
    arena_fini(&work);
    return rc;
}

/* NOLINTNEXTLINE(readability-function-size): the same */
int ingest_row(struct store *st, struct arena *a, const char *sheet, const struct span *name,
               const struct span *cell, size_t n, const struct ingest_options *o,
               struct ingest_tally *t, struct err *e) {
    int rc = store_begin(st, e);

    if (rc < 0) return rc;
    return ledger_end(st, ingest_row_within(st, a, sheet, name, cell, n, o, t, e), e);
}

/* ---- where a case came from ---- */

int ingest_came_from(struct store *st, struct arena *a, const char *path, struct err *e) {
    uint8_t salt[HASH_BYTES], (*of)[HASH_BYTES] = arena_alloc(a, (sheet_count + 1) * HASH_BYTES, 1);
    struct ledger_it *it = NULL;
    struct ledger_entry x;
    struct span name;
    bool found = false;
    int rc = ledger_case(st, a, &name, salt, e);

    if (rc < 0) return rc;
    for (size_t i = 0; i < sheet_count; i++) infile_lineage(salt, path, sheet_all[i].name, of[i]);
    infile_lineage(salt, path, "", of[sheet_count]);
    if ((rc = ledger_each(&it, st, "file", e)) < 0) return rc;
    while (!found && (rc = ledger_next(it, &x, e)) > 0)
        for (size_t i = 0; i <= sheet_count && !found;
             i++) /* canonical: 64 hex digits within quotes are a value's */
            found = memmem(x.body.p, x.body.n, hash_hex(of[i]).s, 2 * (size_t)HASH_BYTES) != NULL;
    ledger_done(it);
    return found ? 1 : rc;
}
