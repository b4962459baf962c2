// A statement that a client sends shows on a scoreboard that is already open.
import { settled, expect, test } from '../support/test.ts';

const LABS = ['slice-a-change', 'stack-two-pull-requests', 'review-within-a-day', 'comment-so-that-it-helps',
  'tests-before-commit', 'cover-a-hot-path', 'mend-a-flaky-test', 'speed-up-a-build'];

/** The demo's own key; it opens nothing but made-up records. */
const KEY = Buffer.from('demo:demo-secret').toString('base64');

test('labs that a client reports show on an open scoreboard within two seconds', async ({ page, signIn }) => {
  await signIn('l_and_d');
  await page.goto('/teams/mobile');
  await settled(page);
  const tile = page.locator('[data-live="labs_completed"] [data-part="number"]');
  const before = await tile.textContent();

  const answer = await page.request.post('/xapi/statements', {
    headers: { authorization: `Basic ${KEY}`, 'x-experience-api-version': '1.0.3' },
    data: LABS.map(everybodyCompletes),
  });
  expect(answer.status()).toBe(200);

  await expect(tile).not.toHaveText(before!, { timeout: 2000 });
  await expect(page.getByText(/Updated just now/)).toBeVisible();
});

test('whoever is not signed in any more is asked to stop listening, by the answer that browsers take for that', async ({ page }) => {
  const listening = await page.request.get('/teams/mobile/live', { headers: { accept: 'text/event-stream' }, maxRedirects: 0 });
  expect(listening.status()).toBe(204);
  const opened = await page.request.get('/teams/mobile/live', { maxRedirects: 0 });
  expect(opened.headers()['location']).toBe('/sign-in?next=%2Fteams%2Fmobile%2Flive');
});

/** One group statement: an event for each member. */
function everybodyCompletes(lab: string): object {
  const number = (n: number): string => String(n).padStart(3, '0');
  const member = Array.from({ length: 125 }, (_, n) => ({ mbox: `mailto:person${number(n + 1)}@demo.invalid` }));
  return {
    actor: { objectType: 'Group', name: 'Everybody', member },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
    object: { id: `https://demo.invalid/labs/${lab}` },
    timestamp: '2026-08-10T10:00:00Z',
  };
}
