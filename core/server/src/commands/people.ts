import type { INestApplicationContext } from '@nestjs/common';
import { isUniqueViolation } from '../platform/database/index.js';
import { Problem } from '../platform/http/index.js';
import { Operators, StaffMembers } from '../platform/identity/index.js';
import { Tenants, type Tenant } from '../platform/tenancy/index.js';
import { oneOf, parse, UsageProblem, type Command } from './command.js';
import { readPassword } from './secret-word.js';

const ROLES = ['owner', 'support', 'accountant'] as const;
const PASSWORD = `  --password-stdin  read the password from standard input; without it one is made and shown once`;

export const staffCreate: Command = {
  name: 'staff create',
  summary: 'let somebody into the admin panel of a shop',
  usage: `hostwright staff create --tenant <slug> --email <address> --name <text> [--role <role>] [--password-stdin]

  --role ROLE       ${ROLES.join(', ')}; owner when it is not given
${PASSWORD}`,
  async run(place, args) {
    const one = { type: 'string' } as const;
    const given = parse(args, { tenant: one, email: one, name: one, role: one, 'password-stdin': { type: 'boolean' } });
    const [slug, email, name] = [given.required('tenant'), emailOf(given.required('email')), given.required('name')];
    const role = oneOf(ROLES, given.text('role') ?? 'owner', '--role');
    const { password, isNew } = await readPassword(given.options['password-stdin'] === true);
    const app = await place.app();
    const tenant = await shopNamed(app, slug);
    try {
      const row = await app.get(StaffMembers).create(tenant.id, { email, name, password, role });
      place.say(`${row.id}  ${row.email}  ${role} of ${slug}  ${tenant.url}/admin`);
    } catch (error) {
      if (error instanceof Problem && error.code === 'email-taken') throw new UsageProblem(`${email} works at ${slug} already`);
      throw error;
    }
    if (isNew) place.say(`password: ${password}`);
    return true;
  },
};

export const operatorCreate: Command = {
  name: 'operator create',
  summary: 'let somebody run the platform',
  usage: `hostwright operator create --email <address> --name <text> [--password-stdin]

${PASSWORD}`,
  async run(place, args) {
    const one = { type: 'string' } as const;
    const given = parse(args, { email: one, name: one, 'password-stdin': { type: 'boolean' } });
    const [email, name] = [emailOf(given.required('email')), given.required('name')];
    const { password, isNew } = await readPassword(given.options['password-stdin'] === true);
    const app = await place.app();
    try {
      place.say(`${await app.get(Operators).create({ email, name, password })}  ${email.toLowerCase()}`);
    } catch (error) {
      if (isUniqueViolation(error)) throw new UsageProblem(`${email} is an operator already`);
      throw error;
    }
    if (isNew) place.say(`password: ${password}`);
    return true;
  },
};

async function shopNamed(app: INestApplicationContext, slug: string): Promise<Tenant> {
  const tenant = (await app.get(Tenants).list()).find(candidate => candidate.slug === slug);
  if (!tenant) throw new UsageProblem(`There is no shop ${slug}: "hostwright tenant list" names them`);
  return tenant;
}

function emailOf(text: string): string {
  if (!/^[^\s@]+@[^\s@]+$/.test(text)) throw new UsageProblem(`"${text}" is no e-mail address`);
  return text;
}
