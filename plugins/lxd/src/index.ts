import { definePlugin } from '@hostwright/sdk';
import { checkConnection } from './lxd-check.js';
import { LxdProvider } from './lxd-provider.js';
import type { LxdConfig } from './lxd-settings.js';

export default definePlugin<'server-provider', LxdConfig>({
  kind: 'server-provider',
  create: context => new LxdProvider(context),
  check: checkConnection,
});
