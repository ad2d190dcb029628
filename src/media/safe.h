/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "ledger/vault.h"
#include "media/media.h"

/** The vault of a case for what media name: media_options.vault of a case that has custodians. */
struct media_safe {
    struct media_vault vault;
    struct custody to;
    struct vault_box box; /* sealed, until its entry is there */
};

/** Who is in force now. *s does not move while its vault is used, and dies with a.
 *  @return 1; 0: the case has no custodian, and nothing can be sealed; RC_SYNTAX; RC_IO. */
MUST int media_safe(struct media_safe *s, struct store *st, struct arena *a, struct err *e);
