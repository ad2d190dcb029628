// What is entered on the page is entered as on the command line: by forms with the importer's own limits and sentences, by files
// dropped anywhere, with their names shown as text; two people review a row; a page that may only be read refuses.
import test from 'node:test';
import assert from 'node:assert/strict';
import { accessible, cli, drop, folder, makeCase, need, open, shown } from './harness.mjs';

need();
const answer = (path) => JSON.parse(cli('estimate', path, '--json', '--own-names'));
const corridor = (path) => answer(path).corridors.find((c) => c.id === 'VVO-FNJ');

test('rows, files and reviews are entered on the page', { timeout: 600000 }, async (t) => {
  const path = makeCase(folder(t)), before = corridor(path);
  const { page, calm, go } = await open(t, path, { expect: [/status of 422/, /status of 400/] }); /* refusals that are provoked here */
  page.on('dialog', (d) => void d.accept());
  const cell = (name) => page.locator(`form [name="${name}"]`);

  await t.test('a form refuses as the importer does, at its cell', async () => {
    await go('/enter?sheet=counts');
    for (const [name, value] of [['id', 'page1'], ['corridor', 'VVO-FNJ'], ['date', '2023-11-06'], ['source', 'asiae'], ['best', '100001']]) await cell(name).fill(value);
    await cell('method').selectOption('counted');
    await page.locator('form button[type="submit"]').click();
    await page.locator('[name="best"][aria-invalid="true"]').waitFor();
    assert.match(await page.locator(`#${await cell('best').getAttribute('id')}-wrong`).textContent(), /100[,.]?000/);
    assert.equal(answer(path).counts.length, 2);
  });
  await t.test('mended, it is a row, and the estimate is another', async () => {
    await cell('best').fill('62');
    await cell('of').selectOption('concern');
    await cell('stage').selectOption('boarding');
    await page.locator('form button[type="submit"]').click();
    await page.locator('.went li').first().waitFor();
    const now = corridor(path);
    assert.equal(now.by_slot.find((s) => s.date === '2023-11-06').seen, 62);
    assert.notEqual(now.estimated.median, before.estimated.median);
    await go('/slots?slot=' + encodeURIComponent('VVO-FNJ 2023-11-06 JS272'));
    await page.getByText('62', { exact: false }).first().waitFor();
  });
  const rows = 'id,corridor,date,method,best,source\ndropped,VVO-FNJ,2023-11-10,eye,40,asiae\nbad,VVO-FNJ,2023-13-40,eye,40,asiae\n';
  await t.test('a sheet that is dropped goes in, and what is bad in it is named', async () => {
    await go('/claims');
    await drop(page, [{ name: 'counts.csv', text: rows }]);
    await shown(page, 'enter');
    await page.locator('.run-done').waitFor();
    const said = await page.locator('.run-done').innerText();
    assert.match(said, /1 row/);
    assert.match(said, /date/);
    assert.ok(answer(path).counts.some((c) => c.date === '2023-11-10' && c.best === 40));
    await accessible(page, 'enter, files');
  });
  await t.test('a name is only text, and what is no sheet is refused in a sentence', async () => {
    await drop(page, [{ name: '"><img src=x onerror=alert(1)>\u202E.csv', text: rows }]);
    await page.locator('.run-failed').waitFor();
    const said = await page.locator('.run-failed').innerText();
    assert.match(said, /onerror=alert\(1\)/);
    assert.match(said, /not called after a sheet/);
    assert.equal(await page.locator('main img').count(), 0);
  });
  await t.test('nothing else went wrong', () => calm());
});

test('a page that may only be read', { timeout: 120000 }, async (t) => {
  const path = makeCase(folder(t)), { page, origin, calm } = await open(t, path, { flags: ['--read-only'], expect: [/status of 403/, /status of 405/] });
  assert.equal(await page.getByRole('navigation').getByRole('link', { name: 'Enter' }).count(), 0);
  const status = await page.evaluate(async (o) => (await fetch(o + '/api/add/counts', { method: 'POST', body: '{}', headers: { 'X-Headcount': document.querySelector('meta[name="headcount-token"]').content, 'Content-Type': 'application/json' } })).status, origin);
  assert.ok(status === 403 || status === 405, `status ${status}`);
  assert.equal(answer(path).counts.length, 2);
  calm();
});
