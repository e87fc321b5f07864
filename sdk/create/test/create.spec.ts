import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { create } from '../src/create.js';
import { kindOf } from '../src/plugin-kinds.js';
import { pluginName } from '../src/plugin-name.js';
import { run, TOP, workshop } from './workshop.js';

const shop = workshop();
afterAll(() => shop.remove());

describe('a new plugin', () => {
  it('never takes the place of something that is there', { timeout: 60_000 }, async () => {
    const folder = path.join(shop.folder, 'taken', 'nova-pay');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'mine.txt'), 'mine');

    const refused = await run('create-hostwright-plugin', 'payment-gateway', 'Nova Pay', '--into', path.dirname(folder));

    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/nova-pay exists already; nothing was written/);
    expect(readdirSync(folder)).toEqual(['mine.txt']);
  });

  it('is asked for its kind and name where they were not said', async () => {
    const asked: string[] = [];
    const answers = ['2', 'Nova Cloud'];

    const written = await create({ kind: undefined, name: undefined, into: shop.folder, from: TOP }, async question => {
      asked.push(question);
      return answers[asked.length - 1] ?? '';
    });

    expect(asked[0]).toContain('2  server-provider: makes servers');
    expect(path.basename(written.folder)).toBe('nova-cloud');
    expect(existsSync(path.join(written.folder, 'src/nova-cloud-provider.ts'))).toBe(true);
  });

  it('is not begun where nobody can be asked, nor outside of the project', { timeout: 60_000 }, async () => {
    expect(await run('create-hostwright-plugin')).toMatchObject({
      code: 1,
      output: expect.stringContaining('Nobody is there to ask') as string,
    });
    const outside = await run('create-hostwright-plugin', 'product-type', 'Nova', '--into', '/');
    expect(outside).toMatchObject({ code: 1, output: expect.stringContaining('is not inside a copy of Hostwright') as string });
  });
});

describe('a name', () => {
  it.each([
    ['Nova Pay', { title: 'Nova Pay', id: 'nova-pay', pascal: 'NovaPay' }],
    ['nova-pay', { title: 'Nova Pay', id: 'nova-pay', pascal: 'NovaPay' }],
    ['NovaPay', { title: 'NovaPay', id: 'nova-pay', pascal: 'NovaPay' }],
    ['  Crédit   Agile ', { title: 'Crédit Agile', id: 'credit-agile', pascal: 'CreditAgile' }],
    ['new', { title: 'New', id: 'new', pascal: 'New' }],
  ])('%j is understood', (given, name) => {
    expect(pluginName(given)).toEqual(name);
  });

  it.each([
    ['', 'needs a name'],
    ['   ', 'needs a name'],
    ['Оплата', 'Latin letters'],
    ['3D Secure', 'begins with a digit'],
    ['../../etc', 'signs that a name cannot have'],
    ['a`b', 'signs that a name cannot have'],
    ['---', 'gives no id'],
    [`${'long '.repeat(9)}name`, 'at most 40'],
    ['x'.repeat(61), '60 are enough'],
  ])('%j is refused with a reason', (given, reason) => {
    expect(() => pluginName(given)).toThrow(reason);
  });

  it('of a kind may be short, and must be one kind', () => {
    expect(kindOf('pay').kind).toBe('payment-gateway');
    expect(kindOf('4').kind).toBe('product-type');
    expect(() => kindOf('p')).toThrow('no kind of plugin');
    expect(() => kindOf('tax')).toThrow('no kind of plugin');
    expect(() => kindOf('')).toThrow('no kind of plugin');
  });
});
