import { operation } from './operation.js';
import * as placement from './placement.js';
import { Nothing } from './primitives.js';

const read = { access: 'services.read', status: 200, tag: 'placement' } as const;
const manage = { access: 'services.manage', status: 200, tag: 'placement' } as const;

/** Where servers are made, how much room there is, and which machines the shop has. */
export const placementOperations = {
  listPools: operation('listPools', {
    ...read,
    summary: 'Pools with their members, what they may hold and what is promised of it',
    answer: placement.PoolList,
  }),
  createPool: operation('createPool', {
    ...manage,
    status: 201,
    summary: 'Makes a pool, which has no room yet',
    body: placement.CreatePool,
    answer: placement.Pool,
    problems: ['name-taken'],
  }),
  updatePool: operation('updatePool', {
    ...manage,
    summary: 'Names a pool, its location and its tier',
    params: placement.PoolPath,
    body: placement.UpdatePool,
    answer: placement.Pool,
    problems: ['name-taken'],
  }),
  removePool: operation('removePool', {
    ...manage,
    status: 204,
    summary: 'Removes a pool that has no members',
    params: placement.PoolPath,
    answer: Nothing,
    problems: ['in-use'],
  }),
  addPoolMember: operation('addPoolMember', {
    ...manage,
    status: 201,
    summary: 'Counts an installation as a place of the pool, with the services that it has already',
    params: placement.PoolPath,
    body: placement.AddPoolMember,
    answer: placement.Pool,
    problems: ['in-use', 'no-room'],
  }),
  updatePoolMember: operation('updatePoolMember', {
    ...manage,
    summary: 'Sets what a member may hold, or lets it take nobody new',
    params: placement.MemberPath,
    body: placement.UpdatePoolMember,
    answer: placement.Pool,
    problems: ['no-room'],
  }),
  removePoolMember: operation('removePoolMember', {
    ...manage,
    summary: 'Takes a member that no service has its place at out of the pool',
    params: placement.MemberPath,
    answer: placement.Pool,
    problems: ['in-use'],
  }),
  listPlacements: operation('listPlacements', {
    ...read,
    summary: 'Which service has which place',
    query: placement.PlacementQuery,
    answer: placement.PlacementPage,
  }),
  getPlacementSettings: operation('getPlacementSettings', {
    ...read,
    summary: 'How long unpaid orders keep their places',
    answer: placement.PlacementSettings,
  }),
  updatePlacementSettings: operation('updatePlacementSettings', {
    ...manage,
    summary: 'Sets how long unpaid orders keep their places',
    body: placement.PlacementSettings,
    answer: placement.PlacementSettings,
  }),
  listInventory: operation('listInventory', {
    ...read,
    summary: 'Machines that are handed out whole, and how many of each group are free',
    query: placement.InventoryQuery,
    answer: placement.InventoryPage,
  }),
  addInventoryItem: operation('addInventoryItem', {
    ...manage,
    status: 201,
    summary: 'Puts a machine into the inventory',
    body: placement.AddInventoryItem,
    answer: placement.InventoryItem,
    problems: ['name-taken'],
  }),
  updateInventoryItem: operation('updateInventoryItem', {
    ...manage,
    summary: 'Describes a machine, retires it or takes it back',
    params: placement.InventoryItemPath,
    body: placement.UpdateInventoryItem,
    answer: placement.InventoryItem,
    problems: ['name-taken', 'in-use'],
  }),
};
