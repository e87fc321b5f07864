import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import type { ApiProblem } from '@hostwright/kit';
import { WIDGET_HOST } from '../../platform/host.js';
import type { SharedTexts } from '../../platform/texts.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { TextField } from '../../ui/text-field.js';

/**
 * Asks before something is done: says what it means, and where data is lost lets the name of the server be typed. The
 * keyboard goes to it when it opens, Escape leaves it.
 */
@Component({
  selector: 'hw-ask',
  imports: [Icon, Notice, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form
      class="ask stack"
      tabindex="-1"
      [attr.aria-label]="does()"
      (submit)="submit($event)"
      (keydown.escape)="dismissed.emit()"
      #form
    >
      <hw-notice [tone]="loses() ? 'danger' : 'warning'"
        ><p>{{ says() }}</p></hw-notice
      >
      <ng-content />
      @if (loses(); as name) {
        <hw-text-field
          name="confirmation"
          [label]="texts().text('type-name', { name })"
          [maxlength]="253"
          [problem]="wrong()"
          [(value)]="typed"
        />
      }
      @if (problem(); as said) {
        <p class="error-text" role="alert"><hw-icon name="alert-circle" [size]="16" />{{ texts().problem(said) }}</p>
      }
      <div class="row wrap">
        <button class="button primary" [class.danger]="loses()" type="submit" [attr.aria-disabled]="busy()">
          @if (busy()) {
            <hw-icon name="progress" />
          }
          {{ does() }}
        </button>
        <button class="button" type="button" (click)="dismissed.emit()">{{ texts().text('leave-it') }}</button>
      </div>
    </form>
  `,
})
export class Ask {
  readonly texts = input.required<SharedTexts>();
  readonly says = input.required<string>();
  /** What the button says. */
  readonly does = input.required<string>();
  /** The name to be typed, where something cannot be brought back. */
  readonly loses = input<string>();
  readonly busy = input(false);
  readonly problem = input<ApiProblem>();
  /** What was typed, or nothing where nothing had to be. */
  readonly confirmed = output<string>();
  readonly dismissed = output();

  protected readonly typed = signal('');
  private readonly tried = signal(false);
  private readonly form = viewChild<ElementRef<HTMLElement>>('form');
  private readonly isRight = computed(() => !this.loses() || this.typed().trim().toLowerCase() === this.loses());
  protected readonly wrong = computed(() =>
    this.tried() && !this.isRight() ? this.texts().text('type-name-wrong', { name: this.loses() ?? '' }) : '',
  );

  constructor() {
    const place = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const opener = (inject(WIDGET_HOST).root.getRootNode() as ShadowRoot).activeElement;
    let card: Element | null = null;
    effect(() => {
      const form = this.form()?.nativeElement;
      if (!form) return;
      card = place.closest('section');
      (form.querySelector<HTMLElement>('input, select') ?? form).focus();
      form.scrollIntoView({ block: 'nearest' });
    });
    inject(DestroyRef).onDestroy(() => setTimeout(() => goBack(opener, card)));
  }

  protected submit(event: Event): void {
    event.preventDefault();
    this.tried.set(true);
    if (this.isRight() && !this.busy()) this.confirmed.emit(this.typed().trim().toLowerCase());
  }
}

/** The keyboard goes on where it came from, or in the same card where that button is gone. */
function goBack(opener: Element | null, card: Element | null): void {
  const next = opener?.isConnected ? opener : card?.querySelector('button');
  if (next instanceof HTMLElement) next.focus({ preventScroll: true });
}
