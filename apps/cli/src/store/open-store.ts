import { lstat, mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { JournalStore } from "@dialpool/dialer/sqlite";
import { geography } from "@dialpool/pool-strategies/geo";
import { type DurablePoolStore, PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import type { SqliteStore } from "@dialpool/store-sqlite";
import { CliError } from "../cli-error.js";
import { EXIT } from "../exit-codes.js";
import type { Io } from "../io.js";
import { connectRedis } from "./connect-redis.js";
import { makeNewFile } from "./new-file.js";
import { stateFolder } from "./state-folder.js";
import { type RedisAddress, redisShown, type StoreSetting } from "./store-setting.js";

/** A store that outlives the command. */
export interface OpenStore {
  readonly store: DurablePoolStore;
  /** Where it is, for people: `/home/ann/…/x.db`, or an address and its namespace. Holds no secret. */
  readonly shown: string;
  /** Where a campaign's journal can be kept beside the state. Absent where the engine cannot. */
  readonly journalStore?: JournalStore;
  /** Lets go of the store and of the connection. */
  readonly close: () => Promise<void>;
}

/** A setting in full: the workspace's own names stand in for those that were not said. */
export type StorePlace =
  | { readonly kind: "sqlite"; readonly path: string; readonly isOwn: boolean }
  | ({ readonly kind: "redis"; readonly namespace: string } & RedisAddress);

/**
 * Fills in what a setting leaves open.
 *
 * @param workspace Asked only if a name is missing, for it takes the API key.
 */
export function placeOf(
  setting: Exclude<StoreSetting, { readonly kind: "memory" }>,
  workspace: () => string,
  env: Io["env"],
): StorePlace {
  if (setting.kind === "redis") return { ...setting, namespace: setting.namespace ?? workspace() };
  const { path } = setting;
  return path === undefined
    ? { kind: "sqlite", path: join(stateFolder(env), `${workspace()}.db`), isOwn: true }
    : { kind: "sqlite", path, isOwn: false };
}

/** Where a place is, for people. */
export function placeShown(place: StorePlace): string {
  return place.kind === "sqlite" ? place.path : `${redisShown(place)}, namespace ${place.namespace}`;
}

/** Whether there may be anything at a place, a link that leads nowhere included. Of a server only opening tells. */
export async function mayExist(place: StorePlace): Promise<boolean> {
  if (place.kind === "redis") return true;
  return await lstat(place.path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== "ENOENT" && error.code !== "ENOTDIR",
  );
}

/**
 * Opens a store, and makes its file if there is none.
 *
 * @throws PoolStoreError if the engine cannot be used.
 * @throws CliError if the place itself is no good.
 */
export async function openStore(place: StorePlace, io: Pick<Io, "keepSecret">): Promise<OpenStore> {
  return place.kind === "sqlite" ? await openFile(place) : await openRedis(place, io);
}

/**
 * Opens a store for a command that fills it: a file that is not there yet is there only once `work` is done.
 *
 * @param isNew Whether there is nothing at the place.
 * @throws What {@link openStore} throws, and `work`.
 */
export async function fillStore<Result>(
  place: StorePlace,
  io: Pick<Io, "keepSecret">,
  work: (open: OpenStore) => Promise<Result>,
): Promise<Result> {
  if (place.kind === "redis" || (await mayExist(place)))
    return await closing(await openStore(place, io), work);
  const { path, isOwn } = place;
  if (isOwn) await makeFolder(dirname(path));
  await checkPath(path);
  return await makeNewFile(path, async (draft) => {
    const { store, ...rest } = await openFile({ kind: "sqlite", path: draft, isOwn: false });
    return await closing({ ...rest, store, shown: path }, async (open) => {
      const result = await work(open);
      gather(store as SqliteStore, path);
      return result;
    });
  });
}

/** Has all that is kept in the one file that is to be named, and nothing of it beside it. */
function gather({ database }: SqliteStore, path: string): void {
  const row = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").raw(true).get([]);
  const [isBusy] = row as readonly [number];
  if (isBusy !== 0) throw new PoolStoreError("store_busy", `${path} cannot be made: somebody is reading it.`);
}

async function closing<Result>(open: OpenStore, work: (open: OpenStore) => Promise<Result>): Promise<Result> {
  try {
    return await work(open);
  } finally {
    await open.close();
  }
}

async function openFile({ path, isOwn }: Extract<StorePlace, { kind: "sqlite" }>): Promise<OpenStore> {
  if (isOwn) await makeFolder(dirname(path));
  await checkPath(path);
  const { openSqliteStore } = await import("@dialpool/store-sqlite");
  const store = openSqliteStore({ path, geography });
  return {
    store,
    shown: path,
    journalStore: store,
    close: async () => store.close(),
  };
}

/** The state holds phone numbers: nobody else is to read it. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const { message } = cause as NodeJS.ErrnoException;
    throw new CliError(EXIT.config, `Cannot make the folder for the pool state, ${folder}: ${message}.`, {
      hint: "Name another place with --store FILE or DIALPOOL_STORE, or keep nothing with --store memory.",
      cause,
    });
  }
}

/** A named file may be made, but not its folder: a slip in the name would begin a state somewhere else. */
async function checkPath(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw badPath(`${path} is a folder, and not a file for the pool state.`);
  if (found !== undefined && !found.isFile())
    throw badPath(`${path} is a device or the like, and not a file for the pool state.`);
  if (found !== undefined) return;
  const link = await lstat(path).catch(() => undefined);
  if (link?.isSymbolicLink()) throw badPath(`${path} is a link to something that is not there.`);
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (folder?.isDirectory() !== true)
    throw badPath(
      `${path} cannot be made: ${dirname(path)} is no folder that is there.`,
      "Make the folder first, or name another file.",
    );
}

function badPath(message: string, hint = "Name another file with --store or DIALPOOL_STORE."): CliError {
  return new CliError(EXIT.config, message, { hint });
}

async function openRedis(
  place: Extract<StorePlace, { kind: "redis" }>,
  { keepSecret }: Pick<Io, "keepSecret">,
): Promise<OpenStore> {
  const { namespace, keyPrefix, password } = place;
  if (password !== undefined) keepSecret?.(password);
  const client = await connectRedis(place);
  const { createRedisStore } = await import("@dialpool/store-redis");
  const store = createRedisStore({
    client,
    namespace,
    geography,
    ...(keyPrefix === undefined ? {} : { keyPrefix }),
  });
  return {
    store,
    shown: placeShown(place),
    close: async () => {
      await store.close();
      client.disconnect();
    },
  };
}
