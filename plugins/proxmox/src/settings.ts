/** A system that can be ordered: a template to clone, one or several on different nodes, or an archive for containers. */
export interface ImageSetting {
  readonly id: string;
  readonly label: string;
  readonly templates?: readonly number[];
  readonly ostemplate?: string;
  readonly user?: string;
}

/** Addresses that belong to this installation alone. */
export interface AddressSetting {
  readonly cidr: string;
  readonly gateway: string;
  readonly nameservers?: readonly string[];
  readonly reserved?: readonly string[];
  readonly vlan?: number;
  readonly location?: string;
}

export interface LocationSetting {
  readonly id: string;
  readonly label: string;
  readonly nodes?: readonly string[];
}

export interface ProxmoxConfig {
  readonly apiUrl: string;
  readonly tokenId: string;
  readonly fingerprint?: string;
  readonly authority?: string;
  readonly pool?: string;
  readonly storage: string;
  readonly bridge?: string;
  readonly firstVmid: number;
  readonly lastVmid: number;
  readonly images: readonly ImageSetting[];
  readonly addresses: readonly AddressSetting[];
  readonly locations?: readonly LocationSetting[];
  readonly user?: string;
}

export type GuestKind = 'qemu' | 'lxc';

export const bridgeOf = (config: ProxmoxConfig): string => config.bridge ?? 'vmbr0';

/** Whoever orders a container is its root; a template's user is written into it by cloud-init. */
export const userOf = (config: ProxmoxConfig, image: ImageSetting): string =>
  kindOf(image) === 'lxc' ? 'root' : (image.user ?? config.user ?? 'root');

export const kindOf = (image: ImageSetting): GuestKind => (image.ostemplate === undefined ? 'qemu' : 'lxc');
