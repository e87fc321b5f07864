import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { apiText } from './api-text.js';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

it(
  'is what sdk/api.md says; after a change that is meant, "npx tsc -b sdk && npm run api" renews it',
  { timeout: 120_000 },
  () => {
    const text = apiText(here('../..'));

    expect(text).toContain('interface PaymentGateway');
    expect(text.split('\n')).toEqual(readFileSync(here('../../../api.md'), 'utf8').split('\n'));
  },
);
