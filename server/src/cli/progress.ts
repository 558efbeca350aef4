// How far a measurement is: in a terminal one line with a bar and the time left, in a log a line for each stage.
import { bar } from "@loopsmith/runner/bench";
import type { Terminal } from "./problem.js";

export interface Progress {
  /** @param step what is done now, and how much of all of it, from 0 to 1; null while nobody knows */
  step(step: { readonly message: string; readonly done: number | null }): void;
  /** Takes the line away; to be called before anything else is printed. */
  end(): void;
}

const WIDTH = 20;

/** Milliseconds that have to have passed before the time left is guessed, and below which nobody wants to know it. */
const SOON = 2000;

/** @param now milliseconds since some fixed moment */
export function progressOn(
  terminal: Pick<Terminal, "err" | "status">,
  now: () => number = performance.now.bind(performance),
): Progress {
  let stage = "";
  let begin: { readonly at: number; readonly done: number } | undefined;
  return {
    step({ message, done }) {
      if (done !== null) begin ??= { at: now(), done };
      if (terminal.status === undefined) {
        const next = stageOf(message);
        if (next !== stage) terminal.err(next);
        stage = next;
        return;
      }
      if (done === null || begin === undefined) terminal.status(message);
      else {
        const share = `${Math.round(done * 100)} %`.padStart(5);
        terminal.status(
          `${bar(done, 1, WIDTH).padEnd(WIDTH, "·")} ${share}  ${message}${timeLeft(begin, done, now())}`,
        );
      }
    },
    end: () => terminal.status?.(""),
  };
}

/** Pairs and files are counted where a line can be written over; in a log they would fill pages. */
function stageOf(message: string): string {
  return message.replace(/pair \d+(?: of runs)?$/, "measuring").replace(/: \d+ files$/, "");
}

function timeLeft(begin: { readonly at: number; readonly done: number }, done: number, now: number): string {
  const passed = now - begin.at;
  if (passed < SOON || done <= begin.done || 1 <= done) return "";
  const left = (passed * (1 - done)) / (done - begin.done);
  if (left < SOON) return "";
  const seconds = Math.round(left / 1000);
  return seconds < 60 ? `, about ${seconds} s left` : `, about ${Math.round(seconds / 60)} min left`;
}
