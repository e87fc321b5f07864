import { describe, expect, it } from 'vitest';
import { Templates, type Reader } from './templates.js';
import { Words } from './words.js';

const reader: Reader = { words: new Words('en', { hello: 'Hello, {name}' }), timeZone: 'Europe/Tallinn' };

function render(source: string, view: object, escaping: 'html' | 'none' = 'html'): string {
  const templates = new Templates(escaping);
  templates.add('page', source);
  return templates.render('page', view, reader);
}

describe('templates', () => {
  it('escape values, words included', () => {
    expect(render('<p>{{name}} {{t "hello" name=name}}</p>', { name: '<b>&' })).toBe(
      '<p>&lt;b&gt;&amp; Hello, &lt;b&gt;&amp;</p>',
    );
  });

  it.each(['{{name}}', '{{{name}}}', '{{#with x}}{{/with}}', '${7*7}', '<%= 7*7 %>', '{{constructor.constructor}}', '{% raw %}'])(
    'never read a value as a template: %s',
    value => {
      expect(render('{{name}}', { name: value }, 'none')).toBe(value);
    },
  );

  it.each(['{{constructor.name}}', '{{__proto__}}', '{{lookup this "constructor"}}', '{{name.constructor}}', '{{toString}}'])(
    'see no prototype: %s',
    source => {
      expect(render(source, { name: 'x' })).toBe('');
    },
  );

  it('write money exactly and days in the zone of the shop', () => {
    expect(render('{{money sum}}', { sum: { amount: '900719925474099312', currency: 'EUR' } })).toBe('€9,007,199,254,740,993.12');
    expect(render('{{date at}}', { at: '2026-11-22T22:30:00.000Z' })).toBe('November 23, 2026');
  });

  it('keep data inside its script element', () => {
    const html = render('<script type="application/ld+json">{{json data}}</script>', {
      data: { name: '</script><script>alert(1)' },
    });

    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(JSON.parse(html.slice(html.indexOf('{'), html.lastIndexOf('}') + 1))).toEqual({ name: '</script><script>alert(1)' });
  });

  it('refuse a helper that is not ours', () => {
    expect(() => render('{{shout name=1}}', {})).toThrow(/shout/);
  });
});
