import type { ServiceOperation } from '@hostwright/sdk/http';
import type { SharedTexts } from '../../platform/texts.js';
import { doingWords, doneWords, stepsOf, type ShownStep } from '../../service/operation-steps.js';

/** What an operation is about in a few words, with how it ended. */
export function titleOf({ kind, state }: ServiceOperation, texts: SharedTexts): string {
  if (state === 'succeeded') return doneWords(texts, kind);
  if (state === 'failed' || state === 'cancelled') {
    return texts.text(`ended-${state}`, { what: texts.find(`operation.${kind}`) ?? texts.text('operation.other') });
  }
  return doingWords(texts, kind);
}

/** Why it did not work, in our words, or in those that the provider has for customers; and what happens next. */
export function failureOf({ kind, error, state }: ServiceOperation, texts: SharedTexts): readonly string[] {
  if (state !== 'failed' || !error) return [];
  const why = texts.find(`failure.${error.code}`) ?? error.message;
  const next = texts.find(`after-failed.${kind}`) ?? texts.text('after-failed');
  return [why, next].filter(text => text !== '');
}

/** The page tells how a failure ends in a sentence of its own, so the list of steps ends with the last thing that was tried. */
export const triedSteps = (operation: ServiceOperation, texts: SharedTexts): readonly ShownStep[] =>
  stepsOf(operation, texts).filter(step => step.state !== 'failed');

/** What somebody who waits should know: that a lost answer is looked for, or that a provider away is asked again. */
export function waitingWords({ state, attempt, steps, deadlineAt }: ServiceOperation, texts: SharedTexts): string {
  const step = steps.at(-1)?.code;
  if (state === 'unknown') return texts.text('wait-unknown');
  if (step === 'manual' || step === 'hand-work') {
    return deadlineAt ? texts.text('wait-hands-until', { date: texts.moment(deadlineAt) }) : texts.text('wait-hands');
  }
  if (step === 'provider-unreachable' || step === 'staff-told') return texts.text('wait-provider');
  if (state === 'waiting') return texts.text(attempt > 0 ? 'wait-again' : 'wait-turn');
  return '';
}
