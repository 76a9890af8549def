import { describe, expect, it } from "vitest";
import { NOON, numberOf, numbersOf, policyOf } from "../conformance/fixtures.js";
import { normalFormOf } from "../conformance/normal-form.js";
import { createMemoryStore, type MemoryStore } from "../memory-store.js";
import type { NamespaceRecord } from "../store-kit/namespace-record.js";
import { namespaceFromLines, namespaceToLines } from "./lines.js";
import { copyNamespace, exportNamespace, importNamespace } from "./transfer-namespace.js";

const now = NOON;
const random = () => 0.4;

function storeWith(slugs: readonly string[], tags?: Readonly<Record<string, string>>): MemoryStore {
  const store = createMemoryStore();
  const numbers = slugs.map((slug, at) => ({
    ...numberOf("a", tags === undefined ? {} : { tags }),
    slug,
    weight: at + 0.5,
  }));
  const policy = policyOf({ order: "weighted-random", route: { tags: [{ key: "brand", match: "any" }] } });
  store.load({ poolId: "agent", numbers, policy }, { now, random });
  return store;
}

describe("what is moved", () => {
  it.each([
    ["that objects have", ["__proto__", "constructor", "toString", "1", "01"]],
    ["beyond ASCII", ["número", "番号", "😀", "\ud800", "\u0000"]],
  ])("may have names %s", async (_, names) => {
    for (const brand of names) {
      const [from, to] = [storeWith(names, { brand }), createMemoryStore()];
      const tags = { brand };
      const pick = (store: MemoryStore, callee: `+${string}`) => {
        const selection = store.acquire({ poolId: "agent", callee, tags, now, random });
        return selection.ok ? selection.lease.slug : selection.code;
      };
      pick(from, "+14155550150");
      await importNamespace(to, namespaceFromLines(namespaceToLines(exportNamespace(from))));
      for (let line = 151; line < 170; line++)
        expect(pick(to, `+14155550${line}`)).toBe(pick(from, `+14155550${line}`));
      expect(await normalFormOf(exportNamespace(to))).toEqual(await normalFormOf(exportNamespace(from)));
    }
  });

  it("is the same text again for the same state", async () => {
    const textOf = async (store: MemoryStore) => {
      let text = "";
      for await (const piece of namespaceToLines(exportNamespace(store))) text += piece;
      return text;
    };
    const [from, to] = [storeWith(["b", "c", "a"]), createMemoryStore()];
    await copyNamespace(from, to);
    expect(await textOf(to)).toBe(await textOf(from));
  });
});

describe("a store that is asked", () => {
  it("must be able to: one of this package, or one with the methods", async () => {
    const wrapped = { ...createMemoryStore() };
    expect(() => exportNamespace(wrapped)).toThrow("was not made by createMemoryStore of this copy");
    await expect(copyNamespace(createMemoryStore(), wrapped)).rejects.toMatchObject({
      code: "input_invalid",
    });
    const from = storeWith(["a"]);
    const taken: NamespaceRecord[] = [];
    const able = {
      ...createMemoryStore(),
      exportNamespace: () => exportNamespace(from),
      importNamespace: async (records: AsyncIterable<NamespaceRecord> | Iterable<NamespaceRecord>) => {
        for await (const record of records) taken.push(record);
      },
    };
    await copyNamespace(able, able);
    expect(taken.map(({ kind }) => kind)).toEqual(["namespace", "pool", "member", "bucket", "turn", "end"]);
  });

  it("takes nothing over if it was used while the records came", async () => {
    const to = createMemoryStore();
    async function* slowly() {
      for await (const record of exportNamespace(storeWith(["a", "b"]))) {
        if (record.kind === "end")
          to.load({ poolId: "mine", numbers: numbersOf("x"), policy: policyOf({}) }, { now });
        yield record;
      }
    }
    await expect(importNamespace(to, slowly())).rejects.toMatchObject({ code: "namespace_not_empty" });
    expect(to.usage("mine", { now })).toHaveLength(1);
  });

  it("may have seen the time, and has the export's afterwards", async () => {
    const to = createMemoryStore();
    to.flag({ slug: "nobody", until: null, now: now + 1000 });
    await copyNamespace(storeWith(["a"]), to);
    const [header] = await normalFormOf(exportNamespace(to));
    expect(JSON.parse(header ?? "")).toMatchObject({ kind: "namespace", now });
  });

  it("says which policy needs what it was made without", async () => {
    const from = createMemoryStore({ extensions: { orders: { mine: () => [] } } });
    const policy = policyOf({ order: { name: "custom", use: "mine" } });
    from.load({ poolId: "agent", numbers: numbersOf("a"), policy }, { now });
    const to = createMemoryStore();
    await expect(copyNamespace(from, to)).rejects.toMatchObject({ code: "policy_invalid" });
    await copyNamespace(storeWith(["a"]), to);
  });
});
