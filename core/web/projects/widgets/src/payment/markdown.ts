export type Inline =
  | { readonly kind: 'text' | 'strong' | 'em' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'break' };

export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly content: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };

/** The small part of Markdown that payment instructions use. It becomes a tree, never HTML: nothing in it can run. */
export function parseMarkdown(source: string): readonly Block[] {
  const chunks = source.replaceAll('\r', '').split(/\n{2,}/);
  return chunks.flatMap(chunk => blocksOf(chunk.split('\n').filter(line => line.trim())));
}

const BULLET = /^\s*[-*]\s+/;
const NUMBER = /^\s*\d{1,3}[.)]\s+/;
const HEADING = /^#{1,4}\s+/;
const DIVIDER = /^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$/;

function blocksOf(lines: readonly string[]): readonly Block[] {
  const [first = ''] = lines;
  if (!lines.length) return [];
  if (HEADING.test(first)) return [{ kind: 'heading', content: inline(first.replace(HEADING, '')) }, ...blocksOf(lines.slice(1))];
  if (first.includes('|') && DIVIDER.test(lines[1] ?? '')) return [table(lines)];
  for (const [pattern, ordered] of [
    [BULLET, false],
    [NUMBER, true],
  ] as const) {
    if (!pattern.test(first)) continue;
    const end = lines.findIndex(line => !pattern.test(line));
    const own = end < 0 ? lines : lines.slice(0, end);
    const list: Block = { kind: 'list', ordered, items: own.map(line => inline(line.replace(pattern, ''))) };
    return [list, ...blocksOf(lines.slice(own.length))];
  }
  const end = lines.findIndex((line, index) => index > 0 && (BULLET.test(line) || NUMBER.test(line) || HEADING.test(line)));
  const own = end < 0 ? lines : lines.slice(0, end);
  return [{ kind: 'paragraph', content: joinLines(own) }, ...blocksOf(lines.slice(own.length))];
}

function joinLines(lines: readonly string[]): readonly Inline[] {
  return lines.flatMap((line, index): Inline[] => [
    ...inline(line.replace(/(\s{2,}|\\)$/, '')),
    ...(index === lines.length - 1 ? [] : [/(\s{2,}|\\)$/.test(line) ? ({ kind: 'break' } as const) : text(' ')]),
  ]);
}

function table(lines: readonly string[]): Block {
  const cells = (line: string): (readonly Inline[])[] =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map(cell => inline(cell.trim()));
  const head = cells(lines[0] ?? '');
  return { kind: 'table', head: head.some(cell => cell.length) ? head : [], rows: lines.slice(2).map(cells) };
}

const MARKS =
  /\*\*(?<strong>[^*]+)\*\*|`(?<code>[^`]+)`|\*(?<em>[^*]+)\*|_(?<em2>[^_]+)_|\[(?<label>[^\]]+)\]\((?<href>[^)\s]+)\)/g;

function inline(line: string): readonly Inline[] {
  const found: Inline[] = [];
  let at = 0;
  for (const match of line.matchAll(MARKS)) {
    if (match.index > at) found.push(text(line.slice(at, match.index)));
    found.push(marked(match));
    at = match.index + match[0].length;
  }
  if (at < line.length) found.push(text(line.slice(at)));
  return found;
}

function marked(match: RegExpExecArray): Inline {
  const { strong, code, em, em2, label, href } = match.groups ?? {};
  if (strong !== undefined) return { kind: 'strong', text: strong };
  if (code !== undefined) return { kind: 'code', text: code };
  if (label !== undefined && href !== undefined) {
    return /^(https?:|mailto:)/i.test(href) ? { kind: 'link', text: label, href } : text(label);
  }
  return { kind: 'em', text: em ?? em2 ?? match[0] };
}

const text = (value: string): Inline => ({ kind: 'text', text: unescape(value) });
const unescape = (value: string): string => value.replace(/\\([\\`*_[\]()#.|-])/g, '$1');
