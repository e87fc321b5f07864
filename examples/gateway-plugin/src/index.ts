import { definePlugin } from '@hostwright/sdk';
import { AcmeGateway } from './acme-gateway.js';

export default definePlugin<'payment-gateway'>({
  kind: 'payment-gateway',
  create: context => new AcmeGateway(context),
});
