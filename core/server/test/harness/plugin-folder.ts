import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** An empty place for plugins, away from the project's own. */
export const aPluginsDir = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'hostwright-plugins-'));

export const GATEWAY = { kind: 'payment-gateway', name: 'Till', version: '1.0.0', engine: '^1.0.0', entry: './index.js' };

export const GATEWAY_CODE = "export default { kind: 'payment-gateway', create: () => ({ start() {}, fetch() {} }) };";

/** Writes a plugin; `manifest` stands beside a manifest that is right, `files` are further files by name. */
export async function writePlugin(
  pluginsDir: string,
  id: string,
  manifest: object | string = {},
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const folder = path.join(pluginsDir, id);
  const all = {
    'package.json': '{"type":"module"}',
    'index.js': GATEWAY_CODE,
    'plugin.json': typeof manifest === 'string' ? manifest : JSON.stringify({ id, ...GATEWAY, ...manifest }),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}
