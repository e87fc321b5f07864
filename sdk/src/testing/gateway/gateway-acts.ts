import { randomUUID } from 'node:crypto';
import type { PaymentGateway } from '../../kinds/payment-gateway.js';
import { aCall } from '../fake-context.js';
import type { GatewayStage } from './gateway-stage.js';

/** A call that the core makes, made ready for once. */
export interface GatewayAct {
  readonly name: string;
  readonly movesMoney: boolean;
  readonly prepare: () => Promise<(gateway: PaymentGateway) => Promise<unknown>>;
}

/** Every call of a gateway that asks its provider, as far as it has them. */
export function actsOf(stage: GatewayStage): readonly GatewayAct[] {
  const acts: (GatewayAct & { readonly needs?: string })[] = [
    {
      name: 'start',
      movesMoney: false,
      prepare: async () => {
        const payment = stage.aPayment();
        return gateway => gateway.start(payment, aCall(`payment-${payment.paymentId}`));
      },
    },
    {
      name: 'fetch',
      movesMoney: false,
      prepare: async () => {
        const { reference } = await stage.started();
        return gateway => gateway.fetch(reference);
      },
    },
    {
      name: 'find',
      needs: 'find',
      movesMoney: false,
      prepare: async () => {
        const { payment } = await stage.started();
        return gateway => gateway.find!(payment.paymentId);
      },
    },
    {
      name: 'cancel',
      needs: 'cancel',
      movesMoney: false,
      prepare: async () => {
        const { reference } = await stage.started();
        return gateway => gateway.cancel!(reference, aCall(`cancel-${reference}`));
      },
    },
    {
      name: 'refund',
      needs: 'refund',
      movesMoney: true,
      prepare: async () => {
        const { payment, reference } = await stage.paid();
        const refundId = randomUUID();
        return gateway => gateway.refund!({ refundId, reference, amount: payment.amount }, aCall(`refund-${refundId}`));
      },
    },
    {
      name: 'chargeSaved',
      needs: 'saved-methods',
      movesMoney: true,
      prepare: async () => {
        const renewal = { ...stage.aPayment(), method: await stage.savedMethod() };
        return gateway => gateway.chargeSaved!(renewal, aCall(`payment-${renewal.paymentId}`));
      },
    },
    {
      name: 'capture',
      needs: 'capture',
      movesMoney: true,
      prepare: async () => {
        const { payment, reference } = await stage.started();
        await stage.hook('hold')(payment.paymentId);
        return gateway => gateway.capture!(reference, payment.amount, aCall(`capture-${payment.paymentId}`));
      },
    },
  ];
  return acts.filter(({ needs }) => needs === undefined || stage.has(needs));
}
