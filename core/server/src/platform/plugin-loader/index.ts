export type { BrowserModule } from './assets.js';
export { loadPlugins, type LeftOutPlugin, type LoadedPlugin, type PluginSet } from './load.js';
export { SettingsSchema, type SettingError, type Settings } from './settings-schema.js';
export { expectPromisedMethods, trialContext } from './trial.js';
