import { describe, expect, it } from "vitest";
import { type RunningSandbox, SEEDED } from "../src/index.js";
import { startTestSandbox } from "./support/test-sandbox.js";

const POOL = `/assistants/${SEEDED.emptyAgentId}/phone_numbers`;
const OWNED = "+16286666348";
const UNKNOWN = "+14155550199";

function slugsOf(sandbox: RunningSandbox, agentId: string = SEEDED.emptyAgentId): readonly string[] {
  return sandbox.workspace.poolOf(agentId).map(({ slug }) => slug);
}

describe("attach-phone-numbers-to-assistant", () => {
  it.each([
    ["numbers", { phone_numbers: [OWNED, "+12131231214"] }, ["16286666348", "12131231214"]],
    ["slugs", { phone_number_slugs: ["16286666348", "1231242151"] }, ["16286666348", "1231242151"]],
    ["a number that is no E.164", { phone_numbers: ["sip:desk@pbx.example.com"] }, ["pbx-desk"]],
  ])("attaches %s and says no more than ok", async (_, body, slugs) => {
    const { sandbox, send } = await startTestSandbox();
    expect(await send("PUT", POOL, body)).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(slugsOf(sandbox)).toEqual(slugs);
  });

  it("adds to the pool, and a number attached already stays where it is", async () => {
    const { sandbox, send } = await startTestSandbox();
    await send("PUT", POOL, { phone_number_slugs: ["16286666348", "12131231214"] });
    await send("PUT", POOL, { phone_number_slugs: ["1231242151", "16286666348"] });
    expect(slugsOf(sandbox)).toEqual(["16286666348", "12131231214", "1231242151"]);
  });

  it("puts a number into several outbound pools", async () => {
    const { sandbox } = await startTestSandbox();
    const pool = slugsOf(sandbox, SEEDED.agentId);
    expect(pool).toEqual(expect.arrayContaining([...slugsOf(sandbox, SEEDED.sharingAgentId)]));
  });

  it.each([
    ["number", { phone_numbers: [OWNED, UNKNOWN] }, UNKNOWN],
    ["slug", { phone_number_slugs: ["16286666348", "nothing"] }, "nothing"],
    // A slug is opaque: the sandbox never makes a number of it.
    ["number given as a slug", { phone_number_slugs: [OWNED] }, OWNED],
  ])("answers 404 for an unknown %s and attaches nothing of the list", async (_, body, named) => {
    const { sandbox, send } = await startTestSandbox();
    const answer = await send("PUT", POOL, body);
    expect(answer).toMatchObject({
      status: 404,
      body: {
        detail: { status: "error", description: `Phone number ${named} not found`, category: "not_found" },
      },
    });
    expect(slugsOf(sandbox)).toEqual([]);
  });

  it.each([
    ["both forms", { phone_numbers: [OWNED], phone_number_slugs: ["16286666348"] }, ["body"]],
    ["neither form", {}, ["body"]],
    ["no list", { phone_numbers: OWNED }, ["body", "phone_numbers"]],
    ["an empty list", { phone_number_slugs: [] }, ["body", "phone_number_slugs"]],
    ["a list of the wrong things", { phone_numbers: [OWNED, 7] }, ["body", "phone_numbers", 1]],
  ])("answers 422 for %s", async (_, body, loc) => {
    const { sandbox, send } = await startTestSandbox();
    const answer = await send("PUT", POOL, body);
    expect(answer).toMatchObject({ status: 422, body: { detail: [{ loc }] } });
    expect(slugsOf(sandbox)).toEqual([]);
  });

  it("answers 404 for an unknown agent", async () => {
    const { send } = await startTestSandbox();
    const answer = await send("PUT", "/assistants/nobody/phone_numbers", { phone_numbers: [OWNED] });
    expect(answer).toMatchObject({ status: 404, body: { detail: { description: "Assistant not found" } } });
  });

  it("lets a number serve at most one inbound agent", async () => {
    const { sandbox, send } = await startTestSandbox();
    const [line] = slugsOf(sandbox, SEEDED.inboundAgentId);
    const other = { type: "inbound", name: "Back desk", agent: {} };
    const created = await send("POST", "/assistants", other);
    const { response } = created.body as { response: { model_id: string } };
    const answer = await send("PUT", `/assistants/${response.model_id}/phone_numbers`, {
      phone_number_slugs: [line],
    });
    expect(answer.status).toBe(400);
    expect((await send("PUT", POOL, { phone_number_slugs: [line] })).status).toBe(200);
  });

  it("refuses inbound pools where the older guide holds", async () => {
    const { send } = await startTestSandbox({ allowInboundPools: false });
    const path = `/assistants/${SEEDED.inboundAgentId}/phone_numbers`;
    expect(await send("PUT", path, { phone_numbers: [OWNED] })).toMatchObject({
      status: 400,
      body: { detail: { description: "Phone numbers can only be attached to outbound assistants" } },
    });
  });
});

describe("detach-phone-number-from-assistant", () => {
  it("removes one number from one pool", async () => {
    const { sandbox, send } = await startTestSandbox();
    const answer = await send("DELETE", `/assistants/${SEEDED.agentId}/phone_numbers/16286666348`);
    expect(answer).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(slugsOf(sandbox, SEEDED.agentId)).not.toContain("16286666348");
    expect(slugsOf(sandbox, SEEDED.sharingAgentId)).toContain("16286666348");
  });

  it("takes the agent's own number from it", async () => {
    const { send, place } = await startTestSandbox();
    await send("DELETE", `/assistants/${SEEDED.agentId}/phone_numbers/16286666348`);
    const { body } = await send("GET", `/assistants/${SEEDED.agentId}`);
    expect(body).toMatchObject({ response: { assistants: [{ phone_number: null }] } });
    expect(await place({ from_phone_number: OWNED })).toMatchObject({ status: 400 });
  });

  it.each([
    [
      "a number in the workspace that is not attached",
      "12131231214",
      404,
      "is not attached to this assistant",
    ],
    ["an unknown slug", "nothing", 404, "Phone number nothing not found"],
    ["a slug that needs decoding", "two%20words", 404, "Phone number two words not found"],
  ])("%s", async (_, slug, status, description) => {
    const { send } = await startTestSandbox();
    const answer = await send("DELETE", `${POOL}/${slug}`);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(description);
  });
});
