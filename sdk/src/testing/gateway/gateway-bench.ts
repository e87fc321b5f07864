import type { StatementFile, StartPayment, WebhookRequest } from '../../kinds/payment-gateway.js';
import type { Bench } from '../rules/plugin-stage.js';

/** The provider's side of the table: what the suite needs to know of it and make it do. */
export interface GatewayBench<Config> extends Bench<Config> {
  /** How many charges the provider holds for a payment. */
  readonly charges?: (paymentId: string) => number | Promise<number>;
  /**
   * The provider does the next thing it is asked, and its answer does not arrive. Only for plugins that reach it past
   * `context.fetch`: the suite cuts the line of that one itself.
   */
  readonly loseNextAnswer?: () => void;
  /** The customer pays. */
  readonly settle?: (paymentId: string) => void | Promise<void>;
  /** The customer pays, and the provider only holds the money; for `capture`. */
  readonly hold?: (paymentId: string) => void | Promise<void>;
  /** From now on the provider describes this payment with a word of tomorrow. */
  readonly sayUnknownWord?: (paymentId: string) => void;
  /** What the provider sends about the payment, truly signed; for `webhook`. */
  readonly webhook?: (paymentId: string) => WebhookRequest | Promise<WebhookRequest>;
  /**
   * The same, signed by somebody else. Only for providers whose signature is verified without a secret of the shop;
   * otherwise the suite gives the plugin wrong secrets.
   */
  readonly forgedWebhook?: (paymentId: string) => WebhookRequest | Promise<WebhookRequest>;
  /** How long a signature is good; 'unlimited' where the provider signs no time. For `webhook`. */
  readonly signatureAgeMs?: number | 'unlimited';
  /** Statements in a form that the plugin reads; for `statement`. */
  readonly statements?: {
    readonly good: StatementFile;
    /** With at least one line that can be read and one that cannot. */
    readonly faulty: StatementFile;
    /** Nothing of the kind. */
    readonly unreadable: StatementFile;
  };
}

export interface GatewayContractOptions<Config> {
  /** Address of plugin.json. */
  readonly manifest: URL;
  readonly bench: () => GatewayBench<Config> | Promise<GatewayBench<Config>>;
  readonly payment?: Partial<StartPayment>;
  /** No provider stands behind the gateway: staff decide whether it was paid, so there is nothing to settle or to misread. */
  readonly manual?: true;
}
