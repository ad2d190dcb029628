/* SPDX-License-Identifier: Apache-2.0 */
/* embed IN OUT NAME: the bytes of IN as a C array NAME, with a 0 after them, and their number as
 * NAME_n. C17 has no #embed. */
#include <stdio.h>

int main(int argc, char **argv) {
    FILE *in = argc == 4 ? fopen(argv[1], "rb") : NULL, *out = in ? fopen(argv[2], "w") : NULL;
    size_t n = 0;
    int c;

    if (!out) return fprintf(stderr, "usage: embed IN OUT NAME\n"), 2;
    fprintf(out, "#include <stddef.h>\n");
    fprintf(out, "extern const unsigned char %s[];\nextern const size_t %s_n;\n", argv[3], argv[3]);
    fprintf(out, "const unsigned char %s[] = {", argv[3]);
    while ((c = getc(in)) != EOF) fprintf(out, "%s%d,", n++ % 32 ? "" : "\n", c);
    fprintf(out, "0};\nconst size_t %s_n = %zu;\n", argv[3], n);
    return ferror(in) || fclose(in) || ferror(out) || fclose(out) ? 1 : 0;
}
