// A token from its making to its end: shown once, good for what it was made for, dead when revoked.
import { expect, test } from '../support/test.ts';

test('a token is shown once, reads what it may and nothing after it is revoked', { tag: '@no-js' }, async ({ page, signIn }) => {
  await signIn('executive');
  await page.goto('/account/tokens');
  const name = `Weekly report ${Date.now()}`;
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByLabel('It expires after so many days').fill('7');
  await page.getByRole('button', { name: 'Make the token' }).click();
  const secret = await page.locator('code.secret').innerText();
  expect(secret).toMatch(/^sl_[\w-]{43}$/);

  const ask = (path: string) =>
    page.request.get(path, { headers: { authorization: `Bearer ${secret}`, cookie: '' } });
  expect((await ask('/api/v1/figures?by=team&group=payments&metric=pr_cycle_time')).status()).toBe(200);
  expect((await ask('/api/v1/teams')).status(), 'it was made for figures only').toBe(403);

  await page.goto('/account/tokens');
  await expect(page.getByRole('rowheader', { name })).toBeVisible();
  await expect(page.locator('main')).not.toContainText(secret);
  await page.getByText(`Revoke ${name}`).click();
  await page.locator('details[open]').getByRole('button', { name: 'Revoke the token' }).click();
  await expect(page.getByRole('status')).toContainText('The token was revoked.');
  await expect(page.getByRole('rowheader', { name })).toHaveCount(0);
  expect((await ask('/api/v1/me')).status()).toBe(401);
});

test('what is wrong with a token is said beside it, and nothing is made', { tag: '@no-js' }, async ({ page, signIn, watch }) => {
  watch.expect(/\b422\b/);
  await signIn('manager');
  await page.goto('/account/tokens');
  await page.getByRole('textbox', { name: 'Name' }).fill(' ');
  await page.getByLabel('It expires after so many days').fill('400');
  await page.getByRole('button', { name: 'Make the token' }).click();
  await expect(page.getByRole('alert')).toContainText('a number from 1 to 365');
  await expect(page.getByText('You have no tokens.')).toBeVisible();
});
