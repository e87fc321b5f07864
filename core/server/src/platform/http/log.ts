import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { Config } from '../config/index.js';

/** Names under which secrets travel, wherever they stand in what is logged. */
const SECRET_NAMES = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'current',
  'token',
  'accessToken',
  'refreshToken',
  'secret',
  'secrets',
  'secretKey',
  'apiKey',
  'privateKey',
  'credentials',
  'x-hostwright-key',
];

const quoted = (name: string): string => (/^\w+$/.test(name) ? `.${name}` : `["${name}"]`);

const PATHS = SECRET_NAMES.flatMap(name => [
  quoted(name).replace(/^\./, ''),
  ...['*', '*.*', '*.*.*'].map(depth => `${depth}${quoted(name)}`),
]);

/** One JSON object a line on standard output. */
export function createLog(config: Pick<Config, 'logLevel'>, destination?: { write(line: string): void }): Logger {
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: PATHS, censor: '[secret]' },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What Nest and the modules log through `Logger` goes the same way. */
export function nestLogger(log: Logger): LoggerService {
  const write =
    (level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...more: unknown[]) => {
      const context = more.at(-1);
      const fields = {
        ...(typeof context === 'string' && { context }),
        ...(more.length > 1 && typeof more[0] === 'string' && { stack: more[0] }),
      };
      if (message instanceof Error) log[level]({ ...fields, err: message }, message.message);
      else if (typeof message === 'object' && message !== null) log[level]({ ...fields, ...message });
      else log[level](fields, String(message));
    };
  return {
    log: write('info'),
    error: write('error'),
    warn: write('warn'),
    debug: write('debug'),
    verbose: write('trace'),
    fatal: write('fatal'),
  };
}
