export interface Words {
  readonly configuration: string;
  readonly memory: string;
  readonly disks: string;
  readonly image: string;
  readonly location: string;
  readonly standard: string;
}

const EN: Words = {
  configuration: 'Machine',
  memory: 'More memory',
  disks: 'More disks',
  image: 'System',
  location: 'Location',
  standard: 'As it is',
};

const WORDS: Readonly<Record<string, Words>> = {
  en: EN,
  uk: {
    configuration: 'Машина',
    memory: 'Більше пам’яті',
    disks: 'Більше дисків',
    image: 'Система',
    location: 'Розташування',
    standard: 'Як є',
  },
  ru: {
    configuration: 'Машина',
    memory: 'Больше памяти',
    disks: 'Больше дисков',
    image: 'Система',
    location: 'Расположение',
    standard: 'Как есть',
  },
};

export function wordsFor(locale: string): Words {
  const language = locale.split('-')[0] ?? 'en';
  return (Object.hasOwn(WORDS, language) ? WORDS[language] : undefined) ?? EN;
}
