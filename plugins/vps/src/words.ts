export interface Words {
  readonly cpu: string;
  readonly ram: string;
  readonly disk: string;
  readonly location: string;
  readonly image: string;
  readonly backups: string;
  readonly cores: string;
  readonly gigabytes: string;
}

const EN: Words = {
  cpu: 'Processor',
  ram: 'Memory',
  disk: 'Disk',
  location: 'Location',
  image: 'System',
  backups: 'Daily backups',
  cores: 'vCPU',
  gigabytes: 'GB',
};

const WORDS: Readonly<Record<string, Words>> = {
  en: EN,
  uk: {
    cpu: 'Процесор',
    ram: 'Пам’ять',
    disk: 'Диск',
    location: 'Розташування',
    image: 'Система',
    backups: 'Щоденні резервні копії',
    cores: 'vCPU',
    gigabytes: 'ГБ',
  },
  ru: {
    cpu: 'Процессор',
    ram: 'Память',
    disk: 'Диск',
    location: 'Расположение',
    image: 'Система',
    backups: 'Ежедневные резервные копии',
    cores: 'vCPU',
    gigabytes: 'ГБ',
  },
};

export function wordsFor(locale: string): Words {
  const language = locale.split('-')[0] ?? 'en';
  return (Object.hasOwn(WORDS, language) ? WORDS[language] : undefined) ?? EN;
}
