import { PluginFailure, type BoundedFetch, type PluginContext } from '@hostwright/sdk';
import {
  fieldsOf,
  isTrue,
  listOf,
  optionalText,
  readCluster,
  textOf,
  unreadable,
  type ClusterRows,
  type Fields,
} from './proxmox-answers.js';
import { toFailure } from './proxmox-failure.js';
import type { GuestKind, ProxmoxConfig } from './settings.js';

export interface GuestPlace {
  readonly node: string;
  readonly kind: GuestKind;
  readonly vmid: number;
}

export type Parameters = Readonly<Record<string, string | number>>;

export interface TaskStatus {
  readonly isRunning: boolean;
  /** `OK`, `WARNINGS: 2` or what went wrong. */
  readonly exit: string;
}

type Verb = 'GET' | 'POST' | 'PUT' | 'DELETE';

const LONGEST_SENTENCE = 500;

/** One method for each call of the interface. What changes something answers the task that does it. */
export class ProxmoxClient {
  constructor(
    private readonly context: PluginContext<ProxmoxConfig>,
    private readonly signal?: AbortSignal,
  ) {}

  /** The same client, whose calls end with the call of the core that they belong to. */
  during(signal: AbortSignal): ProxmoxClient {
    return new ProxmoxClient(this.context, signal);
  }

  async version(): Promise<string> {
    return textOf(fieldsOf(await this.ask('GET', 'version'), 'the version'), 'version');
  }

  async permissions(): Promise<Fields> {
    return fieldsOf(await this.ask('GET', 'access/permissions'), 'the permissions');
  }

  /** Guests, nodes and storages of the whole cluster, as far as the token may see them. */
  async cluster(): Promise<ClusterRows> {
    return readCluster(await this.ask('GET', 'cluster/resources'));
  }

  async guests(): Promise<ClusterRows['guests']> {
    return readCluster(await this.ask('GET', 'cluster/resources?type=vm')).guests;
  }

  /** Whether nobody in the cluster has the number, guests included that the token cannot see. Nothing is set aside. */
  async isFree(vmid: number): Promise<boolean> {
    try {
      await this.ask('GET', `cluster/nextid?vmid=${vmid}`);
      return true;
    } catch (error) {
      // A taken number is a parameter that does not verify; there is no other way to ask.
      if (error instanceof PluginFailure && (error.code === 'bad-request' || error.code === 'taken')) return false;
      throw error;
    }
  }

  async status(guest: GuestPlace): Promise<Fields> {
    return fieldsOf(await this.ask('GET', `${pathOf(guest)}/status/current`), 'the status');
  }

  async config(guest: GuestPlace): Promise<Fields> {
    return fieldsOf(await this.ask('GET', `${pathOf(guest)}/config`), 'the configuration');
  }

  /** Names of settings that wait for the next start. */
  async pending(guest: GuestPlace): Promise<readonly string[]> {
    const rows = listOf(await this.ask('GET', `${pathOf(guest)}/pending`), 'the pending settings');
    return rows.filter(row => row['pending'] !== undefined || isTrue(row, 'delete')).map(row => textOf(row, 'key'));
  }

  async configure(guest: GuestPlace, parameters: Parameters): Promise<void> {
    await this.ask('PUT', `${pathOf(guest)}/config`, parameters);
  }

  clone(template: GuestPlace, parameters: Parameters): Promise<string> {
    return this.start('POST', `${pathOf(template)}/clone`, parameters);
  }

  createContainer(node: string, parameters: Parameters): Promise<string> {
    return this.start('POST', `nodes/${node}/lxc`, parameters);
  }

  grow(guest: GuestPlace, disk: string, sizeGb: number): Promise<string> {
    return this.start('PUT', `${pathOf(guest)}/resize`, { disk, size: `${sizeGb}G` });
  }

  power(guest: GuestPlace, verb: 'start' | 'stop' | 'shutdown' | 'reboot', parameters: Parameters = {}): Promise<string> {
    return this.start('POST', `${pathOf(guest)}/status/${verb}`, parameters);
  }

  destroy(guest: GuestPlace): Promise<string> {
    return this.start('DELETE', `${pathOf(guest)}?purge=1&destroy-unreferenced-disks=1`);
  }

  async snapshots(guest: GuestPlace): Promise<readonly Fields[]> {
    return listOf(await this.ask('GET', `${pathOf(guest)}/snapshot`), 'the snapshots');
  }

  takeSnapshot(guest: GuestPlace, name: string, description: string): Promise<string> {
    return this.start('POST', `${pathOf(guest)}/snapshot`, { snapname: name, description });
  }

  rollBack(guest: GuestPlace, name: string): Promise<string> {
    return this.start('POST', `${pathOf(guest)}/snapshot/${encodeURIComponent(name)}/rollback`, {});
  }

  deleteSnapshot(guest: GuestPlace, name: string): Promise<string> {
    return this.start('DELETE', `${pathOf(guest)}/snapshot/${encodeURIComponent(name)}`);
  }

  async pingAgent(guest: GuestPlace): Promise<void> {
    await this.ask('POST', `${pathOf(guest)}/agent/ping`, {});
  }

  async setUserPassword(guest: GuestPlace, username: string, password: string): Promise<void> {
    await this.ask('POST', `${pathOf(guest)}/agent/set-user-password`, { username, password });
  }

  async measurements(guest: GuestPlace, timeframe: string): Promise<readonly Fields[]> {
    return listOf(await this.ask('GET', `${pathOf(guest)}/rrddata?timeframe=${timeframe}&cf=AVERAGE`), 'the measurements');
  }

  async openConsole(guest: GuestPlace): Promise<Fields> {
    const parameters = guest.kind === 'qemu' ? { websocket: 1, 'generate-password': 1 } : { websocket: 1 };
    return fieldsOf(await this.ask('POST', `${pathOf(guest)}/vncproxy`, parameters), 'the console');
  }

  async task(node: string, upid: string): Promise<TaskStatus> {
    const task = fieldsOf(await this.ask('GET', `nodes/${node}/tasks/${encodeURIComponent(upid)}/status`), 'the task');
    return { isRunning: task['status'] !== 'stopped', exit: optionalText(task, 'exitstatus') ?? '' };
  }

  /** Tasks of one guest and type that began lately, newest first. */
  async tasksOf(guest: GuestPlace, type: string, since: number): Promise<readonly string[]> {
    const query = new URLSearchParams({ vmid: String(guest.vmid), typefilter: type, source: 'all', since: String(since) });
    const rows = listOf(await this.ask('GET', `nodes/${guest.node}/tasks?${query.toString()}`), 'the tasks');
    return rows.map(row => textOf(row, 'upid'));
  }

  get authorization(): string {
    return `PVEAPIToken=${this.context.config.tokenId}=${this.context.secrets.get('tokenSecret')}`;
  }

  address(path: string): URL {
    const base = this.context.config.apiUrl;
    if (!URL.canParse(base)) throw PluginFailure.final('The address of Proxmox is not valid', { code: 'bad-settings' });
    const { origin } = new URL(base);
    return new URL(`/api2/json/${path}`, origin);
  }

  private async start(verb: Verb, path: string, parameters?: Parameters): Promise<string> {
    const upid = await this.ask(verb, path, parameters);
    if (typeof upid !== 'string' || !upid.startsWith('UPID:')) throw unreadable('the task');
    return upid;
  }

  private async ask(verb: Verb, path: string, parameters?: Parameters): Promise<unknown> {
    const isChange = verb !== 'GET';
    const body = parameters && new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
    const response = await this.line()(this.address(path), {
      method: verb,
      headers: { authorization: this.authorization },
      redirect: 'error',
      ...(body && { body }),
      ...(this.signal && { signal: this.signal }),
    });
    const answer = parsed(await response.text());
    if (!response.ok) throw toFailure({ ...this.refusal(response, answer), isChange });
    if (typeof answer !== 'object' || answer === null || !('data' in answer)) throw unreadable('data');
    return answer.data;
  }

  private refusal(response: Response, answer: unknown) {
    const fields = typeof answer === 'object' && answer !== null ? (answer as Fields) : {};
    const faults = typeof fields['errors'] === 'object' && fields['errors'] !== null ? Object.entries(fields['errors']) : [];
    const sentence = (optionalText(fields, 'message') ?? response.statusText).trim();
    const text = [sentence, ...faults.map(([name, fault]) => `${name}: ${String(fault).trim()}`)].join(' ');
    return {
      status: response.status,
      text: text.replaceAll(this.context.secrets.get('tokenSecret'), '•••').slice(0, LONGEST_SENTENCE),
      retryAfter: response.headers.get('retry-after'),
    };
  }

  /** Proxmox signs its own certificate unless somebody gave it another one. */
  private line(): BoundedFetch {
    const { fingerprint, authority } = this.context.config;
    if (!fingerprint && !authority) return this.context.fetch;
    return this.context.tlsFetch(fingerprint ? { fingerprint } : { authority: authority! });
  }
}

const pathOf = ({ node, kind, vmid }: GuestPlace): string => `nodes/${node}/${kind}/${vmid}`;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Something in front of Proxmox answers with a page of its own; the status says the rest.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
