import { SandboxCloud, type SandboxCloudOptions } from './sandbox-cloud.js';

export type { Counts } from './counts.js';
export type { ChangeFailure, CreateFailure, Mood } from './faults.js';
export {
  SANDBOX_CLOUD_KEY,
  type RecordedCall,
  type SandboxCloud,
  type SandboxCloudOptions,
  type SeenServer,
} from './sandbox-cloud.js';

/** Starts the make-believe cloud; it listens when the promise is kept. */
export const startSandboxCloud = (options: SandboxCloudOptions = {}): Promise<SandboxCloud> => new SandboxCloud(options).listen();
