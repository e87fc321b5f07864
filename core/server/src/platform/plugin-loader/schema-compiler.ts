import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { projectRoot } from '../config/index.js';

const SCHEMA = path.join(projectRoot, 'plugin.schema.json');

/** Checks plugin.json against the one schema that editors and continuous integration read too. */
export async function manifestCheck(): Promise<ValidateFunction> {
  const ajv = withFormats(new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false }));
  return ajv.compile(JSON.parse(await readFile(SCHEMA, 'utf8')) as object);
}

/**
 * Compiles the schema of a form. Titles may be written in several languages, which the meta-schema does not know, so it
 * is not asked; a schema that cannot be compiled still throws.
 */
export function compileForm(schema: object): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors: true,
    useDefaults: true,
    strict: false,
    validateSchema: false,
    ownProperties: true,
    logger: false,
  });
  return withFormats(ajv).compile(schema);
}

/** `config.servers.0.host`, whatever the error is about: the place itself, a missing or a surplus property. */
export function fieldOf(error: ErrorObject, root: string): string {
  const { missingProperty, additionalProperty } = error.params as { missingProperty?: string; additionalProperty?: string };
  const segments = error.instancePath.split('/').slice(1).map(unescape);
  return [root, ...segments, missingProperty ?? additionalProperty].filter(part => part !== undefined && part !== '').join('.');
}

const unescape = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');

// ajv-formats is CommonJS: its types and its module disagree on what the default export is.
const withFormats = (ajv: Ajv2020): Ajv2020 => (addFormats as unknown as (target: Ajv2020) => Ajv2020)(ajv);
