// An executive asks whether it worked: the verdict, what stands behind it, and the figures to take away.
import { readFile } from 'node:fs/promises';

import { comparedPath } from '../support/pages.ts';
import { expect, test } from '../support/test.ts';

test('the verdict leads to what stands behind it and to its figures', { tag: '@no-js' }, async ({ page, signIn }) => {
  await signIn('executive');
  await comparedPath(page);
  await page.goto('/programme');
  const verdict = page.locator('.verdict').first();
  await expect(verdict).toContainText('95 % interval');
  const sentence = await verdict.getByRole('heading').innerText();
  await verdict.getByRole('link', { name: 'What stands behind it' }).click();
  await expect(page).toHaveURL(/\/impact\/speed$/);
  // The same words on both pages, and the careless figure struck through beside them.
  await expect(page.locator('.verdict').getByRole('heading')).toHaveText(sentence);
  await expect(page.locator('.verdict s')).toBeVisible();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).first().click(),
  ]);
  const text = await readFile(await download.path(), 'utf8');
  expect(text.split('\n')[0]).toBe('since_joining,scale,effect,low,high,teams');
  expect(text.trim().split('\n').length).toBeGreaterThan(5);
});

test('nothing on the impact pages says whose work it is', { tag: '@no-js' }, async ({ page, signIn }) => {
  await signIn('executive');
  await comparedPath(page);
  for (const path of ['/impact', '/impact/speed', '/impact/sheet']) {
    await page.goto(path);
    await expect(page.locator('main')).not.toContainText(/Demo Person|demo\.invalid/);
  }
});

test('the page to print is a file too', { tag: '@no-js' }, async ({ page, signIn }) => {
  await signIn('executive');
  await comparedPath(page);
  const pdf = await page.request.get('/impact/sheet.pdf');
  expect(pdf.headers()['content-type']).toBe('application/pdf');
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
  const png = await page.request.get('/impact/sheet.png');
  expect((await png.body()).subarray(1, 4).toString()).toBe('PNG');
  await page.goto('/impact/sheet');
});

test('a plan is asked for in the address and answered in a sentence', { tag: '@no-js' }, async ({ page, signIn }) => {
  await signIn('executive');
  await comparedPath(page);
  await page.goto('/impact/plan');
  await page.getByLabel('Teams in the wave').fill('4');
  await page.getByLabel('Teams that wait, to compare with').fill('4');
  await page.getByRole('button', { name: 'Work it out' }).click();
  await expect(page).toHaveURL(/joining=4/);
  await expect(page.locator('.plan-answer')).toContainText('4 teams joining and 4 waiting');
});

test('an outcome is declared without code, and what is wrong with it is said', { tag: '@no-js' }, async ({ page, signIn, watch }) => {
  watch.expect(/\b422\b/);
  await signIn('l_and_d');
  await page.goto('/impact/outcomes/new');
  await page.getByLabel('Name').fill('Waiting for a review');
  await page.getByLabel('Measured by').selectOption('waiting_age');
  await page.getByLabel('Smallest change that matters').fill('nine');
  await page.getByRole('button', { name: 'Add the outcome' }).click();
  await expect(page.getByRole('alert')).toContainText('Give the smallest change that matters in per cent');
  await expect(page.getByLabel('Name')).toHaveValue('Waiting for a review');
});
