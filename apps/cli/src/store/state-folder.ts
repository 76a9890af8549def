import { homedir } from "node:os";
import { join } from "node:path";
import type { Io } from "../io.js";

/**
 * Where programs of this machine's user keep state that is nobody's document:
 * `$XDG_STATE_HOME/dialpool`, else `~/.local/state/dialpool`, and
 * `%LOCALAPPDATA%\dialpool` on Windows.
 *
 * Not the working folder: the limits of a workspace's numbers hold whichever
 * folder a command is run in.
 */
export function stateFolder(env: Io["env"], platform: NodeJS.Platform = process.platform): string {
  const { XDG_STATE_HOME: xdg, LOCALAPPDATA: local } = env;
  if (xdg?.startsWith("/")) return join(xdg, "dialpool");
  if (platform === "win32" && local) return join(local, "dialpool");
  return join(env.HOME || homedir(), ".local", "state", "dialpool");
}
