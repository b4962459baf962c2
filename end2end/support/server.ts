// Starts the release binary on a free port of this machine and stops it again.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { binary, target } from './paths.ts';

const folder = path.join(target, 'e2e');

/** Where the demo organisation lies while tests run. */
export const demoFolder = path.join(folder, 'demo');

/** All tests come from one address, and sign in more often in a minute than people do. */
const unlimited = { SIGHTLINE_EDGE__LIMITS__SIGN_IN: '0', SIGHTLINE_EDGE__LIMITS__EXPORTS: '0' };

const start_limit_ms = 30_000;

export interface ServerOptions {
  /** Where to listen; any free port where it is not said. */
  port?: number;
  /** A configuration file's content. Then the demo's personas are not offered: people sign in as configured. */
  config?: string;
}

export interface Server {
  url: string;
  stop(): Promise<void>;
}

/** Loads the demo organisation into a fresh database and returns its folder. */
export function loadDemo(): string {
  fs.rmSync(demoFolder, { recursive: true, force: true });
  fs.mkdirSync(demoFolder, { recursive: true });
  const loaded = spawnSync(binary, ['demo', '--database-url', databaseUrl(demoFolder)], { encoding: 'utf8' });
  if (loaded.status !== 0) throw new Error(`sightline demo failed: ${loaded.error ?? loaded.stderr}`);
  return demoFolder;
}

/** Serves a copy of the database in `demo`, so that servers do not see each other's changes. */
export async function startServer(name: string, demo: string, options: ServerOptions = {}): Promise<Server> {
  const home = path.join(folder, name);
  fs.rmSync(home, { recursive: true, force: true });
  fs.cpSync(demo, home, { recursive: true });
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const logFile = path.join(home, 'server.log');
  const log = fs.openSync(logFile, 'w');
  const args = ['serve', '--database-url', databaseUrl(home), '--addr', `127.0.0.1:${port}`];
  args.push(...(options.config === undefined ? ['--demo'] : ['--config', configFile(home, options.config)]));
  const child = spawn(binary, args, { stdio: ['ignore', log, log], env: { ...process.env, ...unlimited } });
  await ready(url, child, logFile);
  return { url, stop: () => stop(child, logFile) };
}

export function databaseUrl(home: string): string {
  return `sqlite://${path.join(home, 'sightline.db')}`;
}

function configFile(home: string, content: string): string {
  const file = path.join(home, 'sightline.toml');
  fs.writeFileSync(file, content);
  return file;
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function ready(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + start_limit_ms;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(50);
  }
  child.kill();
  throw new Error(`the server did not become ready:\n${fs.readFileSync(logFile, 'utf8').slice(-2_000)}`);
}

/** Ends the process politely; a panic or a bad exit during the tests is a failure of the run. */
async function stop(child: ChildProcess, logFile: string): Promise<void> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const code = child.exitCode ?? (child.kill('SIGTERM'), await ended);
  const log = fs.readFileSync(logFile, 'utf8');
  if (code !== 0 || log.includes('panicked at')) {
    throw new Error(`the server ended with ${code}; its log: ${logFile}\n${log.slice(-2_000)}`);
  }
}
