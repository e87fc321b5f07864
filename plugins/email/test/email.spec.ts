import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import type { Message } from '@hostwright/sdk';
import { aCall, fakeContext } from '@hostwright/sdk/testing';
import { describe, expect, it } from 'vitest';
import { EmailChannel, type EmailConfig } from '../src/email-channel.js';
import { encryptionFor } from '../src/encryption.js';
import plugin from '../src/index.js';
import { postOffice } from './post-office.js';

const FROM = 'Каштан <rahunok@kashtan.example>';

const aMessage = (words: Partial<Message> = {}): Message => ({
  messageId: randomUUID(),
  template: 'invoice-issued',
  to: { customerId: randomUUID(), name: 'Олена Шевченко', address: 'olena@example.test', locale: 'uk' },
  subject: 'Рахунок № 12 на 1 200,00 ₴',
  text: 'Дякуємо за замовлення.',
  ...words,
});

const contextOf = (config: Omit<EmailConfig, 'from'>, secrets: Record<string, string> = {}) =>
  fakeContext<EmailConfig>({ config: { from: FROM, ...config }, secrets });

const send = (config: Omit<EmailConfig, 'from'>, message = aMessage(), secrets: Record<string, string> = {}) =>
  new EmailChannel(contextOf(config, secrets)).send(message, aCall(`message-${message.messageId}`));

/** A server that plays its lines and then hangs up. */
async function actor(lines: Readonly<Record<string, string>>) {
  const server = createServer(socket => {
    socket.on('error', () => undefined);
    socket.write('220 stage\r\n');
    let isLetter = false;
    socket.on('data', data => {
      for (const line of data
        .toString()
        .split('\r\n')
        .filter(text => text !== '')) {
        if (isLetter && line !== '.') continue;
        const word = isLetter ? '.' : (line.split(/[ :]/)[0] ?? '').toUpperCase();
        const answer = lines[word];
        if (answer === undefined) {
          socket.destroy();
          return;
        }
        isLetter = word === 'DATA' && answer.startsWith('354');
        socket.write(`${answer}\r\n`);
      }
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { host: '127.0.0.1', port, close: () => new Promise(resolve => server.close(resolve)) };
}

const POLITE = { EHLO: '250 stage', MAIL: '250 ok', RCPT: '250 ok', DATA: '354 go on', '.': '250 taken', QUIT: '221 bye' };

describe('a letter', () => {
  it('arrives with both bodies, its attachment and every letter of its names', async () => {
    const office = await postOffice();
    const message = aMessage({
      html: '<p>Дякуємо за <b>замовлення</b>.</p>',
      attachments: [{ name: 'рахунок-12.pdf', contentType: 'application/pdf', content: new TextEncoder().encode('%PDF-1.7') }],
    });

    const delivery = await send(office, message);
    await office.close();

    const [letter] = office.delivered;
    expect(delivery).toEqual({ reference: `<${message.messageId}@kashtan.example>`, state: 'accepted' });
    expect(letter?.to).toEqual(['olena@example.test']);
    expect(letter?.parsed).toMatchObject({
      subject: message.subject,
      messageId: delivery.reference,
      html: expect.stringContaining('<b>замовлення</b>') as string,
    });
    expect(letter?.parsed.text?.trim()).toBe(message.text);
    expect(letter?.parsed.from?.value).toEqual([{ name: 'Каштан', address: 'rahunok@kashtan.example' }]);
    expect(letter?.parsed.attachments[0]).toMatchObject({
      filename: 'рахунок-12.pdf',
      contentType: 'application/pdf',
      content: Buffer.from('%PDF-1.7'),
    });
    expect(letter?.parsed.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('gains no header from what a customer is called or what a subject says', async () => {
    const office = await postOffice();
    const to = { customerId: 'c', name: 'A\r\nBcc: thief@example.test', address: 'olena@example.test', locale: 'en' };

    await send(office, aMessage({ to, subject: 'One\r\nX-Evil: yes' }));
    await office.close();

    expect(office.delivered[0]?.to).toEqual(['olena@example.test']);
    expect(office.delivered[0]?.parsed.bcc).toBeUndefined();
    expect(office.delivered[0]?.parsed.headers.has('x-evil')).toBe(false);
  });

  it('reads no file and no address, whatever its HTML names', async () => {
    const office = await postOffice();

    await send(office, aMessage({ html: '<img src="file:///etc/passwd">' }));
    await office.close();

    expect(office.delivered[0]?.raw).not.toContain('root:');
  });
});

describe('a delivery that fails', () => {
  it.each([
    ['nobody listens', {}, 'retryable', 'unreachable', true],
    ['the line is cut at the greeting', {}, 'retryable', 'unreachable', false],
    ['the line is cut at the sender', { EHLO: '250 stage' }, 'retryable', 'unreachable', false],
    ['the line is cut at the recipient', { EHLO: '250 stage', MAIL: '250 ok' }, 'retryable', 'unreachable', false],
    [
      'the line is cut before the letter',
      { EHLO: '250 stage', MAIL: '250 ok', RCPT: '250 ok' },
      'retryable',
      'unreachable',
      false,
    ],
    ['the line is cut after the letter', { ...POLITE, '.': undefined }, 'unknown', 'no-answer', false],
    ['the server is busy', { ...POLITE, MAIL: '451 later' }, 'retryable', 'smtp-451', false],
    ['the mailbox is greylisted', { ...POLITE, RCPT: '450 later' }, 'retryable', 'smtp-450', false],
    ['the letter is put off at the end', { ...POLITE, '.': '452 full' }, 'retryable', 'smtp-452', false],
    ['the mailbox does not exist', { ...POLITE, RCPT: '550 no such user' }, 'final', 'recipient-refused', false],
    ['the sender is not welcome', { ...POLITE, MAIL: '553 no' }, 'final', 'sender-refused', false],
    ['the letter is refused', { ...POLITE, '.': '554 spam' }, 'final', 'letter-refused', false],
  ] as const)('because %s', async (_, lines, kind, code, isDown) => {
    const server = await actor(
      Object.fromEntries(Object.entries(lines).filter(([, answer]) => answer !== undefined)) as Record<string, string>,
    );
    if (isDown) await server.close();

    const failure = await send(server).catch((error: unknown) => error);
    if (!isDown) await server.close();

    expect(failure).toMatchObject({ name: 'PluginFailure', kind, code });
  });

  it('may be tried again, and goes out once', async () => {
    let isBusy = true;
    const office = await postOffice({
      onRcptTo: (_, __, done) => (isBusy ? done(Object.assign(new Error('later'), { responseCode: 450 })) : done()),
    });
    const channel = new EmailChannel(contextOf(office));
    const message = aMessage();
    const attempt = (number: number) => channel.send(message, aCall(`message-${message.messageId}`, number));

    await expect(attempt(1)).rejects.toMatchObject({ kind: 'retryable' });
    isBusy = false;
    const [second, third] = [await attempt(2), await attempt(3)];
    await office.close();

    expect(third).toEqual(second);
    expect(office.delivered.length).toBe(1);
  });

  it('for want of a password asks for one, and does not send without', async () => {
    const office = await postOffice();

    await expect(send({ ...office, user: 'shop' })).rejects.toMatchObject({ kind: 'final', code: 'secret-missing' });
    await office.close();

    expect(office.delivered).toEqual([]);
  });

  it('because its caller gave up, says what may have been done', async () => {
    const deaf = await actor({ ...POLITE });
    const signal = AbortSignal.abort();
    const message = aMessage();

    const given = new EmailChannel(contextOf(deaf)).send(message, { idempotencyKey: 'message-1', attempt: 1, signal });

    await expect(given).rejects.toMatchObject({ kind: 'retryable' });
    await deaf.close();
  });
});

describe('the line', () => {
  it.each([
    ['mail.example.test', 'shop', { secure: false, requireTLS: true }],
    ['mail.example.test', undefined, { secure: false, requireTLS: false }],
    ['10.0.0.25', 'shop', { secure: false, requireTLS: true }],
    ['127.evil.example', 'shop', { secure: false, requireTLS: true }],
    ['127.0.0.1', 'shop', { secure: false, ignoreTLS: true }],
    ['localhost', undefined, { secure: false, ignoreTLS: true }],
  ])('to %s for the user %s carries no password that others could hear', (host, user, encryption) => {
    expect(encryptionFor({ host, port: 587, ...(user !== undefined && { user }) })).toEqual(encryption);
    expect(encryptionFor({ host, port: 465, secure: true })).toEqual({ secure: true });
  });
});

describe('testing the connection', () => {
  it('signs in and sends nothing', async () => {
    const office = await postOffice({
      authOptional: false,
      onAuth: (auth, _, done) =>
        auth.password === 'right' ? done(null, { user: 'shop' }) : done(new Error('Wrong user or password')),
    });
    const check = (password: string) => plugin.check!(contextOf({ ...office, user: 'shop' }, { password }));

    expect(await check('right')).toEqual({ ok: true });
    expect(await check('wrong')).toMatchObject({ ok: false, detail: expect.stringContaining('Wrong user') as string });
    await office.close();

    expect(await check('right')).toMatchObject({ ok: false });
    expect(office.delivered).toEqual([]);
  });
});
