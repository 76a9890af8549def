import { DONE, envelope, type Handler, pageOf, type SandboxContext } from "../context.js";
import { invalidFields, refusal } from "../problem.js";
import { agentsUsing, findNumber, isAvailable, type OwnedNumber, type SandboxState } from "../state.js";
import { requireNumber } from "./agents.js";

/** Handlers of the workspace's numbers, by operation id. */
export const numberHandlers = {
  "get-numbers": (context, { query }) => {
    const { state } = context;
    requireWorkspace(context, query.workspace);
    const rows = [...state.numbers.values()]
      .map((number) => ({ number: number.number, sid: number.sid, is_available: isAvailable(state, number) }))
      .filter((row) => query.is_available === undefined || row.is_available === query.is_available);
    const { items, pagination } = pageOf(rows, query);
    return envelope({ phone_numbers: items, pagination });
  },
  "get-phone-number": (context, { path, query }) => {
    requireWorkspace(context, query.workspace);
    const slug = path.phone_number_slug ?? "";
    return {
      status: 200,
      body: numberRecord(context.state, requireNumber(context.state.numbers.get(slug), slug)),
    };
  },
  "update-phone-number": ({ state }, { path, body }) => {
    const slug = path.phone_number_slug ?? "";
    const number = requireNumber(state.numbers.get(slug), slug);
    // Written, never shown again.
    const { trunk_username: _, trunk_pwd: __, termination_uri, ...shown } = body as Record<string, unknown>;
    number.details = {
      ...number.details,
      ...shown,
      ...(termination_uri === undefined ? {} : { sip_term_uri: termination_uri }),
    };
    return DONE;
  },
  "delete-phone-number": ({ state }, { path }) => {
    const slug = path.phone_number_slug ?? "";
    const number = requireNumber(state.numbers.get(slug), slug);
    for (const agent of agentsUsing(state, number)) {
      agent.pool.delete(slug);
      if (agent.fields.phone_number === number.number) agent.fields = { ...agent.fields, phone_number: null };
    }
    state.numbers.delete(slug);
    return DONE;
  },
  "create-custom-number": (context, { body }) => {
    const {
      workspace_id,
      phone_number: number,
      provider_name: provider = "custom",
      friendly_name,
      termination_uri,
    } = body as CustomNumber;
    requireWorkspace(context, workspace_id);
    const { state, options } = context;
    if (!options.enabledProviders.includes(provider))
      throw refusal(403, `Provider ${provider} is not enabled for this workspace`);
    // A number without a provider is a custom one, and those need it; the schema knows only of named providers.
    if (provider === "custom" && !termination_uri) {
      throw invalidFields([
        { loc: ["body", "termination_uri"], msg: "field required", type: "value_error.missing" },
      ]);
    }
    if (findNumber(state, number) !== undefined) throw refusal(400, `Phone number ${number} exists already`);
    const slug = number.replace(/^\+/, "");
    const details = {
      provider_name: provider,
      friendly_name: friendly_name ?? null,
      sip_term_uri: termination_uri ?? null,
    };
    state.numbers.set(slug, { slug, number, sid: null, details });
    return envelope({ key: state.newId(), phone_number: number }, "success");
  },
} satisfies Readonly<Record<string, Handler>>;

interface CustomNumber {
  readonly workspace_id: string;
  readonly phone_number: string;
  readonly provider_name?: string;
  readonly friendly_name?: string;
  readonly termination_uri?: string;
}

function requireWorkspace({ state }: SandboxContext, workspaceId: unknown): void {
  if (workspaceId !== state.workspaceId) throw refusal(403, "This API key has no access to that workspace");
}

function numberRecord(state: SandboxState, number: OwnedNumber): object {
  return {
    slug: number.slug,
    phone_number: number.number,
    friendly_name: null,
    is_sms_capable: true,
    is_voice_capable: true,
    iso_country: number.number.startsWith("+1") ? "US" : null,
    locality: null,
    region: null,
    sid: number.sid,
    sip_auth_username: null,
    sip_outbound_proxy: null,
    sip_term_uri: null,
    uac_enabled: false,
    uac_register_expires: 300,
    agency_workspace_id: null,
    created_at: null,
    updated_at: null,
    address_requirement: "none",
    ...number.details,
    is_available: isAvailable(state, number),
    workspace_id: state.workspaceId,
    assistants: agentsUsing(state, number).map((agent) => agent.modelId),
  };
}
