import type { Account, FakeDroplet } from './account.js';
import { CATALOG, type FakeImage } from './catalog.js';
import { missing, unprocessable } from './refusal.js';
import { tellAction, tellDroplet } from './tell.js';

export type Body = Readonly<Record<string, unknown>>;

const NAME = /^[a-zA-Z0-9]?[a-z0-9A-Z.-]*[a-z0-9A-Z]$/;
const TAG = /^[A-Za-z0-9:_-]{1,255}$/;

/** What can be done to droplets. */
export class DropletDesk {
  constructor(private readonly account: Account) {}

  create(body: Body) {
    const { account } = this;
    if (!NAME.test(String(body['name']))) throw unprocessable('Name is invalid');
    const size = this.sizeOf(body['size']);
    const image = this.imageOf(body['image']);
    const region = CATALOG.regions.find(({ slug }) => slug === (body['region'] ?? 'fra1'));
    if (!region) throw unprocessable('You specified an invalid region for Droplet creation.');
    const keys = textsOf(body['ssh_keys']);
    if (keys.some(key => !account.keys.some(({ fingerprint }) => fingerprint === key)))
      throw unprocessable('You specified an invalid SSH key for Droplet creation.');
    if (account.droplets.size >= account.dropletLimit)
      throw unprocessable('creating this/these droplet(s) will exceed your droplet limit');
    this.demandRoom(size.slug, region.slug);
    const tags = textsOf(body['tags']);
    for (const tag of tags) this.createTag({ name: tag });
    const droplet: FakeDroplet = {
      id: account.nextId(),
      name: String(body['name']),
      status: 'new',
      size,
      disk: size.disk,
      region,
      image,
      created_at: account.now().toISOString(),
      userData: typeof body['user_data'] === 'string' ? body['user_data'] : undefined,
      hasIpv6: body['ipv6'] === true,
      tags: new Set(tags),
      listens: true,
      word: undefined,
    };
    account.droplets.set(droplet.id, droplet);
    const action = account.begin(droplet, 'create', () => (droplet.status = 'active'));
    return {
      droplet: this.tell(droplet),
      links: { actions: [{ id: action.id, rel: 'create', href: `https://api.digitalocean.com/v2/actions/${action.id}` }] },
    };
  }

  tell(droplet: FakeDroplet) {
    return tellDroplet(droplet, this.account.isLocked(droplet));
  }

  act(droplet: FakeDroplet, body: Body) {
    const act = ACTS[String(body['type'])];
    if (!act) throw unprocessable('The type of the action is unknown');
    const effect = act(this, droplet, body);
    return { action: tellAction(this.account.begin(droplet, String(body['type']), effect)) };
  }

  createTag({ name }: Body) {
    if (typeof name !== 'string' || !TAG.test(name)) throw unprocessable('Tag name is invalid');
    this.account.tags.add(name);
    return { tag: { name, resources: { count: 0 } } };
  }

  /** The droplets that a request to tie or untie names. */
  resources({ resources }: Body): readonly FakeDroplet[] {
    const ids = Array.isArray(resources)
      ? resources.map(item => Number((item as { readonly resource_id?: unknown }).resource_id))
      : [];
    return ids.map(id => this.droplet(id));
  }

  droplet(id: number): FakeDroplet {
    const droplet = this.account.droplets.get(id);
    if (!droplet) throw missing();
    return droplet;
  }

  sizeOf(slug: unknown) {
    const size = CATALOG.sizes.find(known => known.slug === slug);
    if (!size) throw unprocessable('You specified an invalid size for Droplet creation.');
    return size;
  }

  imageOf(reference: unknown): FakeImage {
    const image =
      CATALOG.images.find(({ id, slug }) => slug === reference || id === reference) ?? this.account.copies.get(Number(reference));
    if (!image) throw unprocessable('You specified an invalid image for Droplet creation.');
    return image;
  }

  demandRoom(size: string, region: string): void {
    if (this.account.soldOut.has(`${size}@${region}`)) throw unprocessable('Size is not available in this region.');
  }

  keep(droplet: FakeDroplet, name: string): void {
    const id = this.account.nextId();
    const { image } = droplet;
    this.account.copies.set(id, {
      ...image,
      id,
      name,
      slug: null,
      type: 'snapshot',
      public: false,
      created_at: this.account.now().toISOString(),
      min_disk_size: droplet.disk,
      size_gigabytes: 2.5,
      dropletId: droplet.id,
    });
  }
}

type Act = (desk: DropletDesk, droplet: FakeDroplet, body: Body) => () => void;

const become =
  (status: string): Act =>
  (_desk, droplet) =>
  () => {
    droplet.status = status;
  };

const ACTS: Readonly<Record<string, Act>> = {
  power_on: become('active'),
  power_off: become('off'),
  shutdown: (_desk, droplet) => () => {
    if (droplet.listens) droplet.status = 'off';
  },
  reboot: become('active'),
  resize: (desk, droplet, body) => {
    const size = desk.sizeOf(body['size']);
    if (droplet.status !== 'off') throw unprocessable('Droplet must be powered off to resize');
    if (size.disk < droplet.disk) throw unprocessable('This size is not available because it has a smaller disk.');
    desk.demandRoom(size.slug, droplet.region.slug);
    return () => {
      droplet.size = size;
      if (body['disk'] === true) droplet.disk = size.disk;
    };
  },
  rebuild: (desk, droplet, body) => {
    const image = desk.imageOf(body['image']);
    return () => {
      droplet.image = image;
      droplet.status = 'active';
    };
  },
  rename: (_desk, droplet, body) => {
    const name = String(body['name']);
    if (!NAME.test(name)) throw unprocessable('Name is invalid');
    return () => {
      droplet.name = name;
    };
  },
  snapshot: (desk, droplet, body) => () => desk.keep(droplet, String(body['name'])),
};

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
