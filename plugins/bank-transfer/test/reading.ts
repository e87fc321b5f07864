import { readFileSync } from 'node:fs';
import type { Statement } from '@hostwright/sdk';
import { fakeContext } from '@hostwright/sdk/testing';
import plugin from '../src/index.js';
import type { StatementSettings } from '../src/settings.js';

const ACCOUNT = { beneficiary: 'Acme Hosting OÜ', iban: 'EE382200221020145685' };

export const fixture = (name: string): Buffer => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

/** What the plugin reads out of a file, as the core asks it. */
export function read(content: string | Uint8Array, settings: StatementSettings = {}): Promise<Statement> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const gateway = plugin.create(fakeContext({ config: { ...ACCOUNT, statement: settings } }));
  return gateway.readStatement!({ name: 'statement', bytes });
}
