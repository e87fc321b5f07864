import { definePlugin } from '@hostwright/sdk';
import { AcmeProvider } from './acme-provider.js';

export default definePlugin<'server-provider'>({
  kind: 'server-provider',
  create: context => new AcmeProvider(context),
});
