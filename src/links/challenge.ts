import { titleOf } from './html.ts';

/** A bot wall's page is small; an article about captchas is not. */
const largest = 32 * 1024;

/** Whether a body is a bot wall's page in place of the one that was asked for. */
export function isChallengePage(contentType: string, body: Uint8Array): boolean {
  if (body.byteLength > largest || !/html/i.test(contentType)) return false;
  return hasChallengeTitle(new TextDecoder().decode(body));
}

/** Whether a page is called what bot walls call theirs. */
export function hasChallengeTitle(html: string): boolean {
  return /^\s*(just a moment|attention required)|captcha/i.test(titleOf(html));
}
