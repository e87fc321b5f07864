import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VendorSchema } from '@hostwright/sdk/testing';
import type { FakeHestiaOptions } from '../src/fake/index.js';

const FILE = 'hestiacp/hestiacp.openapi.json';

const schema = VendorSchema.open(FILE);
const folder = process.env['HOSTWRIGHT_VENDOR_SPECS'];
const commands = folder ? commandsOf(readFileSync(join(folder, FILE), 'utf8')) : {};

function commandsOf(text: string): Readonly<Record<string, readonly string[]>> {
  const { info } = JSON.parse(text) as { readonly info: { readonly 'x-commands': Readonly<Record<string, readonly string[]>> } };
  return info['x-commands'];
}

/** The form, and beside it what a schema cannot say: which commands there are, and how many words follow each. */
export function faultsOf(form: Readonly<Record<string, string>>): readonly string[] {
  if (!schema) return [];
  const { cmd = '' } = form;
  const wanted = commands[cmd];
  const given = Object.keys(form).filter(name => name.startsWith('arg')).length;
  const least = wanted?.filter(name => !name.startsWith('[')).length ?? 0;
  const isCounted = wanted !== undefined && given >= least && given <= wanted.length;
  return [
    ...schema.faults('POST', '/api/', form),
    ...(wanted ? [] : [`${cmd} is not in the vendor's description`]),
    ...(!wanted || isCounted ? [] : [`${cmd} takes ${wanted.join(' ')} and was given ${given} words`]),
  ];
}

export const isChecked = schema !== undefined;

/** Every request is held against the vendor's description where that is at hand. */
export const checked: Pick<FakeHestiaOptions, 'checkRequest'> = isChecked
  ? { checkRequest: (_, __, form) => faultsOf(form) }
  : {};
