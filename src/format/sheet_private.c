/* SPDX-License-Identifier: Apache-2.0 */

/* Which headers name persons, contacts and devices.
 *
 * A refusal costs the person one deleted column; a name that gets in can cost more, and the ledger
 * forgets nothing that is not sealed. So the list errs on the side of refusing, within our own
 * columns (a test holds it against the table) and those of aircraft (`hex address`). Sources: the
 * columns that ODK, Kobo and common spreadsheets give such things, and their words in the languages
 * of the first users.
 *
 * A pattern is folded words joined by `_` that must stand side by side in the folded header; with
 * `=` before it, they must be all of it; with `~`, it may stand anywhere (for scripts that join
 * words). */
#include "base/fold.h"
#include "format/sheet.h"

struct private_word {
    const char *pattern, *what;
};

#define PERSON "a person"
#define CONTACT "a contact"
#define DEVICE "a device"
#define STAND "where a person stood"

static const struct private_word words[] = {
    {"=name", PERSON},
    {"=names", PERSON},
    {"full_name", PERSON},
    {"fullname", PERSON},
    {"first_name", PERSON},
    {"firstname", PERSON},
    {"last_name", PERSON},
    {"lastname", PERSON},
    {"middle_name", PERSON},
    {"surname", PERSON},
    {"family_name", PERSON},
    {"given_name", PERSON},
    {"given_names", PERSON},
    {"maiden_name", PERSON},
    {"nickname", PERSON},
    {"alias", PERSON},
    {"person_name", PERSON},
    {"passenger_name", PERSON},
    {"pax_name", PERSON},
    {"worker_name", PERSON},
    {"contact_name", PERSON},
    {"source_name", PERSON},
    {"reporter_name", PERSON},
    {"volunteer_name", PERSON},
    {"staff_name", PERSON},
    {"author_name", PERSON},
    {"monitor_name", PERSON},
    {"=observer", PERSON},
    {"observer_name", PERSON},
    {"observed_by", PERSON},
    {"counted_by", PERSON},
    {"seen_by", PERSON},
    {"filmed_by", PERSON},
    {"photographer", PERSON},
    {"=witness", PERSON},
    {"eyewitness", PERSON},
    {"informant", PERSON},
    {"respondent", PERSON},
    {"enumerator", PERSON},
    {"interviewer", PERSON},
    {"interviewee", PERSON},
    {"=volunteer", PERSON},
    {"whistleblower", PERSON},
    {"submitted_by", PERSON},
    {"entered_by", PERSON},
    {"by_whom", PERSON},
    {"created_by", PERSON},
    {"last_edited_by", PERSON},
    {"passport", PERSON},
    {"passport_no", PERSON},
    {"national_id", PERSON},
    {"id_card", PERSON},
    {"ssn", PERSON},
    {"social_security", PERSON},
    {"date_of_birth", PERSON},
    {"birth_date", PERSON},
    {"birthdate", PERSON},
    {"birthday", PERSON},
    {"dob", PERSON},
    {"year_of_birth", PERSON},
    {"birth_year", PERSON},
    {"place_of_birth", PERSON},
    {"a_number", PERSON},
    {"alien_number", PERSON},
    {"username", PERSON},
    {"user_name", PERSON},
    {"user", PERSON},
    {"userid", PERSON},
    {"user_id", PERSON},
    {"login", PERSON},
    {"account", PERSON},
    {"account_name", PERSON},
    {"handle", PERSON},
    {"screen_name", PERSON},
    {"file_name", PERSON},
    {"filename", PERSON},
    {"nombre_completo", PERSON},
    {"apellido", PERSON},
    {"apellidos", PERSON},
    {"testigo", PERSON},
    {"observador", PERSON},
    {"pasaporte", PERSON},
    {"fecha_de_nacimiento", PERSON},
    {"=nom", PERSON},
    {"prenom", PERSON},
    {"nom_de_famille", PERSON},
    {"temoin", PERSON},
    {"observateur", PERSON},
    {"passeport", PERSON},
    {"date_de_naissance", PERSON},
    {"nachname", PERSON},
    {"vorname", PERSON},
    {"zeuge", PERSON},
    {"beobachter", PERSON},
    {"geburtsdatum", PERSON},
    {"reisepass", PERSON},
    {"mac", DEVICE}, /* before "address" */
    {"ip", DEVICE},
    {"contact", CONTACT},
    {"contacts", CONTACT},
    {"phone", CONTACT},
    {"phones", CONTACT},
    {"telephone", CONTACT},
    {"tel", CONTACT},
    {"phonenumber", CONTACT},
    {"mobile", CONTACT},
    {"cellphone", CONTACT},
    {"fax", CONTACT},
    {"msisdn", CONTACT},
    {"email", CONTACT},
    {"e_mail", CONTACT},
    {"mail", CONTACT},
    {"emailaddress", CONTACT},
    {"telegram", CONTACT},
    {"whatsapp", CONTACT},
    {"wechat", CONTACT},
    {"weixin", CONTACT},
    {"kakao", CONTACT},
    {"kakaotalk", CONTACT},
    {"viber", CONTACT},
    {"skype", CONTACT},
    {"instagram", CONTACT},
    {"facebook", CONTACT},
    {"vkontakte", CONTACT},
    {"signal_number", CONTACT},
    {"address", CONTACT},
    {"home_address", CONTACT},
    {"street", CONTACT},
    {"telefono", CONTACT},
    {"movil", CONTACT},
    {"correo", CONTACT},
    {"direccion", CONTACT},
    {"courriel", CONTACT},
    {"adresse", CONTACT},
    {"telefon", CONTACT},
    {"handy", CONTACT},
    {"anschrift", CONTACT},
    {"deviceid", DEVICE},
    {"device", DEVICE},
    {"device_id", DEVICE},
    {"imei", DEVICE},
    {"imsi", DEVICE},
    {"simserial", DEVICE},
    {"simid", DEVICE},
    {"sim", DEVICE},
    {"sim_serial", DEVICE},
    {"subscriberid", DEVICE},
    {"subscriber_id", DEVICE},
    {"android_id", DEVICE},
    {"ipaddress", DEVICE},
    {"camera_serial", DEVICE},
    {"serialnumber", DEVICE},
    {"user_agent", DEVICE},
    {"gps", STAND},
    {"geopoint", STAND},
    {"geolocation", STAND},
    {"vantage", STAND},
    {"vantage_point", STAND},
    {"observer_location", STAND},
    {"camera_location", STAND},
    /* Korean */
    {"~이름", PERSON},
    {"~성명", PERSON},
    {"~성함", PERSON},
    {"~관찰자", PERSON},
    {"~목격자", PERSON},
    {"~제보자", PERSON},
    {"~신고자", PERSON},
    {"~작성자", PERSON},
    {"~촬영자", PERSON},
    {"~여권", PERSON},
    {"~생년월일", PERSON},
    {"~주민등록", PERSON},
    {"~아이디", PERSON},
    {"~계정", PERSON},
    {"~전화", CONTACT},
    {"~연락처", CONTACT},
    {"~휴대", CONTACT},
    {"~핸드폰", CONTACT},
    {"~메일", CONTACT},
    {"~주소", CONTACT},
    {"~카카오", CONTACT},
    {"~텔레그램", CONTACT},
    {"~기기", DEVICE},
    {"~단말", DEVICE},
    /* Russian */
    {"имя", PERSON},
    {"~фамили", PERSON},
    {"~отчеств", PERSON},
    {"фио", PERSON},
    {"ф_и_о", PERSON},
    {"~наблюдател", PERSON},
    {"~свидетел", PERSON},
    {"~очевид", PERSON},
    {"~информатор", PERSON},
    {"~паспорт", PERSON},
    {"~рожден", PERSON},
    {"логин", PERSON},
    {"аккаунт", PERSON},
    {"~пользовател", PERSON},
    {"~телефон", CONTACT},
    {"тел", CONTACT},
    {"~почт", CONTACT},
    {"~мобильн", CONTACT},
    {"~контакт", CONTACT},
    {"адрес", CONTACT},
    {"телеграм", CONTACT},
    {"~устройств", DEVICE},
    {"~симкарт", DEVICE},
    /* Chinese, Japanese */
    {"~姓名", PERSON},
    {"~名字", PERSON},
    {"~护照", PERSON},
    {"~出生", PERSON},
    {"~身份证", PERSON},
    {"~目击", PERSON},
    {"~氏名", PERSON},
    {"~旅券", PERSON},
    {"~电话", CONTACT},
    {"~電話", CONTACT},
    {"~手机", CONTACT},
    {"~邮箱", CONTACT},
    {"~微信", CONTACT},
    {"~地址", CONTACT},
    {"~住所", CONTACT},
    {"~设备", DEVICE},
};

/** Words side by side in a folded header: between ends and underscores. */
static bool holds(struct span header, struct span words_wanted, bool anywhere) {
    if (!words_wanted.n) return false;
    for (size_t i = 0; i + words_wanted.n <= header.n; i++) {
        size_t end = i + words_wanted.n;

        if (memcmp(header.p + i, words_wanted.p, words_wanted.n) != 0) continue;
        if (anywhere) return true;
        if ((i == 0 || header.p[i - 1] == '_') && (end == header.n || header.p[end] == '_'))
            return true;
    }
    return false;
}

static bool is_ascii(struct span s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

static bool matches(struct arena *a, struct span header, bool ascii, const char *pattern) {
    bool whole = *pattern == '=', anywhere = *pattern == '~';
    struct span p = span_of(pattern + (whole || anywhere));

    if (!is_ascii(p)) {
        if (ascii) return false;
        p = fold_name(a, p); /* decomposed as the header is */
    }
    return whole ? span_eq(header, p) : holds(header, p, anywhere);
}

/** `hex address` and `web address` name no person. */
static bool other_address(struct span h) {
    static const char *const kinds[] = {"icao",   "icao24", "hex",  "aircraft",
                                        "mode_s", "web",    "link", "url"};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (holds(h, span_of(kinds[i]), false)) return true;
    return false;
}

const char *sheet_private(struct arena *a, struct span header) {
    struct span h = fold_name(a, header);
    bool ascii = is_ascii(h);

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!matches(a, h, ascii, words[i].pattern)) continue;
        if (strcmp(words[i].pattern, "address") == 0 && other_address(h)) continue;
        return words[i].what;
    }
    return NULL;
}

bool sheet_per_person(struct arena *a, const struct span *header, size_t n) {
    static const char *const alone[] = {
        "surname",        "last_name",         "lastname",
        "first_name",     "firstname",         "family_name",
        "passenger_name", "pax_name",          "date_of_birth",
        "birth_date",     "birthdate",         "dob",
        "birth_year",     "year_of_birth",     "a_number",
        "alien_number",   "alien_file_number", "anonymized_identifier",
        "passport",       "passport_no",       "passport_number",
        "passenger_id",   "detainee_id",       "person_id",
        "worker_id",      "subject_id",        "seat_number",
        "~생년월일",      "~여권번호",         "~фамили",
        "~дата рожден",   "~出生日期",         "~护照号",
    };
    static const char *const traits[] = {
        "sex",         "gender",           "age",   "citizenship", "nationality", "marital_status",
        "criminality", "country_of_birth", "~성별", "~나이",       "~국적",       "возраст",
        "пол",         "~гражданств"};
    size_t found = 0;

    for (size_t i = 0; i < n; i++) {
        struct span h = fold_name(a, header[i]);
        bool ascii = is_ascii(h);

        for (size_t k = 0; k < sizeof alone / sizeof alone[0]; k++)
            if (matches(a, h, ascii, alone[k])) return true;
        for (size_t k = 0; k < sizeof traits / sizeof traits[0]; k++)
            if (matches(a, h, ascii, traits[k])) {
                found++;
                break;
            }
    }
    return found >= 2; /* one of them may be a property of a group */
}
