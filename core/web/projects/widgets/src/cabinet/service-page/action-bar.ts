import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { Service } from '@hostwright/sdk/http';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { Ask } from './ask.js';
import { OpenedWindow } from './open-window.js';
import type { PageTexts } from './page-texts.js';
import { barButtons, type BarAction, type BarButton } from './service-actions.js';
import type { ServiceControl } from './service-control.js';

type Asked = Extract<BarAction, 'stop' | 'rescue-on' | 'rescue-off'>;
const ASKS: readonly BarAction[] = ['stop', 'rescue-on', 'rescue-off'];

/** What is done with the server at once: power, console, panel, rescue system. */
@Component({
  selector: 'hw-action-bar',
  imports: [Ask, Icon, Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (buttons().length) {
      <div class="row wrap actions">
        @for (button of buttons(); track button.action) {
          <button class="button" type="button" [attr.aria-disabled]="!button.isAllowed || isBusy()" (click)="press(button)">
            <hw-icon [name]="control().busy() === button.action ? 'progress' : button.icon" />{{
              texts().text('action.' + button.action)
            }}
          </button>
        }
      </div>
    }
    @if (asked(); as action) {
      <hw-ask
        [texts]="texts()"
        [says]="texts().text(action + '-sure', { name: service().hostname })"
        [does]="texts().text('action.' + action)"
        [busy]="isBusy()"
        (confirmed)="confirm(action)"
        (dismissed)="asked.set(undefined)"
      />
    }
    @if (blocked(); as way) {
      <hw-notice tone="info">
        <p>{{ texts().text('window-blocked') }}</p>
        <a class="button small primary" [href]="way.address" target="_blank" rel="noopener" (click)="blocked.set(undefined)">
          {{ texts().text('action.' + way.to) }}
        </a>
      </hw-notice>
    }
    @if (problem(); as said) {
      <hw-notice tone="danger"
        ><p>{{ texts().problem(said) }}</p></hw-notice
      >
    }
  `,
})
export class ActionBar {
  readonly control = input.required<ServiceControl>();
  readonly service = input.required<Service>();
  readonly texts = input.required<PageTexts>();

  protected readonly asked = signal<Asked | undefined>(undefined);
  protected readonly blocked = signal<{ readonly to: 'console' | 'panel'; readonly address: string } | undefined>(undefined);
  protected readonly buttons = computed(() => barButtons(this.service()));
  protected readonly isBusy = computed(() => this.control().busy() !== undefined);
  protected readonly problem = computed(() =>
    this.control().problemOf('start', 'stop', 'restart', 'rescue-on', 'rescue-off', 'console', 'panel'),
  );

  protected press({ action, isAllowed }: BarButton): void {
    if (!isAllowed || this.isBusy()) return;
    this.blocked.set(undefined);
    if (action === 'console' || action === 'panel') void this.open(action);
    else if (asks(action)) this.asked.set(action);
    else void this.control().order({ action });
  }

  protected confirm(action: Asked): void {
    this.asked.set(undefined);
    void this.control().order({ action });
  }

  private async open(to: 'console' | 'panel'): Promise<void> {
    const control = this.control();
    const beside = OpenedWindow.beside(this.texts().text(`opening-${to}`));
    const isOpen = await control.work(to, async () => {
      const operation = to === 'console' ? 'openServiceConsole' : 'openServicePanel';
      const { url } = await control.shop.api.call(operation, { params: control.params });
      if (!beside.goTo(url)) this.blocked.set({ to, address: url });
    });
    if (!isOpen) beside.close();
  }
}

const asks = (action: BarAction): action is Asked => ASKS.includes(action);
