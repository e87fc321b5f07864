import type { PluginContext } from '@hostwright/sdk';

export interface ImageSetting {
  readonly id: string;
  readonly alias: string;
  readonly label?: string;
}

export interface LxdConfig {
  readonly address: string;
  readonly fingerprint?: string;
  readonly authority?: string;
  readonly certificate: string;
  readonly project?: string;
  readonly pool: string;
  readonly network?: string;
  readonly bridge?: string;
  readonly addresses?: readonly string[];
  readonly profiles?: readonly string[];
  readonly images?: readonly ImageSetting[];
  readonly imageServer?: string;
  readonly plans?: readonly string[];
  readonly location?: string;
  readonly processes?: number;
  readonly bandwidth?: string;
  readonly nesting?: boolean;
  readonly stopSeconds?: number;
}

export type LxdContext = PluginContext<LxdConfig>;

const USUAL_PLANS: readonly string[] = ['c1-r1-d20', 'c2-r4-d40', 'c4-r8-d80', 'c8-r16-d160'];
const USUAL_PATIENCE_SECONDS = 30;

export const projectOf = (config: LxdConfig): string => filled(config.project) ?? 'default';
export const profilesOf = (config: LxdConfig): readonly string[] => (config.profiles?.length ? config.profiles : ['default']);
export const plansOf = (config: LxdConfig): readonly string[] => (config.plans?.length ? config.plans : USUAL_PLANS);
export const stopSecondsOf = (config: LxdConfig): number => config.stopSeconds ?? USUAL_PATIENCE_SECONDS;

/** The image's name at the daemon; names that the shop's owner did not map are aliases themselves. */
export function aliasOf(config: LxdConfig, image: string): string {
  return config.images?.find(candidate => candidate.id === image)?.alias ?? image;
}

/** A form sends an empty text for a field that was left empty. */
export function filled(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}
