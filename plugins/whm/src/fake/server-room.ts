import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { FAKE_PACKAGES, type FakeAccount, type FakePackage } from './accounts.js';
import { Refusal } from './refusal.js';

export interface RoomOptions {
  readonly now: () => number;
  readonly packages?: readonly FakePackage[] | undefined;
  /** Accounts are kept there over a restart. */
  readonly stateFile?: string | undefined;
}

const SHARED_IP = '192.0.2.10';

/** The accounts of one server, and what WHM says no to. */
export class ServerRoom {
  readonly accounts = new Map<string, FakeAccount>();
  readonly packages: FakePackage[];
  accountLimit = Number.POSITIVE_INFINITY;
  /** Whether one domain may be set up again and again; no real server allows it. */
  sharesDomains = false;
  private dedicatedIps = 0;

  constructor(private readonly options: RoomOptions) {
    this.packages = [...(options.packages ?? FAKE_PACKAGES)];
    for (const account of this.kept()) this.accounts.set(account.user, account);
  }

  create(wish: URLSearchParams): FakeAccount {
    const user = (wish.get('username') ?? '').toLowerCase();
    const domain = (wish.get('domain') ?? '').toLowerCase();
    const plan = wish.get('plan') ?? 'default';
    const password = wish.get('password') ?? '';
    if (!/^[a-z][a-z0-9]{0,15}$/.test(user) || user.startsWith('test'))
      throw new Refusal(`Sorry, ${user} is not a valid username`);
    const others = [...this.accounts.values()];
    if (others.some(other => other.user.slice(0, 8) === user.slice(0, 8))) {
      throw new Refusal(`Sorry, the username ${user} conflicts with another user: it is already in use`);
    }
    if (!/^[a-z0-9.-]+\.[a-z0-9-]+$/.test(domain)) throw new Refusal(`Sorry, ${domain} is an invalid domain`);
    if (!this.sharesDomains && others.some(other => other.domain === domain))
      throw new Refusal(`Sorry, the domain ${domain} is already setup`);
    if (!this.packages.some(({ name }) => name === plan)) throw new Refusal(`Sorry, the package ${plan} does not exist`);
    if (password.length < 12) throw new Refusal(`Sorry, the password ${password} is too weak`);
    if (others.length >= this.accountLimit) throw new Refusal('You have reached the limit of accounts of your license');
    const account: FakeAccount = {
      user,
      domain,
      plan,
      password,
      ip: wish.get('ip') === 'y' ? this.ownIp() : SHARED_IP,
      email: wish.get('contactemail') ?? '',
      createdAt: this.options.now(),
      suspended: '0',
      suspendReason: '',
      locked: false,
      usedMb: 12,
      usedBytes: 123_456_789,
      inodes: 310,
    };
    this.accounts.set(user, account);
    this.keep();
    return account;
  }

  change(user: string | null, work: (account: FakeAccount) => void): void {
    work(this.account(user));
    this.keep();
  }

  account(user: string | null): FakeAccount {
    const account = this.accounts.get(user ?? '');
    if (!account) throw new Refusal(`Sorry, the user ${user ?? ''} does not exist`);
    return account;
  }

  remove(user: string | null): void {
    this.accounts.delete(this.account(user).user);
    this.keep();
  }

  private ownIp(): string {
    this.dedicatedIps += 1;
    return `192.0.2.${100 + (this.dedicatedIps % 150)}`;
  }

  private kept(): readonly FakeAccount[] {
    const { stateFile } = this.options;
    if (stateFile === undefined) return [];
    try {
      return JSON.parse(readFileSync(stateFile, 'utf8')) as FakeAccount[];
    } catch (error) {
      // The first start of all has no file yet.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }

  private keep(): void {
    const { stateFile } = this.options;
    if (stateFile === undefined) return;
    writeFileSync(`${stateFile}.new`, JSON.stringify([...this.accounts.values()]));
    renameSync(`${stateFile}.new`, stateFile);
  }
}
