import { defineConfig } from 'vitest/config';

/** Tests wait more than they work: for clocks, databases, processes. */
const WORKERS = 2;

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: { '@hostwright/kit': `${import.meta.dirname}/core/web/projects/kit/src/index.ts` } },
        test: {
          name: 'unit',
          include: [
            'sdk/src/**/*.spec.ts',
            'sdk/create/test/**/*.spec.ts',
            'plugins/*/{src,test}/**/*.spec.ts',
            'core/server/{src,test}/**/*.spec.ts',
            'core/web/projects/**/*.spec.ts',
            'examples/*/**/*.spec.ts',
            'scripts/**/*.spec.ts',
          ],
          exclude: ['**/node_modules/**', '**/dist/**', '**/.angular/**'],
          // No unit keeps anything to itself: to load every library anew for each file takes longer than the tests.
          isolate: false,
          maxWorkers: WORKERS,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['core/server/{src,test}/**/*.it.ts', 'plugins/*/test/**/*.it.ts', 'examples/*/test/**/*.it.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['core/server/test/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          pool: 'forks',
          maxWorkers: WORKERS,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['core/web/e2e/**/*.e2e.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['core/web/e2e/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // What a page shows in a moment takes longer on a machine that runs all other tests beside it.
          expect: { poll: { timeout: 15_000 } },
          fileParallelism: false,
        },
      },
    ],
  },
});
