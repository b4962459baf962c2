// Libraries that real content and tools are made with speak to the record store: they send, query, turn pages, and keep
// documents and files there.
import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

import type { Page } from '@playwright/test';
import XapiModule from '@xapi/xapi';
import adl from 'adl-xapiwrapper';

import { expect, test } from '../support/test.ts';
import { ACTIVITY, BASIC, KEY, somebody, statement } from '../support/record-store.ts';

const { resolve } = createRequire(import.meta.url);

// CommonJS inside: what it calls default is one level further down.
const XAPI = (XapiModule as any).default ?? XapiModule;

test.describe('@xapi/xapi', () => {
  for (const version of ['1.0.3', '2.0.0']) {
    test(`sends, finds and turns pages by ${version}`, async ({ baseURL }) => {
      const client = new XAPI({ endpoint: `${baseURL}/xapi/`, auth: BASIC, version });
      const actor = somebody();
      const sent = Array.from({ length: 5 }, () => statement(actor));
      expect((await client.sendStatements({ statements: sent })).data).toEqual(sent.map(({ id }) => id));

      const first = (await client.getStatements({ agent: actor, limit: 2, ascending: true })).data;
      const second = (await client.getMoreStatements({ more: first.more })).data;
      const third = (await client.getMoreStatements({ more: second.more })).data;
      const ids = [first, second, third].flatMap((page) => page.statements).map(({ id }) => id);
      expect(ids).toEqual(sent.map(({ id }) => id));
      expect(third.more ?? '').toBe('');

      const [voided] = sent;
      await client.voidStatement({ actor, statementId: voided!.id });
      expect((await client.getVoidedStatement({ voidedStatementId: voided!.id })).data.id).toBe(voided!.id);
      await expect(client.getStatement({ statementId: voided!.id })).rejects.toMatchObject({ response: { status: 404 } });
    });
  }

  test('keeps documents, and replaces only those that it has seen', async ({ baseURL }) => {
    const client = new XAPI({ endpoint: `${baseURL}/xapi/`, auth: BASIC, version: '1.0.3' });
    const at = { agent: somebody(), activityId: ACTIVITY, stateId: 'bookmark' };
    await client.createState({ ...at, state: { page: 1, seen: [1] } });
    await client.createState({ ...at, state: { page: 2 } });
    expect((await client.getState(at)).data).toEqual({ page: 2, seen: [1] });
    expect((await client.getStates({ agent: at.agent, activityId: ACTIVITY })).data).toEqual(['bookmark']);
    await client.deleteState(at);
    await expect(client.getState(at)).rejects.toMatchObject({ response: { status: 404 } });

    const profile = { agent: somebody(), profileId: 'settings' };
    await client.createAgentProfile({ ...profile, profile: { sound: true } });
    const { headers } = await client.getAgentProfile(profile);
    const change = { ...profile, profile: { sound: false }, matchHeader: 'If-Match' };
    await expect(client.setAgentProfile({ ...change, etag: '"0000"' })).rejects.toMatchObject({ response: { status: 412 } });
    await client.setAgentProfile({ ...change, etag: headers.etag });
    expect((await client.getAgentProfile(profile)).data).toEqual({ sound: false });
  });

  test('sends a file from a page of another site and gets it back', async ({ page, baseURL }) => {
    const file = 'a made-up certificate';
    const attachment = {
      usageType: 'https://demo.invalid/usage/certificate',
      display: { 'en-GB': 'Certificate' },
      contentType: 'text/plain',
      length: file.length,
      sha2: createHash('sha256').update(file).digest('hex'),
    };
    const told = { ...statement(somebody()), attachments: [attachment] };
    await content(page, '@xapi/xapi/dist/XAPI.umd.js');
    const found = await page.evaluate(async ({ file, told, ...config }) => {
      const client = new (globalThis as any).XAPI({ ...config, version: '1.0.3' });
      await client.sendStatement({ statement: told, attachments: [new TextEncoder().encode(file).buffer] });
      return (await client.getStatement({ statementId: told.id, attachments: true })).data;
    }, { endpoint: `${baseURL}/xapi/`, auth: BASIC, file, told });
    expect(found[0]).toMatchObject({ id: told.id, attachments: [attachment] });
    expect(found[1]).toBe(file);
  });
});

test.describe('@xapi/cmi5', () => {
  test('goes through a session: launch data, initialised, completed, passed, terminated', async ({ page, baseURL, watch }) => {
    const actor = { objectType: 'Agent' as const, account: { homePage: 'https://lms.demo.invalid', name: randomUUID() } };
    const registration = randomUUID();
    const headers = { authorization: BASIC, 'x-experience-api-version': '1.0.3', 'content-type': 'application/json' };
    const where = { activityId: ACTIVITY, agent: JSON.stringify(actor), registration, stateId: 'LMS.LaunchData' };
    const kept = await fetch(`${baseURL}/xapi/activities/state?${new URLSearchParams(where)}`, {
      method: 'PUT',
      headers,
      body: JSON.stringify({
        contextTemplate: { extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': randomUUID() } },
        launchMode: 'Normal',
        moveOn: 'CompletedAndPassed',
      }),
    });
    expect(kept.status).toBe(204);

    await content(page, '@xapi/cmi5/dist/Cmi5.umd.js');
    // Where a session gets its key, once.
    const token = `${elsewhere.url}fetch`;
    await page.route(token, (route) => route.fulfill({ json: { 'auth-token': BASIC.slice('Basic '.length) } }));
    // The learner has no preferences kept.
    watch.expect(/404/);
    await page.evaluate(async (launch) => {
      const session = new (globalThis as any).Cmi5(launch);
      await session.initialize();
      await session.complete();
      await session.pass(0.9);
      await session.terminate();
    }, { endpoint: `${baseURL}/xapi/`, fetch: token, actor, registration, activityId: ACTIVITY });

    const query = new URLSearchParams({ registration, ascending: 'true' });
    const found = await (await fetch(`${baseURL}/xapi/statements?${query}`, { headers })).json();
    const verbs = found.statements.map((told: { verb: { id: string } }) => told.verb.id.split('/').at(-1));
    expect(verbs).toEqual(['initialized', 'completed', 'passed', 'terminated']);
  });
});

/** Another site than the record store's, which a browser would let speak to this machine. */
let elsewhere: { url: string; close: () => void };

test.beforeAll(async () => {
  const page = '<!doctype html><html lang="en"><title>Content</title><main><h1>Content</h1></main>';
  const server = http.createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(page));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  elsewhere = { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
});

test.afterAll(() => elsewhere.close());

/** Opens a page of content there, with a library of npm in it. */
async function content(page: Page, library: string): Promise<void> {
  await page.goto(elsewhere.url);
  await page.addScriptTag({ path: resolve(library) });
}

test.describe('tincanjs', () => {
  test('works in a page of another site', async ({ page, baseURL }) => {
    await content(page, 'tincanjs/build/tincan-min.js');
    const actor = somebody();
    const sent = Array.from({ length: 3 }, () => statement(actor));
    const found = await page.evaluate(inAPage, { endpoint: `${baseURL}/xapi/`, ...KEY, actor, sent, activity: ACTIVITY });
    expect(found.ids).toEqual(sent.map(({ id }) => id).reverse());
    expect(found.state).toBe('page 2');
    expect(found.profile).toEqual({ sound: true });
  });
});

/** Runs in the browser, with the callbacks that the library is made for. */
async function inAPage(given: any): Promise<{ ids: string[]; state: string; profile: unknown }> {
  const TinCan = (globalThis as any).TinCan;
  const lrs = new TinCan.LRS({ endpoint: given.endpoint, username: given.user, password: given.secret, allowFail: false });
  const call = (start: (callback: (error: unknown, result: any) => void) => void): Promise<any> =>
    new Promise((resolve, reject) =>
      start((error, result) => (error ? reject(new Error(`${error}: ${result?.responseText}`)) : resolve(result))),
    );
  for (const one of given.sent) await call((callback) => lrs.saveStatement(new TinCan.Statement(one), { callback }));
  const agent = new TinCan.Agent(given.actor);
  const first = await call((callback) => lrs.queryStatements({ params: { agent, limit: 2 }, callback }));
  const rest = await call((callback) => lrs.moreStatements({ url: first.more, callback }));
  const activity = new TinCan.Activity({ id: given.activity });
  await call((callback) => lrs.saveState('bookmark', 'page 1', { agent, activity, contentType: 'text/plain', callback }));
  await call((callback) => lrs.saveState('bookmark', 'page 2', { agent, activity, contentType: 'text/plain', callback }));
  const state = await call((callback) => lrs.retrieveState('bookmark', { agent, activity, callback }));
  const contentType = 'application/json';
  await call((callback) => lrs.saveAgentProfile('settings', { sound: true }, { agent, contentType, callback }));
  const profile = await call((callback) => lrs.retrieveAgentProfile('settings', { agent, callback }));
  return {
    ids: [...first.statements, ...rest.statements].map((one: { id: string }) => one.id),
    state: state.contents,
    profile: profile.contents,
  };
}

test.describe('adl-xapiwrapper', () => {
  test('sends, finds, turns pages and keeps documents', async ({ baseURL }) => {
    const wrapper = new adl.XAPIWrapper({ url: `${baseURL}/xapi/`, auth: { user: KEY.user, pass: KEY.secret } });
    const call = (method: string, ...given: unknown[]): Promise<{ status: number; body: any }> =>
      new Promise((resolve, reject) =>
        wrapper[method](...given, (error: unknown, answer: { statusCode: number }, body: string) =>
          error ? reject(error) : resolve({ status: answer.statusCode, body: parsed(body) }),
        ),
      );
    const actor = somebody();
    const sent = [statement(actor), statement(actor)];
    expect((await call('sendStatements', sent)).body).toEqual(sent.map(({ id }) => id));
    const first = await call('getStatements', { agent: JSON.stringify(actor), limit: 1 }, null);
    const second = await call('getStatements', null, first.body.more);
    expect([first, second].map(({ body }) => body.statements[0].id)).toEqual(sent.map(({ id }) => id).reverse());

    expect((await call('sendState', ACTIVITY, actor, 'bookmark', null, { page: 3 }, null, null)).status).toBe(204);
    expect((await call('getState', ACTIVITY, actor, 'bookmark', null, null)).body).toEqual({ page: 3 });
    expect((await call('getActivities', ACTIVITY)).body.id).toBe(ACTIVITY);
    expect((await call('getAgents', actor)).body.mbox).toEqual([actor.mbox]);
  });
});

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
