// Behind every figure are its work items, and they add up to it.
import type { Page } from '@playwright/test';

import { drillPath } from '../support/pages.ts';
import { expect, test } from '../support/test.ts';

test('the median of the items is the number that the scoreboard shows', { tag: '@no-js' }, async ({ page, signIn }) => {
  await signIn('manager');
  await page.goto(await drillPath(page));
  const shown = Number(await page.locator('main [data-part="sum"]').textContent());
  const hours = await values(page);
  expect(hours.length).toBeGreaterThanOrEqual(5);
  // Rows and median are printed with two digits.
  expect(Math.abs(median(hours) - shown)).toBeLessThanOrEqual(0.011);
  // The tile says the same in fewer digits.
  const tile = Number(await page.locator('main [data-part="number"]').first().textContent());
  expect(Math.abs(tile - shown)).toBeLessThanOrEqual(0.5);
});

test('no item says whose it is', { tag: '@no-js' }, async ({ page, signIn }) => {
  await signIn('manager');
  await page.goto(await drillPath(page));
  await expect(page.locator('main')).not.toContainText(/Demo Person|demo\.invalid/);
});

/** The last numeric column of the table of items, all pages of it. */
async function values(page: Page): Promise<number[]> {
  const cells = await page.locator('main table').last().locator('tbody tr td.number:last-child').allTextContents();
  return cells.map((text) => Number.parseFloat(text.replaceAll(',', '')));
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
