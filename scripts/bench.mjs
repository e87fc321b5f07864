import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { main, openly } from './steps/run.mjs';

/** Installs and builds what is missing, then measures the speed of what was built. */
main(async () => {
  await install();
  await build();
  process.exitCode = await openly('node', [`core/server/bench/${process.argv[2] ?? 'bench'}.mjs`]);
});
