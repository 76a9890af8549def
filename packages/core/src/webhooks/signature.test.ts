import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signWebhook, verifyWebhookSignature } from "./signature.js";

const callId = "7d1c2f5e-9b7a-4f0e-8a33-5f3b1f0d9c77";
const secret = "whsec_0123456789";

/** As the vendor describes it, by another library. */
const signedBy = (key: string, id = callId) => createHmac("sha256", key).update(id).digest("base64");

describe("signing", () => {
  it("is the base64 of HMAC-SHA256 over the call's id, for any id and secret", async () => {
    const texts = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => text.trim() !== "");
    await fc.assert(
      fc.asyncProperty(texts, texts, async (id, key) => {
        const signature = await signWebhook(id, key);
        expect(signature).toBe(signedBy(key, id));
        const headers = { "synthflow-signature": signature };
        expect(await verifyWebhookSignature({ callId: id, headers, secret: key })).toBe(true);
        expect(await verifyWebhookSignature({ callId: `${id}x`, headers, secret: key })).toBe(false);
        expect(await verifyWebhookSignature({ callId: id, headers, secret: `${key}x` })).toBe(false);
      }),
    );
  });
});

describe("verifying", () => {
  const good = signedBy(secret);
  const other = signedBy("another");

  it.each([
    ["Synthflow-Signature", new Headers({ "Synthflow-Signature": good })],
    ["HTTP_SYNTHFLOW_SIGNATURE", new Headers({ HTTP_SYNTHFLOW_SIGNATURE: good })],
    ["a plain object's name in any case", { "SYNTHFLOW-signature": good }],
    ["Node's lower case", { http_synthflow_signature: good, "content-type": "application/json" }],
    ["Node's list", { "synthflow-signature": ["", good] }],
    ["both names, one of them right", { "synthflow-signature": other, http_synthflow_signature: good }],
    ["white space around it", { "synthflow-signature": ` ${good} ` }],
  ])("finds the signature under %s", async (_, headers) => {
    expect(await verifyWebhookSignature({ callId, headers, secret })).toBe(true);
  });

  it.each([
    ["none", {}],
    ["another header", { "x-signature": good }],
    ["an empty one", { "synthflow-signature": "" }],
    ["no value", { "synthflow-signature": undefined }],
    ["one of another secret", { "synthflow-signature": other }],
    ["one of another call", { "synthflow-signature": signedBy(secret, "other") }],
    ["one that is cut", { "synthflow-signature": good.slice(0, 20) }],
    ["one that is longer", { "synthflow-signature": btoa(`${atob(good)}x`) }],
    ["the hexadecimal form", { "synthflow-signature": Buffer.from(good, "base64").toString("hex") }],
    ["what is no base64", { "synthflow-signature": "«»" }],
  ])("does not take %s", async (_, headers) => {
    expect(await verifyWebhookSignature({ callId, headers, secret })).toBe(false);
  });

  it("takes a signature of any of several secrets", async () => {
    for (const key of ["old", "new"]) {
      const headers = { "synthflow-signature": signedBy(key) };
      expect(await verifyWebhookSignature({ callId, headers, secret: ["old", "new"] })).toBe(true);
      expect(await verifyWebhookSignature({ callId, headers, secret: ["older", "newer"] })).toBe(false);
    }
  });

  it("takes no signature of no call", async () => {
    const headers = { "synthflow-signature": signedBy(secret, "") };
    expect(await verifyWebhookSignature({ callId: "", headers, secret })).toBe(false);
  });

  it.each([[""], [[]], [" "], [[""]], [["good", undefined]], [undefined]])(
    "needs a secret, and does not quote a bad one: %j",
    async (bad) => {
      const error = await verifyWebhookSignature({ callId, headers: {}, secret: bad as never }).catch(
        (e) => e,
      );
      expect(error).toMatchObject({ code: "config_invalid", option: "secret" });
      expect(inspect(error)).not.toContain("good");
    },
  );
});
