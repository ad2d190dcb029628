/* SPDX-License-Identifier: Apache-2.0 */
/* A closed list decides what is kept: times, sizes, kinds of stream. Of the rest only the class is
 * told. What is on no list is told as well, since a field that we do not know may name anybody.
 *
 * Values written by the encoder that made the file ("Lavc59.37.100") say nothing of its owner. */
#include "media/facts.h"

#include "base/num.h"

static bool in_list(const char *const *list, const char *s) {
    while (*list && strcmp(*list, s) != 0) list++;
    return *list;
}

/* Of the format, not of a person, a place or a device. */
static const char *const harmless[] = {"SourceFile",
                                       "ExifToolVersion",
                                       "FileType",
                                       "FileTypeExtension",
                                       "MIMEType",
                                       "ExifByteOrder",
                                       "ImageWidth",
                                       "ImageHeight",
                                       "EncodingProcess",
                                       "BitsPerSample",
                                       "ColorComponents",
                                       "YCbCrSubSampling",
                                       "YCbCrPositioning",
                                       "YCbCrCoefficients",
                                       "JFIFVersion",
                                       "ResolutionUnit",
                                       "XResolution",
                                       "YResolution",
                                       "ExifVersion",
                                       "ComponentsConfiguration",
                                       "FlashpixVersion",
                                       "ColorSpace",
                                       "ExifImageWidth",
                                       "ExifImageHeight",
                                       "Orientation",
                                       "Compression",
                                       "BitDepth",
                                       "ColorType",
                                       "Filter",
                                       "Interlace",
                                       "Gamma",
                                       "SRGBRendering",
                                       "PixelUnits",
                                       "PixelsPerUnitX",
                                       "PixelsPerUnitY",
                                       "Palette",
                                       "Transparency",
                                       "BackgroundColor",
                                       "GIFVersion",
                                       "HasColorMap",
                                       "ColorResolutionDepth",
                                       "AnimationIterations",
                                       "FrameCount",
                                       "VP8Version",
                                       "HorizontalScale",
                                       "VerticalScale",
                                       "WebP_Flags",
                                       "MajorBrand",
                                       "MinorVersion",
                                       "CompatibleBrands",
                                       "MediaDataSize",
                                       "MediaDataOffset",
                                       "MovieHeaderVersion",
                                       "TimeScale",
                                       "Duration",
                                       "PreferredRate",
                                       "PreferredVolume",
                                       "MatrixStructure",
                                       "PreviewTime",
                                       "PreviewDuration",
                                       "PosterTime",
                                       "SelectionTime",
                                       "SelectionDuration",
                                       "CurrentTime",
                                       "NextTrackID",
                                       "HandlerType",
                                       "HandlerVendorID",
                                       "TrackHeaderVersion",
                                       "TrackID",
                                       "TrackDuration",
                                       "TrackLayer",
                                       "TrackVolume",
                                       "MediaHeaderVersion",
                                       "MediaTimeScale",
                                       "MediaDuration",
                                       "MediaLanguageCode",
                                       "GraphicsMode",
                                       "OpColor",
                                       "CompressorID",
                                       "SourceImageWidth",
                                       "SourceImageHeight",
                                       "PixelAspectRatio",
                                       "BufferSize",
                                       "MaxBitrate",
                                       "AverageBitrate",
                                       "VideoFrameRate",
                                       "Balance",
                                       "AudioFormat",
                                       "AudioChannels",
                                       "AudioBitsPerSample",
                                       "AudioSampleRate",
                                       "ColorProfiles",
                                       "ColorPrimaries",
                                       "TransferCharacteristics",
                                       "MatrixCoefficients",
                                       "VideoFullRangeFlag",
                                       "PlanarConfiguration",
                                       "PhotometricInterpretation",
                                       "SamplesPerPixel",
                                       "RowsPerStrip",
                                       "StripOffsets",
                                       "StripByteCounts",
                                       "NumColors",
                                       "NumImportantColors",
                                       "Planes",
                                       "BMPVersion",
                                       "ImageLength",
                                       "GPSVersionID",
                                       "EBMLVersion",
                                       "EBMLReadVersion",
                                       "DocType",
                                       "DocTypeVersion",
                                       "DocTypeReadVersion",
                                       "TimecodeScale",
                                       "TrackNumber",
                                       "TrackType",
                                       "CodecID",
                                       NULL};

/* Words of the encoders and of nobody's. */
static const char *const encoders[] = {"Lavc",
                                       "Lavf",
                                       "VideoHandler",
                                       "SoundHandler",
                                       "DataHandler",
                                       "Core Media ",
                                       "ISO Media file produced by Google",
                                       NULL};

static const char *const times[] = {
    "DateTimeOriginal", "CreateDate",      "ModifyDate",   "MediaCreateDate",   "MediaModifyDate",
    "TrackCreateDate",  "TrackModifyDate", "CreationDate", "DateTimeDigitized", NULL};

/* Part of the field's name, of any case; the first that fits says the class. */
static const struct {
    const char *part;
    enum media_names is;
} parts[] = {
    {"gps", MEDIA_PLACE},          {"latitude", MEDIA_PLACE},     {"longitude", MEDIA_PLACE},
    {"location", MEDIA_PLACE},     {"city", MEDIA_PLACE},         {"country", MEDIA_PLACE},
    {"province", MEDIA_PLACE},     {"coordinates", MEDIA_PLACE},  {"iso6709", MEDIA_PLACE},
    {"creatortool", MEDIA_DEVICE}, {"serial", MEDIA_DEVICE},      {"make", MEDIA_DEVICE},
    {"model", MEDIA_DEVICE},       {"lens", MEDIA_DEVICE},        {"device", MEDIA_DEVICE},
    {"software", MEDIA_DEVICE},    {"host", MEDIA_DEVICE},        {"firmware", MEDIA_DEVICE},
    {"uniqueid", MEDIA_DEVICE},    {"identifier", MEDIA_DEVICE},  {"android", MEDIA_DEVICE},
    {"artist", MEDIA_PERSON},      {"author", MEDIA_PERSON},      {"creator", MEDIA_PERSON},
    {"line", MEDIA_PERSON},        {"credit", MEDIA_PERSON},      {"copyright", MEDIA_PERSON},
    {"rights", MEDIA_PERSON},      {"owner", MEDIA_PERSON},       {"contact", MEDIA_PERSON},
    {"comment", MEDIA_PERSON},     {"description", MEDIA_PERSON}, {"title", MEDIA_PERSON},
    {"caption", MEDIA_PERSON},     {"keyword", MEDIA_PERSON},     {"subject", MEDIA_PERSON},
    {"person", MEDIA_PERSON},      {"name", MEDIA_PERSON},        {"", MEDIA_OTHER},
};

static unsigned class_of(const char *field) {
    size_t i = 0;

    while (!strcasestr(field, parts[i].part)) i++;
    return parts[i].is;
}

static bool by_encoder(const json_t *v) {
    const char *s = json_string_value(v);

    for (size_t i = 0; s && encoders[i]; i++)
        if (strncmp(s, encoders[i], strlen(encoders[i])) == 0) return true;
    return !s ? false : !*s;
}

static void put(struct facts *f, const char *what, const char *field, const char *value) {
    if (f->n == FACTS_MOST || strlen(value) >= sizeof f->fact->value) return;
    snprintf(f->fact[f->n].what, sizeof f->fact->what, "%s", what);
    snprintf(f->fact[f->n].field, sizeof f->fact->field, "%s", field);
    snprintf(f->fact[f->n].value, sizeof f->fact->value, "%s", value);
    f->n++;
}

/** "2023:10:30 09:12:11+10:00" to "2023-10-30T09:12:11+10:00". The zone is as the file says, or
 * not said. */
static bool read_time(const char *s, char out[40]) {
    static const char shape[] = "dddd:dd:dd dd:dd:dd";
    size_t i = 0, n = s ? strlen(s) : 0;

    if (n < sizeof shape - 1 || n > 30 || strncmp(s, "0000", 4) == 0) return false;
    for (; shape[i]; i++) {
        if (shape[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != shape[i]) return false;
        out[i] = s[i];
    }
    out[4] = out[7] = '-';
    out[10] = 'T';
    for (; s[i]; i++) {
        if (!strchr("0123456789.:+-Z", s[i])) return false;
        out[i] = s[i];
    }
    out[i] = 0;
    return true;
}

static void exif_field(struct facts *f, json_t *hidden, const char *key, json_t *v) {
    const char *colon = strchr(key, ':'), *field = colon ? colon + 1 : key;
    char text[40];

    /* of the descriptor that we gave, or made from other fields */
    if (strncmp(key, "System:", 7) == 0 || strncmp(key, "Composite:", 10) == 0) return;
    if (in_list(times, field)) {
        if (read_time(json_string_value(v), text)) put(f, "time", field, text);
        return;
    }
    if (strcmp(field, "Error") == 0 || strcmp(field, "Warning") == 0) {
        bool minor = strncmp(json_string_value(v) ? json_string_value(v) : "", "[minor]", 7) == 0;

        if (minor) return;
        put(f, "damaged", "", field);
        f->names |= MEDIA_UNSEEN; /* what comes after the damage was not read */
        return;
    }
    if (in_list(harmless, field) || by_encoder(v)) return;
    if (strncmp(key, "ICC", 3) == 0)
        return; /* the colours of a screen, the same in millions of files */
    f->names |= class_of(field);
    json_object_set(hidden, key, v);
}

/** Reals become text, so that the form is canonical. */
static void seal_text(struct facts *f, json_t *hidden) {
    char *text;
    size_t n;

    while (json_object_size(hidden)) {
        text = json_dumps(hidden, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(12));
        n = text ? strlen(text) : 0;
        if (n && n <= sizeof f->sealed) {
            memcpy(f->sealed, text, n);
            f->sealed_n = (uint32_t)n;
            free(text);
            return;
        }
        free(text);
        json_object_del(hidden, json_object_iter_key(json_object_iter(hidden)));
    }
}

bool facts_exif_read(struct span text, struct facts *f) {
    json_t *all = NULL, *hidden, *v;
    const char *key;
    struct err e;
    bool ok;

    *f = (struct facts){0};
    if (canon_parse(text, &all, &e) < 0) return false;
    ok = json_is_object(json_array_get(all, 0));
    hidden = json_object();
    json_object_foreach(json_array_get(all, 0), key, v) exif_field(f, hidden, key, v);
    seal_text(f, hidden);
    json_decref(hidden);
    json_decref(all);
    return ok;
}

static const char *text_of(const json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

bool facts_probe_read(struct span bytes, struct facts *f) {
    json_t *all = NULL, *format, *stream;
    char text[64];
    struct err e;
    double s;
    size_t i;

    *f = (struct facts){0};
    if (canon_parse(bytes, &all, &e) < 0) return false;
    format = json_object_get(all, "format");
    put(f, "container", "", text_of(format, "format_name"));
    if (num_real(span_of(text_of(format, "duration")), 0, 1e9, &s, &e) == 0) {
        snprintf(text, sizeof text, "%lld", (long long)(s * 1000 + 0.5));
        put(f, "duration_ms", "", text);
    }
    if (*text_of(json_object_get(format, "tags"), "creation_time"))
        put(f, "time", "creation_time", text_of(json_object_get(format, "tags"), "creation_time"));
    json_array_foreach(json_object_get(all, "streams"), i, stream) {
        int64_t w = json_integer_value(json_object_get(stream, "width")),
                h = json_integer_value(json_object_get(stream, "height"));

        if (w > 0)
            snprintf(text, sizeof text, "%.16s %lldx%lld", text_of(stream, "codec_name"),
                     (long long)w, (long long)h);
        else
            snprintf(text, sizeof text, "%.16s", text_of(stream, "codec_name"));
        put(f, "stream", text_of(stream, "codec_type"), text);
    }
    json_decref(all);
    return true;
}

static int caged(bool (*read)(struct span, struct facts *), struct span text,
                 struct cage_pen *pen) {
    static struct facts f;

    if (!read(text, &f)) return 1;
    cage_write(pen, (struct span){(const char *)&f, sizeof f});
    return 0;
}

int facts_exif(const struct cage_input *in, struct cage_pen *pen, void *unused) {
    (void)unused;
    return caged(facts_exif_read, in->bytes, pen);
}

int facts_probe(const struct cage_input *in, struct cage_pen *pen, void *unused) {
    (void)unused;
    return caged(facts_probe_read, in->bytes, pen);
}

static bool plain(const char *s, size_t room) {
    size_t n = strnlen(s, room);

    if (n == room) return false;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];

        if ((c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') &&
            !strchr(" ._,:+-/", c))
            return false;
    }
    return true;
}

bool facts_take(struct span answer, struct facts *out) {
    static const char *const words[] = {"time",   "container", "duration_ms",
                                        "stream", "damaged",   NULL};
    size_t kept = 0;

    if (answer.n != sizeof *out) return false;
    memcpy(out, answer.p, sizeof *out);
    if (out->n > FACTS_MOST || out->sealed_n > FACTS_SEALED) return false;
    out->names &= MEDIA_PLACE | MEDIA_DEVICE | MEDIA_PERSON | MEDIA_OTHER | MEDIA_UNSEEN;
    for (size_t i = 0; i < out->n; i++) {
        if (!plain(out->fact[i].what, sizeof out->fact->what) ||
            !in_list(words, out->fact[i].what) ||
            !plain(out->fact[i].field, sizeof out->fact->field) ||
            !plain(out->fact[i].value, sizeof out->fact->value) || !*out->fact[i].value)
            continue;
        out->fact[kept++] = out->fact[i];
    }
    out->n = (uint32_t)kept;
    return true;
}
