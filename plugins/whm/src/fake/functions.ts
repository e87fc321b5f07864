import { randomBytes } from 'node:crypto';
import { tellAccount, tellPackage } from './accounts.js';
import { Refusal } from './refusal.js';
import type { ServerRoom } from './server-room.js';

export interface Asked {
  readonly name: string;
  readonly fields: URLSearchParams;
  readonly now: number;
  /** Where browsers reach the panel. */
  readonly panelUrl: string;
  readonly rights: readonly string[];
}

type Answer = { readonly reason?: string; readonly data?: unknown; readonly raw?: string };
type Work = (room: ServerRoom, asked: Asked) => Answer;

/** Which right each function asks for. */
export const RIGHT_OF: Readonly<Record<string, string>> = {
  createacct: 'create-acct',
  suspendacct: 'suspend-acct',
  unsuspendacct: 'suspend-acct',
  removeacct: 'kill-acct',
  changepackage: 'upgrade-account',
  passwd: 'passwd',
  listaccts: 'list-accts',
  accountsummary: 'list-accts',
  create_user_session: 'create-user-session',
  showbw: 'show-bandwidth',
};

export const FUNCTIONS: Readonly<Record<string, Work>> = {
  version: () => ({ data: { version: '11.136.0.22' } }),
  myprivs: (_, { rights }) => ({ data: { privileges: [Object.fromEntries(rights.map(right => [right, 1]))] } }),
  listpkgs: ({ packages }) => ({ data: { pkg: packages.map(tellPackage) } }),

  listaccts: ({ accounts, packages }, { fields }) => {
    const [search, type] = [fields.get('search'), fields.get('searchtype')];
    const found = [...accounts.values()].filter(
      ({ user, domain }) => search === null || (type === 'domain' ? domain : user) === search,
    );
    return { data: { acct: found.map(account => tellAccount(account, packages)) } };
  },

  accountsummary: (room, { fields }) => ({ data: { acct: [tellAccount(room.account(fields.get('user')), room.packages)] } }),

  createacct: (room, { fields }) => {
    const { ip, plan, domain, user, password } = room.create(fields);
    return {
      reason: 'Account Creation Ok',
      raw: `<b>Domain: ${domain} User: ${user} Password: ${password}</b>\n...Account Creation Complete!!!`,
      data: { ip, package: plan, nameserver: 'ns1.example.net', nameserver2: 'ns2.example.net' },
    };
  },

  suspendacct: (room, { fields }) => {
    room.change(fields.get('user'), account => {
      if (account.suspended === '1') throw new Refusal(`The user ${account.user} is already suspended`);
      Object.assign(account, { suspended: '1', suspendReason: fields.get('reason') ?? 'Unknown' });
      account.locked = fields.get('disallowun') === '1';
    });
    return { raw: `${fields.get('user')}'s account has been suspended` };
  },

  unsuspendacct: (room, { fields }) => {
    room.change(fields.get('user'), account => {
      if (account.locked) throw new Refusal('This account is locked');
      if (account.suspended !== '1') throw new Refusal(`The user ${account.user} is not suspended`);
      Object.assign(account, { suspended: '0', suspendReason: '' });
    });
    return {};
  },

  removeacct: (room, { fields }) => {
    room.remove(fields.get('username'));
    return { reason: `${fields.get('username')} account removed` };
  },

  changepackage: (room, { fields }) => {
    const plan = fields.get('pkg') ?? '';
    if (!room.packages.some(({ name }) => name === plan)) throw new Refusal(`The package ${plan} does not exist`);
    room.change(fields.get('user'), account => (account.plan = plan));
    return { reason: `Account Upgrade/Downgrade Complete for ${fields.get('user')}` };
  },

  passwd: (room, { fields }) => {
    const password = fields.get('password') ?? '';
    if (password.length < 12) throw new Refusal(`Sorry, the password ${password} is too weak`);
    room.change(fields.get('user'), account => (account.password = password));
    return { reason: `Password changed for user ${fields.get('user')}`, data: { app: ['system', 'ftp', 'mail', 'mySQL'] } };
  },

  showbw: ({ accounts, packages }, { fields, now }) => {
    const at = new Date(now);
    const acct = [...accounts.values()]
      .filter(({ user }) => user.includes(fields.get('search') ?? ''))
      .map(({ user, domain, usedBytes, plan }) => {
        const bandwidth = packages.find(({ name }) => name === plan)?.bandwidth ?? 'unlimited';
        const limit = bandwidth === 'unlimited' ? bandwidth : String(BigInt(bandwidth) * 1024n * 1024n);
        return { user, maindomain: domain, owner: 'root', reseller: 0, totalbytes: usedBytes, limit, deleted: 0, bwlimited: 0 };
      });
    return { data: { acct, month: at.getUTCMonth() + 1, year: at.getUTCFullYear(), reseller: 'root' } };
  },

  create_user_session: (room, { fields, now, panelUrl }) => {
    const { user } = room.account(fields.get('user'));
    const token = `/cpsess${randomBytes(5).readUIntBE(0, 5)}`;
    const session = `${user}:${randomBytes(8).toString('hex')}:CREATE_USER_SESSION`;
    return {
      reason: 'Created session',
      data: {
        cp_security_token: token,
        expires: String(Math.floor(now / 1000) + 900),
        service: fields.get('service'),
        session,
        url: `${panelUrl}${token}/login/?session=${encodeURIComponent(session)}`,
      },
    };
  },
};
