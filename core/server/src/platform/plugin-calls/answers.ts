import { Hostname } from '@hostwright/sdk/http';
import { z } from 'zod';
import { Money, reference, text, webAddress, word } from './answer-words.js';

const nothingBut = <T extends z.ZodType>(schema: T) => schema.nullish().transform(value => value ?? undefined);

const serverState = z.enum(['creating', 'running', 'stopped', 'suspended', 'changing', 'failed', 'gone']);

const addresses = z
  .array(
    z.object({
      family: z.union([z.literal(4), z.literal(6)]),
      address: z.union([z.ipv4(), z.ipv6(), z.cidrv6()]),
      primary: z.boolean(),
      reverseName: text(253).optional(),
    }),
  )
  .max(256);

export const ServerSnapshot = z.object({
  externalId: reference,
  state: serverState,
  hostname: text(253).optional(),
  addresses,
  plan: text(200).optional(),
  image: text(200).optional(),
  location: text(200).optional(),
  progress: z.object({ percent: z.number().min(0).max(100), step: text(200) }).optional(),
  credentials: z.object({ username: text(200), password: text(1000).optional() }).optional(),
  traffic: z.object({ usedBytes: z.bigint().min(0n), includedBytes: z.bigint().min(0n) }).optional(),
  rescue: z.boolean().optional(),
  handWork: z
    .object({
      title: text(300, 1),
      instructions: text(10_000).optional(),
      dueInHours: z.number().min(0).max(8760).optional(),
      asksAccess: z.boolean(),
    })
    .optional(),
  raw: z.unknown().optional(),
});

export const ServerPage = z.object({
  servers: z
    .array(
      z.object({
        externalId: reference,
        serviceId: text(200).optional(),
        state: serverState,
        hostname: text(253).optional(),
        plan: text(200).optional(),
        image: text(200).optional(),
        location: text(200).optional(),
        addresses,
        createdAt: z.date().optional(),
      }),
    )
    .max(1000),
  next: text(1000, 1).optional(),
});

export const DiskSnapshots = z
  .array(
    z.object({
      id: reference,
      name: text(200),
      createdAt: z.date(),
      sizeBytes: z.bigint().min(0n).optional(),
      ready: z.boolean(),
    }),
  )
  .max(1000);

const measure = z.number().min(0).optional();

export const ServerMetrics = z.object({
  memoryTotalBytes: measure,
  cpuCores: measure,
  points: z
    .array(
      z.object({
        at: z.date(),
        cpuPercent: measure,
        memoryBytes: measure,
        diskReadBytesPerSecond: measure,
        diskWriteBytesPerSecond: measure,
        networkInBytesPerSecond: measure,
        networkOutBytesPerSecond: measure,
      }),
    )
    .max(5000),
});

export const ServerUsage = z.object({
  meters: z
    .array(
      z.object({
        code: z.enum(['traffic', 'disk', 'memory', 'mailboxes', 'databases', 'domains', 'inodes']),
        unit: z.enum(['bytes', 'count']),
        used: z.bigint().min(0n),
        limit: z.bigint().min(0n).optional(),
      }),
    )
    .max(50),
  resetsAt: z.date().optional(),
});

const pem = text(20_000).optional();

export const ConsoleSession = z.object({
  protocol: z.enum(['terminal', 'vnc']),
  url: text(4000, 1),
  headers: z.record(text(100, 1), text(4000)).optional(),
  subprotocols: z.array(text(100, 1)).max(10).optional(),
  tls: z.object({ authority: pem, fingerprint: text(200).optional(), certificate: pem, key: pem }).optional(),
  control: z.object({ url: text(4000, 1), resize: text(500) }).optional(),
  greeting: text(4000).optional(),
  password: text(1000).optional(),
  expiresAt: z.date(),
});

const CatalogItems = z
  .array(
    z.object({
      id: text(200, 1),
      name: text(200),
      group: text(200).optional(),
      available: z.boolean(),
      facts: z.record(text(60, 1), z.union([text(500), z.number()])).optional(),
    }),
  )
  .max(5000);

export const ProviderCatalog = z.object({ plans: CatalogItems, images: CatalogItems, locations: CatalogItems });

export const Access = z.object({ url: webAddress, expiresAt: z.date() });

export const Delivery = z.object({
  reference: text(500).optional(),
  state: z.enum(['accepted', 'delivered', 'bounced', 'rejected']),
  detail: text(1000).optional(),
});

export const Deliveries = z.array(z.object({ id: reference, delivery: Delivery })).max(1000);

export const Health = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), detail: z.string().optional() }),
  z.object({ ok: z.literal(false), detail: z.string() }),
]);

/** A host name (RFC 1123, section 2.1), or nothing. */
export const ServiceName = Hostname.nullish();
export const Problems = z.array(z.object({ field: text(100), code: word, message: text(500) })).max(200);

const addons = z.record(text(100, 1), z.union([text(500), z.number(), z.boolean()]));

const need = z.number().min(0).optional();

export const FulfilmentPlan = z.discriminatedUnion('action', [
  z
    .object({
      action: z.literal('server'),
      installationId: z.uuid().optional(),
      poolId: z.uuid().optional(),
      needs: z.object({ vcpu: need, ramMb: need, diskGb: need, addresses: need, slots: need }).optional(),
      itemGroup: text(100, 1).optional(),
      spec: z.object({
        plan: text(200, 1),
        hostname: text(253, 1),
        image: text(200).optional(),
        location: text(200).optional(),
        addons: addons.optional(),
        sshKeys: z.array(text(4000)).max(100).optional(),
        userData: text(65_536).optional(),
      }),
    })
    .refine(plan => (plan.installationId === undefined) !== (plan.poolId === undefined), {
      message: 'either installationId or poolId',
    }),
  z.object({ action: z.literal('manual'), instructions: text(10_000) }),
  z.object({ action: z.literal('none') }),
]);

export const PriceLines = z
  .array(z.object({ code: word, label: text(200), quantity: z.number(), amount: Money, charge: z.enum(['setup', 'recurring']) }))
  .max(500);

export const Options = z
  .array(z.looseObject({ id: word, kind: z.enum(['choice', 'number', 'toggle', 'text']), label: z.unknown() }))
  .max(200);

export const Nothing = z.unknown().transform(() => undefined);
export const orNothing = nothingBut;
export const Flag = z.boolean();
