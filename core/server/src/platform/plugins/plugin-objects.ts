import { Injectable } from '@nestjs/common';
import { PluginFailure, type PluginContext, type PluginKind, type PluginKinds } from '@hostwright/sdk';
import { Clock } from '../clock/index.js';
import { TenantDb } from '../database/index.js';
import type { Outbound } from '../egress/index.js';
import { guarded } from '../plugin-calls/index.js';
import { expectPromisedMethods, type LoadedPlugin } from '../plugin-loader/index.js';
import type { Redactor } from '../secrets/index.js';
import type { Tenant } from '../tenancy/index.js';
import type { InstallationRow } from './installation.js';
import { PluginContextFactory } from './plugin-context.js';

/** A plugin at work for one installation. */
export interface PluginObject {
  readonly loaded: LoadedPlugin;
  readonly context: PluginContext;
  readonly redactor: Redactor;
  readonly outbound: Outbound;
  /** The plugin's object behind its fence; built when it is first asked for. */
  readonly calls: () => PluginKinds[PluginKind];
}

interface Kept {
  readonly stamp: string;
  readonly object: PluginObject;
}

const MOST_KEPT = 5000;

/** One object for each installation, kept until its settings or its tenant change. Breakers and slots live and die with it. */
@Injectable()
export class PluginObjects {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly contexts: PluginContextFactory,
    private readonly clock: Clock,
    private readonly db: TenantDb,
  ) {}

  of(tenant: Tenant, installation: InstallationRow, loaded: LoadedPlugin): PluginObject {
    const { id, slug, name, locale, currency, timeZone, url } = tenant;
    const stamp = JSON.stringify([installation.version, id, slug, name, locale, currency, timeZone, url]);
    const known = this.kept.get(installation.id);
    if (known?.stamp === stamp) return known.object;
    const object = this.build(tenant, installation, loaded);
    if (this.kept.size >= MOST_KEPT) this.drop(this.kept.keys().next().value!);
    this.drop(installation.id);
    this.kept.set(installation.id, { stamp, object });
    return object;
  }

  private drop(installationId: string): void {
    this.kept.get(installationId)?.object.outbound.close();
    this.kept.delete(installationId);
  }

  private build(tenant: Tenant, installation: InstallationRow, loaded: LoadedPlugin): PluginObject {
    const { context, redactor, outbound } = this.contexts.create(tenant, installation, loaded);
    let calls: PluginKinds[PluginKind] | undefined;
    return { loaded, context, redactor, outbound, calls: () => (calls ??= this.fence(loaded, context, redactor)) };
  }

  private fence(loaded: LoadedPlugin, context: PluginContext, redactor: Redactor): PluginKinds[PluginKind] {
    const { manifest } = loaded;
    const built = create(loaded, context, redactor);
    const elements = Object.keys(manifest.elements ?? {});
    const options = { pluginId: manifest.id, clock: this.clock, redactor, isInTransaction: () => this.db.isOpen, elements };
    return guarded(manifest.kind, built, options);
  }
}

/** Building reaches nothing, so whatever goes wrong has had no effect and will go wrong again. */
function create({ manifest, plugin }: LoadedPlugin, context: PluginContext, redactor: Redactor): PluginKinds[PluginKind] {
  try {
    const built = plugin.create(context);
    expectPromisedMethods(manifest, built);
    return built;
  } catch (error) {
    if (error instanceof PluginFailure) throw error;
    const message = redactor.text(error instanceof Error ? error.message : String(error));
    throw PluginFailure.final(`${manifest.id} cannot be built: ${message}`, { code: 'create-failed' });
  }
}
