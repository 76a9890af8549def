import type { Io } from "../io.js";
import { type FileOfOtherKey, filesOfOtherKeys } from "./files-of-other-keys.js";
import {
  fillStore,
  mayExist,
  type OpenStore,
  openStore,
  placeOf,
  placeShown,
  type StorePlace,
} from "./open-store.js";
import { removeLeftDrafts } from "./remove-left-drafts.js";
import type { StoreSetting } from "./store-setting.js";

/** The pool state of one command. */
export interface StoreAccess {
  /** False with `--store memory`: nothing outlives the command. */
  readonly isKept: () => boolean;
  /** What keeps it. Only if it is kept. */
  readonly engine: () => StorePlace["kind"];
  /** Where it is, for people. Only if it is kept. */
  readonly shown: () => string;
  /** Opens it, and makes it if it is not there. Only if it is kept. */
  readonly open: () => Promise<OpenStore>;
  /** Opens it; `undefined` if it is not kept, or there is none yet. Makes nothing. */
  readonly openIfAny: () => Promise<OpenStore | undefined>;
  /** Opens it for `work` that fills it; what is not there yet is there only when that is done. Only if it is kept. */
  readonly fill: <Result>(work: (open: OpenStore) => Promise<Result>) => Promise<Result>;
  /** Own files of other API keys, where the workspace's own is meant; the one that was used last first. */
  readonly filesOfOtherKeys: () => Promise<readonly FileOfOtherKey[]>;
  /** Lets go of it. Safe to repeat. */
  readonly close: () => Promise<void>;
}

/**
 * Makes the access to a command's pool state. Nothing is read before it is asked for, so a
 * command that keeps no state does not mind a wrong setting.
 *
 * @param settingOf What was asked for.
 * @param workspace The name of the workspace.
 */
export function createStoreAccess(
  settingOf: () => StoreSetting,
  workspace: () => string,
  io: Pick<Io, "env" | "keepSecret">,
): StoreAccess {
  let opened: Promise<OpenStore> | undefined;
  let tidied: Promise<void> | undefined;
  const place = (): StorePlace => {
    const setting = settingOf();
    if (setting.kind === "memory") throw new Error("The pool state is in memory: there is no place to open.");
    return placeOf(setting, workspace, io.env);
  };
  const isKept = () => settingOf().kind !== "memory";
  /** A place where nothing is left of those who were killed while they filled it. */
  const tidyPlace = async (): Promise<StorePlace> => {
    const found = place();
    if (found.kind === "sqlite") tidied ??= removeLeftDrafts(found.path);
    await tidied;
    return found;
  };
  const open = () => {
    opened ??= tidyPlace().then((found) => openStore(found, io));
    return opened;
  };
  return {
    isKept,
    engine: () => place().kind,
    shown: () => placeShown(place()),
    open,
    openIfAny: async () => {
      if (opened !== undefined) return await opened;
      return isKept() && (await mayExist(await tidyPlace())) ? await open() : undefined;
    },
    fill: async (work) =>
      opened === undefined ? await fillStore(await tidyPlace(), io, work) : await work(await opened),
    filesOfOtherKeys: async () => {
      const found = isKept() ? place() : undefined;
      return found?.kind === "sqlite" && found.isOwn ? await filesOfOtherKeys(found.path) : [];
    },
    async close() {
      const closing = opened;
      opened = undefined;
      // One that could not be opened was told of where it was asked for.
      const store = await closing?.catch(() => undefined);
      await store?.close();
    },
  };
}
