// What `loopsmith --help` prints.

export const helpText = `loopsmith: finds the loops that can run on all cores, proves it, rewrites them, measures the gain.

  loopsmith check [paths]            every loop worth the trouble, and how many there are
      --all                          every loop, with the reasons why not
      --format pretty|json|sarif     json and sarif always list every loop
      --fail-on WHAT                 exit status 1 when found: promising, parallel, serial, unsafe-kernel, or the id of a reason
  loopsmith apply file:line          the edit that runs this loop on all cores, as a diff
  loopsmith apply --all [paths]      the same for every promising loop
      --write                        make the changes
      --sync                         never await, so that no signature changes
      --async                        always await: functions become async, and so do their callers; tells what to review
      --force                        also loops that are not likely to pay
      --no-format                    files stay as the rewrite writes them; otherwise the project's own prettier or biome lays out those
                                     that it would have left as they were before, and with --all --write its eslint mends new findings of style
      --observed FILE                a trace (bench --trace --save) that allows what the analysis could not decide
      --reassociate                  sums, counts and the best of a loop by partial results: little travels, but sums are added up in
                                     another order, so their last digits can differ; tells what to review
      --transform ID                 parallel-map-sync, parallel-map-await, parallel-map-make-async, reassociate-sync or
                                     reassociate-await
  loopsmith apply --inverse file:line    back from a call of parallelMap to a loop; --write makes the change
  loopsmith install [folder]         the runner that rewritten programs need, from the copy that this command carries
      --dry                          only say what would be done
  loopsmith profile -- CMD           run CMD, show which loops take the time and what running them on all cores would save
      --from FILE.cpuprofile         read a profile recorded elsewhere
      --seconds N                    end it after N seconds; Ctrl-C does so, too, and both show what is known by then
      --format pretty|json|md   --out FILE   --all
  loopsmith bench file:line -- CMD   run CMD in a copy, record the loop's inputs, replay serial and parallel, compare
      --reassociate                  as rewritten by partial results, where that is exact
      --entry first|heaviest|N       which of the loop's runs is recorded; heaviest runs CMD once more to find it
      --format pretty|json|md|html   --out FILE   --seconds N
      --save FILE                    keep the report as a baseline
      --compare FILE                 compare with a baseline
      --fail-if-slower               exit status 1 when slower than the baseline, without one than the loop as it is
  loopsmith bench --whole [file:line | paths] -- CMD   run CMD as it is and with these loops (or all promising ones) rewritten, in two
                                     copies, in turn: output and exit status compared, end-to-end speedup
      --tests "npm test"             a command that checks the results, instead of what CMD prints
      --reassociate                  by partial results, where that can be done
      --sync   --format pretty|json|md|html   --out FILE   --seconds N   --save FILE   --compare FILE   --fail-if-slower
  loopsmith bench --trace file:line -- CMD   run CMD in a copy and write down which iterations touch the same places: evidence for loops
                                     that the analysis could not decide
      --format pretty|json|md|html   --out FILE   --seconds N   --save FILE (for apply --observed)
  loopsmith mcp                      check, rewrite and benchmark as tools for assistants (Model Context Protocol on stdio)
  loopsmith lsp --stdio              the language server

  --project tsconfig.json            for all of them; otherwise the nearest one is used

Examples
  loopsmith check src
  loopsmith check src/image.ts:12
  loopsmith apply src/image.ts:12 --write
  loopsmith profile -- npx tsx src/main.ts
  loopsmith bench src/image.ts:12 -- npx tsx src/main.ts

Exit status: 0 done, 1 findings or a problem of the input, 2 wrong use; profile passes on the command's own.`;

/** What the help says of one command: its lines with the options below them. Undefined: there is no such command. */
export function helpOf(command: string): string | undefined {
  const lines = helpText.split("\n");
  const found: string[] = [];
  let isOwn = false;
  for (const line of lines.slice(0, lines.indexOf("Examples"))) {
    if (line.startsWith("  loopsmith ")) isOwn = line.split(" ")[3] === command;
    else if (line === "") isOwn = false;
    if (isOwn) found.push(line);
  }
  const project = lines.find((line) => line.startsWith("  --project "));
  return found.length === 0
    ? undefined
    : [...found, "", project, "", "`loopsmith --help` shows all commands."].join("\n");
}
