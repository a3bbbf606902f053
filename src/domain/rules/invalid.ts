import type { Evaluation } from '../evaluation.ts';
import type { Remark, Rule, Subject } from './rule.ts';

/** Files, fields and dates that cannot be read. */
export const invalid: Rule = {
  name: 'invalid',
  setting: 'fail',
  about: 'A file, a field or a date cannot be read, or a criterion has no date.',
  judge({ after, problems }, { fields }) {
    const missing = after === undefined ? [] : missingDates(after, fields.verified);
    return [...problems.filter(({ rule }) => rule !== 'duplicate-id').map(remarkOn), ...missing];
  },
};

function remarkOn({
  rule,
  level,
  line,
  column,
  field,
  message,
  remedy,
}: Subject['problems'][number]): Remark {
  const at = { line, column, field };
  return { path: [], key: `${rule} ${field}`, at, message, remedy, mild: level === 'note' };
}

/** Criteria that do not say when they were verified. */
export function missingDates({ claims }: Evaluation, dateField: string): Remark[] {
  const missing = claims.filter(({ kind, raw }) => kind === 'criterion' && raw[dateField] === undefined);
  return missing.map(({ name, path }) => ({
    path,
    message: `\`${name}\` does not say when it was last verified. It counts as stale.`,
    remedy: `Add "${dateField}": "YYYY-MM-DD".`,
  }));
}
