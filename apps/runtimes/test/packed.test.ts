import { copyFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeBinary } from "./support/binaries.js";
import { type EmptyProject, installPacked } from "./support/empty-project.js";
import { runCommand } from "./support/run-command.js";
import { openWorld } from "./support/world.js";

const CORE_FOLDER = new URL("../../../packages/core/", import.meta.url);
const CONSUMERS_FOLDER = new URL("consumers/", import.meta.url);
const TSC = createRequire(import.meta.url).resolve("typescript/bin/tsc");

const NODES = [
  [`Node ${process.version}`, process.execPath],
  ["Node 22", nodeBinary(22)],
  ["Node 24", nodeBinary(24)],
] as const;

/** How a consumer's compiler may look for modules; the name of the file says what kind of module it is. */
const COMPILERS = [
  ["node16, an ES module", "consumer.mts", { module: "node16", moduleResolution: "node16" }],
  ["nodenext, an ES module", "consumer.mts", { module: "nodenext", moduleResolution: "nodenext" }],
  ["nodenext, a CommonJS module", "consumer.cts", { module: "nodenext", moduleResolution: "nodenext" }],
  ["bundler", "consumer.ts", { module: "esnext", moduleResolution: "bundler" }],
] as const;

describe("@dialpool/core, packed and installed in an empty project", () => {
  let project: EmptyProject;
  beforeAll(async () => {
    project = await installPacked(CORE_FOLDER);
    for (const file of ["require.cjs", "import.mjs"]) {
      await copyFile(new URL(file, CONSUMERS_FOLDER), join(project.folder, file));
    }
  });
  afterAll(() => project[Symbol.asyncDispose]());

  it("is what its package.json lists, with no test and no source in it", async () => {
    const installed = join(project.folder, "node_modules/@dialpool/core");
    const files = await readdir(installed, { recursive: true });
    expect(files).toContain(join("dist", "index.js"));
    expect(files.filter((file) => /\.test\.|^src|tsconfig/.test(file))).toEqual([]);
    await expect(runCommand("npm", ["ls", "--all"], project.folder)).resolves.toBeDefined();
  });

  describe.each(NODES)("on %s", (_, node) => {
    it.each(["require.cjs", "import.mjs"])("%s places a call, without a warning", async (program) => {
      await using open = await openWorld();
      const { stdout, stderr } = await runCommand(
        node,
        [program, JSON.stringify(open.world)],
        project.folder,
      );
      expect(JSON.parse(stdout)).toEqual({ found: true, ended: false, isSigned: true });
      expect(stderr).toBe("");
    });
  });

  it.each(COMPILERS)("compiles with module resolution %s", async (name, file, compilerOptions) => {
    await copyFile(fileURLToPath(new URL("consumer.ts", CONSUMERS_FOLDER)), join(project.folder, file));
    const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
    const config = `tsconfig.${name.replace(/\W+/g, "-")}.json`;
    const options = { ...strict, target: "es2022", lib: ["ES2022", "DOM"], types: [], ...compilerOptions };
    await writeFile(
      join(project.folder, config),
      JSON.stringify({ compilerOptions: options, files: [file] }),
    );
    await expect(runCommand(process.execPath, [TSC, "-p", config], project.folder)).resolves.toBeDefined();
  });
});
