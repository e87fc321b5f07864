import type { Option, Selection } from './pricing.js';
import { PricingProblem, type PricingProblemCode } from './pricing-problem.js';

type NumberOption = Extract<Option, { kind: 'number' }>;
type ChoiceOption = Extract<Option, { kind: 'choice' }>;
type TextOption = Extract<Option, { kind: 'text' }>;

const LONGEST_TEXT = 500;

/** Throws at the first thing in the selection that the options do not allow. Choices and numbers must be there; a toggle left out is off. */
export function checkSelection(options: readonly Option[], selection: Selection): void {
  const stranger = Object.keys(selection).find(id => !options.some(option => option.id === id));
  if (stranger !== undefined) refuse('unknown-option', stranger, `There is no option "${stranger}"`);
  for (const option of options) checkOption(option, chosen(option, selection));
}

/** How many units of an option cost something: a number above what is included, one for whatever is switched on or chosen. */
export function chargedUnits(option: Option, selection: Selection): number {
  const value = chosen(option, selection);
  if (option.kind === 'number') return Math.max(0, Number(value) - option.included);
  if (option.kind === 'toggle') return value === true ? 1 : 0;
  return option.kind === 'choice' ? 1 : 0;
}

/** What a calculator starts with: the first choice to be had, what the plan includes, nothing extra. */
export function defaultSelection(options: readonly Option[]): Selection {
  return Object.fromEntries(
    options.flatMap((option): [string, string | number | boolean][] => {
      if (option.kind === 'toggle') return [[option.id, false]];
      if (option.kind === 'number') return [[option.id, nearestAllowed(option, option.included)]];
      if (option.kind === 'text') return [];
      const first = option.values.find(value => value.available !== false);
      return first ? [[option.id, first.value]] : [];
    }),
  );
}

/** The allowed value nearest to the wanted one, not below it where that is possible. */
export function nearestAllowed(option: NumberOption, wanted: number): number {
  const steps = Math.ceil((Math.min(Math.max(wanted, option.min), option.max) - option.min) / option.step);
  const last = Math.floor((option.max - option.min) / option.step);
  return option.min + Math.min(steps, last) * option.step;
}

function chosen(option: Option, selection: Selection): string | number | boolean | undefined {
  return Object.hasOwn(selection, option.id) ? selection[option.id] : undefined;
}

function checkOption(option: Option, value: string | number | boolean | undefined): void {
  if (option.kind === 'number') return checkNumber(option, value);
  if (option.kind === 'choice') return checkChoice(option, value);
  if (option.kind === 'text') return checkText(option, value);
  if (value !== undefined && typeof value !== 'boolean') refuse('wrong-type', option.id, `"${option.id}" is on or off`);
}

/** Only whole numbers: the price is a product of integers, and a step never drifts. */
function checkNumber(option: NumberOption, value: string | number | boolean | undefined): void {
  if (value === undefined) refuse('missing-option', option.id, `"${option.id}" is not chosen`);
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    refuse('wrong-type', option.id, `"${option.id}" is a whole number`);
  if (value < option.min || value > option.max) {
    refuse('out-of-range', option.id, `"${option.id}" goes from ${option.min} to ${option.max} ${option.unit}`);
  }
  if ((value - option.min) % option.step !== 0) {
    refuse('off-step', option.id, `"${option.id}" goes in steps of ${option.step} from ${option.min}`);
  }
}

function checkChoice(option: ChoiceOption, value: string | number | boolean | undefined): void {
  if (value === undefined) refuse('missing-option', option.id, `"${option.id}" is not chosen`);
  if (typeof value !== 'string') refuse('wrong-type', option.id, `"${option.id}" is one of a list`);
  const known = option.values.find(candidate => candidate.value === value);
  if (!known) refuse('unknown-value', option.id, `"${option.id}" has no such value`);
  if (known.available === false) refuse('sold-out', option.id, `"${value}" of "${option.id}" is sold out`);
}

function checkText(option: TextOption, value: string | number | boolean | undefined): void {
  if (value === undefined) return;
  if (typeof value !== 'string') refuse('wrong-type', option.id, `"${option.id}" is a text`);
  if (value.length > LONGEST_TEXT) refuse('bad-text', option.id, `"${option.id}" is longer than ${LONGEST_TEXT} characters`);
  if (option.pattern !== undefined && !new RegExp(`^(?:${option.pattern})$`, 'u').test(value)) {
    refuse('bad-text', option.id, `"${option.id}" does not have the expected form`);
  }
}

function refuse(code: PricingProblemCode, option: string, message: string): never {
  throw new PricingProblem(code, option, message);
}
