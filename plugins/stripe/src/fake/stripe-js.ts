/**
 * A stand-in for Stripe.js: the calls that the element makes, and a form with test cards instead of a frame. It asks the
 * fake itself, with the publishable key and the client secret, as the real one asks Stripe.
 */
export const STRIPE_JS_STAND_IN = `(() => {
  'use strict';
  const origin = new URL(document.currentScript.src).origin;
  const CARDS = [['pay', '4242 4242 4242 4242'], ['decline', '4000 0000 0000 0002'], ['authenticate', '4000 0000 0000 3220'], ['later', 'SEPA DE89 3704 0044 0532 0130 00']];
  const make = (tag, style, more) => {
    const element = document.createElement(tag);
    Object.assign(element.style, style);
    for (const [name, value] of Object.entries(more || {})) name === 'testid' ? (element.dataset.testid = value) : (element[name] = value);
    return element;
  };
  const ask = async (path, fields) => {
    const answer = await fetch(origin + path, { method: 'POST', body: new URLSearchParams(fields) });
    return answer.json();
  };
  window.Stripe = key => ({
    elements({ clientSecret }) {
      if (!/^pi_\\w+_secret_\\w+$/.test(clientSecret)) throw new Error('Not a client secret');
      const state = { clientSecret, card: undefined, place: undefined };
      return {
        state,
        create(kind) {
          if (kind !== 'payment') throw new Error('Only the payment element is here');
          const listeners = {};
          return {
            on: (event, listener) => { listeners[event] = listener; },
            mount(place) {
              state.place = place;
              const buttons = CARDS.map(([card, text]) => {
                const button = make('button', { font: 'inherit', textAlign: 'start', minHeight: '44px', padding: '8px 12px', border: '1px solid #8889', borderRadius: '8px', background: 'none', color: 'inherit' }, { type: 'button', textContent: text, testid: card });
                button.setAttribute('aria-pressed', 'false');
                button.onclick = () => {
                  state.card = card;
                  buttons.forEach(other => other.setAttribute('aria-pressed', String(other === button)));
                  buttons.forEach(other => { other.style.borderColor = other === button ? 'currentColor' : '#8889'; });
                };
                return button;
              });
              const form = make('div', { display: 'grid', gap: '8px' });
              form.append(...buttons);
              place.replaceChildren(form);
              setTimeout(() => listeners.ready && listeners.ready(), 0);
            },
            destroy() { if (state.place) state.place.replaceChildren(); },
          };
        },
      };
    },
    async confirmPayment({ elements, confirmParams, redirect }) {
      const { state } = elements;
      if (!confirmParams.return_url) throw new Error('return_url is missing');
      if (!state.card) return { error: { type: 'validation_error', message: 'Choose a card.' } };
      let told = await ask('/js/confirm', { key, client_secret: state.clientSecret, card: state.card });
      if (told.paymentIntent && told.paymentIntent.status === 'requires_action') {
        const isConfirmed = await new Promise(resolve => {
          const dialog = make('div', { display: 'grid', gap: '8px', marginTop: '12px' }, { testid: 'bank' });
          dialog.setAttribute('role', 'group');
          dialog.append(make('strong', {}, { textContent: '3-D Secure' }));
          for (const [name, text, answer] of [['confirm', 'Confirm', true], ['refuse', 'Refuse', false]]) {
            dialog.append(make('button', { font: 'inherit', minHeight: '44px' }, { type: 'button', textContent: text, testid: name, onclick: () => { dialog.remove(); resolve(answer); } }));
          }
          state.place.append(dialog);
        });
        told = await ask('/js/authenticate', { key, client_secret: state.clientSecret, answer: isConfirmed ? 'confirm' : 'refuse' });
      }
      if (told.paymentIntent && redirect !== 'if_required') location.assign(confirmParams.return_url);
      return told;
    },
  });
})();
`;
