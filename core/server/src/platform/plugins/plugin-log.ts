import { Logger as NestLogger } from '@nestjs/common';
import type { Logger } from '@hostwright/sdk';
import type { Redactor } from '../secrets/index.js';

const output = new NestLogger('Plugin');

/** A plugin's log lines: they say whose they are and never show a secret of the installation. */
export function pluginLog(redactor: Redactor, owner: Readonly<Record<string, string>>): Logger {
  const line = (message: string, fields: Readonly<Record<string, unknown>> = {}): object => ({
    msg: redactor.text(message),
    ...owner,
    fields: redactor.value(fields),
  });
  return {
    debug: (message, fields) => output.debug(line(message, fields)),
    info: (message, fields) => output.log(line(message, fields)),
    warn: (message, fields) => output.warn(line(message, fields)),
    error: (message, fields) => output.error(line(message, fields)),
  };
}
