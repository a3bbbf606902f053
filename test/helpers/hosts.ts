import type { Hosts } from '../../src/domain/upstream-address.ts';

/** Where the pages of each upstream are, for tests. */
export const hosts: Hosts = {
  hub: ['https://huggingface.co'],
  github: ['https://github.com'],
  npm: ['https://www.npmjs.com'],
  pypi: ['https://pypi.org'],
  openrouter: ['https://openrouter.ai'],
};
