/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target over the files of a folder, one test a file, without libFuzzer: each file
 * whole, and cut at a few places, since a format that is cut short is the commonest damage. Each
 * input is in a block of its exact size, so that AddressSanitizer sees a read of one byte past it.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUTS 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void run(const uint8_t *data, size_t n) {
    uint8_t *exact = malloc(n ? n : 1);

    if (!exact) abort();
    memcpy(exact, data, n);
    (void)LLVMFuzzerTestOneInput(exact, n);
    free(exact);
}

static uint8_t *slurp(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    uint8_t *data = NULL;
    size_t room = 0;

    *n = 0;
    if (!f) return NULL;
    do {
        room = room ? room * 2 : 65536;
        data = realloc(data, room);
        if (!data) abort();
        *n += fread(data + *n, 1, room - *n, f);
    } while (*n == room);
    if (ferror(f)) {
        free(data);
        data = NULL;
    }
    fclose(f);
    return data;
}

static int is_input(const struct dirent *d) {
    return d->d_name[0] != '.';
}

int main(int argc, char **argv) {
    struct dirent **file = NULL;
    int n = argc == 2 ? scandir(argv[1], &file, is_input, alphasort) : -1, bad = 0;

    if (n <= 0) {
        fprintf(stderr, "usage: replay_TARGET FOLDER (with inputs in it)\n");
        return 2;
    }
    printf("1..%d\n", n);
    for (int i = 0; i < n; i++) {
        char path[4096];
        uint8_t *data;
        size_t size;

        snprintf(path, sizeof path, "%s/%s", argv[1], file[i]->d_name);
        fflush(stdout); /* a crash should show which file it was */
        data = slurp(path, &size);
        for (size_t cut = 0; data && cut < CUTS; cut++) run(data, size * cut / CUTS);
        if (data) run(data, size);
        if (data && size) run(data, size - 1);
        printf("%s %d - %s\n", data ? "ok" : "not ok", i + 1, file[i]->d_name);
        bad += !data;
        free(data);
        free(file[i]);
    }
    free(file);
    return bad != 0;
}
