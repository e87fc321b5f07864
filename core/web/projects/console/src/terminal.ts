import { FitAddon } from '@xterm/addon-fit';
import { Terminal, type ITheme } from '@xterm/xterm';
import type { Channel } from './channel.js';
import type { ExtraKey, Modifier, View, ViewFrame } from './view.js';

const ARROWS: Partial<Record<ExtraKey, string>> = { ArrowUp: 'A', ArrowDown: 'B', ArrowRight: 'C', ArrowLeft: 'D' };
const PLAIN: Partial<Record<ExtraKey, string>> = { Escape: '\x1b', Tab: '\t' };

/** A terminal on a channel. The size of the terminal is told to the core in words, everything else is bytes. */
export function showTerminal(place: HTMLElement, channel: Channel, frame: ViewFrame): View {
  Terminal.strings.promptLabel = frame.label;
  const terminal = new Terminal({
    cursorBlink: true,
    fontFamily: styleOf(place).fontFamily,
    fontSize: 14,
    lineHeight: 1.15,
    minimumContrastRatio: 4.5,
    scrollback: 5000,
    theme: themeOf(place),
  });
  const fit = new FitAddon();
  const held = new Set<Modifier>();
  const write = (text: string): void => channel.send(new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>);
  const fitNow = (): void => {
    if (place.clientHeight > 0) fit.fit();
  };

  terminal.loadAddon(fit);
  terminal.open(place);
  terminal.onResize(({ cols, rows }) => channel.send(JSON.stringify({ cols, rows })));
  terminal.onData(data => {
    write(modified(data, held));
    if (held.size > 0) {
      held.clear();
      frame.onReleased();
    }
  });
  terminal.onBinary(data => channel.send(Uint8Array.from(data, character => character.charCodeAt(0))));
  channel.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => terminal.write(new Uint8Array(data));
  new ResizeObserver(fitNow).observe(place);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => (terminal.options.theme = themeOf(place)));
  fitNow();
  channel.send(JSON.stringify({ cols: terminal.cols, rows: terminal.rows }));

  return {
    press: key => {
      const arrow = ARROWS[key];
      terminal.input(arrow ? `\x1b${terminal.modes.applicationCursorKeysMode ? 'O' : '['}${arrow}` : (PLAIN[key] ?? ''));
      terminal.focus();
    },
    hold: (modifier, isHeld) => {
      if (isHeld) held.add(modifier);
      else held.delete(modifier);
      terminal.focus();
    },
    focus: () => terminal.focus(),
    rest: () => Object.assign(terminal.options, { cursorBlink: false, disableStdin: true }),
  };
}

/** A letter with Ctrl is the control character of that letter; with Alt it comes after an escape. */
function modified(data: string, held: ReadonlySet<Modifier>): string {
  if (data.length !== 1) return data;
  const code = data.toUpperCase().charCodeAt(0);
  const controlled = held.has('Control') && code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) : data;
  return held.has('Alt') ? `\x1b${controlled}` : controlled;
}

const styleOf = (place: HTMLElement): CSSStyleDeclaration => getComputedStyle(place);

const DARK: ITheme = {
  ...{
    black: '#2a2f37',
    red: '#f2777a',
    green: '#8cc98f',
    yellow: '#e5c07b',
    blue: '#79b0f2',
    magenta: '#c99bf0',
    cyan: '#6fc7cf',
  },
  ...{ white: '#c9ced6', brightBlack: '#808894', brightRed: '#ff9b9d', brightGreen: '#a9e0ab', brightYellow: '#f5d999' },
  ...{ brightBlue: '#a1c9fa', brightMagenta: '#ddbdfa', brightCyan: '#97e0e6', brightWhite: '#f4f6f8' },
};
const LIGHT: ITheme = {
  ...{
    black: '#20252b',
    red: '#b3261e',
    green: '#256b2e',
    yellow: '#7a5200',
    blue: '#1556a8',
    magenta: '#7b2fa0',
    cyan: '#0b6670',
  },
  ...{ white: '#8b929c', brightBlack: '#5b636e', brightRed: '#c8372d', brightGreen: '#2f7f3a', brightYellow: '#8f6200' },
  ...{ brightBlue: '#1d69c9', brightMagenta: '#9140ba', brightCyan: '#117a86', brightWhite: '#a5abb4' },
};

/** The ground and the letters are the shop's, whatever it calls light or dark; the sixteen colours fit the ground. */
function themeOf(place: HTMLElement): ITheme {
  const { backgroundColor, color, accentColor, borderTopColor } = styleOf(place);
  const { scheme } = document.documentElement.dataset;
  const isDark = scheme ? scheme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  return {
    ...(isDark ? DARK : LIGHT),
    background: backgroundColor,
    foreground: color,
    cursor: accentColor === 'auto' ? color : accentColor,
    cursorAccent: backgroundColor,
    selectionBackground: borderTopColor,
  };
}
