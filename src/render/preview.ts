import type { Fate, PolicyPreview, PreviewedIssue } from '../domain/policy-preview.ts';
import { rowsWithin } from './budget.ts';
import { blocks, tableHead, tableRow } from './layout.ts';
import { count } from './places.ts';
import { code, prose } from './safe.ts';

/** Room for the preview: the review itself needs the rest of the body. */
const PREVIEW_BUDGET = 15_000;

const words: Record<Fate, string> = {
  opens: 'opens',
  reopens: 'opens again',
  closes: 'closes',
  waits: 'waits for a later run',
  stays: 'stays open',
  nothing: '—',
};

const LIMITS =
  'This looks at the evaluation files of today alone. Issues about links and upstream events are not previewed.';

/** Says what a proposed configuration would do to the repository's issues; nothing where it changes no setting. */
export function previewWords(preview: PolicyPreview): string {
  const heading = '#### What this configuration would do';
  switch (preview.kind) {
    case 'unchanged':
      return '';
    case 'too-many-files':
      return blocks(heading, tooMany(preview.files));
    case 'issues': {
      const { issues } = preview;
      const rows = issues.length > 0 ? table(issues, PREVIEW_BUDGET - 1000) : '';
      return blocks(heading, summary(issues), rows, LIMITS);
    }
    default:
      return preview satisfies never;
  }
}

function tooMany(files: number): string {
  return `It takes ${count(files, 'more file')} for evaluations, too many to read for a preview. Narrow \`evaluations\`, or look on your own machine: \`reverify check\`.`;
}

function summary(issues: readonly PreviewedIssue[]): string {
  const next = deeds(issues, 'after');
  const old = deeds(issues, 'before');
  const differs = issues.some(({ before, after }) => before !== after);
  return differs
    ? `The next run would ${next}. With the configuration as it is, it would ${old}.`
    : `The next run would ${next}, as with the configuration as it is.`;
}

function deeds(issues: readonly PreviewedIssue[], when: 'before' | 'after'): string {
  const number = (...fates: Fate[]): number => issues.filter((issue) => fates.includes(issue[when])).length;
  const opens = number('opens', 'reopens');
  const [closes, waits] = [number('closes'), number('waits')];
  const waiting = waits > 0 ? ` and keep ${waits} waiting` : '';
  const opening = `open ${opens === 0 ? 'no issue' : count(opens, 'issue')}`;
  const closing = `close ${closes === 0 ? 'none' : closes}`;
  return waiting === '' ? `${opening} and ${closing}` : `${opening}, ${closing}${waiting}`;
}

function table(issues: readonly PreviewedIssue[], budget: number): string {
  const head = tableHead('issue', 'as it is', 'with this change');
  const rows = rowsWithin(
    issues,
    ({ title, number, before, after }) => {
      // As code: a reference would leave a trace in that issue.
      const name = number === undefined ? prose(title) : `${code(`#${number}`)} ${prose(title)}`;
      return tableRow(name, words[before], words[after]);
    },
    budget - head.length,
    (left) => `\n…and ${count(left, 'more issue')}.`,
  );
  return `${head}\n${rows}`;
}
