import { definePlugin } from '@hostwright/sdk';
import { checkConnection } from './stripe-check.js';
import { installEndpoint, uninstallEndpoint } from './stripe-endpoint.js';
import { StripeGateway } from './stripe-gateway.js';
import type { StripeConfig } from './stripe-settings.js';

export default definePlugin<'payment-gateway', StripeConfig>({
  kind: 'payment-gateway',
  create: context => new StripeGateway(context),
  install: installEndpoint,
  uninstall: uninstallEndpoint,
  check: checkConnection,
});
