import { localized, type FulfilmentPlan, type Option, type ProductType, type Selection, type ServerPlace } from '@hostwright/sdk';
import { vpsSettings, type SizeRange, type VpsSettings } from './settings.js';
import { changeProblems, problemsOf } from './vps-rules.js';
import { wordsFor } from './words.js';

export const vps: ProductType = {
  options: (settings, locale) => optionsOf(vpsSettings(settings), locale),
  check: (settings, selection) => problemsOf(vpsSettings(settings), selection),
  canChange: (settings, from, to) => changeProblems(vpsSettings(settings), from, to),
  fulfil: (settings, selection, service) => fulfilmentOf(vpsSettings(settings), selection, service.hostname),
};

/** In the order people think: size, system, place, extras. */
function optionsOf(settings: VpsSettings, locale: string): readonly Option[] {
  const words = wordsFor(locale);
  const images = settings.images.map(image => ({
    value: image.id,
    label: localized(image.label, locale),
    ...(image.family !== undefined && { mark: image.family }),
  }));
  const locations = settings.locations.map(location => ({
    value: location.id,
    label: localized(location.label, locale),
    ...(location.country !== undefined && { mark: location.country }),
    ...(location.soldOut && { available: false }),
  }));
  return [
    size('cpu', words.cpu, words.cores, settings.cpu),
    size('ram', words.ram, words.gigabytes, settings.ram),
    size('disk', words.disk, words.gigabytes, settings.disk),
    { id: 'image', kind: 'choice', label: words.image, values: images },
    { id: 'location', kind: 'choice', label: words.location, values: locations },
    ...(settings.backups ? [{ id: 'backups', kind: 'toggle', label: words.backups } as const] : []),
  ];
}

function size(id: string, label: string, unit: string, range: SizeRange): Option {
  const { min, max, step = 1, included = min } = range;
  return { id, kind: 'number', label, unit, min, max, step, included };
}

function fulfilmentOf(settings: VpsSettings, selection: Selection, hostname: string): FulfilmentPlan {
  const [cpu, ram, disk] = [Number(selection['cpu']), Number(selection['ram']), Number(selection['disk'])];
  return {
    action: 'server',
    ...placeOf(settings, selection),
    needs: { vcpu: cpu, ramMb: ram * 1024, diskGb: disk, addresses: 1 },
    spec: {
      plan: `${settings.planPrefix ?? ''}c${cpu}-r${ram}-d${disk}`,
      hostname,
      image: String(selection['image']),
      location: String(selection['location']),
      addons: { vcpu: cpu, ramGb: ram, diskGb: disk, backups: selection['backups'] === true },
    },
  };
}

/** The pool of the place comes before what the product names for all places. */
function placeOf({ locations, poolId, installationId = '' }: VpsSettings, selection: Selection): ServerPlace {
  const pool = locations.find(({ id }) => id === selection['location'])?.poolId ?? poolId;
  return pool === undefined ? { installationId } : { poolId: pool };
}
