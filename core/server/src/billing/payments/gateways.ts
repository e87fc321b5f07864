import { Injectable } from '@nestjs/common';
import { localized, type PaymentGateway, type PluginManifest } from '@hostwright/sdk';
import type { PaymentMethod, PaymentStepAnswer } from '@hostwright/sdk/http';
import { Problem } from '../../platform/http/index.js';
import { Installations, Plugins, type UsableInstallation } from '../../platform/plugins/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import type { StoredStep } from './payment.js';

const KIND = 'payment-gateway';

/** A gateway at work for one tenant. */
export interface Gateway {
  readonly calls: PaymentGateway;
  readonly capabilities: readonly string[];
}

/** A gateway as people know it; the plugin behind an old payment may be gone. */
export interface NamedGateway {
  readonly id: string;
  readonly label: string;
  readonly manifest: PluginManifest | undefined;
}

/** The ways to pay of a tenant. */
@Injectable()
export class Gateways {
  constructor(
    private readonly plugins: Plugins,
    private readonly installations: Installations,
  ) {}

  /** Those that may be offered now for a currency, in the order that staff gave them. */
  async offered(tenantId: string, currency: string | undefined): Promise<readonly UsableInstallation[]> {
    const all = await this.plugins.installations(tenantId, KIND);
    return all.filter(({ manifest }) => currency === undefined || (manifest.currencies?.includes(currency) ?? true));
  }

  /** For a call outside of any transaction. */
  async at(tenantId: string, installationId: string): Promise<Gateway> {
    const object = await this.plugins.object(tenantId, installationId);
    const { manifest } = object.loaded;
    if (manifest.kind !== KIND) throw new Problem('not-found');
    return { calls: object.calls() as PaymentGateway, capabilities: manifest.capabilities ?? [] };
  }

  /** What the browser does next; an element comes with the path of its module, and one that is gone is waited for. */
  async stepFor(tenantId: string, installationId: string, step: StoredStep): Promise<PaymentStepAnswer['step']> {
    if (step.next !== 'embed') return step;
    const { loaded } = await this.plugins.object(tenantId, installationId);
    const module = this.plugins.elementUrl(loaded.manifest.id, step.element);
    return module === undefined ? { next: 'nothing' } : { ...step, module };
  }

  /** Whether the gateway's messages are taken; undefined while its plugin does not run and cannot say. */
  listens(pluginId: string): boolean | undefined {
    const manifest = this.plugins.manifest(pluginId);
    return manifest && (manifest.capabilities ?? []).includes('webhook');
  }

  /** All of them by id, switched off or not: past payments are named too. */
  async named(tenantId: string): Promise<ReadonlyMap<string, NamedGateway>> {
    const rows = (await this.installations.list(tenantId)).filter(({ kind }) => kind === KIND);
    return new Map(rows.map(({ id, label, pluginId }) => [id, { id, label, manifest: this.plugins.manifest(pluginId) }]));
  }

  /** As the checkout shows them; two of one plugin are told apart by the labels that staff gave. */
  methods(tenant: Tenant, offered: readonly UsableInstallation[], locale: string): PaymentMethod[] {
    return offered.map(({ id, pluginId, label, manifest }) => {
      const isAlone = offered.filter(other => other.pluginId === pluginId).length === 1;
      const icon = this.plugins.iconUrl(pluginId);
      return {
        installationId: id,
        name: isAlone ? localized(manifest.name, locale) : label,
        description: manifest.description === undefined ? '' : localized(manifest.description, locale),
        iconUrl: icon === undefined ? null : tenant.url + icon,
        savesMethods: manifest.capabilities?.includes('saved-methods') ?? false,
      };
    });
  }
}

/** How a payment's way is called in a reader's language. */
export function methodName(gateway: NamedGateway | undefined, locale: string): string {
  if (!gateway) return '';
  return gateway.manifest ? localized(gateway.manifest.name, locale) : gateway.label;
}
