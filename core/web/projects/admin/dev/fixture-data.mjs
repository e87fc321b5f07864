/** A shop as it is after some months: long names, big sums, every state. The same on each start. */
const PERMISSIONS = [
  'dashboard.read',
  'customers.read',
  'orders.read',
  'invoices.read',
  'payments.read',
  'payments.record',
  'payments.refund',
  'services.read',
  'services.manage',
  'catalog.read',
  'catalog.manage',
  'plugins.read',
  'plugins.manage',
  'notifications.read',
  'audit.read',
  'staff.read',
];
const NAMES = [
  'Liis Tamm',
  'Олександр Шевченко',
  'Mart Kask',
  'Bartholomew Featherstonehaugh-Cholmondeley',
  'Ірина Ковальчук',
  'Jukka-Pekka Virtanen',
  'Nordlicht Softwareentwicklung GmbH',
  'Анна Мельник',
  'Kristjan Rebane',
  'Zoë Ångström',
];
const PLANS = ['Reef 1', 'Reef 2', 'Harbour 4', 'Harbour 8', 'Lighthouse 16', 'Lighthouse 32 with dedicated cores'];
const START = Date.parse('2026-11-22T09:41:00Z');
const HOUR = 3_600_000;

const pick = (list, index) => list[index % list.length];
const uuid = (kind, index) => `019ab000-${kind.toString(16).padStart(4, '0')}-7000-8000-${index.toString(16).padStart(12, '0')}`;
const ago = hours => new Date(START - hours * HOUR).toISOString();
const eur = amount => ({ amount: String(amount), currency: 'EUR' });
const month = { unit: 'month', count: 1 };

export function fixtureData(count = 220) {
  const customers = Array.from({ length: 60 }, (_none, index) => customer(index));
  const rows = Array.from({ length: count }, (_none, index) => sale(index, pick(customers, index * 7)));
  return {
    staff: {
      id: uuid(1, 1),
      email: 'owner@tuulik.example',
      name: 'Kadri Põld',
      role: 'owner',
      permissions: PERMISSIONS,
      shop: { name: 'Tuulik Hosting', slug: 'tuulik', url: '/', logoUrl: null, locale: 'en' },
    },
    shop: {
      name: 'Tuulik Hosting',
      tagline: '',
      locale: 'en',
      locales: ['en', 'uk', 'ru'],
      currency: 'EUR',
      currencies: ['EUR', 'USD'],
      timeZone: 'Europe/Tallinn',
      logoUrl: null,
      tokens: {},
      termsUrl: '/terms',
      privacyUrl: '/privacy',
      url: '/',
    },
    customers,
    orders: rows.map(row => row.order),
    invoices: rows.map(row => row.invoice),
    payments: rows.map(row => row.payment),
    services: rows.map(row => row.service),
    deliveries: rows.map((row, index) => ({
      id: uuid(9, index),
      template: pick(['invoice-issued', 'invoice-paid', 'service-active'], index),
      channel: 'email',
      to: row.order.customer.email,
      state: pick(['delivered', 'accepted', 'delivered', 'bounced', 'queued'], index),
      detail: index % 5 === 3 ? '550 5.1.1 mailbox unavailable' : null,
      createdAt: ago(index * 3),
      sentAt: index % 5 === 4 ? null : ago(index * 3),
    })),
    audit: rows.slice(0, 40).map((_row, index) => ({
      id: uuid(10, index),
      at: ago(index * 5),
      actor: pick(['Kadri Põld', 'Support', 'system'], index),
      action: pick(['payment.recorded', 'installation.updated', 'service.retried', 'staff.signed-in'], index),
      target: `invoice:${uuid(4, index)}`,
      detail: { address: '192.0.2.14', changed: ['label', 'apiUrl'] },
    })),
    dashboard: dashboard(rows),
    products: { items: [product('compute', 'Cloud servers', 6), product('storage', 'Storage servers', 2)] },
  };
}

function customer(index) {
  const name = pick(NAMES, index) + (index < NAMES.length ? '' : ` ${index}`);
  return {
    id: uuid(2, index),
    email: `${['liis', 'oleksandr', 'mart', 'bartholomew.featherstonehaugh', 'iryna'][index % 5]}${index}@example.com`,
    name,
    locale: pick(['en', 'uk', 'ru'], index),
    emailConfirmed: index % 4 !== 0,
    billing:
      index % 6 === 5
        ? null
        : {
            name,
            company: index % 3 ? '' : 'Nordlicht Softwareentwicklung GmbH',
            taxNumber: index % 3 ? '' : 'DE811907980',
            street: 'Telliskivi 60a',
            city: 'Tallinn',
            postalCode: '10412',
            country: 'EE',
          },
    createdAt: ago(index * 50),
    orders: 1 + (index % 5),
    activeServices: index % 4,
  };
}

function sale(index, owner) {
  const who = { id: owner.id, name: owner.name, email: owner.email };
  const sum = eur(index % 37 === 5 ? 1234567 : 490 + ((index * 731) % 9000));
  const plan = pick(PLANS, index);
  const host = index % 11 === 3 ? `production-database-replica-${index}.frankfurt.example.com` : `srv${index}.example.com`;
  const ids = { order: uuid(3, index), invoice: uuid(4, index), payment: uuid(5, index), service: uuid(6, index) };
  const number = String(1040 + index).padStart(6, '0');
  const invoiceState = pick(['paid', 'paid', 'open', 'paid', 'overdue', 'paid', 'refunded'], index);
  const serviceState = pick(['active', 'active', 'pending', 'provisioning', 'failed', 'active', 'suspended'], index);
  const selection = { cpu: 4, ram: 8, disk: 160, location: 'tll1', image: 'debian-13' };
  const lines = [
    { code: 'base', label: plan, quantity: 1, amount: eur(BigInt(sum.amount) - 300n), charge: 'recurring' },
    { code: 'ram', label: 'Memory, 4 GB more', quantity: 4, amount: eur(200), charge: 'recurring' },
    { code: 'setup', label: 'Set-up', quantity: 1, amount: eur(100), charge: 'setup' },
  ];
  const isPaid = invoiceState === 'paid';
  return {
    order: {
      id: ids.order,
      number: `T-${number}`,
      state: pick(['completed', 'completed', 'placed', 'paid', 'placed', 'completed', 'cancelled'], index),
      placedAt: ago(index * 4),
      customerId: who.id,
      customer: who,
      today: sum,
      invoiceId: ids.invoice,
      invoiceNumber: `TUU-2026-${number}`,
      items: [
        {
          id: uuid(7, index),
          productName: 'Cloud server',
          planName: plan,
          hostname: host,
          period: month,
          selection,
          lines,
          today: sum,
          renewal: eur(BigInt(sum.amount) - 100n),
          serviceId: ids.service,
        },
      ],
    },
    invoice: {
      id: ids.invoice,
      number: `TUU-2026-${number}`,
      state: invoiceState,
      locale: 'en',
      issuedAt: ago(index * 4),
      dueAt: ago(index * 4 - 168),
      paidAt: isPaid ? ago(index * 4 - 1) : null,
      customerId: who.id,
      customer: who,
      orderId: ids.order,
      orderNumber: `T-${number}`,
      seller: { name: 'Tuulik OÜ', street: 'Telliskivi 60a', city: 'Tallinn', postalCode: '10412', country: 'EE' },
      buyer: { name: who.name, street: 'Lai 12', city: 'Tartu', postalCode: '51005', country: 'EE' },
      lines: lines.map(line => ({
        description: line.label,
        detail: line.code === 'base' ? `${host}, 22 November – 21 December 2026` : '',
        quantity: 1,
        amount: line.amount,
        taxCode: 'ee-24',
      })),
      subtotal: sum,
      taxes: [{ code: 'ee-24', label: 'VAT', rateBasisPoints: 2400, amount: eur((BigInt(sum.amount) * 24n) / 100n) }],
      total: eur((BigInt(sum.amount) * 124n) / 100n),
      paid: isPaid ? eur((BigInt(sum.amount) * 124n) / 100n) : eur(0),
      due: isPaid ? eur(0) : eur((BigInt(sum.amount) * 124n) / 100n),
      refunded: eur(0),
      disputed: eur(0),
      previousHash: '0'.repeat(64),
      hash: 'a3f1'.repeat(16),
    },
    payment: {
      id: ids.payment,
      invoiceId: ids.invoice,
      invoiceNumber: `TUU-2026-${number}`,
      state: pick(['succeeded', 'succeeded', 'unknown', 'succeeded', 'declined', 'pending', 'succeeded'], index),
      amount: sum,
      received: index % 7 === 2 ? null : sum,
      method: pick(['Card', 'Bank transfer'], index),
      message: index % 7 === 4 ? 'The bank declined the card' : null,
      mayRetry: index % 7 === 4,
      mayReplace: false,
      createdAt: ago(index * 4),
      settledAt: index % 7 === 2 ? null : ago(index * 4),
      customer: who,
      installationId: 'cards',
      reference: `ch_${number}`,
      fee: null,
      refunded: eur(0),
      refundable: index % 7 === 2 ? eur(0) : sum,
      refundVia: pick(['gateway', 'manual'], index),
      disputed: eur(0),
      gateway: 'cards',
      note: null,
    },
    service: {
      id: ids.service,
      productName: 'Cloud server',
      planName: plan,
      hostname: host,
      label: host,
      state: serviceState,
      serverState: serviceState === 'active' ? 'running' : null,
      addresses:
        serviceState === 'active'
          ? [
              { family: 4, address: `192.0.2.${index % 250}`, primary: true },
              { family: 6, address: `2001:db8:1200::${index}`, primary: false },
            ]
          : [],
      selection,
      facts: [
        { label: 'Cores', value: '4' },
        { label: 'Memory', value: '8 GB' },
        { label: 'Disk', value: '160 GB' },
        { label: 'System', value: 'Debian 13' },
      ],
      period: month,
      renewal: sum,
      renewsAt: ago(-700 + index),
      hasCredentials: true,
      actions: serviceState === 'active' ? ['stop', 'restart'] : [],
      orderId: ids.order,
      customerId: who.id,
      invoiceId: ids.invoice,
      createdAt: ago(index * 4),
      customer: who,
      externalId: serviceState === 'active' ? `srv-${90000 + index}` : null,
      provider: 'Cloud Tallinn',
      disputed: false,
      abilities: ['power'],
      rescue: false,
      username: null,
      suspension: null,
      cancellation: null,
      wish: null,
      placement: null,
      observed: { plan: 'c4-r8-d160', image: 'debian-13', at: ago(1) },
      operations: operations(index, serviceState),
    },
  };
}

function operations(index, state) {
  const failed = state === 'failed';
  if (state === 'pending') return [];
  return [
    {
      id: uuid(8, index),
      kind: 'create',
      state: failed ? 'failed' : state === 'provisioning' ? 'creating' : 'succeeded',
      attempt: failed ? 3 : 1,
      error: failed ? { code: 'no-capacity', message: 'The location has no room for this size now' } : null,
      steps: [
        { code: 'requested', at: ago(index * 4), detail: null },
        { code: 'creating', at: ago(index * 4 - 0.01), detail: 'srv-90001' },
        ...(state === 'active' ? [{ code: 'ready', at: ago(index * 4 - 0.03), detail: '192.0.2.17' }] : []),
      ],
      cancellable: false,
      deadlineAt: null,
      createdAt: ago(index * 4),
      finishedAt: failed ? ago(index * 4 - 0.2) : null,
    },
  ];
}

function dashboard(rows) {
  const income = Array.from({ length: 30 }, (_none, index) => ({ day: ago(index * 24).slice(0, 10), index }))
    .filter(({ index }) => index % 6 !== 4)
    .flatMap(({ day, index }) => [
      { day, currency: 'EUR', amount: String(18000 + ((index * 7919) % 41000)) },
      ...(index % 3 ? [] : [{ day, currency: 'USD', amount: String(9900 + ((index * 1723) % 9000)) }]),
    ]);
  const count = state => rows.filter(row => row.service.state === state).length;
  return {
    income,
    openInvoices: [
      { currency: 'EUR', count: 14, amount: '148320' },
      { currency: 'USD', count: 1, amount: '2400' },
    ],
    services: ['active', 'provisioning', 'pending', 'failed', 'suspended'].map(state => ({ state, count: count(state) })),
    orders: { today: 6, month: 143 },
    customers: 1284,
    attention: [
      { kind: 'service-failed', id: uuid(6, 4), title: 'srv4.example.com' },
      { kind: 'payment-unknown', id: uuid(5, 2), title: 'TUU-2026-001042, €19.52' },
      { kind: 'plugin-failed', id: 'old-gateway', title: 'Old Gateway' },
    ],
  };
}

function product(slug, name, count) {
  return {
    id: uuid(11, count),
    slug,
    name,
    type: slug,
    visible: slug === 'compute',
    plans: PLANS.slice(0, count).map((plan, index) => ({
      id: uuid(12, count * 10 + index),
      code: `p${index + 1}`,
      name: plan,
      version: 1,
      visible: index !== 3,
      stock: index === 1 ? 3 : index === 4 ? 0 : null,
      from: [eur(490 + index * 700), { amount: String(590 + index * 800), currency: 'USD' }],
      activeServices: index * 13,
    })),
  };
}
