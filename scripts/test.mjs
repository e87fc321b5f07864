import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { main, openly, root } from './steps/run.mjs';
import { say } from './steps/say.mjs';

const REPORT = path.join(root, '.cache/tests.json');

/** Installs and builds what is missing, then runs every test: units, integration on a PostgreSQL of its own, browser. */
main(async () => {
  await install();
  await build();
  rmSync(REPORT, { force: true });
  const names = process.argv.slice(2);
  const code = await openly('vitest', ['run', ...names, '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]);
  const { passed, failed } = counts(code);
  say(`${passed} passed, ${failed} failed`);
  process.exitCode = code === 0 && failed === 0 && passed > 0 ? 0 : 1;
});

/** A run that ended without a report, or badly with no failing test in it, counts as one failure. */
function counts(code) {
  if (!existsSync(REPORT)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(REPORT, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests || (code === 0 && numFailedTestSuites === 0 ? 0 : 1) };
}
