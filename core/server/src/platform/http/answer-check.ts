import { Inject, Injectable } from '@nestjs/common';
import type { Operation } from '@hostwright/sdk/http';
import { CONFIG, type Config } from '../config/index.js';

/**
 * Holds answers to the contract while the software is being made: a field too many or too few fails the request loudly.
 * In production nothing is checked; what was tested there is what runs.
 */
@Injectable()
export class AnswerCheck {
  readonly isOn: boolean;

  constructor(@Inject(CONFIG) config: Config) {
    this.isOn = config.nodeEnv !== 'production';
  }

  assert(operation: Operation, answer: unknown): void {
    if (!this.isOn || operation.status === 204 || typeof operation.answer === 'string') return;
    const result = operation.answer.safeParse(answer);
    if (result.success) return;
    const wrong = result.error.issues.map(issue => `${issue.path.join('.') || 'the answer'}: ${issue.message}`);
    throw new Error(`${operation.operationId} answers against its contract: ${wrong.join('; ')}`);
  }
}
