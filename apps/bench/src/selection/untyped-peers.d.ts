declare module "hashring" {
  export default class HashRing {
    constructor(servers: readonly string[]);
    get(key: string): string | undefined;
  }
}

declare module "rendezvous-hash" {
  export default function select(key: string, sites: Readonly<Record<string, string>>): string | undefined;
}

declare module "weighted-round-robin" {
  export default class Peers {
    add(peer: { readonly id: string; readonly weight: number }): void;
    get(): { readonly id: string } | null;
  }
}

declare module "wrr-pool" {
  export default class Pool {
    readonly peers: { value: unknown; weight: number }[];
    add(value: unknown, weight: number): void;
    next(): unknown;
  }
}
