import { describe, expect, it } from "vitest";
import { SEEDED } from "../src/index.js";
import { at, startTestSandbox } from "./support/test-sandbox.js";

const WORKSPACE = `workspace=${SEEDED.workspaceId}`;
const CUSTOM = {
  workspace_id: SEEDED.workspaceId,
  phone_number: "+14155550177",
  provider_name: "custom",
  termination_uri: "sip.example.com",
};

describe("get-numbers", () => {
  it("lists the inventory: the pool, the inbound line, and what nobody has attached", async () => {
    const { send } = await startTestSandbox();
    const { body } = await send("GET", `/numbers?${WORKSPACE}&limit=100`);
    const items = at(body, "response", "phone_numbers") as { number: string; sid: string | null }[];
    expect(items).toHaveLength(46);
    expect(items[0]).toEqual({
      number: "+16286666348",
      sid: "PN9c8dba0c87f9173af8054d3ccedb8afd",
      is_available: true,
    });
    expect(items.filter(({ sid }) => sid === null).map(({ number }) => number)).toEqual([
      "+12131231214",
      "1231242151",
      "sip:desk@pbx.example.com",
    ]);
  });

  it.each([
    ["true", 45],
    ["false", 1],
  ])("is_available=%s sorts by whether an inbound agent answers", async (isAvailable, total) => {
    const { send } = await startTestSandbox();
    const { body } = await send("GET", `/numbers?${WORKSPACE}&is_available=${isAvailable}`);
    expect(at(body, "response", "pagination", "total_records")).toBe(total);
  });

  it("refuses another workspace with 403 and none with 422", async () => {
    const { send } = await startTestSandbox();
    expect(await send("GET", "/numbers?workspace=other")).toMatchObject({
      status: 403,
      body: { detail: { category: "auth" } },
    });
    expect(await send("GET", "/numbers")).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ["query", "workspace"], msg: "field required", type: "value_error.missing" }] },
    });
  });
});

describe("get-phone-number", () => {
  it("answers the number without an envelope", async () => {
    const { send } = await startTestSandbox();
    const { body } = await send("GET", `/numbers/16286666348?${WORKSPACE}`);
    expect(body).toMatchObject({
      slug: "16286666348",
      phone_number: "+16286666348",
      iso_country: "US",
      provider_name: "twilio",
      workspace_id: SEEDED.workspaceId,
      assistants: [SEEDED.agentId, SEEDED.sharingAgentId],
      created_at: "2026-11-24T15:00:00.000Z",
    });
  });

  it("refuses another workspace with 403, and an unknown slug with 404", async () => {
    const { send } = await startTestSandbox();
    expect((await send("GET", "/numbers/16286666348?workspace=other")).status).toBe(403);
    expect((await send("GET", `/numbers/nothing?${WORKSPACE}`)).status).toBe(404);
  });
});

describe("update-phone-number", () => {
  it("changes what is given; termination_uri is another name of sip_term_uri", async () => {
    const { send, advance } = await startTestSandbox();
    advance(1_000);
    const change = { friendly_name: "Main", termination_uri: "sip.example.com", uac_register_expires: 600 };
    expect(await send("PATCH", "/numbers/12131231214", change)).toMatchObject({
      status: 200,
      body: { status: "ok" },
    });
    const { body } = await send("GET", `/numbers/12131231214?${WORKSPACE}`);
    expect(body).toMatchObject({
      friendly_name: "Main",
      sip_term_uri: "sip.example.com",
      uac_register_expires: 600,
      provider_name: "custom",
      updated_at: "2026-11-24T15:00:01.000Z",
    });
  });

  it.each([
    [{ uac_register_expires: 59 }, "uac_register_expires"],
    [{ uac_register_expires: 3_601 }, "uac_register_expires"],
    [{ provider_name: "smoke signals" }, "provider_name"],
  ])("refuses %j with 422", async (change, field) => {
    const { send } = await startTestSandbox();
    expect(await send("PATCH", "/numbers/12131231214", change)).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ["body", field] }] },
    });
  });

  it("refuses an unknown slug with 404", async () => {
    const { send } = await startTestSandbox();
    expect((await send("PATCH", "/numbers/nothing", {})).status).toBe(404);
  });
});

describe("delete-phone-number", () => {
  it("detaches the number from every agent", async () => {
    const { sandbox, send } = await startTestSandbox();
    expect(await send("DELETE", "/numbers/16286666348")).toMatchObject({
      status: 200,
      body: { status: "ok" },
    });
    for (const { id } of sandbox.workspace.agents) {
      expect(sandbox.workspace.poolOf(id).map(({ slug }) => slug)).not.toContain("16286666348");
    }
    expect((await send("DELETE", "/numbers/16286666348")).status).toBe(404);
  });
});

describe("create-custom-number", () => {
  it("adds a number that can be read and attached", async () => {
    const { send } = await startTestSandbox();
    const created = await send("POST", "/custom-numbers", { ...CUSTOM, trunk_pwd: "hush" });
    expect(created.body).toEqual({
      status: "success",
      response: { key: expect.stringMatching(/^[\da-f-]{36}$/), phone_number: "+14155550177" },
    });
    const { body, text } = await send("GET", `/numbers/14155550177?${WORKSPACE}`);
    expect(body).toMatchObject({ sid: null, provider_name: "custom", sip_term_uri: "sip.example.com" });
    expect(text).not.toContain("hush");
    const path = `/assistants/${SEEDED.agentId}/phone_numbers`;
    expect((await send("PUT", path, { phone_numbers: ["+14155550177"] })).status).toBe(200);
  });

  it("needs a termination_uri for the providers that the facts name", async () => {
    const { send } = await startTestSandbox();
    const { termination_uri: _, ...bare } = CUSTOM;
    for (const provider_name of ["custom", "twilio", "telnyx", "vonage", "ring_central"]) {
      expect(await send("POST", "/custom-numbers", { ...bare, provider_name })).toMatchObject({
        status: 422,
        body: { detail: [{ loc: ["body", "termination_uri"], type: "value_error.missing" }] },
      });
    }
    expect((await send("POST", "/custom-numbers", { ...bare, provider_name: "zoom" })).status).toBe(200);
  });

  it("refuses a provider that is not enabled, and another workspace, with 403", async () => {
    const { send } = await startTestSandbox({ enabledProviders: ["custom"] });
    const other = await send("POST", "/custom-numbers", { ...CUSTOM, provider_name: "telnyx" });
    expect(other).toMatchObject({ status: 403 });
    expect(other.text).toContain("telnyx is not enabled");
    expect((await send("POST", "/custom-numbers", { ...CUSTOM, workspace_id: "other" })).status).toBe(403);
  });

  it("refuses a number that exists already with 400", async () => {
    const { send } = await startTestSandbox();
    expect((await send("POST", "/custom-numbers", CUSTOM)).status).toBe(200);
    expect((await send("POST", "/custom-numbers", CUSTOM)).status).toBe(400);
  });
});
