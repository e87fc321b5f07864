import {
  createComponent,
  Injector,
  reflectComponentType,
  type ApplicationRef,
  type ComponentRef,
  type Type,
} from '@angular/core';
import type { NgElementStrategy, NgElementStrategyFactory } from '@angular/elements';
import { EMPTY } from 'rxjs';
import { WIDGET_HOST } from './host.js';

/** Pages that move an element take it out and put it back at once; only one that stays away is torn down. */
const GRACE_MS = 50;

/**
 * Puts a component into the shadow root of its element. The root is made once and styled by adopted sheets: an element
 * that leaves the page and comes back gets a fresh component in the same root, and no `<style>` is ever inserted.
 */
class ShadowStrategy implements NgElementStrategy {
  readonly events = EMPTY;
  private readonly values = new Map<string, unknown>();
  /** Elements know an input by its property, components by its public name. */
  private readonly names: ReadonlyMap<string, string>;
  private component: ComponentRef<unknown> | undefined;
  private root: ShadowRoot | undefined;
  private leaving: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly application: ApplicationRef,
    private readonly type: Type<unknown>,
    private readonly sheets: readonly CSSStyleSheet[],
  ) {
    const inputs = reflectComponentType(type)?.inputs ?? [];
    this.names = new Map(inputs.map(input => [input.propName, input.templateName]));
  }

  connect(element: HTMLElement): void {
    clearTimeout(this.leaving);
    if (this.component) return;
    this.root ??= this.open(element);
    const hostElement = document.createElement('div');
    hostElement.className = 'root';
    hostElement.part.add('root');
    this.root.replaceChildren(hostElement);
    const elementInjector = Injector.create({
      providers: [{ provide: WIDGET_HOST, useValue: { element, root: hostElement } }],
      parent: this.application.injector,
    });
    const environmentInjector = this.application.injector;
    this.component = createComponent(this.type, { environmentInjector, elementInjector, hostElement });
    for (const [name, value] of this.values) this.component.setInput(this.names.get(name) ?? name, value);
    this.application.attachView(this.component.hostView);
    this.component.changeDetectorRef.detectChanges();
  }

  disconnect(): void {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => {
      this.component?.destroy();
      this.component = undefined;
    }, GRACE_MS);
  }

  getInputValue(name: string): unknown {
    return this.values.get(name);
  }

  setInputValue(name: string, value: unknown): void {
    this.values.set(name, value ?? undefined);
    this.component?.setInput(this.names.get(name) ?? name, value ?? undefined);
  }

  private open(element: HTMLElement): ShadowRoot {
    const root = element.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [...this.sheets];
    return root;
  }
}

export const shadowStrategy = (
  application: ApplicationRef,
  type: Type<unknown>,
  sheets: readonly CSSStyleSheet[],
): NgElementStrategyFactory => ({ create: () => new ShadowStrategy(application, type, sheets) });
