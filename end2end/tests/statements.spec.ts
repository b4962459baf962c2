// What arrives shows on the open list of statements, nobody named; sources have scores that lead to the evidence.
import { readFile } from 'node:fs/promises';

import { BASIC, somebody, statement } from '../support/record-store.ts';
import { firstSourcePath } from '../support/pages.ts';
import { expect, settled, test } from '../support/test.ts';

const HEADERS = { authorization: BASIC, 'x-experience-api-version': '2.0.0' };

test('a statement that arrives shows on top of the open list, and whose it is does not', async ({ page, signIn }) => {
  await signIn('admin');
  await page.goto('/statements');
  await settled(page);
  const told = statement(somebody());
  told.object.id = `https://demo.invalid/labs/${told.id}`;
  expect((await page.request.post('/xapi/statements', { headers: HEADERS, data: told })).status()).toBe(200);
  const row = page.locator('[data-live-rows] tbody tr').first();
  await expect(row).toContainText(told.object.id, { timeout: 5000 });
  await expect(page.getByText(/arrived since you opened this page/)).toBeVisible();
  await expect(page.locator('main')).not.toContainText(told.actor.mbox);
});

test('the list is narrowed, paged and taken away without script', { tag: '@no-js' }, async ({ page, signIn }) => {
  await signIn('l_and_d');
  await page.goto(`/statements?${new URLSearchParams({ tags: 'complete' })}`);
  await page.getByRole('link', { name: 'Older' }).click();
  await expect(page).toHaveURL(/tags=complete&before=\d+/);
  await page.getByRole('link', { name: 'Newer' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export JSON lines' }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n');
  expect(lines.length).toBeGreaterThan(50);
  expect(JSON.parse(lines[0]!)).toHaveProperty('person_keys');
  expect(lines.join('')).not.toContain('@demo.invalid');
});

test('a source leads from its score to the statements behind it', async ({ page, signIn }) => {
  await signIn('l_and_d');
  await page.goto(await firstSourcePath(page));
  await expect(page.getByRole('heading', { name: 'What would mend most' })).toBeVisible();
  await page.getByRole('link', { name: 'The statements' }).first().click();
  await expect(page).toHaveURL(/\/statements\?source=/);
});
