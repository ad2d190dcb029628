/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/doc.h"

#include <ctype.h>
#include <string.h>

static const char lead[] = "How many people did that corridor move, and how do we know?";

static const struct {
    const char *code, *what;
} exits[] = {
    {"0", "done"},
    {"1", "the answer is no: verify found a broken entry"},
    {"2", "the command line is not understood"},
    {"3", "input refused: not of the form asked for, beyond a limit, not there, private, or "
          "contradicting the case"},
    {"4", "the system said no: file, disk, database"},
    {"5", "sealed: a key is needed"},
};

/* " [--json] CASE PATH..." */
static void synopsis(struct buf *out, const struct opt_command *c) {
    buf_puts(out, c->name);
    for (const struct opt_arg *a = c->args; a && a->name; a++)
        buf_printf(out, " %s%s%s%s", a->optional ? "[" : "", a->name, a->many ? "..." : "",
                   a->optional ? "]" : "");
    if (c->options->name) buf_puts(out, " [option...]");
}

static void option_head(struct buf *out, const struct opt *o) {
    if (o->letter) buf_printf(out, "-%c, ", o->letter);
    buf_printf(out, "--%s", o->name);
    if (o->value) buf_printf(out, " %s", o->value);
}

/* "  head          text", the text wrapped beside it; `wide` columns for the head. */
static void item(struct buf *out, const struct term *t, const char *head, int wide,
                 const char *text) {
    struct buf first = {0};

    buf_printf(&first, "  %-*s  ", wide, head);
    term_wrap(out, t, first.p, text);
    buf_fini(&first);
}

/* The help of an option or argument, with its words where it has a choice of them. */
static void help_text(struct buf *out, const char *help, const char *const *choice) {
    char all[256];

    out->n = 0;
    buf_puts(out, help);
    if (!choice) return;
    opt_words(choice, all, sizeof all);
    buf_printf(out, ": %s", all);
}

static void paragraphs(struct buf *out, const struct term *t, const char *text) {
    struct buf one = {0};

    while (*text) {
        const char *end = strstr(text, "\n\n");
        size_t n = end ? (size_t)(end - text) : strlen(text);

        one.n = 0;
        buf_add(&one, (struct span){text, n});
        term_wrap(out, t, "", one.p);
        if (end) buf_putc(out, '\n');
        text += end ? n + 2 : n;
    }
    buf_fini(&one);
}

static void heading(struct buf *out, const struct term *t, const char *s) {
    buf_printf(out, "\n%s%s%s\n", term_style(t, TERM_BOLD), s, term_style(t, TERM_PLAIN));
}

void doc_command(struct buf *out, const struct term *t, const struct opt_command *c) {
    struct buf head = {0}, help = {0};

    buf_puts(out, "headcount ");
    synopsis(out, c);
    buf_puts(out, "\n\n");
    buf_printf(&head, "%c%s.", toupper((unsigned char)c->summary[0]), c->summary + 1);
    term_wrap(out, t, "", head.p);
    if (c->about) {
        buf_putc(out, '\n');
        paragraphs(out, t, c->about);
    }
    if (c->args && c->args->name) heading(out, t, "Arguments");
    for (const struct opt_arg *a = c->args; a && a->name; a++) {
        help_text(&help, a->help, a->words);
        item(out, t, a->name, 20, help.p);
    }
    heading(out, t, "Options");
    for (const struct opt *o = c->options; o->name; o++) {
        head.n = 0;
        option_head(&head, o);
        help_text(&help, o->help, o->words);
        item(out, t, head.p, 20, help.p);
    }
    item(out, t, "-h, --help", 20, "this text");
    if (c->example) {
        heading(out, t, "Example");
        buf_printf(out, "  %s\n", c->example);
    }
    buf_fini(&head);
    buf_fini(&help);
}

void doc_program(struct buf *out, const struct term *t, const struct opt_command *const *all,
                 size_t n) {
    const char *group = "";

    buf_printf(out, "headcount COMMAND [argument...]\n\n%s\n", lead);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(group, all[i]->group) != 0) heading(out, t, group = all[i]->group);
        item(out, t, all[i]->name, 9, all[i]->summary);
    }
    buf_puts(out, "\nheadcount help COMMAND says more of one. To begin: headcount run FOLDER\n");
}

/* Text for roff: a backslash, and a full stop or apostrophe at the start of a line, would be
 * orders. */
static void roff(struct buf *out, const char *s) {
    if (*s == '.' || *s == '\'') buf_puts(out, "\\&");
    for (; *s; s++) {
        if (*s == '\\')
            buf_puts(out, "\\e");
        else if (*s == '-')
            buf_puts(out, "\\-");
        else
            buf_putc(out, *s);
        if (*s == '\n' && (s[1] == '.' || s[1] == '\'')) buf_puts(out, "\\&");
    }
}

static void roff_paragraphs(struct buf *out, const char *text) {
    for (const char *end; *text; text = end) {
        struct buf one = {0};

        end = strstr(text, "\n\n");
        if (!end) end = text + strlen(text);
        buf_add(&one, (struct span){text, (size_t)(end - text)});
        roff(out, one.p);
        buf_puts(out, "\n.PP\n");
        buf_fini(&one);
        if (*end) end += 2;
    }
}

static void man_command(struct buf *out, const struct opt_command *c) {
    struct buf head = {0}, help = {0};

    synopsis(&head, c);
    buf_puts(out, ".SS \"headcount ");
    roff(out, head.p);
    buf_printf(out, "\"\n%c", toupper((unsigned char)c->summary[0]));
    roff(out, c->summary + 1);
    buf_puts(out, ".\n.PP\n");
    if (c->about) roff_paragraphs(out, c->about);
    for (const struct opt_arg *a = c->args; a && a->name; a++) {
        buf_printf(out, ".TP\n.I %s\n", a->name);
        help_text(&help, a->help, a->words);
        roff(out, help.p);
        buf_putc(out, '\n');
    }
    for (const struct opt *o = c->options; o->name; o++) {
        head.n = 0;
        option_head(&head, o);
        buf_puts(out, ".TP\n.B ");
        roff(out, head.p);
        buf_putc(out, '\n');
        help_text(&help, o->help, o->words);
        roff(out, help.p);
        buf_putc(out, '\n');
    }
    buf_fini(&head);
    buf_fini(&help);
}

static void man_end(struct buf *out) {
    buf_puts(out, ".SH EXIT STATUS\n");
    for (size_t i = 0; i < sizeof exits / sizeof *exits; i++)
        buf_printf(out, ".TP\n.B %s\n%s\n", exits[i].code, exits[i].what);
    buf_puts(out, ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nset to anything: no colours\n"
                  ".TP\n.B COLUMNS\nwidth of what is printed, 40 to 100\n"
                  ".TP\n.BR LC_ALL \", \" LC_CTYPE \", \" LANG\nwhether the terminal shows "
                  "UTF\\-8; otherwise plain ASCII is printed\n");
}

static void upper(struct buf *out, const char *s) {
    for (; *s; s++) buf_putc(out, (char)toupper((unsigned char)*s));
}

void doc_man(struct buf *out, const struct opt_command *const *all, size_t n) {
    const char *group = "";

    buf_puts(out, ".TH HEADCOUNT 1 \"\" \"headcount " HEADCOUNT_VERSION "\" \"User Commands\"\n"
                  ".SH NAME\nheadcount \\- people moved on a flight corridor, with the evidence\n"
                  ".SH SYNOPSIS\n.B headcount\n.I COMMAND\n[argument...]\n.SH DESCRIPTION\n");
    buf_printf(out,
               "%s\n.PP\nheadcount turns schedules, flight sightings and eyewitness counts into a "
               "figure with its interval: what was\n"
               "seen, what is estimated, what the seats allow. A case is one file; a folder of CSV "
               "sheets or a workbook can be\n"
               "answered without one. It works without a network, sends nothing anywhere, and "
               "connects only to a receiver that decode --connect names.\n",
               lead);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(group, all[i]->group) != 0) {
            group = all[i]->group;
            buf_puts(out, ".SH ");
            upper(out, group);
            buf_putc(out, '\n');
        }
        man_command(out, all[i]);
    }
    man_end(out);
}

/* Inside single quotes of a shell. */
static void quoted(struct buf *out, const char *s) {
    buf_putc(out, '\'');
    for (; *s; s++) {
        if (*s == '\'')
            buf_puts(out, "'\\''");
        else
            buf_putc(out, *s);
    }
    buf_putc(out, '\'');
}

static void words(struct buf *out, const char *const *w) {
    for (size_t i = 0; w[i]; i++) buf_printf(out, "%s%s", i ? " " : "", w[i]);
}

static void bash_command(struct buf *out, const struct opt_command *c) {
    buf_printf(out, "  %s)\n    case $prev in\n", c->name);
    for (const struct opt *o = c->options; o->name; o++) {
        if (o->kind == OPT_FLAG) continue;
        buf_printf(out, "    --%s", o->name);
        if (o->letter) buf_printf(out, "|-%c", o->letter);
        buf_puts(out, ") words=\"");
        if (o->words) words(out, o->words);
        buf_printf(out, "\"; files=%s;;\n", opt_path(o->kind) ? "yes" : "no");
    }
    buf_puts(out, "    *) words=\"");
    for (const struct opt *o = c->options; o->name; o++) buf_printf(out, "--%s ", o->name);
    buf_puts(out, "--help");
    for (const struct opt_arg *a = c->args; a && a->name; a++)
        if (a->words) buf_putc(out, ' '), words(out, a->words);
    buf_puts(out, "\"; files=yes;;\n    esac;;\n");
}

static void bash(struct buf *out, const struct opt_command *const *all, size_t n) {
    buf_puts(out, "# bash completion for headcount\n_headcount() {\n"
                  "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words= "
                  "files=no\n  COMPREPLY=()\n"
                  "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    words=\"");
    for (size_t i = 0; i < n; i++) buf_printf(out, "%s%s", i ? " " : "", all[i]->name);
    buf_puts(out, "\"\n  else case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; i < n; i++) bash_command(out, all[i]);
    buf_puts(out,
             "  esac; fi\n  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
             "  if [ \"$files\" = yes ] && [ \"${cur#-}\" = \"$cur\" ]; then\n"
             "    local f; while IFS= read -r f; do COMPREPLY+=(\"$f\"); done < <(compgen -f -- "
             "\"$cur\")\n"
             "    compopt -o filenames 2>/dev/null\n  fi\n}\ncomplete -F _headcount headcount\n");
}

/* A colon or bracket would end a description of _arguments. */
static void zsh_text(struct buf *out, const char *s) {
    struct buf safe = {0};

    for (; *s; s++) {
        if (strchr(":[]\\", *s)) buf_putc(&safe, '\\');
        buf_putc(&safe, *s);
    }
    buf_puts(&safe, "");
    for (const char *p = safe.p; *p; p++) {
        if (*p == '\'')
            buf_puts(out, "'\\''");
        else
            buf_putc(out, *p);
    }
    buf_fini(&safe);
}

static void zsh_values(struct buf *out, const char *name, enum opt_kind kind,
                       const char *const *w) {
    buf_printf(out, ":%s:", name);
    if (w) {
        buf_putc(out, '(');
        words(out, w);
        buf_putc(out, ')');
    } else if (opt_path(kind)) {
        buf_puts(out, "_files");
    }
}

static void zsh_command(struct buf *out, const struct opt_command *c) {
    buf_printf(out, "    %s) _arguments '(- *)'{-h,--help}'[this text]'", c->name);
    for (const struct opt *o = c->options; o->name; o++) {
        if (o->letter)
            buf_printf(out, " '(-%c --%s)'{-%c,--%s}'[", o->letter, o->name, o->letter, o->name);
        else
            buf_printf(out, " '--%s[", o->name);
        zsh_text(out, o->help);
        buf_putc(out, ']');
        if (o->kind != OPT_FLAG) zsh_values(out, o->value, o->kind, o->words);
        buf_putc(out, '\'');
    }
    for (const struct opt_arg *a = c->args; a && a->name; a++) {
        buf_puts(out, a->many ? " '*" : a->optional ? " ':" : " '");
        zsh_values(out, a->name, a->kind, a->words);
        buf_putc(out, '\'');
    }
    buf_puts(out, ";;\n");
}

static void zsh(struct buf *out, const struct opt_command *const *all, size_t n) {
    buf_puts(out, "#compdef headcount\n_headcount() {\n  local -a commands=(\n");
    for (size_t i = 0; i < n; i++) {
        buf_printf(out, "    '%s:", all[i]->name);
        zsh_text(out, all[i]->summary);
        buf_puts(out, "'\n");
    }
    buf_puts(out, "  )\n  if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
                  "  shift words; (( CURRENT-- ))\n  case $words[1] in\n");
    for (size_t i = 0; i < n; i++) zsh_command(out, all[i]);
    buf_puts(out, "  esac\n}\n_headcount \"$@\"\n");
}

static void fish(struct buf *out, const struct opt_command *const *all, size_t n) {
    buf_puts(out, "# fish completion for headcount\n");
    for (size_t i = 0; i < n; i++) {
        buf_printf(out, "complete -c headcount -n __fish_use_subcommand -f -a %s -d ",
                   all[i]->name);
        quoted(out, all[i]->summary);
        buf_putc(out, '\n');
        for (const struct opt *o = all[i]->options; o->name; o++) {
            buf_printf(out, "complete -c headcount -n '__fish_seen_subcommand_from %s' -l %s",
                       all[i]->name, o->name);
            if (o->letter) buf_printf(out, " -s %c", o->letter);
            if (o->kind != OPT_FLAG) buf_puts(out, opt_path(o->kind) ? " -r" : " -x");
            if (o->words) {
                buf_puts(out, " -a '");
                words(out, o->words);
                buf_putc(out, '\'');
            }
            buf_puts(out, " -d ");
            quoted(out, o->help);
            buf_putc(out, '\n');
        }
    }
}

void doc_completion(struct buf *out, const char *shell, const struct opt_command *const *all,
                    size_t n) {
    if (strcmp(shell, "bash") == 0) bash(out, all, n);
    if (strcmp(shell, "zsh") == 0) zsh(out, all, n);
    if (strcmp(shell, "fish") == 0) fish(out, all, n);
}
