import type { Plugin } from '../define-plugin.js';
import { readManifest } from './manifest-file.js';
import { closingRules, manifestRules } from './rules/common-rules.js';
import { describeContract } from './rules/describe-contract.js';
import { contractOf, type Contract } from './rules/rule.js';
import { changeLineRules, CHANGING } from './server/change-line-rules.js';
import { SERVER_RULES_BY_CAPABILITY } from './server/server-capability-rules.js';
import { serverLineRules } from './server/server-line-rules.js';
import { serverRules } from './server/server-rules.js';
import { ServerStage, type ServerBench } from './server/server-stage.js';

export type { ServerBench } from './server/server-stage.js';

export interface ServerContractOptions<Config> {
  /** Address of plugin.json. */
  readonly manifest: URL;
  readonly bench: () => ServerBench<Config> | Promise<ServerBench<Config>>;
}

/** Every promise that a server provider makes to the core, as rules that can be run one by one. */
export function serverProviderRules<Config>(
  given: Plugin<'server-provider', Config>,
  options: ServerContractOptions<Config>,
): Contract {
  const plugin = given as Plugin<'server-provider'>;
  const manifest = readManifest(options.manifest);
  const declared = manifest.capabilities ?? [];
  return contractOf<ServerStage>(
    `${manifest.id}, as a server provider`,
    [
      ...manifestRules<ServerStage>({ plugin, manifest, address: options.manifest }),
      ...serverRules,
      ...serverLineRules,
      ...(CHANGING.some(capability => declared.includes(capability)) ? changeLineRules : []),
      ...Object.entries(SERVER_RULES_BY_CAPABILITY).flatMap(([name, rules]) => (declared.includes(name) ? rules : [])),
      ...closingRules(plugin),
    ],
    async () => new ServerStage(plugin, manifest, await options.bench()),
    stage => stage.close(),
  );
}

/** The same as tests, one for each rule. */
export function serverProviderContract<Config>(
  plugin: Plugin<'server-provider', Config>,
  options: ServerContractOptions<Config>,
): void {
  describeContract(serverProviderRules(plugin, options));
}
