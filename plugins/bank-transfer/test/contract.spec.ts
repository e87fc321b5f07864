import { paymentGatewayContract } from '@hostwright/sdk/testing';
import bankTransfer from '../src/index.js';

paymentGatewayContract(bankTransfer, {
  manifest: new URL('../plugin.json', import.meta.url),
  manual: true,
  bench: () => ({ config: { beneficiary: 'Acme Hosting OÜ', iban: 'EE382200221020145685' }, secrets: {} }),
});
