import { describe, expect, it } from "vitest";
import { ANA, BEN, failure, read } from "../../test/support/read-list.js";

describe("columns", () => {
  const text = [
    "Mobile,Full name,Brand,city,Agent,From,TZ,State,plan",
    `${ANA},Ana,acme,Boston,agent-2,14155550100,America/Chicago,us-fl,gold`,
    `${BEN},Ben,,,,,,,`,
  ].join("\n");
  const columns = {
    phone: "mobile",
    name: "full name",
    agent: "agent",
    callerId: "from",
    timeZone: "tz",
    region: "state",
    tags: { brand: "Brand" },
    variables: { home: "city", plan: "plan" },
  };

  it("are mapped, and override what holds for all", async () => {
    const { rows } = await read(text, { columns });
    expect(rows).toEqual([
      {
        kind: "contact",
        line: 2,
        phone: ANA,
        name: "Ana",
        agentId: "agent-2",
        callerId: "+14155550100",
        timeZone: "America/Chicago",
        region: "US-FL",
        tags: { brand: "acme" },
        variables: { home: "Boston", plan: "gold" },
      },
      { kind: "contact", line: 3, phone: BEN, name: "Ben", tags: {}, variables: { home: "", plan: "" } },
    ]);
  });

  it("can be chosen when the header is known", async () => {
    const { rows } = await read(text, {
      columns: (names) => ({
        phone: names[0] ?? "",
        name: names[1] ?? "",
        tags: ["city"],
        variables: "rest",
      }),
    });
    expect(rows[0]).toMatchObject({
      tags: { city: "Boston" },
      variables: {
        Brand: "acme",
        Agent: "agent-2",
        From: "14155550100",
        TZ: "America/Chicago",
        State: "us-fl",
        plan: "gold",
      },
    });
  });

  it.each([
    ["timeZone", "Mars/Olympus", 'there is no time zone "Mars/Olympus"'],
    ["region", "Florida", '"Florida" is no region such as US-FL, and no country such as GB'],
  ])("refuse a row whose %s cannot be", async (field, value, reason) => {
    const { rows } = await read(`phone,name,x\n${ANA},Ana,${value}\n`, { columns: { [field]: "x" } });
    expect(rows).toEqual([{ kind: "invalid", line: 2, code: "override", reason }]);
  });

  it("that are not there are an error", async () => {
    expect((await failure(text, { columns: { ...columns, tags: ["segment"] } })).message).toMatch(
      /no column «segment»/,
    );
  });
});
