import { FAKE_STRIPE_KEYS, startFakeStripe } from '@hostwright/plugin-stripe/fake';
import type { Clock } from '@hostwright/sdk';
import { checked } from '../../../../plugins/stripe/test/vendor-check.js';
import type { Vendor, VendorStart } from './vendor.js';

const OTHER_KEYS = { secretKey: 'sk_test_of0the0other0shop0000', publishableKey: 'pk_test_of0the0other0shop0000' };

export const stripe: VendorStart = clock => start('stripe', 'automatic', clock);

/** The money is reserved on the page, and taken by a call of the shop's. */
export const stripeReserving: VendorStart = clock => start('stripe-reserving', 'manual', clock);

async function start(id: Vendor['id'], capture: 'automatic' | 'manual', clock: Clock): Promise<Vendor> {
  const fake = await startFakeStripe({ clock, accounts: [FAKE_STRIPE_KEYS, OTHER_KEYS], webhookRetriesMs: [], ...checked });
  const intentOf = (paymentId: string) => (fake.desk.charges(paymentId) === 0 ? undefined : fake.desk.sees(paymentId).intent);
  return {
    id,
    pluginId: 'stripe',
    url: fake.url,
    faults: fake.faults,
    afterDecline: 'pending',
    secondStep: 'confirm',
    signatureHolds: 'minutes',
    captures: capture === 'manual',
    settings: account => ({
      secretKey: (account === 'own' ? FAKE_STRIPE_KEYS : OTHER_KEYS).secretKey,
      apiUrl: fake.url,
      capture,
    }),
    settled: () => fake.webhooks.settled(),
    taken: paymentId => (intentOf(paymentId)?.status === 'succeeded' ? 1 : 0),
    held: paymentId => fake.desk.charges(paymentId),
    givenBack: paymentId => fake.desk.givenBack(paymentId),
    misquote: (paymentId, { amount, currency }) => fake.desk.misquote(paymentId, Number(amount), currency.toLowerCase()),
    refundsWait: () => fake.desk.refundsWait(true),
    async refuseRefund(_paymentId, reference) {
      fake.desk.refundsWait(false);
      fake.desk.settleRefund(reference, 'failed');
      await fake.webhooks.settled();
    },
    askForCustomer: token => fake.desk.teach(token, 'authenticate'),
    troubleNext: how => (how === 'lost' ? fake.troubles.loseNextAnswer() : fake.troubles.failAfterNext()),
    close: () => fake.close(),
  };
}
