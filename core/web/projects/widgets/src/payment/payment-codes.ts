import { ChangeDetectionStrategy, Component, effect, input, signal } from '@angular/core';
import type { PaymentCode } from '@hostwright/sdk';
import type { SharedTexts } from '../platform/texts.js';
import type { QrCode } from './qr-code.js';

interface Drawn extends QrCode {
  readonly label: string;
}

/** QR codes that a banking app reads. They stay dark on white in every colour scheme: readers expect it. */
@Component({
  selector: 'hw-payment-codes',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (code of drawn(); track $index) {
      <figure class="qr">
        <svg [attr.viewBox]="'0 0 ' + code.size + ' ' + code.size" role="img" [attr.aria-label]="code.label">
          <path [attr.d]="code.path" shape-rendering="crispEdges" />
        </svg>
        <figcaption>
          <strong>{{ code.label }}</strong>
          <span class="muted small">{{ texts().text('scan') }}</span>
        </figcaption>
      </figure>
    }
  `,
})
export class PaymentCodes {
  readonly codes = input.required<readonly PaymentCode[]>();
  readonly texts = input.required<SharedTexts>();
  protected readonly drawn = signal<readonly Drawn[]>([]);

  constructor() {
    effect(onCleanup => {
      const codes = this.codes();
      let isOver = false;
      onCleanup(() => (isOver = true));
      void import('./qr-code.js').then(({ drawQrCode }) => {
        if (!isOver) this.drawn.set(codes.map(({ label, payload }) => ({ label, ...drawQrCode(payload) })));
      });
    });
  }
}
