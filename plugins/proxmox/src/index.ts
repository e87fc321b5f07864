import { definePlugin } from '@hostwright/sdk';
import { checkProxmox } from './proxmox-check.js';
import { ProxmoxProvider } from './proxmox-provider.js';
import type { ProxmoxConfig } from './settings.js';

export default definePlugin<'server-provider', ProxmoxConfig>({
  kind: 'server-provider',
  create: context => new ProxmoxProvider(context),
  check: checkProxmox,
});
