import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { main, openly } from './steps/run.mjs';

/** Installs and builds what is missing, then lets 500 servers live and end in bad weather; `npm test` does fewer of them. */
main(async () => {
  await install();
  await build();
  process.env.RANDOM_RUNS ??= '500';
  process.exitCode = await openly('vitest', ['run', 'core/server/test/random-runs']);
});
