import type { HandWork } from '@hostwright/sdk';
import type { Machine, Work, WorkKind } from './machine.js';
import { CHANGE_HOURS, nameOf, SET_UP_HOURS, type ManualConfig } from './settings.js';

type Told = Machine & { readonly work: Work };

const TITLES: Readonly<Record<WorkKind, (machine: string, work: Work) => string>> = {
  'set-up': machine => `Set up ${machine}`,
  suspend: machine => `Disconnect ${machine}`,
  resume: machine => `Connect ${machine} again`,
  start: machine => `Switch on ${machine}`,
  stop: machine => `Shut down ${machine}`,
  restart: machine => `Restart ${machine}`,
  resize: machine => `Upgrade ${machine}`,
  reinstall: machine => `Install a system on ${machine}`,
};

/** Work after which the customer has another way in. */
const ASKS_ACCESS: ReadonlySet<WorkKind> = new Set(['set-up', 'reinstall']);

/** What people read in their list of tasks. */
export function handWorkFor(machine: Told, config: ManualConfig): HandWork {
  const { work } = machine;
  const called = machine.item ? `${machine.item.name} (${machine.hostname})` : machine.hostname;
  const isSetUp = work.kind === 'set-up';
  return {
    title: TITLES[work.kind](called, work).slice(0, 300),
    instructions: [...factsOf(machine, config), ...checkList(work.kind, config)].join('\n').slice(0, 10_000),
    dueInHours: isSetUp ? (config.setUpHours ?? SET_UP_HOURS) : (config.changeHours ?? CHANGE_HOURS),
    asksAccess: ASKS_ACCESS.has(work.kind),
  };
}

function factsOf(machine: Told, { plans, images = [] }: ManualConfig): readonly string[] {
  const { item, work, addresses, location, sshKeys } = machine;
  const { plan = machine.plan, image = machine.image, addons = machine.addons } = work;
  return [
    `Host name: ${machine.hostname}`,
    ...(item ? [`Machine: ${item.name}`, ...Object.entries(item.facts).map(([name, value]) => `  ${name}: ${value}`)] : []),
    `Configuration: ${nameOf(plans, plan)}${plan === machine.plan ? '' : `, before: ${nameOf(plans, machine.plan)}`}`,
    ...(image === null ? [] : [`System: ${nameOf(images, image)}`]),
    ...(location === null ? [] : [`Place: ${location}`]),
    ...Object.entries(addons).map(([name, value]) => `${name}: ${value}`),
    ...(addresses.length === 0 ? [] : [`Addresses: ${addresses.join(', ')}`]),
    ...(work.reason === undefined ? [] : [`Reason: ${work.reason}`]),
    ...(work.kind === 'set-up' || work.kind === 'reinstall' ? sshKeys.map(key => `SSH key: ${key}`) : []),
  ];
}

function checkList(kind: WorkKind, { setUpList, reinstallList, changeList }: ManualConfig): readonly string[] {
  const list = kind === 'set-up' ? setUpList : kind === 'reinstall' ? reinstallList : changeList;
  return list === undefined || list.trim() === '' ? [] : ['', list.trim()];
}
