/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Canaries: random words planted where private things stand, and a search for them in everything
 * that was written, in the forms that a leak could take. And a writer of small stored ZIPs, to
 * plant them in workbooks. */
#include "base/buf.h"
#include "base/hash.h"
#include "t.h"

#include <dirent.h>

#define CANARY_BYTES 24

struct canary {
    char s[CANARY_BYTES + 1];
};

static inline struct canary canary_new(void) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    struct canary c = {{0}};
    unsigned char r[CANARY_BYTES];

    hash_random(r, sizeof r);
    for (size_t i = 0; i < CANARY_BYTES; i++) c.s[i] = letters[r[i] % 52];
    return c;
}

static inline size_t canary_count(struct span hay, const void *needle, size_t n) {
    const char *p = hay.p;
    size_t hits = 0;

    while (n && (p = memmem(p, hay.n - (size_t)(p - hay.p), needle, n)) != NULL) hits++, p++;
    return hits;
}

/** Base64 of the token behind `shift` unknown bytes: only the characters that no neighbour can
 * change. */
static inline size_t canary_base64(const char *token, size_t shift, char *out) {
    static const char abc[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t first = (shift * 8 + 5) / 6, n = 0;

    for (size_t k = first; (k + 1) * 6 <= (shift + CANARY_BYTES) * 8; k++) {
        unsigned six = 0;

        for (size_t bit = k * 6; bit < k * 6 + 6; bit++)
            six = six << 1 | ((unsigned char)token[bit / 8 - shift] >> (7 - bit % 8) & 1u);
        out[n++] = abc[six];
    }
    return n;
}

/** How often the token stands in these bytes, in any form: UTF-8, UTF-16 of both orders, hex of
 * both cases, base64 at three alignments, percent form, JSON escapes. */
static inline size_t canary_scan(struct span hay, const char *token) {
    char wide[2][2 * CANARY_BYTES], hex[2][2 * CANARY_BYTES + 1], percent[2][3 * CANARY_BYTES + 1];
    char json[2][6 * CANARY_BYTES + 1], b64[64];
    size_t hits = canary_count(hay, token, CANARY_BYTES);

    for (size_t i = 0; i < CANARY_BYTES; i++) {
        unsigned char c = (unsigned char)token[i];

        wide[0][2 * i] = wide[1][2 * i + 1] = (char)c;
        wide[0][2 * i + 1] = wide[1][2 * i] = 0;
        for (int up = 0; up < 2; up++) {
            snprintf(hex[up] + 2 * i, 3, up ? "%02X" : "%02x", c);
            snprintf(percent[up] + 3 * i, 4, up ? "%%%02X" : "%%%02x", c);
            snprintf(json[up] + 6 * i, 7, up ? "\\u%04X" : "\\u%04x", c);
        }
    }
    for (int k = 0; k < 2; k++) {
        hits += canary_count(hay, wide[k], sizeof wide[k]);
        hits += canary_count(hay, hex[k], 2 * (size_t)CANARY_BYTES);
        hits += canary_count(hay, percent[k], 3 * (size_t)CANARY_BYTES);
        hits += canary_count(hay, json[k], 6 * (size_t)CANARY_BYTES);
    }
    for (size_t shift = 0; shift < 3; shift++)
        hits += canary_count(hay, b64, canary_base64(token, shift, b64));
    return hits;
}

/** Every file in a folder, and the names of the files. */
static inline size_t canary_scan_folder(const char *dir, const char *token) {
    DIR *d = opendir(dir);
    struct dirent *entry;
    size_t hits = 0;

    assert_non_null(d);
    while ((entry = readdir(d)) != NULL) {
        char path[512];
        struct buf b = {0};
        FILE *in;
        int c;

        hits += canary_scan(span_of(entry->d_name), token);
        snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
        if (entry->d_type != DT_REG || !(in = fopen(path, "rb"))) continue;
        while ((c = fgetc(in)) != EOF) buf_putc(&b, (char)c);
        fclose(in);
        hits += canary_scan(buf_span(&b), token);
        buf_fini(&b);
    }
    closedir(d);
    return hits;
}

/* ---- stored ZIPs ---- */

struct zip {
    struct buf body, directory;
    unsigned n;
};

static inline void zip_int(struct buf *b, unsigned long v, int bytes) {
    for (int i = 0; i < bytes; i++) buf_putc(b, (char)(v >> 8 * i & 0xff));
}

static inline unsigned long zip_crc(struct span s) {
    unsigned long crc = 0xffffffffUL;

    for (size_t i = 0; i < s.n; i++) {
        crc ^= (unsigned char)s.p[i];
        for (int k = 0; k < 8; k++) crc = crc & 1 ? crc >> 1 ^ 0xedb88320UL : crc >> 1;
    }
    return crc ^ 0xffffffffUL;
}

static inline void zip_sizes(struct buf *b, const char *name, struct span s) {
    zip_int(b, 0, 2); /* flags */
    zip_int(b, 0, 2); /* stored */
    zip_int(b, 0x00210000UL, 4);
    zip_int(b, zip_crc(s), 4);
    zip_int(b, s.n, 4);
    zip_int(b, s.n, 4);
    zip_int(b, strlen(name), 2);
    zip_int(b, 0, 2);
}

static inline void zip_add(struct zip *z, const char *name, const char *text) {
    unsigned long at = z->body.n;

    buf_add(&z->body, (struct span){"PK\x03\x04\x14\x00", 6});
    zip_sizes(&z->body, name, span_of(text));
    buf_puts(&z->body, name);
    buf_puts(&z->body, text);
    buf_add(&z->directory, (struct span){"PK\x01\x02\x14\x00\x14\x00", 8});
    zip_sizes(&z->directory, name, span_of(text));
    zip_int(&z->directory, 0, 2);
    zip_int(&z->directory, 0, 2);
    zip_int(&z->directory, 0, 2);
    zip_int(&z->directory, 0, 4);
    zip_int(&z->directory, at, 4);
    buf_puts(&z->directory, name);
    z->n++;
}

/** Ends the archive; the bytes are in z->body. */
static inline void zip_end(struct zip *z) {
    unsigned long at = z->body.n;

    buf_add(&z->body, buf_span(&z->directory));
    buf_add(&z->body, (struct span){"PK\x05\x06\0\0\0\0", 8});
    zip_int(&z->body, z->n, 2);
    zip_int(&z->body, z->n, 2);
    zip_int(&z->body, z->directory.n, 4);
    zip_int(&z->body, at, 4);
    zip_int(&z->body, 0, 2);
    buf_fini(&z->directory);
}

/** A workbook of two sheets, `first` and one that is none of ours; rows is the XML inside sheetData
 * of both. */
static inline void zip_workbook(struct zip *z, const char *first, const char *rows,
                                const char *other_name, const char *other_rows) {
    static const char head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    struct buf b = {0};

    zip_add(z, "[Content_Types].xml",
            "<?xml version=\"1.0\"?><Types "
            "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
            "Extension=\"xml\" ContentType=\"application/xml\"/><Override "
            "PartName=\"/xl/workbook.xml\" ContentType=\"application/"
            "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>");
    zip_add(z, "_rels/.rels",
            "<?xml version=\"1.0\"?><Relationships "
            "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            "<Relationship Id=\"rId1\" "
            "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
            "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
    buf_printf(
        &b,
        "%s<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
        "xmlns:r=\"http://"
        "schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"%s\" "
        "sheetId=\"1\" "
        "r:id=\"rId1\"/><sheet name=\"%s\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>",
        head, first, other_name);
    zip_add(z, "xl/workbook.xml", b.p);
    b.n = 0;
    zip_add(
        z, "xl/_rels/workbook.xml.rels",
        "<?xml version=\"1.0\"?><Relationships "
        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        "<Relationship Id=\"rId1\" "
        "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
        "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" "
        "Type=\"http://schemas.openxmlformats.org/"
        "officeDocument/2006/relationships/worksheet\" "
        "Target=\"worksheets/sheet2.xml\"/></Relationships>");
    for (int i = 0; i < 2; i++) {
        b.n = 0;
        buf_printf(&b,
                   "%s<worksheet "
                   "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/"
                   "main\"><sheetData>%s</sheetData>"
                   "</worksheet>",
                   head, i ? other_rows : rows);
        zip_add(z, i ? "xl/worksheets/sheet2.xml" : "xl/worksheets/sheet1.xml", b.p);
    }
    buf_fini(&b);
    zip_end(z);
}

/** One row of text cells, as sheet XML. */
static inline void zip_row(struct buf *b, int line, const char *const *cell, size_t n) {
    buf_printf(b, "<row r=\"%d\">", line);
    for (size_t i = 0; i < n; i++)
        buf_printf(b, "<c r=\"%c%d\" t=\"inlineStr\"><is><t>%s</t></is></c>", (char)('A' + i), line,
                   cell[i]);
    buf_puts(b, "</row>");
}
