// Claims, what does not add up, rules and rival explanations: roots are one voice, exemptions stand beside duties, markup in a case is text.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, cli, folder, makeCase, need, open, picture, program } from './harness.mjs';

need();
const HOSTILE = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const param = (page, name) => page.evaluate((n) => new URLSearchParams(location.search).get(n), name);
const knows = (command) => spawnSync(program, ['help', command]).status === 0;

test('claims, checks, rules and rival explanations', { timeout: 600000 }, async (t) => {
  const dir = folder(t), path = makeCase(dir);
  writeFileSync(join(dir, 'claims.csv'), `id,speaker,source,made_on,corridor,text,credibility,status\nk-hostile,"${HOSTILE}",asiae,2023-10-31,VVO-FNJ,"${HOSTILE}",4,retracted\n`);
  cli('import', path, join(dir, 'claims.csv'));
  const answer = JSON.parse(cli('estimate', path, '--json', '--own-names')), check = JSON.parse(spawnSync(program, ['check', path, '--json', '--own-names'], { encoding: 'utf8' }).stdout);
  const missing = ['rules', 'hypotheses'].filter((c) => !knows(c));
  const { page, calm, go } = await open(t, path, { expect: missing.map((c) => new RegExp(`/api/${c}`)) });

  await t.test('ten that repeat one root are one voice', async () => {
    await go('/claims');
    const root = answer.sources.find((s) => s.id === 'asiae').root, of = answer.claims.filter((c) => answer.sources.find((s) => s.id === c.source)?.root === root);
    const part = page.locator('section.voice').first();
    assert.match(await part.textContent(), new RegExp(`${of.length} claims, \\d sources: one voice`));
    assert.equal(await part.locator('tr[data-i]').count(), of.length);
    assert.equal(await page.locator('section.voice tr[data-i]').count(), answer.claims.length);
    await picture(page, 'claims');
    await accessible(page, 'claims');
  });
  await t.test('markup of a claim is text', async () => {
    await page.getByText(HOSTILE, { exact: false }).first().waitFor();
    assert.equal(await page.locator('main img, main script').count(), 0);
    const row = page.locator('tr[data-i]', { hasText: 'onerror' });
    assert.match(await row.textContent(), /retracted/);
    assert.match(await row.textContent(), /no quantity/);
  });
  await t.test('a claim is found, and where it lies is said', async () => {
    await page.getByRole('searchbox').fill('k-4000');
    assert.equal(await param(page, 'q'), 'k-4000');
    const claim = answer.claims.find((c) => c.id === 'k-4000'), row = page.locator('tr[data-i]');
    assert.equal(await row.count(), 1);
    assert.match(await row.textContent(), new RegExp(`${claim.percentile} of 100 equally likely outcomes lie below it`));
    await row.locator('summary').click();
    assert.ok((await row.textContent()).includes(claim.evidence));
    await row.locator('.refs a').first().click();
    await page.waitForSelector('main[data-ready="evidence"]', { state: 'attached' });
    assert.match(await page.locator('h1').textContent(), /claims k-4000/);
  });
  await t.test('findings by level, each with its rows', async () => {
    await go('/checks');
    assert.equal(await page.locator('.finding').count(), check.findings.length);
    await page.getByRole('radio', { name: /notes/ }).check();
    const notes = check.findings.filter((f) => f.level === 'note');
    assert.equal(await page.locator('.finding').count(), notes.length);
    assert.ok((await page.locator('.finding').first().textContent()).includes(notes[0].settles));
    assert.ok((await page.locator('.finding').first().locator('.refs a').count()) > 0);
    await picture(page, 'checks');
    await accessible(page, 'checks');
  });
  await t.test('an exemption stands beside every duty', async () => {
    await go('/rules');
    const cards = page.locator('.rule-card');
    assert.equal(await cards.count(), answer.rules.length);
    assert.equal(await cards.locator('.duty .exempt').count(), answer.rules.length);
    for (const rule of answer.rules) {
      const card = page.locator('.rule-card', { has: page.locator(`header code a:text-is("${rule.id}")`) }), beside = await card.locator('.exempt').textContent();
      assert.ok(beside.includes(rule.exemptions ?? 'No exemption is recorded, which does not mean that there is none'), rule.id);
    }
    await picture(page, 'rules');
    await accessible(page, 'rules');
  });
  await t.test('rival explanations', { skip: missing.includes('hypotheses') && 'the program has no command hypotheses' }, async () => {
    await go('/hypotheses');
    const m = JSON.parse(cli('hypotheses', path, '--json'));
    if (!m.list.length) return void (await page.getByText('No explanation is entered').waitFor());
    const body = page.locator('table.matrix').first().locator('tbody tr');
    assert.equal(await body.count(), m.items.length);
    const other = m.items.find((i) => i.without?.change !== 'none');
    if (other) {
      await body.filter({ hasText: other.id }).getByRole('button', { name: /if false/ }).click();
      assert.equal(await param(page, 'without'), `item:${other.id}`);
      assert.ok((await page.locator('tr.otherwise td.moved').count()) > 0);
    }
    await picture(page, 'hypotheses');
    await accessible(page, 'hypotheses');
  });
  await t.test('in Russian and Korean no key is left without its word', async () => {
    for (const lang of ['ru', 'ko'])
      for (const view of ['claims', 'checks', 'rules', 'timeline', 'evidence']) {
        await go(`/${view}?lang=${lang}`);
        assert.doesNotMatch(await page.locator('main').innerText(), new RegExp(`\\b(${view}|term|token)\\.[a-z_]+`), `${view} ${lang}`);
      }
  });
  calm();
});
