// The ledger on the page: verified, one entry by its hash or by the name of its row, what it supersedes; and the timeline.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, cli, folder, makeCase, need, open, picture } from './harness.mjs';

need();
const param = (page, name) => page.evaluate((n) => new URLSearchParams(location.search).get(n), name);

test('evidence and timeline', { timeout: 600000 }, async (t) => {
  const dir = folder(t), path = makeCase(dir);
  const row = (note) => `id,corridor,date,method,best,of,stage,wording,source,note\nc1030,VVO-FNJ,2023-10-30,eye,100,concern,waiting,about,prof-video,${note}\n`;
  writeFileSync(join(dir, 'counts.csv'), row('judged again'));
  cli('import', path, join(dir, 'counts.csv'));
  const log = JSON.parse(cli('log', path, '--json', '--own-names')), verify = JSON.parse(cli('verify', path, '--json'));
  const { page, calm, go } = await open(t, path, { expect: [/explain\?what=abcdef012345/] }); // asked for on purpose: there is none

  await t.test('every entry is in the table, the newest first', async () => {
    await go('/evidence');
    assert.match(await page.locator('.said').textContent(), new RegExp(`^${log.length} of ${log.length} `));
    const seq = Math.max(...log.map((e) => e.seq)), newest = log.find((e) => e.seq === seq);
    assert.ok((await page.locator('tr[data-i="0"]').textContent()).includes(newest.hash.slice(0, 12)));
    await page.getByLabel('Kind').selectOption('file');
    assert.equal(await page.locator('tr[data-i]').count(), log.filter((e) => e.kind === 'file').length);
    assert.equal(await param(page, 'kind'), 'file');
    await picture(page, 'evidence');
    await accessible(page, 'evidence');
  });
  await t.test('verified, with the head and a checkpoint to keep', async () => {
    await page.getByRole('button', { name: 'Verify the ledger' }).click();
    await page.locator('.verified').waitFor();
    const said = await page.locator('.verdict-box').textContent();
    assert.match(said, new RegExp(`Verified\\. ${verify.entries} entries, 1 author`));
    assert.ok(said.includes(verify.head));
    await page.getByRole('button', { name: 'Checkpoint' }).click();
    await page.locator('pre.checkpoint').waitFor();
    assert.equal((await page.locator('pre.checkpoint').textContent()).trim(), cli('log', path, '--checkpoint').trim());
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText(/Copied|is selected/).waitFor();
  });
  await t.test('an entry by its hash, and what it supersedes', async () => {
    const [old, now] = log.filter((e) => e.body.sheet === 'counts' && e.body.row?.id === 'c1030').sort((a, b) => a.seq - b.seq);
    await go(`/e/${now.hash.slice(0, 8)}`);
    assert.equal(await page.locator('h1').textContent(), 'counts c1030');
    assert.ok((await page.locator('main').textContent()).includes(now.hash));
    await page.locator(`.plain-list a[href^="/e/${old.hash.slice(0, 12)}"]`).click();
    await page.getByText('Superseded by').waitFor();
    assert.ok((await page.locator('main').textContent()).includes(old.hash));
    await page.getByText('no longer in force').waitFor();
  });
  await t.test('a row by its name, and what it feeds', async () => {
    const count = JSON.parse(cli('estimate', path, '--json')).counts.find((c) => c.date === '2023-10-30');
    await go(`/e/${count.row}`);
    assert.equal(await page.locator('h1').textContent(), 'counts c1030');
    const feeds = await page.locator('.feeds').textContent();
    assert.match(feeds, /1 flight of VVO-FNJ: 2023-10-30 JS272/);
    assert.ok(feeds.includes(count.why));
    await accessible(page, 'an entry');
    await page.locator('.feeds a').first().click();
    await page.waitForSelector('main:is([data-ready="slots"],[data-ready="answer"])', { state: 'attached' });
  });
  await t.test('a row by the name under which it was published', async () => {
    const named = (...how) => JSON.parse(cli('estimate', path, '--json', ...how)).counts.find((c) => c.date === '2023-10-30').row;
    assert.notEqual(named(), named('--own-names'), 'its note is withheld');
    await go(`/e/${named()}`);
    assert.equal(await page.locator('h1').textContent(), 'counts c1030');
    assert.ok((await page.locator('main').textContent()).includes(named('--own-names')));
    assert.match(await page.locator('.feeds').textContent(), /1 flight of VVO-FNJ/);
  });
  await t.test('what is no entry is said to be none', async () => {
    await go('/e/zz');
    await page.getByText('six or more hexadecimal digits').waitFor();
    await go('/e/abcdef012345');
    await page.getByText('No entry and no row begins with abcdef012345').waitFor();
  });
  await t.test('the timeline: a period by dates and keys, the same as a list', async () => {
    await go('/timeline');
    await page.getByLabel('From', { exact: true }).fill('2024-02-01');
    await page.getByLabel('To', { exact: true }).fill('2024-02-29');
    await page.waitForFunction(() => new URL(location.href).searchParams.get('from') === '2024-02-01');
    await page.getByText(/items, 1 Feb 2024 to 29 Feb 2024/).first().waitFor();
    assert.ok((await page.locator('tr[data-i]').count()) >= 9, 'flights of February');
    await page.locator('.lanes').focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => new URL(location.href).searchParams.get('from') !== '2024-02-01');
    await page.keyboard.press('Home');
    await page.waitForFunction(() => !new URL(location.href).searchParams.has('from'));
    await picture(page, 'timeline');
    await accessible(page, 'timeline');
  });
  calm();
});
