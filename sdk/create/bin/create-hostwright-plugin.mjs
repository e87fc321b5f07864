#!/usr/bin/env node
// `npm create hostwright-plugin`: writes a new plugin. Needs no network and no database.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);

if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('The generator is not compiled yet: run "npm run build" first.\n');
  process.exitCode = 1;
}
