import { afterAll, beforeAll, describe, it } from 'vitest';
import { startStage, type Stage } from './stage.ts';
import { steps } from './story.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage(0);
});
afterAll(() => stage.close());

// The steps assert for themselves; each goes on from where the one before has ended.
describe('the demo', () => {
  it.each(steps)(
    'tells: $title',
    async ({ run }) => {
      await run(stage);
    },
    30_000,
  );
});
