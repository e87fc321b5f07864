import type { PluginContext } from './context.js';
import type { DomainEvent, EventName } from './events.js';
import type { NotificationChannel } from './kinds/notification-channel.js';
import type { PaymentGateway } from './kinds/payment-gateway.js';
import type { ProductType } from './kinds/product-type.js';
import type { ServerProvider } from './kinds/server-provider.js';

export interface PluginKinds {
  'payment-gateway': PaymentGateway;
  'server-provider': ServerProvider;
  'notification-channel': NotificationChannel;
  'product-type': ProductType;
}

export type PluginKind = keyof PluginKinds;

export type Health = { readonly ok: true; readonly detail?: string } | { readonly ok: false; readonly detail: string };

export interface Plugin<Kind extends PluginKind = PluginKind, Config = unknown> {
  readonly kind: Kind;
  /** Builds the working object for one tenant's installation; cached until its config changes. */
  create(context: PluginContext<Config>): PluginKinds[Kind];
  /** Once, when a tenant switches the plugin on: register a webhook, check the account. May run again. */
  install?(context: PluginContext<Config>): Promise<void>;
  /** Once, when a tenant switches it off: undo `install`. May run again. */
  uninstall?(context: PluginContext<Config>): Promise<void>;
  /** Behind the "Test connection" button; reads only. */
  check?(context: PluginContext<Config>): Promise<Health>;
  /** Facts the manifest subscribes to; delivered at least once, after commit. */
  readonly on?: { readonly [Name in EventName]?: (event: DomainEvent<Name>, context: PluginContext<Config>) => Promise<void> };
}

/** The one thing a plugin's entry exports by default. It returns what it is given; its worth is in the types. */
export const definePlugin = <Kind extends PluginKind, Config = unknown>(plugin: Plugin<Kind, Config>): Plugin<Kind, Config> =>
  plugin;
