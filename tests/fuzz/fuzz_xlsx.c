/* SPDX-License-Identifier: Apache-2.0 */
/* Workbooks: what begins with PK is a file, unpacked and read; else the first byte says which part
 * of a fixed workbook the rest stands for, since a mutated archive seldom gets past its checksums.
 * Always: rows ascend and keep to the limits, texts can be read, and a failure has a code and a
 * sentence. */
#include "format/xlsx.h"
#include "pack/pack.h"

#include <stdlib.h>

#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define ROWS_MAX 1048576

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static volatile unsigned bytes_seen; /* keeps the loop over the bytes from being left out */

static void check_row(const struct xlsx_row *r, int64_t above) {
    unsigned sum = 0;

    if (r->line <= above || r->line > ROWS_MAX || !r->n || r->n > XLSX_COLUMNS) abort();
    for (size_t i = 0; i < r->n; i++) {
        struct span s = r->cell[i].text;

        if (!s.p || s.n > XLSX_TEXT) abort();
        for (size_t j = 0; j < s.n; j++)
            sum += (unsigned char)s.p[j]; /* AddressSanitizer looks on */
    }
    bytes_seen = sum;
}

static void check_book(struct arena *a, const struct xlsx_part *part, size_t n) {
    struct xlsx_book b = {0};
    struct err e = {0};
    int rc = xlsx_read(a, part, n, &b, &e);

    if (rc < 0 && (b.n || !e.text[0] || (rc != RC_SYNTAX && rc != RC_LIMIT))) abort();
    for (size_t i = 0; i < b.n; i++)
        for (size_t j = 0; j < b.sheet[i].n; j++)
            check_row(&b.sheet[i].row[j], j ? b.sheet[i].row[j - 1].line : 0);
}

static void check_zip(struct arena *a, struct span zip) {
    const struct pack_limits lim = {
        .members = 64, .member_bytes = 1 << 20, .total_bytes = 4 << 20, .ratio = 100};
    struct pack_member *m = NULL;
    struct xlsx_part *part;
    struct err e = {0};
    size_t n = 0, total = 0;

    if (pack_zip(a, zip, &lim, &m, &n, &e) < 0) {
        if (!e.text[0] || n) abort();
        return;
    }
    if (n > lim.members) abort();
    part = ARENA_ARRAY(a, struct xlsx_part, n);
    for (size_t i = 0; i < n; i++) {
        if (m[i].bytes.n > lim.member_bytes || (total += m[i].bytes.n) > lim.total_bytes) abort();
        part[i] = (struct xlsx_part){m[i].name, m[i].bytes};
    }
    check_book(a, part, n);
}

static void check_part(struct arena *a, size_t which, struct span text) {
    struct xlsx_part part[] = {
        {SPAN("xl/worksheets/sheet1.xml"),
         SPAN("<worksheet><sheetData><row><c t='s'><v>0</v></c><c s='1'><v>45229.5</v></c></row>"
              "</sheetData></worksheet>")},
        {SPAN("xl/sharedStrings.xml"), SPAN("<sst><si><t>one</t></si></sst>")},
        {SPAN("xl/styles.xml"),
         SPAN(
             "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy-mm-dd hh:mm'/></numFmts>"
             "<cellXfs><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs></styleSheet>")},
        {SPAN("xl/workbook.xml"),
         SPAN("<workbook><sheets><sheet name='counts' r:id='r1'/></sheets></workbook>")},
        {SPAN("xl/_rels/workbook.xml.rels"),
         SPAN("<Relationships><Relationship Id='r1' Type='" TYPE "worksheet' "
              "Target='worksheets/sheet1.xml'/><Relationship Id='r2' Type='" TYPE "styles' "
              "Target='styles.xml'/><Relationship Id='r3' Type='" TYPE "sharedStrings' "
              "Target='/xl/sharedStrings.xml'/></Relationships>")},
        {SPAN("_rels/.rels"), SPAN("<Relationships><Relationship Id='r1' Type='" TYPE
                                   "officeDocument' Target='xl/workbook.xml'/></Relationships>")},
    };
    size_t parts = sizeof part / sizeof *part;

    part[which % parts].bytes = text;
    check_book(a, part, parts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span s = {(const char *)data, n};
    struct arena a;

    if (!n) return 0;
    arena_init(&a, (size_t)256 << 20);
    if (n > 1 && s.p[0] == 'P' && s.p[1] == 'K')
        check_zip(&a, s);
    else
        check_part(&a, data[0], (struct span){s.p + 1, n - 1});
    arena_fini(&a);
    return 0;
}
