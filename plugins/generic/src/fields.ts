import { localized, type Option, type Problem, type Selection } from '@hostwright/sdk';
import type { Field, NumberField } from './settings.js';

type Value = string | number | boolean | undefined;

/** A price list and the calculator may say more about an option than these settings, never less. */
export function optionOf(field: Field, locale: string): Option {
  const head = { id: field.id, label: localized(field.label, locale) };
  switch (field.kind) {
    case 'choice':
      return {
        ...head,
        kind: 'choice',
        values: field.values.map(({ value, label, soldOut }) => ({
          value,
          label: localized(label, locale),
          ...(soldOut && { available: false }),
        })),
      };
    case 'number': {
      const { min, max, step } = boundsOf(field);
      return { ...head, kind: 'number', unit: field.unit ?? '', min, max, step, included: field.included ?? min };
    }
    case 'toggle':
      return { ...head, kind: 'toggle' };
    case 'text':
      return { ...head, kind: 'text', ...(field.pattern !== undefined && { pattern: field.pattern }) };
  }
}

export function problemsOf(field: Field, value: Value): readonly Problem[] {
  const wrong = (code: string, message: string): readonly Problem[] => [{ field: field.id, code, message }];
  switch (field.kind) {
    case 'choice': {
      const known = field.values.find(candidate => candidate.value === value);
      if (!known) return wrong('unknown-value', `"${field.id}" has no such choice`);
      return known.soldOut ? wrong('sold-out', `This choice of "${field.id}" is sold out`) : [];
    }
    case 'number':
      return numberProblem(field, value, wrong);
    case 'toggle':
      if (value !== undefined && typeof value !== 'boolean') return wrong('wrong-type', `"${field.id}" is on or off`);
      return field.required && value !== true ? wrong('required', `"${field.id}" must be agreed to`) : [];
    case 'text':
      if (value !== undefined && typeof value !== 'string') return wrong('wrong-type', `"${field.id}" is a text`);
      if (value === undefined || value.trim() === '') {
        return field.required ? wrong('required', `"${field.id}" must be filled in`) : [];
      }
      return matches(field.pattern, value) ? [] : wrong('bad-text', `"${field.id}" does not have the expected form`);
  }
}

/** What was fixed with the order stays. */
export const changeProblems = (fields: readonly Field[], from: Selection, to: Selection): readonly Problem[] =>
  fields
    .filter(({ id, fixed }) => fixed && valueOf(from, id) !== valueOf(to, id))
    .map(({ id }) => ({ field: id, code: 'cannot-change', message: `"${id}" cannot change while the service lives` }));

export const valueOf = (selection: Selection, id: string): Value => (Object.hasOwn(selection, id) ? selection[id] : undefined);

/** Settings may be upside down; an option never is. */
function boundsOf({ min, max, step = 1 }: NumberField): { readonly min: number; readonly max: number; readonly step: number } {
  return { min: Math.min(min, max), max: Math.max(min, max), step };
}

function numberProblem(
  field: NumberField,
  value: Value,
  wrong: (code: string, message: string) => readonly Problem[],
): readonly Problem[] {
  const { min, max, step } = boundsOf(field);
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return wrong('wrong-type', `"${field.id}" is a whole number`);
  if (value < min || value > max) return wrong('out-of-range', `"${field.id}" goes from ${min} to ${max}`);
  return (value - min) % step === 0 ? [] : wrong('off-step', `"${field.id}" goes in steps of ${step}`);
}

function matches(pattern: string | undefined, value: string): boolean {
  if (pattern === undefined) return true;
  return new RegExp(`^(?:${pattern})$`, 'u').test(value);
}
