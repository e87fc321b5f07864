import type { Service } from '@hostwright/sdk/http';
import type { IconName } from '../../ui/icon.js';

type Ability = Service['abilities'][number];
type Action = Service['actions'][number];
export type BarAction = Extract<Action, 'start' | 'stop' | 'restart' | 'console' | 'panel' | 'rescue-on' | 'rescue-off'>;

export interface BarButton {
  readonly action: BarAction;
  readonly icon: IconName;
  /** Seen and not to be pressed now, so that the buttons do not jump while something is under way. */
  readonly isAllowed: boolean;
}

const ICONS: Readonly<Record<BarAction, IconName>> = {
  start: 'play',
  stop: 'power',
  restart: 'restart',
  console: 'right',
  panel: 'out',
  'rescue-on': 'alert-circle',
  'rescue-off': 'alert-circle',
};

/** The buttons under the name of a server: what its provider cannot do has none. */
export function barButtons(service: Service): readonly BarButton[] {
  if (service.state !== 'active') return [];
  const has = (ability: Ability): boolean => service.abilities.includes(ability);
  const power: readonly BarAction[] = service.serverState === 'stopped' ? ['start'] : ['restart', 'stop'];
  const shown: readonly BarAction[] = [
    ...(has('power') ? power : []),
    ...(has('console') ? (['console'] as const) : []),
    ...(has('panel') ? (['panel'] as const) : []),
    ...(has('rescue') ? ([service.rescue ? 'rescue-off' : 'rescue-on'] as const) : []),
  ];
  return shown.map(action => ({ action, icon: ICONS[action], isAllowed: service.actions.includes(action) }));
}

export const may = (service: Service, action: Action): boolean => service.actions.includes(action);
export const can = (service: Service, ability: Ability): boolean =>
  (service.state === 'active' || service.state === 'suspended') && service.abilities.includes(ability);
