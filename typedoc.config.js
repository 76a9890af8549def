import { OptionDefaults } from "typedoc";

/** @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
  name: "dialpool",
  readme: "none",
  entryPointStrategy: "packages",
  entryPoints: [
    "packages/core",
    "packages/pool-strategies",
    "packages/sandbox",
    "packages/store-sqlite",
    "packages/store-redis",
    "packages/dialer",
  ],
  // What a package's own typedoc.json does not say.
  packageOptions: {
    readme: "none",
    excludeInternal: true,
    excludePrivate: true,
    // The types that are generated from the spec say it like this.
    blockTags: [...OptionDefaults.blockTags, "@description"],
    validation: { notExported: true, invalidLink: true, rewrittenLink: true, notDocumented: false },
  },
  out: "docs/api",
  treatWarningsAsErrors: true,
};
