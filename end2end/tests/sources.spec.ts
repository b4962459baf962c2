// What sources cannot say by themselves: a history from a file, rules that give tags.
import type { Page } from '@playwright/test';

import { expect, test } from '../support/test.ts';

const HISTORY = [
  'E-mail,Course,Course title,Status,Completed on,Grade',
  'person001@demo.invalid,pr-101,Small pull requests,Completed,2025-03-03T09:00,80 %',
  'person002@demo.invalid,pr-101,Small pull requests,In progress,2025-03-04T09:00,',
  'person003@demo.invalid,pr-101,Small pull requests,Not started,,',
].join('\n');

test('a file of an LMS is chosen, its columns guessed, looked at and imported once', { tag: '@no-js' }, async ({ page, signIn, watch }) => {
  watch.expect(/\b422\b/);
  await signIn('l_and_d');
  await page.goto('/sources/history');
  await page.getByLabel('Name of the LMS').fill('old-lms');
  await page.getByLabel('CSV file').setInputFiles(file(HISTORY));
  await page.getByRole('button', { name: 'Read its columns' }).click();
  await expect(page.getByText('courses.csv: 3 rows, 6 columns.')).toBeVisible();
  await expect(page.getByLabel('Column with the e-mail address or account')).toHaveValue('E-mail');
  await expect(page.getByLabel('What each status means')).toHaveValue(/In progress = initialized/);

  // Without what goes before it, the course is no id.
  await look(page);
  await expect(page.getByRole('alert')).toContainText('Line 2, column Course: "pr-101" is no IRI');
  await page.getByLabel('Before the activity').fill('https://old-lms.invalid/courses/');
  await look(page);
  await expect(page.getByText('The file fits: 2 statements, 1 row left out. Nothing is stored yet.')).toBeVisible();
  await expect(page.getByRole('row', { name: /^2 person001@demo\.invalid completed/ })).toBeVisible();
  await page.getByRole('button', { name: 'Import the file' }).click();
  await expect(page.getByText('2 statements are new, 0 already there, 1 left out.')).toBeVisible();
  await page.goto('/statements?source=old-lms');
  await expect(page.locator('main tbody tr')).toHaveCount(2);
});

test('a file that is no CSV is told before anything is asked about it', { tag: '@no-js' }, async ({ page, signIn, watch }) => {
  watch.expect(/\b422\b/);
  await signIn('l_and_d');
  await page.goto('/sources/history');
  await page.getByLabel('Name of the LMS').fill('old-lms');
  await page.getByLabel('CSV file').setInputFiles(file(Buffer.from('mail,course\nQualit\xe4t,1\n', 'latin1')));
  await page.getByRole('button', { name: 'Read its columns' }).click();
  await expect(page.getByRole('alert')).toContainText('Line 2: it is not UTF-8');
  await expect(page.getByLabel('Name of the LMS')).toHaveValue('old-lms');
});

test('of two rules the one that is tried first decides, and they change places', { tag: '@no-js' }, async ({ page, signIn }) => {
  await signIn('l_and_d');
  await writeRule(page, 'https://demo.invalid/');
  await writeRule(page, 'https://demo.invalid/courses/');
  const prefixes = page.locator('main tbody tr').filter({ hasText: 'whose activity begins' });
  await expect(prefixes.nth(1)).toContainText('courses');
  await page.getByRole('button', { name: /^Try \d+ before \d+$/ }).click();
  await expect(page.getByText(/is tried earlier/)).toBeVisible();
  await expect(prefixes.nth(0)).toContainText('courses');
});

function file(content: string | Buffer) {
  return { name: 'courses.csv', mimeType: 'text/csv', buffer: Buffer.from(content) };
}

async function look(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Look at the first rows' }).click();
}

async function writeRule(page: Page, prefix: string): Promise<void> {
  await page.goto('/tags/rules/new');
  await page.getByLabel('Their activity begins with').fill(prefix);
  await page.getByLabel('Role').fill('backend');
  await page.getByRole('button', { name: 'Save the rule' }).click();
  await expect(page.getByText(/is in force/)).toBeVisible();
}
