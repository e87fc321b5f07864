import { PluginFailure, type ServerSpec } from '@hostwright/sdk';

export interface Size {
  readonly cores: number;
  readonly memoryMb: number;
  readonly diskGb: number;
}

const PLAN = /^[a-z0-9-]*?c(\d{1,3})-r(\d{1,4})-d(\d{1,5})$/;
const MB = 1024;

/** The plans that the catalogue shows; any other size of the same form is made as well. */
export const USUAL_PLANS = ['c1-r1-d20', 'c2-r2-d40', 'c2-r4-d40', 'c4-r8-d80', 'c8-r16-d160'];

/** The size comes from the addons of a configurator, and where those say nothing from the plan's name: `c2-r4-d40`. */
export function sizeOf({ plan, addons = {} }: Pick<ServerSpec, 'plan' | 'addons'>): Size {
  const named = sizeOfPlan(plan);
  const [cores, ramGb, diskGb] = [addons['vcpu'], addons['ramGb'], addons['diskGb']];
  const size = {
    cores: typeof cores === 'number' ? cores : named?.cores,
    memoryMb: typeof ramGb === 'number' ? Math.round(ramGb * MB) : named?.memoryMb,
    diskGb: typeof diskGb === 'number' ? diskGb : named?.diskGb,
  };
  if (!isSize(size)) throw PluginFailure.final(`No size can be read from the plan "${plan}"`, { code: 'unknown-plan' });
  return size;
}

export function sizeOfPlan(plan: string): Size | undefined {
  const [, cores, ram, disk] = PLAN.exec(plan) ?? [];
  if (cores === undefined || ram === undefined || disk === undefined) return undefined;
  const size = { cores: Number(cores), memoryMb: Number(ram) * MB, diskGb: Number(disk) };
  return isSize(size) ? size : undefined;
}

/** How a size is called where nobody gave it a name. */
export function planOf({ cores, memoryMb, diskGb }: Size): string {
  const ram = memoryMb % MB === 0 ? String(memoryMb / MB) : (memoryMb / MB).toFixed(2);
  return `c${cores}-r${ram}-d${diskGb}`;
}

function isSize(size: { readonly [Name in keyof Size]: number | undefined }): size is Size {
  const { cores, memoryMb, diskGb } = size;
  return isWithin(cores, 1, 512) && isWithin(memoryMb, 64, 8 * MB * MB) && isWithin(diskGb, 1, 65_536);
}

const isWithin = (value: number | undefined, least: number, most: number): value is number =>
  value !== undefined && Number.isSafeInteger(value) && value >= least && value <= most;
