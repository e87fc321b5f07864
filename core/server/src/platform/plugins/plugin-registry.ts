import { PluginFailure, type PluginKind, type PluginKinds } from '@hostwright/sdk';
import { guardPure } from '../plugin-calls/index.js';
import type { BrowserModule, LeftOutPlugin, LoadedPlugin, PluginSet } from '../plugin-loader/index.js';

/** The plugins of this process, as they were found at start. */
export class PluginRegistry {
  private readonly productTypes = new Map<string, PluginKinds['product-type']>();

  constructor(private readonly set: PluginSet) {}

  all(): readonly LoadedPlugin[] {
    return [...this.set.running.values()];
  }

  leftOut(): readonly LeftOutPlugin[] {
    return this.set.leftOut;
  }

  find(pluginId: string): LoadedPlugin | undefined {
    return this.set.running.get(pluginId);
  }

  /** For calls that wait on a plugin: it may be back after the next start, so the call may be repeated. */
  get(pluginId: string): LoadedPlugin {
    const loaded = this.find(pluginId);
    if (!loaded) throw PluginFailure.retryable(`The plugin ${pluginId} is not running`, { code: 'plugin-not-running' });
    return loaded;
  }

  /** Pure and without settings of its own: one object serves every tenant. */
  productType(pluginId: string, build: (loaded: LoadedPlugin) => PluginKinds['product-type']): PluginKinds['product-type'] {
    const known = this.productTypes.get(pluginId);
    if (known) return known;
    const loaded = this.get(pluginId);
    if (loaded.manifest.kind !== 'product-type')
      throw new TypeError(`${pluginId} is a ${loaded.manifest.kind}, not a product type`);
    const built = guardPure('product-type', pluginId, build(loaded)) as PluginKinds['product-type'];
    this.productTypes.set(pluginId, built);
    return built;
  }

  /** Path of the ES module that runs a product type in the browser; undefined where it was built without one. */
  modulePath(pluginId: string): string | undefined {
    const module = this.find(pluginId)?.browserModule;
    return module && `/plugins/${pluginId}/${moduleName(module)}`;
  }

  /** Path of the ES module that defines a gateway's custom element; undefined for one that its manifest does not name. */
  elementPath(pluginId: string, element: string): string | undefined {
    const module = this.find(pluginId)?.elements.get(element);
    return module && `/plugins/${pluginId}/${elementName(module)}`;
  }

  /** The module behind the last part of one of those paths. */
  browserFile(pluginId: string, file: string): BrowserModule | undefined {
    const loaded = this.find(pluginId);
    if (loaded?.browserModule && moduleName(loaded.browserModule) === file) return loaded.browserModule;
    return loaded && [...loaded.elements.values()].find(module => elementName(module) === file);
  }

  ofKind(kind: PluginKind): readonly LoadedPlugin[] {
    return this.all().filter(({ manifest }) => manifest.kind === kind);
  }
}

const moduleName = ({ hash }: BrowserModule): string => `module-${hash}.js`;
const elementName = ({ hash }: BrowserModule): string => `element-${hash}.js`;
