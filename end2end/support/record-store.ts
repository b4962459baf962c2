// What tests of real xAPI clients share: the demo's key, and statements about nobody.
import { randomUUID } from 'node:crypto';

/** The demo's own key; it opens nothing but made-up records. */
export const KEY = { user: 'demo', secret: 'demo-secret' };
export const BASIC = `Basic ${Buffer.from(`${KEY.user}:${KEY.secret}`).toString('base64')}`;

export const ACTIVITY = 'https://demo.invalid/content/lesson';
export const EXPERIENCED = 'http://adlnet.gov/expapi/verbs/experienced';

/** Somebody whom no other test knows. */
export function somebody(): { objectType: 'Agent'; mbox: string } {
  return { objectType: 'Agent', mbox: `mailto:client-${randomUUID()}@demo.invalid` };
}

export interface Told {
  id: string;
  actor: { objectType: 'Agent'; mbox: string };
  verb: { id: string; display: Record<string, string> };
  object: { objectType: 'Activity'; id: string };
}

export function statement(actor: Told['actor']): Told {
  return {
    id: randomUUID(),
    actor,
    verb: { id: EXPERIENCED, display: { 'en-GB': 'experienced' } },
    object: { objectType: 'Activity', id: ACTIVITY },
  };
}
