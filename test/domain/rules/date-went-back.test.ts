import { dateWentBack } from '../../../src/domain/rules/date-went-back.ts';
import { proveRule } from './suite.ts';

const dated = (verified: unknown) => ({ criteria: { 'security.a': { verified } } });

proveRule(
  dateWentBack,
  {
    before: dated('2026-02-02'),
    after: dated('2026-02-01'),
    line: ['"last_verified": "2026-02-01"', 'last_verified: 2026-02-01'],
    message: 'The verification date of `security.a` goes back from 2026-02-02 to 2026-02-01.',
  },
  {
    'the date moves on': { before: dated('2026-02-02'), after: dated('2026-02-03') },
    'the date is gone': { before: dated('2026-02-02'), after: dated(undefined) },
  },
);
