import { existsSync } from 'node:fs';
import path from 'node:path';
import { Complaint, openPluginFolder } from './plugin-folder.js';
import { runTool, type ToolResult } from './run-tool.js';

/** Runs the plugin's contract and whatever else it tests, and nothing of the workspace around it. */
export async function testPlugin(given: string, show: boolean): Promise<ToolResult> {
  const { folder } = openPluginFolder(given);
  if (!existsSync(path.join(folder, 'test/contract.spec.ts')))
    throw new Complaint(`There is no test/contract.spec.ts in ${folder}: without it nobody knows what the plugin keeps`);
  const args = ['run', '--root', folder];
  return runTool('vitest', folder, args, show);
}
