import type { Plugin } from '../define-plugin.js';
import { cancelRules, paymentRules, providerRules } from './gateway/payment-rules.js';
import { captureRules } from './gateway/capture-rules.js';
import { findRules, vendorCutRules } from './gateway/find-rules.js';
import type { GatewayContractOptions } from './gateway/gateway-bench.js';
import { GatewayStage, type GatewayRule } from './gateway/gateway-stage.js';
import { lineRules } from './gateway/line-rules.js';
import { fetchRefundRules, partialRefundRules, refundRules } from './gateway/refund-rules.js';
import { savedMethodRules } from './gateway/saved-method-rules.js';
import { settlementRules } from './gateway/settlement-rules.js';
import { statementRules } from './gateway/statement-rules.js';
import { webhookRules } from './gateway/webhook-rules.js';
import { readManifest } from './manifest-file.js';
import { closingRules, manifestRules } from './rules/common-rules.js';
import { describeContract } from './rules/describe-contract.js';
import { contractOf, type Contract } from './rules/rule.js';

export type { GatewayBench, GatewayContractOptions } from './gateway/gateway-bench.js';

/** The rules that come with a capability. */
const BY_CAPABILITY: Readonly<Record<string, readonly GatewayRule[]>> = {
  find: findRules,
  cancel: cancelRules,
  webhook: webhookRules,
  refund: refundRules,
  'partial-refund': partialRefundRules,
  'fetch-refund': fetchRefundRules,
  'saved-methods': savedMethodRules,
  capture: captureRules,
  settlements: settlementRules,
  statement: statementRules,
};

/** Every promise that a payment gateway makes to the core, as rules that can be run one by one. */
export function paymentGatewayRules<Config>(
  given: Plugin<'payment-gateway', Config>,
  options: GatewayContractOptions<Config>,
): Contract {
  const plugin = given as Plugin<'payment-gateway'>;
  const manifest = readManifest(options.manifest);
  const declared = manifest.capabilities ?? [];
  return contractOf<GatewayStage>(
    `${manifest.id}, as a payment gateway`,
    [
      ...manifestRules<GatewayStage>({ plugin, manifest, address: options.manifest }),
      ...paymentRules,
      ...(options.manual ? [] : [...providerRules, ...lineRules, ...vendorCutRules]),
      ...Object.entries(BY_CAPABILITY).flatMap(([capability, rules]) => (declared.includes(capability) ? rules : [])),
      ...closingRules(plugin),
    ],
    async () => new GatewayStage(plugin, manifest, await options.bench(), options.payment),
    stage => stage.close(),
  );
}

/** The same as tests, one for each rule. */
export function paymentGatewayContract<Config>(
  plugin: Plugin<'payment-gateway', Config>,
  options: GatewayContractOptions<Config>,
): void {
  describeContract(paymentGatewayRules(plugin, options));
}
