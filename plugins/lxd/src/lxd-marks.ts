import type { Texts } from './lxd-answers.js';

/**
 * What is still to be done with a container, written into its own config: whoever looks at it next can carry on, and no
 * process of ours needs to live that long. Nothing written means that nothing is to be done.
 */
export type Phase =
  'new' | 'boot' | 'network' | 'start' | 'stopping' | 'restarting' | 'password' | 'suspended' | 'reinstall' | 'restore' | '';

const PREFIX = 'user.hostwright.';

export interface Marks {
  readonly service: string;
  readonly phase: Phase;
  readonly plan: string;
  readonly image: string;
  readonly location: string;
  readonly hostname: string;
  /** Public keys, one a line. */
  readonly keys: string;
  /** From which the password is derived; `none` where the image cannot set one. */
  readonly password: string;
  /** The last call that could do harm when it is carried out twice. */
  readonly call: string;
  /** The image that a reinstallation is to bring. */
  readonly next: string;
}

const NAMES = ['service', 'phase', 'plan', 'image', 'location', 'hostname', 'keys', 'password', 'call', 'next'] as const;

export function marksOf(config: Texts): Marks {
  const read = (name: keyof Marks): string => config[PREFIX + name] ?? '';
  return Object.fromEntries(NAMES.map(name => [name, read(name)])) as unknown as Marks;
}

export const markTexts = (marks: Partial<Marks>): Texts =>
  Object.fromEntries(Object.entries(marks).map(([name, value]) => [PREFIX + name, String(value)]));

const NAME_PREFIX = 'hw-';

/** One name for a service, and the daemon allows one container of a name: that is what makes a second `create` harmless. */
export const nameOf = (serviceId: string): string =>
  NAME_PREFIX +
  serviceId
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-')
    .slice(0, 55);
