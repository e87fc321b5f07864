import { definePlugin } from '@hostwright/sdk';
import { checkConnection } from './check.js';
import { HestiaProvider } from './hestia-provider.js';
import type { HestiaConfig } from './settings.js';

export default definePlugin<'server-provider', HestiaConfig>({
  kind: 'server-provider',
  create: context => new HestiaProvider(context),
  check: checkConnection,
});
