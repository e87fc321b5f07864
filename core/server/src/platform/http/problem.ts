import { PROBLEMS, type ProblemCode } from '@hostwright/sdk/http';

/** What is wrong with one field, by its path: `billing.city`. */
export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export interface ProblemExtra {
  readonly errors?: readonly FieldError[];
  /** Also sent as the header `Retry-After`. */
  readonly retryAfterSeconds?: number;
  readonly [key: string]: unknown;
}

/** A refusal that the caller can act on. Thrown anywhere, it becomes the answer; everything else becomes `internal-error`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: string;

  constructor(
    readonly code: ProblemCode,
    readonly detail?: string,
    readonly extra: ProblemExtra = {},
  ) {
    super(detail ?? PROBLEMS[code][1]);
    [this.status, this.title] = PROBLEMS[code];
  }

  /** One field has a value that cannot be accepted. */
  static field(field: string, message: string, code = 'custom'): Problem {
    return new Problem('invalid-input', undefined, { errors: [{ field, code, message }] });
  }
}
