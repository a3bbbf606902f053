import { benchCheck } from './check.ts';

const HELP = `Usage: npm run bench -- check <folder> [rounds]

  check <folder>   \`reverify check\` on a folder as a whole process, beside a process that merely reads and
                   JSON.parses the same files; medians of interleaved rounds (default 9)
`;

const [what, folder, rounds] = process.argv.slice(2);
if (what === 'check' && folder) await benchCheck(folder, Number(rounds ?? 9));
else {
  process.stderr.write(HELP);
  process.exitCode = what === undefined || what === '--help' ? 0 : 2;
}
