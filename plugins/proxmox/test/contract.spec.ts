import { serverProviderContract } from '@hostwright/sdk/testing';
import { describe } from 'vitest';
import proxmox from '../src/index.js';
import { benchOf } from './bench.js';

const manifest = new URL('../plugin.json', import.meta.url);

describe('with virtual machines', () => serverProviderContract(proxmox, { manifest, bench: benchOf('debian-13', 'ubuntu-26') }));
