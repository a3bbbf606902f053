const DECLARED = 1_024;

/** A page's text, in the charset of its mark, its header or its `<meta>`, else UTF-8. */
export function decodePage(body: Uint8Array, contentType: string): string {
  return decoderFor(markOf(body) ?? charsetIn(contentType) ?? declaredIn(body) ?? 'utf-8').decode(body);
}

function markOf([first, second]: Uint8Array): string | undefined {
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xef && second === 0xbb ? 'utf-8' : undefined;
}

function charsetIn(text: string): string | undefined {
  return /charset\s{0,9}=\s{0,9}["']?([\w:-]{1,40})/i.exec(text)?.[1];
}

// A page whose tags can be read byte by byte is not in UTF-16, whatever they say.
function declaredIn(body: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(body.subarray(0, DECLARED));
  for (const [tag] of head.matchAll(/<meta\b[^>]*/gi)) {
    const charset = charsetIn(tag);
    if (charset !== undefined) return /^utf-16/i.test(charset) ? 'utf-8' : charset;
  }
  return undefined;
}

function decoderFor(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset);
  } catch {
    // A name that nobody knows.
    return new TextDecoder();
  }
}
