/** Where the built processes are. */
export const BUILT = new URL("../dist/", import.meta.url);
