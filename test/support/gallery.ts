// The gallery: pairs of a loop as somebody would write it and what the rewrite makes of it. Fixtures in, pairs out.
import fs from "node:fs";
import path from "node:path";
import { type Files, openProject, type Project, rewritten } from "./rewriteProject.js";

export interface GalleryPair {
  /** Base name of the fixture, with the extension of its program. */
  readonly name: string;
  /** One sentence. */
  readonly title: string;
  readonly transform: string;
  /** An expression in the scope of the program. */
  readonly run: string;
  readonly project: Project;
  /** Name of the program's file. */
  readonly main: string;
  readonly before: string;
  readonly after: Files;
}

/** Names of the fixtures, sorted. */
export function galleryFixtures(root: string): readonly string[] {
  return fs.readdirSync(path.join(root, "test/gallery")).sort();
}

/**
 * Rewrites the loop that is marked in a fixture: `// title`, `// transform: id` (optional), `// run: expression`, and the program.
 * The project is good until the next one is opened.
 */
export function galleryPair(root: string, fixture: string): GalleryPair {
  const text = fs.readFileSync(path.join(root, "test/gallery", fixture), "utf8");
  const [head, ...rest] = text.split("\n\n");
  const field = (name: string) => new RegExp(`^// ${name}: (.*)$`, "m").exec(head!)?.[1];
  const name = fixture.replace(/\.txt$/, "");
  const main = name.replace(/^\d+-/, "");
  const transform = field("transform") ?? "parallel-map-sync";
  const marked = rest.join("\n\n");
  const project = openProject({ [main]: marked });
  const { "package.json": _, ...after } = rewritten(project, transform);
  const [title] = head!.split("\n");
  return {
    name,
    title: title!.slice(3),
    transform,
    run: field("run")!,
    project,
    main,
    before: marked.replace("$0", ""),
    after,
  };
}
