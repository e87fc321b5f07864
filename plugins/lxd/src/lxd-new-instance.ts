import { PluginFailure, type ServerSpec } from '@hostwright/sdk';
import type { LxdInstance, Texts } from './lxd-answers.js';
import type { NewInstance } from './lxd-client.js';
import { marksOf, markTexts, nameOf } from './lxd-marks.js';
import { aliasOf, filled, profilesOf, type LxdConfig } from './lxd-settings.js';
import { diskText, limitsOf, sizeOf, type Size } from './lxd-sizes.js';

export interface NewServer {
  readonly serviceId: string;
  readonly spec: ServerSpec;
  readonly seed: string;
  readonly call: string;
  readonly address: string | undefined;
}

/** The container as it is asked for: limits, marks, disk and network, and nothing that starts it. */
export function newInstance(config: LxdConfig, { serviceId, spec, seed, call, address }: NewServer): NewInstance {
  const size = sizeOf(spec);
  const image = spec.image ?? '';
  if (image === '') throw PluginFailure.final('No system was chosen', { code: 'no-such-image' });
  const marks = markTexts({
    service: serviceId,
    phase: 'new',
    plan: spec.plan,
    image,
    location: spec.location ?? '',
    hostname: spec.hostname,
    keys: (spec.sshKeys ?? []).map(key => key.trim()).join('\n'),
    password: seed,
    call,
  });
  return {
    name: nameOf(serviceId),
    type: 'container',
    source: imageSource(config, aliasOf(config, image)),
    profiles: profilesOf(config),
    config: { ...limitsOf(size), ...guardsOf(config), ...firstBoot(spec), ...withoutEmpty(marks) },
    devices: { root: rootDevice(config, size), ...nicDevice(config, address) },
  };
}

/** The same container once more, with another system on an empty disk: its size, addresses and marks stay. */
export function sameInstanceAnew(config: LxdConfig, old: LxdInstance, image: string, seed: string, call: string): NewInstance {
  const kept = Object.entries(old.config).filter(([key]) => !key.startsWith('volatile.') && !key.startsWith('image.'));
  const hardware = Object.entries(old.config).filter(([key]) => /^volatile\..+\.hwaddr$/.test(key));
  const marks = markTexts({ ...marksOf(old.config), phase: 'new', image, password: seed, call, next: '' });
  return {
    name: old.name,
    type: 'container',
    source: imageSource(config, aliasOf(config, image)),
    profiles: profilesOf(config),
    config: { ...Object.fromEntries([...kept, ...hardware]), ...withoutEmpty(marks) },
    devices: old.devices,
  };
}

export function imageSource(config: LxdConfig, alias: string): Texts {
  const server = filled(config.imageServer);
  const local = { type: 'image', alias };
  return server === undefined ? local : { ...local, mode: 'pull', server, protocol: 'simplestreams' };
}

export const rootDevice = (config: LxdConfig, size: Size): Texts => ({
  type: 'disk',
  path: '/',
  pool: config.pool,
  size: diskText(size),
});

function nicDevice(config: LxdConfig, address: string | undefined): Readonly<Record<string, Texts>> {
  const [network, bridge] = [filled(config.network), filled(config.bridge)];
  const attachment =
    network !== undefined ? { network } : bridge !== undefined ? { nictype: 'bridged', parent: bridge } : undefined;
  if (!attachment) return {};
  const nic = {
    type: 'nic',
    name: 'eth0',
    ...attachment,
    ...(address !== undefined && { 'ipv4.address': address }),
    ...(filled(config.bandwidth) !== undefined && { 'limits.max': config.bandwidth! }),
  };
  return { eth0: nic };
}

const guardsOf = (config: LxdConfig): Texts => ({
  'security.privileged': 'false',
  ...(config.processes !== undefined && { 'limits.processes': String(config.processes) }),
  ...(config.nesting && { 'security.nesting': 'true' }),
});

/** For images with cloud-init; the others take their host name from the file that is put into them. */
function firstBoot(spec: ServerSpec): Texts {
  const name = spec.hostname.split('.')[0] ?? spec.hostname;
  return {
    'user.vendor-data': `#cloud-config\nhostname: ${JSON.stringify(name)}\nfqdn: ${JSON.stringify(spec.hostname)}\n`,
    ...(filled(spec.userData) !== undefined && { 'user.user-data': spec.userData! }),
  };
}

const withoutEmpty = (texts: Texts): Texts => Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== ''));
