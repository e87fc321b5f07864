import { spawn } from 'node:child_process';
import path from 'node:path';
import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { environment, main, root } from './steps/run.mjs';

/** Installs and builds what is missing, then runs the demo until it is told to stop. */
main(async () => {
  await install();
  await build();
  const node = path.join(root, 'node_modules/node/bin/node');
  const demo = spawn(node, ['examples/two-resellers/dist/start.js'], { cwd: root, env: environment(), stdio: 'inherit' });
  // Ctrl-C in a terminal reaches the demo too; being told twice to stop is being told once.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => demo.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve, reject) => demo.once('error', reject).once('close', code => resolve(code ?? 1)));
});
