import { SandboxCloud, type SandboxCloudOptions } from './sandbox-cloud.js';

export {
  SANDBOX_CLOUD_KEY,
  type CreateFailure,
  type RecordedCall,
  type SandboxCloud,
  type SandboxCloudOptions,
  type SeenServer,
} from './sandbox-cloud.js';

/** Starts the make-believe cloud; it listens when the promise is kept. */
export const startSandboxCloud = (options: SandboxCloudOptions = {}): Promise<SandboxCloud> => new SandboxCloud(options).listen();
