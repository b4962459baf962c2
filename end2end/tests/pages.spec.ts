// Every page, opened directly: it answers, has one heading, stays quiet, is accessible, and is photographed.
import path from 'node:path';

import type { Page } from '@playwright/test';

import { pages } from '../support/pages.ts';
import { screenshots } from '../support/paths.ts';
import { expect, settled, test } from '../support/test.ts';

for (const { name, as, path: at } of pages) {
  test(`${name} opens directly`, async ({ page, signIn, javaScriptEnabled }, info) => {
    if (as) await signIn(as);
    const answer = await page.goto(typeof at === 'string' ? at : await at(page));
    expect(answer?.status()).toBe(200);
    await settled(page, javaScriptEnabled);
    await expect(page.locator('h1')).toHaveCount(1);
    await expectNoSidewaysScroll(page);
    await page.screenshot({
      path: path.join(screenshots, `${name}-${info.project.name}.png`),
      fullPage: true,
      animations: 'disabled',
    });
  });
}

/** A page that is wider than its screen cannot be read on a phone. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, screen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content).toBeLessThanOrEqual(screen!);
}
