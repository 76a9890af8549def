// Made by scripts/generate.mjs from openapi/synthflow.yaml. Do not edit.
/** The OpenAPI document that the sandbox serves and validates against. */
export const spec: unknown = {
  "openapi": "3.1.0",
  "info": {
    "title": "Synthflow voice API",
    "version": "2",
    "summary": "Agents, their pools of phone numbers, and calls.",
    "description": "The part of the Synthflow Platform API that choosing caller IDs needs, written from the vendor's public\ndocumentation of autumn 2026. Where the vendor is silent or contradicts itself, the description says so.\n\n**Versions.** The version is in the server's path; there is no version header.\n\n**Retrying.** No operation takes an idempotency key. Reads may be repeated. Whether a write may be repeated is\nsaid at each operation; `voice-call` may not.\n\n**Paging.** Lists take `limit` and `offset` and answer `response.pagination`.\n\n**Answers** are open: unknown fields may come, and schemas called `Any…` take values that are not listed. A\nsuccess is `{ status, response }`; the few that differ say so. **Requests** are as strict as the documentation.\n\n**Errors.** Five envelopes occur (`ApiError`), none with a stable machine-readable code, and the vendor does not\nsay which comes when: go by the HTTP status. 400 is the usual rejection. The statuses are documented for the API\nas a whole more than for each operation, so each operation lists all that apply to it.\n"
  },
  "externalDocs": {
    "description": "The vendor's documentation",
    "url": "https://docs.synthflow.ai"
  },
  "servers": [
    {
      "url": "https://api.synthflow.ai/v2",
      "description": "Global. A workspace lives in one region, and requests to another region's host fail."
    },
    {
      "url": "https://api.us.synthflow.ai/v2",
      "description": "United States (US)"
    },
    {
      "url": "https://api.eu.synthflow.ai/v2",
      "description": "European Union (EU)"
    }
  ],
  "security": [
    {
      "bearerAuth": []
    }
  ],
  "tags": [
    {
      "name": "Agents",
      "description": "Voice agents; \"assistants\" in paths, `model_id` in bodies."
    },
    {
      "name": "Pools",
      "description": "The phone numbers attached to an agent, from which a call may choose its caller ID."
    },
    {
      "name": "Phone numbers",
      "description": "The numbers that a workspace owns."
    },
    {
      "name": "Calls",
      "description": "Placing calls, reading their records, and the event sent when one ends."
    }
  ],
  "paths": {
    "/assistants/": {
      "get": {
        "operationId": "list-assistant",
        "tags": [
          "Agents"
        ],
        "summary": "List agents",
        "description": "The agents of the key's workspace, a page at a time. The order is not documented. May be repeated.",
        "parameters": [
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Offset"
          }
        ],
        "responses": {
          "200": {
            "description": "One page of agents.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/AgentListResponse"
                },
                "examples": {
                  "onePage": {
                    "value": {
                      "status": "ok",
                      "response": {
                        "assistants": [
                          {
                            "model_id": "0ae2859d-c25c-4d56-a9f3-809387b725ce",
                            "name": "Spring renewals",
                            "type": "outbound",
                            "phone_number": "+16286666348"
                          }
                        ],
                        "pagination": {
                          "total_records": 1,
                          "limit": 20,
                          "offset": 0
                        }
                      }
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/assistants": {
      "post": {
        "operationId": "create-assistant",
        "tags": [
          "Agents"
        ],
        "summary": "Create an agent",
        "description": "Creates an agent. Not idempotent; repeating it makes another agent.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/CreateAgentRequest"
              },
              "examples": {
                "outbound": {
                  "value": {
                    "type": "outbound",
                    "name": "Spring renewals",
                    "agent": {
                      "prompt": "You call about a renewal.",
                      "timezone": "America/New_York"
                    },
                    "phone_number": "+16286666348",
                    "max_duration": {
                      "duration_seconds": 300,
                      "is_enabled": true
                    }
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The agent was created.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/CreateAgentResponse"
                },
                "examples": {
                  "created": {
                    "value": {
                      "status": "success",
                      "response": {
                        "model_id": "0ae2859d-c25c-4d56-a9f3-809387b725ce",
                        "details": {
                          "phone": "+16286666348",
                          "voice": null
                        }
                      }
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/assistants/{model_id}": {
      "parameters": [
        {
          "$ref": "#/components/parameters/ModelId"
        }
      ],
      "get": {
        "operationId": "get-assistant",
        "tags": [
          "Agents"
        ],
        "summary": "Read one agent and its pool",
        "description": "`attached_phone_numbers` is the agent's pool. The answer carries a list that holds the one agent; that is what\nthe vendor documents, but a client should accept a bare object in its place as well. May be repeated.\n",
        "parameters": [
          {
            "name": "include_actions",
            "in": "query",
            "description": "Give the agent's actions too. The vendor documents neither its type (a boolean is assumed here) nor where\nthe actions come in the answer.\n",
            "schema": {
              "type": "boolean"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The agent, in a list of one.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/AgentResponse"
                },
                "examples": {
                  "withPool": {
                    "value": {
                      "status": "ok",
                      "response": {
                        "assistants": [
                          {
                            "model_id": "0ae2859d-c25c-4d56-a9f3-809387b725ce",
                            "name": "Spring renewals",
                            "type": "outbound",
                            "description": null,
                            "phone_number": "+16286666348",
                            "external_webhook_url": "https://example.com/synthflow",
                            "is_recording": false,
                            "max_duration": {
                              "duration_seconds": 300,
                              "is_enabled": true
                            },
                            "agent": {
                              "prompt": "You call about a renewal.",
                              "timezone": "America/New_York"
                            },
                            "attached_phone_numbers": [
                              {
                                "number": "+16286666348",
                                "sid": "PN9c8dba0c87f9173af8054d3ccedb8afd",
                                "slug": "16286666348"
                              },
                              {
                                "number": "+12131231214",
                                "sid": null,
                                "slug": "12131231214"
                              }
                            ]
                          }
                        ],
                        "pagination": {
                          "total_records": 1,
                          "limit": 20,
                          "offset": 0
                        }
                      }
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "put": {
        "operationId": "update-assistant",
        "tags": [
          "Agents"
        ],
        "summary": "Change an agent",
        "description": "Changes the fields that are given and leaves the others. May be repeated: the same body leads to the same\nagent. What the answer says beyond its status is not documented.\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/UpdateAgentRequest"
              },
              "examples": {
                "rename": {
                  "value": {
                    "name": "Summer renewals"
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "$ref": "#/components/responses/Done"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "delete": {
        "operationId": "delete-assistant",
        "tags": [
          "Agents"
        ],
        "summary": "Delete an agent",
        "description": "Deletes the agent; it cannot be taken back. A repeat may be answered with 404.",
        "responses": {
          "200": {
            "description": "The agent was deleted.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DeleteAgentResponse"
                },
                "examples": {
                  "deleted": {
                    "value": {
                      "status": "success",
                      "response": {
                        "answer": "Assistant deleted"
                      }
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/assistants/{model_id}/phone_numbers": {
      "parameters": [
        {
          "$ref": "#/components/parameters/ModelId"
        }
      ],
      "put": {
        "operationId": "attach-phone-numbers-to-assistant",
        "tags": [
          "Pools"
        ],
        "summary": "Attach numbers to an agent's pool",
        "description": "Adds numbers to the agent's pool, by value or by slug: exactly one of the two lists. It never removes one, in\nspite of PUT. Bought numbers, custom (SIP) numbers and imported Twilio numbers may all be attached.\n\nA number can be in the pools of several outbound agents at once, and serve at most one inbound agent. The\nvendor's older guide keeps pools to outbound agents; the newer one lets an inbound agent answer on a pool too.\n\nMay be repeated. What is answered for a number that is attached already, and whether a list with one unknown\nnumber is refused as a whole, is not documented: read the agent's pool to be sure.\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/AttachPhoneNumbersRequest"
              },
              "examples": {
                "byNumber": {
                  "value": {
                    "phone_numbers": [
                      "+16286666348",
                      "+12131231214"
                    ]
                  }
                },
                "bySlug": {
                  "value": {
                    "phone_number_slugs": [
                      "16286666348",
                      "1231242151"
                    ]
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "$ref": "#/components/responses/Done"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/assistants/{model_id}/phone_numbers/{phone_number_slug}": {
      "parameters": [
        {
          "$ref": "#/components/parameters/ModelId"
        },
        {
          "$ref": "#/components/parameters/PhoneNumberSlug"
        }
      ],
      "delete": {
        "operationId": "detach-phone-number-from-assistant",
        "tags": [
          "Pools"
        ],
        "summary": "Detach one number from an agent's pool",
        "description": "Removes one number from this agent's pool; it stops routing at once. The number stays in the workspace and in\nthe pools of other agents. A repeat may be answered with 404.\n",
        "responses": {
          "200": {
            "$ref": "#/components/responses/Done"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/numbers": {
      "get": {
        "operationId": "get-numbers",
        "tags": [
          "Phone numbers"
        ],
        "summary": "List a workspace's numbers",
        "description": "The numbers that a workspace owns, a page at a time. An item has no slug: `get-phone-number` and an agent's\npool give it. The order is not documented. May be repeated.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/Workspace"
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Offset"
          },
          {
            "name": "is_available",
            "in": "query",
            "description": "`true`: only numbers free of inbound agents. `false` is taken to mean the others; the vendor does not say.\n",
            "schema": {
              "type": "boolean"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "One page of numbers.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/PhoneNumberListResponse"
                },
                "examples": {
                  "onePage": {
                    "value": {
                      "status": "ok",
                      "response": {
                        "phone_numbers": [
                          {
                            "number": "+16286666348",
                            "sid": "PN9c8dba0c87f9173af8054d3ccedb8afd",
                            "is_available": true
                          },
                          {
                            "number": "+12131231214",
                            "sid": null,
                            "is_available": true
                          }
                        ],
                        "pagination": {
                          "total_records": 2,
                          "limit": 20,
                          "offset": 0
                        }
                      }
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/numbers/{phone_number_slug}": {
      "parameters": [
        {
          "$ref": "#/components/parameters/PhoneNumberSlug"
        }
      ],
      "get": {
        "operationId": "get-phone-number",
        "tags": [
          "Phone numbers"
        ],
        "summary": "Read one number",
        "description": "The number in full. The answer is the number itself, without an envelope. May be repeated.",
        "parameters": [
          {
            "$ref": "#/components/parameters/Workspace"
          }
        ],
        "responses": {
          "200": {
            "description": "The number.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/PhoneNumber"
                },
                "examples": {
                  "bought": {
                    "value": {
                      "slug": "16286666348",
                      "phone_number": "+16286666348",
                      "friendly_name": "Main line",
                      "is_sms_capable": true,
                      "is_voice_capable": true,
                      "iso_country": "US",
                      "locality": null,
                      "region": "CA",
                      "provider_name": "twilio",
                      "sid": "PN9c8dba0c87f9173af8054d3ccedb8afd",
                      "is_available": true,
                      "assistants": [
                        "0ae2859d-c25c-4d56-a9f3-809387b725ce"
                      ]
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "patch": {
        "operationId": "update-phone-number",
        "tags": [
          "Phone numbers"
        ],
        "summary": "Change a number",
        "description": "Changes the fields that are given and leaves the others. May be repeated: the same body leads to the same\nnumber. What the answer says beyond its status is not documented.\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/UpdatePhoneNumberRequest"
              },
              "examples": {
                "rename": {
                  "value": {
                    "friendly_name": "Main line"
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "$ref": "#/components/responses/Done"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "delete": {
        "operationId": "delete-phone-number",
        "tags": [
          "Phone numbers"
        ],
        "summary": "Give a number up",
        "description": "Detaches the number from all agents and, if it was bought, cancels its subscription: treat it as final. A\nrepeat may be answered with 404. What the answer says beyond its status is not documented.\n",
        "responses": {
          "200": {
            "$ref": "#/components/responses/Done"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/custom-numbers": {
      "post": {
        "operationId": "create-custom-number",
        "tags": [
          "Phone numbers"
        ],
        "summary": "Bring a number of one's own carrier",
        "description": "Adds a number that another carrier provides. 403 also means that the provider is not enabled. Not documented as\nidempotent: after a timeout, look for the number in `get-numbers` before trying again.\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/CustomPhoneNumberRequest"
              },
              "examples": {
                "sipTrunk": {
                  "value": {
                    "workspace_id": "5f0c1f0e-7a52-4c4e-9d5d-3f8f6c1f0a11",
                    "phone_number": "+12131231214",
                    "provider_name": "custom",
                    "termination_uri": "sip.example.com"
                  }
                },
                "noProvider": {
                  "value": {
                    "workspace_id": "5f0c1f0e-7a52-4c4e-9d5d-3f8f6c1f0a11",
                    "phone_number": "+12131231214"
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The number was added.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/CustomPhoneNumberResponse"
                },
                "examples": {
                  "added": {
                    "value": {
                      "status": "success",
                      "response": {
                        "key": "3b1c7d4e-52aa-4f65-8f0f-0a4c6e6b9d21",
                        "phone_number": "+12131231214"
                      }
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/calls": {
      "post": {
        "operationId": "voice-call",
        "tags": [
          "Calls"
        ],
        "summary": "Place a call",
        "description": "**Places a real, billable call and is not idempotent.** After a timeout, a broken connection or a 5xx the\ncaller cannot know whether the person is being called: look in `list-calls` before trying again.\n\nA 400 is the usual rejection and places no call; the vendor does not list its causes. `from_phone_number` must\nbe a number attached to the agent. Without it the agent's default number selection applies, which is not\nspecified. `phone_number_from` of the call record tells which number was used.\n\nTwo limits apply, and subaccounts share them with their main account: calls active at once, and call attempts\nper second (1 unless agreed otherwise). Over a limit, the extra call gets 429 or waits briefly in the vendor's\nqueue, depending on the account: pace below the limit, and do not rely on 429.\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/CreateCallRequest"
              },
              "examples": {
                "withCallerId": {
                  "summary": "The caller chooses the caller ID",
                  "value": {
                    "model_id": "0ae2859d-c25c-4d56-a9f3-809387b725ce",
                    "phone": "+14155550123",
                    "name": "John Doe",
                    "from_phone_number": "+16286666348"
                  }
                },
                "defaultCallerId": {
                  "summary": "The agent's default selection applies",
                  "value": {
                    "model_id": "0ae2859d-c25c-4d56-a9f3-809387b725ce",
                    "phone": "+14155550123",
                    "name": "John Doe",
                    "custom_variables": [
                      {
                        "key": "plan",
                        "value": "annual"
                      }
                    ]
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The call was accepted. It may still fail; its record tells.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/CallCreatedResponse"
                },
                "examples": {
                  "placed": {
                    "value": {
                      "status": "ok",
                      "response": {
                        "answer": "Call placed",
                        "call_id": "7d1c2f5e-9b7a-4f0e-8a33-5f3b1f0d9c77"
                      },
                      "eta": 2
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "get": {
        "operationId": "list-calls",
        "tags": [
          "Calls"
        ],
        "summary": "List call records",
        "description": "Call records of one agent, a page at a time. An item says `call_status` where a single record says `status`.\nThe order is not documented. May be repeated.\n",
        "parameters": [
          {
            "name": "model_id",
            "in": "query",
            "required": true,
            "description": "The agent's id.",
            "schema": {
              "type": "string",
              "minLength": 1
            },
            "example": "0ae2859d-c25c-4d56-a9f3-809387b725ce"
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Offset"
          },
          {
            "name": "from_date",
            "in": "query",
            "description": "Only calls from this instant on. Epoch milliseconds.",
            "schema": {
              "type": "integer",
              "minimum": 0
            },
            "example": 1795480000000
          },
          {
            "name": "to_date",
            "in": "query",
            "description": "Only calls up to this instant. Epoch milliseconds.",
            "schema": {
              "type": "integer",
              "minimum": 0
            },
            "example": 1795566400000
          },
          {
            "name": "call_status",
            "in": "query",
            "description": "Only calls with this status.",
            "schema": {
              "$ref": "#/components/schemas/CallStatus"
            }
          },
          {
            "name": "duration_min",
            "in": "query",
            "description": "Only calls that lasted at least this long. Seconds.",
            "schema": {
              "type": "number",
              "minimum": 0
            }
          },
          {
            "name": "duration_max",
            "in": "query",
            "description": "Only calls that lasted at most this long. Seconds.",
            "schema": {
              "type": "number",
              "minimum": 0
            }
          },
          {
            "name": "lead_phone_number",
            "in": "query",
            "description": "Only calls with this person. The `+` must be written `%2B` in the URL, or it arrives as a space.",
            "schema": {
              "type": "string"
            },
            "example": "+14155550123"
          }
        ],
        "responses": {
          "200": {
            "description": "One page of call records.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/CallListResponse"
                },
                "examples": {
                  "onePage": {
                    "value": {
                      "status": "ok",
                      "response": {
                        "calls": [
                          {
                            "call_id": "7d1c2f5e-9b7a-4f0e-8a33-5f3b1f0d9c77",
                            "model_id": "0ae2859d-c25c-4d56-a9f3-809387b725ce",
                            "call_status": "completed",
                            "type_of_call": "outbound",
                            "phone_number_from": "+16286666348",
                            "agent_phone_number": "+16286666348",
                            "phone_number_to": "+14155550123",
                            "lead_phone_number": "+14155550123",
                            "start_time": "1795480000000",
                            "duration": 42
                          },
                          {
                            "call_id": "b0a4c1d2-6f3e-4d1b-9c55-2e8f7a9b1c30",
                            "model_id": "0ae2859d-c25c-4d56-a9f3-809387b725ce",
                            "call_status": "failed",
                            "type_of_call": "outbound",
                            "phone_number_from": "+12131231214",
                            "phone_number_to": "+14155550123",
                            "error_message": "Telephony - 486 - Busy",
                            "duration": null
                          }
                        ],
                        "pagination": {
                          "total_records": 2,
                          "limit": 20,
                          "offset": 0
                        }
                      }
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/calls/{call_id}": {
      "parameters": [
        {
          "$ref": "#/components/parameters/CallId"
        }
      ],
      "get": {
        "operationId": "get-phone-call",
        "tags": [
          "Calls"
        ],
        "summary": "Read one call record",
        "description": "The answer carries a list that holds the one call, and its item says `status`. `phone_number_from` is the\ncaller ID that was really used. May be repeated.\n",
        "responses": {
          "200": {
            "description": "The call record, in a list of one.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/CallResponse"
                },
                "examples": {
                  "completed": {
                    "value": {
                      "status": "ok",
                      "response": {
                        "calls": [
                          {
                            "call_id": "7d1c2f5e-9b7a-4f0e-8a33-5f3b1f0d9c77",
                            "model_id": "0ae2859d-c25c-4d56-a9f3-809387b725ce",
                            "status": "completed",
                            "type_of_call": "outbound",
                            "phone_number_from": "+16286666348",
                            "phone_number_to": "+14155550123",
                            "name": "John Doe",
                            "start_time": "1795480000000",
                            "duration": 42,
                            "end_call_reason": "human_ended_call",
                            "telephony_hangup": "callee",
                            "telephony_disconnect_reason": "callee_hangup",
                            "telephony_duration": 42180,
                            "telephony_ringing_duration": 5200
                          }
                        ],
                        "pagination": {
                          "total_records": 1,
                          "limit": 20,
                          "offset": 0
                        }
                      }
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "422": {
            "$ref": "#/components/responses/UnprocessableContent"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    }
  },
  "webhooks": {
    "postCall": {
      "post": {
        "operationId": "post-call-event",
        "tags": [
          "Calls"
        ],
        "summary": "A call has ended",
        "description": "Sent to `external_webhook_url` when a call ends. The signature is the base64 of HMAC-SHA256 over the\n**`call_id` only**, keyed with the workspace's webhook secret; compare it in constant time. It does not cover\nthe body: take the body as a hint, and read the call again when it matters. Whether and how often the vendor\nsends an event again is not documented, so expect repeats.\n",
        "security": [],
        "parameters": [
          {
            "name": "Synthflow-Signature",
            "in": "header",
            "description": "The signature. The vendor's page calls the header `HTTP_SYNTHFLOW_SIGNATURE`, which looks like a server\nframework's name for this one: accept both, and require one.\n",
            "schema": {
              "type": "string"
            }
          },
          {
            "name": "HTTP_SYNTHFLOW_SIGNATURE",
            "in": "header",
            "description": "The signature, under the name that the vendor documents.",
            "schema": {
              "type": "string"
            }
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/PostCallEvent"
              },
              "examples": {
                "completed": {
                  "value": {
                    "status": "completed",
                    "lead": {
                      "name": "John Doe",
                      "phone_number": "+14155550123"
                    },
                    "call": {
                      "call_id": "7d1c2f5e-9b7a-4f0e-8a33-5f3b1f0d9c77",
                      "model_id": "0ae2859d-c25c-4d56-a9f3-809387b725ce",
                      "status": "completed",
                      "end_call_reason": "human_goodbye",
                      "timezone": "America/New_York",
                      "duration": 42,
                      "start_time": "1795480000000",
                      "transcript": ""
                    },
                    "executed_actions": {}
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "Received."
          },
          "400": {
            "description": "Not accepted, for instance for a wrong signature. How the vendor reacts is not documented."
          }
        }
      }
    }
  },
  "components": {
    "securitySchemes": {
      "bearerAuth": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key. It belongs to one workspace."
      }
    },
    "parameters": {
      "ModelId": {
        "name": "model_id",
        "in": "path",
        "required": true,
        "description": "The agent's id.",
        "schema": {
          "type": "string",
          "minLength": 1
        },
        "example": "0ae2859d-c25c-4d56-a9f3-809387b725ce"
      },
      "PhoneNumberSlug": {
        "name": "phone_number_slug",
        "in": "path",
        "required": true,
        "description": "The number's slug. Usually the number without its `+`, but not always; treat it as opaque.",
        "schema": {
          "type": "string",
          "minLength": 1
        },
        "example": "16286666348"
      },
      "CallId": {
        "name": "call_id",
        "in": "path",
        "required": true,
        "description": "The call's id.",
        "schema": {
          "type": "string",
          "minLength": 1
        },
        "example": "7d1c2f5e-9b7a-4f0e-8a33-5f3b1f0d9c77"
      },
      "Workspace": {
        "name": "workspace",
        "in": "query",
        "required": true,
        "description": "The workspace's id.",
        "schema": {
          "type": "string",
          "minLength": 1
        },
        "example": "5f0c1f0e-7a52-4c4e-9d5d-3f8f6c1f0a11"
      },
      "Limit": {
        "name": "limit",
        "in": "query",
        "description": "Rows a page holds. The vendor documents no maximum.",
        "schema": {
          "type": "integer",
          "minimum": 1,
          "default": 20
        }
      },
      "Offset": {
        "name": "offset",
        "in": "query",
        "description": "Rows to pass over.",
        "schema": {
          "type": "integer",
          "minimum": 0,
          "default": 0
        }
      }
    },
    "headers": {
      "RetryAfter": {
        "description": "When to try again (seconds, or an HTTP date). Not documented by the vendor; honour it if it comes.",
        "schema": {
          "type": "string"
        },
        "example": "1"
      }
    },
    "responses": {
      "Done": {
        "description": "Done.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/StatusResponse"
            },
            "examples": {
              "done": {
                "value": {
                  "status": "ok"
                }
              }
            }
          }
        }
      },
      "BadRequest": {
        "description": "Refused as it stands; the vendor's usual rejection. Fix the request; repeating it does not help.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/ApiError"
            },
            "examples": {
              "detail": {
                "value": {
                  "detail": {
                    "status": "error",
                    "description": "Phone number +12131231214 is not attached to this assistant",
                    "request_id": "5f6a3ad0c1",
                    "category": "validation"
                  }
                }
              },
              "empty": {
                "value": {}
              }
            }
          }
        }
      },
      "Unauthorized": {
        "description": "The key is missing or wrong.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/ApiError"
            },
            "examples": {
              "detail": {
                "value": {
                  "detail": {
                    "status": "error",
                    "description": "Invalid API key",
                    "request_id": "5f6a3ad0c2",
                    "category": "auth"
                  }
                }
              }
            }
          }
        }
      },
      "Forbidden": {
        "description": "The key is not scoped to that workspace or, for a custom number, the provider is not enabled.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/ApiError"
            },
            "examples": {
              "detail": {
                "value": {
                  "detail": {
                    "status": "error",
                    "description": "Wrong workspace",
                    "request_id": "5f6a3ad0c3",
                    "category": "auth"
                  }
                }
              }
            }
          }
        }
      },
      "NotFound": {
        "description": "An id is unknown, or invisible to this key.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/ApiError"
            },
            "examples": {
              "detail": {
                "value": {
                  "detail": {
                    "status": "error",
                    "description": "Assistant not found",
                    "request_id": "5f6a3ad0c4",
                    "category": "not_found"
                  }
                }
              },
              "route": {
                "summary": "Unmatched route",
                "value": {
                  "detail": "Not Found"
                }
              },
              "gateway": {
                "summary": "Unmatched route at the gateway",
                "value": {
                  "error": "not_found",
                  "message": "No route matched"
                }
              }
            }
          }
        }
      },
      "UnprocessableContent": {
        "description": "Fields are missing or wrong. The body is usually a `ValidationError`.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/ApiError"
            },
            "examples": {
              "missingField": {
                "value": {
                  "detail": [
                    {
                      "loc": [
                        "body",
                        "phone"
                      ],
                      "msg": "field required",
                      "type": "value_error.missing"
                    }
                  ]
                }
              }
            }
          }
        }
      },
      "TooManyRequests": {
        "description": "Over a call limit (calls at once, or call attempts per second). Only the vendor's prose names this status, and\nonly for calls; any operation may be asked to slow down.\n",
        "headers": {
          "Retry-After": {
            "$ref": "#/components/headers/RetryAfter"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/ApiError"
            },
            "examples": {
              "detail": {
                "value": {
                  "detail": {
                    "status": "error",
                    "description": "Concurrency limit reached",
                    "request_id": "5f6a3ad0c5",
                    "category": "rate_limit"
                  }
                }
              }
            }
          }
        }
      },
      "ServerError": {
        "description": "The API failed. What it did before is not known.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/ApiError"
            },
            "examples": {
              "empty": {
                "value": {}
              }
            }
          }
        }
      }
    },
    "schemas": {
      "OtherValue": {
        "type": "string",
        "description": "A value that is newer than this document.",
        "allOf": [
          {
            "properties": {
              "length": {
                "type": "integer"
              }
            }
          }
        ]
      },
      "Undocumented": {
        "description": "A value whose shape the vendor does not document."
      },
      "EnvelopeStatus": {
        "type": "string",
        "description": "\"ok\" and \"success\" both occur, and mean the same.",
        "examples": [
          "ok",
          "success"
        ]
      },
      "Pagination": {
        "type": "object",
        "description": "Where a page stands in its list.",
        "required": [
          "total_records",
          "limit",
          "offset"
        ],
        "properties": {
          "total_records": {
            "type": "integer",
            "description": "Rows in the whole list."
          },
          "limit": {
            "type": "integer",
            "description": "Rows a page holds."
          },
          "offset": {
            "type": "integer",
            "description": "Rows before this page."
          }
        }
      },
      "StatusResponse": {
        "type": "object",
        "description": "A success that says no more than that.",
        "required": [
          "status"
        ],
        "properties": {
          "status": {
            "$ref": "#/components/schemas/EnvelopeStatus"
          }
        }
      },
      "AgentListResponse": {
        "type": "object",
        "required": [
          "status",
          "response"
        ],
        "properties": {
          "status": {
            "$ref": "#/components/schemas/EnvelopeStatus"
          },
          "response": {
            "$ref": "#/components/schemas/AgentPage"
          }
        }
      },
      "AgentResponse": {
        "type": "object",
        "description": "As the list's answer; `assistants` holds the one agent. Clients should accept a bare object too.",
        "required": [
          "status",
          "response"
        ],
        "properties": {
          "status": {
            "$ref": "#/components/schemas/EnvelopeStatus"
          },
          "response": {
            "$ref": "#/components/schemas/AgentPage"
          }
        }
      },
      "AgentPage": {
        "type": "object",
        "required": [
          "assistants"
        ],
        "properties": {
          "assistants": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Agent"
            }
          },
          "pagination": {
            "$ref": "#/components/schemas/Pagination"
          }
        }
      },
      "CreateAgentResponse": {
        "type": "object",
        "required": [
          "status",
          "response"
        ],
        "properties": {
          "status": {
            "$ref": "#/components/schemas/EnvelopeStatus"
          },
          "response": {
            "$ref": "#/components/schemas/CreatedAgent"
          }
        }
      },
      "CreatedAgent": {
        "type": "object",
        "required": [
          "model_id"
        ],
        "properties": {
          "model_id": {
            "type": "string",
            "description": "The new agent's id."
          },
          "details": {
            "$ref": "#/components/schemas/CreatedAgentDetails"
          }
        }
      },
      "CreatedAgentDetails": {
        "type": "object",
        "properties": {
          "phone": {
            "$ref": "#/components/schemas/Undocumented"
          },
          "voice": {
            "$ref": "#/components/schemas/Undocumented"
          }
        }
      },
      "DeleteAgentResponse": {
        "type": "object",
        "required": [
          "status"
        ],
        "properties": {
          "status": {
            "$ref": "#/components/schemas/EnvelopeStatus"
          },
          "response": {
            "$ref": "#/components/schemas/DeletedAgent"
          }
        }
      },
      "DeletedAgent": {
        "type": "object",
        "properties": {
          "answer": {
            "type": "string",
            "description": "A sentence for people."
          }
        }
      },
      "PhoneNumberListResponse": {
        "type": "object",
        "required": [
          "status",
          "response"
        ],
        "properties": {
          "status": {
            "$ref": "#/components/schemas/EnvelopeStatus"
          },
          "response": {
            "$ref": "#/components/schemas/PhoneNumberPage"
          }
        }
      },
      "PhoneNumberPage": {
        "type": "object",
        "required": [
          "phone_numbers"
        ],
        "properties": {
          "phone_numbers": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/PhoneNumberListItem"
            }
          },
          "pagination": {
            "$ref": "#/components/schemas/Pagination"
          }
        }
      },
      "CustomPhoneNumberResponse": {
        "type": "object",
        "required": [
          "status",
          "response"
        ],
        "properties": {
          "status": {
            "$ref": "#/components/schemas/EnvelopeStatus"
          },
          "response": {
            "$ref": "#/components/schemas/CreatedCustomPhoneNumber"
          }
        }
      },
      "CreatedCustomPhoneNumber": {
        "type": "object",
        "required": [
          "key",
          "phone_number"
        ],
        "properties": {
          "key": {
            "type": "string",
            "format": "uuid"
          },
          "phone_number": {
            "type": "string"
          }
        }
      },
      "CallCreatedResponse": {
        "type": "object",
        "required": [
          "status",
          "response"
        ],
        "properties": {
          "status": {
            "$ref": "#/components/schemas/EnvelopeStatus"
          },
          "response": {
            "$ref": "#/components/schemas/PlacedCall"
          },
          "eta": {
            "type": "number",
            "description": "Seconds until the call is expected to start."
          }
        }
      },
      "PlacedCall": {
        "type": "object",
        "required": [
          "call_id"
        ],
        "properties": {
          "answer": {
            "type": "string",
            "description": "A sentence for people."
          },
          "call_id": {
            "type": "string",
            "description": "Reads the call's record."
          }
        }
      },
      "CallListResponse": {
        "type": "object",
        "required": [
          "status",
          "response"
        ],
        "properties": {
          "status": {
            "$ref": "#/components/schemas/EnvelopeStatus"
          },
          "response": {
            "$ref": "#/components/schemas/CallPage"
          }
        }
      },
      "CallResponse": {
        "type": "object",
        "description": "As the list's answer; `calls` holds the one call.",
        "required": [
          "status",
          "response"
        ],
        "properties": {
          "status": {
            "$ref": "#/components/schemas/EnvelopeStatus"
          },
          "response": {
            "$ref": "#/components/schemas/CallPage"
          }
        }
      },
      "CallPage": {
        "type": "object",
        "required": [
          "calls"
        ],
        "properties": {
          "calls": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Call"
            }
          },
          "pagination": {
            "$ref": "#/components/schemas/Pagination"
          }
        }
      },
      "ApiError": {
        "description": "Any error body. All of these occur; none carries a stable machine-readable code.",
        "anyOf": [
          {
            "$ref": "#/components/schemas/DetailError"
          },
          {
            "$ref": "#/components/schemas/DetailStringError"
          },
          {
            "$ref": "#/components/schemas/ValidationError"
          },
          {
            "$ref": "#/components/schemas/GatewayError"
          },
          {
            "$ref": "#/components/schemas/EmptyError"
          }
        ]
      },
      "DetailError": {
        "type": "object",
        "description": "The Platform API's own, on most 400 and 404.",
        "required": [
          "detail"
        ],
        "properties": {
          "detail": {
            "$ref": "#/components/schemas/ErrorDetail"
          }
        }
      },
      "ErrorDetail": {
        "type": "object",
        "properties": {
          "status": {
            "type": "string"
          },
          "description": {
            "type": "string",
            "description": "What is wrong, for people."
          },
          "request_id": {
            "type": "string",
            "description": "What to give the vendor's support."
          },
          "category": {
            "type": "string"
          }
        }
      },
      "DetailStringError": {
        "type": "object",
        "description": "On unmatched routes.",
        "required": [
          "detail"
        ],
        "properties": {
          "detail": {
            "type": "string"
          }
        }
      },
      "ValidationError": {
        "type": "object",
        "description": "On 422.",
        "required": [
          "detail"
        ],
        "properties": {
          "detail": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/ValidationItem"
            }
          }
        }
      },
      "ValidationItem": {
        "type": "object",
        "required": [
          "loc",
          "msg",
          "type"
        ],
        "properties": {
          "loc": {
            "type": "array",
            "description": "The way to the field, such as `[\"body\", \"phone\"]`; list positions are integers.",
            "items": {
              "type": [
                "string",
                "integer"
              ]
            }
          },
          "msg": {
            "type": "string",
            "description": "What is wrong, for people."
          },
          "type": {
            "type": "string",
            "description": "The kind of fault."
          }
        }
      },
      "GatewayError": {
        "type": "object",
        "description": "From the gateway in front of the API.",
        "required": [
          "error",
          "message"
        ],
        "properties": {
          "error": {
            "type": "string"
          },
          "message": {
            "type": "string"
          }
        }
      },
      "EmptyError": {
        "type": "object",
        "description": "An error that says nothing.",
        "maxProperties": 0
      },
      "Agent": {
        "type": "object",
        "description": "A voice agent. The vendor does not say which fields may be null; here, texts left out may be.",
        "required": [
          "model_id"
        ],
        "properties": {
          "model_id": {
            "type": "string",
            "description": "The agent's id."
          },
          "name": {
            "type": "string"
          },
          "type": {
            "$ref": "#/components/schemas/AnyAgentType"
          },
          "description": {
            "type": [
              "string",
              "null"
            ]
          },
          "phone_number": {
            "type": [
              "string",
              "null"
            ],
            "description": "The agent's own number."
          },
          "external_webhook_url": {
            "type": [
              "string",
              "null"
            ],
            "description": "Where the post-call event goes."
          },
          "inbound_call_webhook_url": {
            "type": [
              "string",
              "null"
            ]
          },
          "is_recording": {
            "type": "boolean"
          },
          "max_duration": {
            "$ref": "#/components/schemas/MaxDuration"
          },
          "voicemail_message": {
            "type": [
              "string",
              "null"
            ]
          },
          "agent": {
            "$ref": "#/components/schemas/AgentConfig"
          },
          "attached_phone_numbers": {
            "type": "array",
            "description": "The agent's pool. Documented for `get-assistant`; a list may leave it out.",
            "items": {
              "$ref": "#/components/schemas/AttachedPhoneNumber"
            }
          }
        }
      },
      "AgentType": {
        "type": "string",
        "description": "The documented types that matter here; the vendor has others.",
        "enum": [
          "inbound",
          "outbound"
        ]
      },
      "AnyAgentType": {
        "description": "An AgentType, or another string. Requests take it too, as the vendor does not list all types.",
        "anyOf": [
          {
            "$ref": "#/components/schemas/AgentType"
          },
          {
            "$ref": "#/components/schemas/OtherValue"
          }
        ]
      },
      "AgentConfig": {
        "type": "object",
        "description": "What the agent says and how. Only a part is described here; other fields may be given, and may come.",
        "properties": {
          "prompt": {
            "type": "string",
            "description": "What the agent is told to do."
          },
          "llm": {
            "type": "string",
            "description": "The language model."
          },
          "language": {
            "type": "string"
          },
          "timezone": {
            "type": "string"
          },
          "voice_id": {
            "type": "string"
          }
        },
        "additionalProperties": true
      },
      "MaxDuration": {
        "type": "object",
        "description": "A bound on a call's length.",
        "properties": {
          "duration_seconds": {
            "type": "integer",
            "minimum": 0
          },
          "is_enabled": {
            "type": "boolean"
          }
        }
      },
      "AttachedPhoneNumber": {
        "type": "object",
        "description": "One number of a pool. `number` selects the caller ID of a call, `slug` detaches.",
        "required": [
          "number",
          "sid",
          "slug"
        ],
        "properties": {
          "number": {
            "type": "string",
            "description": "Usually E.164; some imported identifiers are not."
          },
          "sid": {
            "type": [
              "string",
              "null"
            ],
            "description": "The carrier's id; null for custom numbers."
          },
          "slug": {
            "type": "string",
            "description": "Usually the number without its `+`; treat it as opaque."
          }
        }
      },
      "AgentSettings": {
        "type": "object",
        "description": "What may be given when an agent is created or changed.",
        "properties": {
          "phone_number": {
            "type": "string",
            "description": "The agent's own number."
          },
          "description": {
            "type": "string"
          },
          "external_webhook_url": {
            "type": "string",
            "description": "Where the post-call event goes."
          },
          "inbound_call_webhook_url": {
            "type": "string"
          },
          "is_recording": {
            "type": "boolean"
          },
          "max_duration": {
            "$ref": "#/components/schemas/MaxDuration"
          },
          "voicemail_message": {
            "type": "string"
          }
        }
      },
      "CreateAgentRequest": {
        "type": "object",
        "required": [
          "type",
          "name",
          "agent"
        ],
        "properties": {
          "type": {
            "$ref": "#/components/schemas/AnyAgentType"
          },
          "name": {
            "type": "string"
          },
          "agent": {
            "$ref": "#/components/schemas/AgentConfig"
          }
        },
        "allOf": [
          {
            "$ref": "#/components/schemas/AgentSettings"
          }
        ]
      },
      "UpdateAgentRequest": {
        "type": "object",
        "description": "Only the given fields change.",
        "properties": {
          "name": {
            "type": "string"
          },
          "agent": {
            "$ref": "#/components/schemas/AgentConfig"
          }
        },
        "allOf": [
          {
            "$ref": "#/components/schemas/AgentSettings"
          }
        ]
      },
      "AttachPhoneNumbersRequest": {
        "description": "Exactly one of the two lists.",
        "oneOf": [
          {
            "$ref": "#/components/schemas/AttachByNumber"
          },
          {
            "$ref": "#/components/schemas/AttachBySlug"
          }
        ]
      },
      "AttachByNumber": {
        "type": "object",
        "required": [
          "phone_numbers"
        ],
        "properties": {
          "phone_numbers": {
            "type": "array",
            "description": "E.164 values.",
            "minItems": 1,
            "items": {
              "type": "string",
              "minLength": 1
            }
          },
          "phone_number_slugs": false
        },
        "additionalProperties": false
      },
      "AttachBySlug": {
        "type": "object",
        "required": [
          "phone_number_slugs"
        ],
        "properties": {
          "phone_number_slugs": {
            "type": "array",
            "description": "Slugs as the API gave them.",
            "minItems": 1,
            "items": {
              "type": "string",
              "minLength": 1
            }
          },
          "phone_numbers": false
        },
        "additionalProperties": false
      },
      "PhoneNumberListItem": {
        "type": "object",
        "required": [
          "number",
          "is_available"
        ],
        "properties": {
          "number": {
            "type": "string",
            "description": "Usually E.164; some imported identifiers are not."
          },
          "sid": {
            "type": [
              "string",
              "null"
            ],
            "description": "The carrier's id."
          },
          "is_available": {
            "type": "boolean",
            "description": "Free of inbound agents."
          }
        }
      },
      "PhoneNumber": {
        "type": "object",
        "description": "A number of the workspace in full. The vendor does not say which fields may be null; all but the two that name\nthe number may be, here.\n",
        "required": [
          "slug",
          "phone_number"
        ],
        "properties": {
          "slug": {
            "type": "string",
            "description": "Usually the number without its `+`; treat it as opaque."
          },
          "phone_number": {
            "type": "string",
            "description": "Usually E.164; some imported identifiers are not."
          },
          "friendly_name": {
            "type": [
              "string",
              "null"
            ]
          },
          "is_sms_capable": {
            "type": [
              "boolean",
              "null"
            ]
          },
          "is_voice_capable": {
            "type": [
              "boolean",
              "null"
            ]
          },
          "iso_country": {
            "type": [
              "string",
              "null"
            ]
          },
          "locality": {
            "type": [
              "string",
              "null"
            ]
          },
          "region": {
            "type": [
              "string",
              "null"
            ]
          },
          "provider_name": {
            "anyOf": [
              {
                "$ref": "#/components/schemas/AnyPhoneNumberProvider"
              },
              {
                "type": "null"
              }
            ]
          },
          "sid": {
            "type": [
              "string",
              "null"
            ],
            "description": "The carrier's id."
          },
          "sip_auth_username": {
            "type": [
              "string",
              "null"
            ]
          },
          "sip_outbound_proxy": {
            "type": [
              "string",
              "null"
            ]
          },
          "sip_term_uri": {
            "type": [
              "string",
              "null"
            ]
          },
          "uac_enabled": {
            "type": [
              "boolean",
              "null"
            ]
          },
          "uac_register_expires": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Seconds between registrations."
          },
          "is_available": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Free of inbound agents."
          },
          "agency_workspace_id": {
            "type": [
              "string",
              "null"
            ]
          },
          "workspace_id": {
            "type": [
              "string",
              "null"
            ]
          },
          "created_at": {
            "type": [
              "string",
              "null"
            ],
            "description": "The form is not documented."
          },
          "updated_at": {
            "type": [
              "string",
              "null"
            ],
            "description": "The form is not documented."
          },
          "assistants": {
            "type": [
              "array",
              "null"
            ],
            "description": "Ids of the agents that use it.",
            "items": {
              "type": "string",
              "format": "uuid"
            }
          },
          "address_requirement": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      },
      "PhoneNumberProvider": {
        "type": "string",
        "description": "The documented carriers.",
        "enum": [
          "twilio",
          "telnyx",
          "vonage",
          "ring_central",
          "ringcx",
          "custom",
          "zoom",
          "five9"
        ]
      },
      "AnyPhoneNumberProvider": {
        "description": "A PhoneNumberProvider, or one that is newer than this document.",
        "anyOf": [
          {
            "$ref": "#/components/schemas/PhoneNumberProvider"
          },
          {
            "$ref": "#/components/schemas/OtherValue"
          }
        ]
      },
      "UacRegisterExpires": {
        "type": "integer",
        "description": "Seconds between registrations.",
        "minimum": 60,
        "maximum": 3600,
        "default": 300
      },
      "UpdatePhoneNumberRequest": {
        "type": "object",
        "description": "Only the given fields change.",
        "properties": {
          "friendly_name": {
            "type": "string"
          },
          "sip_auth_username": {
            "type": "string"
          },
          "sip_outbound_proxy": {
            "type": "string"
          },
          "sip_term_uri": {
            "type": "string",
            "description": "`termination_uri` is another name for it; give one."
          },
          "termination_uri": {
            "type": "string",
            "description": "Another name for `sip_term_uri`."
          },
          "provider_name": {
            "$ref": "#/components/schemas/PhoneNumberProvider"
          },
          "trunk_username": {
            "type": "string"
          },
          "trunk_pwd": {
            "type": "string",
            "format": "password"
          },
          "uac_enabled": {
            "type": "boolean"
          },
          "uac_register_expires": {
            "$ref": "#/components/schemas/UacRegisterExpires"
          }
        }
      },
      "CustomPhoneNumberRequest": {
        "type": "object",
        "description": "`termination_uri` is required for the providers custom, twilio, telnyx, vonage and ring_central.",
        "required": [
          "workspace_id",
          "phone_number"
        ],
        "properties": {
          "workspace_id": {
            "type": "string",
            "minLength": 1
          },
          "phone_number": {
            "type": "string",
            "minLength": 1
          },
          "friendly_name": {
            "type": "string"
          },
          "provider_name": {
            "$ref": "#/components/schemas/PhoneNumberProvider"
          },
          "trunk_username": {
            "type": "string"
          },
          "trunk_pwd": {
            "type": "string",
            "format": "password"
          },
          "termination_uri": {
            "type": "string",
            "description": "Required for the providers named above."
          },
          "sip_outbound_proxy": {
            "type": "string"
          },
          "sip_auth_username": {
            "type": "string"
          },
          "uac_enabled": {
            "type": "boolean"
          },
          "uac_register_expires": {
            "$ref": "#/components/schemas/UacRegisterExpires"
          }
        },
        "if": {
          "properties": {
            "provider_name": {
              "enum": [
                "custom",
                "twilio",
                "telnyx",
                "vonage",
                "ring_central"
              ]
            }
          },
          "required": [
            "provider_name"
          ]
        },
        "then": {
          "required": [
            "termination_uri"
          ]
        }
      },
      "CreateCallRequest": {
        "type": "object",
        "required": [
          "model_id",
          "phone",
          "name"
        ],
        "properties": {
          "model_id": {
            "type": "string",
            "minLength": 1,
            "description": "The outbound agent that speaks."
          },
          "phone": {
            "type": "string",
            "minLength": 1,
            "description": "The person to call."
          },
          "name": {
            "type": "string",
            "description": "The person's name."
          },
          "from_phone_number": {
            "type": "string",
            "minLength": 1,
            "description": "The caller ID, as `number` of the agent's pool gives it; it must be attached to the agent."
          },
          "custom_variables": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/CustomVariable"
            }
          },
          "lead_email": {
            "type": "string"
          },
          "lead_timezone": {
            "type": "string",
            "description": "The person's time zone."
          },
          "prompt": {
            "type": "string",
            "description": "For this call."
          },
          "greeting": {
            "type": "string",
            "description": "For this call."
          },
          "external_webhook_url": {
            "type": "string",
            "description": "Where this call's post-call event goes. The vendor documents it in prose, not among the operation's fields.\n"
          }
        }
      },
      "CustomVariable": {
        "type": "object",
        "required": [
          "key",
          "value"
        ],
        "properties": {
          "key": {
            "type": "string"
          },
          "value": {
            "type": "string"
          }
        }
      },
      "CallStatus": {
        "type": "string",
        "description": "The documented statuses.",
        "enum": [
          "pending",
          "ringing",
          "in-progress",
          "completed",
          "no-answer",
          "busy",
          "failed",
          "canceled",
          "user-canceled",
          "hangup_on_voicemail",
          "left_voicemail",
          "spam",
          "paused",
          "registered"
        ]
      },
      "AnyCallStatus": {
        "description": "A CallStatus, or one that is newer than this document.",
        "anyOf": [
          {
            "$ref": "#/components/schemas/CallStatus"
          },
          {
            "$ref": "#/components/schemas/OtherValue"
          }
        ]
      },
      "EndCallReason": {
        "type": "string",
        "description": "The documented reasons. Only the webhook page names the last four.",
        "enum": [
          "human_pick_up_cut_off",
          "voicemail",
          "voicemail_cut_off",
          "voicemail_message_left",
          "agent_ended_call",
          "human_ended_call",
          "custom_end_call",
          "user_canceled",
          "timeout",
          "error",
          "human_goodbye",
          "agent_goodbye",
          "max_duration",
          "undefined"
        ]
      },
      "AnyEndCallReason": {
        "description": "An EndCallReason, or one that is newer than this document.",
        "anyOf": [
          {
            "$ref": "#/components/schemas/EndCallReason"
          },
          {
            "$ref": "#/components/schemas/OtherValue"
          }
        ]
      },
      "CallDirection": {
        "type": "string",
        "description": "The documented directions, seen from the agent.",
        "enum": [
          "inbound",
          "outbound"
        ]
      },
      "AnyCallDirection": {
        "description": "A CallDirection, or one that is newer than this document.",
        "anyOf": [
          {
            "$ref": "#/components/schemas/CallDirection"
          },
          {
            "$ref": "#/components/schemas/OtherValue"
          }
        ]
      },
      "CallParty": {
        "type": "string",
        "description": "The documented sides of a call.",
        "enum": [
          "caller",
          "callee"
        ]
      },
      "AnyCallParty": {
        "description": "A CallParty, or one that is newer than this document.",
        "anyOf": [
          {
            "$ref": "#/components/schemas/CallParty"
          },
          {
            "$ref": "#/components/schemas/OtherValue"
          }
        ]
      },
      "TelephonyDisconnectReason": {
        "type": "string",
        "description": "The documented reasons.",
        "enum": [
          "unknown",
          "callee_hangup",
          "caller_hangup",
          "error",
          "forbidden"
        ]
      },
      "AnyTelephonyDisconnectReason": {
        "description": "A TelephonyDisconnectReason, or one that is newer than this document.",
        "anyOf": [
          {
            "$ref": "#/components/schemas/TelephonyDisconnectReason"
          },
          {
            "$ref": "#/components/schemas/OtherValue"
          }
        ]
      },
      "Call": {
        "type": "object",
        "description": "A call record. A single record says `status`, an item of a list says `call_status`: read whichever is there.\nAny field but the id may be null or absent.\n",
        "required": [
          "call_id"
        ],
        "properties": {
          "call_id": {
            "type": "string"
          },
          "model_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "The agent's id."
          },
          "status": {
            "description": "On a single record.",
            "anyOf": [
              {
                "$ref": "#/components/schemas/AnyCallStatus"
              },
              {
                "type": "null"
              }
            ]
          },
          "call_status": {
            "description": "On an item of a list.",
            "anyOf": [
              {
                "$ref": "#/components/schemas/AnyCallStatus"
              },
              {
                "type": "null"
              }
            ]
          },
          "type_of_call": {
            "anyOf": [
              {
                "$ref": "#/components/schemas/AnyCallDirection"
              },
              {
                "type": "null"
              }
            ]
          },
          "campaign_type": {
            "type": [
              "string",
              "null"
            ]
          },
          "deployment_type": {
            "type": [
              "string",
              "null"
            ]
          },
          "phone_number_from": {
            "type": [
              "string",
              "null"
            ],
            "description": "The caller ID that was used."
          },
          "phone_number_to": {
            "type": [
              "string",
              "null"
            ],
            "description": "The number that was called."
          },
          "lead_phone_number": {
            "type": [
              "string",
              "null"
            ],
            "description": "The person's number."
          },
          "agent_phone_number": {
            "type": [
              "string",
              "null"
            ],
            "description": "The caller ID again on items of a list."
          },
          "name": {
            "type": [
              "string",
              "null"
            ]
          },
          "lead_name": {
            "type": [
              "string",
              "null"
            ]
          },
          "start_time": {
            "type": [
              "string",
              "null"
            ],
            "description": "Epoch milliseconds, as a string."
          },
          "timezone": {
            "type": [
              "string",
              "null"
            ]
          },
          "duration": {
            "type": [
              "number",
              "null"
            ],
            "description": "Seconds."
          },
          "transcript": {
            "type": [
              "string",
              "null"
            ]
          },
          "recording_url": {
            "type": [
              "string",
              "null"
            ]
          },
          "end_call_reason": {
            "anyOf": [
              {
                "$ref": "#/components/schemas/AnyEndCallReason"
              },
              {
                "type": "null"
              }
            ]
          },
          "custom_end_call_reason": {
            "type": [
              "string",
              "null"
            ]
          },
          "error_message": {
            "type": [
              "string",
              "null"
            ],
            "description": "Of a failed call, \"Telephony - CODE - TEXT\", where the code is like SIP's."
          },
          "telephony_hangup": {
            "description": "Who hung up.",
            "anyOf": [
              {
                "$ref": "#/components/schemas/AnyCallParty"
              },
              {
                "type": "null"
              }
            ]
          },
          "telephony_disconnect_reason": {
            "anyOf": [
              {
                "$ref": "#/components/schemas/AnyTelephonyDisconnectReason"
              },
              {
                "type": "null"
              }
            ]
          },
          "telephony_duration": {
            "type": [
              "number",
              "null"
            ],
            "description": "Milliseconds."
          },
          "telephony_ringing_duration": {
            "type": [
              "number",
              "null"
            ],
            "description": "Milliseconds."
          },
          "telephony_start": {
            "type": [
              "string",
              "null"
            ],
            "description": "ISO 8601."
          },
          "telephony_end": {
            "type": [
              "string",
              "null"
            ],
            "description": "ISO 8601."
          },
          "executed_actions": {
            "$ref": "#/components/schemas/Undocumented"
          },
          "prompt_variables": {
            "$ref": "#/components/schemas/Undocumented"
          },
          "collected_variables": {
            "$ref": "#/components/schemas/Undocumented"
          },
          "labels": {
            "$ref": "#/components/schemas/Undocumented"
          },
          "agents_used": {
            "$ref": "#/components/schemas/Undocumented"
          },
          "judge_results": {
            "$ref": "#/components/schemas/Undocumented"
          }
        }
      },
      "PostCallEvent": {
        "type": "object",
        "description": "The body of the post-call webhook.",
        "required": [
          "status",
          "lead",
          "call"
        ],
        "properties": {
          "status": {
            "type": "string",
            "description": "Its values are not documented."
          },
          "error_message": {
            "type": [
              "string",
              "null"
            ]
          },
          "lead": {
            "$ref": "#/components/schemas/PostCallLead"
          },
          "call": {
            "$ref": "#/components/schemas/PostCallRecord"
          },
          "executed_actions": {
            "$ref": "#/components/schemas/Undocumented"
          },
          "analysis": {
            "$ref": "#/components/schemas/Undocumented"
          },
          "collected_variables": {
            "$ref": "#/components/schemas/Undocumented"
          }
        }
      },
      "PostCallLead": {
        "type": "object",
        "description": "The person.",
        "properties": {
          "name": {
            "type": [
              "string",
              "null"
            ]
          },
          "phone_number": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      },
      "PostCallRecord": {
        "type": "object",
        "description": "What the event says of the call; less than a call record.",
        "required": [
          "call_id"
        ],
        "properties": {
          "call_id": {
            "type": "string",
            "description": "What the signature covers."
          },
          "model_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "The agent's id."
          },
          "status": {
            "anyOf": [
              {
                "$ref": "#/components/schemas/AnyCallStatus"
              },
              {
                "type": "null"
              }
            ]
          },
          "end_call_reason": {
            "anyOf": [
              {
                "$ref": "#/components/schemas/AnyEndCallReason"
              },
              {
                "type": "null"
              }
            ]
          },
          "timezone": {
            "type": [
              "string",
              "null"
            ]
          },
          "duration": {
            "type": [
              "number",
              "null"
            ],
            "description": "Seconds."
          },
          "start_time": {
            "type": [
              "string",
              "null"
            ],
            "description": "Epoch milliseconds, as a string."
          },
          "transcript": {
            "type": [
              "string",
              "null"
            ]
          },
          "external_id": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      }
    }
  }
};
