// The answer: the sentence and three figures of the program, each with its rows; pictures with their numbers; a what-if beside the
// estimate; other languages; two estimates compared.
import test from 'node:test';
import assert from 'node:assert/strict';
import { accessible, cli, folder, makeCase, need, open, picture, shown } from './harness.mjs';

need();
const number = (n) => new Intl.NumberFormat('en').format(n);

test('the answer, and why it changed', { timeout: 600000 }, async (t) => {
  const dir = folder(t), path = makeCase(dir), a = JSON.parse(cli('estimate', path, '--json', '--own-names')), c = a.corridors[0];
  const { page, calm, go } = await open(t, path);

  await t.test('headline, figures, caveats are the program\'s', async () => {
    await go('/');
    assert.equal(await page.locator('h1').textContent(), c.headline);
    assert.deepEqual(await page.locator('.three .big').allTextContents(), [number(c.seen), `${number(c.estimated.lo)}–${number(c.estimated.hi)}`, number(c.ceiling)]);
    assert.deepEqual(await page.locator('.before ol:not(.rest) li').allTextContents(), c.caveats.slice(0, 3));
    assert.equal(await page.locator('.corridors li').count(), a.corridors.length);
  });
  await t.test('pictures are drawn, and each has its numbers', async () => {
    await page.locator('.fig-dots svg').waitFor({ timeout: 120000 });
    for (const name of ['strip', 'fig-fan', 'fig-months', 'fig-weeks', 'fig-advice']) assert.equal(await page.locator(`.${name} svg`).count(), 1, name);
    assert.equal(await page.locator('main style, main [style]').count(), 0, 'no style in the page but its own sheet');
    await page.locator('.fig-months summary').click();
    await page.locator('.fig-months tbody tr').first().waitFor(); // the table is made when the browser tells that it is open, after the click
    assert.equal(await page.locator('.fig-months tbody tr').count(), c.by_month.length);
    await page.locator('.fig-tornado').scrollIntoViewIfNeeded();
    await page.locator('.fig-tornado svg').waitFor({ timeout: 120000 });
    await picture(page, 'answer');
    await accessible(page, 'the answer');
  });
  await t.test('a figure leads to its entry', async () => {
    await page.locator('.three .refs a').first().click();
    await shown(page, 'evidence');
    assert.equal(new URL(page.url()).pathname, '/e/' + c.seen_ref[0]);
    await page.goBack();
    await shown(page, 'answer');
  });
  await t.test('a what-if stands beside the estimate, and not in its place', async () => {
    await page.getByLabel('people of concern on a flight that flew').fill('100');
    await page.getByLabel('share of announced flights that fly').fill('1');
    await page.getByRole('button', { name: 'Compute' }).click();
    await page.locator('.whatif .sentence').waitFor({ timeout: 60000 });
    const said = JSON.parse(cli('estimate', path, '--assume', 'load=100,completion=1', '--json')).corridors[0];
    assert.equal(await page.locator('.whatif .sentence').textContent(), said.headline);
    assert.match(await page.locator('.whatif tbody').textContent(), new RegExp(`${number(c.estimated.median)}.*${number(said.estimated.median)}`));
    assert.equal(await page.locator('h1').textContent(), c.headline);
    assert.equal(new URL(page.url()).searchParams.get('assume'), 'load=100,completion=1');
  });
  await t.test('another corridor by a key; other words by the address', async () => {
    await go('/');
    await page.keyboard.press(']');
    await shown(page, 'answer');
    assert.equal(await page.locator('h1').textContent(), a.corridors[1].headline);
    for (const [lang, word] of [['ko', '인원 이동'], ['ru', 'перемещения человека']]) {
      await go(`/?lang=${lang}`);
      assert.match(await page.locator('h1').textContent(), new RegExp(word));
      assert.equal(await page.locator('html').getAttribute('lang'), lang);
      assert.match(await page.locator('nav a').nth(1).getAttribute('href'), new RegExp(`lang=${lang}`));
    }
    await accessible(page, 'the answer in Russian');
  });
  await t.test('two dates compared: the moves are the program\'s', async () => {
    const d = JSON.parse(cli('estimate', path, '2023-10-31', '2024-02-27', '--diff', '--json', '--own-names')), moved = d.corridors.find((x) => x.move !== 0);
    await go('/estimates?a=2023-10-31&b=2024-02-27');
    await page.locator('.steps-table').first().waitFor({ timeout: 60000 });
    assert.match(await page.locator('.compared h2').first().textContent(), new RegExp(`${moved.id}: from ${number(moved.a.median)} to ${number(moved.b.median)}`));
    const rows = await page.locator('.steps-table').first().locator('tbody tr').count(), steps = moved.moves.filter((m) => m.move !== 0).length;
    assert.equal(rows, 2 + steps + (steps < moved.moves.length ? 1 : 0));
    await page.locator('input[type=radio][name=a]').nth(0).check();
    await page.waitForFunction(() => new URLSearchParams(location.search).get('a') !== '2023-10-31');
    await picture(page, 'estimates');
    await accessible(page, 'estimates compared');
  });
  calm();
});
