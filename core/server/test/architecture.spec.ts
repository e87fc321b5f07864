import { describe, expect, it } from 'vitest';
import { breaches } from './architecture/laws.js';
import { dependenciesOf, foldersIn, importsOf, sourceFiles } from './architecture/source-files.js';

const files = sourceFiles(
  'core/server/src',
  'core/server/test',
  'core/server/migrations',
  'core/web/projects',
  'sdk/src',
  'plugins',
  'examples',
);

describe('the project', () => {
  it('keeps the rules of the house', () => {
    expect(breaches(files, dependenciesOf)).toEqual([]);
  });

  it('is really looked at', () => {
    expect(files.length).toBeGreaterThan(400);
    expect(files.filter(file => file.path.startsWith('core/server/src/')).flatMap(importsOf).length).toBeGreaterThan(1000);
  });

  it('lets every feature be switched off by one line', () => {
    const lines = files.find(file => file.path === 'core/server/src/app.module.ts')!.text;
    const unplugged = foldersIn('core/server/src/features').filter(
      feature => !lines.includes(`'./features/${feature}/index.js'`),
    );

    expect(unplugged).toEqual([]);
  });
});

describe('the rules of the house', () => {
  const core = 'core/server/src';

  it.each([
    [
      'a platform that knows billing',
      `${core}/platform/http/gate.ts`,
      `import { Orders } from '../../billing/orders/index.js';`,
      'imports from above',
    ],
    [
      'billing that knows a feature',
      `${core}/billing/orders/orders.ts`,
      `import { Pages } from '../../features/storefront/index.js';`,
      'imports from above',
    ],
    [
      'a feature that knows another',
      `${core}/features/demo/demo.ts`,
      `export { Pages } from '../storefront/index.js';`,
      'imports another feature',
    ],
    [
      'billing against its order',
      `${core}/billing/catalog/catalog.ts`,
      `import type { Order } from '../orders/index.js';`,
      'against the order of billing',
    ],
    [
      'notifications that know billing',
      `${core}/billing/notifications/sending.ts`,
      `import { Invoices } from '../invoices/index.js';`,
      'against the order',
    ],
    [
      'a way past a door',
      `${core}/billing/orders/orders.ts`,
      `import { Cart } from '../carts/cart.js';`,
      'past the door of carts',
    ],
    [
      'a way past a door, later',
      `${core}/billing/orders/orders.ts`,
      `await import('../carts/cart.js');`,
      'past the door of carts',
    ],
    [
      'a door of a folder within',
      `${core}/features/demo/demo.ts`,
      `import { A } from '../../platform/http/inner/index.js';`,
      'past the door of http',
    ],
    [
      'a module that imports the start',
      `${core}/features/demo/demo.ts`,
      `import { createApp } from '../../create-app.js';`,
      'what starts the server',
    ],
    ['a core that imports a plugin', `${core}/features/demo/demo.ts`, `import '@hostwright/plugin-email';`, 'imports a plugin'],
    [
      'a core that reaches for a plugin',
      `${core}/main.ts`,
      `import '../../../plugins/email/src/index.js';`,
      'reaches out of the server',
    ],
    ['a vendor in the core', `${core}/billing/payments/payments.ts`, `const name = 'Stripe';`, 'names a vendor'],
    ['a kind of product in the web', 'core/web/projects/kit/a.ts', `const type = 'vps';`, 'names a vendor'],
    ['a vendor in a table', 'core/server/migrations/0100-x.sql', `create table liqpay (id uuid);`, 'names a vendor'],
    [
      'an environment read anywhere',
      `${core}/billing/orders/orders.ts`,
      `const port = process.env.PORT;`,
      'reads the environment',
    ],
    [
      'a switched tenant',
      `${core}/billing/orders/orders.ts`,
      "const sql = `select set_config('app.tenant_id', $1, true)`;",
      'could switch the tenant',
    ],
    ['a default export', `${core}/billing/orders/orders.ts`, `export default class Orders {}`, 'default export'],
    ['a file without end', `${core}/billing/orders/orders.ts`, '\n'.repeat(401), 'has 401 lines'],
    ['a test without end', `${core}/billing/orders/orders.spec.ts`, '\n'.repeat(401), 'has 401 lines'],
    [
      'a plugin that knows the core',
      'plugins/email/src/a.ts',
      `import '../../../core/server/src/main.js';`,
      'reaches out of its folder',
    ],
    [
      'a plugin that knows another',
      'plugins/email/src/a.ts',
      `import '@hostwright/plugin-bank-transfer';`,
      'more of ours than the SDK',
    ],
    [
      'a plugin with a borrowed library',
      'plugins/email/src/a.ts',
      `import { Injectable } from '@nestjs/common';`,
      'its package does not name',
    ],
    ['an SDK that needs a server', 'sdk/src/money.ts', `import { readFileSync } from 'node:fs';`, 'runs in no browser'],
    ['an SDK that knows the core', 'sdk/src/money.ts', `import '../../core/server/src/main.js';`, 'reaches out of the SDK'],
    [
      'a web app that knows the server',
      'core/web/projects/kit/a.ts',
      `import '../../../server/src/main.js';`,
      'reaches out of its folder',
    ],
  ])('find %s', (_, path, text, words) => {
    expect(breaches([{ path, text }])).toEqual([expect.stringContaining(words)]);
  });

  it('find modules that know each other', () => {
    const one = { path: `${core}/platform/jobs/jobs.ts`, text: `import { E } from '../events/index.js';` };
    const other = { path: `${core}/platform/events/events.ts`, text: `import { J } from '../jobs/index.js';` };

    expect(breaches([one, other])).toEqual([
      'platform/jobs knows itself in a circle',
      'platform/events knows itself in a circle',
    ]);
  });

  it.each([
    ['orders that know carts', `${core}/billing/orders/orders.ts`, `import { Carts } from '../carts/index.js';`],
    ['a message registered', `${core}/billing/services/a.ts`, `import { Notifications } from '../notifications/index.js';`],
    [
      'a feature that knows billing',
      `${core}/features/demo/demo.ts`,
      `import { Catalog } from '../../billing/catalog/index.js';`,
    ],
    ['a plugin with its own library', 'plugins/email/src/a.ts', `import { createTransport } from 'nodemailer';`],
    ['a plugin that exports itself', 'plugins/email/src/index.ts', `export default 1;`],
    ['a test that names a vendor', `${core}/billing/orders/orders.spec.ts`, `const name = 'vps';`],
    ['a comment on the environment', `${core}/platform/http/gate.ts`, `// process.env is read elsewhere`],
  ])('leave %s alone', (_, path, text) => {
    expect(breaches([{ path, text }], () => ['nodemailer'])).toEqual([]);
  });
});
