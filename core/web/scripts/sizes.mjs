// What a page downloads for the widgets, in bytes of Brotli: loader, widget, one language, and all they import statically.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const folder = join(import.meta.dirname, '../dist/widgets');
const text = name => readFileSync(join(folder, name), 'utf8');
const STATIC = /(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g;
const LAZY = /\bimport\(\s*["'`]\.\/([^"'`]+\.js)["'`]\s*\)/g;
const matches = (source, pattern) => [...source.matchAll(pattern)].map(([, name]) => name);

function closure(names, found = new Set()) {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    closure(matches(text(name), STATIC), found);
  }
  return found;
}

const weigh = names =>
  [...names].reduce(
    (sum, name) =>
      sum + brotliCompressSync(readFileSync(join(folder, name)), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
    0,
  );

/** The module that the loader imports for a tag, with its heaviest language. */
function widget(tag) {
  const loader = text('loader.js');
  const entry = new RegExp(`["'\`]?${tag}["'\`]?\\s*:\\s*\\(\\)\\s*=>\\s*import\\(\\s*["'\`]\\./([^"'\`]+)["'\`]`).exec(
    loader,
  )?.[1];
  if (!entry) throw new Error(`loader.js has no module for ${tag}`);
  const code = closure([entry]);
  const languages = [...code].flatMap(name => matches(text(name), LAZY)).filter(name => /messages/.test(text(name)));
  const heaviest =
    [...new Set(languages)].map(name => closure([name])).sort((left, right) => weigh(right) - weigh(left))[0] ?? new Set();
  return new Set([...code, ...heaviest]);
}

const calculator = new Set([...closure(['loader.js']), ...widget('hw-calculator')]);
const buying = new Set([...widget('hw-cart'), ...widget('hw-checkout')].filter(name => !calculator.has(name)));
const cabinet = new Set([...widget('hw-cabinet')].filter(name => !calculator.has(name) && !buying.has(name)));
if (readdirSync(folder).length === 0) throw new Error('Build the widgets first: npm run build:widgets -w core/web');
console.log(JSON.stringify({ calculator: weigh(calculator), cartAndCheckout: weigh(buying), cabinet: weigh(cabinet) }));
