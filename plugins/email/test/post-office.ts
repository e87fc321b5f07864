import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Delivered {
  readonly raw: string;
  readonly parsed: ParsedMail;
  readonly to: readonly string[];
}

/** A real SMTP server on this machine. */
export async function postOffice(options: SMTPServerOptions = {}) {
  const delivered: Delivered[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      void (async () => {
        const parts: Buffer[] = [];
        for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
        const raw = Buffer.concat(parts);
        delivered.push({
          raw: raw.toString('utf8'),
          parsed: await simpleParser(raw),
          to: session.envelope.rcptTo.map(to => to.address),
        });
        done();
      })();
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { host: '127.0.0.1', port, delivered, close: () => new Promise<void>(resolve => server.close(resolve)) };
}
