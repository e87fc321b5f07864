import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { launch, type Browser } from 'puppeteer';

const run = promisify(execFile);

/** Where browsers lie on the machines that have one. */
const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable', '/usr/bin/google-chrome'];

const ARGUMENTS = [
  // Pages come from our own templates, run no script and reach no network; the sandbox needs rights that containers lack.
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-extensions',
  '--disable-background-networking',
  '--no-first-run',
  '--no-pings',
  '--font-render-hinting=none',
];

const LAUNCH_MS = 30_000;

interface Found {
  readonly executablePath: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts the browser that the operator named, else the machine's own, else the one that came with the packages. */
export async function startBrowser(named: string | undefined, dataDir: string): Promise<Browser> {
  const installed = named ?? SYSTEM.find(existsSync);
  if (installed !== undefined) return start({ executablePath: installed, environment: {} });
  const folder = await unpack(path.join(dataDir, 'browser'));
  const bundled = { executablePath: path.join(folder, 'chromium'), environment: fontSettings(folder) };
  try {
    return await start(bundled);
  } catch (error) {
    // A small machine may lack the libraries of a desktop; the package carries them along.
    if (!(error instanceof Error) || !error.message.includes('shared libraries')) throw error;
    return start({ ...bundled, environment: { ...bundled.environment, LD_LIBRARY_PATH: path.join(folder, 'al2023/lib') } });
  }
}

function start({ executablePath, environment }: Found): Promise<Browser> {
  return launch({
    executablePath,
    args: ARGUMENTS,
    headless: 'shell',
    timeout: LAUNCH_MS,
    env: { ...ENVIRONMENT, ...environment },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** The browser sees nothing of the server's own environment: no address of a database, no key. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', HOME: tmpdir() };

function fontSettings(folder: string): Record<string, string> {
  return existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: path.join(folder, 'fonts') };
}

/**
 * The package unpacks into the folder for temporary files, half-written while others look. Here a process of its own
 * unpacks into a folder of its own, which then gets its name in one step.
 */
async function unpack(folder: string): Promise<string> {
  if (existsSync(path.join(folder, 'chromium'))) return folder;
  await mkdir(path.dirname(folder), { recursive: true });
  const fresh = await mkdtemp(`${folder}-`);
  const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: path.dirname(fileURLToPath(import.meta.url)),
    // The last one asks for the libraries too.
    env: { ...ENVIRONMENT, TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    timeout: 120_000,
  });
  try {
    await rename(fresh, folder);
  } catch (error) {
    // Another process was faster; its copy is the same.
    if (!existsSync(path.join(folder, 'chromium'))) throw error;
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}
