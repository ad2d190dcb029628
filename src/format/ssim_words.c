/* SPDX-License-Identifier: Apache-2.0 */
/* What codes and counts are called. */
#include "format/ssim.h"

const char *ssim_refusal_text(enum ssim_refusal r) {
    static const char *const text[SSIM_REFUSALS] = {
        [SSIM_LENGTH] = "not 200 columns",
        [SSIM_KIND] = "no kind of record",
        [SSIM_ORPHAN] = "nothing above that it belongs to",
        [SSIM_MODE] = "the time mode is neither U nor L",
        [SSIM_NAME] = "no airline, flight number or station",
        [SSIM_DATE] = "a date that cannot be",
        [SSIM_DAYS] = "days of operation that cannot be",
        [SSIM_FREQUENCY] = "a frequency that cannot be",
        [SSIM_TIME] = "a time that cannot be",
        [SSIM_OFFSET] = "a difference to UTC that cannot be",
    };

    return r < SSIM_REFUSALS ? text[r] : "unknown";
}

const char *ssim_warning_text(enum ssim_warning w) {
    static const char *const text[SSIM_WARNINGS] = {
        [SSIM_NO_HEADER] = "the file has no header record",
        [SSIM_NO_TRAILER] = "a carrier's block has no trailer: the file may be cut",
        [SSIM_SERIAL_ORDER] = "record serials do not run on",
        [SSIM_SERIAL_CHECK] = "the trailer's serial check is not the serial before it",
        [SSIM_DUPLICATE] = "a leg that is there already",
        [SSIM_CLASH] = "as another leg by flight, period and days, and different",
        [SSIM_CARRIER_PERIOD] = "a period beyond that of its carrier",
        [SSIM_CARRIER_AIRLINE] = "an airline other than its carrier's",
        [SSIM_OPEN] = "an open period without a season",
        [SSIM_NO_OFFSET] = "UTC without the difference to local time",
        [SSIM_SEATS_LABEL] = "the number behind VV is not the sum of the cabins",
        [SSIM_DATE_VARIATION] = "a date variation, which is not applied",
    };

    return w < SSIM_WARNINGS ? text[w] : "unknown";
}

enum ssim_people ssim_people_of(char service) {
    if (service && strchr("JSGBQRLCO", service)) return SSIM_PEOPLE;
    return service && strchr("FVMAHUPTKX", service) ? SSIM_NO_PEOPLE : SSIM_PEOPLE_UNKNOWN;
}
