import { localized, type FulfilmentPlan, type ProductType, type Selection, type ServerSpec } from '@hostwright/sdk';
import { changeProblems, optionOf, problemsOf, valueOf } from './fields.js';
import { genericSettings, type AtProvider, type Field, type GenericSettings } from './settings.js';

export const generic: ProductType = {
  options: (settings, locale) => genericSettings(settings).fields.map(field => optionOf(field, locale)),
  check: (settings, selection) =>
    genericSettings(settings).fields.flatMap(field => problemsOf(field, valueOf(selection, field.id))),
  canChange: (settings, from, to) => {
    const { fields } = genericSettings(settings);
    return [...changeProblems(fields, from, to), ...fields.flatMap(field => problemsOf(field, valueOf(to, field.id)))];
  },
  nameOf: settings => (genericSettings(settings).asksHostname ? undefined : null),
  fulfil: (settings, selection, service) => planFor(genericSettings(settings), selection, service.hostname),
};

function planFor({ fields, delivery }: GenericSettings, selection: Selection, hostname: string): FulfilmentPlan {
  switch (delivery.by) {
    case 'nobody':
      return { action: 'none' };
    case 'people':
      return { action: 'manual', instructions: instructions(delivery.instructions ?? '', fields, selection, hostname) };
    case 'installation':
      return { action: 'server', installationId: delivery.installationId, spec: specOf(delivery, fields, selection, hostname) };
    case 'pool':
      return { action: 'server', poolId: delivery.poolId, spec: specOf(delivery, fields, selection, hostname) };
  }
}

/** The owner's words, then every choice: a field that the words forget is not lost. */
function instructions(template: string, fields: readonly Field[], selection: Selection, hostname: string): string {
  const chosen = fields.flatMap(field => {
    const told = toldOf(field, selection);
    return told === undefined ? [] : [`${localized(field.label, 'en')}: ${told}`];
  });
  const words = fill(template.trim(), fields, selection, hostname);
  return [...(words === '' ? [] : [words, '']), `Host name: ${hostname}`, ...chosen].join('\n');
}

function specOf(
  { plan, imageField, locationField }: AtProvider,
  fields: readonly Field[],
  selection: Selection,
  hostname: string,
): ServerSpec {
  const image = imageField === undefined ? undefined : valueOf(selection, imageField);
  const location = locationField === undefined ? undefined : valueOf(selection, locationField);
  const addons = Object.fromEntries(
    fields.flatMap(({ id }): [string, string | number | boolean][] => {
      const value = valueOf(selection, id);
      return value === undefined || id === imageField || id === locationField ? [] : [[id, value]];
    }),
  );
  return {
    plan: fill(plan, fields, selection, hostname),
    hostname,
    ...(image !== undefined && { image: String(image) }),
    ...(location !== undefined && { location: String(location) }),
    addons,
  };
}

/** Names in braces become what was chosen; a brace that names nothing stays as it is. */
function fill(template: string, fields: readonly Field[], selection: Selection, hostname: string): string {
  return template.replace(/\{([a-zA-Z][a-zA-Z0-9_-]*)\}/g, (whole, name: string) => {
    if (name === 'hostname') return hostname;
    return fields.some(({ id }) => id === name) ? String(valueOf(selection, name) ?? '') : whole;
  });
}

/** A choice in the words that people know it by. */
function toldOf(field: Field, selection: Selection): string | undefined {
  const value = valueOf(selection, field.id);
  if (value === undefined || value === '') return undefined;
  if (field.kind === 'toggle') return value === true ? 'yes' : 'no';
  if (field.kind === 'number') return `${String(value)} ${field.unit ?? ''}`.trim();
  if (field.kind === 'text') return String(value);
  const known = field.values.find(candidate => candidate.value === value);
  return known ? localized(known.label, 'en') : String(value);
}
