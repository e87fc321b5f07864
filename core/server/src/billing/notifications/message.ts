import type { DomainEvent, EventMap, EventName, MoneyJson } from '@hostwright/sdk';

/** A value in a message. Money and days are kept as they are and written in the reader's language when it is sent. */
export type MessageFact = string | { readonly money: MoneyJson } | { readonly day: string };

/** What a message says. It is stored, so it holds no secret; words come from the theme by the template's name. */
export interface MessageData {
  /** Where the button goes: a path of the shop. */
  readonly path: string;
  /** Holes in the words: number, total, name, reason. */
  readonly values: Readonly<Record<string, MessageFact>>;
  readonly rows?: readonly { readonly label: string; readonly value: MessageFact }[];
  /** What it is about, for those who make its attachments. */
  readonly subjectId?: string;
}

/** Says which fact becomes which message, to whom. Everything here runs inside the transaction of its handler. */
export interface MessageSpec<Name extends EventName> {
  readonly template: string;
  readonly event: Name;
  /** Kept with every event that it has handled: it must not change. */
  readonly handler: string;
  /** The customer who gets it; undefined when nobody should. */
  recipient(data: Readonly<EventMap[Name]>): string | undefined | Promise<string | undefined>;
  data(event: DomainEvent<Name>, tenantId: string): Promise<MessageData> | MessageData;
  /** Names of attachments, made when the message is sent. */
  readonly attachments?: readonly string[];
  /** What must not be stored, made at the moment of sending; it replaces parts of the data. */
  secrets?(data: MessageData, tenantId: string, customerId: string): Promise<Partial<MessageData>>;
  /** A message that is older helps nobody and is not sent any more. */
  readonly uselessAfterMs?: number;
}

/** A message to those who answer for the shop. */
export type StaffMessageSpec<Name extends EventName> = Pick<MessageSpec<Name>, 'template' | 'event' | 'handler' | 'data'>;

/** How a message is finished when its turn has come. */
export type Finishing = Pick<MessageSpec<EventName>, 'attachments' | 'secrets' | 'uselessAfterMs'>;
