/** Writes over a file that has an error: which experiments it holds is not known before. */

import { basename } from 'node:path';
import { type Done, refused } from './fault.js';
import { compileWith, fitted } from './judging.js';
import { revisionOfText, textOfFile, type Workspace } from './workspace.js';
import { type Changed, type Hand, type WritingParts, writeRecorded } from './writing.js';

/** A new text of a file. */
export interface FileRepair extends Hand {
  /** As problems name it. */
  readonly path: string;
  readonly ifRevision: string;
  readonly text: string;
}

/** @returns null where somebody else wrote the file meanwhile */
export async function repairFile(
  parts: WritingParts & { readonly workspace: Workspace },
  { path: file, ifRevision, text: after, ...hand }: FileRepair,
): Promise<Done<Changed> | null> {
  const { workspace } = parts;
  const catalogue = await workspace.read();
  const found = catalogue.files.find(({ path }) => path === file);
  if (!found) return refused('NOT_FOUND', { message: `There is no file ${file} any more` });
  const [before, revision] = [textOfFile(found), revisionOfText(found.text)];
  if (ifRevision !== revision) return refused('CONFLICT', { details: { yours: ifRevision, revision, yaml: before } });
  const { own, sources, holdouts } = await compileWith({ workspace, catalogue, file }, after);
  if (own.length) return refused('VALIDATION_FAILED', { problems: own });
  const [id = stemOf(file)] = [...sources, ...holdouts].flatMap(([one, { path }]) => (path === file ? [one] : []));
  const judging = { workspace, catalogue, id, file };
  const onBranch = (onto: string | null) => fitted(judging, { id, before, after, edit: null }, onto);
  return writeRecorded(parts, { id, file, before, after, hand, onBranch });
}

const stemOf = (path: string): string => basename(path).replace(/\.ya?ml$/i, '');
