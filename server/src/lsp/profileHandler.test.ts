// The profile request: what is answered, what is sent meanwhile, and that a cancelled one answers nothing.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { CancellationToken } from "vscode-languageserver";
import type { ProfileOutcome, ProfileRequest } from "../bench/profile/profile.js";
import { createProfiles } from "./profileHandler.js";
import type { ProfileProgress } from "./protocol.js";

const never: CancellationToken = {
  isCancellationRequested: false,
  onCancellationRequested: () => ({ dispose: () => undefined }),
};
const cwd = path.resolve("/work/space");
const params = { id: 7, cwd, source: { command: ["node", "main.mjs"] } };

/** As the bench layer makes it, with the loops of one file. */
function reported(file: string): ProfileOutcome {
  const loop = { file, line: 3, column: 5 };
  const times = { share: 0.5, selfMs: 40, totalMs: 50, savesMs: 25, partOf: null };
  const report = {
    program: "node main.mjs",
    machine: { cores: 2 },
    run: { wallMs: 100, exitStatus: 0, interrupted: false },
    loops: [{ loop, text: "for (;;) {", estimatedMs: 0, threads: 1, runSpeedup: 1.3, ...times }],
    notes: ["A note."],
  };
  return { kind: "report", report } as unknown as ProfileOutcome;
}

/** A run that lasts until somebody ends it. */
function untilEnded({ signal, discard }: ProfileRequest): Promise<ProfileOutcome> {
  return new Promise((resolve) => {
    if (signal?.aborted || discard?.aborted) resolve(reported("a.ts"));
    for (const each of [signal, discard]) each?.addEventListener("abort", () => resolve(reported("a.ts")));
  });
}

describe("loopsmith/profile", () => {
  test("answers with the loops as plain data, by their URIs", async () => {
    const profiles = createProfiles(
      () => undefined,
      async () => reported("src/a.ts"),
    );
    const result = await profiles.run(params, never);
    assert.equal(result.kind, "profile");
    const uri = pathToFileURL(path.join(cwd, "src/a.ts")).href;
    const loop = { uri, line: 3, column: 5, share: 0.5, selfMs: 40, totalMs: 50, savesMs: 25, partOf: null };
    assert.deepEqual(result.profile, {
      program: "node main.mjs",
      wallMs: 100,
      exitStatus: 0,
      interrupted: false,
      cores: 2,
      loops: [loop],
      notes: ["A note."],
    });
  });

  test("names files as the editor does where the folder is a symbolic link", async () => {
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-profile-link-")));
    const real = path.join(folder, "real");
    const link = path.join(folder, "link");
    fs.mkdirSync(real);
    fs.symlinkSync(real, link, "junction");
    const profiles = createProfiles(
      () => undefined,
      async () => reported("../real/a.ts"),
    );
    const result = await profiles.run({ ...params, cwd: link }, never);
    fs.rmSync(folder, { recursive: true });
    assert.equal(result.kind, "profile");
    assert.equal(result.profile.loops[0]?.uri, pathToFileURL(path.join(link, "a.ts")).href);
  });

  test("sends progress and output with the profile's number, and all output before the answer", async () => {
    const sent: ProfileProgress[] = [];
    const profiles = createProfiles(
      (progress) => sent.push(progress),
      async ({ onOutput, onProgress }) => {
        onOutput?.("one\n");
        onOutput?.("two\n");
        onProgress?.("analysing");
        return reported("a.ts");
      },
    );
    await profiles.run(params, never);
    assert.deepEqual(sent, [
      { id: 7, message: "analysing" },
      { id: 7, output: "one\ntwo\n" },
    ]);
  });

  test("leaves out what no output view could show", async () => {
    let output = "";
    const profiles = createProfiles(
      (progress) => (output += progress.output ?? ""),
      async ({ onOutput }) => {
        for (let line = 0; line < 30; line++) onOutput?.("x".repeat(100_000));
        return reported("a.ts");
      },
    );
    await profiles.run(params, never);
    assert.match(output, /^x{1000000}\n… \(the rest of the output is left out\)\n$/);
  });

  test("a problem is answered as it is", async () => {
    const outcome = { kind: "problem", message: "There is no file a.", help: "Give another." } as const;
    const profiles = createProfiles(
      () => undefined,
      async () => outcome,
    );
    assert.deepEqual(await profiles.run(params, never), outcome);
  });

  test("cancelled, it answers nothing that was seen", async () => {
    let cancel = (): void => undefined;
    const token: CancellationToken = {
      isCancellationRequested: false,
      onCancellationRequested: (listener) => {
        cancel = () => listener(undefined);
        return { dispose: () => undefined };
      },
    };
    const profiles = createProfiles(() => undefined, untilEnded);
    const answer = profiles.run(params, token);
    cancel();
    assert.deepEqual(await answer, { kind: "cancelled" });
    assert.deepEqual(await profiles.run(params, { ...never, isCancellationRequested: true }), { kind: "cancelled" });
  });

  test("ended, it answers what is known; another one's end is not its own", async () => {
    const profiles = createProfiles(() => undefined, untilEnded);
    let isAnswered = false;
    const answer = profiles.run(params, never).finally(() => (isAnswered = true));
    profiles.end(8);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isAnswered, false);
    profiles.end(7);
    assert.equal((await answer).kind, "profile");
  });
});
