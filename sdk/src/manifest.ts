import type { PluginKind } from './define-plugin.js';
import type { EventName } from './events.js';
import type { CurrencyCode } from './money.js';

/** One text for everybody, or one for each language with English as the last resort. */
export type LocalizedText = string | ({ readonly en: string } & Readonly<Record<string, string>>);

/** JSON Schema 2020-12, as far as it passes through our hands: forms are drawn from it, ajv validates with it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

export interface FormSchema extends JsonSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

export interface PluginPermissions {
  /** Hosts that `context.fetch` may reach; `config:NAME` stands for the host of a configured address. */
  readonly network?: readonly string[];
  readonly events?: readonly EventName[];
  readonly webhook?: boolean;
  /** Hosts that the customer's browser loads scripts, frames and data from, or posts a payment form to; `config:NAME` as above. */
  readonly browser?: readonly string[];
}

/** What plugin.json says; `plugin.schema.json` at the top of the repository is the same in JSON Schema. */
export interface PluginManifest {
  readonly id: string;
  readonly kind: PluginKind;
  readonly name: LocalizedText;
  readonly description?: LocalizedText;
  readonly version: string;
  /** Range of SDK versions, as npm writes ranges. */
  readonly engine: string;
  readonly entry: string;
  readonly icon?: string;
  readonly homepage?: string;
  readonly license?: string;
  readonly capabilities?: readonly string[];
  readonly config?: FormSchema;
  readonly product?: FormSchema;
  readonly permissions?: PluginPermissions;
  readonly accepts?: readonly ('text' | 'html' | 'markdown' | 'attachments')[];
  readonly currencies?: readonly CurrencyCode[];
  /** Custom elements that the gateway's `embed` steps name, each with its ES module: one file that imports none of ours. */
  readonly elements?: Readonly<Record<string, string>>;
}

/** The text in the reader's language: `uk-UA`, then `uk`, then English. */
export function localized(text: LocalizedText, locale: string): string {
  if (typeof text === 'string') return text;
  const language = locale.split('-')[0] ?? locale;
  const known = [locale, language].find(candidate => Object.hasOwn(text, candidate));
  return (known === undefined ? undefined : text[known]) ?? text.en;
}

/** Names of the settings that are secrets: encrypted at rest, never returned, read through `context.secrets`. */
export function secretNames(schema: FormSchema | undefined): readonly string[] {
  return Object.entries(schema?.properties ?? {})
    .filter(([, property]) => property['writeOnly'] === true)
    .map(([name]) => name);
}

/** Which method stands behind each capability that has one; the loader compares them with the object a plugin builds. */
export const CAPABILITY_METHODS: Readonly<Record<PluginKind, Readonly<Record<string, readonly string[]>>>> = {
  'payment-gateway': {
    capture: ['capture'],
    cancel: ['cancel'],
    refund: ['refund'],
    'partial-refund': ['refund'],
    'saved-methods': ['chargeSaved', 'forgetMethod'],
    webhook: ['parseWebhook'],
    find: ['find'],
    'fetch-refund': ['fetchRefund'],
    settlements: ['listSettled'],
    statement: ['readStatement'],
  },
  'server-provider': {
    power: ['power'],
    resize: ['resize'],
    reinstall: ['reinstall'],
    'reset-password': ['resetPassword'],
    rename: ['rename'],
    snapshots: ['listSnapshots', 'createSnapshot', 'restoreSnapshot', 'deleteSnapshot'],
    rescue: ['setRescue'],
    'reverse-names': ['setReverseName'],
    metrics: ['metrics'],
    usage: ['usage'],
    console: ['openConsole'],
    panel: ['openPanel'],
    list: ['list'],
    'hand-work': ['finishHandWork'],
  },
  'notification-channel': { webhook: ['parseWebhook'] },
  'product-type': { change: ['canChange'], adjust: ['adjust'], names: ['nameOf'] },
};

const MANDATORY_METHODS: Readonly<Record<PluginKind, readonly string[]>> = {
  'payment-gateway': ['start', 'fetch'],
  'server-provider': ['catalog', 'create', 'fetch', 'find', 'suspend', 'unsuspend', 'terminate'],
  'notification-channel': ['send', 'accepts'],
  'product-type': ['options', 'check', 'fulfil'],
};

/** What the manifest promises and the built object lacks, by name of the method; empty when the promise is kept. */
export function missingMethods(manifest: Pick<PluginManifest, 'kind' | 'capabilities'>, built: object): readonly string[] {
  const promised = (manifest.capabilities ?? []).flatMap(capability => CAPABILITY_METHODS[manifest.kind][capability] ?? []);
  const wanted = new Set([...MANDATORY_METHODS[manifest.kind], ...promised]);
  return [...wanted].filter(method => typeof (built as Record<string, unknown>)[method] !== 'function');
}

/** Optional methods that no declared capability stands for: the core would never call them, so the manifest is wrong. */
export function undeclaredMethods(manifest: Pick<PluginManifest, 'kind' | 'capabilities'>, built: object): readonly string[] {
  const table = CAPABILITY_METHODS[manifest.kind];
  const declared = new Set((manifest.capabilities ?? []).flatMap(capability => table[capability] ?? []));
  return [...new Set(Object.values(table).flat())].filter(method => !declared.has(method) && method in built);
}
