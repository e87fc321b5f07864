import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle, type MatSlideToggleChange } from '@angular/material/slide-toggle';
import { RouterLink } from '@angular/router';
import type { AdminPlugin, Installation } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';

/** What a plugin is, what it may do, and where it is switched on. */
@Component({
  selector: 'hw-plugin-card',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, Icon, MatButton, MatSlideToggle, RouterLink],
  templateUrl: './plugin-card.html',
  styleUrl: './plugin-card.css',
})
export class PluginCard {
  readonly plugin = input.required<AdminPlugin>();
  readonly changed = output<void>();

  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);
  protected readonly turning = new Attempt();

  protected readonly hasPermissions = computed(() => {
    const { network, events, webhook } = this.plugin().permissions;
    return network.length > 0 || events.length > 0 || webhook;
  });

  /** A switch that was refused goes back to what is true. */
  protected async turn(installation: Installation, { checked, source }: MatSlideToggleChange): Promise<void> {
    const params = { installationId: installation.id };
    const answer = await this.turning.run(() => this.api.call('updateInstallation', { params, body: { enabled: checked } }));
    if (answer) this.changed.emit();
    else source.checked = installation.enabled;
  }

  protected host(entry: string): string {
    const setting = /^config:(.+)$/.exec(entry)?.[1];
    return setting === undefined ? entry : this.words.text('plugins.configured-host', { setting });
  }
}
