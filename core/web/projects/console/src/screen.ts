import RFB from '@novnc/novnc';
import type { Channel, Ready } from './channel.js';
import type { ExtraKey, Modifier, View, ViewFrame } from './view.js';

/** Names that X11 gives to keys (keysymdef.h). */
const KEYSYMS: Readonly<Record<ExtraKey | Modifier | 'Enter' | 'Backspace', readonly [number, string]>> = {
  Escape: [0xff1b, 'Escape'],
  Tab: [0xff09, 'Tab'],
  ArrowUp: [0xff52, 'ArrowUp'],
  ArrowDown: [0xff54, 'ArrowDown'],
  ArrowLeft: [0xff51, 'ArrowLeft'],
  ArrowRight: [0xff53, 'ArrowRight'],
  Enter: [0xff0d, 'Enter'],
  Backspace: [0xff08, 'Backspace'],
  Control: [0xffe3, 'ControlLeft'],
  Alt: [0xffe9, 'AltLeft'],
};

/** The screen of a server on a channel, scaled to what room there is. */
export function showScreen(place: HTMLElement, channel: Channel, { password }: Ready, frame: ViewFrame): View {
  const viewer = new RFB(place, channel, { shared: true, ...(password !== undefined && { credentials: { password } }) });
  viewer.scaleViewport = true;
  viewer.resizeSession = false;
  viewer.showDotCursor = true;
  viewer.background = 'transparent';
  const picture = place.querySelector('canvas');
  picture?.setAttribute('role', 'application');
  picture?.setAttribute('aria-label', frame.label);
  const held = new Set<Modifier>();
  const release = (): void => {
    if (held.size === 0) return;
    for (const modifier of held) viewer.sendKey(...KEYSYMS[modifier], false);
    held.clear();
    frame.onReleased();
  };
  const press = (keysym: number, code: string | null): void => {
    viewer.sendKey(keysym, code);
    release();
  };
  // Whoever does not take the password shows nothing either: the way in has ended.
  viewer.addEventListener('securityfailure', () => frame.onRefused());
  viewer.addEventListener('credentialsrequired', () => frame.onRefused());
  place.addEventListener('keyup', event => {
    if (!['Control', 'Alt'].includes(event.key)) release();
  });

  const field = keyboardField((text: string) => [...text].forEach(character => press(keysymOf(character), null)), press);
  place.append(field);
  return {
    press: key => press(...KEYSYMS[key]),
    hold: (modifier, isHeld) => {
      viewer.sendKey(...KEYSYMS[modifier], isHeld);
      if (isHeld) held.add(modifier);
      else held.delete(modifier);
    },
    focus: () => viewer.focus({ preventScroll: true }),
    rest: () => field.remove(),
    summonKeyboard: () => field.focus(),
    sendCtrlAltDel: () => viewer.sendCtrlAltDel(),
  };
}

/** A field that nobody sees: a phone shows its keyboard for it, and what is typed there is what the server gets. */
function keyboardField(onText: (text: string) => void, press: (keysym: number, code: string) => void): HTMLTextAreaElement {
  const field = document.createElement('textarea');
  field.className = 'unseen';
  field.autocapitalize = 'off';
  field.autocomplete = 'off';
  field.spellcheck = false;
  field.tabIndex = -1;
  field.ariaHidden = 'true';
  // A phone deletes only where there is something to delete.
  const refill = (): void => void (field.value = '  ');
  refill();
  field.addEventListener('beforeinput', event => {
    const { inputType, data } = event;
    if (inputType === 'insertLineBreak' || inputType === 'insertParagraph') press(...KEYSYMS.Enter);
    else if (inputType === 'deleteContentBackward') press(...KEYSYMS.Backspace);
    else if (inputType === 'insertText' && data) onText(data);
    else return;
    event.preventDefault();
  });
  field.addEventListener('compositionend', ({ data }) => {
    onText(data);
    refill();
  });
  return field;
}

/** Letters of western Europe are their own names, all others stand in a range of their own. */
function keysymOf(character: string): number {
  const code = character.codePointAt(0)!;
  return code <= 0xff ? code : 0x01000000 | code;
}
