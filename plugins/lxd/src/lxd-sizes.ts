import { PluginFailure, type ServerSpec } from '@hostwright/sdk';
import type { Texts } from './lxd-answers.js';

/** What a server may use, in the daemon's own units. */
export interface Size {
  readonly cores: number;
  readonly memoryMb: number;
  readonly diskMb: number;
}

const PLAN = /(?:^|-)c(\d{1,3})-r(\d{1,4}(?:\.\d{1,3})?)-d(\d{1,5}(?:\.\d{1,3})?)$/;

/** The plan's own numbers; what the product type says in numbers counts more. A plan that is no size is none of ours. */
export function sizeOf({ plan, addons = {} }: Pick<ServerSpec, 'plan' | 'addons'>): Size {
  const match = PLAN.exec(plan);
  if (!match) throw PluginFailure.final(`The plan "${plan.slice(0, 100)}" is no size like c2-r4-d40`, { code: 'no-such-plan' });
  const [, cores, memory, disk] = match;
  const size: Size = {
    cores: numberOf(addons['vcpu'], Number(cores)),
    memoryMb: Math.round(1024 * numberOf(addons['ramGb'], Number(memory))),
    diskMb: Math.round(1024 * numberOf(addons['diskGb'], Number(disk))),
  };
  const isSound = Number.isInteger(size.cores) && size.cores >= 1 && size.memoryMb >= 16 && size.diskMb >= 16;
  if (!isSound) throw PluginFailure.final('The size of the server is not sound', { code: 'no-such-plan' });
  return size;
}

export const limitsOf = (size: Size): Texts => ({
  'limits.cpu': String(size.cores),
  'limits.memory': `${size.memoryMb}MiB`,
  'limits.memory.swap': 'false',
});

export const diskText = (size: Size): string => `${size.diskMb}MiB`;

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/** Bytes of a text like 40GiB; undefined for what is no amount of bytes, a share of the host's memory for example. */
export function bytesOf(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text?.trim() ?? '');
  const unit = match && Object.hasOwn(UNITS, match[2]!) ? UNITS[match[2]!] : undefined;
  return match && unit !== undefined ? Math.round(Number(match[1]) * unit) : undefined;
}

/** `limits.cpu` is a count, or a list of cores and ranges: 0-3,6. */
export function coresOf(text: string | undefined): number | undefined {
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const parts = text.split(',').map(part => /^(\d+)(?:-(\d+))?$/.exec(part.trim()));
  if (parts.some(part => part === null)) return undefined;
  return parts.reduce((sum, part) => sum + Number(part![2] ?? part![1]) - Number(part![1]) + 1, 0);
}

const numberOf = (value: string | number | boolean | undefined, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
