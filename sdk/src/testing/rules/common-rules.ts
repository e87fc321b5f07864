import fc from 'fast-check';
import type { Plugin, PluginKind } from '../../define-plugin.js';
import { PluginFailure } from '../../failure.js';
import { missingMethods, secretNames, undeclaredMethods, type FormSchema, type PluginManifest } from '../../manifest.js';
import { fakeContext } from '../fake-context.js';
import { engineProblem, manifestProblems } from '../manifest-file.js';
import { settingsArbitrary } from '../settings-arbitrary.js';
import { demand, demandEqual, demandNothing, outcomeOf, shown } from './demand.js';
import { unreachable } from './line.js';
import type { Bench, PluginStage } from './plugin-stage.js';
import type { StageRule } from './rule.js';

const NO_SETTINGS: FormSchema = { type: 'object', properties: {} };

export interface PluginAndManifest {
  readonly plugin: Plugin<PluginKind>;
  readonly manifest: PluginManifest;
  readonly address: URL;
}

/** What holds for the manifest of a plugin of any kind and for what the plugin builds. */
export function manifestRules<Stage>({ plugin, manifest, address }: PluginAndManifest): StageRule<Stage>[] {
  return [
    {
      name: 'has a manifest that the schema accepts, of its own kind, for this SDK',
      run: () => {
        demandNothing(manifestProblems(address), 'plugin.json does not fit its schema');
        demandEqual(manifest.kind, plugin.kind, 'the kind that plugin.json names');
        const problem = engineProblem(manifest);
        demand(problem === undefined, () => problem ?? '');
      },
    },
    {
      name: 'builds from whatever settings its schema accepts, with no network',
      run: () => everySettings(manifest, settings => buildsQuietly(plugin, manifest, settings)),
    },
    {
      name: 'has every method that its capabilities promise and no other',
      run: () => {
        const built = build(plugin, manifest, oneOf(manifest)).built;
        demandNothing(missingMethods(manifest, built), 'promised in plugin.json and not there');
        demandNothing(undeclaredMethods(manifest, built), 'there and not declared in plugin.json');
      },
    },
    {
      name: 'hears exactly the events that its manifest names',
      run: () => {
        const heard = Object.keys(plugin.on ?? {}).toSorted();
        demandEqual(heard, [...(manifest.permissions?.events ?? [])].toSorted(), 'the events that the plugin listens to');
      },
    },
  ];
}

/** What holds for the working plugin of any kind that talks to a provider; the last rules of its contract. */
export function closingRules<Kind extends PluginKind, ItsBench extends Bench<unknown>>(
  plugin: Plugin<Kind>,
): StageRule<PluginStage<Kind, ItsBench>>[] {
  type Stage = PluginStage<Kind, ItsBench>;
  const rules: StageRule<Stage>[] = [];
  if (plugin.check) {
    rules.push({
      name: 'tests its connection: yes for a good one, no for a provider that cannot be reached',
      run: async stage => {
        const health = await stage.watch.hear(plugin.check!(stage.copy().context));
        demand(health.ok, () => `check() says no to a good connection: ${shown(health)}`);
        const copy = stage.copy();
        copy.line.breakAt(1, unreachable, true);
        const cut = await outcomeOf(() => stage.watch.hear(plugin.check!(copy.context)));
        if (!copy.line.wasBroken) return;
        demand(!cut.ok || !cut.value.ok, 'check() says yes though the provider cannot be reached');
        if (!cut.ok)
          demand(cut.error instanceof PluginFailure, () => `check() throws ${shown(cut.error)}, which is no PluginFailure`);
      },
    });
  }
  if (plugin.install || plugin.uninstall) {
    rules.push({
      name: 'bears to be installed and removed twice',
      run: async stage => {
        for (const step of [plugin.install, plugin.install, plugin.uninstall, plugin.uninstall]) {
          const done = await outcomeOf(async () => stage.watch.hear(step?.(stage.copy().context) ?? Promise.resolve()));
          demand(done.ok, () => `install() or uninstall() fails: ${shown((done as { error: unknown }).error)}`);
        }
      },
    });
  }
  rules.push({
    name: 'lets no secret out in an answer, an error or a log line',
    run: stage => demandNothing(stage.watch.leaks(stage.bench.secrets, stage.logs), 'secrets that were let out'),
  });
  return rules;
}

function everySettings(manifest: PluginManifest, look: (settings: Record<string, unknown>) => string | undefined): void {
  const found = fc.check(
    fc.property(settingsArbitrary(manifest.config ?? NO_SETTINGS), settings => look(settings) === undefined),
    { numRuns: 50 },
  );
  if (!found.failed) return;
  const [settings] = found.counterexample ?? [{}];
  demand(false, () => `${look(settings ?? {}) ?? 'fails'}, with the settings ${shown(settings)}`);
}

function buildsQuietly(
  plugin: Plugin<PluginKind>,
  manifest: PluginManifest,
  settings: Record<string, unknown>,
): string | undefined {
  try {
    const { context } = build(plugin, manifest, settings);
    return context.requests.length > 0 ? 'create() asks the network' : undefined;
  } catch (error) {
    return `create() throws ${shown(error)}`;
  }
}

function oneOf(manifest: PluginManifest): Record<string, unknown> {
  return fc.sample(settingsArbitrary(manifest.config ?? NO_SETTINGS), { numRuns: 1, seed: 1 })[0] ?? {};
}

function build(plugin: Plugin<PluginKind>, manifest: PluginManifest, settings: Record<string, unknown>) {
  const names = secretNames(manifest.config);
  const isSecret = (name: string): boolean => names.includes(name);
  const config = Object.fromEntries(Object.entries(settings).filter(([name]) => !isSecret(name)));
  const secrets = Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => (isSecret(name) ? [[name, String(value)]] : [])),
  );
  const context = fakeContext<unknown>({ config, secrets });
  return { context, built: plugin.create(context) };
}
