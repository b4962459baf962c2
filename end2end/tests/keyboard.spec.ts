// Everything by keyboard, in reading order.
import type { Page } from '@playwright/test';

import { expect, test } from '../support/test.ts';

test('the first stop is a skip link that leads to the main part', async ({ page, signIn }) => {
  await signIn('l_and_d');
  await page.goto('/teams');
  await page.keyboard.press('Tab');
  const skip = page.locator(':focus');
  await expect(skip).toHaveAttribute('href', /^#/);
  await expect(skip).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const inMain = await page.evaluate(() => document.activeElement?.closest('main') !== null);
  expect(inMain).toBe(true);
});

test('tabbing visits the stops of a page in the order they are read', async ({ page, signIn }) => {
  await signIn('l_and_d');
  await page.goto('/cohorts');
  const visited: number[] = [];
  for (let place = await nextStop(page); place > 0; place = await nextStop(page)) visited.push(place);
  expect(visited.length).toBeGreaterThan(5);
  expect(visited).toEqual([...visited].sort((a, b) => a - b));
});

/** Presses Tab and tells how far down the document the focus is; 0 after the last stop. */
async function nextStop(page: Page): Promise<number> {
  await page.keyboard.press('Tab');
  return page.evaluate(() => {
    const focused = document.activeElement;
    return focused && focused !== document.body ? [...document.querySelectorAll('*')].indexOf(focused) : 0;
  });
}
