// Made by scripts/generate.mjs from openapi/synthflow.yaml. Do not edit.
export interface paths {
    "/assistants/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List agents
         * @description The agents of the key's workspace, a page at a time. The order is not documented. May be repeated.
         */
        get: operations["list-assistant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assistants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an agent
         * @description Creates an agent. Not idempotent; repeating it makes another agent.
         */
        post: operations["create-assistant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assistants/{model_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent's id.
                 * @example 0ae2859d-c25c-4d56-a9f3-809387b725ce
                 */
                model_id: components["parameters"]["ModelId"];
            };
            cookie?: never;
        };
        /**
         * Read one agent and its pool
         * @description `attached_phone_numbers` is the agent's pool. The answer carries a list that holds the one agent; that is what
         *     the vendor documents, but a client should accept a bare object in its place as well. May be repeated.
         */
        get: operations["get-assistant"];
        /**
         * Change an agent
         * @description Changes the fields that are given and leaves the others. May be repeated: the same body leads to the same
         *     agent. What the answer says beyond its status is not documented.
         */
        put: operations["update-assistant"];
        post?: never;
        /**
         * Delete an agent
         * @description Deletes the agent; it cannot be taken back. A repeat may be answered with 404.
         */
        delete: operations["delete-assistant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assistants/{model_id}/phone_numbers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent's id.
                 * @example 0ae2859d-c25c-4d56-a9f3-809387b725ce
                 */
                model_id: components["parameters"]["ModelId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Attach numbers to an agent's pool
         * @description Adds numbers to the agent's pool, by value or by slug: exactly one of the two lists. It never removes one, in
         *     spite of PUT. Bought numbers, custom (SIP) numbers and imported Twilio numbers may all be attached.
         *
         *     A number can be in the pools of several outbound agents at once, and serve at most one inbound agent. The
         *     vendor's older guide keeps pools to outbound agents; the newer one lets an inbound agent answer on a pool too.
         *
         *     May be repeated. What is answered for a number that is attached already, and whether a list with one unknown
         *     number is refused as a whole, is not documented: read the agent's pool to be sure.
         */
        put: operations["attach-phone-numbers-to-assistant"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assistants/{model_id}/phone_numbers/{phone_number_slug}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent's id.
                 * @example 0ae2859d-c25c-4d56-a9f3-809387b725ce
                 */
                model_id: components["parameters"]["ModelId"];
                /**
                 * @description The number's slug. Usually the number without its `+`, but not always; treat it as opaque.
                 * @example 16286666348
                 */
                phone_number_slug: components["parameters"]["PhoneNumberSlug"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Detach one number from an agent's pool
         * @description Removes one number from this agent's pool; it stops routing at once. The number stays in the workspace and in
         *     the pools of other agents. A repeat may be answered with 404.
         */
        delete: operations["detach-phone-number-from-assistant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a workspace's numbers
         * @description The numbers that a workspace owns, a page at a time. An item has no slug: `get-phone-number` and an agent's
         *     pool give it. The order is not documented. May be repeated.
         */
        get: operations["get-numbers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/numbers/{phone_number_slug}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The number's slug. Usually the number without its `+`, but not always; treat it as opaque.
                 * @example 16286666348
                 */
                phone_number_slug: components["parameters"]["PhoneNumberSlug"];
            };
            cookie?: never;
        };
        /**
         * Read one number
         * @description The number in full. The answer is the number itself, without an envelope. May be repeated.
         */
        get: operations["get-phone-number"];
        put?: never;
        post?: never;
        /**
         * Give a number up
         * @description Detaches the number from all agents and, if it was bought, cancels its subscription: treat it as final. A
         *     repeat may be answered with 404. What the answer says beyond its status is not documented.
         */
        delete: operations["delete-phone-number"];
        options?: never;
        head?: never;
        /**
         * Change a number
         * @description Changes the fields that are given and leaves the others. May be repeated: the same body leads to the same
         *     number. What the answer says beyond its status is not documented.
         */
        patch: operations["update-phone-number"];
        trace?: never;
    };
    "/custom-numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring a number of one's own carrier
         * @description Adds a number that another carrier provides. 403 also means that the provider is not enabled. Not documented as
         *     idempotent: after a timeout, look for the number in `get-numbers` before trying again.
         */
        post: operations["create-custom-number"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List call records
         * @description Call records of one agent, a page at a time. An item says `call_status` where a single record says `status`.
         *     The order is not documented. May be repeated.
         */
        get: operations["list-calls"];
        put?: never;
        /**
         * Place a call
         * @description **Places a real, billable call and is not idempotent.** After a timeout, a broken connection or a 5xx the
         *     caller cannot know whether the person is being called: look in `list-calls` before trying again.
         *
         *     A 400 is the usual rejection and places no call; the vendor does not list its causes. `from_phone_number` must
         *     be a number attached to the agent. Without it the agent's default number selection applies, which is not
         *     specified. `phone_number_from` of the call record tells which number was used.
         *
         *     Two limits apply, and subaccounts share them with their main account: calls active at once, and call attempts
         *     per second (1 unless agreed otherwise). Over a limit, the extra call gets 429 or waits briefly in the vendor's
         *     queue, depending on the account: pace below the limit, and do not rely on 429.
         */
        post: operations["voice-call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calls/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The call's id.
                 * @example 7d1c2f5e-9b7a-4f0e-8a33-5f3b1f0d9c77
                 */
                call_id: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        /**
         * Read one call record
         * @description The answer carries a list that holds the one call, and its item says `status`. `phone_number_from` is the
         *     caller ID that was really used. May be repeated.
         */
        get: operations["get-phone-call"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    postCall: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A call has ended
         * @description Sent to `external_webhook_url` when a call ends. The signature is the base64 of HMAC-SHA256 over the
         *     **`call_id` only**, keyed with the workspace's webhook secret; compare it in constant time. It does not cover
         *     the body: take the body as a hint, and read the call again when it matters. Whether and how often the vendor
         *     sends an event again is not documented, so expect repeats.
         */
        post: operations["post-call-event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /** @description A value that is newer than this document. */
        OtherValue: string & {
            length?: number;
        };
        /** @description A value whose shape the vendor does not document. */
        Undocumented: unknown;
        /**
         * @description "ok" and "success" both occur, and mean the same.
         * @example ok
         * @example success
         */
        EnvelopeStatus: string;
        /** @description Where a page stands in its list. */
        Pagination: {
            /** @description Rows in the whole list. */
            total_records: number;
            /** @description Rows a page holds. */
            limit: number;
            /** @description Rows before this page. */
            offset: number;
        };
        /** @description A success that says no more than that. */
        StatusResponse: {
            status: components["schemas"]["EnvelopeStatus"];
        };
        AgentListResponse: {
            status: components["schemas"]["EnvelopeStatus"];
            response: components["schemas"]["AgentPage"];
        };
        /** @description As the list's answer; `assistants` holds the one agent. Clients should accept a bare object too. */
        AgentResponse: {
            status: components["schemas"]["EnvelopeStatus"];
            response: components["schemas"]["AgentPage"];
        };
        AgentPage: {
            assistants: components["schemas"]["Agent"][];
            pagination?: components["schemas"]["Pagination"];
        };
        CreateAgentResponse: {
            status: components["schemas"]["EnvelopeStatus"];
            response: components["schemas"]["CreatedAgent"];
        };
        CreatedAgent: {
            /** @description The new agent's id. */
            model_id: string;
            details?: components["schemas"]["CreatedAgentDetails"];
        };
        CreatedAgentDetails: {
            phone?: components["schemas"]["Undocumented"];
            voice?: components["schemas"]["Undocumented"];
        };
        DeleteAgentResponse: {
            status: components["schemas"]["EnvelopeStatus"];
            response?: components["schemas"]["DeletedAgent"];
        };
        DeletedAgent: {
            /** @description A sentence for people. */
            answer?: string;
        };
        PhoneNumberListResponse: {
            status: components["schemas"]["EnvelopeStatus"];
            response: components["schemas"]["PhoneNumberPage"];
        };
        PhoneNumberPage: {
            phone_numbers: components["schemas"]["PhoneNumberListItem"][];
            pagination?: components["schemas"]["Pagination"];
        };
        CustomPhoneNumberResponse: {
            status: components["schemas"]["EnvelopeStatus"];
            response: components["schemas"]["CreatedCustomPhoneNumber"];
        };
        CreatedCustomPhoneNumber: {
            /** Format: uuid */
            key: string;
            phone_number: string;
        };
        CallCreatedResponse: {
            status: components["schemas"]["EnvelopeStatus"];
            response: components["schemas"]["PlacedCall"];
            /** @description Seconds until the call is expected to start. */
            eta?: number;
        };
        PlacedCall: {
            /** @description A sentence for people. */
            answer?: string;
            /** @description Reads the call's record. */
            call_id: string;
        };
        CallListResponse: {
            status: components["schemas"]["EnvelopeStatus"];
            response: components["schemas"]["CallPage"];
        };
        /** @description As the list's answer; `calls` holds the one call. */
        CallResponse: {
            status: components["schemas"]["EnvelopeStatus"];
            response: components["schemas"]["CallPage"];
        };
        CallPage: {
            calls: components["schemas"]["Call"][];
            pagination?: components["schemas"]["Pagination"];
        };
        /** @description Any error body. All of these occur; none carries a stable machine-readable code. */
        ApiError: components["schemas"]["DetailError"] | components["schemas"]["DetailStringError"] | components["schemas"]["ValidationError"] | components["schemas"]["GatewayError"] | components["schemas"]["EmptyError"];
        /** @description The Platform API's own, on most 400 and 404. */
        DetailError: {
            detail: components["schemas"]["ErrorDetail"];
        };
        ErrorDetail: {
            status?: string;
            /** @description What is wrong, for people. */
            description?: string;
            /** @description What to give the vendor's support. */
            request_id?: string;
            category?: string;
        };
        /** @description On unmatched routes. */
        DetailStringError: {
            detail: string;
        };
        /** @description On 422. */
        ValidationError: {
            detail: components["schemas"]["ValidationItem"][];
        };
        ValidationItem: {
            /** @description The way to the field, such as `["body", "phone"]`; list positions are integers. */
            loc: (string | number)[];
            /** @description What is wrong, for people. */
            msg: string;
            /** @description The kind of fault. */
            type: string;
        };
        /** @description From the gateway in front of the API. */
        GatewayError: {
            error: string;
            message: string;
        };
        /** @description An error that says nothing. */
        EmptyError: Record<string, never>;
        /** @description A voice agent. The vendor does not say which fields may be null; here, texts left out may be. */
        Agent: {
            /** @description The agent's id. */
            model_id: string;
            name?: string;
            type?: components["schemas"]["AnyAgentType"];
            description?: string | null;
            /** @description The agent's own number. */
            phone_number?: string | null;
            /** @description Where the post-call event goes. */
            external_webhook_url?: string | null;
            inbound_call_webhook_url?: string | null;
            is_recording?: boolean;
            max_duration?: components["schemas"]["MaxDuration"];
            voicemail_message?: string | null;
            agent?: components["schemas"]["AgentConfig"];
            /** @description The agent's pool. Documented for `get-assistant`; a list may leave it out. */
            attached_phone_numbers?: components["schemas"]["AttachedPhoneNumber"][];
        };
        /**
         * @description The documented types that matter here; the vendor has others.
         * @enum {string}
         */
        AgentType: "inbound" | "outbound";
        /** @description An AgentType, or another string. Requests take it too, as the vendor does not list all types. */
        AnyAgentType: components["schemas"]["AgentType"] | components["schemas"]["OtherValue"];
        /** @description What the agent says and how. Only a part is described here; other fields may be given, and may come. */
        AgentConfig: {
            /** @description What the agent is told to do. */
            prompt?: string;
            /** @description The language model. */
            llm?: string;
            language?: string;
            timezone?: string;
            voice_id?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description A bound on a call's length. */
        MaxDuration: {
            duration_seconds?: number;
            is_enabled?: boolean;
        };
        /** @description One number of a pool. `number` selects the caller ID of a call, `slug` detaches. */
        AttachedPhoneNumber: {
            /** @description Usually E.164; some imported identifiers are not. */
            number: string;
            /** @description The carrier's id; null for custom numbers. */
            sid: string | null;
            /** @description Usually the number without its `+`; treat it as opaque. */
            slug: string;
        };
        /** @description What may be given when an agent is created or changed. */
        AgentSettings: {
            /** @description The agent's own number. */
            phone_number?: string;
            description?: string;
            /** @description Where the post-call event goes. */
            external_webhook_url?: string;
            inbound_call_webhook_url?: string;
            is_recording?: boolean;
            max_duration?: components["schemas"]["MaxDuration"];
            voicemail_message?: string;
        };
        CreateAgentRequest: {
            type: components["schemas"]["AnyAgentType"];
            name: string;
            agent: components["schemas"]["AgentConfig"];
        } & components["schemas"]["AgentSettings"];
        /** @description Only the given fields change. */
        UpdateAgentRequest: {
            name?: string;
            agent?: components["schemas"]["AgentConfig"];
        } & components["schemas"]["AgentSettings"];
        /** @description Exactly one of the two lists. */
        AttachPhoneNumbersRequest: components["schemas"]["AttachByNumber"] | components["schemas"]["AttachBySlug"];
        AttachByNumber: {
            /** @description E.164 values. */
            phone_numbers: string[];
            phone_number_slugs?: never;
        };
        AttachBySlug: {
            /** @description Slugs as the API gave them. */
            phone_number_slugs: string[];
            phone_numbers?: never;
        };
        PhoneNumberListItem: {
            /** @description Usually E.164; some imported identifiers are not. */
            number: string;
            /** @description The carrier's id. */
            sid?: string | null;
            /** @description Free of inbound agents. */
            is_available: boolean;
        };
        /**
         * @description A number of the workspace in full. The vendor does not say which fields may be null; all but the two that name
         *     the number may be, here.
         */
        PhoneNumber: {
            /** @description Usually the number without its `+`; treat it as opaque. */
            slug: string;
            /** @description Usually E.164; some imported identifiers are not. */
            phone_number: string;
            friendly_name?: string | null;
            is_sms_capable?: boolean | null;
            is_voice_capable?: boolean | null;
            iso_country?: string | null;
            locality?: string | null;
            region?: string | null;
            provider_name?: components["schemas"]["AnyPhoneNumberProvider"] | null;
            /** @description The carrier's id. */
            sid?: string | null;
            sip_auth_username?: string | null;
            sip_outbound_proxy?: string | null;
            sip_term_uri?: string | null;
            uac_enabled?: boolean | null;
            /** @description Seconds between registrations. */
            uac_register_expires?: number | null;
            /** @description Free of inbound agents. */
            is_available?: boolean | null;
            agency_workspace_id?: string | null;
            workspace_id?: string | null;
            /** @description The form is not documented. */
            created_at?: string | null;
            /** @description The form is not documented. */
            updated_at?: string | null;
            /** @description Ids of the agents that use it. */
            assistants?: string[] | null;
            address_requirement?: string | null;
        };
        /**
         * @description The documented carriers.
         * @enum {string}
         */
        PhoneNumberProvider: "twilio" | "telnyx" | "vonage" | "ring_central" | "ringcx" | "custom" | "zoom" | "five9";
        /** @description A PhoneNumberProvider, or one that is newer than this document. */
        AnyPhoneNumberProvider: components["schemas"]["PhoneNumberProvider"] | components["schemas"]["OtherValue"];
        /**
         * @description Seconds between registrations.
         * @default 300
         */
        UacRegisterExpires: number;
        /** @description Only the given fields change. */
        UpdatePhoneNumberRequest: {
            friendly_name?: string;
            sip_auth_username?: string;
            sip_outbound_proxy?: string;
            /** @description `termination_uri` is another name for it; give one. */
            sip_term_uri?: string;
            /** @description Another name for `sip_term_uri`. */
            termination_uri?: string;
            provider_name?: components["schemas"]["PhoneNumberProvider"];
            trunk_username?: string;
            /** Format: password */
            trunk_pwd?: string;
            uac_enabled?: boolean;
            uac_register_expires?: components["schemas"]["UacRegisterExpires"];
        };
        /** @description `termination_uri` is required for the providers custom, twilio, telnyx, vonage and ring_central. */
        CustomPhoneNumberRequest: {
            workspace_id: string;
            phone_number: string;
            friendly_name?: string;
            provider_name?: components["schemas"]["PhoneNumberProvider"];
            trunk_username?: string;
            /** Format: password */
            trunk_pwd?: string;
            /** @description Required for the providers named above. */
            termination_uri?: string;
            sip_outbound_proxy?: string;
            sip_auth_username?: string;
            uac_enabled?: boolean;
            uac_register_expires?: components["schemas"]["UacRegisterExpires"];
        };
        CreateCallRequest: {
            /** @description The outbound agent that speaks. */
            model_id: string;
            /** @description The person to call. */
            phone: string;
            /** @description The person's name. */
            name: string;
            /** @description The caller ID, as `number` of the agent's pool gives it; it must be attached to the agent. */
            from_phone_number?: string;
            custom_variables?: components["schemas"]["CustomVariable"][];
            lead_email?: string;
            /** @description The person's time zone. */
            lead_timezone?: string;
            /** @description For this call. */
            prompt?: string;
            /** @description For this call. */
            greeting?: string;
            /** @description Where this call's post-call event goes. The vendor documents it in prose, not among the operation's fields. */
            external_webhook_url?: string;
        };
        CustomVariable: {
            key: string;
            value: string;
        };
        /**
         * @description The documented statuses.
         * @enum {string}
         */
        CallStatus: "pending" | "ringing" | "in-progress" | "completed" | "no-answer" | "busy" | "failed" | "canceled" | "user-canceled" | "hangup_on_voicemail" | "left_voicemail" | "spam" | "paused" | "registered";
        /** @description A CallStatus, or one that is newer than this document. */
        AnyCallStatus: components["schemas"]["CallStatus"] | components["schemas"]["OtherValue"];
        /**
         * @description The documented reasons. Only the webhook page names the last four.
         * @enum {string}
         */
        EndCallReason: "human_pick_up_cut_off" | "voicemail" | "voicemail_cut_off" | "voicemail_message_left" | "agent_ended_call" | "human_ended_call" | "custom_end_call" | "user_canceled" | "timeout" | "error" | "human_goodbye" | "agent_goodbye" | "max_duration" | "undefined";
        /** @description An EndCallReason, or one that is newer than this document. */
        AnyEndCallReason: components["schemas"]["EndCallReason"] | components["schemas"]["OtherValue"];
        /**
         * @description The documented directions, seen from the agent.
         * @enum {string}
         */
        CallDirection: "inbound" | "outbound";
        /** @description A CallDirection, or one that is newer than this document. */
        AnyCallDirection: components["schemas"]["CallDirection"] | components["schemas"]["OtherValue"];
        /**
         * @description The documented sides of a call.
         * @enum {string}
         */
        CallParty: "caller" | "callee";
        /** @description A CallParty, or one that is newer than this document. */
        AnyCallParty: components["schemas"]["CallParty"] | components["schemas"]["OtherValue"];
        /**
         * @description The documented reasons.
         * @enum {string}
         */
        TelephonyDisconnectReason: "unknown" | "callee_hangup" | "caller_hangup" | "error" | "forbidden";
        /** @description A TelephonyDisconnectReason, or one that is newer than this document. */
        AnyTelephonyDisconnectReason: components["schemas"]["TelephonyDisconnectReason"] | components["schemas"]["OtherValue"];
        /**
         * @description A call record. A single record says `status`, an item of a list says `call_status`: read whichever is there.
         *     Any field but the id may be null or absent.
         */
        Call: {
            call_id: string;
            /** @description The agent's id. */
            model_id?: string | null;
            /** @description On a single record. */
            status?: components["schemas"]["AnyCallStatus"] | null;
            /** @description On an item of a list. */
            call_status?: components["schemas"]["AnyCallStatus"] | null;
            type_of_call?: components["schemas"]["AnyCallDirection"] | null;
            campaign_type?: string | null;
            deployment_type?: string | null;
            /** @description The caller ID that was used. */
            phone_number_from?: string | null;
            /** @description The number that was called. */
            phone_number_to?: string | null;
            /** @description The person's number. */
            lead_phone_number?: string | null;
            /** @description The caller ID again on items of a list. */
            agent_phone_number?: string | null;
            name?: string | null;
            lead_name?: string | null;
            /** @description Epoch milliseconds, as a string. */
            start_time?: string | null;
            timezone?: string | null;
            /** @description Seconds. */
            duration?: number | null;
            transcript?: string | null;
            recording_url?: string | null;
            end_call_reason?: components["schemas"]["AnyEndCallReason"] | null;
            custom_end_call_reason?: string | null;
            /** @description Of a failed call, "Telephony - CODE - TEXT", where the code is like SIP's. */
            error_message?: string | null;
            /** @description Who hung up. */
            telephony_hangup?: components["schemas"]["AnyCallParty"] | null;
            telephony_disconnect_reason?: components["schemas"]["AnyTelephonyDisconnectReason"] | null;
            /** @description Milliseconds. */
            telephony_duration?: number | null;
            /** @description Milliseconds. */
            telephony_ringing_duration?: number | null;
            /** @description ISO 8601. */
            telephony_start?: string | null;
            /** @description ISO 8601. */
            telephony_end?: string | null;
            executed_actions?: components["schemas"]["Undocumented"];
            prompt_variables?: components["schemas"]["Undocumented"];
            collected_variables?: components["schemas"]["Undocumented"];
            labels?: components["schemas"]["Undocumented"];
            agents_used?: components["schemas"]["Undocumented"];
            judge_results?: components["schemas"]["Undocumented"];
        };
        /** @description The body of the post-call webhook. */
        PostCallEvent: {
            /** @description Its values are not documented. */
            status: string;
            error_message?: string | null;
            lead: components["schemas"]["PostCallLead"];
            call: components["schemas"]["PostCallRecord"];
            executed_actions?: components["schemas"]["Undocumented"];
            analysis?: components["schemas"]["Undocumented"];
            collected_variables?: components["schemas"]["Undocumented"];
        };
        /** @description The person. */
        PostCallLead: {
            name?: string | null;
            phone_number?: string | null;
        };
        /** @description What the event says of the call; less than a call record. */
        PostCallRecord: {
            /** @description What the signature covers. */
            call_id: string;
            /** @description The agent's id. */
            model_id?: string | null;
            status?: components["schemas"]["AnyCallStatus"] | null;
            end_call_reason?: components["schemas"]["AnyEndCallReason"] | null;
            timezone?: string | null;
            /** @description Seconds. */
            duration?: number | null;
            /** @description Epoch milliseconds, as a string. */
            start_time?: string | null;
            transcript?: string | null;
            external_id?: string | null;
        };
    };
    responses: {
        /** @description Done. */
        Done: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["StatusResponse"];
            };
        };
        /** @description Refused as it stands; the vendor's usual rejection. Fix the request; repeating it does not help. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The key is missing or wrong. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The key is not scoped to that workspace or, for a custom number, the provider is not enabled. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description An id is unknown, or invisible to this key. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description Fields are missing or wrong. The body is usually a `ValidationError`. */
        UnprocessableContent: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description Over a call limit (calls at once, or call attempts per second). Only the vendor's prose names this status, and
         *     only for calls; any operation may be asked to slow down.
         */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The API failed. What it did before is not known. */
        ServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
    };
    parameters: {
        /**
         * @description The agent's id.
         * @example 0ae2859d-c25c-4d56-a9f3-809387b725ce
         */
        ModelId: string;
        /**
         * @description The number's slug. Usually the number without its `+`, but not always; treat it as opaque.
         * @example 16286666348
         */
        PhoneNumberSlug: string;
        /**
         * @description The call's id.
         * @example 7d1c2f5e-9b7a-4f0e-8a33-5f3b1f0d9c77
         */
        CallId: string;
        /**
         * @description The workspace's id.
         * @example 5f0c1f0e-7a52-4c4e-9d5d-3f8f6c1f0a11
         */
        Workspace: string;
        /** @description Rows a page holds. The vendor documents no maximum. */
        Limit: number;
        /** @description Rows to pass over. */
        Offset: number;
    };
    requestBodies: never;
    headers: {
        /**
         * @description When to try again (seconds, or an HTTP date). Not documented by the vendor; honour it if it comes.
         * @example 1
         */
        RetryAfter: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "list-assistant": {
        parameters: {
            query?: {
                /** @description Rows a page holds. The vendor documents no maximum. */
                limit?: components["parameters"]["Limit"];
                /** @description Rows to pass over. */
                offset?: components["parameters"]["Offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of agents. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentListResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "create-assistant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAgentRequest"];
            };
        };
        responses: {
            /** @description The agent was created. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateAgentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "get-assistant": {
        parameters: {
            query?: {
                /**
                 * @description Give the agent's actions too. The vendor documents neither its type (a boolean is assumed here) nor where
                 *     the actions come in the answer.
                 */
                include_actions?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The agent's id.
                 * @example 0ae2859d-c25c-4d56-a9f3-809387b725ce
                 */
                model_id: components["parameters"]["ModelId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent, in a list of one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "update-assistant": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent's id.
                 * @example 0ae2859d-c25c-4d56-a9f3-809387b725ce
                 */
                model_id: components["parameters"]["ModelId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateAgentRequest"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "delete-assistant": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent's id.
                 * @example 0ae2859d-c25c-4d56-a9f3-809387b725ce
                 */
                model_id: components["parameters"]["ModelId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent was deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteAgentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "attach-phone-numbers-to-assistant": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent's id.
                 * @example 0ae2859d-c25c-4d56-a9f3-809387b725ce
                 */
                model_id: components["parameters"]["ModelId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttachPhoneNumbersRequest"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "detach-phone-number-from-assistant": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent's id.
                 * @example 0ae2859d-c25c-4d56-a9f3-809387b725ce
                 */
                model_id: components["parameters"]["ModelId"];
                /**
                 * @description The number's slug. Usually the number without its `+`, but not always; treat it as opaque.
                 * @example 16286666348
                 */
                phone_number_slug: components["parameters"]["PhoneNumberSlug"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "get-numbers": {
        parameters: {
            query: {
                /**
                 * @description The workspace's id.
                 * @example 5f0c1f0e-7a52-4c4e-9d5d-3f8f6c1f0a11
                 */
                workspace: components["parameters"]["Workspace"];
                /** @description Rows a page holds. The vendor documents no maximum. */
                limit?: components["parameters"]["Limit"];
                /** @description Rows to pass over. */
                offset?: components["parameters"]["Offset"];
                /** @description `true`: only numbers free of inbound agents. `false` is taken to mean the others; the vendor does not say. */
                is_available?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of numbers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneNumberListResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "get-phone-number": {
        parameters: {
            query: {
                /**
                 * @description The workspace's id.
                 * @example 5f0c1f0e-7a52-4c4e-9d5d-3f8f6c1f0a11
                 */
                workspace: components["parameters"]["Workspace"];
            };
            header?: never;
            path: {
                /**
                 * @description The number's slug. Usually the number without its `+`, but not always; treat it as opaque.
                 * @example 16286666348
                 */
                phone_number_slug: components["parameters"]["PhoneNumberSlug"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The number. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneNumber"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "delete-phone-number": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The number's slug. Usually the number without its `+`, but not always; treat it as opaque.
                 * @example 16286666348
                 */
                phone_number_slug: components["parameters"]["PhoneNumberSlug"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "update-phone-number": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The number's slug. Usually the number without its `+`, but not always; treat it as opaque.
                 * @example 16286666348
                 */
                phone_number_slug: components["parameters"]["PhoneNumberSlug"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePhoneNumberRequest"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "create-custom-number": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomPhoneNumberRequest"];
            };
        };
        responses: {
            /** @description The number was added. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomPhoneNumberResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "list-calls": {
        parameters: {
            query: {
                /**
                 * @description The agent's id.
                 * @example 0ae2859d-c25c-4d56-a9f3-809387b725ce
                 */
                model_id: string;
                /** @description Rows a page holds. The vendor documents no maximum. */
                limit?: components["parameters"]["Limit"];
                /** @description Rows to pass over. */
                offset?: components["parameters"]["Offset"];
                /**
                 * @description Only calls from this instant on. Epoch milliseconds.
                 * @example 1795480000000
                 */
                from_date?: number;
                /**
                 * @description Only calls up to this instant. Epoch milliseconds.
                 * @example 1795566400000
                 */
                to_date?: number;
                /** @description Only calls with this status. */
                call_status?: components["schemas"]["CallStatus"];
                /** @description Only calls that lasted at least this long. Seconds. */
                duration_min?: number;
                /** @description Only calls that lasted at most this long. Seconds. */
                duration_max?: number;
                /**
                 * @description Only calls with this person. The `+` must be written `%2B` in the URL, or it arrives as a space.
                 * @example +14155550123
                 */
                lead_phone_number?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of call records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallListResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "voice-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCallRequest"];
            };
        };
        responses: {
            /** @description The call was accepted. It may still fail; its record tells. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallCreatedResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "get-phone-call": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The call's id.
                 * @example 7d1c2f5e-9b7a-4f0e-8a33-5f3b1f0d9c77
                 */
                call_id: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call record, in a list of one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    "post-call-event": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The signature. The vendor's page calls the header `HTTP_SYNTHFLOW_SIGNATURE`, which looks like a server
                 *     framework's name for this one: accept both, and require one.
                 */
                "Synthflow-Signature"?: string;
                /** @description The signature, under the name that the vendor documents. */
                HTTP_SYNTHFLOW_SIGNATURE?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostCallEvent"];
            };
        };
        responses: {
            /** @description Received. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not accepted, for instance for a wrong signature. How the vendor reacts is not documented. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
