import path from 'node:path';
import { Global, Logger, Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { CONFIG, projectRoot, type Config } from '../config/index.js';
import { EgressModule } from '../egress/index.js';
import { LiveModule } from '../live/index.js';
import { loadPlugins } from '../plugin-loader/index.js';
import { SecretsModule } from '../secrets/index.js';
import { InstallationCheck } from './installation-check.js';
import { InstallationRows } from './installation-rows.js';
import { Installations } from './installations.js';
import { PluginContextFactory } from './plugin-context.js';
import { PluginFilesController } from './plugin-files.controller.js';
import { PluginJobs } from './plugin-jobs.js';
import { PluginObjects } from './plugin-objects.js';
import { PluginRegistry } from './plugin-registry.js';
import { Plugins } from './plugins.js';
import { PluginsController } from './plugins.controller.js';

async function openRegistry(config: Config): Promise<PluginRegistry> {
  const set = await loadPlugins({ pluginsDir: config.pluginsDir, modulesDir: path.join(projectRoot, 'node_modules') });
  const log = new Logger('Plugins');
  for (const { id, problem } of set.leftOut) log.warn(`The plugin ${id} is left out: ${problem}`);
  return new PluginRegistry(set);
}

@Global()
@Module({
  imports: [AuditModule, EgressModule, LiveModule, SecretsModule],
  controllers: [PluginsController, PluginFilesController],
  providers: [
    { provide: PluginRegistry, inject: [CONFIG], useFactory: openRegistry },
    InstallationCheck,
    InstallationRows,
    Installations,
    PluginContextFactory,
    PluginJobs,
    PluginObjects,
    Plugins,
  ],
  exports: [Installations, PluginRegistry, Plugins],
})
export class PluginsModule {}
