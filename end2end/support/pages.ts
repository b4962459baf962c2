// Every page of the product: its name in screenshots, and the way to it.
import { expect, type Page } from '@playwright/test';

import type { Persona } from './test.ts';

export interface PageUnderTest {
  name: string;
  as?: Persona;
  /** A path, or a function that finds it, for pages whose address the demo decides. */
  path: string | ((page: Page) => Promise<string>);
}

export const scoreboard = '/teams/payments';

/** The address of the first link that matches, on the page at `from`. */
async function firstLink(page: Page, from: string, selector: string): Promise<string> {
  await page.goto(from);
  const link = page.locator(selector).first();
  await expect(link).toBeAttached();
  return (await link.getAttribute('href'))!;
}

/** A point of the scoreboard, opened to its work items. */
export const drillPath = (page: Page): Promise<string> => firstLink(page, scoreboard, 'main a[href*="/drill"]');

export const firstCohortPath = (page: Page): Promise<string> =>
  firstLink(page, '/cohorts', 'main a[href^="/cohorts/"]:not([href="/cohorts/new"])');

/** The page of one source, once sources were looked at beside the requests. */
export async function firstSourcePath(page: Page): Promise<string> {
  const looked = async (): Promise<string> => (await page.request.get('/quality')).text();
  await expect.poll(looked).toContain('/quality?source=');
  return firstLink(page, '/quality', 'main a[href^="/quality?source="]');
}

/** The page of the speed outcome, once the report that is worked out beside the requests is there. */
export async function comparedPath(page: Page): Promise<string> {
  await expect.poll(async () => (await page.request.get('/impact/speed')).status()).toBe(200);
  return '/impact/speed';
}

/** The same wait for another page that shows the report. */
const once = (path: string) => async (page: Page): Promise<string> => {
  await comparedPath(page);
  return path;
};

export const pages: PageUnderTest[] = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'home', as: 'l_and_d', path: '/' },
  { name: 'account', as: 'manager', path: '/account' },
  { name: 'tokens', as: 'executive', path: '/account/tokens' },
  { name: 'api', path: '/api' },
  { name: 'my-records', as: 'engineer', path: '/my-records' },
  { name: 'trust', as: 'engineer', path: '/trust' },
  { name: 'trust-sheet', as: 'executive', path: '/trust/sheet' },
  { name: 'audit', as: 'auditor', path: '/audit' },
  { name: 'admin', as: 'admin', path: '/admin' },
  { name: 'admin-users', as: 'admin', path: '/admin/users' },
  { name: 'admin-people', as: 'admin', path: '/admin/people' },
  { name: 'admin-policy', as: 'admin', path: '/admin/policy' },
  { name: 'admin-keys', as: 'admin', path: '/admin/keys' },
  { name: 'tags', as: 'l_and_d', path: '/tags' },
  { name: 'tags-rule-new', as: 'l_and_d', path: '/tags/rules/new' },
  { name: 'statements', as: 'admin', path: '/statements' },
  { name: 'quality', as: 'l_and_d', path: '/quality' },
  { name: 'quality-source', as: 'admin', path: firstSourcePath },
  { name: 'sources', as: 'l_and_d', path: '/sources' },
  { name: 'sources-content', as: 'l_and_d', path: '/sources/content' },
  { name: 'sources-links', as: 'l_and_d', path: '/sources/links' },
  { name: 'sources-history', as: 'l_and_d', path: '/sources/history' },
  { name: 'sources-forwarding', as: 'admin', path: '/sources/forwarding' },
  { name: 'learn', as: 'engineer', path: '/learn' },
  { name: 'attendance', as: 'l_and_d', path: async (page) => `${await firstCohortPath(page)}/attendance` },
  { name: 'programme', as: 'executive', path: once('/programme') },
  { name: 'impact', as: 'executive', path: once('/impact') },
  { name: 'impact-outcome', as: 'executive', path: comparedPath },
  { name: 'impact-quality', as: 'executive', path: once('/impact/quality') },
  { name: 'impact-method', as: 'executive', path: '/impact/method' },
  { name: 'impact-plan', as: 'executive', path: '/impact/plan' },
  { name: 'impact-sheet', as: 'executive', path: once('/impact/sheet') },
  { name: 'impact-outcomes', as: 'l_and_d', path: '/impact/outcomes' },
  { name: 'impact-outcome-new', as: 'l_and_d', path: '/impact/outcomes/new' },
  { name: 'teams', as: 'l_and_d', path: '/teams' },
  { name: 'team', as: 'manager', path: scoreboard },
  { name: 'drill', as: 'manager', path: drillPath },
  { name: 'cohorts', as: 'l_and_d', path: '/cohorts' },
  { name: 'cohort', as: 'l_and_d', path: firstCohortPath },
  { name: 'cohort-new', as: 'l_and_d', path: '/cohorts/new' },
  { name: 'cohort-enrol', as: 'l_and_d', path: async (page) => `${await firstCohortPath(page)}/enrol` },
  { name: 'skill-map', as: 'l_and_d', path: '/skill-map' },
  { name: 'skill-map-edit', as: 'l_and_d', path: '/skill-map?edit=1' },
];
