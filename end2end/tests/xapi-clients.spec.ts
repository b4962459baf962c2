// Libraries that real content and tools are made with speak to the record store: they send, query, turn pages, and keep
// documents and files there.
import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

import Cmi5Module from '@xapi/cmi5';
import XapiModule from '@xapi/xapi';
import adl from 'adl-xapiwrapper';

import { expect, test } from '../support/test.ts';
import { ACTIVITY, BASIC, KEY, somebody, statement } from '../support/record-store.ts';

// Both are CommonJS inside: what they call default is one level further down.
const XAPI = (XapiModule as any).default ?? XapiModule;
const Cmi5 = (Cmi5Module as any).default ?? Cmi5Module;

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

  test('sends a file with a statement and gets it back', async ({ baseURL }) => {
    const client = new XAPI({ endpoint: `${baseURL}/xapi/`, auth: BASIC, version: '1.0.3' });
    const content = new TextEncoder().encode('a made-up certificate');
    const told = statement(somebody());
    const attachment = {
      usageType: 'https://demo.invalid/usage/certificate',
      display: { 'en-GB': 'Certificate' },
      contentType: 'text/plain',
      length: content.length,
      sha2: createHash('sha256').update(content).digest('hex'),
    };
    await client.sendStatement({
      statement: { ...told, attachments: [attachment] },
      attachments: [content.buffer],
    });
    const answer = await fetch(`${baseURL}/xapi/statements?statementId=${told.id}&attachments=true`, {
      headers: { authorization: BASIC, 'x-experience-api-version': '1.0.3' },
    });
    expect(answer.headers.get('content-type')).toMatch(/^multipart\/mixed/);
    const body = await answer.text();
    expect(body).toContain(`X-Experience-API-Hash: ${attachment.sha2}`);
    expect(body).toContain('\r\n\r\na made-up certificate\r\n');
  });
});

test.describe('@xapi/cmi5', () => {
  test('goes through a session: launch data, initialised, completed, passed, terminated', async ({ baseURL }) => {
    const learner = { objectType: 'Agent' as const, account: { homePage: 'https://lms.demo.invalid', name: randomUUID() } };
    const registration = randomUUID();
    const lms = await aLearningManagementSystem();
    const headers = { authorization: BASIC, 'x-experience-api-version': '1.0.3', 'content-type': 'application/json' };
    const where = new URLSearchParams({ activityId: ACTIVITY, agent: JSON.stringify(learner), registration, stateId: 'LMS.LaunchData' });
    const launchData = {
      contextTemplate: { extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': randomUUID() } },
      launchMode: 'Normal',
      moveOn: 'CompletedAndPassed',
    };
    const kept = await fetch(`${baseURL}/xapi/activities/state?${where}`, { method: 'PUT', headers, body: JSON.stringify(launchData) });
    expect(kept.status).toBe(204);

    const session = new Cmi5({ endpoint: `${baseURL}/xapi/`, fetch: lms.url, actor: learner, registration, activityId: ACTIVITY });
    await session.initialize();
    await session.complete();
    await session.pass(0.9);
    await session.terminate();
    lms.close();

    const query = new URLSearchParams({ registration, ascending: 'true' });
    const found = await (await fetch(`${baseURL}/xapi/statements?${query}`, { headers })).json();
    const verbs = found.statements.map((told: { verb: { id: string } }) => told.verb.id.split('/').at(-1));
    expect(verbs).toEqual(['initialized', 'completed', 'passed', 'terminated']);
  });
});

/** Where a cmi5 session gets its key, once. */
async function aLearningManagementSystem(): Promise<{ url: string; close: () => void }> {
  const server = http.createServer((_, answer) => {
    answer.setHeader('content-type', 'application/json').end(JSON.stringify({ 'auth-token': BASIC.slice('Basic '.length) }));
  });
  await promisify((done: () => void) => server.listen(0, '127.0.0.1', done))();
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/fetch`, close: () => server.close() };
}

test.describe('tincanjs', () => {
  test('works in a page of another site', async ({ page, baseURL }) => {
    const elsewhere = 'http://content.demo.invalid/index.html';
    await page.route(elsewhere, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="en"><title>Content</title><main><h1>Content</h1></main>' }),
    );
    await page.goto(elsewhere);
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve('tincanjs/build/tincan-min.js') });
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
