// The demo's door: a form per persona, and nothing behind it without one.
import { expect, test } from '../support/test.ts';

const personas = 7;

test('every persona of the demo has a button that signs in', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/sign-in');
  const buttons = page.getByRole('button', { name: /^Sign in as / });
  await expect(buttons).toHaveCount(personas);
  for (let i = 0; i < personas; i++) {
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await buttons.nth(i).click();
    await expect(page).not.toHaveURL(/sign-in/);
    await expect(page.locator('h1')).toHaveCount(1);
  }
});

test('someone who is not signed in is asked to, and then gets where they wanted', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/cohorts');
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByRole('button', { name: /^Sign in as .*L&D/ }).click();
  await expect(page).toHaveURL(/\/cohorts$/);
});
