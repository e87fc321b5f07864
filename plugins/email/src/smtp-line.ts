import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { encryptionFor, type SmtpServer } from './encryption.js';
import type { Letter } from './letter.js';
import { toFailure, type Phase } from './smtp-failure.js';

const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };

/** One conversation with the server, from greeting to farewell; it knows at each moment what the server may have done. */
export class SmtpLine {
  private phase: Phase = 'connecting';
  private readonly connection: SMTPConnection;
  private readonly broken: Promise<never>;

  constructor(
    private readonly server: SmtpServer,
    signal?: AbortSignal,
  ) {
    this.connection = new SMTPConnection({ ...TIMEOUTS, ...encryptionFor(server), host: server.host, port: server.port });
    this.broken = new Promise<never>((_, reject) => {
      this.connection.on('error', reject);
      const giveUp = (): void => reject(new Error('The call was given up'));
      if (signal?.aborted) giveUp();
      signal?.addEventListener('abort', giveUp, { once: true });
    });
    this.broken.catch(() => this.connection.close());
  }

  async open(password: string | undefined): Promise<void> {
    await this.step('connecting', done => this.connection.connect(done));
    const { user } = this.server;
    if (user === undefined || password === undefined) return;
    await this.step('signing-in', done => this.connection.login({ credentials: { user, pass: password } }, done));
  }

  /** The letter is read by the connection when the server has asked for it, and not before: that is the point of no return. */
  async handOver(letter: Letter): Promise<void> {
    const content = new Readable({
      read: () => {
        this.phase = 'handing-over';
        content.push(letter.bytes);
        content.push(null);
      },
    });
    const envelope = { from: letter.envelope.from, to: [...letter.envelope.to], size: letter.bytes.length };
    await this.step('addressing', done => this.connection.send(envelope, content, done));
  }

  /** Says farewell; the letter is the server's by now, so whatever happens to the line is of no interest. */
  close(): void {
    this.connection.quit();
  }

  private async step(phase: Phase, start: (done: (error?: Error | null) => void) => void): Promise<void> {
    this.phase = phase;
    try {
      await Promise.race([
        this.broken,
        new Promise<void>((resolve, reject) => start(error => (error ? reject(error) : resolve()))),
      ]);
    } catch (error) {
      this.connection.close();
      throw toFailure(error as Error, this.phase);
    }
  }
}
