import { SandboxPay, type SandboxPayOptions } from './sandbox-pay.js';

export type { Account, Charge } from './charge.js';
export {
  SANDBOX_PAY_ACCOUNT,
  type SandboxPay,
  type SandboxPayOptions,
  type SeenPayment,
  type StartBehaviour,
} from './sandbox-pay.js';
export type { DeliveryRecord, SignedWebhook } from './webhooks.js';

/** Starts the make-believe payment provider; it listens when the promise is kept. */
export const startSandboxPay = (options: SandboxPayOptions = {}): Promise<SandboxPay> => new SandboxPay(options).listen();
