export type { InstallationRow } from './installation.js';
export { Installations, type InstallationChanges, type NewInstallation } from './installations.js';
export { PluginRegistry } from './plugin-registry.js';
export { Plugins, type UsableInstallation } from './plugins.js';
export { PluginsModule } from './plugins.module.js';
