import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer, type WebSocket } from 'ws';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { addressKey, Readiness } from '../../platform/http/index.js';
import { addressOf, Counter, LiveListener } from '../../platform/live/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { Tenants, type Tenant } from '../../platform/tenancy/index.js';
import { ConsoleLine, END_CODES, type FarEnd } from './console-line.js';
import { ConsoleTickets, type TakenTicket } from './console-tickets.js';
import { OpenLines } from './open-lines.js';

const PATH = '/console/socket';
/** The page names this and its ticket as sub-protocols: headers that browsers let a page set, and that nobody logs. */
const SUBPROTOCOL = 'console';
const LARGEST_FROM_BROWSER = 64 * 1024;
const LARGEST_FROM_PROVIDER = 4 * 1024 * 1024;
const SOCKETS_OF_AN_ADDRESS = 30;
const LOOK_EVERY_MS = 60_000;

/** Takes the sockets of console pages and joins each with the console that its ticket is for. */
@Injectable()
export class ConsoleServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Console');
  private readonly addresses = new Counter(SOCKETS_OF_AN_ADDRESS);
  private readonly sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: LARGEST_FROM_BROWSER,
    handleProtocols: () => SUBPROTOCOL,
  });
  /** Browsers that wait for their provider. */
  private readonly waiting = new Set<WebSocket>();
  private server: Server | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly listener: LiveListener,
    private readonly tenants: Tenants,
    private readonly plugins: Plugins,
    private readonly tickets: ConsoleTickets,
    private readonly lines: OpenLines,
    private readonly readiness: Readiness,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicScheme' | 'trustProxy'>,
  ) {}

  onApplicationBootstrap(): void {
    this.server = this.adapters.httpAdapter?.getHttpServer() as Server | undefined;
    if (!this.server) return;
    this.server.on('upgrade', this.onUpgrade);
    this.listener.also({
      onAnnouncement: ({ tenantId, event }) => {
        if (event.name === 'service.changed') this.watch(this.lines.check(tenantId, event.id));
      },
      onGap: () => this.watch(this.lines.look()),
    });
    this.timer = setInterval(() => this.watch(this.lines.look()), LOOK_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.server?.off('upgrade', this.onUpgrade);
    for (const browser of this.waiting) {
      browser.close(END_CODES.restarting, 'restarting');
      browser.resume();
    }
    await this.lines.endAll('restarting');
  }

  /** Nobody waits for a look: the next one comes within a minute. */
  private watch(look: Promise<void>): void {
    look.catch((error: unknown) => this.log.warn(`Open consoles were not looked at: ${String(error)}`));
  }

  private readonly onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (request.url?.split('?')[0] !== PATH) return;
    // A browser that leaves early takes its socket with it; that is noticed where the socket is used.
    socket.on('error', () => undefined);
    const address = addressKey(addressOf(request, this.config.trustProxy));
    if (!this.addresses.take(address)) return refuse(socket, 429);
    socket.once('close', () => this.addresses.giveBack(address));
    this.admit(request, socket, head).catch((error: unknown) => {
      this.log.error(error);
      refuse(socket, 503);
    });
  };

  private async admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { host = '', origin } = request.headers;
    const tenant = await this.tenants.byHost(host);
    if (this.readiness.isStopping) return refuse(socket, 503);
    if (tenant?.state !== 'active') return refuse(socket, 404);
    if (!this.isOwnPage(origin, host, tenant)) return refuse(socket, 403);
    const [subprotocol, ticket, ...more] = String(request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
    if (subprotocol !== SUBPROTOCOL || ticket === undefined || more.length > 0) return refuse(socket, 404);
    const taken = await this.tickets.take(tenant.id, ticket);
    if (taken === undefined) return refuse(socket, 404);
    if (taken === 'full') return refuse(socket, 429);
    let browser: WebSocket | undefined;
    this.sockets.handleUpgrade(request, socket, head, opened => (browser = opened));
    if (browser) await this.join(tenant.id, taken, browser);
    else this.lines.ended(tenant.id, taken.id);
  }

  /** Only the page that this shop serves; a program that sends no origin is no page. */
  private isOwnPage(origin: string | undefined, host: string, { url }: Tenant): boolean {
    return origin !== undefined && (origin === url || origin === `${this.config.publicScheme}://${host.toLowerCase()}`);
  }

  private async join(tenantId: string, ticket: TakenTicket, browser: WebSocket): Promise<void> {
    browser.pause();
    browser.on('error', () => undefined);
    this.waiting.add(browser);
    const far = await this.reach(tenantId, ticket).finally(() => this.waiting.delete(browser));
    if (!far) {
      browser.close(END_CODES.unreachable, 'unreachable');
      browser.resume();
      return this.lines.ended(tenantId, ticket.id);
    }
    const line = new ConsoleLine(browser, far, () => this.lines.ended(tenantId, ticket.id));
    this.lines.add({ tenantId, ticket, line });
    line.begin(ticket.hostname);
    if (this.readiness.isStopping) line.end('restarting');
    // What happened to the service between the ticket and now was announced to nobody who would have heard it.
    await this.lines.check(tenantId, ticket.serviceId);
  }

  /** Undefined where the provider lets nobody in or cannot be reached; staff read why, without what was sent there. */
  private async reach(tenantId: string, { installationId, externalId, serviceId }: TakenTicket): Promise<FarEnd | undefined> {
    const opened: WebSocket[] = [];
    try {
      const provider = await this.plugins.get('server-provider', tenantId, installationId);
      const session = await provider.openConsole!(externalId);
      const { url, headers, subprotocols = [], tls, control } = session;
      const wish = { largestMessage: LARGEST_FROM_PROVIDER, subprotocols, ...(headers && { headers }), ...(tls && { tls }) };
      const open = async (address: string): Promise<WebSocket> => {
        const socket = await this.plugins.openSocket(tenantId, installationId, address, wish);
        socket.on('error', () => undefined);
        opened.push(socket);
        return socket;
      };
      const socket = await open(url);
      return { session, socket, ...(control && { control: await open(control.url) }) };
    } catch (error) {
      // The page offers to open the console again; there is nothing else to be done about a provider that is away.
      const message = error instanceof Error ? error.message : String(error);
      this.log.warn(`The console of service ${serviceId} of shop ${tenantId} could not be reached: ${message}`);
      opened.forEach(socket => socket.terminate());
      return undefined;
    }
  }
}

function refuse(socket: Duplex, status: number): void {
  if (!socket.writable) return void socket.destroy();
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
