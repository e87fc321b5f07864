import { Injectable } from '@nestjs/common';
import type { PluginKind, PluginKinds, PluginManifest } from '@hostwright/sdk';
import type { WebSocket } from 'ws';
import { isUuid, TenantDb } from '../database/index.js';
import { reachableHosts, type SocketWish } from '../egress/index.js';
import { Problem } from '../http/index.js';
import { trialContext } from '../plugin-loader/index.js';
import { Tenants } from '../tenancy/index.js';
import type { InstallationRow } from './installation.js';
import { InstallationRows } from './installation-rows.js';
import { PluginObjects, type PluginObject } from './plugin-objects.js';
import { PluginRegistry } from './plugin-registry.js';

/** An installation that is switched on, of a plugin that runs. */
export interface UsableInstallation {
  readonly id: string;
  readonly pluginId: string;
  readonly label: string;
  readonly manifest: PluginManifest;
}

/** The door to plugins for the rest of the core. */
@Injectable()
export class Plugins {
  constructor(
    private readonly registry: PluginRegistry,
    private readonly objects: PluginObjects,
    private readonly tenants: Tenants,
    private readonly rows: InstallationRows,
    private readonly db: TenantDb,
  ) {}

  /**
   * The plugin of an installation, ready to be called, outside of any transaction. An installation that is switched off
   * answers too: what began before must be finished. Throws `not-found` where the tenant has no such installation of
   * this kind.
   */
  async get<Kind extends PluginKind>(kind: Kind, tenantId: string, installationId: string): Promise<PluginKinds[Kind]> {
    const object = await this.object(tenantId, installationId);
    if (object.loaded.manifest.kind !== kind) throw new Problem('not-found');
    return object.calls() as PluginKinds[Kind];
  }

  /** Opens a socket to a far end of an installation, in the bounds of its plugin's manifest. It comes paused. */
  async openSocket(tenantId: string, installationId: string, address: string, wish: SocketWish): Promise<WebSocket> {
    const { outbound } = await this.object(tenantId, installationId);
    return outbound.openSocket(address, wish);
  }

  /** A product type works without an installation: it is pure and has no settings but the product's. */
  productType(pluginId: string): PluginKinds['product-type'] {
    return this.registry.productType(pluginId, ({ plugin }) => plugin.create(trialContext({})) as PluginKinds['product-type']);
  }

  /** Path of the ES module that runs a product type in the browser; undefined where it was built without one. */
  moduleUrl(pluginId: string): string | undefined {
    return this.registry.modulePath(pluginId);
  }

  /** Path of the ES module that defines a gateway's custom element; undefined for one that its manifest does not name. */
  elementUrl(pluginId: string, element: string): string | undefined {
    return this.registry.elementPath(pluginId, element);
  }

  iconUrl(pluginId: string): string | undefined {
    return this.registry.find(pluginId)?.icon && `/plugins/${pluginId}/icon.svg`;
  }

  manifests(): readonly PluginManifest[] {
    return this.registry.all().map(({ manifest }) => manifest);
  }

  /** Undefined for a plugin that is not running. */
  manifest(pluginId: string): PluginManifest | undefined {
    return this.registry.find(pluginId)?.manifest;
  }

  /** The installations of a kind that may be offered, in the order that staff gave them. */
  async installations(tenantId: string, kind: PluginKind): Promise<readonly UsableInstallation[]> {
    const rows = await this.db.run(tenantId, () =>
      this.db.query<Pick<InstallationRow, 'id' | 'pluginId' | 'label'>>(
        'select id, plugin_id, label from plugin_installations where tenant_id = $1 and kind = $2 and enabled order by position, created_at, id',
        [tenantId, kind],
      ),
    );
    return rows.flatMap(row => {
      const manifest = this.manifest(row.pluginId);
      return manifest ? [{ ...row, manifest }] : [];
    });
  }

  /**
   * Hosts that the browsers of this shop's customers may load from or post to, because a payment page of theirs needs it.
   * Installations that are switched off count too: a payment that began before is finished.
   */
  async browserHosts(tenantId: string): Promise<readonly string[]> {
    const rows = await this.db.run(tenantId, () =>
      this.db.query<Pick<InstallationRow, 'id' | 'pluginId'>>(
        "select id, plugin_id from plugin_installations where tenant_id = $1 and kind = 'payment-gateway'",
        [tenantId],
      ),
    );
    const lists = rows.map(async ({ id, pluginId }) => {
      const wanted = this.manifest(pluginId)?.permissions?.browser;
      if (!wanted) return [];
      const { context } = await this.object(tenantId, id);
      return reachableHosts(wanted, context.config as Readonly<Record<string, unknown>>);
    });
    return [...new Set((await Promise.all(lists)).flat())];
  }

  /** With its context, for the parts of a plugin that are no method of its object: hooks, checks, events. */
  async object(tenantId: string, installationId: string): Promise<PluginObject> {
    if (!isUuid(installationId)) throw new Problem('not-found');
    const [tenant, row] = await Promise.all([this.tenants.byId(tenantId), this.rows.find(tenantId, installationId)]);
    if (!row) throw new Problem('not-found');
    return this.objects.of(tenant, row, this.registry.get(row.pluginId));
  }
}
