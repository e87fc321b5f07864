import { PluginFailure } from '@hostwright/sdk';

/** A server, as far as we read it. */
export interface CloudServerAnswer {
  readonly id: string;
  readonly status: string;
  readonly percent: number;
  readonly step: string;
  readonly error: string | undefined;
  readonly hostname: string;
  readonly plan: string;
  readonly image: string;
  readonly location: string;
  readonly ipv4: string;
  readonly ipv6: string;
  readonly user: string;
  readonly password: string | undefined;
}

export interface CloudOffer {
  readonly id: string;
  readonly name: string;
  readonly group: string;
}

export interface CloudCatalogAnswer {
  readonly plans: readonly (CloudOffer & { readonly cpu: number; readonly ram: number; readonly disk: number })[];
  readonly images: readonly CloudOffer[];
  readonly locations: readonly CloudOffer[];
}

export function readServer(value: unknown): CloudServerAnswer {
  const server = fieldsOf(value);
  const progress = fieldsOf(server['progress']);
  return {
    id: text(server, 'id'),
    status: text(server, 'status'),
    percent: number(progress, 'percent'),
    step: text(progress, 'step'),
    error: optionalText(server, 'error'),
    hostname: text(server, 'hostname'),
    plan: text(server, 'plan'),
    image: text(server, 'image'),
    location: text(server, 'location'),
    ipv4: text(server, 'ipv4'),
    ipv6: text(server, 'ipv6'),
    user: text(server, 'user'),
    password: optionalText(server, 'password'),
  };
}

export const readServers = (value: unknown): readonly CloudServerAnswer[] => list(fieldsOf(value), 'servers').map(readServer);

export function readCatalog(value: unknown): CloudCatalogAnswer {
  const catalog = fieldsOf(value);
  return {
    plans: list(catalog, 'plans').map(plan => {
      const fields = fieldsOf(plan);
      return { ...readOffer(plan), cpu: number(fields, 'cpu'), ram: number(fields, 'ram'), disk: number(fields, 'disk') };
    }),
    images: list(catalog, 'images').map(readOffer),
    locations: list(catalog, 'locations').map(readOffer),
  };
}

/** The provider's word for what went wrong, when it gave one. */
export function readErrorCode(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('error' in value)) return undefined;
  const error: unknown = value.error;
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function readOffer(value: unknown): CloudOffer {
  const offer = fieldsOf(value);
  return { id: text(offer, 'id'), name: text(offer, 'name'), group: text(offer, 'group') };
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw unreadable('an object');
  return value as Fields;
}

function list(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw unreadable(name);
  return value;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw unreadable(name);
  return value;
}

function optionalText(fields: Fields, name: string): string | undefined {
  return fields[name] === null || fields[name] === undefined ? undefined : text(fields, name);
}

function number(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number') throw unreadable(name);
  return value;
}

/** What cannot be read says nothing about what was done. */
function unreadable(what: string): PluginFailure {
  return PluginFailure.unknown(`The answer of Sandbox Cloud lacks ${what}`, { code: 'bad-answer' });
}
