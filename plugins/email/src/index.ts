import { definePlugin, PluginFailure, type Health } from '@hostwright/sdk';
import { EmailChannel, type EmailConfig } from './email-channel.js';

export default definePlugin<'notification-channel', EmailConfig>({
  kind: 'notification-channel',
  create: context => new EmailChannel(context),
  check: async (context): Promise<Health> => {
    try {
      await new EmailChannel(context).check();
      return { ok: true };
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      return { ok: false, detail: error.message };
    }
  },
});
