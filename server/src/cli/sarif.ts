// The verdicts as SARIF 2.1.0 (OASIS standard), for code scanning services.
import type { KernelReport } from "../analysis/kernelReports.js";
import type { LoopReport } from "../analysis/loopReport.js";

export function sarif(loops: readonly LoopReport[], kernels: readonly KernelReport[] = []): object {
  const ids = [
    ...new Set([
      ...loops.flatMap((loop) =>
        loop.verdict === "parallel" ? [`parallel-${loop.pattern}`] : loop.reasons.map((reason) => reason.id),
      ),
      ...kernels.map(({ id }) => id),
    ]),
  ].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "loopsmith",
            informationUri: "https://example.invalid/loopsmith",
            rules: ids.map((id) => ({ id })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: [
          ...loops.flatMap((loop) => results(loop)),
          ...kernels.map(({ id, severity, message, help, file, line, column }) =>
            result(id, severity, `${message} ${help}`, file, line, column),
          ),
        ],
      },
    ],
  };
}

function results(loop: LoopReport): object[] {
  if (loop.verdict === "parallel") {
    return [
      result(
        `parallel-${loop.pattern}`,
        "note",
        `This loop can run on all cores. ${loop.profit.why}`,
        loop.file,
        loop.line,
        loop.column,
      ),
    ];
  }
  return loop.reasons.map((reason) =>
    result(reason.id, "none", `${reason.message} ${reason.help}`, loop.file, reason.line, reason.column),
  );
}

function result(
  ruleId: string,
  level: string,
  text: string,
  uri: string,
  startLine: number,
  startColumn: number,
): object {
  return {
    ruleId,
    level,
    message: { text },
    locations: [
      { physicalLocation: { artifactLocation: { uri: encodeURI(uri) }, region: { startLine, startColumn } } },
    ],
  };
}
