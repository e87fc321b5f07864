import type { Plugin } from '../define-plugin.js';
import { channelLineRules } from './channel/channel-line-rules.js';
import { attachmentRules, channelRules, channelWebhookRules } from './channel/channel-rules.js';
import { ChannelStage, type ChannelBench } from './channel/channel-stage.js';
import { readManifest } from './manifest-file.js';
import { closingRules, manifestRules } from './rules/common-rules.js';
import { describeContract } from './rules/describe-contract.js';
import { contractOf, type Contract } from './rules/rule.js';

export type { ChannelBench } from './channel/channel-stage.js';

export interface ChannelContractOptions<Config> {
  /** Address of plugin.json. */
  readonly manifest: URL;
  readonly bench: () => ChannelBench<Config> | Promise<ChannelBench<Config>>;
}

/** Every promise that a notification channel makes to the core, as rules that can be run one by one. */
export function notificationChannelRules<Config>(
  given: Plugin<'notification-channel', Config>,
  options: ChannelContractOptions<Config>,
): Contract {
  const plugin = given as Plugin<'notification-channel'>;
  const manifest = readManifest(options.manifest);
  return contractOf<ChannelStage>(
    `${manifest.id}, as a notification channel`,
    [
      ...manifestRules<ChannelStage>({ plugin, manifest, address: options.manifest }),
      ...channelRules,
      ...channelLineRules,
      ...(manifest.accepts?.includes('attachments') ? attachmentRules : []),
      ...(manifest.capabilities?.includes('webhook') ? channelWebhookRules : []),
      ...closingRules(plugin),
    ],
    async () => new ChannelStage(plugin, manifest, await options.bench()),
    stage => stage.close(),
  );
}

/** The same as tests, one for each rule. */
export function notificationChannelContract<Config>(
  plugin: Plugin<'notification-channel', Config>,
  options: ChannelContractOptions<Config>,
): void {
  describeContract(notificationChannelRules(plugin, options));
}
