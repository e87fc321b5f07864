import { Injectable } from '@nestjs/common';
import type { Option } from '@hostwright/sdk';
import type { CatalogPlan, CatalogProduct } from './catalog-product.js';
import { Catalog } from './catalog.js';

/** So many or fewer are worth a word to the buyer. */
export const FEW = 5;

/** How many more of a plan there is room for; more than a few may be told as any number above. */
export interface PlanRoom {
  readonly left: number;
  /** The same for the values of choices that lead to another place. */
  readonly values: readonly { readonly option: string; readonly value: string; readonly left: number }[];
}

/** By id of the plan; a plan whose room nobody counts is missing. */
export type PlanRooms = ReadonlyMap<string, PlanRoom>;

type Answer = (tenantId: string, products: readonly CatalogProduct[]) => Promise<PlanRooms>;

/** What is on sale, with what is left of it. Whoever keeps places knows how much room there is; the catalogue only asks. */
@Injectable()
export class ShopWindow {
  private roomOf: Answer = () => Promise.resolve(new Map());

  constructor(private readonly catalog: Catalog) {}

  answeredBy(answer: Answer): void {
    this.roomOf = answer;
  }

  async onShow(tenantId: string, locale: string): Promise<readonly CatalogProduct[]> {
    const products = await this.catalog.onSale(tenantId, locale);
    const rooms = await this.roomOf(tenantId, products);
    if (rooms.size === 0) return products;
    return products.map(product => ({ ...product, plans: product.plans.map(plan => withRoom(plan, rooms.get(plan.id))) }));
  }
}

/** Room for a few is shown as stock is. */
export function withRoom(plan: CatalogPlan, room: PlanRoom | undefined): CatalogPlan {
  if (!room) return plan;
  const stock = room.left <= FEW ? Math.min(room.left, plan.stock ?? room.left) : plan.stock;
  const options = plan.options.map(option => withValues(option, room));
  return { ...plan, stock, options };
}

/** Where nothing of a choice is left the plan is sold out; its values stay, so that it still has a price to be shown. */
function withValues(option: Option, { values }: PlanRoom): Option {
  const told = new Map(values.filter(one => one.option === option.id).map(one => [one.value, one.left]));
  if (option.kind !== 'choice' || told.size === 0 || [...told.values()].every(left => left === 0)) return option;
  return {
    ...option,
    values: option.values.map(choice => {
      const left = told.get(choice.value);
      if (left === undefined || left > FEW) return choice;
      return left === 0 ? { ...choice, available: false } : { ...choice, left };
    }),
  };
}
