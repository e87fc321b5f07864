import { Exit, type FakePackage, type FakeUser, type Panel } from './panel.js';

export type Command = (panel: Panel, given: readonly string[]) => string;

const USERNAME = /^[a-zA-Z][-_a-zA-Z0-9]{0,28}[a-zA-Z0-9]$/;
const EMAIL = /^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,63}$/;
const DOMAIN = /^[a-z0-9][a-z0-9.-]*\.[a-z0-9-]+$/i;

/** What the panel's scripts do, with the exit codes that they end with. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'v-add-user': (panel, [user = '', password = '', email = '', plan = 'default', name = '']) => {
    if (!USERNAME.test(user)) throw new Exit(2, `Error: invalid user format :: ${user}`);
    if (!EMAIL.test(email)) throw new Exit(2, `Error: invalid email format :: ${email}`);
    if (/['"<>|]/.test(name)) throw new Exit(2, 'Error: Invalid name contains qoutes');
    if (panel.users.has(user)) throw new Exit(4, `Error: user ${user} exists`);
    panel.package(plan);
    if (password.length < 8) throw new Exit(2, 'Error: Password not accepted due to PAM restrictions');
    panel.add({ user, password, email, plan, name });
    return '';
  },

  'v-add-domain': (panel, [name = '', domain = '']) => {
    const user = unsuspended(panel, name);
    if (!DOMAIN.test(domain)) throw new Exit(2, `Error: invalid domain format :: ${domain}`);
    const isTaken = [...panel.users.values()].some(({ domains }) => domains.includes(domain));
    if (isTaken && (!panel.sharesDomains || user.domains.includes(domain)))
      throw new Exit(4, `Error: Web domain ${domain} exists`);
    if (user.domains.length >= amount(panel.package(user.plan).domains)) throw new Exit(8, 'Error: Package limit reached');
    user.domains.push(domain);
    panel.keep();
    return '';
  },

  'v-suspend-user': (panel, [name = '']) => {
    unsuspended(panel, name).suspended = 'yes';
    panel.keep();
    return '';
  },

  'v-unsuspend-user': (panel, [name = '']) => {
    panel.user(name).suspended = 'no';
    panel.keep();
    return '';
  },

  'v-delete-user': (panel, [name = '']) => {
    const { role } = panel.user(name);
    if (role !== 'admin') panel.remove(name);
    return '';
  },

  'v-change-user-package': (panel, [name = '', plan = '']) => {
    const [user, wanted] = [panel.user(name), panel.package(plan)];
    if (user.domains.length > amount(wanted.domains)) throw new Exit(8, "Error: Package doesn't cover WEB_DOMAIN usage");
    if (user.databases > amount(wanted.databases)) throw new Exit(8, "Error: Package doesn't cover DATABASE usage");
    if (user.diskMb > amount(wanted.disk)) throw new Exit(8, "Error: Package doesn't cover DISK usage");
    user.plan = plan;
    panel.keep();
    return '';
  },

  'v-change-user-password': (panel, [name = '', password = '']) => {
    unsuspended(panel, name).password = password;
    panel.keep();
    return '';
  },

  'v-list-user': (panel, [name = '']) => tellUsers(panel, [panel.user(name)]),
  'v-list-users': panel => tellUsers(panel, [...panel.users.values()]),
  'v-list-user-packages': ({ packages }) => JSON.stringify(Object.fromEntries(packages.map(one => [one.name, tellPackage(one)]))),
};

const amount = (limit: string): number => (limit === 'unlimited' ? Infinity : Number(limit));

function unsuspended(panel: Panel, name: string): FakeUser {
  const user = panel.user(name);
  if (user.suspended === 'yes') throw new Exit(5, `Error: user ${name} is suspended`);
  return user;
}

const tellPackage = ({ disk, traffic, domains, databases, mailboxes }: FakePackage) => ({
  WEB_DOMAINS: domains,
  DNS_DOMAINS: domains,
  MAIL_DOMAINS: domains,
  MAIL_ACCOUNTS: mailboxes,
  DATABASES: databases,
  DISK_QUOTA: disk,
  BANDWIDTH: traffic,
  BACKUPS: '1',
});

const tellUsers = (panel: Panel, users: readonly FakeUser[]): string =>
  JSON.stringify(Object.fromEntries(users.map(user => [user.user, tellUser(panel, user)])));

function tellUser({ packages }: Panel, user: FakeUser) {
  const limits = packages.find(({ name }) => name === user.plan);
  const at = new Date(user.createdAt).toISOString();
  return {
    NAME: user.name,
    PACKAGE: user.plan,
    CONTACT: user.email,
    ROLE: user.role,
    SUSPENDED: user.suspended,
    ...(limits && tellPackage(limits)),
    U_DISK: String(user.diskMb),
    U_BANDWIDTH: String(user.trafficMb),
    U_WEB_DOMAINS: String(user.domains.length),
    U_MAIL_ACCOUNTS: String(user.mailboxes),
    U_DATABASES: String(user.databases),
    LANGUAGE: 'en',
    TIME: at.slice(11, 19),
    DATE: at.slice(0, 10),
  };
}
