import { escapeHtml } from './html.js';
import type { JsonSchema } from './named-schemas.js';

/** A schema in a few words: `string (uuid)`, `list of Order`, `"month" or "year"`. */
export function typeWords(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(' or ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeWords))].join(' or ');
  if (schema.type === 'array') return `list of ${schema.items ? typeWords(schema.items) : 'anything'}`;
  if (schema.type === 'object' && schema.properties === undefined && typeof schema.additionalProperties === 'object') {
    return `map of ${typeWords(schema.additionalProperties)}`;
  }
  const type = [schema.type ?? 'anything'].flat().join(' or ');
  return schema.format === undefined ? type : `${type} (${schema.format})`;
}

export const nameOf = (reference: string): string => reference.split('/').at(-1)!;

/** Fields as nested lists; a named schema is a link to its own place. */
export function schemaTree(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return `<p>${link(schema)}</p>`;
  const inside = fields(schema);
  return inside === '' ? `<p>${link(schema)}</p>` : inside;
}

function fields(schema: JsonSchema): string {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices?.some(choice => choice.properties)) {
    return choices.map(choice => `<div class="choice">${fields(choice) || link(choice)}</div>`).join('<p class="or">or</p>');
  }
  if (schema.type === 'array' && schema.items) return fields(schema.items);
  if (!schema.properties) return '';
  const required = schema.required ?? [];
  const rows = Object.entries(schema.properties).map(([name, property]) => {
    const optional = required.includes(name) ? '' : ' <i>optional</i>';
    return `<li><code>${escapeHtml(name)}</code> ${link(property)}${bounds(property)}${optional}${fields(property)}</li>`;
  });
  return `<ul class="fields">${rows.join('')}</ul>`;
}

function link(schema: JsonSchema): string {
  const reference = schema.$ref ?? schema.items?.$ref;
  const words = escapeHtml(typeWords(schema));
  return reference === undefined
    ? `<span class="type">${words}</span>`
    : `<a class="type" href="#schema-${nameOf(reference)}">${words}</a>`;
}

function bounds({ minLength, maxLength, minimum, maximum, default: preset }: JsonSchema): string {
  const parts = [
    range(minLength, maxLength, ' characters'),
    range(minimum, maximum, ''),
    preset === undefined ? '' : `default ${escapeHtml(JSON.stringify(preset))}`,
  ].filter(part => part !== '');
  return parts.length === 0 ? '' : ` <span class="bounds">${parts.join(', ')}</span>`;
}

function range(from: number | undefined, to: number | undefined, unit: string): string {
  if (to === undefined) return from === undefined || from === 0 ? '' : `from ${from}${unit}`;
  return from === undefined || from === 0 ? `up to ${to}${unit}` : `${from} to ${to}${unit}`;
}
