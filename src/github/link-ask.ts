import * as z from 'zod';
import type { Log } from '../domain/log.ts';
import type { GitHub } from './client.ts';
import { readGroup, unexpected, type Answer, type Sight } from './link-answer.ts';
import { composeQuery, packQuestions, type Group, type Question } from './link-question.ts';
import { partialAnswer, troubleOf, type Trouble } from './link-trouble.ts';

const Data = z.record(z.string(), z.unknown());

/** Asks GitHub, about a hundred things a request, one request after the other. Answers in the order of the questions. */
export async function askGitHub(
  github: GitHub,
  questions: readonly Question[],
  log: Log,
): Promise<readonly Sight[]> {
  const sights: Sight[] = [];
  let failures = 0;
  let end: Trouble | undefined;
  for (const groups of packQuestions(questions)) {
    const answer = end ?? (await request(github, groups, log));
    failures = isTrouble(answer) ? failures + 1 : 0;
    // It may be one query that is too much for GitHub. Two in a row, or a limit, are GitHub's state.
    if (isTrouble(answer) && (failures > 1 || answer.verdict === 'rate-limited')) end = answer;
    for (const [at, group] of groups.entries()) {
      const read = isTrouble(answer)
        ? group.asked.map((): Sight => ({ kind: 'unclear', trouble: answer }))
        : readGroup(answer, `g${at}`, group);
      for (const [place, { index }] of group.asked.entries()) sights[index] = read[place] ?? unexpected;
    }
  }
  return sights;
}

async function request(github: GitHub, groups: readonly Group[], log: Log): Promise<Answer | Trouble> {
  const { query, variables } = composeQuery(groups);
  try {
    const { data } = Data.safeParse(await github.graphql<unknown>(query, variables));
    return data ? { data, errors: [] } : unexpected.trouble;
  } catch (error) {
    const partial = partialAnswer(error);
    if (partial) return partial;
    const trouble = troubleOf(error);
    if (!trouble) throw error;
    log.warn({ ...trouble }, 'GitHub did not say of some links whether they are there');
    return trouble;
  }
}

function isTrouble(answer: Answer | Trouble): answer is Trouble {
  return 'verdict' in answer;
}
