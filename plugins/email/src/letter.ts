import type { Message } from '@hostwright/sdk';
import parseAddresses from 'nodemailer/lib/addressparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import { domainOf } from './address.js';

export interface Sender {
  readonly from: string;
  readonly replyTo?: string;
}

export interface Letter {
  /** The Message-ID: the same for every attempt, so that a mailbox which got it twice shows it once. */
  readonly id: string;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly bytes: Buffer;
}

/** Builds the whole letter before anything is sent, so that what fails later is the line and nothing of ours. */
export async function letterOf(message: Message, sender: Sender, date: Date): Promise<Letter> {
  const mailbox = mailboxOf(sender.from);
  const id = `<${message.messageId}@${domainOf(mailbox)}>`;
  const mail = new MailComposer({
    messageId: id,
    date,
    from: sender.from,
    ...(sender.replyTo !== undefined && { replyTo: sender.replyTo }),
    to: { name: message.to.name ?? '', address: message.to.address },
    subject: message.subject ?? '',
    text: message.text,
    ...(message.html !== undefined && { html: message.html }),
    headers: { 'auto-submitted': 'auto-generated', 'content-language': message.to.locale },
    attachments: (message.attachments ?? []).map(attachment => ({
      filename: attachment.name,
      contentType: attachment.contentType,
      content: Buffer.from(attachment.content),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { id, envelope: { from: mailbox, to: [message.to.address] }, bytes: await mail.compile().build() };
}

function mailboxOf(sender: string): string {
  const first = parseAddresses(sender, { flatten: true })[0];
  return first?.address ?? sender;
}
