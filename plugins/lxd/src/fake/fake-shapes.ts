type Check = (value: unknown) => string | undefined;

interface Shape {
  readonly required?: readonly string[];
  readonly fields: Readonly<Record<string, Check>>;
}

const isA =
  (type: 'string' | 'boolean' | 'number'): Check =>
  value =>
    typeof value === type ? undefined : `must be a ${type}`;
const text = isA('string');
const flag = isA('boolean');
const whole: Check = value => (Number.isInteger(value) ? undefined : 'must be a whole number');
const oneOf =
  (...allowed: readonly string[]): Check =>
  value =>
    allowed.includes(String(value)) ? undefined : `must be one of ${allowed.join(', ')}`;
const list: Check = value =>
  Array.isArray(value) && value.every(item => typeof item === 'string') ? undefined : 'must be a list of texts';
const table: Check = value =>
  isObject(value) && Object.values(value).every(item => typeof item === 'string') ? undefined : 'must be a table of texts';
const tables: Check = value =>
  isObject(value) && Object.values(value).every(item => table(item) === undefined) ? undefined : 'must be a table of devices';

/** Bodies that the daemon's interface knows, as far as this plugin has business with them. */
const SHAPES: readonly (readonly [method: string, path: RegExp, shape: Shape])[] = [
  [
    'POST',
    /^instances$/,
    {
      required: ['name', 'source'],
      fields: {
        name: text,
        type: oneOf('container', 'virtual-machine'),
        source: table,
        profiles: list,
        config: table,
        devices: tables,
      },
    },
  ],
  ['PATCH', /^instances\/[^/]+$/, { fields: { config: table, devices: tables } }],
  ['PUT', /^instances\/[^/]+$/, { required: ['restore'], fields: { restore: text, stateful: flag } }],
  [
    'PUT',
    /^instances\/[^/]+\/state$/,
    {
      required: ['action'],
      fields: { action: oneOf('start', 'stop', 'restart', 'freeze', 'unfreeze'), force: flag, stateful: flag, timeout: whole },
    },
  ],
  ['POST', /^instances\/[^/]+\/rebuild$/, { required: ['source'], fields: { source: table } }],
  ['POST', /^instances\/[^/]+\/snapshots$/, { required: ['name'], fields: { name: text, stateful: flag, expires_at: text } }],
  [
    'POST',
    /^instances\/[^/]+\/exec$/,
    {
      required: ['command'],
      fields: {
        command: list,
        environment: table,
        'wait-for-websocket': flag,
        'record-output': flag,
        interactive: flag,
        width: whole,
        height: whole,
        user: whole,
        group: whole,
        cwd: text,
      },
    },
  ],
];

const QUERIES = new Set(['project', 'recursion', 'timeout', 'path', 'secret']);

/** What is wrong with a request, in words; nothing for a request that the daemon would understand. */
export function faultsOf(method: string, path: string, query: URLSearchParams, body: unknown): readonly string[] {
  const strange = [...query.keys()].filter(name => !QUERIES.has(name)).map(name => `${method} ${path}: unknown query ${name}`);
  const shape = SHAPES.find(([ofMethod, pattern]) => ofMethod === method && pattern.test(path))?.[2];
  if (!shape || path.endsWith('/files')) return strange;
  if (!isObject(body)) return [...strange, `${method} ${path}: the body is no object`];
  const missing = (shape.required ?? []).filter(name => !(name in body)).map(name => `${method} ${path}: ${name} is missing`);
  const wrong = Object.entries(body).flatMap(([name, value]) => {
    const check = shape.fields[name];
    const problem = check ? check(value) : 'is not known';
    return problem === undefined ? [] : [`${method} ${path}: ${name} ${problem}`];
  });
  return [...strange, ...missing, ...wrong];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
