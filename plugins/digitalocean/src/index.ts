import { definePlugin } from '@hostwright/sdk';
import { checkConnection } from './check.js';
import { OceanProvider } from './ocean-provider.js';
import type { OceanConfig } from './settings.js';

export default definePlugin<'server-provider', OceanConfig>({
  kind: 'server-provider',
  create: context => new OceanProvider(context),
  check: checkConnection,
});
