/** Checks each file by itself, and those alone that no memory holds. */

import { check } from './check.js';
import type { LocateTarget } from './locate.js';
import type { CheckedFile, Memory } from './memory.js';
import { type ParsedDocument, type ParsedFile, parse, type SourceFile, toProblem } from './parse.js';
import { pathWords } from './path.js';
import type { Finding, Mend, Problem } from './problem.js';

/** In the order of the files. @param origins other sites that variants may redirect to */
export async function checkFiles(
  files: readonly SourceFile[],
  origins: readonly string[],
  memory?: Memory,
): Promise<CheckedFile[]> {
  memory?.begin(origins);
  const known = await recallOrParse(files, memory);
  const documents = known.flatMap((file) => (isParsed(file) ? file.documents : []));
  const findings = (await check(documents, origins, memory?.pause)).values();
  return known.map((one, at) => {
    if (!isParsed(one)) return one;
    const found = one.documents.map(() => findings.next().value ?? []);
    const checked = checkedFile(one, found);
    const file = files[at];
    // Whether there was time for a pattern says nothing of the next time.
    const isLasting = !found.flat().some(({ code }) => code === 'regex-late');
    if (file && isLasting) memory?.keep(file, withoutTrees(file, checked));
    return checked;
  });
}

/** Files that are parsed at a stretch. */
const STRETCH = 64;

async function recallOrParse(files: readonly SourceFile[], memory?: Memory): Promise<(CheckedFile | ParsedFile)[]> {
  const known: (CheckedFile | ParsedFile)[] = [];
  let parsed = 0;
  for (const file of files) {
    const recalled = memory?.recall(file);
    known.push(recalled ?? parse(file));
    if (!recalled && ++parsed % STRETCH === 0) await memory?.pause();
  }
  return known;
}

const isParsed = (file: CheckedFile | ParsedFile): file is ParsedFile => !('isChecked' in file);

/** A finding of a document, in its file. */
export function place(document: ParsedDocument, finding: Finding): Problem {
  return toProblem(document.file, finding, document.locate(finding), pathWords(finding.path, document.value));
}

function checkedFile(file: ParsedFile, findings: readonly (readonly Finding[])[]): CheckedFile {
  const problems = [...file.problems];
  const mends = new Map(file.mends);
  const documents = file.documents.map((document, at) => {
    const found = findings[at] ?? [];
    for (const finding of found) {
      const problem = place(document, finding);
      problems.push(problem);
      const edits = finding.mends ? document.editsFor(finding.mends) : [];
      if (edits.length) mends.set(problem, edits);
    }
    const valid = !found.some(({ severity }) => severity === 'error');
    return { document, valid, line: document.locate({ path: [] }).line };
  });
  return { isChecked: true, documents, problems, mends };
}

/** A syntax tree is far larger than its text, and few are asked for anything again: those are parsed again. */
function withoutTrees(file: SourceFile, { documents, ...rest }: CheckedFile): CheckedFile {
  let parsed: ParsedFile | undefined;
  const again = (at: number): ParsedDocument | undefined => {
    parsed ??= parse(file);
    return parsed.documents[at];
  };
  const light = documents.map(({ document: { file: name, index, value, findings }, valid, line }, at) => ({
    document: {
      ...{ file: name, index, value, findings },
      locate: (target: LocateTarget) => again(at)?.locate(target) ?? { line: 1, column: 1 },
      editsFor: (mends: readonly Mend[]) => again(at)?.editsFor(mends) ?? [],
    },
    valid,
    line,
  }));
  return { ...rest, documents: light };
}
