import type { ServerAddress, ServerState } from './server-provider.js';

/** A copy of a server's disk that is kept at the provider; `name` is what `createSnapshot` was given. */
export interface DiskSnapshot {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly sizeBytes?: bigint;
  /** False while it is still being made: it cannot be restored yet. */
  readonly ready: boolean;
}

/** How far back a chart looks. */
export type MetricsRange = 'hour' | 'day' | 'week' | 'month';

/** What was measured over the interval that ends at `at`; a value is absent where the provider does not know it. */
export interface MetricsPoint {
  readonly at: Date;
  /** 100 is one core that is busy all the time, so four busy cores are 400. */
  readonly cpuPercent?: number;
  readonly memoryBytes?: number;
  readonly diskReadBytesPerSecond?: number;
  readonly diskWriteBytesPerSecond?: number;
  readonly networkInBytesPerSecond?: number;
  readonly networkOutBytesPerSecond?: number;
}

export interface ServerMetrics {
  readonly memoryTotalBytes?: number;
  readonly cpuCores?: number;
  /** In order of time. */
  readonly points: readonly MetricsPoint[];
}

export type MeterCode = 'traffic' | 'disk' | 'memory' | 'mailboxes' | 'databases' | 'domains' | 'inodes';

/** What is used of something that is limited; `limit` is absent where there is none. */
export interface Meter {
  readonly code: MeterCode;
  readonly unit: 'bytes' | 'count';
  readonly used: bigint;
  readonly limit?: bigint;
}

/** Usage of the present billing period of the provider, for bars in the cabinet and for metering. */
export interface ServerUsage {
  readonly meters: readonly Meter[];
  /** When `traffic` begins at zero again. */
  readonly resetsAt?: Date;
}

/** How the far end of a TLS connection is trusted, and how we show who we are. PEM texts. */
export interface TlsIdentity {
  /** The authority that signed the far end's certificate, where no public one did. */
  readonly authority?: string;
  /** SHA-256 of the far end's certificate, hexadecimal with or without colons: nothing else about it is checked then. */
  readonly fingerprint?: string;
  /** Our certificate and its key, where the far end knows its clients by them. */
  readonly certificate?: string;
  readonly key?: string;
}

/**
 * A way to the console of a server, for the core, which passes it on to a signed-in browser; the browser never sees the
 * address, headers or keys. `terminal` is raw bytes of a terminal, `vnc` is the RFB protocol (RFC 6143).
 */
export interface ConsoleSession {
  readonly protocol: 'terminal' | 'vnc';
  /** wss: address of the socket. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the socket's sub-protocol is called, where the provider insists on one. */
  readonly subprotocols?: readonly string[];
  readonly tls?: TlsIdentity;
  /** A second socket to which the size of the terminal is told, one JSON text for each change. */
  readonly control?: { readonly url: string; readonly resize: string };
  /** Sent by the core as soon as the socket is open, before the browser's bytes. */
  readonly greeting?: string;
  /** What RFB asks the browser for; only of this server. */
  readonly password?: string;
  readonly expiresAt: Date;
}

/** A short-lived address of a control panel, signed in. */
export interface PanelAccess {
  readonly url: string;
  readonly expiresAt: Date;
}

/** A server that the provider holds, for comparing its books with ours; `serviceId` is the label that `create` wrote. */
export interface ListedServer {
  readonly externalId: string;
  readonly serviceId?: string;
  readonly state: ServerState;
  readonly hostname?: string;
  readonly plan?: string;
  readonly image?: string;
  readonly location?: string;
  readonly addresses: readonly ServerAddress[];
  readonly createdAt?: Date;
}

export interface ServerPage {
  readonly servers: readonly ListedServer[];
  /** Hand it to the next call; absent on the last page. */
  readonly next?: string;
}

/** Work that people must do before the server is what was asked for; the core shows it to staff as a task. */
export interface HandWork {
  /** One sentence in English that says what is to be done. */
  readonly title: string;
  readonly instructions?: string;
  /** Hours from now within which it should be done. */
  readonly dueInHours?: number;
  /** Whether whoever finishes it must tell the address and the way in. */
  readonly asksAccess: boolean;
}

/** What staff tell when they have done their part. */
export interface HandWorkResult {
  readonly addresses?: readonly string[];
  readonly username?: string;
  readonly password?: string;
  readonly notes?: string;
}
