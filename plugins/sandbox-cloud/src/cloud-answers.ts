import { fieldsOf, list, moment, number, optionalText, text } from './answer-fields.js';

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
  readonly serviceId: string | undefined;
  readonly ipv4Name: string;
  readonly ipv6Name: string;
  readonly rescue: boolean;
  readonly handWork: CloudHandWork | undefined;
  readonly createdAt: Date;
}

export interface CloudHandWork {
  readonly title: string;
  readonly instructions: string;
  readonly dueInHours: number;
}

export interface CloudPage {
  readonly servers: readonly CloudServerAnswer[];
  readonly next: string | undefined;
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
  const names = fieldsOf(server['reverse_names']);
  const work = server['hand_work'];
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
    serviceId: optionalText(fieldsOf(server['labels']), 'service_id'),
    ipv4Name: text(names, 'ipv4'),
    ipv6Name: text(names, 'ipv6'),
    rescue: server['rescue'] === true,
    handWork: work === null || work === undefined ? undefined : readHandWork(work),
    createdAt: moment(server, 'created_at'),
  };
}

export function readPage(value: unknown): CloudPage {
  const page = fieldsOf(value);
  return { servers: list(page, 'servers').map(readServer), next: optionalText(page, 'next') };
}

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

function readHandWork(value: unknown): CloudHandWork {
  const work = fieldsOf(value);
  return { title: text(work, 'title'), instructions: text(work, 'instructions'), dueInHours: number(work, 'due_in_hours') };
}

function readOffer(value: unknown): CloudOffer {
  const offer = fieldsOf(value);
  return { id: text(offer, 'id'), name: text(offer, 'name'), group: text(offer, 'group') };
}
