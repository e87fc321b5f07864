import { defaultSelection, nearestAllowed, type Option, type Selection } from '@hostwright/sdk';
import type { PlanAnswer } from '@hostwright/sdk/http';

/** What the service has, as far as a plan allows it; the rest is what the plan begins with. */
export function carriedOver(offered: PlanAnswer['options'], before: Selection): Selection {
  const options = offered as readonly Option[];
  const kept = options.flatMap((option): readonly [string, Selection[string]][] => {
    const value = before[option.id];
    if (value === undefined) return [];
    if (option.kind === 'number') return typeof value === 'number' ? [[option.id, nearestAllowed(option, value)]] : [];
    if (option.kind === 'choice') return option.values.some(choice => choice.value === value) ? [[option.id, value]] : [];
    return typeof value === (option.kind === 'toggle' ? 'boolean' : 'string') ? [[option.id, value]] : [];
  });
  return { ...defaultSelection(options), ...Object.fromEntries(kept) };
}
