/** A key that names one attempt. `crypto.randomUUID` exists in secure contexts only; the random bytes exist everywhere. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The `Idempotency-Key` of one attempt: the same request keeps its key until it has been answered, so that a repetition
 * after a lost answer does nothing twice. Another request, or the same one after an answer, is a new attempt.
 */
export class AttemptKey {
  private attempt: { readonly request: string; readonly key: string } | undefined;

  for(request: unknown): string {
    const text = JSON.stringify(request);
    if (this.attempt?.request !== text) this.attempt = { request: text, key: newKey() };
    return this.attempt.key;
  }

  answered(): void {
    this.attempt = undefined;
  }
}
