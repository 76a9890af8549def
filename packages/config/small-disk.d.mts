/**
 * Runs a program on a real file system of so many KiB, whose folder is its last argument. Nobody else sees it, and nothing
 * of it is left.
 *
 * @returns What it printed; `undefined` where this machine lets nobody mount anything.
 */
export function onSmallDisk(kibibytes: number, program: readonly string[]): Promise<string | undefined>;
