import { createWebhookHandler } from "@dialpool/core/webhooks";
import { openDesk } from "../../campaign/campaign-desk.js";
import { CliError } from "../../cli-error.js";
import type { CommandContext } from "../../command.js";
import { EXIT } from "../../exit-codes.js";
import { serveWebhook } from "../../webhook/serve-webhook.js";

/** Refused events are noted so often at most, ms. */
const NOTE_EVERY_MS = 60_000;

/** Flags of `webhook listen`. */
export interface WebhookListenFlags {
  readonly port: number;
  readonly host: string;
  /** Name of the environment variable with the workspace's webhook secret. */
  readonly secretEnv: string;
}

/** What `webhook listen --json` prints, one a line: first where it listens, then each call whose end was announced. */
export type WebhookLine =
  | { readonly kind: "listening"; readonly url: string }
  | {
      readonly kind: "ended";
      readonly callId: string;
      /** Whether the journal knows the call: others are taken, and change nothing. */
      readonly isKnown: boolean;
    };

/**
 * `webhook listen`: receives the vendor's events until the first interrupt. A signed event marks its call as due, and
 * whoever runs a campaign on the same file reads the call's record at once. What the event says besides is not believed:
 * its signature covers the call's id alone.
 */
export async function webhookListen(context: CommandContext, flags: WebhookListenFlags): Promise<void> {
  const { io } = context;
  const secret = secretOf(context, flags.secretEnv);
  const { journal } = await openDesk(context);
  const print = (line: WebhookLine) =>
    io.stdout.write(`${context.flags.json ? JSON.stringify(line) : textOf(line)}\n`);
  const handle = createWebhookHandler({
    secret,
    async onPostCall({ call: { call_id: callId } }) {
      await journal.markDue([callId], io.now());
      print({ kind: "ended", callId, isKnown: (await journal.attemptOfCall(callId)) !== undefined });
    },
    onError: (error) => context.note(`An event was lost: ${error instanceof Error ? error.message : error}`),
  });
  const refusals = new RefusalNotes(io.now, context.note, flags.secretEnv);
  const server = await serveWebhook(async (request) => {
    const response = await handle(request);
    if (response.status === 401) refusals.add();
    return response;
  }, flags);
  try {
    print({ kind: "listening", url: server.url });
    if (!io.interrupted.aborted)
      await new Promise<void>((resolve) =>
        io.interrupted.addEventListener("abort", () => resolve(), { once: true }),
      );
  } finally {
    await server.close();
  }
}

/** A wrong secret turns every event away: it is said the first time, and once a minute from then on. */
class RefusalNotes {
  readonly #now: () => number;
  readonly #note: (sentence: string) => void;
  readonly #secretEnv: string;
  #count = 0;
  #nextAt = Number.NEGATIVE_INFINITY;

  constructor(now: () => number, note: (sentence: string) => void, secretEnv: string) {
    this.#now = now;
    this.#note = note;
    this.#secretEnv = secretEnv;
  }

  add(): void {
    this.#count++;
    if (this.#now() < this.#nextAt) return;
    this.#nextAt = this.#now() + NOTE_EVERY_MS;
    const what = this.#count === 1 ? "An event was" : `${this.#count} events were`;
    this.#note(
      `${what} refused: the signature does not hold. Is the secret in ${this.#secretEnv} that of this workspace?`,
    );
    this.#count = 0;
  }
}

function secretOf({ io }: CommandContext, name: string): string {
  const secret = io.env[name];
  if (secret) {
    io.keepSecret?.(secret);
    return secret;
  }
  throw new CliError(EXIT.config, `The environment variable ${name} holds no webhook secret.`, {
    hint: "Set it to the secret of the workspace's webhooks, or name another variable with --secret-env.",
  });
}

function textOf(line: WebhookLine): string {
  if (line.kind === "listening") return `Listening for events at ${line.url}. Ctrl-C ends it.`;
  return `Call ${line.callId} has ended${line.isKnown ? "" : "; no campaign of this file placed it"}.`;
}
