import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../..');
const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable', '/usr/bin/google-chrome'];

/** How to launch the browser that was named, else the machine's own, else the one from the packages. */
export async function chromiumOptions() {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'];
  const installed = process.env.PUPPETEER_EXECUTABLE_PATH ?? SYSTEM.find(existsSync);
  if (installed !== undefined) return { executablePath: installed, args, headless: true };
  const folder = await unpack(path.join(root, '.cache/chromium'));
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: path.join(folder, 'fonts') };
  // A small machine may lack the libraries of a desktop; those of the machine go first.
  const libraries = [process.env.LD_LIBRARY_PATH, path.join(folder, 'al2023/lib')].filter(Boolean).join(':');
  const needsLibraries = await lacksLibraries(path.join(folder, 'chromium'));
  const env = { ...process.env, ...fonts, ...(needsLibraries && { LD_LIBRARY_PATH: libraries }) };
  return { executablePath: path.join(folder, 'chromium'), args, headless: true, env };
}

/** A process of its own unpacks into a folder of its own, which then gets its name in one step. */
async function unpack(folder) {
  if (existsSync(path.join(folder, 'chromium'))) return folder;
  await mkdir(path.dirname(folder), { recursive: true });
  const fresh = await mkdtemp(`${folder}-`);
  const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    // The last one asks for the libraries too.
    env: { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
  });
  try {
    await rename(fresh, folder);
  } catch (error) {
    // Another run was faster; its copy is the same.
    if (!existsSync(path.join(folder, 'chromium'))) throw error;
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

async function lacksLibraries(executable) {
  try {
    await run(executable, ['--version']);
    return false;
  } catch (error) {
    if (String(error.stderr).includes('shared libraries')) return true;
    throw error;
  }
}
