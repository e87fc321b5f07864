import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A user as the fake keeps it. */
export interface FakeUser {
  readonly user: string;
  readonly role: 'admin' | 'user';
  readonly email: string;
  readonly createdAt: number;
  name: string;
  password: string;
  plan: string;
  suspended: string;
  domains: string[];
  diskMb: number;
  trafficMb: number;
  mailboxes: number;
  databases: number;
}

export interface FakePackage {
  readonly name: string;
  /** Megabytes and counts, or `unlimited`. */
  readonly disk: string;
  readonly traffic: string;
  readonly domains: string;
  readonly databases: string;
  readonly mailboxes: string;
}

export const FAKE_PACKAGES: readonly FakePackage[] = [
  { name: 'start', disk: '5120', traffic: '51200', domains: '1', databases: '2', mailboxes: '10' },
  { name: 'business', disk: '25600', traffic: '512000', domains: '10', databases: '20', mailboxes: '100' },
  { name: 'pro', disk: '102400', traffic: 'unlimited', domains: '50', databases: 'unlimited', mailboxes: 'unlimited' },
];

/** A command ended with this code. */
export class Exit extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export interface PanelOptions {
  readonly now: () => number;
  readonly packages?: readonly FakePackage[] | undefined;
  /** Users are kept there over a restart. */
  readonly stateFile?: string | undefined;
}

/** The users of one server. */
export class Panel {
  readonly users = new Map<string, FakeUser>();
  readonly packages: FakePackage[];
  /** Whether one domain may be added again and again; no real server allows it. */
  sharesDomains = false;

  constructor(private readonly options: PanelOptions) {
    this.packages = [...(options.packages ?? FAKE_PACKAGES)];
    const admin = {
      user: 'admin',
      role: 'admin',
      name: 'System Administrator',
      email: 'admin@panel.example',
      plan: 'system',
    } as const;
    for (const user of this.kept() ?? [this.aUser(admin)]) this.users.set(user.user, user);
  }

  add(words: Pick<FakeUser, 'user' | 'name' | 'email' | 'plan' | 'password'>): FakeUser {
    const user = this.aUser({ role: 'user', ...words });
    this.users.set(user.user, user);
    this.keep();
    return user;
  }

  user(name: string): FakeUser {
    const user = this.users.get(name);
    if (!user) throw new Exit(3, `Error: user ${name} doesn't exist`);
    return user;
  }

  package(name: string): FakePackage {
    const found = this.packages.find(one => one.name === name);
    if (!found) throw new Exit(3, `Error: package ${name} doesn't exist`);
    return found;
  }

  remove(name: string): void {
    this.users.delete(name);
    this.keep();
  }

  keep(): void {
    const { stateFile } = this.options;
    if (stateFile === undefined) return;
    writeFileSync(`${stateFile}.new`, JSON.stringify([...this.users.values()]));
    renameSync(`${stateFile}.new`, stateFile);
  }

  private kept(): readonly FakeUser[] | undefined {
    const { stateFile } = this.options;
    if (stateFile === undefined) return undefined;
    try {
      return JSON.parse(readFileSync(stateFile, 'utf8')) as FakeUser[];
    } catch (error) {
      // The first start of all has no file yet.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  private aUser(words: Pick<FakeUser, 'user' | 'role' | 'name' | 'email' | 'plan'> & { readonly password?: string }): FakeUser {
    const counters = { diskMb: 8, trafficMb: 120, mailboxes: 0, databases: 0 };
    return { password: '', suspended: 'no', domains: [], createdAt: this.options.now(), ...counters, ...words };
  }
}
