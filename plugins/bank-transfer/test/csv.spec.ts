import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixture, read } from './reading.js';

const HEADING = 'Date;Payer;Text;Amount;Currency\n';
const row = (words: Partial<Record<'date' | 'payer' | 'text' | 'amount' | 'currency', string>> = {}): string => {
  const { date = '2026-11-02', payer = 'Ada', text = 'TST-2026-000001', amount = '19.99', currency = 'EUR' } = words;
  return `${[date, payer, text, amount, currency].join(';')}\n`;
};

describe('a statement in CSV', () => {
  it('is read below what the bank writes on top, and every row that cannot be read is named', async () => {
    const { lines, faults } = await read(fixture('statement.csv'));

    expect(lines.map(({ line, bookedOn, payer, text, amount }) => [line, bookedOn, payer, text, amount.amount])).toEqual([
      [5, '2026-11-02', 'Ada Lovelace', 'Invoice TST-2026-000001', 1999n],
      [6, '2026-11-03', 'Grace Hopper; OÜ', 'tst 2026 000002', 123_456n],
      [7, '2026-11-03', 'Data Centre AS', 'Rent of a rack, November', -30_000n],
      [8, '2026-11-04', 'Linus', 'thanks!', 500n],
    ]);
    expect(lines.slice(0, 2).map(({ references }) => references)).toEqual([
      expect.arrayContaining(['TST2026000001']),
      expect.arrayContaining(['TST2026000002']),
    ]);
    expect(faults.map(({ line, code }) => [line, code])).toEqual([
      [9, 'bad-amount'],
      [10, 'bad-date'],
      [11, 'bad-columns'],
    ]);
  });

  it('of the README is read without any setting', async () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

    const { lines, faults } = await read(/```csv\n([^]*?)```/.exec(readme)![1]!);

    expect(faults).toEqual([]);
    expect(lines.map(({ amount }) => amount.amount)).toEqual([1999n, 123_456n, -30_000n]);
  });

  it('is read from Windows-1251, with debits and credits apart and currencies by number', async () => {
    const { lines, faults } = await read(fixture('uk-windows-1251.csv'));

    expect(faults).toEqual([]);
    expect(lines.map(({ bookedOn, payer, amount }) => [bookedOn, payer, amount])).toEqual([
      ['2026-11-02', 'ТОВ "Каштан"', { amount: 120_050n, currency: 'UAH' }],
      ['2026-11-03', 'ФОП Лисенко', { amount: -35_000n, currency: 'UAH' }],
      ['2026-11-04', 'Ковальчук Олена', { amount: 9900n, currency: 'UAH' }],
    ]);
    expect(lines[0]!.references).toContain('KSH2026000123');
    expect(lines[2]!.references).toContain('KSH2026000124');
  });

  it.each([
    ['a byte order mark', Buffer.from(`\ufeff${HEADING}${row()}`)],
    ['UTF-16', Buffer.from(`\ufeff${HEADING}${row()}`, 'utf16le')],
    ['line ends of Windows', Buffer.from(`${HEADING}${row()}`.replaceAll('\n', '\r\n'))],
    ['line ends of old Macs', Buffer.from(`${HEADING}${row()}`.replaceAll('\n', '\r'))],
    ['commas', Buffer.from(`${HEADING}${row()}`.replaceAll(';', ','))],
    ['tabs', Buffer.from(`${HEADING}${row()}`.replaceAll(';', '\t'))],
    ['bars', Buffer.from(`${HEADING}${row()}`.replaceAll(';', '|'))],
    ['quotes around everything', Buffer.from(`${HEADING}${row()}`.replaceAll(/[^;\n]+/g, '"$&"'))],
    ['no end of the last line', Buffer.from(`${HEADING}${row()}`.trimEnd())],
    ['empty lines', Buffer.from(`\n\n${HEADING}\n${row()}\n;;;;\n`)],
  ])('with %s is the same statement', async (_, bytes) => {
    const [line] = (await read(`${HEADING}${row()}`)).lines;

    const { lines, faults } = await read(bytes);

    expect(faults).toEqual([]);
    expect(lines).toEqual([{ ...line!, line: lines[0]!.line }]);
  });

  it('keeps a text of several lines and quotes inside it', async () => {
    const { lines, faults } = await read(`${HEADING}${row({ text: '"Hosting ""Plus""\nTST-2026-000001"' })}${row()}`);

    expect(faults).toEqual([]);
    expect(lines.map(({ line, text }) => [line, text])).toEqual([
      [2, 'Hosting "Plus" TST-2026-000001'],
      [4, 'TST-2026-000001'],
    ]);
  });

  it('is read by the columns that the settings name', async () => {
    const content = 'Wann;Wer;Was;Wieviel;S/H\n02/11/2026;Ada;TST-2026-000001;1.234,56;H\n03/11/2026;Rent;x;300,00;S\n';

    const { lines, faults } = await read(content, {
      ...{ dateColumn: 'wann', payerColumn: 'Wer', textColumn: 'WAS', amountColumn: 'Wieviel', directionColumn: 'S/H' },
      ...{ dateFormat: 'DD/MM/YYYY', currency: 'EUR' },
    });

    expect(faults).toEqual([]);
    expect(lines.map(({ payer, amount }) => [payer, amount.amount])).toEqual([
      ['Ada', 123_456n],
      ['Rent', -30_000n],
    ]);
  });

  it('is read by numbers of columns where there is no heading', async () => {
    const settings = { dateColumn: '1', amountColumn: '3', textColumn: '2', currency: 'UAH', skipLines: 1 };

    const { lines, faults } = await read('Виписка\n02.11.2026;KSH-2026-000123;10,00\n', settings);

    expect(faults).toEqual([]);
    expect(lines).toMatchObject([{ line: 2, amount: { amount: 1000n, currency: 'UAH' }, text: 'KSH-2026-000123' }]);
  });

  it('names a booking the same in every statement that holds it', async () => {
    const days = ['2026-11-01', '2026-11-02', '2026-11-03'].map(date => row({ date }));
    const [first, second] = [await read(HEADING + days.slice(0, 2).join('')), await read(HEADING + days.slice(1).join(''))];

    expect(second.lines[0]!.id).toBe(first.lines[1]!.id);
    expect(new Set([...first.lines, ...second.lines].map(({ id }) => id)).size).toBe(3);
  });

  it('names two bookings that are alike apart, the same way each time', async () => {
    const content = HEADING + row() + row();
    const [once, again] = [await read(content), await read(content)];

    expect(new Set(once.lines.map(({ id }) => id)).size).toBe(2);
    expect(again.lines.map(({ id }) => id)).toEqual(once.lines.map(({ id }) => id));
  });

  it('trusts the bank’s number for a booking only together with its day and sum', async () => {
    const content = (rows: string) => `Date;Text;Amount;ID\n${rows}`;
    const { lines } = await read(content('2026-11-02;a;1.00;7\n2026-11-02;b;1.00;8\n2026-11-02;c;2.00;7\n2026-11-03;d;1.00;7\n'));
    const [changed] = (await read(content('2026-11-02;another text;1.00;7\n'))).lines;

    expect(new Set(lines.map(({ id }) => id)).size).toBe(4);
    expect(changed!.id).toBe(lines[0]!.id);
  });
});
