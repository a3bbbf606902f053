/** A bot wall's page is small; an article about captchas is not. */
const largest = 32 * 1024;

/** Whether a body is a bot wall's page in place of the one that was asked for. */
export function isChallengePage(contentType: string, body: Uint8Array): boolean {
  if (body.byteLength > largest || !/html/i.test(contentType)) return false;
  const title = titleOf(new TextDecoder().decode(body));
  return /^\s*(just a moment|attention required)|captcha/i.test(title);
}

function titleOf(html: string): string {
  return /<title[^>]{0,200}>([^<]{0,200})/i.exec(html)?.[1] ?? '';
}
