import { PluginFailure } from '@hostwright/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, read } from './reading.js';

const HEADING = 'Date;Payer;Text;Amount;Currency';
const GOOD = [
  '2026-11-02;Ada;TST-2026-000001;19.99;EUR',
  '2026-11-03;"Grace; ""G""";"two\nlines";1,50;EUR',
  '2026-11-04;;x;-3.00;EUR',
];

/** Rows that no reader may take for a booking, each on one line. */
const BAD: readonly (readonly [what: string, row: string, code: string])[] = [
  ['no amount', '2026-11-02;Ada;x;;EUR', 'bad-amount'],
  ['a word for an amount', '2026-11-02;Ada;x;ten;EUR', 'bad-amount'],
  ['an amount with two readings', '2026-11-02;Ada;x;1,234;EUR', 'ambiguous-amount'],
  ['parts of a cent', '2026-11-02;Ada;x;1.2345;EUR', 'bad-amount'],
  ['an endless amount', `2026-11-02;Ada;x;${'9'.repeat(40)};EUR`, 'bad-amount'],
  ['a formula', '2026-11-02;Ada;x;=1+1;EUR', 'bad-amount'],
  ['no date', ';Ada;x;1.00;EUR', 'bad-date'],
  ['a day that is not in the calendar', '2026-02-30;Ada;x;1.00;EUR', 'bad-date'],
  ['a currency that is none', '2026-11-02;Ada;x;1.00;ЕUR', 'bad-currency'],
  ['a column too few', '2026-11-02;Ada;1.00;EUR', 'bad-columns'],
  ['a column too many', '2026-11-02;Ada;x;y;1.00;EUR', 'bad-columns'],
  ['a total', 'Total;;;1234.00;EUR', 'bad-date'],
  ['one word', 'x', 'bad-columns'],
  ['a quote that is never closed', '2026-11-02;"Ada;x;1.00;EUR', 'bad-row'],
  ['a row without end', `2026-11-02;"${'x'.repeat(70_000)};x;1.00;EUR`, 'bad-row'],
];

describe('a row that is malformed', () => {
  it.each(BAD)('with %s is named by its line, and its neighbours are read', async (_, row, code) => {
    const { lines, faults } = await read([HEADING, GOOD[0], row, GOOD[1], GOOD[2]].join('\n'));

    expect(faults.map(fault => [fault.line, fault.code])).toEqual([[3, code]]);
    expect(lines.map(({ line }) => line)).toEqual([2, 4, 6]);
  });

  it('anywhere among good ones takes none of them away, and each is named', async () => {
    const rows = fc.array(fc.constantFrom(...GOOD, ...BAD.slice(0, -1).map(([, row]) => row)), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rows, async all => {
        const { lines, faults } = await read([HEADING, ...all].join('\n'));
        const starts = all.map((_, index) => 2 + all.slice(0, index).join('\n').split('\n').length - (index === 0 ? 1 : 0));
        const linesOf = (isWanted: (row: string) => boolean) => starts.filter((_, index) => isWanted(all[index]!));

        expect(lines.map(({ line }) => line)).toEqual(linesOf(row => GOOD.includes(row)));
        expect(faults.map(({ line }) => line)).toEqual(linesOf(row => !GOOD.includes(row)));
      }),
    );
  });

  it('has words for staff that fit a line and hold nothing dangerous', async () => {
    const nasty = ['\u0007', 'x'.repeat(3000), '\u202e', '<script>'].join('');
    const { faults } = await read(`${HEADING}\n${nasty};Ada;x;1.00;EUR\n`);

    expect(faults[0]!.message.length).toBeLessThan(200);
    expect(faults[0]!.message).not.toContain('\u0007');
  });
});

describe('a file that cannot be read at all', () => {
  const refusal = async (content: string | Uint8Array, settings = {}): Promise<PluginFailure> => {
    try {
      await read(content, settings);
    } catch (error) {
      if (error instanceof PluginFailure) return error;
      throw error;
    }
    throw new Error('It was read');
  };

  it.each([
    ['is empty', ''],
    ['is blank', ' \n\n '],
    ['is an archive', Buffer.from('PK\u0003\u0004\0\0\0')],
    ['has no heading', '2026-11-02;Ada;x;1.00;EUR\n'],
    ['has another heading', 'Tag;Wer;Was;Wieviel\n2026-11-02;Ada;x;1.00\n'],
    ['is another document', '<?xml version="1.0"?><html><body/></html>'],
    ['is another message', '<Document><BkToCstmrDbtCdtNtfctn/></Document>'],
    ['is broken XML', '<Document><BkToCstmrStmt><Stmt></BkToCstmrStmt></Document>'],
    ['ends in the middle', fixture('camt.053.001.02.xml').subarray(0, 900)],
    [
      'is not in the encoding it declares',
      Buffer.concat([Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a>'), Buffer.from([0xff])]),
    ],
    ['declares an encoding that nobody knows', '<?xml version="1.0" encoding="x-none"?><a/>'],
    ['is nested without end', `<Document>${'<a>'.repeat(100)}${'</a>'.repeat(100)}</Document>`],
    ['has names that would become prototypes', '<Document><__proto__>1</__proto__></Document>'],
  ])('because it %s is refused with words for staff', async (_, content) => {
    const failure = await refusal(content);

    expect([failure.kind, failure.code]).toEqual(['final', 'statement-unreadable']);
    expect(failure.publicMessage).toMatch(/\w/);
  });

  it.each([
    ['an entity of its own', '<!DOCTYPE d [<!ENTITY x "y">]>'],
    ['a file of the server', '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ['a bomb of entities', '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'],
    ['a DTD of elsewhere', '<!DOCTYPE d SYSTEM "https://attacker.example/x.dtd">'],
    ['a DTD in small letters', '<!doctype d>'],
  ])('because it brings %s is refused', async (_, dtd) => {
    const failure = await refusal(fixture('camt.053.001.02.xml').toString().replace('<Document', `${dtd}<Document`));

    expect(failure.code).toBe('statement-unreadable');
    expect(failure.message).toContain('DTD');
  });

  it('names the columns that the settings ask for in vain', async () => {
    const failure = await refusal(`${HEADING}\n${GOOD[0]}\n`, { idColumn: 'Beleg' });

    expect(failure.publicMessage).toContain('"Beleg"');
  });

  it('has too many bookings for one import', async () => {
    const failure = await refusal(`${HEADING}\n${'2026-11-02;;x;1;EUR\n'.repeat(20_001)}`);

    expect(failure.publicMessage).toContain('20000');
  });

  it('is refused or read, whatever its bytes are', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .string({ unit: fc.constantFrom(...';"\n\r,-.0129aЖ\0🌰'), maxLength: 120 })
        .map(text => Buffer.from(`${HEADING}\n${text}`)),
      fc
        .string({ maxLength: 120 })
        .map(text => Buffer.from(`<Document><BkToCstmrStmt><Stmt>${text}</Stmt></BkToCstmrStmt></Document>`)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async content => {
        const answer = await read(content).catch((error: unknown) => error);

        expect(answer instanceof PluginFailure ? answer.code : answer).toEqual(
          answer instanceof PluginFailure
            ? 'statement-unreadable'
            : { lines: expect.any(Array) as [], faults: expect.any(Array) as [] },
        );
      }),
      { numRuns: 80 },
    );
  });
});
