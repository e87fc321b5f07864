import { ChangeDetectionStrategy, Component, effect, ElementRef, inject, input, output, signal, viewChild } from '@angular/core';
import type { SharedTexts } from '../platform/texts.js';
import { Notice } from '../ui/notice.js';
import { elementAddress } from './element-address.js';
import type { Step } from './payment-flow.js';

export type EmbedStep = Extract<Step, { next: 'embed' }>;

const DONE = 'hostwright-payment-done';
const FAILED = 'hostwright-payment-failed';

/**
 * A payment form that a gateway's own custom element draws. Its module comes from the shop, its data goes in as the
 * property `data`, and it tells by two events that it is done or what went wrong; what was paid is asked of the shop.
 */
@Component({
  selector: 'hw-embedded-payment',
  imports: [Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (state() === 'lost') {
      <hw-notice tone="danger">
        <p>{{ texts().text('form-lost') }}</p>
        <button class="button small" type="button" (click)="tries.set(tries() + 1)">{{ texts().text('retry') }}</button>
      </hw-notice>
    }
    @if (state() === 'loading') {
      <div class="skeleton form-skeleton" aria-busy="true"></div>
    }
    <div #place></div>
    @if (refusal(); as said) {
      <hw-notice tone="danger"
        ><p>{{ said }}</p></hw-notice
      >
    }
  `,
  host: { class: 'stack' },
})
export class EmbeddedPayment {
  readonly step = input.required<EmbedStep>();
  readonly origin = input.required<string>();
  readonly texts = input.required<SharedTexts>();
  readonly done = output();

  protected readonly tries = signal(0);
  protected readonly state = signal<'loading' | 'shown' | 'lost'>('loading');
  protected readonly refusal = signal('');
  private readonly place = viewChild.required<ElementRef<HTMLElement>>('place');
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    this.host.addEventListener(DONE, event => {
      event.stopPropagation();
      this.refusal.set('');
      this.done.emit();
    });
    this.host.addEventListener(FAILED, event => {
      event.stopPropagation();
      const { message } = ((event as CustomEvent).detail ?? {}) as { readonly message?: unknown };
      // A form that tells it itself says so with an empty message.
      this.refusal.set(typeof message === 'string' ? message : this.texts().text('declined'));
    });
    effect(onCleanup => {
      const [step, place, tries] = [this.step(), this.place().nativeElement, this.tries()];
      const leave = new AbortController();
      onCleanup(() => {
        leave.abort();
        place.replaceChildren();
      });
      void this.show(step, place, tries, leave.signal);
    });
  }

  private async show(step: EmbedStep, place: HTMLElement, tries: number, signal: AbortSignal): Promise<void> {
    this.state.set('loading');
    this.refusal.set('');
    try {
      const address = elementAddress(step.module, this.origin());
      // A module that failed to load stays failed in the page's memory; another address is another try.
      await import(/* @vite-ignore */ tries ? `${address}?${tries}` : address);
    } catch (error) {
      // A network that fails and a module that throws look the same here, and the buyer can do the same about them.
      if (!signal.aborted) this.state.set('lost');
      console.error(error);
      return;
    }
    if (signal.aborted) return;
    const element = document.createElement(step.element);
    Object.assign(element, { data: step.data });
    place.replaceChildren(element);
    this.state.set('shown');
  }
}
