import { definePlugin } from '@hostwright/sdk';
import { checkConnection } from './check.js';
import type { WhmConfig } from './settings.js';
import { WhmProvider } from './whm-provider.js';

export default definePlugin<'server-provider', WhmConfig>({
  kind: 'server-provider',
  create: context => new WhmProvider(context),
  check: checkConnection,
});
