// Thirty people are counted on a picture; the count is found in its flight, and the estimate is another. Several annotators do not see
// each other. The keyboard does all that the pointer does.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, cli, folder, makeCase, need, open, picture, shown } from './harness.mjs';
import { crowd } from './crowd.mjs';

need();
const SLOT = 'VVO-FNJ 2023-11-03 JS272';
const estimated = (path, id) => JSON.parse(cli('estimate', path, '--json', '--own-names')).corridors.find((c) => c.id === id);

/** Where on screen a share of the picture is: the picture fits the stage. */
async function spot(page, p) {
  const b = await page.getByRole('application').boundingBox();
  return [b.x + p.x * b.width, b.y + p.y * b.height];
}

test('count people on a picture', { timeout: 600000 }, async (t) => {
  const dir = folder(t), path = makeCase(dir), { png, people } = crowd(30), before = estimated(path, 'VVO-FNJ');
  writeFileSync(join(dir, 'gate.png'), png);
  const { page, calm, go } = await open(t, path);
  page.on('dialog', (d) => void d.accept());

  await t.test('the picture is added through the page', async () => {
    await go('/count');
    await page.getByLabel('Files', { exact: true }).setInputFiles(join(dir, 'gate.png'));
    await page.getByLabel('Source', { exact: true }).fill('asiae');
    await page.getByRole('button', { name: 'Add to the case' }).click();
    await page.locator('tr[data-i="0"]').waitFor();
    assert.equal(await page.locator('tr[data-i]').count(), 1);
    await accessible(page, 'count, the list');
  });
  await t.test('the annotator is asked first', async () => {
    await page.locator('tr[data-i="0"] a').first().click();
    await page.getByLabel('Pseudonym').fill('not a name!');
    await page.getByRole('button', { name: 'Begin to count' }).click();
    await page.getByText('A pseudonym is of letters').waitFor();
    await page.getByLabel('Pseudonym').fill('A');
    await page.getByRole('button', { name: 'Begin to count' }).click();
    await page.getByRole('application').waitFor();
    await page.waitForFunction(() => document.querySelector('.stage')?.getAttribute('aria-busy') === 'false');
    assert.match(page.url(), /[?&]by=A\b/);
  });
  await t.test('thirty clicks are thirty people', async () => {
    for (const p of people) await page.mouse.click(...(await spot(page, p)));
    assert.equal(await page.locator('#people').textContent(), '30');
    await page.getByRole('button', { name: 'Undo' }).click();
    assert.equal(await page.locator('#people').textContent(), '29');
    await page.getByRole('button', { name: 'Redo' }).click();
    assert.equal(await page.locator('#people').textContent(), '30');
    await picture(page, 'count-marked');
    await accessible(page, 'count, the bench');
  });
  await t.test('somebody counted before does not count again', async () => {
    await page.mouse.click(...(await spot(page, people[7])));
    await page.getByRole('button', { name: 'Already counted' }).click();
    assert.equal(await page.locator('#people').textContent(), '29');
    await page.getByRole('button', { name: 'Already counted' }).click();
    assert.equal(await page.locator('#people').textContent(), '30');
  });
  await t.test('it is saved to a flight, and the estimate moves', async () => {
    await page.getByLabel('Flight', { exact: true }).fill('no such flight');
    await page.getByRole('button', { name: 'Save the count' }).click();
    await page.getByText('Choose the flight from the list').waitFor();
    await page.getByLabel('Flight', { exact: true }).fill(SLOT);
    await page.getByLabel('Of whom').selectOption('concern');
    await page.getByLabel('At which stage').selectOption('boarding');
    await page.getByLabel('Share of the group in view, %').fill('60');
    await page.getByRole('button', { name: 'Save the count' }).click();
    await page.getByRole('heading', { name: 'Saved: 30 people' }).waitFor();
    const now = estimated(path, 'VVO-FNJ');
    assert.notDeepEqual([now.estimated.lo, now.estimated.median, now.estimated.hi], [before.estimated.lo, before.estimated.median, before.estimated.hi]);
    const told = await page.locator('.saved').innerText();
    for (const v of [before.estimated.median, now.estimated.median]) assert.ok(told.includes(new Intl.NumberFormat('en').format(v)), `${told} names ${v}`);
    console.log(`# best ${before.estimated.median} before, ${now.estimated.median} with 30 counted on ${SLOT}`);
    const count = JSON.parse(cli('estimate', path, '--json', '--own-names')).counts.find((c) => c.best === 30 || c.low === 30);
    assert.equal(count?.method, 'partial');
    assert.equal(count?.date, '2023-11-03');
    const [covered] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'the picture' }).click()]);
    assert.match(covered.suggestedFilename(), /^[0-9a-f]{10}-0\.jpg$/);
    await picture(page, 'count-saved');
  });
  await t.test('the count is in its flight', async () => {
    await page.getByRole('link', { name: new RegExp(SLOT) }).click();
    await shown(page, 'slots');
    await page.getByText('30', { exact: false }).first().waitFor();
    assert.match(await page.locator('main').innerText(), /partial[\s\S]*\b30\b|\b30\b[\s\S]*partial/);
  });
  await t.test('another annotator sees nothing of the first', async () => {
    await go('/count');
    assert.doesNotMatch(await page.locator('main').innerText(), /\b30\b/);
    await page.locator('tr[data-i="0"] a').first().click();
    await page.getByLabel('Pseudonym').fill('B');
    await page.getByRole('button', { name: 'Begin to count' }).click();
    await page.waitForFunction(() => document.querySelector('.stage')?.getAttribute('aria-busy') === 'false');
    await page.getByText('1 other annotator marked this').waitFor();
    assert.equal(await page.locator('#people').textContent(), '0');
    assert.doesNotMatch(await page.locator('main').innerText(), /\b30\b/);
  });
  await t.test('by the keyboard alone', async () => {
    const stage = page.getByRole('application');
    await stage.focus();
    const press = async (...keys) => { for (const k of keys) await page.keyboard.press(k); };
    await press('Enter'); /* shows the crosshair, when the pointer was used last */
    const first = Number(await page.locator('#people').textContent());
    for (let i = 0; i < 6; i++) await press('Shift+ArrowRight', 'Enter');
    assert.equal(await page.locator('#people').textContent(), String(first + 6));
    await press('x');
    assert.equal(await page.locator('#people').textContent(), String(first + 5));
    await press('u', 'u');
    assert.equal(await page.locator('#people').textContent(), String(first + 5));
    await press('y', '[', 'Delete');
    assert.equal(await page.locator('#people').textContent(), String(first + 5));
    await press('3');
    for (const k of ['ArrowDown', 'ArrowLeft', 'ArrowUp']) await press('Shift+' + k, 'Shift+' + k, 'Enter');
    await press('c');
    await page.getByLabel('Region 1: seen').fill('50');
    await page.getByLabel('Region 1: seen').press('Enter');
    await page.getByRole('button', { name: 'Save the count' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Saved: ${first + 5} people` }).waitFor();
    assert.match(await page.locator('.saved').innerText(), new RegExp(`${first + 5}, .*, 30`));
    await accessible(page, 'count, the bench of the second annotator');
  });
  await t.test('nobody leaves unsaved work without a question', async () => {
    let asked = '';
    page.removeAllListeners('dialog');
    page.once('dialog', (d) => { asked = d.message(); void d.dismiss(); });
    await page.mouse.click(...(await spot(page, { x: 0.02, y: 0.97 })));
    await page.getByRole('link', { name: 'Slots', exact: true }).click();
    assert.match(asked, /not saved/);
    assert.match(page.url(), /\/count\//);
    await page.keyboard.press('Control+z');
  });
  await t.test('two thousand dots stay quick', async () => {
    page.on('dialog', (d) => void d.accept());
    const b = await page.getByRole('application').boundingBox(), cdp = await page.context().newCDPSession(page);
    const took = await page.evaluate(async () => {
      const el = document.querySelector('.stage'), box = el.getBoundingClientRect(), at = (type, x, y) => el.dispatchEvent(new PointerEvent(type, { pointerId: 1, button: 0, clientX: box.left + x, clientY: box.top + y, bubbles: true, pointerType: 'mouse' }));
      el.setPointerCapture = () => {};
      const frame = () => new Promise((ok) => requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = ok; c.port2.postMessage(0); }));
      const columns = 60;
      for (let i = 0; i < 2400; i++) { const x = 8 + ((i % columns) * (box.width - 16)) / columns, y = 8 + (Math.floor(i / columns) * (box.height - 16)) / 40; at('pointerdown', x, y); at('pointerup', x, y); }
      await frame();
      const pans = [];
      for (let i = 0; i < 40; i++) { const t0 = performance.now(); el.dispatchEvent(new WheelEvent('wheel', { deltaY: i % 2 ? 60 : -60, clientX: box.left + 300, clientY: box.top + 200, bubbles: true, cancelable: true })); await frame(); pans.push(performance.now() - t0); }
      pans.sort((p, q) => p - q);
      return { dots: document.querySelector('#people').textContent, middle: pans[20], worst: pans[39] };
    });
    await cdp.detach();
    assert.ok(b);
    console.log(`# ${took.dots} dots on the picture; zoom to drawn: median ${took.middle.toFixed(1)} ms, worst ${took.worst.toFixed(1)} ms`);
    assert.ok(Number(took.dots.replace(/\D/g, '')) >= 2000, took.dots);
    assert.ok(took.middle < 300, `${took.middle} ms`);
  });
  calm();
});
