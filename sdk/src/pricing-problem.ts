export type PricingProblemCode =
  | 'unknown-option'
  | 'missing-option'
  | 'wrong-type'
  | 'unknown-value'
  | 'sold-out'
  | 'out-of-range'
  | 'off-step'
  | 'bad-text'
  | 'bad-quantity'
  | 'no-price'
  | 'bad-price';

const BRAND = Symbol.for('hostwright.pricing-problem');

/** Why a selection has no price: `option` is the id of the option at fault, absent when it is none of them. */
export class PricingProblem extends Error {
  override readonly name = 'PricingProblem';
  readonly [BRAND] = true;

  constructor(
    readonly code: PricingProblemCode,
    readonly option: string | undefined,
    message: string,
  ) {
    super(message);
  }

  static override [Symbol.hasInstance](value: unknown): value is PricingProblem {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
