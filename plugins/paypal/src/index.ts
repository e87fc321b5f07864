import { definePlugin } from '@hostwright/sdk';
import { testConnection } from './connection-test.js';
import type { PayPalConfig } from './paypal-config.js';
import { PayPalGateway } from './paypal-gateway.js';
import { registerWebhook, removeWebhook } from './webhook-registration.js';

export default definePlugin<'payment-gateway', PayPalConfig>({
  kind: 'payment-gateway',
  create: context => new PayPalGateway(context),
  install: registerWebhook,
  uninstall: removeWebhook,
  check: testConnection,
});
