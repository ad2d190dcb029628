/* SPDX-License-Identifier: Apache-2.0 */
/* The list of what may leave, and the filter that knows nothing else.
 *
 * It is a list of names and not of exceptions, because exceptions are forgotten: a column that is added
 * to a sheet, a table or the answer leaves when somebody has written it here, and a test plants one in
 * each to see that it does not. `label`, `speaker` and the text of a claim are in the list for the
 * report, since they are made for its reader (format/sheet.c says so to whoever fills them); notes are
 * the writer's own. */
#include "report/allow.h"

#include "format/sheet.h"
#include "report/coarse.h"
#include "report/mark.h"
#include "report/view.h"

#include <string.h>

/* ---- the answer ---- */

struct key {
    const char *name;     /* NULL ends a list */
    const struct key *in; /* of an object, or of each object in an array; NULL: values only */
    bool (*any)(const char *key); /* of an object whose keys are no names: which it may have */
    const char *instead; /* the key beside it whose value leaves instead, where it is there */
    bool web;            /* only if it is a web address, of a source of a public kind */
};
#define KEYS(...) ((const struct key[]){__VA_ARGS__, {0}})
#define K(text)                                                                                    \
    { .name = (text) }
#define IN(text, list)                                                                             \
    { .name = (text), .in = (list) }

/* A key that is documented, and whose value stays. */
#define EMPTY(text)                                                                                \
    { .name = (text), .any = is_none }

/* Median, mean and interval. */
#define SPREAD KEYS(K("median"), K("mean"), K("lo"), K("hi"))

/* What every total carries, of one corridor or of several. */
#define TOTAL                                                                                      \
    K("direction"), K("group"), K("unit"), K("from"), K("to"), K("as_of"), K("interval"),          \
        K("headline"), K("seen"), IN("estimated", SPREAD), K("ceiling"), K("counted_share"),       \
        K("ref")

static bool is_none(const char *key) {
    (void)key;
    return false;
}

/* Of a key that stays with its value. */
static bool is_gone(const char *key) {
    (void)key;
    return false;
}

static bool is_quantile(const char *key) {
    return strlen(key) == 4 && strncmp(key, "0.", 2) == 0 && strspn(key + 2, "0123456789") == 2;
}

static bool is_assumed(const char *key) {
    static const char *const names[] = {
        "load",  "completion", "boarding", "concern", "selection", "detection", "unlisted",
        "drift", "groups",     "regimes",  "seats",   "stock",     "inbound"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(key, names[i]) == 0) return true;
    return false;
}

/* Who looked at it: pseudonyms. */
static const struct key review[] = {
    K("state"),  IN("by", KEYS(K("by"), K("state"), K("at"), EMPTY("note"))),
    K("rows"),   K("of"),
    K("second"), {0},
};
static const struct key place[] = {
    K("name"), K("town"), K("lat"), K("lon"), K("runway_ft"), K("scheduled"), {0},
};
static const struct key slot[] = {
    K("id"),
    K("date"),
    K("dep_local"),
    K("dep_utc"),
    K("clock"),
    K("flight"),
    K("type"),
    K("listed"),
    K("future"),
    K("state"),
    K("states"),
    K("conflict"),
    K("reason"),
    K("season"),
    K("seats"),
    K("p_operated"),
    K("median"),
    K("mean"),
    K("lo"),
    K("hi"),
    K("seen"),
    K("ceiling"),
    K("counts"),
    K("ref"),
    K("leg"),
    K("cover"),
    IN("review", review),
    {0},
};
static const struct key end[] = {
    K("utc"),
    K("low"),
    K("high"),
    K("status"),
    K("airport"),
    K("off_field"),
    K("confidence"),
    IN("candidates", KEYS(K("airport"), K("weight"))),
    {0},
};
static const struct key leg[] = {
    K("id"),
    K("icao24"),
    K("registration"),
    K("type"),
    K("callsign"),
    IN("off", end),
    IN("on", end),
    K("confidence"),
    K("points"),
    K("gap_max_s"),
    IN("gaps", KEYS(K("from"), K("to"), K("class"), K("p_stop"))),
    IN("parts", KEYS(K("lonlat"), K("utc"), K("alt_ft"))),
    K("coarse"),
    K("slot"),
    K("cost"),
    IN("alternatives", KEYS(K("slot"), K("cost"))),
    K("flags"),
    K("source"),
    K("ref"),
    {0},
};
static const struct key coverage[] = {
    K("from"),
    K("to"),
    IN("sources", KEYS(K("source"), K("what"),
                       IN("days", KEYS(K("date"), K("state"), EMPTY("note"))), K("ref"))),
    {0},
};
static const struct key stock[] = {
    K("s0"),
    IN("now", SPREAD),
    IN("depletion", KEYS(K("p_within"), K("median"))),
    {0},
};
static const struct key sensitivity[] = {
    K("kind"),
    K("name"),
    IN("low", KEYS(K("text"), K("median"), K("lo"), K("hi"))),
    IN("high", KEYS(K("text"), K("median"), K("lo"), K("hi"))),
    K("swing"),
    K("ref"),
    {0},
};
static const struct key corridor[] = {
    K("id"),
    TOTAL,
    K("origin"),
    K("destination"),
    IN("origin_place", place),
    IN("destination_place", place),
    K("distance_km"),
    IN("slots", KEYS(K("announced"), K("operated_known"), K("cancelled"), K("unknown"),
                     K("unlisted"), K("future"))),
    IN("operated", SPREAD),
    K("seen_why"),
    K("seen_ref"),
    K("ceiling_why"),
    K("ceiling_ref"),
    {.name = "quantiles", .any = is_quantile},
    IN("by_month",
       KEYS(K("month"), K("slots"), K("median"), K("mean"), K("lo"), K("hi"), K("ref"))),
    IN("cumulative", KEYS(K("date"), K("q05"), K("q25"), K("q50"), K("q75"), K("q95"), K("ref"))),
    IN("weekly", KEYS(K("week"), K("announced"), K("operated"), K("cancelled"), K("unknown"),
                      K("counted"), K("ref"))),
    IN("by_slot", slot),
    IN("legs", leg),
    IN("coverage", coverage),
    IN("structure", KEYS(K("name"), K("words"), K("weight"))),
    IN("unlisted", SPREAD),
    IN("stock", stock),
    IN("next", KEYS(K("slot"), K("date"), K("future"), K("method"), K("narrowing"), K("ref"))),
    IN("sensitivity", sensitivity),
    IN("whatif", KEYS(K("assume"), K("median"), K("lo"), K("hi"), K("ref"))),
    IN("model", KEYS(K("draws"), K("ess"), K("draw_error"), K("grid_error"))),
    K("caveats"),
    IN("assumptions", KEYS(K("name"), K("value"), K("why"), K("ref"))),
    {0},
};
static const struct key count[] = {
    K("row"),
    K("corridor"),
    K("date"),
    K("from"),
    K("to"),
    K("flight"),
    K("method"),
    K("low"),
    K("best"),
    K("high"),
    K("of"),
    K("stage"),
    K("wording"),
    K("visible"),
    K("source"),
    K("root"),
    K("used"),
    K("why"),
    IN("review", review),
    {0},
};
static const struct key claim[] = {
    K("row"),
    K("id"),
    K("speaker"),
    K("source"),
    K("made_on"),
    K("corridor"),
    K("low"),
    K("quantity"),
    K("high"),
    K("unit"),
    K("measures"),
    K("mode"),
    K("hedge"),
    IN("likelihood", KEYS(K("words"), K("word"), K("lo"), K("hi"), K("text"))),
    K("text"),
    K("grade"),
    K("grade_given"),
    K("roots"),
    K("status"),
    K("about"),
    K("relation"),
    K("evidence"),
    K("differs"),
    IN("estimate",
       KEYS(K("unit"), K("from"), K("to"), K("median"), K("lo"), K("hi"), K("q25"), K("q75"))),
    K("part"),
    K("percentile"),
    IN("review", review),
    {0},
};
static const struct key source[] = {
    K("row"),  K("id"),          K("label"),     K("kind"),
    K("root"), K("reliability"), K("published"), {.name = "link", .web = true},
    {0},
};
static const struct key rule[] = {
    K("row"),
    K("id"),
    K("document"),
    K("paragraph"),
    K("text"),
    K("from"),
    K("until"),
    K("who"),
    K("exemptions"),
    K("protects"),
    K("kinds"),
    K("sourced"),
    K("source"),
    K("verdict"),
    K("on"),
    K("state"),
    K("days"),
    K("finding"),
    IN("statements", KEYS(K("kind"), K("day"), K("corridor"), K("low"), K("median"), K("high"),
                          K("text"), K("ref"))),
    {0},
};
static const struct key hypothesis[] = {
    K("row"),  K("id"),      K("text"),     EMPTY("note"), K("prior"),
    K("rank"), K("against"), K("unjudged"), {0},
};
static const struct key mark[] = {
    K("hypothesis"),
    K("judged"),
    K("value"),
    K("against"),
    IN("by", KEYS(K("row"), K("by"), K("mark"), K("likelihood"), EMPTY("note"))),
    {0},
};
static const struct key rivals[] = {
    K("order"),
    K("text"),
    IN("list", hypothesis),
    IN("items", KEYS(K("id"), K("sheet"), K("absent"), K("text"), EMPTY("note"), K("source"),
                     K("root"), K("grade"), K("problem"), K("diagnosticity"), K("disagreement"),
                     IN("marks", mark), IN("without", KEYS(K("change"), K("ranks"))), K("ref"))),
    IN("roots", KEYS(K("id"), K("label"), K("items"), IN("without", KEYS(K("change"), K("ranks"))),
                     K("ref"))),
    IN("odds", KEYS(K("by"), K("items"), K("left_out"), K("shares"))),
    K("priors"),
    {0},
};
static const struct key finding[] = {
    K("id"),  K("level"),   {.name = "text", .instead = "open"}, K("settles"), K("rows"),
    K("ref"), K("entries"), {.name = "open", .any = is_gone},    {0},
};
static const struct key reviewed[] = {K("row"), K("added"), IN("review", review), {0}};
static const struct key checked[] = {IN("findings", finding), {0}};
static const struct key together[] = {
    K("at"),
    K("corridors"),
    TOTAL,
    IN("slots", KEYS(K("announced"), K("operated_known"), K("cancelled"), K("unknown"))),
    IN("apart", KEYS(K("lo"), K("hi"))),
    K("caveats"),
    {0},
};
static const struct key top[] = {
    /* `rows` is filtered by its sheets, below */
    K("headcount"),
    K("case"),
    K("as_of"),
    K("seed"),
    K("interval"),
    {.name = "assume", .any = is_assumed},
    K("inputs_sha256"),
    K("zones"),
    K("bad_rows"),
    IN("bad", KEYS(K("sheet"), K("tab"), K("line"), K("column"), K("reason"), K("cell"))),
    IN("corridors", corridor),
    IN("together", together),
    IN("counts", count),
    IN("claims", claim),
    IN("sources", source),
    IN("rules", rule),
    IN("findings", finding),
    IN("hypotheses", rivals),
    IN("ledger", KEYS(K("entries"), K("head"), K("checkpoints"))),
    {0},
};

/* ---- what is told beside the answer ---- */

/* Of an entry of the ledger: not its hashes, which are over all that stands in it, and of its body what kind of thing it is about, not which. */
static const struct key entry[] = {
    K("author"),
    K("seq"),
    K("kind"),
    IN("body",
       KEYS(K("sheet"), K("column"), K("reason"), K("cell"), K("format"), K("state"), K("by"))),
    {0},
};
/* Of a medium: not where it was had from, what it names or when it was taken, nor who marked it. */
static const struct key medium[] = {
    K("sha256"),
    K("type"),
    K("bytes"),
    K("source"),
    K("kept"),
    K("frames"),
    IN("marks", KEYS(K("frames"))),
    IN("count", KEYS(K("row"), K("id"), K("corridor"), K("date"), K("flight"), K("of"), K("stage"),
                     K("source"))),
    {0},
};

/* ---- the columns of the rows ---- */

/* All columns of each sheet, apart by blanks. `:web` and `:hour` behind one are ALLOW_WEB and ALLOW_HOUR; `:stays` says that somebody
 * thought of it. */
static const struct {
    const char *sheet, *columns;
} sheets[] = {
    {"sources", "id label kind root reliability link:web published language note:stays"},
    {"corridors", "id origin destination direction group from to note:stays"},
    {"aircraft", "id registration icao24 type operator seats seats_high source note:stays"},
    {"schedules", "id corridor flight days dep_time:hour arr_time:hour from to except type "
                  "operator seats source "
                  "note:stays"},
    {"flights",
     "id corridor date flight registration type state seen_what dep_time:hour arr_time:hour "
     "reason source note:stays"},
    {"counts",
     "id corridor date from to flight method low best high of stage wording visible men:stays "
     "women:stays reason source note:stays"},
    {"claims",
     "id speaker source channel:stays made_on from to corridor flight mode low quantity high unit "
     "measures basis hedge text credibility status about relation note:stays"},
    {"rules",
     "id document paragraph text from until who exemptions protects evidence source sourced "
     "note:stays"},
    {"hypotheses", "id text prior note:stays"},
    {"weighs", "hypothesis evidence absent mark likelihood by note:stays"},
    {"coverage", "id corridor source from to state what note:stays"},
    {"legs",
     "icao24 registration type callsign off_utc:hour off_airport off_status on_utc:hour on_airport "
     "on_status confidence:public candidates:stays points:public gap_max_s:public source "
     "flags:public"},
    {"tracks", "file:public blob:public format source icao24 registration type points:public "
               "from_ms:hour to_ms:hour "
               "cover_from_ms:hour "
               "cover_to_ms:hour dense"},
};

static enum allow_how how_of(struct span suffix) {
    if (span_is(suffix, ":web")) return ALLOW_WEB;
    if (span_is(suffix, ":stays")) return ALLOW_NOT;
    if (span_is(suffix, ":public")) return ALLOW_PUBLIC;
    return span_is(suffix, ":hour") ? ALLOW_HOUR : ALLOW_AS_IS;
}

static enum allow_how listed(const char *columns, const char *column, bool *decided) {
    size_t n = strlen(column);

    for (const char *p = columns; *p; p += strspn(p, " ")) {
        size_t word = strcspn(p, " "), name = strcspn(p, " :");

        if (name == n && memcmp(p, column, n) == 0) {
            *decided = true;
            return how_of((struct span){p + name, word - name});
        }
        p += word;
    }
    return ALLOW_NOT;
}

static enum allow_how column_of(const char *sheet, const char *column, bool *decided) {
    *decided = false;
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
        if (strcmp(sheets[i].sheet, sheet) == 0) return listed(sheets[i].columns, column, decided);
    return ALLOW_NOT;
}

enum allow_how allow_column(const char *sheet, const char *column) {
    bool decided;

    return column_of(sheet, column, &decided);
}

bool allow_decided(const char *sheet, const char *column) {
    bool decided;

    (void)column_of(sheet, column, &decided);
    return decided;
}

/* ---- the filter ---- */

static json_t *known(const json_t *v) {
    return json_incref((json_t *)(uintptr_t)v); /* counted, not changed */
}

/* A value, or a list of values; nothing that has keys. A text with the point in it on which somebody stood is none: an import refuses it, but a
 * copy that was merged, or an earlier version, may have brought it. */
static json_t *plain(const json_t *v) {
    json_t *out, *item;
    size_t i;

    if (json_is_object(v)) return json_null();
    if (json_is_string(v) && sheet_exact(span_of(json_string_value(v)))) return json_null();
    if (!json_is_array(v)) return known(v);
    out = json_array();
    json_array_foreach(v, i, item) json_array_append_new(out, plain(item));
    return out;
}

/* Of a source: an observer's may be an album of their own. */
static json_t *web(const json_t *v, const json_t *of) {
    bool open = mark_followable(json_string_value(v)) && coarse_kind(view_text(of, "kind"));

    return open ? plain(v) : json_null();
}

static const struct key *key_of(const struct key *list, const char *name) {
    for (const struct key *k = list; k->name; k++)
        if (strcmp(k->name, name) == 0) return k;
    return NULL;
}

static json_t *filtered(const json_t *v, const struct key *list);

static json_t *of_any(const json_t *v, bool (*any)(const char *)) {
    json_t *out, *item;
    const char *name;

    if (!json_is_object(v)) return json_null();
    out = json_object();
    json_object_foreach((json_t *)(uintptr_t)v, name, item) {
        if (any(name)) json_object_set_new(out, name, plain(item));
    }
    return out;
}

static json_t *value_of(const json_t *v, const struct key *k, const json_t *within) {
    if (k->instead && view_text(within, k->instead))
        return plain(json_object_get(within, k->instead));
    if (k->any) return of_any(v, k->any);
    if (k->in) return filtered(v, k->in);
    return k->web ? web(v, within) : plain(v);
}

/* In the order of what is given, which is that of docs/ANSWER.md. */
static json_t *filtered(const json_t *v, const struct key *list) {
    json_t *out, *item;
    const char *name;
    size_t i;

    if (json_is_array(v)) {
        out = json_array();
        json_array_foreach(v, i, item) json_array_append_new(out, filtered(item, list));
        return out;
    }
    if (!json_is_object(v)) return json_null();
    out = json_object();
    json_object_foreach((json_t *)(uintptr_t)v, name, item) {
        const struct key *k = key_of(list, name);

        if (k && k->any != is_gone) json_object_set_new(out, name, value_of(item, k, v));
    }
    return out;
}

/* ---- the rows, filtered ---- */

static json_t *row_of(const json_t *answer, const json_t *body, const char *sheet) {
    json_t *out = json_object(), *v;
    const char *name;

    json_object_foreach((json_t *)(uintptr_t)body, name, v) {
        enum allow_how how = allow_column(sheet, name);

        if ((how == ALLOW_HOUR || how == ALLOW_PUBLIC) &&
            coarse_public(answer, view_text(body, "source")))
            how = ALLOW_AS_IS;
        if (how == ALLOW_AS_IS) json_object_set_new(out, name, plain(v));
        if (how == ALLOW_WEB) json_object_set_new(out, name, web(v, body));
        if (how == ALLOW_HOUR) json_object_set_new(out, name, coarse_hour(v));
    }
    return out;
}

static json_t *rows_of(const json_t *answer) {
    const json_t *rows = view_object(answer, "rows");
    json_t *out = json_object(), *v;
    const char *name;

    json_object_foreach((json_t *)(uintptr_t)rows, name, v) {
        const char *sheet = view_text(v, "sheet");
        json_t *one;

        if (!view_row(rows, name) || !sheet || !view_object(v, "row")) continue;
        one = json_object();
        json_object_set(one, "sheet", json_object_get(v, "sheet"));
        if (json_is_integer(json_object_get(v, "line")))
            json_object_set(one, "line", json_object_get(v, "line"));
        json_object_set_new(one, "row", row_of(answer, view_object(v, "row"), sheet));
        if (view_object(v, "review"))
            json_object_set_new(one, "review", filtered(view_object(v, "review"), review));
        json_object_set_new(out, name, one);
    }
    return out;
}

json_t *allow_answer(const json_t *answer) {
    json_t *out, *v;
    const char *name;

    if (!json_is_object(answer)) return json_null();
    out = json_object();
    json_object_foreach((json_t *)(uintptr_t)answer, name, v) {
        const struct key *k = key_of(top, name);

        if (strcmp(name, "rows") == 0)
            json_object_set_new(out, name, json_is_object(v) ? rows_of(answer) : json_null());
        if (k) json_object_set_new(out, name, value_of(v, k, answer));
    }
    coarse_corridors(answer, out);
    return out;
}

json_t *allow_entry(const json_t *v) {
    return filtered(v, entry);
}

json_t *allow_checked(const json_t *v) {
    return filtered(v, checked);
}

json_t *allow_medium(const json_t *v) {
    return filtered(v, medium);
}

json_t *allow_review(const json_t *v) {
    return filtered(v, review);
}

json_t *allow_reviewed(const json_t *v) {
    return filtered(v, reviewed);
}

/* ---- what nobody has decided on ---- */

static void look_for(const json_t *v, const struct key *list, const char *path, json_t *out);

/* An object, or a list that has one: what is listed as values only lets nothing of it out. */
static bool has_object(const json_t *v) {
    json_t *item;
    size_t i;

    json_array_foreach(v, i, item) {
        if (has_object(item)) return true;
    }
    return json_is_object(v);
}

/* One path: `corridors[].by_slot[].leg`. */
static void look_at(const json_t *v, const struct key *k, const char *path, json_t *out) {
    const char *name;
    json_t *item;

    if (!k || (!k->in && !k->any && has_object(v)))
        json_array_append_new(out, json_string(path));
    else if (k->in)
        look_for(v, k->in, path, out);
    else if (k->any && k->any != is_none && json_is_object(v)) {
        json_object_foreach((json_t *)(uintptr_t)v, name, item) {
            if (!k->any(name)) json_array_append_new(out, json_sprintf("%s.%s", path, name));
        }
    }
}

static void look_for(const json_t *v, const struct key *list, const char *path, json_t *out) {
    const char *name;
    json_t *item, *below;
    size_t i;

    if (json_is_array(v)) {
        below = json_sprintf("%s[]", path);
        json_array_foreach(v, i, item) look_for(item, list, json_string_value(below), out);
        json_decref(below);
    }
    if (!json_is_object(v)) return;
    json_object_foreach((json_t *)(uintptr_t)v, name, item) {
        if (list == top && strcmp(name, "rows") == 0) continue;
        below = json_sprintf("%s%s%s", path, *path ? "." : "", name);
        look_at(item, key_of(list, name), json_string_value(below), out);
        json_decref(below);
    }
}

static void look_for_columns(const json_t *rows, json_t *out) {
    const char *hash, *name;
    json_t *row, *cell;

    json_object_foreach((json_t *)(uintptr_t)rows, hash, row) {
        const char *sheet = view_text(row, "sheet");

        json_object_foreach(json_object_get(row, "row"), name, cell) {
            if (!sheet || !allow_decided(sheet, name))
                json_array_append_new(
                    out, json_sprintf("rows: %s.%s", sheet ? sheet : "no sheet", name));
        }
    }
}

json_t *allow_undecided(const json_t *answer) {
    json_t *out = json_array();

    look_for(answer, top, "", out);
    look_for_columns(view_object(answer, "rows"), out);
    return out;
}

/* ---- small cells ---- */

static size_t counts_by(const json_t *answer, const char *id) {
    size_t i, n = 0;
    json_t *c;

    json_array_foreach(view_list(answer, "counts"), i, c) {
        const char *s = view_text(c, "source");

        n += s && strcmp(s, id) == 0;
    }
    return n;
}

json_t *allow_small(const json_t *answer) {
    json_t *out = json_array(), *s;
    size_t i;

    json_array_foreach(view_list(answer, "sources"), i, s) {
        const char *id = view_text(s, "id");
        size_t n = id ? counts_by(answer, id) : 0;

        if (n && n < ALLOW_CELL_MIN && !coarse_public(answer, id))
            json_array_append_new(out,
                                  json_pack("{s:s, s:I}", "source", id, "counts", (json_int_t)n));
    }
    return out;
}
