/** An account as the fake keeps it. */
export interface FakeAccount {
  readonly user: string;
  readonly domain: string;
  readonly ip: string;
  readonly email: string;
  readonly createdAt: number;
  plan: string;
  password: string;
  suspended: string;
  suspendReason: string;
  locked: boolean;
  usedMb: number;
  usedBytes: number;
  inodes: number;
}

export interface FakePackage {
  readonly name: string;
  /** Megabytes, or `unlimited`. */
  readonly quota: string;
  readonly bandwidth: string;
  readonly mailboxes: string;
  readonly databases: string;
  readonly addonDomains: string;
}

export const FAKE_PACKAGES: readonly FakePackage[] = [
  { name: 'start', quota: '5120', bandwidth: '51200', mailboxes: '10', databases: '2', addonDomains: '0' },
  { name: 'business', quota: '25600', bandwidth: '512000', mailboxes: '100', databases: '20', addonDomains: '9' },
  { name: 'pro', quota: '102400', bandwidth: 'unlimited', mailboxes: 'unlimited', databases: 'unlimited', addonDomains: '49' },
];

export function tellAccount(account: FakeAccount, packages: readonly FakePackage[]) {
  const { quota = 'unlimited', mailboxes = '0', databases = '0' } = packages.find(({ name }) => name === account.plan) ?? {};
  return {
    user: account.user,
    domain: account.domain,
    email: account.email,
    ip: account.ip,
    ipv6: [],
    plan: account.plan,
    owner: 'root',
    partition: 'home',
    theme: 'jupiter',
    shell: '/usr/local/cpanel/bin/noshell',
    unix_startdate: Math.floor(account.createdAt / 1000),
    suspended: /^[01]$/.test(account.suspended) ? Number(account.suspended) : account.suspended,
    suspendreason: account.suspendReason || 'not suspended',
    is_locked: account.locked ? 1 : 0,
    diskused: `${account.usedMb}M`,
    disklimit: quota === 'unlimited' ? quota : `${quota}M`,
    inodesused: account.inodes,
    inodeslimit: 'unlimited',
    maxpop: mailboxes,
    maxsql: databases,
    uid: '1005',
    child_nodes: [],
  };
}

export const tellPackage = ({ name, quota, bandwidth, mailboxes, databases, addonDomains }: FakePackage) => ({
  name,
  QUOTA: quota,
  BWLIMIT: bandwidth,
  MAXFTP: '5',
  MAXSQL: databases,
  MAXPOP: mailboxes,
  MAXLST: '0',
  MAXSUB: 'unlimited',
  MAXPARK: '0',
  MAXADDON: addonDomains,
  HASSHELL: 'n',
  CGI: 'y',
  IP: 'n',
  CPMOD: 'jupiter',
  FEATURELIST: 'default',
  LANG: 'en',
});
