import { ChangeDetectionStrategy, Component, effect, ElementRef, inject, input } from '@angular/core';

/**
 * A payment form that a gateway's own custom element draws. The page that offers such a gateway loads its element; the
 * data goes in as properties, and the outcome arrives like every other one: as the payment's state.
 */
@Component({ selector: 'hw-embedded-payment', changeDetection: ChangeDetectionStrategy.OnPush, template: '' })
export class EmbeddedPayment {
  readonly element = input.required<string>();
  readonly data = input.required<Readonly<Record<string, string>>>();

  constructor() {
    const place = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    effect(() => {
      const tag = this.element();
      if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(tag)) return place.replaceChildren();
      const element = document.createElement(tag);
      Object.assign(element, this.data());
      place.replaceChildren(element);
    });
  }
}
