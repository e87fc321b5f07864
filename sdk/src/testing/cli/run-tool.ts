import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Complaint } from './plugin-folder.js';

export interface ToolResult {
  readonly code: number;
  readonly output: string;
}

/** Runs a tool of the plugin's own workspace on this Node. `show` lets it speak for itself. */
export async function runTool(name: string, folder: string, args: readonly string[], show = false): Promise<ToolResult> {
  const child = spawn(process.execPath, [toolPath(name, folder), ...args], {
    cwd: folder,
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', status => resolve(status ?? 1));
  });
  return { code, output };
}

/** Where the program of a package lies, as seen from the plugin or else from here. */
function toolPath(name: string, folder: string): string {
  const [packageName = name, binary = name] = name.split('/');
  const manifest = [path.join(folder, 'plugin.json'), import.meta.url].map(from => locate(packageName, from)).find(Boolean);
  if (manifest === undefined) throw new Complaint(`${packageName} is not installed: run "npm install" first`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly bin: string | Readonly<Record<string, string>> };
  return path.join(path.dirname(manifest), typeof bin === 'string' ? bin : (bin[binary] ?? ''));
}

function locate(packageName: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(`${packageName}/package.json`);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
