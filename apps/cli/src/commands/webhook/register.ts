import { type Command, Option } from "commander";
import { onAction } from "../../command.js";
import { EXIT, type ExitCode } from "../../exit-codes.js";
import type { Io } from "../../io.js";
import { wholeNumberOf } from "../../options/whole-number.js";
import { type WebhookListenFlags, webhookListen } from "./listen.js";

/** Adds `webhook listen`. */
export function registerWebhookCommands(
  program: Command,
  io: Io,
  setExitCode: (code: ExitCode) => void,
): void {
  const webhook = program.command("webhook").description("hear at once when calls end");
  const listen = webhook
    .command("listen")
    .description("receive the vendor's signed events, and have the records of their calls read at once")
    .addOption(
      new Option("--port <n>", "port; 0 takes any that is free")
        .argParser(wholeNumberOf("--port", { min: 0, max: 65_535 }))
        .default(0),
    )
    .option("--host <address>", "address; anything but this machine's own is open to others", "127.0.0.1")
    .option(
      "--secret-env <name>",
      "environment variable with the workspace's webhook secret",
      "SYNTHFLOW_WEBHOOK_SECRET",
    );
  onAction<[], WebhookListenFlags>(listen, io, async (context, flags) => {
    await webhookListen(context, flags);
    setExitCode(EXIT.done);
  });
}
