import type { AddressInfo, Socket } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** `later`: 451, try again. `refuse`: 550. `cut`: the letter is taken and the line goes dead before the answer. */
export type MailTrouble = 'later' | 'refuse' | 'cut';

/** A real SMTP server that has its moods. */
export interface PostOffice {
  readonly host: string;
  readonly port: number;
  /** What was taken, oldest first. */
  readonly letters: ParsedMail[];
  /** What happens to the letters that come next, one after another. */
  readonly troubles: MailTrouble[];
  close(): Promise<void>;
}

export async function postOffice(): Promise<PostOffice> {
  const letters: ParsedMail[] = [];
  const troubles: MailTrouble[] = [];
  const lines = new Set<Socket>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, _, done) {
      const trouble = troubles.shift();
      simpleParser(stream).then(letter => {
        if (trouble === 'later') return done(refusal(451, 'Come back later'));
        if (trouble === 'refuse') return done(refusal(550, 'No such mailbox'));
        letters.push(letter);
        if (trouble !== 'cut') return done();
        for (const line of lines) line.destroy();
      }, done);
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (line: Socket) => {
    lines.add(line);
    line.once('close', () => lines.delete(line));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { host: '127.0.0.1', port, letters, troubles, close: () => new Promise<void>(resolve => server.close(resolve)) };
}

const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });
