// A real identity provider on this machine: OpenID Connect by oidc-provider, with pages of its own, for people made up
// here. Nothing of it is loaded from anywhere else.
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';

export const client = { id: 'sightline', secret: 'a-secret-for-tests-only' };

const scopes = 'openid profile email groups';

/** Those who can sign in there, by the login that they type. */
const people: Record<string, { name: string; email: string; groups: string[] }> = {
  lead: { name: 'Demo Lead', email: 'lead@demo.invalid', groups: ['payments-leads', 'everybody'] },
  stranger: { name: 'Demo Stranger', email: 'stranger@demo.invalid', groups: ['marketing'] },
};

export interface RunningProvider {
  stop(): Promise<void>;
}

/** Starts a provider at an address; its client is the installation at `site`, which calls it `name`. */
export async function startProvider(issuer: string, site: string, name: string): Promise<RunningProvider> {
  const provider = new Provider(issuer, configuration(site, name));
  const protocol = provider.callback();
  const server = http.createServer((request, response) => {
    if (request.url?.startsWith('/interaction/')) void signIn(provider, request, response);
    else void protocol(request, response);
  });
  const { hostname, port } = new URL(issuer);
  await new Promise<void>((resolve) => server.listen(Number(port), hostname, resolve));
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The provider's sign-in page: whoever types a known login is them. */
async function signIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST') {
    const login = new URLSearchParams(await text(request)).get('login') ?? '';
    await provider.interactionFinished(request, response, { login: { accountId: login } });
    return;
  }
  const fields = '<label>Login <input name="login" autocomplete="off"></label> <button>Sign in here</button>';
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(page('Example Corp sign-in', `<form method="post">${fields}</form>`));
}

function page(title: string, content: string): string {
  const icon = '<link rel="icon" href="data:,">';
  return `<!DOCTYPE html><html lang="en"><head><title>${title}</title>${icon}</head><body>${content}</body></html>`;
}

function configuration(site: string, name: string): Configuration {
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${site}/sign-in/oidc/${name}/callback`],
        post_logout_redirect_uris: [`${site}/sign-in`],
      },
    ],
    cookies: { keys: ['for tests only'] },
    scopes: scopes.split(' '),
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: askWhetherToSignOut },
    },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, login) => {
      const person = people[login];
      return person && { accountId: login, claims: () => ({ sub: login, email_verified: true, ...person }) };
    },
    loadExistingGrant: consent,
  };
}

function askWhetherToSignOut(context: KoaContextWithOIDC, form: string): void {
  const button = '<button name="logout" value="yes" form="op.logoutForm">Yes, sign me out</button>';
  context.body = page('Sign out?', `${form}${button}`);
}

/** Employers do not ask their people whether they agree. */
async function consent(context: KoaContextWithOIDC): Promise<InstanceType<Provider['Grant']>> {
  const { client, session, provider } = context.oidc;
  const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
  grant.addOIDCScope(scopes);
  await grant.save();
  return grant;
}
