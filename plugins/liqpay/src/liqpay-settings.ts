import { PluginFailure, type PluginContext } from '@hostwright/sdk';
import type { ProtocolVersion } from './liqpay-wire.js';

export interface LiqPayConfig {
  readonly publicKey: string;
  readonly apiVersion?: '7' | '3';
  readonly checkout?: 'link' | 'form';
  readonly payTypes?: string;
  readonly linkLifetimeHours?: number;
  readonly renewalIp?: string;
  readonly apiUrl?: string;
}

export type LiqPayContext = PluginContext<LiqPayConfig>;

const SANDBOX_KEY = 'sandbox_';
const HOUR_MS = 3_600_000;

export const versionOf = ({ apiVersion }: LiqPayConfig): ProtocolVersion => (apiVersion === '3' ? 3 : 7);

export const isSandboxKey = (key: string): boolean => key.startsWith(SANDBOX_KEY);

export const linkLifetimeMs = ({ linkLifetimeHours = 24 }: LiqPayConfig): number => linkLifetimeHours * HOUR_MS;

export function addressOf({ apiUrl = 'https://www.liqpay.ua' }: LiqPayConfig, path: string): URL {
  if (!URL.canParse(apiUrl)) throw PluginFailure.final('The address of LiqPay is not valid', { code: 'bad-settings' });
  return new URL(path, apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`);
}
