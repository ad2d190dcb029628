/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/canon.h"
#include "base/err.h"

/** Appends the report: one HTML page, complete in itself, from an answer (docs/ANSWER.md) and
 * nothing else.
 *
 *  No script, no resource from outside, a content security policy that would refuse both; the
 * markup is also well-formed XML. Every string of the answer is escaped and characters that cannot
 * be seen are written out. What is null or missing reads "unknown". Same answer, same bytes.
 *  @return 0; RC_SYNTAX: not an object with a list of corridors; RC_LIMIT: over HTML_CORRIDORS. */
#define HTML_CORRIDORS 200
MUST int html_report(const json_t *answer, struct buf *out, struct err *e);

/** The same with everything that the answer holds, for somebody who may see it: html_report puts in only
 * what may leave (report/allow.h). */
MUST int html_report_whole(const json_t *answer, struct buf *out, struct err *e);
