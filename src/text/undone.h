/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/scope.h"

/** What the word at i, before the figure, makes of it: called off, avoided, invented, ordered, threatened; an infinitive that nothing
 *  fulfils. */
enum denial undone_before(struct scope *s, size_t i);

/** Is it invented, by what the word at i says (lied when, made up, overstated)? It may stand before another clause. */
enum denial undone_invented(struct scope *s, size_t i);

/** The same of the verb at i, the first one behind the figure: was shelved, were turned away, missed the flight, were ordered to. */
enum denial undone_behind(struct scope *s, size_t i);

/** Is the figure said only on a condition ("if true, 40 left", "40 left, if the report is right")? */
enum denial undone_if(struct scope *s);

/** Is it only of what others are said to say: "reports of 40 returns were circulating"? */
enum denial undone_rumoured(struct scope *s);
