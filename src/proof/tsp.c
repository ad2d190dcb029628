/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/tsp.h"

#include "base/csv.h"
#include "base/utc.h"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

void tsp_request(const uint8_t digest[32], const uint8_t nonce[8], struct buf *out) {
    static const char head[] =
        "\x30\x43\x02\x01\x01\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01"
        "\x05\x00\x04\x20";
    char first = (char)((nonce[0] & 0x7f) ? (nonce[0] & 0x7f) : 1);

    buf_add(out, (struct span){head, sizeof head - 1});
    buf_add(out, (struct span){(const char *)digest, 32});
    buf_add(out, (struct span){"\x02\x08", 2});
    buf_putc(out, first);
    buf_add(out, (struct span){(const char *)nonce + 1, 7});
    buf_add(out, (struct span){"\x01\x01\xff", 3});
}

static struct span text_of(struct arena *a, const ASN1_STRING *s) {
    if (!s) return (struct span){"", 0};
    return arena_span(
        a, (struct span){(const char *)ASN1_STRING_get0_data(s), (size_t)ASN1_STRING_length(s)});
}

static void say_refused(struct arena *a, TS_STATUS_INFO *status, long code, struct tsp_reply *out) {
    static const char *const word[] = {
        "granted", "granted with modifications", "rejection",
        "waiting", "revocation warning",         "revocation notification"};
    const STACK_OF(ASN1_UTF8STRING) *texts = TS_STATUS_INFO_get0_text(status);

    if (texts && sk_ASN1_UTF8STRING_num(texts) > 0)
        out->refused = text_of(a, sk_ASN1_UTF8STRING_value(texts, 0));
    if (out->refused.n && csv_utf8(out->refused)) return; /* no control characters for a terminal */
    out->refused = span_of(code >= 0 && code < 6 ? word[code] : "a status that is not known");
}

/* GeneralizedTime in UTC, with or without a fraction. */
static bool time_of(const ASN1_GENERALIZEDTIME *t, int64_t *ms) {
    const char *p = (const char *)ASN1_STRING_get0_data(t);
    int n = ASN1_STRING_length(t), fraction = 0, scale = 100;
    struct tm tm;

    if (n < 15 || p[n - 1] != 'Z' || !ASN1_TIME_to_tm(t, &tm) || tm.tm_year <= -1900) return false;
    if (n > 15 && p[14] == '.')
        for (int i = 15; i < n - 1 && scale; i++, scale /= 10) fraction += (p[i] - '0') * scale;
    *ms = utc_day((struct utc_civil){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday}) * UTC_DAY_MS +
          (tm.tm_hour * INT64_C(3600) + tm.tm_min * INT64_C(60) + tm.tm_sec) * 1000 + fraction;
    return true;
}

static bool nonce_of(const ASN1_INTEGER *i, uint8_t out[8]) {
    uint64_t v;

    if (!i || !ASN1_INTEGER_get_uint64(&v, i)) return false;
    for (int k = 7; k >= 0; k--, v >>= 8) out[k] = (uint8_t)v;
    return true;
}

static struct span serial_of(struct arena *a, const ASN1_INTEGER *i) {
    BIGNUM *n = i ? ASN1_INTEGER_to_BN(i, NULL) : NULL;
    char *hex = n ? BN_bn2hex(n) : NULL;
    struct span s = hex ? arena_span(a, span_of(hex)) : (struct span){"", 0};

    OPENSSL_free(hex);
    BN_free(n);
    return s;
}

/* The signature against the certificate that the reply itself brings, and that certificate's purpose. Whether
 * anybody trusts who issued it is asked by the openssl command that is printed beside it. */
static void check_signature(struct arena *a, PKCS7 *token, struct tsp_reply *out) {
    STACK_OF(X509) *signers = NULL;
    BIO *content = NULL;

    out->why = span_of("its signature does not fit");
    if (!PKCS7_type_is_signed(token) || !token->d.sign->cert ||
        sk_X509_num(token->d.sign->cert) == 0) {
        out->why = span_of("it brings no certificate");
        return;
    }
    signers = PKCS7_get0_signers(token, NULL, 0);
    if (signers && sk_X509_num(signers) == 1) {
        X509 *x = sk_X509_value(signers, 0);
        char *name = X509_NAME_oneline(X509_get_subject_name(x), NULL, 0);

        if (name) out->signer = arena_span(a, span_of(name));
        OPENSSL_free(name);
        if (!(X509_get_extended_key_usage(x) & XKU_TIMESTAMP) ||
            X509_get_extension_flags(x) & EXFLAG_INVALID)
            out->why = span_of("its certificate is not issued for time stamps");
        else if (PKCS7_verify(token, NULL, NULL, content, NULL, PKCS7_NOVERIFY) == 1)
            out->signature = true, out->why = span_of("");
    }
    sk_X509_free(signers);
    ERR_clear_error();
}

static int read_info(struct arena *a, TS_RESP *resp, struct tsp_reply *out, struct err *e) {
    TS_TST_INFO *info = TS_RESP_get_tst_info(resp);
    TS_MSG_IMPRINT *imprint = info ? TS_TST_INFO_get_msg_imprint(info) : NULL;
    const ASN1_OBJECT *algorithm = NULL;
    const ASN1_OCTET_STRING *digest;
    char policy[128];

    if (!imprint) return err_set(e, RC_SYNTAX, "the reply grants, and holds no time stamp");
    X509_ALGOR_get0(&algorithm, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
    digest = TS_MSG_IMPRINT_get_msg(imprint);
    if (OBJ_obj2nid(algorithm) != NID_sha256 || ASN1_STRING_length(digest) != 32)
        return err_set(e, RC_SYNTAX, "the reply is about a digest that is not SHA-256");
    memcpy(out->digest, ASN1_STRING_get0_data(digest), 32);
    if (!time_of(TS_TST_INFO_get_time(info), &out->ms))
        return err_set(e, RC_SYNTAX, "the reply's time cannot be read");
    out->has_nonce = nonce_of(TS_TST_INFO_get_nonce(info), out->nonce);
    if (OBJ_obj2txt(policy, sizeof policy, TS_TST_INFO_get_policy_id(info), 1) > 0)
        out->policy = arena_span(a, span_of(policy));
    out->serial = serial_of(a, TS_TST_INFO_get_serial(info));
    check_signature(a, TS_RESP_get_token(resp), out);
    return 0;
}

static int not_a_reply(struct span der, struct err *e) {
    const unsigned char *p = (const unsigned char *)der.p;
    PKCS7 *token = d2i_PKCS7(NULL, &p, (long)der.n);
    bool bare = token != NULL;

    PKCS7_free(token);
    ERR_clear_error();
    if (bare)
        return err_set(
            e, RC_SYNTAX,
            "is a bare time-stamp token and not a reply: ask the authority for the whole reply");
    return err_set(e, RC_SYNTAX, "is not a reply of a time-stamp authority in DER");
}

int tsp_read(struct arena *a, struct span der, struct tsp_reply *out, struct err *e) {
    const unsigned char *p = (const unsigned char *)der.p;
    TS_STATUS_INFO *status;
    TS_RESP *resp;
    long code;
    int rc = 0;

    *out = (struct tsp_reply){.refused = {"", 0},
                              .policy = {"", 0},
                              .serial = {"", 0},
                              .signer = {"", 0},
                              .why = {"", 0}};
    if (der.n > TSP_BYTES)
        return err_set(e, RC_LIMIT, "%zu bytes, over the limit of %zu for a reply", der.n,
                       TSP_BYTES);
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG,
                        NULL); /* which would open a file, and could change what is found */
    resp = d2i_TS_RESP(NULL, &p, (long)der.n);
    if (!resp) return not_a_reply(der, e);
    status = TS_RESP_get_status_info(resp);
    code = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status));
    out->granted = code == 0 || code == 1;
    out->modified = code == 1;
    if (p != (const unsigned char *)der.p + der.n)
        rc = err_set(e, RC_SYNTAX, "byte %td: bytes behind the reply", (const char *)p - der.p);
    else if (out->granted)
        rc = read_info(a, resp, out, e);
    else
        say_refused(a, status, code, out);
    TS_RESP_free(resp);
    ERR_clear_error();
    return rc;
}
