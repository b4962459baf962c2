// Signing in through a real identity provider, as people of an organisation do.
import type { Page } from '@playwright/test';

import { expect } from '../support/test.ts';
import { test } from '../support/organisation.ts';

/** From the sign-in page through the provider's own pages. */
async function signInAs(page: Page, login: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in with Example Corp' }).click();
  await page.getByLabel('Login').fill(login);
  await page.getByRole('button', { name: 'Sign in here' }).click();
}

test('whoever is in a mapped group has its role and gets where they wanted', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/teams/payments');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signInAs(page, 'lead');
  await expect(page).toHaveURL(/\/teams\/payments$/);

  await page.getByRole('link', { name: 'Manager, Demo Lead' }).click();
  const roles = page.getByRole('row', { name: /Manager/ });
  await expect(roles).toContainText('The team Payments');
  await expect(roles).toContainText('Your groups at Example Corp');
  await expect(page.getByText(/^Through Example Corp\. Since /)).toBeVisible();
});

test('a manager by their group sees no other team', { tag: '@no-js' }, async ({ page, watch }) => {
  watch.expect(/\b404\b/);
  await page.goto('/sign-in');
  await signInAs(page, 'lead');
  const answer = await page.goto('/teams/search');
  expect(answer?.status()).toBe(404);
});

test('whoever is in no mapped group is told so, and whom to ask', { tag: '@no-js' }, async ({ page, watch }) => {
  watch.expect(/\b403\b/);
  await page.goto('/sign-in');
  await signInAs(page, 'stranger');
  await expect(page.getByRole('heading', { name: 'You have no access to Sightline yet' })).toBeVisible();
  await expect(page.getByText(/^Example Corp knows you, but none of your groups there is mapped/)).toBeVisible();
  await expect(page.getByText(/^Ask the service desk for access/)).toBeVisible();
  await expect(page.getByText(/^Reference: [0-9a-f]{12}$/)).toBeVisible();

  await page.getByRole('link', { name: 'Back to the sign-in page' }).click();
  await page.goto('/teams');
  await expect(page, 'they are not signed in').toHaveURL(/\/sign-in/);
});

test('signing out ends the session here and leads to where it ends there', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/sign-in');
  await signInAs(page, 'lead');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/signed-out/);
  await page.goBack();
  await page.reload();
  await expect(page, 'the session is over').toHaveURL(/\/sign-in/);

  await page.goto('/signed-out?provider=corporate');
  await page.getByRole('link', { name: 'Sign out of Example Corp' }).click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.getByRole('link', { name: 'Sign in with Example Corp' }).click();
  await expect(page.getByLabel('Login'), 'the provider asks again').toBeVisible();
  await page.goto('/sign-in');
});

test('a provider that is down is said to be, and works once it is up', async ({ page, organisation, watch }) => {
  watch.expect(/\b503\b/);
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Sign in with Example Partner' }).click();
  await expect(page.getByRole('heading', { name: 'Example Partner does not answer' })).toBeVisible();
  await expect(page.getByText('Nothing is wrong with your account.')).toBeVisible();

  const partner = await organisation.startPartner();
  await expect(async () => {
    await page.getByRole('link', { name: 'Try again' }).click();
    await expect(page.getByLabel('Login')).toBeVisible({ timeout: 500 });
  }).toPass();
  await partner.stop();
  await page.goto('/sign-in');
});

test('an answer that nobody asked for signs nobody in', { tag: '@no-js' }, async ({ page, watch }) => {
  watch.expect(/\b400\b/);
  const answer = await page.goto('/sign-in/oidc/corporate/callback?state=made-up&code=made-up');
  expect(answer?.status()).toBe(400);
  await expect(page.getByRole('heading', { name: 'This sign-in cannot be finished' })).toBeVisible();
});

test('a session that is ended elsewhere is over at its next request', async ({ page, browser, organisation }) => {
  await page.goto('/sign-in');
  await signInAs(page, 'lead');
  const elsewhere = await browser.newContext({ baseURL: organisation.url });
  const other = await elsewhere.newPage();
  await other.goto('/sign-in');
  await signInAs(other, 'lead');
  await other.goto('/account');

  await page.goto('/account');
  await expect(page.getByText('This session', { exact: true })).toHaveCount(1);
  await page.getByText('End all other sessions').first().click();
  await page.getByRole('button', { name: 'End all other sessions' }).click();
  await expect(page.getByText(/ended\. You are signed in here only\./)).toBeVisible();
  await other.reload();
  await expect(other).toHaveURL(/\/sign-in/);
  await elsewhere.close();
});
