import { POLICY_PATH } from '../domain/policy.ts';
import type { Setup } from '../domain/setup.ts';
import { adviceSection } from './advice.ts';
import { rowsWithin } from './budget.ts';
import { blocks } from './layout.ts';
import { count, newFileLink, type Origin } from './places.ts';
import { proposedPolicy } from './proposed-policy.ts';
import { prose } from './safe.ts';

/** How much of the room each list may take, in parts of 100. */
const SHARES = { opens: 40, advice: 30 };

// An e-mail shows these lines as plain text.
const INTRO = [
  'Reverify keeps evaluations fresh: it opens an issue where claims have passed their verification age, and closes it once they are verified again.',
  `Nobody has configured it for this repository: until \`${POLICY_PATH}\` is there, it writes nothing but this issue.`,
  'To begin, create that file with the link below; this issue then closes by itself. If you do not want Reverify here, close this issue: it stays closed.',
].join('\n');

const LIMITS = 'Issues about links and upstream events come once they have been looked at.';

/** Words the issue that says what was found in a new repository, what would be done there, and how to begin. */
export function onboardingBody(setup: Setup, origin: Origin, budget: number): string {
  return blocks(
    INTRO,
    `### What was found\n\n${foundIn(setup)}`,
    opensSection(setup, (budget * SHARES.opens) / 100),
    adviceSection(setup.advice, (budget * SHARES.advice) / 100),
    policySection(setup, origin),
  );
}

function foundIn({ evaluations, claims, problems }: Setup): string {
  const mend = problems === 0 ? '' : ` ${count(problems, 'problem')} in the files would be listed to mend.`;
  return `${count(evaluations, 'evaluation')} with ${count(claims.total, 'claim')}, of which ${claims.stale} would be stale.${mend}`;
}

function opensSection({ opens, waiting }: Setup, budget: number): string {
  const heading = '### What would be opened on the first day';
  if (opens.length === 0) return blocks(heading, 'No issue.', LIMITS);
  const rows = rowsWithin(
    opens,
    (title) => `- ${prose(title)}`,
    budget,
    (left) => `\n…and ${count(left, 'more issue')}.`,
  );
  const later = `${count(waiting, 'further issue')} would wait for later days, on the dashboard.`;
  return blocks(heading, rows, waiting === 0 ? '' : later, LIMITS);
}

function policySection({ policy }: Setup, origin: Origin): string {
  const text = proposedPolicy(policy);
  const link = newFileLink(origin, POLICY_PATH, text);
  return blocks(
    '### The configuration to begin with',
    `Change what you like, and ${link}:`,
    `\`\`\`yaml\n${text}\`\`\``,
    'On a pull request to it Reverify says which issues it would open and close.',
  );
}
