/** The form of Stripe's inside our checkout. Stripe.js comes from Stripe's own address; card data goes there and nowhere else. */

interface StripeElement {
  mount(place: HTMLElement): void;
  destroy(): void;
  on(event: 'ready' | 'loaderror', listener: () => void): void;
}

interface StripeElements {
  create(kind: 'payment', options?: object): StripeElement;
}

interface Confirmation {
  readonly error?: { readonly type?: string; readonly message?: string };
  readonly paymentIntent?: { readonly status: string };
}

interface StripeClient {
  elements(options: { clientSecret: string; locale?: string; appearance?: object }): StripeElements;
  confirmPayment(options: {
    elements: StripeElements;
    confirmParams: { return_url: string };
    redirect: 'if_required';
  }): Promise<Confirmation>;
}

type StripeFactory = (publishableKey: string, options?: object) => StripeClient;

const scripts = new Map<string, Promise<StripeFactory>>();

/** One script for the whole page, whatever number of forms come and go; one that failed is tried again. */
function load(address: string): Promise<StripeFactory> {
  const known = scripts.get(address);
  if (known) return known;
  const loading = new Promise<StripeFactory>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.async = true;
    script.addEventListener('load', () => {
      const factory = (globalThis as { Stripe?: StripeFactory }).Stripe;
      if (factory) resolve(factory);
      else reject(new Error('The script brought no Stripe'));
    });
    script.addEventListener('error', () => {
      script.remove();
      reject(new Error('The script could not be loaded'));
    });
    document.head.append(script);
  });
  scripts.set(address, loading);
  loading.catch(() => scripts.delete(address));
  return loading;
}

/** What has ended well as far as the customer is concerned; the shop asks the server what it came to. */
const FINISHED = new Set(['succeeded', 'processing', 'requires_capture']);

/**
 * `data` (set before the element is connected): script, publishableKey, clientSecret, returnUrl, locale, and the words pay,
 * waiting, failed, unavailable. Tells `hostwright-payment-done`, or `hostwright-payment-failed`.
 */
class StripePayment extends HTMLElement {
  declare data: Readonly<Record<string, string>>;
  private readonly place = document.createElement('div');
  private readonly button = document.createElement('button');
  private readonly notice = document.createElement('p');
  private element: StripeElement | undefined;
  private ground: Ground | undefined;

  constructor() {
    super();
    // Set before the element was defined, it is the element's own already and must not be lost.
    if (!Object.hasOwn(this, 'data')) this.data = {};
  }

  connectedCallback(): void {
    if (this.ground) return;
    this.draw();
    this.open().catch(() => this.tell(this.data['unavailable'] ?? ''));
  }

  disconnectedCallback(): void {
    this.element?.destroy();
    this.element = undefined;
    this.ground?.leave();
    this.ground = undefined;
    this.replaceChildren();
  }

  private draw(): void {
    Object.assign(this.style, { display: 'grid', gap: '16px' });
    this.place.style.minHeight = '120px';
    this.notice.setAttribute('role', 'alert');
    Object.assign(this.notice.style, { margin: '0', color: 'var(--hw-danger, #b3261e)' });
    this.notice.hidden = true;
    this.button.type = 'button';
    this.button.disabled = true;
    this.button.dataset['testid'] = 'stripe-submit';
    this.button.textContent = this.data['pay'] ?? '';
    Object.assign(this.button.style, {
      font: 'inherit',
      fontWeight: '600',
      minHeight: '48px',
      padding: '12px 16px',
      border: '0',
      borderRadius: 'var(--hw-radius-control, 8px)',
      background: 'var(--hw-accent-fill, #3a4bd8)',
      color: 'var(--hw-on-accent, #fff)',
      cursor: 'pointer',
    });
    const opening = document.createElement('div');
    this.replaceChildren(opening, this.notice, this.button);
    this.ground = new Ground(opening, this.place);
  }

  private async open(): Promise<void> {
    const { script = '', publishableKey = '', clientSecret = '', locale = 'auto' } = this.data;
    const { ground } = this;
    const stripe = (await load(script))(publishableKey);
    // Taken away, or away and back, while the script was on its way.
    if (this.ground !== ground) return;
    const elements = stripe.elements({ clientSecret, locale, appearance: { theme: isDark(this) ? 'night' : 'stripe' } });
    this.element = elements.create('payment', { layout: 'tabs' });
    this.element.on('ready', () => (this.button.disabled = false));
    this.element.on('loaderror', () => this.tell(this.data['unavailable'] ?? ''));
    this.element.mount(this.place);
    this.button.onclick = () => {
      this.pay(stripe, elements).catch(() => this.fail(this.data['failed'] ?? ''));
    };
  }

  private async pay(stripe: StripeClient, elements: StripeElements): Promise<void> {
    this.setBusy(true);
    this.notice.hidden = true;
    try {
      const { error, paymentIntent } = await stripe.confirmPayment({
        elements,
        confirmParams: { return_url: this.data['returnUrl'] ?? location.href },
        redirect: 'if_required',
      });
      if (paymentIntent && FINISHED.has(paymentIntent.status)) return this.dispatch('hostwright-payment-done', {});
      // What is missing in the form, the form says itself.
      if (error?.type !== 'validation_error') this.fail(error?.message ?? this.data['failed'] ?? '');
    } finally {
      this.setBusy(false);
    }
  }

  private setBusy(isBusy: boolean): void {
    this.button.disabled = isBusy;
    this.button.textContent = this.data[isBusy ? 'waiting' : 'pay'] ?? '';
    this.setAttribute('aria-busy', String(isBusy));
  }

  /** The form says itself what went wrong, and takes it back at the next try; the shop need not say it once more. */
  private fail(message: string): void {
    this.tell(message);
    this.dispatch('hostwright-payment-failed', { message: '' });
  }

  private tell(message: string): void {
    this.notice.textContent = message;
    this.notice.hidden = message === '';
  }

  private dispatch(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/**
 * Stripe.js does not find its way inside of a shadow. The form is put on the page itself, and every shadow around the
 * opening shows it there through a slot.
 */
class Ground {
  private readonly holders: HTMLElement[] = [];

  constructor(opening: HTMLElement, place: HTMLElement) {
    let parent = opening;
    for (let root = parent.getRootNode(); root instanceof ShadowRoot; root = parent.getRootNode()) {
      const slot = document.createElement('slot');
      slot.name = 'hostwright-stripe-payment';
      parent.append(slot);
      const holder = document.createElement('div');
      holder.slot = slot.name;
      root.host.append(holder);
      this.holders.push(holder);
      parent = holder;
    }
    parent.append(place);
  }

  leave(): void {
    for (const holder of this.holders) holder.remove();
  }
}

/** Stripe's form is drawn in a frame and knows nothing of the page around it: light text stands on a dark ground. */
function isDark(element: HTMLElement): boolean {
  const shades = getComputedStyle(element).color.match(/[\d.]+/g) ?? [];
  const isOklch = getComputedStyle(element).color.startsWith('ok');
  const lightness = isOklch ? Number(shades[0]) : Math.max(...shades.slice(0, 3).map(Number)) / 255;
  return lightness > 0.6;
}

if (!customElements.get('hostwright-stripe-payment')) customElements.define('hostwright-stripe-payment', StripePayment);
