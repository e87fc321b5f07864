import { randomUUID } from 'node:crypto';
import { operations, PROBLEMS, type OperationSpec } from '@hostwright/sdk/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BAD_PATH_PARTS, BAD_QUERIES, mutationsOf, type Mutation } from './api/bad-values.js';
import { Contract, type ApiOperation } from './api/contract.js';
import { Digest } from './api/digest.js';
import { anOperator, aTrade, audienceOf, pathOf, type Trade } from './api/trade.js';
import { aServer, aShop, type ServerAnswer, type TestServer } from './harness/shop.js';
import { CHOICE } from './harness/shop-goods.js';

let server: TestServer;
let contract: Contract;
let digest: Digest;
let trade: Trade;
let operator: string;

beforeAll(async () => {
  server = await aServer();
  contract = await Contract.read(server);
  trade = await aTrade(await aShop(server));
  operator = await anOperator(server, trade.shop.tenant.canonicalHost);
  digest = await Digest.of(server.database);
}, 120_000);

afterAll(async () => {
  await digest.close();
  await server.close();
});

interface Sent {
  readonly path?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function send(operation: ApiOperation, { path, body, headers }: Sent): Promise<ServerAnswer> {
  const tokens = { public: undefined, customer: trade.customer.token, staff: trade.shop.owner, operator };
  const token = tokens[audienceOf(operation)];
  return trade.shop.call(`${operation.method} ${path ?? pathOf(operation, trade.ids)}`, {
    ...(token !== undefined && { token }),
    ...(body !== undefined && { body }),
    headers: { ...(operation.key && { 'idempotency-key': randomUUID() }), ...headers },
  });
}

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errors?: readonly { readonly field: string }[];
}

/** Undefined when the answer is a refusal as it should be, else what is wrong with it. */
function flaw(answer: ServerAnswer): string | undefined {
  if (answer.status < 400 || answer.status >= 500) return `${answer.status} ${answer.text.slice(0, 200)}`;
  if (!String(answer.headers['content-type']).startsWith('application/problem+json'))
    return `is no problem: ${answer.text.slice(0, 200)}`;
  const { code, status, errors } = answer.json<Problem>();
  if (!(code in PROBLEMS) || status !== answer.status) return `has no code of its own: ${answer.text}`;
  return code === 'invalid-input' && !errors?.length ? `names no field: ${answer.text}` : undefined;
}

/** The field that was harmed, something inside it, or the object around it. */
function names(answer: ServerAnswer, { path }: Mutation): boolean {
  const harmed = path.join('.');
  const { errors = [] } = answer.json<Problem>();
  return errors.some(
    ({ field }) =>
      field === harmed ||
      field.startsWith(`${harmed}.`) ||
      harmed.startsWith(`${field}.`) ||
      (path.length < 2 && field === 'body'),
  );
}

const withBodies = () => contract.operations.filter(operation => operation.body);

it('knows a valid body for every operation that takes one', () => {
  const unknown = withBodies().filter(({ body, operationId }) => !contract.accepts(body!, trade.bodies[operationId]));

  expect(unknown.map(operation => operation.operationId)).toEqual([]);
});

describe('a field of a body', () => {
  it(
    'that is missing, of the wrong kind, too long, or not asked for is named, and nothing is written',
    { timeout: 300_000 },
    async () => {
      const before = await digest.take();
      const flaws: string[] = [];
      let sent = 0;
      for (const operation of withBodies()) {
        const all = mutationsOf(contract, operation.body!, trade.bodies[operation.operationId]!);
        for (const mutation of all.filter(({ isUnsafe, value }) => isUnsafe || !contract.accepts(operation.body!, value))) {
          const answer = await send(operation, { body: mutation.json });
          const wrong =
            flaw(answer) ??
            (answer.json<Problem>().code !== 'invalid-input' || !names(answer, mutation) ? answer.text : undefined);
          if (wrong !== undefined) flaws.push(`${operation.operationId} ${mutation.what} → ${wrong}`);
          sent += 1;
        }
      }

      expect(flaws).toEqual([]);
      expect(sent).toBeGreaterThan(1500);
      expect(await digest.take()).toEqual(before);
    },
  );
});

describe('a body', () => {
  const broken: readonly (readonly [what: string, body: unknown, type: string, expected: string])[] = [
    ['that is not JSON', '{"currency":', 'application/json', '400 malformed-json'],
    ['that is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'application/json', '400 malformed-json'],
    ['of a number that is none', '{"quantity":NaN}', 'application/json', '400 malformed-json'],
    ['that is nothing', '', 'application/json', '400 invalid-input'],
    ['that is null', 'null', 'application/json', '400 invalid-input'],
    ['that is a list', '[]', 'application/json', '400 invalid-input'],
    ['that is a text', '"x"', 'application/json', '400 invalid-input'],
    ['of a form', 'currency=EUR', 'application/x-www-form-urlencoded', '415 unsupported-media-type'],
    ['of plain text', '{"currency":"EUR"}', 'text/plain', '415 unsupported-media-type'],
    ['of several parts', '--x--', 'multipart/form-data; boundary=x', '415 unsupported-media-type'],
    ['of XML', '<a/>', 'application/xml', '415 unsupported-media-type'],
    ['nested too deep to be read', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'application/json', '400 invalid-input'],
  ];

  it.each(broken)('%s is refused by every operation, and nothing is written', async (_, body, type, expected) => {
    const before = await digest.take();
    for (const operation of withBodies()) {
      const answer = await send(operation, { body, headers: { 'content-type': type } });
      expect([operation.operationId, flaw(answer), `${answer.status} ${answer.json<Problem>().code}`]).toEqual([
        operation.operationId,
        undefined,
        expected,
      ]);
    }
    expect(await digest.take()).toEqual(before);
  });
});

describe('a body over the limit', () => {
  it('is refused by every operation before it is read, and nothing is written', async () => {
    const before = await digest.take();
    for (const operation of withBodies()) {
      const { bodyLimit = 262_144 }: OperationSpec = operations[operation.operationId as keyof typeof operations];
      const answer = await send(operation, { body: `{"currency":"${'x'.repeat(bodyLimit)}"}` });
      expect([operation.operationId, flaw(answer), answer.status, answer.json<Problem>().code]).toEqual([
        operation.operationId,
        undefined,
        413,
        'body-too-large',
      ]);
    }
    expect(await digest.take()).toEqual(before);
  });
});

describe('a part of a path', () => {
  it('that is no id finds nothing', async () => {
    const before = await digest.take();
    const flaws: string[] = [];
    for (const operation of contract.operations) {
      for (const { name } of operation.inPath) {
        for (const part of BAD_PATH_PARTS) {
          const path = pathOf(operation, { ...trade.ids, [name]: part });
          const answer = await send(operation, { path, body: trade.bodies[operation.operationId] });
          const wrong = flaw(answer);
          if (wrong !== undefined) flaws.push(`${operation.operationId} ${name} ${part} → ${wrong}`);
        }
      }
    }

    expect(flaws).toEqual([]);
    expect(await digest.take()).toEqual(before);
  });
});

describe('a query', () => {
  const readers = () => contract.operations.filter(({ method }) => method === 'GET');

  it('with a field that nobody asked for is refused', async () => {
    for (const operation of readers().filter(({ operationId }) => !operationId.endsWith('Pdf'))) {
      for (const name of ['tenantId', 'where', '__proto__[x]', 'constructor']) {
        const answer = await send(operation, { path: `${pathOf(operation, trade.ids)}?${name}=1` });
        expect([operation.operationId, name, flaw(answer)]).toEqual([operation.operationId, name, undefined]);
      }
    }
  });

  it('is never too much for the server, whatever stands in it', async () => {
    const flaws: string[] = [];
    for (const operation of readers()) {
      for (const { name } of operation.inQuery) {
        for (const [what, query] of BAD_QUERIES) {
          const answer = await send(operation, { path: `${pathOf(operation, trade.ids)}?${query(name)}` });
          const wrong = answer.status === 200 ? undefined : flaw(answer);
          if (wrong !== undefined) flaws.push(`${operation.operationId} ${name}: ${what} → ${wrong}`);
        }
      }
    }

    expect(flaws).toEqual([]);
  });

  it.each([
    'limit=0',
    'limit=-1',
    'limit=101',
    'limit=1.5',
    'limit=x',
    'limit=1&limit=2',
    'cursor=x',
    'cursor=MS4x',
    'cursor=OTk5OTk5OTk5OTk5OTk5OTkuYQ',
  ])('that pages with %s is refused by every list', async query => {
    for (const operation of readers().filter(({ inQuery }) => inQuery.some(({ name }) => name === 'cursor'))) {
      const answer = await send(operation, { path: `${pathOf(operation, trade.ids)}?${query}` });
      const { code, errors } = answer.json<Problem>();
      expect([operation.operationId, code, errors?.[0]?.field]).toEqual([
        operation.operationId,
        'invalid-input',
        query.split('=')[0],
      ]);
    }
  });
});

describe('an idempotency key', () => {
  it.each([
    ['that is missing', {}, '400 idempotency-key-missing'],
    ['that is too short', { 'idempotency-key': 'short' }, '400 invalid-input'],
    ['that is too long', { 'idempotency-key': 'x'.repeat(201) }, '400 invalid-input'],
    ['with spaces', { 'idempotency-key': 'one two three four' }, '400 invalid-input'],
    ['with characters of elsewhere', { 'idempotency-key': 'ключключключ' }, '400 invalid-input'],
  ])('%s is refused where one is needed', async (_, headers, expected) => {
    const before = await digest.take();
    for (const operation of contract.operations.filter(({ key }) => key === 'required')) {
      const answer = await send({ ...operation, key: undefined }, { body: trade.bodies[operation.operationId], headers });
      expect([operation.operationId, `${answer.status} ${answer.json<Problem>().code}`]).toEqual([
        operation.operationId,
        expected,
      ]);
    }
    expect(await digest.take()).toEqual(before);
  });
});

describe('a quote', () => {
  const add = (quote: unknown, more: object = {}) =>
    send(contract.get('addCartItem'), { body: { ...trade.bodies['addCartItem'], quote, ...more } });
  const ask = (changes: object) => send(contract.get('createQuote'), { body: { ...trade.bodies['createQuote'], ...changes } });
  const codeOf = (answer: ServerAnswer): string => `${answer.status} ${answer.json<Problem>().code}`;

  it('that was forged or damaged anywhere puts nothing into the cart', async () => {
    const { token } = await trade.shop.quote();
    const parts = token.split('.');
    const mac = parts.at(-1)!;
    const payload = parts.slice(0, -1).join('.');
    const cheaper = payload.replace(parts[1]!, trade.shop.goods.large);
    const flipped = Array.from({ length: 24 }, (_, step) => {
      const place = Math.floor((step * token.length) / 24);
      return token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1);
    });
    const before = await digest.take();

    for (const forged of [
      `${cheaper}.${mac}`,
      `${payload}.`,
      payload,
      `.${mac}`,
      '.',
      'x',
      `${payload}.${mac.slice(0, -2)}`,
      ...flipped,
    ]) {
      expect([forged, codeOf(await add(forged))]).toEqual([forged, '422 quote-invalid']);
    }

    expect(await digest.take()).toEqual(before);
  });

  it('of another shop is worth nothing', async () => {
    const { token } = await (await aShop(server)).quote();

    expect(codeOf(await add(token))).toBe('422 quote-invalid');
  });

  it('in another currency than the cart is not mixed in', async () => {
    const { token } = await trade.shop.quote({ currency: 'USD' });
    const before = await digest.take();

    expect(flaw(await add(token))).toBeUndefined();
    expect(await digest.take()).toEqual(before);
  });

  it.each([
    ['an option that the plan has not', { selection: { ...CHOICE, gpu: 1 } }],
    ['an option named like a property of every object', { selection: { ...CHOICE, constructor: 1 } }],
    ['an option left out', { selection: { cpu: 2 } }],
    ['no option', { selection: {} }],
    ['more than there is', { selection: { ...CHOICE, cpu: 17 } }],
    ['less than there is', { selection: { ...CHOICE, cpu: 0 } }],
    ['a negative size', { selection: { ...CHOICE, disk: -40 } }],
    ['a size between the steps', { selection: { ...CHOICE, disk: 50 } }],
    ['a part of a core', { selection: { ...CHOICE, cpu: 1.5 } }],
    ['a size as a text', { selection: { ...CHOICE, cpu: '2' } }],
    ['a size as a claim', { selection: { ...CHOICE, cpu: true } }],
    ['an image that nobody has', { selection: { ...CHOICE, image: 'beos-5' } }],
    ['an image as a number', { selection: { ...CHOICE, image: 13 } }],
    ['a price in a currency that the plan has none in', { currency: 'JPY' }],
  ])('of %s is refused with the field', async (_, changes) => {
    const answer = await ask(changes);

    expect([codeOf(answer), answer.json<Problem>().errors?.length ?? 0]).toEqual([
      '422 selection-invalid',
      expect.toSatisfy(count => (count as number) > 0),
    ]);
  });

  it.each([
    ['a period', { unit: 'month', count: 7 }],
    ['a single payment', { unit: 'once' }],
  ])('for %s that is not sold is refused with the field', async (_, period) => {
    const answer = await ask({ period });

    expect([codeOf(answer), answer.json<Problem>().errors?.[0]?.field]).toEqual(['400 invalid-input', 'period']);
  });

  it.each(['GBP', 'XXX', 'XAU', 'ZZZ'])('in %s, which the shop does not take, is refused', async currency => {
    expect(codeOf(await ask({ currency }))).toBe('422 currency-not-sold');
  });

  it('of a plan of another product is not found', async () => {
    expect(codeOf(await ask({ planId: trade.shop.goodsAfar.small }))).toBe('404 not-found');
  });

  it.each([0, -1, 51, 1e9, 1.5, '2', null])('for %s pieces is refused', async quantity => {
    const { token } = await trade.shop.quote();
    const before = await digest.take();

    const answer = await add(token, { quantity });

    expect([codeOf(answer), answer.json<Problem>().errors?.[0]?.field]).toEqual(['400 invalid-input', 'quantity']);
    expect(await digest.take()).toEqual(before);
  });
});

describe('an order', () => {
  it('at another price than the cart’s is not placed', async () => {
    const createOrder = contract.get('createOrder');
    const body = trade.bodies['createOrder']!;
    const { amount, currency } = body['expectedToday'] as { amount: string; currency: string };
    const before = await digest.take();

    for (const expectedToday of [
      { amount: '1', currency },
      { amount: '0', currency },
      { amount: `-${amount}`, currency },
      { amount, currency: 'JPY' },
    ]) {
      const answer = await send(createOrder, { body: { ...body, expectedToday } });
      expect([answer.status, answer.json<Problem>().code]).toEqual([409, 'price-changed']);
    }

    expect(await digest.take()).toEqual(before);
  });
});

/** Last, because these may do what they ask for. */
describe('a field of a body that the schema lets through', () => {
  it('never breaks the server', { timeout: 300_000 }, async () => {
    const flaws: string[] = [];
    for (const operation of withBodies()) {
      const all = mutationsOf(contract, operation.body!, trade.bodies[operation.operationId]!);
      for (const { what, json } of all.filter(({ isUnsafe, value }) => !isUnsafe && contract.accepts(operation.body!, value))) {
        const answer = await send(operation, { body: json });
        const wrong = answer.status < 400 ? undefined : flaw(answer);
        if (wrong !== undefined) flaws.push(`${operation.operationId} ${what} → ${wrong}`);
      }
    }

    expect(flaws).toEqual([]);
  });

  it('never makes a quote that outlives its day', async () => {
    const { token: quote } = await trade.shop.quote();
    await trade.shop.passTime('25 hours');

    const answer = await send(contract.get('addCartItem'), { body: { quote, quantity: 1 } });

    expect([answer.status, answer.json<Problem>().code]).toEqual([422, 'quote-expired']);
  });
});
