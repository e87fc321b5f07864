import { definePlugin } from '@hostwright/sdk';
import { ManualProvider } from './manual-provider.js';
import type { ManualConfig } from './settings.js';

export default definePlugin<'server-provider', ManualConfig>({
  kind: 'server-provider',
  create: context => new ManualProvider(context),
});
