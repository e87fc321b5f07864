import { Injectable, Logger } from '@nestjs/common';
import { defaultSelection, type Selection } from '@hostwright/sdk';
import { Plugins } from '../../platform/plugins/index.js';
import { FEW, ShopWindow, type CatalogPlan, type CatalogProduct, type PlanRoom, type PlanRooms } from '../catalog/index.js';
import { roomFor } from './choosing.js';
import { demandOf, type Demand } from './needs.js';
import { RoomCache, type Room } from './room-cache.js';

/** So many that nobody need hurry: more is not counted. */
const MANY = FEW + 1;

/** What a plan asks for as it stands, and what it asks for instead where a choice leads to another place. */
interface Asked {
  readonly standing: Demand | undefined;
  readonly elsewhere: readonly { readonly option: string; readonly value: string; readonly demand: Demand }[];
}

/** Tells the catalogue how many more of each plan there is room for. Asks no database more than once in some seconds. */
@Injectable()
export class Availability {
  private readonly log = new Logger('Availability');
  private readonly asked = new WeakMap<CatalogPlan, Asked>();

  constructor(
    private readonly plugins: Plugins,
    private readonly cache: RoomCache,
    window: ShopWindow,
  ) {
    window.answeredBy((tenantId, products) => this.roomOf(tenantId, products));
  }

  private async roomOf(tenantId: string, products: readonly CatalogProduct[]): Promise<PlanRooms> {
    const plans = products.flatMap(product => product.plans.map(plan => ({ plan, asked: this.askedOf(product, plan) })));
    if (plans.every(({ asked }) => asked.standing === undefined)) return new Map();
    const room = await this.cache.room(tenantId);
    return new Map(plans.flatMap(({ plan, asked }) => (isCounted(asked, room) ? [[plan.id, leftOf(asked, room)]] : [])));
  }

  /** Plans are kept in memory as long as they do not change, and so is what they ask for. */
  private askedOf(product: CatalogProduct, plan: CatalogPlan): Asked {
    let asked = this.asked.get(plan);
    if (!asked) {
      asked = this.askSafely(product, plan);
      this.asked.set(plan, asked);
    }
    return asked;
  }

  /** A type that is missing, or that fails for its settings, says so when a price is asked; the list of all others goes on. */
  private askSafely(product: CatalogProduct, plan: CatalogPlan): Asked {
    try {
      return this.ask(product, plan);
    } catch (error) {
      this.log.warn(`${product.type} cannot tell what ${product.slug}/${plan.code} asks for: ${String(error)}`);
      return { standing: undefined, elsewhere: [] };
    }
  }

  private ask({ type, settings }: CatalogProduct, { options, id }: CatalogPlan): Asked {
    const productType = this.plugins.productType(type);
    const demandFor = (selection: Selection) =>
      demandOf(productType.fulfil(settings, selection, { id, hostname: 'example.com' }));
    const usual = defaultSelection(options);
    const standing = demandFor(usual);
    if (!standing) return { standing, elsewhere: [] };
    const elsewhere = options.flatMap(option => {
      if (option.kind !== 'choice') return [];
      const values = option.values
        .filter(({ available }) => available !== false)
        .map(({ value }) => ({ option: option.id, value, demand: demandFor({ ...usual, [option.id]: value }) }));
      const leadsElsewhere = values.some(({ demand }) => demand && placeKey(demand) !== placeKey(standing));
      return leadsElsewhere ? values.flatMap(({ demand, ...one }) => (demand ? [{ ...one, demand }] : [])) : [];
    });
    return { standing, elsewhere };
  }
}

const placeKey = ({ poolId, installationId, itemGroup }: Demand): string => `${poolId} ${installationId} ${itemGroup}`;

const isCounted = ({ standing, elsewhere }: Asked, room: Room): boolean =>
  [standing, ...elsewhere.map(({ demand }) => demand)].some(demand => demand && roomOfDemand(demand, room) !== Infinity);

/** A plan has room as long as some choice of it has. */
function leftOf({ standing, elsewhere }: Asked, room: Room): PlanRoom {
  const values = elsewhere.map(({ option, value, demand }) => ({
    option,
    value,
    left: Math.min(MANY, roomOfDemand(demand, room)),
  }));
  const left = Math.max(...values.map(one => one.left), Math.min(MANY, standing ? roomOfDemand(standing, room) : MANY));
  return { left, values };
}

/** Without an end where nothing of it is counted. */
function roomOfDemand({ poolId, installationId, itemGroup, needs }: Demand, { members, free }: Room): number {
  const items = itemGroup === null ? Infinity : (free.get(itemGroup) ?? 0);
  const asked = members.filter(member => (poolId === null ? member.installationId === installationId : member.poolId === poolId));
  if (poolId === null && asked.length === 0) return items;
  return Math.min(items, roomFor(asked, needs, MANY));
}
