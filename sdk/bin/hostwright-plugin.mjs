#!/usr/bin/env node
// `npx hostwright-plugin test | check | pack`: the kit's command line for one plugin.
import { existsSync } from 'node:fs';

const main = new URL('../dist/testing/cli/main.js', import.meta.url);

if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('The SDK is not compiled yet: run "npm run build" first.\n');
  process.exitCode = 1;
}
