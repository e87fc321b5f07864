import { quietly } from './run.mjs';
import { step } from './say.mjs';
import { whenChanged } from './stamp.mjs';

/** Installs exactly what the lockfile says, when it says something new. */
export function install() {
  return whenChanged(
    'install',
    ['package-lock.json', 'package.json'],
    ['node_modules/.package-lock.json', 'node_modules/node/bin/node'],
    async () => {
      const done = step('Installing packages (about a minute the first time)');
      await quietly('npm-ci', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
      done();
    },
  );
}
