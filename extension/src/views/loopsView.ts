// The Loops view: shows what loopTree.ts makes of the loops of the workspace, which are looked for when it is first seen.
import * as vscode from "vscode";
import type { LoopScan } from "../loopScan.js";
import { t } from "../text.js";
import {
  childrenOf,
  countLoops,
  type Grouping,
  type GroupNode,
  groupings,
  type Heat,
  type LoopNode,
  loopGroups,
  type TreeNode,
} from "./loopTree.js";
import { percent } from "./numbers.js";

export interface LoopsView extends vscode.Disposable {
  groupBy(grouping: Grouping): void;
  /** Asks for words; an empty answer shows all loops again. */
  askForFilter(): Promise<void>;
  setFilter(filter: string): void;
  /** What is shown now, on the first level. */
  groups(): readonly GroupNode[];
  reveal(): Promise<void>;
}

/** What a profile knows of the loops. */
export interface HeatSource {
  readonly onChange: vscode.Event<void>;
  /** Line and column from 1. */
  of(uri: string, line: number, column: number): Heat | undefined;
}

export const viewId = "loopsmith.loops";
const groupingContext = "loopsmith.loopsGrouping";
const filterContext = "loopsmith.loopsFiltered";
const groupingKey = "loops.grouping";

export function createLoopsView(scan: LoopScan, heat: HeatSource, memory: vscode.Memento): LoopsView {
  let grouping: Grouping = groupings.find((each) => each === memory.get(groupingKey)) ?? "file";
  let filter = "";
  let groups: readonly GroupNode[] | undefined;
  const changed = new vscode.EventEmitter<undefined>();
  const view = vscode.window.createTreeView<TreeNode>(viewId, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (node) => [...(node === undefined ? current() : childrenOf(node))],
      getTreeItem: (node) => (node.kind === "group" ? groupItem(node) : loopItem(node, grouping)),
    },
    showCollapseAll: true,
  });
  const listeners = vscode.Disposable.from(
    view,
    changed,
    scan.onChange(update),
    heat.onChange(update),
    view.onDidChangeVisibility(({ visible }) => void (visible && first())),
  );
  setContext(groupingContext, grouping);
  if (view.visible) first();
  return {
    groupBy,
    askForFilter,
    setFilter,
    groups: current,
    reveal: async () => {
      await vscode.commands.executeCommand(`${viewId}.focus`);
    },
    dispose: () => listeners.dispose(),
  };

  /** Nothing is looked for before somebody looks at the view. */
  function first(): void {
    const hasSeenNothing = scan.state() === "complete" && scan.looked().folders === 0;
    if (scan.state() === "not started" || hasSeenNothing) void scan.start(grouping === "reason");
  }

  function current(): readonly GroupNode[] {
    groups ??= loopGroups(scan.files(), { grouping, filter, heatOf: heat.of });
    return groups;
  }

  function update(): void {
    groups = undefined;
    const { promising, all } = countLoops(scan.files());
    const badge = t("{0} loops are worth running on all cores", promising);
    view.badge = promising === 0 ? undefined : { value: promising, tooltip: badge };
    view.description = all === 0 ? "" : t("{0} of {1} worth it", promising, all);
    view.message = message(all);
    changed.fire(undefined);
  }

  /** The view's own welcome text is for a workspace in which nothing is open; a message says why there is nothing else. */
  function message(all: number): string {
    if (scan.state() === "running") return all === 0 ? t("Looking for loops …") : "";
    if (scan.state() === "failed") return t("The scan did not end. Refresh to look again.");
    if (filter !== "") {
      const shown = current().reduce((sum, { loops }) => sum + loops.length, 0);
      return t("Filter: {0} ({1} of {2})", filter, shown, all);
    }
    if (scan.state() === "cancelled") return t("The scan was cancelled: some files have not been looked at.");
    const { folders, files } = scan.looked();
    return all === 0 && scan.state() === "complete"
      ? t("There is no loop in this workspace (source files: {0}, folders: {1}).", files, folders)
      : "";
  }

  function groupBy(wanted: Grouping): void {
    grouping = wanted;
    setContext(groupingContext, grouping);
    void memory.update(groupingKey, grouping);
    update();
    if (grouping === "reason" && !scan.knowsReasons() && scan.state() !== "not started") void scan.start(true);
  }

  async function askForFilter(): Promise<void> {
    const before = filter;
    const input = vscode.window.createInputBox();
    input.title = t("Filter the loops");
    input.placeholder = t("Words in path, function, loop or reason, e.g. src/image parallel");
    input.value = filter;
    let accepted = false;
    await new Promise<void>((resolve) => {
      input.onDidChangeValue(setFilter);
      input.onDidAccept(() => {
        accepted = true;
        input.hide();
      });
      input.onDidHide(() => resolve());
      input.show();
    });
    input.dispose();
    if (!accepted) setFilter(before);
  }

  function setFilter(wanted: string): void {
    filter = wanted.trim();
    setContext(filterContext, filter !== "");
    update();
  }
}

function setContext(name: string, value: unknown): void {
  void vscode.commands.executeCommand("setContext", name, value);
}

function groupItem({ id, label, description, icon, uri, loops }: GroupNode): vscode.TreeItem {
  const isOpen = icon === "promising" || icon === "hot";
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, isOpen && loops.length <= 50 ? Expanded : Collapsed);
  item.id = id;
  item.description = description;
  item.contextValue = "group";
  if (uri !== undefined) item.resourceUri = vscode.Uri.parse(uri);
  item.iconPath = uri === undefined ? groupIcons[icon] : vscode.ThemeIcon.File;
  return item;
}

function loopItem({ id, uri, path, loop, heat }: LoopNode, grouping: Grouping): vscode.TreeItem {
  // The line first: heads of loops are alike, and what stands behind them is cut off first.
  const item = new vscode.TreeItem(`${loop.line}: ${loop.text}`);
  const own = vscode.Uri.parse(uri);
  item.id = id;
  const share = heat === undefined ? [] : [t("{0} of the run", percent(heat.share))];
  const file = grouping === "file" ? "" : fileName(path);
  item.description = [...share, file, loop.function].filter(Boolean).join(" · ");
  item.tooltip = tooltip(loop, heat);
  item.iconPath =
    heat !== undefined && heat.share >= 0.1 && !loop.promising ? groupIcons.hot : groupIcons[kindOf(loop)];
  item.contextValue = `loop ${kindOf(loop)}${loop.canRewrite ? " rewrite" : ""}`;
  const place = new vscode.Position(loop.line - 1, loop.column - 1);
  const selection = new vscode.Range(place, place);
  item.command = { title: t("Open"), command: "vscode.open", arguments: [own, { selection, preserveFocus: true }] };
  const said = [t("line {0}", loop.line), loop.text, item.description, verdicts[kindOf(loop)]()];
  item.accessibilityInformation = { label: said.filter(Boolean).join(", ") };
  return item;
}

function tooltip(loop: LoopNode["loop"], heat: Heat | undefined): vscode.MarkdownString {
  const text = new vscode.MarkdownString(`**${verdicts[kindOf(loop)]()}**\n\n`);
  text.appendText(`${loop.why}\n`);
  for (const { message } of loop.reasons) text.appendMarkdown("\n- ").appendText(message);
  if (heat !== undefined && heat.savesMs > 0)
    text
      .appendMarkdown("\n\n")
      .appendText(t("All cores would save at most {0} ms (a prediction).", Math.round(heat.savesMs)));
  return text;
}

type Kind = "promising" | LoopNode["loop"]["verdict"];

function kindOf({ promising, verdict }: LoopNode["loop"]): Kind {
  return promising ? "promising" : verdict;
}

const verdicts: Readonly<Record<Kind, () => string>> = {
  promising: () => t("Can run on all cores"),
  parallel: () => t("Can run on all cores, but does not pay"),
  serial: () => t("Has to run in order"),
  unasked: () => t("Would not pay on all cores"),
};

const groupIcons: Readonly<Record<GroupNode["icon"], vscode.ThemeIcon>> = {
  file: vscode.ThemeIcon.File,
  promising: new vscode.ThemeIcon("zap", new vscode.ThemeColor("charts.green")),
  parallel: new vscode.ThemeIcon("circle-outline", new vscode.ThemeColor("charts.green")),
  serial: new vscode.ThemeIcon("arrow-down", new vscode.ThemeColor("disabledForeground")),
  unasked: new vscode.ThemeIcon("circle-outline", new vscode.ThemeColor("disabledForeground")),
  hot: new vscode.ThemeIcon("flame", new vscode.ThemeColor("charts.orange")),
  more: new vscode.ThemeIcon("ellipsis"),
};

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
