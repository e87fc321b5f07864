import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { InventoryItem } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { complaintsAbout, factsOf, readFacts, USUAL_FACTS, type WrittenFact } from './hardware.js';

/** A machine as it is described: its group is what products are sold from. */
@Component({
  selector: 'hw-item-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, Icon, MatButton, MatFormFieldModule, MatIconButton, MatInput],
  templateUrl: './item-form.html',
  styleUrls: ['../sheets/sheet-content.css', './item-form.css'],
})
export class ItemForm {
  /** Absent for a machine that is not there yet. */
  readonly item = input<InventoryItem>();
  readonly saved = output<InventoryItem>();
  readonly cancelled = output<void>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);

  protected readonly attempt = new Attempt();
  protected readonly name = linkedSignal(() => this.item()?.name ?? '');
  protected readonly group = linkedSignal(() => this.item()?.group ?? '');
  protected readonly location = linkedSignal(() => this.item()?.location ?? '');
  protected readonly notes = linkedSignal(() => this.item()?.notes ?? '');
  protected readonly facts = linkedSignal<readonly WrittenFact[]>(() => {
    const item = this.item();
    return item ? factsOf(item.facts) : USUAL_FACTS.map(name => ({ name, value: '' }));
  });
  protected readonly complaints = computed(() => complaintsAbout(this.facts()));
  protected readonly isReady = computed(
    () => this.name().trim() !== '' && this.group().trim() !== '' && this.complaints().every(complaint => !complaint),
  );
  protected readonly refusal = computed(() => {
    const errors = this.attempt.problem()?.errors ?? [];
    return Object.fromEntries(errors.map(({ field, message }) => [field.split('.')[0] ?? '', message]));
  });

  protected write(index: number, change: Partial<WrittenFact>): void {
    this.facts.update(facts => facts.map((fact, place) => (place === index ? { ...fact, ...change } : fact)));
  }

  protected addFact(): void {
    this.facts.update(facts => [...facts, { name: '', value: '' }]);
  }

  protected removeFact(index: number): void {
    this.facts.update(facts => facts.filter((_fact, place) => place !== index));
  }

  protected async save(): Promise<void> {
    if (!this.isReady()) return;
    const body = {
      name: this.name().trim(),
      group: this.group().trim(),
      location: this.location().trim(),
      notes: this.notes().trim(),
      facts: readFacts(this.facts()),
    };
    const item = this.item();
    const answer = await this.attempt.run(() =>
      item
        ? this.api.call('updateInventoryItem', { params: { inventoryItemId: item.id }, body })
        : this.api.call('addInventoryItem', { body }),
    );
    if (answer) this.saved.emit(answer);
  }
}
