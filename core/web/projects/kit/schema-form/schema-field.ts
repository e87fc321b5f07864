import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  forwardRef,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { ErrorStateMatcher } from '@angular/material/core';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSelect, MatSelectModule } from '@angular/material/select';
import { formWords } from './form-words.js';
import { issueText } from './issue.js';
import type { SettingNode, TextNode } from './nodes.js';

/** One setting: its control, what it is for, and what is wrong with it. Groups and lists hold more of the same. */
@Component({
  selector: 'hw-schema-field',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [forwardRef(() => SchemaField), MatButton, MatCheckbox, MatFormFieldModule, MatIconButton, MatInput, MatSelectModule],
  templateUrl: './schema-field.html',
  styleUrl: './schema-field.css',
  providers: [{ provide: ErrorStateMatcher, useFactory: () => inject(SchemaField).matcher }],
  host: { '[attr.data-pointer]': 'pointer()' },
})
export class SchemaField {
  readonly node = input.required<SettingNode>();
  readonly pointer = input.required<string>();
  readonly locale = input('en');
  /** What an entry of a list is called: the schema names the list only. */
  readonly entry = input('');

  protected readonly words = computed(() => formWords(this.locale()));
  protected readonly isRevealed = signal(false);
  protected readonly complaint = computed(() => {
    const issue = this.node().shown();
    return issue ? issueText(issue, this.locale()) : '';
  });
  protected readonly label = computed(() => {
    const { title, required } = this.node().field;
    if (title === '' && this.node().field.kind === 'group') return this.entry();
    return required || title === '' ? title : `${title} · ${this.words().optional}`;
  });
  /** For a control without a label of its own. */
  protected readonly ariaLabel = computed(() => (this.label() === '' ? this.entry() : null));

  protected readonly hint = computed(() => {
    const node = this.node();
    const stored = node.kind === 'text' && node.isStored ? this.words()[node.isDropped() ? 'dropped' : 'keep'] : '';
    return [node.field.description, stored].filter(Boolean).join(' ');
  });
  private readonly box = viewChild(MatInput);
  private readonly list = viewChild(MatSelect);

  /** The model decides what is wrong; Material only draws it, and looks again when it is told to. */
  readonly matcher: ErrorStateMatcher = { isErrorState: () => untracked(this.complaint) !== '' };

  constructor() {
    effect(() => {
      this.complaint();
      (this.box() ?? this.list())?.updateErrorState();
    });
  }

  protected inputType(node: TextNode): string {
    if (node.field.secret) return this.isRevealed() ? 'text' : 'password';
    return INPUT_TYPES[node.field.format ?? ''] ?? 'text';
  }

  protected placeholder(node: TextNode): string {
    return node.isStored ? this.words().isSet : node.field.placeholder;
  }
}

const INPUT_TYPES: Readonly<Record<string, string>> = { email: 'email', uri: 'url', url: 'url', date: 'date' };
