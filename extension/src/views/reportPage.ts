// Fits the report's page into the editor: nothing may be loaded or run, the colours are the theme's, and it can be exported. Pure.

const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;

/** The editor marks the body with the kind of the theme, for which the page has colours of its own where the theme promises none. */
const theme = `<style>
body[class*="vscode-"][class] {
  --text: var(--vscode-editor-foreground); --faint: var(--vscode-descriptionForeground); --line: var(--vscode-contrastBorder, var(--vscode-panel-border, rgba(128, 128, 128, .35)));
  --page: var(--vscode-editor-background); --card: var(--vscode-editorWidget-background); --link: var(--vscode-textLink-foreground);
  font-family: var(--vscode-font-family); font-size: var(--vscode-font-size, 13px); padding: 0;
}
code { font-family: var(--vscode-editor-font-family); color: inherit; background: none; padding: 0; }
.export { display: flex; gap: 1rem; justify-content: flex-end; } .export a { padding: .1rem .25rem; }
.scroll:focus-visible, a:focus-visible { outline-color: var(--vscode-focusBorder); }
</style>`;

/** @param rewrite title and command of a link that makes the rewrite which the trace allows */
export function tracePage(html: string, rewrite?: { readonly title: string; readonly command: string }): string {
  const page = reportPage(html);
  if (rewrite === undefined) return page;
  const bar = `<nav class="export" aria-label="${rewrite.title}"><a href="command:${rewrite.command}">${rewrite.title}</a></nav>`;
  return page.replace("<main>", () => `<main>\n${bar}`);
}

/** What the exported report may be. */
export const exportFormats = { html: "HTML", md: "Markdown", json: "JSON" } as const;
export type ExportFormat = keyof typeof exportFormats;

/**
 * @param html a whole page without scripts, as `printHtml` writes it
 * @param exporter title and command that exports what is shown; the format is its argument
 */
export function reportPage(html: string, exporter?: { readonly title: string; readonly command: string }): string {
  // The policy has to come first to hold for everything; the colours last, to win.
  const page = html.replace("<head>", () => `<head>\n${policy}`).replace("</head>", () => `${theme}\n</head>`);
  if (exporter === undefined) return page;
  const links = Object.entries(exportFormats).map(([format, name]) => {
    const argument = encodeURIComponent(JSON.stringify([format]));
    return `<a href="command:${exporter.command}?${argument}">${name}</a>`;
  });
  const bar = `<nav class="export" aria-label="${exporter.title}"><span aria-hidden="true">${exporter.title}</span>${links.join("")}</nav>`;
  return page.replace("<main>", () => `<main>\n${bar}`);
}
