import type { ApiProblem } from '@hostwright/kit';
import type { Words, WordKey } from '../words/words.js';

interface Explanation {
  readonly title: string;
  readonly advice: string;
}

const GENERAL: readonly [(problem: ApiProblem) => boolean, WordKey, WordKey][] = [
  [({ code }) => code === 'offline', 'problem.offline', 'problem.offline.advice'],
  [({ status }) => status === 403, 'problem.not-allowed', 'problem.not-allowed.advice'],
  [({ status }) => status === 404, 'problem.not-found', 'problem.not-found.advice'],
  [({ status }) => status === 429, 'problem.too-many-requests', 'problem.too-many-requests.advice'],
  [({ status }) => status >= 500, 'problem.internal-error', 'problem.internal-error.advice'],
];

/** What happened and what to do now, in the reader's words; the server's own sentence where we have none. */
export function explain(problem: ApiProblem, words: Words): Explanation {
  const own = words.named(`problem.${problem.code}`, '');
  const general = GENERAL.find(([applies]) => applies(problem));
  const title = own || (general ? words.text(general[1]) : problem.message);
  return { title, advice: words.named(`problem.${problem.code}.advice`, '') || (general ? words.text(general[2]) : '') };
}
