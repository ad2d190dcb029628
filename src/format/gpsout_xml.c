/* SPDX-License-Identifier: Apache-2.0 */
/* KML and GPX. KML is for looking at: plain LineStrings, which every viewer draws, with the times
 * of each part as a span; the times of single points are in GPX and GeoJSON. GPX means by a new
 * trkseg just what a gap is: that reception was lost. */
#include "format/gpsout_in.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

/* XML 1.0, 2.2: no control characters but tab and line ends, no U+FFFE and U+FFFF. */
void gpsout_xml(struct buf *b, struct span s) {
    while (s.n) {
        uint32_t c = gpsout_point_of(&s);

        if (c == 0xfffe || c == 0xffff || (c < 0x20 && c != '\t' && c != '\n')) c = 0xfffd;
        switch (c) {
        case '&': buf_puts(b, "&amp;"); break;
        case '<': buf_puts(b, "&lt;"); break;
        case '>': buf_puts(b, "&gt;"); break;
        case '"': buf_puts(b, "&quot;"); break;
        default: gpsout_utf8(b, c);
        }
    }
}

static void element(struct buf *b, const char *name, struct span text) {
    buf_printf(b, "<%s>", name);
    gpsout_xml(b, text);
    buf_printf(b, "</%s>\n", name);
}

/* ---- KML ---- */

static void kml_coordinate(struct buf *b, const struct gpsout_vertex *v, bool height) {
    gpsout_degrees(b, v->p.lon);
    buf_putc(b, ',');
    gpsout_degrees(b, v->p.lat);
    if (height) {
        buf_putc(b, ',');
        gpsout_metres(b, v->p.alt_ft);
    }
}

/* When the first and the last vertex was seen, of those whose time is known. @return false: of none. */
static bool seen(const struct gpsout_piece *p, int64_t *first, int64_t *last) {
    bool some = false;

    for (size_t i = 0; i < p->n; i++) {
        if (p->v[i].between || p->v[i].p.ms == GPSOUT_NO_MS) continue;
        if (!some) *first = p->v[i].p.ms;
        *last = p->v[i].p.ms;
        some = true;
    }
    return some;
}

static void kml_span(struct buf *b, const struct gpsout_piece *p) {
    int64_t first = 0, last = 0;

    if (!seen(p, &first, &last)) return;
    buf_puts(b, "<TimeSpan><begin>");
    gpsout_time(b, first);
    buf_puts(b, "</begin><end>");
    gpsout_time(b, last);
    buf_puts(b, "</end></TimeSpan>\n");
}

static void kml_piece(struct buf *b, const struct gpsout_piece *p, size_t number) {
    const char *shape = p->n > 1 ? "LineString" : "Point";
    bool height = true;

    for (size_t i = 0; i < p->n; i++) height = height && p->v[i].p.alt_ft != TRACK_NONE;
    buf_printf(b, "<Placemark><name>part %zu</name>\n", number);
    kml_span(b, p);
    buf_printf(b, "<%s><altitudeMode>%s</altitudeMode><coordinates>", shape,
               height ? "absolute" : "clampToGround");
    for (size_t i = 0; i < p->n; i++) {
        if (i) buf_putc(b, ' ');
        kml_coordinate(b, &p->v[i], height);
    }
    buf_printf(b, "</coordinates></%s></Placemark>\n", shape);
}

static void kml_track(struct buf *b, const struct gpsout_track *t) {
    struct gpsout_pieces p;
    struct arena a;

    buf_puts(b, "<Folder>");
    element(b, "name", t->name);
    element(b, "description", SPAN("Altitudes are " GPSOUT_ALTITUDE "."));
    if (t->nproperties) buf_puts(b, "<ExtendedData>\n");
    for (size_t i = 0; i < t->nproperties; i++) {
        buf_puts(b, "<Data name=\"");
        gpsout_xml(b, t->property[i].key);
        buf_puts(b, "\">");
        element(b, "value", t->property[i].value);
        buf_puts(b, "</Data>\n");
    }
    if (t->nproperties) buf_puts(b, "</ExtendedData>\n");
    arena_init(&a, GPSOUT_ARENA);
    p = gpsout_cut(&a, t);
    for (size_t i = 0; i < p.n; i++) kml_piece(b, &p.piece[i], i + 1);
    arena_fini(&a);
    buf_puts(b, "</Folder>\n");
}

MUST int gpsout_kml(const struct gpsout_track *track, size_t n, struct buf *out, struct err *e) {
    int rc = gpsout_check(track, n, e);

    if (rc < 0) return rc;
    buf_puts(out, XML "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>\n");
    for (size_t i = 0; i < n; i++) kml_track(out, &track[i]);
    buf_puts(out, "</Document></kml>\n");
    return 0;
}

/* ---- GPX ---- */

/* Longitudes of GPX 1.1 are below 180 (gpx.xsd, longitudeType): a tenth of a metre less. */
#define GPX_EAST 179999999

static void gpx_point(struct buf *b, const struct gpsout_vertex *v) {
    buf_puts(b, "<trkpt lat=\"");
    gpsout_degrees(b, v->p.lat);
    buf_puts(b, "\" lon=\"");
    gpsout_degrees(b, v->p.lon < GPX_EAST ? v->p.lon : GPX_EAST);
    buf_puts(b, "\">");
    if (v->between) {
        buf_puts(b, "<cmt>not seen: where the line meets the 180th meridian</cmt></trkpt>\n");
        return;
    }
    if (v->p.alt_ft != TRACK_NONE) {
        buf_puts(b, "<ele>");
        gpsout_metres(b, v->p.alt_ft);
        buf_puts(b, "</ele>");
    }
    if (v->p.ms != GPSOUT_NO_MS) {
        buf_puts(b, "<time>");
        gpsout_time(b, v->p.ms);
        buf_puts(b, "</time>");
    }
    buf_puts(b, "</trkpt>\n");
}

static void gpx_track(struct buf *b, const struct gpsout_track *t) {
    struct gpsout_pieces p;
    struct arena a;

    buf_puts(b, "<trk>");
    element(b, "name", t->name);
    buf_puts(b, "<desc>Elevations are " GPSOUT_ALTITUDE ".");
    for (size_t i = 0; i < t->nproperties; i++) {
        buf_putc(b, '\n');
        gpsout_xml(b, t->property[i].key);
        buf_puts(b, ": ");
        gpsout_xml(b, t->property[i].value);
    }
    buf_puts(b, "</desc>\n");
    arena_init(&a, GPSOUT_ARENA);
    p = gpsout_cut(&a, t);
    for (size_t i = 0; i < p.n; i++) {
        buf_puts(b, "<trkseg>\n");
        for (size_t j = 0; j < p.piece[i].n; j++) gpx_point(b, &p.piece[i].v[j]);
        buf_puts(b, "</trkseg>\n");
    }
    arena_fini(&a);
    buf_puts(b, "</trk>\n");
}

MUST int gpsout_gpx(const struct gpsout_track *track, size_t n, struct buf *out, struct err *e) {
    int rc = gpsout_check(track, n, e);

    if (rc < 0) return rc;
    buf_puts(out, XML "<gpx version=\"1.1\" creator=\"headcount\" "
                      "xmlns=\"http://www.topografix.com/GPX/1/1\">\n");
    for (size_t i = 0; i < n; i++) gpx_track(out, &track[i]);
    buf_puts(out, "</gpx>\n");
    return 0;
}
