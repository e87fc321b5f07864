import { secretNames, type FormSchema, type JsonSchema } from '@hostwright/sdk';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { compileForm, fieldOf } from './schema-compiler.js';

export interface SettingError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export type Settings = Readonly<Record<string, unknown>>;

const NO_SETTINGS: FormSchema = { type: 'object', properties: {} };

/** What a form of a manifest accepts. Throws when the form itself is wrong. */
export class SettingsSchema {
  readonly secretNames: readonly string[];
  private readonly validate: ValidateFunction;

  /** `root` is how the form is called in errors: `config` for an installation, `settings` for a product. */
  constructor(
    form: FormSchema = NO_SETTINGS,
    private readonly root = 'config',
  ) {
    this.secretNames = secretNames(form);
    refuseUnprotected(form, this.secretNames);
    this.validate = compileForm({ additionalProperties: false, ...form });
  }

  /** The settings with defaults filled in, and all that is wrong with them. Errors never quote a value. */
  check(given: Settings): { readonly settings: Settings; readonly errors: readonly SettingError[] } {
    const settings = structuredClone(given);
    const valid = this.validate(settings);
    const errors = valid ? [] : (this.validate.errors ?? []).map(error => this.describe(error));
    return { settings, errors: [...this.blankSecrets(given), ...errors] };
  }

  /** Settings of a plugin that has none of its own yet, with `placeholder` for its secrets; undefined when some must be filled in by hand. */
  defaults(placeholder: string): Settings | undefined {
    const { settings, errors } = this.check(Object.fromEntries(this.secretNames.map(name => [name, placeholder])));
    return errors.length === 0 ? settings : undefined;
  }

  /** An empty key must never verify anything, so none is kept: leaving a secret out is the way to have none. */
  private blankSecrets(given: Settings): readonly SettingError[] {
    return this.secretNames
      .filter(name => typeof given[name] === 'string' && given[name].trim() === '')
      .map(name => ({ field: `${this.root}.${name}`, code: 'blank', message: 'must not be blank' }));
  }

  private describe(error: ErrorObject): SettingError {
    return { field: fieldOf(error, this.root), code: error.keyword, message: error.message ?? 'is not accepted' };
  }
}

/** Secrets are found by name at the top of the form; one hidden deeper would be stored and shown in the clear. */
function refuseUnprotected(form: FormSchema, secrets: readonly string[]): void {
  for (const name of secrets) {
    if (form.properties[name]?.['type'] !== 'string') throw new TypeError(`The secret ${name} must be of type string`);
  }
  const { properties, ...rest } = form;
  const below = [rest, ...Object.values(properties).map(({ writeOnly: _, ...property }) => property as JsonSchema)];
  if (below.some(mentionsSecret)) throw new TypeError('A secret (writeOnly) must stand at the top of the form');
}

function mentionsSecret(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  return (schema as JsonSchema)['writeOnly'] === true || Object.values(schema).some(mentionsSecret);
}
