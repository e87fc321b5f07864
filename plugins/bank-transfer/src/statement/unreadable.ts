import { PluginFailure } from '@hostwright/sdk';

/** The file as a whole cannot be read, or not with these settings; the words are for staff. */
export const unreadable = (message: string): PluginFailure =>
  PluginFailure.final(message, { code: 'statement-unreadable', publicMessage: message });
