// Fits the report's page into the editor: nothing may be loaded or run, and the colours are the theme's. Pure.

const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;

const theme = `<style>
:root, body {
  --text: var(--vscode-editor-foreground); --faint: var(--vscode-descriptionForeground); --line: var(--vscode-panel-border, rgba(128, 128, 128, .35));
  --page: var(--vscode-editor-background); --serial: var(--vscode-charts-lines, #8b949e); --parallel: var(--vscode-charts-blue, #3794ff);
  --good: var(--vscode-charts-green, #388a34); --bad: var(--vscode-errorForeground);
}
body { font-family: var(--vscode-font-family); font-size: var(--vscode-font-size, 13px); padding: 0; }
code { font-family: var(--vscode-editor-font-family); color: inherit; background: none; padding: 0; }
</style>`;

/** @param html a whole page without scripts, as `printHtml` writes it */
export function reportPage(html: string): string {
  // The policy has to come first to hold for everything; the colours last, to win.
  return html.replace("<head>", () => `<head>\n${policy}`).replace("</head>", () => `${theme}\n</head>`);
}
