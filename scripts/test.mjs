import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { main, openly, root } from './steps/run.mjs';
import { say } from './steps/say.mjs';

/** Two runs side by side: each waits for the other's machine less than for servers, browsers and clocks of its own. */
const RUNS = [['unit', 'integration'], ['browser']];

/** Installs and builds what is missing, then runs every test: units, integration on a PostgreSQL of its own, browser. */
main(async () => {
  await install();
  await build();
  const outcomes = await Promise.all(RUNS.map(projects => run(projects, process.argv.slice(2))));
  const total = field => outcomes.reduce((sum, outcome) => sum + outcome[field], 0);
  for (const failure of outcomes.flatMap(({ failures }) => failures)) say(failure);
  const [passed, failed] = [total('passed'), total('failed')];
  say(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
});

async function run(projects, names) {
  const report = path.join(root, `.cache/tests-${projects[0]}.json`);
  rmSync(report, { force: true });
  const chosen = projects.flatMap(project => ['--project', project]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await openly('vitest', ['run', ...names, ...chosen, '--passWithNoTests', ...reporters]);
  return counts(report, code);
}

/** A run that ended badly without a report, or with no failing test in it, counts as one failure. */
function counts(report, code) {
  if (!existsSync(report)) return { passed: 0, failed: code === 0 ? 0 : 1, failures: [] };
  const { numPassedTests, numFailedTests, numFailedTestSuites, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = numFailedTests || (code === 0 && numFailedTestSuites === 0 ? 0 : 1);
  return { passed: numPassedTests, failed, failures: testResults.flatMap(failuresOf) };
}

/** The end of a long log says again what failed, each with the first lines of its reason. */
function failuresOf({ name, status, message, assertionResults }) {
  const file = path.relative(root, name);
  const failed = assertionResults.filter(result => result.status === 'failed');
  if (status === 'failed' && failed.length === 0) return [`✗ ${file}\n${beginning(message)}`];
  return failed.map(({ fullName, failureMessages }) => `✗ ${file}: ${fullName}\n${beginning(failureMessages.join('\n'))}`);
}

const beginning = text => text.split('\n').slice(0, 12).join('\n').slice(0, 1500);
