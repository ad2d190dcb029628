/* SPDX-License-Identifier: Apache-2.0 */
/* Copies of a case that went apart become one: the same one whichever takes in which, in any order, any number of times; what was
 * forgotten in one stays so; and what cannot be one is refused, by place. */
#include "base/rng.h"
#include "ledger/blob.h"
#include "ledger/merge.h"
#include "t_vault.h"

struct dice {
    uint64_t seed, i;
};

static void shake(struct dice *d, uint64_t seed) {
    *d = (struct dice){.seed = seed};
}

static uint64_t throw(struct dice * d, uint64_t n) {
    return rng_u64(d->seed, 1, d->i++) % n;
}

/* ---- hands ---- */

static struct span key_of(const uint8_t *h) {
    return (struct span){(const char *)h, HASH_BYTES};
}

static int64_t one(struct store *st, const char *sql) {
    struct err e;
    int64_t n = -1;

    assert_ok(query_number(st, sql, &n, &e), e);
    return n;
}

static void last_entry(struct store *st, const uint8_t *author, struct ledger_entry *x) {
    struct query *q = NULL;
    struct err e;

    assert_ok(query_open(&q, st,
                         "SELECT seq, hash FROM entry WHERE author = ?1 ORDER BY seq DESC LIMIT 1",
                         &e),
              e);
    query_blob(q, 1, key_of(author));
    if (query_next(q, &e) > 0) {
        x->seq = query_col_int(q, 0);
        memcpy(x->prev, query_col(q, 1).p, HASH_BYTES);
    }
    query_close(q);
}

/* Appends an entry to any author's chain, well made, without that author's key. */
static void write_entry(struct store *st, const uint8_t *author, const char *kind, json_t *body) {
    struct ledger_entry x = {.kind = span_of(kind)};
    struct query *q = NULL;
    struct buf text = {0};
    struct err e;

    memcpy(x.author, author, HASH_BYTES);
    last_entry(st, author, &x);
    x.seq++;
    assert_ok(canon_write(body, &text, &e), e);
    json_decref(body);
    x.body = buf_span(&text);
    ledger_hash(&x, x.hash);
    assert_ok(query_open(&q, st,
                         "INSERT INTO entry (author, seq, kind, body, prev, hash) VALUES (?1, ?2, "
                         "?3, ?4, ?5, ?6)",
                         &e),
              e);
    query_blob(q, 1, key_of(x.author));
    query_int(q, 2, x.seq);
    query_text(q, 3, x.kind);
    query_text(q, 4, x.body);
    query_blob(q, 5, key_of(x.prev));
    query_blob(q, 6, key_of(x.hash));
    assert_ok(query_run(q, &e), e);
    query_close(q);
    buf_fini(&text);
}

/* A chain begins with what it goes on from, as every author's but the founder's does. */
static void begin_chain(struct store *st, const uint8_t *author) {
    struct hash_text first = {{0}};
    struct query *q = NULL;
    struct err e;

    assert_ok(query_open(&q, st, "SELECT hash FROM entry WHERE kind = 'case'", &e), e);
    assert_int_equal(query_next(q, &e), 1);
    first = hash_hex((const uint8_t *)query_col(q, 0).p);
    query_close(q);
    write_entry(st, author, "join",
                json_pack("{s:i, s:s, s:[]}", "after", 1, "case", first.s, "heads"));
}

static void name_row(const char *id, const char *label, const char *source,
                     char out[2 * HASH_BYTES + 1]) {
    uint8_t h[HASH_BYTES];
    struct buf b = {0};

    buf_printf(&b, "%s|%s|%s", id, label, source);
    hash_of(buf_span(&b), h);
    memcpy(out, hash_hex(h).s, 2 * HASH_BYTES + 1);
    buf_fini(&b);
}

static void write_row(struct store *st, const uint8_t *author, const char *id, const char *label) {
    char row_id[2 * HASH_BYTES + 1], key[2 * HASH_BYTES + 1];

    name_row(id, label, "", row_id);
    name_row(id, "", "", key);
    write_entry(st, author, "row",
                json_pack("{s:s, s:s, s:i, s:{s:s, s:s, s:s}, s:s, s:s}", "file", row_id, "key",
                          key, "line", 2, "row", "id", id, "label", label, "kind", "press",
                          "row_id", row_id, "sheet", "sources"));
}

static void write_withdraw(struct store *st, const uint8_t *author, const char *id,
                           const char *label) {
    char row_id[2 * HASH_BYTES + 1];

    name_row(id, label, "", row_id);
    write_entry(st, author, "withdraw",
                json_pack("{s:s, s:s, s:s}", "file", row_id, "row_id", row_id, "sheet", "sources"));
}

static void write_forget(struct store *st, const uint8_t *author, const char *id) {
    write_entry(st, author, "forget",
                json_pack("{s:i, s:[], s:s}", "at", 1, "commitments", "source", id));
}

/* ---- copies ---- */

static const char *base_case(struct fix *f) {
    t_case(f, "base");
    store_close(f->st);
    f->st = NULL;
    return path_of(f, "base/x.hc");
}

static const char *copy_as(struct fix *f, const char *from, const char *name) {
    const char *to = path_of(f, name);
    struct store *st = NULL;

    unlink(to);
    assert_ok(store_open(&st, from, STORE_READ, &f->e), f->e);
    assert_ok(store_copy(st, to, &f->e), f->e);
    store_close(st);
    return to;
}

static int try_merge(struct fix *f, const char *into, const char *from, struct merge_tally *t) {
    struct merge_copy copy = {NULL, from};
    struct store *st = NULL;
    int rc;

    *t = (struct merge_tally){0};
    assert_ok(store_open(&st, into, STORE_WRITE, &f->e), f->e);
    assert_ok(store_open(&copy.st, from, STORE_READ, &f->e), f->e);
    rc = merge_cases(st, &f->a, &copy, 1, false, t, &f->e);
    store_close(copy.st);
    store_close(st);
    return rc;
}

static struct merge_tally merge_ok(struct fix *f, const char *into, const char *from) {
    struct merge_tally t;

    assert_ok(try_merge(f, into, from, &t), f->e);
    return t;
}

static void add_query(struct hash *h, struct store *st, const char *sql, int columns) {
    struct query *q = NULL;
    struct err e;

    assert_ok(query_open(&q, st, sql, &e), e);
    while (query_next(q, &e) > 0)
        for (int i = 0; i < columns; i++) {
            struct span s = query_col(q, i);

            hash_add(h, span_of(query_col_null(q, i) ? "-" : "+"));
            hash_add(h, s);
            hash_add(h, SPAN("|"));
        }
    query_close(q);
}

/* All that is enduring and all that is in force, but for what is of this copy only. */
static struct hash_text state(struct fix *f, const char *path) {
    uint8_t out[HASH_BYTES];
    struct store *st = NULL;
    struct hash h;

    assert_ok(store_open(&st, path, STORE_READ, &f->e), f->e);
    assert_ok(merge_whole(st, &f->e), f->e);
    hash_begin(&h);
    add_query(&h, st, "SELECT author, seq, kind, body, prev, hash FROM entry ORDER BY author, seq",
              6);
    add_query(&h, st, "SELECT author, seq, head, signature FROM seal ORDER BY author, seq", 4);
    add_query(&h, st, "SELECT sha256, bytes, data FROM blob ORDER BY sha256", 3);
    add_query(&h, st,
              "SELECT commitment, salt, box, bucket, custodians, author, seq FROM vault ORDER BY "
              "commitment",
              7);
    assert_ok(store_begin(st, &f->e), f->e);
    assert_ok(store_end(st, store_derive(st, &f->e), &f->e), f->e);
    add_query(&h, st,
              "SELECT row_id, sheet, key, body, line, author, seq FROM line ORDER BY row_id", 7);
    hash_end(&h, out);
    store_close(st);
    return hash_hex(out);
}

/* ---- the laws, on random histories ---- */

#define COPIES 3

struct hand {
    const char *path;
    uint8_t author[HASH_BYTES];
};

static void work(struct fix *f, struct dice *r, struct hand *h, int steps) {
    static const char *const ids[] = {"a", "b", "c", "d"}, *const labels[] = {"one", "two",
                                                                              "three"};
    struct store *st = NULL;

    assert_ok(store_open(&st, h->path, STORE_WRITE, &f->e), f->e);
    assert_ok(store_begin(st, &f->e), f->e);
    if (!one(st, arena_printf(&f->a, "SELECT count(*) FROM entry WHERE author = x'%s'",
                              hash_hex(h->author).s)))
        begin_chain(st, h->author);
    for (int i = 0; i < steps; i++) {
        const char *id = ids[throw(r, 4)], *label = labels[throw(r, 3)];
        uint64_t what = throw(r, 12);

        if (what < 8)
            write_row(st, h->author, id, label);
        else if (what < 11)
            write_withdraw(st, h->author, id, label);
        else
            write_forget(st, h->author, id);
        if (what == 0) assert_ok(blob_put(st, span_of(label), "text/plain", NULL, &f->e), f->e);
    }
    assert_ok(store_end(st, store_derive(st, &f->e), &f->e), f->e);
    store_close(st);
}

static void history(struct fix *f, struct dice *r, const char *base, struct hand *h) {
    for (int i = 0; i < COPIES; i++) {
        memset(h[i].author, 0x11 * (i + 1), HASH_BYTES);
        h[i].path = copy_as(f, base, arena_printf(&f->a, "%d.hc", i));
    }
    for (int i = 0; i < 5; i++) {
        struct hand *one_of = &h[throw(r, COPIES)];

        if (throw(r, 4) == 0 && one_of != &h[0])
            (void)merge_ok(f, one_of->path, h[0].path);
        else
            work(f, r, one_of, 1 + (int) throw(r, 6));
    }
}

static const char *merged(struct fix *f, const char *x, const char *y, const char *name) {
    const char *to = copy_as(f, x, name);

    (void)merge_ok(f, to, y);
    return to;
}

static void the_law_of_merge(void **state_) {
    struct fix *f = *state_;
    const char *base = base_case(f);
    struct hand h[COPIES];
    size_t apart = 0;

    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct dice r;
        struct hash_text ab, left;
        const char *x, *y;
        struct merge_tally t;

        shake(&r, seed);
        history(f, &r, base, h);
        x = merged(f, h[0].path, h[1].path, "ab.hc");
        ab = state(f, x);
        assert_string_equal(ab.s,
                            state(f, merged(f, h[1].path, h[0].path, "ba.hc")).s); /* commutative */
        left = state(f, merged(f, x, h[2].path, "ab_c.hc"));
        y = merged(f, h[1].path, h[2].path, "bc.hc");
        assert_string_equal(left.s,
                            state(f, merged(f, h[0].path, y, "a_bc.hc")).s); /* associative */
        t = merge_ok(f, x, h[1].path); /* idempotent, and the twin: there was something to take */
        assert_int_equal(t.entries + t.blobs + t.boxes + t.seals + t.destroyed, 0);
        assert_string_equal(ab.s, state(f, x).s);
        apart += strcmp(ab.s, state(f, h[0].path).s) != 0;
    }
    assert_true(apart >= 6);
}

static void several_at_once(void **state_) {
    struct fix *f = *state_;
    const char *base = base_case(f), *all;
    struct merge_copy copy[2] = {0};
    struct merge_tally t = {0};
    struct hand h[COPIES];
    struct store *st = NULL;
    struct hash_text one_by_one, before;
    struct dice r;

    shake(&r, 77);
    history(f, &r, base, h);
    for (int i = 0; i < COPIES; i++) work(f, &r, &h[i], 3);
    one_by_one = state(f, merged(f, merged(f, h[0].path, h[1].path, "x.hc"), h[2].path, "y.hc"));
    all = copy_as(f, h[0].path, "all.hc");
    before = state(f, all);
    assert_ok(store_open(&st, all, STORE_WRITE, &f->e), f->e);
    for (int i = 0; i < 2; i++) {
        copy[i].name = h[i + 1].path;
        assert_ok(store_open(&copy[i].st, h[i + 1].path, STORE_READ, &f->e), f->e);
    }
    assert_ok(merge_cases(st, &f->a, copy, 2, true, &t, &f->e), f->e); /* dry */
    assert_true(t.entries > 0);
    assert_string_equal(before.s, state(f, all).s);
    assert_ok(merge_cases(st, &f->a, copy, 2, false, &t, &f->e), f->e);
    for (int i = 0; i < 2; i++) store_close(copy[i].st);
    store_close(st);
    assert_string_equal(one_by_one.s, state(f, all).s);
}

/* ---- what is refused ---- */

/* Both copies have `common` entries of the author alike, then different ones. */
static void fork_after(struct fix *f, const char *base, int common, int here, int there) {
    const char *trunk = copy_as(f, base, "trunk.hc"), *x, *y;
    struct hash_text hx, hy;
    struct merge_tally t;
    struct hand h = {.path = trunk};
    struct dice r;

    memset(h.author, 7, HASH_BYTES);
    shake(&r, 5);
    work(f, &r, &h, common - 1); /* and the entry that begins the chain */
    x = copy_as(f, trunk, "x.hc");
    y = copy_as(f, trunk, "y.hc");
    h.path = x;
    shake(&r, 1000 + (uint64_t)common);
    work(f, &r, &h, here);
    h.path = y;
    shake(&r, 2000 + (uint64_t)common);
    work(f, &r, &h, there);
    hx = state(f, x);
    hy = state(f, y);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(try_merge(f, i ? y : x, i ? x : y, &t), RC_CONFLICT);
        assert_int_equal(t.fork.n, 1);
        assert_memory_equal(t.fork.v[0].author, h.author, HASH_BYTES);
        assert_memory_not_equal(t.fork.v[0].here, t.fork.v[0].there, HASH_BYTES);
        assert_int_equal(t.fork.v[0].seq, common + 1);
        assert_non_null(strstr(f->e.text, arena_printf(&f->a, "forks at entry %d:", common + 1)));
    }
    assert_string_equal(hx.s, state(f, x).s);
    assert_string_equal(hy.s, state(f, y).s);
}

static void a_fork_is_shown_by_place(void **state_) {
    struct fix *f = *state_;
    const char *base = base_case(f);

    for (int common = 1; common <= 9; common++)
        fork_after(f, base, common, 9 - common + 1, 4 + common);
}

static void another_case_is_refused(void **state_) {
    struct fix *f = *state_;
    const char *base = base_case(f), *copy = copy_as(f, base, "x.hc"), *other;
    struct merge_tally t;

    t_case(f, "other");
    store_close(f->st);
    f->st = NULL;
    other = path_of(f, "other/x.hc");
    assert_int_equal(try_merge(f, base, other, &t), RC_CONFLICT);
    assert_non_null(strstr(f->e.text, "another case"));
    assert_int_equal(try_merge(f, base, copy, &t), 0);
}

static void a_broken_copy_is_refused(void **state_) {
    struct fix *f = *state_;
    const char *base = base_case(f), *copy;
    struct merge_tally t;
    struct store *st = NULL;
    struct hand h = {.path = base};
    struct hash_text before = state(f, base);
    struct dice r;
    FILE *file;
    struct span s;
    const char *at;

    shake(&r, 3);
    copy = copy_as(f, base, "x.hc");
    memset(h.author, 7, HASH_BYTES);
    h.path = copy;
    work(f, &r, &h, 4);
    s = t_read(f, copy);
    at = memmem(s.p, s.n, "\"kind\":\"press\"", 14);
    assert_non_null(at);
    file = fopen(copy, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, at - s.p + 8, SEEK_SET), 0);
    assert_int_equal(fputc('P', file), 'P');
    assert_int_equal(fclose(file), 0);
    assert_int_equal(try_merge(f, base, copy, &t), RC_CONFLICT);
    assert_non_null(strstr(f->e.text, "does not verify at entry"));
    assert_string_equal(before.s, state(f, base).s);
    assert_ok(store_open(&st, base, STORE_READ, &f->e), f->e);
    store_close(st);
}

/* ---- conflicts ---- */

static void rows_that_both_changed(void **state_) {
    struct fix *f = *state_;
    const char *base = base_case(f), *x, *y;
    uint8_t one_author[HASH_BYTES], two_author[HASH_BYTES];
    struct merge_tally t;
    struct store *st = NULL;

    memset(one_author, 1, HASH_BYTES);
    memset(two_author, 2, HASH_BYTES);
    assert_ok(store_open(&st, base, STORE_WRITE, &f->e), f->e);
    begin_chain(st, one_author);
    write_row(st, one_author, "a", "before");
    write_row(st, one_author, "b", "before");
    write_row(st, one_author, "c", "before");
    store_close(st);
    x = copy_as(f, base, "x.hc");
    y = copy_as(f, base, "y.hc");
    assert_ok(store_open(&st, x, STORE_WRITE, &f->e), f->e);
    write_row(st, one_author, "a", "mine");      /* both, and not alike */
    write_row(st, one_author, "b", "agreed");    /* both, alike */
    write_row(st, one_author, "c", "only here"); /* one side, and withdrawn on the other */
    store_close(st);
    assert_ok(store_open(&st, y, STORE_WRITE, &f->e), f->e);
    begin_chain(st, two_author);
    write_row(st, two_author, "a", "yours");
    write_row(st, two_author, "b", "agreed");
    write_withdraw(st, two_author, "c", "before");
    write_row(st, two_author, "d", "new");
    store_close(st);
    t = merge_ok(f, x, y);
    assert_int_equal(t.conflict.n, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct merge_conflict *c = &t.conflict.v[i];

        assert_true(span_is(c->sheet, "sources"));
        assert_non_null(c->here.cells.p);
        if (c->there.cells.p) {
            assert_non_null(memmem(c->here.cells.p, c->here.cells.n, "mine", 4));
            assert_non_null(memmem(c->there.cells.p, c->there.cells.n, "yours", 5));
            assert_true(span_eq(c->in_force, c->here.row_id) ||
                        span_eq(c->in_force, c->there.row_id));
        }
    }
    assert_int_equal(merge_ok(f, y, x).conflict.n,
                     0); /* x has all of y by now: nothing is new on both sides */
    assert_string_equal(state(f, x).s, state(f, y).s);
}

/* ---- tombstones ---- */

/* Another person's copy: another key, and where the case is not signed another chain by hand. */
static void other_hand(struct fix *f, struct store *st) {
    setenv("HEADCOUNT_AUTHOR", path_of(f, "other.key"), 1);
    if (one(st, "SELECT count(*) FROM seal") > 0) return;
    assert_ok(
        store_exec(st, "UPDATE setting SET value = lower(hex(randomblob(32))) WHERE key = 'author'",
                   &f->e),
        f->e);
}

static size_t boxes(struct fix *f, const char *path) {
    struct store *st = NULL;
    size_t n;

    assert_ok(store_open(&st, path, STORE_READ, &f->e), f->e);
    n = (size_t)one(st, "SELECT count(*) FROM vault");
    store_close(st);
    return n;
}

static int64_t photos(struct fix *f, const char *path) {
    struct store *st;
    int64_t n;

    assert_ok(store_open(&st, path, STORE_READ, &f->e), f->e);
    n = one(st, "SELECT count(*) FROM blob WHERE data IS NOT NULL");
    store_close(st);
    return n;
}

static void a_tombstone_wins_in_either_order(void **state_) {
    struct fix *f = *state_;
    struct box_pair key;
    struct forget_tally gone;
    const char *mine, *yours, *x, *y;
    struct merge_tally t;

    t_case(f, "case");
    t_add(f, &key, "desk");
    put(f, "sources.csv", "id,label,kind\neye,a witness,observer\ntwo,another,observer\n");
    import_ok(f, path_of(f, "sources.csv"));
    assert_ok(t_set(f, "eye", IDENTITY_NAME, "Jane Doe"), f->e);
    assert_ok(t_set(f, "two", IDENTITY_NAME, "John Doe"), f->e);
    t_photo(f, "eye", "seen from the roof");
    t_photo(f, "two", "seen from the gate");
    store_close(f->st);
    mine = copy_as(f, path_of(f, "case/x.hc"), "mine.hc");
    yours = copy_as(f, path_of(f, "case/x.hc"), "yours.hc");
    assert_ok(store_open(&f->st, mine, STORE_WRITE, &f->e), f->e);
    assert_ok(forget_source(f->st, &f->a, SPAN("eye"), NOW, &gone, &f->e), f->e);
    store_close(f->st);
    assert_int_equal(gone.boxes, 1);
    assert_ok(store_open(&f->st, yours, STORE_WRITE, &f->e), f->e);
    other_hand(f, f->st);
    assert_ok(t_set(f, "eye", IDENTITY_VANTAGE, "the roof"),
              f->e); /* the tombstone does not know of it */
    assert_ok(t_set(f, "two", IDENTITY_VANTAGE, "the gate"), f->e);
    store_close(f->st);
    f->st = NULL;
    assert_int_equal(boxes(f, mine), 1);
    assert_int_equal(boxes(f, yours), 4);
    assert_int_equal(photos(f, mine), 1);
    assert_int_equal(photos(f, yours), 2);
    x = copy_as(f, mine, "x.hc");
    t = merge_ok(f, x, yours); /* nothing of it comes */
    assert_int_equal(t.boxes, 1);
    assert_int_equal(t.destroyed, 0);
    y = copy_as(f, yours, "y.hc");
    t = merge_ok(f, y, mine); /* and here it goes */
    assert_int_equal(t.boxes, 0);
    assert_int_equal(t.destroyed, 2);
    assert_int_equal(boxes(f, x), 2);
    assert_int_equal(photos(f, x), 1);
    assert_int_equal(photos(f, y), 1);
    assert_string_equal(state(f, x).s, state(f, y).s);
    assert_ok(store_open(&f->st, y, STORE_READ, &f->e), f->e);
    assert_null(t_show(f, "eye", IDENTITY_NAME, &key));
    assert_null(t_show(f, "eye", IDENTITY_VANTAGE, &key));
    assert_string_equal(t_show(f, "two", IDENTITY_VANTAGE, &key), "the gate");
    unsetenv("HEADCOUNT_AUTHOR");
    box_pair_fini(&key);
}

/* ---- kill -9 ---- */

static void killed_it_is_old_or_new(void **state_) {
    struct fix *f = *state_;
    const char *base = base_case(f), *into = path_of(f, "into.hc"), *from;
    struct hash_text before, after;
    struct hand h = {.path = base};
    struct store *st = NULL;
    size_t old = 0, fresh = 0;
    struct dice r;

    shake(&r, 8);
    memset(h.author, 9, HASH_BYTES);
    work(f, &r, &h, 2);
    from = copy_as(f, base, "from.hc");
    h.path = from;
    work(f, &r, &h, 400);
    before = state(f, base);
    after = state(f, from);
    for (int i = 0; i < 14; i++) {
        int status;
        pid_t pid;

        (void)copy_as(f, base, "into.hc");
        pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            struct merge_tally t;

            _exit(try_merge(f, into, from, &t) == 0 ? 0 : 1);
        }
        if (i < 13) usleep((useconds_t)(i * i) * 1500);
        if (i < 13) kill(pid, SIGKILL);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_ok(store_open(&st, into, STORE_WRITE, &f->e),
                  f->e); /* a journal that it left is used up here */
        store_close(st);
        if (strcmp(state(f, into).s, before.s) == 0)
            old++;
        else {
            assert_string_equal(state(f, into).s, after.s);
            fresh++;
        }
    }
    assert_true(old > 0);   /* the twin: some were caught in time ... */
    assert_true(fresh > 0); /* ... and the last one was let through */
}

/* ---- copies ---- */

static void a_copy_is_the_case(void **state_) {
    struct fix *f = *state_;
    const char *base = base_case(f), *copy = copy_as(f, base, "x.hc");
    struct merge_compare c;
    struct store *here = NULL, *there = NULL;
    struct hand h = {.path = copy};
    struct stat s;
    struct dice r;

    shake(&r, 4);
    assert_string_equal(state(f, base).s, state(f, copy).s);
    assert_int_equal(stat(copy, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    assert_ok(store_open(&here, base, STORE_READ, &f->e), f->e);
    assert_int_equal(store_copy(here, copy, &f->e), RC_CONFLICT); /* never over something */
    assert_int_equal(store_copy(here, path_of(f, "no/where.hc"), &f->e), RC_IO);
    memset(h.author, 9, HASH_BYTES);
    work(f, &r, &h, 2);
    assert_ok(store_open(&there, copy, STORE_READ, &f->e), f->e);
    assert_ok(merge_compare(here, there, &c, &f->e), f->e);
    assert_int_equal(c.both, 1);
    assert_int_equal(c.here, 0);
    assert_int_equal(c.there, 3);
    assert_int_equal(c.forks, 0);
    assert_ok(merge_compare(there, here, &c, &f->e), f->e);
    assert_int_equal(c.here, 3);
    store_close(here);
    store_close(there);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_law_of_merge, setup, teardown),
        cmocka_unit_test_setup_teardown(several_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_fork_is_shown_by_place, setup, teardown),
        cmocka_unit_test_setup_teardown(another_case_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_broken_copy_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(rows_that_both_changed, setup, teardown),
        cmocka_unit_test_setup_teardown(a_tombstone_wins_in_either_order, setup, teardown),
        cmocka_unit_test_setup_teardown(killed_it_is_old_or_new, setup, teardown),
        cmocka_unit_test_setup_teardown(a_copy_is_the_case, setup, teardown),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
