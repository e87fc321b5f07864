import { definePlugin } from '@hostwright/sdk';
import { checkConnection } from './check.js';
import { HetznerProvider } from './hetzner-provider.js';
import type { HetznerConfig } from './settings.js';

export default definePlugin<'server-provider', HetznerConfig>({
  kind: 'server-provider',
  create: context => new HetznerProvider(context),
  check: checkConnection,
});
