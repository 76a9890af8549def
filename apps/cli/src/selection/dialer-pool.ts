import type { DialerPool } from "@dialpool/dialer";
import type { CommandContext } from "../command.js";
import { joinNumberSettings } from "./join-number-settings.js";
import type { OpenPool } from "./open-pool.js";

/** The pool as the dialer reads it again and again: with what the configuration says of its numbers. */
export function dialerPoolOf(
  { config }: Pick<CommandContext, "config">,
  { agentId, policy }: Pick<OpenPool, "agentId" | "policy">,
): DialerPool {
  return {
    agentId,
    policy,
    describe: (attached) => joinNumberSettings([attached], config.numbers).numbers[0] ?? attached,
  };
}
