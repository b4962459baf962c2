// Where the build left things, and where the tests leave theirs.
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** cargo's target folder. */
export const target = path.resolve(root, process.env['CARGO_TARGET_DIR'] ?? 'target');

/** The release binary under test. */
export const binary = process.env['E2E_BINARY'] ?? path.join(target, 'release/sightline');

/** Pictures of every page, for people to look at. */
export const screenshots = path.join(root, 'target/screenshots');

/** Import files in which every name tries to be something else than a name. */
export const hostile = path.join(root, 'end2end/hostile');
