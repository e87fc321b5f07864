import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compressBelow } from './compress.mjs';
import { quietly, root } from './run.mjs';
import { step } from './say.mjs';
import { whenChanged } from './stamp.mjs';

const BASE = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.json'];
const WIDGETS = ['core/web/angular.json', 'core/web/tsconfig.json', 'core/web/projects/kit', 'sdk/src'];

const NAMES = { admin: 'admin panel', console: "console's page" };

/** Builds what has changed: the SDK, plugins and server, the browser's modules, the widgets, the admin panel, the console. */
export async function build() {
  await whenChanged(
    'typescript',
    [...BASE, 'sdk', 'plugins', 'core/server/src', 'core/server/tsconfig.json', 'core/server/tsconfig.build.json', 'examples'],
    ['core/server/dist/main.js'],
    compile,
  );
  await whenChanged('browser-modules', ['sdk/src', 'plugins', 'package-lock.json'], [], bundleProductTypes);
  await web('widgets', [...WIDGETS, 'core/web/projects/widgets'], 'core/web/dist/widgets/loader.js');
  await web('admin', [...WIDGETS, 'core/web/projects/admin'], 'core/web/dist/admin/index.html');
  const page = ['core/web/projects/console', 'core/web/projects/kit', 'core/web/scripts/console.mjs'];
  await web('console', page, 'core/web/dist/console/console.js');
}

async function compile() {
  const done = step('Compiling the SDK, plugins and server');
  await quietly('tsc', 'node', ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.json']);
  done();
}

/** A product type also runs in the calculator: its module, with all it imports, for a browser. */
async function bundleProductTypes() {
  const types = readdirSync(path.join(root, 'plugins')).filter(isProductType);
  const done = step(`Bundling ${types.length} product ${types.length === 1 ? 'type' : 'types'} for browsers`);
  const { build: bundle } = await import('esbuild');
  for (const id of types) {
    await bundle({
      entryPoints: [path.join(root, 'plugins', id, 'dist/index.js')],
      outfile: path.join(root, 'plugins', id, 'dist/browser.js'),
      bundle: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      minify: true,
      legalComments: 'none',
      logLevel: 'error',
    });
  }
  done();
}

function isProductType(id) {
  const file = path.join(root, 'plugins', id, 'plugin.json');
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).kind === 'product-type';
}

function web(project, inputs, output) {
  return whenChanged(project, inputs.concat('package-lock.json'), [output], async () => {
    const done = step(`Building the ${NAMES[project] ?? project}`);
    await quietly(`ng-${project}`, 'npm', ['run', `build:${project}`, '-w', 'core/web']);
    await compressBelow(path.join(root, 'core/web/dist', project));
    done();
  });
}
