import { type ChildProcess, spawn } from "node:child_process";

/**
 * Ends a server when this process dies, however it dies: a shell waits for the end of a pipe that only this process
 * holds open, then kills the server and removes its folder.
 *
 * @returns Lets go of the server; call it when the server has ended by itself.
 */
export function endWithParent(serverPid: number, folder: string | undefined): () => void {
  const remove = folder === undefined ? "" : '; rm -rf "$2"';
  const guard: ChildProcess = spawn(
    "/bin/sh",
    ["-c", `cat >/dev/null; kill -9 "$1" 2>/dev/null${remove}`, "sh", String(serverPid), folder ?? ""],
    // A group of its own: Ctrl-C must not end the guard before its parent.
    { stdio: ["pipe", "ignore", "ignore"], detached: true },
  );
  guard.unref();
  guard.once("error", () => {});
  return () => {
    guard.kill("SIGKILL");
  };
}
