// What the server says in the user's language: whole texts, texts with values, and what has no translation.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readAnnotations } from "../../../test/support/annotations.js";
import { analyse } from "../../../test/support/check.js";
import { readDocBlock } from "../../../test/support/docBlock.js";
import { translateInto } from "./translate.js";

const german = translateInto("de-AT");
const say = (message: string) => german({ message }).message;

test("a text is said in the user's language with its values; code among them stays as it is", () => {
  assert.equal(
    say(
      "`x` carries a value from one iteration to the next: line 3 sets it, and the same line reads it back in a later iteration.",
    ),
    "`x` trägt einen Wert von einem Durchlauf zum nächsten: Zeile 3 setzt ihn, und dieselbe Zeile liest ihn wieder, in einem späteren Durchlauf.",
  );
  assert.equal(say("Pass `nothing` in `env`."), "Geben Sie `nothing` in `env` mit.");
});

test("several sentences, lines and titles are said part by part", () => {
  assert.equal(
    say("Compare by `<` or `>`. Read the clock once, before the loop."),
    "Vergleichen Sie mit `<` oder `>`. Lesen Sie die Uhr einmal, vor der Schleife.",
  );
  assert.equal(
    say("Variables: `i` induction\n\nCompare by `<` or `>`."),
    "Variablen: `i` induction\n\nVergleichen Sie mit `<` oder `>`.",
  );
  assert.equal(
    say(
      "Run this loop on all cores (parallelMapSync): Each iteration waits (`await`), and waiting does not get shorter on more cores",
    ),
    "Diese Schleife auf allen Kernen ausführen (parallelMapSync): Jeder Durchlauf wartet (`await`), und Warten wird auf mehr Kernen nicht kürzer",
  );
  assert.equal(
    say("Run this loop on all cores (parallelMapSync): `x` carries a value from one iteration to the next"),
    "Diese Schleife auf allen Kernen ausführen (parallelMapSync): `x` trägt einen Wert von einem Durchlauf zum nächsten",
  );
});

test("only what is shown is translated: data, names and code stay, and so does a text without a translation", () => {
  const answer = {
    data: { uri: "nothing" },
    text: "nothing",
    title: "the loop has a label",
    loops: [{ why: "nothing" }],
  };
  assert.deepEqual(german(answer), { ...answer, loops: [{ why: "nichts" }] });
});

test("in English, and in a language that there is none of, an answer is the very same", () => {
  const answer = { message: "nothing" };
  for (const locale of [undefined, "en", "en-GB", "fr"]) assert.equal(translateInto(locale)(answer), answer);
});

describe("every reason of the analysis is there in German, what it says and what to do:", () => {
  const folder = fileURLToPath(new URL("../legality/reasons/", import.meta.url));
  const units = fs.readdirSync(folder).filter((file) => !/^(?:index|reason)\.ts$|\.test\.ts$/.test(file));
  for (const file of units)
    test(file, () => {
      const [example = ""] = readDocBlock(path.join(folder, file)).examples;
      const loops = analyse(readAnnotations(example).text);
      const reasons = loops.flatMap(({ verdict }) => (verdict.kind === "serial" ? verdict.reasons : []));
      assert.notEqual(reasons.length, 0);
      for (const { message, help } of reasons) for (const text of [message, help]) assert.notEqual(say(text), text);
    });
});
