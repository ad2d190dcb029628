/* SPDX-License-Identifier: Apache-2.0 */
/* The marks are those of the formats' own specifications. A container that begins with a size
 * (ISO media) has its mark at byte 4, and says at byte 8 whose it is. */
#include "media/kind.h"

static bool at(struct span s, size_t from, const char *mark, size_t n) {
    return s.n >= from + n && memcmp(s.p + from, mark, n) == 0;
}

static const struct media_kind *iso(struct span s) {
    static const struct {
        const char *brand;
        struct media_kind kind;
    } brands[] = {
        {"heic", {"image/heic", MEDIA_PICTURE}},     {"heix", {"image/heic", MEDIA_PICTURE}},
        {"mif1", {"image/heif", MEDIA_PICTURE}},     {"avif", {"image/avif", MEDIA_PICTURE}},
        {"qt  ", {"video/quicktime", MEDIA_MOTION}}, {"M4A ", {"audio/mp4", MEDIA_SOUND}},
        {"3gp", {"video/3gpp", MEDIA_MOTION}},       {"", {"video/mp4", MEDIA_MOTION}},
    };
    size_t i = 0;

    while (!at(s, 8, brands[i].brand, strlen(brands[i].brand)) && *brands[i].brand) i++;
    return &brands[i].kind;
}

static const struct media_kind *riff(struct span s) {
    static const struct media_kind webp = {"image/webp", MEDIA_PICTURE},
                                   avi = {"video/x-msvideo", MEDIA_MOTION},
                                   wav = {"audio/wav", MEDIA_SOUND};

    if (at(s, 8, "WEBP", 4)) return &webp;
    if (at(s, 8, "AVI ", 4)) return &avi;
    return at(s, 8, "WAVE", 4) ? &wav : NULL;
}

#define MARK(from, mark, type, is)                                                                 \
    {                                                                                              \
        from, mark, sizeof(mark) - 1, {                                                            \
            type, is                                                                               \
        }                                                                                          \
    }

const struct media_kind *media_kind(struct span head) {
    const struct span s = head;
    static const struct {
        size_t from;
        const char *mark;
        size_t n;
        struct media_kind kind;
    } marks[] = {
        MARK(0, "\xff\xd8\xff", "image/jpeg", MEDIA_PICTURE),
        MARK(0, "\x89PNG\r\n\x1a\n", "image/png", MEDIA_PICTURE),
        MARK(0, "GIF8", "image/gif", MEDIA_PICTURE),
        MARK(0, "II*\0", "image/tiff", MEDIA_PICTURE),
        MARK(0, "MM\0*", "image/tiff", MEDIA_PICTURE),
        MARK(0, "\x1a\x45\xdf\xa3", "video/x-matroska", MEDIA_MOTION),
        MARK(0, "\0\0\1\xba", "video/mpeg", MEDIA_MOTION),
        MARK(0, "FLV\1", "video/x-flv", MEDIA_MOTION),
        MARK(0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf", MEDIA_MOTION),
        MARK(0, "OggS", "audio/ogg", MEDIA_SOUND),
        MARK(0, "fLaC", "audio/flac", MEDIA_SOUND),
        MARK(0, "ID3", "audio/mpeg", MEDIA_SOUND),
        MARK(0, "#!AMR", "audio/amr", MEDIA_SOUND),
        MARK(0, "%PDF", "application/pdf", MEDIA_NEITHER),
        MARK(0, "PK\3\4", "application/zip", MEDIA_NEITHER),
        MARK(0, "PK\5\6", "application/zip", MEDIA_NEITHER),
        MARK(0, "\x1f\x8b", "application/gzip", MEDIA_NEITHER),
        MARK(0, "BM", "image/bmp", MEDIA_PICTURE),
    };
    static const struct media_kind ts = {"video/mp2t", MEDIA_MOTION},
                                   none = {"application/octet-stream", MEDIA_NEITHER};
    const struct media_kind *k;

    if (at(s, 4, "ftyp", 4)) return iso(s);
    if (at(s, 4, "moov", 4) || at(s, 4, "mdat", 4) || at(s, 4, "wide", 4))
        return iso((struct span){"", 0});
    if (at(s, 0, "RIFF", 4) && (k = riff(s))) return k;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (at(s, marks[i].from, marks[i].mark, marks[i].n)) return &marks[i].kind;
    if (at(s, 0, "G", 1) && at(s, 188, "G", 1) && at(s, 376, "G", 1)) return &ts;
    return &none;
}
