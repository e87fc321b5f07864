import { Injectable } from '@nestjs/common';
import { PluginFailure, type DomainEvent, type EventName, type Plugin, type PluginContext } from '@hostwright/sdk';
import { TenantDb } from '../database/index.js';
import { Events } from '../events/index.js';
import { Jobs, type JobCall, type JobData } from '../jobs/index.js';
import { withDeadline } from '../plugin-calls/index.js';
import type { PluginObject } from './plugin-objects.js';
import { PluginRegistry } from './plugin-registry.js';
import { Plugins } from './plugins.js';

export const INSTALL = 'plugins/install';
export const UNINSTALL = 'plugins/uninstall';
const HEAR = 'plugins/hear';

export interface InstallationJob extends JobData {
  readonly installationId: string;
}

interface HearJob extends InstallationJob {
  readonly event: DomainEvent;
}

const LIMIT_MS = 60_000;

type OnEvent = (event: DomainEvent, context: PluginContext) => Promise<void>;

/** What a plugin does besides answering calls: being switched on and off, and hearing facts. All of it may be repeated. */
@Injectable()
export class PluginJobs {
  constructor(
    private readonly plugins: Plugins,
    private readonly db: TenantDb,
    private readonly jobs: Jobs,
    registry: PluginRegistry,
    events: Events,
  ) {
    jobs.work<InstallationJob>(INSTALL, (data, job) => this.hook('install', data, job));
    jobs.work<InstallationJob>(UNINSTALL, (data, job) => this.hook('uninstall', data, job));
    jobs.work<HearJob>(HEAR, (data, job) => this.hear(data, job));
    for (const { manifest } of registry.all()) {
      for (const name of manifest.permissions?.events ?? []) {
        events.on(name, `plugins/${manifest.id}/${name}`, (event, tenantId) => this.fanOut(manifest.id, event, tenantId));
      }
    }
  }

  /** One job for each installation: one that fails does not make the others hear the fact again. */
  private async fanOut(pluginId: string, event: DomainEvent, tenantId: string): Promise<void> {
    const rows = await this.db.query<{ id: string }>(
      'select id from plugin_installations where tenant_id = $1 and plugin_id = $2 and enabled',
      [tenantId, pluginId],
    );
    await this.jobs.sendAll(
      HEAR,
      rows.map(({ id }) => ({ tenantId, installationId: id, event }) satisfies HearJob),
    );
  }

  private async hear({ tenantId, installationId, event }: HearJob, job: JobCall): Promise<void> {
    const object = await this.plugins.object(tenantId, installationId);
    const handlers = (object.loaded.plugin.on ?? {}) as Partial<Record<EventName, OnEvent>>;
    await this.perform(object, `on ${event.name}`, job, async context => handlers[event.name]?.(event, context));
  }

  private async hook(name: 'install' | 'uninstall', { tenantId, installationId }: InstallationJob, job: JobCall): Promise<void> {
    const object = await this.plugins.object(tenantId, installationId);
    const plugin: Plugin = object.loaded.plugin;
    await this.perform(object, name, job, async context => plugin[name]?.(context));
  }

  private async perform(
    { context, redactor, loaded }: PluginObject,
    what: string,
    job: JobCall,
    work: (context: PluginContext) => Promise<void>,
  ): Promise<void> {
    const late = (): PluginFailure =>
      PluginFailure.unknown(`${loaded.manifest.id} did not finish "${what}"`, { code: 'deadline' });
    try {
      await withDeadline(LIMIT_MS, job.signal, () => work(context), late);
    } catch (error) {
      if (error instanceof PluginFailure && redactor.text(error.message) === error.message) throw error;
      // Code of others may put anything into a message, and this one is kept with the job.
      const code = error instanceof PluginFailure ? error.code : 'unclassified';
      const kind = error instanceof PluginFailure ? error.kind : 'unknown';
      throw PluginFailure[kind](redactor.text(error instanceof Error ? error.message : String(error)), { code });
    }
  }
}
