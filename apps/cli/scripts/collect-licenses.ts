import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { libraryBuild } from "@dialpool/config/tsup";

type Plugin = NonNullable<Parameters<typeof libraryBuild>[0]["esbuildPlugins"]>[number];

/** Where a bundled file's package begins: the last `node_modules/name` or `node_modules/@scope/name` of its path. */
const PACKAGE_FOLDER = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * Writes `dist/THIRD-PARTY-NOTICES.txt`: the licence of every package that is
 * bundled, for the licences ask to be passed on. A bundled package without a
 * licence file fails the build.
 *
 * No `LICENSE` in the name: pnpm takes any such file for the package's own
 * licence, and then does not add that of the repository.
 */
export function collectLicenses(): Plugin {
  return {
    name: "collect-licenses",
    setup(build) {
      build.initialOptions.metafile = true;
      build.onEnd(({ metafile, outputFiles, errors }) => {
        if (metafile === undefined || errors.length > 0) return;
        const folders = Object.keys(metafile.inputs).flatMap((path) => PACKAGE_FOLDER.exec(path)?.[0] ?? []);
        const text = [...new Set(folders)]
          .map(licenseOf)
          .sort()
          .join(`\n${"-".repeat(80)}\n\n`);
        // tsup writes what esbuild hands over, so the notice travels the same way.
        const path = join(process.cwd(), "dist", "THIRD-PARTY-NOTICES.txt");
        const contents = new TextEncoder().encode(text);
        outputFiles?.push({ path, contents, hash: "", text });
      });
    },
  };
}

function licenseOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<
    string,
    string
  >;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled and has no licence file.`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
}
