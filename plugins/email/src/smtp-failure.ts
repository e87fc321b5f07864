import { PluginFailure } from '@hostwright/sdk';

/** How far a delivery had come: until the first byte of the letter was handed over, the server has certainly done nothing. */
export type Phase = 'connecting' | 'signing-in' | 'addressing' | 'handing-over';

interface SmtpError {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly command?: unknown;
}

/** An answer of the server counts whenever it came: 4xx says "not now", 5xx says "never". Without one, the phase decides. */
export function toFailure(error: Error & SmtpError, phase: Phase): PluginFailure {
  const status = typeof error.responseCode === 'number' ? error.responseCode : undefined;
  if (status !== undefined && status >= 400 && status < 500) {
    return PluginFailure.retryable(`The mail server asks to try later: ${error.message}`, {
      code: `smtp-${status}`,
      cause: error,
    });
  }
  if (status !== undefined && status >= 500) {
    return PluginFailure.final(`The mail server refused: ${error.message}`, { code: refusalOf(error, status), cause: error });
  }
  if (error.code === 'EAUTH')
    return PluginFailure.final(`Signing in failed: ${error.message}`, { code: 'auth-refused', cause: error });
  if (error.command === 'API')
    return PluginFailure.final(`The letter cannot be sent: ${error.message}`, { code: 'bad-letter', cause: error });
  if (phase === 'handing-over') {
    return PluginFailure.unknown(`The line was cut while the letter was handed over: ${error.message}`, {
      code: 'no-answer',
      cause: error,
    });
  }
  return PluginFailure.retryable(`The mail server could not be reached: ${error.message}`, { code: 'unreachable', cause: error });
}

const REFUSALS: Readonly<Record<string, string>> = {
  'MAIL FROM': 'sender-refused',
  'RCPT TO': 'recipient-refused',
  DATA: 'letter-refused',
};

function refusalOf(error: SmtpError, status: number): string {
  if (error.code === 'EAUTH') return 'auth-refused';
  const command = typeof error.command === 'string' ? error.command : '';
  return (Object.hasOwn(REFUSALS, command) ? REFUSALS[command] : undefined) ?? `smtp-${status}`;
}
