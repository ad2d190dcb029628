/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/asset.h"

/* made by tools/embed.c (meson.build) */
extern const unsigned char asset_index_html[], asset_app_js[], asset_app_css[],
    asset_openapi_json[];
extern const size_t asset_index_html_n, asset_app_js_n, asset_app_css_n, asset_openapi_json_n;

static const struct {
    const char *path, *type;
    bool fill;
    const unsigned char *bytes;
    const size_t *n;
} assets[] = {
    {"/", "text/html; charset=utf-8", true, asset_index_html, &asset_index_html_n},
    {"/app.js", "text/javascript; charset=utf-8", false, asset_app_js, &asset_app_js_n},
    {"/app.css", "text/css; charset=utf-8", false, asset_app_css, &asset_app_css_n},
    {"/api/openapi.json", "application/json", false, asset_openapi_json, &asset_openapi_json_n},
};

bool asset_find(const char *path, struct asset *out) {
    for (size_t i = 0; i < sizeof assets / sizeof *assets; i++) {
        if (strcmp(assets[i].path, path) != 0) continue;
        *out = (struct asset){assets[i].path,
                              assets[i].type,
                              assets[i].fill,
                              {(const char *)assets[i].bytes, *assets[i].n}};
        return true;
    }
    return false;
}
