// The `test` that every file here uses: it knows its server, signs people in, and fails on any console error,
// failed request or accessibility violation of the page a test ends on.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Browser, type Page } from '@playwright/test';

import { addressOf, type ServerName } from './global-setup.ts';
import { Watch } from './watch.ts';

export { expect };

export type Persona = 'executive' | 'l_and_d' | 'manager' | 'coach' | 'engineer' | 'admin' | 'auditor';

export interface Options {
  /** Which of the running servers a project talks to. */
  server: ServerName;
}

interface Fixtures {
  watch: Watch;
  /** Signs in through the demo's sign-in form, without drawing it. */
  signIn: (persona: Persona) => Promise<void>;
}

export const test = base.extend<Options & Fixtures>({
  server: ['pages', { option: true }],

  baseURL: async ({ server }, use) => use(process.env[addressOf(server)]),

  watch: [
    async ({ page, browser, javaScriptEnabled, colorScheme }, use, info) => {
      const watch = new Watch(page);
      if (javaScriptEnabled === false) expectNoScripts(watch);
      await use(watch);
      if (info.status === 'passed' && page.url().startsWith('http')) {
        const judged = javaScriptEnabled === false ? await scriptlessTwin(page, browser) : page;
        await expectAccessible(judged, colorScheme === 'dark' ? COLOURS : EVERYTHING);
      }
      expect(watch.problems, 'the console and the network stay quiet').toEqual([]);
    },
    { auto: true },
  ],

  signIn: async ({ page, baseURL }, use) => {
    await use(async (persona) => {
      const answer = await page.request.post('/sign-in', {
        form: { persona },
        headers: { origin: baseURL ?? '' },
      });
      expect(answer.ok(), `sign-in as ${persona}`).toBe(true);
    });
  },
});

/** With scripts off the browser refuses to load them, calls that a policy, and wonders what a preload was for. */
function expectNoScripts(watch: Watch): void {
  watch.expect(/\/pkg\/\S+ \(csp\)$/);
  watch.expect(/\/pkg\/\S+ was preloaded using link preload but not used/);
}

/** Waits until the page is drawn and, where it has islands, until they are awake. */
export async function settled(page: Page, javaScript = true): Promise<void> {
  await page.waitForLoadState('load');
  if (!javaScript || (await page.locator('leptos-island').count()) === 0) return;
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some((entry) => /\.wasm$/.test(entry.name) && entry.duration > 0),
  );
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestAnimationFrame(resolve))));
}

/** axe itself is script: a page that runs none is judged by a twin with the same HTML, minus its scripts. */
async function scriptlessTwin(page: Page, browser: Browser): Promise<Page> {
  const html = (await page.content()).replaceAll(/<script[\s\S]*?<\/script>|<link[^>]*preload[^>]*>/g, '');
  const context = await browser.newContext({ viewport: page.viewportSize(), javaScriptEnabled: true });
  const twin = await context.newPage();
  await twin.route(page.url(), (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
  await twin.goto(page.url());
  return twin;
}

type Rules = (axe: AxeBuilder) => AxeBuilder;

const EVERYTHING: Rules = (axe) => axe.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']);

/** Of a page that was judged whole in its light theme: all that the dark one changes. */
const COLOURS: Rules = (axe) => axe.withRules(['color-contrast', 'link-in-text-block']);

async function expectAccessible(page: Page, rules: Rules): Promise<void> {
  const { violations } = await rules(new AxeBuilder({ page })).analyze();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html) }));
  expect(found, 'axe finds nothing').toEqual([]);
}
