// A shop in memory, for looking at the widgets without a server: prices and orders come out right, nothing is kept.
import { randomUUID } from 'node:crypto';
import {
  defaultSelection,
  moneyToJson,
  parsePeriodKey,
  periodKey,
  price,
  PricingProblem,
  times,
  todayAndRenewal,
} from '@hostwright/sdk';

const pick = (text, locale) => (typeof text === 'string' ? text : (text[locale] ?? text.en));
const later = days => new Date(Date.UTC(2026, 10, 22 + days)).toISOString();
export class Refusal extends Error {
  constructor(status, code, more = {}) {
    super(code);
    Object.assign(this, { status, code, more });
  }
}

export function fixtureShop({ shop, catalog, origin, provisionMs = 6000 }) {
  const product = catalog.products[0];
  const productId = randomUUID();
  const planIds = new Map(product.plans.map(plan => [plan.code, randomUUID()]));
  const carts = new Map();
  const quotes = new Map();
  const customers = new Map();
  const sessions = new Map();
  const orders = [];
  const invoices = [];
  const payments = [];
  const services = [];
  const answers = new Map();
  const state = { priceFactor: 1n, stock: {}, lostAnswers: 0 };

  const options = (plan, locale) =>
    product.options.map(option => ({
      ...option,
      label: pick(option.label, locale),
      ...(option.kind === 'number' && {
        unit: pick(option.unit, locale),
        included: plan.included[option.id] ?? option.included,
        min: plan.included[option.id] ?? option.min,
        max: plan.max[option.id] ?? option.max,
      }),
      ...(option.kind === 'choice' && { values: option.values.map(value => ({ ...value, label: pick(value.label, locale) })) }),
      ...(plan.prices[option.id] && { price: { model: 'flat', amounts: plan.prices[option.id] } }),
    }));

  const presentPlan = (plan, locale) => ({
    id: planIds.get(plan.code),
    code: plan.code,
    name: pick(plan.name, locale),
    description: pick(plan.description, locale),
    version: 1,
    base: plan.base,
    options: options(plan, locale),
    periods: product.periods,
    stock: state.stock[plan.code] ?? plan.stock,
  });

  const presentProduct = locale => ({
    id: productId,
    slug: product.slug,
    name: pick(product.name, locale),
    description: pick(product.description, locale),
    plans: product.plans.map(plan => presentPlan(plan, locale)),
    moduleUrl: `${origin}/modules/product-type.js`,
    settings: product.settings,
  });

  function quote(body) {
    const plan = product.plans.find(each => planIds.get(each.code) === body.planId);
    if (!plan) throw new Refusal(404, 'not-found');
    const presented = presentPlan(plan, body.locale ?? shop.locale);
    try {
      const lines = price({ ...presented, label: presented.name }, body.selection, body.period, body.currency);
      const priced = lines.map(line => ({ ...line, amount: { ...line.amount, amount: line.amount.amount * state.priceFactor } }));
      const { today, renewal } = todayAndRenewal(priced, body.currency);
      const token = randomUUID();
      const answer = {
        productId,
        planId: body.planId,
        planVersion: 1,
        period: body.period,
        lines: priced.map(({ code, label, quantity, amount, charge }) => ({
          code,
          label,
          quantity,
          amount: moneyToJson(amount),
          charge,
        })),
        today: moneyToJson(today),
        renewal: moneyToJson(renewal),
        token,
        expiresAt: later(1),
      };
      quotes.set(token, { answer, today, renewal, plan: presented, selection: body.selection });
      return answer;
    } catch (error) {
      if (error instanceof PricingProblem)
        throw new Refusal(422, 'selection-invalid', {
          errors: [{ field: error.option, code: error.code, message: error.message }],
        });
      throw error;
    }
  }

  function presentCart(cart) {
    const items = cart.items.map(item => {
      const pieces = BigInt(item.quantity);
      return {
        id: item.id,
        productId,
        productSlug: product.slug,
        productName: pick(product.name, shop.locale),
        planId: item.quote.answer.planId,
        planName: item.quote.plan.name,
        selection: item.quote.selection,
        period: item.quote.answer.period,
        hostname: item.hostname,
        quantity: item.quantity,
        lines: item.quote.answer.lines,
        today: item.quote.answer.today,
        renewal: item.quote.answer.renewal,
        totalToday: moneyToJson(times(item.quote.today, pieces)),
        totalRenewal: moneyToJson(times(item.quote.renewal, pieces)),
      };
    });
    const byPeriod = new Map();
    for (const item of items) {
      const key = periodKey(item.period);
      byPeriod.set(key, (byPeriod.get(key) ?? 0n) + BigInt(item.totalRenewal.amount));
    }
    const total = items.reduce((sum, item) => sum + BigInt(item.totalToday.amount), 0n);
    const money = amount => ({ amount: String(amount), currency: cart.currency });
    const days = { month: 30, year: 365 };
    return {
      id: cart.id,
      currency: cart.currency,
      state: cart.state,
      items,
      renewals: [...byPeriod].map(([key, amount]) => {
        const period = parsePeriodKey(key);
        return { period, amount: money(amount), at: later(days[period.unit] * period.count) };
      }),
      today: money(total),
    };
  }

  const findCart = id => carts.get(id) ?? fail(404, 'not-found');
  const fail = (status, code, more) => {
    throw new Refusal(status, code, more);
  };
  const session = customer => {
    const accessToken = randomUUID();
    sessions.set(accessToken, customer);
    return { accessToken, expiresInSeconds: 600, customer: customer.me };
  };

  const STEPS = ['accepted', 'disk-ready', 'system-installed', 'network-ready', 'running'];
  function presentService(service) {
    const age = service.startedAt ? Date.now() - service.startedAt : 0;
    const done = service.startedAt ? Math.min(STEPS.length, Math.floor((age / provisionMs) * STEPS.length) + 1) : 0;
    const finished = done === STEPS.length;
    if (finished && service.state === 'provisioning')
      Object.assign(service, { state: 'active', serverState: 'running', hasCredentials: true });
    const { startedAt, ...shown } = service;
    return {
      ...shown,
      addresses: finished
        ? [
            { family: 4, address: '203.0.113.24', primary: true },
            { family: 6, address: '2001:db8:24::1', primary: false },
          ]
        : [],
      renewsAt: later(30),
      actions: finished ? (service.serverState === 'running' ? ['stop', 'restart'] : ['start']) : [],
      operations: service.startedAt
        ? [
            {
              id: service.id,
              kind: 'create',
              state: finished ? 'succeeded' : 'creating',
              attempt: 1,
              error: null,
              steps: STEPS.slice(0, done).map((code, index) => ({
                code,
                at: new Date(startedAt + index * 1000).toISOString(),
                detail: null,
              })),
              createdAt: new Date(startedAt).toISOString(),
              finishedAt: finished ? new Date().toISOString() : null,
            },
          ]
        : [],
    };
  }

  function placeOrder(customer, body) {
    const cart = findCart(body.cartId);
    if (cart.state === 'ordered') fail(409, 'cart-ordered');
    const shown = presentCart(cart);
    const now = { ...shown.today, amount: String(BigInt(shown.today.amount) * state.priceFactor) };
    if (now.amount !== body.expectedToday.amount) fail(409, 'price-changed', { today: now });
    cart.state = 'ordered';
    const number = `O-2026-${String(orders.length + 1).padStart(4, '0')}`;
    const order = {
      id: randomUUID(),
      number,
      state: 'placed',
      placedAt: new Date().toISOString(),
      customerId: customer.me.id,
      today: now,
    };
    const invoice = {
      id: randomUUID(),
      number: `INV-2026-${String(invoices.length + 1).padStart(4, '0')}`,
      state: 'open',
      locale: customer.me.locale,
      issuedAt: order.placedAt,
      dueAt: later(7),
      paidAt: null,
      customerId: customer.me.id,
      orderId: order.id,
      orderNumber: number,
      seller: shop.legal,
      buyer: body.billing,
      lines: shown.items.flatMap(item =>
        item.lines.map(line => ({
          description: line.label,
          detail: item.planName,
          quantity: item.quantity,
          amount: line.amount,
          taxCode: null,
        })),
      ),
      subtotal: now,
      taxes: [],
      total: now,
      paid: { ...now, amount: '0' },
      due: now,
      previousHash: '0',
      hash: '1',
    };
    order.items = shown.items.flatMap(item =>
      Array.from({ length: item.quantity }, () => {
        const serviceId = randomUUID();
        const hostname = item.hostname ?? `server-${services.length + 1}`;
        services.push({
          id: serviceId,
          productName: item.productName,
          planName: item.planName,
          hostname,
          label: hostname,
          state: 'pending',
          serverState: null,
          selection: item.selection,
          facts: Object.entries(item.selection).map(([label, value]) => ({ label, value: String(value) })),
          period: item.period,
          renewal: item.renewal,
          hasCredentials: false,
          orderId: order.id,
          customerId: customer.me.id,
          invoiceId: invoice.id,
          createdAt: order.placedAt,
        });
        return {
          id: randomUUID(),
          productName: item.productName,
          planName: item.planName,
          hostname,
          period: item.period,
          selection: item.selection,
          lines: item.lines,
          today: item.today,
          renewal: item.renewal,
          serviceId,
        };
      }),
    );
    Object.assign(order, { invoiceId: invoice.id, invoiceNumber: invoice.number });
    orders.unshift(order);
    invoices.unshift(invoice);
    return order;
  }

  function settle(paymentId, outcome) {
    const payment = payments.find(each => each.id === paymentId);
    Object.assign(payment, { state: outcome, settledAt: new Date().toISOString() });
    if (outcome === 'declined') Object.assign(payment, { message: 'The card was declined', mayRetry: true });
    if (outcome !== 'succeeded') return payment;
    payment.received = payment.amount;
    const invoice = invoices.find(each => each.id === payment.invoiceId);
    Object.assign(invoice, {
      state: 'paid',
      paidAt: new Date().toISOString(),
      paid: invoice.total,
      due: { ...invoice.total, amount: '0' },
    });
    for (const service of services)
      if (service.invoiceId === invoice.id)
        Object.assign(service, { state: 'provisioning', serverState: 'creating', startedAt: Date.now() });
    return payment;
  }

  const METHODS = [
    { installationId: randomUUID(), name: 'Card', description: 'Visa, Mastercard', iconUrl: null, kind: 'redirect' },
    {
      installationId: randomUUID(),
      name: 'Bank transfer',
      description: 'By invoice, 1–2 days',
      iconUrl: null,
      kind: 'instructions',
    },
  ];

  function startPayment(invoiceId, body) {
    const invoice = invoices.find(each => each.id === invoiceId) ?? fail(404, 'not-found');
    if (invoice.state === 'paid') fail(409, 'invoice-state');
    const method = METHODS.find(each => each.installationId === body.installationId) ?? fail(404, 'not-found');
    const payment = {
      id: randomUUID(),
      invoiceId,
      invoiceNumber: invoice.number,
      state: 'pending',
      amount: invoice.due,
      received: null,
      method: method.name,
      message: null,
      mayRetry: false,
      createdAt: new Date().toISOString(),
      settledAt: null,
    };
    payments.unshift(payment);
    const step =
      method.kind === 'redirect'
        ? { next: 'redirect', url: `${origin}/pay/${payment.id}?back=${encodeURIComponent(body.returnUrl)}` }
        : {
            next: 'instructions',
            markdown: `Transfer **${invoice.number}**:\n\n| | |\n|---|---|\n| IBAN | \`EE80 7700 7710 0045 8213\` |\n| Reference | \`RF18 5390\` |\n\n1. Open your bank\n2. Send the money`,
          };
    return { payment, step };
  }

  /** Handlers by operation: input is `{ params, query, body, customer }`. */
  const handlers = {
    getShop: () => ({
      name: shop.name,
      tagline: pick(shop.texts.tagline, shop.locale),
      locale: shop.locale,
      locales: shop.locales,
      currency: shop.currency,
      currencies: shop.currencies,
      timeZone: shop.timeZone,
      logoUrl: null,
      tokens: shop.tokens,
      termsUrl: `${origin}/legal/terms`,
      privacyUrl: `${origin}/legal/privacy`,
      url: origin,
    }),
    getProduct: ({ query }) => presentProduct(query.locale ?? shop.locale),
    createQuote: ({ body }) => quote(body),
    createCart: ({ body }) => {
      const cart = { id: randomUUID(), currency: body.currency, state: 'open', items: [] };
      carts.set(cart.id, cart);
      return presentCart(cart);
    },
    getCart: ({ params }) => presentCart(findCart(params.cartId)),
    addCartItem: ({ params, body }) => {
      const cart = findCart(params.cartId);
      cart.items.push({
        id: randomUUID(),
        quote: quotes.get(body.quote) ?? fail(422, 'quote-invalid'),
        quantity: body.quantity ?? 1,
        hostname: body.hostname ?? null,
      });
      return presentCart(cart);
    },
    updateCartItem: ({ params, body }) => {
      const cart = findCart(params.cartId);
      cart.items.find(item => item.id === params.itemId).quantity = body.quantity;
      return presentCart(cart);
    },
    removeCartItem: ({ params }) => {
      const cart = findCart(params.cartId);
      cart.items = cart.items.filter(item => item.id !== params.itemId);
      return presentCart(cart);
    },
    signUp: ({ body }) => {
      if (customers.has(body.email)) fail(409, 'email-taken');
      if (body.password.length < 10)
        fail(400, 'invalid-input', { errors: [{ field: 'password', code: 'too_small', message: 'too short' }] });
      const me = {
        id: randomUUID(),
        email: body.email,
        name: body.name,
        locale: body.locale ?? shop.locale,
        emailConfirmed: false,
        billing: null,
        createdAt: new Date().toISOString(),
      };
      customers.set(body.email, { me, password: body.password });
      return session(customers.get(body.email));
    },
    signIn: ({ body }) => {
      const customer = customers.get(body.email);
      if (!customer || customer.password !== body.password) fail(401, 'wrong-credentials');
      return session(customer);
    },
    refreshSession: ({ cookie }) => session(cookie ?? fail(401, 'session-ended')),
    signOut: () => null,
    confirmEmail: () => null,
    resendEmailConfirmation: () => null,
    requestPasswordReset: () => null,
    resetPassword: () => null,
    getMe: ({ customer }) => customer.me,
    updateMe: ({ customer, body }) => Object.assign(customer.me, body),
    changePassword: () => null,
    listSessions: () => ({
      items: [
        {
          id: randomUUID(),
          userAgent: 'Firefox on Linux',
          address: '192.0.2.7',
          createdAt: later(-3),
          lastUsedAt: later(0),
          current: true,
        },
        {
          id: randomUUID(),
          userAgent: 'Safari on iPhone',
          address: '192.0.2.9',
          createdAt: later(-9),
          lastUsedAt: later(-1),
          current: false,
        },
      ],
    }),
    endSession: () => null,
    listPaymentMethods: () => ({ items: METHODS.map(({ kind, ...method }) => method) }),
    createOrder: ({ customer, body }) => placeOrder(customer, body),
    listOrders: () => ({ items: orders, next: null }),
    getOrder: ({ params }) => orders.find(order => order.id === params.orderId) ?? fail(404, 'not-found'),
    listInvoices: () => ({ items: invoices, next: null }),
    getInvoice: ({ params }) => invoices.find(invoice => invoice.id === params.invoiceId) ?? fail(404, 'not-found'),
    startPayment: ({ params, body }) => startPayment(params.invoiceId, body),
    listPayments: () => ({ items: payments, next: null }),
    getPayment: ({ params }) => payments.find(payment => payment.id === params.paymentId) ?? fail(404, 'not-found'),
    listServices: () => ({ items: services.map(presentService), next: null }),
    getService: ({ params }) =>
      presentService(services.find(service => service.id === params.serviceId) ?? fail(404, 'not-found')),
    revealCredentials: ({ params }) => {
      const service = services.find(each => each.id === params.serviceId);
      if (!service.hasCredentials) fail(410, 'credentials-gone');
      service.hasCredentials = false;
      return { username: 'root', password: 'k7Qw-29fh-Lmxz' };
    },
    changePower: ({ params, body }) => {
      const service = services.find(each => each.id === params.serviceId);
      service.serverState = body.action === 'stop' ? 'stopped' : 'running';
      return presentService(service);
    },
  };

  return { handlers, state, sessions, answers, settle, defaults: () => defaultSelection(presentProduct('en').plans[0].options) };
}
