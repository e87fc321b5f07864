import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { UsageProblem } from './command.js';

const SHORTEST = 12;

/** A password from standard input, or a new one. It is never an argument: those are seen by everybody on the machine. */
export async function readPassword(fromStandardInput: boolean): Promise<{ readonly password: string; readonly isNew: boolean }> {
  if (!fromStandardInput) return { password: randomBytes(15).toString('base64url'), isNew: true };
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password.length < SHORTEST) throw new UsageProblem(`A password has at least ${SHORTEST} characters`);
  return { password, isNew: false };
}
