import { describe, expect, it } from 'vitest';
import { showBytes, showRate, showShare, showSpeed } from './amounts.js';
import { shownMeter } from './usage-meter.js';

const plain = (text: string): string => text.replaceAll(/\s/g, ' ');

describe('amounts', () => {
  it('have the unit in which they are short', () => {
    expect(showBytes(0, 'en')).toBe('0 kB');
    expect(showBytes(1_500_000_000, 'en')).toBe('1.5 GB');
    expect(showBytes(12_000_000_000_000, 'en')).toBe('12 TB');
    expect(showBytes(1.5 * 2 ** 30, 'en', 1024)).toBe('1.5 GB');
    expect(plain(showRate(2_400_000, 'en'))).toBe('2.4 MB/s');
  });

  it('tell the speed of a line in bits', () => {
    expect(showSpeed(1_000_000, 'en')).toBe('8 Mbit/s');
    expect(showSpeed(1_000_000, 'uk')).toBe('8 Мбіт/с');
  });

  it('are written as the reader writes', () => {
    expect(plain(showBytes(1_500_000_000, 'uk'))).toBe('1,5 ГБ');
    expect(plain(showShare(9.44, 'ru'))).toBe('9,4 %');
  });
});

describe('shownMeter', () => {
  const of = (used: string, limit: string): string => `${used} of ${limit}`;
  const meter = (used: string, limit: string | null) => shownMeter({ code: 'disk', unit: 'bytes', used, limit }, 'en', of);

  it('is a part of its limit', () => {
    expect(meter('5000000000', '20000000000')).toMatchObject({ text: '5 GB of 20 GB', percent: 25, word: '' });
  });

  it('warns before it is full, and says when it is', () => {
    expect(meter('95', '100')).toMatchObject({ tone: 'warning', word: 'nearly-full' });
    expect(meter('250', '100')).toMatchObject({ percent: 100, tone: 'danger', word: 'full' });
    expect(meter('0', '0')).toMatchObject({ percent: 100, word: 'full' });
  });

  it('has no bar without a limit', () => {
    expect(meter('5000000000', null)).toMatchObject({ text: '5 GB', percent: undefined });
  });

  it('counts past what a number holds', () => {
    expect(meter('9007199254740993000', '9007199254740993000')).toMatchObject({ percent: 100 });
  });
});
