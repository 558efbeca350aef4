import assert from "node:assert/strict";
import { test } from "node:test";
import { type CallContext, newSession, type Tool } from "./serve.js";

type Message = Record<string, never> & {
  id?: unknown;
  method?: string;
  result?: unknown;
  error?: { code: number; message: string };
};

const tool = (name: string, call: Tool["call"]): Tool => ({
  name,
  title: name,
  description: "",
  inputSchema: { type: "object" },
  annotations: {},
  call,
});

function started(...tools: Tool[]) {
  const sent: Message[] = [];
  const send = (line: string) => {
    assert.doesNotMatch(line, /\n/, "one message a line");
    sent.push(JSON.parse(line) as Message);
  };
  const session = newSession({ tools, version: "1.2.3", instructions: "Check first.", send });
  const say = (message: object) => session.receive(JSON.stringify({ jsonrpc: "2.0", ...message }));
  return { session, sent, say };
}

test("the first exchange: the revision that was asked for if it is known, else the newest", async () => {
  const { sent, say } = started();
  await say({ id: 1, method: "initialize", params: { protocolVersion: "2024-11-05", capabilities: {} } });
  await say({ method: "notifications/initialized" });
  await say({ id: "two", method: "initialize", params: { protocolVersion: "1999-01-01" } });
  await say({ id: 3, method: "ping" });
  assert.deepEqual(
    sent.map(({ id }) => id),
    [1, "two", 3],
  );
  const [first, second] = sent.map(({ result }) => result as Record<string, unknown>);
  assert.equal(first!["protocolVersion"], "2024-11-05");
  assert.equal(second!["protocolVersion"], "2025-11-25");
  assert.deepEqual(first!["serverInfo"], { name: "loopsmith", title: "Loopsmith", version: "1.2.3" });
  assert.deepEqual(sent[2]!.result, {});
});

test("tools are listed as they are described, and called by name", async () => {
  const { sent, say } = started(
    tool("double", async ({ n }) => ({ text: String(Number(n) * 2), data: { n: Number(n) * 2 } })),
  );
  await say({ id: 1, method: "tools/list" });
  await say({ id: 2, method: "tools/call", params: { name: "double", arguments: { n: 4 } } });
  assert.deepEqual(sent[0]!.result, {
    tools: [{ name: "double", title: "double", description: "", inputSchema: { type: "object" }, annotations: {} }],
  });
  assert.deepEqual(sent[1]!.result, {
    content: [{ type: "text", text: "8" }],
    structuredContent: { n: 8 },
    isError: false,
  });
});

test("a tool that fails is an answer, not the end of the session", async () => {
  const failing = tool("fail", async () => {
    throw new Error("no luck");
  });
  const { sent, say } = started(failing);
  await say({ id: 1, method: "tools/call", params: { name: "fail" } });
  await say({ id: 2, method: "ping" });
  const result = sent[0]!.result as { isError: boolean; content: { text: string }[] };
  assert.equal(result.isError, true);
  assert.match(result.content[0]!.text, /no luck/);
  assert.equal(sent[1]!.id, 2);
});

test("progress is told only to who asks for it, and grows", async () => {
  const slow = tool("slow", async (_args, { onProgress }: CallContext) => {
    onProgress("one");
    onProgress("two");
    return { text: "done" };
  });
  const { sent, say } = started(slow);
  await say({ id: 1, method: "tools/call", params: { name: "slow" } });
  assert.equal(sent.length, 1);
  await say({ id: 2, method: "tools/call", params: { name: "slow", _meta: { progressToken: "p" } } });
  assert.deepEqual(
    sent.slice(1, 3).map(({ method, params }) => [method, params]),
    [
      ["notifications/progress", { progressToken: "p", progress: 1, message: "one" }],
      ["notifications/progress", { progressToken: "p", progress: 2, message: "two" }],
    ],
  );
});

test("a cancelled call is told so, and is not answered", async () => {
  let cancelled = false;
  const endless = tool("endless", (_args, { signal }) => {
    return new Promise((resolve) =>
      signal.addEventListener("abort", () => {
        cancelled = true;
        resolve({ text: "late" });
      }),
    );
  });
  const { sent, say, session } = started(endless);
  const first = say({ id: 7, method: "tools/call", params: { name: "endless" } });
  await say({ method: "notifications/cancelled", params: { requestId: 7 } });
  await first;
  assert.ok(cancelled);
  const second = say({ id: 8, method: "tools/call", params: { name: "endless" } });
  session.close();
  await second;
  assert.deepEqual(sent, []);
});

test("what is no request, no method and no tool is refused with the codes of JSON-RPC", async () => {
  const { sent, say, session } = started(tool("known", async () => ({ text: "" })));
  await session.receive("{");
  await session.receive("[]");
  await say({ id: 1, method: "resources/list" });
  await say({ id: 2, method: "tools/call", params: { name: "unknown" } });
  await session.receive("  ");
  await say({ id: 3, result: {} });
  await say({ method: "notifications/unknown" });
  assert.deepEqual(
    sent.map(({ id, error }) => [id, error?.code]),
    [
      [null, -32700],
      [null, -32600],
      [1, -32601],
      [2, -32602],
    ],
  );
  assert.match(sent[3]!.error!.message, /The tools are known\./);
});
