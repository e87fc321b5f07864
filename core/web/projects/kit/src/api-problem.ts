import type { ProblemCode } from '@hostwright/sdk/http';

export interface FieldError {
  /** Dotted path in the body, such as `billing.city`. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** What the answer says beside its code: the new price of `price-changed`, for one. */
export type ProblemDetails = Readonly<Record<string, unknown>>;

/** What goes wrong on this side of the wire. */
type LocalCode = 'offline' | 'unreadable-answer' | 'payment-page-blocked';

/** A request that was refused (RFC 9457), or that never reached the server: then the code is `offline`. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly code: ProblemCode | LocalCode,
    readonly status: number,
    readonly errors: readonly FieldError[] = [],
    readonly details: ProblemDetails = {},
  ) {
    super(typeof details['detail'] === 'string' ? details['detail'] : code);
  }

  /** The message of one field, when the server named it. */
  errorAt(field: string): FieldError | undefined {
    return this.errors.find(error => error.field === field);
  }
}

/** Reads the refusal of a server; an answer that is no problem document (a proxy's page) is told by its status alone. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body = parseObject(await response.text());
  const code = typeof body['code'] === 'string' ? (body['code'] as ProblemCode) : 'unreadable-answer';
  return new ApiProblem(code, response.status, fieldErrors(body['errors']), body);
}

function parseObject(text: string): ProblemDetails {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as ProblemDetails) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function fieldErrors(value: unknown): readonly FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (entry): entry is FieldError =>
      typeof entry === 'object' && entry !== null && typeof (entry as Record<string, unknown>)['field'] === 'string',
  );
}
