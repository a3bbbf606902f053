const DECIMAL = /^(\d{0,20})(?:\.(\d{0,60}))?(?:e([+-]?\d{1,2}))?$/i;

/** Amounts are whole numbers of 1e-12 USD. */
const DIGITS = 12;

/** A decimal text (`0.0000006`, `6e-7`) in 1e-12 USD, without a float on the way; undefined where it is no amount. */
export function parseAmount(text: string): bigint | undefined {
  const [, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  const digits = whole + fraction;
  if (digits === '') return undefined;
  const shift = Number(exponent) - fraction.length + DIGITS;
  if (shift >= 0) return BigInt(digits) * 10n ** BigInt(shift);
  // To the nearest: upstream's own floats leave tails such as 0.00000019999999999999998.
  const divisor = 10n ** BigInt(-shift);
  return (BigInt(digits) + divisor / 2n) / divisor;
}

/** An amount in USD as a decimal text without an exponent: `0.0000006`. */
export function formatAmount(amount: bigint): string {
  return format(amount, DIGITS, 0);
}

/** What a single thing costs: `$0.01`. */
export function inDollars(amount: bigint): string {
  return `$${format(amount, DIGITS, 2)}`;
}

/** What a million of them cost: `$0.60`. */
export function perMillion(amount: bigint): string {
  return `$${format(amount, DIGITS - 6, 2)}`;
}

function format(amount: bigint, digits: number, least: number): string {
  const padded = amount.toString().padStart(digits + 1, '0');
  const fraction = padded.slice(-digits).replace(/0+$/, '').padEnd(least, '0');
  return padded.slice(0, -digits) + (fraction && `.${fraction}`);
}
