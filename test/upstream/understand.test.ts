import { describe, expect, it } from 'vitest';
import { claimCheckSchema } from '../../src/domain/claim-check.ts';
import { watchSchema } from '../../src/domain/watch.ts';
import { understand, understandCheck } from '../../src/upstream/understand.ts';

function read(written: unknown) {
  const result = understand(watchSchema.parse(written));
  return 'complaints' in result
    ? result.complaints.map(({ path, message, remedy }) => `${path.join('.')}: ${message} ${remedy}`)
    : result.understood.conditions.map(({ name, kind }) => `${name} ${kind}`);
}

describe('a watch', () => {
  it('means the first condition of its source where it names none', () => {
    expect(read('hf-model:MiniMaxAI/MiniMax-M3')).toEqual(['has-weights level']);
    expect(read('hf-model:MiniMaxAI/MiniMax-M3 exists, has-weights')).toEqual([
      'exists level',
      'has-weights level',
    ]);
  });

  it('is told the nearest name where one is not known, and the field in which it stands', () => {
    expect(read('hf-modl:MiniMaxAI/MiniMax-M3')).toEqual([
      'source: `source` is "hf-modl", which nobody knows here. Did you mean `hf-model`?',
    ]);
    expect(read('hf-model:MiniMaxAI/MiniMax-M3 has-wights')).toEqual([
      'when: `when` is "has-wights", which nobody knows here. Did you mean `has-weights`?',
    ]);
    expect(read({ source: 'hf-model', target: 'a/b', with: { minsize: '1GB' } }).join()).toMatch(
      /^with\.minsize: .*no key that is known here\./,
    );
  });

  it('is told what is wrong with its target, with the remedy', () => {
    expect(read('hf-model:https://hub.example/MiniMaxAI/MiniMax-M3/tree/main').join()).toMatch(
      /^target: This is not the name of a model .*\. Write MiniMaxAI\/MiniMax-M3\.$/,
    );
  });

  it('is not taken in by what every object has', () => {
    expect(read('hf-model:a/b constructor').join()).toContain('which nobody knows here');
    expect(read('__proto__:a/b').join()).toContain('which nobody knows here');
  });
});

describe('a check', () => {
  it('names a fact that its source tells', () => {
    const check = { source: 'hf-model', target: 'a/b', fact: 'licence', is: 'mit' };
    const result = understandCheck(claimCheckSchema.parse(check));
    expect(result).toMatchObject({ complaints: [{ path: ['fact'], remedy: 'Did you mean `license`?' }] });
    expect(understandCheck(claimCheckSchema.parse({ ...check, fact: 'license' }))).toHaveProperty(
      'understood',
    );
  });
});
