// The answer: the sentence and three figures of the program, each with its rows; pictures with their numbers; a what-if beside the
// estimate; other languages; two estimates compared.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/* Three corridors out of one field, and one back: the three are added, and neither interval of the sum is lost on the way to the page. */
test('corridors of one field, added up', { timeout: 300000 }, async (t) => {
  const dir = folder(t), path = join(dir, 'sum.hc'), days = [5, 12, 19, 26], ends = { a: 'ELP', b: 'IAH', c: 'AEX' };
  const out = Object.keys(ends), all = [...out, 'd'];
  writeFileSync(join(dir, 'sources.csv'), 'id,label,kind\nv,Volunteers,observer\n');
  writeFileSync(join(dir, 'corridors.csv'), 'id,origin,destination,direction,from,to\n' + out.map((k) => `${k},MSP,${ends[k]},outbound,2026-01-01,2026-01-31\n`).join('') + 'd,ELP,MSP,inbound,2026-01-01,2026-01-31\n');
  writeFileSync(join(dir, 'flights.csv'), 'corridor,date,state,source\n' + all.flatMap((k) => days.map((d) => `${k},2026-01-${String(d).padStart(2, '0')},operated,v\n`)).join(''));
  writeFileSync(join(dir, 'counts.csv'), 'corridor,date,method,best,of,stage,source\n' + all.map((k, i) => `${k},2026-01-05,counted,${60 + 20 * i},concern,aboard,v\n`).join(''));
  cli('init', path);
  cli('import', path, ...['sources', 'corridors', 'flights', 'counts'].map((f) => join(dir, `${f}.csv`)));
  const a = JSON.parse(cli('estimate', path, '--json', '--own-names')), sum = a.together[0];
  assert.equal(a.together.length, 1);
  const { page, calm, go } = await open(t, path);
  await go('/');
  assert.equal(await page.locator('.sum h2').textContent(), sum.headline);
  const said = await page.locator('.of-sum').textContent();
  for (const [lo, hi] of [[sum.estimated.lo, sum.estimated.hi], [sum.apart.lo, sum.apart.hi]]) assert.ok(said.includes(`${number(lo)}–${number(hi)}`), said);
  assert.ok(sum.apart.lo > sum.estimated.lo && sum.apart.hi < sum.estimated.hi);
  assert.deepEqual(await page.locator('.caution li').allTextContents(), sum.caveats);
  assert.deepEqual(await page.locator('.parts-of > a').allTextContents(), sum.corridors);
  await picture(page, 'sum');
  await accessible(page, 'a sum of corridors');
  await page.locator('.parts-of > a').nth(1).click();
  await shown(page, 'answer');
  assert.equal(await page.locator('h1').textContent(), a.corridors.find((c) => c.id === sum.corridors[1]).headline);
  await go('/?lang=ru'); // no group is named: no comma in its place, and no blank within a figure breaks
  const russian = await page.locator('.sum h2').textContent();
  assert.match(russian, /^Вместе\. перемещения человека, Minneapolis — /);
  await accessible(page, 'a sum in Russian');
  calm();
});
