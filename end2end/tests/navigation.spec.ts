// The same pages by clicking, the way people get there.
import { expect, test } from '../support/test.ts';

test('the navigation leads L&D to every list', { tag: '@no-js' }, async ({ page, signIn }) => {
  await signIn('l_and_d');
  await page.goto('/');
  for (const [link, address] of [
    ['Programme', /\/programme$/],
    ['Teams', /\/teams$/],
    ['Cohorts', /\/cohorts$/],
    ['Skill map', /\/skill-map$/],
  ] as const) {
    await page.getByRole('navigation').getByRole('link', { name: link }).first().click();
    await expect(page).toHaveURL(address);
    await expect(page.locator('h1')).toHaveCount(1);
  }
});

test('a team, its point and its work items are two clicks apart', { tag: '@no-js' }, async ({ page, signIn }) => {
  await signIn('manager');
  await page.goto('/teams');
  await page.locator('main a[href="/teams/payments"]').first().click();
  await expect(page).toHaveURL(/\/teams\/payments/);
  await page.locator('main a[href*="/drill"]').first().click();
  await expect(page.locator('main table').first()).toBeVisible();
});
