import type { IncomingMessage, Server as HttpServer } from 'node:http';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  Optional,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Server, type DefaultEventsMap, type Socket as AnySocket } from 'socket.io';
import { Clock } from '../clock/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { addressKey, Authentication, type CustomerActor, type StaffActor } from '../http/index.js';
import { Tenants } from '../tenancy/index.js';
import { addressOf, Counter, endOf, mayOpen } from './admission.js';
import { LiveListener } from './listener.js';
import type { Announcement } from './live.js';

interface SocketData {
  tenantId: string;
  actor: CustomerActor | StaffActor;
  endsAt: number;
  timer?: NodeJS.Timeout;
}

type Socket = AnySocket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;

interface Connection {
  readonly request: IncomingMessage;
  close(): void;
  once(event: 'close', listener: () => void): void;
}

const PATH = '/live';
const LARGEST_MESSAGE = 8192;
const SOCKETS_OF_AN_ADDRESS = 60;
const SOCKETS_OF_AN_ACCOUNT = 20;
/** A page sends nothing but a fresh token every few minutes. */
const MESSAGES_OF_A_SOCKET = 200;

const customerRoom = (tenantId: string, customerId: string): string => `tenant:${tenantId}:customer:${customerId}`;
const staffRoom = (tenantId: string): string => `tenant:${tenantId}:staff`;

/** Sockets of browsers. Each belongs to one signed-in person of one shop, and ends with that person's token. */
@Injectable()
export class LiveServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Live');
  private readonly addresses = new Counter(SOCKETS_OF_AN_ADDRESS);
  private readonly accounts = new Counter(SOCKETS_OF_AN_ACCOUNT);
  private io: Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData> | undefined;

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly listener: LiveListener,
    private readonly tenants: Tenants,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'trustProxy'>,
    @Optional() private readonly authentication?: Authentication,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const server = this.adapters.httpAdapter?.getHttpServer() as HttpServer | undefined;
    if (!server) return;
    const io: NonNullable<typeof this.io> = new Server(server, {
      path: PATH,
      transports: ['websocket'],
      serveClient: false,
      maxHttpBufferSize: LARGEST_MESSAGE,
      connectTimeout: 10_000,
      // Sockets of other paths belong to others; one that nobody has taken by then is closed.
      destroyUpgradeTimeout: 30_000,
      perMessageDeflate: false,
      allowRequest: (request, answer) =>
        void this.admit(request).then(
          refusal => answer(refusal, refusal === undefined),
          (error: unknown) => this.refuseAll(error, answer),
        ),
    });
    io.use((socket, next) => void this.identify(socket).then(next, (error: unknown) => this.refuseAll(error, next)));
    io.engine.on('connection', (connection: Connection) => this.count(connection));
    io.on('connection', socket => this.welcome(socket));
    this.io = io;
    await this.listener.start({ onAnnouncement: announcement => this.tell(announcement), onGap: () => this.closeConnections() });
  }

  /** Sockets keep the HTTP server from closing, so they go first. Their pages come back to another node by themselves. */
  async beforeApplicationShutdown(): Promise<void> {
    this.listener.stop();
    this.closeConnections();
    this.io?.engine.close();
  }

  private tell({ tenantId, customerId, event }: Announcement): void {
    const rooms = [staffRoom(tenantId), ...(customerId === undefined ? [] : [customerRoom(tenantId, customerId)])];
    this.io?.to(rooms).emit('changed', event);
  }

  /** The reason for a refusal, or undefined. */
  private async admit(request: IncomingMessage): Promise<string | undefined> {
    const { host, origin } = request.headers;
    const tenant = host === undefined ? undefined : await this.tenants.byHost(host);
    if (!tenant || tenant.state !== 'active') return 'unknown-host';
    return mayOpen(origin, host, tenant) ? undefined : 'origin-not-allowed';
  }

  private async identify(socket: Socket): Promise<Error | undefined> {
    const tenant = await this.tenants.byHost(socket.handshake.headers.host ?? '');
    const known = tenant && (await this.actorOf(socket.handshake.auth['token'], tenant.id));
    if (!tenant || !known) return new Error('not-signed-in');
    Object.assign(socket.data, { tenantId: tenant.id, ...known } satisfies SocketData);
    return undefined;
  }

  private async actorOf(token: unknown, tenantId: string): Promise<Pick<SocketData, 'actor' | 'endsAt'> | undefined> {
    if (typeof token !== 'string' || token.length > LARGEST_MESSAGE) return undefined;
    const actor = await this.authentication?.authenticate(token, tenantId);
    return actor && actor.kind !== 'operator' ? { actor, endsAt: endOf(token) } : undefined;
  }

  /** Before anybody has said who they are: connections are cheap to open, so they are counted first. */
  private count(connection: Connection): void {
    const address = addressKey(addressOf(connection.request, this.config.trustProxy));
    if (!this.addresses.take(address)) return connection.close();
    connection.once('close', () => this.addresses.giveBack(address));
  }

  private welcome(socket: Socket): void {
    const { tenantId, actor } = socket.data;
    const account = `${tenantId} ${actor.kind} ${actor.id}`;
    if (!this.accounts.take(account)) return void socket.disconnect(true);
    void socket.join(actor.kind === 'staff' ? staffRoom(tenantId) : customerRoom(tenantId, actor.id));
    this.endInTime(socket);
    this.hear(socket);
    socket.once('disconnect', () => {
      clearTimeout(socket.data.timer);
      this.accounts.giveBack(account);
    });
  }

  /** The only thing a page says: `renew` with a fresh token of the same person. */
  private hear(socket: Socket): void {
    let messages = 0;
    socket.onAny(() => {
      messages += 1;
      if (messages > MESSAGES_OF_A_SOCKET) socket.disconnect(true);
    });
    socket.on('renew', (token: unknown, answer: unknown) => {
      void this.renew(socket, token).then(
        isRenewed => typeof answer === 'function' && (answer as (isRenewed: boolean) => void)(isRenewed),
        (error: unknown) => this.log.error(error),
      );
    });
  }

  private async renew(socket: Socket, token: unknown): Promise<boolean> {
    const { tenantId, actor } = socket.data;
    const known = await this.actorOf(token, tenantId);
    if (!known || known.actor.kind !== actor.kind || known.actor.id !== actor.id || !socket.connected) return false;
    Object.assign(socket.data, known);
    this.endInTime(socket);
    return true;
  }

  private endInTime(socket: Socket): void {
    clearTimeout(socket.data.timer);
    // Closing the transport, not the session: the page connects again by itself, with a fresh token if it has one.
    socket.data.timer = setTimeout(() => socket.conn.close(), socket.data.endsAt - this.clock.now().getTime()).unref();
  }

  private closeConnections(): void {
    for (const socket of this.io?.sockets.sockets.values() ?? []) socket.conn.close();
  }

  /** The database could not be asked who this is. */
  private refuseAll(error: unknown, answer: (reason: never, allowed: boolean) => void): void {
    this.log.error(error);
    answer('not-ready' as never, false);
  }
}
