import { Controller } from '@nestjs/common';
import { operations, type Answer, type Input } from '@hostwright/sdk/http';
import { CurrentStaff, CurrentTenant, In, Operation, type StaffActor } from '../http/index.js';
import type { Tenant } from '../tenancy/index.js';
import type { InstallationRow } from './installation.js';
import { InstallationCheck } from './installation-check.js';
import { Installations } from './installations.js';
import { presentInstallation, presentLeftOut, presentPlugin } from './plugin.presenter.js';
import { PluginRegistry } from './plugin-registry.js';

const actorOf = ({ id }: StaffActor): string => `staff:${id}`;

@Controller()
export class PluginsController {
  constructor(
    private readonly registry: PluginRegistry,
    private readonly installations: Installations,
    private readonly health: InstallationCheck,
  ) {}

  @Operation(operations.listPlugins)
  async list(@CurrentTenant() tenant: Tenant): Promise<Answer<typeof operations.listPlugins>> {
    const rows = Map.groupBy(await this.installations.list(tenant.id), row => row.pluginId);
    const running = this.registry.all().map(loaded => presentPlugin(loaded, tenant, rows.get(loaded.manifest.id) ?? []));
    const leftOut = this.registry
      .leftOut()
      .map(plugin => presentLeftOut(plugin, tenant, this.registry.find(plugin.id) ? [] : (rows.get(plugin.id) ?? [])));
    const known = new Set([...running, ...leftOut].map(({ id }) => id));
    const gone = [...rows]
      .filter(([id]) => !known.has(id))
      .map(([id, theirs]) => presentLeftOut({ id, manifest: {}, problem: 'The plugin is not on this server' }, tenant, theirs));
    return { items: [...running, ...leftOut, ...gone] };
  }

  @Operation(operations.createInstallation)
  async create(
    @CurrentTenant() tenant: Tenant,
    @CurrentStaff() staff: StaffActor,
    @In() { body }: Input<typeof operations.createInstallation>,
  ): Promise<Answer<typeof operations.createInstallation>> {
    return this.present(tenant, await this.installations.create(tenant.id, body, actorOf(staff)));
  }

  @Operation(operations.updateInstallation)
  async update(
    @CurrentTenant() tenant: Tenant,
    @CurrentStaff() staff: StaffActor,
    @In() { params, body }: Input<typeof operations.updateInstallation>,
  ): Promise<Answer<typeof operations.updateInstallation>> {
    return this.present(tenant, await this.installations.update(tenant.id, params.installationId, body, actorOf(staff)));
  }

  @Operation(operations.checkInstallation)
  check(
    @CurrentTenant() tenant: Tenant,
    @In() { params }: Input<typeof operations.checkInstallation>,
  ): Promise<Answer<typeof operations.checkInstallation>> {
    return this.health.run(tenant.id, params.installationId);
  }

  private present(tenant: Tenant, row: InstallationRow): Answer<typeof operations.createInstallation> {
    return presentInstallation(row, tenant, this.registry.find(row.pluginId));
  }
}
