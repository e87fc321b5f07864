import type { ServiceOperation } from '@hostwright/sdk/http';
import type { SharedTexts } from '../platform/texts.js';
import type { IconName } from '../ui/icon.js';

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

/** What was done so far, and what is being done now. */
export function stepsOf(operation: ServiceOperation, texts: SharedTexts): readonly ShownStep[] {
  const isFailed = operation.state === 'failed';
  const done = operation.steps
    .filter(step => !isFailed || step.code !== 'failed')
    .map((step): ShownStep => ({ label: stepLabel(step, texts), at: step.at, icon: 'check-circle', state: 'done' }));
  const end = operation.finishedAt ?? undefined;
  if (isFailed) return [...done, { label: texts.text('step.failed'), at: end, icon: 'x-circle', state: 'failed' }];
  if (operation.state === 'cancelled') return done;
  if (operation.state === 'succeeded') {
    if (operation.kind === 'create' && operation.steps.at(-1)?.code === 'ready') return done;
    const rest = done.filter((_, index) => operation.steps[index]?.code !== 'ready');
    return [...rest, { label: doneWords(texts, operation.kind), at: end, icon: 'check-circle', state: 'done' }];
  }
  return [...done, stepNow(operation.state === 'unknown' ? texts.text('step.checking') : doingWords(texts, operation.kind))];
}

export const stepNow = (label: string): ShownStep => ({ label, at: undefined, icon: 'progress', state: 'now' });

/** Codes that say what the detail is about, which is the plugin's own code and not for readers. */
const INNER: readonly string[] = ['asks-to-wait', 'answer-lost', 'provider-unreachable', 'failed'];

/** A provider's step has a word of ours, or the provider's own, or its code in plain letters. */
function stepLabel({ code, detail }: ServiceOperation['steps'][number], texts: SharedTexts): string {
  const words = code.replaceAll(/[-_.]/g, ' ');
  const known = texts.find(`step.${code}`);
  if (known) return detail && /^\d+ %$/.test(detail) ? `${known}, ${detail}` : known;
  return (INNER.includes(code) ? null : detail) ?? words.charAt(0).toUpperCase() + words.slice(1);
}
