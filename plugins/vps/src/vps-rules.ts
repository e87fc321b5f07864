import type { Problem, Selection } from '@hostwright/sdk';
import { needsOf, type ServerImage, type SizeRange, type VpsSettings } from './settings.js';

const SIZES = ['cpu', 'ram', 'disk'] as const;

/** Rules between options, and the settings' own bounds: a price list may be narrower than the product, never wider. */
export function problemsOf(settings: VpsSettings, selection: Selection): readonly Problem[] {
  const image = settings.images.find(candidate => candidate.id === selection['image']);
  const location = settings.locations.find(candidate => candidate.id === selection['location']);
  return [
    ...SIZES.flatMap(size => sizeProblems(size, settings[size], selection[size])),
    ...(location ? [] : [problem('location', 'unknown-location', 'This location is not offered')]),
    ...(location?.soldOut ? [problem('location', 'sold-out', 'This location is sold out')] : []),
    ...(image ? imageProblems(image, selection) : [problem('image', 'unknown-image', 'This system is not offered')]),
    ...(selection['backups'] === true && !settings.backups ? [problem('backups', 'not-offered', 'Backups are not offered')] : []),
  ];
}

/** A running server may grow and shrink in everything but its disk; a new system or place means a new server. */
export function changeProblems(settings: VpsSettings, from: Selection, to: Selection): readonly Problem[] {
  return [
    ...(Number(to['disk']) < Number(from['disk'])
      ? [problem('disk', 'disk-shrinks', 'The disk of a server cannot become smaller')]
      : []),
    ...(['location', 'image'] as const)
      .filter(id => from[id] !== to[id])
      .map(id => problem(id, 'cannot-change', `The ${id} of a running server cannot change`)),
    // What is there already may grow where nothing new fits: the shop counts the room for it.
    ...problemsOf(settings, to).filter(({ code }) => code !== 'sold-out' || from['location'] !== to['location']),
  ];
}

function sizeProblems(field: string, range: SizeRange, value: string | number | boolean | undefined): readonly Problem[] {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    return [problem(field, 'not-a-number', `"${field}" must be a whole number`)];
  if (value < range.min || value > range.max) {
    return [problem(field, 'out-of-range', `"${field}" goes from ${range.min} to ${range.max}`)];
  }
  const step = range.step ?? 1;
  return (value - range.min) % step === 0 ? [] : [problem(field, 'off-step', `"${field}" goes in steps of ${step}`)];
}

function imageProblems(image: ServerImage, selection: Selection): readonly Problem[] {
  const needs = needsOf(image);
  return [
    ...(Number(selection['ram']) < needs.ramGb
      ? [problem('ram', 'image-needs-ram', `The system "${image.id}" needs at least ${needs.ramGb} GB of memory`)]
      : []),
    ...(Number(selection['disk']) < needs.diskGb
      ? [problem('disk', 'image-needs-disk', `The system "${image.id}" needs at least ${needs.diskGb} GB of disk`)]
      : []),
  ];
}

const problem = (field: string, code: string, message: string): Problem => ({ field, code, message });
