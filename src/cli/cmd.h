/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "base/err.h"
#include "cli/opt.h"
#include "cli/term.h"
#include "ingest/ingest.h"
#include "pipe/pipe.h"
#include "store/store.h"

#include <stdint.h>

/** A command, and what the commands share. To add one: a file cmd_NAME.c with a `const struct cmd
 * cmd_NAME`, a line in cmd_all, a line in meson.build, a golden test. */

/** One call of the program. */
struct cli {
    struct opt_values v;
    struct term term; /* of standard output */
    struct arena *a;  /* dies with the call */
    int64_t now;      /* UTC ms: the one look at the clock */
    bool warned;      /* of too few custodians (secret.h) */
};

/** What a command returns besides a negative rc. */
enum { CMD_DONE, CMD_NO, CMD_USAGE };

struct cmd {
    struct opt_command opt;
    /** Writes to standard output only what was asked for; notices go to standard error. @return
     * CMD_DONE; CMD_NO: done, and the answer is no; CMD_USAGE with a sentence; or below 0. */
    int (*run)(struct cli *x, struct err *e);
};

extern const struct cmd *const cmd_all[]; /* in the order of help, with headings together */
extern const size_t cmd_count;
const struct cmd *cmd_find(const char *name); /* NULL when there is none */
/** The option tables of all commands, cmd_count of them. */
const struct opt_command **cmd_tables(struct arena *a);

extern const struct cmd cmd_run, cmd_init, cmd_import, cmd_add, cmd_read, cmd_mark, cmd_review,
    cmd_template, cmd_slots, cmd_counts, cmd_claims, cmd_sources, cmd_media, cmd_log, cmd_explain,
    cmd_estimate, cmd_plan, cmd_check, cmd_rules, cmd_hypotheses, cmd_twolist, cmd_score,
    cmd_decode, cmd_legs, cmd_sweep, cmd_keys, cmd_identity, cmd_forget, cmd_lock, cmd_unlock,
    cmd_serve, cmd_report, cmd_export, cmd_stamp, cmd_bag, cmd_merge, cmd_backup, cmd_doctor,
    cmd_verify, cmd_rebuild, cmd_help, cmd_version;

/* clang-format off */
/** Options that several commands share, for their tables. */
#define CMD_JSON {"json", 0, OPT_FLAG, NULL, NULL, "print JSON, for programs"}
#define CMD_OWN {"own-names", 0, OPT_FLAG, NULL, NULL, "with --json: rows and legs by their own names, as the log has them; not to publish"}
#define CMD_RAW {"own-names", 0, OPT_FLAG, NULL, NULL, "with --json: as the case has it, notes, times and own names of rows; not to publish"}
#define CMD_CSV {"csv", 0, OPT_FLAG, NULL, NULL, "print CSV, for spreadsheets"}
#define CMD_AS_OF {"as-of", 0, OPT_TEXT, "DATE", NULL, "later flights are future (else: the latest date in the input)"}
#define CMD_INTERVAL {"interval", 0, OPT_TEXT, "P", NULL, "how sure, 0.5 to 0.99 (else 0.9: right 9 times in 10)"}
#define CMD_SEED {"seed", 0, OPT_TEXT, "N", NULL, "of the random numbers, 0 to 2147483647 (else 1)"}
#define CMD_ESTIMATE CMD_AS_OF, CMD_INTERVAL, CMD_SEED
/* clang-format on */

/** The options of CMD_ESTIMATE. @return 0, or CMD_USAGE. */
int cmd_options(const struct cli *x, struct pipe_options *o, struct err *e);

/** Opens a case to look at it, and says when it has too few custodians (secret.h). @return as store_open. */
MUST int cmd_case(struct cli *x, const char *path, struct store **st, struct err *e);

/** Opens a case, or takes a folder of sheets into one in memory, and computes its answer. `*answer` is the caller's. Same returns as a command. */
MUST int cmd_answer(struct cli *x, const char *path, json_t **answer, struct err *e);
/** The same with other options than the command's own. */
MUST int cmd_answer_with(struct cli *x, const char *path, const struct pipe_options *o,
                         json_t **answer, struct err *e);

/** Opens a case that is only read, or imports a folder, sheet or workbook into one in memory; the rows in force are there. What
 *  could not be read is said on standard error. @return 0; as store_open and ingest_path. */
MUST int cmd_open(struct cli *x, const char *path, struct store **st, struct err *e);

/** The rows in force, anew from the entries. In a case that is only read they lie beside the file, and what is shown comes from
 *  the entries whatever the file's derived tables say; the estimates for other programs that pipe_refresh also saves are not needed. */
MUST int cmd_derive(struct store *st, struct err *e);

/** Is this regular file a case, open or locked, by its first bytes? Anything else is not touched: a pipe would lose them.
 *  @return 1; 0; RC_IO: a file that cannot be opened. */
MUST int cmd_is_case(const char *path, struct err *e);

/** Writes to standard output; main looks at the stream before it exits. */
void cmd_write(struct buf *b);

/** As `--json` prints it: two spaces, keys in the order of docs/ANSWER.md, reals with 12 digits. */
void cmd_json(const json_t *v);

/** What may leave of an answer (report/allow.h), rows and legs under the names that are published (report/names.h).
 *  @param own under their own: the local page looks them up in the log. A new object. */
json_t *cmd_allowed(const json_t *answer, bool own);
/** Prints one member of an answer, of what may leave of it by published names; own: as the case has it. */
void cmd_list(const json_t *answer, const char *key, bool own);

/** May `--json` print what the case has by its own names? Without that it prints what may leave, by published names, whatever the command.
 *  @return 0; CMD_USAGE: --own-names without --json. */
MUST int cmd_own(const struct cli *x, bool *own, struct err *e);

/** What a command tells beside the answer, as it may leave: filtered, and published names for own ones (names_put). With --own-names as it is.
 *  @param allow of report/allow.h; NULL: all of it may. @param v the caller's, before and after. @return 0; as pipe_answer. */
MUST int cmd_told(struct cli *x, struct store *st, const struct pipe_options *o,
                  json_t *(*allow)(const json_t *), json_t **v, struct err *e);

/** The published name of each row, by its own (names_map): the caller's. @return 0; as pipe_answer. */
MUST int cmd_names(struct cli *x, struct store *st, const struct pipe_options *o, json_t **names,
                   struct err *e);

/** The row or leg that is published under a name which begins so, by its own name, in the arena. *own: NULL where there is none, or several.
 *  @return 0; as pipe_answer. */
MUST int cmd_own_name(struct cli *x, struct store *st, const struct pipe_options *o,
                      const char *what, const char **own, struct err *e);

/** A file appears whole or not at all: written beside its place and renamed; a link to a file is replaced,
 * not followed, and what is no file (a device, a pipe) is written to (part.h).
 *  @return 0; RC_CONFLICT: what is there is not to be replaced (spare.h); RC_IO. */
MUST int cmd_file(const struct cli *x, const char *path, struct span bytes, struct err *e);

/** One for each processor, at most CMD_JOBS: threads that read flight signals. */
size_t cmd_jobs(void);
#define CMD_JOBS 16

/** The base name of a path without its ending, as UTF-8: the name of a new case. */
const char *cmd_case_name(struct cli *x, const char *path);

/** Says on standard error what an import did not take and what it noticed. */
void cmd_tally(struct cli *x, const struct ingest_tally *t);
