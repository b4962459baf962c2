// One server for the page tests, which only look, one for each set of stories, which change things, and one whose
// database holds a team that attacks.
import { plantHostile } from './hostile.ts';
import { loadDemo, startServer } from './server.ts';

export const servers = ['pages', 'stories', 'stories-no-js', 'hostile'] as const;
export type ServerName = (typeof servers)[number];

/** The environment variable in which workers find a server's address. */
export const addressOf = (name: ServerName): string => `E2E_URL_${name.replaceAll('-', '_').toUpperCase()}`;

export default async function globalSetup(): Promise<() => Promise<void>> {
  const demo = loadDemo();
  const planted = plantHostile(demo);
  const home = (name: ServerName): string => (name === 'hostile' ? planted : demo);
  const running = await Promise.all(servers.map((name) => startServer(name, home(name))));
  running.forEach((server, i) => {
    process.env[addressOf(servers[i]!)] = server.url;
  });
  return async () => {
    await Promise.all(running.map((server) => server.stop()));
  };
}
