import { TestClock, type GatewayBench } from '@hostwright/sdk/testing';
import { SANDBOX_PAY_ACCOUNT, startSandboxPay, type SandboxPay } from '../src/vendor/index.js';
import type { SandboxPayConfig } from '../src/sandbox-client.js';

/** The contract's view of a sandbox of its own. Nobody listens at the shop's address, so settling is silent. */
export async function bench(): Promise<GatewayBench<SandboxPayConfig> & { readonly pay: SandboxPay; readonly clock: TestClock }> {
  const clock = new TestClock();
  const pay = await startSandboxPay({ clock });
  return {
    pay,
    clock,
    config: { apiUrl: pay.url },
    secrets: { ...SANDBOX_PAY_ACCOUNT },
    charges: paymentId => pay.payments.filter(payment => payment.metadata['payment_id'] === paymentId).length,
    loseNextAnswer: () => pay.loseAnswer(),
    settle: paymentId => pay.settle(paymentId, 'succeeded', { silently: true }),
    sayUnknownWord: paymentId => pay.say(paymentId, 'under_review'),
    webhook: paymentId => {
      const { headers, body } = pay.signedWebhook(paymentId);
      return { headers, query: {}, body: new TextEncoder().encode(body), remoteAddress: '127.0.0.1' };
    },
    signatureAgeMs: 300_000,
    close: () => pay.close(),
  };
}
