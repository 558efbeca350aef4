/**
 * Reads and sends, one after the other (application code: I/O).
 *
 * @loop downloaded:url        serial [await-in-body]
 * @loop sizes:.map            parallel map
 * @loop drain:chunk           serial [await-in-body]
 * @loop retried:attempt       serial [await-in-body]
 * @loop summarised:page       parallel commit             the await is before the loop
 */
export type Fetch = (url: string) => Promise<string>;

export async function downloaded(urls: readonly string[], get: Fetch): Promise<string[]> {
  const pages: string[] = [];
  for (const url of urls) pages.push(await get(url));
  return pages;
}

export function sizes(pages: readonly string[]): number[] {
  return pages.map((page) => page.replaceAll(/\s+/g, " ").length);
}

export async function drain(chunks: AsyncIterable<string>): Promise<number> {
  let size = 0;
  for await (const chunk of chunks) size += chunk.trim().length;
  return size;
}

export async function retried(url: string, get: Fetch, attempts: number): Promise<string> {
  for (let attempt = 1; attempt < attempts; attempt++) {
    try {
      return await get(url);
    } catch {
      // The next attempt follows.
    }
  }
  return await get(url);
}

export async function summarised(urls: readonly string[], load: (urls: readonly string[]) => Promise<string[]>): Promise<string[]> {
  const pages = await load(urls);
  const titles: string[] = [];
  for (const page of pages) {
    const title = /<title>([^<]*)<\/title>/.exec(page);
    titles.push(title?.[1]?.trim() ?? "untitled");
  }
  return titles;
}
