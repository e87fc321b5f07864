import type { Selection, ServerSpec } from '@hostwright/sdk';
import type { Fact } from '../catalog/index.js';

/** The plan and choices that a service moves to, and what they cost with every period. */
export interface ServiceSize {
  readonly planId: string;
  readonly planVersion: number;
  readonly planName: string;
  readonly selection: Selection;
  readonly facts: readonly Fact[];
  readonly recurringMinor: bigint;
}

/** As it lies in a JSON column, where no whole number is large enough. */
export type StoredSize = Omit<ServiceSize, 'recurringMinor'> & { readonly recurringMinor: string };

export const storeSize = (size: ServiceSize): StoredSize => ({ ...size, recurringMinor: String(size.recurringMinor) });
export const readSize = (stored: StoredSize): ServiceSize => ({ ...stored, recurringMinor: BigInt(stored.recurringMinor) });

/** What an operation needs to know beyond its kind. */
export interface OperationInput {
  /** Why it is suspended or terminated. */
  readonly reason?: string;
  readonly hostname?: string;
  /** Of a snapshot that is to be made. */
  readonly name?: string;
  readonly snapshotId?: string;
  readonly address?: string;
  /** Null asks for the provider's own. */
  readonly reverseName?: string | null;
  /** As the customer chose it; what the provider calls it is in `spec` where the plan offers it. */
  readonly image?: string;
  /** The customer's choices, where carrying it out changes them. */
  readonly selection?: Selection;
  readonly facts?: readonly Fact[];
  readonly size?: StoredSize;
  /** What the product type makes of the choices; written when the provider is about to be asked. */
  readonly spec?: Pick<ServerSpec, 'plan' | 'addons' | 'image'>;
  /** The image that the server had when it was asked for. */
  readonly imageBefore?: string;
}
