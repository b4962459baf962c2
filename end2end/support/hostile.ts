// The team whose every name tries to be markup, script or a formula. Its files lie in `hostile` and are imported as an
// operator would.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { binary, hostile } from './paths.ts';
import { databaseUrl } from './server.ts';

const sheets = ['teams', 'people', 'repositories', 'sprints', 'calendar', 'content'];
const lines = ['github', 'jira', 'xapi'];
const files = [...sheets.map((kind) => [kind, `${kind}.csv`]), ...lines.map((kind) => [kind, `${kind}.jsonl`])];

/** A copy of the folder `demo`, with the hostile files in its database. */
export function plantHostile(demo: string): string {
  const home = `${demo}-hostile`;
  fs.rmSync(home, { recursive: true, force: true });
  fs.cpSync(demo, home, { recursive: true });
  for (const [kind, file] of files) {
    const args = ['import', kind!, path.join(hostile, file!), '--database-url', databaseUrl(home)];
    const imported = spawnSync(binary, args, { encoding: 'utf8', cwd: home });
    if (imported.status !== 0) throw new Error(`${kind}: ${imported.error ?? imported.stderr}`);
  }
  return home;
}
