import { describe, expect, it } from 'vitest';
import {
  ChoiceNode,
  ChoicesNode,
  FlagNode,
  GroupNode,
  JsonNode,
  ListNode,
  NumberNode,
  type SettingNode,
  TextNode,
} from './nodes.js';
import { SchemaFormModel, type SchemaFormStart } from './schema-form-model.js';

type Properties = Readonly<Record<string, unknown>>;

const form = (properties: Properties, more: Partial<SchemaFormStart> & { required?: readonly string[] } = {}) => {
  const { required, ...start } = more;
  return new SchemaFormModel({ schema: { type: 'object', properties, required: required ?? [] }, ...start });
};

type Made<Kind> = abstract new (...values: never[]) => Kind;

function node<Kind extends SettingNode>(model: SchemaFormModel, path: string, kind: Made<Kind>): Kind {
  const found = path.split('.').reduce<SettingNode | undefined>((place, name) => {
    if (place instanceof GroupNode) return place.child(name);
    return place instanceof ListNode ? place.items()[Number(name)] : undefined;
  }, model.root);
  if (!(found instanceof kind)) throw new Error(`${path} is not a ${kind.name}`);
  return found;
}

describe('what is sent', () => {
  it('gives back the configuration it was given', () => {
    const config = { merchant: 'm-1', retries: 3, live: true, hosts: ['a.example', 'b.example'], owner: { name: 'Ada' } };
    const model = form(
      {
        merchant: { type: 'string' },
        retries: { type: 'integer' },
        live: { type: 'boolean' },
        hosts: { type: 'array', items: { type: 'string' } },
        owner: { type: 'object', properties: { name: { type: 'string' } } },
      },
      { config },
    );

    expect(model.config()).toEqual(config);
    expect(model.isDirty()).toBe(false);
  });

  it('starts from the defaults of the schema', () => {
    const model = form({
      region: { enum: ['eu', 'us'], default: 'us' },
      port: { type: 'integer', default: 587 },
      secure: { type: 'boolean', default: true },
      sender: { type: 'string', default: 'shop@example.com' },
      scopes: { type: 'array', items: { type: 'string' }, default: ['read'] },
    });

    expect(model.config()).toEqual({ region: 'us', port: 587, secure: true, sender: 'shop@example.com', scopes: ['read'] });
  });

  it('leaves empty optional settings out', () => {
    const model = form({
      note: { type: 'string' },
      port: { type: 'integer' },
      region: { enum: ['eu', 'us'] },
      hosts: { type: 'array', items: { type: 'string' } },
      proxy: { type: 'object', properties: { host: { type: 'string' } }, required: ['host'] },
    });

    expect(model.config()).toEqual({});
    expect(model.submit()).toBeUndefined();
  });

  it('forgets a text that was emptied', () => {
    const model = form({ note: { type: 'string' } }, { config: { note: 'old' } });

    node(model, 'note', TextNode).write('');

    expect(model.config()).toEqual({});
    expect(model.isDirty()).toBe(true);
  });

  it('reads numbers with a comma as people write them', () => {
    const model = form({ fee: { type: 'number' } });

    node(model, 'fee', NumberNode).write(' 1,5 ');

    expect(model.config()).toEqual({ fee: 1.5 });
  });

  it('keeps the type of a number or a boolean that is picked from a list', () => {
    const model = form({ size: { type: 'integer', enum: [1, 2, 4] } });

    node(model, 'size', ChoiceNode).pick(4);

    expect(model.config()).toEqual({ size: 4 });
  });

  it('drops what the schema does not know', () => {
    const model = form({ merchant: { type: 'string' } }, { config: { merchant: 'm', retired: true } });

    expect(model.config()).toEqual({ merchant: 'm' });
  });
});

describe('secrets', () => {
  const secretKey = { type: 'string', writeOnly: true, minLength: 8 };

  it('asks for a required secret that has no value', () => {
    const model = form({ secretKey }, { required: ['secretKey'] });

    expect(model.submit()).toBe('/secretKey');
  });

  it('keeps a stored secret when the field stays empty', () => {
    const model = form({ secretKey }, { required: ['secretKey'], secretsSet: ['secretKey'] });

    expect(model.submit()).toBeUndefined();
    expect(model.config()).toEqual({});
  });

  it('sends a new value for a stored secret', () => {
    const model = form({ secretKey }, { secretsSet: ['secretKey'] });

    node(model, 'secretKey', TextNode).write('a-new-secret');

    expect(model.config()).toEqual({ secretKey: 'a-new-secret' });
    expect(model.isDirty()).toBe(true);
  });

  it('never shows a value, even if one were in the configuration', () => {
    const model = form({ secretKey }, { config: { secretKey: 'leaked' } });

    expect(node(model, 'secretKey', TextNode).text()).toBe('');
  });

  it('forgets an optional stored secret on demand, and keeps it after all', () => {
    const model = form({ secretKey }, { secretsSet: ['secretKey'] });
    const field = node(model, 'secretKey', TextNode);

    field.drop(true);
    expect(model.config()).toEqual({ secretKey: null });
    expect(model.submit()).toBeUndefined();
    field.drop(false);
    expect(model.config()).toEqual({});
    field.drop(true);
    field.write('another-secret');
    expect(model.config()).toEqual({ secretKey: 'another-secret' });
  });

  it('never forgets a secret that the plugin needs', () => {
    const model = form({ secretKey }, { required: ['secretKey'], secretsSet: ['secretKey'] });

    node(model, 'secretKey', TextNode).drop(true);

    expect(model.config()).toEqual({});
  });

  it('checks the form of a new value', () => {
    const model = form({ secretKey }, { secretsSet: ['secretKey'] });

    node(model, 'secretKey', TextNode).write('short');

    expect(model.submit()).toBe('/secretKey');
  });
});

describe('complaints', () => {
  const cases: readonly [string, Properties, string, string][] = [
    ['a short text', { type: 'string', minLength: 3 }, 'ab', 'too-short'],
    ['a long text, counted in characters', { type: 'string', maxLength: 2 }, '🙂🙂🙂', 'too-long'],
    ['another form', { type: 'string', pattern: '^[a-z]+$' }, 'A1', 'pattern'],
    ['no mailbox', { type: 'string', format: 'email' }, 'nobody', 'email'],
    ['no address', { type: 'string', format: 'uri' }, 'example.com/x', 'uri'],
    ['no number', { type: 'number' }, 'many', 'not-number'],
    ['a fraction for a whole number', { type: 'integer' }, '1.5', 'not-whole'],
    ['too small a number', { type: 'integer', minimum: 1 }, '0', 'too-small'],
    ['too big a number', { type: 'number', maximum: 1 }, '1.01', 'too-big'],
    ['the bound itself where it is excluded', { type: 'number', exclusiveMinimum: 0 }, '0', 'above-only'],
    ['the upper bound itself where it is excluded', { type: 'number', exclusiveMaximum: 5 }, '5', 'below-only'],
    ['a number between the steps', { type: 'number', multipleOf: 0.1 }, '0.35', 'not-multiple'],
    ['broken JSON', { type: 'object' }, '{', 'not-json'],
  ];

  it.each(cases)('refuses %s', (_name, schema, text, code) => {
    const model = form({ value: schema });
    const field = model.root.child('value') as TextNode | NumberNode | JsonNode;

    field.write(text);

    expect(model.submit()).toBe('/value');
    expect(field.shown()?.code).toBe(code);
  });

  it('accepts decimal steps that binary fractions cannot hold', () => {
    const model = form({ value: { type: 'number', multipleOf: 0.1 } });

    node(model, 'value', NumberNode).write('0.3');

    expect(model.isValid()).toBe(true);
  });

  it('waits until the reader has been at the field', () => {
    const model = form({ merchant: { type: 'string' } }, { required: ['merchant'] });
    const merchant = node(model, 'merchant', TextNode);

    expect(merchant.shown()).toBeUndefined();
    merchant.touch();
    expect(merchant.shown()?.code).toBe('required');
  });

  it('names the first field in reading order', () => {
    const model = form({ one: { type: 'string' }, two: { type: 'string' } }, { required: ['two', 'one'] });

    expect(model.submit()).toBe('/one');
  });

  it('leaves a pattern that the browser cannot read to the server', () => {
    const model = form({ value: { type: 'string', pattern: '(?<' } });

    node(model, 'value', TextNode).write('anything');

    expect(model.isValid()).toBe(true);
  });
});

describe('groups and lists', () => {
  const proxy = {
    type: 'object',
    required: ['host'],
    properties: { host: { type: 'string' }, port: { type: 'integer', default: 8080 }, tls: { type: 'boolean' } },
  };
  const peers = {
    type: 'array',
    minItems: 1,
    maxItems: 2,
    items: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, weight: { type: 'integer' } } },
  };

  it('asks for nothing inside an optional group that is empty', () => {
    const model = form({ proxy: { ...proxy, properties: { host: { type: 'string' } } } });

    expect(model.submit()).toBeUndefined();
  });

  it('asks for the rest as soon as an optional group is begun', () => {
    const model = form({ proxy: { ...proxy, properties: { host: { type: 'string' }, user: { type: 'string' } } } });

    node(model, 'proxy.user', TextNode).write('ada');

    expect(model.submit()).toBe('/proxy/host');
  });

  it('always asks inside a required group', () => {
    const model = form({ proxy }, { required: ['proxy'] });

    expect(model.submit()).toBe('/proxy/host');
  });

  it('starts a required list with as many entries as it must have', () => {
    const model = form({ peers }, { required: ['peers'] });

    expect(node(model, 'peers', ListNode).items()).toHaveLength(1);
    expect(model.submit()).toBe('/peers/0/name');
  });

  it('adds entries up to the limit and takes them away again', () => {
    const model = form({ peers });
    const list = node(model, 'peers', ListNode);

    list.add();
    list.add();
    list.add();
    node(model, 'peers.0.name', TextNode).write('a');
    node(model, 'peers.1.name', TextNode).write('b');
    list.remove(list.items()[0] as SettingNode);

    expect(list.mayAdd()).toBe(true);
    expect(model.config()).toEqual({ peers: [{ name: 'b' }] });
  });

  it('refuses the same entry twice where entries are unique', () => {
    const model = form(
      { hosts: { type: 'array', uniqueItems: true, items: { type: 'string' } } },
      { config: { hosts: ['a', 'a'] } },
    );

    expect(model.submit()).toBe('/hosts');
    expect(node(model, 'hosts', ListNode).shown()?.code).toBe('repeated');
  });

  it('draws an array of a fixed set as boxes, in the order of the schema', () => {
    const model = form(
      { days: { type: 'array', uniqueItems: true, items: { enum: ['mon', 'tue', 'wed'] } } },
      { config: { days: ['wed'] } },
    );

    node(model, 'days', ChoicesNode).toggle('mon');

    expect(model.config()).toEqual({ days: ['mon', 'wed'] });
  });

  it('keeps a shape without a control as JSON', () => {
    const model = form(
      { labels: { type: 'object', additionalProperties: { type: 'string' } } },
      { config: { labels: { a: 'b' } } },
    );

    node(model, 'labels', JsonNode).write('{"a":"c"}');

    expect(model.config()).toEqual({ labels: { a: 'c' } });
  });
});

describe('answers of the server', () => {
  const model = () =>
    form(
      {
        apiUrl: { type: 'string' },
        live: { type: 'boolean' },
        hosts: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
      },
      { config: { hosts: [{ name: 'a' }, { name: 'b' }] } },
    );

  it.each(['/hosts/1/name', '/config/hosts/1/name', 'config.hosts[1].name', 'hosts.1.name'])(
    'stand at the field named %s',
    field => {
      const subject = model();

      const first = subject.refuse([{ field, code: 'unknown-host', message: 'must be a host name' }]);

      expect(first).toBe('/hosts/1/name');
      expect(node(subject, 'hosts.1.name', TextNode).shown()).toEqual({ code: 'refused', message: 'must be a host name' });
    },
  );

  it('go away when that value changes, and only there', () => {
    const subject = model();
    subject.refuse([
      { field: '/apiUrl', code: 'uri', message: 'must be an address' },
      { field: '/live', code: 'const', message: 'must be true' },
    ]);

    node(subject, 'apiUrl', TextNode).write('https://example.com');

    expect(node(subject, 'apiUrl', TextNode).shown()).toBeUndefined();
    expect(node(subject, 'live', FlagNode).shown()?.message).toBe('must be true');
  });

  it('stand above the form when they name no field of it', () => {
    const subject = model();

    expect(subject.refuse([{ field: 'config', code: 'invalid', message: 'must match one of the forms' }])).toBeUndefined();
    expect(subject.general()).toEqual(['must match one of the forms']);
  });

  it('stand at the entry when they name something inside it that the form has not', () => {
    const subject = model();

    expect(subject.refuse([{ field: '/hosts/0/zone', code: 'required', message: 'is missing' }])).toBe('/hosts/0');
  });

  it('are said in the reader’s words where there are some', () => {
    const subject = model();

    subject.refuse([
      { field: 'config.apiUrl', code: 'dependentRequired', message: 'must have property apiUrl when property live is present' },
    ]);

    expect(node(subject, 'apiUrl', TextNode).shown()).toEqual({ code: 'required' });
  });

  it('do not keep the form from being sent again', () => {
    const subject = model();
    subject.refuse([{ field: '/apiUrl', code: 'uri', message: 'no' }]);

    expect(subject.submit()).toBeUndefined();
  });
});
