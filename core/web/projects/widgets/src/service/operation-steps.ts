import type { ServiceOperation } from '@hostwright/sdk/http';
import type { SharedTexts } from '../platform/texts.js';
import type { IconName } from '../ui/icon.js';

type Step = ServiceOperation['steps'][number];

export interface ShownStep {
  readonly label: string;
  readonly at: string | undefined;
  readonly icon: IconName;
  readonly state: 'done' | 'now' | 'failed';
}

/** What an operation is called while it is carried out and when it is done; one without words of its own is a change. */
export const doingWords = (texts: SharedTexts, kind: ServiceOperation['kind']): string =>
  texts.find(`doing.${kind}`) ?? texts.text('doing.create');
export const doneWords = (texts: SharedTexts, kind: ServiceOperation['kind']): string =>
  texts.find(`done.${kind}`) ?? texts.text('done.create');

/** What was done so far, and what is being done now. A step that tells how far it is, is what is being done. */
export function stepsOf(operation: ServiceOperation, texts: SharedTexts): readonly ShownStep[] {
  const { state, kind, steps } = operation;
  const end = operation.finishedAt ?? undefined;
  if (state === 'failed') {
    const tried = steps.filter(({ code }) => code !== 'failed').map(step => stepDone(step, texts));
    return [...tried, { label: texts.text('step.failed'), at: end, icon: 'x-circle', state: 'failed' }];
  }
  if (state === 'cancelled') return steps.map(step => stepDone(step, texts));
  if (state === 'succeeded') {
    if (kind === 'create' && steps.at(-1)?.code === 'ready') return steps.map(step => stepDone(step, texts));
    const before = steps.filter(({ code }) => code !== 'ready').map(step => stepDone(step, texts));
    return [...before, { label: doneWords(texts, kind), at: end, icon: 'check-circle', state: 'done' }];
  }
  const last = steps.at(-1);
  if (state === 'creating' && last?.detail && PERCENT.test(last.detail)) {
    const now = { ...stepNow(`${stepLabel(last, texts)}, ${last.detail}`), at: last.at };
    return [...steps.slice(0, -1).map(step => stepDone(step, texts)), now];
  }
  const now = state === 'unknown' ? texts.text('step.checking') : doingWords(texts, kind);
  return [...steps.map(step => stepDone(step, texts)), stepNow(now)];
}

const stepDone = (step: Step, texts: SharedTexts): ShownStep => ({
  label: stepLabel(step, texts),
  at: step.at,
  icon: 'check-circle',
  state: 'done',
});

export const stepNow = (label: string): ShownStep => ({ label, at: undefined, icon: 'progress', state: 'now' });

const PERCENT = /^\d+ %$/;
/** Steps whose detail is a code of the plugin, which is not for readers. */
const INNER: readonly string[] = ['asks-to-wait', 'answer-lost', 'provider-unreachable', 'failed'];

/** A provider's step has a word of ours, or the provider's own, or its code in plain letters. */
function stepLabel({ code, detail }: Step, texts: SharedTexts): string {
  const words = code.replaceAll(/[-_.]/g, ' ');
  const own = detail === null || INNER.includes(code) || PERCENT.test(detail) ? undefined : detail;
  return texts.find(`step.${code}`) ?? own ?? words.charAt(0).toUpperCase() + words.slice(1);
}
