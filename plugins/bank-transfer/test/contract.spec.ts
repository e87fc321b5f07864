import { paymentGatewayContract } from '@hostwright/sdk/testing';
import bankTransfer from '../src/index.js';
import { fixture } from './reading.js';

paymentGatewayContract(bankTransfer, {
  manifest: new URL('../plugin.json', import.meta.url),
  manual: true,
  bench: () => ({
    config: { beneficiary: 'Acme Hosting OÜ', iban: 'EE382200221020145685' },
    secrets: {},
    statements: {
      good: { name: 'uk-windows-1251.csv', bytes: fixture('uk-windows-1251.csv') },
      faulty: { name: 'statement.csv', bytes: fixture('statement.csv') },
      unreadable: { name: 'logo.png', bytes: Buffer.from('89504e470d0a1a0a', 'hex') },
    },
  }),
});
