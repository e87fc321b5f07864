import { definePlugin, PluginFailure, type Health } from '@hostwright/sdk';
import { AcmeChatChannel } from './acme-chat-channel.js';
import { AcmeChatClient, type AcmeChatConfig } from './acme-chat-client.js';

export default definePlugin<'notification-channel', AcmeChatConfig>({
  kind: 'notification-channel',
  create: context => new AcmeChatChannel(context),
  check: async (context): Promise<Health> => {
    try {
      await new AcmeChatClient(context).account();
      return { ok: true };
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      return { ok: false, detail: `${error.message} (${error.code})` };
    }
  },
});
