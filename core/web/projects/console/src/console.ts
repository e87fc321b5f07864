import { pickLocale, Translator } from '../../kit/src/i18n.js';
import { Channel, type Ready } from './channel.js';
import { Frame } from './frame.js';
import { endWords, MESSAGES } from './messages.js';
import type { View } from './view.js';

const scheme = storedScheme();
if (scheme) document.documentElement.dataset['scheme'] = scheme;

const frame = new Frame(
  document.querySelector<HTMLElement>('#console')!,
  new Translator(pickLocale(document.documentElement.lang), MESSAGES),
);
const ticket = location.hash.slice(1);
// It is of no use any more in a moment, so it stays neither in the address nor in the history.
history.replaceState(null, '', location.pathname + location.search);

if (ticket === '') frame.end('end-refused');
else start(ticket);

function start(way: string): void {
  let wasOpen = false;
  const channel = Channel.open(
    way,
    ready => {
      wasOpen = true;
      void show(channel, ready);
    },
    code => frame.end(endWords(code, wasOpen)),
  );
}

async function show(channel: Channel, ready: Ready): Promise<void> {
  frame.begin(ready.hostname, document.body.dataset['shop'] ?? '');
  try {
    const view = await viewOf(channel, ready);
    // It may have ended while the code of the view was on its way.
    if (channel.readyState === WebSocket.OPEN) frame.attach(view);
  } catch {
    // The code did not come, which is a matter of the network; closing says so to the person and to the core.
    channel.close();
  }
}

/** A terminal and a screen have nothing in common; each comes when it is needed. */
async function viewOf(channel: Channel, ready: Ready): Promise<View> {
  const around = {
    label: frame.translator.text(ready.protocol === 'terminal' ? 'terminal' : 'screen'),
    onReleased: () => frame.release(),
    onRefused: () => {
      frame.end('end-unreachable');
      channel.close();
    },
  };
  frame.place.dataset['view'] = ready.protocol;
  if (ready.protocol === 'terminal') return (await import('./terminal.js')).showTerminal(frame.place, channel, around);
  return (await import('./screen.js')).showScreen(frame.place, channel, ready, around);
}

/** What was chosen by hand on the shop's pages. */
function storedScheme(): string | undefined {
  try {
    const stored = localStorage.getItem('hw-scheme');
    return stored === 'light' || stored === 'dark' ? stored : undefined;
  } catch {
    // A browser may keep its storage shut; the system's own scheme serves.
    return undefined;
  }
}
