/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"
#include "base/utc.h"
#include "cli/cmd.h"
#include "cli/decode.h"
#include "cli/shut_in.h"
#include "pack/flow.h"
#include "pack/tcp.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define RATIO 2000 /* gzip cannot do more than 1,032; a zstd of zeros is refused */
#define BLOCK ((size_t)1 << 18)
#define FOR_MOST INT64_C(31622400) /* a leap year */

/* --- options --- */

static int usage(struct err *e, const char *option) {
    err_at(e, "--%s", option);
    return CMD_USAGE;
}

/* `UTC`, `Z`, `+03:00`, `-3`: minutes east. */
static int zone_of(const char *s, int32_t *minutes, struct err *e) {
    struct span hour = span_of(s), minute = SPAN("0");
    const char *colon = strchr(s, ':');
    int64_t h, m;

    *minutes = 0;
    if (strcmp(s, "UTC") == 0 || strcmp(s, "Z") == 0) return 0;
    if (colon) {
        hour.n = (size_t)(colon - s);
        minute = span_of(colon + 1);
    }
    if ((*s != '+' && *s != '-') || num_int(hour, -14, 14, &h, e) < 0 ||
        num_int(minute, 0, 59, &m, e) < 0 || (int)(llabs(h) * 60 + m) > SBS_ZONE_MINUTES)
        return err_set(e, RC_SYNTAX, "a zone is UTC, or hours east of it as +03:00, up to 14");
    *minutes = (int32_t)(llabs(h) * 60 + m) * (*s == '-' ? -1 : 1);
    return 0;
}

/* An instant, perhaps with a fraction of a second: recorders know more than a whole one. */
static int start_of(struct arena *a, const char *s, int64_t *ms, struct err *e) {
    const char *dot = strchr(s, '.');
    int64_t part = 0, unit = 100;
    char *whole;
    int rc;

    if (!dot) return utc_instant_read(span_of(s), ms, e);
    whole = arena_dup(a, (struct span){s, (size_t)(dot - s)});
    for (dot++; *dot >= '0' && *dot <= '9'; dot++, unit /= 10) part += (*dot - '0') * unit;
    rc = utc_instant_read(span_of(arena_printf(a, "%s%s", whole, dot)), ms, e);
    if (rc == 0) *ms += part;
    return rc;
}

static int receiver_of(const char *s, struct decoder_options *o, struct err *e) {
    const char *comma = strchr(s, ',');

    if (!comma) return err_set(e, RC_SYNTAX, "wants latitude and longitude, as 43.63,1.37");
    o->has_receiver = true;
    if (num_real((struct span){s, (size_t)(comma - s)}, -90, 90, &o->lat_deg, e) < 0) {
        err_at(e, "latitude");
        return e->rc;
    }
    if (num_real(span_of(comma + 1), -180, 180, &o->lon_deg, e) < 0) {
        err_at(e, "longitude");
        return e->rc;
    }
    return 0;
}

static int by_key(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static int hexes_of(struct arena *a, const char *s, struct decode_options *o, struct err *e) {
    uint32_t *v = ARENA_ARRAY(a, uint32_t, DECODE_HEXES);
    size_t n = 0;

    for (; *s; s += *s == ',') {
        uint32_t key = *s == '~' ? (s++, DECODE_OTHER) : 0;
        size_t digits = strspn(s, "0123456789abcdefABCDEF");

        if (digits != 6 || (s[6] && s[6] != ','))
            return err_set(e, RC_SYNTAX, "addresses are six hex digits each, apart by commas");
        if (n == DECODE_HEXES) return err_set(e, RC_LIMIT, "more than %d addresses", DECODE_HEXES);
        v[n++] = key | (uint32_t)strtoul(s, NULL, 16);
        s += 6;
    }
    if (!n) return err_set(e, RC_SYNTAX, "no address");
    qsort(v, n, sizeof *v, by_key);
    o->hex = v;
    o->hexes = n;
    return 0;
}

static int shape_of(const struct cli *x, struct decode_options *o, struct err *e) {
    bool csv = opt_value(&x->v, "csv"), json = opt_value(&x->v, "json"),
         messages = opt_value(&x->v, "messages"), positions = opt_value(&x->v, "positions");

    if (csv && json) {
        err_put(e, RC_SYNTAX, "--csv and --json: one of the two");
        return CMD_USAGE;
    }
    if (messages && positions) {
        err_put(e, RC_SYNTAX, "--messages and --positions: one of the two");
        return CMD_USAGE;
    }
    o->what = messages ? DECODE_MESSAGES : positions ? DECODE_POSITIONS : DECODE_TABLE;
    o->as = json ? DECODE_JSON : csv || o->what != DECODE_TABLE ? DECODE_CSV : DECODE_PEOPLE;
    o->stats = opt_value(&x->v, "stats");
    return 0;
}

static int options_of(const struct cli *x, struct decode_options *o, struct err *e) {
    const char *start = opt_value(&x->v, "start"), *zone = opt_value(&x->v, "zone"),
               *receiver = opt_value(&x->v, "receiver"), *hex = opt_value(&x->v, "hex"),
               *ticks = opt_value(&x->v, "ticks");
    int rc = shape_of(x, o, e);

    if (rc) return rc;
    if (start && start_of(x->a, start, &o->start_ms, e) < 0) return usage(e, "start");
    if (zone && zone_of(zone, &o->zone_minutes, e) < 0) return usage(e, "zone");
    if (receiver && receiver_of(receiver, &o->mode_s, e) < 0) return usage(e, "receiver");
    if (hex && hexes_of(x->a, hex, o, e) < 0) return usage(e, "hex");
    o->has_start = start;
    o->has_zone = zone;
    o->mode_s.mend = opt_value(&x->v, "fix-bits");
    o->trust_start = opt_value(&x->v, "trust-start");
    if (ticks)
        o->mode_s.frames.ticks = strcmp(ticks, "gps") == 0 ? FRAMES_TICKS_GPS : FRAMES_TICKS_12MHZ;
    return 0;
}

/* --- the stream --- */

static int64_t clock_ms(void) {
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* SIGINT and --for end a stream as its end would. The descriptor becomes the empty device: a read
 * that waits is interrupted, and the next one finds nothing, whichever comes first. */
static volatile sig_atomic_t ending_fd = -1, empty_fd = -1;

static void on_end(int sig) {
    int code = errno;

    (void)sig;
    if (ending_fd >= 0 && empty_fd >= 0) (void)dup2(empty_fd, ending_fd);
    errno = code;
}

static int endable(int fd, int64_t for_s, struct err *e) {
    struct sigaction act = {.sa_handler = on_end, .sa_flags = (int)SA_RESETHAND};

    empty_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (empty_fd < 0) return err_set(e, RC_IO, "/dev/null: %s", strerrordesc_np(errno));
    ending_fd = fd;
    sigemptyset(&act.sa_mask);
    sigaction(SIGINT, &act, NULL); /* a second one ends the program */
    sigaction(SIGTERM, &act, NULL);
    sigaction(SIGALRM, &act, NULL);
    if (for_s) alarm((unsigned)for_s);
    return 0;
}

/* A feed has no time of its own for its ticks but now. */
static void anchor(struct decode *d, const struct decode_options *o, bool first) {
    int64_t now = clock_ms();

    if (first && o->has_start) return;
    decode_anchor(d, now);
    fprintf(stderr,
            "note: %s; ticks without a time count from now, %s by the clock of this computer\n",
            first ? "connected" : "the counter of ticks began anew", utc_instant_text(now).s);
}

/* @param live lines are seen as they come. @param clocked the computer's clock may be looked at. */
static int read_all(struct decode *d, const struct decode_options *o, struct flow *f, bool live,
                    bool clocked, struct err *e) {
    char *block = malloc(BLOCK);
    uint64_t restarts = 0;
    bool first = true;
    int rc = block ? 0 : err_set(e, RC_IO, "out of memory");
    size_t n;

    while (rc == 0 && (n = flow_some(f, block, BLOCK))) {
        if (clocked && first) anchor(d, o, true);
        first = false;
        rc = decode_feed(d, (struct span){block, n}, e);
        if (clocked && decode_restarts(d) != restarts) anchor(d, o, false);
        restarts = decode_restarts(d);
        if (live) fflush(stdout);
    }
    free(block);
    return rc;
}

/* What came before a break is told all the same; the break is what is said. */
static int decode_flow(struct cli *x, const struct decode_options *o, struct flow *f, bool live,
                       bool clocked, struct err *e) {
    struct decode *d = decode_begin(x->a, o, stdout, stderr);
    int rc;

    flow_unpack(f, RATIO);
    rc = read_all(d, o, f, live, clocked, e);
    if (rc < 0) return rc;
    if (!flow_fault(f) || flow_taken(f)) rc = decode_end(d, e);
    if (!flow_fault(f)) return rc;
    *e = *flow_fault(f);
    return e->rc;
}

static int open_one(const char *path, int *fd, struct err *e) {
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (*fd >= 0) return 0;
    return errno == ENOENT || errno == ENOTDIR ? err_set(e, RC_NOTFOUND, "no such file")
                                               : err_set(e, RC_IO, "%s", strerrordesc_np(errno));
}

static bool regular(const char *path) {
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* A pipe or device. */
static int from_fd(struct cli *x, const struct decode_options *o, int fd, int64_t for_s,
                   bool clocked, struct err *e) {
    struct flow *f = flow_new();
    int rc = endable(fd, for_s, e);

    flow_fd(f, fd);
    if (rc == 0) rc = decode_flow(x, o, f, true, clocked, e);
    flow_free(f);
    return rc;
}

/* Before any of them is read: the fault of a file in the middle would not say whose it is. */
static int all_there(struct cli *x, struct err *e) {
    for (size_t i = 0; i < x->v.n; i++) {
        int fd, rc = open_one(x->v.arg[i], &fd, e);

        if (rc == 0) close(fd);
        if (rc == 0 && !regular(x->v.arg[i]))
            rc = err_set(e, RC_IO, "this is not a regular file; it can only be read alone");
        if (rc == 0) continue;
        err_at(e, "%s", x->v.arg[i]);
        return rc;
    }
    return 0;
}

static int from_files(struct cli *x, const struct decode_options *o, struct err *e) {
    struct flow *f;
    int rc;

    if (x->v.n > 1 && (rc = all_there(x, e)) < 0) return rc;
    f = flow_new();
    flow_files(f, (const char *const *)x->v.arg, x->v.n);
    rc = decode_flow(x, o, f, false, false, e);
    flow_free(f);
    if (rc < 0) err_at(e, "%s", x->v.n > 1 ? "the files" : x->v.arg[0]);
    return rc;
}

static int from_paths(struct cli *x, const struct decode_options *o, struct err *e) {
    const char *path = x->v.arg[0];
    bool is_input = strcmp(path, "-") == 0;
    int fd = STDIN_FILENO, rc = 0;

    if (x->v.n > 1 || regular(path)) return from_files(x, o, e);
    if (!is_input) rc = open_one(path, &fd, e);
    if (rc == 0) rc = from_fd(x, o, fd, 0, false, e);
    if (!is_input && fd > STDIN_FILENO) close(fd);
    if (rc < 0) err_at(e, "%s", is_input ? "standard input" : path);
    return rc;
}

static int from_host(struct cli *x, const struct decode_options *o, const char *host, int64_t for_s,
                     struct err *e) {
    int fd, rc = tcp_connect(host, TCP_LIMIT_MS, &fd, e);

    if (rc == RC_SYNTAX) return usage(e, "connect");
    if (rc < 0) return rc;
    rc = shut_in(x, NULL, NULL, e);
    if (rc == 0) rc = from_fd(x, o, fd, for_s, true, e);
    close(fd);
    if (rc < 0) err_at(e, "%s", host);
    return rc;
}

static int run(struct cli *x, struct err *e) {
    const char *host = opt_value(&x->v, "connect"), *limit = opt_value(&x->v, "for");
    struct decode_options o = {0};
    int64_t for_s = 0;
    int rc = options_of(x, &o, e);

    if (rc) return rc;
    if (limit && num_int(span_of(limit), 1, FOR_MOST, &for_s, e) < 0) return usage(e, "for");
    if (limit && !host) {
        err_put(e, RC_SYNTAX, "--for goes with --connect");
        return CMD_USAGE;
    }
    if (host ? x->v.n > 0 : x->v.n == 0) {
        err_put(e, RC_SYNTAX,
                host ? "a FILE or --connect: one of the two"
                     : "FILE is missing: a recording (- is standard input)");
        return CMD_USAGE;
    }
    for (size_t i = 0; i < x->v.n && x->v.n > 1; i++)
        if (strcmp(x->v.arg[i], "-") == 0) {
            err_put(e, RC_SYNTAX, "standard input (-) stands alone");
            return CMD_USAGE;
        }
    if (host) return from_host(x, &o, host, for_s, e);
    rc = shut_in(x, NULL, NULL, e);
    return rc < 0 ? rc : from_paths(x, &o, e);
}

static const char *const tick_words[] = {"12mhz", "gps", NULL};
static const struct opt_arg args[] = {
    {"FILE", OPT_FILE, true, true, NULL,
     "a recording, as it is or packed by gzip or zstd (- is standard input); several are read as "
     "one, in this order"},
    {0}};
static const struct opt options[] = {
    {"messages", 0, OPT_FLAG, NULL, NULL, "each message, a line of CSV"},
    {"positions", 0, OPT_FLAG, NULL, NULL, "each position with a time that is UTC, a line of CSV"},
    CMD_CSV,
    {"json", 0, OPT_FLAG, NULL, NULL, "lines of JSON instead"},
    {"stats", 0, OPT_FLAG, NULL, NULL,
     "all counters at the end, on standard error; with --json one line of JSON, the last"},
    {"hex", 0, OPT_TEXT, "ADDRESS,...", NULL,
     "lines of these aircraft only, six hex digits each (~ in front: not ICAO's)"},
    {"start", 0, OPT_TEXT, "TIME", NULL,
     "when the first frame was received, as 2018-04-03T12:00:00.250Z: recordings of ticks do not "
     "say; of SBS without dates, when its offsets begin"},
    {"ticks", 0, OPT_WORD, "KIND", tick_words,
     "what ticks count, where the recording does not say"},
    {"zone", 0, OPT_TEXT, "ZONE", NULL,
     "of SBS times, which do not say: UTC, or hours east of it as +03:00"},
    {"trust-start", 0, OPT_FLAG, NULL, NULL, "believe START lines of SBS"},
    {"receiver", 0, OPT_TEXT, "LAT,LON", NULL,
     "where all of it was received: places aircraft on the ground, bounds the others to 800 km"},
    {"fix-bits", 0, OPT_FLAG, NULL, NULL,
     "mend squitters of known aircraft that one changed bit makes whole"},
    {"connect", 0, OPT_TEXT, "HOST:PORT", NULL,
     "listen to a receiver, as localhost:30005, instead of reading files"},
    {"for", 0, OPT_TEXT, "SECONDS", NULL, "end after so long (else with the feed, or Ctrl-C)"},
    {0},
};
const struct cmd cmd_decode = {
    .opt = {.name = "decode",
            .group = "Listen",
            .summary =
                "turn receivers' recordings (Mode S, ADS-B, SBS) into positions and messages",
            .about =
                "Beast, AVR, jet1090's JSON lines and SBS-1 are told apart by what is in them. "
                "Without an option it prints a table of the aircraft heard. What was not used is "
                "said on standard error, with its place.\n\n"
                "A recording gives the same lines at any speed, and no clock is looked at. Nothing "
                "is connected to unless --connect says so: then the clock of this computer gives "
                "ticks their time, nothing is sent, and lines come as they are heard.",
            .example = "headcount decode log.beast.gz --start 2018-04-03T12:00:00Z --positions",
            .args = args,
            .options = options},
    .run = run,
};
