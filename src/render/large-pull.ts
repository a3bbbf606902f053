/** Says that GitHub did not name all files that a pull request changes, so that the rest was not reviewed; else empty. */
export function largePullWords(files: number, named: number): string {
  if (files <= named) return '';
  const [all, first] = [files, named].map((number) => number.toLocaleString('en'));
  return `This pull request changes ${all} files; GitHub names the first ${first}, and only those were reviewed. To have all of them reviewed, split it.`;
}
