import type { Finding, InventoryItem, Placement, ProviderWalk, Task } from '@hostwright/sdk/http';
import { defineList, moment, oneOf, state, text } from './list-definition.js';

const TASK_STATES = ['open', 'done', 'dropped'] as const;
const TASK_VIEWS = ['mine', 'unassigned', 'overdue'] as const;

export const TASKS = defineList<Task>({
  name: 'tasks',
  title: 'screen.tasks',
  states: TASK_STATES,
  firstState: 'open',
  stateWords: 'task-',
  choices: [{ param: 'view', label: 'task.whose', words: 'task-view.', options: TASK_VIEWS, all: 'task-view.all' }],
  empty: 'list.empty.tasks',
  changes: 'task.changed',
  read:
    api =>
    ({ state: wanted, view, serviceId }, page, signal) =>
      api.call('listTasks', {
        query: {
          ...page,
          ...oneOf('state', TASK_STATES, wanted),
          ...oneOf('view', TASK_VIEWS, view),
          ...(serviceId && { serviceId }),
        },
        signal,
      }),
  columns: [
    { label: 'column.task', cell: row => text(row.title) },
    { label: 'column.state', cell: row => state(row.overdue ? 'task-overdue' : `task-${row.state}`) },
    { label: 'column.customer', cell: row => text(row.service.customer.name), isMinor: true },
    { label: 'column.hostname', cell: row => text(row.service.hostname), isMinor: true },
    { label: 'column.assignee', cell: (row, words) => text(row.assignee?.name ?? words.text('task.nobody')) },
    { label: 'column.due-at', cell: row => moment(row.dueAt) },
  ],
});

const ITEM_STATES = ['free', 'assigned', 'retired'] as const;

export const INVENTORY = defineList<InventoryItem>({
  name: 'inventory',
  title: 'screen.inventory',
  states: ITEM_STATES,
  stateWords: 'item-',
  searchHint: 'list.search.inventory',
  empty: 'list.empty.inventory',
  changes: 'service.changed',
  above: () => import('../inventory/inventory-groups.js').then(file => file.InventoryGroups),
  read:
    api =>
    ({ search, state: wanted, group }, page, signal) =>
      api.call('listInventory', {
        query: { ...page, ...oneOf('state', ITEM_STATES, wanted), ...(search && { search }), ...(group && { group }) },
        signal,
      }),
  columns: [
    { label: 'column.name', cell: row => text(row.name) },
    { label: 'column.state', cell: row => state(`item-${row.state}`) },
    { label: 'column.group', cell: row => text(row.group) },
    { label: 'column.hardware', cell: row => text(Object.values(row.facts).join(' · ')), isMinor: true },
    { label: 'column.location', cell: row => text(row.location || '–'), isMinor: true },
    { label: 'column.had-by', cell: row => text(row.service?.hostname ?? '–') },
  ],
});

const PLACE_STATES = ['waiting', 'reserved', 'used', 'released'] as const;

export const PLACEMENTS = defineList<Placement>({
  name: 'placements',
  title: 'screen.placements',
  states: PLACE_STATES,
  stateWords: 'place-',
  empty: 'list.empty.placements',
  changes: 'service.changed',
  read:
    api =>
    ({ state: wanted, poolId, installationId }, page, signal) =>
      api.call('listPlacements', {
        query: {
          ...page,
          ...oneOf('state', PLACE_STATES, wanted),
          ...(poolId && { poolId }),
          ...(installationId && { installationId }),
        },
        signal,
      }),
  columns: [
    { label: 'column.hostname', cell: row => text(row.service.hostname) },
    { label: 'column.state', cell: row => state(`place-${row.state}`) },
    { label: 'column.customer', cell: row => text(row.service.customer.name), isMinor: true },
    { label: 'column.pool', cell: row => text(row.pool?.name ?? row.itemGroup ?? '–') },
    { label: 'column.provider', cell: row => text(row.item?.name ?? row.installation?.label ?? '–'), isMinor: true },
    { label: 'column.since', cell: row => moment(row.reservedAt) },
  ],
});

const FINDING_STATES = ['open', 'ending', 'accepted', 'ignored', 'resolved', 'gone'] as const;
const FINDING_KINDS = ['drift', 'orphan', 'ghost'] as const;

export const FINDINGS = defineList<Finding>({
  name: 'reconciliation',
  title: 'screen.reconciliation',
  states: FINDING_STATES,
  firstState: 'open',
  stateWords: 'finding-',
  choices: [{ param: 'kind', label: 'column.kind', words: 'finding-kind.', options: FINDING_KINDS, all: 'finding-kind.any' }],
  empty: 'list.empty.reconciliation',
  changes: 'reconciliation.changed',
  above: () => import('../reconciliation/compared-providers.js').then(file => file.ComparedProviders),
  read:
    api =>
    ({ state: wanted, kind, installationId, serviceId }, page, signal) =>
      api.call('listFindings', {
        query: {
          ...page,
          state: oneOf('state', FINDING_STATES, wanted).state ?? 'open',
          ...oneOf('kind', FINDING_KINDS, kind),
          ...(installationId && { installationId }),
          ...(serviceId && { serviceId }),
        },
        signal,
      }),
  columns: [
    {
      label: 'column.server',
      cell: row => text(row.server?.hostname ?? row.service?.hostname ?? row.server?.externalId ?? '–'),
    },
    { label: 'column.state', cell: row => state(`finding-${row.state}`) },
    { label: 'column.difference', cell: (row, words) => text(words.named(`finding.${row.aspect}`, row.aspect)) },
    { label: 'column.ours-theirs', cell: (row, words) => text(bothSides(row, words.named)), isMinor: true },
    { label: 'column.provider', cell: row => text(row.provider), isMinor: true },
    { label: 'column.seen', cell: row => moment(row.lastSeenAt) },
  ],
});

export const WALKS = defineList<ProviderWalk>({
  name: 'walks',
  title: 'screen.walks',
  states: [],
  empty: 'list.empty.walks',
  changes: 'reconciliation.changed',
  read:
    api =>
    ({ installationId }, page, signal) =>
      api.call('listProviderWalks', { query: { ...page, ...(installationId && { installationId }) }, signal }),
  columns: [
    { label: 'column.provider', cell: row => text(row.provider) },
    { label: 'column.state', cell: row => state(`walk-${row.state}`) },
    { label: 'column.servers', cell: (row, words) => text(words.count(row.servers)) },
    { label: 'column.findings', cell: (row, words) => text(words.count(row.findings)) },
    { label: 'column.news', cell: (row, words) => text(words.count(row.news)), isMinor: true },
    { label: 'column.at', cell: row => moment(row.startedAt) },
  ],
});

/** `running → stopped`: our word, then the provider's; states are said in words. */
function bothSides({ aspect, ours, theirs }: Finding, named: (key: string, fallback: string) => string): string {
  const said = (side: string | null) => (side === null ? '–' : aspect === 'power' ? named(`state.${side}`, side) : side);
  return ours === null && theirs === null ? '–' : `${said(ours)} → ${said(theirs)}`;
}
