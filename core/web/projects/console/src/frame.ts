import type { Translator } from '../../kit/src/i18n.js';
import type { Words } from './messages.js';
import type { ExtraKey, Modifier, View } from './view.js';

type State = 'connecting' | 'connected' | 'ended';

const KEYS: readonly (readonly [ExtraKey | Modifier, string, Words?])[] = [
  ['Escape', 'Esc'],
  ['Tab', 'Tab'],
  ['Control', 'Ctrl'],
  ['Alt', 'Alt'],
  ['ArrowLeft', '←', 'left'],
  ['ArrowDown', '↓', 'down'],
  ['ArrowUp', '↑', 'up'],
  ['ArrowRight', '→', 'right'],
];

/** Everything around the console: its name, how it stands with it, and the keys that are missing on phones. */
export class Frame {
  readonly place = element('div', 'place');
  private readonly name = element('h1', 'name');
  private readonly state = element('p', 'state');
  private readonly notice = element('div', 'notice');
  private readonly tools = element('div', 'tools');
  private readonly keys = element('div', 'keys');
  private view: View | undefined;

  constructor(
    private readonly root: HTMLElement,
    readonly translator: Translator<Words>,
  ) {
    const bar = element('header', 'bar');
    this.name.textContent = translator.text('console');
    this.state.setAttribute('role', 'status');
    this.notice.setAttribute('role', 'alert');
    this.keys.setAttribute('role', 'toolbar');
    this.keys.setAttribute('aria-label', translator.text('keys'));
    bar.append(this.name, this.state, this.tools);
    root.append(bar, this.notice, this.place, this.keys);
    this.show('connecting');
  }

  show(state: State): void {
    this.root.dataset['state'] = state;
    this.state.textContent = this.translator.text(state);
  }

  /** Now it is known which server it is and what there is to see of it. */
  begin(hostname: string, shopName: string): void {
    document.title = `${hostname} — ${shopName}`;
    this.name.textContent = hostname;
  }

  attach(view: View): void {
    const { text } = this.translator;
    this.show('connected');
    this.view = view;
    const { sendCtrlAltDel, summonKeyboard } = view;
    if (summonKeyboard) this.tools.append(button(text('keyboard'), summonKeyboard, 'touch'));
    if (sendCtrlAltDel) this.tools.append(button(text('ctrl-alt-del'), sendCtrlAltDel));
    if (document.fullscreenEnabled) this.tools.append(button(text('full-screen'), () => void this.switchFullScreen(view)));
    this.keys.append(...KEYS.map(([key, label, words]) => this.key(view, key, label, words && text(words))));
    view.focus();
  }

  /** The last words of the server stay to be read. */
  end(words: Words): void {
    // The first reason is the right one; what comes after it only follows from it.
    if (this.root.dataset['state'] === 'ended') return;
    this.show('ended');
    this.view?.rest();
    for (const control of this.root.querySelectorAll('button')) control.disabled = true;
    const { text } = this.translator;
    this.notice.replaceChildren(paragraph(text(words)), paragraph(text('reopen')));
  }

  release(): void {
    for (const key of this.keys.querySelectorAll('[aria-pressed="true"]')) key.setAttribute('aria-pressed', 'false');
  }

  private key(view: View, key: ExtraKey | Modifier, label: string, name: string | undefined): HTMLButtonElement {
    const made = button(label, () => {
      if (key !== 'Control' && key !== 'Alt') return view.press(key);
      const isHeld = made.getAttribute('aria-pressed') !== 'true';
      made.setAttribute('aria-pressed', String(isHeld));
      view.hold(key, isHeld);
    });
    // A key that took the focus would send the phone's keyboard away.
    made.addEventListener('pointerdown', event => event.preventDefault());
    if (name !== undefined) made.setAttribute('aria-label', name);
    if (key === 'Control' || key === 'Alt') made.setAttribute('aria-pressed', 'false');
    return made;
  }

  private async switchFullScreen(view: View): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
    view.focus();
  }
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, className: string): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function button(label: string, onPress: () => void, className = ''): HTMLButtonElement {
  const made = element('button', className);
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', onPress);
  return made;
}

function paragraph(text: string): HTMLParagraphElement {
  const made = document.createElement('p');
  made.textContent = text;
  return made;
}
