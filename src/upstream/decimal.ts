const DECIMAL = /^([+-]?)(\d{1,50})(?:\.(\d{1,50}))?(?:e([+-]?\d{1,3}))?$/i;

interface Decimal {
  digits: bigint;
  /** Places behind the point: 0.25 is 25 with 2. */
  places: number;
}

/** Whether a number or text is a decimal number: `0.60`, `2.5e-6`, `-3`. */
export function isDecimal(value: unknown): value is string | number {
  return decimalOf(value) !== undefined;
}

/** Below 0, 0 or above it, as the first is less than, the same as or more than the second: exactly, `0.1` is no binary fraction. */
export function compareDecimals(first: string | number, second: string | number): number | undefined {
  const [left, right] = [decimalOf(first), decimalOf(second)];
  if (left === undefined || right === undefined) return undefined;
  const places = Math.max(left.places, right.places);
  const difference = scaled(left, places) - scaled(right, places);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

// A number is taken for the shortest text that reads as it, which is what stood in the document, bar its zeros.
function decimalOf(value: unknown): Decimal | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  const [, sign, whole, fraction = '', exponent = '0'] = (text.length <= 120 && DECIMAL.exec(text)) || [];
  if (whole === undefined) return undefined;
  return {
    digits: BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`),
    places: fraction.length - Number(exponent),
  };
}

function scaled({ digits, places }: Decimal, wanted: number): bigint {
  return digits * 10n ** BigInt(wanted - places);
}
