import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { chromiumOptions } from './chromium.mjs';
import { startDemo } from './demo.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server's; what else the demo runs listens right behind it. */
    firstPort: number;
    browserEndpoint: string;
  }
}

/** One demo and one browser for the run. `E2E_PORT` names a demo that runs already. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const known = process.env['E2E_PORT'];
  const demo = known ? undefined : await startDemo();
  const browser = await chromium.launchServer(await chromiumOptions());
  project.provide('firstPort', demo?.firstPort ?? Number(known));
  project.provide('browserEndpoint', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await demo?.stop();
  };
}
