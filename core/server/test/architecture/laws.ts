import { importsOf, TEST_FILE, type Import, type SourceFile } from './source-files.js';

/** Which of billing's modules may know which; whoever is not named knows nobody in billing. */
const BILLING: Readonly<Record<string, readonly string[]>> = {
  quotes: ['catalog'],
  carts: ['quotes', 'catalog', 'calendar'],
  credits: ['ledger'],
  invoices: ['ledger', 'credits'],
  orders: ['carts', 'quotes', 'catalog', 'invoices', 'ledger', 'calendar'],
  payments: ['invoices', 'ledger', 'saved-methods'],
  refunds: ['payments', 'invoices', 'credits', 'ledger'],
  disputes: ['payments', 'invoices', 'ledger'],
  statements: ['payments', 'invoices'],
  placement: ['orders', 'catalog'],
  services: ['orders', 'catalog', 'calendar', 'placement'],
  cancellations: ['services', 'placement', 'orders', 'invoices'],
  tasks: ['services'],
  renewals: ['services', 'orders', 'quotes', 'payments', 'saved-methods', 'invoices', 'calendar'],
  changes: ['renewals', 'services', 'orders', 'quotes', 'catalog', 'payments', 'refunds', 'invoices', 'calendar'],
  dunning: ['renewals', 'services', 'payments', 'invoices', 'calendar'],
  settlements: ['payments'],
};

/** Modules through whose door anybody in billing may register a message. */
const REGISTRIES = ['notifications'];

const LAYERS: Readonly<Record<string, readonly string[]>> = {
  platform: ['platform'],
  billing: ['platform', 'billing'],
  features: ['platform', 'billing', 'features'],
};

/** Names of vendors and kinds of products: a plugin's business. */
const VENDORS = new RegExp(
  `\\b(${[
    'sandbox[-_ ]?(pay|cloud)',
    ...['stripe', 'liqpay', 'paypal', 'wayforpay', 'monobank', 'adyen', 'mollie', 'braintree'],
    ...['proxmox', 'hetzner', 'digitalocean', 'vultr', 'linode', 'openstack', 'virtualizor', 'solusvm', 'lxd', 'vmware'],
    ...['cpanel', 'whm', 'plesk', 'hestia', 'directadmin', 'ispmanager'],
    ...['twilio', 'telegraf', 'mailgun', 'sendgrid'],
    ...['vps', 'vds'],
  ].join('|')})\\b`,
  'i',
);

const READS_ENVIRONMENT = /^core\/server\/src\/(main|worker|cli)\.ts$|^core\/server\/src\/platform\/config\//;

/** They take the right to call it away, and look that it is gone. */
const NAMES_SET_CONFIG = ['core/server/src/platform/database/roles.ts', 'core/server/src/platform/database/isolation-rules.ts'];

interface Place {
  readonly layer: string;
  readonly module: string;
}

/** Breaches of the rules of the house, one line each. */
export function breaches(files: readonly SourceFile[], dependencies: (folder: string) => readonly string[] = () => []): string[] {
  const sources = files.filter(file => !TEST_FILE.test(file.path));
  const imports = sources.filter(file => file.path.endsWith('.ts')).flatMap(importsOf);
  return [
    ...imports.flatMap(one => [
      ...coreImport(one),
      ...pluginImport(one, dependencies),
      ...sdkImport(one, dependencies),
      ...webImport(one),
    ]),
    ...cycles(imports),
    ...sources.flatMap(textLaws),
    ...files.flatMap(length),
  ];
}

function coreImport({ from, to, isOurs }: Import): string[] {
  if (!from.startsWith('core/server/src/')) return [];
  if (!isOurs)
    return to.startsWith('@hostwright/') && !/^@hostwright\/sdk(\/|$)/.test(to) ? [`${from} imports a plugin: ${to}`] : [];
  if (!to.startsWith('core/server/')) return [`${from} reaches out of the server: ${to}`];
  const [own, other] = [placeOf(from), placeOf(to)];
  if (!own || (other && own.layer === other.layer && own.module === other.module)) return [];
  if (!other) return [`${from} imports what starts the server: ${to}`];
  const found: string[] = [];
  if (!to.endsWith('/index.js') || to.split('/').length !== 6) found.push(`${from} goes past the door of ${other.module}: ${to}`);
  if (!LAYERS[own.layer]?.includes(other.layer)) found.push(`${from} imports from above: ${other.layer}/${other.module}`);
  else if (other.layer === 'features') found.push(`${from} imports another feature: ${other.module}`);
  else if (own.layer === 'billing' && other.layer === 'billing' && !mayKnow(own.module, other.module)) {
    found.push(`${from} imports against the order of billing: ${own.module} may not know ${other.module}`);
  }
  return found;
}

const mayKnow = (own: string, other: string): boolean =>
  BILLING[own]?.includes(other) === true || (REGISTRIES.includes(other) && !REGISTRIES.includes(own));

function pluginImport({ from, to, isOurs }: Import, dependencies: (folder: string) => readonly string[]): string[] {
  const [, folder] = /^(plugins\/[^/]+)\//.exec(from) ?? [];
  if (folder === undefined) return [];
  if (isOurs) return to.startsWith(`${folder}/`) ? [] : [`${from} reaches out of its folder: ${to}`];
  const known = to.startsWith('node:') || /^@hostwright\/sdk(\/|$)/.test(to);
  if (to.startsWith('@hostwright/') && !known) return [`${from} imports more of ours than the SDK: ${to}`];
  return known || dependencies(folder).includes(packageOf(to)) ? [] : [`${from} imports what its package does not name: ${to}`];
}

function sdkImport({ from, to, isOurs }: Import, dependencies: (folder: string) => readonly string[]): string[] {
  if (!from.startsWith('sdk/src/')) return [];
  if (isOurs) return to.startsWith('sdk/src/') ? [] : [`${from} reaches out of the SDK: ${to}`];
  return dependencies('sdk').includes(packageOf(to)) ? [] : [`${from} imports what runs in no browser or is not named: ${to}`];
}

function webImport({ from, to, isOurs }: Import): string[] {
  const [, area] = /^(core\/web|examples\/[^/]+)\//.exec(from) ?? [];
  if (area === undefined) return [];
  if (isOurs) return to.startsWith(`${area}/`) ? [] : [`${from} reaches out of its folder: ${to}`];
  return to.startsWith('@hostwright/server') ? [`${from} imports the server: ${to}`] : [];
}

function textLaws({ path, text }: SourceFile): string[] {
  const found: string[] = [];
  const vendor = path.startsWith('core/') ? VENDORS.exec(text) : null;
  if (vendor) found.push(`${path} names a vendor or a kind of product: ${vendor[0]}`);
  if (path.startsWith('core/server/src/')) {
    if (/\bprocess\.env\b/.test(withoutComments(text)) && !READS_ENVIRONMENT.test(path))
      found.push(`${path} reads the environment`);
    if (/\bset_config\(/.test(text) && !NAMES_SET_CONFIG.includes(path))
      found.push(`${path} could switch the tenant: set_config`);
  }
  if (/^export default /m.test(text) && !/^(plugins|examples)\/[^/]+\/src\/index\.ts$/.test(path))
    found.push(`${path} has a default export`);
  return found;
}

const length = ({ path, text }: SourceFile): string[] => {
  const lines = text.split('\n').length - 1;
  return lines > 400 ? [`${path} has ${lines} lines`] : [];
};

/** Modules that know each other are one module. */
function cycles(imports: readonly Import[]): string[] {
  const edges = new Map<string, Set<string>>();
  for (const { from, to, isOurs } of imports) {
    const [own, other] = [placeOf(from), isOurs ? placeOf(to) : undefined];
    if (!own || !other || nameOf(own) === nameOf(other)) continue;
    edges.set(nameOf(own), (edges.get(nameOf(own)) ?? new Set()).add(nameOf(other)));
  }
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    [...(edges.get(from) ?? [])].some(next => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  return [...edges.keys()].filter(module => reaches(module, module)).map(module => `${module} knows itself in a circle`);
}

function placeOf(file: string): Place | undefined {
  const [, layer, module] = /^core\/server\/src\/(platform|billing|features)\/([^/]+)\//.exec(file) ?? [];
  return layer !== undefined && module !== undefined ? { layer, module } : undefined;
}

const nameOf = ({ layer, module }: Place): string => `${layer}/${module}`;
const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
const withoutComments = (text: string): string => text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
