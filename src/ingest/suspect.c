/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/suspect.h"

#include "base/csv.h"
#include "format/sheet.h"

#define TEXT_BYTES ((size_t)1 << 20)
#define HEADER_BYTES ((size_t)200) /* of a word that may be a header */
#define BOOK_ROWS 64

static bool parts(char c) {
    return !c || strchr("\n\r\t,;:|\"'{}[]", c);
}

static bool is_private(struct arena *a, struct span word) {
    word = span_trim(word);
    if (word.n > 2 && word.p[0] == '-' && word.p[1] == ' ') /* an entry of a YAML list */
        word = span_trim((struct span){word.p + 1, word.n - 1});
    if (!word.n || word.n > HEADER_BYTES) return false;
    return !csv_utf8(word) || sheet_private(a, word); /* what cannot be read may be anything */
}

bool suspect_text(struct arena *a, struct span text, size_t lines) {
    size_t from = 0, line = 0;

    if (!lines && text.n > TEXT_BYTES) return true;
    if (text.n > 1 && (memcmp(text.p, "\xff\xfe", 2) == 0 || memcmp(text.p, "\xfe\xff", 2) == 0))
        return true; /* UTF-16 */
    for (size_t i = 0; i <= text.n && (!lines || line < lines) && from <= TEXT_BYTES; i++) {
        if (i < text.n && !parts(text.p[i])) continue;
        if (is_private(a, (struct span){text.p + from, i - from})) return true;
        line += i < text.n && text.p[i] == '\n';
        from = i + 1;
    }
    return false;
}

bool suspect_book(struct arena *a, const struct xlsx_book *book) {
    for (size_t i = 0; i < book->n; i++)
        for (size_t k = 0; k < book->sheet[i].n && k < BOOK_ROWS; k++)
            for (size_t c = 0; c < book->sheet[i].row[k].n; c++)
                if (is_private(a, book->sheet[i].row[k].cell[c].text)) return true;
    return false;
}
