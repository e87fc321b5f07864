import type { Settings, SettingsSchema } from '../plugin-loader/index.js';
import { Problem } from '../http/index.js';

export interface SplitSettings {
  readonly config: Settings;
  /** In the clear; sealed by whoever stores them. */
  readonly secrets: Readonly<Record<string, string>>;
}

/**
 * Checks settings as staff sent them and takes the secrets out. `kept` are the secrets stored so far: one that is left
 * out stays as it is, one that is null is dropped.
 */
export function splitSettings(schema: SettingsSchema, given: Settings, kept: Readonly<Record<string, string>>): SplitSettings {
  const dropped = schema.secretNames.filter(name => given[name] === null);
  const whole = Object.fromEntries(Object.entries({ ...kept, ...given }).filter(([name]) => !dropped.includes(name)));
  const { settings, errors } = schema.check(whole);
  if (errors.length > 0) throw new Problem('settings-invalid', undefined, { errors });
  const isSecret = (name: string): boolean => schema.secretNames.includes(name);
  const entries = Object.entries(settings);
  return {
    config: Object.fromEntries(entries.filter(([name]) => !isSecret(name))),
    secrets: Object.fromEntries(
      entries.filter((entry): entry is [string, string] => isSecret(entry[0]) && typeof entry[1] === 'string'),
    ),
  };
}

/** Names of the settings that differ; a change of a secret is told by its name only. */
export function changedNames(before: Settings, after: Settings): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name])).toSorted();
}
