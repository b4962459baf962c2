// An installation whose people sign in through their organisation's identity provider; another provider is configured
// and down. For tests that sign in as people do.
import { test as base } from './test.ts';
import { client, startProvider, type RunningProvider } from './provider.ts';
import { demoFolder, freePort, startServer } from './server.ts';

interface Organisation {
  url: string;
  /** Starts the provider that is down. */
  startPartner(): Promise<RunningProvider>;
}

export const test = base.extend<object, { organisation: Organisation }>({
  organisation: [
    async ({}, use, info) => {
      const [port, corporatePort, partnerPort] = [await freePort(), await freePort(), await freePort()];
      const site = `http://127.0.0.1:${port}`;
      // Another host than the installation's: browsers treat the way there and back as one between sites.
      const [corporate, partner] = [`http://localhost:${corporatePort}`, `http://localhost:${partnerPort}`];
      const provider = await startProvider(corporate, site, 'corporate');
      const config = configuration(corporate, partner);
      const server = await startServer(`organisation-${info.workerIndex}`, demoFolder, { port, config });
      await use({ url: server.url, startPartner: () => startProvider(partner, site, 'partner') });
      await server.stop();
      await provider.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: async ({ organisation }, use) => use(organisation.url),
});

function configuration(corporate: string, partner: string): string {
  const common = `
    client_id = "${client.id}"
    client_secret = "${client.secret}"
    scopes = ["openid", "profile", "email", "groups"]`;
  return `
    [sign_in]
    contact = "the service desk"

    [[sign_in.provider]]
    name = "corporate"
    title = "Example Corp"
    issuer = "${corporate}"
    ${common}

    [[sign_in.provider.group]]
    group = "payments-leads"
    role = "manager"
    scope = "team:payments"

    [[sign_in.provider]]
    name = "partner"
    title = "Example Partner"
    issuer = "${partner}"
    ${common}
  `;
}
