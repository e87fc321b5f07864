import { existsSync, readFileSync } from 'node:fs';
import addFormatsModule from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import semver from 'semver';
import type { FormSchema, PluginManifest } from '../manifest.js';
import { SDK_VERSION } from '../version.js';

/** The CommonJS module is its own default, which NodeNext types as one level deeper. */
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;

export function readManifest(address: URL): PluginManifest {
  return JSON.parse(readFileSync(address, 'utf8')) as PluginManifest;
}

/** What the schema named by the manifest's own `$schema` finds wrong; that schema must be there. */
export function manifestProblems(address: URL): readonly string[] {
  const manifest = JSON.parse(readFileSync(address, 'utf8')) as { readonly $schema?: string };
  const schema = new URL(manifest.$schema ?? 'missing.schema.json', address);
  if (!existsSync(schema)) return [`$schema names no file: ${String(manifest.$schema)}`];
  const validate = compile(JSON.parse(readFileSync(schema, 'utf8')) as FormSchema);
  validate(manifest);
  return (validate.errors ?? []).map(error => `${error.instancePath} ${error.message ?? ''}`);
}

/** Strict, so that a keyword written wrong in a plugin's schema is found here and not in the shop. */
export function compile(schema: FormSchema): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, useDefaults: true });
  addFormats(ajv);
  return ajv.compile(schema);
}

/** Why the plugin does not run with this SDK; undefined when it does. */
export function engineProblem({ engine }: Pick<PluginManifest, 'engine'>): string | undefined {
  if (semver.validRange(engine) === null) return `"${engine}" is not a range of versions`;
  return semver.satisfies(SDK_VERSION, engine) ? undefined : `needs SDK ${engine}, and this is SDK ${SDK_VERSION}`;
}
