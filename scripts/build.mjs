import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { main } from './steps/run.mjs';

main(async () => {
  await install();
  await build();
});
