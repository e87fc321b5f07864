import { PluginFailure } from '@hostwright/sdk';
import type { HetznerServer } from './answers.js';
import type { Labels } from './hetzner-client.js';

/** What a server is told about at Hetzner itself, so that it is known even to a shop that has lost its memory. */
export const LABEL = {
  service: 'service_id',
  hostname: 'hostname',
  /** What was ordered, and the type that it has become: a plan need not be called as a type is. */
  plan: 'plan',
  type: 'plan_type',
  image: 'image',
  suspended: 'suspended',
  rescue: 'rescue',
  server: 'server_id',
} as const;

const VALUE = /^[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?$/;

export const isLabelValue = (value: string): boolean => VALUE.test(value);

/** A value that must be kept whole. */
export function labelValue(what: string, value: string): string {
  if (isLabelValue(value)) return value;
  throw PluginFailure.final(`Hetzner cannot keep the ${what}: at most 63 letters, digits, dots and dashes`, {
    code: `bad-${what.replaceAll(' ', '-')}`,
    publicMessage: `The ${what} may have at most 63 letters, digits, dots and dashes.`,
  });
}

/** All labels of a server after a change: `null` takes one away. Hetzner replaces them all at once. */
export function labelsAfter(server: HetznerServer, changes: Readonly<Record<string, string | null>>): Labels {
  const merged = Object.entries({ ...server.labels, ...changes });
  return Object.fromEntries(merged.filter((pair): pair is [string, string] => pair[1] !== null));
}

export const hasLabels = ({ labels }: HetznerServer, wanted: Readonly<Record<string, string | null>>): boolean =>
  Object.entries(wanted).every(([name, value]) => (labels[name] ?? null) === value);
