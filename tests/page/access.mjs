// axe-core on every view, wide and on a phone, light and dark: no serious and no critical violation, under the page's own policy.
import test from 'node:test';
import { accessible, cli, folder, makeCase, need, open } from './harness.mjs';

need();
const views = ['/', '/slots', '/map', '/timeline', '/claims', '/checks', '/rules', '/hypotheses', '/evidence', '/estimates', '/count', '/enter', '/enter?sheet=counts', '/enter?sheet=review'];

for (const [width, scheme] of [[1440, 'light'], [390, 'dark']])
  test(`every view at ${width} px, ${scheme}`, { timeout: 400000 }, async (t) => {
    const path = makeCase(folder(t)), row = JSON.parse(cli('estimate', path, '--json', '--own-names')).counts[0].row;
    const { page, calm, go } = await open(t, path, { width, scheme, height: 900 });
    for (const view of [...views, '/e/' + row]) await t.test(view.replace(row, 'ROW'), async () => { await go(view); await accessible(page, `${view} at ${width}`); });
    await t.test('nothing else went wrong', () => calm());
  });
