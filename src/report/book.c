/* SPDX-License-Identifier: Apache-2.0 */
#include "report/book.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* libxlsxwriter 1.1.4 copies the formula of a BOOK_NAMED rule twice and forgets one copy: 25 bytes
 * a rule. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KNOWN_LEAK 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define KNOWN_LEAK 1
#endif
#ifdef KNOWN_LEAK
#include <sanitizer/lsan_interface.h>
#define LEAK_BEGIN() __lsan_disable()
#define LEAK_END() __lsan_enable()
#else
#define LEAK_BEGIN() ((void)0)
#define LEAK_END() ((void)0)
#endif

#define TITLE_BYTES 32
#define MESSAGE_BYTES 255
#define CHOICES 64

struct book {
    lxw_workbook *w; /* NULL once saved */
    lxw_worksheet *sheet;
    lxw_format *style[BOOK_STYLES];
    lxw_error first; /* that was met */
    char *path, *part, *folder;
};

static void note(struct book *b, lxw_error e) {
    if (b->first == LXW_NO_ERROR) b->first = e;
}

static void *checked(void *p) {
    if (!p) {
        fprintf(stderr, "headcount: out of memory\n");
        abort();
    }
    return p;
}

static void header(lxw_format *f, lxw_color_t back, lxw_color_t ink) {
    format_set_bold(f);
    format_set_bg_color(f, back);
    format_set_font_color(f, ink);
    format_set_border(f, LXW_BORDER_THIN);
    format_set_num_format(f, "@");
}

static void styles(struct book *b) {
    for (int i = 0; i < BOOK_STYLES; i++) b->style[i] = checked(workbook_add_format(b->w));
    format_set_num_format(b->style[BOOK_WORDS], "@");
    format_set_num_format(b->style[BOOK_DATE], "yyyy-mm-dd");
    format_set_num_format(b->style[BOOK_TIME], "hh:mm");
    format_set_bold(b->style[BOOK_TITLE]);
    format_set_text_wrap(b->style[BOOK_WRAPPED]);
    format_set_align(b->style[BOOK_WRAPPED], LXW_ALIGN_VERTICAL_TOP);
    header(b->style[BOOK_HEAD], 0xE3E8EE, 0x1B2733);
    header(b->style[BOOK_REQUIRED], 0x1F4E79, 0xFFFFFF);
}

static int make_part(struct book *b, struct err *e) {
    int fd = mkstemp(b->part);

    if (fd >= 0) return close(fd);
    b->part[0] = 0; /* there is nothing to remove */
    return err_set(e, RC_IO, "%s: %s", b->path, strerrordesc_np(errno));
}

int book_open(struct book **out, const char *path, int64_t t, struct err *e) {
    struct book *b = checked(calloc(1, sizeof *b));
    const char *slash = strrchr(path, '/');
    lxw_workbook_options options = {0};
    lxw_doc_properties made = {.created = t >= 1000 ? (time_t)(t / 1000) : 1};
    int rc;

    b->path = checked(strdup(path));
    b->folder = checked(slash ? strndup(path, (size_t)(slash - path) + 1) : strdup("."));
    if (asprintf(&b->part, "%s.XXXXXX", path) < 0) checked(NULL);
    if ((rc = make_part(b, e)) < 0) {
        book_close(b);
        return rc;
    }
    options.tmpdir = b->folder;
    b->w = checked(workbook_new_opt(b->part, &options));
    note(b, workbook_set_properties(b->w, &made));
    styles(b);
    *out = b;
    return 0;
}

void book_sheet(struct book *b, const char *name) {
    b->sheet = workbook_add_worksheet(b->w, name);
    if (!b->sheet) note(b, LXW_ERROR_INVALID_SHEETNAME_CHARACTER);
}

void book_text(struct book *b, uint32_t row, uint16_t column, struct span s,
               enum book_style style) {
    char *text;

    if (!b->sheet) return;
    text = checked(strndup(s.n ? s.p : "", s.n));
    note(b, worksheet_write_string(b->sheet, row, column, text, b->style[style]));
    free(text);
}

void book_number(struct book *b, uint32_t row, uint16_t column, double x) {
    if (b->sheet) note(b, worksheet_write_number(b->sheet, row, column, x, NULL));
}

void book_column(struct book *b, uint16_t column, double width, enum book_style style) {
    if (b->sheet) note(b, worksheet_set_column(b->sheet, column, column, width, b->style[style]));
}

void book_freeze(struct book *b, uint32_t rows, uint16_t columns) {
    if (b->sheet) worksheet_freeze_panes(b->sheet, rows, columns);
}

/* At most n bytes, not cutting a character. */
static void cut(char *to, size_t n, const char *from) {
    size_t len = from ? strlen(from) : 0;

    if (len > n) {
        len = n;
        while (len && ((unsigned char)from[len] & 0xc0) == 0x80) len--;
    }
    if (len) memcpy(to, from, len);
    to[len] = 0;
}

/* The library wants words that it could write to, and copies them. */
static size_t copy_choices(const char *const *choices, char *copy[CHOICES]) {
    size_t n = 0;

    for (; choices && choices[n]; n++) {
        assert(n + 1 < CHOICES);
        copy[n] = checked(strdup(choices[n]));
    }
    copy[n] = NULL;
    return n;
}

static void limit(lxw_data_validation *v, const struct book_rule *r, char **choices,
                  char *formula) {
    v->criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
    v->error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
    switch (r->limit) {
    case BOOK_ANY: v->validate = LXW_VALIDATION_TYPE_ANY; break;
    case BOOK_ONE_OF:
        v->criteria = LXW_VALIDATION_CRITERIA_NONE;
        v->validate = LXW_VALIDATION_TYPE_LIST;
        v->error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
        v->value_list = choices;
        break;
    case BOOK_NAMED:
        v->criteria = LXW_VALIDATION_CRITERIA_NONE;
        v->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        v->value_formula = formula;
        break;
    case BOOK_WHOLE:
        v->validate = LXW_VALIDATION_TYPE_INTEGER;
        v->error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
        v->minimum_number = (double)r->lo;
        v->maximum_number = (double)r->hi;
        break;
    case BOOK_SHARE:
        v->validate = LXW_VALIDATION_TYPE_DECIMAL;
        v->error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
        v->maximum_number = 1;
        break;
    case BOOK_DAY:
        v->validate = LXW_VALIDATION_TYPE_DATE;
        v->minimum_datetime = (lxw_datetime){.year = 1900, .month = 1, .day = 1};
        v->maximum_datetime = (lxw_datetime){.year = 2199, .month = 12, .day = 31};
        break;
    case BOOK_CLOCK:
        v->validate = LXW_VALIDATION_TYPE_TIME;
        v->maximum_datetime = (lxw_datetime){.hour = 23, .min = 59};
        break;
    }
}

void book_rule(struct book *b, uint16_t column, const struct book_rule *r) {
    char title[TITLE_BYTES + 1], message[MESSAGE_BYTES + 1], letters[LXW_MAX_COL_NAME_LENGTH],
        *formula = NULL, *choices[CHOICES];
    size_t n = copy_choices(r->choices, choices);
    lxw_data_validation v = {0};

    cut(title, TITLE_BYTES, r->title);
    cut(message, MESSAGE_BYTES, r->message);
    lxw_col_to_name(letters, r->column, LXW_TRUE);
    if (r->limit == BOOK_NAMED &&
        asprintf(&formula, "='%s'!%s$2:%s$%d", r->sheet, letters, letters, BOOK_ROWS + 1) < 0)
        checked(NULL);
    limit(&v, r, choices, formula);
    v.input_title = title;
    v.input_message = message;
    v.error_title = title;
    v.error_message = message;
    if (r->limit == BOOK_NAMED) LEAK_BEGIN();
    if (b->sheet)
        note(b, worksheet_data_validation_range(b->sheet, 1, column, BOOK_ROWS, column, &v));
    if (r->limit == BOOK_NAMED) LEAK_END();
    for (size_t i = 0; i < n; i++) free(choices[i]);
    free(formula);
}

int book_save(struct book *b, struct err *e) {
    lxw_error closed;

    if (b->first == LXW_NO_ERROR) {
        closed = workbook_close(b->w); /* frees it, also when it fails */
        b->w = NULL;
        if (closed != LXW_NO_ERROR)
            return err_set(e, RC_IO, "%s: %s", b->path, lxw_strerror(closed));
        if (rename(b->part, b->path) < 0)
            return err_set(e, RC_IO, "%s: %s", b->path, strerrordesc_np(errno));
        b->part[0] = 0;
        return 0;
    }
    return err_set(e, RC_LIMIT, "%s: %s", b->path, lxw_strerror(b->first));
}

void book_close(struct book *b) {
    if (!b) return;
    if (b->w) lxw_workbook_free(b->w);
    if (b->part && b->part[0]) unlink(b->part);
    free(b->part);
    free(b->path);
    free(b->folder);
    free(b);
}
