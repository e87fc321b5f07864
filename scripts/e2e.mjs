import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { main, openly } from './steps/run.mjs';

/** Installs and builds what is missing, then walks through the compiled demo in a real browser. */
main(async () => {
  await install();
  await build();
  process.exitCode = await openly('vitest', ['run', '--project', 'browser', ...process.argv.slice(2)]);
});
