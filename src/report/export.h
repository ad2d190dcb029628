/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/canon.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/** Tables for other programs, from an answer (docs/ANSWER.md): slots, months, corridors, counts,
 * claims, sources, legs, coverage (a row for each day of which a source speaks).
 *
 *  What leaves is what the list in export.c names, column by column; all else stays, whatever a
 * later answer holds. Free text (labels, speakers, statements, reasons, notes) is in the list as
 * withheld: it is in the whole tables only. What does leave is coarsened by report/allow.h.
 * `id` comes first, `permalink` last: the row names that `headcount explain` takes, at most
 * EXPORT_NAMES, then how many more. Unknown is an empty cell, never 0. A text that a spreadsheet
 * could take for a formula, or that begins with ', has one '
 *  before it (csv_safe); an importer takes off one ' that stands before one of these. Numbers are never
 * touched. */
#define EXPORT_NAMES 100

extern const char *const export_tables[]; /* NULL-terminated */

/** Appends one table as RFC 4180 text: UTF-8, comma, CRLF, a header. @return 0; RC_NOTFOUND: no
 * such table; RC_SYNTAX: no answer. */
MUST int export_csv(const json_t *answer, const char *table, struct buf *out, struct err *e);
/** The same with what the list withholds, for somebody who may see it. */
MUST int export_csv_whole(const json_t *answer, const char *table, struct buf *out, struct err *e);

/** Writes all tables as sheets of one workbook, numbers as numbers. @return 0; RC_SYNTAX: no
 * answer; RC_IO; RC_LIMIT. */
MUST int export_xlsx(const json_t *answer, const char *path, struct err *e);

/** Appends the legs of all corridors as tracks for maps (format/gpsout.h), under a list of their own in export_legs.c: id, icao24,
 *  registration, type, callsign, times, words and airports of both ends, confidence, slot, corridor and the source's id. Notes,
 *  labels and all else stay, as in the tables. A gap lies between two lines and is never drawn; a leg of which no position is known
 *  is a track without points. `format` is one of export_maps.
 *  @return 0; RC_NOTFOUND: no such format; RC_SYNTAX: no answer; RC_LIMIT: too many points. On failure out holds what it held. */
extern const char *const export_maps[]; /* "geojson", "kml", "gpx"; NULL-terminated */
MUST int export_legs(const json_t *answer, const char *format, struct buf *out, struct err *e);
/** The same with instants and places as they were heard, whoever heard them. */
MUST int export_legs_whole(const json_t *answer, const char *format, struct buf *out,
                           struct err *e);
MUST int export_xlsx_whole(const json_t *answer, const char *path, struct err *e);

/** A column of a table, by its number from 0; NULL beyond the last. @param withheld may be NULL: whether
 * only the whole table has it. */
const char *export_column(const char *table, size_t column, bool *withheld);

/** Appends the same legs for the map of the local page, with at most `most` points in all (format/thin.h): a gap is a part of its own,
 *  with its class as the answer has it, between the two points that it lies between.
 *  @param own legs by their own ids (report/names.h): what is published has them under others.
 *  @return 0; RC_SYNTAX: no answer; RC_RANGE; RC_LIMIT. */
MUST int export_thin(const json_t *answer, bool own, size_t most, struct buf *out, struct err *e);
