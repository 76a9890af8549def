import { describe, expect, it } from "vitest";
import { replyErrorOf } from "./reply-errors.js";

describe("replyErrorOf", () => {
  it.each([
    ["NOAUTH Authentication required.", "store_denied", "no"],
    ["WRONGPASS invalid username-password pair or user is disabled.", "store_denied", "no"],
    [
      "ERR AUTH <password> called without any password configured for the default user.",
      "store_denied",
      "no",
    ],
    ["NOPERM this user has no permissions to run the 'eval' command", "store_denied", "no"],
    ["ERR ACL failure in script: User u has no permissions to run the 'hset' command", "store_denied", "no"],
    [
      "ERR The user executing the script can't run this command or subcommand script: 0f1e, on @user_script:1.",
      "store_denied",
      "no",
    ],
    ["ERR unknown command 'EVALSHA', with args beginning with: 'f' '1'", "store_denied", "no"],
    ["LOADING Redis is loading the dataset in memory", "store_unavailable", "no"],
    ["MASTERDOWN Link with MASTER is down", "store_unavailable", "no"],
    ["CLUSTERDOWN The cluster is down", "store_unavailable", "no"],
    ["NOREPLICAS Not enough good replicas to write.", "store_unavailable", "no"],
    [
      "Too many Cluster redirections. Last error: ReplyError: TRYAGAIN Multiple keys",
      "store_unavailable",
      "no",
    ],
    ["CROSSSLOT Keys in request don't hash to the same slot", "store_unavailable", "no"],
    ["READONLY You can't write against a read only replica.", "store_read_only", "no"],
    ["OOM command not allowed when used memory > 'maxmemory'.", "store_full", "no"],
    ["MISCONF Errors writing to the AOF file: No space left on device", "store_full", "no"],
    ["BUSY Redis is busy running a script.", "store_busy", "no"],
    ["VERSION is 6.2.7", "store_version", "no"],
    ["WRONGTYPE Operation against a key holding the wrong kind of value", "store_corrupt", "maybe"],
    [
      "ERR user_script:12: attempt to index a nil value script: 0f1e, on @user_script:12.",
      "store_corrupt",
      "maybe",
    ],
    ["REPEATED run", "store_unavailable", "maybe"],
    ["UNHEARDOF of", "store_unavailable", "maybe"],
  ])("takes %j for %s, applied: %s", (message, code, applied) => {
    expect(replyErrorOf(new Error(message))).toMatchObject({ code, applied });
  });

  it.each([
    [
      "NOPERM this user has no permissions to run the 'select' command",
      /SELECT, which a database .*\+select\./,
    ],
    ["NOPERM User u has no permissions to run the 'client|list' command", /CLIENT\|LIST\..*\+client\|list\./],
    ["NOPERM this user has no permissions to access one of the keys used as arguments", /~dialpool:\*/],
    ["NOPERM No permissions to access a key", /~dialpool:\*/],
    ["NOPERM this user has no permissions to run the 'keys' command", /KEYS\..*\+keys\./],
    ["ERR ACL failure in script: User u has no permissions to run the 'hset' command", /HSET\..*\+hset\./],
    ["WRONGPASS invalid username-password pair or user is disabled.", /user or the password/],
    ["NOAUTH Authentication required.", /asks for a password/],
  ])("says of %j what to grant, or that the password is wrong", (message, sentence) => {
    expect(replyErrorOf(new Error(message))?.message).toMatch(sentence);
  });

  it("leaves alone what is not the server's", () => {
    expect(replyErrorOf(new Error("Connection is closed."))).toBeUndefined();
    expect(replyErrorOf("OOM")).toBeUndefined();
  });

  it("keeps neither arguments nor callees nor the command that the library hangs on", () => {
    const library = Object.assign(new Error("ERR unknown command 'X', with args beginning with: 'secret'"), {
      command: { name: "auth", args: ["secret"] },
    });
    const called = new Error("ERR callee +14155550123 is too much, script: 1");
    expect(replyErrorOf(library)?.cause).not.toHaveProperty("command");
    expect(String(replyErrorOf(library)?.cause)).not.toContain("secret");
    expect(String(replyErrorOf(called)?.cause)).toContain("…23");
    expect(String(replyErrorOf(called)?.cause)).not.toContain("415555");
  });
});
