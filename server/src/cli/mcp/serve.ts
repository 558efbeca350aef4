// The Model Context Protocol on lines of JSON: what an assistant's host says, and what is answered. Knows nothing of loops.

/** What a tool gets besides its arguments. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly onProgress: (message: string) => void;
}

/** What a tool answers: a text for the model, and the same as data where it is worth it. */
export interface ToolResult {
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>>;
  /** The tool did not do what it was asked for; the text says why and what to do. */
  readonly isError?: boolean;
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /** Hints for whoever asks the user first. */
  readonly annotations: Readonly<Record<string, boolean>>;
  readonly call: (args: Readonly<Record<string, unknown>>, context: CallContext) => Promise<ToolResult>;
}

export interface Host {
  readonly tools: readonly Tool[];
  readonly version: string;
  readonly instructions: string;
  /** Sends one message, a line of JSON without its end. */
  readonly send: (line: string) => void;
}

export interface Session {
  /** Takes one line; answers by `send`. Never throws. */
  receive(line: string): Promise<void>;
  /** Cancels what is under way. */
  close(): void;
}

/** Revisions of the protocol that are spoken; they do not differ in what is used here. The first is offered to who asks for none of them. */
const revisions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

/** Codes of JSON-RPC 2.0. */
const Code = { parse: -32700, request: -32600, method: -32601, params: -32602 } as const;

type Id = string | number;
type Json = Readonly<Record<string, unknown>>;

export function newSession({ tools, version, instructions, send }: Host): Session {
  const running = new Map<Id, AbortController>();
  const say = (message: Json) => send(JSON.stringify({ jsonrpc: "2.0", ...message }));
  const answer = (id: Id, result: Json) => say({ id, result });
  const refuse = (id: Id | null, code: number, message: string) => say({ id, error: { code, message } });

  return {
    async receive(line) {
      if (line.trim() === "") return;
      let message: unknown;
      try {
        message = JSON.parse(line);
      } catch {
        refuse(null, Code.parse, "This line is no JSON. Send one message a line.");
        return;
      }
      if (!isRecord(message) || typeof message["method"] !== "string") {
        // An answer to a request that was never made, or nothing that the protocol knows.
        if (!isRecord(message) || !("result" in message || "error" in message))
          refuse(null, Code.request, "This is no JSON-RPC request. Send an object with jsonrpc, id and method.");
        return;
      }
      const { id, method } = message;
      const params = isRecord(message["params"]) ? message["params"] : {};
      if (typeof id === "string" || typeof id === "number") await request(id, method as string, params);
      else if (method === "notifications/cancelled") running.get(params["requestId"] as Id)?.abort();
    },
    close() {
      for (const controller of running.values()) controller.abort();
    },
  };

  async function request(id: Id, method: string, params: Json): Promise<void> {
    switch (method) {
      case "initialize": {
        const wanted = params["protocolVersion"];
        answer(id, {
          protocolVersion: revisions.find((revision) => revision === wanted) ?? revisions[0]!,
          capabilities: { tools: {} },
          serverInfo: { name: "loopsmith", title: "Loopsmith", version },
          instructions,
        });
        return;
      }
      case "ping":
        answer(id, {});
        return;
      case "tools/list":
        answer(id, { tools: tools.map(({ call: _call, ...described }) => described) });
        return;
      case "tools/call":
        await call(id, params);
        return;
      default:
        refuse(id, Code.method, `There is no method ${method}. This server has tools only: tools/list, tools/call.`);
    }
  }

  async function call(id: Id, params: Json): Promise<void> {
    const tool = tools.find(({ name }) => name === params["name"]);
    if (tool === undefined) {
      const known = tools.map(({ name }) => name).join(", ");
      refuse(id, Code.params, `There is no tool ${String(params["name"])}. The tools are ${known}.`);
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    const token = isRecord(params["_meta"]) ? params["_meta"]["progressToken"] : undefined;
    let progress = 0;
    const onProgress = (message: string) => {
      if (token === undefined || controller.signal.aborted) return;
      say({ method: "notifications/progress", params: { progressToken: token, progress: ++progress, message } });
    };
    const args = isRecord(params["arguments"]) ? params["arguments"] : {};
    let result: ToolResult;
    try {
      result = await tool.call(args, { signal: controller.signal, onProgress });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      result = { text: `Loopsmith itself failed: ${reason}. Nothing was written.`, isError: true };
    }
    running.delete(id);
    // Who has cancelled a request expects no answer to it.
    if (controller.signal.aborted) return;
    const { text, data, isError = false } = result;
    answer(id, {
      content: [{ type: "text", text }],
      ...(data === undefined ? {} : { structuredContent: data }),
      isError,
    });
  }
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
