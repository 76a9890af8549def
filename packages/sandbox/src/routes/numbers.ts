import type { SandboxContext } from "../context.js";
import { DEFAULT_NUMBER_SETTINGS, type NumberRecord, type NumberSettings, slugOf } from "../state/numbers.js";
import type { Schema } from "../wire-types.js";
import { type Handler, type Refusal, refuse, succeed } from "./outcome.js";
import { pageOf } from "./page.js";
import { numberNotFound } from "./pools.js";

type NumberOperation =
  | "get-numbers"
  | "get-phone-number"
  | "update-phone-number"
  | "delete-phone-number"
  | "create-custom-number";

/** The workspace's inventory of phone numbers. */
export function numberRoutes(context: SandboxContext): { readonly [Id in NumberOperation]: Handler<Id> } {
  const { workspace, workspaceId } = context;
  return {
    "get-numbers": ({ query }) => {
      if (query.workspace !== workspaceId) return wrongWorkspace();
      const inInboundUse = workspace.slugsInInboundUse();
      const items = workspace.numbers.map(({ number, sid, slug }) => ({
        number,
        sid,
        is_available: !inInboundUse.has(slug),
      }));
      const wanted = query.is_available;
      const fitting = wanted === undefined ? items : items.filter((item) => item.is_available === wanted);
      const { rows, pagination } = pageOf(fitting, query);
      return succeed({ status: "ok", response: { phone_numbers: rows, pagination } });
    },

    "get-phone-number": ({ path, query }) => {
      if (query.workspace !== workspaceId) return wrongWorkspace();
      const number = workspace.numberBySlug(path.phone_number_slug);
      return number === undefined
        ? numberNotFound(path.phone_number_slug)
        : succeed(numberAnswer(context, number));
    },

    "update-phone-number": ({ path, body }) => {
      const number = workspace.numberBySlug(path.phone_number_slug);
      if (number === undefined) return numberNotFound(path.phone_number_slug);
      const refusal = providerRefusal(context, body.provider_name);
      if (refusal !== undefined) return refusal;
      number.settings = changedSettings(number.settings, body);
      number.updatedAt = context.now();
      return succeed({ status: "ok" });
    },

    "delete-phone-number": ({ path }) => {
      if (workspace.numberBySlug(path.phone_number_slug) === undefined)
        return numberNotFound(path.phone_number_slug);
      workspace.removeNumber(path.phone_number_slug);
      return succeed({ status: "ok" });
    },

    "create-custom-number": ({ body }) => {
      if (body.workspace_id !== workspaceId) return wrongWorkspace();
      const refusal = providerRefusal(context, body.provider_name);
      if (refusal !== undefined) return refusal;
      const slug = slugOf(body.phone_number);
      if (
        workspace.numberBySlug(slug) !== undefined ||
        workspace.numberByValue(body.phone_number) !== undefined
      ) {
        return refuse(400, `Phone number ${body.phone_number} already exists in this workspace`);
      }
      workspace.addNumber(customNumber(slug, body, context.now()));
      return succeed({
        status: "success",
        response: { key: context.newId(), phone_number: body.phone_number },
      });
    },
  };
}

function wrongWorkspace(): Refusal {
  return refuse(403, "This API key has no access to that workspace");
}

function providerRefusal(
  { options }: SandboxContext,
  provider: Schema<"PhoneNumberProvider"> | undefined,
): Refusal | undefined {
  if (provider === undefined || options.enabledProviders.includes(provider)) return undefined;
  return refuse(403, `Provider ${provider} is not enabled for this workspace`);
}

function customNumber(slug: string, body: Schema<"CustomPhoneNumberRequest">, now: number): NumberRecord {
  const settings = changedSettings({ ...DEFAULT_NUMBER_SETTINGS, provider: "custom" }, body);
  return {
    slug,
    number: body.phone_number,
    sid: null,
    country: null,
    region: null,
    locality: null,
    createdAt: now,
    updatedAt: now,
    settings,
  };
}

/** `termination_uri` is another name for `sip_term_uri`; if both are given, `sip_term_uri` holds. */
function changedSettings(settings: NumberSettings, body: Schema<"UpdatePhoneNumberRequest">): NumberSettings {
  return {
    friendlyName: body.friendly_name ?? settings.friendlyName,
    provider: body.provider_name ?? settings.provider,
    terminationUri: body.sip_term_uri ?? body.termination_uri ?? settings.terminationUri,
    sipOutboundProxy: body.sip_outbound_proxy ?? settings.sipOutboundProxy,
    sipAuthUsername: body.sip_auth_username ?? settings.sipAuthUsername,
    uacEnabled: body.uac_enabled ?? settings.uacEnabled,
    uacRegisterExpires: body.uac_register_expires ?? settings.uacRegisterExpires,
  };
}

function numberAnswer(context: SandboxContext, number: NumberRecord): Schema<"PhoneNumber"> {
  const { workspace, workspaceId, options } = context;
  const { settings } = number;
  const iso = (instant: number) => new Date(instant + options.clockOffsetMs).toISOString();
  return {
    slug: number.slug,
    phone_number: number.number,
    friendly_name: settings.friendlyName,
    is_sms_capable: number.sid !== null,
    is_voice_capable: true,
    iso_country: number.country,
    locality: number.locality,
    region: number.region,
    provider_name: settings.provider,
    sid: number.sid,
    sip_auth_username: settings.sipAuthUsername,
    sip_outbound_proxy: settings.sipOutboundProxy,
    sip_term_uri: settings.terminationUri,
    uac_enabled: settings.uacEnabled,
    uac_register_expires: settings.uacRegisterExpires,
    is_available: !workspace.slugsInInboundUse().has(number.slug),
    agency_workspace_id: null,
    workspace_id: workspaceId,
    created_at: iso(number.createdAt),
    updated_at: iso(number.updatedAt),
    assistants: workspace.agentsUsing(number.slug).map(({ id }) => id),
    address_requirement: "none",
  };
}
