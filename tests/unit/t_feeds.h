/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the tests of feeds and traces share: memory for each test, files and commands. */
#include "base/arena.h"
#include "base/span.h"
#include "t.h"

static struct arena mem;

static inline int set_up(void **state) {
    (void)state;
    arena_init(&mem, (size_t)2 << 30);
    return 0;
}

static inline int tear_down(void **state) {
    (void)state;
    arena_fini(&mem);
    return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

/** All that f gives, in the arena. */
static inline struct span t_all(struct arena *a, FILE *f) {
    size_t n = 0, room = (size_t)1 << 20;
    char *p = malloc(room);
    struct span s;

    assert_non_null(p);
    for (size_t got; (got = fread(p + n, 1, room - n, f)) > 0;) {
        n += got;
        if (n < room) continue;
        room *= 2;
        p = realloc(p, room);
        assert_non_null(p);
    }
    s = arena_span(a, (struct span){p, n});
    free(p);
    return s;
}

/** A file of the shared data; skips the test, and says so, where there is none. */
static inline struct span t_file(struct arena *a, const char *name) {
    FILE *f = t_shared() ? fopen(arena_printf(a, "%s/%s", t_shared(), name), "rb") : NULL;
    struct span s;

    if (!f) {
        print_message("# skipped: the shared data has no %s here\n", name);
        skip();
    }
    s = t_all(a, f);
    fclose(f);
    return s;
}

/** What a command prints, or p == NULL when it fails. */
static inline struct span t_command(struct arena *a, const char *command) {
    FILE *f = popen(command, "r");
    struct span s;

    assert_non_null(f);
    s = t_all(a, f);
    return pclose(f) == 0 ? s : (struct span){NULL, 0};
}
