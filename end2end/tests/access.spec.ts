// What a viewer may not know of answers as if it were not there.
import { expect, test } from '../support/test.ts';

test('a manager gets 404 for a team of somebody else', { tag: '@no-js' }, async ({ page, signIn, watch }) => {
  watch.expect(/\b404\b/);
  await signIn('manager');
  const answer = await page.goto('/teams/search');
  expect(answer?.status()).toBe(404);
  await expect(page.locator('h1')).toHaveCount(1);
});

test('a page that does not exist says so and offers a way on', { tag: '@no-js' }, async ({ page, signIn, watch }) => {
  watch.expect(/\b404\b/);
  await signIn('l_and_d');
  const answer = await page.goto('/no-such-page');
  expect(answer?.status()).toBe(404);
  await expect(page.locator('main').getByRole('link').first()).toBeVisible();
});

test('an engineer cannot open the form for a new cohort', { tag: '@no-js' }, async ({ page, signIn, watch }) => {
  watch.expect(/\b404\b/);
  await signIn('engineer');
  const answer = await page.goto('/cohorts/new');
  expect(answer?.status()).toBe(404);
});

test('a form that comes from another site is refused', { tag: '@no-js' }, async ({ request }) => {
  const answer = await request.post('/sign-in', {
    form: { persona: 'admin' },
    headers: { origin: 'https://elsewhere.invalid' },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(403);
});
