import { z } from 'zod';
import { Money, reference, text, webAddress, word } from './answer-words.js';

const nothingBut = <T extends z.ZodType>(schema: T) => schema.nullish().transform(value => value ?? undefined);

export const ServerSnapshot = z.object({
  externalId: reference,
  state: z.enum(['creating', 'running', 'stopped', 'suspended', 'changing', 'failed', 'gone']),
  hostname: text(253).optional(),
  addresses: z
    .array(
      z.object({
        family: z.union([z.literal(4), z.literal(6)]),
        address: z.union([z.ipv4(), z.ipv6(), z.cidrv6()]),
        primary: z.boolean(),
      }),
    )
    .max(256),
  plan: text(200).optional(),
  image: text(200).optional(),
  location: text(200).optional(),
  progress: z.object({ percent: z.number().min(0).max(100), step: text(200) }).optional(),
  credentials: z.object({ username: text(200), password: text(1000).optional() }).optional(),
  traffic: z.object({ usedBytes: z.bigint().min(0n), includedBytes: z.bigint().min(0n) }).optional(),
  raw: z.unknown().optional(),
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

export const Problems = z.array(z.object({ field: text(100), code: word, message: text(500) })).max(200);

const addons = z.record(text(100, 1), z.union([text(500), z.number(), z.boolean()]));

export const FulfilmentPlan = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('server'),
    installationId: z.uuid(),
    spec: z.object({
      plan: text(200, 1),
      hostname: text(253, 1),
      image: text(200).optional(),
      location: text(200).optional(),
      addons: addons.optional(),
      sshKeys: z.array(text(4000)).max(100).optional(),
      userData: text(65_536).optional(),
    }),
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
