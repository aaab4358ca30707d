/** Puts a code editor in the place of the text of a file, which says at each line what the validator says. */

import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { completionsFrom, placeDescription } from './complete.js';
import type { FileSchema } from './suggest.js';

/** What the validator found. */
interface FoundProblem {
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
}

/** What it works with. */
export interface CodeParts {
  /** Keeps the text: the form posts it as it did without a script. */
  readonly textarea: HTMLTextAreaElement;
  /** Says how many problems there are, for eyes and screen readers. */
  readonly status: HTMLElement;
  readonly experiment: string;
  /** The page's policy lets the editor's own styles in by it. */
  readonly nonce: string;
  /** Of experiment files; null where it could not be had: then nothing is suggested. */
  readonly schema: Promise<FileSchema | null>;
  /** Hears of every change of the text. */
  readonly onChange: () => void;
}

const PAUSE_MS = 400;

/** Begins to edit. Tab leaves the editor, as it leaves every other field. */
export function editCode({ textarea, status, experiment, nonce, schema, onChange }: CodeParts): EditorView {
  const check = async (view: EditorView): Promise<Diagnostic[]> => {
    const found = await problemsOf(experiment, view.state.doc.toString());
    status.textContent = found ? summaryOf(found) : 'The text could not be checked: it is checked when you save it.';
    return (found ?? []).map((problem) => diagnosticOf(problem, view));
  };
  const [label] = textarea.labels ?? [];
  const view = new EditorView({
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        EditorView.cspNonce.of(nonce),
        lineNumbers(),
        highlightActiveLine(),
        history(),
        bracketMatching(),
        indentUnit.of('  '),
        yaml(),
        syntaxHighlighting(classHighlighter),
        linter(check, { delay: PAUSE_MS }),
        lintGutter(),
        autocompletion({
          override: [completionsFrom(schema)],
          activateOnCompletion: () => true,
          icons: false,
          positionInfo: placeDescription,
          // A list opens after a pause in typing, so that Enter is meant for it.
          interactionDelay: 0,
        }),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
        EditorView.contentAttributes.of({
          tabindex: '0',
          'aria-label': label?.firstChild?.textContent?.trim() ?? 'YAML',
        }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (!docChanged) return;
          textarea.value = state.doc.toString();
          onChange();
        }),
      ],
    }),
  });
  // Behind the label, whose name would be the whole text otherwise.
  (label ?? textarea).after(view.dom);
  textarea.hidden = true;
  return view;
}

/** Puts the cursor at the beginning of a line, in sight. */
export function goToLine(view: EditorView, line: number): void {
  const { doc } = view.state;
  const { from } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
}

/** Null where nobody answers: a session that is over, a server that is gone. */
async function problemsOf(experimentId: string, text: string): Promise<readonly FoundProblem[] | null> {
  try {
    const response = await fetch('/api/experiment.validate', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ experimentId, yaml: text }),
    });
    return response.ok ? ((await response.json()) as { readonly problems: readonly FoundProblem[] }).problems : null;
  } catch {
    // The page says that it was not checked.
    return null;
  }
}

function diagnosticOf(
  { line, column, severity, path, message }: FoundProblem,
  { state: { doc } }: EditorView,
): Diagnostic {
  const place = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const from = Math.min(place.from + Math.max(column - 1, 0), place.to);
  return { from, to: Math.max(from, place.to), severity, message: `${path} ${message}`.trim() };
}

function summaryOf(found: readonly FoundProblem[]): string {
  const [first] = found;
  if (!first) return 'No problems.';
  const count = found.length === 1 ? '1 problem' : `${found.length} problems`;
  return `${count}: line ${first.line}, ${`${first.path} ${first.message}`.trim()}`;
}
