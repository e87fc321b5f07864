import { describe, expect, it } from 'vitest';
import { fixture, read } from './reading.js';

const VERSION_2 = fixture('camt.053.001.02.xml').toString();
const VERSION_8 = fixture('camt.053.001.08.xml').toString();

describe('a statement in camt.053', () => {
  it('of version 2 is read: the sum in the account’s currency, the day, who paid and for what', async () => {
    const { lines, faults } = await read(VERSION_2);

    expect(faults).toEqual([]);
    expect(lines).toMatchObject([
      { line: 1, bookedOn: '2026-11-02', payer: 'Lovelace & Daughters', amount: { amount: 1999n, currency: 'EUR' } },
      { line: 2, bookedOn: '2026-11-03', payer: 'Data Centre AS', amount: { amount: -30_000n, currency: 'EUR' }, text: 'Rent' },
    ]);
    expect(lines[0]!.references).toContain('TST2026000001');
  });

  it('of version 8 with a prefix is read: each transaction of a batch, by text, creditor reference or end-to-end id', async () => {
    const { lines } = await read(VERSION_8);

    expect(lines.slice(0, 3).map(({ line, payer, amount }) => [line, payer, amount.amount])).toEqual([
      [1, 'Ada Lovelace', 1000n],
      [1, 'Grace Hopper', 2000n],
      [1, undefined, 3000n],
    ]);
    for (const [index, bare] of ['TST2026000010', 'TST2026000011', 'TST2026000012'].entries()) {
      expect(lines[index]!.references).toContain(bare);
    }
  });

  it.each(['02', '03', '04', '06', '10', '12'])('says the same in version %s', async version => {
    const { lines } = await read(VERSION_2);

    expect(await read(VERSION_2.replace('camt.053.001.02', `camt.053.001.${version}`))).toEqual({ lines, faults: [] });
  });

  it('takes what came back to us for no payment of the invoice that it names', async () => {
    const { lines } = await read(VERSION_8);

    expect(lines[3]).toMatchObject({ amount: { amount: 1500n }, references: [] });
    expect(lines[3]!.text).toContain('TST-2026-000009');
  });

  it('leaves out what is not booked yet, and says so', async () => {
    const { lines, faults } = await read(VERSION_8);

    expect(lines.map(({ line }) => line)).not.toContain(3);
    expect(faults).toEqual([{ line: 3, code: 'not-booked', message: expect.stringContaining('PDNG') as string }]);
  });

  it('names a booking the same whatever else the statement holds, and those of a batch apart', async () => {
    const { lines } = await read(VERSION_8);
    const batch = /<bank:Ntry>[^]*?<\/bank:Ntry>/.exec(VERSION_8)![0];
    const later = await read(VERSION_8.replace(batch, '').replace('</bank:Stmt>', `${batch}</bank:Stmt>`));

    expect(new Set(lines.map(({ id }) => id)).size).toBe(4);
    expect(later.lines.map(({ id }) => id).toSorted()).toEqual(lines.map(({ id }) => id).toSorted());
  });

  it('of another account is left out with a word about it', async () => {
    const { lines, faults } = await read(VERSION_2.replace('EE382200221020145685', 'EE471000001020145685'));

    expect(lines).toEqual([]);
    expect(faults).toMatchObject([{ line: 1, code: 'other-account' }]);
  });

  it('holds several statements, whose entries are counted on', async () => {
    const statement = /<Stmt>[^]*<\/Stmt>/.exec(VERSION_2)![0];
    const { lines } = await read(VERSION_2.replace('</Stmt>', () => `</Stmt>${statement}`));

    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(4);
  });

  it('reads characters by number, once', async () => {
    const { lines } = await read(VERSION_2.replace('Lovelace &amp; Daughters', '&#1040;&#x434;&#1072; &amp;lt;b&amp;gt;'));

    expect(lines[0]!.payer).toBe('Ада &lt;b&gt;');
  });

  it('is read in the encoding that it declares', async () => {
    const head = VERSION_2.replace('UTF-8', 'windows-1251');
    const [before, after] = head.split('Lovelace &amp; Daughters') as [string, string];
    const cyrillic = Buffer.from([0xca, 0xe0, 0xf8, 0xf2, 0xe0, 0xed]);

    const { lines } = await read(Buffer.concat([Buffer.from(before), cyrillic, Buffer.from(after)]));

    expect(lines[0]!.payer).toBe('Каштан');
  });

  it.each([
    ['no amount', '<Amt Ccy="EUR">19.99</Amt>\n        <CdtDbtInd>', '<CdtDbtInd>', 'bad-amount'],
    [
      'an amount that is none',
      '<Amt Ccy="EUR">19.99</Amt>\n        <Cdt',
      '<Amt Ccy="EUR">1e2</Amt>\n        <Cdt',
      'bad-amount',
    ],
    [
      'more digits than the currency',
      '<Amt Ccy="EUR">19.99</Amt>\n        <Cdt',
      '<Amt Ccy="EUR">19.999</Amt>\n        <Cdt',
      'bad-amount',
    ],
    ['no currency', '<Amt Ccy="EUR">19.99</Amt>\n        <Cdt', '<Amt>19.99</Amt>\n        <Cdt', 'bad-currency'],
    ['neither credit nor debit', '<CdtDbtInd>CRDT</CdtDbtInd>', '', 'bad-direction'],
    ['no day', '<BookgDt><Dt>2026-11-02</Dt></BookgDt>\n        <ValDt><Dt>2026-11-02</Dt></ValDt>', '', 'bad-date'],
    ['a day that is none', '<BookgDt><Dt>2026-11-02', '<BookgDt><Dt>2026-02-30', 'bad-date'],
  ])('names an entry with %s and reads the others', async (_, from, to, code) => {
    expect(VERSION_2).toContain(from);

    const { lines, faults } = await read(VERSION_2.replace(from, to));

    expect(lines.map(({ line }) => line)).toEqual([2]);
    expect(faults.map(fault => [fault.line, fault.code])).toEqual([[1, code]]);
  });

  it('names a batch whose transactions do not add up', async () => {
    const { lines, faults } = await read(VERSION_8.replace('>30.00<', '>31.00<'));

    expect(lines.map(({ line }) => line)).toEqual([2]);
    expect(faults[0]).toMatchObject({ line: 1, code: 'batch-differs' });
  });

  it('takes a batch without the amounts of its transactions as one booking', async () => {
    const { lines, faults } = await read(VERSION_8.replaceAll(/<bank:Amt Ccy="EUR">[123]0\.00<\/bank:Amt>\s*/g, ''));

    expect(faults.map(({ line }) => line)).toEqual([3]);
    expect(lines[0]).toMatchObject({ line: 1, amount: { amount: 6000n } });
    expect(lines[0]!.references).toEqual(expect.arrayContaining(['TST2026000010', 'TST2026000012']));
  });
});
