import { describe, expect, it } from 'vitest';
import { parseMarkdown } from './markdown.js';

describe('parseMarkdown', () => {
  it('reads paragraphs, marks and hard breaks', () => {
    expect(parseMarkdown('Pay **€12** by *Monday*.  \nUse `RF18`.')).toEqual([
      {
        kind: 'paragraph',
        content: [
          { kind: 'text', text: 'Pay ' },
          { kind: 'strong', text: '€12' },
          { kind: 'text', text: ' by ' },
          { kind: 'em', text: 'Monday' },
          { kind: 'text', text: '.' },
          { kind: 'break' },
          { kind: 'text', text: 'Use ' },
          { kind: 'code', text: 'RF18' },
          { kind: 'text', text: '.' },
        ],
      },
    ]);
  });

  it('reads lists, headings and tables', () => {
    const blocks = parseMarkdown('## How\n1. Open\n2. Send\n\n- a\n- b\n\n| Field | Value |\n|---|---|\n| IBAN | `EE80` |');
    expect(blocks.map(block => block.kind)).toEqual(['heading', 'list', 'list', 'table']);
    expect(blocks[1]).toMatchObject({ ordered: true, items: [[{ text: 'Open' }], [{ text: 'Send' }]] });
    expect(blocks[3]).toMatchObject({ rows: [[[{ text: 'IBAN' }], [{ kind: 'code', text: 'EE80' }]]] });
  });

  it('keeps HTML as the text that it is', () => {
    expect(parseMarkdown('<img src=x onerror=alert(1)>')).toEqual([
      { kind: 'paragraph', content: [{ kind: 'text', text: '<img src=x onerror=alert(1)>' }] },
    ]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '//evil.example', 'JaVaScRiPt:x'])('makes no link to %s', href => {
    expect(JSON.stringify(parseMarkdown(`[click](${href})`))).not.toContain('link');
  });

  it('links to web pages', () => {
    expect(parseMarkdown('[bank](https://bank.example/pay)')).toEqual([
      { kind: 'paragraph', content: [{ kind: 'link', text: 'bank', href: 'https://bank.example/pay' }] },
    ]);
  });

  it('stays quick on a long line of marks', () => {
    expect(parseMarkdown('*'.repeat(20_000))).toHaveLength(1);
    expect(parseMarkdown('[('.repeat(10_000))).toHaveLength(1);
  });
});
