import type { Rule } from './rule.ts';

/** Sources that anybody on the way can alter. */
export const nonHttps: Rule = {
  name: 'non-https',
  setting: 'note',
  about: 'A source is cited with http, so what it says can be altered on the way.',
  oncePerFile: true,
  judge({ claims }, { fields }) {
    const touched = claims.flatMap(({ before, after, fields: changed }) =>
      after && (!before || changed.includes(fields.evidence)) ? after : [],
    );
    return touched.flatMap(({ name, evidence }) =>
      evidence.flatMap(({ path, url }) => {
        if (url === undefined || !/^\s*http:/i.test(url)) return [];
        const message = `\`${name}\` cites \`${url}\`, which is not https.`;
        return [
          {
            path: [...path, 'url'],
            key: `${name} ${url}`,
            message,
            remedy: 'Cite it with https if it answers there.',
          },
        ];
      }),
    );
  },
};
