/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of sheet_contact share; nobody else includes this. */
#include "base/span.h"

static inline size_t sheet_past_blanks(struct span s, size_t at) {
    while (at < s.n && s.p[at] == ' ') at++;
    return at;
}

/** What a sign or a word says of the number beside it. */
enum sheet_sign {
    SIGN_NONE,
    SIGN_DEGREE, /* ° deg degrees 도 */
    SIGN_MINUTE, /* ' ′ minutes 분 */
    SIGN_SECOND, /* " ″ seconds 초 */
    SIGN_LAT,    /* latitude, широта, 위도, 북위 */
    SIGN_LON,
    SIGN_POINT, /* coordinates, GPS: either of the two */
    SIGN_NS,    /* N or S by itself */
    SIGN_EW
};

/** The sign that begins at byte `at`. A word is one only where no letter goes on before or (unless its ending varies) behind it; a
 *  single letter, where nothing of a word or a number in E notation does. @return its bytes, 0 where there is none. */
size_t sheet_sign(struct span s, size_t at, enum sheet_sign *out);

/** Stands a point of the earth in s, as angles and finer than a hundredth of a degree? */
bool sheet_place(struct span s);

/** The same as the code of a grid: MGRS, UTM, a plus code, three words behind three slashes. */
bool sheet_grid(struct span s);
