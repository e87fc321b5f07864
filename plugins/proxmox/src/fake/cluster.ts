import { applyPending, configure, grow, macNumber, type FakeGuest } from './guest.js';
import { Refusal, required, verification, type Fields } from './http.js';
import type { FakeTasks } from './tasks.js';

export interface FakeNode {
  readonly name: string;
  readonly memoryGb: number;
  isOnline: boolean;
}

export interface FakeStorage {
  readonly name: string;
  readonly shared: boolean;
  readonly sizeGb: number;
}

/** Three nodes, their guests, and the rules by which guests come, change and go. */
export class FakeCluster {
  readonly nodes: FakeNode[];
  readonly guests = new Map<number, FakeGuest>();
  readonly storages: FakeStorage[] = [
    { name: 'local-lvm', shared: false, sizeGb: 200_000 },
    { name: 'ceph', shared: true, sizeGb: 20_000 },
  ];
  /** Guests that the token may not see. */
  readonly hidden = new Set<number>();
  /** The next clone finds that somebody has been quicker. */
  racing = false;
  private cards = 0;

  constructor(
    readonly tasks: FakeTasks,
    private readonly now: () => number,
    nodes: readonly string[],
    memoryGb: number,
  ) {
    this.nodes = nodes.map(name => ({ name, memoryGb, isOnline: true }));
  }

  guest(vmid: number, node?: string): FakeGuest {
    const guest = this.guests.get(vmid);
    if (guest && (node === undefined || guest.node === node)) return guest;
    throw new Refusal(500, `Configuration file 'nodes/${node ?? 'pve1'}/qemu-server/${vmid}.conf' does not exist`);
  }

  addTemplate(vmid: number, node: string, storage: string, sizeGb = 4): void {
    this.guests.set(vmid, {
      ...this.blank(vmid, 'qemu', node),
      isTemplate: true,
      config: {
        name: `template-${vmid}`,
        boot: 'order=scsi0;net0',
        scsi0: `${storage}:base-${vmid}-disk-0,size=${sizeGb}G`,
        ide2: `${storage}:vm-${vmid}-cloudinit,media=cdrom`,
        net0: `virtio=${this.card()},bridge=vmbr9,firewall=1`,
        agent: '1',
        cores: 1,
        memory: '512',
        template: 1,
        tags: 'golden',
        meta: 'creation-qemu=9.2.0,ctime=1760000000',
      },
    });
  }

  /** A guest of somebody else. */
  addStranger(vmid: number, node: string, config: Readonly<Record<string, string | number>> = {}, pool?: string): FakeGuest {
    const guest: FakeGuest = {
      ...this.blank(vmid, 'qemu', node),
      status: 'running',
      pool,
      startedAt: this.now(),
      config: { name: `stranger-${vmid}`, cores: 2, memory: '2048', scsi0: 'local-lvm:vm-0-disk-0,size=20G', ...config },
    };
    guest.config['meta'] ??= `creation-qemu=9.2.0,ctime=${Math.floor(this.now() / 1000)}`;
    this.guests.set(vmid, guest);
    return guest;
  }

  isTaken(vmid: number): boolean {
    return this.guests.has(vmid);
  }

  clone(template: FakeGuest, fields: Fields): string {
    const vmid = Number(required(fields, 'newid'));
    const node = fields['target'] ?? template.node;
    this.expectUnlocked(template);
    this.expectNew(vmid);
    if (node !== template.node && !this.isShared(template)) {
      throw new Refusal(500, `can't clone VM to node '${node}' (VM uses local storage)`);
    }
    const guest: FakeGuest = { ...this.blank(vmid, 'qemu', node), lock: 'clone', intent: fields['description'] ?? '' };
    this.guests.set(vmid, guest);
    return this.tasks.begin({
      node: template.node,
      type: 'qmclone',
      id: String(template.vmid),
      undo: () => this.guests.delete(vmid),
      work: () => {
        const { template: _, ...config } = template.config;
        const storage = fields['storage'] ?? 'local-lvm';
        const size = /size=[^,]+/.exec(String(config['scsi0']))?.[0] ?? 'size=4G';
        guest.config = {
          ...config,
          name: fields['name'] ?? `Copy-of-VM-${String(config['name'])}`,
          scsi0: `${storage}:vm-${vmid}-disk-0,${size}`,
          net0: String(config['net0']).replace(/=[0-9A-F:]{17}/, `=${this.card()}`),
          meta: `creation-qemu=9.2.0,ctime=${Math.floor(this.now() / 1000)}`,
          ...(fields['description'] !== undefined && { description: fields['description'] }),
        };
        guest.pool = fields['pool'];
        guest.lock = undefined;
      },
    });
  }

  createContainer(node: string, fields: Fields): string {
    const vmid = Number(required(fields, 'vmid'));
    const archive = required(fields, 'ostemplate');
    this.expectNew(vmid);
    if (!archive.startsWith('local:vztmpl/')) throw new Refusal(500, `volume '${archive}' does not exist`);
    const guest: FakeGuest = { ...this.blank(vmid, 'lxc', node), lock: 'create', intent: fields['description'] ?? '' };
    this.guests.set(vmid, guest);
    return this.tasks.begin({
      node,
      type: 'vzcreate',
      id: String(vmid),
      undo: () => this.guests.delete(vmid),
      work: () => {
        const { vmid: _, ostemplate: __, password, pool, rootfs = '', ...config } = fields;
        const [storage = '', size = '8'] = rootfs.split(':');
        const card = (config['net0'] ?? '').includes('hwaddr=') ? '' : `,hwaddr=${this.card()}`;
        guest.config = {
          ...config,
          rootfs: `${storage}:subvol-${vmid}-disk-0,size=${size}G`,
          net0: `${config['net0'] ?? ''}${card}`,
        };
        guest.password = password;
        guest.pool = pool;
        guest.lock = undefined;
      },
    });
  }

  configure(guest: FakeGuest, fields: Fields): void {
    this.expectUnlocked(guest);
    configure(guest, fields);
  }

  resize(guest: FakeGuest, disk: string, size: string): string {
    this.expectUnlocked(guest);
    grow(structuredClone(guest), disk, size);
    return this.task(guest, 'resize', () => grow(guest, disk, size));
  }

  power(guest: FakeGuest, verb: string): string {
    this.expectUnlocked(guest);
    const type = `${guest.kind === 'qemu' ? 'qm' : 'vz'}${verb}`;
    const word = guest.kind === 'qemu' ? 'VM' : 'CT';
    if (verb !== 'start' && verb !== 'stop' && guest.status !== 'running')
      throw new Refusal(500, `${word} ${guest.vmid} not running`);
    return this.task(guest, type, () => {
      if (verb === 'start' && guest.status === 'running') throw new Error(`${word} ${guest.vmid} already running`);
      if (verb === 'stop' && guest.status !== 'running') throw new Error(`${word} ${guest.vmid} not running`);
      this.switchTo(guest, verb === 'start' || verb === 'reboot');
    });
  }

  destroy(guest: FakeGuest): string {
    this.expectUnlocked(guest);
    if (guest.config['protection'] === 1) throw new Refusal(500, `can't remove VM ${guest.vmid} - protection mode enabled`);
    if (guest.status === 'running') throw new Refusal(500, `VM ${guest.vmid} is running - destroy failed`);
    guest.lock = 'destroyed';
    return this.task(guest, guest.kind === 'qemu' ? 'qmdestroy' : 'vzdestroy', () => this.guests.delete(guest.vmid));
  }

  snapshot(guest: FakeGuest, name: string, description: string): string {
    this.expectUnlocked(guest);
    if (!/^[a-z][a-z0-9_-]{1,39}$/i.test(name) || ['current', 'pending'].includes(name))
      throw verification({ snapname: `invalid configuration ID '${name}'` });
    if (guest.snapshots.some(one => one.name === name)) throw new Refusal(500, `snapshot name '${name}' already used`);
    guest.lock = 'snapshot';
    return this.task(guest, 'qmsnapshot', () => {
      guest.lock = undefined;
      guest.snapshots.push({ name, description, snaptime: Math.floor(this.now() / 1000) });
      guest.parent = name;
    });
  }

  rollBack(guest: FakeGuest, name: string): string {
    this.expectUnlocked(guest);
    this.expectSnapshot(guest, name);
    guest.lock = 'rollback';
    return this.task(guest, guest.kind === 'qemu' ? 'qmrollback' : 'vzrollback', () => {
      guest.lock = undefined;
      guest.parent = name;
      this.switchTo(guest, false);
    });
  }

  deleteSnapshot(guest: FakeGuest, name: string): string {
    this.expectUnlocked(guest);
    this.expectSnapshot(guest, name);
    guest.lock = 'snapshot-delete';
    return this.task(guest, 'qmdelsnapshot', () => {
      guest.lock = undefined;
      guest.snapshots = guest.snapshots.filter(one => one.name !== name);
    });
  }

  private task(guest: FakeGuest, type: string, work: () => void): string {
    const undo = (): void => {
      guest.lock = undefined;
    };
    return this.tasks.begin({ node: guest.node, type, id: String(guest.vmid), work, undo });
  }

  private switchTo(guest: FakeGuest, on: boolean): void {
    guest.status = on ? 'running' : 'stopped';
    guest.startedAt = on ? this.now() : undefined;
    applyPending(guest);
  }

  private expectNew(vmid: number): void {
    if (this.racing && !this.guests.has(vmid)) {
      this.racing = false;
      this.addStranger(vmid, this.nodes[0]!.name);
    }
    if (this.guests.has(vmid)) throw new Refusal(500, `unable to create VM ${vmid}: config file already exists`);
  }

  private expectUnlocked({ lock, kind }: FakeGuest): void {
    if (lock !== undefined) throw new Refusal(500, `${kind === 'qemu' ? 'VM' : 'CT'} is locked (${lock})`);
  }

  private expectSnapshot(guest: FakeGuest, name: string): void {
    if (!guest.snapshots.some(one => one.name === name)) throw new Refusal(500, `snapshot '${name}' does not exist`);
  }

  private isShared(guest: FakeGuest): boolean {
    const storage = String(guest.config['scsi0']).split(':')[0];
    return this.storages.some(({ name, shared }) => shared && name === storage);
  }

  private card(): string {
    this.cards += 1;
    return macNumber(this.cards);
  }

  private blank(vmid: number, kind: FakeGuest['kind'], node: string): FakeGuest {
    return {
      vmid,
      kind,
      node,
      status: 'stopped',
      config: {},
      pending: {},
      pool: undefined,
      isTemplate: false,
      lock: undefined,
      snapshots: [],
      parent: undefined,
      startedAt: undefined,
      password: undefined,
      hasAgent: false,
      intent: '',
    };
  }
}
