/* SPDX-License-Identifier: Apache-2.0 */
/* The zones of this machine. The name of a zone comes from a table or a person and becomes part of
 * a path, so its characters are checked first: no dot can occur in it, hence no way up. */
#include "pipe/zone.h"

#include "pack/pack.h"

#define FOLDER "/usr/share/zoneinfo/"
#define NAME_BYTES 64
#define ZONE_BYTES ((size_t)64 << 10)
#define INDEX_BYTES ((size_t)1 << 20) /* tzdata.zi has 107 KB in 2025b */

static bool name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '+' || c == '-';
}

static bool name_ok(struct span s) {
    bool part = false; /* something stands since the last slash */

    if (s.n == 0 || s.n > NAME_BYTES) return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '/' ? !part : !name_char(s.p[i])) return false;
        part = s.p[i] != '/';
    }
    return part;
}

int zone_load(struct arena *a, const char *iana_name, struct tz **out, struct err *e) {
    struct span bytes;
    int rc;

    if (!name_ok(span_of(iana_name)))
        return err_set(e, RC_RANGE, "zone: a name of letters, digits, _ + - and / was expected");
    rc = pack_file(a, arena_printf(a, FOLDER "%s", iana_name), ZONE_BYTES, &bytes, e);
    if (rc == RC_NOTFOUND)
        return err_set(e, RC_NOTFOUND,
                       "zone %s: not in this machine's zone data (%s); is tzdata installed?",
                       iana_name, zone_version(a));
    if (rc == 0) rc = tz_read(a, bytes, out, e);
    if (rc < 0) err_at(e, "zone %s", iana_name);
    return rc;
}

const char *zone_version(struct arena *a) {
    static const char head[] = "# version ";
    struct err ignored;
    struct span text, version;
    const char *end;

    if (pack_file(a, FOLDER "tzdata.zi", INDEX_BYTES, &text, &ignored) < 0) return "unknown";
    if (text.n < sizeof head || memcmp(text.p, head, sizeof head - 1) != 0) return "unknown";
    end = memchr(text.p, '\n', text.n);
    version = span_trim(
        (struct span){text.p + sizeof head - 1,
                      (size_t)((end ? end : text.p + text.n) - text.p) - (sizeof head - 1)});
    for (size_t i = 0; i < version.n; i++)
        if (!name_char(version.p[i])) return "unknown";
    return version.n && version.n <= NAME_BYTES ? arena_dup(a, version) : "unknown";
}
