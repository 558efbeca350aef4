// The commands' names, in one table: package.json declares each, and index.ts says what each does.

export const commandIds = {
  runOnAllCores: "loopsmith.runOnAllCores",
  applyVerified: "loopsmith.applyVerified",
  benchmarkLoop: "loopsmith.benchmarkLoop",
  cancelBenchmark: "loopsmith.cancelBenchmark",
  chooseBenchCommand: "loopsmith.chooseBenchCommand",
  checkByRunning: "loopsmith.checkByRunning",
  applyObserved: "loopsmith.applyObserved",
  explainLoop: "loopsmith.explainLoop",
  showVariables: "loopsmith.showVariables",
  hideVariables: "loopsmith.hideVariables",
  showReport: "loopsmith.showReport",
  exportReport: "loopsmith.exportReport",
  clearResults: "loopsmith.clearResults",
  refreshLoops: "loopsmith.refreshLoops",
  cancelScan: "loopsmith.cancelScan",
  groupLoopsByFile: "loopsmith.groupLoopsByFile",
  groupLoopsByReason: "loopsmith.groupLoopsByReason",
  groupLoopsBySaving: "loopsmith.groupLoopsBySaving",
  filterLoops: "loopsmith.filterLoops",
  clearLoopFilter: "loopsmith.clearLoopFilter",
  profileProgram: "loopsmith.profileProgram",
  endProfile: "loopsmith.endProfile",
  cancelProfile: "loopsmith.cancelProfile",
  clearProfile: "loopsmith.clearProfile",
  installRunner: "loopsmith.installRunner",
  openWalkthrough: "loopsmith.openWalkthrough",
  restartServer: "loopsmith.restartServer",
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];
