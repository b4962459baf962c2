// L&D runs a cohort from its first form to its last participant, with JavaScript and without.
import type { Page } from '@playwright/test';

import { firstCohortPath } from '../support/pages.ts';
import { expect, test } from '../support/test.ts';

test('L&D creates a cohort and renames it', { tag: '@no-js' }, async ({ page, signIn }) => {
  await signIn('l_and_d');
  await page.goto('/cohorts/new');
  await fillIn(page, 'Small pull requests, autumn');
  await page.getByRole('button', { name: /create/i }).click();
  await expect(page).toHaveURL(/\/cohorts\/(?!new)/);
  await expect(page.locator('h1')).toContainText('Small pull requests, autumn');

  await page.getByRole('link', { name: /edit/i }).first().click();
  await page.getByLabel('Name').fill('Small pull requests, winter');
  await page.getByRole('button', { name: /save/i }).click();
  await expect(page.locator('h1')).toContainText('Small pull requests, winter');

  await page.goto('/cohorts');
  await expect(page.locator('main')).toContainText('Small pull requests, winter');
});

test('a form with mistakes keeps what was typed and says what to mend', { tag: '@no-js' }, async ({ page, signIn, watch }) => {
  watch.expect(/\b422\b/);
  await signIn('l_and_d');
  await page.goto('/cohorts/new');
  await withoutBrowserChecks(page);
  await page.getByLabel('Name').fill('Half a cohort');
  await page.getByRole('button', { name: /create/i }).click();
  const summary = page.locator('.error-summary');
  await expect(summary).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('Half a cohort');
  const field = await summary.getByRole('link').first().getAttribute('href');
  await expect(page.locator(field!)).toHaveCount(1);
});

test('a participant enrols, and the enrolment is taken back', { tag: '@no-js' }, async ({ page, signIn }) => {
  await signIn('l_and_d');
  const cohort = await firstCohortPath(page);
  await page.goto(cohort);
  const before = await participants(page);

  // A team that never joins: nobody of it is busy in another cohort.
  await page.goto(`${cohort}/enrol?team=Checkout`);
  const box = page.getByRole('checkbox').first();
  const name = (await page.locator('label', { has: box }).or(page.locator('label:has(input[type=checkbox])')).first().textContent())!.trim();
  await box.check();
  await page.getByRole('button', { name: /^Enrol/ }).click();
  await expect.poll(() => participants(page)).toBe(before + 1);

  await page.locator('main tbody tr').filter({ hasText: name }).getByRole('link', { name: 'Leave' }).click();
  await page.getByText('Take the enrolment back').first().click();
  await page.getByRole('button', { name: 'Take the enrolment back' }).click();
  await expect.poll(() => participants(page)).toBe(before);
});

/** Every field of a new cohort; the learning sprint is within its limits. */
async function fillIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Coach').selectOption({ index: 1 });
  await page.getByRole('group', { name: /Skills/ }).getByRole('checkbox').first().check();
  await page.getByLabel(/starts/i).fill('2027-01-11');
  await page.getByLabel(/ends/i).fill('2027-01-29');
}

/** Lets the server do the checking, as an old browser would; without script the form is sent as it is. */
async function withoutBrowserChecks(page: Page): Promise<void> {
  await page.locator('main form').evaluateAll((forms) => forms.forEach((form) => form.setAttribute('novalidate', '')));
}

/** Those who take part: everybody else's enrolment has a day of leaving to change. */
async function participants(page: Page): Promise<number> {
  return page.locator('main table').getByRole('link', { name: 'Leave' }).count();
}
