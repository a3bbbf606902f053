import { defineConfig } from 'vitest/config';

/** These lay nock over the network of their process, for as long as it lives. */
const alone = ['test/github/{checks,files,link-door-answers}.test.ts'];

export default defineConfig({
  test: {
    // Whole-app tests wait for other processes most of the time, so more of them than cores may run at once.
    maxWorkers: 4,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      // No other test leaves anything behind, so their files share a process: that halves their time.
      {
        extends: true,
        test: { name: 'shared', isolate: false, include: ['test/**/*.test.ts'], exclude: alone },
      },
    ],
  },
});
