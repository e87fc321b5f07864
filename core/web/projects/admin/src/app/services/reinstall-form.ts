import { ChangeDetectionStrategy, Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import type { AdminService, OrderAdminServiceAction } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { isSame } from '../parts/same-name.js';
import { Skeleton } from '../parts/skeleton.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';

/** Another system for a server. Everything on it is lost, so its name is typed. */
@Component({
  selector: 'hw-reinstall-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButton, MatFormFieldModule, MatInput, MatSelectModule, Skeleton],
  template: `
    <form class="panel" novalidate (submit)="$event.preventDefault(); send()">
      <h3>{{ words.text('reinstall.title') }}</h3>
      <p class="note">{{ words.text('reinstall.why', { customer: service().customer.name }) }}</p>
      @if (images.isFirst()) {
        <hw-skeleton [lines]="2" />
      }
      @if (images.problem(); as problem) {
        <hw-failure [problem]="problem" (retry)="images.load(service().id)" />
      }
      @if (images.value(); as found) {
        <mat-form-field>
          <mat-label>{{ words.text('reinstall.image') }}</mat-label>
          <mat-select [value]="image()" (valueChange)="image.set($event)">
            @for (choice of found.items; track choice.id) {
              <mat-option [value]="choice.id">{{ choice.label }}</mat-option>
            }
          </mat-select>
        </mat-form-field>
        <mat-form-field>
          <mat-label>{{ words.text('ask.type') }} {{ service().hostname }}</mat-label>
          <input
            matInput
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            maxlength="253"
            [value]="typed()"
            (input)="typed.set($any($event.target).value)"
          />
        </mat-form-field>
      }
      <div class="actions">
        <button mat-flat-button type="submit" [disabled]="!isReady() || busy()">{{ words.text('action.reinstall') }}</button>
        <button mat-button type="button" [disabled]="busy()" (click)="cancelled.emit()">{{ words.text('action.cancel') }}</button>
      </div>
    </form>
  `,
  styleUrl: '../sheets/sheet-content.css',
})
export class ReinstallForm {
  readonly service = input.required<AdminService>();
  readonly busy = input(false);
  readonly ordered = output<OrderAdminServiceAction>();
  readonly cancelled = output<void>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);

  protected readonly images = new Reading((serviceId: string, signal) =>
    this.api.call('listAdminServiceImages', { params: { serviceId }, signal }),
  );
  protected readonly image = signal<string | undefined>(undefined);
  protected readonly typed = signal('');
  protected readonly isReady = computed(() => this.image() !== undefined && isSame(this.typed(), this.service().hostname));

  constructor() {
    const id = computed(() => this.service().id);
    effect(() => {
      const wanted = id();
      untracked(() => void this.images.start(wanted));
    });
  }

  protected send(): void {
    const image = this.image();
    if (this.isReady() && image !== undefined) {
      this.ordered.emit({ action: 'reinstall', image, confirmation: this.typed().trim() });
    }
  }
}
