import { localized, type FulfilmentPlan, type Option, type ProductType, type Selection } from '@hostwright/sdk';
import { changeProblems, problemsOf } from './rules.js';
import { dedicatedSettings, placeOf, STANDARD, UPGRADES, type Configuration, type DedicatedSettings } from './settings.js';
import { wordsFor } from './words.js';

export const dedicatedServer: ProductType = {
  options: (settings, locale) => optionsOf(dedicatedSettings(settings), locale),
  check: (settings, selection) => problemsOf(dedicatedSettings(settings), selection),
  canChange: (settings, from, to) => changeProblems(dedicatedSettings(settings), from, to),
  fulfil: (settings, selection, service) => fulfilmentOf(dedicatedSettings(settings), selection, service.hostname),
};

/** In the order people think: the machine, what is built in, system, place. */
function optionsOf(settings: DedicatedSettings, locale: string): readonly Option[] {
  const words = wordsFor(locale);
  return [
    {
      id: 'configuration',
      kind: 'choice',
      label: words.configuration,
      values: settings.configurations.map(configuration => ({ value: configuration.id, label: describe(configuration, locale) })),
    },
    ...UPGRADES.filter(id => settings[id]?.length).map((id): Option => ({
      id,
      kind: 'choice',
      label: words[id],
      values: [
        { value: STANDARD, label: words.standard },
        ...settings[id]!.map(upgrade => ({ value: upgrade.id, label: localized(upgrade.label, locale) })),
      ],
    })),
    {
      id: 'image',
      kind: 'choice',
      label: words.image,
      values: settings.images.map(({ id, label, family }) => ({
        value: id,
        label: localized(label, locale),
        ...(family !== undefined && { mark: family }),
      })),
    },
    {
      id: 'location',
      kind: 'choice',
      label: words.location,
      values: settings.locations.map(({ id, label, country }) => ({
        value: id,
        label: localized(label, locale),
        ...(country !== undefined && { mark: country }),
      })),
    },
  ];
}

/** The name, and what the machine consists of. */
function describe({ label, facts = {} }: Configuration, locale: string): string {
  const parts = [facts.cpu, facts.ram, facts.disks, facts.network].filter(part => part !== undefined);
  return [localized(label, locale), ...(parts.length > 0 ? [parts.join(', ')] : [])].join(' · ');
}

function fulfilmentOf(settings: DedicatedSettings, selection: Selection, hostname: string): FulfilmentPlan {
  const [configuration, location] = [String(selection['configuration']), String(selection['location'])];
  const group = settings.configurations.find(({ id }) => id === configuration)?.itemGroup ?? configuration;
  const suffix = settings.locations.find(({ id }) => id === location)?.groupSuffix ?? '';
  const upgrades = UPGRADES.filter(id => (selection[id] ?? STANDARD) !== STANDARD);
  return {
    action: 'server',
    ...placeOf(settings),
    needs: { addresses: 1 },
    itemGroup: `${group}${suffix}`,
    spec: {
      plan: configuration,
      hostname,
      image: String(selection['image']),
      location,
      addons: Object.fromEntries(upgrades.map(id => [id, String(selection[id])])),
    },
  };
}
