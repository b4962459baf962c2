// Names, titles and labels that try to be markup, script or a formula, in a real browser: they are read as they were
// written, nothing runs, and the content security policy has nothing to stop.
import type { Page } from '@playwright/test';

import { expect, settled, test } from '../support/test.ts';

test.use({ server: 'hostile' });

const image = '"><img src=x onerror=alert(1)><x-probe>';
const team = `=HYPERLINK("https://elsewhere.invalid")"'></title></script><x-probe onclick=alert(1)>`;

/** Fails the test at the first dialog, violation of the policy, or element that came from a name. */
async function guard(page: Page): Promise<() => Promise<void>> {
  const dialogs: string[] = [];
  page.on('dialog', async (dialog) => {
    dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  return async () => {
    expect(dialogs, 'no dialog opens').toEqual([]);
    await expect(page.locator('x-probe, main img, [onclick], [onerror], [onload]')).toHaveCount(0);
  };
}

/** The hostile team, as whoever sees all teams finds it. */
async function openTeam(page: Page): Promise<void> {
  await page.goto('/teams?q=HYPERLINK');
  await page.locator('main').getByRole('link', { name: team }).first().click();
  await expect(page.locator('h1')).toHaveText(team);
}

test('a scoreboard of hostile names shows them, its chart and its cursor', async ({ page, signIn }) => {
  const check = await guard(page);
  await signIn('l_and_d');
  await openTeam(page);
  await settled(page);
  await expect(page).toHaveTitle(`${team} · Sightline`);
  const chart = page.locator('.cursor').first();
  await chart.focus();
  await page.keyboard.press('End');
  await expect(chart.locator('.cursor-box')).toBeVisible();
  await expect(page.getByText(image).first(), 'the label in the calendar').toBeAttached();
  await check();

  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('h1')).toHaveText(team);
  await check();
});

test('the way from a chart to its items keeps hostile keys whole', { tag: '@no-js' }, async ({ page, signIn }) => {
  const check = await guard(page);
  await signIn('l_and_d');
  await openTeam(page);
  const href = await page.locator('main a[href*="/drill"]').last().getAttribute('href');
  const answer = await page.goto(href!);
  expect(answer?.status()).toBe(200);
  await expect(page.locator('h1')).toContainText('"><x-probe a=\'</title>');
  await check();
});

test('forms, lists and notices show what was typed', { tag: '@no-js' }, async ({ page, signIn }, info) => {
  const check = await guard(page);
  const name = `${info.project.name} ${image}`;
  await signIn('l_and_d');
  await page.goto('/cohorts/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Wave').fill('4');
  await page.getByLabel('Learning sprint starts').fill('2026-05-11');
  await page.getByLabel('Learning sprint ends').fill('2026-05-29');
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: /create/i }).click();
  await expect(page.locator('h1')).toHaveText(name);
  await check();
  for (const path of ['/cohorts', '/skill-map', `/cohorts?q=${encodeURIComponent(image)}`]) {
    await page.goto(path);
    await expect(page.locator('h1')).toHaveCount(1);
    await check();
  }
  await page.goto(`/skill-map?saved=${encodeURIComponent(image)}`);
  await expect(page.getByText(image)).toBeVisible();
  await check();
});

test('own records show hostile activities', { tag: '@no-js' }, async ({ page, signIn }) => {
  const check = await guard(page);
  await signIn('engineer');
  for (const path of ['/my-records', '/my-records/records', '/my-records/access']) {
    await page.goto(path);
    await expect(page.locator('h1')).toHaveCount(1);
    await check();
  }
});

test('people with hostile names are found and shown', { tag: '@no-js' }, async ({ page, signIn }) => {
  const check = await guard(page);
  await signIn('admin');
  await page.goto('/admin/people?q=Demo+Person+90');
  await expect(page.getByText('Demo Person 901"\'></title></script><x-probe onclick=alert(1)>').first()).toBeVisible();
  await check();
});
