import { execFile } from "node:child_process";
import { expect, it } from "vitest";
import { startTestSandbox, type TestSandbox } from "./support/test-sandbox.js";

const AGENT = "0ae2859d-c25c-4d56-a9f3-809387b725ce";
/** The host of the vendor's commands; the base URL stands in its place, and so the version twice. */
const VENDOR_HOST = "https://api.synthflow.ai";

/** The commands of the vendor's guide on outbound number pooling. */
const COMMANDS = [
  {
    title: "attach by number",
    method: "PUT",
    url: `${VENDOR_HOST}/v2/assistants/${AGENT}/phone_numbers`,
    data: `{
    "phone_numbers": ["+16286666348", "+12131231214"]
  }`,
  },
  {
    title: "attach by slug",
    method: "PUT",
    url: `${VENDOR_HOST}/v2/assistants/${AGENT}/phone_numbers`,
    data: `{
    "phone_number_slugs": ["16286666348", "1231242151"]
  }`,
  },
  {
    title: "detach one",
    method: "DELETE",
    url: `${VENDOR_HOST}/v2/assistants/${AGENT}/phone_numbers/16286666348`,
    data: undefined,
  },
];

/** Runs `curl`; where there is none, the same request by `fetch`. */
async function curl(api: TestSandbox, { method, url, data }: (typeof COMMANDS)[number]): Promise<string> {
  const target = url.replace(VENDOR_HOST, api.sandbox.url);
  const headers = ["--header", `Authorization: Bearer ${api.sandbox.apiKey}`];
  const body = data === undefined ? [] : ["--header", "Content-Type: application/json", "--data", data];
  const args = ["--silent", "--request", method, "--url", target, ...headers, ...body];
  return await new Promise((resolve, reject) => {
    execFile("curl", args, (error, stdout) => {
      if (error === null) resolve(stdout);
      else if (error.code === "ENOENT") {
        void api
          .send(method, target.replace(api.sandbox.url, ""), data)
          .then(({ text }) => resolve(text), reject);
      } else reject(error);
    });
  });
}

it.each(COMMANDS)("the guide's command to $title gets the documented answer", async (command) => {
  const api = await startTestSandbox();
  expect(JSON.parse(await curl(api, command))).toEqual({ status: "ok" });
});

it("the guide's commands one after the other leave the pool that they should", async () => {
  const api = await startTestSandbox();
  for (const command of COMMANDS) await curl(api, command);
  const slugs = api.sandbox.workspace.poolOf(AGENT).map(({ slug }) => slug);
  expect(slugs).toHaveLength(41);
  expect(slugs).toEqual(expect.arrayContaining(["12131231214", "1231242151"]));
  expect(slugs).not.toContain("16286666348");
});

it("the guide's call is placed from the number that it selects, and the record says so", async () => {
  const api = await startTestSandbox();
  const placed = await api.send("POST", "/calls", {
    model_id: AGENT,
    phone: "+14155550123",
    name: "John Doe",
    from_phone_number: "+16286666348",
  });
  const { response } = placed.body as { response: { call_id: string } };
  const { body } = await api.send("GET", `/calls/${response.call_id}`);
  expect(body).toMatchObject({ response: { calls: [{ phone_number_from: "+16286666348" }] } });
});
