/** The work's own answer, or the failure that `onLate` makes when time runs out or the caller leaves. A late answer is dropped. */
export async function withDeadline<T>(
  limitMs: number,
  callers: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
  onLate: (isOver: boolean) => Error,
): Promise<T> {
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(new DOMException('The deadline has passed', 'TimeoutError')), limitMs);
  const signal = callers ? AbortSignal.any([callers, timer.signal]) : timer.signal;
  const { promise: late, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(onLate(timer.signal.aborted));
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  try {
    return await Promise.race([late, work(signal)]);
  } finally {
    clearTimeout(timeout);
    signal.removeEventListener('abort', leave);
  }
}
