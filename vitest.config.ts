import { defineConfig } from 'vitest/config';

/** Tests of functions that keep nothing: they share a world, which saves a third of their time. */
const pure = ['test/{domain,render,upstream}/**/*.test.ts'];

/** In a world that others have used one of these fails and one crawls; why has not been found out. */
const notShared = ['test/domain/addresses.test.ts', 'test/domain/read-document.test.ts'];

export default defineConfig({
  test: {
    // Whole-app tests wait for other processes most of the time, so more of them than cores may run at once.
    maxWorkers: 4,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'pure', isolate: false, include: pure, exclude: notShared } },
      {
        extends: true,
        test: {
          name: 'world',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{domain,render,upstream}/**/!(addresses|read-document).test.ts'],
        },
      },
    ],
  },
});
