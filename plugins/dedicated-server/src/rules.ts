import type { Problem, Selection } from '@hostwright/sdk';
import { STANDARD, UPGRADES, type DedicatedSettings, type Upgrade } from './settings.js';

const OFFERED = [
  ['configuration', 'configurations', 'unknown-configuration'],
  ['image', 'images', 'unknown-image'],
  ['location', 'locations', 'unknown-location'],
] as const;

export function problemsOf(settings: DedicatedSettings, selection: Selection): readonly Problem[] {
  return [
    ...OFFERED.filter(([field, list]) => !settings[list].some(({ id }) => id === selection[field])).map(([field, , code]) =>
      problem(field, code, `This ${field} is not offered`),
    ),
    ...UPGRADES.flatMap(field => upgradeProblems(field, settings[field] ?? [], selection)),
  ];
}

/** Parts can be added to a machine and taken out; another machine, system or place means another server. */
export function changeProblems(settings: DedicatedSettings, from: Selection, to: Selection): readonly Problem[] {
  return [
    ...OFFERED.filter(([field]) => from[field] !== to[field]).map(([field]) =>
      problem(field, 'cannot-change', `The ${field} of a running server cannot change`),
    ),
    ...problemsOf(settings, to),
  ];
}

function upgradeProblems(field: string, upgrades: readonly Upgrade[], selection: Selection): readonly Problem[] {
  const chosen = selection[field] ?? STANDARD;
  if (chosen === STANDARD) return [];
  const upgrade = upgrades.find(({ id }) => id === chosen);
  if (!upgrade) return [problem(field, 'unknown-upgrade', `This upgrade of ${field} is not offered`)];
  const fits = upgrade.configurations?.includes(String(selection['configuration'])) ?? true;
  return fits ? [] : [problem(field, 'does-not-fit', `"${upgrade.id}" does not fit into this machine`)];
}

const problem = (field: string, code: string, message: string): Problem => ({ field, code, message });
