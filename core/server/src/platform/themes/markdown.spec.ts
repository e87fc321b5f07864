import { describe, expect, it } from 'vitest';
import { markdownToHtml, titleAndBody } from './markdown.js';

describe("a shop's own text", () => {
  it('becomes paragraphs, lists and links', () => {
    expect(markdownToHtml('One **bold** [word](https://shop.example/a?b=1&c=2)')).toBe(
      '<p>One <strong>bold</strong> <a href="https://shop.example/a?b=1&amp;c=2">word</a></p>\n',
    );
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'a <b onmouseover="alert(1)">b</b>',
    '[x](javascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](//evil.example)',
    '![x](https://evil.example/pixel.png)',
    '<https://a.example/"onmouseover=alert(1)>',
    '[x](https://a.example/"onmouseover="alert(1))',
  ])('cannot run or fetch anything: %s', text => {
    const html = markdownToHtml(text);

    expect(html).not.toMatch(/<(script|img|b)[\s>]/i);
    expect(html).not.toMatch(/href="(?!https?:|mailto:|tel:|\/[^/]|#)/i);
    expect(html.replace(/&[a-z#0-9]+;/g, '')).not.toMatch(/<[^>]*\son\w+=/i);
  });

  it('gives its first heading away as the title', () => {
    expect(titleAndBody('# Terms\n\nText')).toEqual({ title: 'Terms', body: 'Text' });
    expect(titleAndBody('No heading')).toEqual({ title: '', body: 'No heading' });
  });
});
