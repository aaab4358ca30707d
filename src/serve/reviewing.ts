/** Finds the text that a change is judged by: for review the one of its branch, where that is there, else the file. */

import { shown } from '../files/index.js';
import { type Done, refused, succeeded } from './fault.js';
import type { Repository } from './git.js';
import type { ReviewBase } from './gitbases.js';
import { judgeText } from './judging.js';
import { type Catalogue, type FiledExperiment, fileFor, type Workspace } from './workspace.js';

/** The branch on which changes of an experiment wait for review. */
export const branchFor = (id: string): string => `fx/${id}`;

/** What a change begins with. */
export interface Footing {
  /** Null where there is no such experiment. */
  readonly filed: FiledExperiment | null;
  /** What its commit may be made on, the best first; null where the file here is changed. */
  readonly bases: readonly ReviewBase[] | null;
  /** Whether the text is that of the branch. */
  readonly isOnBranch: boolean;
}

/** Where things stand. */
export async function footingOf(
  { workspace, repository }: { readonly workspace: Workspace; readonly repository: Repository | null },
  catalogue: Catalogue,
  id: string,
  isBranch: boolean,
): Promise<Done<Footing>> {
  const here = catalogue.experiments.get(id) ?? null;
  if (!isBranch) return succeeded({ filed: here, bases: null, isOnBranch: false });
  if (!repository)
    return refused('NO_BRANCH', { message: 'This folder is not in git, so there is no branch to write to' });
  if (repository.trouble) return refused('NO_BRANCH', { message: `Nothing was committed: ${repository.trouble}` });
  const file = here?.source.path ?? shown(fileFor(workspace.directory, id));
  const bases = await repository.bases(file, branchFor(id));
  if (!bases) return succeeded({ filed: here, bases, isOnBranch: false });
  const [branch] = bases;
  if (!branch?.isThere || (branch.text === null && !here)) return succeeded({ filed: here, bases, isOnBranch: false });
  const { filed } =
    branch.text === null ? { filed: null } : await judgeText({ workspace, catalogue, id, file }, branch.text);
  if (filed) return succeeded({ filed, bases, isOnBranch: true });
  return refused('NO_BRANCH', {
    message: `The branch ${branchFor(id)} holds no ${id} in ${file}, or one with an error: correct it there, or delete the branch`,
  });
}
