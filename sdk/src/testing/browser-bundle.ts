import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles a module for the browser, as the calculator does; a Node module anywhere below it is an error. */
export async function browserBundle(entry: URL): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
    alias: { '@hostwright/sdk': ownEntry() },
  });
  return result.outputFiles[0]?.text ?? '';
}

/** This very copy of the SDK, whether it runs from its sources or as it was built. */
function ownEntry(): string {
  const source = fileURLToPath(new URL('../index.ts', import.meta.url));
  return existsSync(source) ? source : fileURLToPath(new URL('../index.js', import.meta.url));
}
