import { createServer, type Server } from 'node:http';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { listPage, mailPage, notFoundPage } from './mailbox-pages.js';

const MOST = 500;

export interface Mail {
  readonly number: number;
  readonly receivedAt: Date;
  readonly parsed: ParsedMail;
}

/** A mail server for the demo: takes whatever is sent, keeps the newest, shows it on a page. Nothing leaves the machine. */
export class Mailbox {
  private readonly mails: Mail[] = [];
  private count = 0;
  private readonly smtp: SMTPServer;
  private readonly http: Server;

  constructor() {
    this.smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onData: (stream, _session, done) => {
        simpleParser(stream).then(
          parsed => {
            this.keep(parsed);
            done();
          },
          (error: Error) => done(error),
        );
      },
    });
    this.http = createServer((request, response) => {
      const { status, type, body, headers } = this.answer(new URL(request.url ?? '/', 'http://mail.localhost'));
      response.writeHead(status, {
        'content-type': type,
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
        ...headers,
      });
      response.end(body);
    });
  }

  async listen(smtpPort: number, httpPort: number): Promise<void> {
    await new Promise<void>(resolve => this.smtp.listen(smtpPort, '127.0.0.1', resolve));
    await new Promise<void>(resolve => this.http.listen(httpPort, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.http.closeAllConnections();
    await Promise.all([new Promise<void>(resolve => this.smtp.close(resolve)), new Promise(resolve => this.http.close(resolve))]);
  }

  private keep(parsed: ParsedMail): void {
    this.count += 1;
    this.mails.unshift({ number: this.count, receivedAt: new Date(), parsed });
    this.mails.length = Math.min(this.mails.length, MOST);
  }

  private answer(url: URL): { status: number; type: string; body: string | Buffer; headers?: Record<string, string> } {
    const html = (status: number, body: string) => ({ status, type: 'text/html; charset=utf-8', body });
    if (url.pathname === '/') return html(200, listPage(this.mails));
    const [, number, part] = url.pathname.split('/');
    const mail = this.mails.find(candidate => String(candidate.number) === number);
    if (!mail) return html(404, notFoundPage());
    if (part === undefined) return html(200, mailPage(mail));
    if (part === 'html') return html(200, mail.parsed.html || '');
    const attachment = mail.parsed.attachments[Number(part)];
    if (!attachment) return html(404, notFoundPage());
    return { status: 200, type: attachment.contentType, body: attachment.content, headers: { 'content-disposition': 'inline' } };
  }
}

/** A mail's HTML is shown in a frame that runs nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; frame-src 'self'; object-src 'self'";
